"""Records made up with a known cohort, for teaching, testing and timing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from resorb.records.simulate import Settings
from resorb.records.simulate import simulate as make


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user asks for."""

    persons: int
    seed: int = 0
    form: str = "omop"
    lean: bool = False
    double_ids: bool = False
    cohorts: int | None = None


def simulate(asked: Asked, folder: Path, say: Callable[[str], None] | None = None) -> dict[str, Any]:
    """Write the data set; what was planted, in a few numbers.

    Raises:
        BadInput: when the folder holds something else or so few persons cannot hold a cohort.
    """
    settings = Settings(
        asked.persons, asked.seed, lean=asked.lean, double_ids=asked.double_ids, asked_cohorts=asked.cohorts
    )
    made = make(settings, folder, asked.form, say)
    return {
        "folder": str(made.folder),
        "persons": asked.persons,
        "found": made.truth["attrition"][0]["left"],
        "included": len(made.truth["included"]),
        "decoys": len(made.truth["decoys"]),
        "files": [str(made.folder / name) for name in made.files],
    }
