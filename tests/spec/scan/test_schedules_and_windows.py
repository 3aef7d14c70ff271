"""Schedules, windows of a study, samples, tests that pass, sections cited: what contradicts another place.

Each row of a table: a text, and the words underlined, or None where nothing is said.
"""

import pytest

from tests.spec.scan.saying import reported

CLOCK = (
    "| Shift | On | Ondansetron | Drug | Off |\n|---|---|---|---|---|\n| Night | 22:00 | 00:45 | 01:00 | 02:00 |\n"
    "| Late | 13:00 | 15:45 | {} | 17:00 |\n"
)
WEEKS = (
    "| Visit | Date |\n|---|---|\n| Baseline | 4 March 2021 |\n| Week 4 | 1 April 2021 |\n| Week 8 | 29 April 2021 |\n"
    "| Week 12 | {} |\n"
)
RATES = (
    "| Bag | Volume (mL) | Rate (mL/h) | Time (min) |\n|---|---|---|---|\n| A | 250 | 200 | 75 |\n"
    "| B | 150 | 300 | 30 |\n| C | 50 | 100 | {} |\n"
)
LABS = (
    "\n\n| Test | Result | Range |\n|---|---|---|\n| Calcium | 2.41 mmol/L | 2.15-2.55 |\n"
    "| PTH | 71 pmol/L | 1.6-6.9 |\n"
)
ASSAY = "| Lot | Assay (% of label) | Limits | Verdict |\n|---|---|---|---|\n| 7 | {} | 95.0-105.0 | pass |\n"
HEART = "\n\n| | 3 May | 9 June |\n|---|---|---|\n| Ejection fraction (%) | 38 | 57 |\n"
PARTS = (
    "The criteria for stopping are in section {}.\n\n## 7 Dosing\n\n25 g.\n\n"
    "## 8 Criteria for stopping\n\nAcidosis.\n\n"
    "## 9 Publication\n\nOpen access.\n"
)
BETWEEN = "Patients diagnosed between 1 May 2013 and 30 June 2018 were included; data were locked on 30 June 2019.\n\n"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Given three times weekly, on Tuesdays and Fridays.", "three times weekly, on Tuesdays and Fridays"),
        ("Given three times weekly, Mondays and Fridays here and Wednesdays at home.", None),
        ("Given three times weekly (Mon/Wed/Fri or Tue/Thu/Sat).", None),
        (CLOCK.format("15:00"), "15:00"),
        (CLOCK.format("16:00"), None),
        (WEEKS.format("20 May 2021"), "20 May 2021"),
        (WEEKS.format("28 May 2021"), None),
        (RATES.format("50"), "50"),
        (RATES.format("30"), None),
        ("The biopsy of 14 May was reported on 9 May.", "9 May"),
        ("Blood was taken on 3 May; the last result, reported on 28 April, had been normal.", None),
        ("Prepared 1 May 2024, keeps 14 days. Use before 31 May 2024.", "31 May 2024"),
        ("Prepared 1 May 2024, keeps 14 days. Vial expiry 31 May 2026.", None),
        (f"{BETWEEN}Median follow-up was 21 months (range, 6 to 94).", "94"),
        (f"{BETWEEN}Median follow-up was 21 months (range, 6 to 70).", None),
        (f"{BETWEEN}The last patient was diagnosed on 4 August 2018.", "4 August 2018"),
        ("Enrolled from 4 May 2021 to 28 May 2022. The last 24-week visit was on 12 July 2022.", "12 July 2022"),
        ("Specification 95.0% to 105.0% of label. Found: 106.8% of label. Result: complies.", "106.8"),
        (ASSAY.format("93.1"), "93.1"),
        (ASSAY.format("95.0"), None),
        (f"Calcium high, PTH high.{LABS}", "high"),
        (f"Calcium and PTH were both high.{LABS}", "high"),
        (f"Low calcium dialysate; PTH high.{LABS}", None),
        ("Plasma pyrophosphate: 0.34 mmol/L (reference 1.2-3.3 umol/L).", "0.34 mmol/L"),
        ("Plasma pyrophosphate: 340 nmol/L (reference 1.2-3.3 umol/L).", None),
        (f"The ejection fraction was 28% on admission.{HEART}", "28%"),
        (f"The ejection fraction was 38% on admission.{HEART}", None),
        (PARTS.format("9"), "section 9"),
        (PARTS.format("8"), None),
        ("Thirty-four lesions were measured in 12 patients. Of the 36 lesions, 20 closed.", "36 lesions"),
        ("Of 34 lesions in 12 patients, 20 closed. In the 6 patients with one lesion it did not.", None),
        ("None of the patients was lost to follow-up. The two lost to follow-up failed.", "two lost to follow-up"),
        ("None of the patients died by week 12. Two died later.", None),
        ("Each visit falls on the weekday of day 1. At week 4 the wound was seen.", None),
    ],
)
def test_two_places_that_contradict_each_other(text: str, printed: str | None) -> None:
    found = {m.finding.printed for m in reported(text)}
    assert found == ({printed} if printed else set())
