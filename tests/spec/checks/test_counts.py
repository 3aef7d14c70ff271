"""Counts, sums, margins, partitions, attrition: facts in, verdict and arithmetic out."""

import pytest

from tests.spec.checks.studies import findings_of, judged

THREE = """
    patients:
      P1: {sex: female, age: 12 years, conditions: [{is: calcinosis cutis}]}
      P2: {sex: male, age: 16 years, conditions: [{is: dystrophic calcinosis cutis}]}
      P3: {age: 40 years, lesions: {a: {site: hand}, b: {site: knee}}}
"""
GROUPS = """
    groups:
      all: {label: All, n: 28}
      white: {label: White, of: all, n: 24}
      black: {label: Black, of: all, n: 1}
      none: {label: Not counted, of: all}
"""


@pytest.mark.parametrize(
    ("claim", "verdict", "arithmetic"),
    [
        ("claim: count, with: [patients], printed: 3 patients", "holds", "3 on file"),
        ("claim: count, with: [patients], printed: three", "holds", "3 on file"),
        ("claim: count, printed: 4", "fails", "3 on file"),
        ("claim: count, with: [lesions], in: P3, printed: 2", "holds", "2 on file"),
        ("claim: count, of: [P1, P3], printed: 2", "holds", "2 on file"),
        ("claim: count, having: sex = male, printed: 2", "assumes", "1 with sex = male, 1 more may be"),
        ("claim: count, having: sex = male, printed: 3", "fails", "1 with sex = male, 1 more may be"),
        (
            "claim: count, having: conditions.condition = calcinosis cutis, printed: 2",
            "holds",
            "2 with conditions.condition = calcinosis cutis",
        ),
        ("claim: count, having: conditions.condition = dystrophic calcinosis cutis, printed: 2", "fails", "1 with"),
        ("claim: count, having: colour = red, printed: 2", "unjudged", None),
    ],
)
def test_count(claim: str, verdict: str, arithmetic: str | None) -> None:
    finding = judged(THREE, claim, "count")
    assert finding.verdict == verdict
    assert (finding.arithmetic or "").startswith(arithmetic or "")


def test_a_count_opens_to_the_rows_it_counted() -> None:
    finding = judged(THREE, "claim: count, having: sex = female, printed: 1")
    assert [str(fact) for fact in finding.trace] == ["tiny/patients/P1", "tiny/patients/P3"]


@pytest.mark.parametrize(
    ("claim", "verdict", "arithmetic"),
    [
        ("claim: sum, of: [white, black], printed: 25", "holds", "24 + 1 = 25"),
        ("claim: sum, of: [white, black], printed: 28", "fails", "24 + 1 = 25"),
        ("claim: difference, of: [all, white, black], printed: 3", "holds", "28 - 24 - 1 = 3"),
        ("claim: difference, of: [all, white], printed: 3", "fails", "28 - 24 = 4"),
        ("claim: sum, of: [white, none], printed: 25", "unjudged", None),
    ],
)
def test_sum_and_difference(claim: str, verdict: str, arithmetic: str | None) -> None:
    finding = judged(GROUPS, claim)
    assert (finding.verdict, finding.arithmetic) == (verdict, arithmetic)


def test_what_an_unjudged_sum_would_need_is_said() -> None:
    assert "Not counted" in judged(GROUPS, "claim: sum, of: [white, none], printed: 25").message


FLOW = """
    attrition:
      - {reason: found, left: 87}
      - {reason: no disease, out: 3}
      - {reason: other route, out: 43}
      - {reason: lost, out: 12}
      - {reason: not used, out: 1, left: %s}
"""


def test_attrition_is_followed_from_the_last_printed_number() -> None:
    first, last = findings_of(FLOW % 28, "attrition")
    assert first.verdict == "unjudged"
    assert (last.verdict, last.arithmetic) == ("holds", "87 - 3 - 43 - 12 - 1 = 28")
    assert findings_of(FLOW % 29, "attrition")[1].verdict == "fails"


TABLE = """
    groups:
      all: {label: All, n: 28, outcomes: {CR: 2, PR: 17, NR: 7, UR: %s}}
      yes: {label: Ulcer, of: all, by: ulcer, n: 17, outcomes: {CR: 2, PR: 10}}
      no: {label: No ulcer, of: all, by: ulcer, n: 11, outcomes: {CR: 0, PR: %s}}
      better: {label: Better, of: all, classes: [CR, PR], n: %s}
      some: {label: Better on salve, of: all, classes: [CR, PR], has: [salve], n: %s}
"""


