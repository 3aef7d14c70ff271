"""Sums, shares and figures as whole documents tell them: what is found, and what looks alike and stays silent."""

import pytest

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict


def told(text: str) -> list[tuple[str, str | None]]:
    found = (mark.finding for mark in scan_document(read_plain(text, "draft.md")).marks)
    return [(f.check, f.arithmetic) for f in found if f.verdict in (Verdict.FAILS, Verdict.ASSUMES)]


@pytest.mark.parametrize(
    ("text", "arithmetic"),
    [
        # (9.6 - 4)/9.6 = 58.3 %
        ("There was heterogeneity (Q = 9.60, df = 4; I² = 85%).", "(9.60 - 4)/9.60 = 58 %, not 85 %"),
        ("Heterogeneity: Chi² = 12.5, df = 5 (P = 0.03); I² = 16%.", "(12.5 - 5)/12.5 = 60 %, not 16 %"),
        ("Cochran's Q(6) = 4.20 and I² was 30%.", "(4.20 - 6)/4.20 = 0 %, not 30 %"),
        ("I² was 44.4% (Q = 8.0 on 6 degrees of freedom).", "(8.0 - 6)/8.0 = 25.0 %, not 44.4 %"),
    ],
)
def test_heterogeneity(text: str, arithmetic: str) -> None:
    assert told(text) == [("heterogeneity", arithmetic)]


TABLE = """**Table 1. Deaths**

| Study | Drug, deaths/n | Control, deaths/n |
|---|---|---|
| Abel 2011 | 4/20 | 6/21 |
| Bock 2014 | 7/33 | 9/30 |
| Cole 2019 | 5/18 | 8/25 |
| Total | {} | {} |
"""


def test_totals_of_fractions() -> None:
    # 6 + 9 + 8 = 23, and 21 + 30 + 25 = 76 is right
    assert ("fractions-sum", "6 + 9 + 8 = 23, not 32") in told(TABLE.format("16/71", "32/76"))


@pytest.mark.parametrize(
    ("text", "arithmetic"),
    [
        # the first two make the nine: the last is one too many all the same
        (
            "Of the nine deaths, six were from sepsis, three followed a bleed and one was unexplained.",
            "6 + 3 + 1 = 10, not 9",
        ),
        (
            "Of the six withdrawals, four were for nausea, two were for pruritus and one was for travel.",
            "4 + 2 + 1 = 7, not 6",
        ),
    ],
)
def test_causes(text: str, arithmetic: str) -> None:
    assert told(text) == [("counts-balance", arithmetic)]


@pytest.mark.parametrize(
    ("text", "arithmetic"),
    [
        ("The ulcer measured 40 cm² at first. By week 8 it was 10 cm², a reduction of 85%.", "(40 - 10)/40 = 75 %"),
        ("Its area was 20 cm².\n\nIn June it was 15 cm², a fall of 52% from admission.", "(20 - 15)/20 = 25 %"),
    ],
)
def test_areas_that_shrank(text: str, arithmetic: str) -> None:
    assert told(text) == [("area-and-size", arithmetic)]


@pytest.mark.parametrize(
    "text",
    [
        "Of the nine deaths, five were from sepsis, three followed a bleed and one was unexplained.",
        "Of the nine patients, six had pain, three had ulcers and one had fever.",
        "Of the nine deaths, six were from sepsis, three followed a bleed, and one of these was at home.",
        "The ulcer measured 40 cm² at first. By week 8 it was 10 cm², a reduction of 75%.",
        "The ulcer measured 40 cm² at first and 20 cm² at week 4. By week 8 it was 10 cm², a reduction of 50%.",
        "Areas had a mean of 40 cm². By week 8 the mean was 10 cm², a mean reduction of 65%.",
        "Heterogeneity was low (Q = 4.40 on 4 degrees of freedom, I² = 9%).",
        "Q = 3.1, df = 5, I² = 0%.",
        "Chi² = 8.00, df = 4 (P = 0.09); I² = 50%.",
        TABLE.format("16/71", "23/76"),
        # the length of a scale is no estimate
        "Pain was less (mean difference −12 mm on a 100 mm scale, 95% CI −20 to −4, p = 0.004).",
        "The mean difference was −11 mm on a 100-mm visual analogue scale (95% CI −19 to −3).",
        # the SD of the differences is none
        "The mean fall was 1.6 (SD of the differences 2.2; 95% CI 0.5 to 2.7).",
        # the women are a part, not the whole of those on dialysis
        "Eighteen patients (60.0%) were women. Twenty-five were on haemodialysis and five on peritoneal dialysis.",
        # 110 - 70 = 40, of whom 70 = 45 + 25
        (
            "We found 110 names. We left out 70: 45 who had no treatment, and 25 followed for less than a month. "
            "That left 40."
        ),
        "We excluded 30 (19 described one or two patients; 8 gave no outcome; 3 repeated earlier data).",
        # a share of all is no sum of shares
        (
            "| Group | n | Healed | Share |\n|---|---|---|---|\n| Early | 10 | 4 | 40.0 |\n| Late | 20 | 6 | 30.0 |\n"
            "| All | 30 | 10 | 33.3 |"
        ),
    ],
)
def test_looks_alike(text: str) -> None:
    assert told(text) == []


def test_time_between_two_things() -> None:
    text = (
        "# Summary\n\nThe median time from biopsy to first dose was 9 days.\n\n# Results\n\n"
        "The median delay from biopsy to first dose was 12 days."
    )
    assert [check for check, _ in told(text)] == ["same-figure"]


def test_withdrawals() -> None:
    text = (
        "# A letter\n\nIn short, pain fell; nine patients withdrew, most of them from diltiazem.\n\n# Methods\n\n"
        "Forty took part.\n\n# Results\n\nThere were eight withdrawals among the 40."
    )
    assert [check for check, _ in told(text)] == ["same-count"]
