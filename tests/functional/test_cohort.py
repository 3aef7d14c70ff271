"""`resorb cohort` and `resorb store` as a user runs them: status, stdout, stderr, files."""

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest

from resorb.tables.folder import read_folder
from tests.functional.test_commands import resorb
from tests.omop import PROTOCOL, treated

STEPS = """
exclusions:
  - {code: no-actd, reason: no underlying ACTD, rule: no underlying condition}
  - {code: lost, reason: no follow-up, kind: not followed, rule: no follow-up}
"""


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """Three persons: one stays, one leaves, one is not found."""
    rows = treated(1).person(2).code(2, "2014-02-01").supply(2, "2014-03-01").person(3).code(3, "2014-02-01")
    rows.write(tmp_path / "omop")
    (tmp_path / "small.yaml").write_text(PROTOCOL + STEPS, encoding="utf-8")
    return tmp_path


def test_a_study_folder_comes_out_and_check_and_report_take_it(clinic: Path) -> None:
    said = resorb("cohort", "small.yaml", "--from", "omop", "-o", "study", "--json", cwd=clinic)
    assert said.returncode == 0, said.stderr
    told = json.loads(said.stdout)
    assert [(s["step"], s["out"], s["left"], s["courses_left"]) for s in told["attrition"]] == [
        ("found", 0, 2, 2),
        ("no-actd", 1, 1, 1),
        ("lost", 0, 1, 1),
    ]
    assert told["study"] == "study"
    study = read_folder(clinic / "study")
    assert [p.id for p in study.tables["patients"]] == ["P1"]
    assert {o.where for o in study.origins.values()} >= {"person 1", "drug_exposure 1", "note 1, characters 0-38"}
    checked = resorb("check", "study", "--fail-on", "fails", cwd=clinic)
    assert checked.returncode == 0, checked.stdout
    reported = resorb("report", "study", "-o", "report", cwd=clinic)
    assert reported.returncode == 0, reported.stderr
    results = json.loads((clinic / "report" / "results.json").read_text(encoding="utf-8"))
    assert [e["mg_per_day"]["low"] for e in results["exposures"]][:1] == [500]  # 60 g × 25 % / 30 days


@pytest.mark.parametrize(
    ("person", "first"),
    [
        ("1", "person 1: included"),
        ("2", "person 2: found, left at step 1, no underlying ACTD"),
        ("3", "person 3: not found"),
        ("4", "person 4: not in omop"),
    ],
)
def test_everyone_can_be_asked_why(clinic: Path, person: str, first: str) -> None:
    said = resorb("cohort", "small.yaml", "--from", "omop", "--why", person, cwd=clinic)
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith(first)
    assert sorted(p.name for p in clinic.iterdir()) == ["omop", "small.yaml"]


def test_a_store_is_built_appended_and_asked(clinic: Path) -> None:
    built = resorb("store", "build", "omop", "-o", "clinic.duckdb", "--json", cwd=clinic)
    assert built.returncode == 0, built.stderr
    assert {t["table"]: t["rows"] for t in json.loads(built.stdout)["tables"]}["person"] == 3
    assert "100 %" in built.stderr
    treated(9).write(clinic / "more")
    more = resorb("store", "append", "more", "-o", "clinic.duckdb", "--json", cwd=clinic)
    counts = {t["table"]: (t["rows"], t["there_before"]) for t in json.loads(more.stdout)["tables"]}
    assert counts["person"] == (1, 0)
    assert counts["condition_occurrence"] == (0, 2)  # an extract that numbers its rows anew adds nothing by mistake
    said = resorb("cohort", "small.yaml", "--from", "clinic.duckdb", "-o", "study", "--json", cwd=clinic)
    assert json.loads(said.stdout)["attrition"][-1]["left"] == 1


def test_tables_that_no_protocol_asks_for_are_named_with_their_rows(clinic: Path) -> None:
    """Empty ones hold nothing that could be missed; a store holds no other tables."""
    pl.DataFrame({"cost_id": [1, 2]}).write_parquet(clinic / "omop" / "COST.parquet")
    pl.DataFrame({"a": []}, schema={"a": pl.Int64}).write_parquet(clinic / "omop" / "episode.parquet")
    built = resorb("store", "build", "omop", "-o", "clinic.duckdb", "--json", cwd=clinic)
    (told,) = json.loads(built.stdout)["findings"]
    assert (told["field"], told["rule"]) == ("tables", "are not read, with so many rows: cost (2)")
    with duckdb.connect(str(clinic / "other.duckdb")) as other:
        other.execute("CREATE TABLE person AS FROM 'omop/person.parquet'".replace("omop", str(clinic / "omop")))
        other.execute("CREATE TABLE cost AS SELECT 1 AS cost_id")
    (told,) = json.loads(resorb("store", "build", "other.duckdb", "-o", "b.duckdb", "--json", cwd=clinic).stdout)[
        "findings"
    ]
    assert told["rule"].endswith("cost (1)")
    again = resorb("store", "build", "clinic.duckdb", "-o", "c.duckdb", "--json", cwd=clinic)
    assert json.loads(again.stdout)["findings"] == []


