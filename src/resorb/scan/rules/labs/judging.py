"""One result of the laboratory judged: unit, plausibility, printed range, word of level, second unit.

The arithmetic is that of the study-file checks; here it is only told where the words stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from resorb.checks.plausibility.lab_levels import agrees, judge_level, level_of
from resorb.checks.plausibility.lab_units import in_own_unit, judge_plausible, judge_unit
from resorb.checks.registry import Judgement
from resorb.codes import analytes
from resorb.codes.labs import Analyte
from resorb.reading.labs.levels import LevelWord
from resorb.reading.labs.ranges import LabRange
from resorb.reading.labs.values import LabValue, other_unit
from resorb.reading.labs.words import LabResult
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Stretch
from resorb.values.findings import Refused, Verdict
from resorb.values.numbers import as_text
from resorb.values.quantities import Quantity
from resorb.values.ranges import Range
from resorb.values.units import convert, read_unit

At = Callable[[int, int], Stretch]
"""Gives the stretch of a text or cell between two of its characters."""
_CORRECTED = lazy(r"\b(?:correct(?:ed|ion|ing)|adjust(?:ed|ment|ing))\s+(?:for|to)\s+[^;.()\d]{0,40}$", re.IGNORECASE)
"""Before a value that another was corrected for: what stands behind it in brackets is that other."""
_FACTOR = lazy(r"\s*(?:=|equals|is|corresponds to)\s*\d")
"""Behind one unit, how much of another it is."""
_SIMILAR = Fraction(2)
_BESIDE = 40
"""Characters: a word of level so near its value is underlined together with it."""
_EXTREME = Fraction(3, 2)
_FAR = Fraction(5, 2)
_LOOSE = Fraction(4, 100)
_TIMELESS = lazy(r"(?i)(m[lL])(?=\s?/\s?(?:1[.·,]73\s?)?m(?:2|²|\^2))")
"""A volume for a surface, without the minute of a clearance."""
_RATES = ("mL/min", "mL/min/1.73 m2")


def judged(result: LabResult, text: str, at: At) -> Iterator[Mark]:
    """Every finding on one result; ``text`` is what its places count in."""
    analyte = analytes().get(result.name.analyte) if result.name else None
    if analyte is not None:
        yield from _values(analyte, result, text, at)
    if result.range is not None:
        yield from _range(analyte, result.values[0], result.range, text, at)
    if result.level is not None:
        yield from _level(analyte, result, result.level, text, at)


def _values(analyte: Analyte, result: LabResult, text: str, at: At) -> Iterator[Mark]:
    for value in result.values:
        printed = _shown(value, text)
        lacks_time = analyte.unit in _RATES and _TIMELESS.match(value.unit_printed) is not None
        if lacks_time and text.endswith(value.unit_printed, value.number_start, value.end):
            right = _TIMELESS.sub(r"\\1/min", printed[-len(value.unit_printed) :])
            yield at(value.number_start, value.end).mark(
                "lab-unit", Verdict.FAILS, f"{analyte.label} is a rate: {value.unit_printed} lacks its time.",
                computed=right, suggestion=f"{printed[: -len(value.unit_printed)]}{right}",
            )  # fmt: skip
            continue
        quantity = value.quantity(printed)
        if quantity is None or not _is_level(quantity.unit):
            continue
        stretch = at(value.number_start, value.end)
        measured = _unit_judged(analyte, quantity)
        if measured is not None and measured.verdict is Verdict.FAILS:
            yield _mark(stretch, "lab-unit", measured)
            continue
        if value.low is None or value.high is None or value.is_borrowed:
            continue
        if value.low == value.high == 1 and _FACTOR.match(text, value.end):
            continue  # "1 mg/dL = 0.25 mmol/L"
        plausible = judge_plausible(analyte, quantity)
        if plausible is None:
            continue
        # "150 and 600 ng/mL" have one unit, said wrong once.
        shares_unit = value is not result.values[-1] and not printed[-1:].isalpha()
        if not (shares_unit and plausible.verdict is Verdict.FAILS):
            judgement = _weighed(analyte, quantity, plausible)
            yield _mark(stretch, "lab-plausible", judgement if _is_near(result, value, text) else _loosened(judgement))
    if result.second is not None:
        yield from _second(analyte, result.values[0], result.second, text, at)
    for value in result.values[1:]:
        other = other_unit(text, value, value.end) if value.unit_printed else None
        if other is not None and result.second is not None:  # both are told in two units: "from 2.4 (7.4) to 1.9 (5.9)"
            yield from _second(analyte, value, other, text, at)


def _weighed(analyte: Analyte, quantity: Quantity, found: Judgement) -> Judgement:
    """A value not far beyond the bounds may have been measured in a very ill patient: that is then said."""
    own, bounds = in_own_unit(analyte, quantity), analyte.plausible
    if found.verdict is not Verdict.FAILS or own is None or bounds is None or own.low is None or own.high is None:
        return found
    above = bounds.high is None or own.high <= bounds.high * _EXTREME
    below = bounds.low is None or own.low * _EXTREME >= bounds.low
    if not (above and below):
        return found
    return replace(found, verdict=Verdict.ASSUMES, assumption="that so extreme a value was really measured")


def _is_near(result: LabResult, value: LabValue, text: str) -> bool:
    """Whether a value follows its name so closely that it is of nothing else; in a table its head names it."""
    if result.name is None or result.name.end > value.start:
        return True
    gap = text[result.name.end : result.values[0].start]
    return len(gap) <= _BESIDE and not any(sign in gap for sign in ",;:(")


def _loosened(found: Judgement) -> Judgement:
    """An implausible value some words off is as likely one of another thing: then it is said with that."""
    if found.verdict is not Verdict.FAILS:
        return found
    return replace(found, verdict=Verdict.ASSUMES, assumption="that the value is of what is named before it")


def _unit_judged(analyte: Analyte, quantity: Quantity) -> Judgement | None:
    """A rate of filtration may be scaled to 1.73 m2 or not; 1.73 m is a length."""
    if analyte.unit in _RATES:
        if quantity.unit in ("mL/min", "mL/min/1.73 m2"):
            return None
        if quantity.unit.endswith("/1.73 m"):
            message = "Clearances are normalised to a surface of 1.73 m2; 1.73 m is a length."
            return Judgement(Verdict.FAILS, message, suggestion=quantity.printed + "²")
    return judge_unit(analyte, quantity)


def _is_level(unit: str) -> bool:
    """Whether a unit can be that of a result: something in a volume of blood, or a rate. Not an amount or an intake."""
    try:
        powers = dict(read_unit(unit).dimension)
    except Refused:
        return False
    if powers.get("volume") == -1:
        return "time" not in powers
    return powers == {"length": 1, "time": -1} or (powers.get("volume") == 1 and powers.get("time") == -1)


def _second(analyte: Analyte, value: LabValue, other: LabValue, text: str, at: At) -> Iterator[Mark]:
    """The same result in two units must be one result, within rounding and the spread of conversion factors."""
    if _CORRECTED.search(text, max(0, value.start - 60), value.start):
        return
    if analyte.unit in _RATES or not (value.is_point and other.is_point) or value.is_borrowed:
        return
    one, two = _interval(analyte, value), _interval(analyte, other)
    if one is None or two is None or value.unit is None or other.unit is None:
        return
    apart = _LOOSE * max(one.high or Fraction(0), two.high or Fraction(0))
    wider = Range((two.low or Fraction(0)) - apart, (two.high or Fraction(0)) + apart)
    own = _converted(analyte, value)
    back = own / _converted(analyte, other) * (other.low or 0) if _converted(analyte, other) else Fraction(0)
    exact = f"{as_text(back, max(other.decimals, 1) if back >= 1 else None)} {other.unit_printed}"
    arithmetic = f"{_shown(value, text)} = {exact}"
    stretch = at(other.number_start, other.end)
    if one.meets(wider):
        yield stretch.mark("lab-conversion", Verdict.HOLDS, "Both units give the same result.", arithmetic=arithmetic)
        return
    message = f"{_shown(value, text)} of {analyte.label} is {exact}, not {_shown(other, text)}."
    yield stretch.mark(
        "lab-conversion", Verdict.FAILS, message, computed=exact, arithmetic=arithmetic,
        suggestion=f"{exact}, or check {_shown(value, text)}",
    )  # fmt: skip


def _interval(analyte: Analyte, value: LabValue) -> Range | None:
    """What a printed value may have been before it was rounded, in the analyte's own unit."""
    if value.unit is None or value.low is None:
        return None
    half = Fraction(1, 2 * 10**value.decimals)
    if value.decimals == 0 and value.low % 10 == 0:
        half = Fraction(5)
    return in_own_unit(analyte, Quantity("", max(Fraction(0), value.low - half), value.low + half, value.unit))


