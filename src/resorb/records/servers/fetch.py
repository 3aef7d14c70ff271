"""A server as a source: its tables are laid as empty raw tables of an in-memory database, and rows fetched into them.

Opened, the views lie over the raw tables as over any source's, so that what a server lacks is said in the same words.
``Remote.fetch_persons`` then brings all records of the persons a protocol concerns, and what the vocabulary says of
them; ``Remote.fetch_all`` brings everything, for a store.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from resorb.records.omop import ANCESTOR, CONCEPT, ID, OMOP_TABLES, OmopColumn, OmopTable
from resorb.records.servers.address import POSTGRESQL, Address, read_address
from resorb.records.servers.server import Server, ServerTable, Sort
from resorb.records.source import Raw, Source, lay_views, typed

if TYPE_CHECKING:
    from resorb.records.protocol import Protocol

Say = Callable[[str], None]
_ID_LIST = (("id", Sort.WHOLE),)


class Remote:
    """What stands behind a source that is a server."""

    def __init__(self, server: Server, connection: duckdb.DuckDBPyConnection) -> None:
        """Learn the server's tables and lay them empty."""
        self.server = server
        self.connection = connection
        self.tables = server.tables(t.name for t in OMOP_TABLES)
        for table in OMOP_TABLES:
            if table.name in self.tables:
                lay_empty(connection, table, self.tables[table.name])

    @property
    def raw(self) -> dict[str, Raw]:
        """The raw tables as views are laid over them."""
        declared = {t.name: t for t in OMOP_TABLES}
        return {
            name: Raw(
                f"raw_{name}", {c.name: there.columns[c.name].type_of(c) for c in columns_of(declared[name], there)}
            )
            for name, there in self.tables.items()
        }

    def fetch_persons(self, protocol: Protocol, also: Iterable[int], say: Say) -> None:
        """Fetch all records of the persons whom a protocol may find, and of those named.

        Raises:
            BadInput: when the server refuses or breaks off.
        """
        from resorb.records.servers.persons import Concerned

        concerned = Concerned(self, protocol)
        try:
            persons = concerned.persons(say) | set(also)
            rows = 0
            for table in OMOP_TABLES:
                there = self.tables.get(table.name)
                if there is not None and "person_id" in there.columns:
                    rows += self.into(f"raw_{table.name}", table, there, self.join(there, "person_id", persons))
            concepts = concerned.concepts() | self._concepts_on_record()
            self.fetch_concepts(self.connection, concepts)
            self.fetch_descendants(self.connection, concerned.concepts())
            say(f"fetched {rows:,} records of {len(persons):,} persons")
        finally:
            concerned.close()

    def fetch_all(self, say: Say) -> None:
        """Fetch every row of every table.

        Raises:
            BadInput: when the server refuses or breaks off.
        """
        for table in OMOP_TABLES:
            there = self.tables.get(table.name)
            if there is not None:
                rows = self.into(f"raw_{table.name}", table, there, f"{there.called} AS t")
                say(f"{table.name}: {rows:,} rows fetched")

    def fetch_concepts(self, connection: duckdb.DuckDBPyConnection, concepts: set[int]) -> None:
        """Fetch these concepts, each once for every row it has."""
        there = self.tables.get(CONCEPT.name)
        if there is not None and concepts:
            self.into("raw_concept", CONCEPT, there, self.join(there, "concept_id", concepts), connection)

    def fetch_descendants(self, connection: duckdb.DuckDBPyConnection, concepts: set[int]) -> None:
        """Fetch what lies below these concepts."""
        there = self.tables.get(ANCESTOR.name)
        if there is not None and concepts:
            source = self.join(there, "ancestor_concept_id", concepts)
            self.into("raw_concept_ancestor", ANCESTOR, there, source, connection)

    def _concepts_on_record(self) -> set[int]:
        """The concepts that the records fetched so far carry."""
        found: set[int] = set()
        for table in OMOP_TABLES:
            for column in table.columns:
                if column.name.endswith("concept_id") and table not in (CONCEPT, ANCESTOR):
                    query = f"SELECT DISTINCT {column.name} FROM cdm_{table.name}"  # noqa: S608 - our own names
                    found |= {row[0] for row in self.connection.execute(query).fetchall()}
        return found - {0}

    def join(self, there: ServerTable, name: str, wanted: set[int]) -> str:
        """A FROM clause: the rows of a table whose id is one of these; an index on the id can be used.

        Ids are whole numbers here; they are held against the column in the column's own type.
        """
        column = there.columns[name]
        called = f"t.{column.called}"
        server = self.server
        if column.sort in (Sort.WHOLE, Sort.FLOAT, Sort.DECIMAL):
            types = {Sort.FLOAT: server.float_type, Sort.DECIMAL: server.decimal_type}
            key = "p.id" if column.sort is Sort.WHOLE else f"CAST(p.id AS {types[column.sort]})"
            listed = server.listed(_ID_LIST, [(i,) for i in sorted(wanted)])
            return f"{there.called} AS t JOIN {listed} AS p ON {called} = {key}"
        printed = self._as_printed(there, name, wanted)
        return (
            f"{there.called} AS t JOIN {server.listed((('id', Sort.TEXT),), printed)} AS p ON {column.fetched()} = p.id"
        )

    def _as_printed(self, there: ServerTable, name: str, wanted: set[int]) -> list[tuple[str]]:
        """Ids that are kept as text, as they are written: "7", " 7" and "7.0" are one id."""
        self.connection.execute("CREATE OR REPLACE TEMP TABLE printed_id (id VARCHAR)")
        query = f"SELECT DISTINCT {there.columns[name].fetched()} FROM {there.called} AS t"  # noqa: S608 - quoted names
        self.insert(self.connection, "printed_id", query, there.called)
        here = f"SELECT id, {typed(OmopColumn('id', ID), 'VARCHAR')} FROM printed_id WHERE id IS NOT NULL"  # noqa: S608
        return [(printed,) for printed, number in self.connection.execute(here).fetchall() if number in wanted]

    def into(
        self,
        raw: str,
        table: OmopTable,
        there: ServerTable,
        source: str,
        connection: duckdb.DuckDBPyConnection | None = None,
    ) -> int:
        """Fetch the columns of ``table`` from ``source`` (a FROM clause with the alias t) into a raw table."""
        columns = columns_of(table, there)
        fetched = ", ".join(f"{there.columns[c.name].fetched()} AS c{n}" for n, c in enumerate(columns))
        here = ", ".join(f"TRY_CAST(c{n} AS {there.columns[c.name].type_of(c)})" for n, c in enumerate(columns))
        query = f"SELECT {fetched} FROM {source}"  # noqa: S608 - quoted names
        return self.insert(connection or self.connection, raw, query, table.name, here)

    def insert(self, connection: duckdb.DuckDBPyConnection, raw: str, query: str, what: str, columns: str = "*") -> int:
        """Fetch a query's rows into a table here, part by part; ``columns`` are expressions on what comes.

        Raises:
            BadInput: when the server refuses or breaks off.
        """
        connection.execute("SELECT 1").fetchall()  # an answer nobody read to its end would stand in the way
        try:
            for batch in self.server.batches(query):
                connection.from_arrow(batch).project(columns).insert_into(raw)
        except (duckdb.OutOfMemoryException, duckdb.IOException):
            raise
        except duckdb.Error:
            # What the driver says may quote a value of a record.
            rule = "the server broke off while rows were read"
            raise self.server.address.refused(rule, "try again", table=what) from None
        return int(connection.execute(f"SELECT count(*) FROM {raw}").fetchall()[0][0])  # noqa: S608 - our own names


