"""More ways of writing a dose: mixed with others, dissolved, compounded, listed, in phases, in French."""

from typing import Any

import pytest

from resorb.reading.doses.dose import read_dose
from resorb.values.ranges import Range
from tests.spec.reading.test_dose_words import F, printed, said

AMOUNTS = [
    ("250 g/L", {"concentration_mg_per_ml": 250}),
    ("25 g/dL", {"concentration_mg_per_ml": 250}),
    ("100 µL of 250 mg/mL", {"volume_ml": F(1, 10), "concentration_mg_per_ml": 250, "amount_mg": 25}),
    ("twenty-five grams", {"amount_mg": 25_000}),
    ("between 10 and 15 g", {"amount_mg": (10_000, 15_000)}),
    ("12,500 mg", {"amount_mg": 12_500}),
    ("12 500 mg", {"amount_mg": 12_500}),
    ("2 500 mg tablets", {"amount_mg": 1_000}),
    ("half a 500 mg tablet", {"amount_mg": 250}),
    ("1 capsule (500 mg)", {"amount_mg": 500}),
    ("2 vials (12.5 g each)", {"amount_mg": 25_000}),
    # With a diluent or a bag the volume is that of one administration, the strength of the diluent is no strength.
    ("25 g in 100 mL of 0.9% sodium chloride", {"amount_mg": 25_000, "volume_ml": 100}),
    ("12.5 g in a 2 L bag of dialysate", {"amount_mg": 12_500, "volume_ml": 2_000}),
    # Beside a strength it is the diluent's: 250 mg/mL × 250 mL is not the dose.
    ("25 g (250 mg/mL) in 250 mL NS", {"amount_mg": 25_000, "concentration_mg_per_ml": 250}),
    ("12.5 g x 18 doses = 225 g", {"amount_mg": 12_500, "administrations": 18, "mg_total": 225_000}),
    ("10 g/day in 2 divided doses", {"mg_per_day": 10_000, "times_per_week": 14}),
    ("3 g daily in 3 divided doses", {"mg_per_day": 3_000, "times_per_week": 21}),
]
PRODUCTS = [
    ("250 mg/g cream", {"strength_percent": 25}),
    ("STS 30 g, zinc oxide ointment qs ad 120 g", {"strength_percent": 25}),
    ("ointment per 100 g: STS 25 g, lanolin 75 g", {"strength_percent": 25}),
    ("25% STS cream 120 g", {"strength_percent": 25, "supply_g": 120}),
    ("two 60 g tubes of 25% STS ointment dispensed", {"strength_percent": 25, "supply_g": 120}),
    (
        "STS 25% ointment, apply 2 g bid",
        {"strength_percent": 25, "applied_g": 2, "amount_mg": 500, "times_per_week": 14},
    ),
    ("10% compresses for 20 min tid", {"strength_percent": 10, "contact_minutes": 20, "times_per_week": 21}),
]
SCHEDULES = [
    ("tds", {"times_per_week": 21}),
    ("q.8.h.", {"times_per_week": 21}),
    ("8-hourly", {"times_per_week": 21}),
    ("quarterly", {"times_per_week": 7 / (3 * F("30.4375"))}),
    ("on alternate nights", {"times_per_week": F(7, 2)}),
    ("once every 5 days", {"times_per_week": F(7, 5)}),
    ("once in 2 weeks", {"times_per_week": F(1, 2)}),
    ("one injection every 4 weeks", {"times_per_week": F(1, 4)}),
    ("one application bid", {"times_per_week": 14}),
    ("one injection", {"administrations": 1}),
    ("4 injections every 4 weeks", {"administrations": 4, "times_per_week": F(1, 4)}),
    ("once or twice daily", {"times_per_week": (7, 14)}),
    ("at least twice weekly", {"times_per_week": (2, None)}),
    ("every 8 hours as needed", {"times_per_week": (None, 21)}),
    ("morning and evening", {"times_per_week": 14}),
    ("daily (Mon-Fri)", {"times_per_week": 5}),
    ("twice daily, 5 days a week", {"times_per_week": 10}),
    ("on weekdays", {"times_per_week": 5}),
    ("M/W/F", {"times_per_week": 3}),
    ("on days 0, 7, 14 and 21", {"administrations": 4, "times_per_week": 1}),
    ("at baseline, week 4 and week 8", {"administrations": 3, "times_per_week": F(1, 4)}),
    ("at weeks 0, 2 and 6", {"administrations": 3}),
    ("on days 1 and 8 of each 21-day cycle", {"times_per_week": F(2, 3)}),
    ("after each of 24 dialysis sessions", {"administrations": 24}),
    ("once after each dialysis", {}),
    ("4 injections at weekly intervals", {"administrations": 4, "times_per_week": 1}),
]
TIMES = [
    ("for a fortnight", {"days": 14}),
    ("for half a year", {"days": 6 * F("30.4375")}),
    ("bd for 10/7", {"times_per_week": 14, "days": 10}),
    ("maximum 12 weeks", {"days": (None, 84)}),
    ("during the last hour of dialysis", {"infusion_minutes": 60}),
    ("as a 30-minute intravenous infusion", {"infusion_minutes": 30}),
]
FRENCH = [
    ("un jour sur deux", {"times_per_week": F(7, 2)}),
    ("toutes les 8 heures", {"times_per_week": 21}),
    ("une injection par mois pendant 6 mois", {"times_per_week": 7 / F("30.4375"), "days": 6 * F("30.4375")}),
    ("matin et soir", {"times_per_week": 14}),
    ("1 g par voie orale trois fois par jour", {"amount_mg": 1_000, "times_per_week": 21}),
]


