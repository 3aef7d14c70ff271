"""The Mayo series of topical sodium thiosulfate (2018): curated whole, its slips found, nothing else found.

The expected numbers were counted by hand in the paper's Tables 1 to 3, their footnotes and the text.
"""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest

from resorb.checks.run import check_study
from resorb.sources.study_file import read_study
from resorb.tables.schema import Attrition, Claim, Group, OutcomeCount, Patient, StudyInfo
from resorb.tables.study import Study, ref_of
from resorb.values.findings import Finding, Verdict

MAYO = "mayo-topical-2018"
TEXT = (files("resorb") / "evidence" / f"{MAYO}.yaml").read_text(encoding="utf-8")
WRITTEN = 54
"""Claims written by hand; the others follow from the form of the tables."""


@pytest.fixture(scope="module")
def everything() -> Study:
    """The file as read: the series and the six studies it cites."""
    return read_study(TEXT, f"{MAYO}.yaml")


@pytest.fixture(scope="module")
def mayo(everything: Study) -> Study:
    """The series alone."""
    return everything.only(MAYO)


@pytest.fixture(scope="module")
def findings(everything: Study) -> tuple[Finding, ...]:
    """What the checks say of the file."""
    return check_study(everything)


def cells(study: Study, group: str) -> dict[str, int | None]:
    """The printed response classes of a group."""
    return {c.response_class: c.n for c in study.of(OutcomeCount, MAYO, group=group)}


def test_every_row_of_table_2_and_table_3_is_a_group(mayo: Study) -> None:
    where = Counter(origin.where for g in mayo.rows(Group) if (origin := mayo.origin(ref_of(g))))
    in_table_2 = 4 + 2 + 4 + 2 + 3 + 2 + 3 + 3 + 1 + 3 + 3  # race, frequency, sites, ... in the order of the table
    assert where["Table 2"] == 1 + in_table_2  # and Overall
    assert where["Table 3"] == 12
    assert sum(n for place, n in where.items() if place.startswith("Table 3, footnote")) == 4 + 3


def test_every_row_of_table_2_has_its_four_cells(mayo: Study) -> None:
    rows = [g for g in mayo.rows(Group) if (origin := mayo.origin(ref_of(g))) and origin.where == "Table 2"]
    assert {g.id: tuple(cells(mayo, g.id)) for g in rows} == {g.id: ("CR", "PR", "NR", "UR") for g in rows}


def test_percentages_keep_their_printed_digits(mayo: Study) -> None:
    percents = {g.id: g.percent.text for g in mayo.rows(Group) if g.percent}
    assert percents["african-american"] == percents["american-indian"] == "3.5"
    assert Counter("." in text for text in percents.values())[True] == 2


def test_attrition_runs_from_87_to_28(mayo: Study) -> None:
    steps = mayo.rows(Attrition)
    assert [s.left for s in steps] == [87, None, None, None, 28]
    assert [s.out for s in steps] == [None, 3, 43, 12, 1]
    assert 87 - (3 + 43 + 12 + 1) == 28


def test_the_one_patient_shown_is_counted_in_a_printed_group(mayo: Study) -> None:
    (patient,) = mayo.rows(Patient)
    assert (patient.id, patient.sex, patient.group) == ("figure-1", "female", "overlap-ra")


def test_claims_written_and_implied(mayo: Study) -> None:
    written = [c for c in mayo.rows(Claim) if c.id.startswith("claims.")]
    assert len(written) == WRITTEN
    rest = Counter(c.claim for c in mayo.rows(Claim)) - Counter(c.claim for c in written)
    assert rest == {
        "percent": 30 + 12 + 4 + 1 + 2 + 1,  # Table 2, Table 3, response, gave-up, sex, TST only
        "margin": 1 + 30 + 1 + 2 + 1,  # Overall, its rows, the man, footnote d, those left out
        # 8 partitions of Table 2, each in total and by class; footnotes b, d (total and PR), h, i; Table 3, nested
        # rows of it, its footnotes * and †
        "partition": 8 * (1 + 4) + 1 + 2 + 1 + 1 + 1 + 3 + 2,
        "group size": 4 + 1 + 1 + 2,  # response; footnotes c, j, g and h
        "mean": 6,
        "median": 1,
        "range": 6,
        "attrition": 2,
    }


