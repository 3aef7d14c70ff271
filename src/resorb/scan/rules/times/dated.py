"""The dates of a whole document, each with its year, the kind of its event and the entry of the notes it stands in."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import groupby

from resorb.reading.lazy import lazy
from resorb.reading.times.ages import is_of_several
from resorb.reading.times.dates import WEEKDAY_BEFORE, Dated, dates, periods
from resorb.reading.times.event_kinds import event_kinds
from resorb.scan.material import Scanned, Sentence
from resorb.scan.rules.times.dates import QUOTED, readable
from resorb.values.ranges import Range

_I = re.IGNORECASE
_HEAD = lazy(
    rf"\W*(?:(?:(?:clinic|visit|entry|note|letter|report|today'?s)\s+)?date(?:\s+of\s+(?:clinic|visit|review|letter"
    rf"|assessment|consultation|report))?:?\s*|(?:clinic|seen|reviewed|dictated)(?:\s+on)?:?\s*)?{WEEKDAY_BEFORE}\W*",
    _I,
)
"""What may stand before the date that heads an entry of notes, or a letter."""
_IS_BORN = lazy(r"\b(?:born|birth|dob|d\.o\.b\.?)(?![a-z])[^.;\d]{0,30}$|(?<!\w)[b*]\.?\s?$", _I)
_GOES_ON = lazy(r"\s*(?:–|—|-|to|until|till)\s*(?:[A-Z][a-z]+\s+)?\d|\s+(?:to|until)\b|\s*,?\s+(?:the|she|he|we)\b", _I)
_SINCE = lazy(r"\b(?:since|from)\s+(?:the\s+|early\s+|late\s+|mid-?)?$", _I)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = lazy(rf"\b({'|'.join(_DAYS)})[a-z]*\.?,?\s+(?:the\s+)?$", _I)
_FOLLOWS = 6
"""So many months back are the next year; fewer are told out of order."""
_NEXT_YEAR = 366
_COMPANY = lazy(
    r"\b(?:mother|father|sister|brother|wife|husband|son|daughter|partner|family|parents|surgeon)\b"
    r"(?![^.;]{0,40}(?:\d|\baged?\b|\bborn\b|\bold\b))",
    _I,
)
"""Relatives of whom no age or year is told."""
_GENERAL = lazy(
    r"\b(?:(?:case|patient)s?\s+\d|cohort|generation|founded|families|births|guideline\w*|et\s+al|published"
    r"|literature|survey)\b",
    _I,
)
_NUMBERED = lazy(
    r"\b(?:patient|case|child|participant|subject|proband|twin|sibling)\s*(?:no\.?\s*|#\s*)?(?:[2-9]|1\d|two|three|B)\b"
    r"|\b(?:second|third|other|different|next)\s+(?:patient|case|participant)\b",
    _I,
)
_DEAR = lazy(r"^\W*Dear\s")
"""One letter begins but once."""


@dataclass(frozen=True, slots=True)
class Told:
    """A date of the document. ``has_year`` is false where its year is that of a date before it, or of its entry."""

    sentence: Sentence
    date: Dated
    kind: str
    has_year: bool
    is_head: bool
    is_since: bool

    @property
    def days(self) -> list[Range]:
        """The days it may be; with a year not printed also those of the year before and after."""
        days = self.date.days
        if days is None:
            return []
        turns = (0,) if self.has_year else (0, -_NEXT_YEAR, _NEXT_YEAR)
        return [days + Range(Fraction(turn - (turn > 0)), Fraction(turn + (turn < 0))) for turn in turns]

    @property
    def is_day(self) -> bool:
        """Whether day and month are printed."""
        return self.date.day is not None


@lru_cache(maxsize=1)
def document_dates(text: Scanned) -> tuple[Told, ...]:
    """Every date of the sentences of a document that a year can be given to, in reading order; births are none."""
    found: list[Told] = []
    year, month, block = 0, 0, -1
    for sentence in readable(text):
        said = sentence.text
        held = list(dates(said, text.day_first))
        if not held:
            continue
        shared = {d.start: d for p in periods(said, held, text.day_first) for d in (p.first, p.last)}
        kinds = event_kinds(said, held)
        # A sentence that tells its year last dates what stands before it.
        ahead = next((d.year for d in held if d.year and d.month), 0) if block != sentence.block_number else 0
        for printed, kind in zip(held, kinds, strict=True):
            one = shared.get(printed.start, printed)
            if one.fault or is_birth(said, one) or (one.year is None and one.month is None):
                continue
            head = said[max(0, one.start - 16) : one.start]
            has_year, is_since = one.year is not None, _SINCE.search(head) is not None
            if one.year is None:
                near = ahead or year + (month - (one.month or 0) >= _FOLLOWS)
                if not year and not ahead:
                    continue
                one = replace(one, year=near)
                fitting = _of_weekday(head, one)
                one, has_year = fitting or one, fitting is not None
            if one.month and not (is_since and one.day is None):
                year, month = one.year or year, one.month
            ahead, block = 0, sentence.block_number
            found.append(Told(sentence, one, kind.name, has_year, _heads(sentence, one), is_since))
    return tuple(found)


def _of_weekday(head: str, one: Dated) -> Dated | None:
    """The date in the nearest year in which it falls on the weekday printed before it."""
    named = _WEEKDAY.search(head)
    for turn in (0, 1, -1, 2, -2) if named and one.day else ():
        other = replace(one, year=(one.year or 0) + turn)
        if named and other.days is not None and _DAYS[(other.ordinal - 1) % 7] == named[1].lower():
            return other
    return None


def is_birth(said: str, one: Dated) -> bool:
    """Whether a date is one of birth by the words before it."""
    return _IS_BORN.search(said[max(0, one.start - 44) : one.start]) is not None


def _heads(sentence: Sentence, one: Dated) -> bool:
    """Whether a date begins its block as the head of an entry: "Wed 4/1/23 – clerking"."""
    is_first = not sentence.passage.text[: sentence.start].strip()
    return bool(
        is_first
        and one.day is not None
        and _HEAD.fullmatch(sentence.text[: one.start])
        and not _GOES_ON.match(sentence.text, one.end)
    )


def is_of_one(sentence: Sentence) -> bool:
    """Whether a sentence tells of one patient: of relatives it may speak, but tells no age or year of theirs."""
    said = _COMPANY.sub(" ", sentence.text)
    return not is_of_several(said) and not QUOTED.search(said) and not _GENERAL.search(said)


@lru_cache(maxsize=1)
def of_several_patients(text: Scanned) -> bool:
    """Whether the document numbers its patients, so that a date may be any one's."""
    return bool(text.holding(_NUMBERED)) or len(text.holding(_DEAR)) > 1


