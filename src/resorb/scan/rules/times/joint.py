"""Lengths against dates, whatever the words: a length tied to a sentence's dates is the time between two of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from resorb.reading.lazy import lazy
from resorb.reading.times.lengths import Length, lengths, moments
from resorb.reading.times.timeline import Event, between, event_words, plain_lengths, timeline
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times.dates import QUOTED, TOLD_BEFORE, readable, written_date
from resorb.scan.rules.times.far_events import judged_far_events
from resorb.scan.rules.times.periods import boxed, shown
from resorb.scan.rules.times.stays import judged_stays
from resorb.scan.rules.times.told import SEVERAL
from resorb.values.findings import Verdict
from resorb.values.ranges import Range
from resorb.values.spans import days_per

_I = re.IGNORECASE
_PAIR, _MOST, _SHORT, _CLOSE, _WIDE, _A_YEAR = 2, 6, 500, 30, 300, 365
_UNITS = ("day", "week", "month", "year")
_NEVER = lazy(
    r"(?:\b(?:each|every|per|median|mean|average|break|pause|gap|another|further|additional|first|last|next"
    r"|previous|within"
    r"|once|age|aged|SD|least|most|planned|scheduled)\b(?:\s+of)?|±|(?<!\d\d\d)\d,?\s+and(?=\s+$))\s*(?:[(:,]"
    r"|the\b|an?\b|was\b|of\b|to\b|take\b|last\b|run\b|\s)*$",
    _I,
)
_NOT_BEHIND = lazy(
    r"[\s-]*(?:history|old\b|of\s+age|intervals?|ago|each\b|per\b|earlier\s+than|(?:treatment|disease"
    r"|symptom)-free|\)?\s*±|window"
    r"|either|daily|follow-?up\s+(?:was|of))",
    _I,
)
_NAMED = lazy(
    r"\b(?:course|period|interval|delay|duration|time|span|stay|enrolment|enrollment|recruitment|latency|lag|gap"
    r"|hospitali[sz]ation"
    r"|treatment|therapy|exposure|programme|program|decline|collection|survey|study|trial|cohort|inclusion"
    r"|observation)\b[^.;\d]{0,40}$",
    _I,
)
_OF_ILLNESS = lazy(
    r"\b(?:vintage|survival|follow-?up|disease\s+duration|dialysis|illness|graft\s+function)\b[^.;\d]{0,30}$", _I
)
"""Counts only where both dates stand on one side of the length."""
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY_TO_DAY = lazy(
    rf"\b{_MONTH}\s\d{{1,2}}\s?[-–]\s?\d{{1,2}}\b(?!\s?[-–])|\b\d{{1,2}}\s?[-–]\s?\d{{1,2}}\s{_MONTH}", _I
)
"""Days of one month that bring their own length."""
_TAKEN_UP = lazy(
    r"\b(?:these|those|this|that|in\s+all|altogether|total(?:l?ing)?|thus|hence|i\.e\.|that\s+is|giving|making"
    r"|makes|or|over|a\s+full"
    r"|ie)\b[\s,]*(?:(?:of|a|an|for|the|some|only|just|after)\s+)*$|[(=:]\s*$",
    _I,
)
_SUMMED = lazy(
    r"\)?\s*(?:elapsed|passed|apart|in\s+(?:all|total)|altogether|went\s+by|of\s+(?:treatment|therapy|dialysis"
    r"|recruitment|enrol\w+"
    r"|observation|infusions|injections|use|application))\b",
    _I,
)
_BESIDE = lazy(
    r"[\s,(:;–-]*(?:(?:later|in|on|of|at|by|early|mid|late|until|to|from|between|the|spring|summer|autumn|fall"
    r"|winter|only|already|thus|came|was)[\s,(:-]*){0,3}$",
    _I,
)
_LATER = lazy(r"[\s-]*(?:later|after|afterwards|before|earlier|prior\s+to|following|since|into|from|preceding)\b", _I)
_AFTER = lazy(
    r"(?:^|[\s,(–-]*)(?:thus\s+|only\s+|came\s+)?after\s+(?:only\s+|just\s+|an?\s+(?:\w+\s+){1,2}of\s+)?$", _I
)
_EVENT = lazy(
    r"\s+(?:after|before|following|of|from|since|into)\s+(?P<event>[^,.;()\d]{3,60}?)"
    r"(?=\s+(?:and|but|when|which|who|in|on|at|by|with)\b|[,.;()\d]|$)",
    _I,
)
_COURSE = lazy(r"^(?:the\s+)?(?:treat|therap|use|appl|follow|observ|recruit|enrol|inclu|infus|inject|total|these)", _I)
_DIRECTLY = lazy(r"[\s,;:(]*(?:from|between|since|starting|beginning)?\s*(?:on|in)?[\s,:(]*", _I)
_COUNTED = lazy(r"[\s-]*(?:after|before|prior|following|since|preceding)\b", _I)
_HAD_LASTED = lazy(r"\bhad\s+(?:been|had|lasted|taken|received|suffered)\b[^.;]{0,40}\bfor\s+$", _I)
_COUNTED_FROM = lazy(r"\s+(?:after|before)\s+(?:the|his|her|its|their)\s+[^.;,\d]{3,40}?\s(?:of|in|on)\s+", _I)
_COPULA = lazy(r"\b(?:was|were|is|lasted|took|amounted\s+to|came\s+to)\s+(?:only\s+|thus\s+|just\s+)?$", _I)
_SPAN = lazy(r"\b(?:delay|interval|latency|lag|time\s+from|stay|period|gap|span)\b", _I)
_APPOSED = lazy(
    r"[\s,;(–—-]*(?:(?:a|an|i\.e\.|that\s+is|or|period|span|interval|total|time|of|=|in\s+all)[\s,:(]*){1,5}|\s*\(", _I
)
_HENCE = lazy(r"\b(?:thus|hence|therefore|so)\b", _I)
_OTHERS = lazy(r"\b(?:patient|case)s?\s+(?:no\.?\s*)?\d|\banother\b|\bother\s+(?:patient|case)|\bet\s+al\b", _I)
_STUDY = lazy(r"\b(?:recruit|enrol|study|cohort|inclu|extension|open)", _I)
_FOR = lazy(r"\bfor\s+(?:a\s+total\s+of\s+|about\s+|some\s+|only\s+)?$", _I)
_SINCE = lazy(r"\b(?:since|from|began|begun|started|start|onset)\b", _I)
_UNTIL = lazy(r"\b(?:until|till|when|by|to|up\s+to|stopped|ended|at)\b", _I)
_MANY = lazy(
    r"\b(?:patients|participants|cases|women|men|children|respectively|courses|intermittent\w*|interrupt\w*"
    r"|(?:all|both)(?=\s+(?:were|had|of\s+them|received)))\b",
    _I,
)


@rule(
    "length-and-dates",
    kind="time",
    doc="A length told with two dates, in whatever words, is the time between them.",
    source="calendar days between any two dates of the sentence and the one before; a unit, or a tenth, left free",
)
def length_and_dates(text: Scanned) -> Iterator[Mark]:
    """Two dates and a length tied to them: the length fits no pair of the dates told near it.

    In a long document a date of the sentence before is as likely of something else, "ten days before admission" ends
    at a date told elsewhere, and "one-year mortality, 2016 to 2022" is no length of the study: left alone there.
    """
    apart = judged_stays(text) | judged_far_events(text)
    yield from (mark for mark in apart.values() if mark is not None)
    for sentence in readable(text):
        said = sentence.text
        if not re.search(r"\d", said) or QUOTED.search(said) or SEVERAL.search(said):
            continue
        printed = [one for one in _lengths(said) if not _is_in_a_row(said, one)]
        printed = [one for one in printed if text.is_short or not _is_loose(said, one)]
        if not printed or len(printed) > _MOST or _DAY_TO_DAY.search(said):
            continue
        before = [s.text for s in text.before(sentence) if len(s.text) <= _SHORT and not _OTHERS.search(s.text)]
        line = timeline([*before, said], text.day_first)
        here = [event for event in line if not event.sentence]
        if not here or not _PAIR <= len(line) <= _MOST or (len(here) < _PAIR and not text.is_short):
            continue
        own = _own_words([*before, said], line)
        for one in printed:
            if (sentence.number, one.start) in apart or _FROM_ELSEWHERE.match(said, one.end):
                continue
            pair, tied = _pair(said, one, here, line), _beside(said, one, here)
            named = _named(said, one, line, tied, own) if pair is not None else []
            if pair is None or not named:
                continue
            pairs = list(combinations(line, 2))
            if tied is None and one.is_joined and any(o is not one and _fits(o, *pair) for o in printed):
                continue  # "one four-week period of each; the eight took 32 weeks, from 6 March to 15 October"
            if tied is not None:
                pairs = [(other, tied) for other in _others(said, one, named, tied)]
                pair = pairs[-1] if pair[0] not in named else pair
            if not any(_fits(one, a, b) for a, b in pairs) or (tied and _turned(said, one, pair)):
                yield _unlike(sentence, one, *pair)


def _is_loose(said: str, one: Length) -> bool:
    """Whether a length leads to an event without a date, or tells what a thing is like."""
    return one.is_joined or _TO_AN_EVENT.match(said, one.end) is not None


def _is_in_a_row(said: str, one: Length) -> bool:
    """Whether it stands behind one of several dates, each so long after something else: visits of a plan."""
    return said[max(0, one.start - 1) : one.start] == "(" and len(_AT_VISITS.findall(said)) > 1


_AT_VISITS = lazy(r"\d \((?:\w+|\d+) (?:day|week|month|year)s?\)")
_TO_AN_EVENT = lazy(r"\s+(?:before|prior\s+to)\s+[^\d.;]*(?:[.;]|$)")
_FROM_ELSEWHERE = lazy(
    r"\s+after\s+(?:the|her|his|their)\s+(?:first|last|second|third|final|initial)\s(?:dose|infusion|injection|visit|treatment)\b"
    r"|\s+(?:from|since)\s+(?:the|her|his|their)\s+(?:first|start|beginning)\b|\s+by\s+(?:the\s+time|then|now|today)\b"
    r"|\s+in\s+all,?\s+(?:so\s+)?(?:up\s+)?(?:to|till|until)\b|\s+in\s+(?:19|20)\d\d\s+to\s+\d"
    r"|\s+from\s+\d{1,2}\s[A-Z][a-z]{2,8}(?!\s+(?:to|until|till|through|and)\b)",
)
"""Behind a length that begins or ends with an event, or with a date of its own, or is one of several years."""


def _lengths(said: str) -> list[Length]:
    """Lengths of days and more that are no rates, ages or least times; "over" and "up to" bind nothing here."""
    kept = {one.start for one in plain_lengths(said)}
    return [
        one for one in lengths(said)
        if one.unit in _UNITS and one.span.low == one.span.high and (one.start in kept or one.bound in ("over", "most"))
        and not one.span.printed.lower().startswith(("a ", "an "))
    ]  # fmt: skip


def _named(
    said: str, one: Length, line: list[Event], tied: Event | None, own: dict[int, frozenset[str]]
) -> list[Event]:
    """The events a length may be counted from: those it names ("of dialysis", "after the transplant"), else all.

    None where it names another thing than they.
    """
    others = [e for e in line if e is not tied]
    named = _EVENT.match(said, one.end)
    if named is None:
        return others
    words = event_words(named["event"])
    # The words before the next date hold the length itself.
    following = next((e for e in line if not e.sentence and e.date.start >= one.end), None)
    alike = [e for e in others if e is not following and words & own[id(e)]]
    if _COURSE.search(named["event"]):
        return alike or others
    near = min(line, key=lambda e: (e.sentence, abs(e.date.start - one.start)))
    return alike if tied else others if any(words & e.words for e in line if e is not near) else []


def _own_words(texts: list[str], line: list[Event]) -> dict[int, frozenset[str]]:
    """The words of each event between the date before and its own."""
    found: dict[int, frozenset[str]] = {}
    at: dict[int, int] = {}
    for event in line:
        said = texts[-1 - event.sentence]
        found[id(event)] = event_words(said[at.get(event.sentence, 0) : event.date.start])
        at[event.sentence] = event.date.end
    return found


def _fits(one: Length, a: Event, b: Event) -> bool:
    """Whether so long a time may lie between the two; a year that is not printed may be the one before or after."""
    turns = (0,) if a.has_year and b.has_year else (0, -_A_YEAR, _A_YEAR)
    return any(_fits_turned(one, a, b, turn) for turn in turns)


def _fits_turned(one: Length, a: Event, b: Event, turn: int) -> bool:
    days = between(a.date, b.date)
    if days is None or days.low is None or days.high is None:
        return True
    days = days + Range.point(Fraction(turn))
    if days.low is None or days.high is None:
        return True
    low, high = sorted((abs(days.low), abs(days.high)))
    low = Fraction(0) if days.low < 0 < days.high else low
    whole = a.date.is_whole and b.date.is_whole and one.unit != "day" and not one.span.about
    share = Fraction(1, 2) if high - low > _WIDE else Fraction(9, 10) if whole else Fraction(1)
    box = boxed(replace(one, bound=""), max(share, one.value / (12 if whole else 10)))
    # Up to a time may be less.
    return box.meets(Range(Fraction(0) if one.bound == "most" else max(low - 1, Fraction(0)), high + 1))


def _pair(said: str, one: Length, here: list[Event], line: list[Event]) -> tuple[Event, Event] | None:
    """The two dates the length should lie between; None where it is of something else."""
    head, tail = said[max(0, one.start - 60) : one.start], said[one.end : one.end + 60]
    if _NEVER.search(head) or _NOT_BEHIND.match(tail):
        return None
    ahead = [e for e in here if e.date.end <= one.start]
    behind = [e for e in here if e.date.start >= one.end]
    if TOLD_BEFORE.search(head) and not ahead:
        return None
    tied = _beside(said, one, here)
    if _FOR.search(head):
        opened = ahead and _SINCE.search(said[max(0, ahead[-1].date.start - 40) : ahead[-1].date.start])
        closed = behind and _UNTIL.search(said[one.end : behind[0].date.start])
        directly = len(behind) == _PAIR and _DIRECTLY.fullmatch(said[one.end : behind[0].date.start])
        lasted = _HAD_LASTED.search(head) and len(here) == 1 and len(line) == _PAIR
        hence = len(ahead) == _PAIR and _HENCE.search(head)
        if not ((opened and closed) or directly or hence or lasted or _SUMMED.match(tail)):
            return None
    elif tied is None and not (
        _NAMED.search(head) or _TAKEN_UP.search(head) or _SUMMED.match(tail) or one.is_joined
        or (behind and _COUNTED_FROM.fullmatch(said[one.end : behind[0].date.start]) and len(here) == _PAIR)
        or (len(ahead) == _PAIR and _COPULA.search(head) and _SPAN.search(said[: one.start]))
        or (_OF_ILLNESS.search(head) and _PAIR in (len(ahead), len(behind)))
    ):  # fmt: skip
        return None
    apposed = len(ahead) == _PAIR and _APPOSED.fullmatch(said[ahead[-1].date.end : one.start])
    if _MANY.search(said) and not _STUDY.search(said) and not apposed:
        return None
    if tied is not None:
        others = _others(said, one, line, tied)
        return (others[-1], tied) if others else None
    if len(here) > _PAIR:
        close = len(ahead) >= _PAIR and one.start - ahead[-1].date.end <= _CLOSE
        return (ahead[-2], ahead[-1]) if close and (_SUMMED.match(tail) or _TAKEN_UP.search(head)) else None
    if len(here) == _PAIR:
        return here[0], here[1]
    return (line[0], line[1]) if len(line) == _PAIR else None


def _beside(said: str, one: Length, here: list[Event]) -> Event | None:
    """The date a length is told with: "in May, 3 weeks later", "3 weeks later, in May", "after 3 weeks, in May"."""
    later = _LATER.match(said, one.end)
    after = _AFTER.search(said[max(0, one.start - 40) : one.start])
    for event in here:
        if event.date.end <= one.start:
            gap = said[event.date.end : one.start]
            if (later and _BESIDE.fullmatch(gap)) or (after and _AFTER.fullmatch(gap)):
                return event
        elif (later or after) and _BESIDE.fullmatch(said[later.end() if later else one.end : event.date.start]):
            return event
    return None


def _others(said: str, one: Length, line: list[Event], tied: Event) -> list[Event]:
    """The dates a length told with one of them may be counted from: those told before it, and those before it."""
    others = [e for e in line if e is not tied]
    told = [
        e for e in others
        if (e.sentence, -e.date.start) > (0, -tied.date.start) or (tied.date.days and e.date.days
        and e.date.days.is_before(tied.date.days))
    ]  # fmt: skip
    return told if told and not _COUNTED.match(said, one.end) else others


def _turned(said: str, one: Length, pair: tuple[Event, Event]) -> bool:
    """Whether "two weeks before the biopsy" stands beside a date after that of the biopsy, or the other way round."""
    named, counted = _EVENT.match(said, one.end), _COUNTED.match(said, one.end)
    (far, tied), word = pair, counted[0].strip(" -").lower() if counted else ""
    days = between(far.date, tied.date)
    if named is None or word not in ("before", "after") or days is None or not event_words(named["event"]) & far.words:
        return False
    return (days.low or 0) > 0 if word == "before" else (days.high or 0) < 0


def _unlike(sentence: Sentence, one: Length, a: Event, b: Event) -> Mark:
    days, said = between(a.date, b.date) or Range(), sentence.text
    start, end = (a, b) if (days.high or 0) >= 0 else (b, a)
    real = shown(between(start.date, end.date) or Range(), one.unit)
    first, last, words = written_date(start.date), written_date(end.date), said[one.start : one.end]
    return sentence.at(one.start, one.end).mark(
        "length-and-dates", Verdict.ASSUMES, f"From {first} to {last} is {real}, not {words}.", computed=real,
        arithmetic=f"{last} − {first} = {real}", suggestion="correct the length, or one of the dates",
        assumption="the length is the time between these two dates",
    )  # fmt: skip


@rule(
    "numbered-days-and-dates",
    kind="time",
    doc="Two numbered days or weeks with their dates lie as far apart as the dates.",
    source="two moments and two dates of a sentence; a unit left free, so that counting may begin with 0 or 1",
)
def numbered_days_and_dates(text: Scanned) -> Iterator[Mark]:
    """Day 0 was 3 May and day 28 13 May."""
    for sentence in readable(text):
        said = sentence.text
        found = list(moments(said))
        if len(found) != _PAIR or found[0].unit != found[1].unit or QUOTED.search(said) or SEVERAL.search(said):
            continue
        told = timeline([said], text.day_first)
        yield from () if told else _between_moments(sentence, found[0], found[1])
        days = between(told[0].date, told[1].date) if len(told) == _PAIR else None
        if days is None or days.low is None or days.high is None:
            continue
        gap, unit = abs(found[1].mean_days - found[0].mean_days), days_per(found[0].unit)
        low, high = sorted((abs(days.low), abs(days.high)))
        if gap and not low - unit <= gap <= high + unit:
            words, real = f"{found[0].span.printed} to {found[1].span.printed}", shown(Range(low, high), "day")
            yield sentence.at(told[1].date.start, told[1].date.end).mark(
                "numbered-days-and-dates", Verdict.ASSUMES, f"Between the two dates lie {real}, not {words}.",
                computed=real, arithmetic=f"{written_date(told[1].date)} − {written_date(told[0].date)} = {real}",
                suggestion="correct one of the dates", assumption="each date is that of one of the two numbers",
            )  # fmt: skip


def _between_moments(sentence: Sentence, one: Length, two: Length) -> Iterator[Mark]:
    """From week 4 to week 12, a span of 12 weeks; on day 1 and on day 15, three weeks apart."""
    said = sentence.text
    gap = two.mean_days - one.mean_days
    for length in plain_lengths(said):
        apposed = length.start >= two.end and _APPOSED.fullmatch(said[two.end : length.start])
        apart = re.match(r"\s+apart\b", said[length.end : length.end + 8])
        slack = days_per(length.unit) * (Fraction(1) if length.unit == two.unit else Fraction(1, 2))
        if (
            (apart or (apposed and not _LATER.match(said, length.end)))
            and gap > 0
            and abs(gap - length.mean_days) > slack
        ):
            real = shown(Range(gap, gap), length.unit)
            yield sentence.at(length.start, length.end).mark(
                "numbered-days-and-dates", Verdict.ASSUMES,
                f"Between {one.span.printed} and {two.span.printed} lie {real}.", computed=real,
                arithmetic=f"{two.span.printed} − {one.span.printed} = {real}", suggestion=real,
                assumption="the length is that between the two",
            )  # fmt: skip