def _converted(analyte: Analyte, value: LabValue) -> Fraction:
    return analyte.convert(value.low or Fraction(0), value.unit or analyte.unit)


def _range(analyte: Analyte | None, value: LabValue, printed: LabRange, text: str, at: At) -> Iterator[Mark]:
    if printed.low is None or printed.high is None:
        return
    shown = text[printed.start : printed.end]
    stretch = at(printed.start, printed.end)
    swapped = LabRange(printed.start, printed.end, printed.high, printed.low, printed.unit, printed.unit_printed, True)
    if printed.is_upside_down:
        if printed.is_named or _looks_normal(analyte, value, swapped):
            right = f"{as_text(printed.high)}-{as_text(printed.low)} {printed.unit_printed}".strip()
            yield stretch.mark(
                "lab-range", Verdict.FAILS, f"The reference range {shown} runs from high to low.",
                computed=right, arithmetic=f"{as_text(printed.low)} > {as_text(printed.high)}", suggestion=right,
            )  # fmt: skip
        return
    own = _own_range(analyte, value, printed) if analyte else None
    if analyte is None or own is None or not printed.is_named or not analyte.ranges:
        return
    low = min((r.range.low for r in analyte.ranges if r.range.low is not None), default=None)
    high = max((r.range.high for r in analyte.ranges if r.range.high is not None), default=None)
    if low is None or high is None or own.low is None or own.high is None:
        return
    if own.low > high * _FAR or own.high < low / _FAR:
        on_file = f"{as_text(low)} to {as_text(high)} {analyte.unit}"
        yield stretch.mark(
            "lab-range", Verdict.ASSUMES,
            f"The reference range {shown} of {analyte.label} is far from those on file ({on_file}).",
            computed=on_file, suggestion="check the range and its unit",
            assumption="that this laboratory measures on another scale",
        )  # fmt: skip


