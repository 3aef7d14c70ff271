"""Days as FHIR writes them: whole, to the month or to the year only; no day is ever made up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_DATE = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
    r"(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,12})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?"
)
FIRST_YEAR, LAST_YEAR = 1850, 2200


@dataclass(frozen=True, slots=True)
class Day:
    """A day as far as it is told: the day of the place where it was written, whatever its time zone.

    ``iso`` is the whole day as text; None when it is told to the month or year only.
    """

    year: int
    month: int | None = None
    day: int | None = None
    iso: str | None = None


@lru_cache(65_536)
def read_day(text: str) -> Day | None:
    """A FHIR date or dateTime; None when it is none, or no day that can have been."""
    found = _DATE.fullmatch(text[:64])
    if found is None or len(text) > 64:
        return None
    year, month, day = (None if part is None else int(part) for part in found.group("year", "month", "day"))
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR or (month is not None and not 1 <= month <= 12):
        return None
    if month is not None and day is not None:
        try:
            date(year, month, day)
        except ValueError:
            return None
    return Day(year, month, day, None if day is None else text[:10])
