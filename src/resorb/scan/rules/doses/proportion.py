"""Tables of a dose and what holds it: volume of the injection and sodium are in proportion to the dose in every row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.doses.quantities import mass_in_mg
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.doses.tables import dose_table
from resorb.values.documents import Passage, Table
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text

_I = re.IGNORECASE
_CELL = lazy(r"\W*(?P<n>\d{1,5}(?:\.\d{1,3})?)\s?(?P<u>mg|g|mL|L|mmol|mEq)?\W*", _I)
_DOSE = lazy(r"\b(?:dose|thiosul(?:f|ph)ate|STS|drug)\b(?!.*\b(?:volume|number|no|per|total|cumulative|sodium)\b)", _I)
_MASS = lazy(r"\b(?P<u>mg|g)\b", _I)
_HOLDS = (
    lazy(
        r"\bvolume (?:of|to draw|drawn|from)\b|\binjection\b|\b(?:drug|STS|thiosul(?:f|ph)ate|stock) volume\b"
        r"|\bdraw(?:n)? up\b",
        _I,
    ),
    lazy(r"\bsodium (?:load|content)?|\bNa\+?\b", _I),
)
_OTHER = lazy(r"\b(?:final|total|saline|chloride|NaCl|added|dilu\w+|rate|time|bag|max\w*|bicarbonate)\b", _I)
_POWERS = tuple(Fraction(10) ** k for k in (-3, -2, -1, 1, 2, 3))
_CLOSE = Fraction(1, 40)
_MOST_ROWS = 30
_LONGEST_HEAD = 80


@dataclass(frozen=True, slots=True)
class _Cell:
    value: Fraction
    step: Fraction
    start: int
    end: int
    unit: str


@rule(
    "dose-in-proportion",
    kind="dose-arithmetic",
    doc="In a table of doses the volume of the injection and its sodium are in proportion to the dose.",
    source="exact proportions; one part in forty is allowed for rounding",
)
def dose_in_proportion(text: Scanned) -> Iterator[Mark]:
    """One row that is out of a proportion in which all the others are."""
    found: list[Mark] = []
    for block, table in text.tables:
        if not 3 <= len(table.rows) <= _MOST_ROWS:
            continue
        heads = [cell.text[:_LONGEST_HEAD] for cell in table.rows[0]]
        dose = next((n for n, head in enumerate(heads) if _DOSE.search(head) and not _OTHER.search(head)), None)
        if dose is None:
            continue
        for number, head in enumerate(heads):
            if number != dose and not _OTHER.search(head) and any(p.search(head) for p in _HOLDS):
                found += _judged(text, block, table, (dose, number))
    told = {(mark.block, id(mark.passage)) for mark in dose_table(text)} if found else set()
    yield from (mark for mark in found if (mark.block, id(mark.passage)) not in told)


def _judged(text: Scanned, block: int, table: Table, columns: tuple[int, int]) -> Iterator[Mark]:
    heads = table.rows[0]
    rows: list[tuple[Passage, _Cell, _Cell]] = []
    for row in table.rows[1:]:
        if len(row) <= max(columns):
            continue
        dose, held = (_cell(row[n], heads[n].text) for n in columns)
        if dose is not None and held is not None and dose.value and held.value:
            rows.append((row[columns[1]], dose, held))
    if len({dose.value for _, dose, _ in rows}) < 3:
        return
    ratio = _common(rows)
    off = [row for row in rows if ratio is not None and not _is_close(row[1].value * ratio, row[2])]
    if ratio is None or len(off) != 1:
        return
    cell, dose, held = off[0]
    exact = dose.value * ratio
    is_slip = any(_is_close(exact * p, held) for p in _POWERS)
    shown = f"{as_text(exact)} {held.unit}".strip()
    how = f"{as_text(dose.value / 1000)} g: {shown}, as in {len(rows) - 1} other rows"
    yield text.cell(block, cell, held.start, held.end).mark(
        "dose-in-proportion", Verdict.FAILS if is_slip else Verdict.ASSUMES,
        f"In this row the column is out of proportion to the dose: {how}.",
        computed=shown, arithmetic=how, suggestion=shown,
        assumption=None if is_slip else "the column is in proportion to the dose",
    )  # fmt: skip


def _common(rows: Sequence[tuple[Passage, _Cell, _Cell]]) -> Fraction | None:
    """The proportion that all rows but one have."""
    ratios = [held.value / dose.value for _, dose, held in rows]
    near = Counter({r: sum(_is_close(d.value * r, h) for _, d, h in rows) for r in ratios})
    ratio, many = near.most_common(1)[0]
    return ratio if many >= 2 and many >= len(rows) - 1 else None


def _is_close(exact: Fraction, cell: _Cell) -> bool:
    return abs(exact - cell.value) <= max(exact * _CLOSE, cell.step / 2)


def _cell(cell: Passage, head: str) -> _Cell | None:
    """The one number of a cell, a mass in mg."""
    match = _CELL.fullmatch(cell.text)
    if match is None:
        return None
    unit = match["u"] or ""
    told = _MASS.search(head) if not unit else None
    scale = mass_in_mg(unit or (told["u"] if told else "")) if (unit in ("g", "mg") or told) else Fraction(1)
    places = len(match["n"].partition(".")[2])
    scale = scale or Fraction(1)
    return _Cell(Fraction(match["n"]) * scale, scale / 10**places, match.start("n"), match.end("n"), unit)
