"""The scanned document in a browser: asking for nothing, by keyboard, on a phone, hostile text inert."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from resorb.scan import page as scan_page
from resorb.scan.page import build_page
from resorb.scan.run import Result, scan_document
from resorb.sources.documents.plain import read_plain

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
PAPER = """\
# A clinic of calcified skin

## Methods

We gave intravenous sodium thiosulfate 12.5 mg three times weekly to adults.[3]

## Results

Of the 28 patients, 19 (60%) were women and 9 (32%) were men. Ten of 40 ulcers (30%) healed.

Table 1. Sites of calcification

| Site | n (%) | A column with a long head | Another column with a long head | A last column |
|---|---|---|---|---|
| Hands | 11 (39) | unremarkable-findings-throughout | not-otherwise-specified-calcification | x |
| Trunk | 7 (35) | none | none | y |
| | 28 (100) | | | |
"""
HOSTILE = """\
# <script>window.hit = 1</script> "><img src=x onerror="window.hit = 2">

Of the 28 <b onclick="window.hit = 3">patients</b>, 19 (60%) had "><img src=x onerror=window.hit=4> \
{{ 7 * 7 }} <!-- <script> ]]> &lt;script&gt;window.hit=5&lt;/script&gt; javascript:window.hit=6 \u202etfel\u202c.
"""


def scanned(text: str, name: str = "paper.md") -> Result:
    return scan_document(read_plain(text, name))


def saved(folder: Path, *results: Result, hidden: int = 0) -> Path:
    path = folder / "scan.html"
    path.write_text(build_page(results, hidden), encoding="utf-8", errors="surrogateescape")
    return path


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tmp_path_factory.mktemp("paper"), scanned(PAPER))


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents, the second read in two parts as long text files are."""
    parts = [scanned(PAPER, "a.md"), scanned(PAPER, "b.md"), scanned("Of 40 ulcers, 10 (30%) healed.", "b.md")]
    return saved(tmp_path_factory.mktemp("several"), *parts, hidden=2)


def test_the_page_asks_for_nothing_and_its_policy_lets_its_own_style_and_script_run(page: "Page", paper: Path) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(paper.as_uri())
    assert said == [], "a blocked style or script would be told here"
    assert page.evaluate("getComputedStyle(document.querySelector('nav')).position") == "sticky", "the style counts"
    assert page.evaluate("performance.getEntriesByType('resource').length") == 0


@pytest.mark.parametrize("which", ["paper", "several"])
def test_axe_finds_nothing(page: "Page", which: str, request: pytest.FixtureRequest) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.goto(request.getfixturevalue(which).as_uri())
    for _ in range(2):
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        page.keyboard.press("j")


def test_every_finding_has_its_mark_on_its_words(page: "Page", paper: Path) -> None:
    page.goto(paper.as_uri())
    findings = page.locator("nav a[data-finding]")
    assert findings.count() >= 4
    for number in range(1, findings.count() + 1):
        printed = page.locator(f"#f{number} .printed").inner_text()
        marked = "".join(page.locator(f"mark[data-findings~='{number}']").all_inner_texts())
        assert marked == printed
        assert page.locator(f"#m{number}").count() == 1, "the link leads there without the script as well"


