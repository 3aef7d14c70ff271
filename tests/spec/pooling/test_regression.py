"""Meta-regression: against R to 1e-6, by hand where the spread is none, and refused where too little is known.

R's numbers: tests/recipes/regression.R, kept in tests/recipes/regression.csv.
"""

import csv
from collections import defaultdict
from fractions import Fraction
from math import exp, log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resorb.analysis.pooling import binomial_normal
from resorb.analysis.pooling.evidence import Evidence
from resorb.analysis.pooling.regression import NOT_PICKED, PICKED, Regression, questions, regress
from resorb.analysis.pooling.series import Series
from resorb.values.findings import FactRef, Refused
from resorb.values.ranges import Range

RECIPES = Path(__file__).resolve().parents[2] / "recipes"
DIGITS = 1e-6
"""glmer's own search ends within this."""


def rows(name: str) -> list[dict[str, str]]:
    with (RECIPES / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


SETS: dict[str, list[dict[str, str]]] = defaultdict(list)
for _row in rows("regression_sets.csv"):
    SETS[_row["set"]].append(_row)
FROM_R = {(r["set"], r["model"], r["quantity"]): float(r["value"]) for r in rows("regression.csv")}


def one(
    study: str, events: int, n: int, *, report: str = "selected case", route: str = "topical", year: int | None = 2020,
    disease: str = "calcinosis cutis",
) -> Evidence:  # fmt: skip
    return Evidence(
        Series(study, events, n), "lesion response", "patients", "thiosulfate", route, disease, (), report,
        "case series", "chart", "as the source judged", "full text", year=year,
        basis=(FactRef(study, "courses", "c"), FactRef(study, "products", "p")),
    )  # fmt: skip


def levels(name: str) -> list[Evidence]:
    """The series of a set; where ``x1`` is 1 they are selected cases, where ``x2`` is 1 of a third disease."""
    disease = {("0", "0"): "a", ("1", "0"): "b", ("0", "1"): "c"}
    return [
        one(f"s{i}", int(r["events"]), int(r["n"]), report="selected case" if r["x1"] == "1" else "cohort",
            disease=disease.get((r["x1"], r["x2"]), ""), year=round(2000 + 10 * float(r["x1"])))
        for i, r in enumerate(SETS[name])
    ]  # fmt: skip


# ---- the model against R -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", SETS)
def test_coefficients_spread_test_and_profiles_are_those_of_lme4(name: str) -> None:
    listed = SETS[name]
    series = [Series(f"s{i}", int(r["events"]), int(r["n"])) for i, r in enumerate(listed)]
    columns = [c for c in ("x1", "x2") if any(float(r[c]) for r in listed)]
    design = np.array([[1.0, *(float(r[c]) for c in columns)] for r in listed])
    fit, without = binomial_normal.fit(series, design), binomial_normal.fit(series)
    for j, b in enumerate(fit.b):
        assert b == pytest.approx(FROM_R[name, "glmer", f"b{j}"], abs=DIGITS)
        assert b == pytest.approx(FROM_R[name, "rma.glmm 25", f"b{j}"], abs=1e-4), "metafor stops its search earlier"
    assert fit.tau == pytest.approx(FROM_R[name, "glmer", "tau"], abs=DIGITS)
    assert without.tau == pytest.approx(FROM_R[name, "glmer", "tau_without"], abs=DIGITS)
    statistic = 2 * (fit.log_likelihood - without.log_likelihood)
    assert statistic == pytest.approx(FROM_R[name, "glmer", "statistic"], abs=DIGITS)
    for j in range(1, len(columns) + 1):
        ends = binomial_normal.profile(series, j, design)
        assert ends.low == pytest.approx(FROM_R[name, "profile", f"b{j}_low"], abs=DIGITS)
        assert ends.high == pytest.approx(FROM_R[name, "profile", f"b{j}_high"], abs=DIGITS)


def test_odds_ratios_are_the_coefficients_and_their_ends() -> None:
    found = regress(levels("two levels"), "report type")
    assert (found.refused, found.reference, found.k, found.studies) == ("", NOT_PICKED, 12, 12)
    (picked,) = found.coefficients
    # 7/10, 8/9, 3/8, 11/14, 1/1, 0/1 and 4/4 are the selected cases.
    assert (picked.name, picked.k, picked.events, picked.n) == (PICKED, 7, 34, 47)
    assert log(picked.odds_ratio) == pytest.approx(FROM_R["two levels", "glmer", "b1"], abs=DIGITS)
    assert log(picked.low or 0) == pytest.approx(FROM_R["two levels", "profile", "b1_low"], abs=DIGITS)
    assert log(picked.high or 0) == pytest.approx(FROM_R["two levels", "profile", "b1_high"], abs=DIGITS)
    assert found.statistic == pytest.approx(FROM_R["two levels", "glmer", "statistic"], abs=DIGITS)
    assert (found.df, found.tau) == (1, pytest.approx(FROM_R["two levels", "glmer", "tau"], abs=DIGITS))
    assert found.p == pytest.approx(0.0155, abs=1e-4)


def test_a_year_is_told_by_the_ten() -> None:
    found = regress(levels("a number"), "year")
    (later,) = found.coefficients
    assert later.name == "each ten years later"
    assert log(later.odds_ratio) == pytest.approx(FROM_R["a number", "glmer", "b1"], abs=DIGITS)


def test_where_series_do_not_differ_the_odds_ratio_is_that_of_one_table() -> None:
    """18 of 59 cohort patients and 27 of 56 selected ones: (27 / 29) / (18 / 41)."""
    listed = [*levels("no spread"), one("extra-1", 2, 6, report="cohort"), one("extra-2", 3, 6)]
    found = regress(listed, "report type")
    assert found.tau == 0
    (picked,) = found.coefficients
    # 18 + 2 of 59 + 6, and 27 + 3 of 56 + 6.
    assert picked.odds_ratio == pytest.approx((30 / 32) / (20 / 45), rel=1e-6)
    yes, no = np.array([20, 30]), np.array([45, 32])
    expected = np.outer([50, 77], [65 / 127, 62 / 127]).ravel()
    observed = np.concatenate([yes, no]).astype(float)
    assert found.statistic == pytest.approx(2 * float(np.sum(observed * np.log(observed / expected))), abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(12)))
