"""Doses as people write them: words in, quantities out. What is not understood stands in ``unread``."""

from fractions import Fraction
from typing import Any

import pytest

from resorb.reading.doses.dose import DoseReading, read_dose
from resorb.reading.doses.readings import MORE_QUANTITIES, QUANTITIES
from resorb.values.ranges import Range
from resorb.values.spans import MonthConvention

F = Fraction


def said(reading: DoseReading) -> dict[str, Any]:
    """The quantities a reading holds; a point as one number, a range as a pair."""
    found: dict[str, Any] = {}
    for name in (*QUANTITIES, *MORE_QUANTITIES):
        value: Range = getattr(reading, name)
        if not value.is_open:
            found[name] = value.low if value.is_point else (value.low, value.high)
    return found


def printed(words: str) -> dict[str, Any]:
    """What the words say themselves, without what follows from it; nothing may be left unread."""
    reading = read_dose(words)
    assert [u.text for u in reading.unread] == []
    derived = {"mg_per_day", "mg_per_week", "mg_total"} - set(reading.printed)
    return {name: value for name, value in said(reading).items() if name not in derived}


# Eight doses on which published parsers of prescriptions fail, silently in three.
EIGHT = [
    ("12.5 g IV three times weekly", {"amount_mg": 12_500, "times_per_week": 3}),
    ("150 mg/ml intralesional weekly", {"concentration_mg_per_ml": 150, "times_per_week": 1}),
    ("25% sodium thiosulfate ointment twice daily", {"strength_percent": 25, "times_per_week": 14}),
    (
        "0.1 ml of 12.5mg/50mL utilized twice, 3 weeks apart",
        {
            "volume_ml": F(1, 10),
            "concentration_mg_per_ml": F(1, 4),
            "amount_mg": F(1, 40),
            "administrations": 2,
            "times_per_week": F(1, 3),
        },
    ),
    ("25mg 3 times per week", {"amount_mg": 25, "times_per_week": 3}),
    ("25 g IV TIW", {"amount_mg": 25_000, "times_per_week": 3}),
    ("25 g IV after each hemodialysis", {"amount_mg": 25_000}),
    ("one 100 mg tablet by mouth twice daily", {"amount_mg": 100, "times_per_week": 14}),
]
AMOUNTS = [
    ("12.5 grams", {"amount_mg": 12_500}),
    ("12.5g", {"amount_mg": 12_500}),
    ("5-75 g", {"amount_mg": (5_000, 75_000)}),
    ("12.5 g or 25 g", {"amount_mg": (12_500, 25_000)}),
    ("up to 25 g", {"amount_mg": (None, 25_000)}),
    ("25 g/1.73 m2", {"amount_mg_per_m2": 25_000 / F("1.73")}),
    ("12.5-25 gm/1.73 M2", {"amount_mg_per_m2": (12_500 / F("1.73"), 25_000 / F("1.73"))}),
    ("12 g/1.7 m2", {"amount_mg_per_m2": 12_000 / F("1.7")}),
    ("20 g/m2 over 15 min", {"amount_mg_per_m2": 20_000, "infusion_minutes": 15}),
    ("10mg/kg", {"amount_mg_per_kg": 10}),
    ("10 g/day", {"mg_per_day": 10_000}),
    ("370 mg of STS per day", {"mg_per_day": 370}),
    ("7.5 grams/week", {"mg_per_week": 7_500}),
    ("37.5-75 grams/week", {"mg_per_week": (37_500, 75_000)}),
    ("0.2-mL", {"volume_ml": F(1, 5)}),
    ("two 12.5 g vials", {"amount_mg": 25_000}),
    ("12.5 g in 100 mL", {"amount_mg": 12_500, "volume_ml": 100, "concentration_mg_per_ml": 125}),
]
STRENGTHS = [
    ("25%", {"strength_percent": 25}),
    ("10–25%", {"strength_percent": (10, 25)}),
    ("25/75 wt/wt", {"strength_percent": 25}),
    ("from 10/90 to 25/75 wt/wt", {"strength_percent": (10, 25)}),
    ("250 mg/mL", {"concentration_mg_per_ml": 250}),
    ("150mg/ml", {"concentration_mg_per_ml": 150}),
    ("12.5 g/50 mL", {"concentration_mg_per_ml": 250}),
    ("12.5 g/100mL", {"concentration_mg_per_ml": 125}),
    ("12.5mg/50mL", {"concentration_mg_per_ml": F(1, 4)}),
    ("10 % (1 g/10 mL)", {"strength_percent": 10, "concentration_mg_per_ml": 100}),
    # One sixth molar: mol/L × g/mol of the anhydrous salt and of the pentahydrate
    ("1/6 M", {"concentration_mg_per_ml": (F("158.11") / 6, F("248.2") / 6)}),
    ("1/6 M anhydrous", {"concentration_mg_per_ml": F("158.11") / 6}),
    ("10 g of pentahydrated STS qs 100 g", {"strength_percent": 10}),
    ("180 (60-480) g per prescription", {"supply_g": (60, 480)}),
]
SCHEDULES = [
    ("once-per-day evening application", {"times_per_week": 7}),
    ("twice daily (bid)", {"times_per_week": 14}),
    ("3 times daily", {"times_per_week": 21}),
    ("tid", {"times_per_week": 21}),
    ("qhs", {"times_per_week": 7}),
    ("2-3 times a week", {"times_per_week": (2, 3)}),
    ("3x/week", {"times_per_week": 3}),
    ("3 fois par semaine", {"times_per_week": 3}),
    ("thrice weekly", {"times_per_week": 3}),
    ("t.i.w.", {"times_per_week": 3}),
    ("q3wk", {"times_per_week": F(1, 3)}),
    ("every other week", {"times_per_week": F(1, 2)}),
    ("every 3-4 weeks", {"times_per_week": (F(1, 4), F(1, 3))}),
    ("every 3rd day", {"times_per_week": F(7, 3)}),
    ("q12h", {"times_per_week": 14}),
    ("Monday, Wednesday, Friday", {"times_per_week": 3}),
    ("every week for 4 weeks", {"times_per_week": 1, "days": 28}),
    ("four injections at 4-week intervals", {"administrations": 4, "times_per_week": F(1, 4)}),
    ("twice, intradermally, 3 weeks apart", {"administrations": 2, "times_per_week": F(1, 3)}),
    ("at 0, 2, and 4 weeks", {"administrations": 3, "times_per_week": F(1, 2)}),
    ("single dose", {"administrations": 1}),
]
TIMES = [
    ("3 times weekly infused over 30 minutes", {"times_per_week": 3, "infusion_minutes": 30}),
    ("weekly over one hour", {"times_per_week": 1, "infusion_minutes": 60}),
    ("during the last 15 min of HD", {"infusion_minutes": 15}),
    ("for 2 weeks", {"days": 14}),
    ("for at least 10 days", {"days": (10, None)}),
    ("x 12 weeks", {"days": 84}),
    ("2-3 times a week 20min compresses", {"times_per_week": (2, 3), "contact_minutes": 20}),
    ("3 fois par semaine jusqu'a guerison", {"times_per_week": 3}),
    ("54-year-old, weekly", {"times_per_week": 1}),
]


