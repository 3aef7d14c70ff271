"""A seeded sample of the fuzzer of scan in every test run; ``make fuzz-scan`` is the long one."""

from __future__ import annotations

import warnings

import pytest

from resorb.scan.material import Scanned
from resorb.scan.run import BrokenRule, scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.documents import Document
from tests.fuzz import documents as fuzz
from tests.fuzz.made import FORMATS


def test_documents_are_the_same_on_every_run() -> None:
    assert list(fuzz.documents(1, 10, 5)) == list(fuzz.documents(1, 0, 20))[10:15]


def test_every_format_is_tried() -> None:
    assert {suffix for _, _, suffix in fuzz.documents(1, 0, 60)} == set(FORMATS)


def test_broken_documents_are_read_or_refused_with_a_reason() -> None:
    tally = fuzz.try_all(seed=1, first=0, n=120)
    # Time is judged by the long run alone: here other processes share the machine.
    assert [line for line in tally.wrong if " s for " not in line] == []
    assert tally.seen["read"] > 60
    assert tally.seen["refused"] > 15
    assert tally.most_mb < fuzz.MOST_MB


@pytest.mark.parametrize("kind", ["broken rule", "traceback"])
def test_the_fuzzer_sees_what_goes_wrong(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Document) -> None:
        if kind == "traceback":
            raise ZeroDivisionError
        warnings.warn("the rule percent broke:\nZeroDivisionError", BrokenRule, stacklevel=1)

    monkeypatch.setattr(fuzz, "scan_document", broken)
    tally = fuzz.Tally()
    fuzz._try_one(7, b"12 of 28", "txt", tally)
    assert tally.seen[kind] == 1
    assert tally.wrong[0].startswith("7: ")


def test_a_long_row_of_hyphens_is_read_to_its_end() -> None:
    """Number 48,013 of seed 20261121 never ended: hyphens could be shared out among three parts of one pattern."""
    text = f"Billing note: the code is per 1{'-' * 600}00 mg. A 12.5 g vial is 125 units; 3 sessions a week at 25 g."
    assert not scan_document(read_plain(text, "note.txt")).marks


def test_rows_of_signs_are_no_sentences() -> None:
    """Ten thousand lines of one star were each read by every rule."""
    text = "Of 28 patients, 12 (68%) improved.\n\n" + "*\n\n" * 50 + "Nine did not.\n"
    scanned = Scanned(read_plain(text, "note.txt"))
    assert [sentence.text for sentence in scanned.sentences] == ["Of 28 patients, 12 (68%) improved.", "Nine did not."]
