"""Which kind of list a file is and which column is which, by the words in its header alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from resorb.records.lists.grid import Row
from resorb.values.tree import Node, read_tree

KINDS = ("dispensings", "patients", "diagnoses", "notes", "chart", "labs")
HEADER_WITHIN = 50
"""A header that stands further down is not looked for."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header that was understood.

    Attributes:
        kind: which kind of list it heads.
        line: the line it stands on; rows above it are no rows of the list.
        at: place of the cell of each role.
        words: the header's words of each role, as written.
        passed_over: columns that tell who somebody is.
        unknown: numbers of the other columns that are not read; their words may be no header's, and are not told.
    """

    kind: str
    line: int
    at: dict[str, int]
    words: dict[str, str]
    passed_over: tuple[str, ...] = ()
    unknown: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a mapping file says of one list; columns by role, as the header writes them."""

    kind: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    line: int | None = None


@lru_cache(65_536)
def plain(text: str) -> str:
    """A header's words without case, accents and signs: "Fill_Date", "FillDate" and "fill date" are one."""
    parted = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", text.strip())
    letters = unicodedata.normalize("NFKD", parted.casefold())
    return " ".join(re.sub(r"[^a-z0-9]+", " ", "".join(c for c in letters if not unicodedata.combining(c))).split())


@cache
def words() -> Any:
    """The words of headers.yaml as nested maps and lists of plain texts."""
    file = resources.files("resorb.records.lists") / "headers.yaml"
    return _values(read_tree(file.read_bytes(), "headers.yaml"))


def _values(node: Node) -> Any:
    if node.entries is not None:
        return {key: _values(child) for key, child in node.entries.items()}
    if node.items is not None:
        return [_values(child) for child in node.items]
    return plain(node.text or "")


def roles_of(kind: str) -> dict[str, list[str]]:
    """Every role of a kind of list with its words, in order of preference."""
    declared: dict[str, list[str]] = {**words()["both"], **words()[kind]["roles"]}
    return declared


@cache
def _word_ranks(kind: str) -> dict[str, tuple[str, int]]:
    return {w: (role, rank) for role, listed in roles_of(kind).items() for rank, w in enumerate(listed)}


@cache
def _passed_over() -> frozenset[str]:
    return frozenset(w for listed in words()["passed over"] for w in listed)


def find_header(rows: Iterable[Row], asked: Asked | None = None) -> Header | None:
    """The header among the first rows: the row that names most columns of one kind, all that it needs among them."""
    asked = asked or Asked()
    best: tuple[int, Header] | None = None
    for number, (line, cells) in enumerate(rows):
        if number >= HEADER_WITHIN:
            break
        if asked.line is not None and line != asked.line:
            continue
        for kind in (asked.kind,) if asked.kind else KINDS:
            header = _as_header(kind, line, cells, asked)
            if header is not None and (best is None or len(header.at) > best[0]):
                best = (len(header.at), header)
    return best[1] if best else None


def _as_header(kind: str, line: int, cells: list[str], asked: Asked) -> Header | None:
    ranks, written = _word_ranks(kind), [c.strip() for c in cells]
    at: dict[str, tuple[int, int]] = {}
    for role, word in asked.columns.items():
        if role in roles_of(kind):
            place = next((i for i, c in enumerate(written) if c == word or plain(c) == plain(word)), None)
            if place is None:
                return None
            at[role] = (-1, place)
    taken = {place for _, place in at.values()}
    for place, cell in enumerate(written):
        role, rank = ranks.get(plain(cell), ("", 0))
        if role and place not in taken and (role not in at or rank < at[role][0]):
            at[role] = (rank, place)
    needs: list[list[str]] = words()[kind]["needs"]
    if not all(any(role in at for role in some) for some in needs):
        return None
    used = {place for _, place in at.values()}
    others = {place: c for place, c in enumerate(written) if place not in used and c}
    hidden = tuple(c for c in others.values() if plain(c) in _passed_over())
    return Header(
        kind, line,
        {role: place for role, (_, place) in at.items()},
        {role: written[place] for role, (_, place) in at.items()},
        hidden,
        tuple(place + 1 for place, c in others.items() if c not in hidden),
    )  # fmt: skip


def vocabulary_of(word: str) -> str | None:
    """The coding system that a word names, as OMOP calls it."""
    wanted = plain(word)
    return next((name for name, listed in words()["vocabularies"].items() if wanted in listed), None)
