"""Read a dose in words: deterministic, explainable, never silently wrong.

What is read is exact; what is not understood stands in ``unread``; two values of one kind in one phase are both
refused. ``dose_as_json`` gives the shape of the command line's contract, ``dose_as_lines`` the text for a reader.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

from resorb.codes import drugs
from resorb.reading.doses.amounts import Amounts, take_amounts
from resorb.reading.doses.clauses import Foreign, foreign_doses
from resorb.reading.doses.derived import combined, with_derived
from resorb.reading.doses.diluents import take_diluents
from resorb.reading.doses.judging import DEFAULT_DRUG, judge_dose
from resorb.reading.doses.names import take_drugs, take_routes, take_salt
from resorb.reading.doses.passing import take_passing
from resorb.reading.doses.phases import Phase, is_only_one, phases
from resorb.reading.doses.readings import DoseReading
from resorb.reading.doses.route import read_route, refuse_odd_numbers, words_of
from resorb.reading.doses.saying import dose_as_json, dose_as_lines
from resorb.reading.doses.schedule_words import Frequency, take_schedule
from resorb.reading.doses.spacing import squeezed
from resorb.reading.doses.span_words import Spans, take_spans
from resorb.reading.doses.supplies import take_recipes
from resorb.reading.doses.text import Text, refuse_if_too_long
from resorb.reading.doses.words import CHILD, is_known
from resorb.values.ranges import OPEN, Range
from resorb.values.spans import DEFAULT_MONTH, MonthConvention

MINUTES_PER_WEEK = 7 * 24 * 60
__all__ = ["DoseReading", "dose_as_json", "dose_as_lines", "read_dose", "read_route"]


def read_dose(text: str, month: MonthConvention = DEFAULT_MONTH, population: str | None = None) -> DoseReading:
    """Read one dose, or the phases of one.

    Args:
        text: at most 1000 characters.
        month: how many days a month has.
        population: ``adult`` or ``child``, for the windows of plausible doses; adult unless the words name a child.

    Raises:
        Refused: when the text is too long.
    """
    refuse_if_too_long(text)
    whole = squeezed(text)
    people = population or ("child" if CHILD & set(re.findall(r"[a-z]+", text.lower())) else "adult")
    read: list[DoseReading] = []
    parts = phases(whole.text)
    for part in parts:
        before = read[-1] if read else None
        words = words_of(whole.text, part)
        reading = _phase(words, month, before, part)
        if len(parts) > 1 and is_only_one(words.printed):
            reading = _once(reading)
        read.append(reading)
    read = [whole.as_printed(phase) for phase in read]
    if len(read) < 2:
        only = replace(read[0], input=text, start=0) if read else DoseReading(input=text)
        return judge_dose(only, people)
    judged = tuple(judge_dose(phase, people) for phase in read)
    return combined(text, judged)


def _phase(text: Text, month: MonthConvention, before: DoseReading | None, part: Phase) -> DoseReading:
    notes = refuse_odd_numbers(text)
    named = take_drugs(text)
    salt = take_salt(text)
    route, routes = take_routes(text)
    notes |= take_passing(text)
    if mixed := take_diluents(text):
        notes["concentration_mg_per_ml"] = f"that before mixing ({mixed}): what is given is weaker"
    recipes = take_recipes(text)
    drug, unlisted = _whose(text, named, foreign_doses(text.left))
    amounts = take_amounts(text, salt, _molar_masses(drug), recipes)
    frequency = take_schedule(text, month)
    lasting_route = route or (before.route if before else None)
    spans = take_spans(text, month, lasting_route, part.length)
    _refuse_endless_infusion(text, frequency, spans)
    quantities: dict[str, Any] = dict(amounts.values)
    unread = text.leftovers(is_known)
    reading = DoseReading(
        input=text.printed,
        start=text.start,
        # A word that another part of the grammar understood ("over an hour 25 g") is no drug.
        drug=drug or (unlisted if any(unlisted in one.text.lower() for one in unread if unlisted) else None),
        route=route,
        salt=salt,
        event=frequency.event or spans.event,
        times_per_week=frequency.per_week,
        administrations=frequency.number,
        days=spans.days,
        infusion_minutes=spans.minutes,
        contact_minutes=spans.contact,
        conventions=notes | _conventions(amounts, frequency, spans, month, routes),
        printed=_places(text, amounts, frequency, spans),
        unread=unread,
        **quantities,
    )
    if before is not None:
        reading = _carried_over(reading, before)
    return with_derived(reading, amounts.drug_mg, amounts.basis, is_mixed=bool(mixed))


def _refuse_endless_infusion(text: Text, frequency: Frequency, spans: Spans) -> None:
    """An infusion cannot last longer than the time to the next: "q8h for 24 h" is the length of the course."""
    longest, most = spans.minutes.low, frequency.per_week.low
    if longest is not None and most is not None and longest * most > MINUTES_PER_WEEK:
        text.refuse(
            *spans.places.pop("infusion_minutes"), "longer than from one administration to the next: write days"
        )
        spans.minutes = OPEN


def _once(reading: DoseReading) -> DoseReading:
    """A first or loading dose is given once, unless its phase says how often or how long."""
    if not (reading.days.is_open and reading.administrations.is_open) or "times_per_week" in reading.printed:
        return reading
    conventions = reading.conventions | {"administrations": "a first, loading or test dose is taken as one"}
    once = replace(reading, administrations=Range.point(1), times_per_week=OPEN, conventions=conventions)
    return with_derived(once, OPEN, "")


def _whose(text: Text, named: dict[str, tuple[int, int]], others: tuple[Foreign, ...]) -> tuple[str | None, str | None]:
    """The listed drug the dose belongs to, or the name of one that is not on the list.

    Beside a listed drug, doses of other drugs are left unread. Two drugs of the list in one phase leave the drug
    open: whose dose it is cannot be told.
    """
    if named:
        for other in others:
            text.refuse(other.start, other.end, f"belongs to {other.name}, which is not on the list of drugs")
        if len(named) == 1:
            return next(iter(named)), None
        for key, span in named.items():
            text.refuse(*span, f"{key} stands beside another drug: give one at a time")
        return None, None
    names = {other.name for other in others}
    if len(names) > 1:
        for other in others:
            text.refuse(other.start, other.end, "stands beside the dose of another drug: give one at a time")
    return None, names.pop() if len(names) == 1 else None


def _molar_masses(drug: str | None) -> dict[str, Fraction]:
    entry = drugs().get(drug or DEFAULT_DRUG)
    return {salt.key: salt.molar_mass for salt in entry.salts} if entry is not None else {}


def _conventions(
    amounts: Amounts, frequency: Frequency, spans: Spans, month: MonthConvention, routes: tuple[str, ...]
) -> dict[str, str]:
    found = {**amounts.conventions, **frequency.conventions, **spans.conventions}
    if spans.needs_month or frequency.needs_month:
        found["month"] = str(month)
    if len(routes) > 1:
        found["route"] = f"not read: the words name {' and '.join(routes)}"
    if frequency.as_needed:
        found["as needed"] = "the frequency is the most, not what was given"
    return found


def _places(text: Text, amounts: Amounts, frequency: Frequency, spans: Spans) -> dict[str, tuple[int, int]]:
    """Where each printed quantity stands in the whole input."""
    places = {**amounts.places, **spans.places}
    if frequency.places:
        places["times_per_week"] = frequency.places[0]
    return {name: (text.start + a, text.start + b) for name, (a, b) in places.items()}


def _carried_over(reading: DoseReading, before: DoseReading) -> DoseReading:
    """What a later phase leaves unsaid and the one before it said: drug, route, strength; then amount or frequency."""
    kept = {}
    conventions = dict(reading.conventions)
    for name in ("drug", "route", "salt"):
        if getattr(reading, name) is None:
            kept[name] = getattr(before, name)
    said = [n for n in ("amount_mg", "amount_mg_per_m2", "amount_mg_per_kg", "volume_ml") if n in reading.printed]
    amounts = [] if said else ["amount_mg", "amount_mg_per_m2", "amount_mg_per_kg", "volume_ml"]
    rates = {"mg_per_day", "mg_per_week"} & set(reading.printed)
    timing = [] if rates or reading.administrations.is_known else ["times_per_week"]
    for name in (*([] if rates else amounts), *timing, "concentration_mg_per_ml", "strength_percent"):
        earlier = getattr(before, name)
        if name not in reading.printed and getattr(reading, name).is_open and not earlier.is_open:
            kept[name] = earlier
            conventions[name] = "carried over from the phase before"
    return replace(reading, **kept, conventions=conventions)