@pytest.mark.parametrize(("words", "quantities"), [*EIGHT, *AMOUNTS, *STRENGTHS, *SCHEDULES, *TIMES])
def test_words_understood_whole(words: str, quantities: dict[str, Any]) -> None:
    assert printed(words) == quantities


@pytest.mark.parametrize(
    ("words", "unread", "quantities"),
    [
        ("2,5 g 3 fois par semaine", ["2,5 g"], {"times_per_week": 3}),
        ("25g/1,73 m2", ["25g/1,73 m2"], {}),
        ("25 % (2,5 g/10 mL)", ["2,5 g/10 mL"], {"strength_percent": 25}),
        ("1,500 g of ointment dispensed", ["1,500 g"], {}),
        ("12·5 g IV", ["12·5 g"], {}),
        (".5 g IV", [".5 g"], {}),
        ("-5 g", ["-5 g"], {}),
        ("1e5 g", ["1e5 g"], {}),
        ("9**9**9 g", ["9**9**9 g"], {}),
        ("nan g", ["nan g"], {}),
        ("25±5 g", ["25±5 g"], {}),
        ("25-12.5 g", ["25-12.5 g"], {}),
        ("25 G needle", ["25 G", "needle"], {}),
        ("5 g/h", ["5 g/h"], {}),
        ("2 x 12.5 g", ["2 x 12.5 g"], {}),
        ("12.5 g daily weekly", ["daily", "weekly"], {"amount_mg": 12_500}),
        ("3 weekly 25 g", ["3 weekly"], {"amount_mg": 25_000}),
        ("7 g/m2, max 12.5 g", ["max 12.5 g"], {"amount_mg_per_m2": 7_000}),
        ("reduced from 25 g to 12.5 g", ["reduced", "from 25 g to 12.5 g"], {}),
        ("250 mg/mL mixed 1:1 with lidocaine", ["mixed 1:1 with lidocaine"], {"concentration_mg_per_ml": 250}),
        ("a generous amount", ["generous amount"], {}),
        ("thick layer", ["thick layer"], {}),
    ],
)
def test_what_is_not_understood_is_named_and_no_part_of_it_is_read(
    words: str, unread: list[str], quantities: dict[str, Any]
) -> None:
    reading = read_dose(words)
    assert [u.text for u in reading.unread] == unread
    assert {k: v for k, v in said(reading).items() if k in reading.printed or k == "administrations"} == quantities


