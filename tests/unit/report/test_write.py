"""The report folder: whole or not at all, the same bytes each time, nothing of a source runs as code."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from resorb.report import write
from resorb.report.material import Material
from resorb.report.page import build_page
from resorb.sources.study_file import read_study
from resorb.workflow.report import gather
from tests.unit.report.conftest import SMALL

SCRIPT = """
import sys
from pathlib import Path
from resorb.report.write import write_report
from resorb.sources.study_file import read_study
from resorb.workflow.report import gather
write_report(gather(read_study(Path(sys.argv[1]).read_text(), "small.yaml")), Path(sys.argv[2]))
"""


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_it_writes_page_results_tables_and_figures_and_leaves_other_files(material: Material, tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    first = write.write_report(material, out)
    (out / "mine.txt").write_text("kept")
    (out / "tables" / "old.csv").write_text("of an earlier run")
    assert write.write_report(material, out) == first
    names = set(contents(out))
    assert {"report.html", "results.json", "mine.txt", "figures/swimmer.svg", "figures/swimmer.png"} <= names
    assert "tables/old.csv" not in names
    assert not [n for n in names if n.startswith(".")]
    assert (out / "figures" / "swimmer.png").read_bytes().startswith(b"\x89PNG")


def test_nothing_is_touched_when_drawing_fails(
    material: Material, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write.write_report(material, tmp_path)
    before = contents(tmp_path)

    def full(_svg: str, _pixels_per_unit: float) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write, "png_of", full)
    with pytest.raises(OSError, match="No space left"):
        write.write_report(material, tmp_path)
    assert contents(tmp_path) == before


def test_the_same_study_gives_the_same_bytes_elsewhere_and_under_another_hash_seed(
    material: Material, tmp_path: Path
) -> None:
    write.write_report(material, tmp_path / "one")
    source = tmp_path / "small.yaml"
    source.write_text(SMALL)
    (tmp_path / "elsewhere").mkdir()
    subprocess.run(
        [sys.executable, "-c", SCRIPT, str(source), "two"],
        check=True,
        cwd=tmp_path / "elsewhere",
        env=os.environ | {"PYTHONHASHSEED": "4711"},
    )
    assert contents(tmp_path / "elsewhere" / "two") == contents(tmp_path / "one")


def test_results_follow_the_contract(material: Material, tmp_path: Path) -> None:
    write.write_report(material, tmp_path)
    data = json.loads((tmp_path / "results.json").read_text())
    assert {"resorb", "inputs", "attrition", "estimates", "findings"} <= set(data)
    assert set(data["inputs"][0]) == {"path", "sha256"}
    keys = {"id", "study", "measure", "group", "n", "N", "value", "low", "high", "level", "unit", "method", "trace"}
    assert all(keys <= set(e) and e["trace"] for e in data["estimates"])
    keys = {"check", "verdict", "where", "printed", "computed", "message", "suggestion", "assumption"}
    assert all(keys <= set(f) for f in data["findings"])
    assert sum(data["counts"].values()) == len(data["findings"])
    printed, proposed = data["exposures"]
    assert printed["mg_total"] == {"low": 1500, "high": 1500}  # 25 mg x 3 x 20 weeks
    assert proposed["mg_total"] == {"low": 1_500_000, "high": 1_500_000}


def test_both_readings_stand_side_by_side_and_the_slip_is_flagged(material: Material) -> None:
    exposure = build_page(material).html.partition('id="exposure"')[2].partition("</section>")[0]
    plain = re.sub(r"<[^>]+>", " ", exposure)
    assert re.search(r"as printed\s+25\s+mg", plain)
    assert re.search(r"⚑ as proposed\s+25\s+g", plain)


HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'


def test_text_from_a_source_never_becomes_markup() -> None:
    hostile = SMALL.replace("Three patients and a slip", f"'{HOSTILE}'").replace(
        "label: all treated", f"label: '{HOSTILE}'"
    )
    hostile = hostile.replace("site: elbow", f"site: '{HOSTILE}'").replace("reason: refused", f"reason: '{HOSTILE}'")
    page = build_page(gather(read_study(hostile, "small.yaml")))
    assert "<script>alert" not in page.html
    assert page.html.count("<script") == 1
    assert "<img" not in page.html
    assert all("<script" not in figure.standalone and "<img" not in figure.standalone for figure in page.figures)


def test_a_study_with_next_to_nothing_still_gives_a_page(tmp_path: Path) -> None:
    bare = read_study("study: bare-1\ndesign: survey\nreport: registry\nread: abstract\n", "bare.yaml")
    names = {p.name for p in write.write_report(gather(bare), tmp_path)}
    assert names == {"report.html", "results.json"}
    text = (tmp_path / "report.html").read_text()
    assert "not known, not none" in text
