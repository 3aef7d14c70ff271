"""Counts too small to show: taken out together with what would give them away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from resorb.tables.columns import Row
from resorb.tables.schema import AdverseEvent, Attrition, EndpointCount, Group, OutcomeCount, Summary

R = TypeVar("R", bound=Row)


@dataclass
class Counts:
    """What was done to private studies, counted."""

    ids: int = 0
    dates: int = 0
    ages: int = 0
    texts: int = 0
    rows: int = 0
    cells: int = 0
    coarser: Counter[str] = field(default_factory=Counter)

    def told(self) -> dict[str, Any]:
        """The counts by what a reader calls them."""
        return {
            "patients given new ids": self.ids,
            "dates changed": self.dates,
            "ages told by ten years": self.ages,
            "texts removed": self.texts,
            "rows removed": self.rows,
            "small counts hidden": self.cells,
            "patients made alike by giving up": dict(self.coarser),
        }


def hide_small_cells(rows: dict[str, list[Row]], smallest: int, done: Counts) -> None:
    """Hide counts of 1 to ``smallest`` - 1 in the tables of one study, in place."""
    rows["groups"] = [_group(r, smallest, done) if isinstance(r, Group) else r for r in rows["groups"]]
    rows["outcome_counts"] = _outcomes(rows["outcome_counts"], smallest, done)
    rows["endpoint_counts"] = _without(rows["endpoint_counts"], _few_reached(smallest), done)
    rows["adverse_events"] = _without(rows["adverse_events"], _few_harmed(smallest), done)
    rows["summaries"] = _without(rows["summaries"], lambda r: isinstance(r, Summary) and _few(r.n, smallest), done)
    rows["attrition"] = _attrition(rows["attrition"], smallest, done)


def _few(n: int | None, smallest: int) -> bool:
    return n is not None and 0 < n < smallest


def _without(rows: list[Row], hidden: Callable[[Row], bool], done: Counts) -> list[Row]:
    kept = [r for r in rows if not hidden(r)]
    done.cells += len(rows) - len(kept)
    return kept


def _few_reached(smallest: int) -> Callable[[Row], bool]:
    """A count, or what is left of its whole, is small."""

    def hidden(row: Row) -> bool:
        if not isinstance(row, EndpointCount):
            return False
        rest = None if row.of is None else row.of - row.n
        return _few(row.n, smallest) or _few(rest, smallest) or _few(row.unknown, smallest)

    return hidden


def _few_harmed(smallest: int) -> Callable[[Row], bool]:
    return lambda row: isinstance(row, AdverseEvent) and row.patient is None and _few(row.n, smallest)


def _group(row: Group, smallest: int, done: Counts) -> Group:
    small = [name for name in ("n", "n_lesions") if _few(getattr(row, name), smallest)]
    done.cells += len(small)
    hidden: dict[str, Any] = dict.fromkeys(small)
    return replace(row, **hidden, percent=None if "n" in small else row.percent)


def _outcomes(rows: list[Row], smallest: int, done: Counts) -> list[Row]:
    """In a group where one cell alone is hidden the next smallest goes too: the others would tell it."""
    found = [r for r in rows if isinstance(r, OutcomeCount)]
    hidden: set[str] = set()
    for group in {r.group for r in found}:
        cells = sorted((r for r in found if r.group == group and r.n), key=lambda r: (r.n or 0, r.id))
        small = [r for r in cells if _few(r.n, smallest)]
        if len(small) == 1:
            small = cells[:2]
        hidden.update(r.id for r in small)
    done.cells += len(hidden)
    return [replace(r, n=None) if r.id in hidden else r for r in found]


def _attrition(rows: list[Row], smallest: int, done: Counts) -> list[Row]:
    """Steps that left out few are told together with the next one, so that no difference gives them away."""
    told: list[Row] = []
    steps = [r for r in rows if isinstance(r, Attrition)]
    for unit in dict.fromkeys(s.unit for s in steps):
        told += _of_one_unit([s for s in steps if s.unit == unit], smallest, done)
    return told


def _of_one_unit(steps: list[Attrition], smallest: int, done: Counts) -> list[Attrition]:
    """The steps of one unit; none at all when all together left out too few to be told."""
    losses = [s for s in steps if s.out is not None]
    if _few(sum(s.out or 0 for s in losses), smallest):
        done.cells += len(losses)
        return []
    together: list[list[Attrition]] = [[]]
    for step in losses:
        together[-1].append(step)
        if not _few(sum(s.out or 0 for s in together[-1]), smallest):
            together.append([])
    if rest := together.pop():  # too few are left at the end: they join the last that are enough
        together[-1] += rest
    done.cells += sum(len(t) for t in together if len(t) > 1)
    return [*(s for s in steps if s.out is None), *(_joined(t) for t in together)]


def _joined(steps: list[Attrition]) -> Attrition:
    """Several steps as one, with their reasons one after the other."""
    if len(steps) == 1:
        return steps[0]
    reason = "; ".join(s.reason for s in steps)
    kinds = {s.kind for s in steps}
    out = sum(s.out or 0 for s in steps)
    kind = kinds.pop() if len(kinds) == 1 else "other"
    return replace(steps[-1], id=steps[0].id, reason=reason, kind=kind, out=out)
