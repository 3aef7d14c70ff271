"""Laboratory values against words and ranges: high or low as printed, printed ranges, calcium times phosphate."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.plausibility.ages import age_then, population
from resorb.checks.plausibility.lab_units import in_own_unit
from resorb.checks.plausibility.said import cited, said
from resorb.checks.registry import check
from resorb.codes import analytes
from resorb.codes.labs import Analyte, ReferenceRange
from resorb.tables.columns import NOT_REPORTED
from resorb.tables.schema import Lab
from resorb.tables.study import Study, ref_of
from resorb.values.findings import Finding, Verdict
from resorb.values.numbers import as_text
from resorb.values.ranges import Range
from resorb.values.spans import DEFAULT_MONTH


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
            yield _against_printed(lab, analyte, value, printed)
        else:
            yield _against_known(study, lab, analyte, value)


def _against_printed(lab: Lab, analyte: Analyte, value: Range, normal: Range) -> Finding:
    where = _level(value, normal)
    message = (
        f"{_shown(lab)} is {where or 'low, normal or high'} by the printed range {_words(lab)}; printed: {lab.level}."
    )
    if where is None:
        verdict = Verdict.UNJUDGED
        message = f"{_shown(lab)} straddles the printed range {_words(lab)}: needs the exact value."
    else:
        verdict = Verdict.HOLDS if _agrees(lab.level, where) else Verdict.FAILS
    return said(
        "lab-level", verdict, lab, "level", message, printed=lab.level, computed=where,
        suggestion=f"check the value, the range and the word for {analyte.label}" if verdict is Verdict.FAILS else None,
        trace=(ref_of(lab, "value"), ref_of(lab, "range")),
    )  # fmt: skip


def _against_known(study: Study, lab: Lab, analyte: Analyte, value: Range) -> Finding:
    ranges = _ranges_for(study, lab, analyte)
    if not ranges:
        message = f"Whether {_shown(lab)} is {lab.level} needs the range of the laboratory, or the age."
        return said("lab-level", Verdict.UNJUDGED, lab, "level", message, printed=lab.level)
    levels = [_level(value, Range(r.range.low, r.range.high)) for r in ranges]
    normal = f"{' or '.join(str(r.range) for r in ranges)} {analyte.unit}"
    sources = cited(s for r in ranges for s in r.sources)
    trace = (ref_of(lab, "value"),)
    if any(level is not None and _agrees(lab.level, level) for level in levels):
        message = f"{_shown(lab)} is {lab.level} by the range on file, {normal}.{sources}"
        return said("lab-level", Verdict.HOLDS, lab, "level", message, printed=lab.level, trace=trace)
    found = levels[0] or "not clearly placed"
    message = f"{_shown(lab)} is {found} by the range on file, {normal}, but printed {lab.level}.{sources}"
    return said(
        "lab-level", Verdict.ASSUMES, lab, "level", message, printed=lab.level, computed=levels[0], trace=trace,
        assumption="that the laboratory's own range differs from the one on file",
    )  # fmt: skip


def _level(value: Range, normal: Range) -> str | None:
    """low, normal or high; None when the value may be more than one of them. Open ends of ``normal`` bound nothing."""
    if value.high is not None and normal.low is not None and value.high < normal.low:
        return "low"
    if value.low is not None and normal.high is not None and value.low > normal.high:
        return "high"
    above = normal.low is None or (value.low is not None and value.low >= normal.low)
    below = normal.high is None or (value.high is not None and value.high <= normal.high)
    return "normal" if above and below else None


def _agrees(printed: str | None, level: str) -> bool:
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


def _product(study: Study, calcium: Lab, phosphate: Lab, product: Analyte) -> Iterator[Finding]:
    known = analytes()
    if calcium.value is None or phosphate.value is None:
        return
    one, other = (
        in_own_unit(known[calcium.analyte], calcium.value),
        in_own_unit(known[phosphate.analyte], phosphate.value),
    )
    if one is None or other is None or not (one.is_known and other.is_known and product.limits):
        return
    value = one * other
    factor = product.factors["mg2/dL2"]
    conventional = value.times(1 / factor)
    arithmetic = f"{one} × {other} = {value} {product.unit} = {conventional} mg2/dL2"
    trace = (ref_of(calcium, "value"), ref_of(phosphate, "value"))
    computed = f"{value} {product.unit}"
    printed = [
        lab for lab in study.of(Lab, calcium.study, analyte=product.key)
        if (lab.patient, lab.group, lab.at) == (calcium.patient, calcium.group, calcium.at) and lab.level is not None
    ]  # fmt: skip
    limit = max(product.limits, key=lambda one: one.range.low or 0)
    bound = limit.range.low or Fraction(0)
    words = {"high": "above", "normal": "not above"}.get(_level(value, Range(None, bound)) or "", "on either side of")
    threshold = f"{as_text(bound / factor)} mg2/dL2 ({as_text(bound, 2)} {product.unit})"
    message = f"Calcium times phosphate is {conventional} mg2/dL2, {words} {threshold}.{cited(limit.sources)}"
    for lab in printed:
        holds = _agrees(lab.level, "high" if words == "above" else "normal")
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
