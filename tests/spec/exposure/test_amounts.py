"""What a course amounts to: facts of a course in, amounts out, with the arithmetic written in the expected value."""

from fractions import Fraction

import pytest

from resorb.exposure import Exposure, derive_exposures
from resorb.sources.study_file import read_study
from resorb.tables.schema import Course
from resorb.tables.study import as_proposed
from resorb.values.numbers import PrintedNumber, Rounding, read_number, round_to
from resorb.values.ranges import OPEN, Range
from resorb.values.spans import MonthConvention

DAYS_30 = MonthConvention.DAYS_30
HEAD = "study: s\ndesign: case report\nreport: selected case\nread: full text\n"


def study_file(product: str, course: str, patient: str = "sex: female", more: str = "") -> str:
    return (
        f"{HEAD}products: {{x: {{drug: sodium thiosulfate, {product}}}}}\n"
        f"patients: {{P1: {{{patient}, courses: {{c1: {{product: x, {course}}}}}}}}}\n{more}"
    )


def exposure(product: str, course: str, patient: str = "sex: female", month: MonthConvention = DAYS_30) -> Exposure:
    (found,) = derive_exposures(read_study(study_file(product, course, patient), "s.yaml"), month)
    return found


def point(value: int | str | Fraction) -> Range:
    return Range.point(Fraction(value))


OINTMENT = "route: topical, strength: {} % w/w"


@pytest.mark.parametrize(
    ("percent", "dispensed", "span", "total_mg", "days", "printed", "step"),
    [
        (10, "1500 g", "13.4 months", 1500 * 1000 * Fraction(10, 100), Fraction("13.4") * 30, "370", 10),
        (25, "800 g", "13 months", 800 * 1000 * Fraction(25, 100), 13 * 30, "513", 1),
        (25, "400 g", "4 months", 400 * 1000 * Fraction(25, 100), 4 * 30, "833", 1),
    ],
)
def test_strength_times_dispensed_over_span_gives_the_printed_daily_dose_with_months_of_30_days(
    percent: int, dispensed: str, span: str, total_mg: Fraction, days: Fraction, printed: str, step: int
) -> None:
    found = exposure(OINTMENT.format(percent), f"dispensed: {dispensed}, span: {span}")
    assert found.method == "dispensed"
    assert found.mg_total == point(total_mg)
    assert found.days == point(days)
    assert found.mg_per_day == point(total_mg / days)
    assert round_to(total_mg / days, Fraction(step), Rounding.HALF_UP) == read_number(printed).value
    assert found.month is DAYS_30


def test_with_calendar_length_months_the_printed_513_is_not_reached() -> None:
    found = exposure(OINTMENT.format(25), "dispensed: 800 g, span: 13 months", month=MonthConvention.DAYS_30_4375)
    assert found.mg_per_day == point(200_000 / (13 * Fraction("30.4375")))
    printed = PrintedNumber("505", Fraction(505), 0)
    assert printed.rules_giving(found.mg_per_day.low or Fraction(0))[0] is Rounding.HALF_UP


def test_the_arithmetic_is_written_out_and_every_cell_used_is_traced() -> None:
    found = exposure(OINTMENT.format(10), "dispensed: 1500 g, span: 13.4 months")
    assert found.arithmetic == (
        "1500 g × 10 % w/w = 150000 mg; 13.4 months = 402 days (30-day months); 150000 mg / 402 days = 373.1 mg/day"
    )
    assert {f"{f.table}.{f.column}" for f in found.trace} == {"courses.dispensed", "products.strength", "courses.span"}


@pytest.mark.parametrize(
    ("month", "days"),
    [
        (MonthConvention.DAYS_28, 8 * 28),
        (MonthConvention.DAYS_30, 8 * 30),
        (MonthConvention.DAYS_30_4375, 8 * Fraction("30.4375")),
        (MonthConvention.DAYS_365_12, 8 * Fraction(365, 12)),
        (MonthConvention.DAYS_31, 8 * 31),
    ],
)
def test_an_infusion_three_times_weekly_for_eight_months(month: MonthConvention, days: Fraction) -> None:
    found = exposure("route: intravenous", "amount: 12.5 g, schedule: 3 times weekly, span: 8 months", month=month)
    assert found.method == "scheduled"
    assert found.per_administration_mg == point(12_500)
    assert found.mg_per_week == point(3 * 12_500)
    assert found.administrations == point(3 * Fraction(days, 7))
    assert found.mg_total == point(3 * 12_500 * Fraction(days, 7))  # 1285.7 g with months of 30 days


