"""Intervals in tables, and intervals of printed counts."""

import pytest

from resorb.scan.rules.inference.proportions import methods
from tests.spec.scan.test_inference import reported

_TABLE = """Table 3. Predictors of healing
| | Odds ratio (95% CI) | P value |
|---|---|---|
| Female sex | 0.91 (0.51–1.64) | {sex} |
| Age per year | {age} | <0.001 |
| Warfarin | 2.74 (1.25–6.00) | 0.012 |
"""


def test_a_table_of_odds_ratios() -> None:
    assert reported(_TABLE.format(sex="0.75", age="1.06 (1.03–1.09)")) == []
    assert reported(_TABLE.format(sex="0.75", age="1.16 (1.03–1.09)")) == [
        ("interval-holds-estimate", "fails", "1.03–1.09")
    ]
    assert reported(_TABLE.format(sex="0.75", age="1.06 (1.09–1.03)")) == [("interval-order", "fails", "1.09–1.03")]
    assert reported(_TABLE.format(sex="0.0002", age="1.06 (1.03–1.09)")) == [("interval-and-p", "assumes", "0.0002")]


def test_a_bracket_that_nobody_explains_is_left_alone() -> None:
    assert reported(_TABLE.replace(" (95% CI)", "").format(sex="0.75", age="1.16 (1.03–1.09)")) == []


# Newcombe 1998, Stat Med 17:857, table I: 81/263 by methods 1 to 5
def test_methods_for_a_proportion_as_newcombe_prints_them() -> None:
    found = methods(81, 263, 0.95)
    for name, low, high in [
        ("Wald", 0.2522, 0.3638),
        ("corrected Wald", 0.2503, 0.3657),
        ("Wilson", 0.2553, 0.3662),
        ("corrected Wilson", 0.2535, 0.3682),
        ("Clopper-Pearson", 0.2527, 0.3676),
        ("mid-p", 0.2544, 0.3658),
    ]:
        assert found[name] == pytest.approx((low, high), abs=6e-5)


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("Pain fell in 19/28 (68%; 95% CI 48 to 84%).", []),  # Clopper-Pearson 47.6 to 84.1
        ("Pain fell in 19/28 (68%; 95% CI 49 to 82%).", []),  # Wilson 49.3 to 82.1
        ("Pain fell in 19/28 (68%; 95% CI 51 to 85%).", []),  # Wald 50.6 to 85.2
        ("Pain fell in 19/28 (68%; 95% CI 64 to 72%).", [("interval-of-proportion", "assumes", "64 to 72%")]),
        ("Survival was 19/28 (68%; 95% CI 64 to 72%).", []),  # a survival estimate has another interval
    ],
)
def test_intervals_of_counts(text: str, findings: list[tuple[str, str, str]]) -> None:
    assert reported(text) == findings
