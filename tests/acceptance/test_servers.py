"""The planted cohort makes the same study folder from a server as from Parquet files: all tables, attrition, why."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from resorb.records.simulate import Settings, simulate
from resorb.records.store import build_store
from resorb.tables.folder import read_folder
from resorb.workflow.cohort import CohortResult, cohort
from tests.servers import Server

Clinic = tuple[Path, str, dict[str, Any]]


@pytest.fixture(scope="module", params=[False, True], ids=["whole ids", "DOUBLE ids"])
def clinic(request: pytest.FixtureRequest, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    """A folder, the URL that reads the same rows from a server, and what was planted."""
    folder = tmp_path_factory.mktemp("planted") / "omop"
    simulate(Settings(persons=10_000, seed=int(request.param), lean=True, double_ids=request.param), folder)
    url = server.load(folder, f"planted{int(request.param)}")
    return folder, url, json.loads((folder / "truth.json").read_text(encoding="utf-8"))


def rows_of(folder: Path, source: str) -> tuple[Any, ...]:
    """Every table and origin of a study folder, the source's name left out."""
    study = read_folder(folder)
    tables = {
        name: [replace(row, note=row.note.replace(source, "…")) if name == "studies" else row for row in rows]  # type: ignore[attr-defined,call-arg]
        for name, rows in study.tables.items()
    }
    return tables, {f: str(o).replace(source, "…") for f, o in study.origins.items()}


@pytest.mark.parametrize("protocol", ["mayo-topical", "diltiazem-calcinosis"])
def test_a_study_from_a_server_is_the_one_from_its_files(protocol: str, clinic: Clinic, tmp_path: Path) -> None:
    folder, url, truth = clinic
    said: list[str] = []
    here = cohort(protocol, folder, tmp_path / "here")
    there = cohort(protocol, url, tmp_path / "there", say=said.append)
    assert there.attrition == here.attrition
    assert there.notices == here.notices
    if protocol == "mayo-topical":
        assert [s.persons_left for s in there.attrition] == [s["left"] for s in truth["attrition"]]
    shown = url.partition("@")[2] or url
    shown = f"{url.partition('://')[0]}://{shown}" if "@" in url else shown
    assert rows_of(tmp_path / "there", shown) == rows_of(tmp_path / "here", "omop")
    fetched = next(int(line.split()[1].replace(",", "")) for line in said if line.startswith("fetched"))
    assert 0 < fetched < 0.2 * truth_rows(folder)


def truth_rows(folder: Path) -> int:
    """How many rows the tables hold in all."""
    import polars as pl

    return sum(pl.scan_parquet(f).select(pl.len()).collect().item() for f in folder.glob("*.parquet"))


def test_why_is_answered_alike(clinic: Clinic) -> None:
    folder, url, truth = clinic
    asked = [truth["included"][0]["person_id"], *(d["person_id"] for d in truth["decoys"][:40:10]), 3, 999_999_999]

    def answer(source: Path | str, person: int) -> tuple[str, ...]:
        result: CohortResult = cohort("mayo-topical", source, None, why=person)
        return tuple(line for line in result.why if " not in " not in line)

    assert [answer(url, p) for p in asked] == [answer(folder, p) for p in asked]


def test_a_store_built_from_a_server_gives_the_same(clinic: Clinic, tmp_path: Path) -> None:
    folder, url, _ = clinic
    there, here = build_store(url, tmp_path / "there.duckdb"), build_store(folder, tmp_path / "here.duckdb")
    assert there == here
    first = cohort("mayo-topical", tmp_path / "here.duckdb", tmp_path / "here")
    second = cohort("mayo-topical", tmp_path / "there.duckdb", tmp_path / "there")
    assert first.attrition == second.attrition
    assert rows_of(tmp_path / "there", "there.duckdb") == rows_of(tmp_path / "here", "here.duckdb")
