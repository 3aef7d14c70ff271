"""Ages of one person told in several sentences, and ages of participants against the limits set for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from resorb.reading.ages import Age, ages, is_of_several
from resorb.reading.lazy import lazy
from resorb.reading.lengths import Length, lengths
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times_ages import _short
from resorb.scan.rules.times_dates import QUOTED, readable
from resorb.scan.rules.times_told import SEVERAL
from resorb.values.findings import Verdict
from resorb.values.spans import days_per

_NOW = lazy(
    r"\b(?:now|currently|today|at\s+present|presently|at\s+(?:the\s+)?(?:last|latest|most\s+recent|final)\s+(?:visit"
    r"|review|follow-?up|contact|examination)|died(?:\s+of\s+\w+)?|came\s+to\s+us|referred\s+to\s+us)\b[\s,]*(?:(?:she|he|the\s+\w+|is|was|aged|at|an?|age|of)\s+){0,4}$",
    re.IGNORECASE,
)
_STILL = lazy(
    r"\s*(?:years?)?(?:\s+old|\s+of\s+age)?,?\s+(?:and\s+)?(?:at\s+(?:the\s+)?(?:last|latest|final)|now|today)\b", re.I
)
_TO_COME = lazy(r"\b(?:will|would|until|if|should|may|expected|shall|planned|than|limit|like|as\s+if)\b", re.IGNORECASE)
_LONG_PAST = lazy(
    r"\b(?:had\s+(?:\w+\s+)?(?:been|begun|developed|appeared|started|undergone|received|had|lost|presented|noticed)"
    r"|history|known)\b[^.;]{0,90}$",
    re.IGNORECASE,
)

_ORIGINALLY = lazy(r"\bhad\s+(?:first|already|originally|initially|previously)\b|\bfirst\b", re.IGNORECASE)


def _single(sentence: Sentence) -> bool:
    said = sentence.text
    return not is_of_several(said) and not SEVERAL.search(said) and not QUOTED.search(said)


@rule(
    "present-age-highest",
    kind="time",
    doc="The present age of a person is no lower than any age told of the past.",
    source="comparison of the printed ages of one person in neighbouring sentences",
)
def present_age_highest(text: Scanned) -> Iterator[Mark]:
    """Diagnosed at 7, calcinosis at 9. Now 8 years old, …."""
    for sentence in readable(text):
        said = sentence.text
        found = ages(said)
        if not found or not _single(sentence) or _TO_COME.search(said):
            continue
        now = [
            a for a in found
            if _NOW.search(said[max(0, a.start - 60) : a.start]) or _STILL.match(said, a.end)
        ]  # fmt: skip
        yield from _pluperfect(sentence, found)
        near = [one for one in text.before(sentence, 2) if len(one.text) < 500]
        if len(now) == 1:
            past = [a for a in found if a is not now[0]]
            for one in near:
                if not _single(one) or _TO_COME.search(one.text):
                    break
                past += ages(one.text)
            above = [a for a in past if a.low >= now[0].high]
            if above:
                yield _lower(sentence, now[0], max(above, key=lambda a: a.low))
        elif not now and near and _single(near[0]):
            present = [a for a in ages(near[0].text) if a.kind == "now"]
            if len(present) != 1 or len(ages(near[0].text)) != 1 or re.search(r"\bborn\b", near[0].text):
                continue
            for age in found:
                if age.low >= present[0].high and _LONG_PAST.search(said[: age.start]):
                    yield _lower(sentence, age, present[0], is_past=True)


def _pluperfect(sentence: Sentence, found: list[Age]) -> Iterator[Mark]:
    """Excised at 11; it had first been noticed at 14."""
    for one, two in pairwise(found):
        words = sentence.text[one.end : two.start]
        if two.low >= one.high and _LONG_PAST.search(words) and _ORIGINALLY.search(words):
            yield _lower(sentence, two, one, is_past=True)


def _lower(sentence: Sentence, one: Age, other: Age, *, is_past: bool = False) -> Mark:
    low, high = (other, one) if is_past else (one, other)
    return sentence.at(one.start, one.end).mark(
        "present-age-highest", Verdict.FAILS, f"Who was {_short(high.low)} before is not {_short(low.low)} now.",
        computed=f"{_short(low.low)} < {_short(high.low)}", arithmetic=f"{_short(low.low)} < {_short(high.low)}",
        suggestion="correct one of the two ages",
    )  # fmt: skip


_DURATION = lazy(
    r"\b(?:disease\s+duration|duration\s+of\s+(?:the\s+)?(?:disease|illness|condition)|(?:been\s+)?ill)\b[^.;]{0,50}?$",
    re.IGNORECASE,
)
_OTHER_ONSET = lazy(r"\b(?:Raynaud|phenomenon|prodrom\w+|puffy)\b", re.IGNORECASE)
_ONSET = lazy(
    r"\b(?:onset|began|begun|started|diagnosed|first\s+(?:symptoms?|signs?)|appeared|developed|fell\s+ill)"
    r"\b[^.;\d]{0,50}$",
    re.IGNORECASE,
)


@rule(
    "duration-from-onset",
    kind="time",
    doc="The duration of a disease is the present age less the age at its onset.",
    source="age − age at onset, give or take one year for the birthdays",
)
def duration_from_onset(text: Scanned) -> Iterator[Mark]:
    """Disease for 12 years in a 45-year-old, begun at 41."""
    for sentence in readable(text):
        said = sentence.text
        if "dur" not in said and " ill " not in said:
            continue
        found = ages(said)
        near = sentence if len(found) >= 2 else next(text.before(sentence), sentence)
        if not _single(sentence) or not _single(near):
            continue
        told = [*found, *(ages(near.text) if near is not sentence else [])]
        now = [a for a in told if a.kind == "now"]
        past = [(a, s) for s in {sentence, near} for a in ages(s.text) if _ONSET.search(s.text[: a.start])]
        past = [(a, s) for a, s in past if a.kind != "now"]
        if len(now) != 1 or len(past) != 1 or len(told) != 2:
            continue
        if _OTHER_ONSET.search(said) or re.search(r"\bat\s+(?:age\s+)?\d\d\b(?!\s*(?:mg|g|%))", said[past[0][0].end :]):
            continue
        for one in lengths(said):
            if one.unit != "year" or one.bound or one.start in {a.start for a in found}:
                continue
            if not _DURATION.search(said[max(0, one.start - 90) : one.start]):
                continue
            real = now[0].low - past[0][0].low
            slack = one.step + max(now[0].step, past[0][0].step) + (one.value / 5 if one.span.about else 0)
            if abs(real - one.value) > slack:
                yield sentence.at(one.start, one.end).mark(
                    "duration-from-onset", Verdict.FAILS,
                    f"From {_short(past[0][0].low)} to {_short(now[0].low)} years of age are {_short(real)} years.",
                    computed=f"{_short(real)} years", arithmetic=f"{_short(now[0].low)} − {_short(past[0][0].low)} = "
                    f"{_short(real)}",
                    suggestion=f"{_short(real)} years, or another age",
                )  # fmt: skip


_ELIGIBLE = lazy(
    r"\b(?:eligib\w*|includ\w*|inclusion|enrol\w*|recruit\w*|restricted|limited|only|criteri\w*|entry|entered"
    r"|accepted|qualif\w*|invited)\b",
    re.IGNORECASE,
)
_N = r"(?P<{}>\d{{1,2}})"
_LEAST = lazy(
    rf"(?:\b(?:adults?|patients?|participants?|subjects?|people|persons|individuals|women|men|aged?|ages?)\b[^.;\d]{{0,20}}?"
    rf"(?:≥|>=|at\s+least|not\s+younger\s+than|no\s+younger\s+than|minimum\s+age\s+(?:of\s+)?)\s*{_N.format('a')}\b"
    rf"|\b{_N.format('b')}\s*(?:years?|yrs?)?\s*(?:of\s+age\s*|old\s*)?(?:and|or)\s+(?:over|older|above|more|upwards?)\b"
    rf"|\bminimum\s+age\s+(?:was|of|for\s+\w+\s+was|:)\s*{_N.format('c')}\b"
    rf"|\bbetween\s+{_N.format('d')}\s+and\s+(?P<e>\d{{2}})\s+(?:years\b|of\s+age)"
    rf"|\baged\s+{_N.format('f')}\s*(?:to|–|-)\s*(?P<g>\d{{2}})\b)",
    re.IGNORECASE,
)
_RANGE = lazy(
    r"\b(?:aged|ages?|age\s+rang\w+|rang\w+|youngest)\b[^.;%]{0,60}?\b(?P<low>\d{1,2}(?:\.\d)?)\s*(?:to|–|-|‐|‑|and)\s*"
    r"(?P<high>\d{2,3}(?:\.\d)?)\b(?!\s*(?:%|mg|months|weeks|days|patients|mm|cm|g\b))",
    re.IGNORECASE,
)
_EXTREME = lazy(
    r"\b(?P<which>youngest|oldest)\b[^.;\d]{0,40}?\b(?P<n>\d{1,3})\b(?!\s*(?:months|weeks|days|%))", re.IGNORECASE
)
_NOT_ALL = lazy(
    r"\b(?:controls?|screen\w*|exclu\w*|donors?|mothers?|onset|diagnosis|disease|duration|follow|weeks|score|except"
    r"|unless|waiver|parents?|previous\w*|registry|caregivers?|carers?|staff|volunteers?|relatives?|nurses?|raters?)\b",
    re.IGNORECASE,
)


@rule(
    "ages-within-limits",
    kind="time",
    doc="The ages of the participants lie within the limits set for taking part.",
    source="comparison of the printed ages",
)
def ages_within_limits(text: Scanned) -> Iterator[Mark]:
    """Adults of 18 and over were eligible; participants were aged 16 to 74."""
    for sentence in readable(text):
        said = sentence.text
        limit = _LEAST.search(said) if _ELIGIBLE.search(said) and not _NOT_ALL.search(said) else None
        if limit is None:
            continue
        low = int(next(limit[n] for n in "abcdf" if limit[n]))
        high = next((int(limit[n]) for n in "eg" if limit[n]), None)
        if not 5 <= low <= 70:
            continue
        for later in (sentence, *text.sentences[sentence.number + 1 : sentence.number + 4]):
            own = limit.end() if later is sentence else 0
            if (
                len(later.text) > 600
                or _NOT_ALL.search(later.text)
                or (later is not sentence and _sets_limit(later.text))
            ):
                break
            for m in _RANGE.finditer(later.text, own):
                one, two = Fraction(m["low"]), Fraction(m["high"])
                if one >= two or "age" not in later.text.lower() or not re.search(r"\byears?|\bage", later.text, re.I):
                    continue
                if one < low or (high is not None and two >= high + 1):
                    yield _outside(later, m.start("low"), m.end("high"), limit[0], f"{m['low']} to {m['high']}")
            for m in _EXTREME.finditer(later.text, own):
                number = int(m["n"])
                wrong = number < low if m["which"].lower() == "youngest" else high is not None and number > high
                if wrong and re.search(r"\byears?\b|\bage", later.text, re.IGNORECASE):
                    yield _outside(later, m.start("n"), m.end("n"), limit[0], m["n"])


def _sets_limit(said: str) -> bool:
    return _ELIGIBLE.search(said) is not None and _LEAST.search(said) is not None


def _outside(sentence: Sentence, start: int, end: int, limit: str, words: str) -> Mark:
    return sentence.at(start, end).mark(
        "ages-within-limits", Verdict.FAILS, f"{words} lies outside the limit “{limit.strip()}”.",
        computed=f"{words} against {limit.strip()}", arithmetic=f"{words} against {limit.strip()}",
        suggestion="correct the limit, or the ages",
    )  # fmt: skip


_RANGE_OF_FOLLOW_UP = lazy(
    r"\bfollow(?:ed)?(?:[\s-]?up)?\b[^.;]{0,90}?(?:\brang\w+[^\d.;]{0,12}|\()(?P<low>\d{1,3}(?:\.\d+)?)\s*(?:to|–|-|‐|‑|and)\s*"
    r"(?P<high>\d{1,3}(?:\.\d+)?)\s*(?P<unit>days?|weeks?|months?|years?)?\b",
    re.IGNORECASE,
)
_FOLLOW_UNIT = lazy(r"\b(?P<unit>day|week|month|year)s?\b", re.IGNORECASE)
_EVENT = lazy(
    r"\b(?:relaps\w*|recurr\w*|died|deaths?|returned|reappear\w*|healed|closed|ulcerated|amputat\w*|transplant\w*"
    r"|progress\w*|flared|alive|remain\w*|free\s+of|remission|regrew|re-?opened|new\s+lesions?)\b",
    re.IGNORECASE,
)
_COUNTED = lazy(
    r"\s*(?:[.,;)]|$|later\b|after\s+(?:the\s+)?(?:first|start\w*|initiat\w*|beginning|baseline|enrol\w*|inclusion|entry"
    r"|study\s+entry|random\w*|treatment\s+(?:start|began|initiation))|of\s+(?:treatment|therapy|follow)|from\s+(?:baseline"
    r"|the\s+(?:start|first)))",
    re.IGNORECASE,
)
_AT = lazy(r"\b(?:at|after|by|until|to)\s+(?:the\s+)?$|\b[a-z]+ed\s+$|,\s+$", re.IGNORECASE)
_LONG_AGO = lazy(
    r"\b(?:IQR|interquartile|quartile|since|diagnosis|onset|before|previous\w*|history|stopping|end\s+of)\b"
)


@rule(
    "event-within-follow-up",
    kind="time",
    doc="No event counted from the start lies beyond the longest follow-up.",
    source="comparison under the mean length of a month, with a tenth to spare",
)
def event_within_follow_up(text: Scanned) -> Iterator[Mark]:
    """Follow-up of 2 to 16 months; one relapsed 22 months after the first infusion."""
    for sentence in readable(text):
        said = sentence.text
        m = _RANGE_OF_FOLLOW_UP.search(said) if "follow" in said.lower() and not _LONG_AGO.search(said) else None
        if m is None:
            continue
        units = [m["unit"]] if m["unit"] else [u["unit"] for u in _FOLLOW_UNIT.finditer(said[m.start() : m.end() + 20])]
        if not units or Fraction(m["low"]) >= Fraction(m["high"]):
            continue
        unit = units[0].lower().removesuffix("s")
        longest = Fraction(m["high"]) * days_per(unit)
        for later in (sentence, *text.sentences[sentence.number + 1 : sentence.number + 4]):
            if later.block_number != sentence.block_number or (later is not sentence and _FOLLOW_ON.search(later.text)):
                break
            if len(later.text) > 600 or not _EVENT.search(later.text) or _LONG_AGO.search(later.text):
                continue
            for one in lengths(later.text):
                own = later is sentence and one.start < m.end()
                if own or one.bound or one.span.about or not _is_event(later.text, one):
                    continue
                days = (one.span.low or Fraction(0)) * days_per(one.unit)
                if days > longest * Fraction(11, 10) or (one.unit == unit and one.value > Fraction(m["high"])):
                    words = later.text[one.start : one.end]
                    whole = f"{m['high']} {unit}s"
                    yield later.at(one.start, one.end).mark(
                        "event-within-follow-up", Verdict.FAILS, f"{words} lies beyond the longest follow-up, {whole}.",
                        computed=f"{words} > {whole}", arithmetic=f"{words} > {whole}",
                        suggestion="correct the time of the event, or the follow-up",
                    )  # fmt: skip


_FOLLOW_ON = lazy(r"\b(?:extended|further|long-?term|extension|registry|telephone|subsequent)\b", re.IGNORECASE)


_LISTED_BEFORE = lazy(r"(?:\d{1,3}(?:,\s*|,?\s+and\s+)){1,6}$")


def _is_event(said: str, one: Length) -> bool:
    head = _LISTED_BEFORE.sub("", said[max(0, one.start - 70) : one.start])
    return bool(_AT.search(head) and _EVENT.search(said) and _COUNTED.match(said, one.end))


_AGES = lazy(
    r"\b(?:aged|ages?|age\s+rang\w+)\b[^.;%]{0,60}?(?:\brang\w+[\s,:]+(?:from\s+|was\s+)?|\b(?:from|between|aged|was|of)\s+|[(,]\s*|(?<=aged|ages)\s+)"
    r"(?P<low>\d{1,2})\s*(?:to|–|-|‐|‑|and)\s*(?P<high>\d{1,3})\b(?!\s*(?:%|mg|months|weeks|days|mm|cm|g\b))",
    re.IGNORECASE,
)
_OF_SOME = lazy(
    r"\b(?:onset|diagnosis|IQR|interquartile|duration|controls?|women|men|girls|boys|first\s+symptoms?)\b", re.I
)


@rule(
    "extreme-age-within-range",
    kind="time",
    doc="The youngest and the oldest are as old as the range of ages says.",
    source="comparison of the printed ages",
)
def extreme_age_within_range(text: Scanned) -> Iterator[Mark]:
    """Aged 4 to 16 years; the oldest was 19."""
    for sentence in readable(text):
        said = sentence.text
        m = _AGES.search(said) if not _OF_SOME.search(said) else None
        if m is None or int(m["low"]) >= int(m["high"]):
            continue
        for later in (sentence, *text.sentences[sentence.number + 1 : sentence.number + 3]):
            if later.block_number != sentence.block_number or _OF_SOME.search(later.text) or len(later.text) > 600:
                break
            for one in _EXTREME.finditer(later.text, m.end() if later is sentence else 0):
                if not int(m["low"]) <= int(one["n"]) <= int(m["high"]):
                    yield later.at(one.start("n"), one.end("n")).mark(
                        "extreme-age-within-range", Verdict.FAILS,
                        f"{one['n']} lies outside the ages of {m['low']} to {m['high']}.",
                        computed=f"{one['n']} is not within {m['low']} to {m['high']}",
                        arithmetic=f"{one['n']} is not within {m['low']} to {m['high']}",
                        suggestion="correct the age, or the range",
                    )  # fmt: skip
