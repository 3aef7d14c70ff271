"""Times against the bounds told for everybody: the end of follow-up, of a study or a stay, the least of a course."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from resorb.checks.arithmetic.rounding import written
from resorb.reading.lazy import lazy
from resorb.reading.numerals import NUMBER, read_numeral
from resorb.reading.times.lengths import Length, listed_moments, nth_moments, points
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times.dates import QUOTED, readable
from resorb.values.findings import Verdict

_I = re.IGNORECASE
_NEXT, _SHORT, _NEAR = 3, 600, 45
_DASH = r"\s*(?:–|-|‐|‑|to|and|until)\s*"
_ALL = lazy(
    r"\b(?:whole|entire|leave\s+the\s+study|horizon|not\s+contacted|(?:he|she|it|patient|woman|man|boy"
    r"|girl)\s+was\s+(?:seen|followed|observed)"
    r"|all|every|each|both|everybody|everyone|nobody|no\s+one|none|no\s+(?:patient|participant|child|case)"
    r"|maximum|maximal|longest|at\s+most"
    r"|not\s+(?:beyond|longer)|beyond|last\s+(?:study\s+)?(?:visit|assessment|examination|follow-?up)"
    r"|final\s+(?:visit|assessment)"
    r"|(?:follow-?up|observation|study|trial)\s+(?:ended|stopped|closed|finished|was\s+(?:limited|restricted)))\b",
    _I,
)
_TOPIC = lazy(
    r"\b(?:horizon|follow\w*|observ\w*|visits?|assess\w*|examin\w*|study|trial|seen|contact|surveillance)\b", _I
)
_STUDY = lazy(
    r"[\s-]*(?:study|trial|programme|program|observation|follow-?up)\b(?!\s+(?:visit|assessment|score|result|data"
    r"|photo))",
    _I,
)
_OTHERS_STUDY = lazy(r"\w\s?\[\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\]")
"""A reference: what is told there is others' study."""
_RANGE = lazy(
    rf"\b(?:follow\w*|observ\w*)\b[^.;]{{0,80}}?(?:\brang\w+\s*(?:was|from|of|between|[:=,])?\s*|\(|\bbetween\s+"
    rf"|\bfor\s+|\bfrom\s+)"
    rf"(?P<low>{NUMBER}){_DASH}(?P<n>{NUMBER})\s*(?P<unit>days?|weeks?|months?|years?)?(?![\w%])",
    _I,
)
_END = lazy(
    r"(?<!patients )(?<!women )(?<!men )(?<!them )(?<!participants )(?<!whom )(?<!\d )\bdied\b[^.;\d]{0,50}\b(?:in|at"
    r"|on|after)\s+(?:the\s+)?$"
    r"|\b(?:length\s+of\s+stay|hospital\s+stay|stay\s+in\s+hospital)\s*(?:was|of|lasted|:)?\s*$",
    _I,
)
_DIED = lazy(r"\bdied\b", _I)
_SEVERAL = lazy(
    r"\b(?:(?:patient|case|participant|subject)\s+(?:no\.?\s*)?(?:\d{1,3}|[A-H])|patients|participants|cases|women|men"
    r"|arms?|groups?|one|two|three|four|five|another|others?|each|the\s+(?:first|second|third))\b",
    _I,
)
_SINCE_THE_END = lazy(
    r"\b(?:after|from|since|following)\s+(?:the\s+|its\s+)?(?:closure|healing|end|last|stop\w*|discontinu\w*"
    r"|surgery|operation|complet\w*)\b",
    _I,
)
_LAST = lazy(r"\s*\((?:the\s+)?(?:last|final|end\s+of)\s+(?:visit|study|assessment|follow-?up)|\bdied\b|\bstay\b", _I)
_UNIT = lazy(r"\b(?P<unit>day|week|month|year)s?\b", _I)
_INNER = lazy(r"\b(?:IQR|interquartile|quartile|median|mean|average|CI)\b", _I)
_NOT_ALL = lazy(
    r"\b(?:median|mean|average|every|each|first|least|minimum|more\s+than|over|after|of\s+the|previous|last|per"
    r"|from)\s+(?:the\s+|of\s+)?$",
    _I,
)
_EVENT = lazy(
    r"\b(?:recur\w*|relaps\w*|return\w*|reappear\w*|heal\w*|improv\w*|died|death|excised|ulcerat\w*|respond\w*"
    r"|resol\w*|disappear\w*"
    r"|develop\w*|infect\w*|closed|closure|cleared|progress\w*|amputat\w*|flare\w*|alive|surviv\w*|required"
    r"|needed|underwent|regr\w+"
    r"|enlarg\w*|remission|free|stroke|pneumonia|sepsis|occurred|seen|noted|found|measured|scored|took\s+place"
    r"|new|smaller|shrunk"
    r"|softened|report\w*|radiographs|scans?|visit|withdr\w*|stopped|event\w*)\b",
    _I,
)
_NONE_MORE = lazy(r"\b(?:no|none|nobody|not|never)\b[^.;]{0,60}$", _I)
_FOR = lazy(r"\b(?:for|of|was|during|over|lasted)\s+$", _I)
_THEN = lazy(r"\s+(?:after|before|later|apart|earlier)\b", _I)
_SHORTEST = lazy(r"\b(?:shortest|briefest|minimum|minimal|least)\b[^.;]{0,50}$", _I)
_MEANWHILE = lazy(r"\b(?:at|in|on)\s+(?:the\s+)?$", _I)
_OF_ALL = lazy(r"\s+of\s+(?:treatment|therapy|observation|follow-?up|the\s+(?:study|trial))\b", _I)
_ENDED = lazy(r"\b(?:end\w*|stopp\w*|closed|finished|over|last|final|beyond)\b[^.;,]{0,40}$", _I)
_AT = lazy(r"(?:\b(?:at|after|by|in|on|until|to|and|or|another|again|a)\s+(?:the\s+)?|[,(:]\s*|^\W*)$", _I)
_AFTER = lazy(
    r"\s+(?:after\s+(?:the\s+)?(?:first|start|last|inclusion|entry|enrol\w*|treatment|injection|infusion)|later)\b", _I
)
_IN_ALL = lazy(r"\s+(?:in\s+(?:all|total)|altogether|overall|together|combined|all\s+told)\b", _I)
_EITHER_SIDE = lazy(
    r"\s+(?:(?:on|to)\s+)?(?:either|each|both)\s+(?:side|way|direction)s?\b|\s+(?:before|early|earlier)\s+or\b", _I
)
"""Behind the room around a day, which is no end."""
_ADDED = lazy(
    r"[\s-]*(?:of\s+)?(?:(?:treatment|drug)-free\s+|post-?treatment\s+|off-treatment\s+|safety\s+|further\s+)?"
    r"(?:follow\w*|observ\w*|wash-?out|surveillance|run-(?:in|out)|extension|without\s+(?:treatment|ointment|drug))\b",
    _I,
)
"""What stands behind a phase that is added to another: "24 weeks, with 12 weeks of follow-up"."""
_THEN_FOR = lazy(r"\b(?:then|thereafter|afterwards|another|further)\s+(?:[^\W\d]+\s+){0,4}$", _I)
_NO_MORE = lazy(r"\b(?:no|without|nobody|none)\b[^.;,]{0,40}\b(?:beyond|after|extension|further)\b", _I)
_UNBOUND = lazy(
    r"\b(?:extension|extended|open-label|long-term|registry|telephon\w*|beyond|outside|pre-?study|planned"
    r"|unscheduled|before|history|onset"
    r"|diagnosis|previous\w*|earlier|since|median|mean|average|would|will|should|if|second\s+(?:study|trial)"
    r"|another\s+(?:study|trial)"
    r"|further\s+\S+\s+(?:day|week|month|year)|additional|et\s+al|literature|prolonged|subsequent\w*|aged|(?:survivors"
    r"|responders)\b[^.]{0,30}\bfollow)\b",
    _I,
)
FOLLOWED = lazy(r"\b(?:follow\w*|observ\w*|seen)\b", _I)
_DAYS = {"day": Fraction(1), "week": Fraction(7), "month": Fraction(61, 2), "year": Fraction(365)}


