"""The lesion is the unit of response, the patient is the cluster; a printed group is a level of its own."""

import pytest

from resorb.values.ranges import Range
from tests.spec.response.made import days, responses, study_of


def two_lesions(tibia: str, buttock: str, by: str = "clinical examination") -> str:
    return f"""
lesions: {{tibia: {{site: tibia}}, buttock: {{site: buttock}}}}
courses: {{c1: {{product: ointment, lesions: [tibia, buttock], span: 12 months}}}}
assessments:
  - {{lesion: tibia, at: 8 months, by: {by}, finding: {tibia}}}
  - {{lesion: buttock, at: 9 months, by: {by}, finding: {buttock}}}
"""


def test_one_course_two_lesions_two_outcomes() -> None:
    found = responses(study_of(two_lesions("resolved", "unchanged")))
    assert found["P1.tibia", "spec chart"].best == "complete"
    assert found["P1.buttock", "spec chart"].best == "none"
    assert {r.course for r in found.values()} == {"P1.c1"}


@pytest.mark.parametrize(
    ("tibia", "buttock", "best_lesion_rule", "worst_lesion_rule"),
    [
        ("decreased", "unchanged", "partial", "none"),
        ("decreased", "increased", "partial", "worse"),
        ("decreased", "not reported", "partial", "unknown"),  # the best is a responder already; the worst is not told
        ("unchanged", "not reported", "unknown", "none"),  # the unseen one might have responded; the worst has not
        ("not reported", "not reported", "unknown", "unknown"),
    ],
)
def test_the_patient_follows_from_lesions_by_the_criterias_own_rule(
    tibia: str, buttock: str, best_lesion_rule: str, worst_lesion_rule: str
) -> None:
    found = responses(study_of(two_lesions(tibia, buttock, by="radiograph")))
    assert found["P1", "spec chart"].best == best_lesion_rule
    assert found["P1", "spec imaging"].best == worst_lesion_rule
    assert "best lesion decides" in found["P1", "spec chart"].why
    assert "worst lesion decides" in found["P1", "spec imaging"].why


def test_the_patient_responds_when_the_deciding_lesion_does() -> None:
    """Best rule: with the first lesion, by 8 months. Worst rule: with the last, by 9; a month is 30.4375 days."""
    found = responses(study_of(two_lesions("decreased", "decreased", by="radiograph")))
    assert days(found["P1", "spec chart"].time_to_response) == ("0", "243.5")
    assert days(found["P1", "spec imaging"].time_to_response) == ("0", "273.9375")


def test_criteria_without_a_rule_class_the_patient_only_from_what_is_said_of_the_patient() -> None:
    study = study_of("""
lesions: {tibia: {site: tibia}}
courses: {c1: {product: ointment}}
assessments: [{lesion: tibia, at: week 9, measure: lesion size, change: -40}]
""")
    found = responses(study)
    assert found["P1.tibia", "spec percent"].best == "partial"
    assert ("P1", "spec percent") not in found


def test_a_patient_without_lesions_on_file_is_classed_from_the_patients_own_assessments() -> None:
    study = study_of("""
courses: {c1: {product: ointment}}
assessments: [{at: 2 months, by: chart, finding: decreased}]
""")
    patient = responses(study)["P1", "spec chart"]
    assert (patient.level, patient.best, patient.patient) == ("patient", "partial", "P1")


def test_what_lesions_leave_unknown_may_be_stated_of_the_patient() -> None:
    study = study_of("""
lesions: {tibia: {site: tibia}}
courses: {c1: {product: ointment}}
assessments:
  - {lesion: tibia, at: 2 months, finding: not reported}
  - {at: 2 months, finding: decreased}
""")
    assert responses(study)["P1", "spec chart"].best == "partial"


def test_a_lesion_that_no_course_was_for_has_no_response() -> None:
    study = study_of("""
lesions: {tibia: {site: tibia}, hip: {site: hip}, knee: {site: knee, treated: no}}
courses:
  c1: {product: ointment, lesions: [tibia]}
assessments:
  - {lesion: tibia, at: week 9, finding: decreased}
  - {lesion: hip, at: week 9, finding: unchanged}
  - {lesion: knee, at: week 9, finding: unchanged}
""")
    assert {subject for subject, _ in responses(study)} == {"P1", "P1.tibia"}


def test_a_lesion_treated_later_has_its_own_baseline_and_start() -> None:
    """The hip's course starts in week 10; at week 14 it has had 4 x 7 = 28 days, and week 8 is before its start."""
    study = study_of("""
lesions: {tibia: {site: tibia}, hip: {site: hip}}
courses:
  c1: {product: ointment, lesions: [tibia], span: 6 weeks}
  c2: {product: ointment, lesions: [hip], start: week 10}
assessments:
  - {lesion: hip, at: week 8, measure: lesion size, value: 20 mm}
  - {lesion: hip, at: week 14, measure: lesion size, value: 10 mm}
""")
    hip = responses(study)["P1.hip", "spec percent"]
    assert (hip.course, hip.change_percent) == ("P1.c2", Range.point(-50))
    assert days(hip.time_to_response) == ("0", "28")


def test_a_printed_group_has_a_response_of_its_own() -> None:
    study = study_of(
        """
n: 12
courses: {c1: {product: ointment}}
assessments:
  - {at: week 4, measure: lesion size, change: -25}
  - {at: week 12, measure: lesion size, change: -67}
""",
        of="groups",
        name="all",
    )
    group = responses(study)["all", "spec percent"]
    assert (group.level, group.patient, group.best) == ("group", None, "partial")
    assert days(group.time_to_response) == ("28", "84")
    assert group.change_percent == Range.point(-67)
