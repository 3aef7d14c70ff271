"""README.md of a data set: what it holds and by which rule its truth is true."""

from __future__ import annotations

from typing import Any

_FILES = {
    "omop": "OMOP CDM 5.4, one Parquet file per table. Planted persons have odd ids, everybody else even ones.",
    "csv": "A clinic's exports: `persons.csv`, `dispensing.csv` (pharmacy) and `chart.csv` (diagnoses and notes).\n"
    "Person id n of truth.json is `MRNn` here.",
    "fhir": "A FHIR R4 export: NDJSON, one file for each type of resource, and one person as a Bundle.\n"
    "`Patient/n` is person n of truth.json.",
}
_RULES = """\
## The rule
- **Found**: calcinosis cutis (ICD-10-CM L94.2, also written L942; ICD-9-CM 709.3; or the standard concept *Calcinosis
  cutis* with its descendants) and sodium thiosulfate by a topical or intravenous route, both dated within the period,
  both ends counted; which comes first does not matter. Notes find nobody.
- **The drug** is the ingredient concept with its descendants (some rows carry nothing but the code of a vial), or the
  name in `drug_source_value` or `sig`; compounded ointments have `drug_concept_id` 0. It is spelt with f or ph.
- **The route** is `route_concept_id`, else `route_source_value`, else the form in the name (OINT is topical).
- **Underlying disease** (ACTD): ICD-10-CM M05, M32, M33, M34, M35.1, or the concept with its descendants, at any time.
- **Follow-up** is a note after the day of the first supply in which it is said what became of the calcinosis, or that
  this cannot be told: of this patient, under this treatment, not supposed, not denied, not of earlier days. Naming the
  drug or the disease is not enough.
- **Response** is the best that is said: gone (CR), smaller (PR), the same or larger (NR), cannot be told (UR); what
  came back after it was gone is PR.
- **Grams** of ointment: the quantity when its unit is g, or when it has none and equals the pack in the name; tubes and
  jars times the pack; without quantity, the grams in name or sig. Strength is read from name or sig, as w/w.
- **A supply lasts** its days' supply when that is above 0, else up to its end date when that lies after its start.
- **A course** ends where more than 90 days lie between the end of a supply and the next. Its days run from its first
  supply to the end of its last; g/day is drug over days. Rows equal in all but their id count once.
- What needs something that the record does not tell is null in truth.json, never zero.

## truth.json
`attrition` (each step with who leaves), `responses`, `included` (response, exposure by course, notes with the place of
each telling sentence), `excluded` and `decoys` (each with `why` it must be left out and the `variant` it is). For
teaching and testing; nobody in it exists.
"""


def readme(truth: dict[str, Any], form: str) -> str:
    """The text, with the numbers of this data set."""
    period, steps = truth["period"], truth["attrition"]
    counts = [f"| {s['step']} | {s['reason']} | {s['out'] or ''} | {s['left']} |" for s in steps]
    n_decoys = len(truth["decoys"])
    classes = ", ".join(f"{name} {n}" for name, n in truth["responses"].items())
    return "\n".join(
        [
            "# Simulated records with a known cohort",
            f"{truth['persons']:,} persons, seed {truth['seed']}; made by `resorb simulate`. {_FILES[form]}",
            f"Period {period['start']} to {period['stop']}. {n_decoys} persons look like the cohort and are not.",
            "",
            "| step | reason | out | left |",
            "|---|---|---|---|",
            *counts,
            "",
            f"Responses of those left: {classes}.",
            "",
            _RULES,
        ]
    )
