"""Percentages of change beside two values with their spreads, in brackets with a sign, or told with their times."""

import pytest

from tests.spec.scan.saying import said_of

CHECKS = ("percent-change", "written-sum")


@pytest.mark.parametrize(
    ("text", "verdict", "printed"),
    [
        # (25.1 - 20.3)/25.1 = 19.1 %
        ("The volume of the deposit fell from 25.1 to 20.3 mL, a reduction of 15%.", "fails", "reduction of 15%"),
        ("The volume decreased by 35% (from 25.1 ± 4.0 to 20.3 ± 3.8 cm3).", "assumes", "decreased by 35%"),
        # (66.2 - 60.1)/60.1 = 10.1 %; (19100 - 18200)/18200 = 4.9 %
        ("Weight rose from 60.1 to 66.2 kg (+15%).", "assumes", "+15%"),
        ("The AUC of thiosulfate rose from 18200 to 19100 (+5.9%).", "assumes", "+5.9%"),
        # (69.1 - 50.4)/50.4 = 37.1 %
        ("Grip strength increased by 46% from 50.4 ± 14.2 to 69.1 ± 18.0 N.", "assumes", "increased by 46%"),
        (
            "Grip strength increased by 46% from a mean of 50.4 (± 14.2) to 69.1 (± 18.0) N.",
            "assumes",
            "increased by 46%",
        ),
        # 8/20 = 40 %; 5.1/12.1 = 42.1 %
        (
            (
                "Grip strength increased by 60% after three months of thiosulfate (pre: 20 ± 6 kg vs. post: 28 ± 7 "
                "kg, p < 0.05)."
            ),
            "assumes",
            "increased by 60%",
        ),
        ("Plaque area decreased by 52% (before: 12.1 ± 3.0 cm2, after: 7.0 ± 2.8 cm2).", "assumes", "decreased by 52%"),
        # 9.39 - 6.68 = 2.71; 12.4 + 8.3 + 2.2 = 22.9
        ("The difference between the two was 9.39 – 6.68 = 2.81.", "fails", "9.39 – 6.68 = 2.81"),
        ("The sum score was 12.4 + 8.3 + 2.2 = 24.9.", "fails", "12.4 + 8.3 + 2.2 = 24.9"),
    ],
)
def test_slips(text: str, verdict: str, printed: str) -> None:
    assert [(v, w) for _, v, w in said_of(text, CHECKS)] == [(verdict, printed)]


@pytest.mark.parametrize(
    "text",
    [
        "Grip strength increased by 37% from 50.4 ± 14.2 to 69.1 ± 18.0 N.",
        "The volume decreased by 19% (from 25.1 ± 4.0 to 20.3 ± 3.8 cm3).",
        "Weight rose from 60.1 to 66.2 kg (+10%).",
        "Weight fell from 66.2 ± 8.1 to 60.1 ± 7.9 kg (−9.2%).",
        (
            "Grip strength increased by 40% after three months of thiosulfate (pre: 20 ± 6 kg vs. post: 28 ± 7 kg, p "
            "< 0.05)."
        ),
        "In 46% of patients grip increased from 50.4 ± 14.2 to 69.1 ± 18.0 N.",
        # rounded terms, a range
        "The difference between the two was 9.39 – 6.68 = 2.71, and 9.4 – 6.7 = 2.71 by the rounded ones.",
        "Values of 2.5-4.5 = 3.0 on average.",
        # of another thing, another group, two groups
        "The dose of thiosulfate was reduced from 25 g to 20 g, and pain by 35%.",
        "Grip rose from 50.4 ± 14.2 to 69.1 ± 18.0 N with thiosulfate, whereas it fell by 3% with placebo.",
        (
            "Pain fell more with thiosulfate (from 6.0 ± 1.1 to 3.0 ± 1.0) than with placebo (from 6.1 ± 1.0 to 5.0 ±"
            " 1.2), by 50% and 18%."
        ),
        "Pain was 6.0 before and 3.1 after; 25% more patients were free of pain.",
    ],
)
def test_left_alone(text: str) -> None:
    assert said_of(text, CHECKS) == []
