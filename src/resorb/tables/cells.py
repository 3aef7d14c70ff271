"""One cell of a table from its text: the same grammars serve study files, folders and proposals."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from resorb.codes import lookup
from resorb.tables.columns import Column, Kind
from resorb.values.findings import Refused
from resorb.values.numbers import read_number
from resorb.values.quantities import Quantity, read_quantity
from resorb.values.schedules import read_schedule
from resorb.values.spans import read_span
from resorb.values.strengths import read_strength
from resorb.values.times import read_when
from resorb.values.units import same_dimension

MAX_TEXT = 2_000


def read_cell(column: Column, text: str) -> Any:
    """The value of one cell (for list columns: of one item) in the column's grammar.

    Raises:
        Refused: with the rule broken and the remedy.
    """
    if len(text) > MAX_TEXT:
        raise Refused(f"longer than {MAX_TEXT} characters", "keep facts, not sentences")
    if "\x00" in text:
        raise Refused("holds a NUL character", "remove it")
    match column.kind:
        case Kind.CHOICE | Kind.CHOICES:
            return _choice(column, text)
        case Kind.TERM:
            return lookup(column.vocabulary, text)
        case Kind.COUNT:
            return _count(text)
        case Kind.NUMBER:
            return read_number(text)
        case Kind.QUANTITY:
            return _quantity(column, text)
        case Kind.STRENGTH:
            return read_strength(text)
        case Kind.SPAN:
            return read_span(text)
        case Kind.WHEN:
            return read_when(text)
        case Kind.SCHEDULE:
            return read_schedule(text)
        case _:
            return " ".join(text.split())


def _choice(column: Column, text: str) -> str:
    word = " ".join(text.lower().split())
    if word in column.choices:
        return word
    near = get_close_matches(word, column.choices, n=1)
    remedy = f"did you mean {near[0]!r}?" if near else f"use one of: {', '.join(column.choices)}"
    raise Refused(f"{text[:40]!r} is not a choice for {column.key!r}", remedy)


def _count(text: str) -> int:
    number = read_number(text)
    if number.decimals or number.value < 0:
        raise Refused(f"{text[:40]!r} is not a count", "write a whole number of zero or more")
    return int(number.value)


def _quantity(column: Column, text: str) -> Quantity:
    quantity = read_quantity(text, example=column.units[0] if column.units else None)
    if not column.units:
        return quantity
    if not any(same_dimension(quantity.unit, unit) for unit in column.units):
        kinds = " or ".join(column.units)
        raise Refused(f"{text[:40]!r} is not measured in {kinds}", f"write it in {kinds}, or a unit of that kind")
    if any(end is not None and end < 0 for end in (quantity.low, quantity.high)):
        raise Refused(f"{text[:40]!r} is negative", "a dose, size or time cannot be below zero")
    return quantity