def test_totals_under_each_month_convention() -> None:
    for month in MonthConvention:
        reading = read_dose("12.5 g IV 3x/week for 8 months", month)
        assert reading.days == Range.point(8 * month.days)
        assert reading.mg_total == Range.point(12_500 * 3 * 8 * month.days / 7)
        assert reading.conventions["month"] == str(month)


def test_drug_in_a_supply_over_a_span() -> None:
    reading = read_dose("1500 g of pomade (150 g of STS) over a 13.4-month period", MonthConvention.DAYS_30)
    assert (reading.drug, reading.route) == ("sodium thiosulfate", "topical")
    assert said(reading) == {
        "supply_g": 1500,
        "strength_percent": 10,
        "days": 402,
        "mg_total": 150_000,
        "mg_per_day": F(150_000, 402),
        "mg_per_week": F(7 * 150_000, 402),
    }


def test_grams_applied_each_time_are_not_a_supply() -> None:
    reading = read_dose("apply 2 g of 25% ointment twice daily")
    assert (reading.applied_g, reading.amount_mg, reading.mg_per_day) == tuple(map(Range.point, (2, 500, 1000)))
    assert reading.conventions["strength"] == "25 % read as w/w (250 mg/g)"


def test_volume_and_concentration_give_the_amount() -> None:
    reading = read_dose("STS 250 mg/mL, 0.5 mL intralesionally every 4 weeks x 3")
    assert (reading.amount_mg, reading.mg_total) == (Range.point(125), Range.point(375))
    assert reading.arithmetic[0] == "0.5 mL × 250 mg/mL = 125 mg"
    assert reading.conventions["administrations"] == "'x 3' read as the number of administrations"


def test_phases_follow_each_other_and_add_up() -> None:
    reading = read_dose(
        "10 g IV 3 times weekly for 2 weeks, then 15 g twice weekly for 3 months", MonthConvention.DAYS_30
    )
    first, second = reading.phases
    assert said(first)["mg_total"] == 10_000 * 3 * 2
    assert said(second)["mg_total"] == 15_000 * 2 * F(90, 7)
    assert reading.mg_total == Range.point(60_000 + 15_000 * 2 * F(90, 7))
    assert (reading.days, second.route, reading.amount_mg.is_open) == (Range.point(104), "intravenous", True)


def test_a_phase_keeps_what_it_does_not_change_and_says_so() -> None:
    _, second = read_dose("12.5 g IV TIW for 4 weeks, then 25 g for 8 weeks").phases
    assert (second.amount_mg, second.times_per_week) == (Range.point(25_000), Range.point(3))
    assert second.conventions["times_per_week"] == "carried over from the phase before"


@pytest.mark.parametrize(
    "words",
    [
        "methotrexate 12.5 mg weekly and sodium thiosulfate 25 g IV three times weekly",
        "25 mg of prednisone daily and 25 g STS IV TIW",
        "STS 25 g IV TIW, prednisone 5 mg daily",
        "STS 25 g IV three times weekly; abatacept 10 mg/kg monthly",
    ],
)
def test_a_dose_belongs_to_its_drug(words: str) -> None:
    reading = read_dose(words)
    assert (reading.drug, reading.amount_mg) == ("sodium thiosulfate", Range.point(25_000))
    assert reading.times_per_week == Range.point(3)
    assert reading.amount_mg_per_kg.is_open
    assert len(reading.unread) == 1
    assert "not on the list of drugs" in reading.unread[0].hint


def test_a_drug_that_is_not_on_the_list_is_named_and_not_judged() -> None:
    reading = read_dose("abatacept 10mg/kg IV monthly")
    assert (reading.drug, reading.amount_mg_per_kg) == ("abatacept", Range.point(10))
    assert [(f.check, str(f.verdict)) for f in reading.findings] == [("dose-plausible", "unjudged")]


@pytest.mark.parametrize(
    ("words", "route"),
    [
        ("25 g IV", "intravenous"),
        ("25 g i.v.", "intravenous"),
        ("25 g infused over 60 min", "intravenous"),
        ("25% cream", "topical"),
        ("150 mg/mL into the lesion", "intralesional"),
        ("150 mg/mL intradermally", "intradermal"),
        ("2.5 g po", "oral"),
        ("25 g", None),
        ("25 g IV or intraperitoneally", None),
    ],
)
def test_routes(words: str, route: str | None) -> None:
    assert read_dose(words).route == route


@pytest.mark.parametrize("word", ["bimonthly", "biweekly"])
def test_words_with_two_meanings_keep_both(word: str) -> None:
    reading = read_dose(f"25 g IV {word}")
    low, high = reading.times_per_week.low, reading.times_per_week.high
    assert low is not None
    assert high == 4 * low
    assert "both are kept" in reading.conventions["schedule"]
