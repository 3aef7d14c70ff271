"""The pooled page in a browser: accessible, asking for nothing, on a phone, by keyboard."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from resorb.report.pool.page import build_pool_page
from resorb.report.pool.results import pool_json
from resorb.workflow.pool import pool
from tests.browser.test_report_page import assert_accessible
from tests.spec.pool_report.made import MIXED, material

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from resorb.report.pool.material import PoolMaterial

pytestmark = pytest.mark.browser


def written(made: "PoolMaterial", path: Path) -> Path:
    path.write_text(build_pool_page(made, json.loads(pool_json(made))).html, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(material(*MIXED), tmp_path_factory.mktemp("pool") / "report.html")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the whole base."""
    return written(pool([]), tmp_path_factory.mktemp("pool") / "report.html")


def test_the_page_asks_for_nothing_and_its_style_counts(page: "Page", whole: Path) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(whole.as_uri())
    assert said == []
    assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
    assert page.evaluate("performance.getEntriesByType('resource').length") == 0


def test_axe_finds_nothing_on_a_small_page(page: "Page", small: Path) -> None:
    assert_accessible(page, small, {})


@pytest.mark.slow
def test_axe_finds_nothing_on_the_page_of_the_base(page: "Page", whole: Path) -> None:
    """Without the appendices, whose thousands of like rows cost axe minutes; the whole of a page is judged above."""
    assert_accessible(page, whole, {"exclude": [["#numbers"], ["#facts"], ["#sources"]]})


@pytest.mark.parametrize("width", [360, 768])
def test_nothing_but_wide_tables_and_figures_scrolls_sideways(page: "Page", whole: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(whole.as_uri())
    page.evaluate("document.querySelectorAll('main > section:not(#sources) details').forEach(d => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_from_a_sentence_to_the_answer_to_a_series_to_its_line_by_keyboard(page: "Page", small: Path) -> None:
    page.goto(small.as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the summary"
    page.keyboard.press("Enter")
    page.locator("#summary dd a.n[href^='#pool/']").first.focus()
    page.keyboard.press("Enter")
    entry = page.locator(":target")
    assert "Pooled mean rate" in entry.inner_text()
    entry.locator("a[href^='#series/']").first.focus()
    page.keyboard.press("Enter")
    series = page.locator(":target")
    assert "Lesion response in clinic-2016" in series.inner_text()
    series.locator("a[href^='#fact/']").first.focus()
    page.keyboard.press("Enter")
    fact = page.locator(":target")
    assert fact.evaluate("e => e.tagName") == "TR"
    fact.locator("a").last.focus()
    page.keyboard.press("Enter")
    line = page.locator(":target")
    assert line.evaluate("e => e.closest('#sources') !== null")
    assert "n: 7" in line.inner_text()


def test_a_link_into_a_folded_study_file_opens_it(page: "Page", whole: Path) -> None:
    page.goto(whole.as_uri())
    assert page.locator("#sources details[open]").count() == 0
    page.locator("#facts a[href^='#source/']").first.click()
    assert page.locator(":target").is_visible()
    assert page.locator("#sources details[open]").count() == 1


def test_the_forest_plot_can_be_scrolled_by_keyboard_on_a_phone(page: "Page", small: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(small.as_uri())
    plot = page.locator("#answers figure .wide").first
    plot.focus()
    page.keyboard.press("ArrowRight")
    for _ in range(100):  # waiting within the page would need eval, which the page forbids
        if plot.evaluate("plot => plot.scrollLeft") > 0:
            break
        page.wait_for_timeout(50)
    assert plot.evaluate("plot => plot.scrollLeft") > 0
