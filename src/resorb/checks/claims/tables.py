"""Judges of what a printed table implies: margins, partitions, groups made of response classes."""

from __future__ import annotations

from resorb.checks.claims.facts import count_column, name_of, rows_of, unjudged, verdict, whole_number
from resorb.checks.registry import Judgement, judges
from resorb.tables.columns import Row
from resorb.tables.schema import Claim, Group, OutcomeCount
from resorb.tables.study import Study, ref_of

_EXACT = "whole numbers, exact"


@judges("margin", doc="The outcome cells of a group add up to its n.", source=_EXACT)
def margin(study: Study, claim: Claim) -> Judgement:
    """Cells of one group against its printed size."""
    cells = [r for r in rows_of(study, claim) if isinstance(r, OutcomeCount)]
    group = study.row(Group, claim.study, claim.within)
    label = group.label if group else claim.within
    return _adds_up(claim, [(c, c.n, c.response_class) for c in cells], f"{label}, by class")


@judges("partition", doc="Groups that exclude each other add up to the whole they divide.", source=_EXACT)
def partition(study: Study, claim: Claim) -> Judgement:
    """Parts against the whole, in total or (with a class as argument) in one response class."""
    parts = [r for r in rows_of(study, claim) if isinstance(r, Group)]
    wanted = claim.arguments[0] if claim.arguments else None
    terms: list[tuple[Row, int | None, str]] = []
    for part in parts:
        if wanted is None:
            terms.append((part, part.n, part.label))
            continue
        cells = study.of(OutcomeCount, claim.study, group=part.id, response_class=wanted)
        cell = next(cells, None)
        terms.append((cell or part, cell.n if cell else None, part.label))
    whole = study.find(claim.study, claim.within or "")
    by = next((p.by for p in parts if p.by), "parts")
    label = name_of(study, whole) if whole else "the whole"
    return _adds_up(claim, terms, f"{label}, by {by}")


@judges("group size", doc="A group made of response classes is as large as those cells of its parent.", source=_EXACT)
def group_size(study: Study, claim: Claim) -> Judgement:
    """Equal to the cells when the group is all of those classes; no larger when it is narrowed further."""
    group = next((r for r in rows_of(study, claim) if isinstance(r, Group)), None)
    printed = whole_number(claim)
    if group is None or printed is None:
        return unjudged("it needs a group and its printed size")
    cells = [c for c in study.of(OutcomeCount, claim.study, group=group.of or "") if c.response_class in group.classes]
    missing = [c for c in group.classes if c not in {cell.response_class for cell in cells}]
    if missing or any(c.n is None for c in cells):
        return unjudged(f"it needs the parent's cells of {', '.join(missing or group.classes)}")
    numbers = [c.n or 0 for c in cells]
    result = sum(numbers)
    narrowed = bool(group.has or group.lacks)
    fits = printed <= result if narrowed else printed == result
    arithmetic = f"{' + '.join(map(str, numbers))} = {result}"
    kind = f"{group.label}: {' + '.join(c.response_class for c in cells)} = {arithmetic}"
    tail = f"; {printed} of them can be." if narrowed and fits else ", as printed." if fits else f", not {printed}."
    computed = f"at most {result}" if narrowed else str(result)
    trace = tuple(ref_of(c, "n") for c in cells)
    return Judgement(verdict(holds=fits), kind + tail, computed, arithmetic, trace=trace)


def _adds_up(claim: Claim, terms: list[tuple[Row, int | None, str]], what: str) -> Judgement:
    printed = whole_number(claim)
    blank = [label for _, n, label in terms if n is None]
    if not terms or blank or printed is None:
        return unjudged(f"it needs the count of {', '.join(blank) or 'its parts'}")
    numbers = [n or 0 for _, n, _ in terms]
    result = sum(numbers)
    arithmetic = f"{' + '.join(map(str, numbers))} = {result}"
    apart = (
        "as printed"
        if result == printed
        else f"but {printed} is printed ({abs(result - printed)} " + ("too few)" if result < printed else "too many)")
    )
    trace = tuple(ref_of(row, count_column(row)) for row, _, _ in terms)
    return Judgement(
        verdict(holds=result == printed), f"{what}: {arithmetic}, {apart}.", str(result), arithmetic, trace=trace
    )
