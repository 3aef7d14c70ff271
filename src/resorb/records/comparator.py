"""The comparator: persons who meet the same criteria and have no record of the drug, as a group with its counts.

They are found by the same steps, from the first record of the target on; rules that are about the drug (route, washout,
number of supplies) cannot apply to them. What became of them is classed by the study's criteria and counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from resorb.codes import criteria
from resorb.codes.rules import Criteria, ResponseClass
from resorb.records.cohort import Cohort, sql
from resorb.records.protocol import WITHOUT, Protocol
from resorb.records.statements import OUTCOME
from resorb.tables.schema import Group, OutcomeCount
from resorb.tables.study import Study

GROUP = "comparator"
_OF_THE_DRUG = ("given by", "supply before", "fewer supplies")
_BEST_FIRST = (
    ResponseClass.COMPLETE, ResponseClass.PARTIAL, ResponseClass.NONE, ResponseClass.WORSE, ResponseClass.UNKNOWN,
)  # fmt: skip


def comparator_of(protocol: Protocol) -> Protocol:
    """The protocol that finds the comparator of another one."""
    drug = protocol.drug
    return replace(
        protocol,
        drug=None,
        without=None if drug is None else replace(drug, key=WITHOUT),
        routes=(),
        events=(),
        exclusions=tuple(e for e in protocol.exclusions if e.rule not in _OF_THE_DRUG),
    )


def with_comparator(study: Study, found: Cohort) -> Study:
    """The study with its comparator as a group: how many, and how many in each class."""
    protocol = found.protocol
    steps = "; ".join(
        f"{s.persons_out} left out: {s.reason}" if s.code else f"{s.persons_left} found" for s in found.attrition
    )
    left = found.attrition[-1].persons_left
    group = Group(
        study=protocol.key, id=GROUP, label=protocol.comparator or GROUP, arm="standard care", n=left,
        note=f"the same criteria from the first record of the target on, no record of the drug ({steps})",
    )  # fmt: skip
    rule = criteria().get(protocol.criteria or "")
    counts = _classes(found, rule) if rule is not None and left else Counter[ResponseClass]()
    cells = [
        OutcomeCount(
            study=protocol.key,
            id=f"{GROUP}.outcome_counts.{number}",
            group=GROUP,
            response_class=_label(rule, response),
            n=counts[response],
            criteria=rule.key if rule else None,
        )
        for number, response in enumerate(_BEST_FIRST, start=1)
        if counts[response]
    ]
    tables = study.tables | {
        "groups": (*study.tables["groups"], group),
        "outcome_counts": (*study.tables["outcome_counts"], *cells),
    }
    return replace(study, tables=tables)


def _label(rule: Criteria | None, response: ResponseClass) -> str:
    """The class as these criteria print it."""
    labels = rule.labels.items() if rule is not None else ()
    return next((label for label, meant in labels if meant is response), str(response))


def _classes(found: Cohort, rule: Criteria) -> Counter[ResponseClass]:
    """How many persons are in each class: the best seen, unless it was lost again and the criteria mind."""
    found.source.connection.execute(sql("stays"))
    seen: dict[int, set[str]] = {person: set() for person, *_ in found.rows("out_patients")}
    told: dict[int, set[str]] = defaultdict(set)
    for person, _, _, _, _, kind, value, _ in found.rows("out_statements", last=found.protocol.follow_up.last):
        if kind == OUTCOME:
            told[person].add(value)
    return Counter(_class_of(rule, told[person]) for person in seen)


def _class_of(rule: Criteria, findings: set[str]) -> ResponseClass:
    classes = {rule.by_finding[f] for f in findings if f in rule.by_finding}
    best = next((c for c in _BEST_FIRST if c in classes), ResponseClass.UNKNOWN)
    if "recurred" in findings and best in rule.no_recurrence_for:
        return rule.by_finding.get("recurred", ResponseClass.UNKNOWN)
    return best
