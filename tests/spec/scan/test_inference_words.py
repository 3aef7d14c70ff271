"""What words say of significance, against the interval or p value beside them; bounds that no ratio has."""

from __future__ import annotations

import pytest

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict


def _found(text: str) -> list[tuple[str, str]]:
    marks = scan_document(read_plain(text, "text")).marks
    reported = (Verdict.FAILS, Verdict.ASSUMES)
    return [(m.finding.check, m.finding.printed or "") for m in marks if m.finding.verdict in reported]


@pytest.mark.parametrize(
    ("text", "check", "printed"),
    [
        (
            "The gel significantly lowered the hazard of ulceration (HR 0.81, 95% CI 0.55 to 1.19).",
            "significance-in-words", "significantly",
        ),
        (
            "Survival did not differ between the arms (HR 0.40, 95% CI 0.22 to 0.71).",
            "significance-in-words", "did not differ",
        ),
        ("The fall was statistically significant (p = 0.31).", "significance-in-words", "statistically significant"),
        ("The odds ratio of relapse was 0.70 (95% CI -0.20 to 1.60).", "interval-order", "-0.20 to 1.60"),
    ],
)  # fmt: skip
def test_words_that_the_numbers_deny_are_told(text: str, check: str, printed: str) -> None:
    assert _found(text) == [(check, printed)]


@pytest.mark.parametrize(
    "text",
    [
        "The gel significantly lowered the hazard of ulceration (HR 0.61, 95% CI 0.45 to 0.83).",
        "Survival did not differ between the arms (HR 0.80, 95% CI 0.52 to 1.23).",
        "The fall was not statistically significant (p = 0.31).",
        "With a threshold of 0.01 the fall was not significant (p = 0.03).",
        "The change was not clinically significant (p = 0.02).",
        "Unlike theirs (HR 0.81, 95% CI 0.55 to 1.19), our fall was significant.",
        "Unfavourable events were as likely (5%; -3% to 13%; 95% CI).",
    ],
)
def test_words_that_agree_or_mean_another_thing_are_left_alone(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "check", "printed"),
    [
        ("Their kappa was 0.71 [0.75, 0.90].", "interval-holds-estimate", "0.75, 0.90"),
        ("Mean difference 5.0 mm, SE 1.0 mm, 95% CI 0.5 to 9.5 mm.", "interval-symmetry", "0.5 to 9.5"),
        ("With t(28) = 4.4 the change was not large (p = 0.52).", "statistic-and-p", "p = 0.52"),
        (
            "The calcium score correlated with age (r = 0.60), which explained 60% of the variance.",
            "variance-explained",
            "60",
        ),
        ("Agreement was good (intraclass correlation of 1.04).", "coefficient-range", "intraclass correlation of 1.04"),
        ("Healing occurred in 48% of lesions (95% CI, 55% to 71%).", "interval-holds-estimate", "55% to 71%"),
        ("The difference in pain came to 2.1 points (95% CI, 0.6 to 3.6; P = .61).", "interval-and-p", "P = .61"),
        ("Sex and response were unrelated (chi-square, 9.8; 1 df; P = .61).", "statistic-and-p", "P = .61"),
        ("Heterogeneity was low, with an I2 of 124%.", "coefficient-range", "124%"),
    ],
)
def test_intervals_statistics_and_shares_in_other_words(text: str, check: str, printed: str) -> None:
    assert (check, printed) in _found(text)
