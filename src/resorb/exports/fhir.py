"""A FHIR R4 Bundle of type ``collection`` for each study: patients, diagnoses, lesions, courses, supplies, labs, harms.

Times relative to the treatment have no form in FHIR: they stand in words as a note. Specification: hl7.org/fhir/R4.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

from resorb.exports.material import Carried, Material
from resorb.exports.terms import NAMESPACES, Term, analyte_term, day_of, decimal, drug_term, event_term, icd_term, ucum
from resorb.tables.columns import NOT_REPORTED, Row
from resorb.tables.schema import (
    AdverseEvent,
    Assessment,
    Condition,
    Cotreatment,
    Course,
    Dispense,
    Lab,
    Lesion,
    Patient,
)  # fmt: skip
from resorb.values.quantities import Quantity
from resorb.values.schedules import Schedule
from resorb.values.times import When

_NAMES = UUID("6f6b2a52-6f7e-5d6c-9a34-7265736f7262")
"""Ids are made from a row's address, so that equal studies give equal Bundles."""
_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_VERIFIED = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
_STATUS = {"completed": "completed", "stopped early": "stopped", "died": "stopped", "ongoing": "active"}
_PERIODS = {"day": "d", "week": "wk", "month": "mo"}
Resource = dict[str, Any]


def bundles(material: Material) -> Carried:
    """One Bundle a study, as files by name, and what could not be carried."""
    files: dict[str, str] = {}
    lost: Counter[str] = Counter()
    for study in material.study.ids:
        resources = [r for p in material.study.of(Patient, study) for r in _of_patient(material, p, lost)]
        bundle = {
            "resourceType": "Bundle",
            "type": "collection",
            "timestamp": f"{material.made}T00:00:00Z",
            "entry": [{"fullUrl": f"urn:uuid:{r['id']}", "resource": r} for r in resources],
        }
        if resources:
            files[f"{study}.fhir.json"] = json.dumps(bundle, indent=1, ensure_ascii=False)
    material.count_groups(lost)
    return Carried(files, lost)


def _of_patient(material: Material, patient: Patient, lost: Counter[str]) -> Iterator[Resource]:
    of = material.of(patient)
    yield _patient(patient, lost)
    yield from (_condition(c) for c in of(Condition))
    yield from (_lesion(one) for one in of(Lesion))
    for course in of(Course):
        yield _course(material, course, lost)
        supplies = material.study.of(Dispense, course.study, course=course.id)
        yield from (_dispense(material, d, course, lost) for d in supplies)
    yield from (_lab(lab, lost) for lab in of(Lab))
    yield from (_assessment(a, lost) for a in of(Assessment))
    yield from (_event(e, lost) for e in of(AdverseEvent) if e.n != 0)
    lost["other treatments"] += len(list(of(Cotreatment)))


def _id(row: Row) -> str:
    return str(uuid5(_NAMES, f"{row.study}/{row.table}/{row.id}"))


def _to(study: str, table: str, row_id: str) -> Resource:
    return {"reference": f"urn:uuid:{uuid5(_NAMES, f'{study}/{table}/{row_id}')}"}


def _new(kind: str, row: Row, **more: Any) -> Resource:
    found: Resource = {
        "resourceType": kind,
        "id": _id(row),
        "identifier": [{"system": "urn:resorb:row", "value": row.id}],
    }
    patient = getattr(row, "patient", None)
    if patient:
        found["subject"] = _to(row.study, "patients", patient)
    return found | {k: v for k, v in more.items() if v not in (None, [], {})}


def _coded(term: Term | None, words: str) -> Resource:
    """A CodeableConcept: the code where its vocabulary has a FHIR system, the words always."""
    concept: Resource = {"text": words}
    if term is not None and (system := NAMESPACES[term.vocabulary].system):
        concept["coding"] = [{"system": system, "code": term.code, "display": term.label}]
    return concept


def _status(system: str, code: str) -> Resource:
    return {"coding": [{"system": system, "code": code}]}


def _when(when: When | None, lost: Counter[str]) -> tuple[str | None, list[Resource]]:
    """A day, or a note with the words of the source."""
    if when is None or when.anchor == "unknown":
        return None, []
    day = day_of(when)
    if day is not None:
        return day.isoformat(), []
    lost["times relative to the treatment, kept in words"] += 1
    return None, [{"text": f"when: {when.printed}"}]


def _quantity(quantity: Quantity | None) -> Resource | None:
    """A Quantity with its UCUM unit; "<" and ">" as comparators; None for a range, which has a type of its own."""
    if quantity is None or (quantity.low is not None and quantity.high is not None and not quantity.is_point):
        return None
    ends = (quantity.low, quantity.high)
    value = next((e for e in ends if e is not None), None)
    if value is None:
        return None
    comparator = None if quantity.is_point else "<=" if quantity.low is None else ">="
    found = {"value": decimal(value), "unit": quantity.unit, "comparator": comparator}
    return {k: v for k, v in found.items() if v is not None} | {
        "system": NAMESPACES["ucum"].system, "code": ucum(quantity.unit),
    }  # fmt: skip


def _range(quantity: Quantity) -> Resource:
    ends = {"low": quantity.low, "high": quantity.high}
    system = NAMESPACES["ucum"].system
    return {
        name: {"value": decimal(end), "unit": quantity.unit, "system": system, "code": ucum(quantity.unit)}
        for name, end in ends.items() if end is not None
    }  # fmt: skip


def _patient(patient: Patient, lost: Counter[str]) -> Resource:
    found = _new("Patient", patient)
    found["gender"] = patient.sex if patient.sex in ("female", "male") else "unknown"
    if patient.died in ("yes", "no"):
        day = day_of(patient.death)
        found |= {"deceasedDateTime": day.isoformat()} if day else {"deceasedBoolean": patient.died == "yes"}
    lost["ages (a Patient has a birth date only)"] += patient.age is not None
    return found


