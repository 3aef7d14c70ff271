"""`resorb scan` as a user runs it: the contract of its JSON, its files, its exit status, its silence."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PAPER = """\
# A clinic of calcified skin

We gave intravenous sodium thiosulfate 12.5 mg three times weekly to adults.

Of the 28 patients, 19 (60%) were women and 9 (32%) were men.
"""
CLEAN = "Of the 28 patients, 19 (68%) were women.\n"
REPORTED = {"fails", "assumes"}


def resorb(
    *words: str, cwd: Path | None = None, given: bytes | None = None, **env: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "resorb", *words],
        check=False, capture_output=True, cwd=cwd, input=given, env={**os.environ, **env},
    )  # fmt: skip


def found(*words: str, **more: Any) -> dict[str, Any]:
    """What ``scan --json`` says; nothing else may stand on its stdout."""
    said = resorb("scan", "--json", *words, **more)
    assert said.returncode == 0, said.stderr
    out: dict[str, Any] = json.loads(said.stdout)
    return out


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.md"
    path.write_text(PAPER, encoding="utf-8")
    return path


def test_json_keeps_the_contract(paper: Path) -> None:
    out = found(str(paper))
    assert set(out["counts"]) == {"fails", "holds", "assumes", "unjudged"}
    keys = {"check", "verdict", "where", "printed", "computed", "message", "suggestion", "assumption"}
    assert [(f["check"], f["verdict"], f["printed"]) for f in out["findings"]] == [
        ("dose-unit", "fails", "12.5 mg"), ("percent", "fails", "60%"),
    ]  # fmt: skip
    for finding in out["findings"]:
        assert keys <= set(finding)
        where = finding["where"]
        assert set(where) == {"file", "line", "column", "end_line", "end_column", "path"}
        line = PAPER.splitlines()[where["line"] - 1]
        assert line[where["column"] - 1 : where["end_column"] - 1] == finding["printed"], (
            "columns from 1, ends exclusive"
        )
        assert (where["file"], where["end_line"]) == (str(paper), where["line"])
    assert "12.5 g" in out["findings"][0]["suggestion"]


def test_only_what_is_wrong_is_shown_unless_all_is_asked_for(paper: Path) -> None:
    some, every = found(str(paper)), found(str(paper), "--all")
    assert {f["verdict"] for f in some["findings"]} <= REPORTED
    assert some["counts"] == every["counts"]
    assert sum(every["counts"].values()) == len(every["findings"])
    assert {"fails", "holds"} <= {f["verdict"] for f in every["findings"]}


def test_a_person_reads_the_words_underlined_and_the_arithmetic(paper: Path) -> None:
    said = resorb("scan", str(paper)).stdout.decode()
    lines = said.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith(f"{paper}:5:25: fails [percent]"))
    shown, underline = lines[at + 1], lines[at + 2]
    assert shown[underline.index("^") : underline.rindex("^") + 1] == "60%"
    assert "19/28" in lines[at + 3]
    assert lines[-2].startswith("2 fail, 0 hold only under an assumption, ")


def test_fail_on_is_status_one_only_for_what_is_found(paper: Path, tmp_path: Path) -> None:
    (tmp_path / "clean.txt").write_text(CLEAN, encoding="utf-8")
    assert resorb("scan", str(paper)).returncode == 0
    assert resorb("scan", str(paper), "--fail-on", "fails").returncode == 1
    assert resorb("scan", str(paper), "--fail-on", "assumes").returncode == 1
    assert resorb("scan", "clean.txt", "--fail-on", "assumes", cwd=tmp_path).returncode == 0


def test_all_faults_of_all_bad_files_come_at_once_and_nothing_is_scanned(paper: Path, tmp_path: Path) -> None:
    picture = tmp_path / "figure.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    bad = ["missing.txt", str(tmp_path), str(picture)]
    said = resorb("scan", str(paper), *bad, "--html", str(tmp_path / "out.html"))
    assert (said.returncode, said.stdout) == (2, b"")
    lines = said.stderr.decode().splitlines()
    assert sorted(line.split(":1:1:")[0] for line in lines[:-1]) == sorted(bad)
    assert all("; " in line for line in lines[:-1]), "each has a remedy"
    assert not (tmp_path / "out.html").exists()
    as_json = resorb("scan", "--json", *bad)
    assert as_json.returncode == 2
    assert len(json.loads(as_json.stdout)["errors"]) == 3


def test_standard_input_is_a_document(paper: Path) -> None:
    out = found("-", given=PAPER.encode())
    assert {f["where"]["file"] for f in out["findings"]} == {"-"}
    from_file = found(str(paper))
    assert [f["where"]["column"] for f in out["findings"]] == [f["where"]["column"] for f in from_file["findings"]]


def test_known_findings_stay_known_when_lines_come_in_above(paper: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    assert resorb("scan", str(paper), "--write-baseline", str(known)).returncode == 0
    assert "12.5" not in known.read_text(encoding="utf-8"), "it holds no text of the document"
    paper.write_text("One more line.\n\nAnd another one.\n\n" + PAPER, encoding="utf-8")
    out = found(str(paper), "--baseline", str(known))
    assert (out["findings"], out["hidden"], out["counts"]["fails"]) == ([], 2, 0)
    assert resorb("scan", str(paper), "--baseline", str(known), "--fail-on", "fails").returncode == 0
    paper.write_text(PAPER + "\nOf 40 ulcers, 10 (30%) healed.\n", encoding="utf-8")
    assert [f["printed"] for f in found(str(paper), "--baseline", str(known))["findings"]] == ["30%"]


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"resorb baseline": 99, "known": []}', '{"resorb baseline": 1}'])
@pytest.mark.usefixtures("paper")
def test_what_is_no_baseline_is_bad_input(text: str, tmp_path: Path) -> None:
    (tmp_path / "known.json").write_text(text, encoding="utf-8")
    said = resorb("scan", "paper.md", "--baseline", "known.json", cwd=tmp_path)
    assert (said.returncode, said.stdout) == (2, b"")
    assert said.stderr.startswith(b"known.json:1:1: baseline: ")


@pytest.mark.usefixtures("paper")
def test_sarif_has_what_its_schema_requires(tmp_path: Path) -> None:
    assert resorb("scan", "paper.md", "--sarif", "out.sarif", cwd=tmp_path).returncode == 0
    log = json.loads((tmp_path / "out.sarif").read_text(encoding="utf-8"))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    driver = run["tool"]["driver"]
    assert driver["name"] == "resorb"
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(ids) == len(set(ids))
    assert all(rule["shortDescription"]["text"] for rule in driver["rules"])
    assert [result["ruleId"] for result in run["results"]] == ["dose-unit", "percent"]
    for result in run["results"]:
        assert result["ruleId"] in ids
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["kind"] in ("pass", "open", "informational", "notApplicable", "review", "fail")
        assert result["message"]["text"]
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        assert physical["artifactLocation"] == {"uri": "paper.md"}
        region = physical["region"]
        line = PAPER.splitlines()[region["startLine"] - 1]
        assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == region["snippet"]["text"]
        assert region["startLine"] == region["endLine"]
        assert all(isinstance(text, str) for text in result["partialFingerprints"].values())


def test_sarif_of_odd_names_and_of_what_holds(tmp_path: Path) -> None:
    name = "a b#ü%.txt"
    (tmp_path / name).write_text(PAPER, encoding="utf-8")
    assert resorb("scan", name, "--all", "--sarif", "out.sarif", cwd=tmp_path).returncode == 0
    (run,) = json.loads((tmp_path / "out.sarif").read_text(encoding="utf-8"))["runs"]
    uris = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"]}
    assert uris == {"a%20b%23%C3%BC%25.txt"}
    assert {r["level"] for r in run["results"] if r["kind"] != "fail"} == {"none"}, "section 3.27.10 of SARIF"


@pytest.mark.parametrize("option", ["--html", "--sarif", "--write-baseline", "--draft"])
@pytest.mark.usefixtures("paper")
def test_nothing_is_half_written_where_a_place_cannot_be_written(option: str, tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("kept", encoding="utf-8")
    before = sorted(p.name for p in tmp_path.iterdir())
    others = {"--html": "p.html", "--sarif": "p.sarif", "--write-baseline": "p.json", "--draft": "p.yaml"}
    others[option] = "a-file/out"
    words = [word for pair in others.items() for word in pair]
    said = resorb("scan", "paper.md", "--json", *words, cwd=tmp_path)
    assert said.returncode == 2
    assert set(json.loads(said.stdout)) == {"errors"}
    assert sorted(p.name for p in tmp_path.iterdir()) == before
    assert (tmp_path / "a-file").read_text(encoding="utf-8") == "kept"


def test_an_output_is_never_written_over_the_paper_or_another_output(paper: Path, tmp_path: Path) -> None:
    said = resorb("scan", "paper.md", "--html", "./paper.md", "--sarif", "x", "--draft", "x", cwd=tmp_path)
    assert (said.returncode, len(said.stderr.splitlines())) == (2, 3)
    assert paper.read_text(encoding="utf-8") == PAPER
    assert not (tmp_path / "x").exists()


@pytest.mark.usefixtures("paper")
def test_a_draft_is_of_one_paper(tmp_path: Path) -> None:
    (tmp_path / "clean.txt").write_text(CLEAN, encoding="utf-8")
    said = resorb("scan", "paper.md", "clean.txt", "--draft", "d.yaml", cwd=tmp_path)
    assert (said.returncode, said.stdout) == (2, b"")
    assert b"one file at a time" in said.stderr
    assert resorb("scan", "paper.md", "--draft", "d.yaml", cwd=tmp_path).returncode == 0
    draft = (tmp_path / "d.yaml").read_text(encoding="utf-8")
    assert "amount: 12.5 mg" in draft, "as printed, whatever scan thinks of it"
    bad = resorb("check", "d.yaml", cwd=tmp_path)
    assert (bad.returncode, b"study" in bad.stderr) == (2, True), "a person finishes it"


@pytest.mark.usefixtures("paper")
def test_no_socket_is_ever_opened(tmp_path: Path) -> None:
    shut = (
        "import socket\n"
        "def refuse(*_, **__): raise AssertionError('a socket')\n"
        "socket.socket = socket.create_connection = socket.getaddrinfo = refuse\n"
        "from resorb.cli.main import app\n"
        "app(['scan', 'paper.md', '--html', 'p.html', '--sarif', 'p.sarif', '--draft', 'p.yaml'])\n"
    )
    said = subprocess.run([sys.executable, "-c", shut], check=False, capture_output=True, cwd=tmp_path)
    assert (said.returncode, said.stderr) == (0, b"")


def test_the_same_paper_gives_the_same_bytes(tmp_path: Path) -> None:
    outputs = []
    for number, seed in enumerate(("0", "4321")):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "paper.md").write_text(PAPER, encoding="utf-8")
        words = ["--all", "--json", "--html", "p.html", "--sarif", "p.sarif", "--write-baseline", "p.json"]
        said = resorb("scan", "paper.md", *words, "--draft", "p.yaml", cwd=folder, PYTHONHASHSEED=seed)
        outputs.append([said.stdout, *(f.read_bytes() for f in sorted(folder.iterdir()))])
    assert outputs[0] == outputs[1]


def test_help_loads_nothing_that_reads_or_judges() -> None:
    asks = (
        "import sys\n"
        "from resorb.cli.main import app\n"
        "try: app(['scan', '--help'])\n"
        "except SystemExit: pass\n"
        "rooms = ('resorb.scan', 'resorb.sources', 'polars', 'docx', 'lxml')\n"
        "print(*(m for m in sys.modules if m.startswith(rooms)))\n"
    )
    said = subprocess.run([sys.executable, "-c", asks], check=False, capture_output=True, text=True)
    assert "--baseline" in said.stdout
    assert said.stdout.splitlines()[-1] == ""
