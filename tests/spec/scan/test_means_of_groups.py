"""Means and standard deviations of all against those of groups, in one sentence or two, with sizes or without."""

import pytest

from tests.spec.scan.saying import said_of

CHECK = ("mean-of-groups",)


@pytest.mark.parametrize(
    ("text", "verdict", "printed"),
    [
        # (17 × 1.9² + 11 × 2.1² + 18 × 0.84² + 12 × 1.26²)/29 = 4.9, SD 2.2
        (
            (
                "There were 30 healthy volunteers (mean age 33.6 ± 1.3 years). There were 18 men (mean age 32.8 ± 1.9"
                " years) and 12 women (mean age 34.9 ± 2.1 years)."
            ),
            "assumes",
            "33.6 ± 1.3 years",
        ),
        # sqrt((29 × 9.1² + 29 × 10.2² + 60 × 5.05²)/59) = 10.85
        (
            (
                "Mean weight was 71.0 (SD 4.0) kg in all 60 patients, 66.0 (SD 9.1) kg in the 30 women and 76.1 (SD "
                "10.2) kg in the 30 men."
            ),
            "fails",
            "71.0 (SD 4.0",
        ),
        # 84.6 > 82.1
        (
            (
                "The mean score was 84.6 overall. It was 82.1 in patients with ECOG 0–1 and 73.9 in patients with "
                "ECOG 2–4."
            ),
            "assumes",
            "84.6",
        ),
        # (55.0 + 59.6)/2 = 57.3
        (
            (
                "Mean time to relief was 56.8 ± 9.9 min. By arm it was 55.0 ± 10.3 min versus 59.6 ± 9.6 min (60 "
                "patients each)."
            ),
            "assumes",
            "56.8 ± 9.9 min",
        ),
        # (25 × 11.1 + 41 × 6.3)/66 = 8.12
        (
            (
                "The score was 8.7 ± 3.1 in all 66 patients, 11.1 ± 1.8 with thiosulfate (n = 25) and 6.3 ± 1.8 with "
                "saline (n = 41)."
            ),
            "fails",
            "8.7 ± 3.1",
        ),
        # 9 < 10.27
        (
            (
                "The study was performed in 90 children, mean age of 9 months. Age was 10.27 months with thiosulfate "
                "(n = 30), 10.31 months with colchicine (n = 30) and 11.09 months with saline (n = 30)."
            ),
            "assumes",
            "9 months",
        ),
        # 52.6 < 52.8
        (
            "The average age was 52.6 years; the mean age was 52.9 years in women and 52.8 years in men.",
            "assumes",
            "52.6 years",
        ),
        # (40 × 28.6 + 46 × 29.5)/86 = 29.08
        (
            (
                "Infusion time (min): overall population (n = 86) 31.4 ± 5.8, thiosulfate (n = 40) 28.6 ± 7.5, saline"
                " (n = 46) 29.5 ± 7.6."
            ),
            "fails",
            "31.4 ± 5.8",
        ),
        # 61.3 > 60.1
        (
            ("The mean age of the 48 patients was 61.3 years. Mean age was 58.2 years in women and 60.1 years in men."),
            "assumes",
            "61.3 years",
        ),
    ],
)
def test_slips(text: str, verdict: str, printed: str) -> None:
    assert [(v, w) for _, v, w in said_of(text, CHECK)] == [(verdict, printed)]


@pytest.mark.parametrize(
    "text",
    [
        (
            "There were 30 healthy volunteers (mean age 33.6 ± 2.2 years). There were 18 men (mean age 32.8 ± 1.9 "
            "years) and 12 women (mean age 34.9 ± 2.1 years)."
        ),
        (
            "Values are mean ± SEM. There were 30 volunteers (mean age 33.6 ± 1.3 years). There were 18 men (mean age"
            " 32.8 ± 1.9 years) and 12 women (mean age 34.9 ± 2.1 years)."
        ),
        "The mean score was 78.6 overall. It was 82.1 in patients with ECOG 0–1 and 73.9 in patients with ECOG 2–4.",
        (
            "Mean time to relief was 57.3 ± 10.2 min. By arm it was 55.0 ± 10.3 min versus 59.6 ± 9.6 min (60 "
            "patients each)."
        ),
        (
            "The score was 8.1 ± 2.9 in all 66 patients, 11.1 ± 1.8 with thiosulfate (n = 25) and 6.3 ± 1.8 with "
            "saline (n = 41)."
        ),
        (
            "Infusion time (min): overall population (n = 86) 31.4 ± 5.8, thiosulfate (n = 40) 28.6 ± 5.5, saline (n "
            "= 46) 33.8 ± 5.0."
        ),
        # another thing, another time, a change, a part, another year, rounding
        "The mean age of the 48 patients was 61.3 years. At week 12 the mean score was 8.2 in women and 9.1 in men.",
        "Mean pain at baseline was 7.1. Mean pain was 3.2 with thiosulfate and 5.1 with placebo at week 12.",
        (
            "The mean age was 61.3 years. The mean duration of disease was 8.2 years with thiosulfate and 9.1 years "
            "with placebo."
        ),
        "The mean score was 44.6. The mean score rose by 3.2 with thiosulfate and by 5.1 with placebo.",
        "The mean dose was 24.0 g. It was 18.1 g in patients with renal failure and 24.9 g in others.",
        "The average weight was 70.2 kg; the mean loss of weight was 2.9 kg in women and 2.8 kg in men.",
        "The mean difference was 4.6 points. It was 2.1 points in women and 3.9 points in men.",
        "In 1999 the mean age was 70.2 years. In the 30 women it was 61.2 and in the 20 men 63.1 years in 2004.",
        "The mean age was 52 years. It was 52.4 years in women and 52.6 years in men.",
        (
            "The mean age in the placebo group was 61.3 years. It was 58.2 years in women and 60.1 years in men with "
            "thiosulfate."
        ),
        # counts of groups and of all
        "Survival: 24 of 72 overall (33.3%), 9 of 20 with distal disease (45.0%), 15 of 52 with others (28.8%).",
        # two means of two groups are no mean and its ends
        "The mean time to relief was 55.0 ± 10.3 min with thiosulfate and 60.6 ± 9.6 min with placebo.",
        "Relief came sooner; it was 55.0 ± 10.3 min with thiosulfate and 60.6 ± 9.6 min with placebo.",
    ],
)
def test_left_alone(text: str) -> None:
    assert said_of(text, (*CHECK, "centre-and-ends")) == []
