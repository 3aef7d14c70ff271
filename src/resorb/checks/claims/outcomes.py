"""Judges of what became of lesions and patients: response, responders, recurrence, change."""

from __future__ import annotations

import re
from dataclasses import replace

from resorb.checks.arithmetic.rounding import rule_for, written
from resorb.checks.claims.facts import figures, patients_of, printed_count, rows_of, unjudged, verdict
from resorb.checks.claims.responses import class_named, criteria_of, responses_for
from resorb.checks.claims.tallies import Tally, tally_judged
from resorb.checks.registry import Judgement, judges
from resorb.codes import criteria
from resorb.codes.rules import ResponseClass
from resorb.response.responses import Response, best_of
from resorb.tables.axis import Axis
from resorb.tables.columns import Row
from resorb.tables.schema import Assessment, Claim, Group, Lesion, OutcomeCount, Patient
from resorb.tables.study import Study, ref_of
from resorb.values.findings import FactRef, Refused, Verdict
from resorb.values.numbers import PrintedNumber, Rounding
from resorb.values.units import convert

_SOURCE = "assessments under the named criteria (resorb.response)"
_LESS = re.compile(r"\b(reduc|decreas|fall|fell|less|smaller|shrink|drop|regress)", re.IGNORECASE)


@judges("response", doc="A printed response is the class its assessments mean under the criteria.", source=_SOURCE)
def response(study: Study, claim: Claim) -> Judgement:
    """The best class, or with ``at`` the best one seen in that time."""
    rows, meant = rows_of(study, claim), class_named(claim.printed, criteria_of(study, claim))
    if meant is None:
        return unjudged(f"{claim.printed!r} is no class, nor a label of the criteria")
    for row in rows:
        found = responses_for(study, claim, row)
        if not found:
            return unjudged(
                f"it needs assessments of {row.id} that {criteria_of(study, claim) or 'some criteria'} can class"
            )
        one = found[0]
        seen = _class_then(study, claim, one)
        words = f"{row.id} under {one.criteria}: {one.why if claim.at is None else seen}"
        if seen is ResponseClass.UNKNOWN and meant is not ResponseClass.UNKNOWN:
            return unjudged(f"{words}; it needs an assessment with a result", one.trace)
        if seen is not meant:
            message = f"{words}, but {claim.printed} is printed."
            return Judgement(Verdict.FAILS, message, str(seen), words, trace=one.trace)
    if not rows:
        return unjudged("it needs a lesion or patient")
    return Judgement(Verdict.HOLDS, f"{words}, as printed.", str(meant), words, trace=one.trace)


def _class_then(study: Study, claim: Claim, one: Response) -> ResponseClass:
    if claim.at is None:
        return one.best
    when = Axis(study, one.study, one.patient or one.subject).place(claim.at)
    return best_of(judged.response for judged in one.classes if judged.day.meets(when))


@judges("responders", doc="The printed number of responders is the number on file under the criteria.", source=_SOURCE)
def responders(study: Study, claim: Claim) -> Judgement:
    """Of the cells of a group when it has them, else of its patients or lesions; unknown responses leave room."""
    group = next((r for r in rows_of(study, claim) if isinstance(r, Group)), None)
    if group is not None and next(study.of(OutcomeCount, group.study, group=group.id), None):
        return _from_cells(study, claim, group)
    printed, whole = printed_count(claim)
    subjects: tuple[Row, ...] = patients_of(study, claim)
    lesions = tuple(r for r in rows_of(study, claim) if isinstance(r, Lesion))
    if lesions or (claim.arguments and claim.arguments[0].startswith("lesion")):
        subjects = lesions or tuple(study.of(Lesion, claim.study))
    tally = Tally("responded")
    by_lesion = False
    for row in subjects:
        answer, trace = _responded(study, claim, row)
        if answer is None and isinstance(row, Patient):
            answer, trace = _any_lesion(study, claim, row)
            by_lesion = by_lesion or answer is not None
        tally.add(row, answer, trace)
    said = tally_judged(tally, printed, whole)
    if not by_lesion or said.verdict is not Verdict.HOLDS:
        return said
    assumption = "a patient responded when one of the lesions did"
    return replace(
        said, verdict=Verdict.ASSUMES, message=f"{said.message[:-1]}, if {assumption}.", assumption=assumption
    )


def _responded(study: Study, claim: Claim, row: Row) -> tuple[bool | None, tuple[FactRef, ...]]:
    found = responses_for(study, claim, row)
    if not found or found[0].best is ResponseClass.UNKNOWN:
        return None, found[0].trace if found else ()
    return found[0].best in criteria()[found[0].criteria].responders, found[0].trace


