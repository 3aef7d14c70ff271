"""Whose notes a store keeps first: of those with a record of what a bundled protocol looks for.

Persons who are found stand apart among a million, and to fetch one note a whole page is read. So the notes of those
whom a protocol can find lie together. It is an order and nothing else: whose notes lie first is listed, and the notes
of anybody else who is found are looked for among the rest.
"""

from __future__ import annotations

from resorb.records.cohort import ask, find_condition_kinds
from resorb.records.protocol_file import bundled, read_protocol_file
from resorb.records.source import Source

TABLE = "notes_first"


def list_notes_first(source: Source) -> None:
    """List those whose notes lie first, in the attached store ``built``, which has its conditions already."""
    protocols = map(read_protocol_file, bundled().values())
    source.connection.execute("CREATE TEMP VIEW condition_kind AS FROM built.condition_kind")
    ask(source, [protocol.target for protocol in protocols if protocol.target is not None])
    find_condition_kinds(source)
    source.connection.execute(
        f"CREATE TABLE built.{TABLE} AS SELECT DISTINCT person_id FROM built.condition_occurrence "  # noqa: S608 - our own
        "SEMI JOIN condition_hit_kind USING (kind) ORDER BY person_id"
    )
