"""The JSON Schemas of the files that people write, for editors."""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class SchemaOf(StrEnum):
    """Kinds of files that people write."""

    STUDY = "study"
    PROTOCOL = "protocol"
    LISTS = "lists"
    REDCAP = "redcap"


def schema_of(kind: SchemaOf) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of study files, protocols, mappings of lists, or mappings of REDCap projects."""
    match kind:
        case SchemaOf.STUDY:
            from resorb.tables.json_schema import study_file_schema

            return study_file_schema()
        case SchemaOf.PROTOCOL:
            from resorb.records.protocol_file import protocol_schema

            return protocol_schema()
        case SchemaOf.LISTS:
            from resorb.records.lists.mapping import mapping_schema

            return mapping_schema()
        case SchemaOf.REDCAP:
            from resorb.sources.redcap.mapping import project_mapping_schema

            return project_mapping_schema()
