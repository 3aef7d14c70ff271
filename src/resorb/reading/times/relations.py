"""What a length, an age or a numbered day should be, from the other quantities of time told with it.

Every way of reckoning is tried; which of them a text speaks of is for others to weigh.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import accumulate, combinations

from resorb.reading.times.story import Quantity
from resorb.values.spans import days_per

_YEAR = days_per("year")
_PER = {unit: days_per(unit) for unit in ("min", "h", "day", "week", "month", "year")}
_LONG = ("day", "week", "month", "year")
_MOST_OF_A_SUM, _MOST_ROUNDS = 5, 200
WAYS = (
    "dates", "ages", "moments", "clocks", "sum", "gap", "times", "rounds", "same", "life", "born", "older", "aged",
    "after",
)  # fmt: skip
"""Names of the ways: of a length, the time between two dates, ages, numbered days or clock times, the sum or the
difference of lengths, so many times a length or a pace, the same told otherwise, no longer than a life; of an age, the
year less that of birth, another age and a length, or and two dates; of a numbered day, the time between dates."""


class Fit(Enum):
    """How near a reckoning comes to what is told."""

    NONE, NEAR, EXACT = range(3)


@dataclass(frozen=True, slots=True)
class Relation:
    """One way to reckon ``target`` from ``parts``: ``days`` it should last, give or take ``free``."""

    way: str
    target: Quantity
    parts: tuple[Quantity, ...]
    days: Fraction
    free: Fraction

    @property
    def gap(self) -> Fraction:
        """By how many days the target misses what it should be."""
        gap = self.target.days - self.days
        return max(gap, Fraction(0)) if self.way == "life" else abs(gap)

    @property
    def fit(self) -> Fit:
        """Whether it comes out, or nearly so: when a unit or a tenth is left free, and all that dates leave open."""
        gap = self.gap
        if gap <= self.free:
            return Fit.EXACT
        return Fit.NEAR if self.way != "born" and self._is_near(gap) else Fit.NONE

    def _is_near(self, gap: Fraction) -> bool:
        target = self.target
        per, share = _PER[target.unit], 4 if target.is_about else 9
        # Floats tell what is far off, with room: most of what is reckoned is.
        open_ = float(per) / 2 + sum(float(one.wide) for one in self.parts) + float(self.free)
        if float(gap) > 1.01 * (open_ + float(per) + float(target.days) / share):
            return False
        about = Fraction(0) if target.kind == "age" else target.days / share
        wide = sum((one.wide for one in self.parts), per / 2)
        return gap <= max(self.free, wide) + max(per * Fraction(6, 10), about)


def relations(found: Sequence[Quantity], paces: Sequence[Fraction]) -> Iterator[Relation]:
    """Every way to reckon each length, age and moment from the others."""
    kinds = {kind: [one for one in found if one.kind == kind] for kind in _KINDS}
    for target in (*kinds["length"], *kinds["moment"], *kinds["age"]):
        if target.kind == "age":
            yield from _of_age(target, kinds)
        elif target.unit in _LONG:
            yield from _of_length(target, kinds, paces)
        else:
            yield from _of_hours(target, kinds)


_KINDS = ("length", "moment", "age", "date", "birth", "clock", "rounds")


def _of_length(target: Quantity, kinds: dict[str, list[Quantity]], paces: Sequence[Fraction]) -> Iterator[Relation]:
    per = _PER[target.unit]
    half = per / 2 + target.wide
    for a, b in combinations(kinds["date"], 2):
        free = half + min(a.wide + b.wide, per / 2) + 1
        yield Relation("after" if target.kind == "moment" else "dates", target, (a, b), abs(b.days - a.days), free)
    if target.kind == "length":
        for a, b in combinations(kinds["age"], 2):
            yield Relation("ages", target, (a, b), abs(b.days - a.days), max(half, _YEAR))
        for a, b in combinations(kinds["moment"], 2):
            yield Relation("moments", target, (a, b), abs(b.days - a.days), half + _PER[a.unit])
        for one in kinds["age"]:
            yield Relation("life", target, (one,), one.days, half + one.wide)
        for many in kinds["rounds"]:
            for pace in paces if 1 < many.days <= _MOST_ROUNDS else ():
                yield Relation("rounds", target, (many,), (many.days - Fraction(1, 2)) * pace, half + pace / 2)
        others = [one for one in kinds["length"] if one is not target and one.unit in _LONG]
        yield from _of_lengths(target, others, kinds["rounds"])
    for one in kinds["moment"] if target.kind == "length" else kinds["length"]:
        if one.unit in _LONG and one is not target:
            free = Fraction(0) if one.unit == target.unit else half
            yield Relation("same", target, (one,), one.days, free + one.wide)


def _of_lengths(target: Quantity, others: list[Quantity], rounds: list[Quantity]) -> Iterator[Relation]:
    until = [*accumulate((one.days for one in others), initial=Fraction(0))]
    for size in range(2, min(len(others), _MOST_OF_A_SUM) + 1):
        for at in range(len(others) - size + 1):
            some = others[at : at + size]
            yield Relation("sum", target, tuple(some), until[at + size] - until[at], _open(target, some))
    for a, b in combinations(others, 2):
        yield Relation("gap", target, (a, b), abs(a.days - b.days), _open(target, [a, b]))
    for many in rounds:
        for one in others if 1 < many.days <= _MOST_ROUNDS else ():
            yield Relation("times", target, (many, one), many.days * one.days, _open(target, [one]) * many.days)
    for one in others:
        yield Relation("same", target, (one,), one.days, _open(target, [one]))


def _open(target: Quantity, parts: Sequence[Quantity]) -> Fraction:
    """How far a sum may miss: not at all in one unit, else half a unit, and a thirtieth for the months."""
    wide = sum((one.wide for one in parts if one.wide), target.wide)  # few are open at all
    if all(one.unit == target.unit for one in parts):
        return wide
    return wide + _PER[target.unit] / 2 + target.days / 30


def _of_hours(target: Quantity, kinds: dict[str, list[Quantity]]) -> Iterator[Relation]:
    for a, b in combinations(kinds["clock"], 2):
        free = _PER[target.unit] * (5 if target.unit == "min" else Fraction(1, 2))
        yield Relation("clocks", target, (a, b), (b.days - a.days) % 1, free)
    for a, b in combinations(kinds["date"], 2):
        if a.unit == b.unit == "day" and target.unit == "h":
            yield Relation("dates", target, (a, b), abs(b.days - a.days), Fraction(1, 2))


def _of_age(target: Quantity, kinds: dict[str, list[Quantity]]) -> Iterator[Relation]:
    for birth in kinds["birth"]:
        for one in kinds["date"]:
            if one.days > birth.days:
                free = _YEAR / 2 + min(one.wide + birth.wide, _YEAR / 4)
                yield Relation("born", target, (birth, one), one.days - birth.days, free)
    for other in kinds["age"]:
        if other is target:
            continue
        for one in kinds["length"]:
            if one.unit in ("month", "year"):
                days = other.days + one.days * (1 if target.days > other.days else -1)
                yield Relation("older", target, (other, one), days, max(_YEAR, one.days / 10))
        for a, b in combinations(kinds["date"], 2):
            days = other.days + abs(b.days - a.days) * (1 if target.days > other.days else -1)
            yield Relation("aged", target, (other, a, b), days, _YEAR + a.wide + b.wide)
