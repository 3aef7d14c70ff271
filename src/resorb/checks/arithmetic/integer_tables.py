"""A table of whole numbers of which only sums are printed: can it exist, what conflicts, what can a cell be.

Cells are whole numbers of zero or more; each printed number is the sum of some of them. Solved by integer programming
(HiGHS, through scipy). A conflict is a minimal set of printed numbers: leave any one out and the others can be true.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

Cell = TypeVar("Cell", bound=Hashable)

_INFEASIBLE = 2
MAX_CONFLICTS = 12
MAX_SOLVES = 200
"""Limits of the search for conflicts; solves are counted over all questions put to one table."""


@dataclass(frozen=True, slots=True)
class PrintedSum(Generic[Cell]):
    """A printed number and the cells it adds up."""

    name: str
    cells: frozenset[Cell]
    value: int


@dataclass(frozen=True, slots=True)
class Span:
    """Smallest and largest whole number something can be; ``high`` is None when nothing printed bounds it."""

    low: int
    high: int | None

    def __str__(self) -> str:
        if self.high is None:
            return f"{self.low} or more"
        return str(self.low) if self.low == self.high else f"{self.low} to {self.high}"


class IntegerTable(Generic[Cell]):
    """The cells and the printed sums over them."""

    def __init__(self, cells: Iterable[Cell], sums: Sequence[PrintedSum[Cell]]) -> None:
        self.cells = tuple(cells)
        self.sums = tuple(sums)
        self._place = {cell: i for i, cell in enumerate(self.cells)}
        self._solves = 0
        # No bounded cell is larger than the largest printed sum; one that is larger is bounded by nothing.
        self._most = sum(s.value for s in self.sums)

    def is_possible(self, sums: Sequence[PrintedSum[Cell]] | None = None) -> bool:
        """Whether some cells add up to all printed sums (or those given)."""
        return self._solve(self.sums if sums is None else sums, frozenset(), 1) is not None

    def span(self, cells: Iterable[Cell], sums: Sequence[PrintedSum[Cell]] | None = None) -> Span | None:
        """What the sum of some cells can be; None when the table is impossible."""
        used, wanted = self.sums if sums is None else sums, frozenset(cells)
        low, high = self._solve(used, wanted, 1), self._solve(used, wanted, -1)
        if low is None or high is None:
            return None
        return Span(low, -high if -high <= self._most else None)

    def conflicts(self, sums: Sequence[PrintedSum[Cell]] | None = None) -> tuple[tuple[PrintedSum[Cell], ...], ...]:
        """Minimal sets of printed sums that cannot be true together, smallest first; empty when the table can exist.

        Found by a deletion filter, then by leaving out one member of each conflict at a time (Reiter's tree).
        """
        found: list[frozenset[PrintedSum[Cell]]] = []
        queue: list[frozenset[PrintedSum[Cell]]] = [frozenset()]
        seen = set(queue)
        all_sums = self.sums if sums is None else tuple(sums)
        while queue and len(found) < MAX_CONFLICTS and (not found or self._solves < MAX_SOLVES):
            without = queue.pop(0)
            known = next((c for c in found if not c & without), None)
            conflict = known or self._minimal([s for s in all_sums if s not in without])
            if conflict is None:
                continue
            if known is None:
                found.append(conflict)
            for member in (s for s in all_sums if s in conflict):
                if (more := without | {member}) not in seen:
                    seen.add(more)
                    queue.append(more)
        listed = [tuple(s for s in all_sums if s in conflict) for conflict in found]
        return tuple(sorted(listed, key=lambda c: (len(c), [all_sums.index(s) for s in c])))

    def _minimal(self, sums: list[PrintedSum[Cell]]) -> frozenset[PrintedSum[Cell]] | None:
        if self.is_possible(sums):
            return None
        kept = list(sums)
        # Later sums are tried first, so that of several conflicts the one among the first sums is found.
        for one in reversed(sums):
            rest = [s for s in kept if s is not one]
            if not self.is_possible(rest):
                kept = rest
        return frozenset(kept)

    def least_change(self, sums: Sequence[PrintedSum[Cell]] | None = None) -> int:
        """By how much printed sums must change in total, up or down, before the table can exist."""
        import numpy as np

        used = self.sums if sums is None else tuple(sums)
        size, many = len(self.cells), len(used)
        slack = np.hstack([np.eye(many), -np.eye(many)])
        cost = np.concatenate([np.zeros(size), np.ones(2 * many)])
        found = self._milp(cost, np.hstack([self._matrix(used), slack]), used)
        return found if found is not None else 0

    def _solve(self, sums: Sequence[PrintedSum[Cell]], wanted: frozenset[Cell], sign: int) -> int | None:
        """The smallest value of ``sign`` times the sum of the wanted cells; None when impossible."""
        import numpy as np

        cost = np.zeros(len(self.cells))
        cost[[self._place[cell] for cell in wanted]] = sign
        return self._milp(cost, self._matrix(sums), sums)

    def _matrix(self, sums: Sequence[PrintedSum[Cell]]) -> FloatArray:
        import numpy as np

        rows = np.zeros((len(sums), len(self.cells)))
        for row, one in enumerate(sums):
            rows[row, [self._place[c] for c in one.cells]] = 1
        return rows

    def _milp(self, cost: FloatArray, rows: FloatArray, sums: Sequence[PrintedSum[Cell]]) -> int | None:
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        self._solves += 1
        values = np.array([float(s.value) for s in sums])
        limits = [LinearConstraint(rows, values, values)] if sums else []
        whole = np.ones(len(cost), dtype=np.int64)
        result = milp(cost, constraints=limits, integrality=whole, bounds=Bounds(0, 2 * self._most + 1))
        if result.status == _INFEASIBLE:
            return None
        if result.status != 0:
            raise RuntimeError(f"the solver stopped: {result.message}")
        return round(result.fun)


def changed(sums: Sequence[PrintedSum[Cell]], values: Mapping[str, int]) -> tuple[PrintedSum[Cell], ...]:
    """The same sums with other values for some names."""
    return tuple(PrintedSum(s.name, s.cells, values.get(s.name, s.value)) for s in sums)
