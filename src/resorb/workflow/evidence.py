"""The bundled evidence base: what it holds."""

from __future__ import annotations

from typing import Any

from resorb.sources.bundled import bundled_files, read_bundled
from resorb.tables.schema import Attrition, Course, Group, Patient, Product, StudyInfo
from resorb.tables.study import Study


def list_evidence() -> list[dict[str, Any]]:
    """One entry a bundled study, cited ones included, sorted by id; the shape of ``resorb evidence list --json``."""
    entries: list[dict[str, Any]] = []
    for name in bundled_files():
        study = read_bundled(name)
        if study is not None:
            entries.extend(_entry(study, info, name) for info in study.rows(StudyInfo))
    return sorted(entries, key=lambda e: str(e["id"]))


def _entry(study: Study, info: StudyInfo, file: str) -> dict[str, Any]:
    products = {p.id: p for p in study.of(Product, info.id)}
    given = dict.fromkeys(products[c.product].route for c in study.of(Course, info.id) if c.product in products)
    return {
        "id": info.id,
        "title": info.title,
        "design": info.design,
        "report": info.report,
        "role": info.role,
        "routes": list(given) or list(dict.fromkeys(p.route for p in products.values())),
        "n_patients": _patients(study, info.id),
        "read": info.read,
        "read_in": info.read_in,
        "file": f"{file}.yaml",
    }


def _patients(study: Study, study_id: str) -> int | None:
    """Patients analysed: those left after attrition, else the largest whole printed, and no fewer than are told.

    None when the source treats a group and does not say how many they were.
    """
    told = sum(1 for _ in study.of(Patient, study_id))
    left = [step.left for step in study.of(Attrition, study_id) if step.left is not None]
    if left:
        return max(told, left[-1])
    wholes = [g.n for g in study.of(Group, study_id) if g.of is None]
    known = [n for n in wholes if n is not None]
    return None if wholes and not known and not told else max([told, *known])
