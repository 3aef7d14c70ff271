"""REDCap as its user runs it."""

import json
from pathlib import Path

import pytest

from tests.functional.test_commands import GOOD, resorb


def test_the_project_is_written_and_a_study_goes_there_and_back(tmp_path: Path) -> None:
    said = resorb("convert", "--to", "redcap", "-o", str(tmp_path / "p"), "--json")
    assert (said.returncode, json.loads(said.stdout)["files"]) == (0, ["dictionary.csv", "repeating.csv"])
    assert resorb("convert", GOOD, "--to", "redcap", "-o", str(tmp_path / "p"), "--as-is").returncode == 0
    project = {"dictionary.csv", "repeating.csv", "records.csv"}
    assert {p.name for p in (tmp_path / "p").iterdir()} == project | {"export.json", "ro-crate-metadata.json"}
    there, back = resorb("check", GOOD), resorb("check", str(tmp_path / "p" / "records.csv"))
    assert back.returncode == 0
    assert there.stdout.splitlines()[-1] == back.stdout.splitlines()[-1]


def test_a_foreign_export_is_listed_and_nothing_is_written(tmp_path: Path) -> None:
    export = tmp_path / "f.csv"
    export.write_text("record_id,name\n1,Kanarienvogel\n", encoding="utf-8")
    said = resorb("convert", str(export), "-o", str(tmp_path / "out"))
    assert (said.returncode, said.stdout) == (2, "")
    assert "record: holds 1 rows; fields with how often they are filled: name (1)" in said.stderr
    assert "Kanarienvogel" not in said.stderr
    assert not (tmp_path / "out").exists()


def test_no_study_is_one_clear_line(tmp_path: Path) -> None:
    said = resorb("convert", "-o", str(tmp_path / "out"))
    assert said.returncode == 2
    assert "STUDY: is missing" in said.stderr


@pytest.mark.parametrize("kind", ["study", "protocol", "lists", "redcap"])
def test_editors_get_the_schema_of_each_kind_of_file(kind: str) -> None:
    said = resorb("schema", kind)
    assert said.returncode == 0
    assert json.loads(said.stdout)["$schema"].startswith("https://json-schema.org/")
