"""Times that are listed: "at weeks 0, 2 and 4", "on days 1, 8 and 15", "Mon/Wed/Fri", "on weekdays"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from resorb.reading.lazy import lazy
from resorb.reading.times.time_units import unit_of
from resorb.values.ranges import Range

_I = re.IGNORECASE
_UNIT = r"(?:weeks?|wks?|days?|months?|jours?|semaines?|mois)"
_AND = r"\s*(?:,\s*(?:and|&|et)\b|,|/|\band\b|\bet\b|&|\+)\s*"
_POINT = r"(?:\d{1,3}|baseline)"
LISTED = lazy(
    rf"(?:\b(?P<at>at|on|in|aux?|à)\s+)?(?:(?P<before>{_UNIT}|[DWdw](?=\d))\s*)?"
    rf"(?<![\w.])(?P<list>{_POINT}(?:{_AND}(?:{_UNIT}\s+|[DWdw](?=\d))?{_POINT}){{1,20}})(?!\w|\.\d)"
    rf"(?!\s*(?:mg|g|ml|kg|%|times|x|fois)(?!\w))(?:[\s-]*(?P<after>{_UNIT})(?!\w))?"
    rf"(?P<cycle>\s+of\s+(?:each|every|an?|the)\s+(?:(?P<length>\d{{1,3}})[\s-]*(?P<unit>days?|weeks?"
    rf"|months?)[\s-]+)?(?:cycles?|months?|weeks?)\b)?",
    _I,
)
DAY_OF_WEEK = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)s?\b"
)
_JOUR = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?\b"
_LETTERS = r"(?-i:M[,/.\- ]{0,2}W[,/.\- ]{0,2}F|T(?:u|ue)?[,/.\- ]{0,2}Th[,/.\- ]{0,2}S(?:a|at)?|TTS|mwf|tts)(?!\w)"
WEEKDAYS = lazy(
    rf"\b(?:on |every |each |les? )?(?:(?P<except>(?:daily|every day),? except(?: on)? )?(?:on )?"
    rf"(?P<days>(?:{DAY_OF_WEEK}|{_JOUR})(?:(?:\s*(?:,|/|-|–|to|through|and|&|et)\s*)+(?:{DAY_OF_WEEK}|{_JOUR})){{0,6}})"
    rf"|(?P<letters>{_LETTERS})"
    r"|(?P<range>(?:working |week)days?|weekends?)\b)(?:\s+only\b)?",
    _I,
)
_DAYS_A_WEEK = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7} | {
    "lun": 1, "mar": 2, "mer": 3, "jeu": 4, "ven": 5, "sam": 6, "dim": 7,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """Listed times: how many, and what lies between two of them when that is always the same.

    ``unequal`` is set when the times are not evenly spaced; ``cycle_days`` when they repeat in cycles (count and unit).
    """

    number: int
    gap: tuple[Fraction, str] | None
    unequal: bool = False
    cycle: tuple[int, str] | None = None


def listed(match: re.Match[str]) -> Listed | str:
    """The times of a :data:`LISTED` match, or why they are not read."""
    points = [0 if word.lower() == "baseline" else int(word) for word in re.findall(rf"{_POINT}", match["list"], _I)]
    inside = re.findall(rf"({_UNIT})\s+\d", match["list"], _I)
    named = match["before"] or match["after"] or (inside[0] if inside else None)
    if named is None:
        return "say whether these are days, weeks or months"
    if any(b <= a for a, b in pairwise(points)):
        return "the times do not follow each other"
    many, unit = unit_of({"d": "day", "w": "week"}.get(named.lower(), named))
    if match["cycle"]:
        if not match["length"] or int(match["length"]) == 0:
            return "say how long a cycle is"
        return Listed(len(points), None, cycle=(int(match["length"]), unit_of(match["unit"])[1]))
    gaps = {b - a for a, b in pairwise(points)}
    even = len(gaps) == 1
    return Listed(len(points), (Fraction(gaps.pop() * many), unit) if even else None, not even)


def is_list_of_times(match: re.Match[str]) -> bool:
    """Whether a match surely lists times: it names a unit and a preposition, or three times."""
    named = match["before"] or match["after"] or re.search(rf"{_UNIT}\s+\d", match["list"], _I)
    return bool(named and (match["at"] or match["list"].count(",") > 1 or match["before"]))


def days_of_week(match: re.Match[str]) -> Range | None:
    """How many days of a week a :data:`WEEKDAYS` match names; None when it cannot be told."""
    if match["letters"]:
        return Range.point(3)
    if match["range"]:
        return Range.point(2 if match["range"].lower().startswith("weekend") else 5)
    spanned = re.search(r"[a-z](?:\s*(?P<dash>[-–])\s*|\s+(?:to|through)\s+)[a-z]", match["days"], _I)
    days = [_DAYS_A_WEEK[day[:3].lower()] for day in re.findall(rf"{DAY_OF_WEEK}|{_JOUR}", match["days"], _I)]
    if len(set(days)) < len(days):
        return None
    if spanned and len(days) == 2 and not match["except"]:
        # "Mon-Fri" is five days; "Mon-Thu" may be two or four.
        first, last = days
        is_clear = not spanned["dash"] or (first, last) in ((1, 5), (1, 6), (1, 7))
        return Range.point(last - first + 1) if first < last and is_clear else None
    return Range.point(7 - len(days) if match["except"] else len(days))
