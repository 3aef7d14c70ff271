"""Pages of any small evidence hold together: numbers open, hostile text stays text, nothing is half-written."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resorb.report import write
from resorb.report.pool.forest import slug
from resorb.report.pool.material import PoolMaterial
from resorb.report.pool.page import build_pool_page
from resorb.report.pool.results import pool_json
from resorb.report.pool.write import write_pool_report
from resorb.tables.choices import JUDGES
from tests.acceptance.crawler import crawl, faults, known_names
from tests.spec.pool_report.made import MIXED, material, study_file

HOSTILE = "</script><img src=x onerror=alert(1)> =1+1 {{ 7*7 }}"


def page_of(made: PoolMaterial) -> str:
    return build_pool_page(made, json.loads(pool_json(made))).html


@st.composite
def studies(draw: st.DrawFn) -> list[str]:
    """One to six studies of two endpoints and three routes, some without the drug; the first one has it."""
    found = []
    for number in range(draw(st.integers(1, 6))):
        n = draw(st.sampled_from((1, 1, 1, 2, 3, 12)))
        events = draw(st.integers(0, n))
        arm = "thiosulfate" if number == 0 else draw(st.sampled_from(("thiosulfate", "placebo", "other treatment")))
        found.append(
            study_file(
                f"study-{number}", events, n, unknown=draw(st.integers(0, n - events)), year=2000 + number, arm=arm,
                report=draw(st.sampled_from(("selected case", "consecutive series"))),
                judge=draw(st.sampled_from(JUDGES)), route=draw(st.sampled_from(("topical", "oral"))),
                endpoint=draw(st.sampled_from(("lesion response", "death"))),
                role="treatment" if arm == "thiosulfate" else "comparator",
            )
        )  # fmt: skip
    return found


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(studies())
def test_on_the_page_of_any_evidence_every_number_opens(texts: list[str]) -> None:
    made = material(*texts)
    assert list(faults(crawl(page_of(made)), known_names(made.study))) == []


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    hostile = study_file("bad-2020", 2, 4, arm="other treatment", role="comparator").replace(
        "    arm:", f'    treatment: "{HOSTILE}"\n    arm:'
    )
    made = material(*MIXED, hostile)
    html = page_of(made)
    assert "<img" not in html
    assert "onerror=alert(1)&gt;" in html
    assert "{{ 7*7 }}" in html
    write_pool_report(made, tmp_path)
    assert "<img" not in (tmp_path / "figures" / "forest-lesion-response.topical.calcinosis-cutis.svg").read_text(
        "utf-8"
    )


def test_nothing_is_touched_when_drawing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = material(*MIXED[:3])
    write_pool_report(made, tmp_path)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}

    def full(_svg: str, _pixels_per_unit: float) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write, "png_of", full)
    with pytest.raises(OSError, match="No space left"):
        write_pool_report(material(*MIXED), tmp_path)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_answers_get_files_of_their_own() -> None:
    assert slug("death.oral.calcinosis-cutis") == "death.oral.calcinosis-cutis"
    assert slug("a b") != slug("a-b")
    assert slug(f"{'x' * 200}1") != slug(f"{'x' * 200}2")
    assert len(slug("x" * 200)) <= 110


def test_an_appraisal_stands_beside_what_it_asks() -> None:
    rows = "appraisals:\n  - {tool: jbi case series, item: 4, answer: yes, because: consecutive}\n"
    html = page_of(material(study_file("asked-2020", 2, 6, more=rows)))
    section = html.partition('<section id="appraisals"')[2].partition("</section>")[0]
    assert 'one after another <span class="soft">(selection)</span>' in section
    assert "✓ yes" in section
