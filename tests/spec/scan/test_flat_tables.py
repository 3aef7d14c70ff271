"""Tables that lie flat, one cell a line, are judged as any table is; what has no rhythm is none."""

from __future__ import annotations

import pytest

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from tests.spec.scan.saying import said_of

TABLE = ("table-percent", "table-sum", "table-parts", "table-cover", "interval-holds-estimate", "interval-order")


def flat(*lines: str, caption: str = "Table 2. Findings at week 12") -> str:
    """A flat table below its caption; cells of a row are parted by a bar here only, and each gets its line."""
    return "\n".join([caption, *(cell.strip() for line in lines for cell in line.split("|"))])


def rows_of(text: str) -> list[list[str]]:
    """The cells of the first table of a text."""
    tables = [b.table for b in read_plain(text, "t.txt").blocks if b.table is not None]
    return [[cell.text for cell in row] for row in tables[0].rows] if tables else []


HEAD = "| Thiosulfate (n = 40) | Placebo (n = 41)"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        # 8 of 41 is 19.5 %, not 17.5 %; 8 of 40 is 20 %
        (flat(HEAD, "Nausea | 3 (7.5) | 4 (9.8)", "Itch | 6 (15.0) | 8 (17.5)", "Pain | 8 (20.0) | 9 (22.0)"), "17.5"),
        # the corner of the head lost with its line
        (
            flat(HEAD[2:], "Nausea | 3 (7.5) | 4 (9.8)", "Itch | 6 (15.0) | 8 (17.5)", "Pain | 8 (20.0) | 9 (22.0)"),
            "17.5",
        ),
        # sizes in a second row of the head, and a row that says what the cells are
        (
            flat(
                "| Thiosulfate | Placebo",
                "| (N = 357) | (N = 181)",
                "| n (%) | n (%)",
                "Number of patients with: ||",
                " Any event | 55 (15.4) | 35 (19.3)",
                " Serious event | 3 (0.8) | 7 (2.9)",
                " Itch | 6 (1.7) | 5 (2.8)",
            ),
            "2.9",  # 7 of 181 is 3.9 %
        ),
        # blank lines between the rows
        (
            flat(
                "",
                "Thiosulfate (n = 40) | Placebo (n = 41)",
                "",
                "Nausea | 3 (7.5) | 4 (9.8)",
                "",
                "Itch | 6 (15.0) | 8 (17.5)",
                "",
                "Pain | 8 (20.0) | 9 (22.0)",
                "",
                "Nausea was mild in all patients.",
                caption="Table 1Adverse events",
            ),
            "17.5",
        ),
    ],
)
def test_percentages_are_of_the_number_in_the_head(text: str, printed: str) -> None:
    assert said_of(text, TABLE) == [("table-percent", "fails", printed)]
    assert said_of(text.replace("(17.5)", "(19.5)").replace("(2.9)", "(3.9)"), TABLE) == []


def test_totals_of_parts() -> None:
    slip = flat("Site | Lesions (90)", "Hand | 41", "Elbow | 27", "Knee | 12", "All others | 9", "Total | 90")
    assert said_of(slip, TABLE)[0][:2] == ("table-sum", "fails")  # 41 + 27 + 12 + 9 = 89
    assert said_of(slip.replace("\n9\n", "\n10\n"), TABLE) == []


