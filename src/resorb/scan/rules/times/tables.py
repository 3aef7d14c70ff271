"""Columns of dates, ages and lengths of time against each other, row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from resorb.reading.lazy import lazy
from resorb.reading.numerals import read_numeral
from resorb.reading.times.dates import Dated, Period, dates, day_first
from resorb.reading.times.lengths import Length
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.times.dates import written_date
from resorb.scan.rules.times.periods import boxed, shown
from resorb.values.documents import Passage, Table
from resorb.values.findings import Verdict
from resorb.values.ranges import Range
from resorb.values.spans import Span

_UNIT = r"(?P<unit>days?|weeks?|wks?|months?|mo|mths?|years?|yrs?|d|w|m|y)"
_UNITS = {"d": "day", "w": "week", "m": "month", "y": "year"}
_START = lazy(
    r"\b(?:start(?:ed)?|began|begun|first|from|admission|admitted|initiation|initiated|begin(?:ning)?)\b", re.IGNORECASE
)
_STOP = lazy(
    r"\b(?:stop(?:ped)?|end(?:ed)?|last|until|to|till|discharge[d]?|completion|discontinu\w+|finish(?:ed)?)\b",
    re.IGNORECASE,
)
_LONG = lazy(
    rf"^\W*(?:(?:duration|length|time)\b[^(,]*[(,]\s*)?(?:in\s+)?(?:treatment\s*[(,]\s*|treatment\s+"
    rf"|course\s*[(,]\s*|no\.\s+of\s+)?{_UNIT}\b",
    re.IGNORECASE,
)
_OTHER_LENGTH = lazy(r"\b(?:age|follow|disease|onset|response|heal\w*|survival|vintage|history|stay)\b", re.IGNORECASE)
_AGE = lazy(r"^\W*(?:patient'?s?\s+)?age\b(?!\s+(?:at|of|group))|^\W*(?:current|present)\s+age\b", re.IGNORECASE)
_ONSET = lazy(r"\b(?:age\s+(?:at|of)\s+(?:disease\s+|first\s+)?(?:onset|diagnosis|first)|onset\s+age)\b", re.IGNORECASE)
_DISEASE = lazy(
    r"\b(?:disease\s+duration|duration\s+of\s+(?:the\s+)?(?:disease|illness|dialysis|calcinosis|diabetes)"
    r"|dialysis\s+vintage)\b",
    re.IGNORECASE,
)
_NUMBER = lazy(
    r"^\W*(?P<n>\d+(?:[.·]\d+)?)\s*(?:days?|weeks?|wks?|months?|mo|years?|yrs?|[dwmy])?\s*[*†‡§a-d]?\s*$", re.IGNORECASE
)


@dataclass(frozen=True)
class _Columns:
    start: int | None
    stop: int | None
    length: tuple[int, str] | None
    age: int | None
    onset: int | None
    disease: int | None


@rule(
    "columns-of-time",
    kind="time",
    doc="In each row the end follows the start, the printed length is what lies between, and ages do not run "
    "backwards.",
    source="calendar days between the two dates; the rules of period-length; onset and duration no more than the age",
)
def columns_of_time(text: Scanned) -> Iterator[Mark]:
    """Start, stop and months; age, age at onset and duration of disease."""
    for block, table in text.tables:
        if len(table.rows) < 2:
            continue
        columns = _columns(table)
        first = day_first(cell.text for row in table.rows for cell in row)
        for row in table.rows[1:]:
            yield from _dated(text, block, row, columns, first=first)
            yield from _aged(text, block, row, columns)


def _columns(table: Table) -> _Columns:
    head = [cell.text for cell in table.rows[0]]

    def one(pattern: re.Pattern[str]) -> int | None:
        found = [n for n, words in enumerate(head) if pattern.search(words)]
        return found[0] if len(found) == 1 else None

    lengths = [(n, m) for n, words in enumerate(head) if (m := _LONG.search(words)) and not _OTHER_LENGTH.search(words)]
    length = (lengths[0][0], _UNITS[lengths[0][1]["unit"].lower()[0]]) if len(lengths) == 1 else None
    start, stop = one(_START), one(_STOP)
    if start == stop:
        start = stop = None
    return _Columns(start, stop, length, one(_AGE), one(_ONSET), one(_DISEASE))


def _dated(
    text: Scanned, block: int, row: tuple[Passage, ...], columns: _Columns, *, first: bool | None
) -> Iterator[Mark]:
    if columns.start is None or columns.stop is None or max(columns.start, columns.stop) >= len(row):
        return
    one, two = (_date(row[n].text, first) for n in (columns.start, columns.stop))
    if one is None or two is None:
        return
    length = Period(0, 0, one, two).length
    if length is None or length.low is None or length.high is None:
        return
    if length.high < 0:
        yield text.cell(block, row[columns.stop]).mark(
            "columns-of-time", Verdict.FAILS, f"It ends ({written_date(two)}) before it begins ({written_date(one)}).",
            computed=f"{length.high} days", arithmetic=f"{written_date(two)} − {written_date(one)} < 0",
            suggestion="correct one of the two dates",
        )  # fmt: skip
        return
    if columns.length is None or columns.length[0] >= len(row):
        return
    cell = row[columns.length[0]]
    printed = _number(cell.text)
    if printed is None:
        return
    value, decimals = printed
    unit = columns.length[1]
    span = Length(0, len(cell.text), Span(cell.text, value, value, unit, decimals))
    between = Range(max(length.low, Fraction(0)), length.high + 1)
    is_whole = one.is_whole and two.is_whole
    slack = span.step if is_whole or unit == "day" else span.step / 2
    real = shown(between, unit)
    fits = boxed(span, slack).meets(between)
    yield text.cell(block, cell).mark(
        "columns-of-time", Verdict.HOLDS if fits else Verdict.FAILS,
        f"From {written_date(one)} to {written_date(two)} is "
        f"{real}{'' if fits else f', not {cell.text.strip()} {unit}s'}.",
        computed=real, arithmetic=f"{written_date(two)} − {written_date(one)} = {real}",
        suggestion=None if fits else "correct the length, or one of the dates",
    )  # fmt: skip


def _aged(text: Scanned, block: int, row: tuple[Passage, ...], columns: _Columns) -> Iterator[Mark]:
    if columns.age is None or columns.age >= len(row):
        return
    age = _number(row[columns.age].text)
    if age is None:
        return
    for column, words in (
        (columns.onset, "The age at onset is beyond the age"),
        (columns.disease, "The disease lasts longer than the life"),
    ):
        if column is None or column >= len(row):
            continue
        other = _number(row[column].text)
        if other is not None and other[0] >= age[0] + 1 and "month" not in row[column].text.lower():
            yield text.cell(block, row[column]).mark(
                "columns-of-time", Verdict.FAILS, f"{words}, {row[columns.age].text.strip()}.",
                computed=f"{other[0]} > {age[0]}", arithmetic=f"{other[0]} > {age[0]}", suggestion="correct one of "
                "the two cells",
            )  # fmt: skip


def _date(words: str, first: bool | None) -> Dated | None:
    found = [d for d in dates(f"in {words}", first) if d.days is not None]
    return found[0] if len(found) == 1 and len(words) < 30 else None


def _number(words: str) -> tuple[Fraction, int] | None:
    match = _NUMBER.match(words)
    number = read_numeral(match["n"]) if match else None
    return (number.value, number.decimals) if number else None


_NUMBERED = lazy(
    r"^\W*(?:(?P<zero>baseline|start|screening|admission|first\s+(?:visit|dose|infusion))|(?P<unit>day|week|wk|month|mo"
    r"|year|visit|dose|infusion|session|cycle|injection|treatment)\s*(?:no\.?\s*|#\s*)?(?P<n>\d{1,3})"
    r"|(?P<n2>\d{1,3})(?:st|nd|rd|th)?(?:\s*(?P<unit2>days?|weeks?|wks?|months?|mo|visit|infusion|dose|session)?))\W*$",
    re.IGNORECASE,
)
_NUMBERING = lazy(
    r"^\W*(?:visit|time|week|month|day|dose|infusion|session|cycle|injection|no\.?\s+of\s+(?:infusion|dose))\b", re.I
)
_VISITS = 4
"""So many dated visits, all but one on their day, tell that the one is not."""
_DATE_HEAD = lazy(r"\bdates?\b|^\W*(?:on|when|given|performed|calendar)\b", re.IGNORECASE)


@rule(
    "rows-in-order-of-time",
    kind="time",
    doc="In a table of numbered visits, weeks or doses the dates run as the numbers do.",
    source="comparison of calendar dates; a month or a year stands for all its days",
)
def rows_in_order(text: Scanned) -> Iterator[Mark]:
    """Week 8 on 9 March 2019, week 12 on 9 February 2018."""
    for block, table in text.tables:
        if not 3 <= len(table.rows) <= 200 or not table.rows[0]:
            continue
        head = [cell.text for cell in table.rows[0]]
        columns = [n for n, words in enumerate(head) if _DATE_HEAD.search(words)]
        if len(columns) != 1 or not (_NUMBERING.match(head[0]) or not head[0].strip()) or columns[0] == 0:
            continue
        first = day_first(cell.text for row in table.rows for cell in row)
        told: list[tuple[int, Passage, Dated]] = []
        for row in table.rows[1:]:
            rank, cell = _rank(row[0].text) if row else None, row[columns[0]] if len(row) > columns[0] else None
            date = _date(cell.text, first) if cell else None
            if rank is None or cell is None or date is None:
                told = []
                break
            told.append((rank, cell, date))
        if any(two[0] <= one[0] for one, two in pairwise(told)):
            continue
        wrong = [n for n in range(1, len(told)) if _is_before(told[n][2], told[n - 1][2])]
        if not wrong:
            yield from _off_its_week(text, block, told)
        if len(wrong) != 1:
            continue
        n = wrong[0]
        # The one that disagrees with all others is wrong: the later, unless the earlier is out of line.
        if n + 1 < len(told) and n > 1 and not _is_before(told[n][2], told[n - 2][2]):
            n -= 1
        elif n + 1 < len(told) and n == 1 and not _is_before(told[n + 1][2], told[n][2]):
            n = 0 if _is_before(told[n + 1][2], told[0][2]) else 1
        one, two = (told[wrong[0] - 1], told[wrong[0]])
        yield text.cell(block, told[n][1]).mark(
            "rows-in-order-of-time", Verdict.FAILS,
            f"{written_date(two[2])} lies before {written_date(one[2])}, the date of the row above.",
            computed=f"{written_date(two[2])} < {written_date(one[2])}", arithmetic=f"{written_date(two[2])} < "
            f"{written_date(one[2])}",
            suggestion="correct one of the two dates",
        )  # fmt: skip


def _off_its_week(text: Scanned, block: int, told: list[tuple[int, Passage, Dated]]) -> Iterator[Mark]:
    """The one visit that is whole weeks off the day on which all others lie, counted from the first."""
    if len(told) < _VISITS or not all(date.is_whole for _, _, date in told):
        return
    days = [date.ordinal - rank for rank, _, date in told]
    start = max(set(days), key=days.count)
    odd = [n for n, day in enumerate(days) if day != start]
    if len(odd) != 1:
        return
    rank, cell, date = told[odd[0]]
    shift = days[odd[0]] - start
    if rank % 7 or shift % 7 or any(r % 7 for r, _, _ in told):
        return
    yield text.cell(block, cell).mark(
        "rows-in-order-of-time", Verdict.ASSUMES,
        f"{written_date(date)} is {abs(shift)} days {'late' if shift > 0 else 'early'}; the others keep their week.",
        computed=f"{shift} days", arithmetic=f"day {rank + shift}, not day {rank}",
        suggestion="correct the date, or the week", assumption="the visit was held in its week, as the others were",
    )  # fmt: skip


def _rank(words: str) -> int | None:
    m = _NUMBERED.match(words)
    if m is None:
        return None
    if m["zero"]:
        return 0
    unit = (m["unit"] or m["unit2"] or "").lower()[:1]
    named = (m["unit"] or m["unit2"] or "").lower()
    per = {"d": 1, "w": 7, "m": 30, "y": 365}.get(unit, 1) if named.startswith(("day", "w", "mo", "year")) else 1
    return int(m["n"] or m["n2"]) * per


def _is_before(one: Dated, two: Dated) -> bool:
    return bool(one.days and two.days and one.days.is_before(two.days))