def _own_range(analyte: Analyte, value: LabValue, printed: LabRange) -> Range | None:
    """A printed range in the analyte's own unit; its unit, when not printed, is that of the value."""
    unit = printed.unit if printed.unit_printed else value.unit
    if unit is None:
        return None
    return in_own_unit(analyte, Quantity("", printed.low, printed.high, unit))


def _looks_normal(analyte: Analyte | None, value: LabValue, printed: LabRange) -> bool:
    """Whether a bare bracket is a reference range: its ends lie near those of one on file."""
    own = _own_range(analyte, value, printed) if analyte else None
    if analyte is None or own is None:
        return False
    return any(_near(own.low, r.range.low) and _near(own.high, r.range.high) for r in analyte.ranges)


def _near(one: Fraction | None, other: Fraction | None) -> bool:
    return bool(one and other and one / _SIMILAR <= other <= one * _SIMILAR)


def _level(analyte: Analyte | None, result: LabResult, word: LevelWord, text: str, at: At) -> Iterator[Mark]:
    value, printed = result.values[0], result.range
    if value.is_spread or value.is_borrowed or (value.low != value.high and value.low is not None and value.high):
        return
    other_unit = printed is None or (printed.unit is not None and printed.unit != value.unit)
    stretch = at(*_with_value(word, value)) if other_unit else at(word.start, word.end)
    shown = _shown(value, text)
    if printed is None:
        if analyte is not None:
            yield from _by_file(analyte, value, word, shown, stretch)
        return
    if printed.is_upside_down or not (printed.is_named or _looks_normal(analyte, value, printed)):
        return
    pair = _same_scale(analyte, value, printed)
    if pair is None or (value.low is not None and value.low in (printed.low, printed.high)):
        return
    found = judge_level(shown, pair[0], text[printed.start : printed.end], pair[1], word.level)
    if found.verdict is Verdict.UNJUDGED:
        return
    sign = {"low": "<", "high": ">", "normal": "within"}[found.computed or "normal"]
    bound = {"low": printed.low, "high": printed.high}.get(found.computed or "")
    against = text[printed.start : printed.end] if bound is None else as_text(bound)
    yield stretch.mark(
        "lab-level", found.verdict, found.message, computed=found.computed, suggestion=found.suggestion,
        arithmetic=f"{shown} {sign} {against}",
    )  # fmt: skip


