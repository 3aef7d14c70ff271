"""A response is a course of events: it may come, go and come back, and each of these is kept."""

from fractions import Fraction

from tests.spec.response.made import classes, days, responses, study_of

ON_OFF_ON = """
lesions: {heel: {site: heel}}
courses:
  c1: {product: ointment, lesions: [heel], span: 10 weeks}
  c2: {product: ointment, lesions: [heel], start: 20 weeks after stop of c1, span: 8 weeks}
assessments:
  - {lesion: heel, at: week 4, by: clinical examination, finding: unchanged}
  - {lesion: heel, at: week 10, by: clinical examination, finding: resolved}
  - {lesion: heel, at: 12 weeks after stop of c1, by: clinical examination, finding: recurred}
  - {lesion: heel, at: stop of c2, by: clinical examination, finding: decreased}
"""


def test_on_off_on_is_one_response_with_a_recurrence_and_a_second_response() -> None:
    """Resolved on the drug, back after it stopped, smaller when it is given again."""
    heel = responses(study_of(ON_OFF_ON))["P1.heel", "spec chart"]
    assert classes(heel) == ["none", "complete", "partial", "partial"]
    assert heel.recurred is True
    assert heel.after_retreatment == "partial"
    assert heel.last == "partial"
    assert heel.course == "P1.c1"


def test_criteria_that_deny_complete_to_what_recurred_give_their_class_for_recurred() -> None:
    heel = responses(study_of(ON_OFF_ON))["P1.heel", "spec chart"]
    assert heel.best == "partial"
    assert "recurred" in heel.why


def test_time_to_response_lies_between_two_looks() -> None:
    """Not yet at week 4, there at week 10: after 4 x 7 = 28 days, by 10 x 7 = 70."""
    heel = responses(study_of(ON_OFF_ON))["P1.heel", "spec chart"]
    assert days(heel.time_to_response) == ("28", "70")


def test_second_looks_are_judged_against_the_course_under_way_by_then() -> None:
    """The last look is on day 70 + 140 + 56 = 266 of the axis; the response's own course is still the first."""
    heel = responses(study_of(ON_OFF_ON))["P1.heel", "spec chart"]
    assert [days(j.day) for j in heel.classes] == [("28", "28"), ("70", "70"), ("154", "154"), ("266", "266")]


def test_response_seen_at_the_first_look_came_at_any_time_since_the_start() -> None:
    study = study_of("""
lesions: {heel: {site: heel}}
courses: {c1: {product: ointment}}
assessments: [{lesion: heel, at: by 5 months, finding: resolved}]
""")
    heel = responses(study)["P1.heel", "spec chart"]
    assert days(heel.time_to_response) == ("0", days(heel.time_to_response)[1])
    assert heel.time_to_response.high == 5 * Fraction("30.4375")


def test_no_response_is_censored_at_the_last_look() -> None:
    study = study_of("""
lesions: {heel: {site: heel}}
courses: {c1: {product: ointment}}
assessments:
  - {lesion: heel, at: week 4, finding: unchanged}
  - {lesion: heel, at: week 12, finding: increased}
""")
    heel = responses(study)["P1.heel", "spec chart"]
    assert (heel.best, heel.last) == ("none", "worse")
    assert days(heel.time_to_response) == ("84", None)
    assert heel.recurred is None


def test_recurrence_is_unknown_when_nobody_looked_again_and_no_when_someone_did() -> None:
    once = """
lesions: {heel: {site: heel}}
courses: {c1: {product: ointment}}
assessments:
  - {lesion: heel, at: week 4, finding: resolved}
"""
    again = once + "  - {lesion: heel, at: week 30, finding: resolved}\n"
    assert responses(study_of(once))["P1.heel", "spec chart"].recurred is None
    assert responses(study_of(again))["P1.heel", "spec chart"].recurred is False


def test_retreated_and_never_looked_at_again_is_unknown_not_none() -> None:
    study = study_of(ON_OFF_ON.rsplit("  - ", 1)[0])
    assert responses(study)["P1.heel", "spec chart"].after_retreatment == "unknown"


def test_recurrence_without_retreatment_has_no_class_after_it() -> None:
    study = study_of("""
lesions: {heel: {site: heel}}
courses: {c1: {product: ointment, span: 10 weeks}}
assessments:
  - {lesion: heel, at: week 10, finding: resolved}
  - {lesion: heel, at: 12 weeks after stop of c1, finding: recurred}
""")
    heel = responses(study)["P1.heel", "spec chart"]
    assert (heel.recurred, heel.after_retreatment) == (True, None)


def test_an_assessment_may_name_the_course_it_is_judged_against() -> None:
    study = study_of("""
lesions: {heel: {site: heel}}
courses:
  c1: {product: ointment, span: 4 weeks}
  c2: {product: ointment, start: week 5}
assessments:
  - {lesion: heel, at: week 4, finding: unchanged}
  - {lesion: heel, course: c2, at: week 9, finding: decreased}
""")
    heel = responses(study)["P1.heel", "spec chart"]
    assert classes(heel) == ["none", "partial"]


def test_age_places_an_assessment_on_the_axis() -> None:
    """First dose at 6.0 years, seen at 6.5: the lesion had half a year; both ages are 0.1 years wide."""
    study = study_of("""
age: 6.0 years
age at: first dose
lesions: {heel: {site: heel}}
courses: {c1: {product: ointment}}
assessments: [{lesion: heel, at: age 6.5 years, finding: decreased}]
""")
    seen = responses(study)["P1.heel", "spec chart"].classes[0].day
    assert Fraction("0.5") * 12 * Fraction("30.4375") in seen
    assert seen.high is not None
    assert seen.low is not None
    assert seen.high - seen.low == Fraction("0.2") * 12 * Fraction("30.4375")


def test_a_residue_on_the_radiograph_of_what_the_eye_no_longer_sees_is_no_recurrence() -> None:
    study = study_of("""
lesions: {elbow: {site: elbow}}
courses: {c1: {product: ointment}}
assessments:
  - {lesion: elbow, at: 7 months, by: clinical examination, finding: resolved}
  - {lesion: elbow, at: 8 months, by: radiograph, finding: much decreased}
""")
    assert responses(study)["P1.elbow", "spec chart"].recurred is False


def test_less_than_gone_by_the_same_eye_is_a_recurrence_whether_or_not_the_word_is_used() -> None:
    study = study_of("""
lesions: {elbow: {site: elbow}}
courses: {c1: {product: ointment}}
assessments:
  - {lesion: elbow, at: 7 months, by: clinical examination, finding: resolved}
  - {lesion: elbow, at: 12 months, by: clinical examination, finding: increased}
""")
    elbow = responses(study)["P1.elbow", "spec chart"]
    assert (elbow.recurred, elbow.best, elbow.last) == (True, "partial", "worse")
