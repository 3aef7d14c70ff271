"""Values that cannot be what they are said to be, whatever stands beside them.

A smallest age, size or duration below zero; a standard deviation of ages that no ages between 0 and 105 years can have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.arithmetic.spreads import most_variance, root_text
from resorb.reading.lazy import lazy
from resorb.reading.statistics.summary_words import Part
from resorb.reading.statistics.value_roles import Role, Told, roles
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.statistics.grid import sizes_for
from resorb.scan.rules.statistics.summaries import LONGEST, summaries_of
from resorb.values.findings import Verdict
from resorb.values.ranges import Range

OLDEST = 105
"""Years. Ages in reports of patients lie below."""
MANY = 10
"""So many ages at least are taken where no number is stated: the fewer, the larger their SD may be."""
_NEVER_NEGATIVE = frozenset(
    (
        "age",
        "follow-up",
        "duration",
        "dose",
        "number",
        "size",
        "area",
        "volume",
        "hospital",
        "product",
        "pth",
        "phosphate",
        "calcium",
    )
)
_DIFFERENCE = lazy(
    r"\b(?:chang\w+|differen\w+|delta|Δ|z[\s-]?scores?|SDS|relative|log\w*|loss|gain|lost|gained|reduc\w+|decreas\w+|increas\w+|"
    r"improve\w+|shift\w*|slope|excess|balance|deviat\w+|fell|rose|shr[aiu]nk\w*|grew|growth|below|under|minus|agreement|bias)\b|Δ",
    re.IGNORECASE,
)
_AGE_OF = lazy(r"\bage[ds]?\b[^.;\d]*$", re.IGNORECASE)


@rule(
    "value-possible",
    kind="statistic",
    doc="Ages, sizes, doses, counts and durations are not negative, SDs of ages are possible.",
    source="what the quantities are; Bhatia and Davis 2000",
)
def values_possible(text: Scanned) -> Iterator[Mark]:
    """Each sentence with such a value."""
    for sentence in text.sentences:
        said = sentence.text
        if len(said) > LONGEST or not any(map(str.isdigit, said)):
            continue
        if re.search(r"[-−–]\s?\d", said):
            yield from _negative(sentence)
        if re.search(r"\bage[ds]?\b", said, re.IGNORECASE):
            yield from _ages(text, sentence)


def _negative(sentence: Sentence) -> Iterator[Mark]:
    if _DIFFERENCE.search(sentence.text):
        return
    for one in roles(sentence.text):
        if (
            one.low.value < 0
            and one.things & _NEVER_NEGATIVE
            and (one.role is not Role.ENDS or _is_minus(sentence, one))
        ):
            thing = sorted(one.things & _NEVER_NEGATIVE)[0]
            yield sentence.at(one.start, one.end).mark(
                "value-possible", Verdict.FAILS, f"{one.low.text} is below zero; no {thing} is.",
                computed="0 or more", arithmetic=f"{one.low.text} < 0", suggestion=one.low.text.lstrip("-"),
            )  # fmt: skip


def _is_minus(sentence: Sentence, one: Told) -> bool:
    """Whether the sign of a pair's first number is one, and no dash behind a word."""
    return sentence.text[max(0, one.start - 1) : one.start] in (" ", "(", "[")


def _ages(text: Scanned, sentence: Sentence) -> Iterator[Mark]:
    """An SD of ages: with this mean the values would have to lie outside 0 to 110 years."""
    for one in summaries_of(sentence):
        mean, sd, both = one.mean, one.parts.get(Part.SD), one.parts.get(Part.PLUS_MINUS)
        spread = sd.low if sd is not None else both.high if both is not None else None
        if mean is None or spread is None or any(p in one.parts for p in (Part.RANGE, Part.FROM, Part.BRACKET)):
            continue
        near = sentence.text[max(0, mean.start - 50) : mean.start]
        if mean.unit[:1].lower() not in ("", "y") or not _AGE_OF.search(near) or not 0 < mean.low.value < OLDEST:
            continue
        stated = sizes_for(text, sentence).stated
        n = max(2, *stated) if stated else MANY
        limit = most_variance(Fraction(0), Fraction(OLDEST), n, Range.point(mean.low.value))
        if (spread.value - spread.step) ** 2 > limit:
            where = (sd.said, sd.end) if sd is not None else (mean.start, mean.end)
            yield sentence.at(*where).mark(
                "value-possible", Verdict.FAILS if stated else Verdict.ASSUMES,
                f"No {n} ages have a mean of {mean.low.text} and an SD of {spread.text}.",
                computed=f"at most {root_text(limit, 1)}",
                arithmetic=f"ages from 0 to {OLDEST}: {n}/{n - 1} × ({OLDEST} - {mean.low.text}) × {mean.low.text} = "
                f"{float(limit):.4g}",
                suggestion=f"an SD of at most {root_text(limit, 1)}",
                assumption=None if stated else f"the ages are fewer than {MANY}",
            )  # fmt: skip
