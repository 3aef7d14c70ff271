"""Killed at any moment, a store holds exactly what was acknowledged, and a study folder is whole or not there.

20 kills here; `make kills KILLS=200` is the long run.
"""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from resorb.records.omop import OMOP_TABLES
from resorb.records.simulate import Settings, simulate
from resorb.records.store import append_store, build_store
from resorb.tables.folder import read_folder

KILLS = int(os.environ.get("RESORB_KILLS", "20"))

Content = dict[str, tuple[int, int]]


def content(store: Path) -> Content:
    """Rows of each table, and a sum over what they hold that does not depend on their order."""
    found: Content = {}
    with duckdb.connect(str(store), read_only=True) as connection:
        for name in (*(t.name for t in OMOP_TABLES), "condition_kind", "drug_kind"):
            query = f"SELECT count(*), coalesce(sum(hash(t)), 0)::HUGEINT FROM {name} AS t"  # noqa: S608
            row = connection.execute(query).fetchone()
            assert row is not None
            found[name] = (row[0], row[1])
    return found


def killed(random_: random.Random, longest: float, *words: str) -> bool:
    """Run the command line and kill it at a random moment; whether it had finished."""
    with subprocess.Popen(
        [sys.executable, "-m", "resorb", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            return process.wait(random_.uniform(0.2, 1.1) * longest) == 0
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return False


@pytest.fixture(scope="module")
def clinics(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two extracts of one clinic: the second holds more persons."""
    folder = tmp_path_factory.mktemp("clinics")
    simulate(Settings(persons=1_000, seed=1, lean=True), folder / "first")
    simulate(Settings(persons=4_000, seed=2, lean=True), folder / "second")
    return folder / "first", folder / "second"


@pytest.mark.slow
def test_builds_and_appends_are_whole_or_not_at_all(clinics: tuple[Path, Path], tmp_path: Path) -> None:
    first, second = clinics
    one, two, both = tmp_path / "one.duckdb", tmp_path / "two.duckdb", tmp_path / "both.duckdb"
    build_store(first, one)
    build_store(first, both)
    append_store(second, both)
    begun = time.monotonic()
    subprocess.run([sys.executable, "-m", "resorb", "store", "build", str(second), "-o", str(two)], check=True)
    longest = time.monotonic() - begun
    known = {"first": content(one), "second": content(two), "both": content(both)}
    assert len({tuple(c.items()) for c in known.values()}) == 3
    random_ = random.Random(20)  # noqa: S311 - when to kill is no secret
    store = tmp_path / "clinic.duckdb"
    seen = set()
    for _ in range(KILLS):
        store.unlink(missing_ok=True)
        store.with_name("clinic.duckdb.wal").unlink(missing_ok=True)
        build_store(first, store)
        building = random_.random() < 0.5
        finished = killed(random_, longest, "store", "build" if building else "append", str(second), "-o", str(store))
        after = "second" if building else "both"
        holds = content(store)
        assert holds in ([known[after]] if finished else [known["first"], known[after]])
        seen.add((building, holds == known["first"]))
    assert len(seen) > 1  # some were killed before they had done anything, and some had finished
    build_store(second, store)
    assert content(store) == known["second"]
    assert [p.name for p in tmp_path.iterdir() if "building" in p.name] == []  # left-overs of killed builds are gone


@pytest.mark.slow
def test_a_study_folder_is_whole_or_not_there(clinics: tuple[Path, Path], tmp_path: Path) -> None:
    source, study = clinics[1], tmp_path / "study"
    words = ("cohort", "mayo-topical", "--from", str(source), "-o", str(study))
    begun = time.monotonic()
    subprocess.run([sys.executable, "-m", "resorb", *words], check=True, capture_output=True)
    longest = time.monotonic() - begun
    random_ = random.Random(21)  # noqa: S311 - when to kill is no secret
    whole = read_folder(study).tables
    for number in range(max(KILLS // 4, 3)):
        study = tmp_path / f"study-{number}"
        finished = killed(random_, longest, *words[:-1], str(study))
        assert study.exists() or not finished
        if study.exists():
            assert read_folder(study).tables == whole
