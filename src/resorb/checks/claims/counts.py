"""Judges of counts: how many rows there are, sums and differences of printed counts, steps of attrition."""

from __future__ import annotations

from dataclasses import replace

from resorb.checks.claims.facts import count_column, count_of, name_of, rows_of, unjudged, verdict, whole_number
from resorb.checks.claims.having import rows_to_count, select
from resorb.checks.registry import Judgement, judges
from resorb.tables.columns import Row
from resorb.tables.schema import Attrition, Claim, Group
from resorb.tables.study import Study, ref_of
from resorb.values.findings import FactRef, Refused, Verdict

_EXACT = "whole numbers, exact"


@judges("count", doc="A printed number of patients, lesions or other rows is the number on file.", source=_EXACT)
def count(study: Study, claim: Claim) -> Judgement:
    """Rows on file that meet the claim's condition; blank cells leave the answer open."""
    printed = whole_number(claim)
    try:
        counted = select(study, claim, rows_of(study, claim) or rows_to_count(study, claim))
    except Refused as refused:
        return unjudged(f"{refused.rule}; {refused.remedy}")
    if printed is None:
        return unjudged("the printed text holds no whole number")
    sure, most = len(counted.yes), len(counted.yes) + len(counted.unknown)
    what = f"with {claim.having}" if claim.having else "on file"
    arithmetic = f"{sure} {what}" + (f", {most - sure} more may be" if most > sure else "")
    trace = tuple(ref_of(row) for row in (*counted.yes, *counted.unknown))
    said = Judgement(Verdict.HOLDS, f"{sure} {what}.", str(sure), arithmetic, trace=trace)
    if most == sure:
        return _with(said, verdict(holds=printed == sure), f"{printed} printed, {sure} {what}.")
    if not sure <= printed <= most:
        return _with(said, Verdict.FAILS, f"{printed} printed, but between {sure} and {most} {what}.")
    yes = printed - sure
    blank = f"{yes} of the {most - sure} of which it is not on file are counted in"
    return Judgement(
        Verdict.ASSUMES, f"{printed} printed; it holds if {blank}.", f"{sure}-{most}", arithmetic, blank, trace=trace
    )


@judges("sum", doc="Printed counts add up to the printed sum.", source=_EXACT)
def total(study: Study, claim: Claim) -> Judgement:
    """The counts of all rows named, added."""
    return _combined(study, claim, sign=1)


@judges("difference", doc="The first printed count less the others is the printed difference.", source=_EXACT)
def difference(study: Study, claim: Claim) -> Judgement:
    """The first count less the rest."""
    return _combined(study, claim, sign=-1)


def _combined(study: Study, claim: Claim, sign: int) -> Judgement:
    rows, printed = rows_of(study, claim), whole_number(claim)
    blank = [name_of(study, row) for row in rows if count_of(row) is None]
    if not rows or blank:
        return unjudged(f"it needs the count of {', '.join(blank) or 'the rows it adds'}")
    if printed is None:
        return unjudged("the printed text holds no whole number")
    numbers = [count_of(row) or 0 for row in rows]
    result = numbers[0] + sign * sum(numbers[1:])
    arithmetic = f"{(' + ' if sign > 0 else ' - ').join(map(str, numbers))} = {result}"
    names = ", ".join(name_of(study, row) for row in rows)
    message = f"{names}: {arithmetic}" + (", as printed." if result == printed else f", but {printed} is printed.")
    return Judgement(verdict(holds=result == printed), message, str(result), arithmetic, trace=_traced(rows))


@judges("attrition", doc="Those left before a step less those left out are those left after it.", source=_EXACT)
def attrition(study: Study, claim: Claim) -> Judgement:
    """From the last step whose number left is printed, through every step since."""
    step = next((r for r in rows_of(study, claim) if isinstance(r, Attrition)), None)
    printed = whole_number(claim)
    if step is None or printed is None:
        return unjudged("it needs a step of attrition and the number left after it")
    steps = [s for s in study.of(Attrition, claim.study) if s.unit == step.unit]
    place = steps.index(step)
    start = next((i for i in range(place - 1, -1, -1) if steps[i].left is not None), None)
    if start is None:
        return _first_step(study, step, printed)
    between = steps[start + 1 : place + 1]
    if any(s.out is None for s in between):
        return unjudged(f"it needs the number left out by: {', '.join(s.reason for s in between if s.out is None)}")
    outs = [s.out or 0 for s in between]
    result = (steps[start].left or 0) - sum(outs)
    arithmetic = " - ".join(map(str, [steps[start].left, *outs])) + f" = {result}"
    message = f"{arithmetic}, as printed." if result == printed else f"{arithmetic}, but {printed} is printed as left."
    trace = (ref_of(steps[start], "left"), *(ref_of(s, "out") for s in between))
    return Judgement(verdict(holds=result == printed), message, str(result), arithmetic, trace=trace)


def _first_step(study: Study, step: Attrition, printed: int) -> Judgement:
    group = study.row(Group, step.study, step.group)
    if group is None or group.n is None:
        return unjudged("it is the first number of the flow, with nothing before it to compute it from")
    arithmetic = f"{group.label}: n = {group.n}"
    message = f"{printed} left; the group {group.label} has {group.n}."
    trace = (ref_of(group, "n"),)
    return Judgement(verdict(holds=group.n == printed), message, str(group.n), arithmetic, trace=trace)


def _traced(rows: tuple[Row, ...]) -> tuple[FactRef, ...]:
    return tuple(ref_of(row, count_column(row)) for row in rows)


def _with(said: Judgement, answer: Verdict, message: str) -> Judgement:
    return replace(said, verdict=answer, message=message)
