"""Footnotes that count what bears their sign: "† Two patients kept to 12.5 g" below three daggers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.counts.counted import NOUN
from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD
from resorb.scan.material import Mark, Scanned, Stretch
from resorb.scan.registry import rule
from resorb.scan.rules.tables.common import whole_number
from resorb.values.documents import BlockKind, Passage, Table
from resorb.values.findings import Verdict

_COUNTED = (
    r"(?:in|for|of|among|all)?\s*(?:these|those|the|this)?\s*"
    rf"(?P<k>\d{{1,3}}|{WORD}|both)\s+(?:[a-z-]{{2,20}}\s+){{0,2}}?(?P<noun>{NOUN})\b"
)
_NOTE = lazy(
    rf"\W{{0,2}}?(?P<sign>[*†‡§¶#^]{{1,3}}|\([a-z]\)|[a-z](?=\s[A-Z0-9])|"
    rf"\[[a-z]\])\s*[:=]?\s*{_COUNTED}",
    re.IGNORECASE,
)
_AT_END = lazy(
    rf"\W{{0,2}}?(?P<sign>[*†‡§¶#^]{{1,3}}|\([a-z]\)|\[[a-z]\])[^()]{{2,80}}\((?:n\s?=\s?)?(?P<k>\d{{1,3}}|{WORD})\s(?P<noun>{NOUN})\)",
    re.IGNORECASE,
)
_WITHIN = lazy(
    rf"\W{{0,2}}?(?:(?P<sign>[*†‡§¶#^]{{1,3}}|\([a-z]\)|\[[a-z]\])\s?)?(?:[^.;()]|\.\d){{2,90}}?\b(?:in|for|of|by)\s(?:these|those|the|all)\s"
    rf"(?P<k>\d{{1,3}}|{WORD})\s(?P<noun>{NOUN})\b",
    re.IGNORECASE,
)
_SIGN = lazy(r"\W{0,2}?(?P<sign>[*†‡§¶#^]{1,3}|\([a-z]\)|\[[a-z]\]|[a-z](?=\s[A-Z0-9]))\s*", re.IGNORECASE)
_NAMES = lazy(
    r"\b(?:patient|case|child|participant|subject|lesion|wound)s?\s(?:no\.?\s)?"
    r"(?P<who>(?-i:(?:\d{1,3}|[A-Z])(?:(?:,\s|,?\sand\s)(?:\d{1,3}|[A-Z])){0,5}))(?![\w%.,]*\d|\s?(?:mg|g|years))\b",
    re.IGNORECASE,
)
_BESIDES = lazy(r"\b(?:except|unlike|as in|than|compared|not|sister|brother|mother|father|also)\b", re.IGNORECASE)
_LISTED = lazy(r"(?:(?:patient|case|pt\.?|p|no\.?)\s?)?(?:\d{1,3}|[A-Z]|[IVX]{1,5})\W*", re.IGNORECASE)
_UNSIGNED = lazy(_COUNTED, re.IGNORECASE)
_MOST_CELLS = 3000


@rule(
    "table-mark",
    kind="table",
    doc="A footnote that says how many it is about has its sign in so many rows.",
    source="counting",
)
def table_marks(text: Scanned) -> Iterator[Mark]:
    """Every footnote that begins with a sign and a count."""
    for number, table in text.tables:
        if sum(len(row) for row in table.rows) > _MOST_CELLS:
            continue
        blocks = text.document.blocks
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        below = [after.passage] if after is not None and after.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) else []
        for passage in (*table.notes, *below):
            lost = ""
            if (
                after is not None
                and passage is after.passage
                and not _NOTE.match(passage.text[:200])
                and not (_AT_END.match(passage.text[:200]))
            ):
                # A line that begins with "# " was taken for a heading, one with "* " for an item of a list.
                lost = "#" if after.kind is BlockKind.HEADING else "*"
            mark = _judged(text, number, table, passage, lost) or _by_name(text, number, table, passage, lost)
            if mark is not None:
                yield mark


def _judged(text: Scanned, number: int, table: Table, passage: Passage, lost: str) -> Mark | None:
    said = passage.text[:200]
    match = _NOTE.match(said) or _AT_END.match(said) or (_UNSIGNED.match(said) if lost else None) or _WITHIN.match(said)
    sign = (match.groupdict().get("sign") if match else "") or lost
    if match is None or not sign:
        return None
    told = 2 if match["k"].lower() == "both" else whole_number(match["k"])
    rows = [sum(_bears(cell, sign) for cell in row) for row in table.rows]
    head = bool(table.rows) and rows[0] > 0
    marked = sum(n > 0 for n in rows)
    least = 1 if _lists(table) and not sign.strip("()[]").isalpha() else 2
    if told is None or head or marked < least or marked == told or sum(rows) == told:
        return None
    bearing = [(cell, row) for row in table.rows for cell in row if _bears(cell, sign)]
    if not _lists(table) and any(re.search(r"\d", cell.text) and not _is_label(cell, row) for cell, row in bearing):
        return None  # the sign stands at numbers, which count for themselves
    block = next((n for n, b in enumerate(text.document.blocks) if b.passage is passage), number)
    return Stretch(passage, match.start("k"), match.end("noun"), block, text.document.name).mark(
        "table-mark", Verdict.FAILS,
        f"{marked} row{'s bear' if marked > 1 else ' bears'} the sign {sign}, the note counts {told}.",
        computed=str(marked), arithmetic=f"{marked} ≠ {told}", suggestion=f"{marked}, or the sign in {told} rows",
    )  # fmt: skip


def _by_name(text: Scanned, number: int, table: Table, passage: Passage, lost: str) -> Mark | None:
    """A note that names the patients it is about: "* In patients 2 and 4", where 2 and 3 bear its sign."""
    said = passage.text[:200]
    sign = _SIGN.match(said)
    named = _NAMES.search(said)
    if named is None or not (sign or lost) or not _lists(table) or _BESIDES.search(said):
        return None
    mark = sign["sign"] if sign else lost
    bearing = [_name(row) for row in table.rows[1:] if any(_bears(cell, mark) for cell in row)]
    told = re.findall(r"\b(?:\d{1,3}|[A-Z])\b", named["who"])
    every = {_name(row) for row in table.rows[1:]}
    if not bearing or len(bearing) != len(told) or set(told) == set(bearing) or not set(told) <= every:
        return None
    block = next((n for n, b in enumerate(text.document.blocks) if b.passage is passage), number)
    right = " and ".join(bearing)
    return Stretch(passage, *named.span(), block, text.document.name).mark(
        "table-mark", Verdict.FAILS, f"The sign {mark} stands at {right}, the note names {' and '.join(told)}.",
        computed=right, arithmetic=f"{right} ≠ {' and '.join(told)}", suggestion=right,
    )  # fmt: skip


def _name(row: tuple[Passage, ...]) -> str:
    found = re.search(r"\d{1,3}|(?<![A-Za-z])[A-Z](?![a-z])", row[0].text) if row else None
    return found[0] if found else ""


def _lists(table: Table) -> bool:
    """Whether each row is one patient."""
    return len(table.rows) > 2 and all(row and _LISTED.fullmatch(row[0].text.strip()) for row in table.rows[1:])


def _bears(cell: Passage, sign: str) -> bool:
    if any(m.text.strip("()[] ") == sign.strip("()[] ") for m in cell.markers):
        return True
    text = cell.text.strip()
    if sign.isalpha():
        return re.search(rf"(?:\d|\))\s?{sign}$", text) is not None
    if sign.startswith(("(", "[")):
        return text.lower().endswith(sign.lower())
    return re.search(rf"(?<![*†‡§¶#^]){re.escape(sign)}$", text) is not None


def _is_label(cell: Passage, row: tuple[Passage, ...]) -> bool:
    """Whether the sign stands at the label of a row ("2†", "F4"), or at words."""
    return cell is row[0] or bool(re.search(r"[A-Za-z]{3,}", cell.text))
