"""Footnotes of tables against the cells they explain."""

from __future__ import annotations

import pytest

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Finding, Verdict

TABLE = (
    "Table 5. Care beside the gel in 30 patients\n"
    "Care\tHealed, n\tBetter, n\tSame, n\tTotal, n\n"
    "Overall\t8\t10\t12\t30\n"
    "Care beside the gel<sup>a</sup>\t\t\t\t\n"
    "Foam dressings\t2\t3\t2\t7\n"
    "Tablets against calcium\t4\t2\t5\t11\n"
    "None\t4\t6\t6\t16\n\n"
    "*Values are counts. <sup>a</sup>Of the 18 patients who were healed or better, {note}.\n"
)


def found(text: str) -> list[Finding]:
    """What is reported under table-note."""
    marks = scan_document(read_plain(text, "paper.txt")).marks
    reported = (Verdict.FAILS, Verdict.ASSUMES)
    return [m.finding for m in marks if m.finding.check == "table-note" and m.finding.verdict in reported]


def test_a_note_that_exchanges_two_counts() -> None:
    # Foam: 2 + 3 = 5 of the 18; tablets: 4 + 2 = 6. The note makes foam 3 + 3 = 6 and tablets 3 + 2 = 5.
    note = "3 used both foam and tablets, 3 used foam but not tablets, 2 used tablets but not foam, and 10 used neither"
    (one,) = found(TABLE.format(note=note))
    assert one.verdict is Verdict.FAILS
    assert one.suggestion is not None
    assert "exchanged" in one.suggestion
    assert one.arithmetic is not None
    assert "3 + 3 = 6, the table has 5" in one.arithmetic


@pytest.mark.parametrize(
    "note",
    [
        "3 used both foam and tablets, 2 used foam but not tablets, 3 used tablets but not foam, and 10 used neither",
        "three had both, two foam dressings only, three tablets only and ten neither",
        "3 used both foam and tablets, and 2 stopped early",
    ],
)
def test_a_note_that_agrees_or_says_something_else(note: str) -> None:
    assert found(TABLE.format(note=note)) == []


def test_a_note_that_names_a_row() -> None:
    table = "Site\tNo. of patients\nElbow\t9\nFinger\t14\nButtock\t5\n\nNote. Finger (16 patients) includes the thumb."
    (one,) = found(table)
    assert (one.printed, one.computed) == ("16", "14")
