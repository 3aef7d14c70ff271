"""Typed reading of one entry of a data file, every fault noted and none raised.

A getter always returns a value of its type; when the file's is wrong it notes a fault and returns a stand-in, so that
one run finds all faults of a file. The caller raises them together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from fractions import Fraction
from typing import TypeVar

from resorb.codes.bands import Band, read_bands
from resorb.codes.entries import Basics, Source
from resorb.values.findings import Fault, Place, Refused
from resorb.values.numbers import read_number
from resorb.values.spans import Span, read_span
from resorb.values.tree import Node
from resorb.values.units import read_unit

T = TypeVar("T")

Find = Callable[[str, str], str]
"""Turns (vocabulary, word) into the canonical key, or raises Refused."""


@dataclass(slots=True)
class Form:
    """One map of a data file being read. ``path`` names it in faults, ``key`` is the name it stands under."""

    key: str
    node: Node
    path: str
    faults: list[Fault]
    sources: Mapping[str, Source]
    find: Find
    asked: set[str] = field(default_factory=set)

    def fault(self, name: str, rule: str, remedy: str, place: Place | None = None) -> None:
        """Note one fault of field ``name``."""
        here = self.node.entries.get(name) if self.node.entries else None
        self.faults.append(Fault(place or (here or self.node).place, f"{self.path}.{name}", rule, remedy))

    def basics(self) -> Basics:
        """The fields every entry has. The label defaults to the key; at least one source must be named."""
        return Basics(
            key=self.key,
            label=self.text("label", self.key),
            synonyms=self.texts("synonyms"),
            sources=self.cited(),
            derived=self.text("derived", ""),
        )

    def has(self, name: str) -> bool:
        """Whether the field is written at all."""
        return self.node.entries is not None and name in self.node.entries

    def text(self, name: str, default: str | None = None) -> str:
        """A text; without ``default`` it must be there."""
        node = self._node(name)
        if node is None:
            if default is None:
                self.fault(name, "is missing", f"add `{name}:` with a text")
            return default or ""
        if node.text is None or not node.text.strip():
            self.fault(name, f"is a {node.kind}" if node.text is None else "is empty", "write a text here")
            return ""
        return " ".join(node.text.split())

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, or one text alone; empty when the field is missing."""
        return tuple(node.text or "" for node in self._texts(name))

    def choice(self, name: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """One word of a closed list."""
        word = self.text(name, default)
        if word in allowed or not word:
            return word
        near = get_close_matches(word, allowed, n=1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        self.fault(name, f"{word!r} is not known", f"{hint}use one of: {', '.join(allowed)}")
        return allowed[0]

    def flag(self, name: str) -> bool:
        """Yes or no; a missing field is no."""
        return self.choice(name, ("no", "yes"), "no") == "yes"

    def number(self, name: str) -> Fraction | None:
        """An exact decimal number; None when the field is missing."""
        node = self._node(name)
        if node is None:
            return None
        with_fault = self._try(name, node, read_number)
        return with_fault.value if with_fault else None

    def unit(self, name: str) -> str:
        """A unit of the closed list, in its canonical spelling."""
        node = self._node(name)
        if node is None:
            self.fault(name, "is missing", f"add `{name}:` with a unit such as mg/dL")
            return ""
        unit = self._try(name, node, read_unit)
        return unit.text if unit else ""

    def span(self, name: str) -> Span | None:
        """A span of time such as ``6 months``; None when the field is missing."""
        node = self._node(name)
        return None if node is None else self._try(name, node, read_span)

    def bands(self, name: str) -> tuple[tuple[Band, ...], str]:
        """Ranges and their unit; no ranges when the field is missing."""
        node = self._node(name)
        return ((), "") if node is None else self._try(name, node, read_bands) or ((), "")

    def read(self, name: str, grammar: Callable[[str], T]) -> T | None:
        """A text read by a closed grammar; None when the field is missing or refused."""
        node = self._node(name)
        return None if node is None else self._try(name, node, grammar)

    def refers(self, name: str, vocabulary: str, *, needed: bool = False) -> tuple[str, ...]:
        """Keys of another vocabulary, from whichever of their names the file uses."""
        nodes = self._texts(name)
        if needed and not nodes:
            self.fault(name, "is missing", f"name at least one of the {vocabulary}")
        found = [self._try(name, node, lambda word: self.find(vocabulary, word)) for node in nodes]
        return tuple(key for key in found if key)

    def cited(self) -> tuple[Source, ...]:
        """The sources named by the field ``source``."""
        keys = self._texts("source")
        if not keys:
            self.fault("source", "is missing", "name the source of these values, as listed in sources.yaml")
        found = []
        for node in keys:
            word = node.text or ""
            if word in self.sources:
                found.append(self.sources[word])
                continue
            near = get_close_matches(word, self.sources, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]!r}? " if near else ""
            self.fault("source", f"{word!r} is not a listed source", f"{hint}add it to sources.yaml", node.place)
        return tuple(found)

    def forms(self, name: str) -> Iterator[Form]:
        """The maps inside a map (by key) or inside a list (by position)."""
        node = self._node(name)
        if node is None:
            return
        if node.text is not None:
            self.fault(name, "is a text", "write a map or a list of maps here")
            return
        pairs = node.entries.items() if node.entries is not None else enumerate(node.items or [], start=1)
        for key, child in pairs:
            inner = Form(str(key), child, f"{self.path}.{name}.{key}", self.faults, self.sources, self.find)
            if child.entries is None:
                inner.faults.append(Fault(child.place, inner.path, f"is a {child.kind}", "write a map here"))
                continue
            yield inner
            inner.done()

    def inner(self, name: str) -> Iterator[Form]:
        """The one map under ``name``; nothing when the field is missing."""
        node = self._node(name)
        if node is None:
            return
        if node.entries is None:
            self.fault(name, f"is a {node.kind}", "write a map here")
            return
        form = Form(self.key, node, f"{self.path}.{name}", self.faults, self.sources, self.find)
        yield form
        form.done()

    def names(self) -> tuple[str, ...]:
        """The fields written in this map, in order."""
        return tuple(self.node.entries or ())

    def place(self, name: str) -> Place:
        """Where the field stands."""
        node = (self.node.entries or {}).get(name, self.node)
        return node.place

    def done(self) -> None:
        """Note a fault for each field nobody asked for: a misspelt name must not pass in silence."""
        for name, key in self.node.keys.items():
            if name not in self.asked:
                near = get_close_matches(name, self.asked, n=1)
                hint = f"did you mean {near[0]!r}? " if near else ""
                self.fault(name, "is not a field here", f"{hint}use: {', '.join(sorted(self.asked))}", key.place)

    def _try(self, name: str, node: Node, read: Callable[[str], T]) -> T | None:
        if not self._is_text(name, node):
            return None
        try:
            return read(node.text or "")
        except Refused as refused:
            self.fault(name, refused.rule, refused.remedy, node.place)
            return None

    def _node(self, name: str) -> Node | None:
        self.asked.add(name)
        return self.node.entries.get(name) if self.node.entries else None

    def _texts(self, name: str) -> list[Node]:
        node = self._node(name)
        if node is None:
            return []
        nodes = [node] if node.text is not None else node.items or []
        if node.entries is not None:
            self.fault(name, "is a map", "write a list of texts here")
        return [n for n in nodes if self._is_text(name, n)]

    def _is_text(self, name: str, node: Node) -> bool:
        if node.text is not None and node.text.strip():
            return True
        self.fault(name, "is empty" if node.text is not None else f"is a {node.kind}", "write a text here", node.place)
        return False