@contextmanager
def open_server(url: str, settings: dict[str, str | bool | int | float | list[str]]) -> Iterator[Source]:
    """Open a server as a source; what does not fit into memory is kept in a folder of its own, which goes away.

    Raises:
        BadInput: when it cannot be reached or read, or lacks what every protocol needs.
    """
    address = read_address(url)
    with tempfile.TemporaryDirectory(prefix="resorb-") as scratch:
        connection = duckdb.connect(":memory:", config={"temp_directory": str(Path(scratch) / "spill")} | settings)
        server = _connect(address)
        try:
            remote = Remote(server, connection)
            source = Source(address.shown, connection, remote=remote)
            lay_views(address.shown, source, remote.raw)
            yield source
        except duckdb.OutOfMemoryException:
            rule = f"needs more than {settings['memory_limit']} of memory"
            raise address.refused(rule, "allow more with --memory") from None
        finally:
            connection.close()
            server.close()


def _connect(address: Address) -> Server:
    if address.kind == POSTGRESQL:
        from resorb.records.servers.postgresql import PostgreSQL

        return PostgreSQL(address)
    from resorb.records.servers.spark import Spark

    return Spark(address)


def columns_of(table: OmopTable, there: ServerTable) -> list[OmopColumn]:
    """The columns read of a table that the server has."""
    return [c for c in table.columns if c.name in there.columns]


def lay_empty(connection: duckdb.DuckDBPyConnection, table: OmopTable, there: ServerTable) -> None:
    """A raw table, without rows."""
    columns = ", ".join(f"{c.name} {there.columns[c.name].type_of(c)}" for c in columns_of(table, there))
    connection.execute(f"CREATE TABLE raw_{table.name} ({columns or 'nothing BOOLEAN'})")
