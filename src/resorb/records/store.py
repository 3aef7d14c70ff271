"""Our own store: one DuckDB file, typed, clustered by kind of record and person, so that a protocol reads little of it.

The kinds of records (concept, source concept, source text …) are few beside the records; each has a number, and the
records are sorted by it. What a protocol looks for is looked up among the kinds, and only their stretches are read.

A store is built beside its place and moved there when it is whole and on disk. An append is one transaction: killed at
any moment, the store holds what it held before, or all of the append.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from resorb.records.notes_first import TABLE as FIRST
from resorb.records.notes_first import list_notes_first
from resorb.records.omop import NOTE, OMOP_TABLES, OmopTable
from resorb.records.origins import ORIGIN_TABLES
from resorb.records.source import MEMORY, NOTES_FIRST, STORE_MARK, Source, open_source, typed_columns
from resorb.records.word_index import index_of
from resorb.values.findings import BadInput, Fault, Place

FORMAT = "resorb store 1"
_KINDS = {
    "condition_occurrence": (
        "condition_kind",
        ("condition_concept_id", "condition_source_concept_id", "condition_source_value"),
    ),
    "drug_exposure": (
        "drug_kind",
        (
            "drug_concept_id", "drug_source_concept_id", "drug_source_value",
            "route_concept_id", "route_source_value", "dose_unit_source_value",
        ),
    ),
}  # fmt: skip
_IDS = {
    "person": ("person_id",),
    "observation_period": ("person_id", "observation_period_start_date", "observation_period_end_date"),
    "death": ("person_id",),
    "concept": ("concept_id",),
    "concept_ancestor": ("ancestor_concept_id", "descendant_concept_id"),
}
"""What makes a row the same row, where it is not the table's own id."""


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows a table got, and how many of the source's it held already."""

    table: str
    rows: int
    there_before: int = 0


def build_store(
    source: Path | str,
    store: Path,
    memory: str = MEMORY,
    say: Callable[[str], None] = lambda _: None,
    tell: Callable[[Fault], None] | None = None,
) -> tuple[Written, ...]:
    """Build a store from a source, whole or not at all.

    Args:
        source: an OMOP Parquet folder, a DuckDB file, another store, or the URL of a server.
        store: the file to write; an earlier store there is replaced, any other file is not touched.
        memory: how much memory DuckDB may take.
        say: told of each table, with rows a second and about how long the rest takes.
        tell: told of each finding of the source, which is said as well.

    Raises:
        BadInput: for a source that cannot be read, a place that holds something else, or a full disk.
        OSError: when the place cannot be written to.
    """
    if store.exists() and not is_store(store):
        raise _refused(store, "exists and is not a resorb store", "give another name with -o")
    _drop_left_over(store)
    handle, name = tempfile.mkstemp(prefix=f".{store.name}.", suffix=".building", dir=store.parent)
    os.close(handle)
    building = Path(name)
    building.unlink()
    try:
        with _full_disk(store), open_source(source, memory, scratch=Path(f"{building}.tmp"), writes=True) as opened:
            if opened.remote is not None:
                opened.remote.fetch_all(say)
            _tell(opened, say, tell)
            written = _fill(opened, building, say)
        with building.open("rb") as file:
            os.fsync(file.fileno())
        building.chmod(0o644)
        index_of(store).unlink(missing_ok=True)
        building.replace(store)
        _sync_folder(store.parent)
    finally:
        for part in (building, Path(f"{building}.wal")):
            part.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            Path(f"{building}.tmp").rmdir()
    return written


