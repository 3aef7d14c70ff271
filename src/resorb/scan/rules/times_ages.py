"""Ages of one person against years, lengths of time and each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from resorb.checks.arithmetic.rounding import written
from resorb.reading.ages import Age, ages, births, is_of_several
from resorb.reading.dates import Dated, dates
from resorb.reading.lazy import lazy
from resorb.reading.lengths import Length, lengths
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times_dates import readable
from resorb.values.findings import Verdict
from resorb.values.spans import days_per

_YEAR_DAYS = days_per("year")
_PERSON = lazy(r"\b(?:old|aged?|she|he|was|is|now|born|turned)\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _sentences(text: Scanned) -> tuple[tuple[Sentence, list[Age]], ...]:
    """Sentences with ages that speak of one person."""
    speaking = (s for s in readable(text) if _PERSON.search(s.text) and not is_of_several(s.text))
    return tuple((sentence, found) for sentence in speaking if (found := ages(sentence.text)))


@rule(
    "age-and-birth",
    kind="time",
    doc="An age in a named year fits the year of birth.",
    source="year − year of birth is the age, or one more before the birthday",
)
def age_and_birth(text: Scanned) -> Iterator[Mark]:
    """Born in 1952, seen in 2014: 61 or 62."""
    first = text.day_first
    for sentence, found in _sentences(text):
        born = births(sentence.text)
        near = born or [
            b for before in text.before(sentence) if not is_of_several(before.text) for b in births(before.text)
        ]
        if len(near) != 1:
            continue
        birth = near[0].year
        years = [d for d in dates(sentence.text, first) if d.year and not (born and d.start <= born[0].start < d.end)]
        for age in found:
            if age.kind == "since" or age.step < 1 or not years:
                continue
            if any(y.year is not None and y.year - birth - 1 <= age.low <= y.year - birth for y in years):
                continue
            year = min(years, key=lambda y: abs(y.start - age.start))
            if year.year is None or abs(year.start - age.start) > 80:
                continue
            real = f"{year.year - birth - 1} or {year.year - birth}"
            yield _mark(
                sentence, age, "age-and-birth", f"Born in {birth}, one is {real} years old in {year.year}.", real,
                f"{year.year} − {birth} = {year.year - birth}; one less before the birthday",
            )  # fmt: skip


@rule(
    "nothing-before-birth",
    kind="time",
    doc="Nothing of a person is dated before the year of birth.",
    source="comparison of years",
)
def nothing_before_birth(text: Scanned) -> Iterator[Mark]:
    """Born in 1984, operated on in 1979."""
    first = text.day_first
    for sentence in readable(text):
        said = sentence.text
        born = births(said)
        if len(born) != 1 or is_of_several(said) or _GENERATION.search(said):
            continue
        for one in dates(said, first):
            if one.year is not None and one.year < born[0].year and one.start > born[0].end:
                yield sentence.at(one.start, one.end).mark(
                    "nothing-before-birth", Verdict.FAILS, f"{one.year} lies before the birth in {born[0].year}.",
                    computed=f"{one.year} < {born[0].year}", arithmetic=f"{one.year} < {born[0].year}",
                    suggestion="correct one of the two years",
                )  # fmt: skip


_GENERATION = lazy(
    r"\b(?:patients|cohort|generation|hospital|founded|families|births|parental|guideline\w*|et\s+al)\b", re.IGNORECASE
)


@rule(
    "ages-and-years",
    kind="time",
    doc="Between two years a person ages by as many years.",
    source="the difference of two ages is that of their years, give or take one for the birthday",
)
def ages_and_years(text: Scanned) -> Iterator[Mark]:
    """71 in 2003 and 79 in 2011; 38, and seven years later 45."""
    first = text.day_first
    for sentence, found in _sentences(text):
        said = sentence.text
        if len(found) < 2:
            continue
        pairs = [(age, year) for age, year in _paired(said, found, list(dates(said, first))) if year.year]
        for (one, year), (two, then) in pairwise(pairs):
            passed = (then.year or 0) - (year.year or 0)
            if abs(two.low - one.low - passed) > max(one.step, two.step, Fraction(1)):
                real = f"{_short(one.low + passed - 1)} to {_short(one.low + passed + 1)}"
                yield _mark(
                    sentence, two, "ages-and-years", f"Who is {_short(one.low)} in {year.year} is {real} in "
                    f"{then.year}.", real,
                    f"{_short(one.low)} + ({then.year} − {year.year}) = {_short(one.low + passed)}, give or take one",
                )  # fmt: skip
        yield from _later(sentence, found)


_WHEN = lazy(r"\W*(?:\b(?:when|at|she|he|was|aged|the|age|of|patient)\b\W*){0,6}", re.IGNORECASE)


_IN_THAT_YEAR = lazy(
    r"(?:.*[;,.]\s*)?\bin\s+(?:\w+\s+)?(?:19|20)\d\d,?\s(?:(?!had\b|since\b|which\b|whose\b|who\b)[a-z-]+,?\s)"
    r"{0,9}?(?:at\s+(?:the\s+)?age\s+(?:of\s+)?|aged\s+)",
    re.IGNORECASE,
)


def _one_clause(said: str, start: int, end: int) -> bool:
    return not re.search(r"[;.]", said[start:end])


def _paired(said: str, found: list[Age], years: list[Dated]) -> Iterator[tuple[Age, Dated]]:
    """Ages with the year of the same clause, behind it or before it."""
    used: set[int] = set()
    for n, age in enumerate(found):
        stop = found[n + 1].start if n + 1 < len(found) else len(said)
        begin = found[n - 1].end if n else 0
        behind = [
            y for y in years if age.end <= y.start < min(stop, age.end + 60) and _one_clause(said, age.end, y.start)
        ]
        ahead = [y for y in years if max(begin, age.start - 40) <= y.start < age.start and y.start not in used]
        if not ahead:
            ahead = [y for y in years if max(begin, age.start - 80) <= y.start < age.start and y.start not in used]
        is_ahead = bool(ahead) and (
            _WHEN.fullmatch(said[ahead[-1].end : age.start]) is not None
            or _IN_THAT_YEAR.fullmatch(said[max(0, ahead[-1].start - 12) : age.start]) is not None
        )
        options = ahead[-1:] if is_ahead else behind[:1]
        if age.kind == "since" or not options or options[0].start in used:
            continue
        used.add(options[0].start)
        yield age, options[0]


_LATER = lazy(
    r"[\s,]*(?P<side>later|afterwards|after|earlier|previously|before)\b(?P<gap>[^.;:\d]{0,50})$", re.IGNORECASE
)


_SIGNS = {"later": 1, "afterwards": 1, "after": -1, "earlier": -1, "previously": -1, "before": -1}
"""Whether the age behind is the higher one; "two years before her death at 60" turns it round."""


def _later(sentence: Sentence, found: list[Age]) -> Iterator[Mark]:
    said = sentence.text
    for length in lengths(said):
        if length.unit in ("h", "min") or length.bound:
            continue
        before = [a for a in found if a.end <= length.start]
        after = [a for a in found if a.start >= length.end]
        if not before or not after:
            continue
        match = _LATER.fullmatch(said[length.end : after[0].start])
        if match is None or re.search(r"\b(?:later|earlier)\b", said[before[-1].end : length.start]):
            continue
        sign = _SIGNS[match["side"].lower()]
        if match["side"].lower() == "before" and re.match(r"\s+\w", match["gap"]):
            sign = 1
        passed = length.mean_days / _YEAR_DAYS * sign
        slack = length.step * days_per(length.unit) / _YEAR_DAYS + max(before[-1].step, after[0].step)
        if length.span.about:
            slack += abs(passed) / 5
        if any(abs(one.low + passed - after[0].low) <= slack for one in before):
            continue
        real = _short(before[-1].low + passed)
        yield _mark(
            sentence, after[0], "ages-and-years", f"{_short(before[-1].low)} years and "
            f"{said[length.start : length.end]} make {real}.", real,
            f"{_short(before[-1].low)} {'+' if sign > 0 else '−'} {_short(abs(passed))} = {real}",
        )  # fmt: skip


_STEPS = tuple(
    lazy(
        rf"\s*(?:years?\s*)?(?:old\s+)?(?:at|when)\s+(?:the\s+)?(?:time\s+of\s+)?(?:{words})\b(?!\s+of\b)",
        re.IGNORECASE,
    )
    for words in ("onset|first\\s+symptoms?", "diagnosis|biopsy", "death|last\\s+follow-up|last\\s+visit")
)


_LABELS = tuple(
    lazy(
        rf"\b(?:age\s+(?:at|of)\s+(?:the\s+)?(?:disease\s+|first\s+)?(?:{words})|(?:{words})\s+at(?:\s+age)?)(?:\s+was|\s+of|:|,|=)?\s*$",
        re.IGNORECASE,
    )
    for words in ("onset|first\\s+symptoms?", "diagnosis", "death|last\\s+follow-up|last\\s+visit")
)


@rule(
    "ages-in-order",
    kind="time",
    doc="Nobody is older at onset than at diagnosis, or at either than at death.",
    source="comparison of the printed ages; only where onset and diagnosis are of nothing else by name",
)
def ages_in_order(text: Scanned) -> Iterator[Mark]:
    """3 years old at onset and 2 at diagnosis."""
    for sentence, found in _sentences(text):
        named = [
            (step, age)
            for age in found
            for step, words in enumerate(_STEPS)
            if words.match(sentence.text, age.end) or _LABELS[step].search(sentence.text[: age.start][-60:])
        ]
        for (step, one), (later, two) in pairwise(named):
            older, younger = (one, two) if step < later else (two, one)
            if step != later and older.low >= younger.high:
                yield _mark(
                    sentence, two, "ages-in-order", f"Onset comes before diagnosis and death: {_short(older.low)} "
                    f"> {_short(younger.low)}.",
                    f"{_short(older.low)} > {_short(younger.low)}", f"{_short(older.low)} > {_short(younger.low)}",
                )  # fmt: skip


_HISTORY = lazy(r"\b(?:with|history|known|whose|had\s+been|had\s+first|having|has\s+had|had\s+had)\b", re.IGNORECASE)
_TO_COME = lazy(r"\b(?:will|would|until|if|by|should|may|expected|shall|planned)\b", re.IGNORECASE)
_WAS = lazy(r"\b(?:was|were|died|relapsed|returned|later|until|then|follow\w*)\b|;", re.IGNORECASE)
_AT_EVENT = lazy(r"\s*,?\s*(?:at|when|in\s+(?:19|20)|on\b|by\b)", re.IGNORECASE)
_AT_VISIT = lazy(
    r"\s*,?\s*(?:at|on|when)\s+(?:the\s+time\s+of\s+|his\s+|her\s+|our\s+|first\s+)*(?:presentation|referral|admission|evaluation"
    r"|examination|consultation|visit|seen|referred)\b",
    re.IGNORECASE,
)
_HAD = lazy(r"\bhad\b", re.IGNORECASE)
_LASTED = lazy(
    r"(?:\b(?:has|have|had)\s+(?:had|been|suffered|lived|received|undergone)\b[^.;]{0,60}?\bfor|\bhistory\s+of"
    r"|\bfor\s+the\s+(?:past|last)|\bwith\s+an?|\bsince|\bduration\s+of"
    r"|\b(?:has|had)\s+an?)\s*(?:the\s+(?:past|last)\s+|about\s+|over\s+|more\s+than\s+|some\s+)?$",
    re.IGNORECASE,
)


@rule(
    "onset-within-life",
    kind="time",
    doc="What a person has had since an age, or for some time, began in the person's life.",
    source="an onset no later than the present age; a duration no longer than it",
)
def onset_within_life(text: Scanned) -> Iterator[Mark]:
    """Aged 6, dermatomyositis since she was 9; now 57, scleroderma for 61 years."""
    for sentence, found in _sentences(text):
        said = sentence.text
        present = [
            a for a in found
            if a.kind == "now"
            and (not _AT_EVENT.match(said, a.end) or (_AT_VISIT.match(said, a.end) and _HAD.search(said, a.end)))
        ]  # fmt: skip
        if len(present) != 1:
            continue
        now = present[0]
        is_now = re.search(r"\b(?:now|currently|today)\s+(?:aged\s+)?$", said[: now.start], re.IGNORECASE)
        for age in found:
            between = said[now.end : age.start]
            told = age.kind == "then" and age.start > now.end and _HISTORY.search(between) and not _WAS.search(between)
            past = is_now and age.kind == "then" and not _TO_COME.search(said)
            if age.low >= now.high and (age.kind == "since" or told or past):
                yield _mark(
                    sentence, age, "onset-within-life", f"Who is {_short(now.low)} now had nothing since the age "
                    f"of {_short(age.low)}.",
                    f"{_short(age.low)} > {_short(now.low)}", f"onset at {_short(age.low)}, now {_short(now.low)}",
                )  # fmt: skip
        for length in lengths(said):
            years = length.mean_days / _YEAR_DAYS
            if not now.start <= length.start < now.end and years > now.high and _told(said, length):
                yield sentence.at(length.start, length.end).mark(
                    "onset-within-life", Verdict.FAILS, f"It lasts longer than the life of someone aged "
                    f"{_short(now.low)}.",
                    computed=f"{_short(years)} > {_short(now.low)}", arithmetic=f"{_short(now.low)} − "
                    f"{_short(years)} = {_short(now.low - years)} years",
                    suggestion="correct the age or the duration",
                )  # fmt: skip


_BEGAN = lazy(r"\b(?:began|begun|started|diagnosed|developed|noticed|appeared)\b[^.;]{0,40}$", re.IGNORECASE)


def _told(said: str, length: Length) -> bool:
    head = said[max(0, length.start - 110) : length.start]
    if re.match(r"\s+ago\b", said[length.end : length.end + 6]):
        return _BEGAN.search(head) is not None
    return bool(_LASTED.search(head)) or bool(
        length.is_joined and re.match(r"\s*(?:history|course)", said[length.end : length.end + 12])
    )


_BEFORE_THAT = lazy(
    r"\bhad\s+(?:\w+\s+)?(?:had|undergone|received|been|begun|started)\b[^.;\d]{0,60}?\bin\s+$", re.IGNORECASE
)
_PRESENTED = lazy(
    r"\b(?:appeared|presented|admitted|seen|developed|referred|consulted|came|noticed|attended"
    r"|reported)\b[^.;]{0,50}?\b(?:in|since)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)


@rule(
    "event-within-life",
    kind="time",
    doc="What a person had before lies after the person's birth.",
    source="year of presentation − age is the year of birth, or the year before",
)
def event_within_life(text: Scanned) -> Iterator[Mark]:
    """A 34-year-old seen in 2013 had no transplant in 1975."""
    first = text.day_first
    for sentence, found in _sentences(text):
        said = sentence.text
        if len(found) != 1 or found[0].kind != "now" or " in " not in said:
            continue
        now = found[0]
        years = [d for d in dates(said, first) if d.year]
        past = [d for d in years if _BEFORE_THAT.search(said[max(0, d.start - 110) : d.start])]
        seen = [d for d in years if _PRESENTED.search(said[max(0, d.start - 90) : d.start])]
        if len(past) != 1 or not seen:
            continue
        latest = max(d.year or 0 for d in seen)
        born = Fraction(latest) - now.high
        if past[0].year is not None and past[0].year < born and past[0] not in seen:
            yield sentence.at(past[0].start, past[0].end).mark(
                "event-within-life", Verdict.FAILS,
                f"Who is {_short(now.low)} in {latest} was born about {_short(born + 1)}, after {past[0].year}.",
                computed=f"born {_short(born)} to {_short(born + 1)}", arithmetic=f"{latest} − {_short(now.low)} = "
                f"{_short(latest - now.low)}",
                suggestion="correct the age or one of the years",
            )  # fmt: skip


def _mark(sentence: Sentence, age: Age, check: str, message: str, computed: str, arithmetic: str) -> Mark:
    return sentence.at(age.start, age.end).mark(
        check,
        Verdict.FAILS,
        message,
        computed=computed,
        arithmetic=arithmetic,
        suggestion="correct the age, or a year beside it",
    )


def _short(value: Fraction) -> str:
    return written(Fraction(round(value * 10), 10))
