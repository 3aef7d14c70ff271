"""Whether a dose in words can be meant as printed, and whether its numbers agree with each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from resorb.codes import dose_windows, drugs
from resorb.codes.plausible import Plausibility, judge_amount
from resorb.reading.readings import DoseFinding, DoseReading
from resorb.values.findings import Verdict
from resorb.values.ranges import Range

DEFAULT_DRUG = "sodium thiosulfate"
"""Whose windows and molar masses are used when the words name no drug; the reading says so."""
THOUSAND = (Fraction(1000), Fraction(1, 1000))
_PRINTED = (
    ("amount_mg", "amount per administration"),
    ("amount_mg_per_m2", "amount per m2"),
    ("amount_mg_per_kg", "amount per kg"),
    ("concentration_mg_per_ml", "concentration"),
    ("strength_percent", "strength"),
    ("volume_ml", "volume per administration"),
    ("infusion_minutes", "infusion time"),
    ("supply_g", "supply"),
    ("times_per_week", "administrations per week"),
    ("mg_per_day", "amount per day"),
    ("mg_per_week", "amount per week"),
)
_AMOUNTS = ("amount_mg", "amount_mg_per_m2", "amount_mg_per_kg", "concentration_mg_per_ml", "strength_percent")


def judge_dose(reading: DoseReading, population: str = "adult") -> DoseReading:
    """The reading with its findings: hints for what was not read, slips, implausible values, numbers that disagree.

    Without a drug the windows of sodium thiosulfate are used and the assumption is named. Without a route every route
    with a window is tried: implausible by all of them fails, by some of them holds only if it is another.
    """
    findings = [
        DoseFinding("dose-read", Verdict.UNJUDGED, f"Not read: {one.hint}.", one.text, one.start, one.end)
        for one in reading.unread
        if one.hint
    ]
    drug = reading.drug or DEFAULT_DRUG
    conventions = dict(reading.conventions)
    if drug not in drugs():
        message = f"{drug} is not on the list of drugs: its dose is read, not judged."
        findings.append(_about(reading, "dose-plausible", Verdict.UNJUDGED, "amount_mg", message))
    else:
        judged = list(_judged(reading, drug, population))
        findings += judged
        if judged and reading.drug is None:
            conventions["drug"] = f"not said: judged as {drug}"
    findings += _agreeing(reading)
    if reading.event and reading.times_per_week.is_open:
        message = f"How often is not said: needs the number of {reading.event} sessions per week."
        findings.append(_about(reading, "dose-read", Verdict.UNJUDGED, "times_per_week", message))
    return replace(reading, findings=tuple(findings), conventions=conventions)


def _judged(reading: DoseReading, drug: str, population: str) -> Iterator[DoseFinding]:
    printed = [(name, measure) for name, measure in _PRINTED if name in reading.printed]
    slipped = False
    for name, measure in printed:
        finding = _one(reading, drug, name, measure, population)
        if finding is not None:
            slipped |= finding.verdict is Verdict.FAILS and name in _AMOUNTS
            yield finding
    derived = [("amount_mg", "amount per administration"), ("mg_per_week", "amount per week")]
    derived += [("mg_per_day", "amount per day")] if not reading.supply_g.is_open else []
    # What follows from a slip repeats it.
    for name, measure in derived if not slipped else []:
        value: Range = getattr(reading, name)
        if name not in reading.printed and not value.is_open:
            finding = _one(reading, drug, name, measure, population)
            if finding is not None:
                yield finding


def _one(reading: DoseReading, drug: str, name: str, measure: str, population: str) -> DoseFinding | None:
    value: Range = getattr(reading, name)
    routes = [reading.route] if reading.route else _routes_with(drug, measure)
    found = {route: judge_amount(drug, route, measure, value, population) for route in routes}
    known = {route: one for route, one in found.items() if one.band != "unjudged"}
    if not known:
        return None
    wrong = {route: one for route, one in known.items() if one.is_error_likely}
    if wrong and len(wrong) < len(known):
        return _depends(reading, name, measure, wrong, [r for r in known if r not in wrong])
    worst = next(iter((wrong or known).values()))
    if wrong:
        return _fails(reading, name, measure, worst)
    odd = next((one for one in known.values() if one.band == "unusual"), None)
    if odd is not None and len([1 for one in known.values() if one.band == "unusual"]) == len(known):
        assumption = f"it is meant as printed; usual is {odd.usual}"
        message = f"The {measure} is unusual: {odd.reason}."
        return _about(reading, "dose-plausible", Verdict.ASSUMES, name, message, assumption=assumption)
    usual = next(one for one in known.values() if one.band == "usual")
    message = f"The {measure} is usual: {usual.usual}."
    return _about(reading, "dose-plausible", Verdict.HOLDS, name, message)


def _fails(reading: DoseReading, name: str, measure: str, found: Plausibility) -> DoseFinding:
    check = "dose-unit" if any(factor in THOUSAND for factor, _ in found.proposals) else "dose-plausible"
    suggestion = f"{found.proposals[0][1]}? ({found.because[0]})" if found.proposals else None
    message = f"The {measure} is most likely an error: {found.reason}; usual is {found.usual}."
    computed = found.proposals[0][1] if found.proposals else None
    return _about(reading, check, Verdict.FAILS, name, message, computed=computed, suggestion=suggestion)


def _depends(
    reading: DoseReading, name: str, measure: str, wrong: dict[str, Plausibility], fine: list[str]
) -> DoseFinding:
    """The route is not said, and the value is an error by some routes only."""
    meant = [f"{one.proposals[0][1]} if {route}" for route, one in wrong.items() if one.proposals]
    return _about(
        reading,
        "dose-unit" if any(f in THOUSAND for one in wrong.values() for f, _ in one.proposals) else "dose-plausible",
        Verdict.ASSUMES,
        name,
        f"The {measure} fits some routes only, and the route is not said: {', '.join(wrong)} would be an error.",
        suggestion="; ".join(dict.fromkeys(meant)) or None,
        assumption=f"the route is {' or '.join(fine)}",
    )


def _routes_with(drug: str, measure: str) -> list[str]:
    windows = dose_windows().values()
    return list(dict.fromkeys(r for w in windows if (w.drug, w.measure) == (drug, measure) for r in w.routes))


def _agreeing(reading: DoseReading) -> Iterator[DoseFinding]:
    """Numbers of one phase that say the same thing twice."""
    pairs: list[tuple[str, Range, Range, str]] = []
    if "amount_mg" in reading.printed:
        by_concentration = reading.volume_ml * reading.concentration_mg_per_ml
        by_strength = reading.volume_ml * reading.strength_percent.times(10)
        pairs.append(("amount_mg", reading.amount_mg, by_concentration, "volume × concentration"))
        pairs.append(("amount_mg", reading.amount_mg, by_strength, "volume × strength"))
    for name, days in (("mg_per_week", 7), ("mg_per_day", 1)):
        if name in reading.printed:
            rate = reading.amount_mg * reading.times_per_week
            pairs.append((name, getattr(reading, name), rate.times(Fraction(days, 7)), "amount × frequency"))
    if "strength_percent" in reading.printed and "concentration_mg_per_ml" in reading.printed:
        of_volume = reading.concentration_mg_per_ml.times(Fraction(1, 10))
        pairs.append(("strength_percent", reading.strength_percent, of_volume, "the concentration as % w/v"))
    for name, printed, computed, how in pairs:
        if computed.is_open:
            continue
        holds = printed.meets(computed)
        message = f"{how[0].upper()}{how[1:]} gives {computed}, printed is {printed}."
        verdict = Verdict.HOLDS if holds else Verdict.FAILS
        yield _about(reading, "dose-arithmetic", verdict, name, message, computed=str(computed))


def _about(
    reading: DoseReading,
    check: str,
    verdict: Verdict,
    name: str,
    message: str,
    *,
    computed: str | None = None,
    suggestion: str | None = None,
    assumption: str | None = None,
) -> DoseFinding:
    start, end = reading.printed.get(name, (reading.start, reading.start + len(reading.input)))
    return DoseFinding(
        check, verdict, message, reading.text_at(start, end), start, end, computed, suggestion, assumption
    )
