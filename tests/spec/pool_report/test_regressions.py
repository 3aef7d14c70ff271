"""Meta-regression on the page and in sentences: each follows from results.json, and a refusal is told as one."""

import json

import pytest

from resorb.report.pool.page import build_pool_page
from resorb.report.pool.regressions import odds_words, p_words
from resorb.report.pool.results import pool_json
from resorb.report.pool.sentences import summary
from tests.acceptance.crawler import crawl, faults, known_names
from tests.spec.pool_report.made import material, results, study_file

COUNTS = [(3, 10), (5, 12), (2, 15), (9, 20), (6, 9), (7, 10), (8, 9), (3, 8), (11, 14), (1, 1), (0, 1), (4, 4)]
TWO_LEVELS = tuple(
    study_file(
        f"study-{i}", y, n, report="cohort" if i < 5 else "selected case", year=2010 + i,
        route="topical" if i % 2 else "oral",
    )
    for i, (y, n) in enumerate(COUNTS)
)  # fmt: skip
"""The set ``two levels`` of tests/recipes/regression_sets.csv: b1 1.500417, profile 0.362568 to 2.795727."""


def told(*texts: str) -> list[str]:
    return [said.replace("\N{NO-BREAK SPACE}", " ") for said in summary(results(*texts))["moderators"]]


def test_a_regression_is_told_with_interval_test_whole_and_spread() -> None:
    # exp(1.500417) = 4.48, exp(0.362568) = 1.44, exp(2.795727) = 16.4; chi-squared 5.8535 on one degree: p 0.016.
    assert told(*TWO_LEVELS)[0] == (
        "Report type, lesion response: odds ratio for selected cases against consecutive series, cohorts and trials, "
        "4.48 (95 % interval 1.44 to 16.4); p = 0.016; 12 series of 12 studies, 59 of 113 patients; spread between "
        "series 0.5 with it, 1.0 without it (logit scale)."
    )


def test_a_refusal_is_told_with_its_reason() -> None:
    assert told(*TWO_LEVELS[:4]) == [
        "Report type, lesion response: refused, one coefficient needs 10 studies, there are 4.",
        "Year, lesion response: refused, one coefficient needs 10 studies, there are 4.",
    ]
    assert told(*TWO_LEVELS[:2])[0] == "Report type: 1 question has fewer than 3 studies that tell it."


def test_results_hold_the_coefficient_the_test_and_the_series() -> None:
    (one, year) = results(*TWO_LEVELS)["regressions"]
    assert (one["id"], one["refused"], one["k"]) == ("report-type.lesion-response", "", 12)
    assert one["coefficients"][0]["odds_ratio"] == pytest.approx(4.4836, abs=1e-3)
    assert one["tau without"] == pytest.approx(0.985613, abs=1e-5)
    assert len(one["trace"]) >= 12
    assert year["moderator"] == "year"


def test_every_number_of_the_section_opens() -> None:
    made = material(*TWO_LEVELS)
    html = build_pool_page(made, json.loads(pool_json(made))).html
    assert list(faults(crawl(html), known_names(made.study))) == []
    section = html.partition('<section id="moderators"')[2].partition("</section>")[0]
    assert "4.48" in section
    assert "Spread left" in section


def test_odds_beyond_a_thousand_and_ends_not_found_are_said() -> None:
    words = odds_words({"odds_ratio": 2.5e4, "low": 1e-7, "high": None}).replace("\N{NO-BREAK SPACE}", " ")
    assert words == "over 1000 (95 % interval under 0.001 to no end found)"
    assert (p_words(0.0004), p_words(0.04321)) == ("under 0.001", "0.043")