@dataclass(frozen=True, slots=True)
class Bound:
    """The end for all, or of the longest follow-up; ``is_sure`` when no other end can be meant."""

    value: Fraction
    unit: str
    start: int
    end: int
    is_sure: bool = False


@rule(
    "beyond-the-bound",
    kind="time",
    doc="No event lies beyond the longest follow-up, or beyond the end told for everybody.",
    source="the upper end of a range of follow-up, a follow-up or study of one length, a last visit; times of the same "
    "and the next sentences in the same unit, or a sixth longer in another",
)
def beyond_the_bound(text: Scanned) -> Iterator[Mark]:
    """Followed for six months; one nodule recurred at nine months."""
    for sentence in readable(text):
        said = sentence.text
        if len(said) > _SHORT or not (_TOPIC.search(said) or _LAST.search(said)) or QUOTED.search(said):
            continue
        if _OTHERS_STUDY.search(said):
            continue
        bound = ranged(said) or _for_all(said)
        if bound is None or _is_one_of_several(text, sentence, bound):
            continue
        for later in following(text, sentence):
            own = later is sentence
            words = later.text[bound.end :] if own else later.text
            if _UNBOUND.search(_NO_MORE.sub("", words)) or (not own and _resets(later.text)):
                break
            yield from _beyond(bound, later, bound.end if own else 0)
        around = said[max(0, bound.start - 90) : bound.end + 60]
        if FOLLOWED.search(around) and not _SINCE_THE_END.search(around):
            before = next(text.before(sentence), None)
            if not _UNBOUND.search(said):
                yield from _beyond(bound, sentence, 0, bound.start)
            if before is not None and not _UNBOUND.search(before.text) and not _resets(before.text):
                yield from _beyond(bound, before, 0)


