"""Laboratory values against words and ranges: high or low as printed, printed ranges, calcium times phosphate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.checks.plausibility.ages import age_then, population
from resorb.checks.plausibility.lab_units import in_own_unit
from resorb.checks.plausibility.said import cited, said
from resorb.checks.registry import Judgement, check
from resorb.codes import analytes
from resorb.codes.labs import Analyte, ReferenceRange
from resorb.tables.columns import NOT_REPORTED
from resorb.tables.schema import Lab
from resorb.tables.study import Study, ref_of
from resorb.values.findings import Finding, Verdict
from resorb.values.numbers import as_text
from resorb.values.quantities import Quantity
from resorb.values.ranges import Range
from resorb.values.spans import DEFAULT_MONTH

CONVENTIONAL = "mg2/dL2"
"""The unit in which calcium times phosphate is usually printed."""


@check(
    "lab-level",
    doc="A level in words (low, normal, high) agrees with the value and the range it is judged by.",
    source="the printed range, else normal ranges of resorb.codes",
)
def lab_level(study: Study) -> Iterator[Finding]:
    """Words against numbers; by the printed range where there is one, else by the ranges on file for the age."""
    known = analytes()
    for lab in study.rows(Lab):
        analyte = known.get(lab.analyte)
        if analyte is None or lab.level in (None, NOT_REPORTED) or lab.value is None:
            continue
        value = in_own_unit(analyte, lab.value)
        if value is None:
            continue
        printed = None if lab.range is None else in_own_unit(analyte, lab.range)
        if printed is not None:
            yield _against_printed(lab, value, printed)
        else:
            yield _against_known(study, lab, analyte, value)


def _against_printed(lab: Lab, value: Range, normal: Range) -> Finding:
    judged = judge_level(_shown(lab), value, _words(lab), normal, lab.level or "")
    return said(
        "lab-level", judged.verdict, lab, "level", judged.message, printed=lab.level, computed=judged.computed,
        suggestion=judged.suggestion, trace=(ref_of(lab, "value"), ref_of(lab, "range")),
    )  # fmt: skip


def judge_level(shown: str, value: Range, shown_range: str, normal: Range, level: str) -> Judgement:
    """A level in words (low, normal, high, not high, not low) against the value and its printed range, in one unit."""
    where = level_of(value, normal)
    if where is None:
        message = f"{shown} straddles the printed range {shown_range}: needs the exact value."
        return Judgement(Verdict.UNJUDGED, message)
    message = f"{shown} is {where} by the printed range {shown_range}; printed: {level}."
    if agrees(level, where):
        return Judgement(Verdict.HOLDS, message, where)
    return Judgement(Verdict.FAILS, message, where, suggestion="check the value, the range and the word")


def _against_known(study: Study, lab: Lab, analyte: Analyte, value: Range) -> Finding:
    ranges = _ranges_for(study, lab, analyte)
    if not ranges:
        message = f"Whether {_shown(lab)} is {lab.level} needs the range of the laboratory, or the age."
        return said("lab-level", Verdict.UNJUDGED, lab, "level", message, printed=lab.level)
    levels = [level_of(value, Range(r.range.low, r.range.high)) for r in ranges]
    normal = f"{' or '.join(str(r.range) for r in ranges)} {analyte.unit}"
    sources = cited(s for r in ranges for s in r.sources)
    trace = (ref_of(lab, "value"),)
    if any(level is not None and agrees(lab.level, level) for level in levels):
        message = f"{_shown(lab)} is {lab.level} by the range on file, {normal}.{sources}"
        return said("lab-level", Verdict.HOLDS, lab, "level", message, printed=lab.level, trace=trace)
    found = levels[0] or "not clearly placed"
    message = f"{_shown(lab)} is {found} by the range on file, {normal}, but printed {lab.level}.{sources}"
    return said(
        "lab-level", Verdict.ASSUMES, lab, "level", message, printed=lab.level, computed=levels[0], trace=trace,
        assumption="that the laboratory's own range differs from the one on file",
    )  # fmt: skip


def level_of(value: Range, normal: Range) -> str | None:
    """Where a value lies: low, normal or high; None when it may be more than one. Open ends bound nothing."""
    if value.high is not None and normal.low is not None and value.high < normal.low:
        return "low"
    if value.low is not None and normal.high is not None and value.low > normal.high:
        return "high"
    above = normal.low is None or (value.low is not None and value.low >= normal.low)
    below = normal.high is None or (value.high is not None and value.high <= normal.high)
    return "normal" if above and below else None


def agrees(printed: str | None, level: str) -> bool:
    """Whether a level as printed ("not high" may be low or normal) says the same as a computed one."""
    return printed == level or (printed == "not high" and level != "high") or (printed == "not low" and level != "low")


def _ranges_for(study: Study, lab: Lab, analyte: Analyte) -> list[ReferenceRange]:
    """The normal ranges on file that fit the patient's age; none when the age is needed and not known."""
    people = population(study, lab, lab.at) if lab.at else population(study, lab)
    years = age_then(study, lab, lab.at) if lab.at else age_then(study, lab)
    fitting = [r for r in analyte.ranges if r.population in ("any", people)]
    return [r for r in fitting if r.ages is None or _within(r, years)]


