"""What text and Markdown become: paragraphs whole again, headings, captions, tables, notes, references."""

from __future__ import annotations

import pytest

from resorb.sources.documents.plain import read_plain
from resorb.values.documents import Block, BlockKind, Table


def blocks(text: str) -> tuple[Block, ...]:
    return read_plain(text, "x.md").blocks


def texts(text: str) -> list[str]:
    return [block.passage.text for block in blocks(text)]


def only_table(text: str) -> Table:
    return next(block.table for block in blocks(text) if block.table is not None)


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("The ﬁrst ﬂare was ﬃ.", "The first flare was ffi."),
        ("thio\u00adsulfate", "thiosulfate"),
        ("thio\u00ad\nsulfate", "thiosulfate"),
        ("sodium thio-\nsulfate", "sodium thiosulfate"),
        ("at follow-\nup in a 12-year-\nold girl", "at follow-up in a 12-year-old girl"),
        ("the STS-\ntreated and un-\ntreated", "the STS-treated and untreated"),
        ("10-\n20 g", "10-20 g"),
        ("1\u2009500 g and 12\u00a0.5 g", "1 500 g and 12 .5 g"),
        ("12,5 g – 25 g", "12,5 g – 25 g"),
        ("c.211A\ufffdG", "c.211A\ufffdG"),
        ("ca\u200blcium \u202e9.4", "calcium 9.4"),
        ("\uff11\uff12 of \uff12\uff18", "12 of 28"),
        ("5 μmol", "5 µmol"),
        ("n \uf0b3 5", "n ≥ 5"),
        ("10<sup>9</sup>/L, 1.73 m<sup>2</sup>, mg kg<sup>−1</sup>", "10^9/L, 1.73 m², mg kg⁻¹"),
        ("on the 21<sup>st</sup> day", "on the 21st day"),
        ("**12** of _n_ = 28 `mg`", "12 of n = 28 mg"),
        ("within $\\leq 1$ month, $12.5\\,\\mathrm{mg}$, $25\\%$", "within ≤ 1 month, 12.5 mg, 25%"),
        ("it cost $5 and $6", "it cost $5 and $6"),
        ("3 &lt; 5&nbsp;mg &amp; more <!-- 99 mg -->", "3 < 5 mg & more"),
        ("see [the report](https://example.org/12)", "see the report"),
    ],
)
def test_text_is_made_readable(printed: str, read: str) -> None:
    assert texts(printed) == [read]


def test_a_raised_mark_stands_beside_the_text_not_in_it() -> None:
    passage = blocks("Of 28 patients<sup>3</sup> 12 healed.")[0].passage
    assert passage.text == "Of 28 patients 12 healed."
    assert [(m.offset, m.text) for m in passage.markers] == [(14, "3")]


def test_a_paragraph_goes_on_after_the_table_that_cuts_it() -> None:
    text = (
        "Our study supports earlier reports of sodium thiosulfate as a safe adjuvant\n\n"
        "Table 2. Responses\n\n| Response | n |\n|---|--:|\n| Yes | 19 |\n\n"
        "a Two patients were lost.\n\ntreatment of calcinosis. Larger studies are needed.\n"
    )
    assert [b.kind for b in blocks(text)] == [
        BlockKind.PARAGRAPH,
        BlockKind.CAPTION,
        BlockKind.TABLE,
        BlockKind.NOTE,
    ]
    whole = blocks(text)[0].passage
    assert "safe adjuvant treatment of calcinosis" in whole.text
    assert whole.line_and_column(whole.text.index("treatment of")) == (11, 1)


def test_a_parenthesis_is_closed_after_the_figure_that_cuts_it() -> None:
    text = "It was radiologically better 5 months later (Figure\n\nFigure 1. Knees.\n\n1E). By then she walked.\n"
    assert texts(text) == [
        "It was radiologically better 5 months later (Figure 1E). By then she walked.",
        "Figure 1. Knees.",
    ]


def test_a_finished_paragraph_takes_nothing_in() -> None:
    assert len(blocks("All twelve of the patients were treated with the drug.\n\nand some more.")) == 2


def test_a_heading_parts_even_what_looks_unfinished() -> None:
    assert len(blocks("The drug was given to all of the\n\nResults\n\npatients were well.")) == 3


@pytest.mark.parametrize(
    "line", ["Results", "RESULTS", "2. Results", "## Results", "**Results**", "Results:", "Results\n==="]
)
def test_headings(line: str) -> None:
    heading, below = blocks(f"{line}\n\nTwelve patients were well.\n")
    assert heading.kind is BlockKind.HEADING
    assert below.section == "results"