def dates_in(text: Scanned, sentence: Sentence) -> tuple[Told, ...]:
    """The dates of :func:`document_dates` that stand in a sentence."""
    return _by_sentence(text).get(sentence.number, ())


@lru_cache(maxsize=1)
def _by_sentence(text: Scanned) -> dict[int, tuple[Told, ...]]:
    return {number: tuple(told) for number, told in groupby(document_dates(text), lambda t: t.sentence.number)}


@lru_cache(maxsize=1)
def heads(text: Scanned) -> tuple[Told, ...]:
    """The dates that head an entry, in reading order; none in what is no set of dated notes."""
    return tuple(told for told in document_dates(text) if told.is_head)


def entry_of(text: Scanned, sentence: Sentence) -> Told | None:
    """The date that heads the entry a sentence stands in; None in what is no set of dated notes."""
    place = bisect_right(heads(text), sentence.number, key=lambda told: told.sentence.number)
    return heads(text)[place - 1] if place else None


def years_old(birth: Range, day: Range) -> tuple[int, int]:
    """The least and the greatest age on a day, in whole years."""
    low = _whole_years(int(birth.high or 0), int(day.low or 0))
    return low, _whole_years(int(birth.low or 0), int(day.high or 0))


def _whole_years(born: int, day: int) -> int:
    one, two = date.fromordinal(max(born, 1)), date.fromordinal(max(day, 1))
    return two.year - one.year - ((two.month, two.day) < (one.month, one.day))
