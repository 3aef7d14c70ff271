"""Whole documents with slips: each is labelled by words that stand in it, and scan finds most."""

import pytest

from tests.corpus.score_documents import DEVELOPMENT, score, slips_of

SLIPS = slips_of(DEVELOPMENT)


@pytest.mark.parametrize("name", sorted(SLIPS))
def test_every_slip_stands_in_its_document(name: str) -> None:
    text = (DEVELOPMENT / name).read_text(encoding="utf-8")
    assert [slip.wrong for slip in SLIPS[name] if slip.wrong not in text] == []


def test_every_document_of_the_folder_has_slips() -> None:
    assert sorted(file.name for file in DEVELOPMENT.glob("*.md")) == sorted(SLIPS)


def test_most_slips_are_found_and_little_is_said_besides() -> None:
    # 358 of 445, with five marks besides, three of which are right
    tally = score(DEVELOPMENT)
    assert tally.found.total() >= 358
    assert len(tally.alarms) <= 5
