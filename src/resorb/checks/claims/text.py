"""Judges of what a text repeats and cites: the same number elsewhere, and the table or figure that holds it."""

from __future__ import annotations

import re
from dataclasses import is_dataclass, replace
from typing import Any

from resorb.checks.claims.facts import figures, rows_of, unjudged, verdict
from resorb.checks.registry import Judgement, judges
from resorb.tables.cells import read_cell
from resorb.tables.columns import Column, Row
from resorb.tables.schema import Claim, table
from resorb.tables.study import Study, ref_of
from resorb.values.findings import Refused, Verdict
from resorb.values.numbers import PrintedNumber
from resorb.values.quantities import Quantity
from resorb.values.units import same_dimension

_THING = re.compile(
    r"\b(table|figure|fig\.?|footnote|appendix|panel)\s*(?P<number>\d+|[ivx]+)?\s*(?P<letters>[a-z]*)", re.IGNORECASE
)


@judges(
    "same number", doc="A number printed in several places is the same in each.", source="equality of what was read"
)
def same_number(study: Study, claim: Claim) -> Judgement:
    """The printed text, read in the grammar of the column that ``with`` names, against that cell of every row."""
    rows, word = rows_of(study, claim), claim.arguments[0] if claim.arguments else ""
    if not rows or not word:
        return unjudged("it needs rows, and a column in `with`")
    differing, blank, shown = list[str](), list[str](), list[str]()
    trace = []
    for row in rows:
        column = next((c for c in table(row.table).columns if word in (c.key, c.name)), None)
        if column is None:
            return unjudged(f"{word[:40]!r} is no column of {row.table}")
        value = getattr(row, column.name)
        trace.append(ref_of(row, column.name))
        if value is None or value == ():
            blank.append(row.id)
            continue
        shown.append(f"{row.id}: {_text(value)}")
        if not _equal(column, value, claim.printed):
            differing.append(f"{row.id} has {_text(value)}")
    arithmetic = "; ".join(shown)
    if differing:
        message = f"{claim.printed} printed, but {'; '.join(differing)} ({word})."
        return Judgement(
            Verdict.FAILS, message, arithmetic, arithmetic, suggestion=_thousand(rows, word, claim), trace=tuple(trace)
        )
    if blank:
        return unjudged(f"it needs the {word} of {', '.join(blank)}", trace)
    return Judgement(
        Verdict.HOLDS, f"{claim.printed} stands on file too ({word}).", arithmetic, arithmetic, trace=tuple(trace)
    )


def _text(value: Any) -> str:
    return str(getattr(value, "printed", getattr(value, "text", value)))


def _equal(column: Column, value: Any, printed: str) -> bool:
    numbers = figures(printed)
    if isinstance(value, int):
        return bool(numbers) and numbers[0].value == value
    if isinstance(value, PrintedNumber):
        return bool(numbers) and numbers[0].value == value.value
    if isinstance(value, tuple):
        return any(_equal(column, item, printed) for item in value)
    try:
        read = read_cell(column, printed)
    except Refused:
        return " ".join(printed.casefold().split()) == " ".join(_text(value).casefold().split())
    if isinstance(value, Quantity) and isinstance(read, Quantity):
        return same_dimension(value.unit, read.unit) and value.to(value.unit) == read.to(value.unit)
    if is_dataclass(value) and is_dataclass(read):
        return bool(_bare(value) == _bare(read))
    return bool(value == read)


def _bare(value: Any) -> Any:
    """The value without the words it was printed in."""
    return replace(value, printed="", **({"about": False} if hasattr(value, "about") else {}))


def _thousand(rows: tuple[Row, ...], word: str, claim: Claim) -> str | None:
    """A hint when a mass differs by a factor of 1000."""
    column = next(c for c in table(rows[0].table).columns if word in (c.key, c.name))
    value = getattr(rows[0], column.name)
    try:
        read = read_cell(column, claim.printed)
    except Refused:
        return None
    if not (isinstance(value, Quantity) and isinstance(read, Quantity) and same_dimension(value.unit, read.unit)):
        return None
    mine, other = value.low, read.to(value.unit)[0]
    if mine and other and (mine == 1000 * other or other == 1000 * mine):
        return "they differ by a factor of 1000: mg for g, or g for mg?"
    return None


@judges(
    "reference", doc="The table or figure cited is the one in which the facts stand.", source="where each fact was read"
)
def reference(study: Study, claim: Claim) -> Judgement:
    """Each row's ``where`` (or the figure of an assessment) names what is cited."""
    rows, wanted = rows_of(study, claim), _things(claim.printed)
    if not rows or not wanted:
        return unjudged("it needs rows, and a table or figure as printed")
    elsewhere, silent = list[str](), list[str]()
    for row in rows:
        origin = study.origin(ref_of(row))
        places = " ; ".join(filter(None, (origin.where if origin else "", getattr(row, "figure", None))))
        if not places:
            silent.append(row.id)
        elif not any(_names(one, two) for one in wanted for two in _things(places)):
            elsewhere.append(f"{row.id} stands in {places}")
    trace = tuple(ref_of(row) for row in rows)
    if elsewhere:
        message = f"{claim.printed} is cited, but {'; '.join(elsewhere)}."
        return Judgement(Verdict.FAILS, message, "; ".join(elsewhere), "; ".join(elsewhere), trace=trace)
    if silent:
        return unjudged(f"it needs to be noted where {', '.join(silent)} stand", trace)
    message = f"The facts stand in {claim.printed}, as cited."
    return Judgement(verdict(holds=True), message, claim.printed, f"where: {claim.printed}", trace=trace)


def _things(text: str) -> list[tuple[str, str, str]]:
    """Tables and figures named in a text: kind, number, letters (``Figure 1I`` is fig, 1, i)."""
    found = [(m[1].lower()[:3], (m["number"] or "").lower(), m["letters"].lower()) for m in _THING.finditer(text)]
    return [one for one in found if one[1]]


def _names(cited: tuple[str, str, str], where: tuple[str, str, str]) -> bool:
    """Whether the place is what is cited: a citation without a letter means all panels."""
    return cited[:2] == where[:2] and (not cited[2] or cited[2] == where[2])
