"""A result in a unit that is not that of its own reference, or of the same analyte elsewhere in the document.

"Phosphate was 2.58 mg/dL (reference 0.80-1.50 mmol/L)"; "2.45 mg/dL" in the text and 2.45 in a table of mmol/L.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.checks.plausibility.lab_levels import level_of
from resorb.checks.plausibility.lab_units import in_own_unit
from resorb.codes import analytes
from resorb.codes.labs import Analyte
from resorb.reading.labs.names import lab_names
from resorb.reading.labs.units import LAB_UNIT, lab_unit
from resorb.reading.labs.values import DASH, DIGITS, LabValue, number
from resorb.reading.labs.words import LabResult, lab_results
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence, Stretch
from resorb.scan.registry import rule
from resorb.scan.rules.labs.judging import unit_factor
from resorb.scan.rules.labs.tables import rows_of, value_in
from resorb.values.findings import Refused, Verdict
from resorb.values.numbers import as_text
from resorb.values.quantities import Quantity
from resorb.values.ranges import Range

_I = re.IGNORECASE
_ALIKE = (Fraction(2, 3), Fraction(3, 2))
"""Between units this near each other (mmol and mEq of sodium) no slip can be told."""
_NEAR = (Fraction(3, 4), Fraction(4, 3))
"""How far a number may lie beyond the others of its analyte and still look like one of them."""
_FAR = Fraction(3, 2)
_RANGE_BEHIND = lazy(
    r"(?:\s{0,3}[(\[,;–—-]\s{0,3}|\s{1,3})(?:[a-z][\w'’-]*[\s,]{1,3}){0,4}?(?:reference|normal|ref\.?|range|target|goal|limits?|NR|RR|RI)\b"
    rf"[^.;:()\d]{{0,40}}[\s:(=]{{0,3}}(?P<low>(?:{DIGITS})){DASH}(?P<high>(?:{DIGITS}))\s?(?P<unit>{LAB_UNIT})(?![\w²/])",
    _I,
)
_SECOND = lazy(rf"\s?[(\[=/,;≈]\s?(?:i\.e\.,?\s|=\s?|or\s)?(?:{DIGITS})\s?(?:{LAB_UNIT})", _I)
_OF_OTHERS = lazy(
    r"\bet\sal\b|\[\d|\b(?:reported|literature|published|series|registr\w+|guideline\w*|recommend\w*|target\w*|goal|should|KDIGO|KDOQI|"
    r"threshold|above|below|over|under|exceed\w*|per|increase|decrease|rise|fall|change|trial|stud(?:y|ies)|aim\w*)\b",
    _I,
)


_Ends = tuple[Fraction | None, Fraction | None, str, str]
"""Both ends of a range, its unit, and how it is printed."""


@dataclass(frozen=True)
class _Told:
    """A result of the document with its place; ``has_second`` when it is told in two units."""

    analyte: Analyte
    value: LabValue
    at: Stretch
    has_second: bool
    is_own: bool
    """Of the patients of the document, so far as its words tell."""

    @property
    def unit(self) -> str:
        return self.value.unit or ""

    @property
    def shown(self) -> str:
        number = self.value.low if self.value.low is not None else self.value.high
        return f"{as_text(number or Fraction(0), self.value.decimals)} {self.value.unit_printed}"


@rule(
    "lab-unit-told",
    kind="lab",
    doc="A result is in the unit of its own reference range, and of the same analyte elsewhere in the document.",
    source="factors of the analytes of resorb.codes; the printed ranges and numbers",
)
def units_told(text: Scanned) -> Iterator[Mark]:
    """Each result against its reference, then those of one analyte against each other."""
    yield from _of_others(text)
    found: dict[str, list[_Told]] = {}
    marked: set[int] = set()
    for one, result, sentence in _in_sentences(text):
        if one.value.is_point:
            found.setdefault(one.analyte.key, []).append(one)
        mark = _against_range(one, result, sentence)
        if mark is not None:
            marked.add(id(one))
            yield mark
    for one, ends in _in_tables(text):
        found.setdefault(one.analyte.key, []).append(one)
        mark = _against_ends(one, ends) if ends is not None else None
        if mark is not None:
            marked.add(id(one))
            yield mark
    for several in found.values():
        odd = _odd_one(several)
        if odd is not None and id(odd[0]) not in marked:
            yield _elsewhere(*odd)


def _of_others(text: Scanned) -> Iterator[Mark]:
    """Results of what has no name on file: 0.34 mmol/L (reference 1.2-3.3 µmol/L)."""
    for sentence in text.sentences:
        for result in lab_results(sentence.text) if not sentence.is_long else ():
            value, printed = result.values[0], result.range
            if result.name or not printed or not value.low or not value.unit or not printed.unit:
                continue
            factor = unit_factor(value.unit, printed.unit)
            ends = [end for end in (printed.low, printed.high) if end]
            if factor is None or not value.is_point or not any(end / 10 < value.low < end * 10 for end in ends):
                continue
            real = value.low * factor
            if not any(end / 50 < real < end * 50 for end in ends):
                words, shown = sentence.text[printed.start : printed.end], f"{as_text(real)} {printed.unit_printed}"
                yield sentence.at(value.number_start, value.end).mark(
                    "lab-unit-told", Verdict.ASSUMES, f"By its unit this is {shown}, far from its range {words}.",
                    computed=shown, arithmetic=f"{as_text(value.low)} {value.unit_printed} = {shown}",
                    suggestion="correct one of the two units", assumption="value and range are on one scale",
                )  # fmt: skip


def _in_sentences(text: Scanned) -> Iterator[tuple[_Told, LabResult, Sentence]]:
    for sentence in text.sentences:
        said = sentence.text
        if sentence.is_long or not any(map(str.isdigit, said)):
            continue
        is_own = _OF_OTHERS.search(said) is None
        for result in lab_results(said):
            analyte = analytes().get(result.name.analyte) if result.name else None
            for value in result.values if analyte else ():
                is_one = value.is_point or (value.low is None) != (value.high is None)
                if analyte is None or not is_one or value.unit is None or value.is_spread:
                    continue
                two = result.second is not None or _SECOND.match(said, value.end) is not None
                at = sentence.at(value.number_start, value.end)
                yield _Told(analyte, value, at, two, is_own), result, sentence


def _in_tables(text: Scanned) -> Iterator[tuple[_Told, _Ends | None]]:
    """Values of tables, each with the reference range of its row when that has a unit of its own."""
    for block, table in text.tables:
        for row in rows_of(table):
            analyte = analytes().get(row.name.analyte)
            passage, printed = row.range or (None, None)
            ends: _Ends | None = None
            if passage is not None and printed is not None and printed.unit_printed and not row.second:
                ends = printed.low, printed.high, printed.unit or "", passage.text.strip()
            for _, cell in row.cells if analyte else ():
                value = value_in(cell, row.unit)
                if analyte is not None and value is not None and value.unit is not None and value.is_point:
                    two = _SECOND.match(cell.text, value.end) is not None
                    yield _Told(analyte, value, text.cell(block, cell), two, is_own=True), ends


def _factor(analyte: Analyte, one: str, other: str) -> Fraction | None:
    """How many of the other unit one of the first is; None when either does not measure the analyte."""
    try:
        return analyte.convert(Fraction(1), one) / analyte.convert(Fraction(1), other)
    except Refused:
        return None


def _against_range(one: _Told, result: LabResult, sentence: Sentence) -> Mark | None:
    ends = _range_of(result, one.value, sentence.text)
    level = result.level
    in_bound = level is not None and one.value.start <= level.start < one.value.number_start  # the end of "below"
    if ends is None or (level is not None and not in_bound):
        return None  # another check judges a value that has a word of level
    return _against_ends(one, ends)


def _is_possible(analyte: Analyte, value: Fraction, unit: str) -> bool:
    """Whether anybody can have so much."""
    own = in_own_unit(analyte, Quantity("", value, value, unit))
    return own is None or own.low is None or analyte.plausible is None or analyte.plausible.holds(own.low)


def _against_ends(one: _Told, ends: _Ends) -> Mark | None:
    value = one.value
    low, high, unit, shown = ends
    factor = _factor(one.analyte, one.unit, unit) if unit != one.unit else None
    printed = value.low if value.low is not None else value.high
    if factor is None or _ALIKE[0] < factor < _ALIKE[1] or printed is None or one.has_second:
        return None
    plausible = one.analyte.plausible
    read_so = in_own_unit(one.analyte, Quantity("", printed, printed, unit))
    if plausible is None or read_so is None or read_so.low is None or not plausible.holds(read_so.low):
        return None
    real = printed * factor
    normal = Range(low, high)
    level = level_of(Range(real, real), normal)
    if level == level_of(Range(printed, printed), normal) and _is_possible(one.analyte, real, unit):
        return None  # whichever unit is meant, it lies on the same side of the range, and somebody may have it
    return one.at.mark(
        "lab-unit-told", Verdict.ASSUMES,
        f"{one.shown} has another unit than its range {shown}, by which it would be {as_text(real, 2)} {unit}.",
        computed=f"{as_text(real, 2)} {unit}", arithmetic=f"{one.shown} = {as_text(real, 2)} {unit}",
        suggestion=f"{as_text(printed, value.decimals)} {unit}, or the range in {value.unit_printed}",
        assumption="the laboratory gives the value in the unit of its range",
    )  # fmt: skip


def _range_of(result: LabResult, value: LabValue, said: str) -> _Ends | None:
    """The range of a result, with its unit: the one read with it, or one named behind it before another analyte."""
    one = result.range
    if one is not None and value is result.values[0]:
        return (one.low, one.high, one.unit, said[one.start : one.end]) if one.unit and one.unit_printed else None
    m = _RANGE_BEHIND.match(said, value.end)
    low, high = (number(m["low"]), number(m["high"])) if m else (None, None)
    unit = lab_unit(m["unit"]) if m else None
    if m is None or low is None or high is None or unit is None or low[0] >= high[0]:
        return None
    if any(value.end <= name.start < m.end() for name in lab_names(said)):
        return None
    return low[0], high[0], unit, said[m.start("low") : m.end()]


def _odd_one(several: list[_Told]) -> tuple[_Told, list[_Told]] | None:
    """A result in a unit of its own whose number is that of the results in another unit, or lies among them."""
    single = [one for one in several if not one.has_second]
    units = {one.unit for one in single}
    if len(units) != 2 or len(single) != len(several):
        return None
    a, b = units
    factor = _factor(several[0].analyte, a, b)
    if factor is None or _ALIKE[0] < factor < _ALIKE[1]:
        return None
    groups = sorted(([o for o in single if o.unit == a], [o for o in single if o.unit == b]), key=len)
    odd, rest = groups
    if len(odd) != 1 or len(rest) < 2 or not odd[0].is_own:
        return None
    one = odd[0]
    numbers = [o.value.low for o in rest if o.value.low is not None and o.is_own]
    value = one.value.low
    if value is None or not numbers:
        return None
    real = value * (_factor(one.analyte, one.unit, rest[0].unit) or 1)
    same = [o for o in rest if o.value.low == value and o.value.decimals == one.value.decimals]
    if same and len(as_text(value, one.value.decimals).replace(".", "").strip("0")) >= 3:
        return one, same
    among = min(numbers) * _NEAR[0] <= value <= max(numbers) * _NEAR[1]
    apart = not min(numbers) / _FAR <= real <= max(numbers) * _FAR
    return (one, rest) if among and apart else None


def _elsewhere(one: _Told, others: list[_Told]) -> Mark:
    unit = others[0].unit
    real = as_text((one.value.low or Fraction(0)) * (_factor(one.analyte, one.unit, unit) or 1), 2)
    shown = ", ".join(dict.fromkeys(o.shown for o in others[:3]))
    return one.at.mark(
        "lab-unit-told", Verdict.ASSUMES,
        f"{one.shown} of {one.analyte.label} would be {real} {unit}; elsewhere it is told in {unit} ({shown}).",
        computed=f"{real} {unit}", arithmetic=f"{one.shown} = {real} {unit}",
        suggestion=f"{as_text(one.value.low or Fraction(0), one.value.decimals)} {unit}",
        assumption="it is of the patients and the laboratory of the other values",
    )  # fmt: skip