def test_an_interval_in_a_cell_holds_its_estimate() -> None:
    text = flat(
        "[mg/day] | placebo mean (95% CI) | thiosulfate mean (95% CI) | p level",
        "calcium | 2.46 (2.71–2.93) | 3.11 (2.81–3.41) | n.s.",  # 2.46 < 2.71
        "phosphate | 5.12 (4.60–5.64) | 5.30 (4.70–5.90) | n.s.",
    )
    assert said_of(text, TABLE) == [("interval-holds-estimate", "fails", "2.71–2.93")]
    assert said_of(text.replace("2.71", "1.99"), TABLE) == []


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        # a heading with blanks for its cells, one without, a label and a cell that go on in the next line
        (
            flat(
                "Outcome | A | B",
                "Primary ||",
                "Duration of the calcinosis in years",
                "from its onset | 9 (8) | 8 (7)",
                "Secondary",
                "Difference | -9.9 (-12.9, | -10.0 (-13.7,",
                "| -6.9) | -6.3)",
                "Itch | 2.4 | 2.1",
                "Size | 11.4 | 12.1",
            ),
            [
                ["Outcome", "A", "B"],
                ["Primary", "", ""],
                ["Duration of the calcinosis in years from its onset", "9 (8)", "8 (7)"],
                ["Secondary", "", ""],
                ["Difference", "-9.9 (-12.9, -6.9)", "-10.0 (-13.7, -6.3)"],
                ["Itch", "2.4", "2.1"],
                ["Size", "11.4", "12.1"],
            ],
        ),
        # a head over two columns each
        (
            flat(
                "| Thiosulfate | Placebo",
                "| Mean | SD | Mean | SD",
                "Age | 61.2 | 8.1 | 59.9 | 9.0",
                "BMI | 26 | 4 | 27 | 4",
            ),
            [
                ["", "Thiosulfate", "Thiosulfate", "Placebo", "Placebo"],
                ["", "Mean", "SD", "Mean", "SD"],
                ["Age", "61.2", "8.1", "59.9", "9.0"],
                ["BMI", "26", "4", "27", "4"],
            ],
        ),
        # bands as labels, and a heading right below a head without its corner
        (
            flat(
                "Thiosulfate (n = 40) | Placebo (n = 41) | Age",
                "18–40 years | 12 | 14",
                "41–60 years | 18 | 16",
                "> 60 years | 10 | 11",
            ),
            [
                ["", "Thiosulfate (n = 40)", "Placebo (n = 41)"],
                ["Age", "", ""],
                ["18–40 years", "12", "14"],
                ["41–60 years", "18", "16"],
                ["> 60 years", "10", "11"],
            ],
        ),
        # two columns of words
        (
            flat(
                "Endpoint | Points | n | Difference",
                "Early | Initial | 15 | -0.23",
                "| Changed | 18 | 0.87",
                "Late | Initial | 12 | 0.63",
            ),
            [
                ["Endpoint", "Points", "n", "Difference"],
                ["Early", "Initial", "15", "-0.23"],
                ["", "Changed", "18", "0.87"],
                ["Late", "Initial", "12", "0.63"],
            ],
        ),
        # prose below, wrapped into short lines
        (
            flat("Site | n", "Hand | 41", "Elbow | 27")
            + "\nThiosulfate was given for 12 weeks to\nall patients, and then\nstopped.",
            [["Site", "n"], ["Hand", "41"], ["Elbow", "27"]],
        ),
    ],
)
def test_rows_by_their_rhythm(text: str, rows: list[list[str]]) -> None:
    assert rows_of(text) == rows


@pytest.mark.parametrize(
    "text",
    [
        flat("Site | A | B", "Hand | 41 | 12", "Elbow | 27", "Knee | 12 | 4"),  # a value too few
        flat("Site | A | B", "Hand | 41 | 12 | 7", "Elbow | 27 | 4"),  # a value too many
        flat("Patient | Weeks | Result", "A | 12 | healed", "B | 20 | died", "C | 7 | healed"),  # words in the cells
        flat("HEAD | 1", caption="Table 2. One row"),
        flat("Site | A | B", "Hand | 41 | 12", "Elbow | 27 | 4", caption="Figure 2. Lesions"),
        "Table 2 shows the lesions.\nHand\n41\nElbow\n27",
    ],
)
def test_what_has_no_rhythm_is_no_table(text: str) -> None:
    assert rows_of(text) == []


def test_a_second_head_begins_a_table_under_the_same_caption() -> None:
    text = flat(
        "Change | Thiosulfate (n = 26) | Placebo (n = 10)",
        "Healed | 13 (50) | 4 (40)",
        "Pain | 2 (8) | 1 (10)",
        "Change | Cream (n = 14) | Vehicle (n = 11)",
        "Healed | 7 (50) | 4 (36)",
        "Pain | 2 (14) | 1 (12)",  # 1 of 11 is 9 %
    )
    tables = [b.table for b in read_plain(text, "t.txt").blocks if b.table is not None]
    assert [t.label for t in tables] == ["Table 2", "Table 2"]
    assert said_of(text, TABLE) == [("table-percent", "fails", "12")]


def test_places_are_those_of_the_lines() -> None:
    text = flat(HEAD, "Nausea | 3 (7.5) | 4 (9.8)", "Itch | 6 (15.0) | 8 (17.5)", "Pain | 8 (20.0) | 9 (22.0)")
    marks = scan_document(read_plain("Before.\n\n" + text, "t.txt")).marks
    (place,) = (m.finding.place for m in marks if m.finding.verdict.value == "fails")
    assert place is not None
    assert (place.line, place.column, place.end_column) == (12, 4, 8)


def test_a_dose_held_in_one_row_does_not_follow_from_its_neighbour() -> None:
    rows = ("Drug", "Base", "Step 1", "Step 2", "Step 3"), ("A", "0.05", "0.15", "0.30", "0.60"), ("B", 5, 15, 30, 60)
    more = ("C", "0.1", "0.2", "0.4", "0.8"), ("B with C", 9, 30, 30, 30)
    table = "".join("\t".join(map(str, row)) + "\n" for row in (*rows, *more))
    assert said_of(table + "D\t1\t2\t4\t8\n", ("table-formula",)) == []