def test_weeks_need_no_month_convention() -> None:
    found = exposure("route: intravenous", "amount: 25 g, schedule: 3 times weekly, span: 3 weeks")
    assert (found.month, found.mg_total) == (None, point(9 * 25_000))


def test_what_is_injected_is_volume_times_concentration_times_number() -> None:
    found = exposure("route: intralesional, strength: 12.5 mg/50 mL", "volume: 0.1 mL, schedule: 2 doses 3 weeks apart")
    assert found.method == "administrations"
    assert found.per_administration_mg == point(Fraction("12.5") / 50 * Fraction("0.1"))
    assert found.mg_total == point(2 * Fraction("0.025"))
    assert found.mg_per_week == point(Fraction("0.025") / 3)


def test_the_proposed_reading_is_derived_beside_the_printed_one() -> None:
    proposal = "proposals: [{of: x, column: strength, printed: 12.5 mg/50 mL, read: 12.5 g/50 mL, because: vial}]"
    text = study_file(
        "route: intralesional, strength: 12.5 mg/50 mL",
        "volume: 0.1 mL, schedule: 2 doses 3 weeks apart",
        more=proposal,
    )
    printed = read_study(text, "s.yaml")
    (as_printed,), (as_meant,) = derive_exposures(printed), derive_exposures(as_proposed(printed))
    assert (as_printed.reading, as_printed.mg_total) == ("as printed", point(Fraction("0.05")))
    assert (as_meant.reading, as_meant.mg_total) == ("as proposed", point(50))


@pytest.mark.parametrize(
    ("amount", "patient", "each_mg"),
    [
        ("25 g/1.73 m2", "body surface: 1.5 m2", 25_000 / Fraction("1.73") * Fraction("1.5")),
        ("20 g/m2", "body surface: 0.5 m2", 20_000 * Fraction("0.5")),
        ("250 mg/kg", "weight: 12 kg", 250 * 12),
    ],
)
def test_an_amount_per_body_size_is_multiplied_by_it(amount: str, patient: str, each_mg: Fraction) -> None:
    found = exposure("route: intravenous", f"amount: {amount}, schedule: 3 times weekly, span: 2 weeks", patient)
    assert found.per_administration_mg == point(each_mg)
    assert found.mg_total == point(6 * each_mg)


def test_without_the_body_size_the_amount_stays_per_size_and_the_size_is_asked_for() -> None:
    found = exposure("route: intravenous", "amount: 25 g/1.73 m2, schedule: 3 times weekly, span: 6 months")
    assert found.per_administration_mg == OPEN
    assert found.per_administration_mg_per_m2 == point(25_000 / Fraction("1.73"))
    assert found.missing == ("body surface of the patient",)
    assert (found.method, found.mg_total) == ("none", OPEN)


def test_ranges_stay_ranges() -> None:
    found = exposure("route: intravenous", "amount: 12.5-25 g, schedule: 1-3 times weekly, span: 6-8 weeks")
    assert found.mg_total == Range(Fraction(6 * 1 * 12_500), Fraction(8 * 3 * 25_000))
    topical = exposure("route: topical, strength: 10/90 to 25/75 w/w", "dispensed: 100 g, span: 100 days")
    assert topical.mg_per_day == Range(Fraction(100), Fraction(250))


def test_a_least_duration_gives_a_highest_daily_dose_and_no_lowest() -> None:
    found = exposure(OINTMENT.format(25), "dispensed: 400 g, span: at least 100 days")
    assert found.mg_per_day == Range(None, Fraction(1000))
    assert found.missing == ("upper end of the duration of the course",)


def test_a_dose_after_each_dialysis_has_no_rate_until_the_dialyses_are_counted() -> None:
    course = "amount: 25 g, schedule: after each dialysis, span: 6 weeks"
    found = exposure("route: intravenous", course)
    assert (found.method, found.mg_per_week, found.mg_total) == ("none", OPEN, OPEN)
    assert found.per_administration_mg == point(25_000)
    assert "how often there was dialysis" in found.missing
    counted = exposure("route: intravenous", f"{course}, administrations: 18")
    assert (counted.method, counted.mg_total) == ("administrations", point(18 * 25_000))
    assert counted.mg_per_day == point(Fraction(18 * 25_000, 42))


def test_a_single_dose_has_a_total_and_asks_for_nothing() -> None:
    found = exposure("route: intravenous", "amount: 12.5 g, schedule: once")
    assert (found.mg_total, found.mg_per_day, found.missing) == (point(12_500), OPEN, ())


