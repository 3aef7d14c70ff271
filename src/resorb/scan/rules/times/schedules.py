"""Schedules that contradict themselves: days of the week against their number, clock times along a row of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from resorb.reading.lazy import lazy
from resorb.reading.numerals import read_numeral
from resorb.reading.times.listed_times import DAY_OF_WEEK
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.times.dates import readable
from resorb.values.documents import Passage
from resorb.values.findings import Verdict

_I = re.IGNORECASE
_DAYS = rf"(?P<days>{DAY_OF_WEEK}(?:(?:\s?[,/&–-]\s?|,?\s(?:and\s)?(?:on\s)?){DAY_OF_WEEK}){{0,6}})"
_RATE = (
    r"(?P<rate>(?P<n>once|twice|thrice|(?:one|two|three|four|five|six|\d)(?=\s?(?:times|x|×|sessions|infusions"
    r"|treatments|dialyses)))(?:\s?(?:times|x|×|sessions|infusions|treatments|dialyses))?"
    r"(?:\s(?:a|per|each|every|in\sthe)\sweek|\s?/\s?week|[\s-]weekly))"
)
_EITHER_WAY = (
    lazy(rf"\b{_RATE}[\s,:(–—-]{{1,3}}(?:(?:namely|i\.e\.,?|that\sis,?|always|usually)\s)?(?:on\s)?{_DAYS}", _I),
    lazy(rf"\b{_DAYS}[\s,:(–—-]{{1,3}}(?:(?:i\.e\.,?|that\sis,?|so|thus)\s)?{_RATE}", _I),
)
_ANY_DAY = lazy(rf"\b{DAY_OF_WEEK}", _I)
_NUMBERS = {"once": 1, "twice": 2, "thrice": 3}
_ON = lazy(r"\s?(?:to|through|until|or|–|-)\b|\s?\bor\b|\s?/", _I)
"""Behind a list of days that is a range, or one of two."""


@rule(
    "weekdays-and-number",
    kind="time",
    doc="What is done on days of the week that are named beside it is done so many times a week.",
    source="counting the days named; where no other day of the week stands in the sentence",
)
def weekdays_and_number(text: Scanned) -> Iterator[Mark]:
    """Three times weekly, on Tuesdays and Fridays."""
    for sentence in readable(text):
        said = sentence.text
        for m in (m for pattern in _EITHER_WAY for m in pattern.finditer(said)):
            named = {day[0].lower()[:2] for day in _ANY_DAY.finditer(m["days"])}
            number = read_numeral(m["n"])
            times = _NUMBERS.get(m["n"].lower(), int(number.value) if number else 0)
            outside = _ANY_DAY.search(said[: m.start()]) or _ANY_DAY.search(said, m.end())
            if len(named) == times or outside or _ON.match(said, m.end("days")) or (times == 1 and len(named) > 2):
                continue
            yield sentence.at(m.start(), m.end()).mark(
                "weekdays-and-number", Verdict.FAILS, f"{m['days']} are {len(named)} days a week, not {times}."
                if len(named) > 1 else f"{m['days']} is one day a week, not {times}.",
                computed=str(len(named)), arithmetic=f"{m['days']}: {len(named)}",
                suggestion="correct the number, or the days",
            )  # fmt: skip


_CLOCK = lazy(r"\s*(?P<h>[01]?\d|2[0-3])\s?[:.h]\s?(?P<m>[0-5]\d)\s*(?:h|hrs|a\.?m\.?|p\.?m\.?)?\s*", _I)
_BEGINS = lazy(r"\b(?:start\w*|beg[ia]ns?|on|from|arriv\w*|connect\w*|open\w*|in)\b", _I)
_ENDS = lazy(r"\b(?:end\w*|stop\w*|off|finish\w*|to|until|close\w*|disconnect\w*|out|done)\b", _I)
_FEWEST, _EVENING, _MORNING, _DAYLONG = 3, 18 * 60, 9 * 60, 24 * 60


@rule(
    "clock-along-row",
    kind="time",
    doc="Clock times that rise along the other rows of a timetable rise along each.",
    source="order of the times, midnight allowed; the heads begin with a start and close with an end, or two rows rise",
)
def clock_along_row(text: Scanned) -> Iterator[Mark]:
    """Dialysis on 13:00, ondansetron 15:45, thiosulfate 15:00, off 17:00; the morning's times rise."""
    for block, table in text.tables:
        body = table.rows[1:]
        if not body or len(body) > 60:
            continue
        columns = [c for c in range(len(table.rows[0])) if all(_minutes(row, c) is not None for row in body)]
        if len(columns) < _FEWEST or len(body) < 2:
            continue
        lines = [[_minutes(row, c) or 0 for c in columns] for row in body]
        back = {at: step for at, line in enumerate(lines) if (step := _steps_back(line))}
        heads = [table.rows[0][c].text for c in (columns[0], columns[-1])]
        framed = bool(_BEGINS.search(heads[0]) and _ENDS.search(heads[1]))
        rising = len(lines) - len(back)
        if len(back) != 1 or rising < (1 if framed else 2):
            continue
        ((at, steps),) = back.items()
        one, two = body[at][columns[steps[0] - 1]], body[at][columns[steps[0]]]
        sure = framed and rising > 1
        yield text.cell(block, two).mark(
            "clock-along-row", Verdict.FAILS if sure else Verdict.ASSUMES,
            f"{two.text.strip()} stands behind {one.text.strip()}; the times of the other rows rise.",
            computed=f"{two.text.strip()} < {one.text.strip()}", arithmetic=f"{two.text.strip()} < {one.text.strip()}",
            suggestion="correct one of the two times", assumption=None if sure else "the columns follow each other",
        )  # fmt: skip


def _minutes(row: tuple[Passage, ...], column: int) -> int | None:
    m = _CLOCK.fullmatch(row[column].text) if column < len(row) else None
    return int(m["h"]) * 60 + int(m["m"]) if m else None


def _steps_back(line: list[int]) -> list[int]:
    """Where a time lies before the one to its left; from the evening to the morning is the next day."""
    return [n for n, (a, b) in enumerate(pairwise(line), 1) if b < a and not (a >= _EVENING and b <= _MORNING)]
