"""`resorb pool` and `resorb evidence` as a user runs them: exit status, stdout and stderr, what is written."""

import json
from pathlib import Path

import pytest

from tests.functional.test_commands import resorb
from tests.spec.pool_report.made import MIXED, study_file


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Six made-up study files."""
    folder = tmp_path_factory.mktemp("studies")
    paths = []
    for text in MIXED:
        path = folder / f"{text.split()[1]}.yaml"
        path.write_text(text, encoding="utf-8")
        paths.append(str(path))
    return paths


def test_pool_writes_the_report_and_tells_the_summary(files: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    said = resorb("pool", *files, "-o", str(out))
    assert said.returncode == 0
    assert "Lesion response: 12 of 21 patients in 5 studies" in said.stdout
    assert said.stdout.rstrip().endswith(str(out / "report.html"))
    assert "pooling" in said.stderr
    assert {p.name for p in out.iterdir()} == {"report.html", "results.json", "tables", "figures"}
    assert {p.name for p in (out / "tables").iterdir()} == {
        "series.csv", "answers.csv", "coverage.csv", "duplicates.csv",
    }  # fmt: skip


def test_pool_as_json_is_json_alone_and_results_keep_the_contract(files: list[str], tmp_path: Path) -> None:
    said = resorb("pool", *files, "-o", str(tmp_path), "--json")
    out = json.loads(said.stdout)
    assert Path(out["report"]).is_file()
    assert all(Path(file).is_file() for file in out["files"])
    assert out["summary"]["paragraphs"][0]["title"] == "Topical use, calcinosis cutis"
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert {"resorb", "inputs", "attrition", "estimates", "findings"} <= set(results)
    keys = {"id", "study", "measure", "group", "n", "N", "value", "low", "high", "level", "unit", "method", "trace"}
    assert all(keys <= set(estimate) for estimate in results["estimates"])
    assert all(estimate["trace"] for estimate in results["estimates"])


def test_the_same_studies_give_the_same_bytes(files: list[str], tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for out in (one, other):
        assert resorb("pool", *files, "-o", str(out)).returncode == 0
    names = sorted(p.relative_to(one) for p in one.rglob("*") if p.is_file())
    assert names == sorted(p.relative_to(other) for p in other.rglob("*") if p.is_file())
    assert all((one / name).read_bytes() == (other / name).read_bytes() for name in names)


def test_where_selects_and_by_splits(files: list[str], tmp_path: Path) -> None:
    words = ["--where", "report=selected case", "--by", "judged by"]
    said = resorb("pool", *files, "-o", str(tmp_path), *words)
    assert said.returncode == 0
    assert "Selected and split as asked: report=selected case, by judged_by." in said.stdout
    assert "Topical use, calcinosis cutis, judged by: chart" in said.stdout
    assert "2 of 2 patients in 2 studies; too few for a percentage" in said.stdout


def test_moderators_are_asked_for_one_by_one(files: list[str], tmp_path: Path) -> None:
    said = resorb("pool", *files, "-o", str(tmp_path), "--moderator", "report-type", "--moderator", "dose")
    assert said.returncode == 0
    assert "Report type, lesion response: refused, one coefficient needs 10 studies, there are 5." in said.stdout
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert [one["moderator"] for one in results["regressions"]] == ["report type", "dose"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--where", "rout=topical"], "'rout' is no property of evidence; use one of: route, disease"),
        (["--where", "topical"], "is no selection; write name=value"),
        (["--where", "route="], "is no selection; write name=value"),
        (["--moderator", "shoe size"], "use one of: report-type, route, disease, year, dose"),
        (["--by", "colour"], "'colour' is no property of evidence"),
        (["--where", "route=oral"], "no evidence on the drug fits the selection; loosen --where"),
    ],
)
def test_a_selection_that_cannot_be_is_status_two_and_nothing_is_written(
    files: list[str], tmp_path: Path, words: list[str], said: str
) -> None:
    out = tmp_path / "out"
    ended = resorb("pool", *files, "-o", str(out), *words)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not out.exists()


def test_nothing_to_pool_as_json_is_an_error_in_json(files: list[str], tmp_path: Path) -> None:
    said = resorb("pool", files[-1], "-o", str(tmp_path / "out"), "--json")
    assert said.returncode == 2
    assert len(json.loads(said.stdout)["errors"]) == 1


def test_pool_without_a_place_to_write_is_wrong_usage(files: list[str]) -> None:
    said = resorb("pool", *files)
    assert said.returncode == 2
    assert "--out" in said.stderr


def test_a_centre_stands_beside_the_base_where_it_lies_in_the_prediction(tmp_path: Path) -> None:
    mine = tmp_path / "our-clinic.yaml"
    mine.write_text(study_file("our-clinic", 6, 9, report="consecutive series"), encoding="utf-8")
    said = resorb("pool", str(mine), "--with-evidence", "-o", str(tmp_path / "out"))
    assert said.returncode == 0
    assert "yours 6 of 9 patients. The base holds " in said.stdout
    assert "A new series of the base would have a lower rate than yours with probability 0." in said.stdout
    placed = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))["placed"]
    assert [one["studies"] for one in placed] == [["our-clinic"]]
    assert placed[0]["updated"]["n"] == placed[0]["base"]["n"] + 9


def test_evidence_show_tells_what_is_on_file() -> None:
    shown = resorb("evidence", "show", "hftc-topical-2016")
    assert shown.returncode == 0
    assert shown.stdout.startswith("hftc-topical-2016: ")
    assert "patients (3)" in shown.stdout
    as_json = json.loads(resorb("evidence", "show", "hftc-topical-2016", "--json").stdout)
    assert as_json["id"] == "hftc-topical-2016"
    assert len(as_json["tables"]["patients"]) == 3
    assert {"design", "report", "routes", "n_patients", "cite", "file"} <= set(as_json)


def test_evidence_show_of_an_unknown_study_names_the_nearest() -> None:
    said = resorb("evidence", "show", "mayo-topicl-2018")
    assert (said.returncode, said.stdout) == (2, "")
    assert "did you mean 'mayo-topical-2018'?" in said.stderr


def test_evidence_search_needs_every_word_and_says_where_it_was_found() -> None:
    found = json.loads(resorb("evidence", "search", "Topical", "tumoral", "--json").stdout)["studies"]
    by_id = {one["id"]: one for one in found}
    assert "hftc-topical-2016" in by_id
    assert "mayo-topical-2018" not in by_id, "no tumoral calcinosis there"
    assert by_id["hftc-topical-2016"]["matched"]["disease"]
    assert "hftc-topical-2016" in resorb("evidence", "search", "topical tumoral").stdout


def test_evidence_search_without_words_is_an_error_and_without_hits_is_not() -> None:
    assert resorb("evidence", "search", " ").returncode == 2
    none = resorb("evidence", "search", "zzzzzz", "--json")
    assert (none.returncode, json.loads(none.stdout)) == (0, {"studies": []})


def test_a_study_of_the_base_shows_what_its_appraisal_asks() -> None:
    said = resorb("evidence", "show", "wolf-2008")
    assert said.returncode == 0
    assert "appraisal by murad 2018 (8)" in said.stdout
    assert "4  other causes ruled out (causality): unclear; warfarin and calcium beside it" in said.stdout
    assert "BMJ Evidence-Based Medicine 2018" in said.stdout
    shown = json.loads(resorb("evidence", "show", "wolf-2008", "--json").stdout)
    assert shown["tables"]["appraisals"][7]["asks"] == "told in enough detail to repeat or use (reporting)"