def test_by_keyboard_to_the_next_finding_to_its_words_and_back(page: "Page", paper: Path) -> None:
    page.goto(paper.as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Findings"
    focused = "document.activeElement.dataset.finding + document.activeElement.closest('nav, mark').tagName"
    page.keyboard.press("j")
    assert page.evaluate(focused) == "1NAV"
    page.keyboard.press("j")
    assert page.evaluate(focused) == "2NAV"
    assert page.locator("mark.now").all_inner_texts() == [page.locator("#f2 .printed").inner_text()]
    assert page.locator("mark.now").first.is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate(focused) == "2MARK"
    page.keyboard.press("Escape")
    assert page.evaluate(focused) == "2NAV"
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert page.evaluate(focused) == "1NAV", "it stops at the first"
    assert page.locator("li.now").count() == 1


def test_the_words_are_brought_into_view(page: "Page", tmp_path: Path) -> None:
    filler = "Nothing is said here that a rule would judge, and it is said at some length. " * 6
    page.goto(saved(tmp_path, scanned("\n\n".join([*[filler] * 40, PAPER, *[filler] * 40]))).as_uri())
    for _ in range(3):
        page.keyboard.press("j")
        box = page.locator("mark.now").first.bounding_box()
        assert box is not None
        assert 0 <= box["y"] <= 900


def test_a_click_on_the_words_leads_to_the_finding(page: "Page", paper: Path) -> None:
    page.goto(paper.as_uri())
    page.locator("mark", has_text="60%").click()
    chosen = page.locator("li.now")
    assert chosen.locator(".printed").inner_text() == "60%"
    assert "19/28" in chosen.inner_text()


@pytest.mark.parametrize("width", [360, 768])
def test_nothing_but_wide_tables_scrolls_sideways(page: "Page", several: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(several.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("[...document.querySelectorAll('.wide')].some(e => e.scrollWidth > e.clientWidth)") is (
        width == 360
    )


def test_on_a_phone_a_finding_leads_to_its_words_and_they_lead_back(page: "Page", paper: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(paper.as_uri())
    page.locator("#f3 a").click()
    box = page.locator("mark.now").first.bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 740
    page.locator("mark.now a").first.click()
    back = page.locator("#f3").bounding_box()
    assert back is not None
    assert 0 <= back["y"] <= 740


def test_a_long_word_does_not_widen_a_phone(page: "Page", tmp_path: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(saved(tmp_path, scanned(f"{'a' * 900} of 28 patients, 19 (60%) healed. {'b' * 900}")).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_hostile_text_is_text(page: "Page", tmp_path: Path) -> None:
    name = '"><script>window.hit = 7<!--.md'
    page.goto(saved(tmp_path, scanned(HOSTILE, name)).as_uri())
    page.keyboard.press("j")
    assert page.evaluate("typeof window.hit") == "undefined"
    assert page.locator("script").count() == 1
    assert page.locator("main img, main b, nav img").count() == 0
    text = page.locator("main").inner_text()
    assert "<script>window.hit = 1</script>" in text
    assert "{{ 7 * 7 }}" in text
    assert page.locator("mark", has_text="60%").count() == 1
    assert name in page.locator("h1").inner_text()


def test_several_documents_stand_under_their_names_once(page: "Page", several: Path) -> None:
    page.goto(several.as_uri())
    assert page.locator("h2.file").all_inner_texts() == ["a.md", "b.md"]
    assert page.locator("h1").inner_text() == "a.md, b.md"
    assert "2 known and hidden" in page.locator("header").inner_text()
    assert page.locator("#f1 .place").inner_text() != ""


def test_a_long_document_shows_what_is_around_its_findings(
    page: "Page", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan_page, "WHOLE", 1000)
    filler = [f"Paragraph {n} says nothing that a rule would judge, and it says so calmly." for n in range(100)]
    text = "\n\n".join([*filler[:50], "Of the 28 patients, 19 (60%) were women.", *filler[50:]])
    page.goto(saved(tmp_path, scanned(text)).as_uri())
    gaps = page.locator(".gap").all_inner_texts()
    assert [re.findall(r"\d+", gap) for gap in gaps] == [["49"], ["49"]]
    assert page.locator("main p:not(.gap)").count() == 3
    assert page.locator("mark").inner_text() == "60%"


def test_nothing_found_says_so(page: "Page", tmp_path: Path) -> None:
    page.goto(saved(tmp_path, scanned("All is well.")).as_uri())
    page.keyboard.press("j")
    assert "Nothing to report." in page.locator("nav").inner_text()
    assert "No findings" in page.locator("header").inner_text()


def test_without_its_script_the_links_lead_to_the_words(browser: "Browser", paper: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(paper.as_uri())
    plain.locator("#f2 a").click()
    assert plain.locator(":target").inner_text() == plain.locator("#f2 .printed").inner_text()
    context.close()
