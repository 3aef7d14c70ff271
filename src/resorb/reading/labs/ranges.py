"""Printed reference ranges: "(normal 8.5-10.2)", "[9-70]", "reference range 0.8-1.5", "upper limit 2.60"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.labs.levels import LevelWord, level_words
from resorb.reading.labs.units import LAB_UNIT, lab_unit
from resorb.reading.labs.values import DASH, DIGITS, B, number
from resorb.reading.lazy import lazy

_I = re.IGNORECASE
_REFERENCE = (
    r"(?:normal|reference|ref\.?|laboratory|lab|limits?|N|NR|RR|RI|ULN|LLN|upper|lower|norm|adult|target-free)(?![\w])"
)
_NOT_REFERENCE = lazy(
    r"\b(?:mean|median|IQR|interquartile|SD|SEM?|CI|confidence|n\s?=|min|max|months?|weeks?|days?|years?|target"
    r"|goal|pre|post|patients?|"
    r"baseline|previous(?:ly)?|was|were|from|corrected|ionised|ionized|total|P\s?[=<])\b",
    _I,
)
_RANGE = lazy(
    rf"(?P<low>(?<![\w.,·/^])(?:{DIGITS})){B}?(?:(?P<unit1>{LAB_UNIT}))?{DASH}(?P<high>{DIGITS})(?!\d"
    rf"|[.^]\d)(?:(?![\w^])|(?={LAB_UNIT}))(?:{B}?(?P<unit>{LAB_UNIT})(?![\w²/]))?",
    _I,
)
_OF_NORMAL = r"(?:\s+\w+)?\s+limit(?:\s+of\s+normal)?(?:\s+of)?"
_LIMIT = lazy(
    rf"(?P<word><=|<|≤|below|under|up to|less than|at most|upper{_OF_NORMAL}|ULN|>=|>|≥|above|over|more than|at least|"
    rf"lower{_OF_NORMAL}|LLN)[\s:=]{{0,3}}(?P<number>(?:{DIGITS}))(?!\d|[.^]\d)(?:(?![\w^])|(?={LAB_UNIT}))"
    rf"(?:{B}?(?P<unit>{LAB_UNIT})(?![\w²/]))?",
    _I,
)
_BRACKET = lazy(r"[\s,]{0,2}(?:\((?P<a>[^()]{1,90})\)|\[(?P<b>[^\[\]]{1,90})\])")
_LEAD = r"[\s,;:(]{0,3}(?:(?:with|against|for|and|at|to|the|a|an|our|its|in|as|compared)\s+){0,3}(?:[a-z'’-]+\s+){0,2}?"
_NAMED = (
    lazy(rf"{_LEAD}{_REFERENCE}[^;.()\d<>≤≥]{{0,40}}?[\s:=,(]{_RANGE.pattern}", _I),
    lazy(
        rf"{_LEAD}(?:{_REFERENCE}[^;.()\d<>≤≥]{{0,30}}?[\s:=,(])?(?=upper|lower|ULN|LLN|normal"
        rf"|ref)(?:{_REFERENCE}[^;.()\d<>≤≥]{{0,30}}?[\s:=,(])??{_LIMIT.pattern}",
        _I,
    ),
)
_ONE = lazy(rf"\s*[(\[][<>≤≥]?\s?(?P<number>{DIGITS})(?:{B}?(?P<unit>{LAB_UNIT}))?[)\]]", _I)
_BARE = lazy(rf";\s*{_RANGE.pattern}(?=\s*[)\]])", _I)
_BEING = lazy(rf",?\s*{_RANGE.pattern}\s+(?:being|is|as)\s+(?:the\s+)?(?:normal|reference)[^,;.()]{{0,20}},?", _I)


@dataclass(frozen=True, slots=True)
class LabRange:
    """A printed reference range; an end that is not printed is None. ``is_named`` when words say what it is."""

    start: int
    end: int
    low: Fraction | None
    high: Fraction | None
    unit: str | None
    unit_printed: str
    is_named: bool

    @property
    def is_upside_down(self) -> bool:
        """Whether its first number is the larger one."""
        return self.low is not None and self.high is not None and self.low > self.high


def reference_at(text: str, at: int) -> tuple[LabRange, LevelWord | None, int] | None:
    """The reference range that begins at a place, a word of level inside its bracket, and where it ends."""
    m = _BRACKET.match(text, at)
    if m is not None:
        group = "a" if m["a"] is not None else "b"
        found = _inside(text, *m.span(group))
        return None if found is None else (*found, m.end())
    if (m := _BEING.match(text, at)) is not None:
        return _range(m, is_named=True), None, m.end()
    for pattern in _NAMED:
        if (m := pattern.match(text, at)) is not None and not _NOT_REFERENCE.search(m[0]):
            return _range(m, is_named=True), None, m.end()
    if (m := _BARE.match(text, at)) is not None:
        return _range(m, is_named=False), None, m.end()
    return None


def limit_after(text: str, level: LevelWord) -> tuple[LabRange, int] | None:
    """The one limit in the bracket behind "above the upper limit of normal (1.45 mmol/L)", and where it ends."""
    words = text[level.start : level.end].lower()
    m = _ONE.match(text, level.end)
    if m is None or not words.startswith(("above", "below")):
        return None
    value, unit = number(m["number"]), m["unit"] or ""
    end = value[0] if value else None
    low, high = (None, end) if words.startswith("above") else (end, None)
    span = m.start("number"), max(m.end("number"), m.end("unit"))
    return LabRange(*span, low, high, lab_unit(unit) if unit else None, unit, True), m.end()


def _inside(text: str, start: int, end: int) -> tuple[LabRange, LevelWord | None] | None:
    inner = text[start:end]
    if _NOT_REFERENCE.search(inner):
        return None
    named = re.search(rf"(?<!\w){_REFERENCE}", inner, 0) or re.search(r"\b(?:normal|reference|limit)", inner, _I)
    r = _RANGE.search(text, start, end) or (_LIMIT.search(text, start, end) if named else None)
    if r is None:
        return None
    before, after = text[start : r.start()], text[r.end() : end]
    if any(c.isdigit() for c in before + after):
        return None
    level = next(
        (
            w
            for w in level_words(text, start, r.start())
            if re.match(r"\s*;" if w.level == "normal" else r"\s*[;,:]", text[w.end : r.start()])
        ),
        None,
    )
    if not named and not level and re.sub(r"[\s;,:]|range", "", before + after):
        return None
    return _range(r, is_named=bool(named or level)), level


def _range(m: re.Match[str], *, is_named: bool) -> LabRange:
    unit = m["unit"] or ""
    groups = m.groupdict()
    if "number" in groups:
        value = number(m["number"])
        low, high = (None, value[0] if value else None)
        if re.match(r">|≥|above|over|more|at least|lower|LLN", m["word"], _I):
            low, high = high, low
        return LabRange(m.start("word"), m.end(), low, high, lab_unit(unit) if unit else None, unit, is_named)
    one, other = number(m["low"]), number(m["high"])
    unit = unit or groups.get("unit1") or ""
    return LabRange(
        m.start("low"), max(m.end("high"), m.end("unit")), one[0] if one else None, other[0] if other else None,
        lab_unit(unit) if unit else None, unit, is_named,
    )  # fmt: skip
