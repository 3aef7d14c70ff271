"""The pooled report of the whole bundled base: every number opens, every sentence follows from results.json."""

import csv
import json
import re
from html import unescape
from pathlib import Path

import pytest

from resorb.report.pool.material import PoolMaterial
from resorb.report.pool.sentences import paragraphs, summary
from resorb.tables.study import Study
from resorb.workflow.pool import pool, summary_of, write_pool
from tests.acceptance.crawler import Crawler, crawl, faults, known_names


@pytest.fixture(scope="module")
def material() -> PoolMaterial:
    return pool([])


@pytest.fixture(scope="module")
def folder(material: PoolMaterial, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pooled")
    write_pool(material, folder)
    return folder


@pytest.fixture(scope="module")
def html(folder: Path) -> str:
    return (folder / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def crawler(html: str) -> Crawler:
    return crawl(html)


def test_every_number_of_the_page_leads_to_lines_of_study_files(crawler: Crawler, material: PoolMaterial) -> None:
    assert list(faults(crawler, names_of(material.study))) == []
    assert len(crawler.linked) > 1_000, "the crawl has read the page"


def names_of(study: Study) -> set[str]:
    return known_names(study)


def test_the_crawl_finds_a_number_that_stands_alone(html: str, material: PoolMaterial) -> None:
    broken = html.replace("</main>", "<p>12 of 14 patients</p></main>")
    assert "a number stands alone: '12 of 14 patients'" in list(faults(crawl(broken), names_of(material.study)))


def test_every_sentence_on_the_page_is_remade_from_the_written_results(folder: Path, html: str) -> None:
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    page = " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())
    told = [s.text for p in paragraphs(results) for s in (*p.sentences, *p.more)]
    assert len(told) > 50
    assert [text for text in told if " ".join(text.split()) not in page] == []
    assert summary(results) == summary_of(folder)


def test_the_summary_tells_the_three_routes_and_the_diseases_treated_most(folder: Path) -> None:
    titles = [p["title"] for p in summary_of(folder)["paragraphs"]]
    for wanted in ("Topical use, calcinosis cutis", "Intralesional use, calcinosis cutis",
                   "Intravenous use, calciphylaxis"):  # fmt: skip
        assert wanted in titles


def test_each_answer_has_its_series_in_the_table_that_sum_to_it(folder: Path) -> None:
    with (folder / "tables" / "series.csv").open(encoding="utf-8", newline="") as file:
        series = list(csv.DictReader(file))
    with (folder / "tables" / "answers.csv").open(encoding="utf-8", newline="") as file:
        answers = list(csv.DictReader(file))
    for answer in answers:
        mine = [one for one in series if one["pooled in"] == answer["answer"]]
        assert (len(mine), sum(int(one["events"]) for one in mine), sum(int(one["n"]) for one in mine)) == (
            int(answer["series"]), int(answer["events"]), int(answer["n"]),
        )  # fmt: skip
        assert all(one["facts"] for one in mine)


def test_every_figure_is_there_twice_and_its_links_lead_to_the_page(folder: Path, html: str) -> None:
    drawn = {f.stem for f in (folder / "figures").glob("*.svg")}
    assert drawn == {f.stem for f in (folder / "figures").glob("*.png")}
    assert "flow-of-reports" in drawn
    assert any(name.startswith("forest-") for name in drawn)
    ids = set(re.findall(r'id="([^"]+)"', html))
    for file in (folder / "figures").glob("*.svg"):
        links = set(re.findall(r'href="\.\./report\.html#([^"]+)"', file.read_text(encoding="utf-8")))
        assert links
        assert links <= ids


def test_no_single_patient_is_drawn_or_told_as_a_percentage(html: str) -> None:
    """Nowhere stands a count of one beside a percentage."""
    plain = unescape(re.sub(r"<[^>]+>", "", html))
    assert re.findall(r"\b[01]/1\b[^\n/]{0,12}\d\s%", plain) == []
    assert re.findall(r"\b[01] of 1 patient[^s.;]{0,30}\d\s%", plain) == []
