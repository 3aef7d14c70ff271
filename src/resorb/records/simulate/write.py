"""A data set on disk: made in a folder beside its place and moved there when it is whole."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from polars.io.plugins import register_io_source

from resorb.records.simulate.clinic import write_clinic
from resorb.records.simulate.fhir import write_fhir
from resorb.records.simulate.planting import plant
from resorb.records.simulate.readme import readme
from resorb.records.simulate.roles import per_cohort
from resorb.records.simulate.schemas import schema_of, with_double_ids
from resorb.records.simulate.settings import FEWEST_PERSONS, Settings
from resorb.records.simulate.tables import PERSON_TABLES, VOCABULARY_TABLES, Tables, vocabulary
from resorb.records.simulate.truth import as_text, truth
from resorb.values.findings import BadInput, Fault, Place

TRUTH, README = "truth.json", "README.md"
FORMATS = ("omop", "csv", "fhir")
_ROWS_PER_GROUP = 122_880


@dataclass(frozen=True, slots=True)
class Made:
    """A data set that was written: where, its files, and its truth."""

    folder: Path
    files: tuple[str, ...]
    truth: dict[str, Any]


def simulate(settings: Settings, folder: Path, form: str = "omop", say: Callable[[str], None] | None = None) -> Made:
    """Write a data set into ``folder``, which is made; an earlier data set there is replaced.

    Args:
        settings: size, seed and form of ids.
        folder: where to; another folder's files are never touched.
        form: ``omop`` (CDM 5.4 as one Parquet file per table), ``csv`` (a clinic's pharmacy
            list and chart export) or ``fhir`` (R4 bulk NDJSON and one Bundle).
        say: told which table is being written.

    Raises:
        BadInput: when the folder holds something else, or the size or form cannot be made.
    """
    _refuse(settings, folder, form)
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        planting = plant(settings)
        tables = Tables(settings, planting)
        writer = {"omop": _write_omop, "csv": write_clinic, "fhir": write_fhir}[form]
        writer(tables, building, say or (lambda _: None))
        known = truth(settings, planting)
        (building / TRUTH).write_text(as_text(known), encoding="utf-8")
        (building / README).write_text(readme(known, form), encoding="utf-8")
        building.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(building, folder)  # noqa: PTH105
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return Made(folder, tuple(sorted(file.name for file in folder.iterdir())), known)


def _refuse(settings: Settings, folder: Path, form: str) -> None:
    """Every reason why this cannot be written, at once."""
    faults, most = [], settings.persons // FEWEST_PERSONS
    if settings.persons < FEWEST_PERSONS:
        remedy = f"ask for {FEWEST_PERSONS} or more: {per_cohort()} are planted among them"
        faults.append(Fault(Place("--persons"), "persons", f"{settings.persons} persons are too few", remedy))
    elif not 1 <= settings.cohorts <= most:
        rule = f"{settings.cohorts} cohorts among {settings.persons} persons"
        remedy = f"ask for 1 to {most}: each takes {FEWEST_PERSONS} persons"
        faults.append(Fault(Place("--cohorts"), "cohorts", rule, remedy))
    if settings.seed < 0:
        faults.append(Fault(Place("--seed"), "seed", "a seed is not negative", "give 0 or more"))
    if form not in FORMATS:
        faults.append(Fault(Place("--format"), "format", f"unknown format {form}", f"one of {', '.join(FORMATS)}"))
    taken = folder.exists() and not ((folder / TRUTH).is_file() or (folder.is_dir() and not any(folder.iterdir())))
    if taken:
        faults.append(Fault(Place(str(folder)), "output", "it holds something else than a simulated data set",
                            "give another folder with -o"))  # fmt: skip
    if faults:
        raise BadInput(faults)


def _write_omop(tables: Tables, folder: Path, say: Callable[[str], None]) -> None:
    double = tables.settings.double_ids
    for table in PERSON_TABLES:
        say(f"writing {table}")

        def stream(*_: object, table: str = table) -> Iterator[pl.DataFrame]:
            for data in tables.frames(table):
                yield with_double_ids(data) if double else data

        # Streamed, so that no table is ever in memory as a whole.
        lazy = register_io_source(stream, schema=schema_of(table, double_ids=double), is_pure=True)
        path = folder / f"{table}.parquet"
        with _disk_errors(path):
            lazy.sink_parquet(
                path, compression="zstd", compression_level=1, row_group_size=_ROWS_PER_GROUP, maintain_order=True
            )
    for table in VOCABULARY_TABLES:
        data = vocabulary(table)
        (with_double_ids(data) if double else data).write_parquet(folder / f"{table}.parquet")


@contextlib.contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    """What the disk refuses is an OSError, whatever the library makes of it."""
    try:
        yield
    except pl.exceptions.ComputeError as error:
        refused = re.search(r"os error (\d+)", str(error))
        if refused is None:
            raise
        number = int(refused.group(1))
        raise OSError(number, os.strerror(number), str(path)) from error
