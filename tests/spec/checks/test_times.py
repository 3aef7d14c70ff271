"""Lengths of time and ages: intervals, what was rounded, and what must hold of every row."""

import pytest

from tests.spec.checks.studies import judged

COURSES = """
    products: {x: {drug: sodium thiosulfate, route: topical}}
    patients:
      P1:
        age: 12 years
        age at: at first dose
        followed: 3 years
        courses: {c1: {product: x, span: 13.4 months}}
      P2:
        age: 3 years
        age at: at diagnosis
        followed: 10 months
        courses: {c1: {product: x, span: 4 months}, c2: {product: x, start: 5 months, stop: 9 months}}
      P3: {courses: {c1: {product: x, span: 120 days}}}
      P4: {courses: {c1: {product: x}}}
"""


@pytest.mark.parametrize(
    ("claim", "verdict", "computed"),
    [
        ("claim: span, of: P1.c1, printed: 13 months", "holds", "13.4 months"),
        ("claim: span, of: P1.c1, printed: 14 months", "fails", "13.4 months"),
        ("claim: span, of: P2.c2, printed: 4 months", "holds", "4 months"),
        ("claim: span, of: P3.c1, printed: 17 weeks", "holds", "17.142… weeks"),
        ("claim: span, of: P4.c1, printed: 17 weeks", "unjudged", None),
        ("claim: span, of: P2, with: [5 months, 9 months], printed: 4 months", "holds", "4 months"),
        ("claim: span, of: P2, with: [5 months, 9 months], printed: 6 months", "fails", "4 months"),
    ],
)
def test_span(claim: str, verdict: str, computed: str | None) -> None:
    finding = judged(COURSES, claim, "span")
    assert (finding.verdict, finding.computed) == (verdict, computed)


def test_a_span_between_rounded_times_may_be_off_by_their_rounding() -> None:
    # 13.4 less 7 is 6.4 months: 7 only if the 7 months were 6.6 or so
    finding = judged(COURSES, "claim: span, of: P1, with: [7 months, stop of c1], printed: 7 months")
    assert (finding.verdict, finding.computed) == ("assumes", "6.4 months")
    assert "rounded" in (finding.assumption or "")


def test_a_span_in_days_of_months_names_the_month_that_gives_it() -> None:
    finding = judged(COURSES, "claim: span, of: P2.c1, printed: 120 days")
    assert (finding.verdict, finding.assumption) == ("assumes", "a month of 30 days")


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("claim: at least, of: [P1.c1, P2.c1], printed: 4 months", "holds"),
        ("claim: at least, of: [P1.c1, P2.c1], printed: 5 months", "fails"),
        ("claim: at least, of: [P1.c1, P4.c1], printed: 5 months", "unjudged"),
        ("claim: at least, of: [P2.c1, P4.c1], printed: 5 months", "fails"),
        ("claim: at least, of: [P3.c1], printed: 4 months", "assumes"),
        ("claim: at least, of: [P1, P2], with: [followed], printed: 10 months", "holds"),
        ("claim: at least, of: [P1, P2], with: [followed], printed: 1 year", "fails"),
        ("claim: at least, of: [P1, P2], with: [age], printed: 3 years", "holds"),
        ("claim: at most, of: [P1.c1, P2.c1], printed: 14 months", "holds"),
        ("claim: at most, of: [P1.c1, P2.c1], printed: 13 months", "fails"),
        ("claim: at most, of: [P4.c1], printed: 13 months", "unjudged"),
        ("claim: at most, of: [P1, P2], with: [age], printed: 12 years", "unjudged"),
        ("claim: at most, of: [P1, P2], with: [age], printed: 11 years", "fails"),
    ],
)
def test_limits_hold_for_every_row_or_not_at_all(claim: str, verdict: str) -> None:
    assert judged(COURSES, claim).verdict == verdict


def test_a_broken_limit_names_the_row_that_breaks_it() -> None:
    finding = judged(COURSES, "claim: at least, of: [P1.c1, P2.c1], printed: 5 months")
    assert finding.message == "at least 5 months is not true of P2.c1: 4 months."


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("claim: age, of: P1, printed: 12 years", "holds"),
        ("claim: age, of: P1, at: 13.4 months, printed: 13 years", "holds"),
        ("claim: age, of: P1, at: 13.4 months, printed: 12 years", "fails"),
        ("claim: age, of: P2, at: at diagnosis, printed: 3 years", "holds"),
        ("claim: age, of: P2, at: 5 months, printed: 3 years", "unjudged"),
        ("claim: age, of: P3, printed: 3 years", "unjudged"),
    ],
)
def test_age(claim: str, verdict: str) -> None:
    assert judged(COURSES, claim, "age").verdict == verdict


SEEN = """
    products: {x: {drug: sodium thiosulfate, route: topical}}
    patients:
      P1:
        lesions: {knee: {site: knee}, hip: {site: hip}}
        courses: {c1: {product: x, lesions: [knee, hip], span: 12 months}}
        assessments:
          - {lesion: knee, at: 2 months, by: clinical examination, finding: unchanged}
          - {lesion: knee, at: 5 months, by: clinical examination, finding: decreased}
          - {lesion: hip, at: 5 months, by: clinical examination, finding: unchanged}
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("claim: time to response, of: P1.knee, under: direction, printed: 5 months", "holds"),
        ("claim: time to response, of: P1.knee, under: direction, printed: 4 months", "holds"),
        ("claim: time to response, of: P1.knee, under: direction, printed: 7 months", "fails"),
        ("claim: time to response, of: P1.knee, under: direction, printed: 1 month", "fails"),
        ("claim: time to response, of: P1.hip, under: direction, printed: 5 months", "unjudged"),
        ("claim: time to response, of: P1.knee, under: sctc-25, printed: 5 months", "unjudged"),
        ("claim: at most, of: P1.knee, with: [time to response], under: direction, printed: 5 months", "holds"),
        ("claim: at most, of: P1.knee, with: [time to response], under: direction, printed: 3 months", "unjudged"),
        ("claim: at least, of: P1.knee, with: [time to response], under: direction, printed: 6 months", "fails"),
    ],
)
def test_time_to_response_lies_between_the_last_without_and_the_first_with(claim: str, verdict: str) -> None:
    assert judged(SEEN, claim).verdict == verdict
