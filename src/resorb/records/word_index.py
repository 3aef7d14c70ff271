"""An index of the words of a store's notes: a file beside the store, for those who search again and again.

SQLite's FTS5 keeps which note holds which words in a row, and no text. Whoever searches reads the notes it names, so an
index can make an answer quicker but not another one. It knows which notes it was made of: after an append it is out of
date, is not used, and that is told.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from resorb.records.search import Term, words_of
from resorb.records.source import Source
from resorb.values.findings import BadInput, Fault, Place

FORMAT = "resorb words 1"
_BATCH = 10_000


def index_of(store: Path) -> Path:
    """Where the index of a store lies."""
    return store.with_name(f"{store.name}.words")


def build_index(source: Source, store: Path, say: Callable[[str], None]) -> int:
    """Write the index of a store anew, whole or not at all; how many notes it holds.

    Raises:
        BadInput: where Python's SQLite has no FTS5.
        OSError: when the place cannot be written to.
    """
    index = index_of(store)
    building = index.with_name(f".{index.name}.building")
    building.unlink(missing_ok=True)
    try:
        with contextlib.closing(sqlite3.connect(building)) as words:
            done = _fill(words, source, say)
        building.replace(index)
    except sqlite3.OperationalError as error:
        rule = "no index can be written here: " + str(error)
        remedy = "free space, or search without an index" if "full" in rule else "search without an index"
        raise BadInput([Fault(Place(str(index)), "index", rule, remedy)]) from None
    finally:
        building.unlink(missing_ok=True)
    return done


def _fill(words: sqlite3.Connection, source: Source, say: Callable[[str], None]) -> int:
    words.execute("PRAGMA journal_mode = OFF")
    words.execute("PRAGMA synchronous = OFF")
    words.execute("CREATE VIRTUAL TABLE note USING fts5(words, content = '')")
    words.execute("CREATE TABLE note_id (number INTEGER PRIMARY KEY, id INTEGER)")  # ids of dirty records come twice
    words.execute("CREATE TABLE made_of (format TEXT, notes TEXT)")
    words.execute("INSERT INTO made_of VALUES (?, ?)", [FORMAT, _notes_of(source)])
    total = source.connection.execute("SELECT count(*) FROM cdm_note").fetchone()
    result = source.connection.execute("SELECT note_id, note_text FROM cdm_note")
    done, begun, said = 0, time.monotonic(), 0.0
    while rows := result.fetchmany(_BATCH):
        numbered = list(enumerate(rows, start=done + 1))
        words.executemany("INSERT INTO note_id VALUES (?, ?)", ((number, note) for number, (note, _) in numbered))
        words.executemany(
            "INSERT INTO note (rowid, words) VALUES (?, ?)",
            ((number, " ".join(words_of(text or ""))) for number, (_, text) in numbered),
        )
        done += len(rows)
        took = time.monotonic() - begun
        if took - said > 1 and total:
            rate, said = done / took, took
            say(f"{done:,} of {total[0]:,} notes ({rate:,.0f} a second, about {(total[0] - done) / rate:.0f} s left)")
    words.commit()
    return done


def notes_that_may_hold(source: Source, store: Path, terms: tuple[Term, ...]) -> list[int] | str:
    """Ids of the notes that may hold all terms; or, in words, why the index cannot be asked."""
    index = index_of(store)
    if not index.exists():
        return "there is no word index; `resorb store index` makes one"
    try:
        with contextlib.closing(sqlite3.connect(f"{index.absolute().as_uri()}?mode=ro", uri=True)) as words:
            if words.execute("SELECT format, notes FROM made_of").fetchall() != [(FORMAT, _notes_of(source))]:
                return "the word index is of other notes than the store; `resorb store index` makes it anew"
            asked = " AND ".join(f'"{" ".join(t.words)}"{"*" if t.begins else ""}' for t in terms)
            found = "SELECT id FROM note_id WHERE number IN (SELECT rowid FROM note WHERE note MATCH ?)"
            return [n for (n,) in words.execute(found, [asked])]
    except sqlite3.Error:
        return "the word index cannot be read; `resorb store index` makes it anew"


def _notes_of(source: Source) -> str:
    """What tells the notes of a store from those of another: how many there are, and their ids."""
    row = source.connection.execute("SELECT count(*), bit_xor(hash(note_id, person_id)) FROM cdm_note").fetchone()
    return " ".join(str(cell) for cell in row or ())
