"""What the steps of a cohort do, one rule at a time, on clinics of one or two persons."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from resorb.records.store import build_store
from tests.omop import PROTOCOL, Clinic, find, treated

IN = "SELECT person_id FROM flow WHERE step IS NULL ORDER BY person_id"
COURSES = "SELECT start::VARCHAR, stop::VARCHAR, n_supplies FROM course ORDER BY start"


def kept(folder: Path, more: str = "", clinic: Clinic | None = None) -> list[int]:
    """Persons that stay, by the small protocol with ``more``."""
    return [p for (p,) in find((clinic or treated()).write(folder), PROTOCOL + more, kept=IN).rows["kept"]]


def test_code_and_drug_in_the_period_are_found(tmp_path: Path) -> None:
    assert kept(tmp_path) == [1]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("L94.2", True),
        ("l942", True),  # as billing systems write it
        (" L94.2 ", True),
        ("L94.20", False),
        ("L94", False),
        ("E83.59", False),
    ],
)
def test_a_code_is_read_as_sources_write_it(tmp_path: Path, code: str, found: bool) -> None:
    clinic = Clinic().person(1).code(1, "2014-02-01", code).supply(1, "2014-03-01")
    assert kept(tmp_path, clinic=clinic) == ([1] if found else [])


def test_a_code_of_another_vocabulary_is_another_code(tmp_path: Path) -> None:
    clinic = Clinic().add("concept", concept_id=77, concept_name="x", vocabulary_id="OPCS4", concept_code="L94.2")
    clinic.person(1).code(1, "2014-02-01", condition_source_concept_id=77).supply(1, "2014-03-01")
    assert kept(tmp_path, clinic=clinic) == []


def test_a_concept_counts_with_its_descendants_unless_told_otherwise(tmp_path: Path) -> None:
    clinic = Clinic().add("concept_ancestor", ancestor_concept_id=10, descendant_concept_id=11)
    clinic.person(1).code(1, "2014-02-01", "other", condition_concept_id=11).supply(1, "2014-03-01")
    folder = clinic.write(tmp_path)
    wide = PROTOCOL.replace("codes: {ICD10CM: [L94.2]}", "concepts: 10")
    narrow = PROTOCOL.replace("codes: {ICD10CM: [L94.2]}", "concepts: 10, narrower: no")
    assert find(folder, wide, kept=IN).rows["kept"] == [(1,)]
    assert find(folder, narrow, kept=IN).rows["kept"] == []


@pytest.mark.parametrize(
    ("day", "found"), [("2011-12-31", False), ("2012-01-01", True), ("2017-06-27", True), ("2017-06-28", False)]
)
def test_both_ends_of_the_period_count(tmp_path: Path, day: str, found: bool) -> None:
    by_drug = Clinic().person(1).code(1, "2014-02-01").supply(1, day)
    by_code = Clinic().person(1).code(1, day).supply(1, "2014-03-01")
    assert bool(kept(tmp_path / "drug", clinic=by_drug)) is found
    assert bool(kept(tmp_path / "code", clinic=by_code)) is found


def test_the_drug_may_be_named_in_the_instructions_alone(tmp_path: Path) -> None:
    sig = "Sodium  thiosulfate 25% oint. Apply twice daily"
    clinic = Clinic().person(1).code(1, "2014-02-01")
    clinic.supply(1, "2014-03-01", drug_source_value="COMPOUNDED OINTMENT", sig=sig)
    assert kept(tmp_path, clinic=clinic) == [1]


@pytest.mark.parametrize(
    "text",
    ["DILTIAZEM 120 MG CAPSULE", "SODIUM THIOSULFATES KIT", "SODIUM METABISULFITE/SODIUM THIOSULFATE TEST PATCH"],
)
def test_another_drug_is_not_found(tmp_path: Path, text: str) -> None:
    clinic = Clinic().person(1).code(1, "2014-02-01").supply(1, "2014-03-01", drug_source_value=text)
    assert kept(tmp_path, clinic=clinic) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [("(sodium thiosulfate)", True), ("Esodium thiosulfate", False), ("sodium thiosulfateé", False)],
)
def test_a_name_is_a_word_of_its_own_in_any_alphabet(tmp_path: Path, words: str, found: bool) -> None:
    """Texts that may hold a name are chosen loosely first; what is chosen so is looked at closely then."""
    by_name = Clinic().person(1).code(1, "2014-02-01")
    by_name.supply(1, "2014-03-01", drug_source_value=f"{words} 25% OINT")
    by_sig = Clinic().person(1).code(1, "2014-02-01")
    by_sig.supply(1, "2014-03-01", drug_source_value="COMPOUNDED OINTMENT", sig=f"{words} 25% oint")
    assert bool(kept(tmp_path / "name", clinic=by_name)) is found
    assert bool(kept(tmp_path / "sig", clinic=by_sig)) is found


def test_a_route_not_asked_for_is_not_found(tmp_path: Path) -> None:
    clinic = Clinic().person(1).code(1, "2014-02-01").supply(1, "2014-03-01", route_source_value="PO")
    assert kept(tmp_path, clinic=clinic) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He puts sodium thiosulfate ointment on the calcinosis of the hand.", True),
        ("No sodium thiosulfate was prescribed.", False),
        ("Her mother had calcinosis and used sodium thiosulfate.", False),
    ],
)
def test_a_note_may_name_the_drug_where_the_protocol_lets_it(tmp_path: Path, text: str, found: bool) -> None:
    folder = Clinic().person(1).code(1, "2014-02-01").note(1, "2014-05-01", text).write(tmp_path)
    by_notes = PROTOCOL.replace(
        "names: [sodium thiosulfate]", "names: [sodium thiosulfate], names in: [source value, note]"
    )
    assert find(folder, PROTOCOL, kept=IN).rows["kept"] == []
    assert bool(find(folder, by_notes, kept=IN).rows["kept"]) is found


# ---- courses ---------------------------------------------------------------------------------------------------------
def courses(folder: Path, *supplies: tuple[str, float | None], more: str = "") -> list[tuple[object, ...]]:
    clinic = Clinic().person(1).code(1, "2014-02-01")
    for day, lasts in supplies:
        clinic.supply(1, day, days=lasts)
    return find(clinic.write(folder), PROTOCOL + more, courses=COURSES).rows["courses"]


def test_a_course_ends_where_the_gap_is_longer_than_allowed(tmp_path: Path) -> None:
    # 1 March + 30 days = 31 March; + 90 days without = 29 June
    assert courses(tmp_path / "a", ("2014-03-01", 30), ("2014-06-29", 30)) == [("2014-03-01", "2014-07-29", 2)]
    assert courses(tmp_path / "b", ("2014-03-01", 30), ("2014-06-30", 30)) == [
        ("2014-03-01", "2014-03-31", 1),
        ("2014-06-30", "2014-07-30", 1),
    ]
    assert len(courses(tmp_path / "c", ("2014-03-01", 30), ("2014-05-01", 30), more="gap: 30 days")) == 2


def test_what_is_in_hand_bridges_a_gap(tmp_path: Path) -> None:
    # 300 days from 1 March last until 26 December; the short supply in between does not shorten them
    found = courses(tmp_path, ("2014-03-01", 300), ("2014-03-05", 10), ("2015-03-20", 30))
    assert found == [("2014-03-01", "2015-04-19", 3)]


def test_a_course_whose_last_supply_has_no_length_has_no_end(tmp_path: Path) -> None:
    assert courses(tmp_path, ("2014-03-01", 30), ("2014-04-01", None)) == [("2014-03-01", None, 2)]


@pytest.mark.parametrize("days", [-30, 0, 30.5])
def test_a_days_supply_that_is_none_gives_way_to_the_end_date_and_else_to_nothing(tmp_path: Path, days: float) -> None:
    assert courses(tmp_path / "a", ("2014-03-01", days)) == [("2014-03-01", None, 1)]
    clinic = treated()
    clinic.rows["drug_exposure"][0] |= {"days_supply": days, "drug_exposure_end_date": date(2014, 3, 21)}
    found = find(clinic.write(tmp_path / "b"), courses=COURSES).rows["courses"]
    assert found == [("2014-03-01", "2014-03-21", 1)]


def test_equal_rows_are_one_supply(tmp_path: Path) -> None:
    clinic = treated().supply(1, "2014-03-01")
    found = find(clinic.write(tmp_path), n="SELECT count(*), max(copies) FROM supply").rows["n"]
    assert found == [(1, 2)]


# ---- leaving out -----------------------------------------------------------------------------------------------------
def leaves(folder: Path, rule: str, clinic: Clinic | None = None) -> bool:
    step = f"exclusions: [{{code: it, reason: it, {rule}}}]\n"
    return kept(folder, step, clinic) == []


def test_underlying_conditions_count_at_any_time(tmp_path: Path) -> None:
    assert not leaves(tmp_path / "a", "rule: no underlying condition")
    without = Clinic().person(1).code(1, "2014-02-01").supply(1, "2014-03-01")
    assert leaves(tmp_path / "b", "rule: no underlying condition", without)


def test_a_route_may_exclude(tmp_path: Path) -> None:
    clinic = treated().supply(
        1, "2015-01-01", drug_source_value="SODIUM THIOSULFATE 12.5 G/50 ML", route_source_value="IV"
    )
    assert leaves(tmp_path / "a", "rule: given by, routes: [intravenous]", clinic)
    assert not leaves(tmp_path / "b", "rule: given by, routes: [intravenous]")


@pytest.mark.parametrize(
    ("day", "text", "out"),
    [
        ("2014-05-01", "The calcinosis of the hand is smaller.", False),
        ("2014-05-01", "The calcinosis of the hand is unchanged.", False),
        ("2014-03-01", "The calcinosis of the hand is smaller.", True),  # on the first day: nobody can tell yet
        ("2014-02-01", "The calcinosis of the hand is smaller.", True),
        ("2014-05-01", "Medications: sodium thiosulfate, for calcinosis.", True),
        ("2014-05-01", "Her mother had calcinosis that became smaller.", True),
        ("2014-05-01", "If the calcinosis becomes smaller, surgery can be avoided.", True),
    ],
)
def test_follow_up_is_a_note_that_tells_what_became_of_the_lesion(
    tmp_path: Path, day: str, text: str, out: bool
) -> None:
    clinic = Clinic().person(1).code(1, "2014-02-01").supply(1, "2014-03-01").note(1, day, text)
    assert leaves(tmp_path, "rule: no follow-up", clinic) is out


def test_follow_up_may_have_to_come_in_time(tmp_path: Path) -> None:
    soon = "follow-up: {to: 60 days}\n" + "exclusions: [{code: it, reason: it, rule: no follow-up}]\n"
    late = "follow-up: {to: 61 days}\n" + "exclusions: [{code: it, reason: it, rule: no follow-up}]\n"
    assert kept(tmp_path / "a", soon) == []  # 1 March to 1 May is 61 days
    assert kept(tmp_path / "b", late) == [1]


def test_only_a_certain_age_excludes(tmp_path: Path) -> None:
    # born in 1996 without a day: 17 or 18 years old on 1 March 2014
    young = Clinic().person(1, 1997).code(1, "2014-02-01").supply(1, "2014-03-01")
    open_age = Clinic().person(1, 1996).code(1, "2014-02-01").supply(1, "2014-03-01")
    told = Clinic().person(1, 1996, month_of_birth=3, day_of_birth=2).code(1, "2014-02-01").supply(1, "2014-03-01")
    assert leaves(tmp_path / "a", "rule: age, years from: 18", young)
    assert not leaves(tmp_path / "b", "rule: age, years from: 18", open_age)
    assert leaves(tmp_path / "c", "rule: age, years from: 18", told)


def test_washout_looks_before_the_period_too(tmp_path: Path) -> None:
    clinic = Clinic().person(1).code(1, "2014-02-01").supply(1, "2011-12-01").supply(1, "2012-02-01")
    assert leaves(tmp_path / "a", "rule: supply before, within: 90 days", clinic)
    assert not leaves(tmp_path / "b", "rule: supply before, within: 61 days", clinic)


def test_observation_periods_that_touch_are_one(tmp_path: Path) -> None:
    def seen(*spans: tuple[date, date]) -> Clinic:
        clinic = treated()
        for number, (start, stop) in enumerate(spans):
            clinic.add(
                "observation_period", observation_period_id=number, person_id=1,
                observation_period_start_date=start, observation_period_end_date=stop,
            )  # fmt: skip
        return clinic

    rule = "rule: not observed, days before: 365 days, days after: 30 days"
    joined = seen((date(2013, 1, 1), date(2013, 12, 31)), (date(2014, 1, 1), date(2014, 12, 31)))
    apart = seen((date(2013, 1, 1), date(2013, 12, 30)), (date(2014, 1, 1), date(2014, 12, 31)))
    assert not leaves(tmp_path / "a", rule, joined)
    assert leaves(tmp_path / "b", rule, apart)


def test_other_conditions_and_drugs_exclude_when_they_come_first(tmp_path: Path) -> None:
    rule = "rule: condition, codes: {ICD10CM: [N18*]}"
    assert leaves(tmp_path / "a", rule, treated().code(1, "2013-01-01", "N18.6"))
    assert not leaves(tmp_path / "b", rule, treated().code(1, "2015-01-01", "N18.6"))
    rule = "rule: other drug, names: [diltiazem], within: 30 days"
    assert leaves(tmp_path / "c", rule, treated().supply(1, "2014-02-20", drug_source_value="DILTIAZEM 120 MG"))
    assert not leaves(tmp_path / "d", rule, treated().supply(1, "2013-02-20", drug_source_value="DILTIAZEM 120 MG"))


def test_each_person_leaves_once_at_the_first_step_that_applies(tmp_path: Path) -> None:
    clinic = treated(1)
    clinic.person(2).code(2, "2014-02-01").supply(2, "2014-03-01")
    steps = (
        "exclusions:\n  - {code: a, reason: none, rule: no underlying condition}\n"
        "  - {code: b, reason: lost, rule: no follow-up}\n  - {code: c, reason: few, rule: fewer supplies, than: 2}\n"
    )
    found = find(clinic.write(tmp_path), PROTOCOL + steps)
    assert found.attrition == [("found", 0, 2), ("a", 1, 1), ("b", 0, 1), ("c", 1, 0)]


# ---- dirty sources ---------------------------------------------------------------------------------------------------
def test_ids_may_be_floating_point_and_empty_columns_boolean(tmp_path: Path) -> None:
    types: dict[str, dict[str, Any]] = {
        "person": {"person_id": pl.Float64},
        "condition_occurrence": {"person_id": pl.Float64, "condition_source_concept_id": pl.Boolean},
        "drug_exposure": {"person_id": pl.Float64, "drug_exposure_id": pl.Float64, "sig": pl.Boolean},
    }
    folder = treated().write(tmp_path, **types)
    assert find(folder, kept=IN).rows["kept"] == [(1,)]


def test_quantities_may_be_words(tmp_path: Path) -> None:
    clinic = treated()
    clinic.rows["drug_exposure"][0]["quantity"] = "1 op - 8.75 cm x 1 m (e)"
    folder = clinic.write(tmp_path, drug_exposure={"quantity": pl.String})
    found = find(folder, said="SELECT quantity, quantity_printed FROM supply")
    assert found.rows["said"] == [(None, "1 op - 8.75 cm x 1 m (e)")]


def test_a_store_answers_as_its_source_does(tmp_path: Path) -> None:
    clinic = (
        treated(1)
        .person(2)
        .code(2, "2014-02-01")
        .supply(2, "2014-03-01", drug_source_value="COMPOUND", sig="sodium thiosulfate")
    )
    clinic.rows["drug_exposure"][0]["days_supply"] = -3
    folder = clinic.write(tmp_path / "omop")
    build_store(folder, tmp_path / "clinic.duckdb")
    # The number of a kind of record is the source's own.
    tables = {t: f"SELECT * EXCLUDE (kind) FROM {t} ORDER BY ALL" for t in ("supply", "course_supply")}  # noqa: S608
    tables |= {t: f"FROM {t} ORDER BY ALL" for t in ("condition_hit", "found", "course", "flow", "statement")}
    assert find(tmp_path / "clinic.duckdb", **tables).rows == find(folder, **tables).rows
