"""Small FHIR exports written in tests, and what they become."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from resorb.records.source import open_source

ME = {"reference": "Patient/a"}
PATIENT = {"resourceType": "Patient", "id": "a", "gender": "female", "birthDate": "1960-05-04"}
STS = {"text": "Sodium thiosulfate 25 % ointment, 60 g"}
ICD = "http://hl7.org/fhir/sid/icd-10-cm"


def coded(system: str, code: str, display: str | None = None) -> dict[str, Any]:
    """A CodeableConcept of one coding."""
    return {"coding": [{"system": system, "code": code} | ({"display": display} if display else {})]}


def condition(**fields: Any) -> dict[str, Any]:
    """Calcinosis cutis of the patient, since 1 February 2014."""
    code = coded(ICD, "L94.2", "Calcinosis cutis")
    base = {"resourceType": "Condition", "id": "c", "subject": ME, "code": code, "onsetDateTime": "2014-02-01"}
    return base | fields


def dispense(**fields: Any) -> dict[str, Any]:
    """60 g of the ointment, handed out on 1 March 2014."""
    base = {
        "resourceType": "MedicationDispense", "id": "d", "status": "completed", "subject": ME,
        "medicationCodeableConcept": STS, "whenHandedOver": "2014-03-01",
    }  # fmt: skip
    return base | fields


def note(text: str, **fields: Any) -> dict[str, Any]:
    """A note of 1 May 2014."""
    attachment = {"contentType": "text/plain", "data": base64.b64encode(text.encode()).decode()}
    base = {
        "resourceType": "DocumentReference", "id": "n", "status": "current", "subject": ME, "date": "2014-05-01",
        "content": [{"attachment": attachment}],
    }  # fmt: skip
    return base | fields


def export(folder: Path, *resources: dict[str, Any], name: str = "all.ndjson") -> Path:
    """A folder with one NDJSON file of these resources."""
    folder.mkdir(exist_ok=True)
    text = "".join(json.dumps(r) + "\n" for r in resources)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


class Read:
    """An export as it was read: rows by table as dictionaries, and findings as (field, rule) with their places."""

    def __init__(self, path: Path) -> None:
        with open_source(path) as source:
            self.findings = source.findings
            self.rows: dict[str, list[dict[str, Any]]] = {}
            tables = (
                "person", "visit_occurrence", "observation_period", "condition_occurrence", "drug_exposure",
                "measurement", "note", "death", "concept", "concept_ancestor", "record_origin", "person_key",
            )  # fmt: skip
            for table in tables:
                result = source.connection.execute(f"SELECT * FROM cdm_{table} ORDER BY ALL")  # noqa: S608 - own names
                names = [d[0] for d in result.description or ()]
                self.rows[table] = [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def one(self, table: str) -> dict[str, Any]:
        """The only row of a table."""
        (row,) = self.rows[table]
        return row

    def said(self, field: str) -> list[str]:
        """The rules told of a field."""
        return [f.rule for f in self.findings if f.field == field]
