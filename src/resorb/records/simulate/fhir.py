"""The same persons as a FHIR R4 export: bulk NDJSON, one file for each type of resource, and one person as a Bundle."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from resorb.records.fhir.codes import SYSTEMS
from resorb.records.simulate.tables import Tables, vocabulary
from resorb.records.simulate.vocabulary import ADMINISTERED, ANCESTORS

BUNDLE = "bundle.json"
"""The person of this file is in no other one."""
_SYSTEM_OF = {name: system for system, name in reversed(SYSTEMS.items())}
_UCUM = ("g", "mg", "mL", "mg/dL", "g/dL", "mmol/L", "U/L", "kg")
_GENDERS = {8507: "male", 8532: "female"}
_NDC = re.compile(r"[0-9]{4,5}-[0-9]{3,4}-[0-9]{1,2}|[0-9]{11}")
Row = dict[str, Any]
Resources = Iterator[tuple[int, Row]]


def write_fhir(tables: Tables, folder: Path, say: Callable[[str], None]) -> None:
    """Write the files, streamed: a stretch of persons at a time."""
    concepts = {c["concept_id"]: c for c in vocabulary("concept").iter_rows(named=True)}
    in_bundle = int(tables.ids[tables.ids % 2 == 0][-1])
    bundle: list[Row] = []
    makers: dict[str, Callable[[], Resources]] = {
        "Patient": lambda: _patients(tables),
        "Coverage": lambda: _each(tables, "observation_period", _coverage),
        "Encounter": lambda: _each(tables, "visit_occurrence", _encounter),
        "Condition": lambda: _each(tables, "condition_occurrence", lambda r: _condition(r, concepts)),
        "Medication": lambda: _each(tables, "drug_exposure", lambda r: _drug(r, concepts)),
        "Observation": lambda: _each(tables, "measurement", lambda r: _observation(r, concepts)),
        "DocumentReference": lambda: _each(tables, "note", _document),
    }
    for name, made in makers.items():
        say(f"writing {name}")
        with ExitStack() as files:
            into: dict[str, Any] = {}
            for person, resource in made():
                if person == in_bundle:
                    bundle.append(resource)
                    continue
                kind = resource["resourceType"]
                if kind not in into:
                    path = folder / f"{kind}.ndjson"
                    into[kind] = files.enter_context(path.open("w", encoding="utf-8", newline="\n"))
                into[kind].write(json.dumps(resource, ensure_ascii=False, separators=(",", ":")) + "\n")
    (folder / "CodeSystem.ndjson").write_text(json.dumps(_code_system(concepts)) + "\n", encoding="utf-8")
    (folder / "ConceptMap.ndjson").write_text(json.dumps(_concept_map(concepts)) + "\n", encoding="utf-8")
    entries = [{"fullUrl": f"{r['resourceType']}/{r['id']}", "resource": r} for r in bundle]
    whole = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    (folder / BUNDLE).write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _each(tables: Tables, table: str, made: Callable[[Row], Row]) -> Resources:
    for data in tables.frames(table):
        for row in data.iter_rows(named=True):
            yield row["person_id"], _filled(made(row))


def _filled(part: Row) -> Row:
    """The fields that hold something: FHIR knows no null."""
    return {k: v for k, v in part.items() if v not in (None, [], {})}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _subject(row: Row) -> Row:
    return {"reference": f"Patient/{row['person_id']}"}


def _patients(tables: Tables) -> Resources:
    for data, died in zip(tables.frames("person"), tables.frames("death"), strict=True):
        deaths = dict(died.select("person_id", "death_date").iter_rows())
        for row in data.iter_rows(named=True):
            yield row["person_id"], _filled(_patient(row, deaths.get(row["person_id"])))


def _patient(row: Row, death: date | None) -> Row:
    month, day = row["month_of_birth"], row["day_of_birth"]
    race = {
        "url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race",
        "extension": [{"url": "text", "valueString": row["race_source_value"]}],
    }
    return {
        "resourceType": "Patient",
        "id": str(row["person_id"]),
        "extension": [race] if row["race_source_value"] else [],
        "identifier": [{"system": "urn:resorb:simulated:mrn", "value": row["person_source_value"]}],
        "gender": _GENDERS.get(row["gender_concept_id"], "unknown"),
        "birthDate": f"{row['year_of_birth']}" + (f"-{month:02d}-{day:02d}" if month and day else ""),
        "deceasedDateTime": _day(death),
    }


def _coverage(row: Row) -> Row:
    return {
        "resourceType": "Coverage",
        "id": f"{row['observation_period_id']}",
        "status": "active",
        "beneficiary": _subject(row),
        "period": {
            "start": _day(row["observation_period_start_date"]),
            "end": _day(row["observation_period_end_date"]),
        },
        "payor": [{"display": "simulated"}],
    }


def _encounter(row: Row) -> Row:
    return {
        "resourceType": "Encounter",
        "id": f"{row['visit_occurrence_id']}",
        "status": "finished",
        "class": {
            "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
            "code": "IMP" if row["visit_concept_id"] == 9201 else "AMB",
        },
        "subject": _subject(row),
        "period": {"start": _day(row["visit_start_date"]), "end": _day(row["visit_end_date"])},
    }


def _coding(concept: Row | None, written: str | None = None) -> list[Row]:
    """A concept as a coding; ``written`` is its code as the source wrote it, where that is another form of it."""
    if concept is None or concept["concept_id"] == 0:
        return []
    code, system = concept["concept_code"], _SYSTEM_OF[concept["vocabulary_id"]]
    if written is not None and written.replace(".", "") == code.replace(".", ""):
        code = written
    return [{"system": system, "code": code, "display": concept["concept_name"]}]


def _condition(row: Row, concepts: dict[int, Row]) -> Row:
    written = row["condition_source_value"]
    numbers = dict.fromkeys((row["condition_concept_id"], row["condition_source_concept_id"]))
    codings = [c for n in numbers for c in _coding(concepts.get(n), written)]
    return {
        "resourceType": "Condition",
        "id": f"{row['condition_occurrence_id']}",
        "verificationStatus": {"coding": [{"code": "confirmed"}]},
        "code": _filled({"coding": codings, "text": None if any(c["code"] == written for c in codings) else written}),
        "subject": _subject(row),
        "onsetDateTime": _day(row["condition_start_date"]),
        "abatementDateTime": _day(row["condition_end_date"]),
    }


def _medication(row: Row, concepts: dict[int, Row]) -> Row:
    written, codings = row["drug_source_value"], _coding(concepts.get(row["drug_concept_id"]))
    if written and _NDC.fullmatch(written):
        codings.append({"system": _SYSTEM_OF["NDC"], "code": written})
    return _filled({"coding": codings, "text": None if any(c["code"] == written for c in codings) else written})


def _quantity(number: float | None, unit: str | None) -> Row:
    value = None if number is None else int(number) if number == int(number) else number
    coded = {"system": "http://unitsofmeasure.org", "code": unit} if unit in _UCUM else {}
    return _filled({"value": value, "unit": unit, **coded})


def _drug(row: Row, concepts: dict[int, Row]) -> Row:
    """What a pharmacy handed out, or what was given in the clinic."""
    start, end = row["drug_exposure_start_date"], row["drug_exposure_end_date"]
    route = _filled({"coding": _coding(concepts.get(row["route_concept_id"])), "text": row["route_source_value"]})
    given = row["drug_type_concept_id"] == ADMINISTERED
    quantity = _quantity(row["quantity"], row["dose_unit_source_value"])
    base = {
        "resourceType": "MedicationAdministration" if given else "MedicationDispense",
        "id": f"{row['drug_exposure_id']}",
        "status": "completed",
        "medicationCodeableConcept": _medication(row, concepts),
        "subject": _subject(row),
    }
    if given:
        dosage = _filled({"text": row["sig"], "route": route, "dose": quantity})
        return base | {"effectiveDateTime": _day(start), "dosage": dosage}
    bounds = {"boundsPeriod": {"start": _day(start), "end": _day(end)}} if end and end > start else {}
    timing = {"timing": {"repeat": bounds}} if bounds else {}
    days = row["days_supply"]
    return base | {
        "quantity": quantity,
        "daysSupply": {} if days is None else {"value": days, "unit": "days", "code": "d"},
        "whenHandedOver": _day(start),
        "dosageInstruction": [d] if (d := _filled({"text": row["sig"], **timing, "route": route})) else [],
    }


def _observation(row: Row, concepts: dict[int, Row]) -> Row:
    unit = row["unit_source_value"]
    ends = {"low": row["range_low"], "high": row["range_high"]}
    spans = {k: _quantity(v, unit) for k, v in ends.items() if v is not None}
    return {
        "resourceType": "Observation",
        "id": f"{row['measurement_id']}",
        "status": "final",
        "code": {"coding": _coding(concepts.get(row["measurement_concept_id"]))},
        "subject": _subject(row),
        "effectiveDateTime": _day(row["measurement_date"]),
        "valueQuantity": _quantity(row["value_as_number"], unit),
        "referenceRange": [spans] if spans else [],
    }


def _document(row: Row) -> Row:
    text = base64.b64encode(row["note_text"].encode("utf-8")).decode("ascii")
    return {
        "resourceType": "DocumentReference",
        "id": f"{row['note_id']}",
        "status": "current",
        "type": {"text": row["note_title"]},
        "subject": _subject(row),
        "date": _day(row["note_date"]),
        "content": [{"attachment": {"contentType": "text/plain; charset=utf-8", "data": text}}],
    }


def _code_system(concepts: dict[int, Row]) -> Row:
    """The vocabulary of the simulation with what is narrower than what."""
    below: dict[int, list[int]] = {}
    for ancestor, child, _ in ANCESTORS:
        below.setdefault(ancestor, []).append(child)
    narrower = {child for children in below.values() for child in children}

    def described(number: int) -> Row:
        concept = concepts[number]
        children = [described(c) for c in below.get(number, []) if concepts[c]["vocabulary_id"] == "SIM"]
        return _filled({"code": concept["concept_code"], "display": concept["concept_name"], "concept": children})

    mine = [n for n, c in concepts.items() if c["vocabulary_id"] == "SIM" and n not in narrower]
    return {
        "resourceType": "CodeSystem",
        "id": "simulated",
        "url": _SYSTEM_OF["SIM"],
        "status": "active",
        "content": "complete",
        "concept": [described(n) for n in mine],
    }


def _concept_map(concepts: dict[int, Row]) -> Row:
    """Which concepts of other vocabularies are narrower than those of the simulation."""
    groups: dict[str, dict[str, list[Row]]] = {}
    for ancestor, child, _ in ANCESTORS:
        told = concepts[child]
        if told["vocabulary_id"] != "SIM":
            below = groups.setdefault(_SYSTEM_OF[told["vocabulary_id"]], {})
            target = {"code": told["concept_code"], "display": told["concept_name"], "equivalence": "narrower"}
            below.setdefault(concepts[ancestor]["concept_code"], []).append(target)
    return {
        "resourceType": "ConceptMap",
        "id": "simulated",
        "status": "active",
        "group": [
            {
                "source": _SYSTEM_OF["SIM"],
                "target": system,
                "element": [{"code": code, "target": targets} for code, targets in elements.items()],
            }
            for system, elements in groups.items()
        ],
    }
