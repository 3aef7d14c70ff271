"""Events in two groups against the p value, ratio, difference and interval of their comparison."""

from __future__ import annotations

import pytest

from resorb.checks.arithmetic.fourfold import Fourfold, odds_ratio, p_values_of, risk_ratio
from tests.spec.scan.saying import reported, said_of

_CHECKS = {"groups-and-p", "groups-and-effect"}


def test_a_fourfold_table_by_hand() -> None:
    """Fisher's tea: 3 of 4 against 1 of 4, p = 34/70; chi-square 8·(9 - 1)²/4⁴ = 2."""
    found = p_values_of(Fourfold(3, 4, 1, 4))
    assert found["Fisher's exact test"] == pytest.approx(34 / 70)
    assert found["chi-square"] == pytest.approx(0.1573, abs=1e-4)  # of 2 with one degree
    assert found["chi-square with Yates's correction"] == pytest.approx(0.4795, abs=1e-4)  # of 0.5
    assert risk_ratio(Fourfold(12, 38, 24, 36))[0] == pytest.approx(0.4737, abs=1e-4)
    assert odds_ratio(Fourfold(8, 50, 20, 50))[0] == pytest.approx(8 * 30 / (20 * 42))
    assert p_values_of(Fourfold(0, 10, 0, 12)) == {"Fisher's exact test": 1.0}


@pytest.mark.parametrize(
    ("text", "verdict", "printed"),
    [
        # 23.2 % and 8.2 %: chi-square 25.5, p < 0.0001
        ("Ulcers were seen in 29 of 125 patients with pain and 57 of 698 without (P = 0.008).", "assumes", "P = 0.008"),
        (
            "In the gel arm (n = 125) 29 (23%) had pain and in the placebo arm (n = 698) 57 (8%) had pain (P = 0.008).",
            "assumes", "P = 0.008",
        ),
        # Fisher 0.062
        (
            "Seen in 14 of 38 patients with thiosulfate and 22 of 36 with placebo (Fisher exact test, p = 0.002).",
            "fails", "p = 0.002",
        ),
        ("Healing was seen in 30/60 (50%) versus 15/60 (25%) (p = 0.4).", "assumes", "p = 0.4"),  # 0.003 to 0.008
        (
            "Ulcers healed in 60% (30/50) of the thiosulfate group and 40% (20/50) of the placebo group (P < 0.001).",
            "assumes", "P < 0.001",  # 0.041 to 0.072
        ),
        ("Ulcers healed in 40 of 50 patients on thiosulfate versus 10 of 50 on saline (p = NS).", "assumes", "p = NS"),
        ("Ten of 40 and 11 of 42 fell ill in the thiosulfate and placebo groups, respectively (p = 0.01).",
         "assumes", "p = 0.01"),
        # 12/38 : 24/36 = 0.474
        (
            "Calcinosis was seen in 12 of 38 patients with thiosulfate and 24 of 36 with placebo (relative risk 0.41).",
            "assumes", "0.41",
        ),
        (
            "Fewer had calcinosis (12 patients (32%) versus 24 patients (67%); p = 0.003, relative risk 0.41).",
            "assumes", "0.41",  # 12/37 or 12/38 to 24/36
        ),
        ("Nine of 45 patients in the thiosulfate group and 21 of 45 in the placebo group had pain (RR 0.63).",
         "assumes", "0.63"),  # 0.43
        (
            "Relapse: 8 (16.0%) of 50 on thiosulfate compared with 20 (40.0%) of 50 on placebo (odds ratio 0.40).",
            "assumes", "0.40",  # 8·30/(20·42) = 0.29; 0.40 is the risk ratio
        ),
        (
            "Ulcers healed in 30 of 50 on thiosulfate and in 20 of 50 on saline, an absolute difference of 30%.",
            "assumes", "30",  # 20
        ),
        ("Ulcers healed in 30 of 50 patients on thiosulfate versus 20 of 50 on saline (number needed to treat 8).",
         "assumes", "8"),  # 5
        # standard error of the logarithm 0.269: 0.28 to 0.80
        (
            "Seen in 12 of 38 with thiosulfate and 24 of 36 with placebo (relative risk 0.47; 95% CI 0.39 to 0.57).",
            "assumes", "0.39 to 0.57",
        ),
    ],
)  # fmt: skip
def test_what_the_counts_do_not_give(text: str, verdict: str, printed: str) -> None:
    assert [(v, words.endswith(printed)) for _, v, words in said_of(text, _CHECKS)] == [(verdict, True)]


@pytest.mark.parametrize(
    "text",
    [
        "Healing was seen in 30/60 (50%) versus 15/60 (25%) (p = 0.005).",
        "Healing was seen in 30/60 (50%) versus 15/60 (25%) (p < 0.01).",
        "Seen in 12 of 38 on thiosulfate and 24 of 36 on placebo (risk ratio 0.47; 95% CI 0.28 to 0.80; p = 0.003).",
        "Seen in 14 of 38 patients with thiosulfate and 22 of 36 with placebo (Fisher exact test, p = 0.06).",
        "Healing was less frequent (12 of 38 versus 24 of 36; risk ratio for no healing 2.05).",  # 26/38 : 12/36
        "Relapse: 8 of 50 on thiosulfate compared with 20 of 50 (odds ratio 0.29, 95% CI 0.11 to 0.74; p = 0.008).",
        "Ulcers healed in 30 of 50 patients on thiosulfate versus 20 of 50 on saline (number needed to treat 5).",
        "Ulcers healed in 30 of 50 on thiosulfate versus 20 of 50 on saline (absolute risk reduction 20%).",
        "Thiosulfate was stopped in 3/40 vs 1/38 patients (P = 0.62).",
        "Ten of 40 patients on thiosulfate and four of 38 controls stopped (p = NS).",
    ],
)
def test_what_the_counts_give(text: str) -> None:
    assert said_of(text, _CHECKS) == []


@pytest.mark.parametrize(
    "text",
    [
        "Seen in 12 of 38 patients with thiosulfate and 24 of 36 with placebo (adjusted relative risk 0.41).",
        "In the multivariate model 12 of 38 patients versus 24 of 36 relapsed (OR 0.5).",
        "Pain was present in 30 of 50 patients at baseline and 12 of 50 at week 12 in the thiosulfate group (p = 0.9).",
        "Pain was seen in 30 of 50 patients and fever in 12 of 50 (p = 0.9).",  # two outcomes
        "Of 50 patients on thiosulfate 30 had pain and 12 had fever (p = 0.4).",
        "Thirty of 50 with thiosulfate versus 12 of 50 with placebo were alive (log-rank p = 0.3).",
        "Ulcers healed in 30 of 50 on thiosulfate and in 20 of 50 on saline, and mean depth fell by 3.1 mm (p = 0.6).",
        "Ulcers healed in 30 of 50 on thiosulfate, 25 of 50 on colchicine and 10 of 50 on saline (p = 0.5).",  # three
        "Villages were cluster randomised. Ulcers healed in 30/60 versus 15/60 (p = 0.4).",
        "This was a crossover trial. Ulcers healed in 30/60 versus 15/60 (p = 0.4).",
        "P values are Bonferroni-corrected. Ulcers healed in 30/60 versus 15/60 (p = 0.06).",
        "Deaths were compared by the log-rank test. Ten of 60 versus 15 of 60 patients died (p = 0.02).",
        "Ulcers healed in 30/60 versus 15/60 (one-sided p = 0.4).",
    ],
)
def test_other_analyses_and_other_comparisons(text: str) -> None:
    assert reported(text) == []
