"""P values against the means, standard deviations and sizes of two groups. What t gives is reckoned in the comments."""

import pytest

from tests.spec.scan.saying import said_of

CHECKS = ("means-and-p", "means-and-p-in-table")
_ARMS = "Forty patients received thiosulfate and 42 received placebo. "
_TABLE = """| Variable | Thiosulfate (n = 30) | Saline (n = 36) | p |
|---|---|---|---|
| Session length, min, mean ± SD | 115 ± 20 | 85 ± 24 | {p} |
| Pain, mean ± SEM | 4.1 ± 0.9 | 5.1 ± 0.8 | 0.41 |
| Women, n (%) | 12 (40) | 30 (83) | 0.6 |
"""


@pytest.mark.parametrize(
    ("text", "verdict", "printed"),
    [
        # 0.5 / sqrt(1.80²/18 + 0.95²/17) = 1.04, p 0.31; 0.22 to 0.42 over all rounding
        (
            (
                "The mean (SD) size was 4.6 (1.80) mm in the thiosulfate group (n = 18) and 4.1 (0.95) mm in the "
                "saline group (n = 17) (p = 0.03)."
            ),
            "fails",
            "p = 0.03",
        ),
        (
            (
                "Thiosulfate was injected in 18 hands (group 1) and saline in 17 hands (group 2). The mean size of "
                "the calcinosis was 4.6 ± 1.80 mm and 4.1 ± 0.95 mm in the group 1 and 2 respectively (p = 0.03)."
            ),
            "assumes",
            "p = 0.03",
        ),
        # 30 / sqrt(20²/30 + 24²/36) = 5.5
        (
            (
                "Session length was 115 ± 20 min in the thiosulfate group (n = 30) and 85 ± 24 min in the saline "
                "group (n = 36) (p = 0.31)."
            ),
            "assumes",
            "p = 0.31",
        ),
        # 10.4 / sqrt(8.9²/26 + 7.9²/29) = 4.6
        (
            "Deposit area was 47.5 ± 8.9 in 26 patients and 57.9 ± 7.9 in 29 patients (p = 0.969).",
            "assumes",
            "p = 0.969",
        ),
        (
            "Age did not differ between groups (61.2 ± 9.8 vs. 50.4 ± 10.1 years; n = 40 each; P = 0.44).",
            "assumes",
            "P = 0.44",
        ),
        # 0.1 / sqrt(1.2²/40 + 1.3²/41) = 0.36
        (
            (
                "Pain was less with thiosulfate (n = 40; mean 3.1, SD 1.2) than with placebo (n = 41; mean 3.2, SD "
                "1.3; P = 0.001)."
            ),
            "fails",
            "P = 0.001",
        ),
        # 0.6 / sqrt(6.1²/40 + 6.4²/42) = 0.43
        (
            _ARMS
            + (
                "At week 12 the mean calcium score was 31.4 (SD 6.1) with thiosulfate and 32.0 (SD 6.4) with placebo "
                "(p < 0.001)."
            ),
            "assumes",
            "p < 0.001",
        ),
        # 0.1 / sqrt(0.9²/30 + 0.8²/31) = 0.46
        (
            (
                "Mean (± SD) plaque thickness was 3.1 ± 0.9 mm in the 30 patients on thiosulfate versus 3.0 ± 0.8 mm "
                "in the 31 patients on placebo (P < 0.01, Student's t-test)."
            ),
            "fails",
            "P < 0.01",
        ),
        # 4.8 / sqrt(3.3²/30 + 3.6²/31) = 5.4
        (
            (
                "In the thiosulfate group (n = 30) the mean was 24.1 ± 3.3 and in the placebo group (n = 31) 28.9 ± "
                "3.6 (p = 0.62)."
            ),
            "assumes",
            "p = 0.62",
        ),
        # 1 / sqrt(1.1²/40 + 1.9²/46) = 3.0
        (
            (
                "Forty patients had curettage using thiosulfate while 46 patients had curettage using saline. The "
                "hospital stay was 8.0 ± 1.1 days for the thiosulfate patients and 7.0 ± 1.9 days for saline patients"
                " (p = 0.48)."
            ),
            "assumes",
            "p = 0.48",
        ),
        # 3.7 / sqrt(2.4²/22 + 2.1²/21) = 5.4
        (
            (
                "We treated 21 patients with thiosulfate and 22 patients with colchicine. In the colchicine and "
                "thiosulfate groups the mean durations were 6.1 ± 2.4 and 9.8 ± 2.1 days, respectively (P > 0.05)."
            ),
            "assumes",
            "P > 0.05",
        ),
        # 0.1 / sqrt(1.74²/18 + 0.92²/17) = 0.21, p 0.83: another test may give another p, hardly 0.06
        (
            (
                "The mean size of the plaque in group 1 (n = 18) and group 2 (n = 17) was 5.9 ± 1.74 mm and 5.8 ± "
                "0.92 mm respectively (p = 0.06)."
            ),
            "assumes",
            "p = 0.06",
        ),
        # 0.4 / sqrt(8.9²/26 + 7.9²/29) = 0.18, p 0.86
        (
            "Deposit area was 47.5 ± 8.9 in 26 patients and 47.9 ± 7.9 in 29 patients (SD; p = 0.21, t-test).",
            "fails",
            "p = 0.21",
        ),
        (_TABLE.format(p="0.31"), "fails", "0.31"),
    ],
)
def test_p_that_no_t_test_gives(text: str, verdict: str, printed: str) -> None:
    assert [(v, w) for _, v, w in said_of(text, CHECKS)] == [(verdict, printed)]


