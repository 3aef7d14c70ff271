"""Judges of harm: deaths and adverse events."""

from __future__ import annotations

from collections.abc import Iterable

from resorb.checks.claims.facts import patients_of, printed_count, rows_of, unjudged
from resorb.checks.claims.tallies import Tally, tally_judged
from resorb.checks.registry import Judgement, judges
from resorb.codes import lookup
from resorb.tables.schema import AdverseEvent, Claim, Group
from resorb.tables.study import Study, ref_of
from resorb.values.findings import Refused, Verdict

_SOURCE = "counts of patients; not reported is neither yes nor no"


@judges("deaths", doc="The printed number of deaths is the number on file.", source=_SOURCE)
def deaths(study: Study, claim: Claim) -> Judgement:
    """Of the patients named, of a group, or of all."""
    tally = Tally("died")
    patients = patients_of(study, claim)
    for patient in patients:
        known = {"yes": True, "no": False}.get(patient.died or "")
        tally.add(patient, known, (ref_of(patient, "died"),) if patient.died else ())
    group = _group(study, claim)
    if group is not None and group.n is not None and group.n > tally.size:
        tally.add(group, None, (ref_of(group, "n"),), n=group.n - tally.size)
    return tally_judged(tally, *printed_count(claim))


@judges("adverse events", doc="The printed number with an adverse event is the number on file.", source=_SOURCE)
def adverse_events(study: Study, claim: Claim) -> Judgement:
    """With any event, or with the one named by ``with``; of patients, a group, or all."""
    try:
        event = lookup("adverse_events", claim.arguments[0]) if claim.arguments else None
    except Refused as refused:
        return unjudged(f"{refused.rule}; {refused.remedy}")
    group = _group(study, claim)
    if group is not None:
        listed = [e for e in study.of(AdverseEvent, claim.study, group=group.id) if event in (None, e.event)]
        overall = [e for e in listed if e.event == "any"]
        if listed:
            return _of_group(claim, group, overall or listed)
    tally = Tally(f"had {event}" if event else "had an adverse event")
    for patient in patients_of(study, claim):
        rows = list(study.of(AdverseEvent, claim.study, patient=patient.id))
        tally.add(patient, _had(rows, event), tuple(ref_of(r, "n") for r in rows))
    return tally_judged(tally, *printed_count(claim))


def _had(rows: Iterable[AdverseEvent], event: str | None) -> bool | None:
    """Whether a patient had the event; a row with 0 says no, ``any: 0`` says no to each; silence says nothing."""
    listed = list(rows)
    fitting = [r for r in listed if event is None or r.event == event]
    if any(r.n != 0 for r in fitting):
        return True
    denied = any(r.n == 0 and r.event in ("any", event) for r in listed)
    return False if denied else None


def _group(study: Study, claim: Claim) -> Group | None:
    return next((r for r in rows_of(study, claim) if isinstance(r, Group)), None)


def _of_group(claim: Claim, group: Group, listed: list[AdverseEvent]) -> Judgement:
    """Counts of several events bound the number of patients: at least the largest, at most their sum."""
    printed, whole = printed_count(claim)
    blank = [e.event for e in listed if e.n is None]
    if printed is None or blank:
        return unjudged(f"it needs the number of patients with {', '.join(blank) or 'the event'}")
    numbers, trace = [e.n or 0 for e in listed], tuple(ref_of(e, "n") for e in listed)
    least, most = max(numbers), sum(numbers)
    arithmetic = " + ".join(map(str, numbers)) + f" = {most}" if len(numbers) > 1 else str(most)
    words = f"{', '.join(e.event for e in listed)}: {arithmetic}"
    if not least <= printed <= most or (whole is not None and group.n is not None and whole != group.n):
        of = f" of {group.n}" if whole is not None and group.n is not None else ""
        return Judgement(
            Verdict.FAILS, f"{claim.printed} printed, but {words}{of}.", str(most), arithmetic, trace=trace
        )
    if least == most:
        return Judgement(Verdict.HOLDS, f"{words}, as printed.", str(most), arithmetic, trace=trace)
    several = f"{most - printed} had more than one of them" if printed < most else "no patient had two of them"
    message = f"{words}; {claim.printed} patients if {several}."
    return Judgement(Verdict.ASSUMES, message, f"{least}-{most}", arithmetic, several, trace=trace)
