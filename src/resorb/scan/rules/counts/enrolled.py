"""How many are to be enrolled so that enough are left: 60 / (1 − 0.2) = 75, not 60 × 1.2 = 72."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from resorb.checks.arithmetic.rounding import written
from resorb.reading.counts.counted import COUNT, PEOPLE, value_of
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.values.findings import Verdict

_I = re.IGNORECASE
_LONGEST = 600
_LOST = (
    r"(?:drop(?:ped|ping)?[\s-]?outs?|attrition|loss(?:es)?\s+to\s+follow-?\s?up|lost\s+to\s+follow-?\s?up|withdrawals?|"
    r"withdraw|non-?evaluable)"
)
_RATE = lazy(rf"(?P<a>\d{{1,2}})\s?%[^.;%]{{0,40}}?\b{_LOST}|\b{_LOST}\b[^.;%\d]{{0,40}}?(?P<b>\d{{1,2}})\s?%", _I)
_EACH = lazy(
    rf"(?P<n>{COUNT})(?:\s+[^\W\d][\w-]*){{0,5}}?\s+(?:per|in\s+each|for\s+each|in\s+either)\s+(?:treatment\s+|study\s+)?"
    r"(?:group|arm)\b",
    _I,
)
_PEOPLE = lazy(rf"(?P<n>{COUNT})\s+(?:[a-z-]+\s+){{0,2}}?{PEOPLE}\b", _I)
_PLANNED = lazy(r"\b(?:need\w*|requir\w+|necessary|calculat\w+|sample\s+size|power|recruit\w*|enrol\w*)\b", _I)


@rule(
    "enough-enrolled",
    kind="count",
    doc="Of those to be enrolled as many are left, after the loss reckoned with, as are needed.",
    source="needed / (1 − loss); told where the number printed is needed × (1 + loss)",
)
def enough_enrolled(text: Scanned) -> Iterator[Mark]:
    """Sample sizes with a loss in percent, told in one sentence or in the two before it."""
    for sentence in text.sentences:
        said = sentence.text
        if not any(map(str.isdigit, said)) or sentence.is_long:
            continue
        window = [sentence, *text.before(sentence, 2)]
        for size in range(1, len(window) + 1):
            whole = sentence.passage.text[window[size - 1].start : sentence.start + len(said)]
            rate = _RATE.search(whole) if len(whole) <= _LONGEST and _PLANNED.search(whole) else None
            found = _sizes(whole) if rate else []
            if rate is None or len(found) < 2:
                continue
            mark_at = found[-1].start("n") - (len(whole) - len(said))
            needed, enrolled = value_of(found[0]["n"]) or 0, value_of(found[-1]["n"]) or 0
            percent = int(rate["a"] or rate["b"])
            if mark_at >= 0 and _too_few(needed, enrolled, percent):
                enough = ceil(Fraction(100 * needed, 100 - percent))
                left = written(Fraction(enrolled * (100 - percent), 100))
                yield sentence.at(mark_at, mark_at + len(found[-1]["n"])).mark(
                    "enough-enrolled", Verdict.ASSUMES,
                    f"Of {enrolled}, {percent} % lost leaves {left}, fewer than the {needed} needed.",
                    computed=str(enough), arithmetic=f"{needed} / (1 − {percent}/100) → {enough}, not {enrolled}",
                    suggestion=f"{enough}", assumption=f"the {percent} % are meant of {needed}, not of those enrolled",
                )  # fmt: skip
            break


def _sizes(text: str) -> list[re.Match[str]]:
    """The two sizes, of a group each or of all, the smaller first; none when there are others."""
    for pattern in (_EACH, _PEOPLE):
        found = list(pattern.finditer(text))
        if len(found) > 1:
            return found if len({value_of(m["n"]) for m in found}) == 2 else []
    return []


def _too_few(needed: int, enrolled: int, percent: int) -> bool:
    """Whether the loss was put on top of what is needed, and too few are left."""
    on_top = Fraction(needed * (100 + percent), 100)
    left = Fraction(enrolled * (100 - percent), 100)
    return 0 < percent < 60 and -1 < enrolled - on_top < 2 and left < needed - Fraction(1, 2)
