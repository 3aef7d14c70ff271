"""Times at which something was measured, listed in order but for one: "0.25, 0.5, 0.45, 1 and 2 hours"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.values.findings import Verdict

_I = re.IGNORECASE
_UNIT = r"(?:h|hrs?|hours?|min|mins|minutes?|days?|weeks?|wks?|months?)"
_N = r"\d{1,4}(?:\.\d{1,3})?"
_LIST = lazy(
    rf"(?<![\w.,/–-])(?P<list>{_N}(?:\s?,\s?(?:and\s+)?{_N}|\s+and\s+{_N}){{4,24}})\s?{_UNIT}\b"
    rf"|\b(?:days|weeks|months|hours|minutes)\s+(?P<list2>{_N}(?:\s?,\s?(?:and\s+)?{_N}|\s+and\s+{_N}){{4,24}})(?![\w%]|[.,]\d)",
    _I,
)
_MEASURED = lazy(
    r"\b(?:samples?|sampled|sampling|blood|serum|plasma|urine|measure\w*|drawn|collected|taken|assessed|assessments?|recorded|"
    r"determined|obtained|visits?|follow-up|examined|evaluated|monitored|scanned|scored|seen)\b",
    _I,
)
_OF_EACH = lazy(
    r"\b(?:respectively|survived|died|aged?|lasted|durations?|lived|for|of|in\s+patients?|healed|relapsed|recurred|occurred|order)\s+$"
    r"|\brespectively\b|\brandom\s+order\b",
    _I,
)
"""Words of times that are each of another patient."""


@rule(
    "times-rise",
    kind="time",
    doc="The times at which something was measured are listed in order.",
    source="order of the numbers; told where one alone stands out of it",
)
def times_rise(text: Scanned) -> Iterator[Mark]:
    """Lists of five times and more that rise but for one step back."""
    for sentence in text.sentences:
        said = sentence.text
        if said.count(",") < 3 or sentence.is_long or not _MEASURED.search(said):
            continue
        for match in _LIST.finditer(said):
            name = "list" if match["list"] else "list2"
            numbers = list(re.finditer(_N, match[name]))
            values = [Fraction(m[0]) for m in numbers]
            back = [at for at, (a, b) in enumerate(pairwise(values), 1) if b <= a]
            before = said[max(0, match.start() - 20) : match.start()]
            if len(back) != 1 or _OF_EACH.search(before) or _OF_EACH.search(said, match.end()):
                continue
            at = back[0]
            if values[at] < values[0] or values[at - 1] == values[at]:
                continue  # "15, 30, 45 and 1 h" is in two units
            if not (_rises(values, at) or _rises(values, at - 1)):
                continue
            begin = match.start(name)
            earlier, odd = numbers[at - 1][0], numbers[at][0]
            yield sentence.at(begin + numbers[at - 1].start(), begin + numbers[at].end()).mark(
                "times-rise", Verdict.ASSUMES, f"{odd} stands behind {earlier} in a list that rises otherwise.",
                computed=f"{odd} before {earlier}", arithmetic=f"{odd} < {earlier}",
                suggestion=f"another time than {odd}, or than {earlier}", assumption="the times are not in order",
            )  # fmt: skip


def _rises(values: list[Fraction], without: int) -> bool:
    rest = values[:without] + values[without + 1 :]
    return all(a < b for a, b in pairwise(rest))
