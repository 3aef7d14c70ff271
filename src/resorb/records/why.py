"""Why a person is in the cohort, left it, or was never found: each record that decided, in order."""

from __future__ import annotations

from collections.abc import Iterator

from resorb.records.cohort import Cohort
from resorb.records.notes import NoteReader


def explain(cohort: Cohort, person: int) -> tuple[str, ...]:
    """Lines that answer "why" for one person, each naming the records it rests on."""
    protocol = cohort.protocol
    if not cohort.rows("why_known", person=person)[0][0]:
        return (f"person {person}: not in {cohort.source.name}",)
    lines = []
    labels = {s.key: s.label for s in protocol.code_sets}
    for key, n, first, last, record in cohort.rows("why_conditions", person=person):
        lines.append(f"{labels[key]}: {n} on record, {first} to {last} (condition_occurrence {record})")
    for day, product, record, in_period in cohort.rows("why_supplies", person=person):
        lines.append(f"supplied {day}: {product} (drug_exposure {record}){'' if in_period else ', outside the period'}")
    for day, note, start, stop, kind, value, holds, why in cohort.rows("why_statements", person=person):
        judged = "" if holds else f"; does not count: {why}"
        lines.append(f"note {note} of {day}, characters {start}-{stop}: {kind} {value}{judged}")
    lines += _doses(cohort, person)
    found = cohort.rows("why_flow", person=person)
    if not found:
        return (f"person {person}: not found", *_not_found(cohort, person), *lines)
    step = found[0][1]
    left = {number: (table, record, text) for number, table, record, text in cohort.rows("why_leaves", person=person)}
    for number, exclusion in enumerate(protocol.exclusions, start=1):
        if number not in left:
            lines.append(f"step {number}, {exclusion.reason}: does not apply")
            continue
        table, record, text = left[number]
        at = f" ({table} {record})" if table else ""
        lines.append(f"step {number}, {exclusion.reason}: applies, {text}{at}")
    if step is None:
        return (f"person {person}: included, first supply or record {found[0][0]}", *lines)
    return (f"person {person}: found, left at step {step}, {protocol.exclusions[step - 1].reason}", *lines)


def _doses(cohort: Cohort, person: int) -> Iterator[str]:
    """The doses that the person's notes tell: shown to whoever asks, used by no step."""
    reader = NoteReader(cohort.protocol)
    for note, day, text in cohort.rows("why_note", person=person):
        for dose in reader.doses(text):
            judged = "" if dose.holds else f"; does not count: {dose.why}"
            yield f"note {note} of {day}, characters {dose.start}-{dose.stop}: {dose.kind} {dose.value}{judged}"


def _not_found(cohort: Cohort, person: int) -> list[str]:
    """What is missing of being found."""
    protocol = cohort.protocol
    target, supplies, routes = cohort.rows(
        "why_not_found", person=person, start=protocol.start, stop=protocol.stop,
        any_time=bool(protocol.target and protocol.target.any_time),
    )[0]  # fmt: skip
    lines = []
    if protocol.target is not None and target < protocol.target.at_least:
        when = "" if protocol.target.any_time else " in the period"
        lines.append(f"{protocol.target.label}: on record on {target} days{when}, {protocol.target.at_least} needed")
    if protocol.drug is not None and supplies < protocol.drug.at_least:
        lines.append(
            f"{protocol.drug.label}: supplied on {supplies} days in the period, {protocol.drug.at_least} needed"
        )
    elif protocol.drug is not None and protocol.routes and not routes:
        lines.append(f"{protocol.drug.label}: never by {' or '.join(protocol.routes)} in the period")
    return lines
