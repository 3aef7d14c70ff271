"""A length that takes up two dates told before it: these eight months, a stay of 47 days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.reading.dates import Dated, Period, dates, periods
from resorb.reading.lazy import lazy
from resorb.reading.lengths import Length, lengths, moments
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times_dates import QUOTED, STARTS, STOPS, readable, written_date
from resorb.scan.rules.times_periods import judged_period
from resorb.scan.rules.times_told import SEVERAL
from resorb.values.findings import Verdict
from resorb.values.spans import days_per

_THESE = lazy(
    r"\b(?:these|those|the\s+same|all\s+of\s+these|the\s+whole|the\s+entire|the\s+full|this|that)\s+$", re.IGNORECASE
)
_COURSE = (
    r"(?:course|treatment|therapy|period|regimen|programme|program|exposure|trial|recruitment|enrol\w+|study|inclusion"
    r"|observation|follow-up|infusions|medication)"
)
_STAY = r"(?:stay|hospitali[sz]ation|admission|in-?patient\s+\w+)"
_OF_LENGTH = lazy(
    rf"\b(?:(?P<stay>{_STAY})|(?P<course>{_COURSE}))\s*(?:\(|:|,\s+|(?:[\w-]+\s+){{0,3}}?(?:of|was|were|lasted|lasting"
    r"|for|totall?ed|took|ran\s+for|came\s+to|amounted\s+to|spanned|covered|extended\s+over))\s*(?:(?:a\s+total\s+of|in"
    r"\s+all|altogether|thus|therefore|only|just)\s+)?$",
    re.IGNORECASE,
)
_JOINED_TO = lazy(rf"[\s-]*(?:(?:hospital|inpatient)\s+)?(?:(?P<stay>{_STAY})|(?P<course>{_COURSE}))\b", re.IGNORECASE)
_AFTER_ALL = lazy(
    r"\b(?:after|for|following|over|during)\s+(?:a\s+total\s+of\s+|a\s+|in\s+all\s+)?$|[,(;]\s*(?:i\.e\.,?|that\s+is,?"
    r"|=|a\s+total\s+of|in\s+all|altogether|thus)?\s*(?:for\s+)?(?:a\s+total\s+of\s+)?$",
    re.IGNORECASE,
)
_CLOSES = lazy(r"\s*(?:[.,;)]|$|later\b|of\s+(?:treatment|therapy|use|infusions?)|in\s+(?:all|total|hospital))", re.I)
_OTHER_COURSE = lazy(
    r"\b(?:another|additional|further|second|again|resum\w+|re-?start\w*|re-?introduc\w*|re-?admi\w+|interrupt\w*"
    r"|paus\w+|previous\w*|earlier|before|prior|ago|planned|net|each|every|median|mean|average|free|remain\w*"
    r"|follow\w*\s+(?:for|up)|survived|without|until\s+then|relapse\w*|recur\w*|later)\b",
    re.IGNORECASE,
)

_WENT_ON = lazy(
    r"\b(?:another|additional|further|second|again|resum\w+|re-?start\w*|re-?introduc\w*|re-?admi\w+|interrupt\w*|paus\w+"
    r"|previous\w*|planned)\b",
    re.IGNORECASE,
)

_OPENED = lazy(r"\s*\((?:[^()]{3,80}[;,:]\s+)?(?:(?:from|start\w*|begun|began|date|on|in)[\s:]+){0,3}", re.IGNORECASE)
_LED = lazy(r"(?:\bfor|\bover|[x×]|\bof|\bduring|\blasted|\btook)\s*$", re.IGNORECASE)


def _spans(said: str, first: bool | None) -> list[Period]:
    """The periods of a sentence, or what began and ended in it."""
    found = list(periods(said, None, first))
    if found:
        return found
    held = [d for d in dates(said, first) if d.days is not None]
    if len(held) != 2:
        return []
    one, two = held
    begun, ended = STARTS.search(said[max(0, one.start - 90) : one.start]), STOPS.search(said[one.end : two.start])
    return [Period(one.start, two.end, one, two)] if begun and ended else []


@rule(
    "span-taken-up",
    kind="time",
    doc="A length that takes up two dates told before it is the time between them.",
    source="calendar days between the dates, the ends counted or not; the rules of period-length",
)
def span_taken_up(text: Scanned) -> Iterator[Mark]:
    """Given from March to June 2015. After these 8 months, …; admitted, discharged, after a stay of 47 days."""
    first = text.day_first
    for sentence in readable(text):
        said = sentence.text
        printed = [one for one in lengths(said) if one.unit not in ("h", "min")]
        if not printed or len(printed) > 3 or SEVERAL.search(said) or QUOTED.search(said):
            continue
        own = _spans(said, first) if re.search(r"\d{4}|\d/\d", said) else []
        if len(own) == 1:
            yield from _within(sentence, own[0], printed)
            continue
        before = next(text.before(sentence), None)
        if own or before is None or len(before.text) > 600 or SEVERAL.search(before.text):
            continue
        earlier = _spans(before.text, first)
        if len(earlier) == 1 and not _WENT_ON.search(before.text):
            for one in printed:
                if _takes_up(said, one, before.text, is_near=one.start < 90):
                    yield from judged_period(sentence, earlier[0], one, only_more=False, check="span-taken-up")


def _within(sentence: Sentence, span: Period, printed: list[Length]) -> Iterator[Mark]:
    said = sentence.text
    behind = [one for one in printed if one.start >= span.end]
    for one in behind:
        gap = said[span.end : one.start]
        if len(gap) > 90 or len(behind) > 1 or _OTHER_COURSE.search(said):
            continue
        if list(periods(said)):
            # Beside a period: the rule of period-length has looked.
            if not re.fullmatch(r"[^.;\d]{0,60}\b(?:these|those)\s+", gap):
                continue
        elif not (_OF_LENGTH.search(said[: one.start]) or (_AFTER_ALL.search(gap) and _CLOSES.match(said, one.end))):
            continue
        yield from judged_period(sentence, span, one, only_more=False, check="span-taken-up")
    ahead = [one for one in printed if one.end <= span.start]
    for one in ahead if len(ahead) == 1 else ():
        # A course lasted 10 weeks (30 infusions; and in the same brackets the two dates).
        opened = _OPENED.fullmatch(said[one.end : span.start])
        led = _OF_LENGTH.search(said[: one.start]) or _LED.search(said[: one.start][-12:])
        if opened and said[span.end : span.end + 1] == ")" and led:
            yield from judged_period(sentence, span, one, only_more=False, check="span-taken-up")


def _takes_up(said: str, one: Length, before: str, *, is_near: bool) -> bool:
    head = said[: one.start]
    if not is_near or _OTHER_COURSE.search(said[: one.end + 12]):
        return False
    is_stay = re.search(r"\badmi(?:tted|ssion)|hospital", before, re.IGNORECASE) is not None
    named = _OF_LENGTH.search(head)
    if named:
        return bool(named["stay"]) == is_stay
    if not _THESE.search(head):
        return False
    joined = _JOINED_TO.match(said, one.end)
    is_plural = re.search(r"\b(?:these|those)\s+$", head, re.IGNORECASE) is not None
    return is_plural or (joined is not None and (is_stay or not joined["stay"]))


_LATER = lazy(r"\s*[,(]?\s*(?:just\s+|only\s+)?(?:later|afterwards|thereafter)\b", re.IGNORECASE)
_COUNTED_ANEW = lazy(
    r"\b(?:of\s+(?:the\s+)?(?:second|next|other)|post\w*|admission|after\s+(?:surgery|the\s+operation|discharge|transplant\w*)"
    r"|patient\s+\d|cycle|another\s+patient|respectively|each|every)\b",
    re.IGNORECASE,
)


@rule(
    "moments-apart",
    kind="time",
    doc="A numbered day or week said to come some time after another does so.",
    source="first number + length = second number, give or take one",
)
def moments_apart(text: Scanned) -> Iterator[Mark]:
    """On day 10 …; on day 4, one week later, …."""
    for sentence in readable(text):
        said = sentence.text
        found = list(moments(said))
        before = next(text.before(sentence), None)
        earlier = list(moments(before.text)) if before is not None and len(before.text) < 600 else []
        if not found or len(found) > 6 or _COUNTED_ANEW.search(said):
            continue
        for one in lengths(said):
            if one.bound or one.span.about or one.unit in ("h", "min"):
                continue
            if _LATER.match(said, one.end):
                ahead = [m for m in found if 0 <= one.start - m.end <= 4]
                behind = [m for m in found if 0 <= m.start - one.end <= 24]
                second = (ahead or behind)[:1]
                starts = [m for m in found if second and m.end <= min(second[0].start, one.start)]
                starts = starts or (earlier[-1:] if not _COUNTED_ANEW.search(before.text if before else "") else [])
                if second and starts:
                    yield from _apart(sentence, starts, one, second[0])
            elif (
                _AFTER.match(said, one.end)
                and len(found) == 2
                and 0 < found[0].start - one.end < 12
                and _UNTIL.search(said[found[0].end : found[1].start])
            ):
                yield from _apart(sentence, found[:1], one, found[1])
        yield from _concluded(sentence, found, before)


_UNTIL = lazy(
    r"^\W*(?:(?:that\s+is|i\.e\.|thus|so|hence|therefore|=)\W*)(?:(?:until|to|at|in|on|up\s+to|ending|by|it\s+ended)\s+)*(?:the\s+)?$",
    re.IGNORECASE,
)
_AFTER = lazy(r"\s+(?:after|following)\b", re.IGNORECASE)
_SO = lazy(r"\b(?:so|thus|therefore|hence|i\.e\.|accordingly|consequently)\b", re.IGNORECASE)


def _concluded(sentence: Sentence, found: list[Length], before: Sentence | None) -> Iterator[Mark]:
    """Stopped 3 weeks after it regressed. It regressed at week 9, so it was stopped in week 7."""
    said = sentence.text
    if before is None or len(found) != 2 or not _SO.search(said[found[0].end : found[1].start]):
        return
    long = [one for one in lengths(before.text) if one.unit not in ("h", "min")]
    if len(long) == 1 and not long[0].bound and not long[0].span.about and _AFTER.match(before.text, long[0].end):
        yield from _apart(sentence, found[:1], long[0], found[1])


def _apart(sentence: Sentence, starts: list[Length], one: Length, second: Length) -> Iterator[Mark]:
    said = sentence.text
    per = days_per(one.unit)
    real = [start.value * days_per(start.unit) + one.value * per for start in starts]
    then = second.value * days_per(second.unit)
    slack = max(one.step * per, days_per(second.unit)) + max(days_per(s.unit) for s in starts) * Fraction(1, 2)
    if any(abs(day - then) <= slack for day in real):
        return
    number = real[-1] / days_per(second.unit)
    words = f"{second.unit} {float(number):.3g}"
    yield sentence.at(second.start, second.end).mark(
        "moments-apart", Verdict.FAILS, f"It would be {words}, not {said[second.start : second.end]}.",
        computed=words, arithmetic=f"{starts[-1].span.printed} + {one.span.printed} = {words}",
        suggestion=f"{words}, or another length",
    )  # fmt: skip


_HORIZON = lazy(
    r"\b(?P<what>(?:outcomes?|follow-?up|results?|data|end-?points?|visits?|assessments?|survival|response|review"
    r"|analysis|analyses)\b[^.;\d]{0,40}?\b(?:in|on|by)\s+)$",
    re.IGNORECASE,
)
_ENROLLED = lazy(r"\b(?:enrol\w*|recruit\w*|random\w+|includ\w+|accru\w+|inclusion|entered|entry)\b", re.IGNORECASE)


@rule(
    "horizon-reached",
    kind="time",
    doc="An outcome some months after entry is complete no earlier than that after the last entry.",
    source="last date of enrolment + length ≤ date of the outcome, give or take a month",
)
def horizon_reached(text: Scanned) -> Iterator[Mark]:
    """Enrolled until August 2018, 24-month outcome in January 2019."""
    first = text.day_first
    for sentence in readable(text):
        said = sentence.text
        if not _ENROLLED.search(said) and "-" not in said:
            continue
        long = [one for one in lengths(said) if one.is_joined and one.unit in ("week", "month", "year")]
        held = [d for d in dates(said, first) if d.days is not None] if long else []
        for one in long:
            at = next((d for d in held if one.end < d.start < one.end + 70), None)
            if at is None or not _HORIZON.search(said[one.end : at.start]):
                continue
            last = _last_entry(sentence, one.start, first) or next(
                (found for each in text.before(sentence) if (found := _last_entry(each, len(each.text), first))), None
            )
            if last is None or last.days is None or at.days is None or at.days.high is None or last.days.low is None:
                continue
            if last.days.low + (one.value - one.step) * days_per(one.unit) > at.days.high + 31:
                words = said[one.start : one.end]
                yield sentence.at(one.start, at.end).mark(
                    "horizon-reached", Verdict.FAILS,
                    f"{words} after the last entry, {written_date(last)}, lies beyond {written_date(at)}.",
                    computed=f"{written_date(last)} + {words} > {written_date(at)}",
                    arithmetic=f"{written_date(last)} + {words} > {written_date(at)}",
                    suggestion="correct one of the dates, or the length",
                )  # fmt: skip


def _last_entry(sentence: Sentence, end: int, first: bool | None) -> Dated | None:
    said = sentence.text[:end]
    for period in periods(said, None, first):
        if _ENROLLED.search(said[max(0, period.start - 60) : period.start]):
            return period.last
    return None


_FOLLOWED_UNTIL = lazy(
    r"\b(?:follow(?:ed)?(?:[\s-]?up)?|observ(?:ed|ation))\b[^.;\d]{0,40}?\b(?:until|till|to|through|ended\s+(?:in|on)|closed\s+(?:in"
    r"|on)|up\s+to)\s+(?:the\s+end\s+of\s+)?$",
    re.IGNORECASE,
)
_HAPPENED = lazy(
    r"\b(?:recurr\w*|relaps\w*|healed|closed|regrew|reappeared|ulcerated|amputat\w+|resolved|flared|excised)\b",
    re.I,
)
_AFTER_IT = lazy(
    r"\b(?:after|later|thereafter|since|telephone|registry|published|reported|letter|extended|lost|again|returned|subsequent\w*"
    r"|moved|beyond|second\s+follow|et\s+al|patient\s+\d|case\s+\d|analys\w+)\b",
    re.IGNORECASE,
)


@rule(
    "dated-within-follow-up",
    kind="time",
    doc="No event is dated after the end of the follow-up it belongs to.",
    source="comparison of calendar dates; a month or a year stands for all its days",
)
def dated_within_follow_up(text: Scanned) -> Iterator[Mark]:
    """Followed until December 2015; in March 2017 the lesion recurred."""
    first = text.day_first
    for sentence in readable(text):
        said = sentence.text
        if not re.search(r"follow|observ", said, re.IGNORECASE) or _AFTER_IT.search(said):
            continue
        held = [d for d in dates(said, first) if d.days is not None]
        ends = [d for d in held if _FOLLOWED_UNTIL.search(said[max(0, d.start - 80) : d.start])]
        if len(ends) != 1:
            continue
        for later in (sentence, *text.sentences[sentence.number + 1 : sentence.number + 3]):
            if (
                later.block_number != sentence.block_number
                or _AFTER_IT.search(later.text)
                or SEVERAL.search(later.text)
            ):
                break
            for one in dates(later.text, first):
                if (later is sentence and one.start <= ends[0].end) or not _HAPPENED.search(later.text):
                    continue
                if one.days and ends[0].days and ends[0].days.is_before(one.days):
                    words = f"{written_date(one)} lies after the end of follow-up, {written_date(ends[0])}"
                    yield later.at(one.start, one.end).mark(
                        "dated-within-follow-up", Verdict.FAILS, f"{words}.", computed=words, arithmetic=words,
                        suggestion="correct one of the two dates",
                    )  # fmt: skip