def _with_value(word: LevelWord, value: LabValue) -> tuple[int, int]:
    """A word of level and the value beside it: the unit of the value may be what is wrong."""
    first, last = min(word.start, value.number_start), max(word.end, value.end)
    return (first, last) if last - first <= _BESIDE + (value.end - value.number_start) else (word.start, word.end)


def _same_scale(analyte: Analyte | None, value: LabValue, printed: LabRange) -> tuple[Range, Range] | None:
    here, normal = Range(value.low, value.high), Range(printed.low, printed.high)
    if not printed.unit_printed or printed.unit_printed == value.unit_printed or (
        value.unit is not None and value.unit == printed.unit
    ):  # fmt: skip
        return here, normal
    if value.unit is None or printed.unit is None:
        return None
    if analyte is None:
        factor = unit_factor(value.unit, printed.unit)
        return None if factor is None else (here.times(factor), normal)
    quantity = Quantity("", value.low, value.high, value.unit)
    own, other = in_own_unit(analyte, quantity), _own_range(analyte, value, printed)
    return None if own is None or other is None else (own, other)


def unit_factor(one: str, other: str) -> Fraction | None:
    """How many of the second unit one of the first is, whatever is measured; None when they are of different kinds."""
    try:
        return convert(Fraction(1), one, other)
    except Refused:
        return None


def _by_file(analyte: Analyte, value: LabValue, word: LevelWord, shown: str, stretch: Stretch) -> Iterator[Mark]:
    """Without a printed range only what is off for every age and laboratory is said, and as an assumption."""
    try:
        own = None if value.unit is None else in_own_unit(analyte, Quantity("", value.low, value.high, value.unit))
    except Refused:
        return
    ends = [r.range for r in analyte.ranges]
    if own is None or not ends or analyte.plausible is None:
        return
    if not all(analyte.plausible.holds(end) for end in (own.low, own.high) if end is not None):
        return
    low, high = min(e.low or Fraction(0) for e in ends), max(e.high or Fraction(0) for e in ends)
    where = level_of(own, Range(low, high))
    if word.level == "normal":
        if not any(r.population in ("child", "any") for r in analyte.ranges):
            return
        where = level_of(own, Range(low * Fraction(4, 5), high * Fraction(6, 5)))
    elif where == "normal":
        return
    if where is None or agrees(word.level, where):
        return
    on_file = f"{as_text(low)} to {as_text(high)} {analyte.unit}"
    yield stretch.mark(
        "lab-level", Verdict.ASSUMES,
        f"{shown} of {analyte.label} is called {word.level}, but is {where} by the ranges on file of every age "
        f"({on_file}).",
        computed=where, arithmetic=f"{own} {analyte.unit} against {on_file}",
        suggestion="check the value, its unit and the word",
        assumption="that the laboratory's own range differs from all on file",
    )  # fmt: skip


def _shown(value: LabValue, text: str) -> str:
    printed = " ".join(text[value.number_start : value.end].split())
    return printed if not value.unit_printed or value.unit_printed in printed else f"{printed} {value.unit_printed}"


def _mark(stretch: Stretch, check: str, found: Judgement) -> Mark:
    return stretch.mark(
        check, found.verdict, found.message, computed=found.computed, arithmetic=found.arithmetic,
        suggestion=found.suggestion, assumption=found.assumption,
    )  # fmt: skip
