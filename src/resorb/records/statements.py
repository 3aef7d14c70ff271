"""What the notes of the persons found say, as a table that the later steps ask.

One row is one statement: an outcome of the lesion (a term of findings.yaml, ``not assessed`` where the note says that
it cannot be told), a mention of target or drug, a phrase a rule of exclusion asks for, or an adverse event. A
statement ``holds`` when it is about this patient and now: not negated, of the past, of the family, supposed, or about
another drug; else ``why`` says which. :mod:`resorb.records.notes` reads one note.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import duckdb

from resorb.records.protocol import Protocol

OUTCOME, MENTION, TERM, EVENT, DOSE = "outcome", "mention", "term", "event", "dose"
_COLUMNS = (
    ("note_id", "BIGINT"), ("person_id", "BIGINT"), ("day", "DATE"), ("start", "INTEGER"), ("stop", "INTEGER"),
    ("kind", "VARCHAR"), ("value", "VARCHAR"), ("site", "VARCHAR"), ("holds", "BOOLEAN"), ("why", "VARCHAR"),
)  # fmt: skip
_BATCH = 2_000


class Statement(NamedTuple):
    """One statement of a note: characters ``start`` to ``stop`` of its text.

    Attributes:
        kind: ``outcome``, ``mention``, ``term``, ``event`` or ``dose``.
        value: a term of findings.yaml; ``target`` or ``drug``; the code of the exclusion; the event;
            the parts of the dose.
        site: the body site it is about, as the protocol writes it; None when the sentence names none.
        holds: whether it is about this patient, now, and this drug.
        why: the cue that decided, for a reader.
    """

    start: int
    stop: int
    kind: str
    value: str
    site: str | None = None
    holds: bool = True
    why: str = ""


def read_statements(protocol: Protocol, connection: duckdb.DuckDBPyConnection, notes: str) -> None:
    """Fill the table ``statement`` from the notes that the query ``notes`` gives (id, person, day, text)."""
    from resorb.records.notes import NoteReader

    reader = NoteReader(protocol)
    columns = ", ".join(f"{name} {kind}" for name, kind in _COLUMNS)
    connection.execute(f"CREATE TEMP TABLE statement ({columns})")
    if not reader.looks_for_anything:
        return
    said = [
        (note_id, person, day, *s) for note_id, person, day, text in _rows(connection, notes) for s in reader.read(text)
    ]
    insert(connection, "statement", _COLUMNS, said)


def mentions_drug(protocol: Protocol, text: str) -> bool:
    """Whether a note says that this patient has the drug now."""
    from resorb.records.notes import NoteReader

    drug = protocol.drug
    words = replace(protocol.words, drug=(*protocol.words.drug, *(drug.names if drug else ())))
    said = NoteReader(replace(protocol, words=words)).read(text)
    return any(s.kind == MENTION and s.value == "drug" and s.holds for s in said)


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    result = connection.execute(query)
    while rows := result.fetchmany(_BATCH):
        yield from rows


def insert(
    connection: duckdb.DuckDBPyConnection, table: str, columns: tuple[tuple[str, str], ...], rows: list[tuple[Any, ...]]
) -> None:
    """Append rows to a table of ours, whole columns at a time; ``table`` and ``columns`` are our own words."""
    if not rows:
        return
    marks = ", ".join(f"unnest(?::{kind}[])" for _, kind in columns)
    values = [list(column) for column in zip(*rows, strict=True)]
    connection.execute(f"INSERT INTO {table} SELECT {marks}", values)
