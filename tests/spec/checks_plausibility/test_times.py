"""The order of events: starts and stops, spans, death, lesions, ages, follow-up, figure letters."""

import pytest

from tests.spec.checks_plausibility.studies import ASSUMES, FAILS, HOLDS, UNJUDGED, only, said_of, verdicts


def patient(facts: str, *courses: str) -> str:
    """A study of one patient with these facts and courses of one product."""
    listed = "".join(f"      c{n}: {{product: iv, {c}}}\n" for n, c in enumerate(courses, start=1))
    below = f"    courses:\n{listed}" if courses else ""
    own = "".join(f"    {line}\n" for line in facts.splitlines() if line)
    return (
        "products:\n  iv: {drug: sodium thiosulfate, route: intravenous}\n"
        f"patients:\n  P1:\n    sex: female\n{own}{below}"
    )


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ("start: 2015-03-01, stop: 2015-11-01", HOLDS),
        ("start: 2015-11-01, stop: 2015-03-01", FAILS),
        ("start: first dose, stop: at diagnosis", UNJUDGED),
    ],
)
def test_a_course_stops_after_it_starts(facts: str, verdict: str) -> None:
    assert only(patient("", facts), "course-stops-after-it-starts").verdict == verdict


@pytest.mark.parametrize(
    ("span", "verdict"),
    [
        ("8 months", HOLDS),  # 7.5 to 8.5 months of 30.4375 days are 228.3 to 258.7
        ("245 days", HOLDS),
        ("8.2 months", ASSUMES),  # 8.15 to 8.25 months of 30 days are 244.5 to 247.5, of 30.4375 days 248.1 to 251.1
        ("3 months", FAILS),
    ],
)
def test_a_printed_span_against_start_and_stop(span: str, verdict: str) -> None:
    # 1 March to 1 November is 245 days
    finding = only(patient("", f"start: 2015-03-01, stop: 2015-11-01, span: {span}"), "course-span-fits")
    assert finding.verdict == verdict, finding.message
    assert (finding.arithmetic or "").startswith("stop - start = 245 days")


def test_courses_are_listed_in_the_order_they_began() -> None:
    assert only(patient("", "span: 3 months", "start: 6 months"), "courses-in-order").verdict is HOLDS
    assert (
        only(patient("", "span: 3 months", "start: 6 months before start of c1"), "courses-in-order").verdict is FAILS
    )
    assert verdicts(patient("", "span: 3 months", "start: at diagnosis"), "courses-in-order") == []


def test_nothing_is_seen_after_death() -> None:
    facts = (
        "died: yes\ndeath: {}\nassessments: [{{at: 3 months, finding: improved}}, {{at: 9 months, finding: healed}}]"
    )
    assert only(patient(facts.format("12 months"), "span: 4 months"), "nothing-after-death").verdict is HOLDS
    late = only(patient(facts.format("6 months"), "span: 4 months"), "nothing-after-death")
    assert (late.verdict, late.about.row) == (FAILS, "P1.assessments.2")
    unknown = only(patient("died: yes", "span: 4 months"), "nothing-after-death")
    assert (unknown.verdict, "needs the time of death" in unknown.message) == (UNJUDGED, True)


def test_a_lesion_is_noted_before_it_is_treated() -> None:
    facts = "lesions: {{l: {{site: knee, first noted: {}}}}}"
    course = "lesions: [l], span: 3 months"
    assert (
        only(patient(facts.format("2 years before start of c1"), course), "lesion-precedes-treatment").verdict is HOLDS
    )
    assert only(patient(facts.format("2 months"), course), "lesion-precedes-treatment").verdict is FAILS
    assert verdicts(patient(facts.format("at diagnosis"), course), "lesion-precedes-treatment") == []


def test_an_age_at_an_event_is_not_above_the_age_reported() -> None:
    facts = "age: 10 years\nage at: {}\nlesions: {{l: {{site: knee, first noted: age {} years}}}}"
    assert only(patient(facts.format("at report", "6.5")), "age-at-events").verdict is HOLDS
    assert only(patient(facts.format("at report", "11")), "age-at-events").verdict is FAILS
    # After the diagnosis one may well be older than at it.
    assert verdicts(patient(facts.format("at diagnosis", "11")), "age-at-events") == []


def test_follow_up_reaches_the_last_assessment() -> None:
    facts = "followed: {}\nassessments: [{{at: 7 months, finding: improved}}]"
    assert only(patient(facts.format("7 months"), "span: 4 months"), "followed-long-enough").verdict is HOLDS
    assert only(patient(facts.format("4 months"), "span: 4 months"), "followed-long-enough").verdict is FAILS
    assert verdicts(patient(facts.format("at least 4 months"), "span: 4 months"), "followed-long-enough") == []


def panels(*rows: tuple[str, str, str]) -> str:
    """Assessments of lesions as (lesion, time, panels of figure 1, or another figure by its whole name)."""
    named = [(x, t, f if f.startswith("Fig") else f"Figure 1{f}") for x, t, f in rows]
    seen = "".join(f"  - {{lesion: {x}, at: {t}, finding: decreased, figure: '{f}'}}\n" for x, t, f in named)
    return patient(f"lesions: {{shin: {{site: shin}}, hip: {{site: hip}}}}\nassessments:\n{seen}", "span: 4 months")


def test_panels_that_follow_time_hold() -> None:
    body = panels(("shin", "before c1", "A"), ("shin", "4 months", "B"), ("shin", "7 months", "Fig. 1C"))
    finding = only(body, "figure-letters-follow-time")
    assert (finding.verdict, finding.printed) == (HOLDS, "A, B, C")


def test_a_later_picture_with_an_earlier_letter_is_found_once_with_its_reasons() -> None:
    body = panels(
        ("shin", "before c1", "I"),
        ("shin", "4 months", "Figure 1, J and M"),
        ("shin", "3 months after stop of c1", "I"),
    )
    finding = only(body, "figure-letters-follow-time")
    assert (finding.verdict, finding.about.row, finding.printed) == (FAILS, "P1.assessments.3", "Figure 1I")
    assert "I shows before c1, the same panel; J shows 4 months" in finding.message


def test_the_proposed_letter_follows_the_latest_of_the_lesion() -> None:
    body = panels(("shin", "before c1", "I"), ("shin", "4 months", "J"), ("shin", "7 months", "I"))
    assert only(body, "figure-letters-follow-time").suggestion == "Figure 1K"


def test_letters_of_other_lesions_and_figures_are_not_compared() -> None:
    body = panels(("shin", "4 months", "J"), ("hip", "7 months", "B"), ("shin", "7 months", "Figure 2A"))
    assert verdicts(body, "figure-letters-follow-time") == []


def test_times_that_cannot_be_compared_are_left_alone() -> None:
    body = panels(("shin", "at diagnosis", "B"), ("shin", "4 months", "A"))
    assert said_of(body, "figure-letters-follow-time") == []


def test_rows_that_may_lie_after_death_are_not_said_to_lie_before_it() -> None:
    facts = "died: yes\ndeath: 6-12 months\nassessments: [{at: 9 months, finding: improved}]"
    finding = only(patient(facts, "span: 4 months"), "nothing-after-death")
    assert (finding.verdict, finding.message[:7]) == (UNJUDGED, "1 of 1 ")
