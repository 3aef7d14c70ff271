"""PostgreSQL, through ADBC: rows come as Arrow, without a temporary table and in one read-only snapshot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from resorb.records.servers.address import Address
from resorb.records.servers.server import ServerColumn, ServerTable, Sort
from resorb.values.findings import BadInput, Fault, Place

if TYPE_CHECKING:
    from adbc_driver_manager import AdbcConnection, AdbcDatabase, AdbcStatement

_FINITE = "CASE WHEN isfinite({0}) THEN {0} END"
_UTC = "CASE WHEN isfinite({0}) THEN {0} AT TIME ZONE 'UTC' END"
_TYPES = {
    "int2": (Sort.WHOLE, "SMALLINT", "{0}"),
    "int4": (Sort.WHOLE, "INTEGER", "{0}"),
    "int8": (Sort.WHOLE, "BIGINT", "{0}"),
    "float4": (Sort.FLOAT, "FLOAT", "{0}"),
    "float8": (Sort.FLOAT, "DOUBLE", "{0}"),
    "numeric": (Sort.DECIMAL, "VARCHAR", "CAST({0} AS text)"),
    "bool": (Sort.OTHER, "BOOLEAN", "{0}"),
    "date": (Sort.OTHER, "DATE", _FINITE),
    "timestamp": (Sort.OTHER, "TIMESTAMP", _FINITE),
    "timestamptz": (Sort.OTHER, "TIMESTAMP", _UTC),
    "text": (Sort.TEXT, "VARCHAR", "{0}"),
    "varchar": (Sort.TEXT, "VARCHAR", "{0}"),
}
_AS_TEXT = (Sort.TEXT, "VARCHAR", "CAST({0} AS text)")  # of char(n) this drops the blanks it was filled up with
_NEEDS_EXTRA = "needs the package adbc-driver-postgresql"
_CATALOGUE = """
SELECT CAST(n.nspname AS text), CAST(c.relname AS text), CAST(a.attname AS text), CAST(b.typname AS text),
  has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, a.attnum, 'SELECT'),
  coalesce(array_position(current_schemas(false), n.nspname), 0)
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
JOIN pg_catalog.pg_type AS b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND left(n.nspname, 3) <> 'pg_' AND n.nspname <> 'information_schema'
ORDER BY 1, 2, a.attnum
"""
_SAID = (
    ("password", "the password is wrong or missing", "give it in PGPASSWORD, a password file or the URL"),
    ("authentication", "the server does not let this user in", "see the user's name and how it may connect"),
    ('role "[^"]*" does not exist', "there is no such user", "see the name before the @"),
    ("pg_hba", "the server does not let this user in from here", "ask who runs it"),
    ('database "[^"]*" does not exist', "there is no such database", "see the name behind the last /"),
    ("translate host", "there is no such host", "see the host's name"),
    ("ssl", "no secure connection could be made", "see sslmode and the certificates"),
    ("invalid", "is a URL that PostgreSQL does not understand", "see its parameters"),
    ("refused", "no server answers there", "see host and port, and that the server runs"),
    ("timeout", "the server does not answer in time", "see host and port"),
)


class PostgreSQL:
    """An open PostgreSQL database."""

    # Of text in the "C" collation lower() knows ASCII only, whatever the database's locale.
    lower = 'lower({0} COLLATE "C")'
    text = "text"
    float_type = "double precision"
    decimal_type = "numeric"

    def __init__(self, address: Address) -> None:
        """Connect, and begin one transaction that reads only and sees one state of the records.

        Raises:
            BadInput: when the driver is missing, no server answers or it refuses.
        """
        try:
            import adbc_driver_manager
            import adbc_driver_postgresql
        except ImportError:
            raise address.refused(_NEEDS_EXTRA, "install resorb[postgresql]") from None
        self.address = address
        self._manager = adbc_driver_manager
        try:
            self._database: AdbcDatabase = adbc_driver_postgresql.connect(address.url)
            self._connection: AdbcConnection = adbc_driver_manager.AdbcConnection(
                self._database, **{"adbc.connection.autocommit": "false"}
            )
            self._do("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            self._do("SET LOCAL client_encoding = 'UTF8'")
        except adbc_driver_manager.Error as error:
            raise self._not_open(str(error)) from None

    def _not_open(self, said: str) -> BadInput:
        """Why it cannot be opened, in our words: the server's own may quote what is secret."""
        lowered = said.lower()
        for word, rule, remedy in _SAID:
            if re.search(word, lowered):
                return self.address.refused(rule, remedy)
        return self.address.refused("cannot be opened", "see host, port, user and database")

    def _do(self, statement: str) -> None:
        opened, handle = self._run(statement)
        handle.release()
        opened.close()

    def _run(self, query: str) -> tuple[AdbcStatement, Any]:
        statement = self._manager.AdbcStatement(self._connection)
        statement.set_sql_query(query)
        handle, _ = statement.execute_query()
        return statement, handle

    def batches(self, query: str) -> Iterator[object]:
        """The rows of a query as one Arrow stream, which the driver reads by parts."""
        try:
            statement, handle = self._run(query)
        except self._manager.Error as error:
            raise self.address.refused(
                f"refused a query (SQLSTATE {error.sqlstate or 'unknown'})", "see the server's log"
            ) from None
        try:
            yield handle
        finally:
            statement.close()

    def listed(self, columns: Sequence[tuple[str, Sort]], rows: Sequence[tuple[int | str, ...]]) -> str:
        """A list as arrays in the query: this needs no right to write, and the planner sees how long it is."""
        marks, arrays = [], []
        for number, (name, sort) in enumerate(columns):
            values = [row[number] for row in rows]
            if sort is Sort.WHOLE:
                arrays.append(f"'{{{','.join(str(int(v)) for v in values)}}}'::bigint[]")
                marks.append(f"c{number} AS {name}")
            else:
                # Text travels as hexadecimal digits, so that none of it can be read as SQL.
                texts = ",".join(f'"{str(v).encode().hex()}"' for v in values)
                arrays.append(f"'{{{texts}}}'::text[]")
                marks.append(f"convert_from(decode(c{number}, 'hex'), 'UTF8') AS {name}")
        named = ", ".join(f"c{number}" for number in range(len(columns)))
        # DISTINCT tells the planner that each row meets at most one of these: it then hashes the list, not the table.
        return f"(SELECT DISTINCT {', '.join(marks)} FROM unnest({', '.join(arrays)}) AS l({named}))"  # noqa: S608

    def tables(self, wanted: Iterable[str]) -> dict[str, ServerTable]:
        """The tables wanted, of the schemas asked for, else of the one schema that holds persons.

        Raises:
            BadInput: for a schema that is not there, for several that could be meant, for tables that may not be read.
        """
        from duckdb import connect

        names = set(wanted)
        columns: dict[tuple[str, str], list[tuple[str, str, bool]]] = {}
        place: dict[str, int] = {}
        with connect(":memory:") as here:
            for batch in self.batches(_CATALOGUE):
                rows = here.from_arrow(batch).fetchall()
        for schema, table, column, kind, readable, position in rows:
            place[schema] = position
            if table.lower() in names:
                columns.setdefault((schema, table), []).append((column, kind, readable))
        found: dict[str, ServerTable] = {}
        faults: list[Fault] = []
        for schema in self._schemas(place, {s for s, t in columns if t.lower() == "person"}):
            for (there, table), listed in sorted(columns.items(), key=lambda c: (c[0][1] != c[0][1].lower(), c[0])):
                if there != schema or table.lower() in found:
                    continue
                readable = [(c, kind) for c, kind, may in listed if may]
                if not readable:
                    at = Place(f"{self.address.shown}/{schema}.{table}")
                    faults.append(Fault(at, table, "the table may not be read", "grant SELECT on it to this user"))
                    continue
                ordered = sorted(readable, key=lambda c: c[0] == c[0].lower())
                found[table.lower()] = ServerTable(
                    f"{_quoted(schema)}.{_quoted(table)}", {c.lower(): _column(c, kind) for c, kind in ordered}
                )
        if faults:
            raise BadInput(faults)
        return found

    def _schemas(self, place: dict[str, int], with_persons: set[str]) -> list[str]:
        said = f"schemas with persons: {', '.join(sorted(with_persons)) or 'none'}"
        if self.address.schemas:
            chosen = []
            for asked in self.address.schemas:
                there = [s for s in place if s == asked] or [s for s in place if s.lower() == asked.lower()]
                if len(there) != 1:
                    raise self.address.refused(f"there is no schema {asked[:60]!r}", said, at="schema")
                chosen += there
            return chosen
        if len(with_persons) > 1:
            on_path = sorted((place[s], s) for s in with_persons if place[s])
            if not on_path:
                raise self.address.refused("several schemas hold persons", f"name one, ?schema=…; {said}", at="schema")
            return [on_path[0][1]]
        return sorted(with_persons)

    def close(self) -> None:
        """End the transaction and the connection."""
        for part in (self._connection, self._database):
            part.close()


def _column(name: str, kind: str) -> ServerColumn:
    sort, duckdb, fetch = _TYPES.get(kind, _AS_TEXT)
    return ServerColumn(_quoted(name), sort, duckdb, fetch)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
