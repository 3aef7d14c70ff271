"""Build a record store, and add to one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from resorb.records.store import Written
    from resorb.values.findings import Fault


def build(
    source: Path | str,
    store: Path,
    memory: str | None,
    say: Callable[[str], None],
    tell: Callable[[Fault], None] | None = None,
) -> tuple[Written, ...]:
    """Build a store from a source, whole or not at all.

    Raises:
        BadInput: for a source that cannot be read, a place that holds something else, or a full disk.
    """
    from resorb.records.source import MEMORY
    from resorb.records.store import build_store

    return build_store(source, store, memory or MEMORY, say, tell)


def append(
    source: Path | str,
    store: Path,
    memory: str | None,
    say: Callable[[str], None],
    tell: Callable[[Fault], None] | None = None,
) -> tuple[Written, ...]:
    """Add the rows of a source that a store does not hold yet, all or none.

    Raises:
        BadInput: for a source that cannot be read, a place that holds no store, or a full disk.
    """
    from resorb.records.source import MEMORY
    from resorb.records.store import append_store

    return append_store(source, store, memory or MEMORY, say, tell)


def written_as_json(store: Path, written: tuple[Written, ...], findings: Iterable[Fault] = ()) -> dict[str, Any]:
    """The shape of ``resorb store … --json``."""
    from resorb.workflow.check import fault_as_json

    tables = [{"table": w.table, "rows": w.rows, "there_before": w.there_before} for w in written]
    return {"store": str(store), "tables": tables, "findings": [fault_as_json(f) for f in findings]}
