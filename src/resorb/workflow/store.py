"""Build a record store, and add to one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from resorb.records.store import Written


def build(source: Path | str, store: Path, memory: str | None, say: Callable[[str], None]) -> tuple[Written, ...]:
    """Build a store from a source, whole or not at all.

    Raises:
        BadInput: for a source that cannot be read, a place that holds something else, or a full disk.
    """
    from resorb.records.source import MEMORY
    from resorb.records.store import build_store

    return build_store(source, store, memory or MEMORY, say)


def append(source: Path | str, store: Path, memory: str | None, say: Callable[[str], None]) -> tuple[Written, ...]:
    """Add the rows of a source that a store does not hold yet, all or none.

    Raises:
        BadInput: for a source that cannot be read, a place that holds no store, or a full disk.
    """
    from resorb.records.source import MEMORY
    from resorb.records.store import append_store

    return append_store(source, store, memory or MEMORY, say)


def written_as_json(store: Path, written: tuple[Written, ...]) -> dict[str, Any]:
    """The shape of ``resorb store … --json``."""
    tables = [{"table": w.table, "rows": w.rows, "there_before": w.there_before} for w in written]
    return {"store": str(store), "tables": tables}
