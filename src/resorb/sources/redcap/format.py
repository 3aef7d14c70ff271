"""REDCap's own words and rules, from redcap.yaml, and the small grammars of its files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from typing import Any

from resorb.values.findings import Fault, Place
from resorb.values.tree import Node, read_tree

RECORD = "record_id"
EVENT, INSTRUMENT, INSTANCE = "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"
WITH_CHOICES = ("radio", "dropdown", "checkbox")
_GUARDED = re.compile("'* *[=+@\t\r\n\uff1d\uff0b\uff0d\uff20-]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


@cache
def rules() -> Any:
    """redcap.yaml as nested maps, lists and texts."""
    file = resources.files("resorb.sources.redcap") / "redcap.yaml"
    return _plain(read_tree(file.read_bytes(), "redcap.yaml"))


def _plain(node: Node) -> Any:
    if node.entries is not None:
        return {key: _plain(child) for key, child in node.entries.items()}
    return [_plain(child) for child in node.items] if node.items is not None else node.text


def dictionary_columns() -> list[str]:
    """The 18 columns of a data dictionary."""
    columns: list[str] = rules()["columns"]["are"]
    return columns


def export_columns() -> dict[str, str]:
    """Columns of an export that are no variables, with their words in an export with labels."""
    columns: dict[str, str] = rules()["export columns"]["are"]
    return columns


def guarded(text: str) -> str:
    """The text as no spreadsheet runs it: an apostrophe goes before what could be a formula; numbers stay."""
    if _NUMBER.fullmatch(text) or not _GUARDED.match(text):
        return text
    return f"'{text}"


def unguarded(text: str) -> str:
    """What :func:`guarded` was given."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


def read_choices(text: str) -> dict[str, str]:
    """Labels by code of a field with choices; what has no comma is no choice."""
    parts = (part.partition(",") for part in text.split("|"))
    return {code.strip(): label.strip() for code, comma, label in parts if comma and code.strip()}


def write_choices(labels: dict[str, str]) -> str:
    """Choices as a dictionary writes them."""
    return " | ".join(f"{code}, {label}" for code, label in labels.items())


def dictionary_faults(rows: Iterable[Sequence[str]], file: str) -> list[Fault]:
    """Every rule of REDCap's that the rows of a data dictionary (without their header) break."""
    faults: list[Fault] = []
    seen: set[str] = set()
    closed: set[str] = set()
    before = ""
    names = re.compile(rf"[a-z][a-z0-9_]{{0,{int(rules()['names']['longest']) - 1}}}")
    for line, row in enumerate(rows, start=2):
        cells = [*row, *[""] * (18 - len(row))]
        name, form, kind = cells[0].strip(), cells[1].strip(), cells[3].strip()

        def fault(field: str, rule: str, remedy: str, line: int = line) -> None:
            faults.append(Fault(Place(file, line), field, rule, remedy))

        shown = name[:40] if re.fullmatch(r"[\w-]{1,40}", name) else "variable"
        if len(row) != 18:
            fault(shown, f"has {len(row)} columns", "a data dictionary has 18")
        if not names.fullmatch(name):
            fault(
                shown,
                "is no name of a variable",
                "26 lower-case letters, digits and underscores at most, a letter first",
            )
        if name in seen:
            fault(shown, "is the name of two variables", "give each its own")
        seen.add(name)
        if kind not in rules()["field types"]["are"]:
            fault(shown, "has no known field type", f"one of {', '.join(rules()['field types']['are'])}")
        if line == 2 and kind != "text":
            fault(shown, "is the first field and no text", "begin with the record's id")
        if kind in WITH_CHOICES and not read_choices(cells[5]):
            fault(shown, "has no choices", "write `code, label | code, label`")
        if form != before:
            if form in closed or not form:
                fault(shown, "stands apart from its form", "keep the fields of one form together")
            closed.add(before)
            before = form
        used = re.findall(r"\[([a-z0-9_]+)(?:\(\w+\))?\]", cells[11])
        if any(u not in seen and u != name for u in used):
            fault(shown, "branches on a variable that is not above it", "name one that is")
    return faults
