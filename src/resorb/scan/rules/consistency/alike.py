"""How likely it is that two statements are of one thing, and that a slip parts their values."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from resorb.checks.arithmetic.near_miss import near_miss
from resorb.reading.papers.statements import COURSE, Statement
from resorb.values.numbers import PrintedNumber

_PEOPLE = ({"patients", "adults"}, {"patients", "children"})
"""Nouns that the same persons may bear."""
PERSONS = frozenset({"patients", "adults", "children"})
_NARROWING = ("plan", "case", "group", "stat", "total", "per")
_MUST_AGREE = ("plan", "case")
_SUBSETS = frozenset({"some", "of", "rest", "nth", "itt", "part"})
_SHARES = ("count", "%")
_MOST_SHARED, _HUNDRED = 4, 100


def differ(a: Statement, b: Statement) -> bool:
    """Whether two values cannot be one, rounded or in another unit."""
    if a.low == a.high and b.low == b.high:
        return a.low != b.low and not _rounds(a, b)
    room = max(a.high, b.high) / 14 if a.unit != b.unit else 0
    return a.low > b.high + room or b.low > a.high + room


def _rounds(a: Statement, b: Statement) -> bool:
    """Whether one is the other with fewer decimals, or to the hundred."""
    if a.kind == "%":
        one, other = a.number, b.number
        return one.decimals != other.decimals and abs(one.value - other.value) < max(one.step, other.step)
    low, high = sorted((a.value, b.value))
    return any(n >= 10 * _HUNDRED and n % _HUNDRED == 0 for n in (low, high)) and 2 * (high - low) <= _HUNDRED


def nouns_meet(a: Statement, b: Statement) -> bool:
    """Whether the same kind of thing is counted, or one of them does not say."""
    return not a.noun or not b.noun or a.noun == b.noun or {a.noun, b.noun} in _PEOPLE


def clash(a: Statement, b: Statement) -> bool:
    """Whether the two say in so many words that they are of different things: another arm, case, time or statistic."""
    for category in _NARROWING:
        one, other = a.of(category), b.of(category)
        if one and other and not one & other:
            return True
    one, other = (frozenset(t for t in s.of("time") if t[0].isdigit()) for s in (a, b))
    return bool(one and other and not one & other) or any(a.of(c) != b.of(c) for c in _MUST_AGREE)


def may_be_one(a: Statement, b: Statement) -> bool:
    """Whether two that do not clash share a word or noun, and neither is of a part of the other."""
    if a.near and b.near and not a.near & b.near and not a.noun == b.noun != "":
        return False
    if a.kind in _SHARES and (a.of("group") ^ b.of("group")) & _SUBSETS:
        return False
    if a.of("moment") and b.of("moment") and not is_misprint(a, b):
        return False
    return not ((a.of("total") and "mean" in b.of("stat")) or (b.of("total") and "mean" in a.of("stat")))


def is_misprint(a: Statement, b: Statement) -> bool:
    """Whether two digits are exchanged, or one of three or more is another."""
    if a.number.decimals != b.number.decimals:
        return False
    how = near_miss(a.number, b.number.value, off_by=0, factors=())
    three = a.kind not in COURSE and min(a.number.value, b.number.value) >= _HUNDRED
    return how.startswith("two digits") or (how == "one digit" and three)


def likeness(a: Statement, b: Statement) -> int:
    """Points for what the two have in common: words, noun, time, and numbers of which one may be a slip of the other.

    A point is a tenth of log odds; :mod:`resorb.scan.rules.consistency.statements` tells where they come from.
    """
    shared, least = len(a.near & b.near), min(len(a.near), len(b.near))
    points = 13 * min(shared, _MOST_SHARED) + (8 * shared // least if least else -9)
    if a.noun == b.noun != "":
        points += 18 if a.noun in PERSONS else 9
    if a.of("time") and a.of("time") == b.of("time"):
        points += 12
    if a.of("stat") != b.of("stat"):
        points -= 9
    return points + _slip(a, b)


def _slip(a: Statement, b: Statement) -> int:
    """Points for numbers that look like a slip of each other, in the unit they are printed in."""
    if a.number.decimals < b.number.decimals:
        a, b = b, a
    how = _how(a.number, b.number.value)
    is_small = max(a.number.value, b.number.value) < 10 and a.number.decimals == b.number.decimals == 0
    points = 12 if how.startswith("two digits") else 0
    if not is_small and (how or (a.kind == "time" and _digit_more(a.number.text, b.number.text))):
        return points + 27
    low, high = sorted((a.value, b.value))
    return points + (13 if high <= 2 * low else 0)


@lru_cache(maxsize=4096)
def _how(number: PrintedNumber, value: Fraction) -> str:
    return near_miss(number, value, off_by=2)


def _digit_more(one: str, other: str) -> bool:
    """Whether one has a digit more at its beginning or end: 9 and 19."""
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and (long.endswith(short) or long.startswith(short))


def is_course(said: Statement) -> bool:
    """Whether it tells of the treatment, not of what was found at some time."""
    return said.kind in COURSE
