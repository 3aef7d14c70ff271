"""Build a record store, add to one, index its notes and search them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resorb.values.findings import BadInput, Fault, Place

if TYPE_CHECKING:
    from resorb.records.search import Hit
    from resorb.records.store import Written


def write(
    source: Path | str,
    store: Path,
    memory: str | None,
    say: Callable[[str], None],
    tell: Callable[[Fault], None] | None = None,
    *,
    adds: bool,
) -> tuple[Written, ...]:
    """Build a store from a source, or add the rows of a source that a store does not hold yet: all or none.

    Raises:
        BadInput: for a source that cannot be read, a place that holds something else, or a full disk.
    """
    from resorb.records.source import MEMORY
    from resorb.records.store import append_store, build_store

    return (append_store if adds else build_store)(source, store, memory or MEMORY, say, tell)


def index(store: Path, memory: str | None, say: Callable[[str], None]) -> int:
    """Make the word index of a store's notes, or make it anew; how many notes it holds.

    Raises:
        BadInput: for a place that holds no store, or where no index can be written.
    """
    from resorb.records.source import MEMORY, open_source
    from resorb.records.store import is_store
    from resorb.records.word_index import build_index

    if not is_store(store):
        rule, remedy = "is not a resorb store", "build one with `resorb store build`"
        raise BadInput([Fault(Place(str(store)), "store", rule, remedy)])
    with open_source(store, memory or MEMORY) as source:
        return build_index(source, store, say)


def search(
    source: Path | str, query: str, limit: int, memory: str | None, say: Callable[[str], None]
) -> tuple[list[Hit], bool]:
    """The sentences of notes that hold the words of a query, and whether there are more than the limit.

    Raises:
        BadInput: for a source that cannot be read, or a query without words.
    """
    from resorb.records.search import find, read_query
    from resorb.records.source import MEMORY, open_source
    from resorb.records.word_index import notes_that_may_hold

    terms = read_query(query)
    with open_source(source, memory or MEMORY) as opened:
        among = notes_that_may_hold(opened, Path(source), terms) if opened.is_store else None
        if isinstance(among, str):
            say(among)
            among = None
        if opened.remote is not None:
            opened.remote.fetch_all(say)
        found = list(islice(find(opened, terms, among), limit + 1))
    return found[:limit], len(found) > limit


def hits_as_json(hits: list[Hit], more: bool) -> dict[str, Any]:
    """The shape of ``resorb store search … --json``."""
    listed = [
        {
            "person": h.person,
            "note": h.note,
            "date": None if h.day is None else h.day.isoformat(),
            "start": h.start,
            "stop": h.stop,
            "text": h.text,
            "marks": [list(m) for m in h.marks],
            "said": h.said,
            "why": h.why,
        }
        for h in hits
    ]
    return {"hits": listed, "more": more}


def written_as_json(store: Path, written: tuple[Written, ...], findings: Iterable[Fault] = ()) -> dict[str, Any]:
    """The shape of ``resorb store … --json``."""
    from resorb.workflow.check import fault_as_json

    tables = [{"table": w.table, "rows": w.rows, "there_before": w.there_before} for w in written]
    return {"store": str(store), "tables": tables, "findings": [fault_as_json(f) for f in findings]}
