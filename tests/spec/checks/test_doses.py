"""Doses: printed amounts against supply, strength, schedule and span, under each month and rounding."""

import pytest

from tests.spec.checks.studies import judged

# 10 % of 1500 g is 150 g of drug; 25 % of 800 g is 200 g.
SALVE = """
    products:
      salve: {drug: sodium thiosulfate, route: topical, strength: %s}
    patients:
      P1:
        courses: {c1: {product: salve, dispensed: %s, span: %s}}
"""


def salve(strength: str, dispensed: str, span: str) -> str:
    return SALVE % (strength, dispensed, span)


@pytest.mark.parametrize(
    ("body", "printed", "verdict", "assumption"),
    [
        # 200 g / (13 x 30 days) = 512.8
        (salve("25 % w/w", "800 g", "13 months"), "513 mg/day", "assumes", "a month of 30 days and plain rounding"),
        # 100 g / (4 x 30 days) = 833.3
        (salve("25 % w/w", "400 g", "4 months"), "833 mg/day", "assumes", "a month of 30 days and plain rounding"),
        # 150 g / (13.4 x 30 days) = 373.1
        (
            salve("10 % w/w", "1500 g", "13.4 months"),
            "370 mg/day",
            "assumes",
            "a month of 30 days and rounding to 10 (half-up, half-even, truncated)",
        ),
        (salve("10 % w/w", "1500 g", "100 days"), "1500 mg/day", "holds", None),
        (salve("10 % w/w", "1500 g", "100 days"), "1.5 g/day", "holds", None),
        (salve("10 % w/w", "1500 g", "100 days"), "1.4 g/day", "fails", None),
        (salve("10 % w/w", "1500 g", "several months"), "1.4 g/day", "unjudged", None),
        (salve("10 % w/w", "1500 g", "100 days"), "15 g", "unjudged", None),
    ],
)
def test_daily_dose(body: str, printed: str, verdict: str, assumption: str | None) -> None:
    finding = judged(body, f"claim: daily dose, of: P1.c1, printed: {printed}", "daily-dose")
    assert (finding.verdict, finding.assumption) == (verdict, assumption)


def test_a_percentage_without_basis_is_an_assumption_of_the_dose() -> None:
    finding = judged(salve("10 %", "1500 g", "100 days"), "claim: daily dose, of: P1.c1, printed: 1500 mg/day")
    assert finding.verdict == "assumes"
    assert "w/w" in (finding.assumption or "")


def test_a_dose_opens_to_strength_supply_and_span() -> None:
    finding = judged(salve("10 % w/w", "1500 g", "100 days"), "claim: daily dose, of: P1.c1, printed: 1500 mg/day")
    assert {str(fact) for fact in finding.trace} == {
        "tiny/products/salve/strength",
        "tiny/courses/P1.c1/dispensed",
        "tiny/courses/P1.c1/span",
    }


def test_drug_mass_is_strength_times_what_was_dispensed() -> None:
    body = salve("10 % w/w", "1500 g", "100 days")
    assert judged(body, "claim: drug mass, of: P1.c1, printed: 150 g", "drug-mass").verdict == "holds"
    wrong = judged(body, "claim: drug mass, of: P1.c1, printed: 150 mg", "drug-mass")
    assert (wrong.verdict, wrong.computed) == ("fails", "150000 mg")
    assert "factor of 1000" in (wrong.suggestion or "")


DRIP = """
    products:
      vial: {drug: sodium thiosulfate, route: intravenous, strength: 250 mg/mL}
    patients:
      P1:
        courses: {c1: {product: vial, amount: %s, schedule: 3 times weekly, span: %s, infused over: 60 minutes}}
"""


