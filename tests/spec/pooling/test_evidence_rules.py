"""Which counts of a study become evidence: study file in, series out."""

from __future__ import annotations

from resorb.analysis.pooling.base import pool_base
from resorb.analysis.pooling.evidence import Evidence, evidence
from resorb.sources.study_file import read_study
from resorb.tables.study import merged

TOP = "study: {id}\ndesign: cohort\nreport: cohort\nrole: {role}\nread: abstract\n"
PRODUCTS = """
products:
  ointment: {drug: sodium thiosulfate, route: topical}
  vial: {drug: sodium thiosulfate, route: intravenous}
"""


def told(groups: str, role: str = "treatment") -> list[Evidence]:
    text = TOP.format(id="one", role=role) + PRODUCTS + "groups:\n" + groups
    return list(evidence(read_study(text, "one.yaml")))


def rows(groups: str, role: str = "treatment") -> list[tuple[str, str, str, str, int, int]]:
    return [(e.arm, e.route, e.disease, e.judged_by, e.series.events, e.series.n) for e in told(groups, role)]


def test_of_several_judges_the_most_objective_counts() -> None:
    assert rows("""
  all:
    label: treated
    arm: thiosulfate
    n: 6
    conditions: [{is: calcinosis cutis, role: target}]
    courses: {c1: {product: ointment}}
    endpoints:
      - {is: no progression, n: 5, of: 6, judged by: patient}
      - {is: no progression, n: 3, of: 5, judged by: imaging}
      - {is: no progression, n: 4, of: 6, judged by: photograph}
""") == [("thiosulfate", "topical", "calcinosis cutis", "imaging", 3, 5)]


def test_a_subgroup_has_the_arm_above_it_and_is_not_counted_beside_it() -> None:
    assert rows("""
  all:
    label: all
    arm: mixed care
    n: 25
    conditions: [{is: calciphylaxis, role: target}]
    endpoints: [{is: wound healing, n: 15, of: 25, judged by: chart}]
  survivors:
    label: survivors
    of: all
    n: 18
    endpoints:
      - {is: wound healing, n: 15, of: 18, judged by: chart}
      - {is: pain relief, n: 9, of: 18, judged by: patient}
""") == [
        ("mixed care", "none of the drug", "calciphylaxis", "chart", 15, 25),
        ("mixed care", "none of the drug", "calciphylaxis", "patient", 9, 18),
    ]


def test_a_target_of_a_few_does_not_name_the_group() -> None:
    groups = """
  all:
    label: all
    arm: thiosulfate
    n: 35
    conditions:
      - {{is: ectopic calcification, role: target, n: {some}}}
      - {{is: heterotopic ossification, role: target, n: {others}}}
    courses: {{c1: {{product: ointment}}}}
    endpoints: [{{is: complete response, n: 3, of: 35, judged by: imaging}}]
"""
    assert [e.disease for e in told(groups.format(some=28, others=7))] == ["ectopic calcification"]
    assert [e.disease for e in told(groups.format(some=7, others=28))] == ["heterotopic ossification"]


def test_where_a_disease_is_awaited_the_one_behind_it_is_named() -> None:
    assert [e.disease for e in told("""
  all:
    label: all
    arm: mixed care
    n: 54
    conditions: [{is: juvenile dermatomyositis, role: underlying}]
    endpoints: [{is: new calcinosis, n: 23, of: 54, judged by: chart}]
""", "comparator")] == ["juvenile dermatomyositis"]  # fmt: skip


BEFORE_AND_AFTER = """
  before:
    label: thiosulfate before
    arm: thiosulfate
    n: 1
    conditions: [{is: calciphylaxis, role: target}]
    courses: {c1: {product: vial}}
    endpoints: [{is: wound healing, n: 0, of: 1, judged by: chart}]
  after:
    label: rheopheresis
    arm: other treatment
    treatment: rheopheresis
    n: 1
    conditions: [{is: calciphylaxis, role: target}]
    endpoints: [{is: wound healing, n: 1, of: 1, judged by: chart}]
"""


def test_a_report_of_another_treatment_is_no_evidence_on_the_drug_that_failed_before() -> None:
    assert [row[0] for row in rows(BEFORE_AND_AFTER, "comparator")] == ["other treatment"]
    assert [row[0] for row in rows(BEFORE_AND_AFTER)] == ["thiosulfate", "other treatment"]


def study(name: str, product: str, overlap: str = "") -> str:
    return (
        TOP.format(id=name, role="treatment")
        + PRODUCTS
        + f"""
groups:
  all:
    label: all
    arm: thiosulfate
    n: 4
    conditions: [{{is: calciphylaxis, role: target}}]
    courses: {{c1: {{product: {product}}}}}
    endpoints: [{{is: wound healing, n: 3, of: 4, judged by: chart}}]
{overlap}"""
    )


def test_of_a_pair_one_counts_only_where_both_answer_the_same_question() -> None:
    overlap = 'overlaps: [{with: later, verdict: same patients, keep: other, because: "same centre and years"}]'
    answers = {}
    for product in ("vial", "ointment"):
        files = {"first": study("first", "vial", overlap), "later": study("later", product)}
        pooled = pool_base(merged([read_study(text, f"{name}.yaml") for name, text in files.items()]))
        answers[product] = {a.route: [s.study for s in a.series] for a in pooled.answers}
    assert answers["vial"] == {"intravenous": ["later"]}
    assert answers["ointment"] == {"intravenous": ["first"], "topical": ["later"]}


def test_an_undecided_pair_counts_twice_and_once_beside_it() -> None:
    overlap = 'overlaps: [{with: later, verdict: undecided, keep: other, because: "same centre"}]'
    files = {"first": study("first", "vial", overlap), "later": study("later", "vial")}
    pooled = pool_base(merged([read_study(text, f"{name}.yaml") for name, text in files.items()]))
    assert [[s.study for s in a.series] for a in pooled.answers] == [["first", "later"]]
    assert [[s.study for s in a.series] for a in pooled.once] == [["later"]]
