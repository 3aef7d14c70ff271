"""P values against the interval, the statistic, the words and the other p values beside them."""

from __future__ import annotations

import pytest

from tests.spec.scan.saying import reported, said_of


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        # middle 0.80, half 1.01: 1.55 standard errors, p = 0.12
        ("The mean difference was 0.8 points (95% CI -0.21 to 1.81; p = 0.60).", "p = 0.60"),
        ("The difference is 0.6 points with a 95% CI of (-0.31 – 1.53) points (p = 0.65).", "p = 0.65"),  # 0.19
        # middle 2.175, half 1.735: 2.46, p = 0.014
        ("The difference was 2.17 mmHg (95% CI 0.44 to 3.91; p < 0.001).", "p < 0.001"),
        (
            "Depth and dose were related (2.17 mm [95% CI 0.44 to 3.91] per 10 g of thiosulfate, p < 0.001).",
            "p < 0.001",
        ),
        # ln 1.08 = 0.077, ln 1.66 = 0.507: 2.66, p = 0.008
        ("The odds ratio was 1.34 (95% CI 1.08 to 1.66; p < 0.0001).", "p < 0.0001"),
        ("The relative risk was 0.80 (95% CI 0.61 to 1.05; p = 0.51).", "p = 0.51"),  # 0.11
        # ln 0.37 = -0.994, ln 0.82 = -0.198: 2.94, p = 0.003
        ("Patients on thiosulfate had a relative risk of 0.55 (95% CI 0.37–0.82, P = 0.02).", "P = 0.02"),
        # an end at no change is p = 0.05, in numbers and in logarithms
        ("The gel shortened healing (40% reduction (95% confidence interval 0 to 80); p = 0.001).", "p = 0.001"),
    ],
)
def test_an_interval_and_a_p_value_on_one_side_of_significance(text: str, printed: str) -> None:
    assert said_of(text, {"interval-and-p"}) == [("interval-and-p", "assumes", printed)]


@pytest.mark.parametrize(
    "text",
    [
        "The mean difference was 0.8 points (95% CI -0.21 to 1.81; p = 0.12).",
        "The difference was 2.17 mmHg (95% CI 0.44 to 3.91; p = 0.014).",
        "The difference was 2.17 mmHg (95% CI 0.44 to 3.91; p < 0.05).",
        "The odds ratio was 1.34 (95% CI 1.08 to 1.66; p < 0.01).",
        "The odds ratio was 8.1 (95% CI 1.1 to 61; p = 0.008).",  # few events: tests differ
        "The median difference was 2.1 (95% CI 0.6 to 3.6; p < 0.001, Mann-Whitney).",  # a test by ranks
        "The mean difference was 4.6 mm (95% CI 2.5 to 6.7; p = 0.001, t test).",  # t of few degrees
        "The reduction was 2.1 points (95% CI 0.6 to 3.6; p = 0.03).",  # a change within, a p between
        "Thiosulfate reduced the mean volume by 60% (95% CI: 37–75%, P = 0.0001).",  # in logarithms
        "P values were corrected after Bonferroni. The difference was 2.1 (95% CI 0.6 to 3.6; p = 0.04).",
        "The mean depth was 4.6 mm (95% CI 2.5 to 6.7; p = 0.04).",  # a mean is not tested against 0
    ],
)
def test_intervals_and_p_values_that_may_go_together(text: str) -> None:
    assert reported(text) == []


@pytest.mark.parametrize(
    ("text", "verdict", "printed"),
    [
        ("Severity was not related to group (Chi square = 4.20 (2) p = .045).", "fails", "p = .045"),  # 0.12
        ("The groups differed (F = 4.73 (1, 130) p = .31).", "fails", "p = .31"),  # 0.031
        ("Pain did not differ (t = 2.51 (38), p = 0.21).", "fails", "p = 0.21"),  # 0.016
        ("In 40 patients dose did not correlate with volume (r = 0.26, p = 0.018).", "assumes", "p = 0.018"),  # 0.105
        ("We studied 40 patients. Dose and volume went together (r = 0.26, p = 0.018).", "assumes", "p = 0.018"),
        (
            "We studied 18 patients. It went with calcium (r = 0.35), pain (r = 0.56), all significant (P < 0.05).",
            "assumes", "P < 0.05",  # t(16) = 1.49: 0.15
        ),
    ],
)  # fmt: skip
def test_degrees_of_freedom_behind_the_value_and_numbers_beside_it(text: str, verdict: str, printed: str) -> None:
    assert said_of(text, {"statistic-and-p"}) == [("statistic-and-p", verdict, printed)]