def test_the_order_of_series_does_not_matter_and_failures_turn_the_odds_round(order: list[int]) -> None:
    listed = levels("two levels")
    found = regress([listed[i] for i in order], "report type").coefficients[0]
    again = regress(listed, "report type").coefficients[0]
    assert found.odds_ratio == pytest.approx(again.odds_ratio, rel=1e-6)
    turned = [one(e.series.study, e.series.n - e.series.events, e.series.n, report=e.report) for e in listed]
    other = regress(turned, "report type").coefficients[0]
    assert (1 / other.odds_ratio, 1 / (other.high or 1), 1 / (other.low or 1)) == pytest.approx(
        (found.odds_ratio, found.low, found.high), rel=1e-5
    )


# ---- the dose ------------------------------------------------------------------------------------------------------
def test_the_dose_is_told_by_doublings_of_the_middle_of_what_is_printed() -> None:
    counts = [(2, 10), (3, 10), (4, 12), (5, 10), (6, 10), (5, 9), (7, 10), (8, 12), (9, 10), (8, 10)]
    listed = [one(f"s{i}", *c) for i, c in enumerate(counts)]
    # 10 g a week and each next one twice that; the first is printed as 8 to 12 g.
    doses = {(f"s{i}", "c"): Range.point(10_000 * 2**i) for i in range(1, 10)}
    doses["s0", "c"] = Range(Fraction(8_000), Fraction(12_000))
    found = regress(listed, "dose", doses)
    design = np.column_stack([np.ones(10), np.arange(10) - 4.5])
    b = binomial_normal.fit([e.series for e in listed], design).b[1]
    assert found.coefficients[0].odds_ratio == pytest.approx(exp(b), rel=1e-6)
    assert found.route == "topical"
    less = regress(listed, "dose", {k: v for k, v in doses.items() if k != ("s9", "c")})
    assert less.left_out == ("1 series: dose not known",)
    assert less.refused == "one coefficient needs 10 studies, there are 9"


