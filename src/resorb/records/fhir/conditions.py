"""Condition: a diagnosis by its codes, on the day it began or was recorded; refuted ones are counted and left out."""

from __future__ import annotations

from resorb.records.fhir.codes import code_of, read_codes
from resorb.records.fhir.elements import words
from resorb.records.fhir.landing import Landing
from resorb.records.fhir.people import day_of, subject_of, whole_day
from resorb.records.fhir.resource import Resource

_READ = words("""
    clinicalStatus verificationStatus category code subject onsetDateTime onsetPeriod onsetAge onsetRange
    onsetString recordedDate abatementDateTime abatementPeriod abatementAge abatementRange abatementString
    recorder asserter abatementBoolean
""")
_OTHER_ONSETS = ("onsetAge", "onsetRange", "onsetString")


def read_condition(resource: Resource, landing: Landing) -> bool:
    """One row of condition_occurrence, and one more for each code beyond two."""
    data = resource.data
    status = code_of(resource, data, "verificationStatus")
    if status in ("refuted", "entered-in-error"):
        resource.left_out("verificationStatus", f"is {status}", "nothing")
        return False
    if status in ("unconfirmed", "provisional", "differential"):
        resource.remark("verificationStatus", f"is {status}; taken", "leave it out yourself if it must not count")
    coded = read_codes(resource, resource.part(data, "code"), "condition", "code")
    if coded.is_empty:
        resource.left_out("code", "names no condition", "give a coding or a text")
        return False
    person = subject_of(resource)
    if person is None:
        return False
    day = _day(resource)
    if day is None:
        resource.left_out("onset[x]", "no whole day of onset or record", "write onsetDateTime or recordedDate")
        return False
    landing.add(
        "condition_occurrence", resource, person,
        condition_concept_id=landing.concept(coded.own),
        condition_start_date=day,
        condition_source_concept_id=landing.concept(coded.source),
        condition_source_value=coded.printed,
    )  # fmt: skip
    for number, code in enumerate(coded.others, start=1):
        resource.remark("code.coding", "has more than two codes; each one more is a row of its own", "nothing")
        landing.add(
            "condition_occurrence", resource, person, str(number),
            condition_concept_id=0,
            condition_start_date=day,
            condition_source_concept_id=landing.concept(code),
            condition_source_value=code.printed,
        )  # fmt: skip
    resource.tell_unread(data, _READ)
    return True


def _day(resource: Resource) -> str | None:
    """The day of onset; where it has no whole day, the day it was recorded, which is told."""
    data = resource.data
    onset = whole_day(resource, data, "onsetDateTime")
    if onset is None and data.get("onsetPeriod") is not None:
        onset = whole_day(resource, resource.part(data, "onsetPeriod"), "start", "onsetPeriod.")
    if onset is not None:
        return onset
    recorded = day_of(resource, resource.text(data, "recordedDate"), "recordedDate")
    if recorded is None or recorded.iso is None:
        return None
    told = any(data.get(key) is not None for key in ("onsetDateTime", "onsetPeriod", *_OTHER_ONSETS))
    rule = "has no whole day; dated by recordedDate" if told else "is missing; dated by recordedDate"
    resource.remark("onset[x]", rule, "nothing, if the day of record will do")
    return recorded.iso