def test_notes_of_a_store_are_searched_with_an_index_and_without(clinic: Path) -> None:
    assert resorb("store", "build", "omop", "-o", "clinic.duckdb", cwd=clinic).returncode == 0
    plain = resorb("store", "search", "clinic.duckdb", "calcin*", cwd=clinic)
    assert plain.stdout.startswith("person 1, note 1 of ")
    assert "there is no word index" in plain.stderr
    assert json.loads(resorb("store", "index", "clinic.duckdb", "--json", cwd=clinic).stdout)["notes"] == 1
    again = resorb("store", "search", "clinic.duckdb", "calcin*", cwd=clinic)
    assert (again.stdout, again.stderr) == (plain.stdout, "")
    (hit,) = json.loads(resorb("store", "search", "clinic.duckdb", "calcin*", "--json", cwd=clinic).stdout)["hits"]
    assert (hit["person"], hit["said"], hit["start"]) == (1, "present", 0)
    assert [hit["text"][a:b].lower()[:6] for a, b in hit["marks"]] == ["calcin"] * len(hit["marks"])
    for arguments in (("search", "clinic.duckdb", "*"), ("index", "omop"), ("search", "none.duckdb", "x")):
        refused = resorb("store", *arguments, cwd=clinic)
        assert refused.returncode == 2, arguments
        assert "fault" in refused.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("cohort", "small.yaml", "--from", "nowhere", "-o", "s"), "there is no such file or folder"),
        (("cohort", "small.yaml", "--from", "small.yaml", "-o", "s"), "source"),
        (("cohort", "small.yaml", "--from", ".", "-o", "s"), "person: the table is missing"),
        (("cohort", "mayo-topicl", "--from", "omop", "-o", "s"), "did you mean 'mayo-topical'?"),
        (("cohort", "small.yaml", "--from", "omop"), "needs PROTOCOL, --from SOURCE, and -o DIR or --why PERSON"),
        (("cohort", "small.yaml", "--from", "omop", "-o", "omop"), "exists and is not a study folder"),
        (("store", "build", "omop", "-o", "small.yaml"), "exists and is not a resorb store"),
        (("store", "append", "omop", "-o", "none.duckdb"), "is not a resorb store"),
        (("store", "build", "omop", "-o", "no/where.duckdb"), "No such file"),
    ],
)
def test_bad_input_ends_with_2_and_leaves_nothing(clinic: Path, words: tuple[str, ...], says: str) -> None:
    said = resorb(*words, cwd=clinic)
    assert said.returncode == 2
    assert says in said.stdout + said.stderr
    assert "Traceback" not in said.stderr
    assert sorted(p.name for p in clinic.iterdir()) == ["omop", "small.yaml"]


def test_a_disk_that_takes_no_more_is_one_clear_line_and_the_store_stays(clinic: Path) -> None:
    resource = pytest.importorskip("resource", reason="needs a limit on the size of files, as Unix has")
    assert resorb("store", "build", "omop", "-o", "clinic.duckdb", cwd=clinic).returncode == 0
    before = (clinic / "clinic.duckdb").read_bytes()

    def little() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (64_000, 64_000))

    said = subprocess.run(
        [sys.executable, "-m", "resorb", "store", "build", "omop", "-o", "clinic.duckdb"],
        cwd=clinic, check=False, capture_output=True, text=True, preexec_fn=little,
    )  # fmt: skip
    assert said.returncode == 2
    assert "the store is as it was" in said.stderr
    assert "Traceback" not in said.stderr
    assert (clinic / "clinic.duckdb").read_bytes() == before
    assert sorted(p.name for p in clinic.iterdir()) == ["clinic.duckdb", "omop", "small.yaml"]


def test_the_schema_of_protocols_is_printed(clinic: Path) -> None:
    said = resorb("cohort", "--schema", cwd=clinic)
    assert json.loads(said.stdout)["title"] == "resorb protocol"
