"""Observation: rows of measurement, one for the value and one for each component that has one."""

from __future__ import annotations

from dataclasses import dataclass

from resorb.records.fhir.codes import read_codes
from resorb.records.fhir.elements import words
from resorb.records.fhir.landing import Landing
from resorb.records.fhir.people import subject_of, whole_day
from resorb.records.fhir.quantities import number_of, range_words, ratio_words, unit_of
from resorb.records.fhir.references import Target
from resorb.records.fhir.resource import Part, Resource

_VALUES = ("valueQuantity", "valueInteger", "valueString", "valueCodeableConcept", "valueBoolean", "valueRange",
           "valueRatio", "valueDateTime", "valueTime", "valuePeriod", "valueSampledData")  # fmt: skip
_READ = words("""
    status category code subject focus effectiveDateTime effectivePeriod effectiveInstant effectiveTiming issued
    referenceRange component performer dataAbsentReason hasMember derivedFrom method device specimen basedOn partOf
    interpretation note
""") | set(_VALUES)
_COMPONENT = frozenset(("code", "referenceRange", "dataAbsentReason", "interpretation", *_VALUES))
_NEVER_HELD = ("interpretation", "note", "method", "device", "specimen")
"""Read by nobody: the tables have no place for them. They are counted."""
LONGEST_VALUE = 1_000


@dataclass(frozen=True, slots=True)
class _Value:
    text: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class _Held:
    """The observation itself, or a component: its number, where its fields are, and what its value is."""

    part: str
    one: Part
    of: str
    value: _Value


def read_observation(resource: Resource, landing: Landing) -> bool:
    """Rows of measurement."""
    data = resource.data
    status = resource.text(data, "status")
    if status in ("entered-in-error", "cancelled"):
        resource.left_out("status", f"is {status}", "nothing")
        return False
    components = resource.parts(data, "component")
    held = [("", data, "")] + [(str(n), part, "component.") for n, part in enumerate(components, start=1)]
    told = [_Held(part, one, of, value) for part, one, of in held if (value := _value(resource, one, of)) is not None]
    if not told:
        resource.left_out("value[x]", "there is no value that is read", "nothing, if others hold its values")
        return False
    person = subject_of(resource)
    if person is None:
        return False
    day = _day(resource)
    if day is None:
        resource.left_out("effective[x]", "no whole day is told", "write effectiveDateTime")
        return False
    taken = [_row(resource, landing, person, day, one) for one in told]
    for key in _NEVER_HELD:
        if data.get(key):
            resource.remark(key, "is not read", "nothing: what was read does not depend on it")
    resource.tell_unread(data, _READ)
    for component in components:
        resource.tell_unread(component, _COMPONENT, "component.")
    return any(taken)


def _row(resource: Resource, landing: Landing, person: Target, day: str, held: _Held) -> bool:
    one, of = held.one, held.of
    coded = read_codes(resource, resource.part(one, "code", of), "measurement", f"{of}code")
    if coded.is_empty:
        resource.left_out(f"{of}code", "does not say what was measured", "give a coding or a text")
        return False
    if coded.others:
        resource.remark(f"{of}code.coding", "has more than two codes; the first two are taken", "nothing")
    low, high, unit = _range(resource, one, of)
    landing.add(
        "measurement", resource, person, held.part,
        measurement_concept_id=landing.concept(coded.own),
        measurement_date=day,
        value_as_number=held.value.text,
        range_low=low,
        range_high=high,
        unit_concept_id=0,
        unit_source_value=held.value.unit or unit,
        measurement_source_concept_id=landing.concept(coded.source),
        measurement_source_value=coded.printed,
    )  # fmt: skip
    return True


def _value(resource: Resource, one: Part, of: str) -> _Value | None:
    """The value as a number with its unit, or as text."""
    if one.get("valueQuantity") is not None:
        quantity = resource.part(one, "valueQuantity", of)
        number = number_of(resource, quantity, f"{of}valueQuantity")
        return None if number is None else _Value(number, unit_of(resource, quantity, f"{of}valueQuantity"))
    if one.get("valueInteger") is not None:
        number = resource.number(one, "valueInteger", of)
        return None if number is None else _Value(number)
    if (text := resource.text(one, "valueString", of)) is not None:
        return _Value(text[:LONGEST_VALUE])
    for key, said_as in (("valueRange", range_words), ("valueRatio", ratio_words)):
        if one.get(key) is not None:
            said = said_as(resource, resource.part(one, key, of), f"{of}{key}")
            return None if said is None else _Value(said)
    if one.get("valueCodeableConcept") is not None:
        concept = resource.part(one, "valueCodeableConcept", of)
        coded = read_codes(resource, concept, "condition", f"{of}valueCodeableConcept")
        label = coded.label or coded.printed
        return None if label is None else _Value(label[:LONGEST_VALUE])
    if isinstance(one.get("valueBoolean"), bool):
        return _Value("true" if one["valueBoolean"] else "false")
    for key in _VALUES[7:]:
        if one.get(key) is not None:
            resource.remark(f"{of}{key}", "is a kind of value that is not read", "nothing")
    return None


def _range(resource: Resource, one: Part, of: str) -> tuple[str | None, str | None, str | None]:
    """Low, high and unit of the range that holds for this value."""
    listed = resource.parts(one, "referenceRange", of)
    if not listed:
        return None, None, None
    if len(listed) > 1:
        resource.remark(f"{of}referenceRange", "holds several ranges; none is taken", "give the one that applies")
        return None, None, None
    at = f"{of}referenceRange"
    low, high = resource.part(listed[0], "low", f"{at}."), resource.part(listed[0], "high", f"{at}.")
    if not low and not high:
        resource.remark(at, "is told in words only; not taken", "give low and high")
    ends = number_of(resource, low, f"{at}.low"), number_of(resource, high, f"{at}.high")
    return *ends, unit_of(resource, high, f"{at}.high") or unit_of(resource, low, f"{at}.low")


def _day(resource: Resource) -> str | None:
    data = resource.data
    for key in ("effectiveDateTime", "effectiveInstant"):
        if (day := whole_day(resource, data, key)) is not None:
            return day
    if (day := whole_day(resource, resource.part(data, "effectivePeriod"), "start", "effectivePeriod.")) is not None:
        return day
    if (day := whole_day(resource, data, "issued")) is not None:
        resource.remark("effective[x]", "has no whole day; dated by issued", "write effectiveDateTime")
        return day
    return None
