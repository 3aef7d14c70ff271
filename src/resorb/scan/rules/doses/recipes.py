"""Recipes in tables of two columns: what stands in one row follows from the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.doses.quantities import Quantity, quantities
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.values.documents import Passage, Table
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text

_I = re.IGNORECASE
_CLOSE = Fraction(1, 20)
_MOST_ROWS = 30
_TOTAL = lazy(r"\W*(?:total|sum|in all|batch|together|q\.?s)\b", _I)
_MASS_CELL = lazy(r"\W*(?P<n>\d{1,5}(?:\.\d{1,3})?)\s?(?P<u>mcg|mg|g|kg)\W*", _I)
_KINDS = (
    ("strength", "concentration", lazy(r"\b(?:final |resulting )?concentration\b", _I)),
    ("volume", "volume", lazy(r"\b(?:final|total|bag|end|infusion)\b.*\bvolume\b|^\W*volume\W*$", _I)),
    ("time", "minutes", lazy(r"\b(?:infusion time|duration of (?:the )?infusion|run time|infused over)\b", _I)),
    ("rate", "flow", lazy(r"\brate\b", _I)),
    ("mass", "mass", lazy(r"\b(?:thiosul(?:f|ph)ate|STS|TST|dose|drug)\b(?!.*\b(?:solution|volume|per)\b)", _I)),
)


@dataclass(frozen=True, slots=True)
class _Entry:
    cell: Passage
    quantity: Quantity
    value: Fraction


@rule(
    "dose-recipe",
    kind="dose-arithmetic",
    doc="In a table that lists dose, volume, concentration, time and rate line by line, each follows from the others.",
    source="exact arithmetic; one part in twenty is allowed for rounding",
)
def dose_recipe(text: Scanned) -> Iterator[Mark]:
    """Tables of two columns that name each of these once."""
    for block, table in text.tables:
        yield from _odd_units(text, block, table)
        entries = _entries(table)
        mass, volume, strength = (entries.get(k) for k in ("mass", "volume", "strength"))
        if mass and volume and strength and volume.value:
            how = f"{as_text(mass.value)} mg / {as_text(volume.value)} mL"
            yield from _judged(text, block, strength, mass.value / volume.value, (how, "mg/mL"))
        time, rate = entries.get("time"), entries.get("rate")
        if volume and time and rate and time.value:
            how = f"{as_text(volume.value)} mL / {as_text(time.value)} min"
            yield from _judged(text, block, rate, volume.value / time.value, (how, "mL/min"))


def _entries(table: Table) -> dict[str, _Entry]:
    """The rows by what they name; nothing for a table of another form or with a name twice."""
    found: dict[str, _Entry] = {}
    if len(table.rows) > _MOST_ROWS:
        return {}
    for row in table.rows:
        if len(row) != 2 or len(row[0].text) > 60 or len(row[1].text) > 40:
            return {}
        kind = next(((name, of) for name, of, pattern in _KINDS if pattern.search(row[0].text)), None)
        values = list(quantities(row[1].text))
        if kind is None or len(values) != 1 or values[0].kind != kind[1] or values[0].exact is None:
            continue
        if kind[0] in found or values[0].per is not None:
            return {}
        found[kind[0]] = _Entry(row[1], values[0], values[0].exact)
    return found


def _odd_units(text: Scanned, block: int, table: Table) -> Iterator[Mark]:
    """A column of ingredients whose numbers make the total in its last row, but for the unit of one of them."""
    rows = [row for row in table.rows if row and len(row) == len(table.rows[0])]
    if not 4 <= len(rows) <= _MOST_ROWS or not _TOTAL.match(rows[-1][0].text):
        return
    for column in range(1, len(rows[0])):
        read = [(row[column], _MASS_CELL.fullmatch(row[column].text)) for row in rows[1:]]
        cells = [(cell, match) for cell, match in read if match is not None]
        if len(cells) < len(read) or len(cells) < 3:
            continue
        numbers = [Fraction(match["n"]) for _, match in cells]
        unit = cells[-1][1]["u"].lower()
        odd = [(cell, match) for cell, match in cells[:-1] if match["u"].lower() != unit]
        if len(odd) == 1 and sum(numbers[:-1]) == numbers[-1]:
            cell, match = odd[0]
            shown, parts = f"{match['n']} {unit}", " + ".join(as_text(n) for n in numbers[:-1])
            yield text.cell(block, cell, match.start("n"), match.end("u")).mark(
                "dose-recipe", Verdict.FAILS, f"The numbers of the column make its total in {unit} only.",
                computed=shown, arithmetic=f"{parts} = {as_text(numbers[-1])} {unit}", suggestion=shown,
            )  # fmt: skip


def _judged(text: Scanned, block: int, entry: _Entry, exact: Fraction, words: tuple[str, str]) -> Iterator[Mark]:
    if abs(entry.value - exact) <= exact * _CLOSE:
        return
    how, unit = words
    shown = f"{as_text(exact)} {unit}"
    yield text.cell(block, entry.cell, entry.quantity.start, entry.quantity.end).mark(
        "dose-recipe", Verdict.FAILS, f"This does not follow from the other rows: {how} = {shown}.",
        computed=shown, arithmetic=f"{how} = {shown}", suggestion=shown,
    )  # fmt: skip
