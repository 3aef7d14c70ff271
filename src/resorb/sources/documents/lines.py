"""Lines of a source, and which of them belong together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from resorb.sources.documents.flat import flat_table
from resorb.sources.documents.grids import is_grid
from resorb.sources.documents.headings import CAPTION, is_heading

LONG_LINE = 160
"""Longer lines are not wrapped: each is a paragraph of its own."""
_NARROWEST = 36
"""No printed column is narrower than this many characters: shorter lines end where their author ended them."""
_SHORT_HEADING = re.compile(r"[A-Z][^\W\d]+(?:-[^\W\d]+)?(?: [^\W\d][\w-]*){0,3}(?: \d{1,2})?")
_LONG_BELOW = 40
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+\S")
_SEPARATOR = re.compile(r"([-=_*~+`.])\1{2,}\w{0,12}|(?:[-*_] ){3,}")
_PAGE_NUMBER = re.compile(r"(?:[-–]\s?)?\d{1,4}(?:\s?[-–])?|[Pp](?:age|\.)?\s?\d{1,4}(?:\s(?:of|/)\s?\d{1,4})?")
_PAGED = re.compile(r"^\d{1,4}(?=\s)|(?<=\s)\d{1,4}$")
_BULLET = re.compile(r"[-*•‣◦▪●–]\s+(?=\S)")
_DASHED_ROW = re.compile(r"[-*•‣◦▪●–]\s+[^\W\d][^\t]{0,60}(?:\t\s*(?:[<>≤≥~]?\s?\d[^\t]{0,30}|[-–—]))+\s*")
"""A row of a table that a dash sets in: its label, then nothing but numbers."""
_NUMBERED = re.compile(r"(?:\d{1,2}[.)]|\([a-z\d]\)|[a-z]\))\s+(?=\S)|\[\d{1,3}\]\s+(?=[A-Z])")
_OPEN = re.compile(
    r"(?:[-–(=<>≤≥±]|\b(?:of|the|an?|and|or|with|in|to|for|by|at|from|than|was|were|is|are|had|has|have|that|which|who|"
    r"whose|where|when|while|if|because|after|before|during|on|as|no|not|each|per|mean|about|between|among|within|without|"
    r"over|under|until|since|but|been|be|may|can|could|would|will|did|its|their|our|his|her|this|these|those|using|via|"
    r"Figs?\.|Figures?|Tables?))$",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?:;)\]>”\"’|](?:\s*[\d,–-]{1,9})?\s*$")
_GAP = re.compile(r"\S(?: {3,}\S|  +\S.*\S  +\S|  [<>≤≥]?\d[\d.,%]*\s*$)")


class LineKind(StrEnum):
    """What a line looks like by itself."""

    BLANK = ""
    TEXT = "text"
    ITEM = "item"
    HEADING = "heading"
    CAPTION = "caption"
    TABS = "tabs"
    PIPES = "pipes"
    COLUMNS = "columns"
    FLAT = "flat"


_TABLE = re.compile(r"[\s*_#]{0,8}(?:(?:supplementary|supplemental|appendix|online)\s+)?e?table\b", re.IGNORECASE)
_MOST_PARTS = 8
"""So often may a flat table go on with another head."""
_TABLES = (LineKind.TABS, LineKind.PIPES, LineKind.COLUMNS)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a source: its text, number and first column, and where else it is (``page 3``)."""

    text: str
    number: int
    column: int = 1
    path: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together, and what they are."""

    kind: LineKind
    lines: tuple[Line, ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...] = ()
    """Of a flat table: the lines of each cell."""


def groups_of(lines: Iterable[Line]) -> list[Group]:
    """Runs of lines that belong together: blank lines part them, so do headings, captions and where tables begin."""
    every = list(lines)
    kinds = _kinds(every)
    tables = _flat_tables(every, kinds)
    groups: list[Group] = []
    current: list[Line] = []
    was = LineKind.BLANK
    for at, (line, kind) in enumerate(zip(every, kinds, strict=True)):
        if at in tables:
            groups += [*_closed(was, current), tables[at]]
            current = []
        if kind is LineKind.FLAT:
            continue
        if current and _parts(kind, was, current):
            groups += _closed(was, current)
            current = []
        if kind:
            current.append(line)
        elif groups and _underlined(line.text, groups[-1]):
            groups[-1] = Group(LineKind.HEADING, groups[-1].lines)
        # A caption or an item runs on over the lines below it.
        was = was if len(current) > 1 and kind is LineKind.TEXT else kind
    return groups + _closed(was, current)


def _parts(kind: LineKind, was: LineKind, current: Sequence[Line]) -> bool:
    """Whether a line of this kind begins something new."""
    if kind in (LineKind.BLANK, LineKind.HEADING, LineKind.ITEM, LineKind.CAPTION):
        return True
    if kind is LineKind.TEXT and was in (LineKind.TEXT, LineKind.ITEM, LineKind.CAPTION):
        return len(current[-1].text) > LONG_LINE
    return kind is not was


def _kinds(lines: Sequence[Line]) -> list[LineKind]:
    kinds = [line_kind(line.text) for line in lines]
    for at, line in enumerate(lines):
        before = kinds[at - 1] if at else LineKind.BLANK
        after = kinds[at + 1] if at + 1 < len(kinds) else LineKind.BLANK
        stripped = line.text.strip()
        if not before and not after and _PAGE_NUMBER.fullmatch(stripped):
            kinds[at] = LineKind.BLANK
        elif before is LineKind.TABS and line.text.startswith("\t"):
            kinds[at] = LineKind.TABS
        elif kinds[at] in (LineKind.TEXT, LineKind.HEADING) and before is LineKind.TABS and len(stripped) < 80:
            # A row with one cell that heads the rows below it.
            kinds[at] = LineKind.TABS if after is LineKind.TABS else kinds[at]
        elif kinds[at] is LineKind.TEXT and before is LineKind.TEXT is after and _heads(lines, at):
            kinds[at] = LineKind.HEADING
        elif before in (LineKind.TEXT, LineKind.ITEM) and not _ENDED.search(lines[at - 1].text):
            runs_on = kinds[at] is LineKind.CAPTION or (
                kinds[at] is LineKind.ITEM and before is LineKind.TEXT and not _BULLET.match(stripped)
            )
            kinds[at] = LineKind.TEXT if runs_on else kinds[at]
    _mark_columns(lines, kinds)
    return kinds


def _flat_tables(lines: Sequence[Line], kinds: list[LineKind]) -> dict[int, Group]:
    """Flat tables below their captions, by the line they begin with; their lines are marked."""
    found: dict[int, Group] = {}
    captions = [at for at, kind in enumerate(kinds) if kind is LineKind.CAPTION]
    for caption, following in pairwise([*captions, len(lines)]):
        if not _TABLE.match(lines[caption].text):
            continue
        begin, end = caption + 1, following
        end = next((at for at in range(begin, end) if kinds[at] in _TABLES), end)
        for _ in range(_MOST_PARTS):
            flat = flat_table([line.text for line in lines[begin:end]])
            if flat is None:
                break
            rows = tuple(tuple(tuple(lines[begin + n] for n in cell) for cell in row) for row in flat.rows)
            stop = begin + flat.end
            found[begin] = Group(LineKind.FLAT, tuple(lines[begin:stop]), rows)
            kinds[begin:stop] = [LineKind.FLAT] * flat.end
            begin = stop
            if not flat.goes_on:
                break
    return found


def _heads(lines: Sequence[Line], at: int) -> bool:
    """Whether a line between two lines of text is a heading by its form: short, no sentence, between whole ones."""
    before, line, after = (lines[n].text.strip() for n in (at - 1, at, at + 1))
    return (
        before.endswith((".", "!", "?"))
        and len(before) > len(line)
        and len(after) > _LONG_BELOW
        and after[0].isupper()
        and bool(_SHORT_HEADING.fullmatch(line))
    )


def _mark_columns(lines: Sequence[Line], kinds: list[LineKind]) -> None:
    """Runs of lines whose words stand in clear columns, as PDF text has them."""
    start = None
    for at in range(len(lines) + 1):
        gap = (
            at < len(lines) and kinds[at] in (LineKind.TEXT, LineKind.ITEM) and bool(_GAP.search(lines[at].text[:400]))
        )
        if gap and start is None:
            start = at
        if not gap and start is not None:
            if at - start >= 3 and is_grid([line.text for line in lines[start:at]]):
                kinds[start:at] = [LineKind.COLUMNS] * (at - start)
            start = None


def line_kind(text: str) -> LineKind:
    """What a line is, seen alone."""
    stripped = text.strip()
    if not stripped or _SEPARATOR.fullmatch(stripped[:200]):
        return LineKind.BLANK
    bullet = _BULLET.match(stripped)
    if "\t" in stripped and (not bullet or _DASHED_ROW.fullmatch(stripped[:400])):
        return LineKind.TABS
    if (stripped[0] == "|" and stripped.count("|") >= 2) or stripped.count(" | ") >= 2 or stripped.startswith("+--"):
        return LineKind.PIPES
    if _MARKDOWN_HEADING.match(stripped) or is_heading(stripped):
        return LineKind.HEADING
    if bullet or _NUMBERED.match(stripped):
        return LineKind.ITEM
    return LineKind.CAPTION if CAPTION.match(stripped[:200].lstrip("*_# ")) else LineKind.TEXT


def _underlined(text: str, before: Group) -> bool:
    """Whether a line of ``===`` or ``---`` makes a heading of the single line above it."""
    stripped = text.strip()
    above = before.lines[-1].text.strip()
    return (
        len(stripped) >= 3
        and stripped[0] in "=-"
        and before.kind is LineKind.TEXT
        and len(before.lines) == 1
        and len(above) < 80
        and above[-1] not in ".,;"
    )


def _closed(kind: LineKind, lines: Sequence[Line]) -> list[Group]:
    """The group; prose in several where a line ends that had room for the next word."""
    if not lines:
        return []
    if kind not in (LineKind.TEXT, LineKind.ITEM, LineKind.CAPTION) or len(lines) == 1:
        return [Group(kind, tuple(lines))]
    lengths = sorted(len(line.text.rstrip()) for line in lines)
    width = max(_NARROWEST, lengths[-2] if len(lengths) > 2 else lengths[-1])
    groups = []
    first = 0
    for at in range(1, len(lines)):
        if _ends_early(lines[at - 1].text, lines[at].text, width):
            groups.append(Group(kind if not first else LineKind.TEXT, tuple(lines[first:at])))
            first = at
    return [*groups, Group(kind if not first else LineKind.TEXT, tuple(lines[first:]))]


def _ends_early(before: str, following: str, width: int) -> bool:
    """Whether a line break ends a paragraph: the next line is indented, or its first word had room in this one."""
    line, word = before.rstrip(), following.split(maxsplit=1)[0]
    if following[0].isspace() and not before[0].isspace() and has_ended(line):
        return True
    return (
        len(line) + 1 + len(word) <= 0.8 * width
        and not word[0].islower()
        and not is_open(line)
        and (word[0].isalnum() or word[0] in "<>≤≥~*†‡§")
    )


def is_open(text: str) -> bool:
    """Whether a text ends in a word or sign that asks for more."""
    return _OPEN.search(text[-24:]) is not None


def has_ended(text: str) -> bool:
    """Whether a text ends as a sentence, a parenthesis or a quotation does."""
    return _ENDED.search(text[-24:]) is not None


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """The lines of all pages but running heads, running feet and page numbers; a blank line stands between pages."""
    filled = [[line for line in page if line.text.strip()] for page in pages]
    keys = [{id(line): _key(line, at) for line in (*page[:2], *page[-2:])} for at, page in enumerate(filled)]
    counted = Counter(key for page in keys for key in set(page.values()))
    often = max(2, len(pages) // 3)
    kept: list[Line] = []
    for page, lines, known in zip(pages, filled, keys, strict=True):
        outer = {id(line) for line in (*lines[:1], *lines[-1:])}
        for line in page:
            again = id(line) in known and counted[known[id(line)]] >= often
            numbered = id(line) in outer and _PAGE_NUMBER.fullmatch(line.text.strip()) is not None
            if not again and not numbered:
                kept.append(line)
        if page:
            kept.append(Line("", page[-1].number, path=page[-1].path))
    return kept


def _key(line: Line, page: int) -> tuple[str, int | None]:
    """What a running head is known by: its words and, at either end, a number that grows with the pages."""
    text = line.text[:200].strip()
    number = _PAGED.search(text)
    if number is None:
        return text, None
    return text[: number.start()] + text[number.end() :], int(number[0]) - page
