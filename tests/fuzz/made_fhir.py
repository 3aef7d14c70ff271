"""FHIR exports that are broken: lines and Bundles of every type that is read, mutated as bytes and as JSON."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tests.fuzz.made_lists import CANARY
from tests.fuzz.mutations import mutant

_WORDS: tuple[Any, ...] = (
    None, True, False, 0, -1, 1e999, 10**30, 0.1, "", " ", "x", "\ud800", "\x00", "2015", "2015-03", "2015-02-30",
    "9999-12-31T23:59:60Z", "Patient/1", "urn:uuid:1", "#m1", "http://a/Patient/1", "Patient?identifier=a|b", "<", [],
    {}, [[]], [None], [{}], {"reference": 1}, {"coding": "x"}, {"coding": [1]}, {"value": "1"}, {"value": 1, "unit": 2},
    CANARY, {CANARY: CANARY},
    "../../../etc/passwd", "file:///etc/passwd", "Binary/1", "%00", "<script", "<!--", "&#x110000;", "entered-in-error",
    "text/plain; charset=unicode_escape",
)  # fmt: skip


def _coded(system: str, code: str, display: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code, "display": display}], "text": display}


@cache
def samples() -> tuple[dict[str, Any], ...]:
    """One whole resource of each type that is read."""
    me = {"reference": "Patient/1", "display": CANARY}
    drug = _coded("http://www.nlm.nih.gov/research/umls/rxnorm", "237832", "sodium thiosulfate 250 MG/ML")
    text = base64.b64encode(f"{CANARY} says that the calcinosis of the hand is smaller.".encode()).decode()
    unit = {"value": 12.5, "unit": "g", "system": "http://unitsofmeasure.org", "code": "g"}
    repeat = {"boundsPeriod": {"start": "2014-03-01", "end": "2014-05-01"}, "frequency": 3, "period": 1,
              "periodUnit": "wk", "dayOfWeek": ["mon"], "when": ["MORN"],
              "duration": 60, "durationUnit": "min"}  # fmt: skip
    route = _coded("http://snomed.info/sct", "6064005", "Topical")
    dosage = {"timing": {"repeat": repeat}, "asNeededBoolean": True, "route": route,
              "doseAndRate": [{"doseQuantity": unit, "rateRatio": {"numerator": unit, "denominator": unit}}],
              "maxDosePerPeriod": {"numerator": unit, "denominator": {"value": 1, "unit": "d"}},
              "site": {"text": "hand"}, "patientInstruction": f"rub in, {CANARY}"}  # fmt: skip
    lab = _coded("http://loinc.org", "17861-6", "Calcium")
    return (
        {"resourceType": "Patient", "id": "1", "birthDate": "1960-05", "gender": "female",
         "deceasedDateTime": "2020-01-01",
         "identifier": [{"system": "a", "value": CANARY}],
         "name": [{"family": CANARY, "given": [CANARY]}]},
        {"resourceType": "Encounter", "id": "1", "status": "finished", "class": {"code": "AMB"}, "subject": me,
         "period": {"start": "2014-03-01T10:00:00Z", "end": "2014-03-01T11:00:00Z"}},
        {"resourceType": "Coverage", "id": "1", "status": "active", "beneficiary": me,
         "period": {"start": "2010-01-01", "end": "2018-01-01"}},
        {"resourceType": "Condition", "id": "1", "verificationStatus": {"coding": [{"code": "confirmed"}]},
         "subject": me,
         "code": _coded("http://hl7.org/fhir/sid/icd-10-cm", "L942", "Calcinosis cutis"), "onsetDateTime": "2014-02-01",
         "recordedDate": "2014-02-02"},
        {"resourceType": "Medication", "id": "m", "code": drug,
         "amount": {"numerator": unit, "denominator": {"value": 1}},
         "ingredient": [{"itemCodeableConcept": drug, "strength": {"numerator": unit, "denominator": unit}}]},
        {"resourceType": "MedicationRequest", "id": "1", "status": "active", "intent": "order", "subject": me,
         "contained": [{"resourceType": "Medication", "id": "m1", "code": drug}], "authoredOn": "2014-03-01",
         "medicationReference": {"reference": "#m1"}, "dosageInstruction": [dosage],
         "dispenseRequest": {"quantity": unit, "expectedSupplyDuration": {"value": 30, "unit": "d"}}},
        {"resourceType": "MedicationDispense", "id": "1", "status": "completed", "subject": me, "quantity": unit,
         "medicationCodeableConcept": drug, "whenHandedOver": "2014-03-02", "daysSupply": {"value": 30, "unit": "d"},
         "dosageInstruction": [dosage], "authorizingPrescription": [{"reference": "MedicationRequest/1"}]},
        {"resourceType": "MedicationAdministration", "id": "1", "status": "completed", "subject": me,
         "medicationReference": {"reference": "Medication/m"}, "effectivePeriod": {"start": "2014-03-03"},
         "dosage": {"text": "12.5 g IV", "dose": unit, "route": {"text": "IV"}},
         "request": {"reference": "urn:uuid:2"}},
        {"resourceType": "MedicationStatement", "id": "1", "status": "active", "subject": me, "dosage": [dosage],
         "medicationCodeableConcept": {"text": "sodium thiosulfate 25% ointment"}, "dateAsserted": "2014-03-04"},
        {"resourceType": "Observation", "id": "1", "status": "final", "code": lab, "subject": me,
         "effectiveDateTime": "2014-04-01", "valueQuantity": {"value": 9.1, "unit": "mg/dL", "comparator": "<"},
         "referenceRange": [{"low": {"value": 8.5}, "high": {"value": 10.5, "unit": "mg/dL"}}],
         "component": [{"code": lab, "valueString": "9.2"}, {"code": lab, "valueRange": {"low": unit, "high": unit}}]},
        {"resourceType": "DocumentReference", "id": "1", "status": "current", "subject": me, "date": "2014-05-01",
         "content": [{"attachment": {"contentType": "text/html; charset=latin-1", "data": text}},
                     {"attachment": {"contentType": "text/plain", "url": "note.txt"}}]},
        {"resourceType": "DiagnosticReport", "id": "1", "status": "final", "code": lab, "subject": me,
         "conclusion": f"fine, {CANARY}",
         "effectiveDateTime": "2014-05-01", "presentedForm": [{"contentType": "text/plain", "url": "Binary/1"}]},
        {"resourceType": "Composition", "id": "1", "status": "final", "subject": me, "date": "2014-05-01",
         "section": [{"title": "Skin", "text": {"div": f"<div><p>{CANARY}</p></div>"},
                      "section": [{"title": "More"}]}]},
        {"resourceType": "Binary", "id": "1", "contentType": "text/plain", "data": text},
        {"resourceType": "CodeSystem", "id": "1", "url": "urn:a",
         "concept": [{"code": "a", "concept": [{"code": "b"}]}]},
        {"resourceType": "ConceptMap", "id": "1", "group": [{"source": "urn:a", "target": "urn:b", "element": [
            {"code": "a", "target": [{"code": "c", "equivalence": "narrower"},
                                     {"code": "a", "equivalence": "equal"}]}]}]},
        {"resourceType": "Procedure", "id": "1", "subject": me},
    )  # fmt: skip


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a value: its parent and key."""
    pending = [value]
    while pending:
        parent = pending.pop()
        for key in list(parent) if isinstance(parent, dict) else range(len(parent)):
            yield parent, key
            if isinstance(parent[key], dict | list):
                pending.append(parent[key])