@pytest.mark.parametrize(
    ("strength", "dispensed", "mg", "assumed"),
    [
        ("25 %", "100 g", 25_000, "25 % read as w/w"),
        ("25 %", "100 mL", 25_000, "25 % read as w/v"),
        ("25 % w/w", "100 g", 25_000, None),
        ("250 mg/mL", "100 mL", 25_000, None),
    ],
)
def test_a_percentage_without_basis_is_an_assumption(
    strength: str, dispensed: str, mg: int, assumed: str | None
) -> None:
    found = exposure(f"route: topical, strength: {strength}", f"dispensed: {dispensed}")
    assert (found.mg_total, found.basis_assumption) == (point(mg), assumed)


@pytest.mark.parametrize(("strength", "dispensed"), [("25 % w/w", "100 mL"), ("250 mg/mL", "100 g")])
def test_grams_and_millilitres_are_never_taken_for_each_other(strength: str, dispensed: str) -> None:
    found = exposure(f"route: topical, strength: {strength}", f"dispensed: {dispensed}, span: 30 days")
    assert (found.method, found.mg_total) == ("none", OPEN)
    assert any("density" in need for need in found.missing)


def test_supplies_add_up_and_one_of_unknown_size_leaves_the_upper_end_open() -> None:
    known = exposure(OINTMENT.format(25), "span: 60 days, dispenses: [{quantity: 60 g}, {quantity: 120 g}]")
    assert (known.method, known.mg_total) == ("dispensed", point((60 + 120) * 250))
    partly = exposure(OINTMENT.format(25), "span: 60 days, dispenses: [{quantity: 60 g}, {days supply: 30}]")
    assert partly.mg_total == Range(Fraction(60 * 250), None)
    assert partly.missing == ("quantity of P1.c1.dispenses.2",)


def test_tubes_need_the_content_of_a_tube() -> None:
    with_pack = exposure(f"{OINTMENT.format(25)}, pack: 60 g", "dispensed: 3 tube")
    without = exposure(OINTMENT.format(25), "dispensed: 3 tube")
    assert with_pack.mg_total == point(3 * 60 * 250)
    assert (without.mg_total, "content of one tube" in without.missing) == (OPEN, True)


def test_what_was_dispensed_comes_first_and_the_schedule_stands_beside_it() -> None:
    found = exposure(OINTMENT.format(25), "dispensed: 180 g, applied: 2 g, schedule: 2 times daily, span: 30 days")
    assert (found.method, found.mg_per_day) == ("dispensed", point(180 * 250 // 30))
    assert found.per_administration_mg == point(Fraction(180 * 250, 60))
    (other,) = found.alternatives
    assert (other.method, other.mg_per_day) == ("scheduled", point(2 * 2 * 250))


@pytest.mark.parametrize(
    ("start_and_stop", "days", "month"),
    [
        ("start: 2015-03-04, stop: 2015-04-03", point(30), None),
        ("stop: 7 months", point(7 * 30), DAYS_30),
        ("stop: 2015-04-03", OPEN, None),
        ("start: 2015-03, stop: 2015-04-03", Range(Fraction(3), Fraction(33)), None),
    ],
)
def test_without_a_span_the_days_run_from_start_to_stop(
    start_and_stop: str, days: Range, month: MonthConvention | None
) -> None:
    found = exposure("route: intravenous", f"amount: 25 g, schedule: once daily, {start_and_stop}")
    assert (found.days, found.mg_total, found.month) == (days, days.times(25_000), month)


def test_the_salt_is_named_or_not_reported() -> None:
    assert exposure("route: topical, salt: pentahydrate", "dispensed: 1 g").salt == "pentahydrate"
    assert exposure("route: topical", "dispensed: 1 g").salt == "not reported"


def test_every_course_has_one_exposure_also_those_of_groups_and_those_of_which_nothing_is_known() -> None:
    text = (
        f"{HEAD}products: {{x: {{drug: sodium thiosulfate, route: topical}}}}\n"
        "groups: {all: {label: all, n: 28, courses: {c: {product: x}}}}\n"
        "patients: {P1: {sex: male, courses: {c1: {product: x}, c2: {product: x, span: 2 months}}}}\n"
    )
    study = read_study(text, "s.yaml")
    found = derive_exposures(study)
    assert [e.course for e in found] == [c.id for c in study.rows(Course)]
    assert [(e.group, e.patient) for e in found] == [("all", None), (None, "P1"), (None, "P1")]
    assert all(e.mg_total == OPEN and e.missing for e in found)
