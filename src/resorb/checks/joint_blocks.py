"""Blocks of overlapping groups under one parent: which cells there are, and which printed numbers add them up.

A cell is a response class together with the attributes its patients have. Groups that share attributes (``has``,
``lacks``) belong to one block; a group below another takes over the conditions of that one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

from resorb.checks.arithmetic.integer_tables import IntegerTable, PrintedSum
from resorb.tables.schema import Group, OutcomeCount
from resorb.tables.study import Study, ref_of
from resorb.values.findings import FactRef

Cell = tuple[str, frozenset[str]]
"""A response class and the attributes of those in the cell."""
MAX_ATTRIBUTES = 8
REST = "any other class"


@dataclass(frozen=True, slots=True)
class Condition:
    """What members of a group have, lack, and which classes they are in (None: any)."""

    has: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    classes: frozenset[str] | None = None

    @property
    def attributes(self) -> frozenset[str]:
        """Attributes it speaks of."""
        return self.has | self.lacks

    def holds(self, cell: Cell) -> bool:
        """Whether the patients of a cell are members."""
        in_class = self.classes is None or cell[0] in self.classes
        return in_class and self.has <= cell[1] and not self.lacks & cell[1]

    def __and__(self, other: Condition) -> Condition:
        both = self.classes if other.classes is None else other.classes
        if self.classes is not None and other.classes is not None:
            both = self.classes & other.classes
        return Condition(self.has | other.has, self.lacks | other.lacks, both)


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed number of a block in words, with its place in the table: group, and class for an outcome cell."""

    fact: FactRef
    name: str
    n: int
    group: str
    response_class: str | None
    overlaps: bool

    @property
    def words(self) -> str:
        """Name and number."""
        return f"{self.name}: {self.n}"


@dataclass(frozen=True, slots=True)
class Block:
    """One joint table: its root group, attributes, cells and sums; ``printed`` tells each sum's name in words."""

    root: Group
    attributes: tuple[str, ...]
    table: IntegerTable[Cell]
    printed: dict[str, Printed] = field(default_factory=dict)


def blocks(study: Study) -> Iterator[Block]:
    """All blocks of all root groups, in file order; those with too many attributes are left out."""
    for root in study.rows(Group):
        if root.of is None or study.row(Group, root.study, root.of) is None:
            conditions = _conditions(study, root)
            for attributes in _components(conditions):
                block = _block(study, root, conditions, attributes) if len(attributes) <= MAX_ATTRIBUTES else None
                # Of a single group with an attribute the margins say all there is to say.
                if block is not None and len({p.group for p in block.printed.values() if p.overlaps}) > 1:
                    yield block


def _conditions(study: Study, root: Group) -> dict[str, Condition]:
    """Conditions of the root's descendants, each with those of the groups above it."""
    found, queue = {root.id: Condition()}, [root.id]
    children: dict[str, list[Group]] = {}
    for group in study.of(Group, root.study):
        children.setdefault(group.of or "", []).append(group)
    while queue:
        above = queue.pop(0)
        for group in children.get(above, ()):
            if group.id not in found:
                found[group.id] = found[above] & _own(group, bool(children.get(group.id)))
                queue.append(group.id)
    return found


def _own(group: Group, is_parent: bool) -> Condition:
    """A group that is told apart by its label alone matters only as the parent of others."""
    told = group.has or group.lacks or group.classes
    has = frozenset(group.has) if told or not is_parent else frozenset({f"in {group.label}"})
    return Condition(has, frozenset(group.lacks), frozenset(group.classes) if group.classes else None)


def _components(conditions: dict[str, Condition]) -> list[frozenset[str]]:
    """Sets of attributes that some group's condition ties together, in file order; single ones need no block."""
    parts: list[frozenset[str]] = []
    for one in (c.attributes for c in conditions.values() if c.attributes):
        touching = [p for p in parts if p & one]
        merged = one.union(*touching)
        place = parts.index(touching[0]) if touching else len(parts)
        parts = [p for p in parts if p not in touching]
        parts.insert(min(place, len(parts)), merged)
    return parts


def _block(study: Study, root: Group, conditions: dict[str, Condition], attributes: frozenset[str]) -> Block:
    names = tuple(sorted(attributes))
    classes = _classes(study, root, conditions)
    subsets = [frozenset(chosen) for size in range(len(names) + 1) for chosen in combinations(names, size)]
    cells = [(one, chosen) for one in classes for chosen in subsets]
    groups = [g for g in study.of(Group, root.study) if g.id in conditions]
    # A group told apart by its label alone has no cells of its own here.
    parents = {g.of for g in groups}
    inside = [g for g in groups if g.id == root.id or _belongs(g, conditions[g.id], attributes, g.id in parents)]
    sums: dict[tuple[frozenset[Cell], int], PrintedSum[Cell]] = {}
    printed: dict[str, Printed] = {}
    # Outcome cells come before totals, and the root before its parts: conflicts are told in the finest numbers.
    for fact, value, condition, said in [*_cells(study, inside, conditions), *_totals(inside, conditions)]:
        members = frozenset(c for c in cells if condition.holds(c))
        if (members, value) not in sums:
            sums[members, value] = PrintedSum(str(fact), members, value)
            printed[str(fact)] = said
    return Block(root, names, IntegerTable(cells, list(sums.values())), printed)


def _belongs(group: Group, condition: Condition, attributes: frozenset[str], is_parent: bool) -> bool:
    told = bool(group.has or group.lacks or group.classes) or is_parent
    return told and condition.attributes <= attributes


def _classes(study: Study, root: Group, conditions: dict[str, Condition]) -> list[str]:
    own = [c.response_class for c in study.of(OutcomeCount, root.study, group=root.id)]
    named = [c for one in conditions.values() for c in sorted(one.classes or ())]
    below = [c.response_class for g in conditions for c in study.of(OutcomeCount, root.study, group=g)]
    known = list(dict.fromkeys([*own, *named, *below]))
    # Unless the root prints all its classes there may be one that nobody names.
    return known if own else [*known, REST]


_Row = tuple[FactRef, int, Condition, Printed]


def _cells(study: Study, groups: list[Group], conditions: dict[str, Condition]) -> Iterator[_Row]:
    for group in groups:
        for cell in study.of(OutcomeCount, group.study, group=group.id):
            if cell.n is not None:
                condition = conditions[group.id] & Condition(classes=frozenset({cell.response_class}))
                name = f"{group.label}, {cell.response_class}"
                fact = ref_of(cell, "n")
                overlaps = bool(condition.attributes)
                yield fact, cell.n, condition, Printed(fact, name, cell.n, group.id, cell.response_class, overlaps)


def _totals(groups: list[Group], conditions: dict[str, Condition]) -> Iterator[_Row]:
    for group in groups:
        if group.n is not None:
            fact = ref_of(group, "n")
            condition = conditions[group.id]
            yield (
                fact,
                group.n,
                condition,
                Printed(fact, group.label, group.n, group.id, None, bool(condition.attributes)),
            )
