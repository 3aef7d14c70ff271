"""Points of a scale, times of measurement, sizes with a loss, women and men by group: a text in, what is said out."""

import pytest

from tests.spec.scan.saying import reported


@pytest.mark.parametrize(
    ("text", "check", "verdict", "arithmetic"),
    [
        ("Pain was scored on a 5-point scale: 0 = none; 1 = mild; 2 = moderate; 4 = severe.", "scale-points", "assumes",
         "0, 1, 2, 4: 4 named, not 5"),
        ("Itch was rated on a 5-point Likert scale (1 = none, 2 = a little, 3 = some, 5 = very much).", "scale-points",
         "assumes", "1, 2, 3, 5: 4 named, not 5"),
        ("Pain was graded on a 4-point scale (0 none, 1 mild, 2 moderate, 3 marked, 4 severe).", "scale-points",
         "fails", "0, 1, 2, 3, 4: 5 named, not 4"),
        ("A four-point scale was used: 1 = no pain, 2 = mild, 3 = severe.", "scale-points", "assumes",
         "1, 2, 3: 3 named, not 4"),
        ("Blood samples were taken 0.25, 0.5, 0.45, 1, 1.5, 2, 3 and 4 hours after the dose of thiosulfate.",
         "times-rise", "assumes", "0.45 < 0.5"),
        ("Calcium was measured at 0, 2, 4, 3, 8 and 12 weeks.", "times-rise", "assumes", "3 < 4"),
        # 72 × 0.8 = 57.6; 49 × 0.9 = 44.1
        (("We need 60 patients in each group. We assume a possible dropout rate of 20%. The overall size of the sample "
         "will be n = 144 (72 in each group)."), "enough-enrolled", "assumes", "60 / (1 − 20/100) → 75, not 72"),
        ("Assuming 10% attrition, 45 evaluable patients per arm require 49 patients per arm.", "enough-enrolled",
         "assumes", "45 / (1 − 10/100) → 50, not 49"),
        (("The study participants were 6 men and 19 women, mean age 48 years. The thiosulfate group (4 males and 15 "
         "females) took 100 ml daily. The control group (1 male and 5 females) took the same volume of saline."),
         "sexes-by-group", "assumes", "15 + 5 = 20 women, not 19; 4 + 1 = 5 men, not 6"),
        (("There were 6 men and 19 women: 4 men and 15 women in the thiosulfate group and 1 man and 5 women in the "
         "control group."), "sexes-by-group", "fails", "15 + 5 = 20 women, not 19; 4 + 1 = 5 men, not 6"),
        (("We enrolled 14 women and 9 men. There were 7 women and 4 men in the colchicine group, and 6 women and 5 men "
         "in the saline group."), "sexes-by-group", "assumes", "7 + 6 = 13 women, not 14"),
    ],
)  # fmt: skip
def test_slips(text: str, check: str, verdict: str, arithmetic: str) -> None:
    (mark,) = reported(text)
    finding = mark.finding
    assert (finding.check, finding.verdict.value, finding.arithmetic) == (check, verdict, arithmetic)


@pytest.mark.parametrize(
    "text",
    [
        (
            "The study participants were 6 men and 19 women. The thiosulfate group (4 males and 14 females) took "
            "100 ml daily. The control group (2 males and 5 females) took the same volume of saline."
        ),
        (
            "There were 6 men and 19 women. Of these, the thiosulfate group had 3 men and 9 women, the control "
            "group 2 men and 9 women."
        ),
        (
            "We saw 60 men and 40 women. The thiosulfate group had 6 men and 9 women, the control group 7 men "
            "and 9 women."
        ),
        (
            "There were 30 men and 25 women in three groups. The thiosulfate group had 10 men and 9 women, the "
            "control group 10 men and 9 women."
        ),
        (
            "The thiosulfate group had 10 men and 9 women, the control group 11 men and 9 women. Ulcers were "
            "seen in 5 men and 6 women of the thiosulfate group."
        ),
        (
            "We enrolled 14 women and 9 men. The groups completed with 7 women and 4 men in the thiosulfate "
            "group, and 6 women and 5 men in the saline group."
        ),
        "We need 60 patients in each group. Allowing for 20% drop-out, 75 patients per group are to be enrolled.",
        "We need 60 patients in each group. Allowing for 20% drop-out, 80 patients per group are to be enrolled.",
        "With 20% responding, 60 patients per group are needed; 72 patients per group were enrolled.",
        "In all 60 patients per group were randomized and 72 patients per group had been screened; 20% dropped out.",
        "We needed 100 patients and 102 were enrolled; the drop-out was 2%.",
        (
            "Drop-out was 10% in the thiosulfate group; 45 patients per arm completed and 50 patients per arm "
            "had been enrolled."
        ),
        "Pain was scored on a 5-point scale: 0 = none; 1 = mild; 2 = moderate; 3 = severe; 4 = worst.",
        "Pain was scored on a 5-point scale (1 = none, 3 = moderate, 5 = severe).",
        "Pain was scored on a 10-point scale (0 = none, 10 = worst).",
        "Pain was scored on a 7-point scale (0 = none, 2 = mild, 4 = moderate, 6 = severe).",
        "On a 4-point scale 12 patients had none, 14 mild and 20 severe pain.",
        "On a 5-point scale, 3 patients scored 4, 5 patients 2 and 7 patients 0.",
        "The 4-point scale (0 none, 1 mild, 2 moderate, 3 severe) was used.",
        "A 10-point scale: 1 = none, 2 = slight, 3 = mild and so on was used.",
        "Blood samples were taken 0.25, 0.5, 0.75, 1, 1.5, 2, 3 and 4 hours after the dose of thiosulfate.",
        "Calcium was measured at 12, 8, 4, 2 and 0 weeks.",
        "Samples of five patients were taken after 5, 3, 8, 2 and 12 weeks.",
        "The ulcers healed after 2, 4, 3, 8 and 12 weeks, respectively.",
        "Patients seen were followed for 2, 4, 3, 8 and 12 weeks.",
        "The patients examined were aged 12, 14, 13, 19 and 21 months.",
        "Blood was taken at 0, 5, 10, 30 min, 1, 2 and 4 hours.",
        "Blood was taken at 10, 20, 30, 1, 2 and 4 hours.",
        "Blood was taken at 15, 30, 45, 50 and 1 h.",
        "Calcium was measured at 0, 2, 4, 8 and 12 weeks.",
        "Of 45 patients per arm, 50 patients per arm and a 10% drop-out rate were planned.",
    ],
)
def test_what_may_be(text: str) -> None:
    assert reported(text) == []
