"""Dates and numbers as lists write them: read in one way only, or not at all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resorb.records.lists.cells import (
    COMMA,
    DAY_FIRST,
    MONTH_FIRST,
    POINT,
    DateOrder,
    Decimals,
    is_total,
    leading_number,
    read_date,
    read_days,
    read_number,
    sex_of,
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2015-03-04", date(2015, 3, 4)),
        ("20150304", date(2015, 3, 4)),
        ("2015/3/4", date(2015, 3, 4)),
        ("2015-03-04T10:20:30Z", date(2015, 3, 4)),
        ("2015-03-04 10:20:30.123", date(2015, 3, 4)),
        ("25/03/2015", date(2015, 3, 25)),
        ("03/25/2015", date(2015, 3, 25)),
        ("25.03.2015 08:15", date(2015, 3, 25)),
        ("4 Mar 2015", date(2015, 3, 4)),
        ("04-MAR-2015", date(2015, 3, 4)),
        ("March 4, 2015", date(2015, 3, 4)),
        ("4. März 2015", date(2015, 3, 4)),
        ("4 août 2015", date(2015, 8, 4)),
        ("04/04/2015", date(2015, 4, 4)),
        ("03/04/2015", None),
        ("03/04/15", None),
        ("2015-02-30", None),
        ("31/31/2015", None),
        ("42067", None),
        ("0001-01-01", None),
        ("", None),
    ],
)
def test_a_day_is_read_where_it_can_be_only_one(text: str, day: date | None) -> None:
    assert read_date(text, None) == day


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from("/.-"))
def test_the_order_decides_what_a_date_is(day: date, sign: str) -> None:
    assert read_date(f"{day.day}{sign}{day.month}{sign}{day.year}", DAY_FIRST) == day
    assert read_date(f"{day.month}{sign}{day.day}{sign}{day.year}", MONTH_FIRST) == day


def test_other_values_of_a_column_tell_the_order() -> None:
    order = DateOrder()
    for line, text in enumerate(("03/04/2015", "05/05/2015", "25/12/2015"), start=2):
        order.see(text, line)
    assert (order.told, order.open, order.open_line) == (DAY_FIRST, 1, 2)
    order.see("12/25/2015", 9)
    assert (order.told, order.mixed) == (None, True)


@pytest.mark.parametrize(
    ("text", "decimals", "number"),
    [
        ("60", None, "60"), ("-36", None, "-36"), ("8.75", None, "8.75"), ("8,75", None, "8.75"),
        ("1.234,5", None, "1234.5"), ("1,234.5", None, "1234.5"), ("1 234,5", None, "1234.5"),
        ("1,250", None, None), ("1,250", COMMA, "1.250"), ("1,250", POINT, "1250"),
        ("1.250", None, "1.250"), ("1.250", COMMA, "1250"), ("0,125", None, "0.125"),
        ("1,234,567", None, "1234567"), ("1.234.567", None, "1234567"), ("12,3456", None, "12.3456"),
        ("1e5", None, None), ("NaN", None, None), ("60 g", None, None), ("", None, None), ("1,2,3", None, None),
    ],
)  # fmt: skip
def test_a_number_is_read_where_it_can_be_only_one(text: str, decimals: str | None, number: str | None) -> None:
    assert read_number(text, decimals) == number


def test_other_values_of_a_column_tell_the_decimal_sign() -> None:
    signs = Decimals()
    for text in ("1,250", "8,75 g", "12"):
        signs.see(text)
    assert signs.told == COMMA
    signs.see("8.75")
    assert signs.told is None


def test_words_behind_numbers_and_words_for_sexes_and_totals() -> None:
    assert leading_number("8,75 g", None) == "8.75 g"
    assert leading_number("1 op - 8.75 cm x 1 m (e)", None) == "1 op - 8.75 cm x 1 m (e)"
    assert (read_days("30 days"), read_days("30 Tage"), read_days("4 weeks")) == ("30", "30", None)
    assert (sex_of("F"), sex_of("männlich"), sex_of("u")) == ("female", "male", None)
    assert is_total("Summe")
    assert is_total("Total 2016")
    assert not is_total("Totally")
