"""The form of a printed table: cells that know the facts they came from."""

from __future__ import annotations

from dataclasses import dataclass

from resorb.values.findings import FactRef


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``trace`` holds the facts behind its numbers; ``estimate`` the id of the estimate it shows, if any."""

    text: str
    trace: tuple[FactRef, ...] = ()
    estimate: str = ""
    header: bool = False
    indent: int = 0


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of a report: ``columns`` are its headings, ``rows`` its body, ``footnotes`` stand below it."""

    id: str
    study: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    footnotes: tuple[str, ...] = ()
