"""A page a study: it shows every count of its file, and the list leads to every page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from scripts.evidence_pages import FOLDER, write_evidence
from scripts.sample_evidence import BASE, Number, drawn, numbers

from resorb.sources.bundled import read_base
from resorb.tables.schema import EndpointCount


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    write_evidence(folder)
    return folder


def test_the_list_leads_to_a_page_of_every_study_once(pages: Path) -> None:
    led = re.findall(rf"\]\({FOLDER}/([\w-]+)\.md\)", (pages / "evidence.md").read_text(encoding="utf-8"))
    assert sorted(led) == sorted(read_base().ids) == sorted(p.stem for p in (pages / FOLDER).glob("*.md"))


def test_pages_show_every_count_of_their_file(pages: Path) -> None:
    missing = []
    for cell in read_base().rows(EndpointCount):
        rows = (pages / FOLDER / f"{cell.study}.md").read_text(encoding="utf-8").splitlines()
        if not any(cell.endpoint in row and f"| {cell.n}/{cell.of}" in row for row in rows) and cell.of is not None:
            missing.append((cell.study, cell.endpoint))
    assert missing == []


def test_links_between_pages_lead_somewhere(pages: Path) -> None:
    names = {p.name for p in (pages / FOLDER).glob("*.md")}
    for page in (pages / FOLDER).glob("*.md"):
        links = re.findall(r"\]\(([\w-]+\.md)\)", page.read_text(encoding="utf-8"))
        assert set(links) <= names, page.name


def test_the_table_of_what_is_missing_has_holes(pages: Path) -> None:
    text = (pages / "evidence.md").read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("| oral | calciphylaxis |"))
    assert row == "| oral | calciphylaxis | 1 / 1 | – | – | – | – |"


def test_the_sample_is_the_same_for_all_and_about_its_share() -> None:
    found = [n for folder in ("thiosulfate", "comparators") for n in numbers(BASE / folder)]
    sample = [n for n in found if drawn(n, 4, 0.05)]
    assert 0.04 < len(sample) / len(found) < 0.06
    assert all(drawn(Number(n.file, n.line + 9, n.field, ""), 4, 0.05) for n in sample)  # lines may move
    assert [n for n in sample if drawn(n, 5, 0.05)] != sample
    assert {n.value for n in found if n.field.endswith(".n") and not n.value.isdigit()} == set()
