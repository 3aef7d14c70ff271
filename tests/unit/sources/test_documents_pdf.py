"""PDF files, written by hand in `made_documents`."""

from __future__ import annotations

import pytest

from resorb.sources.documents.pdf import read_pdf
from resorb.values.documents import Block, BlockKind
from resorb.values.findings import Refused
from tests.unit.sources.made_documents import Shown, column, pdf

LEFT = [
    "Of the patients of this study",
    "with hyperphosphatemia twelve",
    "were given the drug at a dose of",
    "12.5 g three times a week for",
    "half a year, and those who did",
    "not do well received 25 g until the",
]
RIGHT = [
    "lesions were gone in all of them.",
    "No patient had any side effect",
    "that made the doctors stop the",
    "drug, and none was lost to the",
    "follow-up of this small study,",
    "which has no control group.",
]


def blocks(*pages: list[Shown]) -> tuple[Block, ...]:
    return read_pdf(pdf(*pages), "x.pdf").blocks


def test_a_place_is_page_line_and_column() -> None:
    read = blocks(column(["One line only."]), column(["Another page", "goes on here."]))
    passage = read[1].passage
    place = passage.place("x.pdf", passage.text.index("goes"), len(passage.text))
    assert (place.path, place.line, place.column) == ("page 2", 2, 1)


def test_two_columns_are_read_one_after_the_other() -> None:
    rows = [row for pair in zip(column(LEFT), column(RIGHT, left=320), strict=True) for row in pair]
    read = blocks([(72, 750, 16, "A title above both of the columns of this page"), *rows])
    assert [b.passage.text[:20] for b in read] == ["A title above both o", "Of the patients of t"]
    assert "until the lesions were gone" in read[1].passage.text


def test_words_divided_by_a_line_end_are_whole_again() -> None:
    assert blocks(column(["twelve had hyperphos-", "phatemia."]))[0].passage.text == "twelve had hyperphosphatemia."


def test_a_raised_mark_is_no_number_of_the_text() -> None:
    line: list[Shown] = [(72, 700, 10, "Of 28 patients"), (137, 704, 6, "3"), (141, 700, 10, "12 healed.")]
    passage = blocks(line)[0].passage
    assert passage.text == "Of 28 patients 12 healed."
    assert [m.text for m in passage.markers] == ["3"]


def test_a_table_keeps_its_cells() -> None:
    grid = [("Patient", "Dose", "Weeks"), ("1", "12.5 g", "8"), ("2", "25 g", "12")]
    shown = [(72 + 130 * c, 676 - 12 * r, 10, text) for r, row in enumerate(grid) for c, text in enumerate(row)]
    table = next(b.table for b in blocks([(72, 700, 10, "Table 1. Doses"), *shown]) if b.table is not None)
    assert table.label == "Table 1"
    assert [tuple(cell.text for cell in row) for row in table.rows] == grid


def test_running_heads_are_left_out_and_paragraphs_go_on_over_the_page() -> None:
    pages = [
        [(72, 770, 8, f"J Test Med {n}"), *column([text]), (300, 30, 8, str(n))]
        for n, text in enumerate(["The drug was given to twelve of the", "patients for a year."], 7)
    ]
    assert [b.passage.text for b in blocks(*pages)] == ["The drug was given to twelve of the patients for a year."]


def test_room_between_lines_parts_paragraphs() -> None:
    read = blocks(
        column(["Results", "", "", "Twelve patients were well.", "They went home.", "", "", "Others did not."])
    )
    assert [b.kind for b in read] == [BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]


def test_what_holds_no_text_is_refused() -> None:
    with pytest.raises(Refused, match="holds no text"):
        blocks([])


@pytest.mark.parametrize("data", [b"%PDF-1.4", b"%PDF-1.4\n" + b"\x00" * 500, pdf([])[:200]])
def test_a_damaged_file_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        read_pdf(data, "x.pdf")
