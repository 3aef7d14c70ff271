"""The sizes of the groups that a document tells of, wherever it tells them."""

from __future__ import annotations

from functools import lru_cache

from resorb.reading.counts.counted import Ratio
from resorb.reading.counts.proportions import tokens
from resorb.reading.tables.grid import RowKind
from resorb.scan.material import Scanned
from resorb.scan.rules.counts.scope import Scope
from resorb.scan.rules.tables.common import grids


@lru_cache(maxsize=1)
def sizes_told(text: Scanned) -> frozenset[int]:
    """The sizes of groups: stated in sentences, printed as wholes of parts, told by heads and totals of tables."""
    scope = Scope(text)
    found = set(scope.everywhere())
    for sentence in text.sentences:
        found.update(t.whole for t in tokens(sentence.text) if isinstance(t, Ratio))
    for _, grid in grids(text):
        found.update(n for c in grid.columns if (n := c.whole))
        found.update({grid.whole} if grid.whole else set())
        found.update(cell.count for row in grid.rows if row.kind is RowKind.TOTAL for cell in row.cells if cell.count)
    return frozenset(n for n in found if n > 1)
