"""The reader of doses takes time in proportion to the text, whatever stands in it."""

import time

import pytest

from resorb.reading.doses.dose import read_dose
from resorb.reading.doses.text import MAX_CHARACTERS

REPEATED = (
    "a ", "one-", "1 ", "12 500 ", "0, ", "of ", "then ", "week 1: ", "days 1, ", "25 g ", "up to ", "between 1 and ",
    "(", "mL/", "twice or ", "toutes-", " ", "STS 10 g, qs ", "Mon/", "mixed with ", "\x00", "x",
)  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED)
def test_a_text_of_twice_the_length_takes_no_more_than_thrice_the_time(piece: str) -> None:
    read_dose("25 g IV")
    times = {}
    for length in (MAX_CHARACTERS // 2, MAX_CHARACTERS):
        text = (piece * MAX_CHARACTERS)[:length]
        times[length] = min(_seconds(text) for _ in range(3))
    assert times[MAX_CHARACTERS] < 3 * times[MAX_CHARACTERS // 2] + 0.01
    assert times[MAX_CHARACTERS] < 0.5


def _seconds(text: str) -> float:
    start = time.process_time()
    read_dose(text)
    return time.process_time() - start
