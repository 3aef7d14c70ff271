"""Tables as Polars frames: each cell spread over plain columns, and back.

A quantity becomes ``<name>_printed`` and its ends in one named unit (``size_low_mm``), so that fast derivations are
plain column arithmetic; reading back goes through the printed text, so that nothing is lost to floating point.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import polars as pl

from resorb.tables.cells import read_cell
from resorb.tables.columns import LISTS, Column, Kind, Row, Table
from resorb.values.quantities import Quantity
from resorb.values.units import same_dimension

_NUMBERS = pl.Float64()
_TEXT = pl.String()
Schema = dict[str, pl.DataType]


def frame_schema(table: Table) -> Schema:
    """Column names and types of the table's frame: ``study``, ``id``, then the declared columns spread out."""
    schema: Schema = {"study": _TEXT, "id": _TEXT}
    for column in table.columns:
        schema.update(_spread_schema(column))
    return schema


def to_frame(table: Table, rows: Iterable[Row]) -> pl.DataFrame:
    """Rows of one table as a frame."""
    schema = frame_schema(table)
    columns = table.columns
    data: dict[str, list[Any]] = {name: [] for name in schema}
    for row in rows:
        cells: dict[str, Any] = {"study": row.study, "id": row.id}
        for column in columns:
            cells.update(_spread(column, getattr(row, column.name)))
        for name, values in data.items():
            values.append(cells.get(name))
    return pl.DataFrame(data, schema=schema)


def from_frame(table: Table, frame: pl.DataFrame) -> tuple[Row, ...]:
    """Rows of one table from its frame.

    Raises:
        Refused: when a printed text no longer fits its column's grammar.
    """
    columns = table.columns
    rows = []
    for cells in frame.iter_rows(named=True):
        values = {column.name: _gather(column, cells) for column in columns}
        rows.append(table.row(study=cells["study"], id=cells["id"], **values))
    return tuple(rows)


def unit_suffix(column: Column) -> str:
    """The unit that the frame columns of a quantity end in, or nothing when rows may differ in kind."""
    return "_" + column.units[0].replace("/", "_per_") if len(column.units) == 1 else ""


def _spread_schema(column: Column) -> Schema:
    name = column.name
    match column.kind:
        case Kind.COUNT:
            return {name: pl.Int64()}
        case Kind.NUMBER:
            return {name: _NUMBERS, f"{name}_printed": _TEXT}
        case Kind.QUANTITY:
            suffix = unit_suffix(column)
            unit: Schema = {} if suffix else {f"{name}_unit": _TEXT}
            return _ends_schema(name, suffix) | unit
        case Kind.STRENGTH:
            return _ends_schema(name) | {f"{name}_basis": _TEXT}
        case Kind.SPAN:
            return _ends_schema(name) | {f"{name}_unit": _TEXT}
        case Kind.WHEN:
            return _ends_schema(name) | {f"{name}_anchor": _TEXT, f"{name}_unit": _TEXT}
        case Kind.SCHEDULE:
            return {
                f"{name}_printed": _TEXT,
                f"{name}_times_low": _NUMBERS,
                f"{name}_times_high": _NUMBERS,
                f"{name}_every": _NUMBERS,
                f"{name}_every_unit": _TEXT,
                f"{name}_administrations": pl.Int64(),
                f"{name}_event": _TEXT,
            }
        case _:
            return {name: pl.List(pl.String) if column.kind in LISTS else _TEXT}


def _ends_schema(name: str, suffix: str = "") -> Schema:
    return {f"{name}_printed": _TEXT, f"{name}_low{suffix}": _NUMBERS, f"{name}_high{suffix}": _NUMBERS}


def _spread(column: Column, value: Any) -> dict[str, Any]:
    name = column.name
    if column.kind in LISTS:
        return {name: list(value or ())}
    if value is None:
        return {}
    match column.kind:
        case Kind.NUMBER:
            return {name: float(value.value), f"{name}_printed": value.text}
        case Kind.QUANTITY:
            return _spread_quantity(column, value)
        case Kind.STRENGTH:
            return _ends(name, value) | {f"{name}_basis": value.basis}
        case Kind.SPAN:
            return _ends(name, value) | {f"{name}_unit": value.unit}
        case Kind.WHEN:
            return _ends(name, value) | {f"{name}_anchor": value.anchor, f"{name}_unit": value.unit}
        case Kind.SCHEDULE:
            return {
                f"{name}_printed": value.printed,
                f"{name}_times_low": _float(value.times_low),
                f"{name}_times_high": _float(value.times_high),
                f"{name}_every": float(value.every),
                f"{name}_every_unit": value.unit,
                f"{name}_administrations": value.administrations,
                f"{name}_event": value.event,
            }
        case _:
            return {name: value}


def _spread_quantity(column: Column, value: Quantity) -> dict[str, Any]:
    name, suffix = column.name, unit_suffix(column)
    unit = next((u for u in column.units if same_dimension(u, value.unit)), value.unit)
    low, high = value.to(unit)
    cells = {f"{name}_printed": value.printed, f"{name}_low{suffix}": _float(low), f"{name}_high{suffix}": _float(high)}
    return cells if suffix else cells | {f"{name}_unit": unit}


def _ends(name: str, value: Any) -> dict[str, Any]:
    return {f"{name}_printed": value.printed, f"{name}_low": _float(value.low), f"{name}_high": _float(value.high)}


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _gather(column: Column, cells: dict[str, Any]) -> Any:
    if column.kind in LISTS:
        return tuple(cells[column.name] or ())
    printed = f"{column.name}_printed"
    if printed in cells:
        return None if cells[printed] is None else read_cell(column, cells[printed])
    return cells[column.name]
