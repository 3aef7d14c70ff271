"""Results that other numbers of the document give: in a long text the sum that is meant may stand sentences away.

The more numbers a text holds, the less it proves that those right beside a result do not give it. So where the very
amount is told again, or is the sum, difference or multiple of what is told near it, nothing is said.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from resorb.reading.doses.quantities import quantities
from resorb.reading.numerals import numerals
from resorb.scan.material import Mark, Scanned
from resorb.values.findings import Verdict

_BEFORE = 6
"""Sentences before a result whose numbers may give it."""
_MOST_TIMES = 400
_TELLING = 3
"""Digits of a number that few sums come to by chance."""
_TIMES = {Fraction(2), Fraction(3), Fraction(4)}
"""How often a day or week, told in other words than numbers."""
Amount = tuple[str, Fraction]
"""A kind (mass in mg, volume in mL, plain number) and a value."""


def is_told_elsewhere(text: Scanned, mark: Mark) -> bool:
    """Whether other numbers of its sentence (of its text, if it is not sure) give what a mark says does not follow."""
    wanted = next(iter(_amounts(mark.finding.printed or "")), None)
    here = next(
        (s for s in text.sentences if s.passage is mark.passage and s.start <= mark.start < s.start + len(s.text)), None
    )
    if wanted is None or here is None:
        return False
    kind, value = wanted
    sure = mark.finding.verdict is Verdict.FAILS
    every = _of_sentences(text)
    near = [a for said in every[max(0, here.number - (0 if sure else _BEFORE)) : here.number + 1] for a in said]
    others = [] if sure else [v for n, said in enumerate(every) if n != here.number for k, v in said if k == kind]
    if kind != "number" and value in others:
        return True
    alike = {v for k, v in near if k == kind and v != value}
    if len(str(value.numerator).strip("0")) >= _TELLING:  # of a round number any two of a document may make the sum
        alike |= {v for v in others if v != value}
    counts = {n for k, n in near if k == "number" and n.denominator == 1 and n <= _MOST_TIMES}
    counts |= set() if sure else _TIMES
    multiples = {a * n for a in alike for n in counts if n != a}
    sums = (part for a in alike for part in (value - a, value + a))
    return value in multiples or any(part in alike or part in multiples for part in sums)


@lru_cache(maxsize=1)
def _of_sentences(text: Scanned) -> tuple[tuple[Amount, ...], ...]:
    return tuple(_amounts(sentence.text) for sentence in text.sentences)


def _amounts(said: str) -> tuple[Amount, ...]:
    read = [q for q in quantities(said) if q.kind in ("mass", "volume") and q.value.low is not None]
    taken = {q.start for q in read}
    plain = [("number", n.value) for n in numerals(said) if n.start not in taken]
    return (*((q.kind, q.value.low) for q in read if q.value.low is not None), *plain)
