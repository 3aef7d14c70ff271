"""Whom a protocol concerns: found on the server by few, plain queries that let through too many rather than too few.

The kinds of records (concept, source concept, source text) are few beside the records. They are fetched, the protocol's
own steps run on them here, and the server is asked only for the persons with a record of one of the kinds that were
found. Names in instructions and notes are looked for on the server by a pattern that finds too much.
"""

from __future__ import annotations

import duckdb

from resorb.records.cohort import Cohort, find_hits
from resorb.records.omop import ANCESTOR, CONCEPT, CONDITION, DRUG, ID, NOTE, OmopColumn, OmopTable
from resorb.records.protocol import IN_NOTE, IN_SIG, CodeSet, Protocol
from resorb.records.servers.fetch import Remote, Say, lay_empty
from resorb.records.servers.prefilter import any_of
from resorb.records.servers.server import ServerColumn, ServerTable, Sort
from resorb.records.source import Source, empty_view, expressions, typed

_KINDS = {
    CONDITION.name: ("condition_concept_id", "condition_source_concept_id", "condition_source_value"),
    DRUG.name: ("drug_concept_id", "drug_source_concept_id", "drug_source_value"),
}
_NO_NUMBER, _NO_TEXT = -9_223_372_036_854_775_807, ""


class Concerned:
    """The persons that a protocol concerns, on one server; works in a small database of its own."""

    def __init__(self, remote: Remote, protocol: Protocol) -> None:
        """Begin; nothing is asked yet."""
        self.remote = remote
        self.protocol = protocol
        self.here = duckdb.connect(":memory:")
        self._asked: set[int] = {c for s in protocol.code_sets for c in (*s.concepts, *s.ingredients)}

    def close(self) -> None:
        """Let go of what was kept."""
        self.here.close()

    def concepts(self) -> set[int]:
        """The concepts that the protocol names, by their ids or by codes; those below them are not among these."""
        return self._asked - {0}

    def persons(self, say: Say) -> set[int]:
        """All persons whom the protocol or its comparator may find, and some more."""
        say("asking the server for kinds of records")
        self._lay_vocabulary()
        for table in (CONDITION, DRUG):
            self._lay_kinds(table)
        found = Cohort(self.protocol, Source(self.remote.server.address.shown, self.here))
        find_hits(found, everybody=True)
        say("asking the server for the persons concerned")
        with_target = self._with_kinds(CONDITION, "condition_hit", "target") if self.protocol.target else None
        if with_target is not None and self.protocol.comparator is not None:
            return with_target  # those without the drug are wanted as well, for the comparator
        with_drug = self._with_drug(self.protocol.drug, with_target) if self.protocol.drug else None
        if with_target is None:
            return with_drug or set()
        return with_target if with_drug is None else with_target & with_drug

    def _with_drug(self, drug: CodeSet, with_target: set[int] | None) -> set[int]:
        found = self._with_kinds(DRUG, "drug_hit", "drug", "drug_exposure_id")
        there = self.remote.tables.get(DRUG.name)
        if there is not None and "sig" in there.columns and drug.names and IN_SIG in drug.names_in:
            found |= self._with_text(there, "sig", drug.names, _no_concept(there.columns.get("drug_concept_id")))
        notes = self.remote.tables.get(NOTE.name)
        if notes is not None and drug.names and IN_NOTE in drug.names_in:
            found |= self._with_text(notes, "note_text", drug.names, "", with_target)
        return found

    def _lay_vocabulary(self) -> None:
        """The concepts that carry a code of the protocol, and what lies below those it means."""
        for table in (CONCEPT, ANCESTOR):
            there = self.remote.tables.get(table.name)
            if there is None:
                self.here.execute(empty_view(table))
                continue
            lay_empty(self.here, table, there)
            self._lay_view(table, {c.name: there.columns[c.name].type_of(c) for c in table.columns})
        there = self.remote.tables.get(CONCEPT.name)
        if there is not None:
            self._fetch_coded(there)
            coded = self.here.execute("SELECT DISTINCT concept_id FROM cdm_concept").fetchall()
            self._asked |= {row[0] for row in coded}
        self.remote.fetch_concepts(self.here, self.concepts())
        self.remote.fetch_descendants(self.here, self.concepts())

    def _fetch_coded(self, there: ServerTable) -> None:
        codes = {(v, c) for s in self.protocol.code_sets for v, listed in s.codes.items() for c in listed}
        begin = sorted({(v, c.removesuffix("*").strip()) for v, c in codes if c.endswith("*")})
        whole = sorted({(v, c.strip()) for v, c in codes if not c.endswith("*")})
        vocabulary, code = there.columns["vocabulary_id"].fetched(), there.columns["concept_code"].fetched()
        for listed, same in ((whole, f"{code} = w.code"), (begin, f"left({code}, length(w.code)) = w.code")):
            if listed:
                rows = self.remote.server.listed((("vocabulary", Sort.TEXT), ("code", Sort.TEXT)), listed)
                source = f"{there.called} AS t JOIN {rows} AS w ON {vocabulary} = w.vocabulary AND {same}"
                self.remote.into("raw_concept", CONCEPT, there, source, self.here)

    def _lay_view(self, table: OmopTable, types: dict[str, str]) -> None:
        columns = ", ".join(expressions(table, types, clean=False))
        view = f"CREATE TEMP VIEW cdm_{table.name} AS SELECT {columns} FROM raw_{table.name}"  # noqa: S608 - our names
        self.here.execute(view)

    def _lay_kinds(self, table: OmopTable) -> None:
        """The kinds of record of a table, one row each and numbered, under the table's own name."""
        there = self.remote.tables.get(table.name)
        if there is None:
            self.here.execute(empty_view(table))
            return
        own = table.columns[0].name
        names = [n for n in _KINDS[table.name] if n in there.columns]
        types = {n: there.columns[n].type_of(next(c for c in table.columns if c.name == n)) for n in names}
        declared = [f"{n} {kind}" for n, kind in types.items()]
        declared += [f"k{number} {_list_type(there.columns[n])}" for number, n in enumerate(names)]
        self.here.execute(f"CREATE OR REPLACE TEMP TABLE kind_seen ({', '.join(declared)})")
        fetched = ", ".join(f"{there.columns[n].fetched()} AS c{number}" for number, n in enumerate(names))
        keys = ", ".join(f"{self._key(there.columns[n])} AS k{number}" for number, n in enumerate(names))
        query = f"SELECT DISTINCT {fetched}, {keys} FROM {there.called} AS t"  # noqa: S608 - quoted names
        casts = [f"TRY_CAST(c{number} AS {kind})" for number, kind in enumerate(types.values())]
        here = ", ".join([*casts, *(f"k{number}" for number in range(len(names)))])
        self.remote.insert(self.here, "kind_seen", query, table.name, here)
        numbered = f"SELECT row_number() OVER () AS {own}, * FROM kind_seen"  # noqa: S608 - our own names
        self.here.execute(f"CREATE TABLE raw_{table.name} AS {numbered}")
        self._lay_view(table, types | {own: "BIGINT"})
        self._lay_source_concepts(there, table)

    def _lay_source_concepts(self, there: ServerTable, table: OmopTable) -> None:
        """The vocabulary of the source's own codes: a code that a concept tells of is not read as text."""
        source = _KINDS[table.name][1]
        if source in there.columns and CONCEPT.name in self.remote.tables:
            told = self.here.execute(f"SELECT DISTINCT {source} FROM cdm_{table.name}").fetchall()  # noqa: S608
            self.remote.fetch_concepts(self.here, {row[0] for row in told} - {0})

    def _with_kinds(self, table: OmopTable, hits: str, key: str, number: str = "id") -> set[int]:
        """The persons with a record of a kind that means a set."""
        there = self.remote.tables.get(table.name)
        if there is None:
            return set()
        names = [n for n in _KINDS[table.name] if n in there.columns]
        keys = ", ".join(f"k{n}" for n in range(len(names)))
        rows = self.here.execute(
            f"SELECT DISTINCT {keys} FROM raw_{table.name} AS r "  # noqa: S608 - our own names
            f"SEMI JOIN (SELECT {number} AS hit FROM {hits} WHERE key = ?) AS h ON h.hit = r.{table.columns[0].name} "
            "ORDER BY ALL",
            [key],
        ).fetchall()
        if not rows:
            return set()
        sorts = tuple((f"k{n}", _list_sort(there.columns[c])) for n, c in enumerate(names))
        same = " AND ".join(f"{self._key(there.columns[c])} = k.k{n}" for n, c in enumerate(names))
        listed = self.remote.server.listed(sorts, rows)
        return self._ids(there, f"{there.called} AS t JOIN {listed} AS k ON {same}")

    def _key(self, column: ServerColumn) -> str:
        """What a column of a kind is held against in a join; nothing on record counts as a value of its own."""
        if column.sort is Sort.WHOLE:
            return f"coalesce(CAST(t.{column.called} AS bigint), {_NO_NUMBER})"
        return f"coalesce(CAST({column.fetched()} AS {self.remote.server.text}), '{_NO_TEXT}')"

    def _with_text(
        self, there: ServerTable, name: str, names: tuple[str, ...], also: str, among: set[int] | None = None
    ) -> set[int]:
        """The persons with a text in which one of these names may stand."""
        source = f"{there.called} AS t" if among is None else self.remote.join(there, "person_id", among)
        lowered = self.remote.server.lower.format(f"CAST({there.columns[name].fetched()} AS {self.remote.server.text})")
        return self._ids(there, f"{source} WHERE ({any_of(lowered, names)}){also}")

    def _ids(self, there: ServerTable, source: str) -> set[int]:
        """The persons of a FROM clause, as whole numbers."""
        column = there.columns["person_id"]
        kind = "DECIMAL(38, 6)" if column.sort is Sort.DECIMAL else column.duckdb
        self.here.execute(f"CREATE OR REPLACE TEMP TABLE person_seen (id {kind})")
        query = f"SELECT DISTINCT {column.fetched()} FROM {source}"  # noqa: S608 - quoted names
        self.remote.insert(self.here, "person_seen", query, "person_id")
        seen = self.here.execute(f"SELECT {typed(OmopColumn('id', ID), kind)} FROM person_seen").fetchall()  # noqa: S608
        return {row[0] for row in seen if row[0] is not None}


def _no_concept(column: ServerColumn | None) -> str:
    """A condition that a record may be without a concept, where that can be told of whole numbers."""
    if column is None or column.sort is not Sort.WHOLE:
        return ""
    return f" AND coalesce(t.{column.called}, 0) = 0"


def _list_sort(column: ServerColumn) -> Sort:
    return Sort.WHOLE if column.sort is Sort.WHOLE else Sort.TEXT


def _list_type(column: ServerColumn) -> str:
    return "BIGINT" if column.sort is Sort.WHOLE else "VARCHAR"