def _replace(whole: Any, rng: Random) -> None:
    parent, key = rng.choice(list(_places(whole)))
    parent[key] = json.loads(json.dumps(rng.choice(_WORDS)))


def _drop(whole: Any, rng: Random) -> None:
    parent, key = rng.choice(list(_places(whole)))
    del parent[key]


def _swap(whole: Any, rng: Random) -> None:
    places = list(_places(whole))
    (one, a), (other, b) = rng.choice(places), rng.choice(places)
    held = json.loads(json.dumps(one[a]))
    one[a] = json.loads(json.dumps(other[b]))
    other[b] = held


def _nest(whole: Any, rng: Random) -> None:
    parent, key = rng.choice(list(_places(whole)))
    for _ in range(rng.choice((1, 3, 30))):
        parent[key] = rng.choice(([parent[key]], {"extension": parent[key]}, {"concept": [parent[key]]}))


_EDITS: tuple[Callable[[Any, Random], None], ...] = (_replace, _replace, _replace, _drop, _drop, _swap, _nest)


def broken(rng: Random) -> dict[str, Any]:
    """A resource after some edits of its JSON."""
    resource = json.loads(json.dumps(rng.choice(samples())))
    for _ in range(rng.choice((0, 1, 1, 2, 4))):
        if resource:
            rng.choice(_EDITS)(resource, rng)
    return dict(resource)


def make_fhir(rng: Random, below: Path) -> Path:
    """A folder with one to three files, each sound, edited, or mutated as bytes; what to open."""
    folder = below / "export"
    folder.mkdir()
    (folder / "note.txt").write_bytes(f"The calcinosis is gone, {CANARY}.".encode())
    (folder / "0.ndjson").write_bytes(b"")
    for number in range(rng.choice((1, 1, 2, 3))):
        listed = [broken(rng) for _ in range(rng.randrange(1, 30))]
        if rng.random() < 0.7:
            listed.insert(0, dict(samples()[0]))
        if rng.random() < 0.4:
            entries = [
                {"fullUrl": rng.choice(("urn:uuid:1", "urn:uuid:2", "x", "\ud800")), "resource": r} for r in listed
            ]
            bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
            data = json.dumps(bundle, indent=rng.choice((None, 1))).encode()
            name = rng.choice((f"{number}.json", f"{number}.ndjson"))
        else:
            data = b"\n".join(json.dumps(r).encode() for r in listed) + b"\n"
            name = f"{number}.ndjson"
        for _ in range(rng.choice((0, 0, 0, 1, 2))):
            data = mutant(data, rng)
        if rng.random() < 0.1:
            name, data = f"{name}.gz", gzip.compress(data)
            data = data[: rng.randrange(len(data))] if rng.random() < 0.3 else data
        (folder / name).write_bytes(data)
    return folder
