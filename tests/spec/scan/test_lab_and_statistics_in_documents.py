"""Laboratory values, statistics, inference and variants as whole documents tell them: in shorthand, cells, apart."""

import pytest

from tests.spec.scan.saying import said_of

CHECKS = (
    "lab-unit-told", "lab-level", "lab-conversion", "anion-gap", "ends-told-twice", "age-beyond-range",
    "score-beyond-scale", "statistic-and-p", "interval-and-p", "interval-and-null", "interval-holds-estimate",
    "rate-per-time", "standardised-effect", "variant-told-twice", "groups-and-effect",
    "groups-and-p", "needed-in-words",
)  # fmt: skip
TWO_UNITS = """| | Start | Week 8 | Week 16 |
|---|---|---|---|
| Phosphate, {units} | {cells} |
"""
COMPARED = """| Outcome | Thiosulfate | Saline | Comparison |
|---|---|---|---|
| Area, mm² | 31 | 44 | {cell} |
"""


@pytest.mark.parametrize(
    ("text", "check", "verdict", "words"),
    [
        # 2.2 mg/dL × 0.3229 = 0.71 mmol/L, below the range that 2.2 as such lies above
        # 138 − (96 + 17) = 25; 7.1 mg/dL × 0.3229 = 2.29 mmol/L; Fisher's exact test of 20/43 and 5/12 gives 1.0
        ("Sodium 138, chloride 96, bicarbonate 17 mmol/L, anion gap (without potassium) 15 mmol/L.", "anion-gap",
         "fails", "15 mmol/L"),
        ("| Test | Result |\n|--|--|\n| Phosphate | 7.1 mg/dL (22.9 mmol/L)", "lab-conversion", "fails", "22.9 mmol/L"),
        ("Of those assessed 20 of 43 (46.5%) healed with it and 5 of 12 (41.7%) without it (Fisher's exact p = 0.004).",
         "groups-and-p", "fails", "p = 0.004"),
        # 100/17.8 = 5.6
        ("The difference was 17.8 percentage points (95% CI -6.2 to 39.0). This is a number needed to treat of 18.",
         "needed-in-words", "assumes", "18"),
        ("Serum phosphate was 2.20 mg/dL (normal 0.80–1.45 mmol/L).", "lab-unit-told", "assumes", "2.20 mg/dL"),
        ("Phosphate 2.20 mg/dL, reference range 0.80 to 1.45 mmol/L.", "lab-unit-told", "assumes", "2.20 mg/dL"),
        ("Phosphate 2.20 mg/dL, target 1.1–1.6 mmol/L, binders doubled.", "lab-unit-told", "assumes", "2.20 mg/dL"),
        ("PTH was 5.2 pg/mL against a normal range of 1.5 to 7.0 pmol/L.", "lab-unit-told", "assumes", "5.2 pg/mL"),
        ("Ca 2.4 mmol/L, phosphate 2.20 mg/dL – high, binders doubled.", "lab-level", "assumes", "2.20 mg/dL – high"),
        (
            "A phosphate of 2.37 mg/dL was found.\n\nPhosphate was 2.37 mmol/L; in May phosphate was 1.98 mmol/L.",
            "lab-unit-told", "assumes", "2.37 mg/dL",
        ),
        (
            "Phosphate was 2.04 mmol/L in March and phosphate was 1.71 mmol/L in May. Later phosphate was 1.66 mg/dL.",
            "lab-unit-told", "assumes", "1.66 mg/dL",
        ),
        ("The phosphate of 2.20 mg/dL was twice normal.", "lab-level", "assumes", "2.20 mg/dL was twice normal"),
        ("| Test | Result | Reference |\n|---|---|---|\n| Phosphate | 2.20 mg/dL | 0.80–1.45 mmol/L |",
         "lab-unit-told", "assumes", "2.20 mg/dL"),
        # 1.70 / 0.3229 = 5.3 mg/dL
        ("Phosphate fell from 2.36 mmol/L (7.3 mg/dL) to 1.70 mmol/L (7.1 mg/dL).", "lab-conversion", "fails",
         "7.1 mg/dL"),
        # 1.74 mmol/L / 0.3229 = 5.4 mg/dL; 6.2 mg/dL × 0.3229 = 2.00 mmol/L
        (
            TWO_UNITS.format(units="mmol/L (mg/dL)", cells="2.36 (7.3) | 2.00 (6.2) | 1.74 (4.5)"),
            "lab-conversion", "fails", "4.5",
        ),
        (
            TWO_UNITS.format(units="mg/dL [mmol/L]", cells="7.3 [2.36] | 6.2 [2.20] | 5.4 [1.74]"),
            "lab-conversion", "fails", "2.20",
        ),
        # 141 - 99 - 14 = 28
        ("Na 141, Cl 99, HCO₃ 14 mmol/L. Anion gap thus 18.", "anion-gap", "assumes", "18"),
        ("Gas: Na+ 141, Cl- 99, HCO3- 14 (AG 18).", "anion-gap", "fails", "18"),
        ("Sodium 141, chloride 99, bicarb 14. The calculated anion gap was 18 mmol/L.", "anion-gap", "assumes",
         "18 mmol/L"),
        ("Venous gas: HCO3 14. Bloods: Na 141, Cl 99; AG 18.", "anion-gap", "assumes", "18"),
        ("The anion gap was high (141 − 99 − 14 = 38).", "anion-gap", "fails", "38"),
        ("Bicarbonate lay between 21 and 25 mmol/L throughout; the lowest value was 16 mmol/L.", "ends-told-twice",
         "assumes", "16 mmol/L"),
        ("Ionised calcium stayed between 1.12 and 1.28 mmol/L. The lowest value, 0.94 mmol/L, was in week 3.",
         "ends-told-twice", "assumes", "0.94 mmol/L"),
        ("Mean age was 44 years (range 21–63). Most were women. The oldest, 71, had had three operations.",
         "age-beyond-range", "assumes", "oldest, 71"),
        ("Median age at diagnosis was 9 years (range 4–16).\n\nThe youngest, aged 2 at diagnosis, did well.",
         "age-beyond-range", "assumes", "youngest, aged 2"),
        ("Patients rated pain from 0 (none) to 10 (worst).\n\nPain averaged 6.1 (SD 1.4; range 3 to 13) at entry.",
         "score-beyond-scale", "assumes", "3 to 13"),
        ("Pain was 9/10 on arrival and pain was 13/10 at night.", "score-beyond-scale", "assumes", "13/10"),
        # χ² 2.4 with 1 df: p = 0.12; t 3.1 with 40 df: p = 0.0035
        ("By the chi-squared test the difference in healing came to 2.4 on one degree of freedom (p = 0.012).",
         "statistic-and-p", "fails", "p = 0.012"),
        ("Student's t test gave 3.1 on 40 degrees of freedom (p = 0.35).", "statistic-and-p", "fails", "p = 0.35"),
        ("Deaths did not differ, p = 0.012 (χ² = 2.40, 1 df).", "statistic-and-p", "fails", "p = 0.012"),
        (COMPARED.format(cell="difference 13 (95% CI −1.5 to 27.5), p = 0.008"), "interval-and-p", "assumes",
         "p = 0.008"),
        (COMPARED.format(cell="t = 3.10, 40 df, p = 0.35"), "statistic-and-p", "fails", "p = 0.35"),
        (COMPARED.format(cell="mean ratio 0.70 (95% CI 0.75 to 1.20)"), "interval-holds-estimate", "fails",
         "0.75 to 1.20"),
        # 0 lies above −0.2, 1 between 0.51 and 1.22
        ("The difference was −1.4 points (95% CI −2.6 to −0.2; p = 0.02), an interval that includes zero.",
         "interval-and-null", "fails", "includes zero"),
        ("The hazard ratio was 0.79 (95% CI 0.51 to 1.22). The interval excludes 1.", "interval-and-null", "assumes",
         "excludes 1"),
        ("Although the 95% CI (1.2 to 2.9) contained 1, we believe it.", "interval-and-null", "fails", "contained 1"),
        # 28 / 41.2 × 100 = 68.0; 6 / 3200 × 1000 = 1.9
        ("There were 28 deaths in 41.2 person-years (6.8 per 100 person-years).", "rate-per-time", "fails",
         "6.8 per 100 person-years"),
        ("Sepsis occurred at 19 per 1,000 catheter-days (6 episodes in 3,200 catheter-days).", "rate-per-time", "fails",
         "19 per 1,000 catheter-days"),
        # 1.2 / 2.4 = 0.5
        ("A difference of 1.2 points was thought worthwhile. With an SD of 2.4 points the standardised effect is 0.05.",
         "standardised-effect", "assumes", "0.05"),
        ("To detect a 12 mm difference with an SD of 20 mm (effect size 0.80) we need 46 per group at 80% power.",
         "standardised-effect", "assumes", "0.80"),
        # (484 - 1) // 3 + 1 = 162
        ("Two sisters carried p.(Arg126*).\n\nSequencing showed c.484C>T, p.(Arg162*), in both.", "variant-told-twice",
         "assumes", "p.(Arg126*)"),
        ("Two sisters carried c.448C>T.\n\nSequencing showed c.484C>T, p.(Arg162*), in both.", "variant-told-twice",
         "assumes", "c.448C>T"),
        # 16/40 over 10/40 is 1.6
        ("Healing was seen in 16 of 40 treated and 10 of 40 untreated patients (risk ratio 1.20).", "groups-and-effect",
         "assumes", "16 of 40 treated and 10 of 40 untreated patients (risk ratio 1.20"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(text: str, check: str, verdict: str, words: str) -> None:
    """One finding, on the words that cannot stand beside the others."""
    assert said_of(text, CHECKS) == [(check, verdict, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Serum phosphate was 7.1 mg/dL (2.29 mmol/L; normal 0.80–1.45 mmol/L).",
        "Calcium was 9.6 mg/dL (normal 2.2–2.6 mmol/L).",
        "Phosphate was 2.04 mmol/L and phosphate was 1.71 mmol/L later. In published series phosphate was 1.8 mg/dL.",
        TWO_UNITS.format(units="mmol/L (mg/dL)", cells="2.36 (7.3) | 2.00 (6.2) | 1.74 (5.4)"),
        TWO_UNITS.format(units="mmol/L, mean (SD)", cells="2.36 (0.73) | 2.00 (0.62) | 1.74 (0.45)"),
        "Phosphate fell from 2.36 mmol/L (7.3 mg/dL) to 1.70 mmol/L (5.3 mg/dL).",
        "The anion gap was high (141 − 99 − 14 = 28).",
        "Na 141, K 4.8, Cl 99, HCO3 24 (AG 23).",  # 141 + 4.8 - 99 - 24 = 22.8
        "Na 141, Cl 99, HCO3 24. Anion gap with potassium 23.",
        "Na 141, Cl 99, HCO3 24. Hold the dose if the anion gap is above 30.",
        "Bicarbonate lay between 21 and 25 mmol/L except once; the lowest value was 16 mmol/L.",
        "The product lay between 50 and 70 in nine and above it in six; the highest was 88.",
        "Bicarbonate lay between 21 and 25 mmol/L. The lowest phosphate was 1.0 mmol/L.",
        "The median volume was 0.5 mL (range 0.2–0.9), so that the median dose was 125 mg and the largest 225 mg.",
        "Mean age was 44 years (range 21–63). The oldest lesion had been there for 80 months.",
        "Median age at onset was 9 years (range 4–16). The oldest was 31 when last seen.",
        "Mean age was 44 years (range 21–63) with thiosulfate and 50 (range 30–75) with saline. The oldest was 75.",
        "Pain was rated from 0 to 10. Pain lasted a median of 14 days (range 3 to 40).",
        "Pain was rated from 0 to 10. Back pain costs on average 1260 euros a year.",
        "By the chi-squared test the difference in healing came to 2.4 on one degree of freedom (p = 0.12).",
        "Deaths did not differ, p = 0.12 (χ² = 2.40, 1 df).",
        COMPARED.format(cell="difference 13 (95% CI 3.5 to 22.5), p = 0.008"),
        "The difference was −1.4 points (95% CI −2.6 to −0.2), an interval that excludes zero.",
        "The difference was 1.8 points (95% CI 0.0 to 3.6), an interval that just includes zero.",
        "The adjusted difference was 2.0 (95% CI 0.3 to 3.7); the unadjusted interval included zero.",
        "There were 28 deaths in 41.2 person-years (68.0 per 100 person-years).",
        "There were 28 deaths in 41.2 person-years (adjusted rate 64.1 per 100 person-years).",
        "Of 28 patients, 12 died in 2 years of follow-up (30 per 100 person-years).",
        "A difference of 1.2 points was thought worthwhile. With an SD of 2.4 points the standardised effect is 0.5.",
        "The SD of the differences was 0.61, the 95% confidence interval −2.4 to −0.5.",
        "Two sisters carried p.(Arg162*).\n\nSequencing showed c.484C>T, p.(Arg162*), in both.",
        "Others found p.(Ser129Phe).\n\nSequencing showed c.211A>G, p.(Ser71Gly).",
    ],
)  # fmt: skip
def test_innocent_numbers_are_left_alone(text: str) -> None:
    """Values that agree, are of others, or are measured in other things."""
    assert said_of(text, CHECKS) == []
