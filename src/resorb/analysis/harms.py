"""Harm as proportions with exact intervals: adverse events and deaths, zero included."""

from __future__ import annotations

from collections.abc import Iterator

from resorb.analysis.estimates import Estimate, proportion
from resorb.analysis.intervals import upper_limit_of_none
from resorb.codes import adverse_events
from resorb.tables.schema import AdverseEvent, Group, Patient
from resorb.tables.study import Study, ref_of
from resorb.values.findings import FactRef


def estimate_harms(study: Study) -> Iterator[Estimate]:
    """Adverse events of printed groups and of told patients, then deaths, study by study."""
    for study_id in study.ids:
        yield from _of_groups(study, study_id)
        yield from _of_patients(study, study_id)
        yield from _deaths(study, study_id)


def _of_groups(study: Study, study_id: str) -> Iterator[Estimate]:
    for row in study.of(AdverseEvent, study_id):
        group = study.row(Group, study_id, row.group)
        total = row.of if row.of is not None else group.n if group else None
        if group is None or row.n is None or total is None:
            continue
        about = {"group": group.id, "event": row.event}
        trace = (ref_of(row, "n"), ref_of(row, "of") if row.of is not None else ref_of(group, "n"))
        yield _harm(f"{study_id}.{row.id}", study_id, (row.n, total), trace, **about)


def _of_patients(study: Study, study_id: str) -> Iterator[Estimate]:
    """A patient is at risk of an event only when the source says something about adverse events in that patient."""
    rows = [r for r in study.of(AdverseEvent, study_id) if r.patient is not None]
    told = list(dict.fromkeys(r.patient for r in rows))
    happened = [r for r in rows if r.n is None or r.n > 0]
    events = list(dict.fromkeys(r.event for r in happened))
    trace = tuple(ref_of(r, "event") for r in rows)
    if told:
        anyone = len({r.patient for r in happened})
        yield _harm(f"{study_id}.any-event", study_id, (anyone, len(told)), trace, event="any")
    for event in events:
        with_it = {r.patient for r in happened if r.event == event}
        slug = event.replace(" ", "-")
        yield _harm(f"{study_id}.event.{slug}", study_id, (len(with_it), len(told)), trace, event=event)


def _deaths(study: Study, study_id: str) -> Iterator[Estimate]:
    told = [p for p in study.of(Patient, study_id) if p.died in ("yes", "no")]
    untold = sum(1 for p in study.of(Patient, study_id)) - len(told)
    if told:
        dead = sum(p.died == "yes" for p in told)
        note = f"{untold} patients whose survival is not told are left out" if untold else ""
        trace = tuple(ref_of(p, "died") for p in told)
        yield _harm(f"{study_id}.deaths", study_id, (dead, len(told)), trace, event="death", note=note)


def _harm(id_: str, study_id: str, counts: tuple[int, int], trace: tuple[FactRef, ...], **about: str) -> Estimate:
    n, total = counts
    if about.get("event") in adverse_events():
        about["label"] = adverse_events()[about["event"]].label
    if n == 0 and total > 0:
        limit = upper_limit_of_none(total)
        zero = f"none in {total}: one-sided 95 % upper limit {100 * limit:.1f} %"
        about["note"] = "; ".join(x for x in (about.get("note", ""), zero) if x)
    return proportion(id_, study_id, "adverse event", counts, trace, **about)