def _is_one_of_several(text: Scanned, sentence: Sentence, bound: Bound) -> bool:
    """Whether the bound is the death of one patient where others are told of, for whom it is no end."""
    died = _DIED.search(sentence.text, max(0, bound.start - 70), bound.start)
    return died is not None and any(_SEVERAL.search(one.text) for one in following(text, sentence))


def ranged(said: str) -> Bound | None:
    """The upper end of a range of follow-up."""
    found = [m for m in _RANGE.finditer(said) if "IQR" not in m[0] and "nterq" not in m[0]]
    if len(found) != 1:
        return None
    m = found[0]
    low, high = read_numeral(m["low"]), read_numeral(m["n"])
    unit = m["unit"] or next((u["unit"] for u in _UNIT.finditer(said, m.start(), m.end() + 12)), None)
    if low is None or high is None or unit is None or low.value >= high.value:
        return None
    return Bound(high.value, unit.lower().rstrip("s"), m.start("n"), m.end(), is_sure=True)


def _for_all(said: str) -> Bound | None:
    """The one length or moment that is the end for all."""
    told = [one for one in _times(said) if one.unit in _DAYS and one.span.low == one.span.high]
    if _is_summed(said, told):
        return None
    ends = [one for one in told if _END.search(said[max(0, one.start - 70) : one.start]) or _LAST.match(said, one.end)]
    if ends and not ends[0].bound:
        return _bound(ends[0], surely=True)
    studies = [one for one in told if one.is_joined and _STUDY.match(said, one.end)]
    if studies:
        return _bound(studies[0])
    if not _ALL.search(said):
        return None
    near = [
        one for one in told
        if (one.bound not in ("least", "over") or _NONE_MORE.search(said[: one.start]))
        and not (one.is_point and (said[one.start].isdigit() or one.value <= 1))
        and not _EITHER_SIDE.match(said, one.end)
        and not _NOT_ALL.search(said[max(0, one.start - 24) : one.start])
        and (_FOR.search(said[: one.start][-12:]) or not _THEN.match(said, one.end))
        and (_is_end(said[max(0, one.start - 60) : one.start]) or _OF_ALL.match(said, one.end))
        and _TOPIC.search(said[max(0, one.start - 60) : one.end + 30])
        and _ALL.search(said[max(0, one.start - 90) : one.end + 45])
    ]  # fmt: skip
    return _bound(near[0]) if near and not _INNER.search(said) else None


def _is_summed(said: str, told: list[Length]) -> bool:
    """Whether phases follow each other, so that no single one is the end for all."""
    phases = [one for one in told if not one.is_point]
    return any(
        _IN_ALL.match(said, one.end)
        or _ADDED.match(said, one.end)
        or _THEN_FOR.search(said[max(0, one.start - 50) : one.start])
        for one in phases[1:]
    )


_ROOM = lazy(
    r"\b(?:windows?|margins?|tolerances?|leeway|grace|allowance|intervals?|gaps?|±|plus or minus|notice|apart|within)"
    r"[^.;]{0,30}$|\+/?[-−]\s*$|±\s*$",
    _I,
)
"""What may come between a visit and its day, or between visits."""


def _is_end(head: str) -> bool:
    """Whether what stands before a time may make it an end: "seen at week 12" is none, "ended at week 12" is."""
    if _SHORTEST.search(head) or _ROOM.search(head):
        return False
    return not _MEANWHILE.search(head) or _ENDED.search(head) is not None


def _times(said: str) -> list[Length]:
    return sorted([*points(said), *listed_moments(said), *nth_moments(said)], key=lambda one: one.start)


def _bound(one: Length, *, surely: bool = False) -> Bound:
    return Bound(one.value, one.unit, one.start, one.end, surely)


def _resets(said: str) -> bool:
    return ranged(said) is not None or bool(_TOPIC.search(said) and _ALL.search(said))


def following(text: Scanned, sentence: Sentence) -> Iterator[Sentence]:
    """The sentence and the few after it that are still about the same."""
    for later in text.sentences[sentence.number : sentence.number + _NEXT]:
        if later.block_number != sentence.block_number or len(later.text) > _SHORT:
            return
        yield later