def test_margin_adds_up_the_cells_of_a_group() -> None:
    assert findings_of(TABLE % (2, 7, 19, 5), "margin")[0].arithmetic == "2 + 17 + 7 + 2 = 28"
    assert [f.verdict for f in findings_of(TABLE % (2, 7, 19, 5), "margin")] == ["holds", "fails", "fails"]
    failing = findings_of(TABLE % (3, 7, 19, 5), "margin")[0]
    assert (failing.verdict, failing.computed) == ("fails", "29")


def test_partition_adds_up_in_total_and_per_class() -> None:
    total, cr, pr = findings_of(TABLE % (2, 7, 19, 5), "partition")
    assert [f.arithmetic for f in (total, cr, pr)] == ["17 + 11 = 28", "2 + 0 = 2", "10 + 7 = 17"]
    assert {f.verdict for f in (total, cr, pr)} == {"holds"}
    assert findings_of(TABLE % (2, 6, 19, 5), "partition")[2].verdict == "fails"


def test_group_of_classes_is_as_large_as_its_cells() -> None:
    whole, narrowed = findings_of(TABLE % (2, 7, 19, 5), "group-size")
    assert (whole.verdict, whole.arithmetic) == ("holds", "2 + 17 = 19")
    assert (narrowed.verdict, narrowed.computed) == ("holds", "at most 19")
    whole, narrowed = findings_of(TABLE % (2, 7, 20, 20), "group-size")
    assert (whole.verdict, narrowed.verdict) == ("fails", "fails")


PARTS = """
    groups:
      all: {label: All, n: 28}
      part: {label: Part, of: all, n: %s}
      empty: {label: Empty, of: all, n: 0}
"""


@pytest.mark.parametrize(
    ("n", "printed", "verdict", "arithmetic"),
    [
        (19, "68 %", "holds", "19/28 = 67.857… % → 68 % (half-up)"),
        (17, "61%", "holds", "17/28 = 60.714… % → 61 % (half-up)"),
        (1, "3.5 %", "assumes", "1/28 = 3.571… % → 3.5 % (truncated)"),
        (7, "24 %", "fails", "7/28 = 25 % → 25 % (half-up)"),
        (20, "nearly 80 %", "fails", "20/28 = 71.428… %"),
        (22, "nearly 80 %", "assumes", "22/28 = 78.571… %"),
        (19, "two-thirds", "assumes", "19/28 = 67.857… %"),
        (14, "half", "holds", "14/28 = 50 %"),
        (15, "more than half", "holds", "15/28 = 53.571… %"),
        (14, "more than half", "fails", "14/28 = 50 %"),
        (14, "some", "unjudged", None),
    ],
)
def test_percent(n: int, printed: str, verdict: str, arithmetic: str | None) -> None:
    finding = judged(PARTS % n, f"claim: percent, of: part, in: all, printed: {printed}", "percent")
    assert (finding.verdict, finding.arithmetic) == (verdict, arithmetic)


def test_a_failing_percentage_names_every_count_that_would_give_it() -> None:
    finding = judged(PARTS % 7, "claim: percent, of: part, in: all, printed: 96 %")
    assert finding.suggestion == "96 % would be 27/28"
    finding = judged(PARTS % 7, "claim: percent, of: part, in: all, printed: 95 %")
    assert finding.suggestion == "no count of 28 gives 95 %"


def test_a_percentage_of_nobody_is_not_judged() -> None:
    assert judged(PARTS % 7, "claim: percent, of: part, in: empty, printed: 0 %").verdict == "unjudged"


def test_a_rule_that_alone_explains_a_percentage_is_named() -> None:
    cut = judged(PARTS % 1, "claim: percent, of: part, in: all, printed: 3.5 %")
    assert cut.assumption == "digits were cut off, not rounded (truncated)"
    body = "groups: {all: {label: All, n: 8}, part: {label: Part, of: all, n: 1}}"
    even = judged(body, "claim: percent, of: part, in: all, printed: 12 %")
    assert even.assumption == "ties were rounded to even (half-even)"