def _within(known: ReferenceRange, years: Range) -> bool:
    """Whether the age, as far as it is known, lies within the years of a range."""
    year = DEFAULT_MONTH.days * 12
    low, high = known.ages.days() if known.ages is not None else (None, None)
    above = low is None or (years.low is not None and years.low * year >= low)
    return above and (high is None or (years.high is not None and years.high * year <= high + year))


@check(
    "lab-range",
    doc="A printed normal range lies where normal ranges of its analyte lie.",
    source="normal ranges of the analytes of resorb.codes",
)
def lab_range(study: Study) -> Iterator[Finding]:
    """Each printed range against the ranges on file for the age."""
    known = analytes()
    for lab in study.rows(Lab):
        analyte = known.get(lab.analyte)
        if analyte is None or lab.range is None:
            continue
        printed, ranges = in_own_unit(analyte, lab.range), _ranges_for(study, lab, analyte)
        if not ranges:
            continue
        on_file = f"{' or '.join(str(r.range) for r in ranges)} {analyte.unit}"
        sources = cited(s for r in ranges for s in r.sources)
        if printed is None or not any(printed.meets(Range(r.range.low, r.range.high)) for r in ranges):
            yield said(
                "lab-range", Verdict.FAILS, lab, "range",
                f"The printed range of {analyte.label} has no value in common with {on_file}.{sources}",
                printed=lab.range.printed, computed=on_file, suggestion="check the range and its unit",
            )  # fmt: skip
        else:
            message = f"The printed range of {analyte.label} overlaps the one on file, {on_file}.{sources}"
            yield said("lab-range", Verdict.HOLDS, lab, "range", message, printed=lab.range.printed)


@check(
    "calcium-phosphate-product",
    doc="Calcium times phosphate of one time gives what is printed of their product; its threshold is named.",
    source="limits of the calcium phosphate product in resorb.codes",
)
def calcium_phosphate_product(study: Study) -> Iterator[Finding]:
    """Per patient and time: the product in both units, against its threshold and against a printed one."""
    product = analytes().get("calcium phosphate product")
    if product is None:
        return
    for lab in study.rows(Lab):
        if lab.analyte != product.product_of[0] or lab.value is None:
            continue
        same = (lab.study, lab.patient, lab.group, lab.at)
        for other in study.of(Lab, lab.study, analyte=product.product_of[1]):
            if (other.study, other.patient, other.group, other.at) == same and other.value is not None:
                yield from _product(study, lab, other, product)


@dataclass(frozen=True, slots=True)
class Product:
    """Calcium times phosphate: ``value`` in the analyte's own unit, ``conventional`` in mg2/dL2, written out."""

    value: Range
    conventional: Range
    arithmetic: str


def calcium_times_phosphate(calcium: Quantity, phosphate: Quantity) -> Product | None:
    """Their product in both units; None when a unit does not measure its analyte or a value is not known."""
    known = analytes()
    entry = known["calcium phosphate product"]
    first, second = entry.product_of
    one, other = in_own_unit(known[first], calcium), in_own_unit(known[second], phosphate)
    if one is None or other is None or not (one.is_known and other.is_known):
        return None
    value = one * other
    conventional = value.times(1 / entry.factors[CONVENTIONAL])
    arithmetic = f"{one} × {other} = {value} {entry.unit} = {conventional} {CONVENTIONAL}"
    return Product(value, conventional, arithmetic)


def _product(study: Study, calcium: Lab, phosphate: Lab, entry: Analyte) -> Iterator[Finding]:
    if calcium.value is None or phosphate.value is None:
        return
    product = calcium_times_phosphate(calcium.value, phosphate.value)
    if product is None or not (product.value.is_known and entry.limits):
        return
    value, conventional, arithmetic = product.value, product.conventional, product.arithmetic
    trace = (ref_of(calcium, "value"), ref_of(phosphate, "value"))
    computed = f"{value} {entry.unit}"
    printed = [
        lab for lab in study.of(Lab, calcium.study, analyte=entry.key)
        if (lab.patient, lab.group, lab.at) == (calcium.patient, calcium.group, calcium.at) and lab.level is not None
    ]  # fmt: skip
    limit = max(entry.limits, key=lambda one: one.range.low or 0)
    bound = limit.range.low or Fraction(0)
    words = {"high": "above", "normal": "not above"}.get(level_of(value, Range(None, bound)) or "", "on either side of")
    threshold = f"{as_text(bound / entry.factors[CONVENTIONAL])} mg2/dL2 ({as_text(bound, 2)} {entry.unit})"
    message = f"Calcium times phosphate is {conventional} mg2/dL2, {words} {threshold}.{cited(limit.sources)}"
    for lab in printed:
        holds = agrees(lab.level, "high" if words == "above" else "normal")
        yield said(
            "calcium-phosphate-product", Verdict.HOLDS if holds else Verdict.FAILS, lab, "level", message,
            printed=lab.level, computed=computed, arithmetic=arithmetic, trace=trace,
        )  # fmt: skip
    if not printed:
        yield said(
            "calcium-phosphate-product", Verdict.HOLDS, calcium, "value", message, computed=computed,
            arithmetic=arithmetic, trace=trace, printed=f"{calcium.value.printed}, {phosphate.value.printed}",
        )  # fmt: skip


def _shown(lab: Lab) -> str:
    return f"{lab.analyte} {lab.value.printed if lab.value else ''}"


def _words(lab: Lab) -> str:
    return lab.range.printed if lab.range else ""
