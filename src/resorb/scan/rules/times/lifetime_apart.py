"""Ages against a birth told elsewhere in the document, or right beside them, and the dates of the whole story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache

from resorb.checks.arithmetic.rounding import written
from resorb.reading.lazy import lazy
from resorb.reading.times.ages import Age, ages, births
from resorb.reading.times.dates import Dated, dates
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.rules.times.dated import (
    Told,
    dates_in,
    document_dates,
    entry_of,
    heads,
    is_birth,
    is_of_one,
    of_several_patients,
    years_old,
)
from resorb.scan.rules.times.dates import readable, written_date
from resorb.values.findings import Verdict
from resorb.values.ranges import Range

_I = re.IGNORECASE
_OTHER_BIRTH = lazy(
    r"\b(?:gave\s+birth|births?\s+of|birth\s+(?:weight|cohort)|(?:brother|sister|sibling|twin|mother|father|son|daughter"
    r"|wife|husband|cousin|uncle|aunt|child(?:ren)?\s+(?:were|was|of)|babies|baby|infant|offspring|patients|those|people"
    r"|proband|family|families|both)\b|before\s+birth|at\s+birth)",
    _I,
)
_SHORTHAND = lazy(
    r"\W*(?:(?:[SO]|Pt|Patient|HPC|PC|Hx|Re|Summary|Imp(?:ression)?)\b[:.\s]*)?"
    r"(?P<n>\d{1,3})(?:\s?(?:yr?s?|yo)?\s?/?(?:F|M|♀|♂|female|male)\b(?!\s+(?:catheter|sheath|French|drain|line|stent))"
    r"|\s?y(?:r|rs|/o|o|\.\s?o\.)?\s?/?(?:F|M|♀|♂|female|male|lady|woman|man)\b)(?=\s*(?:$|[,.;:)]|with|w/|on|known|[A-Z]))"
)
"""An age at the head of a note: "66F, on HD"."""
_THING = lazy(
    r"[\s-]*(?:(?:\w+\s+)?(?:fistula|graft|scar|lesions?|mass|catheter|ulcers?|kidney|transplant|wound|history|films?|child"
    r"|daughter|son|donor|brother|sister|mother|father|twin|sibling|calcification|deposit|injury|device|protocol|version"
    r"|baby|infant|study|cohort|registry))\b",
    _I,
)
_REPORTED = lazy(
    r"\b(?:described|reported\s+(?:a|an|the|by|in)|reports?\s+of|elsewhere|published|colleagues|authors?)\b", _I
)
_ASIDE = lazy(r"\b(?:introduction|background|discussion|comment|literature|references|conclusions?)\b", _I)
_APPOSED = lazy(
    r"[\s,;:()\[\]–—-]*(?:(?:now|then|aged?|and|who|was|is|a|years?|y|yrs?|yo|old|of|born|birth|b|dob|date|on|in"
    r"|currently)[\s,.;:()–—-]+){0,6}",
    _I,
)
_LINKED = lazy(
    r"[\s,]*(?:(?:(?:she|he|patient|the|then|was|is|by|only|already|now|just|who|when|at|age|of|aged|seen|reviewed"
    r"|a|and|being|had\s+(?:just\s+)?turned|turned|our|clinic|of)\b[\s,]*){0,7}|[(]\s*(?:aged?\s+)?)",
    _I,
)
"""Words between a date and the age on that day."""
_LINKED_BEHIND = lazy(
    r"[\s,]*(?:years?\s+(?:old|of\s+age)|years)?[\s,]*(?:when\s+(?:she|he|the\s+patient)\s+(?:was\s+)?(?:first\s+)?(?:seen"
    r"|referred|admitted|examined|presented|came|reviewed|started)(?:\s+(?:to|in|by|at)\s+[^.;,\d]{3,30})?\s+)?"
    r"(?:on|in)\s+",
    _I,
)
ON_ITS_DAY = lazy(r"\b(?P<year>(?:19|20)\d\d)\s*[,(]\s*(?:(?:when|at|then|only|just)\s+)?(?:aged?\s+)?$", _I)
"""Before an age that is told with its own date: "on dialysis in 2014, aged 56"."""
_OF_BEFORE = lazy(r"\b(?:since|from|until|till|born|before|after|began|begun|history|dialysis|diagnosed)\b", _I)
_NOW = lazy(r"\b(?:now|currently|today|at\s+present|will|would|next)\b", _I)
_CENTURY, _LETTER = 100, 6
"""Years of two digits; years by which a letter without a date may be later than all it tells."""


@dataclass(frozen=True, slots=True)
class _Birth:
    sentence: Sentence
    start: int
    end: int
    days: Range
    words: str

    @property
    def said(self) -> str:
        """With its preposition: "on 3 May 1950", "in 1950"."""
        return f"{'on' if len(self.words.split()[0]) < 3 else 'in'} {self.words}"


def ages_far_from_births(text: Scanned) -> Iterator[Mark]:
    """Ages no date of the document allows; a document that prints no day of its story is not judged."""
    told = [t for t in document_dates(text) if t.days]
    if not any(t.is_day and not t.is_since for t in told):
        return
    born = _births(text, told)
    if not born:
        return
    days = [d for t in told for d in t.days] + _of_tables(text)
    yield from _beside_their_births(text, born, days)
    own = [b for b in born if not _OTHER_BIRTH.search(_around(b))]
    if len({b.days for b in own}) != 1:
        return
    birth, others = own[0], [b for b in born if b not in own]
    for sentence, age in _ages(text):
        if of_several_patients(text) and sentence.block_number != birth.sentence.block_number:
            continue
        if not any(_fits(b, age, d) for b in others for d in days):
            yield from _judged(text, birth, sentence, age, days)


def _births(text: Scanned, told: list[Told]) -> list[_Birth]:
    """Every birth with its day, month or year."""
    latest = max((t.date.year or 0 for t in told), default=0)
    found: list[_Birth] = []
    for sentence in readable(text):
        said = sentence.text
        held = [d for d in dates(said, text.day_first) if d.year and is_birth(said, d) and d.days is not None]
        for dated in held:
            one = dated
            if one.year and one.year > latest and re.search(r"/\d\d$", said[one.start : one.end]):
                turned = one.swapped and replace(one.swapped, year=one.year - _CENTURY)
                one = replace(one, year=one.year - _CENTURY, swapped=turned)
            found.append(_Birth(sentence, one.start, one.end, one.days or Range(), written_date(one)))
        for year in births(said):
            if not any(one.start <= year.start < one.end for one in held):
                days = Range(*(Fraction(date(year.year, *d).toordinal()) for d in ((1, 1), (12, 31))))
                found.append(_Birth(sentence, year.start, year.end, days, str(year.year)))
    return found


def _around(birth: _Birth) -> str:
    """The clause of a birth up to it."""
    return re.split(r"[.;]\s", birth.sentence.text[max(0, birth.start - 90) : birth.start])[-1]


@lru_cache(maxsize=1)
def _of_tables(text: Scanned) -> list[Range]:
    """Days told in cells of tables."""
    cells = (cell.text for _, table in text.tables for row in table.rows for cell in row)
    return [one.days for cell in cells for one in dates(cell, text.day_first) if one.days is not None]


def _ages(text: Scanned) -> Iterator[tuple[Sentence, Age]]:
    """Ages of the patient: not of relatives or things, nor of those of other reports."""
    for sentence in readable(text):
        said = sentence.text
        if not is_of_one(sentence) or _REPORTED.search(said) or _ASIDE.search(sentence.section):
            continue
        head = next((t.date.end for t in dates_in(text, sentence) if t.is_head), 0)
        short = _SHORTHAND.match(said, head)
        if short:
            yield sentence, Age(*short.span("n"), "now", Fraction(short["n"]), Fraction(1))
        for age in ages(said):
            is_same = short is not None and age.start == short.start("n")
            if age.kind != "since" and age.step == 1 and not is_same and not _THING.match(said, age.end):
                yield sentence, age


def _fits(birth: _Birth, age: Age, days: Range) -> bool:
    if days.low is None or birth.days.high is None or days.low < (birth.days.low or 0):
        return False
    least, most = years_old(birth.days, days)
    return least <= age.low <= most


def _judged(text: Scanned, birth: _Birth, sentence: Sentence, age: Age, days: list[Range]) -> Iterator[Mark]:
    said = sentence.text
    own = ON_ITS_DAY.search(said[max(0, age.start - 30) : age.start])
    if own and _fits(birth, age, Dated(0, 0, int(own["year"])).days or Range()):
        return
    here = dates_in(text, sentence)
    if len(here) == 1 and here[0].has_year and here[0].date.month and _is_on(said, age, here[0]):
        if not _fits(birth, age, here[0].date.days or Range()):
            yield _mark(sentence, age, birth, here[0].date, Verdict.FAILS)
        return
    entry = entry_of(text, sentence) if age.kind == "now" and not here else None
    if entry is not None and entry.has_year and sentence.number - entry.sentence.number <= 1:
        if not _fits(birth, age, entry.date.days or Range()):
            yield _mark(sentence, age, birth, entry.date, Verdict.ASSUMES)
        return
    if any(_fits(birth, one, d) for one in (age, *ages(said)) for d in days) or lasted(said, age):
        return
    last = max((t for t in document_dates(text) if t.date.days), key=lambda t: t.date.ordinal, default=None)
    if last is None:
        return
    most = years_old(birth.days, last.date.days or Range())[1]
    if not may_be_of_undated(text, sentence, age.low - most) and (age.kind == "now" or age.low > most):
        yield _mark(sentence, age, birth, last.date, Verdict.ASSUMES)


def may_be_of_undated(text: Scanned, sentence: Sentence, later: Fraction) -> bool:
    """Whether "now" may be so many years after all that is told, in a letter without a date."""
    return 0 <= later < _LETTER and not heads(text) and _NOW.search(sentence.text) is not None


def lasted(said: str, age: Age) -> bool:
    """Whether so many years are how long something has lasted: "warfarin since 2017 (7 y)"."""
    return said[: age.start].endswith("(") and _OF_BEFORE.search(said[max(0, age.start - 40) : age.start]) is not None


def _is_on(said: str, age: Age, told: Told) -> bool:
    """Whether an age is told as that on a day: "on 3 May 2021, aged nine"; "12 years old when seen in May 2021"."""
    one = told.date
    if _OF_BEFORE.search(said[max(0, one.start - 30) : one.start]):
        return False
    if one.end <= age.start:
        return _LINKED.fullmatch(said[one.end : age.start]) is not None
    return _LINKED_BEHIND.fullmatch(said[age.end : one.start]) is not None


def _beside_their_births(text: Scanned, born: list[_Birth], days: list[Range]) -> Iterator[Mark]:
    """His brother, aged 11 (born in May 2016), in a paper of 2023; born on 2 May 2014, seen on 4 May 2019 aged 6."""
    latest = max(days, key=lambda d: d.high or 0)
    for birth in born:
        said = birth.sentence.text
        for age in ages(said):
            before = age.end <= birth.start
            gap = said[age.end : birth.start] if before else said[birth.end : age.start]
            if age.step != 1 or age.kind == "since" or not (age.end <= birth.start or birth.end <= age.start):
                continue
            held = [t for t in dates_in(text, birth.sentence) if t.has_year and t.date.month and _is_on(said, age, t)]
            if not before and len(held) == 1 and not _fits(birth, age, held[0].date.days or Range()):
                yield _mark(birth.sentence, age, birth, held[0].date, Verdict.FAILS)
            elif _APPOSED.fullmatch(gap) and not any(_fits(birth, age, d) for d in days):
                at = Dated(0, 0, date.fromordinal(int(latest.high or 1)).year)
                yield _mark(birth.sentence, age, birth, at, Verdict.ASSUMES)


def _mark(sentence: Sentence, age: Age, birth: _Birth, at: Dated, verdict: Verdict) -> Mark:
    least, most = years_old(birth.days, at.days or Range())
    real = written(Fraction(least)) if least == most else f"{least} or {most}"
    day = f"{'on' if at.day else 'in'} {written_date(at)}"
    return sentence.at(age.start, age.end).mark(
        "age-birth-and-years", verdict, f"Who was born {birth.said} is {real} {day}, not {written(age.low)}.",
        computed=real, arithmetic=f"{written_date(at)} − {birth.words} = {real} years",
        suggestion="correct the age, or the birth",
        assumption=None if verdict is Verdict.FAILS else "it is the age on one of the dates told",
    )  # fmt: skip
