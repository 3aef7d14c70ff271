"""Phenopackets (GA4GH schema 2.0), one JSON file a patient, with treatments and responses as medical actions.

A dose interval needs amount, frequency and calendar days; where one is missing only the cumulative dose is told. What
has no place in the schema is counted as not carried. Schema: phenopacket-schema.readthedocs.io, version 2.0.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import Any

from resorb import __version__
from resorb.codes.rules import ResponseClass
from resorb.exports.material import Carried, Material
from resorb.exports.terms import (
    NAMESPACES,
    Term,
    analyte_term,
    condition_term,
    day_of,
    decimal,
    drug_term,
    duration,
    event_term,
    own,
    point,
    ucum,
)  # fmt: skip
from resorb.exposure.exposures import Exposure
from resorb.tables.columns import NOT_REPORTED
from resorb.tables.schema import AdverseEvent, Condition, Cotreatment, Course, Lab, Lesion, Patient
from resorb.values.quantities import Quantity
from resorb.values.times import When

SCHEMA = "2.0"
_SEXES = {"female": "FEMALE", "male": "MALE"}
_ENDINGS = {"completed": "completed", "stopped early": "stopped early", "died": "patient died"}


def phenopackets(material: Material) -> Carried:
    """The files, by name, and what could not be carried.

    Args:
        material: the study and what is derived of it.
    """
    files: dict[str, str] = {}
    lost: Counter[str] = Counter()
    for patient in material.study.rows(Patient):
        packet = _packet(material, patient, lost)
        files[f"{patient.study}.{patient.id}.json"] = json.dumps(packet, indent=1, ensure_ascii=False)
    material.count_groups(lost)
    return Carried(files, lost)


def _packet(material: Material, patient: Patient, lost: Counter[str]) -> dict[str, Any]:
    used: dict[str, Term] = {}

    def term(one: Term) -> dict[str, str]:
        used[one.vocabulary] = one
        return {"id": one.curie, "label": one.label}

    of = material.of(patient)
    packet: dict[str, Any] = {
        "id": f"{patient.study}.{patient.id}",
        "subject": _subject(patient),
        "phenotypicFeatures": [_lesion(lesion, term) for lesion in of(Lesion)],
        "measurements": [m for lab in of(Lab) if (m := _measurement(lab, term, lost))],
        "diseases": [_disease(c, term) for c in of(Condition)],
        "medicalActions": [_action(material, c, term, lost) for c in of(Course)],
    }
    lost["other treatments"] += len(list(of(Cotreatment)))
    events = [event_term(e.event) for e in of(AdverseEvent) if e.n != 0]
    if packet["medicalActions"] and events:
        # The schema ties harms to an action; the source ties them to the patient: they stand with the last course.
        packet["medicalActions"][-1]["adverseEvents"] = [term(t) for t in dict.fromkeys(events)]
    elif events:
        lost["adverse events without a course"] += len(events)
    packet = {key: value for key, value in packet.items() if value}
    packet["metaData"] = _metadata(material, patient, used)
    return packet


def _subject(patient: Patient) -> dict[str, Any]:
    subject: dict[str, Any] = {"id": patient.id, "sex": _SEXES.get(patient.sex or "", "UNKNOWN_SEX")}
    if age := _age(patient.age):
        subject["timeAtLastEncounter"] = age
    if patient.died in ("yes", "no"):
        subject["vitalStatus"] = {"status": "DECEASED" if patient.died == "yes" else "ALIVE"}
    return subject


def _age(age: Quantity | None) -> dict[str, Any] | None:
    """An age, or a range of ages, as a time element."""
    if age is None:
        return None
    low, high = age.to("year")
    if low is None or high is None:
        return None
    if low == high:
        return {"age": {"iso8601duration": duration(low)}}
    start, end = {"iso8601duration": duration(low)}, {"iso8601duration": duration(high)}
    return {"ageRange": {"start": start, "end": end}}


def _time(when: When | None) -> dict[str, Any] | None:
    """A calendar day or an age; times relative to the treatment have no form in the schema."""
    if (day := day_of(when)) is not None:
        return {"timestamp": _stamp(day)}
    if when is not None and when.anchor == "birth" and when.low is not None and when.unit in ("year", "month"):
        return {"age": {"iso8601duration": duration(when.low / (12 if when.unit == "month" else 1))}}
    return None


def _stamp(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _lesion(lesion: Lesion, term: Any) -> dict[str, Any]:
    what = "ulcer of" if lesion.kind == "ulcer" else f"{lesion.kind or ''} calcification of"
    words = " ".join(" ".join((what, lesion.side or "", lesion.site)).replace(NOT_REPORTED, "").split())
    feature: dict[str, Any] = {"type": term(own("lesion", words)), "description": lesion.id}
    if noted := _time(lesion.first_noted):
        feature["onset"] = noted
    return feature


def _measurement(lab: Lab, term: Any, lost: Counter[str]) -> dict[str, Any] | None:
    value = point(lab.value)
    if lab.value is None or value is None:
        lost["laboratory results without one number"] += 1
        return None
    unit = term(Term("ucum", ucum(lab.value.unit), lab.value.unit))
    quantity: dict[str, Any] = {"unit": unit, "value": decimal(value)}
    normal = lab.range
    if normal is not None and normal.unit == lab.value.unit and normal.low is not None and normal.high is not None:
        quantity["referenceRange"] = {"unit": unit, "low": decimal(normal.low), "high": decimal(normal.high)}
    found: dict[str, Any] = {
        "assay": term(analyte_term(lab.analyte, lab.value.unit)),
        "value": {"quantity": quantity},
    }
    if seen := _time(lab.at):
        found["timeObserved"] = seen
    elif lab.at is not None:
        lost["times relative to the treatment"] += 1
    return found


def _disease(condition: Condition, term: Any) -> dict[str, Any]:
    disease: dict[str, Any] = {"term": term(condition_term(condition.condition))}
    if condition.status == "ruled out":
        disease["excluded"] = True
    if since := _time(condition.since):
        disease["onset"] = since
    return disease


def _action(material: Material, course: Course, term: Any, lost: Counter[str]) -> dict[str, Any]:
    product, exposure = material.product(course), material.exposure(course)
    drug = "unknown drug" if product is None else product.drug
    treatment: dict[str, Any] = {"agent": term(drug_term(drug, product.salt if product else None))}
    if product is not None:
        treatment["routeOfAdministration"] = term(own("route", product.route))
    if interval := _interval(course, exposure, term):
        treatment["doseIntervals"] = [interval]
    else:
        lost["dose intervals without amount, frequency or calendar days"] += 1
    total = None if exposure is None else exposure.mg_total
    if total is not None and total.is_point and total.low is not None:
        treatment["cumulativeDose"] = {"unit": term(Term("ucum", "mg", "milligram")), "value": decimal(total.low)}
    action: dict[str, Any] = {"treatment": treatment}
    target = next((c for c in material.conditions_of(course) if c.role == "target"), None)
    if target is not None:
        action["treatmentTarget"] = term(condition_term(target.condition))
    best = material.response(course)
    if best is not None and best is not ResponseClass.UNKNOWN:
        action["responseToTreatment"] = term(own("response", str(best)))
    if course.stopped in _ENDINGS:
        action["treatmentTerminationReason"] = term(own("ending", _ENDINGS[course.stopped]))
    return action


def _interval(course: Course, exposure: Exposure | None, term: Any) -> dict[str, Any] | None:
    """One dose interval: all of amount, frequency, first and last day are needed."""
    start, stop, schedule = day_of(course.start), day_of(course.stop), course.schedule
    amount = None if exposure is None else exposure.per_administration_mg
    if start is None or stop is None or schedule is None or amount is None or amount.low is None:
        return None
    if not amount.is_point:
        return None
    return {
        "quantity": {"unit": term(Term("ucum", "mg", "milligram")), "value": decimal(amount.low)},
        "scheduleFrequency": term(own("schedule", schedule.printed)),
        "interval": {"start": _stamp(start), "end": _stamp(stop)},
    }


def _metadata(material: Material, patient: Patient, used: dict[str, Term]) -> dict[str, Any]:
    metadata: dict[str, Any] = {
        "created": f"{material.made}T00:00:00Z",
        "createdBy": f"resorb {__version__}",
        "resources": [_resource(key) for key in sorted(used)],
        "phenopacketSchemaVersion": SCHEMA,
    }
    info = material.info(patient.study)
    references = [
        {"id": f"{prefix}:{value}", "description": info.title or info.id}
        for prefix, value in (("DOI", info.doi), ("PMID", info.pmid)) if value
    ]  # fmt: skip
    if references:
        metadata["externalReferences"] = references
    return metadata


def _resource(key: str) -> dict[str, str]:
    space = NAMESPACES[key]
    return {
        "id": space.prefix.lower(), "name": space.name, "url": space.iri, "version": space.version,
        "namespacePrefix": space.prefix, "iriPrefix": space.iri,
    }  # fmt: skip
