"""What of a centre's own study may leave the house."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resorb.exports.privacy import SMALLEST_CELL, Choices, days_moved, leaving
from resorb.tables.schema import Attrition, Condition, Course, Dispense, Lab, OutcomeCount, Patient, StudyInfo
from resorb.tables.study import Study
from resorb.values.findings import BadInput
from tests.spec.exports.clinic import clinic
from tests.strategies import studies

FREE_TEXT = {
    "studies": ("setting", "note"),
    "patients": ("same_person_as", "death_cause", "note"),
    "courses": ("reason_stopped", "note"),
    "cotreatments": ("effect", "note"),
    "assessments": ("figure", "note"),
    "adverse_events": ("action", "note"),
    "appraisals": ("because", "note"),
}
"""Texts somebody typed of a patient, by table (else only the note); kept apart from the list that exports keeps."""
KEY = b"a secret of thirty-two bytes ..."


def left(study: Study, **choices: Any) -> tuple[Study, dict[str, Any]]:
    return leaving(study, Choices(**{"key": KEY, **choices}))


def free_texts(study: Study) -> list[str]:
    """Every free text that a study still holds."""
    return [
        text
        for table, rows in study.tables.items()
        for row in rows
        for text in (getattr(row, name, None) for name in FREE_TEXT.get(table, ("note",)))
        if text
    ]


def test_ids_are_new_and_rows_stand_in_their_order() -> None:
    study, _ = left(clinic())
    ids = [p.id for p in study.rows(Patient)]
    assert ids == [f"S{n}" for n in range(1, 13)]
    ages = [p.age.printed if p.age else None for p in clinic().rows(Patient)]
    assert [p.age.printed if p.age else None for p in study.rows(Patient)] != ages
    assert {c.id.partition(".")[0] for c in study.rows(Course)} == set(ids)
    assert {c.lesions for c in study.rows(Course)} == {(f"{i}.elbow",) for i in ids}


def test_dates_of_one_patient_move_together_and_spans_stay() -> None:
    """From 3 March to 3 June 2015 are 92 days, before and after; 3 March itself is gone."""
    study, _ = left(clinic())
    for course in study.rows(Course):
        assert course.start is not None
        assert course.stop is not None
        assert course.start.low is not None
        assert course.stop.low is not None
        assert course.stop.low - course.start.low == 92
        (supply,) = study.of(Dispense, "own", course=course.id)
        assert supply.at == course.start
    starts = [(c.patient or "", c.start.low or 0) for c in clinic().rows(Course) if c.start]
    moved = sorted(day + days_moved(KEY, "own", patient) for patient, day in starts)
    assert sorted(c.start.low or 0 for c in study.rows(Course) if c.start) == moved


@given(st.binary(min_size=16, max_size=32), st.text(max_size=5))
def test_a_date_always_moves_by_half_a_year_at_most(key: bytes, patient: str) -> None:
    assert 1 <= abs(days_moved(key, "own", patient)) <= 182


def test_without_shifting_a_date_keeps_its_year() -> None:
    study, said = left(clinic(), shift_dates=False)
    assert {c.start.printed for c in study.rows(Course) if c.start} == {"2015"}
    assert said["dates"] == "year only"


def test_dates_of_nobody_in_particular_keep_their_year() -> None:
    (info,) = left(clinic())[0].rows(StudyInfo)
    assert info.period_start is not None
    assert info.period_start.printed == "2014"


def test_ages_are_told_by_ten_years_and_who_stands_out_gives_up_marks() -> None:
    """Eleven white women in their forties look alike; the man of 93 gives up all, and joins nobody: they join him."""
    study, said = left(clinic())
    marks = Counter((p.sex, p.age.printed if p.age else None, p.race) for p in study.rows(Patient))
    assert marks == {(None, None, None): 12}
    assert said["patients made alike by giving up"]["race"] == 1
    larger, _ = left(clinic(12), smallest_cell=1)
    assert Counter(p.age.printed for p in larger.rows(Patient) if p.age) == {"40-49 years": 11, "at least 90 years": 1}


def test_a_diagnosis_of_one_patient_stays_behind() -> None:
    study, _ = left(clinic())
    found = Counter(c.condition for c in study.rows(Condition))
    assert found == {"calcinosis cutis": 12, "dermatomyositis": 11}


def test_small_losses_are_told_with_the_next_one() -> None:
    """40 - 3 - 20 = 17: the 3 without follow-up are told with the 20; 17 - 5 = 12 stands."""
    study, _ = left(clinic())
    told = [(a.reason, a.out, a.left) for a in study.rows(Attrition)]
    assert told == [("found", None, 40), ("no follow-up; other route", 23, 17), ("not as prescribed", 5, 12)]


def test_a_small_cell_takes_the_next_smallest_with_it() -> None:
    """CR 2 and NR 4 are under 5; PR 6 stays: 12 - 6 tells the sum of the two only."""
    study, _ = left(clinic())
    assert {o.response_class: o.n for o in study.rows(OutcomeCount)} == {"CR": None, "PR": 6, "NR": None}


def test_no_text_leaves_but_what_was_done() -> None:
    study, _ = left(clinic())
    everything = repr(study)
    assert "canary" not in everything.lower()
    assert not study.origins
    assert free_texts(clinic()), "the study has free text to lose"
    assert not free_texts(study)
    assert not study.tables["claims"]
    assert not study.tables["proposals"]


def test_measurements_and_doses_stay() -> None:
    study, _ = left(clinic())
    assert {lab.value.printed for lab in study.rows(Lab) if lab.value} == {"9.4 mg/dL"}
    assert {c.applied.printed for c in study.rows(Course) if c.applied} == {"1 g"}


def test_fewer_patients_than_the_smallest_cell_cannot_leave() -> None:
    with pytest.raises(BadInput) as refused:
        left(clinic(4))
    (fault,) = refused.value.faults
    assert "has 4 patients, fewer than the smallest cell of 5" in fault.rule
    assert "--as-is" in fault.remedy


def test_as_it_stands_nothing_changes_and_the_record_says_so() -> None:
    study, said = left(clinic(4), as_is=True)
    assert study == clinic(4)
    assert said["as it stands"] is True


def test_what_was_published_leaves_as_it_stands_when_it_says_where() -> None:
    """Read in full and cited, or known as bundled; a study that only says so of itself is treated as private."""
    bare = clinic(12, read="full text")
    assert left(bare)[1]["private studies"] == 1
    assert leaving(bare, Choices(key=KEY), public=["own"])[1]["private studies"] == 0


def test_equal_keys_give_equal_studies_and_other_keys_do_not() -> None:
    assert left(clinic())[0] == left(clinic())[0]
    assert left(clinic())[0] != left(clinic(), key=b"another secret, as long as that one")[0]


@settings(max_examples=60, deadline=None)
@given(studies(), st.integers(1, 8))
def test_whatever_the_study_classes_are_large_enough_and_no_small_count_is_left(study: Study, smallest: int) -> None:
    """Plain oracle: count patients by their marks, and look at every count of every group."""
    try:
        out, _ = left(study, smallest_cell=smallest)
    except BadInput:
        assert any(0 < len(study.only(i).rows(Patient)) < smallest for i in study.ids)
        return
    private = [i.id for i in study.rows(StudyInfo) if i.read not in ("full text", "abstract", "second-hand")]
    for name in private:
        own = out.only(name)
        classes = Counter((p.sex, p.age.printed if p.age else None, p.race) for p in own.rows(Patient))
        assert not classes or min(classes.values()) >= smallest
        assert all(not o.n or o.n >= smallest for o in own.rows(OutcomeCount))
        assert all(a.out is None or a.out == 0 or a.out >= smallest for a in own.rows(Attrition))
        assert not free_texts(own)
    assert SMALLEST_CELL == 5