def _beyond(bound: Bound, later: Sentence, after: int, until: int = _SHORT) -> Iterator[Mark]:
    said = later.text
    for one in _times(said):
        if (
            not after <= one.start < until
            or one.unit not in _DAYS
            or one.bound
            or one.span.about
            or one.span.low != one.span.high
        ):
            continue
        head = said[max(0, one.start - 60) : one.start]
        if not (one.is_point or _AT.search(head) or _AFTER.match(said, one.end)) or not (
            bound.is_sure or one.is_point or _EVENT.search(said[after:])
        ):
            continue
        same = one.unit == bound.unit
        past = (
            one.value > bound.value
            if same
            else one.value * _DAYS[one.unit] > bound.value * _DAYS[bound.unit] * Fraction(7, 6)
        )
        if past:
            words, whole = said[one.start : one.end], f"{written(bound.value)} {bound.unit}s"
            yield later.at(one.start, one.end).mark(
                "beyond-the-bound", Verdict.ASSUMES, f"{words} lies beyond the {whole} that are the end for all.",
                computed=f"{words} > {whole}", arithmetic=f"{words} > {whole}",
                suggestion="correct the time, or the end", assumption="both are counted from the same start",
            )  # fmt: skip


_OF_THE = lazy(r"\s+of\s+(?:the|this|that|an?|our)\s+(?:\w+\s+)?$", _I)


@rule(
    "part-of-a-span",
    kind="time",
    doc="A part of a span is no longer than the span.",
    source="two lengths joined by “of the”, in days",
)
def part_of_a_span(text: Scanned) -> Iterator[Mark]:
    """The first 20 weeks of the 16-week trial."""
    for sentence in readable(text):
        said = sentence.text
        found = [one for one in points(said) if one.unit in _DAYS and not one.is_point and not one.span.about]
        for part, whole in pairwise(found):
            gap = said[part.end : whole.start]
            if part.bound or whole.bound or not _OF_THE.fullmatch(gap):
                continue
            if part.value * _DAYS[part.unit] > whole.value * _DAYS[whole.unit] * Fraction(11, 10):
                words, of = said[part.start : part.end], said[whole.start : whole.end]
                yield sentence.at(part.start, part.end).mark(
                    "part-of-a-span", Verdict.FAILS, f"{words} are more than {of}.", computed=f"{words} > {of}",
                    arithmetic=f"{words} > {of}", suggestion="correct one of the two lengths",
                )  # fmt: skip


_LISTED = lazy(
    r"\b(?P<list>\d{1,3}(?:(?:,\s|,?\sand\s)\d{1,3}){1,9})\s(?P<unit>day|week|month|year)s?\b"
    r"|\b(?P<unit2>day|week|month|year)s\s(?P<list2>\d{1,3}(?:(?:,\s|,?\sand\s)\d{1,3}(?!\d|\s?%)){1,9})",
    _I,
)
_LAST_OF = lazy(
    r"\b(?:last|final)\s+(?:of\s+(?:these|those|the|her|his|their)\s+)?"
    r"(?:visits?|assessments?|examinations?|follow-?ups?|time\s+points?|of\s+these)\b",
    _I,
)


@rule(
    "last-of-the-visits",
    kind="time",
    doc="What is told of the last of listed visits has the time of the last one listed.",
    source="the largest number of the list in its unit against the time told beside “the last of these visits”",
)
def last_of_the_visits(text: Scanned) -> Iterator[Mark]:
    """Seen at 2, 4 and 9 months; at the last of these visits, after twelve months."""
    for sentence in readable(text):
        listed = list(_LISTED.finditer(sentence.text))
        if len(listed) != 1 or not re.search(r"visit|seen|assess|examin|review|follow", sentence.text, _I):
            continue
        m = listed[0]
        last = max(int(n) for n in re.findall(r"\d+", m["list"] or m["list2"]))
        unit = (m["unit"] or m["unit2"]).lower()
        for later in list(following(text, sentence))[:2]:
            said, after = later.text, m.end() if later is sentence else 0
            told = _LAST_OF.search(said, after)
            for one in points(said) if told else ():
                near = (
                    told is not None
                    and one.start >= after
                    and min(abs(one.start - told.end()), abs(told.start() - one.end)) < _NEAR
                )
                if near and one.unit == unit and not one.bound and one.value != last:
                    yield later.at(one.start, one.end).mark(
                        "last-of-the-visits", Verdict.ASSUMES,
                        f"The last visit listed is that of {unit} {last}, not {said[one.start : one.end]}.",
                        computed=f"{unit} {last}", arithmetic=f"{m[0]}: the last is {last}",
                        suggestion=f"{unit} {last}, or another list", assumption="the list holds every visit",
                    )  # fmt: skip
