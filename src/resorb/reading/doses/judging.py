"""Whether a dose in words can be meant as printed, and whether its numbers agree with each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from resorb.codes import dose_windows, drugs
from resorb.codes.plausible import UNJUDGED, Plausibility, judge_amount
from resorb.codes.windows import BANDS
from resorb.reading.doses.readings import DoseFinding, DoseReading
from resorb.values.findings import Verdict
from resorb.values.ranges import Range

DEFAULT_DRUG = "sodium thiosulfate"
"""Whose windows and molar masses are used when the words name no drug; the reading says so."""
MG_FOR_G = Fraction(1000)
THOUSAND = (MG_FOR_G, 1 / MG_FOR_G)
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

    Without a drug the windows of sodium thiosulfate are used and the assumption is named. Without a route the one that
    fits the words best is assumed and named; where even that one is not usual, slips by other routes are told.
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
    """Findings by the route said, else by the route that fits the words best, with that assumption."""
    if reading.route is not None:
        for judged in _by_route(reading, drug, reading.route, population):
            yield _finding(reading, judged, None)
        return
    tried = {route: _by_route(reading, drug, route, population) for route in _possible_routes(reading, drug)}
    tried = {route: judged for route, judged in tried.items() if judged}
    if not tried:
        return
    best = min(tried, key=lambda route: _misfit(tried[route]))
    for judged in tried[best]:
        yield _finding(reading, judged, best)
    if _misfit(tried[best])[0] == BANDS.index("unusual"):
        yield from _slips_by_other_routes(reading, tried, best)


@dataclass(frozen=True, slots=True)
class _Judged:
    name: str
    measure: str
    found: Plausibility


def _by_route(reading: DoseReading, drug: str, route: str, population: str) -> list[_Judged]:
    """Every measure the words give, printed first; what follows from a slip would only repeat it."""

    def judge(pairs: Iterable[tuple[str, str]]) -> list[_Judged]:
        each = (_Judged(n, m, judge_amount(drug, route, m, getattr(reading, n), population)) for n, m in pairs)
        return [one for one in each if one.found.band != UNJUDGED]

    printed = judge((name, measure) for name, measure in _PRINTED if name in reading.printed)
    if any(one.found.is_error_likely and one.name in _AMOUNTS for one in printed):
        return printed
    derived = [("amount_mg", "amount per administration"), ("mg_per_week", "amount per week")]
    derived += [("mg_per_day", "amount per day")] if not reading.supply_g.is_open else []
    return printed + judge((name, measure) for name, measure in derived if name not in reading.printed)


def _misfit(judged: list[_Judged]) -> tuple[int, int]:
    """How badly a route fits: its worst band first, then how many values are most likely errors."""
    bands = [one.found.band for one in judged]
    return max(BANDS.index(band) for band in bands), bands.count("error likely")


def _finding(reading: DoseReading, judged: _Judged, assumed_route: str | None) -> DoseFinding:
    name, measure, found = judged.name, judged.measure, judged.found
    route = f"the route is {assumed_route}" if assumed_route else None
    if found.is_error_likely:
        check = "dose-unit" if any(factor in THOUSAND for factor, _ in found.proposals) else "dose-plausible"
        suggestion = f"{found.proposals[0][1]}? ({found.because[0]})" if found.proposals else None
        message = f"The {measure} is most likely an error: {found.reason}; usual is {found.usual}."
        meant = found.proposals[0][1] if found.proposals else None
        return _about(
            reading, check, Verdict.FAILS, name, message, computed=meant, suggestion=suggestion, assumption=route
        )
    if found.band == "unusual":
        assumption = " and ".join(filter(None, [route, f"it is meant as printed; usual is {found.usual}"]))
        message = f"The {measure} is unusual: {found.reason}."
        return _about(reading, "dose-plausible", Verdict.ASSUMES, name, message, assumption=assumption)
    message = f"The {measure} is usual: {found.usual}."
    return _about(reading, "dose-plausible", Verdict.HOLDS, name, message, assumption=route)


def _slips_by_other_routes(reading: DoseReading, tried: dict[str, list[_Judged]], best: str) -> Iterator[DoseFinding]:
    """The route is not said, no route makes the dose usual, and by another route it would be mg printed for g."""
    meant: dict[str, list[str]] = {}
    for route, judged in tried.items():
        for one in judged:
            slip = next((words for factor, words in one.found.proposals if factor == MG_FOR_G), None)
            if route != best and slip is not None and one.name in _AMOUNTS and one.name in reading.printed:
                meant.setdefault(one.name, []).append(f"{slip} if {route}")
    for name, readings in meant.items():
        message = "The route is not said, and by some routes this dose would be mg printed for g."
        yield _about(
            reading, "dose-unit", Verdict.ASSUMES, name, message,
            suggestion="; ".join(readings), assumption=f"the route is {best}",
        )  # fmt: skip


def _possible_routes(reading: DoseReading, drug: str) -> list[str]:
    """Routes with windows for something printed; a dose infused, or given with dialysis, goes into a vein."""
    if reading.event or not reading.infusion_minutes.is_open:
        return ["intravenous"]
    printed = [(name, measure) for name, measure in _PRINTED if name in reading.printed]
    # A route that cannot judge the amount is no better guess for it.
    measures = {measure for name, measure in printed if name in _AMOUNTS} or {measure for _, measure in printed}
    windows = [w for w in dose_windows().values() if w.drug == drug and w.measure in measures]
    return list(dict.fromkeys(route for window in windows for route in window.routes))


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
    if "mg_total" in reading.printed:
        in_all = reading.amount_mg * reading.administrations
        pairs.append(("mg_total", reading.mg_total, in_all, "amount × administrations"))
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
