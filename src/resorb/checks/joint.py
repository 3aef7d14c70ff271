"""Checks of group tables as a whole: parts against wholes, and whether overlapping groups can be one set of people."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from resorb.checks.arithmetic.integer_tables import PrintedSum, Span, changed
from resorb.checks.joint_blocks import Block, Cell, blocks
from resorb.checks.registry import check
from resorb.tables.schema import Group, OutcomeCount
from resorb.tables.study import Study, ref_of
from resorb.values.findings import Finding, Verdict

NAME = "joint-table-can-exist"
_SOURCE = "integer programming (HiGHS); minimal conflicts by deletion filter and Reiter's tree"
Sum = PrintedSum[Cell]


@check("part-fits-in-whole", doc="A group is no larger than the group it is part of, in each class.", source="counting")
def part_fits(study: Study) -> Iterator[Finding]:
    """Size against size, and each outcome cell against the same cell of the parent."""
    for part in study.rows(Group):
        whole = study.row(Group, part.study, part.of)
        if whole is None:
            continue
        pairs = [(f"n {part.n} of {whole.n}", part.n, whole.n, ref_of(part, "n"), ref_of(whole, "n"))]
        above = {c.response_class: c for c in study.of(OutcomeCount, whole.study, group=whole.id)}
        for cell in study.of(OutcomeCount, part.study, group=part.id):
            if (over := above.get(cell.response_class)) is not None:
                words = f"{cell.response_class} {cell.n} of {over.n}"
                pairs.append((words, cell.n, over.n, ref_of(cell, "n"), ref_of(over, "n")))
        known = [(w, a, b, f, g) for w, a, b, f, g in pairs if a is not None and b is not None]
        if not known:
            continue
        wrong = [w for w, a, b, _, _ in known if a > b]
        arithmetic = "; ".join(w for w, *_ in known)
        trace = tuple(fact for *_, f, g in known for fact in (f, g))
        if wrong:
            message = f"{part.label} is part of {whole.label}, but {'; '.join(wrong)}."
            yield Finding(
                "part-fits-in-whole", Verdict.FAILS, message, ref_of(part), arithmetic=arithmetic, trace=trace
            )
        else:
            message = f"{part.label} fits in {whole.label}: {arithmetic}."
            yield Finding(
                "part-fits-in-whole", Verdict.HOLDS, message, ref_of(part), arithmetic=arithmetic, trace=trace
            )


@check(NAME, doc="Overlapping groups of one table can be one and the same set of patients.", source=_SOURCE)
def joint_table(study: Study) -> Iterator[Finding]:
    """Per block: the range of unpublished cells when it can exist, else each conflict with what would resolve it."""
    for block in blocks(study):
        conflicts = list(_conflicts(block))
        if not conflicts and block.table.is_possible():
            yield _possible(block)
        for conflict, within in conflicts:
            yield _impossible(block, conflict, within)


def cell_spans(block: Block) -> dict[Cell, Span]:
    """What each cell of a possible block can be."""
    spans = {cell: block.table.span([cell]) for cell in block.table.cells}
    return {cell: span for cell, span in spans.items() if span is not None}


def _possible(block: Block) -> Finding:
    spans = {cell: span for cell, span in cell_spans(block).items() if span.high != 0}
    fixed = [f"{_cell_words(cell)}: {span}" for cell, span in spans.items() if span.low == span.high]
    free = [f"{_cell_words(cell)}: {span}" for cell, span in spans.items() if span.low != span.high]
    computed = "; ".join([*fixed, *free][:24])
    message = (
        f"{block.root.label}, by {', '.join(block.attributes)}: the {len(block.table.sums)} printed numbers can be one "
        f"table; {len(fixed)} unpublished cells follow from them, {len(free)} are bounded."
    )
    trace = tuple(p.fact for p in block.printed.values())
    return Finding(NAME, Verdict.HOLDS, message, ref_of(block.root), computed=computed, trace=trace)


def _conflicts(block: Block) -> Iterator[tuple[tuple[Sum, ...], tuple[Sum, ...]]]:
    """Conflicts worth telling, each with the sums it was found among.

    Conflicts within one class, or within the classes some printed number joins, are found first: they need no totals
    and are the easiest to follow. Only a table without any is searched as a whole.
    """
    told = False
    for classes in _class_sets(block):
        inside = tuple(s for s in block.table.sums if {c[0] for c in s.cells} <= classes)
        for conflict in _explaining(block, inside):
            told = True
            yield conflict, inside
    if not told:
        for conflict in _explaining(block, block.table.sums):
            yield conflict, block.table.sums


def _class_sets(block: Block) -> list[frozenset[str]]:
    every = frozenset(c[0] for c in block.table.cells)
    found = {frozenset(c[0] for c in s.cells) for s in block.table.sums} - {every, frozenset()}
    return sorted(found, key=lambda one: (len(one), sorted(one)))


def _explaining(block: Block, sums: tuple[Sum, ...]) -> Iterator[tuple[Sum, ...]]:
    """The simplest conflicts, until together they cost as much as all of the sums do."""
    table, kept = block.table, set[str]()
    cost = table.least_change(sums)
    if not cost:
        return
    conflicts = [c for c in table.conflicts(sums) if len({block.printed[s.name].group for s in c}) > 1]
    for conflict in sorted(conflicts, key=lambda c: (len({block.printed[s.name].group for s in c}), len(c))):
        names = {s.name for s in conflict}
        before = table.least_change([s for s in sums if s.name in kept])
        if before >= cost:
            return
        if table.least_change([s for s in sums if s.name in kept | names]) > before:
            kept |= names
            yield conflict


def _impossible(block: Block, conflict: tuple[Sum, ...], within: tuple[Sum, ...]) -> Finding:
    table, printed = block.table, block.printed
    spans = [(printed[one.name], table.span(one.cells, [s for s in conflict if s is not one])) for one in conflict]
    readings = [f"{said.name} can be {span}, not {said.n}" for said, span in spans if span is not None]
    numbers = "; ".join(printed[s.name].words for s in conflict)
    swaps = _swaps(block, conflict, within)
    suggestion = f"they can be true {', or '.join(swaps)}" if swaps else "one of them is another number"
    message = (
        f"{block.root.label}, by {', '.join(block.attributes)}: these printed numbers cannot all be true: {numbers}. "
        f"Given the others, {'; or '.join(readings)}."
    )
    if swaps:
        message += f" {suggestion[0].upper()}{suggestion[1:]}."
    about = printed[conflict[-1].name].fact
    return Finding(
        NAME, Verdict.FAILS, message, about,
        printed=numbers,
        computed="; ".join(readings),
        arithmetic="; ".join(readings),
        suggestion=suggestion,
        trace=tuple(printed[s.name].fact for s in conflict),
    )  # fmt: skip


def _swaps(block: Block, conflict: tuple[Sum, ...], within: tuple[Sum, ...]) -> list[str]:
    """Pairs of printed numbers of one kind that, exchanged, resolve this conflict and mend the table most."""
    table, printed = block.table, block.printed
    names = {s.name for s in conflict}
    best, found = (table.least_change(within), table.least_change()), list[str]()
    for one, other in combinations(within, 2):
        a, b = printed[one.name], printed[other.name]
        same_kind = (a.response_class is None) == (b.response_class is None) and a.overlaps and b.overlaps
        if one.value == other.value or not same_kind or not names & {one.name, other.name}:
            continue
        values = {one.name: other.value, other.name: one.value}
        if not table.is_possible(changed(conflict, values)):
            continue
        cost = (table.least_change(changed(within, values)), table.least_change(changed(table.sums, values)))
        if cost < best:
            best, found = cost, []
        if cost == best:
            found.append(f"if {a.words} and {b.words} were exchanged")
    return found if best < (table.least_change(within), table.least_change()) else []


def _cell_words(cell: Cell) -> str:
    return f"{cell[0]} with {', '.join(sorted(cell[1])) or 'none of these'}"
