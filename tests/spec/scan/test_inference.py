"""Sentences on inference in, findings out."""

import pytest

from resorb.checks.arithmetic.significance import Distribution, Ends, distance_from_null, p_of, skew
from resorb.scan.material import Mark
from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict

CHECKS = {
    "interval-holds-estimate", "interval-order", "interval-and-p", "interval-symmetry", "p-range", "statistic-and-p",
    "interval-of-proportion",
}  # fmt: skip


def marks(text: str, *verdicts: Verdict) -> list[Mark]:
    found = scan_document(read_plain(text, "note.txt")).marks
    return [m for m in found if m.finding.check in CHECKS and m.finding.verdict in (verdicts or tuple(Verdict))]


def reported(text: str) -> list[tuple[str, str, str]]:
    return [
        (m.finding.check, m.finding.verdict.value, m.passage.text[m.start : m.end])
        for m in marks(text, Verdict.FAILS, Verdict.ASSUMES)
    ]


# R 4: 2*pt(-2.10,24), pf(3.4,2,57,lower=F), pchisq(4.1,1,lower=F), 2*pt(-.45*sqrt(18/(1-.45^2)),18), 2*pnorm(-2.2)
@pytest.mark.parametrize(
    ("test", "value", "df", "p"),
    [
        (Distribution.T, 2.10, (24,), 0.04642150218),
        (Distribution.F, 3.4, (2, 57), 0.04027578771),
        (Distribution.CHI_SQUARED, 4.1, (1,), 0.04288321353),
        (Distribution.R, 0.45, (18,), 0.04649620273),
        (Distribution.Z, 2.2, (), 0.02780689503),
    ],
)
def test_p_of_a_statistic_as_r_gives_it(test: Distribution, value: float, df: tuple[float, ...], p: float) -> None:
    assert p_of(test, value, *df) == pytest.approx(p, rel=1e-6)
    assert p_of(
        test, -value if test in (Distribution.T, Distribution.R, Distribution.Z) else value, *df
    ) == pytest.approx(p, rel=1e-6)


def test_an_interval_gives_its_distance_from_the_null_value() -> None:
    # ln 0.44 = -0.8210, ln 0.87 = -0.1393: middle -0.4801, standard error 0.6817/3.92 = 0.1739, 2.761 of them
    far = distance_from_null(Ends(0.44, 0.44), Ends(0.87, 0.87), 1, 0.95, ratio=True)
    assert far is not None
    assert far.low == far.high == pytest.approx(2.761, abs=1e-3)


def test_arms_of_an_interval() -> None:
    # 8.7 - 4.4 = 4.3 against 9.3 - 8.7 = 0.6; rounding leaves at least 4.2/0.7
    assert skew(Ends(8.65, 8.75), Ends(4.35, 4.45), Ends(9.25, 9.35), ratio=False) == pytest.approx(4.2 / 0.7)
    assert skew(Ends(1.95, 2.05), Ends(0.95, 1.05), Ends(3.95, 4.05), ratio=True) == 1.0


@pytest.mark.parametrize(
    ("text", "check", "verdict", "printed"),
    [
        ("Healing was rarer in smokers (HR 0.62, 95% CI 0.71–0.87).", "interval-holds-estimate", "fails", "0.71–0.87"),
        (
            "Nine of 40 limbs ulcerated again (22.5%, 95% confidence interval 26 to 41%).",
            "interval-holds-estimate", "fails", "26 to 41%",
        ),
        ("The aOR was 4,1 (IC95% 5,2-9,8).", "interval-holds-estimate", "fails", "5,2-9,8"),
        ("Calcium fell by 0.3 mmol/L (95 % CI 0.4 to 0.6).", "interval-holds-estimate", "fails", "0.4 to 0.6"),
        (
            "The mean difference was -2.3 cm (95% CI -0.7 to -3.9).",
            "interval-order", "fails", "-0.7 to -3.9",
        ),
        ("Remission was likelier: OR 2.56 (95% CI, 1.06 to 6.18; P = .41).", "interval-and-p", "fails", "P = .41"),
        ("The slope was 1.4 (95% CI -0.8 to 3.6; p = 0.001).", "interval-and-p", "fails", "p = 0.001"),
        ("The difference was 8.7 days (95% CI 4.4 to 9.3).", "interval-symmetry", "assumes", "4.4 to 9.3"),
        ("Pain fell more with gel, t(24) = 2.1, p = .50.", "statistic-and-p", "fails", "p = .50"),
        ("Age differed by centre, F(2, 57) = 3.4, p = 0.40.", "statistic-and-p", "fails", "p = 0.40"),
        ("Sex did not matter, χ2 (1, N = 28) = 4.1, p = .43.", "statistic-and-p", "fails", "p = .43"),
        ("Size and pain were related, r(18) = .45, p = .46.", "statistic-and-p", "fails", "p = .46"),
        ("The scores differed, t(24) = 2.10, p = .023.", "statistic-and-p", "assumes", "p = .023"),
        ("Responders were younger (Mann-Whitney p = 1.04).", "p-range", "fails", "p = 1.04"),
    ],
)  # fmt: skip
def test_slips(text: str, check: str, verdict: str, printed: str) -> None:
    assert reported(text) == [(check, verdict, printed)]


@pytest.mark.parametrize(
    "text",
    [
        "Nineteen of 28 patients improved (68 % (95 % CI 48 to 84)).",
        "Stay was 2.0 days shorter (95% CI -5.1 to 1.1).",
        "Three of 15 bled (20%, 95% Wilson CI 7% to 45%).",
        "Pain fell from 8.2 to 5.1 (95% CI 2.0 to 4.2).",  # the interval is that of the difference
        "Survival was 74% at 6 months (95% CI 61–83) and 52% at 12 months (38–64).",
        "The number needed to treat was 5 (95% CI 3 to 14).",
        "We expected 60 patients and power of 0.8 (two-sided alpha 0.05).",
        "The pooled posterior odds ratio was 1.9 (95% credible interval 0.9 to 4.0), p = 0.95 for benefit.",
        "One-sided tests were planned; t(24) = 2.10, one-sided p = .023.",
        "Serum P = 2.1 mmol/L and Ca = 2.3 mmol/L.",
        "The variant was associated with disease (p = 3 × 10-8).",
        "Cream was non-inferior: difference -4.5 points (95% CI -10.6 to 1.6), p = 0.01.",
        "The first draft printed the hazard ratio as 0.62 (95% CI 0.71–0.87).",
    ],
)
def test_clean(text: str) -> None:
    assert reported(text) == []


def test_the_arithmetic_is_written_out() -> None:
    (found,) = marks("The change scores differed, t(24) = 2.1, p = .50.")
    assert found.finding.arithmetic == "t(24) = 2.1 gives p = 0.042 to 0.051"
    assert found.finding.computed == "p = 0.042 to 0.051"


def test_what_is_right_holds() -> None:
    assert [m.finding.check for m in marks("HR 0.62 (95% CI 0.44–0.87; p = 0.005).", Verdict.HOLDS)] == [
        "interval-holds-estimate"
    ]