def append_store(
    source: Path | str,
    store: Path,
    memory: str = MEMORY,
    say: Callable[[str], None] = lambda _: None,
    tell: Callable[[Fault], None] | None = None,
) -> tuple[Written, ...]:
    """Add the rows of a source that a store does not hold yet (by their ids), all or none.

    Rows whose id the store holds stay as they are; how many is told. When this returns, they are on disk.

    Raises:
        BadInput: for a source that cannot be read, a place that holds no store, a store in use, or a full disk.
    """
    if not is_store(store):
        raise _refused(store, "is not a resorb store", "build one with `resorb store build`")
    with _full_disk(store), open_source(source, memory, writes=True) as opened:
        connection = opened.connection
        if opened.remote is not None:
            opened.remote.fetch_all(say)
        _tell(opened, say, tell)
        connection.execute("ATTACH ? AS built (READ_WRITE)", [str(store)])
        connection.execute("BEGIN")
        written = tuple(_append(opened, table, say) for table in OMOP_TABLES)
        for table in ORIGIN_TABLES:
            _append_origins(opened, table)
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT built")
        connection.execute("DETACH built")
    return written


def _tell(source: Source, say: Callable[[str], None], tell: Callable[[Fault], None] | None) -> None:
    for finding in source.findings:
        say(str(finding))
        if tell is not None:
            tell(finding)


def is_store(path: Path) -> bool:
    """Whether a file is a store of ours."""
    if not path.is_file():
        return False
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            found = connection.execute(
                "SELECT count(*) FROM information_schema.tables WHERE table_name = ?", [STORE_MARK]
            ).fetchone()
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise _refused(path, "is in use by another program", "wait until it has finished") from None
        return False
    except duckdb.Error:
        return False
    return bool(found and found[0])


def _refused(store: Path, rule: str, remedy: str) -> BadInput:
    return BadInput([Fault(Place(str(store)), "store", rule, remedy)])


@contextmanager
def _full_disk(store: Path) -> Iterator[None]:
    """A disk that is full, or a file in use, in one clear line."""
    try:
        yield
    except duckdb.IOException as error:
        first = (str(error).splitlines() or [""])[0][:200]
        if "No space left" in str(error):
            raise _refused(store, "the disk is full", "free some space; the store is as it was") from None
        raise _refused(store, first, "see that the place can be written; the store is as it was") from None


def _sync_folder(folder: Path) -> None:
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _drop_left_over(store: Path) -> None:
    """Remove what a killed build left behind, unless its build is still running (its file is then locked)."""
    for left in store.parent.glob(f".{store.name}.*.building*"):
        if left.is_file() and not _locked(left):
            left.unlink(missing_ok=True)


def _locked(path: Path) -> bool:
    try:
        import fcntl
    except ImportError:
        return True
    with path.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def _fill(source: Source, building: Path, say: Callable[[str], None]) -> tuple[Written, ...]:
    connection = source.connection
    connection.execute("ATTACH ? AS built (READ_WRITE)", [str(building)])
    counts = {t.name: _count(source, f"cdm_{t.name}") for t in OMOP_TABLES}
    total, done, begun = sum(counts.values()), 0, time.monotonic()
    for table in OMOP_TABLES:
        if table.name in _KINDS:
            _kinds(source, table.name)
        if table is NOTE:
            list_notes_first(source)
        connection.execute(f"CREATE TABLE built.{table.name} AS {_select(table)} ORDER BY {_order(table)}")
        done += counts[table.name]
        took = time.monotonic() - begun
        rate = done / took if took else 0.0
        rest = f", about {(total - done) / rate:.0f} s left" if done < total and rate else ""
        say(f"{table.name}: {counts[table.name]:,} rows ({done * 100 // max(total, 1)} %, {rate:,.0f} rows/s{rest})")
    for table in ORIGIN_TABLES:
        _append_origins(source, table)
    connection.execute(f"CREATE TABLE built.{STORE_MARK} AS SELECT ? AS format, ? AS source", [FORMAT, source.name])
    connection.execute("CHECKPOINT built")
    connection.execute("DETACH built")
    return tuple(Written(name, n) for name, n in counts.items())


def _count(source: Source, name: str) -> int:
    row = source.connection.execute(f"SELECT count(*) FROM {name}").fetchone()  # noqa: S608 - our own names
    return int(row[0]) if row else 0


def _kinds(source: Source, table: str) -> None:
    name, columns = _KINDS[table]
    listed = ", ".join(columns)
    source.connection.execute(
        f"CREATE TABLE built.{name} AS SELECT (row_number() OVER (ORDER BY {listed}))::INTEGER AS kind, * "  # noqa: S608
        f"FROM (SELECT DISTINCT {listed} FROM cdm_{table})"
    )


