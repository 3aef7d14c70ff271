"""Counts: patients listed, events, lesions of courses, percentages without their count."""

import pytest

from tests.spec.checks_plausibility.studies import FAILS, HOLDS, UNJUDGED, only, said_of, verdicts


def test_no_more_patients_are_listed_than_a_group_holds() -> None:
    body = "groups: {{g: {{label: all, n: {}}}}}\npatients: {{P1: {{group: g}}, P2: {{group: g}}}}\n"
    assert only(body.format(5), "listed-within-group").verdict is HOLDS
    finding = only(body.format(1), "listed-within-group")
    assert (finding.verdict, finding.printed, finding.computed) == (FAILS, "1", "2")
    assert said_of("groups: {g: {label: all, n: 5}}\n", "listed-within-group") == []


@pytest.mark.parametrize(
    ("group", "event", "verdict"),
    [
        ("n: 28", "n: 3", HOLDS),
        ("n: 28", "n: 29", FAILS),
        ("n: 28", "n: 3, of: 2", FAILS),
        ("percent: 10", "n: 3", UNJUDGED),
    ],
)
def test_no_more_events_than_patients_at_risk(group: str, event: str, verdict: str) -> None:
    body = f"groups: {{g: {{label: all, {group}, adverse events: [{{event: nausea, {event}}}]}}}}\n"
    assert only(body, "events-within-group").verdict == verdict


def test_a_patient_is_one() -> None:
    body = "patients: {{P1: {{adverse events: [{{event: nausea, n: {}}}]}}}}\n"
    assert only(body.format(1), "events-within-group").verdict is HOLDS
    assert only(body.format(2), "events-within-group").verdict is FAILS


def test_no_more_diagnoses_than_patients() -> None:
    body = "groups: {{g: {{label: all, n: 4, conditions: [{{is: calciphylaxis, n: {}}}]}}}}\n"
    assert only(body.format(4), "events-within-group").verdict is HOLDS
    assert only(body.format(5), "events-within-group").verdict is FAILS


def test_a_course_names_no_lesion_that_was_not_treated() -> None:
    body = (
        "products: {{iv: {{drug: sodium thiosulfate, route: intravenous}}}}\n"
        "patients: {{P1: {{lesions: {{l: {{site: knee, treated: {}}}}},"
        " courses: {{c1: {{product: iv, lesions: [l]}}}}}}}}\n"
    )
    assert only(body.format("yes"), "course-treats-its-lesions").verdict is HOLDS
    finding = only(body.format("no"), "course-treats-its-lesions")
    assert (finding.verdict, finding.printed) == (FAILS, "P1.l")


def share(of: str, *, died: str = "", more: str = "") -> str:
    """A share of 50 % without its count, of a group."""
    part = "part: {label: healed, of: all, percent: 50}"
    return f"groups: {{all: {{label: all, {of}}}, {part}{more}}}\n{died}"


def test_half_of_six_is_three() -> None:
    finding = only(share("n: 6"), "percent-reachable")
    assert (finding.verdict, finding.message) == (HOLDS, "50 % of 6 is 3/6.")


def test_half_of_five_is_no_count_and_the_dead_patient_may_be_counted() -> None:
    # 50 / 100 × 5 = 2.5; 2/5 = 40 %, 3/5 = 60 %; with the one who died 3 of 6
    finding = only(share("n: 5", died="patients: {D: {died: yes}}\n"), "percent-reachable")
    assert (finding.verdict, finding.printed) == (FAILS, "50 %")
    assert finding.arithmetic == "50 / 100 × 5 = 2.5; 2/5 = 40.0 %, 3/5 = 60.0 %"
    assert finding.suggestion == "it may be 3 of 6 (with those counted who died)"


def test_half_of_five_may_be_of_the_living_or_of_lesions() -> None:
    living = only(share("n: 5", died="patients: {D: {died: yes, group: all}}\n"), "percent-reachable")
    assert living.suggestion == "it may be 2 of 4 (without those who died)"
    lesions = only(share("n: 5, lesions: 8"), "percent-reachable")
    assert lesions.suggestion == "it may be 4 of 8 (lesions, not patients)"


def test_half_of_five_may_be_of_the_wider_group() -> None:
    body = (
        "groups:\n  all: {label: everyone, n: 6}\n  five: {label: five, of: all, n: 5}\n"
        "  part: {label: healed, of: five, percent: 50}\n"
    )
    assert only(body, "percent-reachable").suggestion == "it may be 3 of 6 (all of 'everyone')"


def test_without_any_other_reading_the_suggestion_stays_general() -> None:
    assert only(share("n: 5"), "percent-reachable").suggestion == "lesions or another group may be meant"


def test_a_claim_of_a_share_and_a_weighted_mean_are_judged_too() -> None:
    groups = "groups: {all: {label: all, n: 5}, part: {label: healed}}\n"
    percent = groups + "claims: [{claim: percent, of: part, in: all, printed: 50 %}]\n"
    assert only(percent, "percent-reachable").about.column == "printed"
    mean = groups + "claims: [{claim: weighted mean, in: all, with: ['50 % x 100 %', '40 % x 80 %'], printed: 82 %}]\n"
    assert verdicts(mean, "percent-reachable") == [FAILS, HOLDS]


def test_a_share_with_its_count_is_judged_elsewhere() -> None:
    assert (
        said_of("groups: {all: {label: a, n: 5}, part: {label: b, of: all, n: 2, percent: 50}}\n", "percent-reachable")
        == []
    )


def test_a_share_of_an_unknown_number_cannot_be_judged() -> None:
    assert only(share("lesions: 4"), "percent-reachable").verdict is UNJUDGED
