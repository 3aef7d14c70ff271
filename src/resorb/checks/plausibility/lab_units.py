"""Units of laboratory values: each fits its analyte, and one table holds one system of units."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.plausibility.said import both_readings, cited, said
from resorb.checks.registry import Judgement, check
from resorb.codes import analytes
from resorb.codes.labs import Analyte
from resorb.tables.schema import Lab
from resorb.tables.study import Study, ref_of
from resorb.values.findings import Finding, Refused, Verdict
from resorb.values.numbers import as_text
from resorb.values.quantities import Quantity
from resorb.values.ranges import Range
from resorb.values.units import read_unit, same_dimension

STANDARD_SURFACE = Fraction("1.73")
"""m2 to which clearances are normalised."""
_RATE, _NORMALISED = "mL/min", "mL/min/1.73 m2"


def in_own_unit(analyte: Analyte, value: Quantity) -> Range | None:
    """A value in the analyte's unit; None when its unit does not fit.

    A clearance per 1.73 m2 is kept beside a plain one: for a person of standard surface the numbers are the same.
    """
    ends = []
    for end in (value.low, value.high):
        try:
            ends.append(None if end is None else _converted(analyte, end, value.unit))
        except Refused:
            return None
    return Range(*ends)


def _converted(analyte: Analyte, value: Fraction, unit: str) -> Fraction:
    try:
        return analyte.convert(value, unit)
    except Refused:
        if analyte.unit in (_RATE, _NORMALISED) and read_unit(unit).text.endswith("/1.73 m2"):
            return value
        raise


@check(
    "lab-unit",
    doc="The unit of a laboratory value measures its analyte; clearances are per 1.73 m2, not per m2.",
    source="dimensions and factors of the analytes of resorb.codes",
)
def lab_unit(study: Study) -> Iterator[Finding]:
    """Each printed unit against its analyte."""
    known = analytes()
    for lab in study.rows(Lab):
        analyte = known.get(lab.analyte)
        if lab.value is None or analyte is None or analyte.product_of:
            continue
        judged = judge_unit(analyte, lab.value)
        both = both_readings(study, lab, "value") if judged.verdict is Verdict.FAILS else ""
        yield _finding("lab-unit", lab, judged, judged.message + both)


def judge_unit(analyte: Analyte, value: Quantity) -> Judgement:
    """Whether the unit of a value measures its analyte; clearances are per 1.73 m2 or not scaled at all."""
    if _per_square_metre(analyte, value):
        return _read_literally(value)
    if in_own_unit(analyte, value) is not None:
        return Judgement(Verdict.HOLDS, f"{value.unit} measures {analyte.label}.")
    accepted = ", ".join(analyte.units)
    message = f"{value.unit} does not measure {analyte.label}, which comes in {accepted}."
    return Judgement(Verdict.FAILS, message, suggestion=f"check the unit: {accepted}")


def _per_square_metre(analyte: Analyte, value: Quantity) -> bool:
    unit = read_unit(value.unit).text
    return analyte.unit in (_RATE, _NORMALISED) and same_dimension(unit, _NORMALISED) and unit.endswith("/m2")


def _read_literally(value: Quantity) -> Judgement:
    literal = value.scaled(STANDARD_SURFACE, _NORMALISED)
    unit = value.unit.removesuffix("m2") + "1.73 m2"
    return Judgement(
        Verdict.FAILS,
        f"Clearances are normalised to 1.73 m2 of body surface. Read literally, {value.printed} would be "
        f"{literal.printed}.",
        computed=literal.printed,
        suggestion=value.scaled(Fraction(1), unit).printed,
        arithmetic=f"{value.scaled(Fraction(1), value.unit).printed} × 1.73 = {literal.printed}",
    )


def _finding(name: str, lab: Lab, judged: Judgement, message: str) -> Finding:
    printed = lab.value.printed if lab.value else None
    return said(
        name, judged.verdict, lab, "value", message, printed=printed, computed=judged.computed,
        suggestion=judged.suggestion, arithmetic=judged.arithmetic,
    )  # fmt: skip


@check(
    "lab-plausible",
    doc="A laboratory value lies within what is compatible with its unit and with life.",
    source="plausible bounds of the analytes of resorb.codes",
)
def lab_plausible(study: Study) -> Iterator[Finding]:
    """Each value against the plausible bounds of its analyte, with the unit that would explain one outside."""
    known = analytes()
    for lab in study.rows(Lab):
        analyte = known.get(lab.analyte)
        if analyte is None or lab.value is None:
            continue
        judged = judge_plausible(analyte, lab.value)
        if judged is None:
            continue
        more = both_readings(study, lab, "value") + cited(analyte.sources) if judged.verdict is Verdict.FAILS else ""
        yield _finding("lab-plausible", lab, judged, judged.message + more)


def judge_plausible(analyte: Analyte, value: Quantity) -> Judgement | None:
    """A value against the plausible bounds of its analyte, with the unit that would explain one outside.

    None when the analyte has no bounds on file, or the unit does not measure it.
    """
    own = in_own_unit(analyte, value)
    if analyte.plausible is None or own is None:
        return None
    bounds = f"{analyte.plausible} {analyte.unit}"
    ends = [end for end in (own.low, own.high) if end is not None]
    here = " to ".join(dict.fromkeys(as_text(e) for e in ends)) + f" {analyte.unit}"
    name = analyte.label[:1].upper() + analyte.label[1:]
    if all(analyte.plausible.holds(end) for end in ends):
        return Judgement(Verdict.HOLDS, f"{name} {here} lies within {bounds}.")
    message = f"{name} {here} lies outside {bounds}: {analyte.plausible_reason}."
    readings = " or ".join(_other_units(analyte, value)) or "check the number and its unit"
    return Judgement(Verdict.FAILS, message, computed=here, suggestion=readings)


def _other_units(analyte: Analyte, value: Quantity) -> list[str]:
    """The same number in each other accepted unit in which it would be plausible."""
    found = []
    for unit in analyte.units:
        if unit == value.unit or analyte.plausible is None:
            continue
        ends = [analyte.convert(end, unit) for end in (value.low, value.high) if end is not None]
        if all(analyte.plausible.holds(end) for end in ends):
            found.append(value.scaled(Fraction(1), unit).printed)
    return found


@check(
    "lab-system",
    doc="The values of one table are in one system of units: amounts of substance, or masses.",
    source="dimensions of the units",
)
def lab_system(study: Study) -> Iterator[Finding]:
    """Per study: whether its laboratory values mix amounts of substance (mmol/L) with masses (mg/dL)."""
    for study_id in study.ids:
        used: dict[str, dict[str, Lab]] = {}
        for lab in study.of(Lab, study_id):
            system = None if lab.value is None else _system(lab.value.unit)
            if system is not None and lab.value is not None:
                used.setdefault(system, {}).setdefault(f"{lab.analyte} in {lab.value.unit}", lab)
        first = next((lab for labs in used.values() for lab in labs.values()), None)
        if first is None or sum(len(labs) for labs in used.values()) < 2:
            continue
        trace = tuple(ref_of(lab, "value") for labs in used.values() for lab in labs.values())
        words = "; ".join(f"{system}: {', '.join(labs)}" for system, labs in used.items())
        if len(used) == 1:
            message = f"All laboratory values are in one system of units ({words})."
            yield said("lab-system", Verdict.HOLDS, first, "value", message, trace=trace)
        else:
            yield said(
                "lab-system", Verdict.ASSUMES, first, "value", f"Two systems of units stand side by side ({words}).",
                assumption="that each value is read with the unit of its own column", trace=trace,
            )  # fmt: skip


def _system(unit: str) -> str | None:
    powers = dict(read_unit(unit).dimension)
    if powers.get("volume") != -1:
        return None
    return "amount of substance" if powers.get("amount") else "mass" if powers.get("mass") else None
