"""Percentages, intervals, laboratory results and doses in other words and layouts than the usual ones."""

from __future__ import annotations

import pytest

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict

REPORTED = (Verdict.FAILS, Verdict.ASSUMES)


def found(text: str) -> set[tuple[str, str]]:
    """Each reported finding: its check and what it underlines."""
    marks = scan_document(read_plain(text, "x")).marks
    return {(m.finding.check, m.finding.printed or "") for m in marks if m.finding.verdict in REPORTED}


@pytest.mark.parametrize(
    ("text", "check", "printed"),
    [
        ("HR for death 0.71 (0.82-0.97) after a year.", "interval-holds-estimate", "0.82-0.97"),
        ("The odds ratio for healing, from 6 cohorts, was 0.81 (0.92–1.40).", "interval-holds-estimate", "0.92–1.40"),
        ("Warfarin doubled the risk (OR 2.1, 2.4-3.9).", "interval-holds-estimate", "2.4-3.9"),
        ("The relative risk was 1.8 (CI95: 3.1-1.1).", "interval-order", "3.1-1.1"),
        ("Slope 0.9 mm per 10 mg/mL (95% CI -0.4 to 2.2), p = 0.001.", "interval-and-p", "p = 0.001"),
        ("The ICC for lesion area was 1.08.", "coefficient-range", "ICC for lesion area was 1.08"),
    ],
)
def test_other_wordings_of_intervals(text: str, check: str, printed: str) -> None:
    assert (check, printed) in found(text)


@pytest.mark.parametrize(
    ("text", "check", "printed"),
    [
        ("At the last visit 13/21 (72%) walked without pain.", "percent", "72%"),
        ("Eleven of sixteen sessions, or 75%, were kept.", "percent", "75%"),
        ("Twenty-five patients were included (16 women, 60%).", "percent", "60%"),
        ("Loss to follow-up was 15% (n=3) among the 25 enrolled patients.", "percent", "15%"),
        ("Ward list: 25 pts on dialysis, 6 (20%) with wounds.", "percent", "20%"),
        ("In all, 107% of the 15 toes were spared.", "percent-reachable", "107%"),
        ("Shrinkage was seen in 40% of the seven nodules.", "percent-reachable", "40%"),
    ],
)
def test_other_wordings_of_percentages(text: str, check: str, printed: str) -> None:
    assert (check, printed) in found(text)


@pytest.mark.parametrize(
    ("text", "check", "printed"),
    [
        ("Phosphate was 1.9, 2.3, 22 and 1.7 mmol/L.", "lab-plausible", "22"),
        ("The eGFR was 31 mL/1.73 m2.", "lab-unit", "31 mL/1.73 m2"),
        (
            "Phosphate stayed below the upper limit of normal (1.50 mmol/L): 1.31, 1.44, 1.62 mmol/L.",
            "lab-stayed",
            "1.62",
        ),
        ("Phosphate was normal for age (6.9 mg/dL; reference 3.7-5.6 mg/dL).", "lab-level", "normal"),
    ],
)
def test_other_wordings_of_results(text: str, check: str, printed: str) -> None:
    assert (check, printed) in found(text)


@pytest.mark.parametrize(
    ("text", "check", "printed"),
    [
        ("Rx: sodium thiosulfate cream 150% in white petrolatum, 30 g.", "dose-plausible", "150%"),
        ("We keep sodium thiosulfate as a 150 % carbopol gel.", "dose-plausible", "150 %"),
        ("Discharged on STS 2500 g IV w/ HD TTS.", "dose-unit", "2500 g"),
        ("| Property | Value |\n|---|---|\n| Active drug | sodium thiosulfate, IV |\n| Strength | 250 g/mL |",
         "dose-unit", "250 g/mL"),
    ],
)  # fmt: skip
def test_other_wordings_of_doses(text: str, check: str, printed: str) -> None:
    assert (check, printed) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Thiosulfate ointment kept 125% of its labelled content.",
        "Bulk sodium thiosulfate 2500 g, kept below 25 °C.",
        "Phosphate stayed below 1.5 mmol/L except at week 8: 1.2, 1.3, 1.7 and 1.4 mmol/L.",
        "PTH was always above 100 pg/mL: 120, 310 and 240 pg/mL.",
        "STS ointment, with alcohol 70% in water for cleaning.",
        "Anion gap including potassium was 17.2 mmol/L.",
        "Bone alkaline phosphatase was 19 µg/L.",
        "Calcium (normal 8.5-10.5 mg/dL) was 8.3 mg/dL, normal once corrected for an albumin of 3.1 g/dL (9.0 mg/dL).",
        "Predialysis phosphate was 2.1, 1.8, 2.4 and 1.9 mmol/L.",
        "He received 110% of the prescribed sessions.",
        "On average 33% of the eight limbs was covered.",
        "Pain fell from 8/10 (80%) to 2/10 (25%).",
        "Slope 1.2 mm per 10 mg/mL (95% CI 0.4 to 2.0).",
        "The 95% CI (2,000 resamples) was 0.2 to 0.9.",
        "Ca/P ratios were low. Calcium was 2.9 (2.1-2.6).",
    ],
)
def test_left_alone(text: str) -> None:
    assert found(text) == set()
