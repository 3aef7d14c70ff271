"""What of a document is judged: its sentences, without what tells nothing."""

import re

import pytest

from resorb.scan.material import Scanned
from resorb.sources.documents.plain import read_plain

PATTERN = re.compile("healed")


@pytest.mark.parametrize(
    ("text", "judged"),
    [
        ("Both healed. One recurred.", ["Both healed.", "One recurred."]),
        ("It healed. - - -. * * *. One recurred.", ["It healed.", "One recurred."]),
        ("It healed. 1. 2. 1. 1. One recurred.", ["It healed.", "One recurred."]),
        ("It healed.\n\n19/28 (68%)\n\n(4)", ["It healed.", "19/28 (68%)"]),
        ('It healed. A misprint, "12.5 mg" for 12.5 g, was corrected.', ["It healed."]),
        ("It healed.\n\nReferences\n1. Doe J. One of two lesions. J Made Up. 2011;3:4.", ["It healed.", "References"]),
    ],
)
def test_sentences_that_tell_something_are_judged(text: str, judged: list[str]) -> None:
    assert [s.text for s in Scanned(read_plain(text, "text")).sentences] == judged


def test_a_pattern_is_looked_for_in_each_sentence() -> None:
    text = Scanned(read_plain("Both healed. One recurred. It was healed.", "text"))
    assert text.holding(PATTERN) == {0, 2}
    assert text.holding(PATTERN) is text.holding(PATTERN)


def test_a_run_of_cells_without_a_stop_comes_in_pieces_that_cover_it() -> None:
    run = "healed 3 (25 %) " * 300
    pieces = Scanned(read_plain(run, "text")).sentences
    assert len(pieces) == 3
    assert all(p.is_long for p in pieces[:-1])
    assert "".join(p.text for p in pieces) == run.strip()
    assert [run[p.start : p.start + len(p.text)] for p in pieces] == [p.text for p in pieces]


def test_a_run_without_a_blank_is_cut_anywhere() -> None:
    pieces = Scanned(read_plain("a1b2" * 2000, "text")).sentences
    assert max(len(p.text) for p in pieces) <= 2000


def test_what_no_person_wrote_as_one_sentence_is_long() -> None:
    text = Scanned(read_plain("It healed " + "and " * 300 + "closed. It recurred.", "text"))
    assert [s.is_long for s in text.sentences] == [True, False]