@pytest.mark.parametrize(
    ("claim", "verdict", "computed"),
    [
        ("claim: dose per administration, of: P1.c1, printed: 25 g", "holds", "25 g"),
        ("claim: dose per administration, of: P1.c1, printed: 25 mg", "fails", "25000 mg"),
        ("claim: weekly dose, of: P1.c1, printed: 75 g/week", "holds", "75 g/week"),
        ("claim: weekly dose, of: P1.c1, printed: 50 g/week", "fails", "75 g/week"),
        ("claim: total dose, of: P1.c1, printed: 900 g", "holds", "900 g"),
        ("claim: total dose, of: P1.c1, printed: 950 g", "fails", "900 g"),
        ("claim: administrations, of: P1.c1, printed: 36", "holds", "36"),
        ("claim: administrations, of: P1.c1, printed: 40", "fails", "36"),
        ("claim: infusion rate, of: P1.c1, printed: 25 g/h", "holds", "25000 mg/h"),
        ("claim: infusion rate, of: P1.c1, printed: 12.5 g/30 min", "holds", "25000 mg/h"),
        ("claim: infusion rate, of: P1.c1, printed: 25 mg/h", "fails", "25000 mg/h"),
        ("claim: infusion rate, of: P1.c1, printed: 100 mL/h", "unjudged", None),
    ],
)
def test_doses_by_schedule(claim: str, verdict: str, computed: str | None) -> None:
    finding = judged(DRIP % ("25 g", "12 weeks"), claim)
    assert (finding.verdict, finding.computed) == (verdict, computed)


def test_a_total_over_months_depends_on_the_month() -> None:
    # 12.5 g x 3/7 x 8 x 30 days = 1285.7 g
    claim = "claim: total dose, of: P1.c1, printed: 1286 g"
    finding = judged(DRIP % ("12.5 g", "8 months"), claim)
    assert (finding.verdict, finding.assumption) == ("assumes", "a month of 30 days and plain rounding")


def test_a_dose_within_a_printed_range_holds() -> None:
    claim = "claim: weekly dose, of: P1.c1, printed: 60 g/week"
    assert judged(DRIP % ("12.5-25 g", "8 weeks"), claim).verdict == "holds"
    assert judged(DRIP % ("12.5-15 g", "8 weeks"), claim).verdict == "fails"


def test_a_slip_fails_as_printed_and_says_that_it_holds_as_proposed() -> None:
    body = DRIP % ("25 mg", "8 weeks") + (
        "    proposals:\n"
        "      - {of: P1.c1, column: amount, printed: 25 mg, read: 25 g, because: a vial holds 12.5 g}\n"
    )
    finding = judged(body, "claim: weekly dose, of: P1.c1, printed: 75 g/week")
    assert (finding.verdict, finding.suggestion) == ("fails", "holds when one reads 25 mg of P1.c1 as 25 g")


@pytest.mark.parametrize(
    ("strength", "printed", "verdict", "assumption"),
    [
        ("250 mg/mL", "12.5 g/50 mL", "holds", None),
        ("10 % w/w", "10/90 w/w", "holds", None),
        ("10 % w/w", "25/75 w/w", "fails", None),
        ("250 mg/mL", "12.5 mg/50 mL", "fails", None),
        ("250 mg/mL", "25 %", "assumes", "the percentage is w/v"),
        ("25 % w/w", "250 mg/mL", "assumes", "1 mL weighs 1 g"),
        ("250 mg/mL", "strong", "unjudged", None),
    ],
)
def test_concentration_of_a_product(strength: str, printed: str, verdict: str, assumption: str | None) -> None:
    body = f"products: {{x: {{drug: sodium thiosulfate, route: topical, strength: {strength}}}}}"
    finding = judged(body, f"claim: concentration, of: x, printed: {printed}", "concentration")
    assert (finding.verdict, finding.assumption) == (verdict, assumption)


def test_concentration_of_a_course_is_amount_over_volume() -> None:
    body = DRIP.replace("strength: 250 mg/mL", "salt: pentahydrate").replace(
        "infused over", "volume: 100 mL, infused over"
    ) % ("25 g", "8 weeks")
    finding = judged(body, "claim: concentration, of: P1.c1, printed: 250 mg/mL")
    assert (finding.verdict, finding.computed) == ("holds", "250 mg/mL")
    assert judged(body, "claim: concentration, of: P1.c1, printed: 25 mg/mL").verdict == "fails"
    assert judged(body, "claim: infusion rate, of: P1.c1, printed: 100 mL/h").verdict == "holds"
