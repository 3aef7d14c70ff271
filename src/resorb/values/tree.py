"""A YAML document as text with its places: scalars stay as written, each with line and column.

Built from parser events, so that no tag, anchor or implicit type ever acts: "12.50" keeps its digits, "no" is a
word, and hostile files (alias bombs, deep nesting, duplicate keys) are refused. See docs/decisions for why no loader
is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from resorb.values.findings import BadInput, Fault, Place

MAX_BYTES = 2_000_000
MAX_NODES = 200_000
MAX_DEPTH = 40


@dataclass(slots=True)
class Node:
    """A scalar, list or map of the document. ``keys`` holds the scalar node of each key of a map."""

    place: Place
    text: str | None = None
    items: list[Node] | None = None
    entries: dict[str, Node] | None = None
    keys: dict[str, Node] = field(default_factory=dict)
    quoted: bool = False

    @property
    def kind(self) -> str:
        """``text``, ``list`` or ``map``."""
        return "text" if self.text is not None else "list" if self.items is not None else "map"

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written (``key:`` with no value)."""
        return self.text == "" and not self.quoted


_Mark = Any
"""A position of either YAML parser; the C one has a class of its own."""


class _Stop(Exception):  # noqa: N818
    def __init__(self, mark: _Mark, rule: str, remedy: str) -> None:
        super().__init__(rule)
        self.mark, self.rule, self.remedy = mark, rule, remedy


def read_bytes(path: Path, field: str, remedy: str, shown_as: str | None = None) -> bytes:
    """The content of a file that a user names.

    Raises:
        BadInput: when it cannot be read, with the field and remedy given.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise BadInput([Fault(Place(shown_as or str(path)), field, reason, remedy)]) from None


def read_tree(content: bytes | str, file: str) -> Node:
    """Read one YAML document into a tree of text nodes.

    Args:
        content: the document; bytes must be UTF-8.
        file: the name used in places.

    Raises:
        BadInput: with the first fault of syntax (a document that cannot be parsed has no second one).
    """
    reader = _Reader(file)
    text = _decoded(content, file)
    try:
        return reader.read(text)
    except _Stop as stop:
        raise BadInput([Fault(reader.place(stop.mark), "document", stop.rule, stop.remedy)]) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        rule = " ".join(str(error.problem or error.context or "not YAML").split())
        raise BadInput([Fault(reader.place(mark), "document", f"not readable as YAML: {rule}", _FIX)]) from None
    except yaml.reader.ReaderError as error:
        place = _place_of_byte(text.encode(), error.position, file)
        rule = f"holds the character U+{ord(text.encode()[error.position :].decode()[:1] or chr(0)):04X}"
        raise BadInput([Fault(place, "document", f"{rule}: {error.reason}", "remove it")]) from None
    except yaml.YAMLError as error:
        rule = " ".join(str(error).split())[:120]
        raise BadInput([Fault(Place(file), "document", f"not readable as YAML: {rule}", _FIX)]) from None


_FIX = "check indentation, quotes, colons and brackets near this place"


def _decoded(content: bytes | str, file: str) -> str:
    if len(content) > MAX_BYTES:
        raise BadInput([Fault(Place(file), "document", f"larger than {MAX_BYTES} bytes", "split it into studies")])
    try:
        return content.encode().decode() if isinstance(content, str) else content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place_of_byte(content if isinstance(content, bytes) else b"", error.start, file)
    except UnicodeEncodeError as error:
        place = _place_of_byte(str(content)[: error.start].encode(), error.start, file)
    raise BadInput([Fault(place, "document", "not UTF-8 text", "save the file as UTF-8")])


def _place_of_byte(content: bytes, at: int, file: str) -> Place:
    """The place of one byte; columns count characters."""
    before = content[:at].decode(errors="replace")
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    return Place(file, line, column, line, column + 1)


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.nodes = 0

    def place(self, mark: _Mark, end: _Mark = None) -> Place:
        if mark is None:
            return Place(self.file)
        stop = end or mark
        return Place(self.file, mark.line + 1, mark.column + 1, stop.line + 1, max(stop.column + 1, 1))

    def read(self, text: str) -> Node:
        events = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise _Stop(event.start_mark, "a second document starts here", "keep one document per file")
                root = self._build(events, next(events), 1)
        if root is None:
            raise _Stop(None, "the file is empty", "start from `resorb new`")
        return root

    def _build(self, events: Iterator[yaml.Event], event: yaml.Event, depth: int) -> Node:
        self.nodes += 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Stop(event.start_mark, "anchors and aliases are not allowed", "write the value out")
        if getattr(event, "tag", None) and not getattr(event, "quoted_implicit", False):
            raise _Stop(event.start_mark, "tags are not allowed", "write plain text")
        if depth > MAX_DEPTH:
            raise _Stop(event.start_mark, f"nested more than {MAX_DEPTH} deep", "use fewer levels")
        if self.nodes > MAX_NODES:
            raise _Stop(event.start_mark, f"more than {MAX_NODES} values", "split it into studies")
        if isinstance(event, yaml.ScalarEvent):
            place = self.place(event.start_mark, event.end_mark)
            return Node(place, text=event.value, quoted=bool(event.style))
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(events, event, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._map(events, event, depth)
        raise _Stop(event.start_mark, "unexpected content", _FIX)

    def _list(self, events: Iterator[yaml.Event], start: yaml.Event, depth: int) -> Node:
        node = Node(self.place(start.start_mark), items=[])
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            assert node.items is not None  # noqa: S101 - for the type checker
            node.items.append(self._build(events, event, depth + 1))
        node.place = self.place(start.start_mark, event.end_mark)
        return node

    def _map(self, events: Iterator[yaml.Event], start: yaml.Event, depth: int) -> Node:
        node = Node(self.place(start.start_mark), entries={})
        assert node.entries is not None  # noqa: S101 - for the type checker
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._build(events, event, depth + 1)
            if key.text is None:
                raise _Stop(event.start_mark, "a key must be plain text", "write the key as a word")
            if key.text in node.entries:
                raise _Stop(event.start_mark, f"the key {key.text[:40]!r} stands twice in this map", "keep one of them")
            node.keys[key.text] = key
            node.entries[key.text] = self._build(events, next(events), depth + 1)
        node.place = self.place(start.start_mark, event.end_mark)
        return node
