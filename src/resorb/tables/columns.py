"""How a column of a study table is declared: one definition gives reader, frame, folder, docs page and JSON Schema.

Each function below declares one kind of column and is used as the default of a dataclass field in
:mod:`resorb.tables.schema`. Columns are optional unless ``required=True``; None means that the curator wrote nothing,
which is not the same as the value "not reported".
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar


class Kind(StrEnum):
    """What a cell holds; each kind has one grammar in the study file."""

    TEXT = "text"
    TEXTS = "list of texts"
    CHOICE = "choice"
    CHOICES = "list of choices"
    TERM = "term"
    REF = "reference"
    REFS = "list of references"
    COUNT = "count"
    NUMBER = "number as printed"
    QUANTITY = "quantity"
    STRENGTH = "strength"
    SPAN = "span of time"
    WHEN = "time"
    SCHEDULE = "schedule"
    PARENT = "parent"


LISTS = (Kind.TEXTS, Kind.CHOICES, Kind.REFS)
"""Kinds whose cells hold several values."""


@dataclass(frozen=True, slots=True)
class Column:
    """Declaration of one column.

    Attributes:
        doc: meaning, one line, for the docs page and the editor.
        kind: which grammar its text follows.
        key: the key in a study file (the column's name with spaces unless given).
        required: whether a row without it is a fault.
        choices: closed list for choices.
        vocabulary: name of the knowledge vocabulary for terms.
        to: tables a reference may point to; "*" is any row of the study.
        units: units a quantity may be like; the first of its kind is the unit of the frame columns.
    """

    name: str
    doc: str
    kind: Kind
    key: str
    required: bool = False
    choices: tuple[str, ...] = ()
    vocabulary: str = ""
    to: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Declaration of one table.

    Attributes:
        name: the table's name.
        grain: what one row is.
        under: tables whose rows it may be nested under; empty for study-level tables.
        named: whether rows are a map with names (``P1:``) or a list.
        key: its key in a study file (the name with spaces unless given).
        compact: two columns that a plain map may fill (``outcomes: {CR: 2, PR: 17}``), if any.
    """

    name: str
    grain: str
    row: type[Row]
    under: tuple[str, ...] = ()
    named: bool = False
    key: str = ""
    compact: tuple[str, str] | None = None

    @property
    def file_key(self) -> str:
        """The key under which a study file writes this table's rows."""
        return self.key or self.name.replace("_", " ")

    @property
    def columns(self) -> tuple[Column, ...]:
        """Columns in the order declared; the row's own ``study`` and ``id`` are not among them."""
        row: Any = self.row  # a class is as good a key as any, whatever its rows' equality
        return _columns_of(row)

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(c for c in self.columns if c.name == name)

    def column_called(self, text: str) -> Column | None:
        """The column that a curator calls so, by its key in a study file or by its name; None when there is none."""
        written = [c for c in self.columns if c.kind is not Kind.PARENT]
        by_key = next((c for c in written if c.key == text), None)
        return by_key or next((c for c in written if c.name == text.replace(" ", "_")), None)


@cache
def _columns_of(row: Any) -> tuple[Column, ...]:
    return tuple(f.metadata["column"](f.name) for f in fields(row) if "column" in f.metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of any table: ``study`` and ``id`` address it; ids are dotted paths such as ``P1.c1``."""

    table: ClassVar[str] = ""
    study: str
    id: str


NOT_REPORTED = "not reported"
"""The source was read and does not say; distinct from a blank cell."""
YES_NO = ("yes", "no", NOT_REPORTED)


def _declare(kind: Kind, doc: str, *, key: str = "", default: Any = None, **more: Any) -> Any:
    def column(name: str) -> Column:
        return Column(name=name, doc=doc, kind=kind, key=key or name.replace("_", " "), **more)

    return field(default=default, metadata={"column": column})


def text(doc: str, *, key: str = "", required: bool = False) -> Any:
    """Free text, kept as written."""
    return _declare(Kind.TEXT, doc, key=key, required=required)


def texts(doc: str, *, key: str = "") -> Any:
    """A list of free texts."""
    return _declare(Kind.TEXTS, doc, key=key, default=())


def choice(doc: str, choices: tuple[str, ...], *, key: str = "", required: bool = False) -> Any:
    """One of a closed list of words."""
    return _declare(Kind.CHOICE, doc, key=key, choices=choices, required=required)


def choice_list(doc: str, choices: tuple[str, ...], *, key: str = "") -> Any:
    """Several of a closed list of words."""
    return _declare(Kind.CHOICES, doc, key=key, choices=choices, default=())


def flag(doc: str, *, key: str = "") -> Any:
    """yes, no or not reported."""
    return _declare(Kind.CHOICE, doc, key=key, choices=YES_NO)


def term(doc: str, vocabulary: str, *, key: str = "", required: bool = False) -> Any:
    """A term of a knowledge vocabulary; synonyms are read as their key."""
    return _declare(Kind.TERM, doc, key=key, vocabulary=vocabulary, required=required)


def ref(doc: str, *to: str, key: str = "", required: bool = False) -> Any:
    """The id of a row of one of the named tables."""
    return _declare(Kind.REF, doc, key=key, to=to, required=required)


def refs(doc: str, *to: str, key: str = "") -> Any:
    """Ids of rows of the named tables."""
    return _declare(Kind.REFS, doc, key=key, to=to, default=())


def parent(doc: str, to: str) -> Any:
    """The row this one is nested under; filled by the reader, never written."""
    return _declare(Kind.PARENT, doc, to=(to,))


def count(doc: str, *, key: str = "", required: bool = False) -> Any:
    """A whole number of zero or more."""
    return _declare(Kind.COUNT, doc, key=key, required=required)


def number(doc: str, *, key: str = "") -> Any:
    """A number whose printed digits matter (percentages, means)."""
    return _declare(Kind.NUMBER, doc, key=key)


def quantity(doc: str, *units: str, key: str = "") -> Any:
    """A number or range with a unit; ``units`` are the kinds of unit it may have (none: any on the list)."""
    return _declare(Kind.QUANTITY, doc, key=key, units=units)


def strength(doc: str, *, key: str = "") -> Any:
    """Drug per product, with its basis."""
    return _declare(Kind.STRENGTH, doc, key=key)


def span(doc: str, *, key: str = "") -> Any:
    """A length of time."""
    return _declare(Kind.SPAN, doc, key=key)


def when(doc: str, *, key: str = "", required: bool = False) -> Any:
    """A time relative to the study, or a date."""
    return _declare(Kind.WHEN, doc, key=key, required=required)


def schedule(doc: str, *, key: str = "") -> Any:
    """How often something is given."""
    return _declare(Kind.SCHEDULE, doc, key=key)
