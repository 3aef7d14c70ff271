"""Proportion of days covered by the supplies on record."""

from fractions import Fraction

import pytest

from resorb.exposure import Adherence, adherences
from resorb.sources.study_file import read_study


def adherence(course: str) -> Adherence:
    text = (
        "study: s\ndesign: case report\nreport: selected case\nread: own records\n"
        "products: {x: {drug: sodium thiosulfate, route: topical}}\n"
        f"patients: {{P1: {{sex: female, courses: {{c1: {{product: x, {course}}}}}}}}}\n"
    )
    (found,) = adherences(read_study(text, "s.yaml"))
    return found


def supplies(*pairs: str) -> str:
    rows = [f"{{at: {at}, days supply: {days}}}" for at, days in (p.split(" + ") for p in pairs)]
    return f"dispenses: [{', '.join(rows)}]"


def test_two_supplies_of_30_days_with_10_days_between_cover_60_of_70_days() -> None:
    found = adherence(supplies("2015-01-01 + 30", "2015-02-10 + 30"))
    assert found.covered == Fraction(60, 70)
    assert found.gaps == ((Fraction(30), Fraction(10)),)
    assert found.arithmetic == "60 of 70 days covered"


def test_a_supply_fetched_early_is_used_after_the_first_one_ends() -> None:
    found = adherence(supplies("2015-01-01 + 30", "2015-01-21 + 30"))
    assert (found.covered, found.period_days, found.gaps) == (Fraction(1), Fraction(60), ())


@pytest.mark.parametrize(
    ("end", "covered"),
    [
        ("start: 2015-01-01, span: 100 days", Fraction(30, 100)),
        ("stop: 2015-01-21", Fraction(1)),
        ("start: 2015-01-01, span: 2 months", Fraction(30) / (2 * Fraction("30.4375"))),
    ],
)
def test_the_period_ends_with_the_course_when_its_stop_is_known(end: str, covered: Fraction) -> None:
    assert adherence(f"{end}, {supplies('2015-01-01 + 30')}").covered == covered


def test_times_from_first_dose_work_like_dates() -> None:
    found = adherence(supplies("0 days + 30", "day 40 + 30"))
    assert (found.covered, found.gaps) == (Fraction(60, 70), ((Fraction(30), Fraction(10)),))


def test_what_is_not_recorded_is_asked_for_not_computed() -> None:
    found = adherence("dispenses: [{at: 2015-01, days supply: 30}, {at: 2015-03-01, quantity: 60 g}]")
    assert found.covered is None
    assert found.missing == ("exact date of P1.c1.dispenses.1", "days' supply of P1.c1.dispenses.2")


def test_a_course_without_supplies_has_no_adherence() -> None:
    text = (
        "study: s\ndesign: case report\nreport: selected case\nread: own records\n"
        "products: {x: {drug: sodium thiosulfate, route: topical}}\n"
        "patients: {P1: {sex: female, courses: {c1: {product: x}}}}\n"
    )
    assert adherences(read_study(text, "s.yaml")) == ()