@pytest.mark.parametrize(
    "text",
    [
        (
            "The mean (SD) size was 4.6 (1.80) mm in the thiosulfate group (n = 18) and 4.1 (0.95) mm in the saline "
            "group (n = 17) (p = 0.3)."
        ),
        _TABLE.format(p="<0.001"),
        # standard errors, said or likely
        (
            "Values are means ± SEM. Session length was 115 ± 20 min with thiosulfate (n = 30) and 85 ± 24 min with "
            "saline (n = 36) (p = 0.31)."
        ),
        "The score was 24.1 ± 0.6 (n = 30) and 24.9 ± 0.6 (n = 31) (p = 0.35).",
        # the same patients twice
        "Pain was 6.1 ± 1.2 before and 5.9 ± 1.1 after thiosulfate in 30 patients (p < 0.001, paired t-test).",
        "In 30 patients pain fell from 6.1 ± 1.2 to 5.7 ± 1.1 (p < 0.001).",
        # skewed, adjusted, by ranks, by a model
        "Pain was 3.2 ± 4.1 with thiosulfate (n = 20) and 6.9 ± 8.0 with placebo (n = 22) (p = 0.6).",
        "Adjusted for age, the score was 24.1 ± 3.3 (n = 30) and 28.9 ± 3.6 (n = 31) (p = 0.62).",
        "The score was 24.1 ± 3.3 (n = 30) and 24.9 ± 3.6 (n = 31) (Mann-Whitney, p = 0.02).",
        (
            "The score fell by 4.1 ± 3.3 with thiosulfate (n = 30) and by 4.9 ± 3.6 with placebo (n = 31) (p = 0.001,"
            " mixed model)."
        ),
        # how many died, not how many there were
        (
            "Seven patients in the thiosulfate group and 8 patients in the placebo group died. Stay was "
            "6.1 ± 1.2 days with thiosulfate and 9.8 ± 1.1 days with placebo (p = 0.9)."
        ),
        # a near p, of which no test is named
        "Deposit area was 47.5 ± 8.9 in 26 patients and 47.9 ± 7.9 in 9 patients (p = 0.969).",
        # each p of its own pair; whose sizes are not told is not judged
        (
            "Age was 61.2 ± 9.8 years with thiosulfate (n = 40) and 61.9 ± 10.1 with placebo (n = 40) (p = 0.75), and"
            " three values: 4.1 ± 1.0, 5.2 ± 1.1 and 6.3 ± 1.2 (p = 0.9)."
        ),
        "Calcium was 2.31 ± 0.12 and age 61 ± 12 in the 30 patients and 31 controls (p = 0.6).",
        (
            "All data are mean ± SD in a crossover trial. The score was 24.1 ± 3.3 (n = 30) and 24.9 ± 3.6 (n = 30) "
            "(p = 0.001)."
        ),
        _ARMS + "Pain after 4 weeks was 3.1 ± 1.0 in women and 5.0 ± 1.1 in men (p = 0.6).",
    ],
)
def test_left_alone(text: str) -> None:
    assert said_of(text, CHECKS) == []
