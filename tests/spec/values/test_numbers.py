"""A printed number keeps its digits, stands for an interval, and was rounded by a rule that can be named."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resorb.values.findings import Refused
from resorb.values.numbers import Rounding, as_text, read_number, round_to

UP, EVEN, CUT = Rounding.HALF_UP, Rounding.HALF_EVEN, Rounding.TRUNCATED


@pytest.mark.parametrize(
    ("text", "value", "decimals", "step"),
    [
        ("12.50", Fraction(25, 2), 2, Fraction(1, 100)),
        ("12.5", Fraction(25, 2), 1, Fraction(1, 10)),
        ("370", Fraction(370), 0, Fraction(1)),
        ("+3", Fraction(3), 0, Fraction(1)),
        ("-6.0", Fraction(-6), 1, Fraction(1, 10)),
        ("\N{MINUS SIGN}6.0", Fraction(-6), 1, Fraction(1, 10)),
        ("007", Fraction(7), 0, Fraction(1)),
        (" 5 ", Fraction(5), 0, Fraction(1)),
    ],
)
def test_digits_are_data(text: str, value: Fraction, decimals: int, step: Fraction) -> None:
    number = read_number(text)
    assert (number.value, number.decimals, number.step) == (value, decimals, step)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("12,5", "write 12.5 for a decimal, 125 for thousands"),
        ("NaN", "leave the value out"),
        ("inf", "leave the value out"),
        ("1e3", "at most one decimal point"),
        ("9**9**9", "at most one decimal point"),
        ("0x1F", "at most one decimal point"),
        ("1_000", "at most one decimal point"),
        (".5", "at most one decimal point"),
        ("5.", "at most one decimal point"),
        ("", "at most one decimal point"),
        ("\N{FULLWIDTH DIGIT ONE}2", "at most one decimal point"),
        ("\N{ARABIC-INDIC DIGIT THREE}", "at most one decimal point"),
        ("½", "at most one decimal point"),
        ("9" * 19, "as the source prints it"),
    ],
)
def test_everything_else_is_refused_with_a_remedy(text: str, hint: str) -> None:
    with pytest.raises(Refused) as refused:
        read_number(text)
    assert hint in refused.value.remedy


@pytest.mark.parametrize(
    ("exact", "printed", "rules"),
    [
        # 1 of 28 is 3.571... %: only cutting it off prints 3.5
        (Fraction(100, 28), "3.5", (CUT,)),
        (Fraction(100, 28), "3.6", (UP, EVEN)),
        (Fraction(100, 28), "4", (UP, EVEN)),
        (Fraction(100, 28), "3", (CUT,)),
        # 19 of 28 is 67.857... %
        (Fraction(1900, 28), "68", (UP, EVEN)),
        (Fraction(1900, 28), "67.8", (CUT,)),
        # 7 of 28 is 25 % by any rule
        (Fraction(700, 28), "25", (UP, EVEN, CUT)),
        (Fraction(700, 28), "25.0", (UP, EVEN, CUT)),
        # ties: 2.5 goes up to 3 or stays even at 2
        (Fraction(5, 2), "3", (UP,)),
        (Fraction(5, 2), "2", (EVEN, CUT)),
        (Fraction(7, 2), "4", (UP, EVEN)),
        # below zero the ends mirror
        (Fraction(-5, 2), "-3", (UP,)),
        (Fraction(-5, 2), "-2", (EVEN, CUT)),
        (Fraction(-27, 10), "-2", (CUT,)),
        # no rule at all
        (Fraction(1900, 28), "70", ()),
    ],
)
def test_which_rules_print_an_exact_value_so(exact: Fraction, printed: str, rules: tuple[Rounding, ...]) -> None:
    assert read_number(printed).rules_giving(exact) == rules


@pytest.mark.parametrize(
    ("printed", "rule", "low", "high"),
    [
        ("3.5", UP, "3.45", "3.55"),
        ("3.5", EVEN, "3.45", "3.55"),
        ("3.5", CUT, "3.5", "3.6"),
        ("370", UP, "369.5", "370.5"),
        ("-3.5", CUT, "-3.6", "-3.5"),
        ("3.50", UP, "3.495", "3.505"),
    ],
)
def test_a_printed_number_stands_for_an_interval(printed: str, rule: Rounding, low: str, high: str) -> None:
    assert read_number(printed).interval(rule) == (Fraction(low), Fraction(high))


exact_numbers = st.fractions(-1_000, 1_000, max_denominator=400)


@given(exact_numbers, st.sampled_from(Rounding), st.integers(0, 3))
def test_what_is_rounded_lies_in_the_interval_of_what_is_printed(exact: Fraction, rule: Rounding, places: int) -> None:
    rounded = round_to(exact, Fraction(1, 10**places), rule)
    printed = read_number(as_text(rounded, places))
    assert printed.decimals == places
    low, high = printed.interval(rule)
    # zero is printed for both small positive and small negative values when digits are cut off
    assert low <= exact <= high or (rule is CUT and rounded == 0 and abs(exact) < printed.step)
    assert rule in printed.rules_giving(exact)


@given(exact_numbers, st.integers(0, 3))
def test_the_rules_differ_by_at_most_one_step_and_only_as_named(exact: Fraction, places: int) -> None:
    step = Fraction(1, 10**places)
    up, even, cut = (round_to(exact, step, rule) for rule in (UP, EVEN, CUT))
    assert abs(cut) <= abs(even) <= abs(up) <= abs(cut) + step
    assert abs(exact - up) <= step / 2
    assert round_to(-exact, step, UP) == -up


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(1, 4), "0.25"),
        (Fraction(370), "370"),
        (Fraction(150000, 408), "367.6"),
        (Fraction(2, 3), "0.6667"),
        (Fraction(-1, 3), "-0.3333"),
        (Fraction(1, 3000), "0.0003333"),
        (Fraction(123456, 7), "17637"),
        (Fraction(0), "0"),
    ],
)
def test_a_value_for_a_reader_is_exact_or_has_four_digits(value: Fraction, shown: str) -> None:
    assert as_text(value) == shown
