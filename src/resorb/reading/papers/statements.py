"""Statements of a sentence: each number with what it counts or measures, of whom, and when.

A document says its figures several times, in other words each time. Two statements of one kind, about the same thing
and in the same scope, must give the same value; whether they do is not judged here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from resorb.reading.kept import kept
from resorb.reading.lazy import lazy
from resorb.reading.numerals import read_numeral
from resorb.reading.papers.numbers_said import COURSE, UNITS, Number, numbers_said
from resorb.reading.papers.statement_words import (
    CASE,
    DRUGS,
    GROUP,
    NOT,
    PER,
    PLANNED,
    STAT,
    TIME,
    TOTAL,
    stages,
    time_of,
    words_of,
)
from resorb.values.numbers import PrintedNumber

_I = re.IGNORECASE
_CUT = lazy(
    r"[;:]\s|\.\s|,\s+(?:and|but|while|whereas|with|although|though|which|who|so|because|as|then)\s|\s(?:but|while|whereas|although|"
    r"because|than)\s|\sand\s(?=no\s)|,?\s(?:together\s+with|along\s+with|in\s+addition\s+to|plus)\s|\s(?:(?:is|are|was|were)\s+)?(?:in\s+(?:keeping|line|agreement|accord\w*)|compares?|exceed\w*|agree\w*|"
    r"consistent|comparable|similar|reflects?|illustrates?|shows?)\s|,\s(?=\d|[^,]{1,60},\s)",
    _I,
)
_LEAD = lazy(
    r"(?P<lead>(?:^|[,;:(]\s?)(?:of|among|amongst|in|out\s+of)\s+(?:(?:the|our|these|those|all)\s+){0,2}(?:and\s+the\s+\w+\s+)?)(?=\d|[a-z-]+\s)",
    _I,
)
"""Before the number that others are counted of."""
_STRONG = lazy(r"[;:.]\s")
_OPENING = lazy(r"\s*(?:at|by|after|within|in|on|of|among|before|during|until|from|for|with|per)\s[^,;.:]{2,60},", _I)
"""A phrase of time or group that opens a sentence and holds for all of it."""
_NAMED = lazy(r"(?:\b(?!(?:and|or|in|of|with|the|to|for)\s)[^\W\d_][\w'’-]*\s+){1,3}[(\[]$", _I)
"""The name of the group whose size stands in brackets."""
_AT_TIME = lazy(r"\b(?:at|by|within)\s$", _I)
_PARTED = lazy(r",\s|\s(?:and|or)\s|[;:]\s|\s\(|\)\s", _I)
_SEVERAL = 2
_NOTHING: frozenset[str] = frozenset()
_NEAR, _CLAUSE, _AT_START = 45, 200, 30
_NONE = lazy(r"\b(?P<no>no|without(?:\s+any)?)\s+(?P<what>[a-z][a-z-]{4,20})\b(?!\s+[a-z]+s\b)", _I)


@dataclass(frozen=True)
class Statement:
    """A number and what is said of it.

    ``kind`` is what it counts or measures, ``noun`` the kind of thing counted (empty when only a number stands). The
    ``low`` and ``high`` are its value in the unit of its kind, as far as the print tells. ``near`` are content words of
    its clause, ``words`` those of its sentence. ``scope`` are words that narrow it, by category.
    """

    kind: str
    noun: str
    low: Fraction
    high: Fraction
    text: str
    start: int
    end: int
    near: frozenset[str]
    words: frozenset[str]
    scope: frozenset[tuple[str, str]]
    number: PrintedNumber
    whole: int | None = None
    steps: frozenset[str] = frozenset()

    @cached_property
    def unit(self) -> str:
        """The unit as printed."""
        return self.text.split()[-1].lower().rstrip("s") if self.text.split() else ""

    @cached_property
    def value(self) -> Fraction:
        """The number as printed, in the unit of its kind."""
        return self.low if self.is_point else (self.low + self.high) / 2

    @cached_property
    def is_point(self) -> bool:
        """Whether it is one value, not a range."""
        return self.low == self.high

    @cached_property
    def rough(self) -> float:
        """The value as a float: two that are not equal are of two values."""
        return float(self.value)

    def of(self, *categories: str) -> frozenset[str]:
        """What narrows it in some categories."""
        if len(categories) == 1:
            return self.narrowed.get(categories[0], _NOTHING)
        return _NOTHING.union(*(self.narrowed.get(category, _NOTHING) for category in categories))

    @cached_property
    def narrowed(self) -> dict[str, frozenset[str]]:
        """What narrows it, by category."""
        found: dict[str, set[str]] = {}
        for category, word in self.scope:
            found.setdefault(category, set()).add(word)
        return {category: frozenset(words) for category, words in found.items()}


@kept
def statements(text: str) -> Iterator[Statement]:
    """Every statement of a sentence, by place."""
    found = numbers_said(text)
    every, places = words_of(text), [one.start for one in found]
    wholes = {m.end("lead") for m in _LEAD.finditer(text)}
    lead = next((one for one in found if one.kind == "count" and one.start in wholes and one.start < _AT_START), None)
    for one in found:
        a, b = _clause(text, one.start, one.end)
        if named := _NAMED.search(text, max(0, one.start - 60), one.start) if text[one.start] in "nN" else None:
            a, b = named.start(), one.end
        opens = one.start in wholes and one.whole is None
        is_whole = one.kind == "count" and (opens or any(o.start < one.start < o.end for o in found))
        a, b = _item(text, one, found, a, b)
        near = frozenset() if is_whole else _near(text, one, a, b)
        noun, whole = one.noun or _share_of(text, one, found), one.whole
        if lead and one.kind == "count" and whole is None and one.start > lead.end and near:
            whole = int(lead.number.value)
        yield Statement(
            one.kind, noun, *one.bounds, text[one.start : one.end], one.start, one.end, near,
            every, frozenset(_scope(text, a, b, one.start, one.end, places)), one.number, whole, stages(text[a:b]),
        )  # fmt: skip


def _share_of(text: str, one: Number, found: list[Number]) -> str:
    """What a percentage in brackets behind a count is a share of."""
    if one.kind != "%":
        return ""
    counted = (o for o in found if o.kind == "count" and 0 < one.start - o.end < 3 and "(" in text[o.end : one.start])
    return next((o.noun for o in counted), "")


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    reach = min(len(text), start + 9)
    before = [m.end() for m in _CUT.finditer(text, max(0, start - _CLAUSE), reach) if m.end() <= start]
    after = _CUT.search(text, end, min(len(text), end + _CLAUSE))
    left = before[-1] if before else max(0, start - _CLAUSE)
    return left, after.start() if after else min(len(text), end + _CLAUSE)


def _item(text: str, one: Number, found: list[Number], a: int, b: int) -> tuple[int, int]:
    """Of a clause that lists several counts, the item of this one: "partial response in 10", "12 were stable"."""
    if one.kind != "count" or sum(o.kind == "count" and a <= o.start < b for o in found) < _SEVERAL:
        return a, b
    parted = list(_PARTED.finditer(text, a, b))
    left = max((m.end() for m in parted if m.end() <= one.start), default=a)
    right = min((m.start() for m in parted if m.start() >= one.end), default=b)
    return (left, right) if words_of(text[left:right]) else (a, b)


def _near(text: str, one: Number, a: int, b: int) -> frozenset[str]:
    """Content words of the clause, with the drug told before; all told before when a measurement stands alone."""
    words = words_of(text[a:b] if one.kind == "count" else text[a : one.start] + " " + text[one.end : b])
    if one.kind == "count" or (words and (words & DRUGS or one.kind not in COURSE)):
        return words
    left = max(0, one.start - _CLAUSE)
    before = words_of(text[max((m.end() for m in _STRONG.finditer(text, left, one.start)), default=left) : one.start])
    return words | (before & DRUGS) if words else before


def _scope(text: str, a: int, b: int, start: int, end: int, places: list[int]) -> Iterator[tuple[str, str]]:
    """What narrows a number: by words of its clause, and for statistics by words right before or behind it."""
    left = max([a, start - _NEAR, *(p for p in places if p < start)])
    right = min([b, end + _NEAR, *(p for p in places if p > start)])
    tight = text[left:start] + " | " + text[end:right]
    lead = _OPENING.match(
        text, max((m.end() for m in _STRONG.finditer(text, max(0, a - 200), a)), default=0) if a else 0
    )
    clause = (lead[0] if lead and lead.end() <= a else "") + text[a:start] + " | " + text[end:b]
    for match in STAT.finditer(text[max(a, left) : start]):
        yield "stat", match.lastgroup or ""
    if _AT_TIME.search(text, max(0, start - 8), start):
        yield "moment", "at"
    if TOTAL.search(tight):
        yield "total", "total"
    if text[start:end].lower().endswith("/day"):
        yield "per", "day"
    if _BOUNDED.search(text, max(0, start - 14), start) or _THAN_BEFORE.match(text, end):
        yield "bound", "bound"
    yield from _narrowing(clause)


_BOUNDED = lazy(r"(?:\b(?:at\s(?:least|most)|than|below|above|under|over|exceed\w*)|[<>≤≥])\s$", _I)
_THAN_BEFORE = lazy(r"\s(?:or\s(?:more|less|over|under)|(?:smaller|larger|lower|higher|less|more|fewer)\b)", _I)


def _narrowing(clause: str) -> Iterator[tuple[str, str]]:
    if NOT.search(clause):
        yield "not", "not"
    if PLANNED.search(clause):
        yield "plan", "planned"
    for match in PER.finditer(clause):
        yield "per", match["per"].lower()
    for match in GROUP.finditer(clause):
        name = match.lastgroup or ""
        yield (
            "group",
            match[name].lower().rstrip("s")
            if name in ("resp", "sex", "child", "arm", "letter", "sev", "model", "form", "itt")
            else name,
        )
    for match in TIME.finditer(clause):
        yield "time", time_of(match)
    for match in CASE.finditer(clause):
        yield "case", match["n"]


_UNIT_WORD = (
    r"(?:years?|yrs?|y|months?|mo|weeks?|wk|days?|d|h|min|[mµ]?g(?:/[dm]?L|/kg)?|mL|"
    r"[cm]m[²2]?|%|[mµ]mol/L|°C|mmHg)(?![\w/])"
)
_LABEL_UNIT = lazy(rf"(?:,|\(|\[)\s*(?P<unit>{_UNIT_WORD})\)?", _I)
_CELL = lazy(
    r"\s*(?P<n>\d{1,3}(?:,\d{3})+|\d{1,6}(?:\.\d{1,3})?)(?:\s?/\s?(?P<m>\d{1,6}))?(?:\s*\(?\s?(?P<p>\d{1,3}(?:\.\d)?)\s?%?\s?\))?"
    rf"(?=\s*(?:$|[(\[±%]|to\b|[-–]|(?P<unit>{_UNIT_WORD})))",
    _I,
)
_SHORT_UNITS = {"y": "year", "d": "day"}


def cell_statement(label: str, cell: str, head: str = "", caption: str = "") -> Iterator[Statement]:
    """What a cell states of the label of its row and column: a count, or a measurement when one names a unit."""
    match = _CELL.match(cell)
    number = read_numeral(match["n"]) if match else None
    near = words_of(f"{label} {head}")
    if match is None or number is None or not near:
        return
    of = f"{label} | {head}"
    unit = match["unit"] or next((m["unit"] for m in map(_LABEL_UNIT.search, (label, head, caption)) if m), "")
    kind, factor = ("count", Fraction(1))
    if unit and not (unit == "%" and match["p"]):
        name = unit.lower()
        kind, factor = UNITS.get(name) or UNITS.get(_SHORT_UNITS.get(name, name.rstrip("s")), ("%", Fraction(1)))
    elif cell.strip().endswith("%") and not match["p"] and not match["m"]:
        kind = "%"
    elif number.decimals:
        kind = "score"
    if re.match(r"p(?:[\s-]values?)?\b(?!\w)", label, _I):
        kind = "p"
    scope = {("stat", m.lastgroup or "") for m in STAT.finditer(of)} | set(_narrowing(of))
    scope |= {("total", "total") for _ in TOTAL.findall(of)}
    main = Number(kind, number, match.start("n"), match.end("n"), factor, whole=int(match["m"]) if match["m"] else None)
    others = [one for one in numbers_said(cell) if one.start > main.end and one.kind in _IN_CELLS]
    for one in (main, *others):
        stat = scope if one is main else {s for s in scope if s[0] != "stat"}
        yield Statement(
            one.kind, "", *one.bounds, cell[one.start : one.end], one.start, one.end, near, near, frozenset(stat),
            one.number, one.whole,
        )  # fmt: skip


_IN_CELLS = frozenset({"%", "first end", "last end"})
"""What cells hold behind their first number."""
