"""Values against the bracket behind them, ends told in any words, values that are all alike."""

from __future__ import annotations

import pytest

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict

CHECKS = ("value-and-bracket", "ends-order", "values-alike", "ends-told-twice")


def _found(text: str) -> list[tuple[str, str, str | None]]:
    marks = scan_document(read_plain(text, "text")).marks
    return [
        (m.finding.check, m.finding.printed or "", m.finding.computed)
        for m in marks
        if m.finding.check in CHECKS and m.finding.verdict in (Verdict.FAILS, Verdict.ASSUMES)
    ]


@pytest.mark.parametrize(
    ("text", "check", "printed", "computed"),
    [
        (
            "Itch in the morning was 8 [IQR 3-6] in the gel group and 4 [IQR 2-7] without.",
            "value-and-bracket", "8 [IQR 3-6", "between 3 and 6",
        ),
        (
            "Plaque length (cm) is given as mean (SD; range): left side 4.1 (1.3; 2-7), right side 8.3 (1.2; 3-7).",
            "value-and-bracket", "8.3 (1.2; 3-7", "between 3 and 7",
        ),
        (
            "Ferritin: 310 µg/L (120 to 700); zinc 9 µmol/L (11 to 15). Values are medians with ranges.",
            "value-and-bracket", "9 µmol/L (11 to 15", "between 11 and 15",
        ),
        (
            "Thickness of the plaques, thinnest to thickest, smallest 9 to 2 mm, median 5 mm.",
            "ends-order", "9 to 2", "2 to 9",
        ),
        (
            "Each of the seven limbs had exactly three injections (mean 3.0, SD 0.4).",
            "values-alike", "SD 0.4", "0",
        ),
        (
            "The dose was 12.5 g in all nine children (SD 2.2 g).",
            "values-alike", "SD 2.2", "0",
        ),
        (
            "Every one of the eleven rats had received exactly 8 injections (mean 9.2 injections).",
            "values-alike", "9.2", "8",
        ),
        (
            "Lesions were 4 to 22 mm wide, a span of 28 mm, in that series.",
            "ends-told-twice", "28 mm", "18",
        ),
        (
            "The 16 men had a median of 7 nodules (range 3-18), the fewest being 1 in a man of 30.",
            "ends-told-twice", "1", "3",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told(text: str, check: str, printed: str, computed: str) -> None:
    assert (check, printed, computed) in _found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Itch in the morning was 4 [IQR 3-6] in the gel group and 4 [IQR 2-7] without.",
        "The mean cost lay above its quartiles, at 9 (IQR 3-6) thousand.",
        "Phosphate was 2.4 mmol/L (range 0.8-1.5) on the day of the first visit.",
        "Zinc was 9 µmol/L (laboratory range 11-15).",
        "In 12 patients (range 2-5 lesions each) the median depth was 4 mm.",
        "The mean depth fell between visits, from 9 to 2 mm.",
        "Each of the seven limbs had exactly three injections (mean 3.0, SD 0).",
        "Patients had a mean of 5.2 days without pain per week and 9.1 hours of sleep.",
        "The mean time to relief in week 1 was 8.2 days.",
    ],
)
def test_what_can_be_is_left_alone(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "check", "printed"),
    [
        ("The 11 women had 44 plaques between them, on average 4.8 each.", "mean-and-counts", "4.8"),
        ("Itch was rated from 0 to 10. The mean was 12.3 at entry.", "centre-and-ends", "12.3"),
        (
            "Whole scores were given by 8 nurses, mean 3.5, and by 7 pharmacists, mean 2.5, both of the same leaflet.",
            "grim", "mean 2.5",
        ),
    ],
)  # fmt: skip
def test_a_mean_is_held_against_what_stands_near(text: str, check: str, printed: str) -> None:
    marks = scan_document(read_plain(text, "text")).marks
    assert (check, printed) in [(m.finding.check, m.finding.printed or "") for m in marks]


@pytest.mark.parametrize(
    "text",
    [
        "The 11 women had 44 plaques between them, on average 4.0 each.",
        "Itch was rated from 0 to 10. The mean age was 52.3 years.",
        "The prescription of 90 g (range 30-240 g) held 22 g of the salt on average.",
        "The mean count of 2.5 plaques per visit was that of 7 patients.",
    ],
)
def test_a_mean_of_something_else_is_not(text: str) -> None:
    marks = scan_document(read_plain(text, "text")).marks
    assert [m.finding.check for m in marks if m.finding.verdict in (Verdict.FAILS, Verdict.ASSUMES)] == []


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("Urea was 9 mmol/L in the mean, 11 mmol/L being the lowest and 30 mmol/L the highest.", "centre-and-ends"),
        ("The plaques were 3.4 cm long on average; no plaque was longer than 3.1 cm.", "centre-and-ends"),
        ("The shortest session took 80 min, the longest 50 min.", "ends-order"),
        ("Days to closure, mean ± SD (range): cream 12.1 ± 2.2 (8–17), salve 21.3 ± 3.3 (9–18).", "value-and-bracket"),
        ("All five plaques measured 7 mm (mean 7.0 mm, SD 1.2 mm).", "values-alike"),
        ("The mean rose to 104 on the 100-point scale.", "centre-and-ends"),
        ("Mean 8 mg/L (n = 10), then 9 mg/L (n = 12), and 12 mg/L when both are taken together.", "mean-of-groups"),
    ],
)  # fmt: skip
def test_words_behind_a_number_are_read_too(text: str, check: str) -> None:
    marks = scan_document(read_plain(text, "text")).marks
    assert check in [m.finding.check for m in marks if m.finding.verdict in (Verdict.FAILS, Verdict.ASSUMES)]
