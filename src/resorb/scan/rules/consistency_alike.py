"""Whether two statements can be of one thing, and whether they then disagree."""

from __future__ import annotations

from resorb.checks.arithmetic.near_miss import near_miss
from resorb.reading.statements import COURSE, Statement

_PEOPLE = ({"patients", "adults"}, {"patients", "children"})
"""Nouns that the same persons may bear."""


def differ(a: Statement, b: Statement) -> bool:
    """Whether two values cannot be one, rounded or in another unit."""
    if a.low == a.high and b.low == b.high:
        return a.low != b.low and not (a.kind == "%" and _rounds(a, b))
    room = max(a.high, b.high) / 14 if a.unit != b.unit else 0
    return a.low > b.high + room or b.low > a.high + room


def _rounds(a: Statement, b: Statement) -> bool:
    one, other = a.number, b.number
    return one.decimals != other.decimals and abs(one.value - other.value) < max(one.step, other.step)


def look_alike(a: Statement, b: Statement) -> bool:
    """Whether one number looks like a slip of the other, in the unit it is printed in."""
    if a.number.decimals < b.number.decimals:
        a, b = b, a
    one, other = a.number, b.number
    if is_small(a, b):
        return True
    return bool(near_miss(one, other.value, off_by=2)) or (a.kind == "time" and _digit_more(one.text, other.text))


def is_small(a: Statement, b: Statement) -> bool:
    """Whether both are of one digit: any two of them look alike."""
    return max(a.number.value, b.number.value) < 10 and a.number.decimals == b.number.decimals == 0


def is_close(a: Statement, b: Statement) -> bool:
    """Whether neither is more than twice the other, or they look alike."""
    low, high = sorted((a.value, b.value))
    return high <= 2 * low or (not is_small(a, b) and look_alike(a, b))


def kin(a: Statement, b: Statement) -> int:
    """How much besides their words speaks for one thing: the same whole, noun and time."""
    return (a.whole is not None and a.whole == b.whole) + (a.noun == b.noun != "") + (a.of("time") == b.of("time"))


def _digit_more(one: str, other: str) -> bool:
    """Whether one has a digit more at its beginning or end: 9 and 19."""
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and (long.endswith(short) or long.startswith(short))


def nouns_meet(a: Statement, b: Statement) -> bool:
    """Whether the same kind of thing is counted, or one of them does not say."""
    return not a.noun or not b.noun or a.noun == b.noun or {a.noun, b.noun} in _PEOPLE


def scopes_meet(a: Statement, b: Statement) -> bool:
    """Whether nothing narrows the one that does not narrow the other; times and cases may be left unsaid."""
    strict = ("stat", "plan", "total", "group") if a.kind in COURSE else ("stat", "plan", "total", "group", "not")
    if any(a.of(category) != b.of(category) for category in strict[a.kind == "score" :]):
        return False
    pairs = [(a.of(category), b.of(category)) for category in ("per", "case")]
    if a.kind not in COURSE:
        times = a.of("time"), b.of("time")
        one, other = (frozenset(t for t in of if t[0].isdigit()) for of in times)
        pairs.append((one, other) if one and other else times)
    return not any(one and other and not one & other for one, other in pairs)


def same_whole(a: Statement, b: Statement) -> bool:
    """Whether two sizes of a group may be of the same whole."""
    return not any(s.of("plan", "stat", "group", "not", "per") for s in (a, b)) and a.of("case") == b.of("case")


def is_misprint(a: Statement, b: Statement) -> bool:
    """Whether digits stand in another order, one of three or more is another, or the point of a measurement moved."""
    one, other = a.number, b.number
    if one.value in (other.value * 10, other.value / 10):
        return a.kind not in ("count", "time", "%")
    if is_small(a, b):
        return False
    how = near_miss(one, other.value, off_by=0, factors=())
    digits = min(sum(map(str.isdigit, text)) for text in (one.text, other.text))
    return how.startswith("two digits") or (how == "one digit" and (digits > 2 or a.kind in ("strength", "mg/mL")))


def clash(a: Statement, b: Statement) -> bool:
    """Whether the two say in so many words that they are of different things."""
    for category in ("stat", "plan", "total", "group", "case", "per"):
        one, other = a.of(category), b.of(category)
        if one and other and not one & other:
            return True
    times = [frozenset(t for t in s.of("time") if t[0].isdigit()) for s in (a, b)]
    return bool(a.of("plan")) != bool(b.of("plan")) or (all(times) and not times[0] & times[1])
