"""Groups by their names: values of two groups exchanged, and a legend that counts more of a group than there are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from resorb.reading.counts.counted import COUNT, value_of
from resorb.reading.lazy import lazy
from resorb.reading.papers.citations import stems
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.consistency.common import differs, is_of_others, line_of
from resorb.values.documents import BlockKind, Table
from resorb.values.findings import Verdict

_I = re.IGNORECASE
_MOST_ROWS, _MOST_SENTENCES, _FAR = 60, 3000, 160
_SIZE = lazy(r"(?P<name>[^\W\d_][\w-]*)(?:\s+(?:group|arm|patients|users))?\s*[(\[,]\s*n\s?=\s?(?P<n>\d{1,4})\b\)?", _I)
_GIVEN = lazy(
    rf"\b(?P<n>{COUNT})\s+(?:(?:patients|participants|children|adults|women|men|lesions)\s+)?(?:(?:were\s+)?(?:received|"
    rf"given|got|had|used|took|assigned\s+to|allocated\s+to|randomi[sz]ed\s+to|to|on)\s+)?(?:the\s+)?(?P<name>[^\W\d_][\w-]+)",
    _I,
)
_ASSIGNED = lazy(r"\b(?:randomi[sz]ed|allocated|assigned|random)\b", _I)
_EMPTY = frozenset(
    """and the in of with or were was had to group groups arm arms patients children lesions all both men women total
    for at after by from who mean median adults participants weeks months days years each""".split()  # noqa: SIM905
)
_OTHER_UNITS = lazy(
    r"\b(?:lesions?|ulcers?|deposits?|nodules?|eyes|hands|scans?|infusions?|injections?|courses|visits|samples|wounds?)\b",
    _I,
)
_HEAD_SIZE = lazy(r"[,\s]*[(\[]?\s*n\s?=\s?\d+\s*[)\]]?\s*", _I)
_NUMBER = lazy(r"(?<![\w.,–/-])\d{1,4}(?:\.\d{1,3})?(?![\w/]|\.\d|,\d)")
_LABEL_END = lazy(r"[,(\[].*")
_CELL = lazy(r"\s*(?P<n>\d{1,4}(?:\.\d{1,3})?)(?:\s*[(±\[%].*)?")
_ORDERS = frozenset({"NGNG", "GNGN", "NNGG", "GGNN"})
"""How two numbers and two groups are told: "17 in users, 11 in others", "users had 17, others 11"."""
_EXACT = 2
"""Groups of a comparison."""


@dataclass(frozen=True, slots=True)
class _Row:
    label: frozenset[str]
    said: str
    values: tuple[str, str]
    block: int
    at: int


_LONGEST_HEAD = 200


def _name(head: str) -> str:
    return _HEAD_SIZE.sub("", head).strip().lower() if len(head) <= _LONGEST_HEAD else ""


@rule(
    "columns-exchanged",
    kind="consistency",
    doc="The two values of a row belong to the groups to which the text gives them.",
    source="a row of a table with two groups, and a sentence with its words, both values and both groups",
)
def columns_exchanged(text: Scanned) -> Iterator[Mark]:
    """Rows of which a sentence gives each value to the other group."""
    if len(text.sentences) > _MOST_SENTENCES:
        return
    for number, table in text.tables:
        names = [_name(cell.text) for cell in table.rows[0][1:]] if table.rows else []
        if len(names) != _EXACT or not all(names) or names[0] == names[1] or len(table.rows) > _MOST_ROWS:
            continue
        for row in _rows(table, number):
            told = [
                (s, m) for s in text.sentences
                if s.block.kind is not BlockKind.CAPTION and not s.is_long and not is_of_others(s)
                and (m := _given(s.text, row, names)) is not None
            ]  # fmt: skip
            if not told or any(m for _, m in told):
                continue
            sentence = told[0][0]
            cell, last = table.rows[row.at][1], table.rows[row.at][2]
            yield text.cell(number, cell).mark(
                "columns-exchanged", Verdict.FAILS,
                f"The table has {row.values[0]} for “{names[0]}” and {row.values[1]} for “{names[1]}” ({row.said}); "
                f"line {line_of(sentence)} says it the other way round.",
                computed=f"{row.values[1]} and {row.values[0]}",
                arithmetic=f"{cell.text} | {last.text} (table) ≠ {row.values[1]} | {row.values[0]} (text)",
                suggestion="exchange the two here, or there",
            )  # fmt: skip


def _rows(table: Table, block: int) -> Iterator[_Row]:
    for at, row in enumerate(table.rows[1:], 1):
        if len(row) != _EXACT + 1:
            continue
        one, other = _CELL.fullmatch(row[1].text), _CELL.fullmatch(row[2].text)
        label = stems(_LABEL_END.sub("", row[0].text))
        if one and other and label and one["n"] != other["n"]:
            yield _Row(label, row[0].text, (one["n"], other["n"]), block, at)


def _given(text: str, row: _Row, names: list[str]) -> bool | None:
    """Whether a sentence gives the values as the row does (or the other way round); None when it does not say."""
    if row.values[0] not in text or row.values[1] not in text or not row.label <= stems(text):
        return None
    numbers = [m for m in _NUMBER.finditer(text) if m[0] in row.values]
    groups = [_places(text, name, names) for name in names]
    if len(numbers) != _EXACT or numbers[0][0] == numbers[1][0] or not all(groups):
        return None
    marks = sorted(
        [(m.start(), "N", 0, m[0]) for m in numbers] + [(a, "G", at, "") for at, g in enumerate(groups) for a, _ in g]
    )
    order = "".join(kind for _, kind, _, _ in marks)
    values = [value for _, kind, _, value in marks if kind == "N"]
    named = [at for _, kind, at, _ in marks if kind == "G"]
    if order not in _ORDERS or marks[-1][0] - marks[0][0] > _FAR:
        return None
    given = list(zip(values, named, strict=True))
    if {at for _, at in given} != {0, 1}:
        return None
    return all(row.values[at] == value for value, at in given)


def _places(text: str, name: str, names: list[str]) -> list[tuple[int, int]]:
    """Where a group is named; "users" is not named by "non-users"."""
    words = re.sub(r"s$", "s?", re.escape(name))
    other = [n for n in names if n != name and name in n]
    found = [m.span() for m in re.finditer(rf"(?<![\w-]){words}(?![\w-])", text, _I)]
    inside = [m.span() for n in other for m in re.finditer(re.escape(n), text, _I)]
    return [one for one in found if not any(a <= one[0] and one[1] <= b for a, b in inside)]


@rule(
    "group-size",
    kind="consistency",
    doc="No legend counts more of a group than were assigned to it.",
    source="“name (n = 27)” in a caption, against “25 received name” of those randomised; a group only gets smaller",
)
def group_size(text: Scanned) -> Iterator[Mark]:
    """Sizes of groups in captions above those in the text."""
    assigned: dict[str, set[int]] = defaultdict(set)
    places: dict[str, tuple[Sentence, tuple[int, int]]] = {}
    for sentence in text.sentences[:_MOST_SENTENCES]:
        said = sentence.text
        if sentence.block.kind is BlockKind.CAPTION or sentence.is_long or is_of_others(sentence):
            continue
        found = [*_SIZE.finditer(said), *(_GIVEN.finditer(said) if _ASSIGNED.search(said) else ())]
        for match in found:
            value, name = value_of(match["n"]), match["name"].lower()
            if value is not None and value > 1 and name not in _EMPTY:
                assigned[name].add(value)
                places.setdefault(name, (sentence, match.span("n")))
    for sentence in text.sentences if assigned else ():
        if sentence.block.kind is not BlockKind.CAPTION or _OTHER_UNITS.search(sentence.text):
            continue
        for match in _SIZE.finditer(sentence.text):
            value, name = int(match["n"]), match["name"].lower()
            known = assigned.get(name)
            if known and len(known) == 1 and value > max(known):
                there = places[name]
                yield differs(
                    "group-size", sentence, match.span(), f"the number in the group “{name}”", there,
                    "both count the same kind of thing",
                )  # fmt: skip
