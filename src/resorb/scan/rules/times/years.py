"""Dates told one after another: who went home had been admitted; a year that is no step back but a misprint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from resorb.checks.arithmetic.near_miss import near_count
from resorb.reading.lazy import lazy
from resorb.reading.times.dates import Dated, dates
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times.dates import QUOTED, readable, written_date
from resorb.scan.rules.times.told import SEVERAL
from resorb.values.findings import Verdict

_BACK = lazy(
    r"\b(?:since|had\s+been|had|previous\w*|earlier|before|born|birth|dob|first|ago|history|because|known|published|already|"
    r"until\s+then|following|compar\w+|law|guideline|version|approved|between|from|replac\w+|supersed\w+|issue|edition|"
    r"revis\w+|dated|amend\w*)\b",
    re.IGNORECASE,
)
_STEP, _NEXT, _YEARS = 300, 420, 4
"""Days: so far back is a step back; so far on still belongs to the story. Fewer years back may be meant."""


@rule(
    "year-among-its-neighbours",
    kind="time",
    doc="A date that steps back by years among dates told in order has the year of its neighbours.",
    source="the year looks like a slip of the year before or the next, and with it the dates are in order",
)
def year_among_its_neighbours(text: Scanned) -> Iterator[Mark]:
    """Admitted on 3 March 2021, biopsied on 5 March 2021, started on 12 March 2012."""
    for sentence in readable(text):
        said = sentence.text
        held = [d for d in dates(said, text.day_first) if d.days is not None and d.month is not None]
        if not held or SEVERAL.search(said) or QUOTED.search(said):
            continue
        earlier = [
            d for s in text.before(sentence) if len(s.text) < _STEP
            for d in dates(s.text, text.day_first) if d.days is not None and d.month is not None
        ]  # fmt: skip
        for at, one in enumerate(held):
            before = held[at - 1] if at else earlier[-1] if earlier else None
            gap = said[held[at - 1].end : one.start] if at else said[: one.start]
            if before is None or one.year == before.year or _BACK.search(gap[-60:]):
                continue
            meant = _meant(one, before)
            if meant is not None and abs(one.ordinal - before.ordinal) > _STEP:
                steps = "the text steps back in time"
                yield _mark(sentence, "year-among-its-neighbours", (one, before), written_date(meant), steps)


def _meant(one: Dated, before: Dated) -> Dated | None:
    """The date with the year it was meant to have: that of its neighbour or the next, a misprint away."""
    for year in (before.year or 0, (before.year or 0) + 1):
        century = abs((one.year or 0) - year) == 100
        if not century and near_count(one.year or 0, year, off_by=0) not in ("two digits swapped", "one digit"):
            continue
        if one.day == 29 and one.month == 2:
            return None
        meant = replace(one, year=year, swapped=None)
        near = -31 <= meant.ordinal - before.ordinal <= _NEXT
        if near and one.ordinal < before.ordinal and year - (one.year or 0) >= _YEARS:
            return meant
    return None


def _mark(sentence: Sentence, check: str, pair: tuple[Dated, Dated], meant: str, assumption: str | None = None) -> Mark:
    one, before = pair
    verdict = Verdict.ASSUMES if assumption else Verdict.FAILS
    return sentence.at(one.start, one.end).mark(
        check, verdict, f"{written_date(one)} lies before {written_date(before)}, which is told first.",
        computed=meant, arithmetic=f"{written_date(one)}; before it in the text {written_date(before)}",
        suggestion=meant, assumption=assumption,
    )  # fmt: skip