def test_a_run_in_heading_names_the_section() -> None:
    assert blocks("Methods: We asked 28 patients.")[0].section == "methods"


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Table 2. Doses", "Table 2"),
        ("TABLE II: Doses", "Table II"),
        ("Fig. 3 Knees", "Figure 3"),
        ("eTable 1. Labs", "Etable 1"),
        ("Figure 3 legend", "Figure 3"),
        ("Figure 3 legend: knees before and after", "Figure 3"),
        ("Legend to Figure 1. Knees", "Figure 1"),
        ("Legend of the Table 2: doses", "Table 2"),
    ],
)
def test_captions(line: str, label: str) -> None:
    from resorb.sources.documents.headings import label_of

    assert blocks(line)[0].kind is BlockKind.CAPTION
    assert label_of(line) == label


def test_a_reference_to_a_table_at_the_start_of_a_line_is_no_caption() -> None:
    text = "The characteristics of all the patients of this study are shown in\nTable 2. They were mostly women.\n"
    assert [b.kind for b in blocks(text)] == [BlockKind.PARAGRAPH]


def test_a_tab_table_with_its_caption_notes_and_group_rows() -> None:
    text = "Table 1 Patients\n\nGroup\tn (%)\nSex\nWomen\t19 (68)\nMen\t9 (32)\n\nSTS, sodium thiosulfate.\n"
    table = only_table(text)
    assert (table.label, [note.text for note in table.notes]) == ("Table 1", ["STS, sodium thiosulfate."])
    assert cells(table) == [["Group", "n (%)"], ["Sex"], ["Women", "19 (68)"], ["Men", "9 (32)"]]
    assert table.rows[2][1].line_and_column(0) == (5, 7)


@pytest.mark.parametrize(
    "table", ["| Sex | n |\n|:--|--:|\n| Men | 9 |", "+-----+---+\n| Sex | n |\n+-----+---+\n| Men | 9 |"]
)
def test_pipe_tables(table: str) -> None:
    assert cells(only_table(table)) == [["Sex", "n"], ["Men", "9"]]


def test_a_table_in_columns_of_blanks() -> None:
    text = "Sex            n      %\nWomen         19     68\nMen            9     32\nTotal         28    100\n"
    assert cells(only_table(text))[1:] == [["Women", "19", "68"], ["Men", "9", "32"], ["Total", "28", "100"]]
    assert only_table(text).rows[1][2].line_and_column(0) == (2, 22)


def test_prose_in_two_columns_is_no_table() -> None:
    line = "The left column tells of the patients     the right column tells of the doses\n"
    assert all(block.table is None for block in blocks(line * 6))


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [
        f"J Test Med {n}\n\nThe patients of page {n} were treated\nwith the drug for {n} weeks.\n\n{n}\n"
        for n in (1, 2, 3)
    ]
    read = texts("\f".join(pages))
    assert read == [f"The patients of page {n} were treated with the drug for {n} weeks." for n in (1, 2, 3)]


def test_a_paragraph_goes_on_over_the_page() -> None:
    text = "J Test Med 1\nThe drug was given to twelve of the\n1\n\fJ Test Med 2\npatients for a year.\n2\n"
    assert texts(text) == ["The drug was given to twelve of the patients for a year."]


def test_lines_of_a_note_stay_apart_lines_of_prose_do_not() -> None:
    assert texts("Wt 70 kg\nSTS 25 g IV\nCa 9.4 mg/dL") == ["Wt 70 kg", "STS 25 g IV", "Ca 9.4 mg/dL"]
    prose = "Sodium thiosulfate was given to all of the\npatients that came to our clinic in that\nyear."
    assert len(texts(prose)) == 1


def test_items_of_a_list_stay_apart() -> None:
    assert texts("- aspirin 81 mg\n- prednisone 5 mg\n1. Rest\n2. Fluids") == [
        "aspirin 81 mg",
        "prednisone 5 mg",
        "1. Rest",
        "2. Fluids",
    ]


def test_references_are_told_from_numbered_orders() -> None:
    text = "1. Smith AB, Jones C. Salt. J Test 2012;3:4.\n\n2. Continue STS 25 g.\n\nReferences\n\nAnything 12 of 10."
    assert [b.kind for b in blocks(text)] == [
        BlockKind.REFERENCE,
        BlockKind.PARAGRAPH,
        BlockKind.HEADING,
        BlockKind.REFERENCE,
    ]


def test_a_text_that_stands_twice_keeps_both_places() -> None:
    text = "Twelve of 28 patients healed.\n\n" * 2
    assert [b.passage.line_and_column(0)[0] for b in blocks(text)] == [1, 3]


def test_windows_line_ends() -> None:
    assert texts("sodium thio-\r\nsulfate\r\n\r\nwas given.\r\n")[0] == "sodium thiosulfate"
