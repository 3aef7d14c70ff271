"""Shapes of whole documents on which scan spoke without need: all rules together say nothing on them."""

import pytest

from tests.spec.scan.saying import reported


@pytest.mark.parametrize("verb", ["compared with Student's t test", "analysed by intention to treat", "read by two"])
def test_what_was_done_with_the_primary_outcome(verb: str) -> None:
    first = "# Abstract\n\nThe primary outcome was the change in area at week 16.\n\n# Methods\n\n"
    said = f"{first}The primary outcome was {{}}.\n"
    assert reported(said.format(verb)) == []
    assert reported(said.format("pain on a scale from 0 to 10")) != []


def test_the_first_row_of_a_list_in_columns() -> None:
    rows = "  Centre A (lead)  20\n  Centre B         18\n  Centre C         12\n  Total            50\n"
    rows = f"Targets by centre:\n{rows}"
    assert reported(rows) == []
    assert [m.finding.printed for m in reported(rows.replace("50", "52"))] == ["52"]


def test_a_column_that_follows_from_others_in_every_row() -> None:
    head = "| Dose, g | Injection, mL | Saline, mL | Final volume, mL |\n|---|---|---|---|\n"
    rows = "| 5 | 20 | 80 | 100 |\n| 12.5 | 50 | 50 | 100 |\n| 18.75 | 75 | 75 | 150 |\n| 25 | 100 | 100 | 200 |\n"
    assert reported(head + rows) == []


@pytest.mark.parametrize("other", ["Re: Tom B., age 9 years", "Another patient was seen the same day."])
def test_letters_about_two_patients(other: str) -> None:
    first = "# Letter 1\n\nRe: Mrs Ann T., born 22 July 1961\n\nShe has a deposit at the left elbow.\n"
    second = f"# Letter 2\n\n{other}\n\nThere is a deposit at the right elbow.\n"
    assert reported(first + second) == []