@pytest.mark.parametrize(("words", "quantities"), [*AMOUNTS, *PRODUCTS, *SCHEDULES, *TIMES, *FRENCH])
def test_words_understood_whole(words: str, quantities: dict[str, Any]) -> None:
    found = printed(words)
    assert {name: found[name] for name in found if name != "strength_percent" or "strength_percent" in quantities} == (
        quantities
    )


@pytest.mark.parametrize(
    ("words", "unread"),
    [
        ("1 500 mg", "1 500 mg"),
        ("pendant 2 mois 1,500 mg par jour", "1,500 mg"),
        ("twelve and a half grams IV", "twelve and a half grams"),
        ("12.5 g/25 g IV", "12.5 g/25 g"),
        ("7 g/m2/week", "7 g/m2"),
        ("0.5 g of it beside 25% cream", "0.5 g"),
        ("2 tablets (500 mg)", "2 tablets (500 mg)"),
        ("25 g IV Mon-Thu", "Mon-Thu"),
        ("3-weekly infusions", "3-weekly"),
        ("25 g IV twice during dialysis", "twice during dialysis"),
        ("5 g IV q8h for 24 h", "for 24 h"),
        ("25 g IV after 2 weeks", "after 2 weeks"),
        ("25 g IV TIW (held for 2 weeks)", "held for 2 weeks"),
        ("25 g IV, lesions smaller by 50%", "50%"),
        ("25 g IV, calcium 9.1 mg/dL", "9.1 mg/dL"),
        ("14.2 ± 3.1 g IV", "14.2 ± 3.1 g"),
        ("25 g IV, relief within 2 weeks", "within 2 weeks"),
    ],
)
def test_what_could_be_meant_in_two_ways_is_named(words: str, unread: str) -> None:
    reading = read_dose(words)
    assert unread in [u.text for u in reading.unread]


@pytest.mark.parametrize(
    ("words", "days", "first", "second"),
    [
        ("12.5 g IV TIW, increased to 25 g after 2 weeks", 14, 12_500, 25_000),
        ("12.5 g IV TIW and raised to 25 g TIW two weeks later", 14, 12_500, 25_000),
        ("week 1: 5 g IV daily; weeks 2-4: 10 g IV daily", 7, 5_000, 10_000),
        ("STS IV: weeks 1-2: 5 g daily; weeks 3-4: 10 g daily", 14, 5_000, 10_000),
        ("5 g IV daily in week 1 and 10 g IV daily in weeks 2 to 4", 7, 5_000, 10_000),
        ("12.5 g IV TIW x 1 week -> 25 g TIW", 7, 12_500, 25_000),
        ("25 g IV TIW for 6 weeks, reduced to 12.5 g because of nausea", 42, 25_000, 12_500),
    ],
)
def test_phases_and_how_long_the_first_lasted(words: str, days: int, first: int, second: int) -> None:
    reading = read_dose(words)
    assert [u.text for u in reading.unread] == []
    one, two = reading.phases
    assert (one.amount_mg, one.days, two.amount_mg, two.route) == (
        Range.point(first), Range.point(days), Range.point(second), "intravenous",
    )  # fmt: skip


def test_a_first_or_loading_dose_is_given_once() -> None:
    loading, after = read_dose("loading dose 25 g IV, then 12.5 g three times weekly").phases
    assert (loading.administrations, loading.mg_total) == (Range.point(1), Range.point(25_000))
    assert "taken as one" in loading.conventions["administrations"]
    assert after.administrations.is_open


@pytest.mark.parametrize("words", ["then stopped", "then discontinued"])
def test_an_end_is_no_phase(words: str) -> None:
    reading = read_dose(f"STS 25 g IV tiw for 6 weeks, {words}")
    assert (reading.phases, reading.unread, reading.days) == ((), (), Range.point(42))


@pytest.mark.parametrize(
    "mixing",
    ["mixed 1:1 with 1% lidocaine", "mixed with 0.5 ml of 1% lidocaine", "diluted with equal parts lidocaine 2%"],
)
def test_a_concentration_before_mixing_is_named_as_such_and_gives_no_amount(mixing: str) -> None:
    reading = read_dose(f"1 mL of STS 250 mg/mL {mixing}, intralesional")
    assert said(reading) == {"concentration_mg_per_ml": 250, "volume_ml": 1}
    assert reading.conventions["concentration_mg_per_ml"] == f"that before mixing ({mixing}): what is given is weaker"
    assert [u.text for u in reading.unread] == [mixing]


@pytest.mark.parametrize(
    "words",
    [
        "STS 25 g IV in a 60 kg patient aged 54",
        "STS 25 g IV until healed",
        "STS 25 g IV because of new ulcers",
    ],
)
def test_phrases_without_a_dose_are_passed_over(words: str) -> None:
    assert printed(words) == {"amount_mg": 25_000}


def test_blanks_and_hyphens_of_print_change_nothing_but_places() -> None:
    words = "up\u00a0to  25\u202fg\n IV 8\u2011hourly, generously"
    reading = read_dose(words)
    assert (reading.amount_mg, reading.times_per_week) == (Range(None, F(25_000)), Range.point(21))
    start, end = reading.printed["amount_mg"]
    assert words[start:end] == "up\u00a0to  25\u202fg"
    assert [words[u.start : u.end] for u in reading.unread] == ["generously"]


def test_totals_of_a_week_add_up_over_days_of_the_week() -> None:
    # 5 g × 2 a day × 5 days = 50 g a week
    assert read_dose("5 g IV twice daily on weekdays").mg_per_week == Range.point(50_000)
