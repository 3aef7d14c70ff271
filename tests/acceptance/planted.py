"""A cohort planted in other forms of records: how it is found in them, and in its OMOP twin."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from resorb.records.store import build_store
from resorb.tables.folder import read_folder
from resorb.tables.study import Study
from resorb.workflow.cohort import CohortResult, cohort

_STEPS = {
    "no ACTD": "no-actd", "intravenous": "intravenous", "no follow-up": "no-follow-up",
    "not as prescribed": "not-as-prescribed",
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """What the bundled protocol finds in a source."""

    result: CohortResult
    study: Study

    @property
    def steps(self) -> list[tuple[str, int, int]]:
        """Code, persons out and persons left of each step."""
        return [(s.code, s.persons_out, s.persons_left) for s in self.result.attrition]


def find_planted(source: Path, folder: Path, *, in_store: bool = False) -> Found:
    """The cohort in a source, or in a store that is built of it, as a study in ``folder``."""
    if in_store:
        folder.mkdir(exist_ok=True)
        build_store(source, folder / "clinic.duckdb")
        source = folder / "clinic.duckdb"
    result = cohort("mayo-topical", source, folder / "study")
    return Found(result, read_folder(folder / "study"))


def planted_steps(records: Path) -> list[tuple[str, int, int]]:
    """The steps as they were planted in made-up records."""
    truth = json.loads((records / "truth.json").read_text(encoding="utf-8"))
    return [(_STEPS.get(s["step"], ""), s["out"], s["left"]) for s in truth["attrition"]]
