"""A Dosage in the words that the shared dose reader reads, with its route and the span it binds itself to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from resorb.records.fhir.codes import Coded, read_codes
from resorb.records.fhir.dates import read_day
from resorb.records.fhir.elements import words
from resorb.records.fhir.quantities import amount_words, days_of, number_of, range_words, ratio_words
from resorb.records.fhir.resource import Part, Resource

_DOSAGE = words("""
    sequence text additionalInstruction patientInstruction timing asNeededBoolean asNeededCodeableConcept site
    route doseAndRate maxDosePerPeriod maxDosePerAdministration maxDosePerLifetime dose rateQuantity rateRatio
    method
""")
_REPEAT = words("""
    boundsPeriod boundsDuration boundsRange count countMax duration durationMax durationUnit frequency
    frequencyMax period periodMax periodUnit dayOfWeek timeOfDay when
""")
_UNITS = {"s": "second", "min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month", "a": "year"}
_DAYS = {"mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday",
         "sun": "Sunday"}  # fmt: skip
_WHEN = {"MORN": "in the morning", "NOON": "at noon", "AFT": "in the afternoon", "EVE": "in the evening",
         "NIGHT": "at night", "HS": "at bedtime", "WAKE": "on waking", "AC": "before meals", "PC": "after meals",
         "C": "with meals", "CM": "with breakfast", "CD": "with lunch", "CV": "with dinner"}  # fmt: skip
_TIMES = words("""
    BID TID QID QD QOD Q4H Q6H Q8H Q12H BED WK MO AM PM