def _any_lesion(study: Study, claim: Claim, patient: Patient) -> tuple[bool | None, tuple[FactRef, ...]]:
    """Yes when a lesion responded, no when all are known not to have."""
    each = [_responded(study, claim, lesion) for lesion in study.of(Lesion, patient.study, patient=patient.id)]
    answers, trace = [answer for answer, _ in each], tuple(f for _, facts in each for f in facts)
    if True in answers:
        return True, trace
    return (None if None in answers or not answers else False), trace


def _from_cells(study: Study, claim: Claim, group: Group) -> Judgement:
    printed, whole = printed_count(claim)
    key, tally = criteria_of(study, claim), Tally("responded")
    rule = criteria().get(key or "")
    good = rule.responders if rule else frozenset((ResponseClass.COMPLETE, ResponseClass.PARTIAL))
    for cell in study.of(OutcomeCount, group.study, group=group.id):
        meant = class_named(cell.response_class, cell.criteria or key)
        answer = None if meant in (None, ResponseClass.UNKNOWN) else meant in good
        tally.add(cell, answer, (ref_of(cell, "n"),), n=cell.n or 0)
    if group.n is not None and tally.size < group.n:
        tally.add(group, None, (ref_of(group, "n"),), n=group.n - tally.size)
    return tally_judged(tally, printed, whole)


@judges("recurrence", doc="What is said to have come back did, and what is said not to have did not.", source=_SOURCE)
def recurrence(study: Study, claim: Claim) -> Judgement:
    """Of the lesion or patient; a patient's lesions speak for it when it was not assessed as a whole."""
    row = next(iter(rows_of(study, claim)), None)
    if row is None:
        return unjudged("it needs a lesion or patient")
    parts = [row, *study.of(Lesion, row.study, patient=row.id)] if row.table == "patients" else [row]
    found = [r for part in parts for r in responses_for(study, claim, part)]
    answers = {r.recurred for r in found} - {None}
    said = claim.printed.strip().lower()
    if said not in ("yes", "no"):
        return unjudged("recurrence is printed as yes or no")
    if not answers:
        return unjudged(f"it needs an assessment of {row.id} after a response")
    came_back = True in answers
    trace = next(r.trace for r in found if r.recurred is came_back)
    words = f"{row.id} {'came back' if came_back else 'did not come back while it was looked at'} after a response"
    fits = came_back == (said == "yes")
    message = f"{words}, as printed." if fits else f"{words}, but {said!r} is printed."
    return Judgement(verdict(holds=fits), message, "yes" if came_back else "no", words, trace=trace)


@judges("change", doc="A printed change in per cent is the change between the two values.", source="exact arithmetic")
def change(study: Study, claim: Claim) -> Judgement:
    """From the first assessment named (else the first of the same lesion and measure) to the last."""
    seen = [r for r in rows_of(study, claim) if isinstance(r, Assessment)]
    printed = next(iter(figures(claim.printed)), None)
    if not seen or printed is None:
        return unjudged("it needs assessments and a printed percentage")
    first, last = (seen[0], seen[-1]) if len(seen) > 1 else (_baseline(study, seen[0]), seen[0])
    values = [None if a.value is None or not a.value.is_point else a.value for a in (first, last)]
    one, other = values
    trace = (ref_of(first, "value"), ref_of(last, "value"))
    if one is None or other is None or not one.low or other.low is None:
        return unjudged("it needs the value at the start, not zero, and the value now", trace)
    try:
        now = convert(other.low, other.unit, one.unit)
    except Refused as refused:
        return unjudged(f"{refused.rule}", trace)
    exact = (now - one.low) / one.low * 100
    number = _signed(printed, claim.printed)
    rule = rule_for(exact, number)
    arithmetic = f"({other.printed} - {one.printed}) / {one.printed} = {written(exact)} %"
    if rule in (None, Rounding.HALF_UP):
        message = f"{arithmetic}, " + ("as printed." if rule else f"not {claim.printed}.")
        return Judgement(verdict(holds=rule is not None), message, f"{written(exact)} %", arithmetic, trace=trace)
    message = f"{arithmetic}; {claim.printed} only by the rule {rule}."
    return Judgement(Verdict.ASSUMES, message, f"{written(exact)} %", arithmetic, f"rounded {rule}", trace=trace)


def _baseline(study: Study, last: Assessment) -> Assessment:
    same = (last.patient, last.group, last.lesion, last.measure)
    rows = study.of(Assessment, last.study)
    return next((a for a in rows if (a.patient, a.group, a.lesion, a.measure) == same and a.value is not None), last)


def _signed(number: PrintedNumber, text: str) -> PrintedNumber:
    """A reduction printed without a sign is negative."""
    if number.value > 0 and _LESS.search(text):
        return PrintedNumber(f"-{number.text}", -number.value, number.decimals)
    return number
