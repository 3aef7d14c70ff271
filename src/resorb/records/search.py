"""Find words in the notes of records: each sentence that holds one, and whether it is said of this patient, now.

A query is words that a note must all hold, ``"words in a row"``, and beginnings (``calcin*``); case does not count, and
what is neither letter nor digit only parts words. With a word index the database reads only the notes that may hold
them; without one it looks through all. Either way each note is then read here, so that the answer is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from resorb.reading.notes.assertion import Sentence
from resorb.records.note_parts import note_sentences
from resorb.records.source import Source
from resorb.values.findings import BadInput, Fault, Place

_WORD = re.compile(r"[^\W_]+")
_ASKED = re.compile(r'"([^"]*)"|([^\s"]+)')
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Term:
    """Words in a row, in lower case; of the last one only the beginning where ``begins``."""

    words: tuple[str, ...]
    begins: bool = False

    def found_in(self, words: list[str]) -> Iterator[int]:
        """The numbers of the words at which it stands in a text."""
        *whole, last = self.words
        for at in range(len(words) - len(whole)):
            ends = words[at + len(whole)]
            if words[at : at + len(whole)] == whole and (ends.startswith(last) if self.begins else ends == last):
                yield at


@dataclass(frozen=True, slots=True)
class Hit:
    """One sentence of a note that holds a term.

    Attributes:
        start: its first character in the note; ``stop`` is the end, exclusive.
        marks: start and end of each term in the sentence.
        said: "present", or what the heading above or the sentence says of a term: "negated", "family" and so on.
        why: the cues that decided it.
    """

    person: int
    note: int
    day: date | None
    start: int
    stop: int
    text: str
    marks: tuple[tuple[int, int], ...]
    said: str
    why: str


def read_query(query: str) -> tuple[Term, ...]:
    """The terms of a query.

    Raises:
        BadInput: when it holds no word.
    """
    terms = []
    for quoted, bare in _ASKED.findall(query):
        words = words_of(quoted or bare)
        if words:
            terms.append(Term(tuple(words), begins=(quoted or bare).endswith("*")))
    if not terms:
        remedy = 'give words, "words in a row", or the beginning of one (calcin*)'
        raise BadInput([Fault(Place("search"), "query", "holds no word", remedy)])
    return tuple(terms)


def words_of(text: str) -> list[str]:
    """The words of a text in lower case."""
    return [m[0].lower() for m in _WORD.finditer(text)]


def find(source: Source, terms: tuple[Term, ...], among: list[int] | None = None) -> Iterator[Hit]:
    """The sentences that hold a term, of notes that hold all, by person, day and note.

    Args:
        source: an open source.
        terms: what is looked for.
        among: ids of the notes that may hold them; all are looked through where it is None.
    """
    where, given = _may_hold(terms)
    connection = source.connection
    if among is not None:
        connection.execute("CREATE OR REPLACE TEMP TABLE may_hold AS SELECT unnest(?::BIGINT[]) AS note_id", [among])
        where, given = "note_id IN (FROM may_hold)", []
    result = connection.execute(
        f"SELECT person_id, note_id, note_date, note_text FROM cdm_note WHERE {where} "  # noqa: S608 - our own words
        "ORDER BY person_id, note_date, note_id",
        given,
    )
    while rows := result.fetchmany(_BATCH):
        for person, note, day, text in rows:
            yield from _hits(terms, person, note, day, text or "")


def _may_hold(terms: tuple[Term, ...]) -> tuple[str, list[Any]]:
    """What every note that holds the terms must hold, as a condition; letters beyond ASCII have many cases."""
    words = sorted({w for term in terms for w in term.words if w.isascii()})
    return " AND ".join(["note_text ILIKE ?"] * len(words)) or "true", [f"%{w}%" for w in words]


def _hits(terms: tuple[Term, ...], person: int, note: int, day: date | None, text: str) -> Iterator[Hit]:
    places = [m.span() for m in _WORD.finditer(text)]
    words = [text[a:b].lower() for a, b in places]
    marks = []
    for term in terms:
        found = [(places[at][0], places[at + len(term.words) - 1][1]) for at in term.found_in(words)]
        if not found:
            return
        marks += found
    marks.sort()
    for start, stop, heading in note_sentences(text):
        mine = tuple((a - start, b - start) for a, b in marks if start <= a < stop)
        if mine:
            sentence = text[start:stop]
            read = Sentence(sentence)
            judged = [read.about(*mark) for mark in mine]
            said = next((j for j in judged if not j.holds), judged[0])
            kind, why = (heading.partition(":")[0], heading) if heading else (said.kind, said.why)
            yield Hit(person, note, day, start, stop, sentence, mine, kind, why)
