"""How likely it is that two statements are of one thing, and that a slip parts their values."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from resorb.checks.arithmetic.near_miss import near_miss
from resorb.reading.papers.numbers_said import COURSE
from resorb.reading.papers.statements import Statement
from resorb.values.numbers import PrintedNumber

_PEOPLE = ({"patients", "adults"}, {"patients", "children"})
"""Nouns that the same persons may bear."""
PERSONS = frozenset({"patients", "adults", "children"})
_NARROWING = ("plan", "case", "group", "stat", "total", "per")
_MUST_AGREE = ("plan", "case", "bound")
_SHARES = ("count", "%")
_SUBSETS = frozenset({"some", "of", "rest", "nth", "part"})
_MOST_SHARED, _TWO_DIGITS, _HUNDRED, _LEAST_ROUND = 4, 10, 100, 1000


def differ(a: Statement, b: Statement) -> bool:
    """Whether two values cannot be one, rounded or in another unit."""
    if a.is_point and b.is_point:
        if a.rough != b.rough and a.kind != "%" and max(a.rough, b.rough) < _LEAST_ROUND - 1:
            return True
        return a.low != b.low and not _rounds(a, b)
    room = max(a.high, b.high) / 14 if a.unit != b.unit else 0
    return a.low > b.high + room or b.low > a.high + room


def _rounds(a: Statement, b: Statement) -> bool:
    """Whether one is the other with fewer decimals, or to the hundred."""
    if a.kind == "%":
        one, other = a.number, b.number
        return one.decimals != other.decimals and abs(one.value - other.value) < max(one.step, other.step)
    low, high = sorted((a.value, b.value))
    return any(n >= _LEAST_ROUND and n % _HUNDRED == 0 for n in (low, high)) and 2 * (high - low) <= _HUNDRED


def nouns_meet(a: Statement, b: Statement) -> bool:
    """Whether the same kind of thing is counted, or one of them does not say."""
    return not a.noun or not b.noun or a.noun == b.noun or {a.noun, b.noun} in _PEOPLE


def clash(a: Statement, b: Statement) -> bool:
    """Whether the two say in so many words that they are of different things: another arm, case, time or statistic."""
    ours, theirs = a.narrowed, b.narrowed
    if any(c in ours and c in theirs and ours[c].isdisjoint(theirs[c]) for c in _NARROWING):
        return True
    if None not in (a.whole, b.whole) and a.whole != b.whole and is_of_part(a) != is_of_part(b):
        return True
    one, other = (frozenset(t for t in s.of("time") if t[0].isdigit()) for s in (a, b))
    return bool(one and other and not one & other) or any(a.of(c) != b.of(c) for c in _MUST_AGREE)


def is_of_part(said: Statement) -> bool:
    """Whether it is said of a part of a group."""
    return bool(said.of("group") & _SUBSETS)


def is_misprint(a: Statement, b: Statement) -> bool:
    """Whether two digits are exchanged, or one of three or more is another."""
    if a.number.decimals != b.number.decimals:
        return False
    how = near_miss(a.number, b.number.value, off_by=0, factors=())
    three = a.kind not in COURSE and min(a.number.value, b.number.value) >= _HUNDRED
    return how.startswith("two digits") or (how == "one digit" and three)


def kinship(a: Statement, b: Statement) -> int:
    """Points for the words, the noun and the time that the two share, whatever their values."""
    shared, least = len(a.near & b.near), min(len(a.near), len(b.near))
    points = 13 * min(shared, _MOST_SHARED) + (8 * shared // least if least else -9)
    points += 9 if a.noun == b.noun != "" else 0
    return points + (12 if a.of("time") and a.of("time") == b.of("time") else 0)


def likeness(a: Statement, b: Statement) -> dict[str, float]:
    """What speaks for and against two statements being of one thing: their words, what narrows them, their numbers."""
    shared, every = len(a.near & b.near), len(a.near | b.near)
    least = min(len(a.near), len(b.near))
    one_noun = a.noun == b.noun != ""
    return {
        "words shared": min(shared, _MOST_SHARED),
        "share of the fewer words": shared / least if least else 0,
        "share of all words": shared / every if every else 0,
        "other words": least > 0 and not shared and not one_noun,
        "persons": one_noun and a.noun in PERSONS,
        "one noun": bool(a.noun) != bool(b.noun),
        "the same time": bool(a.of("time")) and a.of("time") == b.of("time"),
        "another statistic": a.of("stat") != b.of("stat"),
        "the same whole": a.whole is not None and a.whole == b.whole and shared > 0,
        "a part": a.kind in _SHARES and bool((a.of("group") ^ b.of("group")) & _SUBSETS),
        "mean and total": bool(
            (a.of("total") and "mean" in b.of("stat")) or (b.of("total") and "mean" in a.of("stat"))
        ),
        "two moments": bool(a.of("moment") and b.of("moment")) and not is_misprint(a, b),
        "course": is_course(a),
        "a length of time": a.kind == "time",
        **_slip(a, b),
    }


def _slip(a: Statement, b: Statement) -> dict[str, float]:
    """Whether one number looks like a slip of the other as it is printed, and how near they are."""
    if a.number.decimals < b.number.decimals:
        a, b = b, a
    how = _how(a.number, b.number.value)
    is_small = max(a.number.value, b.number.value) < _TWO_DIGITS and a.number.decimals == b.number.decimals == 0
    low, high = sorted((a.value, b.value))
    return {
        "digits exchanged": how.startswith("two digits"),
        "one or two off": how.startswith("off") and not is_small,
        "one or two off, both small": how.startswith("off") and is_small,
        "a factor": how.startswith("a factor") and not is_small,
        "a digit more": not how and not is_small and _digit_more(a.number.text, b.number.text),
        "at most twice": high <= 2 * low,
        "within a quarter": 4 * (high - low) <= high,
    }


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