def test_every_row_says_where_it_stands() -> None:
    without_default = TEXT.replace("\nwhere: Report\n", "\nwhere: NOWHERE\n", 1)
    study = read_study(without_default, "mayo").only(MAYO)
    unplaced = {
        f.row for f, origin in study.origins.items() if origin.where in ("NOWHERE", "") and f.table != "studies"
    }
    assert unplaced == set()


def test_cited_studies_are_second_hand(everything: Study) -> None:
    cited = {s.id: (s.read, s.read_in) for s in everything.rows(StudyInfo) if s.id != MAYO}
    assert set(cited) == {
        "song-2017", "del-barrio-diaz-2016", "bair-2011", "wolf-2008", "ratsimbazafy-2012", "balin-2012",
    }  # fmt: skip
    assert set(cited.values()) == {("second-hand", MAYO)}


def written_at(study: Study, where: str) -> set[str]:
    """Ids of the claims written by hand that stand at a place of the paper."""
    return {
        c.id
        for c in study.rows(Claim)
        if c.id.startswith("claims.") and (origin := study.origin(ref_of(c))) and origin.where == where
    }


def test_footnote_i_and_the_cells_it_explains_exchange_medication_and_wound_care(
    mayo: Study, findings: tuple[Finding, ...]
) -> None:
    medication = written_at(mayo, "Table 2, CR and PR of medication")  # printed 0 + 5; footnote i: 3 + 3
    wound_care = written_at(mayo, "Table 2, CR and PR of wound care")  # printed 0 + 6; footnote i: 3 + 2
    assert {(f.about.row, f.computed) for f in findings if f.verdict is Verdict.FAILS and f.check == "sum"} == {
        (medication.pop(), "6"),
        (wound_care.pop(), "5"),
    }


def test_one_of_28_printed_as_3_5_percent_holds_only_if_cut_off(findings: tuple[Finding, ...]) -> None:
    loose = {f.about.row: f.computed for f in findings if f.printed == "3.5 %" and f.verdict is Verdict.ASSUMES}
    assert set(loose) == {"african-american.percent", "american-indian.percent"}


def test_changes_of_treatment_are_cited_to_the_wrong_table(mayo: Study, findings: tuple[Finding, ...]) -> None:
    wrong = {f.about.row for f in findings if f.check == "reference" and f.verdict is Verdict.FAILS}
    references = {c.id for c in mayo.rows(Claim) if c.claim == "reference"}
    assert wrong == references & written_at(mayo, "Report, 6th paragraph")  # Table 1 is cited; they stand in Table 2
    assert (len(wrong), len(references)) == (2, 6)


def test_no_claim_fails_but_footnote_i_and_the_cited_table(findings: tuple[Finding, ...]) -> None:
    failing = [f for f in findings if f.about.table == "claims" and f.verdict is Verdict.FAILS]
    assert Counter(f.check for f in failing) == {"sum": 2, "reference": 2}


def test_every_claim_is_judged(findings: tuple[Finding, ...]) -> None:
    open_claims = [f.message for f in findings if f.about.table == "claims" and f.verdict is Verdict.UNJUDGED]
    assert open_claims == []


def test_no_fact_fails_but_the_block_of_other_treatments(findings: tuple[Finding, ...]) -> None:
    block = {"with-medication", "with-wound-care", "with-neither"}
    unexpected = [
        (f.check, f.about.row, f.message)
        for f in findings
        if f.verdict is Verdict.FAILS
        and f.about.table != "claims"
        and not block & {ref.row.split(".")[0] for ref in f.trace}
    ]
    assert unexpected == []
