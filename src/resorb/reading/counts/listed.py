"""Lists of labels and numbers within a line: small tables printed as text ("Access: fistula 22, graft 3, total 25")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from resorb.reading.lazy import lazy

_TITLE = lazy(r"(?:(?:(?<=^)|(?<=[.;\d)] )|(?<=^\*))[A-Z][^:;.\n]{2,90}(?:\([^():;]{1,60}\)[^:;.]{0,40})?):\s(?=\S)")
_PIECE = lazy(
    r"(?P<label>.*?)\s?(?<![\w.,/–<>≥≤-])(?:n\s?=\s?)?(?P<n>\d{1,3}(?:,\d{3})+|\d{1,7})"
    r"(?:\s?[(\[]\d{1,3}(?:\.\d{1,3})?\s?%?[)\]])?(?:\s(?P<unit>(?!(?:of|or|to|and|in|"
    r"out)\b)[^\W\d]{1,14}))?[.]?"
)
_TOTAL = lazy(
    r"(?:and\s+)?(?:in\s+)?(?:a\s+)?(?:grand\s+)?(?:total|sum|altogether|in all)\b(?:\s+(?:of|number|is|was))?[\s,:=]*",
    re.IGNORECASE,
)
_SPLIT = lazy(r"[;,]\s|\.\s+(?=(?:Total|Sum|In all|Altogether)\b)")
_STOP = lazy(r"\.(?:\s+(?!(?:Total|Sum|In all|Altogether)\b)[A-Z]|\s*$)")
LONGEST = 700


@dataclass(frozen=True, slots=True)
class Item:
    """One number of a list, with the stretch of its digits."""

    label: str
    start: int
    end: int
    value: Fraction
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: its rows of numbers, and the numbers of its total (none when it has no total)."""

    rows: tuple[tuple[Item, ...], ...]
    total: tuple[Item, ...] = field(default=())


def listed(text: str) -> Iterator[Listed]:
    """Every list after a title and a colon whose parts can all be read."""
    if ": " not in text:
        return
    titles = list(_TITLE.finditer(text))
    ends = [*(match.start() for match in titles[1:]), len(text)]
    for match, end in zip(titles, ends[: len(titles)], strict=True):
        found = _read(text, match.end(), min(end, match.end() + LONGEST))
        if found is not None:
            yield found


def _pieces(text: str, start: int, end: int, parting: str) -> list[tuple[int, int]]:
    pieces, at = [], start
    for match in _SPLIT.finditer(text, start, end):
        if parting == ";" and match[0][0] == ",":
            continue
        pieces.append((at, match.start()))
        at = match.end()
    pieces.append((at, end))
    return [(a, b) for a, b in pieces if text[a:b].strip()]


def _read(text: str, start: int, end: int) -> Listed | None:
    # The list begins with its first number and ends with the first full stop that no total follows.
    first = re.search(r"\d", text[start:end])
    stop = _STOP.search(text, start + first.start(), end) if first else None
    end = stop.start() if stop else end
    by_semicolon = _pieces(text, start, end, ";")
    many = [p for p in by_semicolon if not _TOTAL.match(text[p[0] : p[1]])]
    rows: list[tuple[Item, ...]] = []
    total: tuple[Item, ...] = ()
    flat = len(many) < 2
    for a, b in _pieces(text, start, end, ",") if flat else by_semicolon:
        head = _TOTAL.match(text[a:b])
        items = _items(text, a + (head.end() if head else 0), b, flat)
        if head:
            if not items:
                return None
            total = items
            break
        if not items:
            return None
        rows.append(items)
    return Listed(tuple(rows), total) if len(rows) > 1 else None


def _items(text: str, start: int, end: int, flat: bool) -> tuple[Item, ...]:
    """The numbers of one row: "Course 1, 12 infusions, 150 g" has two behind its label."""
    found, label = [], ""
    for a, b in [(start, end)] if flat else _pieces(text, start, end, ","):
        match = _PIECE.fullmatch(text[a:b].strip())
        lead = a + len(text[a:b]) - len(text[a:b].lstrip())
        if match is None:
            label = f"{label} {text[a:b]}".strip()
            continue
        found.append(
            Item(
                (match["label"] or label).strip(" :"),
                lead + match.start("n"),
                lead + match.end("n"),
                Fraction(match["n"].replace(",", "")),
                (match["unit"] or "").lower(),
            )
        )
    return tuple(found)