def _condition(condition: Condition) -> Resource:
    ruled_out = condition.status == "ruled out"
    day = day_of(condition.since)
    return _new(
        "Condition", condition,
        clinicalStatus=None if ruled_out else _status(_CLINICAL, "active"),
        verificationStatus=_status(_VERIFIED, "refuted" if ruled_out else "confirmed"),
        code=_coded(icd_term(condition.condition), condition.condition),
        onsetDateTime=day.isoformat() if day else None,
        onsetString=condition.since.printed if condition.since and not day else None,
    )  # fmt: skip


def _lesion(lesion: Lesion) -> Resource:
    """A BodyStructure, which calls its patient ``patient``, not ``subject``."""
    words = " ".join(w for w in (lesion.side, lesion.site) if w and w != NOT_REPORTED)
    found = _new("BodyStructure", lesion, location={"text": words} if words else None)
    found["patient"] = found.pop("subject")
    return found


def _course(material: Material, course: Course, lost: Counter[str]) -> Resource:
    product = material.product(course)
    drug = product.drug if product else "unknown drug"
    term = drug_term(drug, product.salt if product else None)
    start, notes = _when(course.start, lost)
    stop, more = _when(course.stop, lost)
    words = " ".join(w for w in (drug, product.strength.printed if product and product.strength else "") if w)
    return _new(
        "MedicationStatement", course,
        status=_STATUS.get(course.stopped or "", "unknown"),
        medicationCodeableConcept=_coded(term, words),
        effectivePeriod={k: v for k, v in (("start", start), ("end", stop)) if v},
        dosage=[d for d in [_dosage(course, product.route if product else None)] if d],
        note=[*notes, *more],
    )  # fmt: skip


def _dosage(course: Course, route: str | None) -> Resource:
    printed = (course.amount, course.volume, course.applied, course.schedule, course.infused_over, course.span)
    found: Resource = {"text": ", ".join(p.printed for p in printed if p is not None)}
    if route:
        found["route"] = {"text": route}
    if course.schedule is not None and (timing := _timing(course.schedule)):
        found["timing"] = timing
    amount = course.amount or course.volume or course.applied
    if amount is not None and "/" not in amount.unit:
        dose = _quantity(amount)
        found["doseAndRate"] = [{"doseQuantity": dose} if dose else {"doseRange": _range(amount)}]
    return {k: v for k, v in found.items() if v}


def _timing(schedule: Schedule) -> Resource | None:
    """How often, where the frequency is whole."""
    low, high = schedule.times_low, schedule.times_high
    if low is None or low.denominator != 1 or low < 1 or schedule.unit not in _PERIODS:
        return None
    repeat: Resource = {
        "frequency": int(low), "period": decimal(schedule.every), "periodUnit": _PERIODS[schedule.unit],
    }  # fmt: skip
    if high is not None and high != low and high.denominator == 1:
        repeat["frequencyMax"] = int(high)
    return {"repeat": repeat}


def _dispense(material: Material, dispense: Dispense, course: Course, lost: Counter[str]) -> Resource:
    product = material.product(course)
    drug, salt = (product.drug, product.salt) if product else ("unknown drug", None)
    day, notes = _when(dispense.at, lost)
    supply = {"value": dispense.days_supply, "unit": "day", "system": NAMESPACES["ucum"].system, "code": "d"}
    found = _new(
        "MedicationDispense", dispense,
        status="completed",
        medicationCodeableConcept=_coded(drug_term(drug, salt), drug),
        quantity=_quantity(dispense.quantity),
        daysSupply=supply if dispense.days_supply is not None else None,
        whenHandedOver=day,
        note=notes,
    )  # fmt: skip
    return found | {"subject": _to(course.study, "patients", course.patient or "")}


def _lab(lab: Lab, lost: Counter[str]) -> Resource:
    day, notes = _when(lab.at, lost)
    unit = lab.value.unit if lab.value else ""
    value = _quantity(lab.value)
    return _new(
        "Observation", lab,
        status="final",
        category=[_status(_CATEGORY, "laboratory")],
        code=_coded(analyte_term(lab.analyte, unit), lab.analyte),
        effectiveDateTime=day,
        valueQuantity=value,
        valueRange=_range(lab.value) if lab.value is not None and value is None else None,
        valueString=lab.level if lab.value is None and lab.level else None,
        referenceRange=[_range(lab.range) | {"text": lab.range.printed}] if lab.range else None,
        note=notes,
    )  # fmt: skip


def _assessment(seen: Assessment, lost: Counter[str]) -> Resource:
    day, notes = _when(seen.at, lost)
    value = _quantity(seen.value)
    found = _new(
        "Observation", seen,
        status="final",
        category=[_status(_CATEGORY, "exam")],
        code={"text": seen.measure or "change of the lesion"},
        effectiveDateTime=day,
        valueQuantity=value,
        valueString=None if value else seen.finding or (f"{seen.change.text} %" if seen.change else None),
        method={"text": seen.by} if seen.by else None,
        note=notes,
    )  # fmt: skip
    if seen.lesion:
        found["focus"] = [_to(seen.study, "lesions", seen.lesion)]
    return found


def _event(event: AdverseEvent, lost: Counter[str]) -> Resource:
    day, notes = _when(event.at, lost)
    found = _new(
        "AdverseEvent", event, actuality="actual", event=_coded(event_term(event.event), event.event), date=day
    )
    found["identifier"] = found["identifier"][0]
    lost["grades of harms"] += event.grade is not None
    lost["times of harms, in words"] += bool(notes)
    return found
