"""The page in a browser: from disk, asking for nothing, by keyboard, on a phone, in print, without its script."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from resorb.report.page import build_page
from resorb.workflow.report import gather
from resorb.workflow.studies import open_studies

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
STUDIES = ("hftc-topical-2016", "mayo-topical-2018", "nonuremic-calciphylaxis-iv", "intralesional-commentary-2017")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(build_page(gather(open_studies(STUDIES))).html, encoding="utf-8")
    return path


def test_the_page_asks_for_nothing_and_its_policy_lets_its_own_style_and_script_run(page: "Page", report: Path) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(report.as_uri())
    assert said == [], "a blocked style or script would be told here"
    assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none", "the style sheet counts"
    assert page.evaluate("performance.getEntriesByType('resource').length") == 0


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("small") / "report.html"
    path.write_text(build_page(gather(open_studies(["nonuremic-calciphylaxis-iv"]))).html, encoding="utf-8")
    return path


def test_axe_finds_nothing_on_a_whole_page(page: "Page", small: Path) -> None:
    assert_accessible(page, small, {})


@pytest.mark.slow
def test_axe_finds_nothing_on_the_page_of_four_papers(page: "Page", report: Path) -> None:
    """Without the appendices, whose thousands of like rows cost axe minutes; the whole of a page is judged above."""
    assert_accessible(page, report, {"exclude": [["#numbers"], ["#facts"], ["#sources"]]})


def assert_accessible(page: "Page", path: Path, context: dict[str, list[list[str]]]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    results = Axe().run(page, context=context or None)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [360, 768])
def test_nothing_but_wide_tables_and_figures_scrolls_sideways(page: "Page", report: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(report.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_from_a_number_to_its_fact_to_its_line_by_keyboard(page: "Page", report: Path) -> None:
    page.goto(report.as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the summary"
    page.keyboard.press("Enter")
    number = page.locator("#summary a.n[href^='#fact/']").first
    number.focus()
    page.keyboard.press("Enter")
    target = page.locator(":target")
    assert target.evaluate("e => e.tagName") == "TR"
    target.locator("a").last.focus()
    page.keyboard.press("Enter")
    line = page.locator(":target")
    assert line.evaluate("e => e.closest('#sources') !== null")
    assert line.is_visible()


def test_a_dose_opens_to_its_arithmetic(page: "Page", report: Path) -> None:
    page.goto(report.as_uri())
    page.locator("#summary a.n[href^='#dose/']").first.click()
    text = page.locator(":target").inner_text()
    assert "Arithmetic" in text
    assert re.search(r"From\s", text)


def test_findings_are_filtered_by_keyboard_and_without_any_script(browser: "Browser", report: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(report.as_uri())
    plain.locator("#v-all").focus()
    plain.keyboard.press("ArrowRight")
    assert plain.locator("#v-fails").is_checked()
    assert plain.locator(".finding.fails").first.is_visible()
    assert plain.locator(".finding.holds").first.is_hidden()
    plain.locator(".finding.fails summary").first.click()
    assert plain.locator(".finding.fails dl").first.is_visible()
    context.close()


def test_a_link_into_a_closed_finding_opens_it(page: "Page", report: Path) -> None:
    page.goto(report.as_uri())
    page.locator("#v-holds").check()
    page.locator("#summary dd.fails a").first.click()
    assert page.locator(".finding:target").evaluate("e => e.open")
    assert page.locator(".finding:target dl").is_visible()


def test_print_shows_every_finding_and_leaves_the_appendices_out(page: "Page", report: Path) -> None:
    page.goto(report.as_uri())
    page.emulate_media(media="print")
    assert page.locator("#facts").is_hidden()
    assert page.locator(".print-only").is_visible()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".finding dl").first.is_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("document.querySelectorAll('.finding[open]').length") == 0
