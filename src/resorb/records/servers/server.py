"""What a server must be able to do for a cohort to be found on it, and how its tables and columns are told.

The SQL sent to a server is plain: SELECT [DISTINCT], JOIN … ON =, coalesce, lower, LIKE, left, length, CAST. It never
decides: every condition lets too much through, and the steps judge what came back. Words of a protocol reach a server
only by :meth:`Server.listed`, as data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from resorb.records.omop import ID, OmopColumn
from resorb.records.servers.address import Address


class Sort(StrEnum):
    """What a server's column holds, as far as it matters how it is compared and fetched."""

    WHOLE = "whole"
    FLOAT = "float"
    DECIMAL = "decimal"
    TEXT = "text"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ServerColumn:
    """A column of a server's table.

    Attributes:
        called: its name, quoted as the server wants it.
        duckdb: the type it has here once it is fetched.
        fetch: how it is selected; ``{0}`` stands for the column.
    """

    called: str
    sort: Sort
    duckdb: str
    fetch: str = "{0}"

    def fetched(self, alias: str = "t") -> str:
        """The expression by which it is fetched, of the table that has this alias."""
        return self.fetch.format(f"{alias}.{self.called}")

    def type_of(self, column: OmopColumn) -> str:
        """Its type in a raw table here: numbers that came as text are numbers again where an id is expected."""
        return "DECIMAL(38, 6)" if self.sort is Sort.DECIMAL and column.type == ID else self.duckdb


@dataclass(frozen=True, slots=True)
class ServerTable:
    """A table of a server: its full name, quoted, and its columns by lower-case name."""

    called: str
    columns: dict[str, ServerColumn]


class Server(Protocol):
    """An open connection that reads and never writes."""

    address: Address
    lower: str
    """How text is put into lower case: ``{0}`` stands for it. ASCII letters must become small."""
    text: str
    """The server's name of a text type."""
    float_type: str
    """The server's name of a double."""
    decimal_type: str
    """The server's name of a decimal number that holds any whole number of ours."""

    def tables(self, wanted: Iterable[str]) -> dict[str, ServerTable]:
        """The tables there are of those wanted (lower-case names)."""
        ...

    def batches(self, query: str) -> Iterator[object]:
        """The rows of a query as Arrow streams or tables, a bounded part of them in memory at a time."""
        ...

    def listed(self, columns: Sequence[tuple[str, Sort]], rows: Sequence[tuple[int | str, ...]]) -> str:
        """A FROM item that holds these rows, without writing anything that others could see.

        Args:
            columns: names (our own words) and sorts: WHOLE or TEXT.
            rows: no NULL among them.
        """
        ...

    def close(self) -> None:
        """End the connection."""
        ...
