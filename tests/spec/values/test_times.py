"""Spans, times and schedules: words turned into days, with the convention of a month named."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resorb.values.findings import Refused
from resorb.values.schedules import read_schedule
from resorb.values.spans import MonthConvention, days_per, read_span
from resorb.values.times import read_when

D30, D3044, D365, D28, D31 = (
    MonthConvention.DAYS_30,
    MonthConvention.DAYS_30_4375,
    MonthConvention.DAYS_365_12,
    MonthConvention.DAYS_28,
    MonthConvention.DAYS_31,
)


def fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


@pytest.mark.parametrize(
    ("text", "month", "low", "high"),
    [
        ("13.4 months", D30, "402", "402"),
        ("13.4 months", D3044, "407.8625", "407.8625"),
        ("13.4 months", D365, "2446/6", "2446/6"),  # 13.4 x 365 / 12 = 407.58
        ("13.4 months", D28, "375.2", "375.2"),
        ("13.4 months", D31, "415.4", "415.4"),
        ("1 year", D30, "360", "360"),  # twelve of its months
        ("1 year", D3044, "365.25", "365.25"),
        ("3-4 weeks", D30, "21", "28"),
        ("at least 5 months", D30, "150", None),
        ("up to 2 years", D30, None, "720"),
        ("several weeks", D30, None, None),
        ("36 hours", D30, "1.5", "1.5"),
        ("30 min", D30, "1/48", "1/48"),
    ],
)
def test_a_span_in_days(text: str, month: MonthConvention, low: str | None, high: str | None) -> None:
    if text == "13.4 months" and month is D365:
        low = high = str(Fraction("13.4") * 365 / 12)
    assert read_span(text).days(month) == (fraction(low), fraction(high))


def test_only_months_and_years_need_a_convention() -> None:
    assert [read_span(t).needs_convention for t in ("2 months", "1 year", "8 weeks", "56 days")] == [
        True, True, False, False,
    ]  # fmt: skip
    assert days_per("week", D28) == days_per("week", D31) == 7


@pytest.mark.parametrize("text", ["8 g", "-3 months", "8", "months", "3 x 4 weeks", "12,5 months", "", "NaN days"])
def test_what_is_no_span(text: str) -> None:
    with pytest.raises(Refused):
        read_span(text)


@pytest.mark.parametrize(
    ("text", "anchor", "low", "high", "unit"),
    [
        ("7 months", "first dose", "7", "7", "month"),
        ("week 4", "first dose", "4", "4", "week"),
        ("by 5 months", "first dose", "0", "5", "month"),
        ("within 2 weeks", "first dose", "0", "2", "week"),
        ("at diagnosis", "diagnosis", "0", "0", "day"),
        ("3-4 months after stop of c1", "stop of c1", "3", "4", "month"),
        ("2.5 months before start of c1", "start of c1", "-2.5", "-2.5", "month"),
        ("2 weeks after c1", "stop of c1", "2", "2", "week"),
        ("2 weeks before c1", "start of c1", "-2", "-2", "week"),
        ("before c1", "start of c1", None, "0", "day"),
        ("after c1", "stop of c1", "0", None, "day"),
        ("during c1", "during c1", "0", None, "day"),
        ("since diagnosis", "diagnosis", "0", None, "day"),
        ("at least 2 years after onset", "onset", "2", None, "year"),
        ("several weeks after first dose", "first dose", "0", None, "week"),
        ("age 6.5 years", "birth", "6.5", "6.5", "year"),
        ("2015-03-04", "date", "735661", "735661", "day"),  # days since 1 January of year 1, as in datetime
        ("2016-02", "date", "735995", "736023", "day"),  # 29 days
        ("2015", "date", "735599", "735963", "day"),  # 365 days
        ("unknown", "unknown", None, None, "day"),
        ("not reported", "unknown", None, None, "day"),
    ],
)
def test_a_time_relative_to_the_study(text: str, anchor: str, low: str | None, high: str | None, unit: str) -> None:
    when = read_when(text)
    assert (when.anchor, when.low, when.high, when.unit) == (anchor, fraction(low), fraction(high), unit)


@pytest.mark.parametrize(
    "text",
    ["eventually", "", "2015-13", "2015-02-30", "0000", "-3 months", "after", "before before c1", "12,5 weeks", "c1",
     "\N{FULLWIDTH DIGIT TWO}015", "after c1 or c2"],
)  # fmt: skip
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(Refused):
        read_when(text)


@pytest.mark.parametrize(
    ("text", "low", "high", "total"),
    [
        ("once daily", "1", "1", None),
        ("3 times weekly", "3/7", "3/7", None),
        ("2-3 times daily", "2", "3", None),
        ("twice a day", "2", "2", None),
        ("every other day", "1/2", "1/2", None),
        ("every 4 weeks", "1/28", "1/28", None),
        ("every 3-4 weeks", "1/28", "1/21", None),
        ("nightly", "1", "1", None),
        ("twice monthly", "2/30", "2/30", None),
        ("2 doses 3 weeks apart", "1/21", "1/21", 2),
        ("weekly, 4 doses", "1/7", "1/7", 4),
        ("single dose", None, None, 1),
        ("after each dialysis", None, None, None),
        ("3 times weekly after dialysis", "3/7", "3/7", None),
        ("as needed", None, None, None),
        ("not reported", None, None, None),
    ],
)
def test_a_schedule_in_times_per_day(text: str, low: str | None, high: str | None, total: int | None) -> None:
    """Months have 30 days here."""
    schedule = read_schedule(text)
    assert schedule.per_day(D30) == (fraction(low), fraction(high))
    assert schedule.administrations == total


def test_dialysis_is_an_event_not_a_frequency() -> None:
    assert read_schedule("after each dialysis").event == "dialysis"
    assert read_schedule("3 times weekly after dialysis").event == "dialysis"


@pytest.mark.parametrize(
    "text", ["now and then", "3-2 times daily", "0 times daily", "every 0 days", "", "-1 times daily"]
)
def test_what_is_no_schedule(text: str) -> None:
    with pytest.raises(Refused):
        read_schedule(text)


@given(st.text(max_size=40), st.sampled_from((read_span, read_when, read_schedule)))
def test_any_text_is_read_or_refused(text: str, read: Callable[[str], object]) -> None:
    refused = None
    try:
        read(text)
    except Refused as error:
        refused = error
    assert refused is None or (refused.rule and refused.remedy)


@given(st.integers(0, 5_000), st.sampled_from(("days", "weeks", "months", "years")), st.sampled_from(MonthConvention))
def test_a_span_is_linear_in_its_number(n: int, unit: str, month: MonthConvention) -> None:
    low, high = read_span(f"{n} {unit}").days(month)
    one, _ = read_span(f"1 {unit}").days(month)
    assert one is not None
    assert low == high == n * one
