"""How dates, periods, lengths of time and ages are read from words."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resorb.reading.times.ages import ages, births
from resorb.reading.times.dates import dates, day_first, periods
from resorb.reading.times.lengths import lengths, moments
from resorb.values.ranges import Range


@pytest.mark.parametrize(
    "text",
    [
        "on 12 March 2015", "on March 12, 2015", "on the 12th of March 2015", "on Mar. 12th, 2015", "on 2015-03-12",
        "on 12.03.2015", "on 12-Mar-2015",
    ],
)  # fmt: skip
def test_a_day_in_its_usual_forms(text: str) -> None:
    (one,) = dates(text)
    assert (one.year, one.month, one.day) == (2015, 3, 12)


def test_a_month_is_all_its_days_and_a_year_too() -> None:
    month, year = dates("from February 2016 to 2017")
    assert month.days is not None
    assert month.days - month.days == Range(Fraction(-28), Fraction(28))  # 1 to 29 February
    assert (year.year, year.month) == (2017, None)


def test_an_ambiguous_date_is_either_until_another_date_tells() -> None:
    (one,) = dates("03/04/2015")
    assert one.days is not None
    assert not one.days.is_point
    assert day_first(["03/04/2015", "28/04/2015"]) is True
    (told,) = dates("03/04/2015", first=True)
    assert (told.month, told.day) == (4, 3)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("31 April 2018", "April has 30 days"), ("29 February 2019", "no leap year"), ("2015-13-02", "no month 13"),
        ("29 February 2016", ""), ("29 February", ""),
    ],
)  # fmt: skip
def test_what_no_calendar_holds(text: str, fault: str) -> None:
    (one,) = dates(text)
    assert fault in one.fault if fault else not one.fault


def test_a_day_that_the_year_told_elsewhere_does_not_have_is_no_day() -> None:
    (one,) = dates("29 February")
    assert replace(one, year=2016).days is not None
    assert replace(one, year=2015).days is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("from March to June 2015", (2015, 3, None), (2015, 6, None)),
        ("from December to February 2016", (2015, 12, None), (2016, 2, None)),
        ("between 3 January and 27 June 2016", (2016, 1, 3), (2016, 6, 27)),
        ("in 1996–2009", (1996, None, None), (2009, None, None)),
    ],
)
def test_a_period_shares_its_year(
    text: str, first: tuple[int, int | None, int | None], last: tuple[int, int | None, int | None]
) -> None:
    (one,) = periods(text)
    assert (one.first.year, one.first.month, one.first.day) == first
    assert (one.last.year, one.last.month, one.last.day) == last


def test_counts_and_doses_are_no_years() -> None:
    assert not list(dates("of 2012 patients 2000 mg were given; 1984 infusions; in June 45 more"))


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "bound"),
    [
        ("over a 13.4-month period", "13.4", "13.4", "month", ""),
        ("for at least five months", "5", "5", "month", "least"),
        ("2 to 8 weeks", "2", "8", "week", ""),
        ("between 3 and 12 months", "3", "12", "month", ""),
        ("one year and 6 months", "18", "18", "month", ""),
        ("two decades", "20", "20", "year", ""),
        ("within 72 h", "72", "72", "h", "most"),
        ("2 and 4 months", "4", "4", "month", ""),
    ],
)
def test_lengths(text: str, low: str, high: str, unit: str, bound: str) -> None:
    (one,) = lengths(text)
    assert (one.span.low, one.span.high, one.unit, one.bound) == (Fraction(low), Fraction(high), unit, bound)


def test_a_month_of_any_convention_and_one_unit_either_way() -> None:
    (one,) = lengths("4 months")
    assert (one.days().low, one.days().high) == (3 * 28, 5 * 31)


def test_points_of_time() -> None:
    assert [(p.value, p.unit) for p in moments("at week 12, day 85 and weeks 2 to 4")] == [(12, "week"), (85, "day")]


@pytest.mark.parametrize(
    ("text", "kind", "years"),
    [
        ("a 54-year-old woman", "now", 54),
        ("calcifications since the age of 6.5 years", "since", Fraction(13, 2)),
        ("since she was 9", "since", 9),
        ("an 18-month-old boy", "now", Fraction(3, 2)),
        ("when he was 44", "then", 44),
        ("she is now 53", "now", 53),
    ],
)
def test_ages(text: str, kind: str, years: Fraction) -> None:
    (one,) = ages(text)
    assert (one.kind, one.low) == (kind, years)


def test_averages_are_nobodys_age() -> None:
    assert not ages("The mean age was 52 years")


def test_a_year_of_birth() -> None:
    assert [b.year for b in births("She was born on 3 May 1952.")] == [1952]


@given(st.text(alphabet="0123456789 -–/.,()aeMarchMayonthsweekyrold54", max_size=120))
def test_no_text_breaks_a_reader(text: str) -> None:
    found = [(one.start, one.end) for one in dates(text)] + [(one.start, one.end) for one in lengths(text)]
    found += [(one.start, one.end) for one in moments(text)] + [(one.start, one.end) for one in ages(text)]
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(1900 <= one.year < 2100 for one in births(text))
    for period in periods(text):
        assert period.first.end <= period.last.start
