"""The quantities of one dose in words: those read anywhere, with the words that go with each.

A bound before ("up to 25 g"), a range with its unit twice ("10 mg to 20 mg"), and what stands behind ("per infusion",
"vial", the basis of a percentage) belong to the stretch a quantity takes, so that none of it is left unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from resorb.reading.doses.patterns import BOUND, JOIN, PACK, bound_of
from resorb.reading.doses.quantities import OF_DRUG, Quantity, quantities
from resorb.reading.doses.text import DILUENT, Text
from resorb.reading.lazy import lazy
from resorb.values.ranges import Range

_I = re.IGNORECASE
BAG = r"(?:[\s-]*(?:bags?|bottles?|syringes?|poches?|dwells?|exchanges?))"
_EACH_TIME = (
    r"(?:dose|infusion|injection|administration|session|treatment|application|prise|perfusion|séance|exchange|visit)"
)
_PLACE = r"(?:(?:injection )?sites?|lesions?|injection|plaques?|nodules?|lésions?)"
_IN_FLUID = rf"(?:\s*(?:of|de)\b)?\s*{DILUENT}*{BAG}?"
_BEHIND = {
    "concentration": lazy(rf"(?:{BAG}|[\s-]*{PACK})?{_IN_FLUID}", _I),
    "dissolved": lazy(rf"{BAG}?{_IN_FLUID}", _I),
    "percent": lazy(r"(?:\s*\(?(?:w/w|w/v|wt/wt|wt/vol|m/m|m/v)\)?)?", _I),
    "volume": lazy(
        r"(?:[\s-]*(?:vial|ampoule|ampule|bag|bottle|syringe)\b)?"
        rf"(?:\s*(?:/|\b(?:per|par|in each)\b)\s*(?:{_PLACE}|{_EACH_TIME})\b)?{_IN_FLUID}",
        _I,
    ),
    "mass": lazy(
        rf"{OF_DRUG}(?:\s*(?:/|\b(?:per|a|each|par)\b)\s*{_EACH_TIME}\b|\s*(?:/|\b(?:per|par)\b)\s*{_PLACE}\b)?", _I
    ),
    "rate": lazy(OF_DRUG, _I),
}
_BEFORE = {"volume": lazy(r"(?:\b(?:in|as|a|one|un|une)\s+){0,2}$", _I)}
_BOUNDED = lazy(rf"(?<!\w)(?:{BOUND})\s*$", _I)
_BETWEEN = lazy(r"\b(?:between|entre)\s+$", _I)
_JOIN = lazy(JOIN, _I)
_AND = lazy(r"\s+(?:and|et)\s+", _I)
_NO_STRENGTH = lazy(r"\s*(?:of|reduction|decrease|improvement|smaller|less|fewer)\b", _I)
_NO_STRENGTH_BEFORE = lazy(r"\b(?:by|of the) $", _I)
_UNREAD_RATES = ("other", "flow", "ml_per_kg")
_MOST_BEFORE = 24


@dataclass(frozen=True, slots=True)
class Said:
    """A quantity as said: ``kind`` is its own, or dissolved, rate (per day or week) and unread rate.

    ``value`` is in the unit of the quantity, with its bound; None for what runs from high to low, or names two.
    ``words`` are those it took, with marks.
    """

    kind: str
    quantity: Quantity
    value: Range | None
    start: int
    end: int
    words: str

    def span(self) -> tuple[int, int]:
        """Its place in the text."""
        return self.start, self.end

    @property
    def names_two(self) -> bool:
        """Whether it is no one value because two are named ("12.5 and 25 g")."""
        return self.value is None and bool(_AND.search(self.words))

    @property
    def behind(self) -> str:
        """The words behind the quantity itself."""
        return self.words[max(self.quantity.end, self.quantity.whole_end) - self.start :]


def said_quantities(text: Text, kinds: frozenset[str]) -> Iterator[Said]:
    """The quantities of some kinds in what is left of a text, each taken as it is given out."""
    for one in tuple(_all(text.left)):
        if one.kind in kinds:
            text.hide(*one.span())
            yield one


def is_said(text: str, kind: str) -> bool:
    """Whether a quantity of a kind stands in a text."""
    return any(one.kind == kind for one in _all(text))


def _all(text: str) -> Iterator[Said]:
    before: Quantity | None = None
    joined: Quantity | None = None
    for q in quantities(text):
        if before is not None:
            joined = _joined(text, before, q)
            yield from () if joined else _said(text, before)
        before = joined or q
    if before is not None:
        yield from _said(text, before)


def _joined(text: str, one: Quantity, other: Quantity) -> Quantity | None:
    """A range with its unit twice: "10 mg to 20 mg", "between 1 g and 2 g"."""
    gap, is_plain = text[one.end : other.start], max(one.end, one.whole_end) == one.end
    if not is_plain or one.kind not in ("mass", "volume", "percent") or not one.value.is_point:
        return None
    if not other.value.is_point or not other.unit.lower().startswith(one.unit.lower()):
        return None
    if not _JOIN.fullmatch(gap) and not (_AND.fullmatch(gap) and _before(_BETWEEN, text, one.start)):
        return None
    scale = other.step / other.number.step
    low = one.number.value * scale
    if other.value.low is None or low > other.value.low:
        return None
    return replace(other, value=Range(low, other.value.low), start=one.start)


def _said(text: str, q: Quantity) -> Iterator[Said]:
    kind = _kind(q)
    if kind == "percent" and (_before(_NO_STRENGTH_BEFORE, text, q.start) or _NO_STRENGTH.match(text, q.end)):
        return
    start, value = _bounded(text, q)
    inner = q.end if kind == "mass" else max(q.end, q.whole_end)
    behind = _BEHIND[kind].match(text, inner) if kind in _BEHIND else None
    end = behind.end() if behind else inner
    if kind in _BEFORE and (ahead := _BEFORE[kind].search(text, max(0, start - _MOST_BEFORE), start)):
        start = ahead.start()
    yield Said(kind, q, value, start, end, text[start:end])


def _kind(q: Quantity) -> str:
    if q.kind in _UNREAD_RATES:
        return "unread rate"
    if q.kind != "mass":
        return q.kind
    if q.unit.lower().startswith("k"):
        return "kilograms"
    if q.per in ("day", "week") and not q.by_adverb:
        return "rate"
    return "dissolved" if q.volume is not None else "mass"


def _bounded(text: str, q: Quantity) -> tuple[int, Range | None]:
    """Where a quantity begins with its bound, and its value within it."""
    if between := _before(_BETWEEN, text, q.start):
        return between.start(), None if q.is_backward else q.value
    if q.is_backward or _AND.search(text, q.start, q.end):
        return q.start, None
    bound = _before(_BOUNDED, text, q.start)
    if bound is None:
        return q.start, q.value
    sign = bound_of(bound[0].strip())
    if not sign:
        return bound.start(), q.value
    if not q.value.is_point:
        return bound.start(), None
    return bound.start(), Range(None, q.value.low) if sign == "<" else Range(q.value.low, None)


def _before(pattern: re.Pattern[str], text: str, start: int) -> re.Match[str] | None:
    return pattern.search(text, max(0, start - _MOST_BEFORE), start)
