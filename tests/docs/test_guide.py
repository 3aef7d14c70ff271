"""Whoever follows the guide gets what it promises: each page is followed in a copy of the project."""

from pathlib import Path

import pytest

from resorb.sources.bundled import bundled_files
from tests.docs.guide import FIVE, PAGES, Block, House, blocks, follow, sessions

GUIDES = ["tutorial/index.md"]
GUIDES += sorted(
    f"how-to/{p.name}" for p in PAGES.glob("how-to/*.md") if p.name not in ("index.md", "findings.md", "servers.md")
)


@pytest.mark.slow
@pytest.mark.parametrize("page", GUIDES)
def test_the_page_holds_when_followed(page: str, tmp_path: Path) -> None:
    house = House.copied_to(tmp_path)
    follow(page, house)
    made = [str(p) for p in house.written if p.suffix == ".py" and p.parent != house.root]
    for words in (["check"], ["format", "--check"]):
        said = house.run("-m", "ruff", *words, "--no-cache", *made) if made else None
        assert said is None or said.returncode == 0, said.stdout + said.stderr


def test_make_reports_on_studies_that_are_bundled() -> None:
    assert len(FIVE) == 5
    assert set(FIVE) <= set(bundled_files())


def test_a_wrong_answer_on_a_page_is_noticed(tmp_path: Path) -> None:
    house = House(tmp_path)
    (shown,) = sessions(Block("console", "", '$ .venv/bin/resorb dose "12.5 g IV"\nsomething else\n'))
    assert shown == ('.venv/bin/resorb dose "12.5 g IV"', ["something else"])
    assert "something else" not in house.answer(".venv/bin/resorb evidence list")
    with pytest.raises(AssertionError, match="No such"):
        house.answer(".venv/bin/resorb chek x")
    with pytest.raises(AssertionError, match="no command"):
        house.answer("rm -r x")


def test_a_page_neither_overwrites_nor_adds_to_nothing(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.write(Block("yaml", "a.yaml", "a: 1\n"))
    house.write(Block("yaml", "a.yaml, added at the end", "b: 2\n"))
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == "a: 1\nb: 2\n"
    with pytest.raises(AssertionError, match="there already"):
        house.write(Block("yaml", "a.yaml", "a: 1\n"))
    with pytest.raises(AssertionError, match="nothing to add to"):
        house.write(Block("yaml", "b.yaml, added at the end", "b: 2\n"))


@pytest.mark.parametrize("page", GUIDES)
def test_every_block_of_a_page_is_followed(page: str) -> None:
    assert all(b.title or b.language == "console" for b in blocks(page))
