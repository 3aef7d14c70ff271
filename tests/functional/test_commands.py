"""The command line as a user runs it: exit status, what goes to stdout and stderr, nothing half-written."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = (
    "scan", "check", "report", "pool", "dose", "new", "convert", "simulate", "schema", "evidence", "cohort", "store",
)  # fmt: skip
GOOD = "nonuremic-calciphylaxis-iv"


def resorb(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "resorb", *words], check=False, capture_output=True, text=True, cwd=cwd
    )


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study file with four faults."""
    path = tmp_path_factory.mktemp("bad") / "bad.yaml"
    path.write_text(
        "study: bad-2026\n"
        "design: case serie\n"
        "report: selected case\n"
        "read: full text\n"
        "patients:\n"
        "  P1: {sex: woman, weight: 70 parsec, courses: {c1: {product: nothing}}}\n",
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    said = resorb(command, "--help")
    assert said.returncode == 0
    assert "Usage:" in said.stdout


def test_help_names_every_command_and_what_it_is_not_for() -> None:
    said = resorb("--help").stdout
    assert all(f"  {command}" in said for command in COMMANDS)
    assert "not for prescribing" in " ".join(said.split())


def test_bad_input_comes_back_whole_with_place_and_remedy(bad: Path) -> None:
    said = resorb("check", str(bad))
    assert said.returncode == 2
    assert said.stdout == ""
    starts = [line for line in said.stderr.splitlines() if line.startswith(f"{bad}:")]
    assert [s.removeprefix(f"{bad}:").split(": ")[:2] for s in starts] == [
        ["2:9", "design"],
        ["6:13", "patients.P1.sex"],
        ["6:28", "patients.P1.weight"],
        ["6:63", "patients.P1.courses.c1.product"],
    ]
    assert all("; " in s for s in starts), "each fault has a remedy"


def test_bad_input_as_json_is_json_alone(bad: Path) -> None:
    said = resorb("check", str(bad), "--json")
    assert said.returncode == 2
    errors = json.loads(said.stdout)["errors"]
    assert len(errors) == 4
    assert set(errors[0]) == {"file", "line", "column", "field", "rule", "remedy"}


def test_bad_input_writes_no_report(bad: Path, tmp_path: Path) -> None:
    said = resorb("report", GOOD, str(bad), "-o", str(tmp_path / "out"))
    assert said.returncode == 2
    assert not (tmp_path / "out").exists()


def test_check_as_json_keeps_the_contract() -> None:
    said = resorb("check", GOOD, "--json")
    assert said.returncode == 0
    out = json.loads(said.stdout)
    assert set(out["counts"]) == {"fails", "holds", "assumes", "unjudged"}
    assert sum(out["counts"].values()) == len(out["findings"])
    keys = {"check", "verdict", "where", "printed", "computed", "message", "suggestion", "assumption"}
    places = {"file", "line", "column", "end_line", "end_column", "path"}
    for finding in out["findings"]:
        assert keys <= set(finding)
        assert finding["where"] is None or set(finding["where"]) == places
    slips = [f for f in out["findings"] if f["check"] == "dose-unit" and f["verdict"] == "fails"]
    assert len(slips) == 1
    assert "25 g" in slips[0]["suggestion"]


def test_fail_on_turns_a_failing_finding_into_status_one() -> None:
    assert resorb("check", GOOD).returncode == 0
    assert resorb("check", GOOD, "--fail-on", "fails").returncode == 1


@pytest.mark.parametrize("words", [["check"], ["chek", GOOD], ["check", "no-such-study"], ["report", GOOD]])
def test_wrong_usage_is_status_two_without_a_traceback(words: list[str]) -> None:
    said = resorb(*words)
    assert said.returncode == 2
    assert "Traceback" not in said.stderr
    assert said.stderr != ""


@pytest.mark.parametrize("words", ["", "   ", "9" * 5_000])
def test_no_dose_or_too_long_a_one_is_bad_input(words: str) -> None:
    said = resorb("dose", words)
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr.startswith("words:1:1: words: ")


def test_an_unknown_study_names_the_nearest() -> None:
    assert "did you mean 'mayo-topical-2018'?" in resorb("check", "mayo-topicl-2018").stderr


def test_new_writes_a_file_that_checks_and_never_overwrites(tmp_path: Path) -> None:
    assert resorb("new", "smith-2026", cwd=tmp_path).stdout.strip() == "smith-2026.yaml"
    before = (tmp_path / "smith-2026.yaml").read_bytes()
    assert resorb("check", "smith-2026.yaml", cwd=tmp_path).returncode == 0
    again = resorb("new", "smith-2026", cwd=tmp_path)
    assert (again.returncode, (tmp_path / "smith-2026.yaml").read_bytes()) == (2, before)
    assert resorb("new", "../smith", cwd=tmp_path).returncode == 2


def test_a_folder_checks_like_the_file_it_came_from(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    assert resorb("convert", GOOD, "-o", str(folder)).returncode == 0
    from_file, from_folder = (json.loads(resorb("check", s, "--json").stdout) for s in (GOOD, str(folder)))
    assert from_folder == from_file


def test_evidence_list_keeps_the_contract() -> None:
    studies = json.loads(resorb("evidence", "list", "--json").stdout)["studies"]
    assert {"id", "title", "design", "report", "role", "routes", "n_patients"} <= set(studies[0])
    five = {
        "hftc-topical-2016", "mayo-topical-2018", "dystrophic-calcinosis-iv", "nonuremic-calciphylaxis-iv",
        "intralesional-commentary-2017",
    }  # fmt: skip
    assert five <= {s["id"] for s in studies}
    patients = {s["id"]: s["n_patients"] for s in studies}
    assert (patients["mayo-topical-2018"], patients["hftc-topical-2016"]) == (28, 3)


def test_schema_is_a_json_schema() -> None:
    schema = json.loads(resorb("schema").stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert {"study", "patients", "claims"} <= set(schema["properties"])


def test_a_closed_pipe_ends_quietly() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "resorb", "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert "Traceback" not in process.stderr.read()


def test_what_a_native_library_prints_does_not_reach_stdout() -> None:
    noisy = (
        "import os, resorb.checks.run as run\n"
        "before = run.check_study\n"
        "def check_study(study):\n"
        "    os.write(1, b'noise from a solver')\n"
        "    return before(study)\n"
        "run.check_study = check_study\n"
        f"from resorb.cli.main import app\napp(['check', '{GOOD}', '--json'])\n"
    )
    said = subprocess.run([sys.executable, "-c", noisy], check=False, capture_output=True, text=True)
    assert said.returncode == 0
    assert json.loads(said.stdout)["counts"]["fails"] > 0
    assert "noise from a solver" in said.stderr
