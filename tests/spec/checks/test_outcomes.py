"""Response, responders, recurrence, change, deaths, adverse events: under named criteria, with unknowns kept."""

import pytest

from tests.spec.checks.studies import judged

LESIONS = """
    products: {x: {drug: sodium thiosulfate, route: topical}}
    patients:
      P1:
        died: "no"
        lesions: {knee: {site: knee}}
        courses: {c1: {product: x, span: 12 months}}
        assessments:
          - {lesion: knee, at: 3 months, by: clinical examination, finding: decreased}
          - {lesion: knee, at: 6 months, by: clinical examination, finding: resolved}
          - {lesion: knee, at: 12 months, by: clinical examination, finding: recurred}
        adverse events: [{event: skin irritation, n: 1}]
      P2:
        died: "yes"
        lesions: {hip: {site: hip}}
        courses: {c1: {product: x, span: 12 months}}
        assessments:
          - {lesion: hip, at: 6 months, by: clinical examination, finding: unchanged}
        adverse events: [{event: any, n: 0}]
      P3:
        lesions: {toe: {site: toe}}
        courses: {c1: {product: x, span: 12 months}}
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("claim: response, of: P1.knee, under: direction, printed: complete", "holds"),
        ("claim: response, of: P1.knee, under: direction, printed: resolved", "holds"),
        ("claim: response, of: P1.knee, under: direction, printed: partial", "fails"),
        ("claim: response, of: P1.knee, under: direction, at: 3 months, printed: partial", "holds"),
        # complete asks for lack of recurrence there
        ("claim: response, of: P1.knee, under: mayo-chart, printed: CR", "fails"),
        ("claim: response, of: P1.knee, under: mayo-chart, printed: PR", "holds"),
        ("claim: response, of: P2.hip, under: direction, printed: none", "holds"),
        ("claim: response, of: P3.toe, under: direction, printed: none", "unjudged"),
        ("claim: response, of: P1.knee, under: direction, printed: dramatic", "unjudged"),
        ('claim: recurrence, of: P1.knee, under: direction, printed: "yes"', "holds"),
        ('claim: recurrence, of: P1, under: direction, printed: "no"', "fails"),
        ('claim: recurrence, of: P3.toe, under: direction, printed: "no"', "unjudged"),
        ("claim: responders, with: [lesions], under: direction, printed: 1/3", "assumes"),
        ("claim: responders, of: [P1.knee, P2.hip], under: direction, printed: 1/2", "holds"),
        ("claim: responders, of: [P1.knee, P2.hip], under: direction, printed: 2/2", "fails"),
        ("claim: responders, of: [P1.knee, P2.hip], under: direction, printed: 1/4", "fails"),
        ("claim: responders, of: [P1, P2], under: direction, printed: 1/2", "assumes"),
        ("claim: responders, of: [P3], under: direction, printed: 1", "unjudged"),
        ("claim: deaths, of: [P1, P2], printed: 1/2", "holds"),
        ("claim: deaths, of: [P1, P2], printed: 2", "fails"),
        ("claim: deaths, printed: 1/3", "assumes"),
        ("claim: deaths, of: [P3], printed: 0", "unjudged"),
        ("claim: adverse events, of: [P1, P2], printed: 1/2", "holds"),
        ("claim: adverse events, of: [P1, P2], printed: none", "fails"),
        ("claim: adverse events, of: [P2], with: [skin irritation], printed: 0", "holds"),
        ("claim: adverse events, printed: 1/3", "assumes"),
        ("claim: adverse events, of: [P3], printed: 0", "unjudged"),
        ("claim: adverse events, of: [P3], with: [boredom], printed: 0", "unjudged"),
    ],
)
def test_outcomes(claim: str, verdict: str) -> None:
    assert judged(LESIONS, claim).verdict == verdict


def test_a_failing_response_says_why_the_class_is_another() -> None:
    finding = judged(LESIONS, "claim: response, of: P1.knee, under: mayo-chart, printed: CR")
    assert (finding.computed, "recurred" in finding.message) == ("partial", True)


def test_who_is_unknown_is_named() -> None:
    finding = judged(LESIONS, "claim: deaths, printed: 1/3")
    assert finding.assumption == "none of the 1 of whom it is not known (P3) died"


def test_patients_classed_by_their_lesions_are_an_assumption() -> None:
    finding = judged(LESIONS, "claim: responders, of: [P1, P2], under: direction, printed: 1/2")
    assert finding.assumption == "a patient responded when one of the lesions did"


COUNTS = """
    criteria: mayo-chart
    groups:
      all:
        label: All
        n: 28
        outcomes: {CR: 2, PR: 17, NR: 7, UR: %s}
        adverse events:
          - {event: skin irritation, n: 2}
          - {event: application pain, n: 1}
"""


@pytest.mark.parametrize(
    ("unknown", "claim", "verdict"),
    [
        (2, "claim: responders, of: all, printed: 19/28", "assumes"),
        (2, "claim: responders, of: all, printed: 22/28", "fails"),
        (0, "claim: responders, of: all, printed: 18", "fails"),
        (2, "claim: adverse events, of: all, printed: 3", "assumes"),
        (2, "claim: adverse events, of: all, printed: 4", "fails"),
        (2, "claim: adverse events, of: all, with: [skin irritation], printed: 2", "holds"),
        (2, "claim: deaths, of: all, printed: 1", "unjudged"),
    ],
)
def test_groups(unknown: int, claim: str, verdict: str) -> None:
    assert judged(COUNTS % unknown, claim).verdict == verdict


def test_patients_with_two_events_are_what_a_sum_of_events_assumes() -> None:
    body = COUNTS % 2
    assert judged(body, "claim: adverse events, of: all, printed: 3").assumption == "no patient had two of them"
    two = judged(body, "claim: adverse events, of: all, printed: 2")
    assert two.assumption == "1 had more than one of them"


SCORES = """
    patients:
      P1:
        lesions: {knee: {site: knee}}
        assessments:
          - {lesion: knee, at: 0 months, measure: lesion size, value: 40 mm}
          - {lesion: knee, at: 6 months, measure: lesion size, value: 2.6 cm}
          - {lesion: knee, at: 9 months, measure: lesion size}
"""


@pytest.mark.parametrize(
    ("of", "printed", "verdict"),
    [
        ("[P1.assessments.1, P1.assessments.2]", '"-35 %"', "holds"),
        ("[P1.assessments.2]", "reduced by 35 %", "holds"),
        ("[P1.assessments.1, P1.assessments.2]", "35 %", "fails"),
        ("[P1.assessments.1, P1.assessments.3]", "35 %", "unjudged"),
    ],
)
def test_change(of: str, printed: str, verdict: str) -> None:
    finding = judged(SCORES, f"claim: change, of: {of}, printed: {printed}", "change")
    assert finding.verdict == verdict
    if verdict != "unjudged":
        assert finding.arithmetic == "(2.6 cm - 40 mm) / 40 mm = -35 %"
