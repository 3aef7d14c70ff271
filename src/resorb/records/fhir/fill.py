"""Fill a database with the OMOP tables that a FHIR export amounts to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import duckdb

from resorb.records.fhir.conditions import read_condition
from resorb.records.fhir.documents import read_binary, read_composition, read_document, read_report
from resorb.records.fhir.drugs import read_drug, read_medication
from resorb.records.fhir.files import resources
from resorb.records.fhir.landing import Landing
from resorb.records.fhir.observations import read_observation
from resorb.records.fhir.people import read_coverage, read_encounter, read_patient
from resorb.records.fhir.resource import Resource
from resorb.records.fhir.settle import settle
from resorb.records.fhir.told import Told
from resorb.records.fhir.vocabulary import read_code_system, read_concept_map
from resorb.values.findings import Fault

Reader = Callable[[Resource, Landing], bool]


def readers(folder: Path) -> dict[str, Reader]:
    """What reads each type of resource; attachments may lead to files of ``folder``."""
    return {
        "Patient": read_patient,
        "Encounter": read_encounter,
        "Coverage": read_coverage,
        "Condition": read_condition,
        "MedicationRequest": read_drug,
        "MedicationDispense": read_drug,
        "MedicationAdministration": read_drug,
        "MedicationStatement": read_drug,
        "Medication": read_medication,
        "Observation": read_observation,
        "DocumentReference": partial(read_document, folder=folder),
        "DiagnosticReport": partial(read_report, folder=folder),
        "Composition": read_composition,
        "Binary": read_binary,
        "CodeSystem": read_code_system,
        "ConceptMap": read_concept_map,
    }


def fill(connection: duckdb.DuckDBPyConnection, path: Path) -> list[Fault]:
    """Read an export into OMOP tables of a database.

    Args:
        connection: an empty database.
        path: a folder of NDJSON files or Bundles, or one such file.

    Returns:
        What could not be taken, or not as it stands: every broken line, and every other kind of remark with its count
        and first place.

    Raises:
        BadInput: when nothing is left.
    """
    told = Told(root=path.parent)
    landing = Landing(connection)
    known = readers(path if path.is_dir() else path.parent)
    for resource in resources(path, told):
        reader = known.get(resource.kind)
        if reader is None:
            resource.remark("", "is a type of resource that is not understood; counted", "nothing, if it is not needed")
            continue
        taken = not resource.refused() and reader(resource, landing)
        if not taken and resource.id is not None:
            landing.withdrawn(resource)
    settle(landing, told, path)
    return told.faults()
