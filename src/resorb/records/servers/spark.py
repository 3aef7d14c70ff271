"""Spark, through Spark Connect: rows come as Arrow, part by part; lists are temporary views of the session alone.

``sc://HOST:PORT`` is a Spark Connect server and needs the light client only. A cluster's own URL (``spark://…``) or
``local[2]`` starts a driver here and needs all of pyspark.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from resorb.records.servers.address import Address
from resorb.records.servers.server import ServerColumn, ServerTable, Sort
from resorb.values.findings import BadInput

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession

_TYPES = {
    "tinyint": (Sort.WHOLE, "TINYINT", "{0}"),
    "smallint": (Sort.WHOLE, "SMALLINT", "{0}"),
    "int": (Sort.WHOLE, "INTEGER", "{0}"),
    "bigint": (Sort.WHOLE, "BIGINT", "{0}"),
    "float": (Sort.FLOAT, "FLOAT", "{0}"),
    "double": (Sort.FLOAT, "DOUBLE", "{0}"),
    "decimal": (Sort.DECIMAL, "VARCHAR", "CAST({0} AS string)"),
    "boolean": (Sort.OTHER, "BOOLEAN", "{0}"),
    "void": (Sort.OTHER, "BOOLEAN", "CAST({0} AS boolean)"),
    "date": (Sort.OTHER, "DATE", "{0}"),
    "timestamp": (Sort.OTHER, "TIMESTAMP", "CAST({0} AS timestamp_ntz)"),  # the session's zone is UTC
    "timestamp_ntz": (Sort.OTHER, "TIMESTAMP", "{0}"),
    "string": (Sort.TEXT, "VARCHAR", "{0}"),
    "varchar": (Sort.TEXT, "VARCHAR", "{0}"),
    "char": (Sort.TEXT, "VARCHAR", "rtrim({0})"),  # the blanks it was filled up with are no data
}
_AS_TEXT = (Sort.TEXT, "VARCHAR", "CAST({0} AS string)")
_PORT = 15_002
_PATIENCE_SECONDS = 10.0


class Spark:
    """An open Spark session."""

    lower = "lower({0})"
    text = "string"
    float_type = "double"
    decimal_type = "decimal(38, 6)"

    def __init__(self, address: Address) -> None:
        """Open a session.

        Raises:
            BadInput: when the client is missing, no server answers or it refuses.
        """
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            raise address.refused("needs the package pyspark-client", "install resorb[spark]") from None
        self.address = address
        self._lists: list[str] = []
        builder: Any = SparkSession.builder
        if address.url.lower().startswith("sc://"):
            _reach(address)
            make = builder.remote(address.url).create  # a session of our own, so that ending it ends no other
        else:
            make = builder.master(address.url).config("spark.api.mode", "connect").getOrCreate
        try:
            self._session: SparkSession = make()
            self._session.conf.set("spark.sql.session.timeZone", "UTC")
        except Exception as error:
            raise _not_open(address, error) from None

    def batches(self, query: str) -> Iterator[object]:
        """The rows of a query as Arrow tables, one a batch that the server sends."""
        from pyspark.sql.types import StructType

        try:
            frame: Any = self._session.sql(query)
            client: Any = self._session.client
            for part in client.to_table_as_iterator(frame._plan.to_proto(client), {}):
                if not isinstance(part, StructType):
                    yield part
        except BadInput:
            raise
        except Exception as error:
            name = type(error).__name__
            raise self.address.refused(f"refused a query ({name})", "see the server's log") from None

    def listed(self, columns: Sequence[tuple[str, Sort]], rows: Sequence[tuple[int | str, ...]]) -> str:
        """A list as a temporary view, which only this session sees."""
        import pyarrow as pa

        types = [pa.int64() if sort is Sort.WHOLE else pa.string() for _, sort in columns]
        names = [name for name, _ in columns]
        arrays = [pa.array([row[n] for row in rows], kind) for n, kind in enumerate(types)]
        view = f"resorb_list_{len(self._lists) + 1}"
        self._session.createDataFrame(pa.Table.from_arrays(arrays, names)).createOrReplaceTempView(view)
        self._lists.append(view)
        return view

    def tables(self, wanted: Iterable[str]) -> dict[str, ServerTable]:
        """The tables wanted, of the schemas asked for, else of the current one, else of the one that holds persons.

        Raises:
            BadInput: for a schema that is not there, or several that could be meant.
        """
        names = set(wanted)
        found: dict[str, ServerTable] = {}
        for schema in self.address.schemas or self._schemas():
            there = self._names(schema)
            if there is None:
                rule = f"there is no schema {schema[:60]!r}"
                raise self.address.refused(rule, "see SHOW SCHEMAS on the server", at="schema")
            for table in sorted(there, key=lambda t: (t != t.lower(), t)):
                if table.lower() in names and table.lower() not in found:
                    called = f"{_quoted(schema)}.`{table.replace('`', '``')}`"
                    found[table.lower()] = ServerTable(called, self._columns(called))
        return found

    def _schemas(self) -> list[str]:
        current = str(self._all("SELECT current_schema()")[0][0])
        if "person" in {t.lower() for t in self._names(current) or ()}:
            return [current]
        every = [str(row[0]) for row in self._all("SHOW SCHEMAS")]
        with_persons = [s for s in every if "person" in {t.lower() for t in self._names(s) or ()}]
        if len(with_persons) > 1:
            remedy = f"name one, ?schema=…; schemas with persons: {', '.join(sorted(with_persons))}"
            raise self.address.refused("several schemas hold persons", remedy, at="schema")
        return with_persons

    def _names(self, schema: str) -> list[str] | None:
        """The tables and views of a schema that stay; None when there is no such schema."""
        from pyspark.errors import PySparkException

        try:
            rows = self._all(f"SHOW TABLES IN {_quoted(schema)}")
        except PySparkException:
            return None
        return [str(row[1]) for row in rows if not row[2]]

    def _columns(self, called: str) -> dict[str, ServerColumn]:
        found: dict[str, ServerColumn] = {}
        for name, kind, *_ in self._all(f"DESCRIBE TABLE {called}"):
            if not name or name.startswith("#"):
                break  # what follows tells of partitions
            sort, duckdb, fetch = _TYPES.get(re.split(r"[ (]", kind.lower(), maxsplit=1)[0], _AS_TEXT)
            found.setdefault(name.lower(), ServerColumn(f"`{name.replace('`', '``')}`", sort, duckdb, fetch))
        return found

    def _all(self, query: str) -> list[Any]:
        return list(self._session.sql(query).collect())

    def close(self) -> None:
        """Drop the lists and end the session."""
        for view in self._lists:
            self._session.catalog.dropTempView(view)
        self._session.stop()


def _reach(address: Address) -> None:
    """See whether anybody answers: the client itself would try for minutes."""
    hosts = re.match(r"sc://(\[[^\]]+\]|[^:/;]+)(?::(\d+))?", address.url, re.IGNORECASE)
    if hosts is None:
        raise address.refused("is a URL that cannot be taken apart", "write sc://HOST:PORT")
    try:
        socket.create_connection((hosts[1].strip("[]"), int(hosts[2] or _PORT)), _PATIENCE_SECONDS).close()
    except OSError:
        raise address.refused("no server answers there", "see host and port, and that the server runs") from None


def _not_open(address: Address, error: Exception) -> BadInput:
    if isinstance(error, ImportError):
        return address.refused("needs more than the package pyspark-client", "install pyspark")
    if not address.url.lower().startswith("sc://") and type(error).__name__ in ("PySparkRuntimeError", "KeyError"):
        return address.refused("needs Java and all of pyspark", "install pyspark and a Java runtime, or use sc://…")
    return address.refused(f"cannot be opened ({type(error).__name__})", "see host, port and what the server says")


def _quoted(schema: str) -> str:
    """A schema's name, or a catalogue's and a schema's, quoted."""
    return ".".join(f"`{part.replace('`', '``')}`" for part in schema.split("."))
