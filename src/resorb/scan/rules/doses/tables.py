"""Columns of doses in a table that follow from each other: volume and concentration, supply and strength, days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.doses.quantities import mass_in_mg, number_in, quantities
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.values.documents import Passage, Table
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber, as_text

_I = re.IGNORECASE
_CLOSE = Fraction(1, 50)
_ENOUGH = 2
"""So many rows must agree before another is said not to: else the columns are not what their heads seem to say."""
_HEADS: tuple[tuple[str, str], ...] = (
    ("per_day", r"\b(?P<u>mg|g)\s*(?:/|per )\s*(?:day|d)\b|\bdaily\b.*\((?P<v>mg|g)\)"),
    ("per_week", r"\b(?P<u>mg|g)\s*(?:/|per )\s*(?:week|wk)\b|\bweekly\b.*\((?P<v>mg|g)\)"),
    ("per_kg", r"\b(?P<u>mg|g)\s*/\s*kg\b"),
    ("concentration", r"\b(?P<u>mg|g)\s*/\s*mL\b"),
    ("volume", r"\bmL\b|\bvolume\b"),
    ("weight", r"\bweight\b|\bkg\b"),
    ("percent", r"\bstrength\b|%"),
    ("product", r"\b(?:ointment|cream|gel|product|pomade|dispensed|supply|lotion|cerate)\b.*\b(?P<u>g)\b"),
    ("total", r"\b(?:total|cumulative)\b.*\b(?P<u>mg|g)\b"),
    ("count", r"^\W*(?:no\.?|number|n)?\W*(?:of )?(?:infusions|sessions|doses|injections)\W*(?:\(?n\)?)?\W*$"),
    ("days", r"^\W*(?:duration\W*)?\(?days?\)?\W*$"),
    ("drug", r"\b(?P<u>mg|g)\b|\b(?:amount|dose)\b"),
)
_COLUMNS = tuple((kind, lazy(pattern, _I)) for kind, pattern in _HEADS)
_SUMS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("drug", ("volume", "concentration"), "{0} mL × {1} mg/mL"),
    ("drug", ("product", "percent"), "{0} mg × {1} %"),
    ("drug", ("per_kg", "weight"), "{0} mg/kg × {1} kg"),
    ("per_day", ("drug", "days"), "{0} mg / {1} days"),
    ("total", ("drug", "count"), "{0} mg × {1}"),
)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A number of a column: its exact value in mg, mL, %, days or as it is, and how it was printed."""

    value: Fraction
    number: PrintedNumber
    scale: Fraction
    start: int
    end: int
    unit: str


@rule(
    "dose-table",
    kind="dose-arithmetic",
    doc="Columns of doses follow from each other in every row as they do in most.",
    source="exact arithmetic on the printed numbers",
)
def dose_table(text: Scanned) -> Iterator[Mark]:
    """Rows in which a column is not the product or quotient of the others, when most rows are."""
    for block, table in text.tables:
        columns = _columns(table)
        for one in _SUMS:
            if one[0] in columns and all(part in columns for part in one[1]):
                yield from _judged(text, block, table, columns, one)


def _columns(table: Table) -> dict[str, tuple[int, str]]:
    """The column of each kind, with its unit; a kind that two columns may be is left out."""
    found: dict[str, tuple[int, str]] = {}
    twice: set[str] = set()
    for number, cell in enumerate(table.rows[0] if table.rows else ()):
        for kind, pattern in _COLUMNS:
            if match := pattern.search(cell.text[:80]):
                groups = match.groupdict()
                if kind in found:
                    twice.add(kind)
                found[kind] = (number, groups.get("u") or groups.get("v") or "")
                break
    return {kind: at for kind, at in found.items() if kind not in twice}


def _judged(
    text: Scanned, block: int, table: Table, columns: dict[str, tuple[int, str]], sum_: tuple[str, tuple[str, ...], str]
) -> Iterator[Mark]:
    target, parts, words = sum_
    good, bad = 0, []
    for row in table.rows[1:]:
        cells = [_cell(row, *columns[kind], kind) for kind in (target, *parts)]
        if any(cell is None for cell in cells):
            continue
        result, first, second = (cell for cell in cells if cell is not None)
        exact = _worked_out(parts, first, second)
        if exact is None:
            continue
        if _agrees(result, exact):
            good += 1
        else:
            bad.append((row, result, exact, words.format(as_text(first.value), as_text(second.value))))
    if good < _ENOUGH or len(bad) * 2 > good:
        return
    for row, result, exact, how in bad:
        shown = f"{as_text(exact / result.scale)} {result.unit}".strip()
        yield text.cell(block, row[columns[target][0]], result.start, result.end).mark(
            "dose-table", Verdict.FAILS, f"In this row the column does not follow from the others: {how} = {shown}.",
            computed=shown, arithmetic=f"{how} = {shown}; {good} other rows follow", suggestion=shown,
        )  # fmt: skip


def _worked_out(parts: tuple[str, ...], first: _Cell, second: _Cell) -> Fraction | None:
    if parts[1] == "days":
        return first.value / second.value if second.value else None
    return first.value * second.value / (100 if parts[1] == "percent" else 1)


def _agrees(result: _Cell, exact: Fraction) -> bool:
    return abs(result.value - exact) <= abs(exact) * _CLOSE or bool(result.number.rules_giving(exact / result.scale))


def _cell(row: tuple[Passage, ...], number: int, unit: str, kind: str) -> _Cell | None:
    if number >= len(row) or len(row[number].text) > 40:
        return None
    text = row[number].text
    found = list(quantities(text))
    if (
        len(found) == 1
        and found[0].exact is not None
        and found[0].kind in ("mass", "volume", "percent", "concentration")
    ):
        q = found[0]
        return _Cell(q.exact or Fraction(0), q.number, q.step / q.number.step, q.start, q.end, q.unit)
    plain = text.strip()
    printed = None if found else number_in(plain)
    if printed is None:
        return None
    mass = kind in ("drug", "product", "total", "per_day", "per_week", "per_kg", "concentration")
    scale = (mass_in_mg(unit) if mass and unit else None) or Fraction(1)
    start = text.index(plain)
    return _Cell(printed.value * scale, printed, scale, start, start + len(plain), unit if mass else "")
