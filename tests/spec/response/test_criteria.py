"""A response belongs to its criteria: the same assessments may mean another class under other criteria."""

from fractions import Fraction

import pytest

from resorb.values.ranges import Range
from tests.spec.response.made import classes, responses, study_of


def one_lesion(*assessments: str, lesion: str = "site: shin") -> str:
    listed = "".join(f"  - {{lesion: shin, {a}}}\n" for a in assessments)
    return f"lesions: {{shin: {{{lesion}}}}}\ncourses: {{c1: {{product: ointment}}}}\nassessments:\n{listed}"


def test_one_assessment_two_criteria_two_classes() -> None:
    """40 mm became 32 mm and was called decreased: 32/40 - 1 = -20 %, short of the -30 % that one of them asks."""
    found = responses(study_of(one_lesion(
        "at: before c1, measure: lesion size, value: 40 mm",
        "at: week 12, measure: lesion size, value: 32 mm, finding: decreased",
    )))  # fmt: skip
    assert found["P1.shin", "spec chart"].best == "partial"
    assert found["P1.shin", "spec percent"].best == "none"
    assert found["P1.shin", "spec percent"].change_percent == Range.point(-20)


@pytest.mark.parametrize(
    ("now", "response"),
    [
        ("0 mm", "complete"),  # -100 %
        ("0.1 mm", "partial"),  # -99.75 %
        ("28 mm", "partial"),  # 28/40 - 1 = -30 %, the end belongs to partial
        ("28.1 mm", "none"),  # -29.75 %
        ("2.8 cm", "partial"),  # the same 28 mm
        ("47.9 mm", "none"),  # +19.75 %
        ("48 mm", "worse"),  # +20 %
        ("20-24 mm", "partial"),  # -50 to -40 %: one class wherever it lies
        ("24-32 mm", "unknown"),  # -40 to -20 %: two classes
        ("< 30 mm", "unknown"),  # nothing bounds it from below
    ],
)
def test_change_from_baseline_has_exact_ends(now: str, response: str) -> None:
    found = responses(study_of(one_lesion(
        "at: before c1, measure: lesion size, value: 40 mm",
        f"at: week 12, measure: lesion size, value: {now}",
    )))  # fmt: skip
    assert found["P1.shin", "spec percent"].best == response


def test_printed_change_is_taken_as_printed() -> None:
    found = responses(study_of(one_lesion("at: week 12, measure: lesion size, change: -67")))
    assert found["P1.shin", "spec percent"].best == "partial"
    assert found["P1.shin", "spec percent"].change_percent == Range.point(-67)


def test_a_lesions_own_size_is_the_baseline_of_its_later_sizes() -> None:
    """17 x 20 cm counts by its longest diameter: 50 mm of 200 mm is -75 %."""
    found = responses(study_of(one_lesion(
        "at: week 12, measure: lesion size, value: 50 mm", lesion="site: shin, size: 17 x 20 cm"
    )))  # fmt: skip
    assert found["P1.shin", "spec percent"].change_percent == Range.point(-75)


@pytest.mark.parametrize("value", ["unknown time", "other measure", "none"])
def test_measured_without_a_baseline_is_unknown(value: str) -> None:
    before = {
        "unknown time": ["at: unknown, measure: lesion size, value: 40 mm"],
        "other measure": ["at: before c1, measure: lesion area, value: 4 cm2"],
        "none": [],
    }[value]
    found = responses(study_of(one_lesion(*before, "at: week 12, measure: lesion size, value: 32 mm")))
    shin = found["P1.shin", "spec percent"]
    assert shin.best == "unknown"
    assert "baseline" in shin.why
    assert shin.change_percent.is_open


@pytest.mark.parametrize("at", ["at diagnosis", "at presentation", "before c1", "first dose", "2 weeks before c1"])
def test_what_was_seen_before_treatment_is_baseline(at: str) -> None:
    found = responses(study_of(one_lesion(
        f"at: {at}, measure: lesion size, value: 40 mm",
        "at: week 12, measure: lesion size, value: 20 mm",
    )))  # fmt: skip
    assert found["P1.shin", "spec percent"].change_percent == Range.point(-50)
    assert classes(found["P1.shin", "spec percent"]) == ["partial"]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("5 months", None),  # too early: these criteria do not look
        ("6 months", "none"),
        ("26 weeks", None),  # 182 days; six months of 30.4375 days are 182.625
        ("27 weeks", "none"),
        ("by 7 months", "unknown"),  # cannot be told
    ],
)
def test_imaging_counts_only_when_late_enough(at: str, expected: str | None) -> None:
    found = responses(study_of(one_lesion(f"at: {at}, by: radiograph, finding: unchanged")))
    shin = found.get(("P1.shin", "spec imaging"))
    assert (shin.best if shin else None) == expected
    assert found["P1.shin", "spec chart"].best == "none"


def test_only_the_methods_of_the_criteria_count() -> None:
    """Seen by eye: imaging criteria have nothing to say, which is not the same as unknown."""
    found = responses(study_of(one_lesion("at: 7 months, by: clinical examination, finding: decreased")))
    assert ("P1.shin", "spec imaging") not in found
    assert found["P1.shin", "spec chart"].best == "partial"


@pytest.mark.parametrize("cells", ["by: radiograph", "by: radiograph, finding: not reported"])
def test_assessed_and_not_reported_is_unknown(cells: str) -> None:
    found = responses(study_of(one_lesion(f"at: 7 months, {cells}")))
    assert found["P1.shin", "spec imaging"].best == "unknown"
    assert found["P1.shin", "spec imaging"].time_to_response == Range(Fraction(0), None)


def test_unknown_does_not_hide_what_is_known_before_it() -> None:
    found = responses(study_of(one_lesion("at: week 4, finding: decreased", "at: week 9, finding: not reported")))
    shin = found["P1.shin", "spec chart"]
    assert (shin.best, shin.last) == ("partial", "unknown")


def test_points_of_a_score_are_counted_not_turned_into_per_cent() -> None:
    """7 to 5 is two points; -28.6 % is shown beside it."""
    study = study_of("""
courses: {c1: {product: ointment}}
assessments:
  - {at: first dose, measure: pain NRS, value: 7 points}
  - {at: week 4, measure: pain NRS, value: 5 points}
""")
    pain = responses(study)["P1", "spec points"]
    assert (pain.level, pain.best) == ("patient", "partial")
    assert pain.change_percent == Range.point(Fraction(-200, 7))


def test_every_response_names_the_facts_it_rests_on() -> None:
    study = study_of(one_lesion(
        "at: before c1, measure: lesion size, value: 40 mm",
        "at: week 12, measure: lesion size, value: 20 mm",
    ))  # fmt: skip
    shin = responses(study)["P1.shin", "spec percent"]
    assert [str(f) for f in shin.trace] == [
        "spec/assessments/P1.assessments.2",
        "spec/assessments/P1.assessments.1/value",
        "spec/courses/P1.c1",
    ]
    assert all(study.origin(fact) for fact in shin.trace)
