"""Response criteria as data: what each rule says of findings, changes and labels."""

from fractions import Fraction

import pytest

from resorb.codes import criteria, findings, methods
from resorb.codes.rules import CLASSES, Criteria, ResponseClass, read_criteria
from tests.unit.codes.made import form_of

ALL = pytest.mark.parametrize("rule", criteria().values(), ids=lambda c: str(c.key))


@ALL
def test_every_class_is_reached_or_named(rule: Criteria) -> None:
    by_rule = {*rule.by_finding.values(), *(c for c, _ in (*rule.by_change, *rule.by_points))}
    assert by_rule, "a rule without findings and without changes classes nothing"
    assert by_rule - {ResponseClass.UNKNOWN} <= set(rule.labels.values())
    assert {ResponseClass.PARTIAL, ResponseClass.NONE} <= by_rule
    assert rule.responders <= by_rule
    assert ResponseClass.NONE not in rule.responders


def test_together_the_criteria_cover_all_five_classes() -> None:
    reached = {c for r in criteria().values() for c in r.by_finding.values()}
    assert {str(c) for c in reached} == set(CLASSES)


@ALL
def test_less_is_never_classed_below_more(rule: Criteria) -> None:
    order = [ResponseClass.COMPLETE, ResponseClass.PARTIAL, ResponseClass.NONE, ResponseClass.WORSE]
    for bands in (rule.by_change, rule.by_points):
        ranks = [order.index(c) for c, _ in bands]
        assert ranks == sorted(ranks)


@ALL
def test_findings_are_classed_in_their_direction(rule: Criteria) -> None:
    good = {ResponseClass.COMPLETE, ResponseClass.PARTIAL}
    for key, found in rule.by_finding.items():
        direction = findings()[key].direction
        assert (found in good) == (direction in ("gone", "less") or (direction == "back" and found in good))


@ALL
def test_a_class_that_recurrence_ends_has_another_to_fall_to(rule: Criteria) -> None:
    if rule.no_recurrence_for:
        assert rule.by_finding["recurred"] not in rule.no_recurrence_for


@pytest.mark.parametrize(
    ("key", "percent", "expected"),
    [
        ("sctc-25", "-89.3", "partial"),
        ("sctc-25", "-25", "none"),
        ("sctc-25", "25", "none"),
        ("sctc-25", "25.1", "worse"),
        ("sctc-25", "290.2", "worse"),
        ("size-80-100", "-100", "complete"),
        ("size-80-100", "-80", "partial"),
        ("size-80-100", "-67", "none"),
        ("size-30-100", "-30", "partial"),
        ("size-30-100", "-29.9", "none"),
        ("size-30-100", "20", "worse"),
        ("mayo-chart", "-100", "unknown"),
    ],
)
def test_a_change_takes_its_class(key: str, percent: str, expected: str) -> None:
    rule = criteria()[key]
    assert rule.class_at(rule.by_change, Fraction(percent)) == expected


def test_points_take_their_class() -> None:
    pain, wound = criteria()["pain-nrs-1"], criteria()["bwat-cua"]
    assert pain.class_at(pain.by_points, Fraction(-1)) == "partial"
    assert pain.class_at(pain.by_points, Fraction("-0.5")) == "none"
    assert wound.class_at(wound.by_points, Fraction(-6)) == "partial"


def test_mayo_chart_is_as_the_series_prints_it() -> None:
    rule = criteria()["mayo-chart"]
    assert {label: str(rule.class_of_label(label)) for label in ("CR", "PR", "NR", "UR", "complete response")} == {
        "CR": "complete", "PR": "partial", "NR": "none", "UR": "unknown", "complete response": "complete",
    }  # fmt: skip
    assert rule.class_of_label("SD") is None
    assert (rule.by_finding["worsened"], rule.by_finding["recurred"]) == ("none", "partial")
    assert {methods()[m].kind for m in rule.methods} <= {"clinician", "patient", "measurement"}


@pytest.mark.parametrize(
    ("fields", "field", "rule"),
    [
        ("unit: limb\nlabels: {complete: CR}", "unit", "not known"),
        ("unit: lesion", "labels", "missing"),
        ("unit: lesion\nlabels: {better: CR}", "labels.better", "not a class"),
        ("unit: lesion\nlabels: {complete: CR}\nresponders: [all]", "responders", "not a class"),
        ("unit: lesion\nlabels: {complete: CR}\nby finding: {cured: [resolved]}", "by finding.cured", "not a class"),
        ("unit: lesion\nlabels: {complete: CR}\nby finding: {none: [resolve]}", "by finding.none", "not on the list"),
        (
            "unit: lesion\nlabels: {complete: CR}\nby finding: {none: [stable], worse: [unchanged]}",
            "by finding.worse",
            "classed twice",
        ),
        (
            "unit: lesion\nlabels: {complete: CR}\nby change: {none: -25 to 25 %, worse: at least 25 %}",
            "by change",
            "overlap",
        ),
        ("unit: lesion\nlabels: {complete: CR}\nby points: {none: 0 to 1 mm}", "by points.none", "is in mm"),
        ("unit: lesion\nlabels: {complete: CR}\nearliest: soon", "earliest", "not a quantity"),
    ],
)
def test_a_wrong_rule_is_a_fault(fields: str, field: str, rule: str) -> None:
    form = form_of(f"{fields}\nsource: house")
    read_criteria(form)
    assert [(f.field, rule in f.rule) for f in form.faults] == [(f"entry.{field}", True)]