def test_a_dose_is_compared_within_its_route_and_other_moderators_over_routes() -> None:
    listed = [one("a", 1, 2), one("b", 1, 2, route="intravenous"), one("c", 1, 2)]
    assert [[e.series.study for e in every] for every in questions(listed, "dose")] == [["b"], ["a", "c"]]
    assert [[e.series.study for e in every] for every in questions(listed, "route")] == [["a", "b", "c"]]


# ---- when it refuses -----------------------------------------------------------------------------------------------
def refused(listed: list[Evidence], moderator: str) -> Regression:
    found = regress(listed, moderator)
    assert found.coefficients == ()
    assert found.p is None
    return found


def test_ten_studies_for_each_coefficient() -> None:
    nine = levels("two levels")[:9]
    assert refused(nine, "report type").refused == "one coefficient needs 10 studies, there are 9"
    assert regress(levels("two levels")[:10], "report type").refused == ""
    assert refused(levels("three levels"), "disease").refused == "2 coefficients need 20 studies, there are 12"


def test_ten_patients_with_it_and_ten_without() -> None:
    few = [one(f"s{i}", i % 2 if i else 0, 5, report="cohort" if i < 5 else "selected case") for i in range(12)]
    # 6 of 60 had it.
    assert refused(few, "report type").refused == "one coefficient needs 10 patients with it, there are 6"
    most = [one(e.series.study, 5 - e.series.events, 5, report=e.report) for e in few]
    assert refused(most, "report type").refused == "one coefficient needs 10 patients without it, there are 6"


def test_what_one_study_tells_is_left_out_and_what_is_not_known() -> None:
    listed = [
        *levels("two levels"), one("odd", 1, 1, route="oral"), one("blank", 1, 1, route="not said"),
        one("iv-1", 2, 4, route="intravenous"), one("iv-2", 2, 4, route="intravenous"),
    ]  # fmt: skip
    found = regress(listed, "route")
    assert found.left_out == ("1 series: route not known", "1 series: oral told by one study")
    assert (found.k, found.reference, found.coefficients[0].name) == (14, "topical", "intravenous")


def test_a_level_with_all_or_none_has_no_finite_odds() -> None:
    listed = [*levels("two levels"), one("x-1", 3, 3, route="oral"), one("x-2", 2, 2, route="oral")]
    assert refused(listed, "route").refused == "all of the 5 of oral reached it: the odds have no end"


def test_a_number_that_tells_all_apart_has_no_finite_odds() -> None:
    """None before 2005, all after it, and both in that year: the odds ratio runs away."""
    events = [0, 0, 0, 0, 0, 2, 4, 4, 4, 4, 4]
    listed = [one(f"s{i}", y, 4, year=2000 + i) for i, y in enumerate(events)]
    assert "tells apart" in refused(listed, "year").refused


def test_a_flat_likelihood_is_refused() -> None:
    """Reports of all or none beside a few others: the spread runs away, and odds ratios with it."""
    counts = [(5, 5), (0, 5), (4, 4), (0, 4), (6, 6), (0, 6), (3, 3), (0, 3), (5, 5), (0, 5), (2, 4), (1, 4)]
    listed = [one(f"s{i}", *c, report="cohort" if i % 4 < 2 else "selected case") for i, c in enumerate(counts)]
    assert refused(listed, "report type").refused.startswith("the likelihood is flat")


def test_reports_of_one_patient_alone_say_nothing() -> None:
    listed = [one(f"s{i}", i % 2, 1, report="cohort" if i < 14 else "selected case") for i in range(28)]
    assert refused(listed, "report type").refused.startswith("only reports of one patient")


def test_one_level_only() -> None:
    listed = [one(f"s{i}", 2, 4) for i in range(12)]
    assert refused(listed, "report type").refused == "fewer than two levels are told by two studies or more"
    assert refused(listed, "year").refused == "the year is the same in all"


def test_an_unknown_moderator_is_named_with_those_there_are() -> None:
    with pytest.raises(Refused, match="is no moderator") as raised:
        regress(levels("two levels"), "shoe size")
    assert "report-type, route, disease, year, dose" in raised.value.remedy
