"""CSV that no spreadsheet runs."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resorb.values.spreadsheets import csv_text, safe_cell


@pytest.mark.parametrize(
    "text", ["=1+1", "+A1", "-A1", "@SUM(A1)", "\tx", "\rx", "\nx", "\0=x", "\uff1d1", "\uff20x", " =1", "-2+3"]
)
def test_what_a_spreadsheet_might_run_is_quoted(text: str) -> None:
    assert safe_cell(text).startswith("'") or not safe_cell(text).startswith(("=", "+", "-", "@", "\t", "\r", "\0"))


@pytest.mark.parametrize("text", ["12.5", "-6.0", "+3", "0", "68 %", "c.211A>G", "1 - 2", ""])
def test_numbers_and_plain_words_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0")), min_size=1, max_size=4))
def test_cells_come_back_but_for_the_apostrophe(cells: list[str]) -> None:
    _, back = csv.reader(io.StringIO(csv_text(["c"] * len(cells), [cells]), newline=""))
    assert [b.removeprefix("'") if b != c else b for b, c in zip(back, cells, strict=True)] == cells
