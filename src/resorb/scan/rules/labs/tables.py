"""Results of the laboratory in tables: analytes down the first column or along the head, with units and ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from resorb.reading.labs.levels import LevelWord
from resorb.reading.labs.names import LabName, lab_names
from resorb.reading.labs.ranges import LabRange
from resorb.reading.labs.units import LAB_UNIT, lab_unit
from resorb.reading.labs.values import LabValue, number, other_unit, read_value
from resorb.reading.labs.words import LabResult
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned
from resorb.scan.rules.labs.judging import judged
from resorb.values.documents import Passage, Table
from resorb.values.findings import Verdict

_REFERENCE = lazy(r"\b(?:reference|normal|ref\.?|limits?|norm)\b(?!\s+(?:no|number|list|\[))", re.IGNORECASE)
_RESULT_HEAD, _RANGE_HEAD = (lazy(rf"\W*(?:{words})\W*", re.IGNORECASE) for words in (r"results?|values?", r"range"))
"""A range of a laboratory beside single results; elsewhere it may be one of the patients'."""
_UNIT_HEAD = lazy(r"\s*units?\s*", re.IGNORECASE)
_UNIT = lazy(LAB_UNIT, re.IGNORECASE)
_RANGE = lazy(r"\s*(?P<low>\d[\d.,·]*)\s*(?:-|–|—|−|\bto\b)\s*(?P<high>\d[\d.,·]*)\s*(?P<rest>.{0,30})", re.IGNORECASE)
_SINGLE = lazy(r"\s*(?:[<>≤≥~]?\s*)?\d[\d.,·]*(?P<rest>.{0,40})", re.DOTALL)
_FLAG = lazy(r"(?P<high>↑|\bH\b|\bhigh\b|\belevated\b)|(?P<low>↓|(?<!/)(?<!/ )\bL\b|\blow\b)|(?P<normal>\bnormal\b)")
_COUNTED = lazy(
    r"\W*(?:n|nos?|no\.? of .{1,30}|numbers?(?: of .{1,30})?|obs|observations?|counts?|missing|tested|measured)"
    r"\W*(?:\(n\)|n|obs|observed|missing|%)?\W*|(?:any |all |ctcae )?grades?\b.*|(?:adverse )?events?"
    r"|episodes?|%|percent\w*"
    r"|.*\b(?:ratio|coefficient|slope|(?-i:a?HR|a?OR|a?RR|IRR))\b.*|(?:patients|events?|cases|episodes?)[\s,(]{1,3}(?:n[\s,(]{0,3})?%?[\s)]*|Δ.*|.*\bp\b.*|.*\blog\W?\d{0,2}\b.*",
    re.IGNORECASE,
)
"""Heads of columns that count results, or test, model, change or transform them."""
_NO_RESULT = lazy(
    r"(?-i:[×*<>≤≥]|\bx\b|/\s?[A-Z]\b|ratio|product|change|dose|\b(?:log|ln))"
    r"|\b(?:below|above|under|over|exceeding|(?:less|lower|greater|higher|more)\s+than|at\s+(?:least|most)|outside|within|between|up\s+to"
    r"|or\s+(?:less|lower|more|higher|above|below)|grades?|events?|episodes?|patients|number|cases|abnormal\w*|missing|tested"
    r"|n\s*\(%\)|n\s*/\s*N)(?![\w-])|\(\s*%\s*\)",
    re.IGNORECASE,
)
"""Beside an analyte, what makes a row one of counts, of changes or of other numbers than results."""
_EVENTS = lazy(r"\b(?:adverse|events?|toxicit\w+|side\s+effects?|CTCAE)\b", re.IGNORECASE)
"""In a caption or above the first column: a table of counts."""
_SHARE_BEHIND = lazy(r"\d+\s*(?:/\s*\d+\s*)?[(\[]\s*(?:[<>≤≥~]\s*)?\d+(?:[.,·]\d+)?\s?%.*", re.DOTALL)
"""A count with its share: "5 (11%)"."""
_TWO_UNITS = lazy(
    rf"(?P<one>{LAB_UNIT})\s*(?:[(\[]|/\s|\bor\b\s*|;\s*)\s*(?P<other>{LAB_UNIT})\s*[)\]]?", re.IGNORECASE
)
_TWO_VALUES = lazy(
    r"\s*(?P<one>\d[\d.,·]*)\s*(?:[(\[]|/|;|\bor\b)\s*(?P<other>\d[\d.,·]*)\s*[)\]]?\s*[*†‡§a-d]?\s*", re.IGNORECASE
)
_OF_BLOOD = lazy(
    r"\b(?:serum|plasma|blood|total|intact|mean|median|levels?|conc(?:entration)?s?|values?|pre|post|dialysis|day|week|SD|IQR)"
    r"\b|[^A-Za-z]",
    re.IGNORECASE,
)
"""What may stand beside a name of one or two letters: more makes it the letter of a product or a patient."""
_MOST_CELLS = 4000
_ELSEWHERE = lazy(
    r"\b(?:urin\w*|dialysate|dialysis fluid|effluent|in vitro|buffers?|medium|media|solutions?|tissue|saliva|csf|stool|"
    r"faec\w+|fec\w+|diet\w*|intake|excretion|24[- ]h\w*|mice|rats?|changes?|differences?|synovial|aspirate)\b",
    re.IGNORECASE,
)
"""Heads under which a number is no result of blood, or a change of one."""