""")
_TELLS = re.compile(
    r"\d|\b(?:once|twice|thrice|daily|nightly|weekly|monthly|every|bid|tid|qid|qd|qod|each|per)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Dosage:
    """What the dosages of one record say together.

    Attributes:
        sig: the instructions in words.
        until: the last day, where a period is named.
        days: days it is bound to, where a length is named.
    """

    sig: str | None = None
    route: Coded | None = None
    until: str | None = None
    days: str | None = None


def read_dosages(resource: Resource, dosages: list[Part], of: str) -> Dosage:
    """The dosages of a record as one, in their order; the first route and span count."""
    sigs: list[str] = []
    route: Coded | None = None
    until = days = None
    for dosage in dosages:
        resource.tell_unread(dosage, _DOSAGE, f"{of}.")
        here = read_codes(resource, resource.part(dosage, "route", f"{of}."), "route", f"{of}.route")
        if not here.is_empty:
            route = route or here
        repeat = resource.part(resource.part(dosage, "timing", f"{of}."), "repeat", f"{of}.timing.")
        ends, lasts = _bounds(resource, repeat, f"{of}.timing.repeat")
        until, days = until or ends, days or lasts
        if (sig := _sig(resource, dosage, repeat, here, of)) is not None and sig not in sigs:
            sigs.append(sig)
    return Dosage("; then ".join(sigs) or None, route, until, days)


def _sig(resource: Resource, dosage: Part, repeat: Part, route: Coded, of: str) -> str | None:
    """Text as written; the parts in words where there is none, or where it names neither number nor rhythm."""
    told = [resource.text(dosage, "text", f"{of}."), resource.text(dosage, "patientInstruction", f"{of}.")]
    written = ". ".join(dict.fromkeys(t.rstrip(". ") if i == 0 and told[1] else t for i, t in enumerate(told) if t))
    words = _words(resource, dosage, repeat, route, of)
    if not written:
        return words
    if words is None or _TELLS.search(written) or words.lower() in written.lower():
        return written
    return f"{written.rstrip('. ')}: {words}"


def _words(resource: Resource, dosage: Part, repeat: Part, route: Coded, of: str) -> str | None:
    """``12.5 g intravenous 3 times per week for 56 days over 60 minutes``."""
    words = [_dose(resource, dosage, of), route.label, _rhythm(resource, dosage, repeat, of)]
    words.append(_length(resource, repeat, of))
    words.append(_duration(resource, repeat, f"{of}.timing.repeat"))
    if (site := read_codes(resource, resource.part(dosage, "site", f"{of}."), "route", f"{of}.site").label) is not None:
        words.append(f"to the {site}")
    words.append(_as_needed(resource, dosage, of))
    told = [w for w in words if w]
    extra = [e for e in (_most(resource, dosage, of), *_additional(resource, dosage, of)) if e]
    if not told or told == [route.label]:
        return ". ".join(extra) or None
    return " ".join(told) + "".join(f", {e}" for e in extra)


def _dose(resource: Resource, dosage: Part, of: str) -> str | None:
    """Dose, else rate."""
    given = resource.parts(dosage, "doseAndRate", f"{of}.") or [dosage]
    if len(given) > 1:
        resource.remark(f"{of}.doseAndRate", "holds several doses; the first is put into words", "write one")
    first, at = given[0], f"{of}.doseAndRate"
    for key, read in (
        ("doseQuantity", amount_words), ("dose", amount_words), ("doseRange", range_words),
        ("rateQuantity", amount_words), ("rateRange", range_words), ("rateRatio", ratio_words),
    ):  # fmt: skip
        if first.get(key) is not None and (said := read(resource, resource.part(first, key, f"{at}."), f"{at}.{key}")):
            return said
    return None


def _rhythm(resource: Resource, dosage: Part, repeat: Part, of: str) -> str | None:
    at = f"{of}.timing.repeat"
    resource.tell_unread(repeat, _REPEAT, f"{at}.")
    on = [_DAYS[d] for d in _listed(repeat, "dayOfWeek") if d in _DAYS]
    when = [_WHEN[w] for w in _listed(repeat, "when") if w in _WHEN]
    times = resource.number(repeat, "frequency", f"{at}.")
    most = resource.number(repeat, "frequencyMax", f"{at}.")
    period, unit = resource.number(repeat, "period", f"{at}."), _UNITS.get(str(repeat.get("periodUnit")))
    longest = resource.number(repeat, "periodMax", f"{at}.")
    often = f"{times}-{most}" if times and most else times or most or ""
    words = ""
    if period and unit:
        often = often or ("1" if not when else str(len(when)))
        if longest:
            words = f"every {period}-{longest} {unit}s" if often == "1" else f"{often} times every {longest} {unit}s"
        elif period == "1":
            words = f"{often} time{'s' * (often != '1')} per {unit}"
        else:
            words = f"every {period} {unit}s" if often == "1" else f"{often} times every {period} {unit}s"
    elif on:
        words = f"on {', '.join(on[:-1])} and {on[-1]}" if len(on) > 1 else f"on {on[0]}"
    elif len(when) > 1 or _listed(repeat, "timeOfDay"):
        n = len(when) or len(_listed(repeat, "timeOfDay"))
        words = f"{n} time{'s' * (n > 1)} per day"
    elif often:
        resource.remark(f"{at}.frequency", "has no period; not put into words", "write period and periodUnit")
    words = words or _code(resource, dosage, of)
    if words and when:
        # "2 times per day in the morning" tells two rhythms to whoever reads it.
        resource.remark(f"{at}.when", "stands beside a rhythm in numbers; not put into words", "nothing")
    return words or (when[0] if when else None)


def _code(resource: Resource, dosage: Part, of: str) -> str:
    """A rhythm by code: BID, or its text."""
    timing = resource.part(dosage, "timing", f"{of}.")
    coded = read_codes(resource, resource.part(timing, "code", f"{of}.timing."), "route", f"{of}.timing.code")
    for code in (coded.own, coded.source, *coded.others):
        if code is not None and code.code in _TIMES:
            return code.code
    return coded.label or ""


def _listed(parent: Part, key: str) -> list[str]:
    value = parent.get(key)
    return [v for v in value if isinstance(v, str)] if isinstance(value, list) else []


def _bounds(resource: Resource, repeat: Part, of: str) -> tuple[str | None, str | None]:
    """Last day and days of what the timing is bound to."""
    period = resource.part(repeat, "boundsPeriod", f"{of}.")
    end = resource.text(period, "end", f"{of}.boundsPeriod.")
    day = read_day(end) if end else None
    if end and (day is None or day.iso is None):
        resource.remark(f"{of}.boundsPeriod.end", "is no whole day; not taken", "write the day")
    days = days_of(resource, resource.part(repeat, "boundsDuration", f"{of}."), f"{of}.boundsDuration")
    return (day.iso if day else None), days


def _length(resource: Resource, repeat: Part, of: str) -> str | None:
    at = f"{of}.timing.repeat"
    if repeat.get("boundsDuration") is not None:
        said = amount_words(resource, resource.part(repeat, "boundsDuration", f"{at}."), f"{at}.boundsDuration")
        return f"for {said}s" if said else None
    if repeat.get("boundsRange") is not None:
        said = range_words(resource, resource.part(repeat, "boundsRange", f"{at}."), f"{at}.boundsRange")
        return f"for {said}s" if said else None
    period = resource.part(repeat, "boundsPeriod", f"{at}.")
    days = [read_day(v) if isinstance(v := period.get(k), str) else None for k in ("start", "end")]
    whole = [date.fromisoformat(d.iso) for d in days if d is not None and d.iso is not None]
    if len(whole) == 2 and whole[0] < whole[1]:
        return f"for {(whole[1] - whole[0]).days} days"
    count = resource.number(repeat, "count", f"{at}.")
    return f"for {count} doses" if count else None


def _duration(resource: Resource, repeat: Part, of: str) -> str | None:
    number, unit = resource.number(repeat, "duration", f"{of}."), _UNITS.get(str(repeat.get("durationUnit")))
    return f"over {number} {unit}s" if number and unit else None


def _as_needed(resource: Resource, dosage: Part, of: str) -> str | None:
    if dosage.get("asNeededBoolean") is True:
        return "as needed"
    concept = resource.part(dosage, "asNeededCodeableConcept", f"{of}.")
    label = read_codes(resource, concept, "condition", f"{of}.asNeededCodeableConcept").label if concept else None
    return f"as needed for {label}" if label else None


def _most(resource: Resource, dosage: Part, of: str) -> str | None:
    """The highest dose that is allowed."""
    period = resource.part(dosage, "maxDosePerPeriod", f"{of}.")
    if period:
        above, below = resource.part(period, "numerator"), resource.part(period, "denominator")
        most = amount_words(resource, above, f"{of}.maxDosePerPeriod.numerator")
        number = number_of(resource, below, f"{of}.maxDosePerPeriod.denominator")
        unit = _UNITS.get(str(below.get("code") or below.get("unit")), str(below.get("unit") or ""))
        if most and unit.isalpha():
            return f"at most {most} per {unit}" if number in (None, "1") else f"at most {most} per {number} {unit}s"
    each = resource.part(dosage, "maxDosePerAdministration", f"{of}.")
    most = amount_words(resource, each, f"{of}.maxDosePerAdministration") if each else None
    return f"at most {most} at a time" if most else None


def _additional(resource: Resource, dosage: Part, of: str) -> list[str]:
    listed = resource.parts(dosage, "additionalInstruction", f"{of}.")
    labels = (read_codes(resource, one, "condition", f"{of}.additionalInstruction").label for one in listed)
    text = str(dosage.get("text"))
    return [label for label in labels if label and label not in text]
