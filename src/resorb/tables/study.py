"""The study: rows of every table, where each fact stands, and the inputs they were read from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from resorb.tables.cells import read_cell
from resorb.tables.columns import Row
from resorb.tables.schema import TABLES, Proposal, StudyInfo, table
from resorb.values.findings import FactRef, Place

if TYPE_CHECKING:
    import polars as pl

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a fact stands: ``place`` in our file, ``where`` in the source it was read from ("Results", "Table 2")."""

    place: Place
    where: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """A file a study was read from: its name, SHA-256, and its text when it is small enough to show."""

    path: str
    sha256: str
    text: str = ""


@dataclass(frozen=True)
class Study:
    """One study or several, as rows by table name.

    Rows carry exact values; :meth:`frame` gives the same table as a Polars frame. ``reading`` says whether values
    are as printed or as proposed.
    """

    tables: dict[str, tuple[Row, ...]]
    origins: dict[FactRef, Origin] = field(default_factory=dict)
    inputs: tuple[Input, ...] = ()
    reading: str = "as printed"

    def rows(self, kind: type[R]) -> tuple[R, ...]:
        """All rows of one table, in the order they were read."""
        return self.tables.get(kind.table, ())  # type: ignore[return-value]

    def of(self, kind: type[R], study: str, **where: str) -> Iterator[R]:
        """Rows of one table in one study whose columns equal the given values."""
        if not where:
            yield from self._by_study.get((kind.table, study), ())  # type: ignore[misc]
            return
        first, *rest = where.items()
        for row in self._rows_with(kind.table, study, first[0]).get(first[1], ()):
            if all(getattr(row, name) == value for name, value in rest):
                yield row  # type: ignore[misc]

    def _rows_with(self, table_name: str, study: str, column: str) -> dict[str, list[Row]]:
        """Rows of one table in one study by the value of one column; made once, for readers ask again and again."""
        found = self._by_column.get((table_name, study, column))
        if found is None:
            found = self._by_column[table_name, study, column] = {}
            for row in self._by_study.get((table_name, study), ()):
                found.setdefault(getattr(row, column), []).append(row)
        return found

    @cached_property
    def _by_column(self) -> dict[tuple[str, str, str], dict[str, list[Row]]]:
        return {}

    @cached_property
    def _by_study(self) -> dict[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = {}
        for name, rows in self.tables.items():
            for row in rows:
                found.setdefault((name, row.study), []).append(row)
        return found

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the studies held."""
        return tuple(info.id for info in self.rows(StudyInfo))

    @cached_property
    def _index(self) -> dict[tuple[str, str, str], Row]:
        return {(row.study, name, row.id): row for name, rows in self.tables.items() for row in rows}

    @cached_property
    def _anywhere(self) -> dict[tuple[str, str], Row]:
        return {(row.study, row.id): row for rows in self.tables.values() for row in rows}

    def row(self, kind: type[R], study: str, row_id: str | None) -> R | None:
        """The row of that id, or None."""
        return self._index.get((study, kind.table, row_id or ""))  # type: ignore[return-value]

    def find(self, study: str, row_id: str, *tables: str) -> Row | None:
        """The row of that id in one of the tables (none named: in any); ``other-study/P1`` looks in another study."""
        other, _, rest = row_id.rpartition("/")
        if not tables:
            return self._anywhere.get((other or study, rest))
        return next((r for t in tables if (r := self._index.get((other or study, t, rest)))), None)

    def origin(self, fact: FactRef) -> Origin | None:
        """Where a fact stands: the cell when it has a place of its own, else its row."""
        return self.origins.get(fact) or self.origins.get(replace(fact, column=""))

    def only(self, *studies: str) -> Study:
        """The rows and origins of some of the studies."""
        tables = {name: tuple(r for r in rows if r.study in studies) for name, rows in self.tables.items()}
        return replace(self, tables=tables, origins={f: o for f, o in self.origins.items() if f.study in studies})

    def frame(self, name: str) -> pl.DataFrame:
        """The table of that name as a Polars frame (columns as in the folder)."""
        from resorb.tables.frames import to_frame

        return to_frame(table(name), self.tables.get(name, ()))


def ref_of(row: Row, column: str = "") -> FactRef:
    """The address of a row, or of one of its cells."""
    return FactRef(row.study, row.table, row.id, column)


def merged(studies: Iterable[Study]) -> Study:
    """Several studies as one; a study that comes twice is kept once."""
    tables: dict[str, list[Row]] = {t.name: [] for t in TABLES}
    origins: dict[FactRef, Origin] = {}
    inputs: dict[str, Input] = {}
    seen: set[str] = set()
    reading = "as printed"
    for study in studies:
        new = [i for i in study.ids if i not in seen]
        seen.update(new)
        for name, rows in study.tables.items():
            tables[name].extend(r for r in rows if r.study in new)
        origins.update((f, o) for f, o in study.origins.items() if f.study in new)
        inputs.update((i.path, i) for i in study.inputs)
        reading = study.reading
    return Study({n: tuple(r) for n, r in tables.items()}, origins, tuple(inputs.values()), reading)


def as_proposed(study: Study) -> Study:
    """The study with every proposed reading in place of the printed one. Nothing else changes.

    In a column that holds a list, a proposal replaces the items that are written as it says they are printed.
    """
    changes: dict[FactRef, Any] = {}
    for proposal in study.rows(Proposal):
        row = study.find(proposal.study, proposal.of)
        if row is not None:
            column = table(row.table).column(proposal.column.replace(" ", "_"))
            fact, meant = ref_of(row, column.name), read_cell(column, proposal.read)
            value = changes.get(fact, getattr(row, column.name))
            if isinstance(value, tuple):
                meant = tuple(meant if item == proposal.printed else item for item in value)
            changes[fact] = meant
    tables = dict(study.tables)
    for fact, value in changes.items():
        tables[fact.table] = tuple(
            replace(r, **{fact.column: value}) if (r.study, r.id) == (fact.study, fact.row) else r
            for r in tables[fact.table]
        )
    return replace(study, tables=tables, reading="as proposed")
