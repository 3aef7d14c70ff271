"""Keys of a protocol, declared once: the reader, its faults and the JSON Schema are made from the same declaration."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from resorb.codes import lookup
from resorb.values.findings import Fault, Refused
from resorb.values.spans import read_span
from resorb.values.strengths import read_strength
from resorb.values.tree import Node

MAX_TEXT = 300
Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a map.

    Attributes:
        doc: its meaning, one line.
        read: turns a scalar's text into its value; raises Refused.
        schema: the JSON Schema of one value.
        many: whether a list of values may stand (one value stands for a list of one).
        keys: the keys of the map that belongs here, when it is no scalar.
        open_map: the value is a map of free names to lists of texts (``codes``, ``findings``).
    """

    name: str
    doc: str
    read: Callable[[str], Any] = lambda text: text
    schema: Schema = field(default_factory=lambda: {"type": "string"})
    required: bool = False
    many: bool = False
    keys: tuple[Key, ...] = ()
    open_map: Callable[[str], str] | None = None


def text(name: str, doc: str, *, required: bool = False, many: bool = False) -> Key:
    """Short text."""
    return Key(name, doc, _text, {"type": "string", "maxLength": MAX_TEXT}, required, many)


def choice(name: str, doc: str, choices: tuple[str, ...], *, required: bool = False, many: bool = False) -> Key:
    """One (or several) of a closed list."""

    def read(value: str) -> str:
        word = " ".join(value.lower().split())
        if word in choices:
            return word
        near = get_close_matches(word, choices, n=1)
        raise Refused(
            f"{value[:40]!r} is not a choice here",
            f"did you mean {near[0]!r}?" if near else f"use one of: {', '.join(choices)}",
        )

    return Key(name, doc, read, {"enum": list(choices)}, required, many)


def flag(name: str, doc: str) -> Key:
    """Yes or no."""
    yes_no = choice(name, doc, ("yes", "no"))
    return Key(name, doc, lambda t: yes_no.read(t) == "yes", {"enum": ["yes", "no"]})


def term(name: str, doc: str, vocabulary: str, *, required: bool = False, many: bool = False) -> Key:
    """A term of a knowledge vocabulary."""
    return Key(name, doc, lambda t: lookup(vocabulary, t), {"type": "string"}, required, many)


def number(name: str, doc: str, *, many: bool = False, required: bool = False) -> Key:
    """A whole number of zero or more."""
    return Key(name, doc, _number, {"type": "integer", "minimum": 0}, required, many)


def days(name: str, doc: str, *, required: bool = False) -> Key:
    """A length of time in whole days."""
    return Key(name, doc, _days, {"type": "string", "examples": ["90 days", "12 weeks"]}, required)


def day(name: str, doc: str, *, required: bool = False) -> Key:
    """A calendar day."""
    return Key(name, doc, _day, {"type": "string", "format": "date"}, required)


def strength(name: str, doc: str) -> Key:
    """Drug per product with its basis."""

    def read(value: str) -> str:
        read_strength(value)
        return value

    return Key(name, doc, read, {"type": "string", "examples": ["25 % w/w", "250 mg/mL"]})


def group(name: str, doc: str, keys: tuple[Key, ...], *, required: bool = False, many: bool = False) -> Key:
    """A map with keys of its own, or a list of such maps."""
    return Key(name, doc, keys=keys, required=required, many=many)


def lists(name: str, doc: str, of: Callable[[str], str]) -> Key:
    """A map of names, each read by ``of``, to lists of texts."""
    return Key(name, doc, _text, open_map=of)


def schema_of(keys: tuple[Key, ...]) -> Schema:
    """The JSON Schema of a map with these keys."""
    return {
        "type": "object",
        "properties": {k.name: _schema(k) for k in keys},
        "required": [k.name for k in keys if k.required],
        "additionalProperties": False,
    }


def _schema(key: Key) -> Schema:
    one: Schema = schema_of(key.keys) if key.keys else key.schema
    if key.open_map is not None:
        texts = {"anyOf": [one, {"type": "array", "items": one}]}
        return {"description": key.doc, "type": "object", "additionalProperties": texts}
    if key.many:
        whole = {"type": "array", "items": one}
        return {"description": key.doc} | (whole if key.keys else {"anyOf": [one, whole]})
    return {"description": key.doc} | one


