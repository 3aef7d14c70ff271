"""`resorb simulate` as its user runs it."""

import json
from pathlib import Path

from tests.functional.test_commands import resorb


def test_it_writes_a_data_set_and_says_what_was_planted(tmp_path: Path) -> None:
    out = tmp_path / "records"
    said = resorb("simulate", "-o", str(out), "--persons", "600", "--lean")
    assert (said.returncode, said.stdout) == (0, f"{out}: 600 persons, 87 found, 28 included\n")
    assert "writing drug_exposure" in said.stderr
    assert "87" in (out / "README.md").read_text(encoding="utf-8")


def test_json_stands_alone_on_stdout_and_names_the_files(tmp_path: Path) -> None:
    out = tmp_path / "clinic"
    said = resorb("simulate", "-o", str(out), "--persons", "600", "--lean", "--format", "csv", "--json")
    told = json.loads(said.stdout)
    assert (told["found"], told["included"], told["decoys"]) == (87, 28, 80)
    names = {"README.md", "truth.json", "persons.csv", "dispensing.csv", "chart.csv"}
    assert {Path(file).name for file in told["files"]} == names == {file.name for file in out.iterdir()}


def test_what_cannot_be_made_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    said = resorb("simulate", "-o", str(tmp_path / "few"), "--persons", "20", "--seed", "-1")
    assert (said.returncode, said.stdout) == (2, "")
    assert "20 persons are too few" in said.stderr
    assert "a seed is not negative" in said.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    said = resorb("simulate", "-o", str(tmp_path / "file" / "set"), "--persons", "600", "--lean")
    assert said.returncode == 2
    assert "Traceback" not in said.stderr
    assert len([line for line in said.stderr.splitlines() if "give a place" in line]) == 1
