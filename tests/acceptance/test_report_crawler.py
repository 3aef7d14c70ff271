"""Every number on the page leads to the facts it came from, and each fact to its line in a study file."""

import re

import pytest

from resorb.report.page import build_page
from resorb.tables.study import Study
from resorb.workflow.report import gather
from resorb.workflow.studies import open_studies
from tests.acceptance.crawler import DIGITS, Crawler, crawl, faults, known_names, site_names

STUDIES = (
    "hftc-topical-2016",
    "mayo-topical-2018",
    "dystrophic-calcinosis-iv",
    "nonuremic-calciphylaxis-iv",
    "intralesional-commentary-2017",
)


@pytest.fixture(scope="module")
def study() -> Study:
    return open_studies(STUDIES)


@pytest.fixture(scope="module")
def html(study: Study) -> str:
    return build_page(gather(study)).html


@pytest.fixture(scope="module")
def small() -> str:
    return build_page(gather(open_studies(["nonuremic-calciphylaxis-iv"]))).html


@pytest.fixture(scope="module")
def crawler(html: str) -> Crawler:
    return crawl(html)


def test_every_number_of_the_page_leads_to_lines_of_study_files(crawler: Crawler, study: Study) -> None:
    assert list(faults(crawler, known_names(study) | site_names(study))) == []
    assert len(crawler.linked) > 1_000, "the crawl has read the page"


def test_every_fact_stands_as_printed_on_the_line_it_names(crawler: Crawler, study: Study) -> None:
    """The digits of a fact are digits of the line (or the wrapped lines after it) that it links to."""
    wrong = []
    for anchor, row in crawler.by_id.items():
        if not anchor.startswith("fact/") or anchor.count("/") < 4:
            continue
        value = study_value(study, anchor)
        start = next(link for link in row.links if link.startswith("source/"))
        stem, _, first = start.rpartition("/L")
        lines = [crawler.by_id.get(f"{stem}/L{int(first) + n}") for n in range(6)]
        text = " ".join(line.text for line in lines if line is not None)
        wrong += [
            f"{anchor}: {digits} is not in {text[:80]!r}" for digits in DIGITS.findall(value) if digits not in text
        ]
    assert wrong == []


def study_value(study: Study, anchor: str) -> str:
    _, study_id, table, row_id, column = anchor.split("/", 4)
    row = next((r for r in study.tables[table] if (r.study, r.id) == (study_id, row_id)), None)
    value = getattr(row, column, "") if row is not None else ""
    return str(
        getattr(value, "printed", None)
        or getattr(value, "text", None)
        or (value if isinstance(value, str | int) else "")
    )


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("<p>37 patients were seen</p>", "a number stands alone: '37 patients were seen'"),
        (
            '<a class="n" data-facts="fact/no-such/patients/P9" href="#x">37</a>',
            "fact/no-such/patients/P9 does not exist",
        ),
        ('<b id="made-up"></b><a class="n" data-facts="made-up" href="#made-up">37</a>', "made-up lists no facts"),
        ('<cite class="name">P99</cite>', "no such name: 'P99'"),
        ("<svg><text>37</text></svg>", "a number stands alone: '37'"),
    ],
)
def test_the_crawl_finds_a_number_without_facts(small: str, study: Study, broken: str, said: str) -> None:
    page = small.replace("</main>", f"{broken}</main>")
    assert said in list(faults(crawl(page), known_names(study)))


def test_the_crawl_finds_a_fact_without_its_line(small: str, study: Study) -> None:
    page = re.sub(r'id="source/[^"]*"', "", small)
    assert any("names no line of a study file" in fault for fault in faults(crawl(page), known_names(study)))


def test_the_page_of_one_study_holds_too(small: str, study: Study) -> None:
    assert list(faults(crawl(small), known_names(study) | site_names(study))) == []