class Reader:
    """Reads maps by their keys and collects every fault."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, node: Node, path: str, rule: str, remedy: str) -> None:
        """Note one fault."""
        self.faults.append(Fault(node.place, path[:200], rule, remedy))

    def map(self, node: Node, keys: tuple[Key, ...], path: str) -> dict[str, Any]:
        """The values of a map; what is at fault or absent is left out (lists are then empty)."""
        if node.entries is None:
            self.fault(node, path or "protocol", "is not a map of keys", "write `key: value` lines")
            return {}
        known = {k.name: k for k in keys}
        values: dict[str, Any] = {k.name: () for k in keys if k.many}
        for name, child in node.entries.items():
            at = f"{path}.{name}" if path else name
            key = known.get(name)
            if key is None:
                near = get_close_matches(name, known, n=1)
                remedy = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(known)}"
                self.fault(node.keys.get(name, child), at, "is not a known key here", remedy)
                continue
            value = self._value(child, key, at)
            if value is not None:
                values[name] = value
        for key in keys:
            if key.required and key.name not in node.entries:
                self.fault(node, f"{path}.{key.name}".lstrip("."), "is missing", f"add `{key.name}:`")
        return values

    def _value(self, node: Node, key: Key, path: str) -> Any:
        if key.open_map is not None:
            return self._open_map(node, key, path)
        if not key.many:
            return self._one(node, key, path)
        if key.keys and node.items is None:
            self.fault(node, path, "is not a list", "begin each item with `-`")
            return ()
        items = node.items if node.items is not None else [node]
        read = [self._one(item, key, f"{path}.{n}" if key.keys else path) for n, item in enumerate(items, start=1)]
        return tuple(v for v in read if v is not None)

    def _one(self, node: Node, key: Key, path: str) -> Any:
        if key.keys:
            return self.map(node, key.keys, path)
        if node.text is None:
            self.fault(node, path, f"is a {node.kind} where one value belongs", "write one value")
            return None
        if node.is_blank:
            self.fault(node, path, "is blank", "write a value, or leave the key out")
            return None
        try:
            return key.read(node.text)
        except Refused as refused:
            self.fault(node, path, refused.rule, refused.remedy)
            return None

    def _open_map(self, node: Node, key: Key, path: str) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        if node.entries is None or key.open_map is None:
            self.fault(node, path, "is not a map", "write `name: [values]` lines")
            return found
        for name, child in node.entries.items():
            at = f"{path}.{name}"
            try:
                called = key.open_map(name)
            except Refused as refused:
                self.fault(node.keys.get(name, child), at, refused.rule, refused.remedy)
                continue
            items = child.items if child.items is not None else [child]
            read = [self._one(item, Key(key.name, key.doc, key.read), at) for item in items]
            found[called] = (*found.get(called, ()), *(v for v in read if v is not None))
        return found


_VOCABULARY = re.compile(r"[A-Za-z][A-Za-z0-9 _-]{1,19}")


def code_system(name: str) -> str:
    """The name of a coding system as OMOP writes vocabularies: ICD10CM, SNOMED, RxNorm."""
    if not _VOCABULARY.fullmatch(name):
        raise Refused(f"{name[:40]!r} is no vocabulary", "write it as OMOP does: ICD9CM, ICD10CM, SNOMED, RxNorm")
    return name


def vocabulary_term(vocabulary: str) -> Callable[[str], str]:
    """Reads a key of an open map as a term of a knowledge vocabulary."""
    return lambda name: lookup(vocabulary, name)


def _text(value: str) -> str:
    if len(value) > MAX_TEXT or "\x00" in value:
        raise Refused(f"is longer than {MAX_TEXT} characters or holds a NUL", "write a short text")
    return " ".join(value.split())


def _number(value: str) -> int:
    if not re.fullmatch(r"\d{1,15}", value.strip(), re.ASCII):
        raise Refused(f"{value[:40]!r} is not a whole number", "write digits only")
    return int(value)


def _days(value: str) -> int:
    low, high = read_span(value).days()
    if low is None or low != high or low.denominator != 1 or not 0 <= low <= 36_525:
        raise Refused(f"{value[:40]!r} is not a number of whole days", "write for example 90 days or 12 weeks")
    return int(low)


def _day(value: str) -> date:
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip(), re.ASCII):
            raise ValueError(value)
        return date.fromisoformat(value.strip())
    except ValueError:
        raise Refused(f"{value[:40]!r} is not a calendar day", "write it as 2015-03-04") from None