def _select(table: OmopTable, *, notes_first: bool = True) -> str:
    """The rows of a table as the store keeps them: with the number of their kind, and whether notes lie first."""
    listed = ", ".join(f"r.{name}" for name, _ in typed_columns(table))
    if table is NOTE and notes_first:
        return (
            f"SELECT {listed}, f.person_id IS NOT NULL AS {NOTES_FIRST} "  # noqa: S608 - our own names
            f"FROM cdm_note AS r LEFT JOIN built.{FIRST} AS f ON f.person_id = r.person_id"
        )
    if table.name not in _KINDS:
        return f"SELECT {listed} FROM cdm_{table.name} AS r"  # noqa: S608 - our own names
    kinds, columns = _KINDS[table.name]
    same = " AND ".join(f"k.{c} = r.{c}" if c.endswith("_id") else f"k.{c} IS NOT DISTINCT FROM r.{c}" for c in columns)
    return f"SELECT {listed}, k.kind FROM cdm_{table.name} AS r JOIN built.{kinds} AS k ON {same}"  # noqa: S608


def _order(table: OmopTable, *, notes_first: bool = True) -> str:
    if table.name in _KINDS:
        return "k.kind, r.person_id"
    by = ", ".join(f"r.{name}" for name in table.order)
    return f"{NOTES_FIRST} DESC, {by}" if table is NOTE and notes_first else by


def _append(source: Source, table: OmopTable, say: Callable[[str], None]) -> Written:
    connection = source.connection
    if table.name in _KINDS:
        kinds, columns = _KINDS[table.name]
        listed = ", ".join(columns)
        same = " AND ".join(f"k.{c} IS NOT DISTINCT FROM n.{c}" for c in columns)
        connection.execute(
            f"INSERT INTO built.{kinds} "  # noqa: S608 - our own names
            f"SELECT (row_number() OVER (ORDER BY {listed}))::INTEGER "
            f"+ (SELECT coalesce(max(kind), 0) FROM built.{kinds}), * "
            f"FROM (SELECT DISTINCT {listed} FROM cdm_{table.name} AS n ANTI JOIN built.{kinds} AS k ON {same})"
        )
    keys = _IDS.get(table.name, (table.columns[0].name,))
    new = " AND ".join(f"b.{k} = r.{k}" for k in keys)
    offered, before = _count(source, f"cdm_{table.name}"), _count(source, f"built.{table.name}")
    # A store of an earlier version lists nobody. Whoever is listed stays so, since notes already lie where they lie.
    listed_first = _count(source, f"duckdb_tables() WHERE database_name = 'built' AND table_name = '{FIRST}'") > 0
    connection.execute(
        f"INSERT INTO built.{table.name} BY NAME {_select(table, notes_first=listed_first)} "
        f"ANTI JOIN built.{table.name} AS b ON {new} ORDER BY {_order(table, notes_first=listed_first)}"
    )
    rows = _count(source, f"built.{table.name}") - before
    say(f"{table.name}: {rows:,} rows added, {offered - rows:,} already there")
    return Written(table.name, rows, offered - rows)


def _append_origins(source: Source, table: OmopTable) -> None:
    """Where records came from, where the source says so: rows that are new to the store."""
    if not _count(source, f"cdm_{table.name}"):
        return
    listed = ", ".join(f"{name} {kind}" for name, kind in typed_columns(table))
    source.connection.execute(f"CREATE TABLE IF NOT EXISTS built.{table.name} ({listed})")
    keys = [c.name for c in table.columns if c.required]
    new = " AND ".join(f"b.{k} = r.{k}" for k in keys)
    source.connection.execute(
        f"INSERT INTO built.{table.name} BY NAME SELECT r.* FROM cdm_{table.name} AS r "  # noqa: S608 - our own names
        f"ANTI JOIN built.{table.name} AS b ON {new} ORDER BY {_order(table)}"
    )
