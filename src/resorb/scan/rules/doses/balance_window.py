"""The factors of a sentence about doses and of those before it, with every relation they may stand in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from resorb.reading.doses.drug_names import DrugName
from resorb.reading.doses.factors import NONE, Factor, factors
from resorb.reading.doses.quantities import number_in
from resorb.reading.doses.relations import Relation, joint_factors, relations
from resorb.reading.doses.terms import Term, terms
from resorb.reading.lazy import lazy
from resorb.reading.numerals import NUMBER
from resorb.values.numbers import PrintedNumber

_MOST_FACTORS, _MOST_EARLIER, _MOST_TARGETS = 16, 8, 12
_SLACK = Fraction(1, 50)
NUMBERED = ("count", "number")
BARE = ("number", "word", "unit")
_NO_TARGET = ("unit", "word", "often", "rate")
_NUMBER = lazy(NUMBER, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Printed:
    """A factor as it is printed: its number, and what one of the number is worth in the units of its dimensions."""

    number: PrintedNumber
    scale: Fraction


class Window:
    """The factors of a sentence, and of those before it, with what they come to."""

    def __init__(self, text: str, begin: int, names: Sequence[DrugName]) -> None:
        self.text, self.begin, self.names = text, begin, names
        self.terms: dict[int, Term] = {}
        read = terms(text)
        for term in read:
            self.terms.setdefault(term.start, term)
        every = sorted((*factors(text, read), *joint_factors(text)), key=lambda f: f.start)
        here = [f for f in every if f.start >= begin]
        earlier = [f for f in every if f.start < begin and f.kind not in BARE]
        self.crowded = len(here) > _MOST_FACTORS * 2
        self.factors = [*earlier[-_MOST_EARLIER:], *here[:_MOST_FACTORS]]
        told = [
            f
            for f in here[:_MOST_FACTORS]
            if f.kind not in _NO_TARGET and not f.kind.startswith("list") and not _is_one(f)
        ][:_MOST_TARGETS]
        amounts = {(f.start, f.dims) for f in told}
        mass = (1, 0, 0, 0, 0)
        plain = [
            replace(f, dims=mass, value=self.terms[f.start].value)
            for f in told
            if f.dims == (1, 0, -1, 0, 0) and f.start in self.terms and (f.start, mass) not in amounts
        ]
        self.targets = [*told, *plain]

    @cached_property
    def found(self) -> list[tuple[Relation, bool]]:
        """Every relation that has a part in the last sentence, and whether it holds."""
        told = []
        for target in self.targets:
            around = [f for f in self.factors if f.end <= target.start or f.start >= target.end]
            for one in relations(target, around):
                if _may_be_meant(target, one):
                    told.append((one, self.holds(one)))
        return told

    def printed(self, factor: Factor) -> Printed | None:
        """How a factor is printed; None for what prints no number."""
        term: Term | None = self.terms.get(factor.start)
        number = term.number if term is not None and term.kind != "often" else None
        if number is None:
            match = _NUMBER.search(factor.text)
            number = number_in(match[0]) if match else None
        if number is None or number.value <= 0 or not factor.value.is_point:
            return None
        return Printed(number, (factor.value.low or Fraction(0)) / number.value)

    def holds(self, one: Relation) -> bool:
        """Whether a relation gives the target as nearly as it is printed."""
        low, high = one.target.value.low or Fraction(0), one.target.value.high or Fraction(0)
        shown = self.printed(one.target)
        half = shown.number.step * abs(shown.scale) / 2 if shown is not None and shown.number.decimals else Fraction(0)
        term = self.terms.get(one.target.start)
        slack = Fraction(1, 10) if term is not None and term.about else _SLACK
        return one.low * (1 - slack) <= high + half and low - half <= one.high * (1 + slack)


def _may_be_meant(target: Factor, one: Relation) -> bool:
    """Whether it is about amounts: a share or a number of amounts or volumes, not of other shares or numbers."""
    if sum(f.kind in BARE for f in one.members) > 2:
        return False
    if target.kind == "percent" and target.dims == NONE:
        return all(f.dims[0] or f.dims[1] for f in one.members)
    if target.kind == "strength":
        return all(f.kind not in NUMBERED for f in one.members)
    return target.dims != NONE or any(f.dims[0] or f.dims[1] for f in one.members)


def _is_one(factor: Factor) -> bool:
    return factor.dims == NONE and factor.value.low == 1