@dataclass(frozen=True)
class Row:
    """An analyte of a table: its name, unit, reference range, and the cells with values."""

    name: LabName
    unit: str
    range: tuple[Passage, LabRange] | None
    cells: tuple[tuple[str, Passage], ...]
    """Head of the column (or of the row) and the cell."""
    second: str = ""
    """The unit in brackets behind the first, when each value is told in both: "mmol/L (mg/dL)"."""


def in_tables(text: Scanned) -> Iterator[Mark]:
    """Every finding on the results of every table."""
    for block, table in text.tables:
        about = [table.caption.text if table.caption else "", *(cell.text for cell in table.rows[0][:1])]
        if any(_ELSEWHERE.search(words) or _EVENTS.search(words) for words in about):
            continue
        for row in rows_of(table):
            yield from _judged(text, block, row)
            if row.second:
                yield from _in_both_units(text, block, row)


def _in_both_units(text: Scanned, block: int, row: Row) -> Iterator[Mark]:
    """Cells with a value in either unit of the head: "1.62 (5.0)" under "mmol/L (mg/dL)"."""
    found = []
    for _, cell in row.cells:
        m = _TWO_VALUES.fullmatch(cell.text)
        one, other = (read_value(cell.text, m.start(n)) for n in ("one", "other")) if m else (None, None)
        if one is None or other is None or not (one.is_point and other.is_point):
            continue
        one = replace(one, unit=lab_unit(row.unit), unit_printed=row.unit)
        other = replace(other, unit=lab_unit(row.second), unit_printed=row.second)
        both = LabResult(row.name, (one,), second=other)
        found += [
            mark for mark in judged(both, cell.text, lambda a, b, cell=cell: text.cell(block, cell, a, b))  # type: ignore[misc]
            if mark.finding.check == "lab-conversion"
        ]  # fmt: skip
    holds = any(mark.finding.verdict is Verdict.HOLDS for mark in found)
    for mark in found:
        if holds or mark.finding.verdict is Verdict.HOLDS:
            yield mark
        else:
            finding = replace(
                mark.finding, verdict=Verdict.ASSUMES, assumption="each cell holds one value in two units"
            )
            yield replace(mark, finding=finding)


def _judged(text: Scanned, block: int, row: Row) -> Iterator[Mark]:
    for head, cell in row.cells:
        if _ELSEWHERE.search(head) or (len(head) <= 80 and _COUNTED.fullmatch(head)):
            continue
        value = value_in(cell, row.unit)
        if value is None:
            continue
        result = LabResult(row.name, (value,), second=other_unit(cell.text, value, value.end))
        yield from judged(result, cell.text, lambda a, b, cell=cell: text.cell(block, cell, a, b))  # type: ignore[misc]
        if row.range is not None:
            yield from _flagged(text, block, row, cell, value)
    if row.range is not None and row.cells:
        passage, printed = row.range
        blank = LabValue(0, 0, 0, None, None, 0, lab_unit(row.unit) if row.unit else None, row.unit)
        result = LabResult(row.name, (blank,), printed)
        yield from judged(result, passage.text, lambda a, b: text.cell(block, passage, a, b))


def _flagged(text: Scanned, block: int, row: Row, cell: Passage, value: LabValue) -> Iterator[Mark]:
    """A word or arrow in the cell against the range of its row."""
    flag = _FLAG.search(cell.text, value.end)
    if flag is None or row.range is None or not value.is_point:
        return
    level = "high" if flag["high"] else "low" if flag["low"] else "normal"
    passage, printed = row.range
    joined = f"{cell.text} {passage.text}"
    shift = len(cell.text) + 1
    moved = replace(printed, start=printed.start + shift, end=printed.end + shift)
    result = LabResult(None, (value,), moved, LevelWord(*flag.span(), level))
    for mark in judged(result, joined, lambda a, b: text.cell(block, cell, a, min(b, len(cell.text)))):
        if mark.finding.check == "lab-level":
            yield mark


