"""One resource as it was read: access to its parts that minds their types, and remarks with its place."""

from __future__ import annotations

from typing import Any

from resorb.records.fhir.elements import ELEMENTS, ignored
from resorb.records.fhir.told import Told
from resorb.values.findings import Place

Part = dict[str, Any]
LONGEST_ID = 200
"""FHIR allows 64 characters; longer ones than this are no ids."""
NOT_READ = "is not read"
LEFT_OUT = "left out"


class Resource:
    """A resource with the place it stands at.

    Attributes:
        kind: its type, for example ``Condition``.
        data: the JSON object.
        place: its file, line, and path in a Bundle.
        alias: what a Bundle calls it (``fullUrl``).
    """

    __slots__ = ("alias", "data", "id", "kind", "place", "told", "updated")

    def __init__(self, kind: str, data: Part, told: Told, place: Place, alias: str | None = None) -> None:
        self.kind, self.data, self.told, self.place, self.alias = kind, data, told, place, alias
        own = data.get("id")
        self.id = own if isinstance(own, str) and 0 < len(own) <= LONGEST_ID else None
        meta = data.get("meta")
        updated = meta.get("lastUpdated") if isinstance(meta, dict) else None
        self.updated = updated if isinstance(updated, str) else None

    @property
    def name(self) -> str:
        """How it is referred to: ``Condition/abc``."""
        return f"{self.kind}/{self.id}" if self.id else self.kind

    def remark(self, field: str, rule: str, remedy: str) -> None:
        """Say something of one of its fields."""
        self.told.remark(self.place, f"{self.kind}.{field}" if field else self.kind, rule, remedy)

    def left_out(self, field: str, rule: str, remedy: str) -> None:
        """Say why it, or a part of it, is not taken."""
        self.remark(field, f"{rule}; {LEFT_OUT}", remedy)

    def part(self, parent: Part, key: str, of: str = "") -> Part:
        """An object; empty where there is none."""
        value = parent.get(key)
        if value is None:
            return {}
        if isinstance(value, dict):
            return value
        self.remark(of + key, "is no object; not taken", "write it as FHIR R4 has it")
        return {}

    def parts(self, parent: Part, key: str, of: str = "") -> list[Part]:
        """A list of objects; a single object counts as a list of one, with a remark."""
        value = parent.get(key)
        if value is None:
            return []
        if isinstance(value, dict):
            self.remark(of + key, "is one object where FHIR R4 has a list; taken", "write it as FHIR R4 has it")
            return [value]
        if isinstance(value, list):
            found = [v for v in value if isinstance(v, dict)]
            if len(found) == len(value):
                return found
            self.remark(of + key, "holds something else than objects; that is not taken", "write it as FHIR R4 has it")
            return found
        self.remark(of + key, "is no list; not taken", "write it as FHIR R4 has it")
        return []

    def text(self, parent: Part, key: str, of: str = "") -> str | None:
        """A text that is not blank; None where there is none."""
        value = parent.get(key)
        if value is None:
            return None
        if isinstance(value, str):
            return value.strip() or None
        self.remark(of + key, "is no text; not taken", "write it as FHIR R4 has it")
        return None

    def number(self, parent: Part, key: str, of: str = "") -> str | None:
        """A number as printed; None where there is none or it is no finite number."""
        value = parent.get(key)
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool):
            shown = repr(value)
            if shown.lstrip("-")[:1].isdigit() and len(shown) <= 40:
                return shown.removesuffix(".0")
        self.remark(of + key, "is no number; not taken", "write it as FHIR R4 has it")
        return None

    def refused(self) -> bool:
        """Whether it says itself that it may not be read without knowing more."""
        for key in ("modifierExtension", "implicitRules"):
            if self.data.get(key):
                self.left_out(key, "changes the meaning of the resource in a way not known here", "take it out by hand")
                return True
        return False

    def tell_unread(self, part: Part, known: frozenset[str], name: str = "") -> None:
        """Say which fields of a part are not read."""
        for key in part.keys() - known:
            if ignored(key):
                continue
            if key in ELEMENTS:
                self.remark(f"{name}{key}", NOT_READ, "nothing: what was read does not depend on it")
            else:
                self.remark(f"{name}*", "a field that FHIR R4 does not have there is not read", "check the export")