@pytest.mark.parametrize(
    "text",
    [
        "Severity was not related to group (Chi square = 4.20 (2) p = .12).",
        "The groups differed (F = 4.73 (1, 130) p = .031).",
        "Thiosulfate (n = 13) or saline (n = 5) was given. Dose and volume went together (r = 0.53, p = 0.02).",
        "We studied 40 patients. Dose and volume went together (r = 0.26, p = 0.10).",
    ],
)
def test_statistics_that_go_with_their_p_values(text: str) -> None:
    assert reported(text) == []


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("There was no significant difference in volume (p = 0.018) or pain (p = 0.011).", "no significant difference"),
        (
            "No significant differences were seen in count (p = 0.02), volume (p = 0.001) or pain (p = 0.03).",
            "No significant differences",
        ),
        ("Volume (p = 0.21) and pain (p = 0.34) fell significantly with thiosulfate.", "significantly"),
        ("A p value <0.05 was considered significant. Volume was significantly reduced (p < 0.06).", "significantly"),
    ],
)
def test_words_of_significance_before_several_p_values_and_bounds(text: str, printed: str) -> None:
    assert said_of(text, {"significance-in-words"}) == [("significance-in-words", "assumes", printed)]


@pytest.mark.parametrize(
    "text",
    [
        "There was no significant difference in volume (p = 0.18) or pain (p = 0.011).",  # which it is of is not said
        "There was no significant difference, with a fall from baseline in both (p = 0.01 and p = 0.02).",
        "No significant difference was seen except for calcium (p = 0.018) and phosphate (p = 0.011).",
        "Volume was significantly reduced (p < 0.05).",
        "Volume was significantly reduced at the level of 0.1 (p < 0.08).",
    ],
)
def test_words_of_significance_that_agree(text: str) -> None:
    assert reported(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "P values were 0.0003 and 0.0021. After multiplying p values by 12 they became 0.0036 and 0.0152.",
            [("fails", "0.0152")],  # 12 × 0.0021 = 0.0252
        ),
        ("The correction multiplies the P value of 0.0021 by 12, giving 0.0152.", [("fails", "0.0152")]),
        (
            "After Bonferroni correction for six comparisons the p value of 0.012 became 0.036.",  # 0.072
            [("assumes", "0.036")],
        ),
        ("When multiplied by six, the p values of 0.004 and 0.211 became 0.024 and 1.0.", []),
        ("With Bonferroni correction for 5 comparisons the level of p = 0.05 became 0.01.", []),
        ("P values below 0.05 were noted. Doses were multiplied by 3, giving 0.75 g.", []),
        ("The dose of 0.25 g was multiplied by 4, giving 1.00 g.", []),
    ],
)
def test_corrected_p_values_are_products(text: str, said: list[tuple[str, str]]) -> None:
    assert [(verdict, words) for _, verdict, words in said_of(text, {"p-corrected"})] == said


def test_a_column_of_p_values_has_none_above_1() -> None:
    head = "| | Thiosulfate | Saline | {head} |\n|---|---|---|---|\n"
    table = head + "| Pain | 3 (5.0) | 2 (6.7) | {first} |\n| Ulcer | 1 | 2 | 2.1 |\n"
    found = [m.finding for m in reported(table.format(head="p", first="0.41"))]
    assert [(f.check, f.printed) for f in found] == [("p-range", "2.1")]
    assert reported(table.format(head="P", first="1.4")) == []  # phosphate


@pytest.mark.parametrize(
    ("text", "verdict", "printed"),
    [
        # χ² 4.32 gives 0.038 with 1 degree of freedom and 0.115 with 2: no number of them gives 0.07
        ("The groups differed (chi square = 4.32, p = 0.07).", "assumes", "p = 0.07"),
        # degrees of freedom that were printed below the line: χ²(1) = 1.32, 0.25; t(346) = 0.57, 0.57; F(2, 57), 0.040
        ("The groups did not differ (χ2 1 = 1.32, P = .52).", "fails", "P = .52"),
        ("The groups did not differ (t 346 = −0.57, P = .27).", "assumes", "P = .27"),
        ("Healing did not differ (F 2,57 = 3.40, p = 0.20).", "fails", "p = 0.20"),
    ],
)
def test_statistics_without_degrees_of_freedom_or_with_lowered_ones(text: str, verdict: str, printed: str) -> None:
    assert said_of(text, ["statistic-and-p"]) == [("statistic-and-p", verdict, printed)]


@pytest.mark.parametrize(
    "text",
    [
        "The groups did not differ (χ2 = 2.71, p = 0.10).",  # with 1
        "The groups did not differ (χ2 = 5.99, p = 0.05).",  # with 2
        "The fit was good (Hosmer-Lemeshow chi-square = 6.1, p = 0.64).",  # with 8
        "The groups did not differ (t 346 = −0.57, P = .57).",
        "Variation was explained (r 2 = 0.45, p = 0.01).",  # a square, no coefficient with 2 degrees of freedom
    ],
)
def test_statistics_that_fit_some_degrees_of_freedom(text: str) -> None:
    assert reported(text) == []
