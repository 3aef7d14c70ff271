"""Properties of the reader of doses: written and read back alike; nothing lost, nothing invented, no crash."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resorb.reading.doses.dose import dose_as_json, dose_as_lines, read_dose
from resorb.reading.doses.text import MAX_CHARACTERS
from resorb.values.findings import Refused
from resorb.values.ranges import Range

grams = st.decimals("0.1", "500", places=1).map(str)
PHRASES = (
    "25 g",
    "12.5 mg",
    "3",
    "3 times weekly",
    "for",
    "8 months",
    "then",
    "IV",
    "STS",
    "%",
    "mg/mL",
    "0.1 ml",
    "of",
    "methotrexate",
    "and",
    ",",
    ";",
    "(",
    ")",
    "-",
    "/",
    "1,5",
    ".5",
    "x",
    "every",
    "after each dialysis",
    "over",
    "30 min",
    "twice",
    "weeks apart",
    "m2",
    "kg",
    "q3wk",
    "per",
    "ointment",
    "dispensed",
    "25",
    "to",
    "up to",
    "1:1",
    "25%",
)
TIMES = [("3 times weekly", "3"), ("TIW", "3"), ("bid", "14"), ("every other day", "7/2"), ("q2wk", "1/2")]


@given(
    amount=grams,
    unit=st.sampled_from([("g", 1000), ("mg", 1), ("grams", 1000), ("gm", 1000)]),
    times=st.sampled_from(TIMES),
    span=st.sampled_from([("for 8 weeks", 56), ("x 10 days", 10), ("over a 3-week period", 21)]),
    gap=st.sampled_from([" ", "  ", " IV ", " i.v. ", ", "]),
)  # fmt: skip
def test_a_written_dose_is_read_back_exactly(
    amount: str, unit: tuple[str, int], times: tuple[str, str], span: tuple[str, int], gap: str
) -> None:
    reading = read_dose(f"{amount} {unit[0]}{gap}{times[0]} {span[0]}")
    mg = Fraction(amount) * unit[1]
    assert reading.unread == ()
    assert reading.amount_mg == Range.point(mg)
    assert reading.times_per_week == Range.point(Fraction(times[1]))
    assert reading.mg_total == Range.point(mg * Fraction(times[1]) * span[1] / 7)


@given(st.text(max_size=120) | st.lists(st.sampled_from(PHRASES), max_size=14).map(" ".join))
def test_any_text_is_read_or_named_unread_and_said_without_fault(text: str) -> None:
    reading = read_dose(text)
    assert all(text[u.start : u.end] == u.text for u in reading.unread)
    assert dose_as_json(reading)["input"] == text
    assert dose_as_lines(reading)[-1] == "For study, not for prescribing."
    for name, (start, end) in reading.printed.items():
        assert 0 <= start < end <= len(text), name


@given(
    st.lists(st.sampled_from(PHRASES), max_size=12).map(" ".join),
    st.sampled_from(("1,5", ".5", "12·5", "1.2.3", "9^9")),
)
def test_an_odd_number_is_never_read_in_part(text: str, odd: str) -> None:
    words = f"{text} ; {odd} g IV"
    reading = read_dose(words)
    assert any(odd in u.text for phase in (reading, *reading.phases) for u in phase.unread)


@given(st.lists(st.sampled_from(PHRASES), max_size=12).map(" ".join))
def test_reading_is_deterministic(text: str) -> None:
    assert read_dose(text) == read_dose(text)


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(Refused, match="1000 characters"):
        read_dose("25 g " * MAX_CHARACTERS)
