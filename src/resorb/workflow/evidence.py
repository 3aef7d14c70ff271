"""The bundled evidence base: what it holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from resorb.codes import appraisals, conditions
from resorb.report.words import printed_text
from resorb.sources.bundled import bundled_files, read_base, read_bundled
from resorb.tables.schema import (
    TABLES,
    Appraisal,
    Attrition,
    Condition,
    Course,
    Group,
    Lesion,
    Patient,
    Product,
    StudyInfo,
)
from resorb.tables.study import Study, ref_of
from resorb.values.findings import BadInput, Fault, Place
from resorb.workflow.studies import no_study

if TYPE_CHECKING:
    from resorb.tables.columns import Row, Table


def list_evidence() -> list[dict[str, Any]]:
    """One entry a bundled study, cited ones included, sorted by id; the shape of ``resorb evidence list --json``."""
    entries: list[dict[str, Any]] = []
    for name in bundled_files():
        study = read_bundled(name)
        if study is not None:
            entries.extend(_entry(study, info, name) for info in study.rows(StudyInfo))
    return sorted(entries, key=lambda e: str(e["id"]))


def show_evidence(study_id: str) -> dict[str, Any]:
    """What is on file of one bundled study: its entry, and each table's rows as printed.

    Raises:
        BadInput: when there is no such study.
    """
    study = read_bundled(study_id)
    info = None if study is None else study.row(StudyInfo, study_id, study_id)
    if study is None or info is None:
        raise no_study(study_id)
    tables = {}
    for table in TABLES:
        rows = [_printed(row, table) | _asked(row) for row in study.of(table.row, study_id)]
        if rows:
            tables[table.name] = rows
    return {
        **_entry(study, info, study.inputs[0].path.removesuffix(".yaml")),
        "cite": info.cite,
        "tables": tables,
    } | _tools(study, study_id)


def _printed(row: Row, table: Table) -> dict[str, str]:
    """The cells of a row that are not blank, as printed."""
    cells = {c.key: printed_text(getattr(row, c.name)) for c in table.columns if getattr(row, c.name) not in (None, ())}
    return {"id": row.id} | cells


def _tools(study: Study, study_id: str) -> dict[str, dict[str, str]]:
    """Where the questions of the tools stand that appraised the study, by tool."""
    used = dict.fromkeys(row.tool for row in study.of(Appraisal, study_id))
    known = appraisals()
    return {"tools": {tool: "; ".join(source.cite for source in known[tool].sources) for tool in used}}


def _asked(row: Row) -> dict[str, str]:
    """What the question of an appraisal asks; nothing for rows of other tables."""
    if not isinstance(row, Appraisal):
        return {}
    question = appraisals()[row.tool].question(row.item)
    return {"asks": f"{question.asks} ({question.domain})"} if question else {}


def search_evidence(words: Iterable[str]) -> list[dict[str, Any]]:
    """Entries of the studies in which every word occurs, with the texts in which it was found under ``matched``.

    Raises:
        BadInput: when no word is given, or a file of the base is at fault.
    """
    wanted = [word.casefold() for text in words for word in text.split()]
    if not wanted:
        raise BadInput([Fault(Place("words"), "words", "nothing to search for", "give a word, e.g. calciphylaxis")])
    base, found = read_base(), []
    for info in base.rows(StudyInfo):
        texts = _texts(base, info)
        if all(any(word in text.casefold() for listed in texts.values() for text in listed) for word in wanted):
            matched = {
                name: hits
                for name, listed in texts.items()
                if (hits := [text for text in listed if any(word in text.casefold() for word in wanted)])
            }
            found.append({**_entry(base, info, _file_of(base, info)), "matched": matched})
    return sorted(found, key=lambda one: str(one["id"]))


def _file_of(base: Study, info: StudyInfo) -> str:
    origin = base.origin(ref_of(info))
    return origin.place.file.removesuffix(".yaml") if origin else info.id


def _texts(base: Study, info: StudyInfo) -> dict[str, list[str]]:
    """What a study can be found by."""
    known, where = conditions(), info.id
    diseases = [c.condition for c in base.of(Condition, where)]
    diseases += [name for disease in diseases if disease in known for name in known[disease].names]
    treatments = [g.treatment for g in base.of(Group, where) if g.treatment]
    texts = {
        "id": [where], "title": [info.title or ""], "cite": [info.cite or "", str(info.year or ""), info.doi or ""],
        "disease": diseases, "drug": [*(p.drug for p in base.of(Product, where)), *treatments],
        "route": [p.route for p in base.of(Product, where)], "site": [row.site for row in base.of(Lesion, where)],
        "setting": [info.setting or ""],
    }  # fmt: skip
    return {name: list(dict.fromkeys(text for text in listed if text)) for name, listed in texts.items()}


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