def value_in(cell: Passage, unit: str) -> LabValue | None:
    """The value that a cell begins with, in its own unit or that of its row; None for ranges, changes and text."""
    if len(cell.text) > 80 or _SINGLE.fullmatch(cell.text) is None or _SHARE_BEHIND.fullmatch(cell.text.strip()):
        return None
    value = read_value(cell.text, len(cell.text) - len(cell.text.lstrip()))
    if value is None or not value.is_point:
        return None
    if not value.unit_printed and unit:
        value = replace(value, unit=lab_unit(unit), unit_printed=unit)
    return value


def rows_of(table: Table) -> Iterator[Row]:
    """The analytes of a table, whichever way it lies."""
    rows = table.rows
    if len(rows) < 2 or sum(len(row) for row in rows) > _MOST_CELLS:
        return
    head = rows[0]
    found = list(_downwards(head, rows[1:]))
    if len(found) == 1 and found[0].name.is_short and not found[0].unit and not found[0].range:
        return  # a letter without the company of other analytes
    if found:
        yield from found
        return
    columns = [tuple(row[i] for row in rows[1:] if i < len(row)) for i in range(len(head))]
    heads = tuple(row[0] for row in rows[1:] if row)
    yield from _downwards((head[0], *heads), [(head[i], *columns[i]) for i in range(1, len(head))])


def _downwards(
    head: tuple[Passage, ...], rows: list[tuple[Passage, ...]] | tuple[tuple[Passage, ...], ...]
) -> Iterator[Row]:
    references = [i for i, cell in enumerate(head) if i and _REFERENCE.search(cell.text)]
    if not references and any(_RESULT_HEAD.fullmatch(cell.text) for cell in head):
        references = [i for i, cell in enumerate(head) if i and _RANGE_HEAD.fullmatch(cell.text)]
    units = [i for i, cell in enumerate(head) if i and _UNIT_HEAD.fullmatch(cell.text)]
    elsewhere = False
    for row in rows:
        if len(row) > 1 and not any(cell.text.strip() for cell in row[1:]):
            elsewhere = _ELSEWHERE.search(row[0].text) is not None
        if elsewhere:
            continue
        named = _analyte(row[0].text) if row and not _ELSEWHERE.search(row[0].text) else None
        if named is None:
            continue
        name, unit = named
        told = row[units[0]].text.strip() if units and units[0] < len(row) else ""
        two = _TWO_UNITS.search(row[0].text) or _TWO_UNITS.fullmatch(told)
        if not unit and (m := _UNIT.fullmatch(told) or two):
            unit = m[0] if m is not two else m["one"]
        printed = None
        if references and references[0] < len(row):
            printed = _reference(row[references[0]])
        cells = tuple(
            (head[i].text if i < len(head) else "", cell)
            for i, cell in enumerate(row)
            if i and i not in references and i not in units
        )
        second = two["other"] if two is not None and lab_unit(two["other"]) != lab_unit(unit) else ""
        yield Row(name, unit, printed, cells, second)


def _analyte(text: str) -> tuple[LabName, str] | None:
    """The one analyte that a head names, with the unit beside it."""
    if len(text) > 80:
        return None
    names = list(lab_names(text))
    unit = _UNIT.search(text)
    rest = text[: names[0].start] + text[names[0].end :] if names else ""
    rest = _UNIT.sub("", rest)
    if len(names) != 1 or names[0].level or _NO_RESULT.search(rest):
        return None
    if names[0].is_short and _OF_BLOOD.sub("", rest):
        return None
    return names[0], unit[0] if unit else ""


def _reference(cell: Passage) -> tuple[Passage, LabRange] | None:
    m = _RANGE.fullmatch(cell.text)
    if m is None:
        return None
    low, high = number(m["low"].rstrip(".,")), number(m["high"].rstrip(".,"))
    unit = _UNIT.match(m["rest"].strip())
    if low is None or high is None or (m["rest"].strip() and unit is None):
        return None
    printed = unit[0] if unit else ""
    span = (m.start("low"), len(cell.text.rstrip()))
    return cell, LabRange(*span, low[0], high[0], lab_unit(printed) if printed else None, printed, True)
