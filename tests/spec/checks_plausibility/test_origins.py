"""Where facts come from: places, second-hand studies, proposals; and what the study's definition of response says."""

import pytest

from resorb.checks.registry import CHECKS, load
from resorb.sources.study_file import read_study
from resorb.tables.study import as_proposed
from resorb.values.findings import Finding
from tests.spec.checks_plausibility.studies import ASSUMES, FAILS, HOLDS, UNJUDGED, only, said_of, study_of, verdicts

BARE = "study: bare\ndesign: case report\nreport: selected case\nread: {}\npatients:\n  P1: {{sex: female{}}}\n"


def bare(check: str, read: str, more: str = "") -> list[Finding]:
    """What a check says of a study that names no place."""
    load()
    return list(CHECKS[check].run(read_study(BARE.format(read, more), "bare.yaml")))


def test_every_row_of_a_published_study_has_a_place() -> None:
    assert bare("facts-have-a-place", "full text", ", where: Results")[0].verdict is HOLDS
    finding = bare("facts-have-a-place", "full text")[0]
    assert finding.verdict is FAILS
    assert finding.message == "1 of 1 rows do not say where in the source they stand: 1 of patients."
    assert [str(ref) for ref in finding.trace] == ["bare/patients/P1"]
    assert bare("facts-have-a-place", "own records") == []


def test_a_study_read_second_hand_holds_only_if_told_right() -> None:
    body = "cited: {other-2012: {design: case report, report: selected case, patients: {P1: {sex: male}}}}\n"
    own, cited = said_of(body, "read-at-first-hand")
    assert (own.verdict, cited.verdict) == (HOLDS, ASSUMES)
    assert cited.assumption == "that tiny tells it right"


COURSE = (
    "products: {iv: {drug: sodium thiosulfate, route: intravenous}}\n"
    "patients: {P1: {courses: {c1: {product: iv, amount: 25 mg}}}}\n"
)


@pytest.mark.parametrize(
    ("printed", "read", "verdict"),
    [
        ("25 mg", "25 g", HOLDS),
        ("25mg", "25 g", HOLDS),  # spelt otherwise, the same quantity
        ("25 mg", "25.0 mg", FAILS),  # proposes what is printed
        ("12.5 mg", "12.5 g", FAILS),  # quotes what the cell does not hold
    ],
)
def test_a_proposal_quotes_its_cell_and_differs_from_it(printed: str, read: str, verdict: str) -> None:
    proposal = f"proposals: [{{of: P1.c1, column: amount, printed: {printed}, read: {read}, because: slip}}]\n"
    assert only(COURSE + proposal, "proposal-differs").verdict == verdict


def test_where_proposals_are_put_in_place_there_is_nothing_to_compare_and_no_slip() -> None:
    proposal = "proposals: [{of: P1.c1, column: amount, printed: 25 mg, read: 25 g, because: slip}]\n"
    study = as_proposed(study_of(COURSE + proposal))
    load()
    assert list(CHECKS["proposal-differs"].run(study)) == []
    assert [f.verdict for f in CHECKS["dose-unit"].run(study)] == [HOLDS]


def test_a_proposal_for_one_variant_of_several() -> None:
    body = (
        'patients: {P1: {conditions: [{is: HFTC, variants: ["c.1A>G", "c.211A\ufffdG"]}]}}\n'
        "proposals: [{of: P1.conditions.1, column: variants, because: lost,"
        ' printed: "c.211A\ufffdG", read: "c.211A>G"}]\n'
    )
    assert only(body, "proposal-differs").verdict is HOLDS


def counts(cells: str, criteria: str = "criteria: mayo-chart\n") -> str:
    """A series of 28 with printed classes."""
    return f"{criteria}groups: {{all: {{label: all, n: 28, outcomes: {cells}}}}}\n"


def test_printed_classes_are_those_of_the_criteria() -> None:
    assert verdicts(counts("{CR: 2, PR: 17, NR: 7, UR: 2}"), "class-of-criteria") == [HOLDS] * 4
    wrong = only(counts("{cured: 2}"), "class-of-criteria")
    assert wrong.verdict is FAILS
    assert "CR" in (wrong.suggestion or "")
    assert only(counts("{CR: 2}", criteria=""), "class-of-criteria").verdict is UNJUDGED


def test_a_patient_counted_complete_by_one_lesion_is_an_assumption_while_lesions_are_not_counted() -> None:
    finding = only(counts("{CR: 2, PR: 17}"), "response-as-defined")
    assert (finding.verdict, finding.printed) == (ASSUMES, "2")
    assert "one lesion that is gone is enough" in finding.message
    assert said_of(counts("{CR: 2}").replace("n: 28", "n: 28, lesions: 30"), "response-as-defined") == []


def course_of_events(*seen: str, criteria: str = "criteria: mayo-chart\n") -> str:
    """One lesion, seen every month of a course, by examination, with these findings."""
    rows = "".join(
        f"      - {{lesion: l, at: {n} months, by: clinical examination, measure: lesion size, finding: {what}}}\n"
        for n, what in enumerate(seen, start=1)
    )
    return (
        f"{criteria}products: {{iv: {{drug: sodium thiosulfate, route: intravenous}}}}\n"
        "groups: {cr: {label: complete, classes: [CR], n: 1}}\n"
        "patients:\n  P1:\n    group: cr\n    lesions: {l: {site: knee}}\n"
        f"    courses: {{c1: {{product: iv, lesions: [l], span: 12 months}}}}\n    assessments:\n{rows}"
    )


def on_lesion(body: str) -> list[Finding]:
    return [f for f in said_of(body, "response-as-defined") if f.about.table == "lesions"]


def test_complete_then_back_is_complete_only_for_criteria_that_count_the_best_state() -> None:
    (finding,) = on_lesion(course_of_events("resolved", "recurred"))
    assert (finding.verdict, finding.computed) == (ASSUMES, "partial")
    assert "complete under direction" in finding.message


def test_a_recurrence_is_told_of_studies_without_criteria_too() -> None:
    assert [f.verdict for f in on_lesion(course_of_events("resolved", "recurred", criteria=""))] == [ASSUMES]


def test_complete_and_staying_so_holds_and_unseen_cannot_be_judged() -> None:
    assert [f.verdict for f in on_lesion(course_of_events("resolved", "resolved"))] == [HOLDS]
    assert [f.verdict for f in on_lesion(course_of_events("resolved"))] == [UNJUDGED]


@pytest.mark.parametrize(("seen", "verdict"), [("resolved", HOLDS), ("decreased", FAILS), ("not assessed", UNJUDGED)])
def test_the_class_printed_of_a_patients_group_against_the_assessments(seen: str, verdict: str) -> None:
    found = [f for f in said_of(course_of_events(seen), "response-as-defined") if f.about.table == "patients"]
    assert [(f.verdict, f.printed) for f in found] == [(verdict, "CR")]
