"""The rate a pump is set to against the volume and the time, in one sentence or in those right before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from resorb.reading.doses.quantities import Quantity, quantities
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.doses.arithmetic import not_summed
from resorb.scan.rules.doses.runs import is_steady, says_change
from resorb.values.documents import BlockKind
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text

_I = re.IGNORECASE
_CLOSE = Fraction(1, 25)
_BACK = 2
"""So many sentences before the rate may name the volume and the time."""
_LINE = 90
"""Characters of a line of a list."""
_WHOLE = lazy(
    r"\b(?:final|resulting|total|whole|entire|end|made[ -]up|combined|full|complete|bag:|bag (?:size|volume)|volume:)"
    r"(?:\s+(?:volume|bag|solution|infusate|mixture)\b)?[^.;\d]{0,40}$",
    _I,
)
_OVER = lazy(
    r"[^.;:\d]{0,60}?\b(?:over|in|during|within|for|across)\s+(?:the\s+)?"
    r"(?:(?:last|final|first|about|a|an|one)\s+){0,3}(?:period of )?$",
    _I,
)
_HOURS = lazy(
    r"\b(?:(?:the|one|an|a)\s+(?:last|final|single|full|whole)?\s*hour|(?:last|final|one|single) hour"
    r"|(?P<half>half(?: an| a|[ -])? ?hour))\b"
    r"(?! before| after| apart| later| ago)",
    _I,
)
_GIVEN = lazy(
    r"\b(?:infus\w*|pump\w*|run\w*|rate|deliver\w*|administ\w*|giv\w*|drip\w*|set\b|bag|iv\b|intravenous\w*|over"
    r"|thiosul(?:f|ph)ate|STS|session|(?:final|total) volume)\b",
    _I,
)


_FLUID = lazy(
    r"\s*(?:of )?(?:[\d.]+ ?% )?(?:normal |isotonic )?(?:saline|sodium chloride|NaCl|NS\b|dextrose|glucose|D5W|water)",
    _I,
)
"""Behind a volume that the drug is put into, and that is not all that runs in."""
_PART_OF = lazy(r"\b(?:half|third|quarter|part|rest|remainder) of (?:the |this |its |each )?(?:\w+ )?$", _I)
_IF = lazy(r"\W*(?:if|when|for|in case of|where)\b[^,;.\d]{0,60},", _I)
_AT_RATE = lazy(
    r"\s(?:(?:of (?:the )?(?:solution|infusion|mixture|infusate) )?(?:is|are|was|were|should be|to be|being)? ?"
    r"(?:then |likewise |also )?(?:run|given|infused|pumped|delivered|administered|set)? ?(?:in |through )?)(?:at|@) "
    r"(?:a rate of |a steady |about )?",
    _I,
)
"""Between a volume and the rate at which it is run."""
_RATE_LINE = lazy(r"\W*(?:infusion |pump |flow |drip )?rate\b", _I)
_LOT = lazy(r"\b(?:the (?:whole|lot|mixture|result|bag|total)|all|together|combined)\b", _I)


@dataclass(frozen=True, slots=True)
class _Run:
    """A volume (mL) or a time (min) with its place; ``is_whole`` for what is said to be all that runs in."""

    value: Fraction
    start: int
    end: int
    is_whole: bool = False


@rule(
    "pump-rate",
    kind="dose-arithmetic",
    doc="The rate of an infusion is its volume through its time.",
    source="exact arithmetic; one part in twenty-five is allowed for rounding",
)
def pump_rate(text: Scanned) -> Iterator[Mark]:
    """Rates in mL per hour or minute beside a volume that runs in over a stated time."""
    found: list[Mark] = []
    for sentence in text.sentences:
        if "m" not in sentence.text:
            continue
        flows = [q for q in quantities(sentence.text) if q.kind == "flow" and q.exact]
        found += [m for q in flows if (m := _judged(text, sentence, q)) is not None]
    yield from not_summed(text, found)


def _judged(text: Scanned, sentence: Sentence, flow: Quantity) -> Mark | None:
    said = sentence.text
    if not _GIVEN.search(said) or not (_is_steady(said, flow)):
        return None
    told = " ".join(s.text for s in _before(text, sentence)) + " " + said[: flow.start]
    volumes, times = _runs(text, sentence, flow)
    if not volumes or not times or flow.exact is None:
        return None
    pinned = [v for v in volumes if v.start >= 0 and _AT_RATE.fullmatch(said, v.end, flow.start)]
    if pinned:  # "the 200 mL is run at 100 mL/h": no other volume is meant, and any time told just before may be
        earlier = [t for back, s in enumerate(_before(text, sentence), 1) for t in _of(s.text, -5000 * back, None)[1]]
        volumes, times = pinned[-1:], [*times, *earlier]
    filled = [v.value for v in volumes] + [v.value + w.value for v, w in combinations(volumes, 2)]
    if any(_is_close(volume / t.value, flow) for volume in filled for t in times):
        return None
    if pinned and len({t.value for t in times}) > 1:
        return None
    pair = _pair(said, volumes, times, flow) or _pinned(pinned, times, flow) or _of_lines(sentence, volumes, times)
    if pair is None:
        return None
    volume, time, sure = pair
    exact = volume.value / time.value
    an_hour = flow.unit == "mL/h"
    shown = f"{as_text(exact * 60)} mL/h" if an_hour else f"{as_text(exact)} mL/min"
    how = f"{as_text(volume.value)} mL / {as_text(time.value)} min = {shown}"
    sure = sure and len({t.value for t in times}) == 1 and not says_change(told[-160:])
    return sentence.at(flow.start, flow.end).mark(
        "pump-rate", Verdict.FAILS if sure else Verdict.ASSUMES,
        f"The rate does not follow from volume and time: {how}.",
        computed=shown, arithmetic=how, suggestion=shown,
        assumption=None if sure else "all of this volume is given at this rate",
    )  # fmt: skip


def _is_steady(said: str, flow: Quantity) -> bool:
    """Whether the rate is kept; a condition may open a whole order: "If nausea, give the 200 mL over 90 min at …"."""
    condition = _IF.match(said)
    begin = condition.end() if condition is not None else 0
    if begin < flow.start:
        volumes, times = _of(said[begin : flow.start], 0, None)
        if volumes and times:
            return is_steady(said[begin:], flow.start - begin, flow.end - begin)
    return is_steady(said, flow.start, flow.end)


def _is_close(exact: Fraction, flow: Quantity) -> bool:
    printed = flow.exact or Fraction(0)
    return abs(exact - printed) <= max(exact * _CLOSE, flow.step / 2)


def _runs(text: Scanned, sentence: Sentence, flow: Quantity) -> tuple[list[_Run], list[_Run]]:
    """Volumes and times of a sentence and of those before it, whose places lie below zero."""
    volumes, times = _of(sentence.text, 0, flow)
    if volumes and times:
        return volumes, times
    for back, earlier in enumerate(_before(text, sentence), 1):
        more_volumes, more_times = _of(earlier.text, -5000 * back, None)
        volumes, times = (volumes or more_volumes), (times or more_times)
    return volumes, times


def _before(text: Scanned, sentence: Sentence) -> Iterator[Sentence]:
    """The sentences before, also where each is a line of a list."""
    for number in range(sentence.number - 1, max(-1, sentence.number - 1 - _BACK), -1):
        one = text.sentences[number]
        if one.block_number != sentence.block_number and not (_is_line(one) and _is_line(sentence)):
            return
        yield one


def _is_line(sentence: Sentence) -> bool:
    return sentence.block.kind is BlockKind.PARAGRAPH and len(sentence.block.passage.text) <= _LINE


def _of(said: str, shift: int, flow: Quantity | None) -> tuple[list[_Run], list[_Run]]:
    volumes, times = [], []
    for q in quantities(said):
        if q.exact and (flow is None or q.start != flow.start):
            if q.kind == "volume" and not _PART_OF.search(said, max(0, q.start - 30), q.start):
                whole = _WHOLE.search(said, max(0, q.start - 70), q.start) is not None
                volumes.append(_Run(q.exact, q.start + shift, q.end + shift, whole))
            elif q.kind == "minutes":
                times.append(_Run(q.exact, q.start + shift, q.end + shift))
    for match in _HOURS.finditer(said):
        if not any(t.start - shift < match.end() and match.start() < t.end - shift for t in times):
            times.append(_Run(Fraction(30 if match["half"] else 60), match.start() + shift, match.end() + shift))
    return volumes, times


def _pair(said: str, volumes: Sequence[_Run], times: Sequence[_Run], flow: Quantity) -> tuple[_Run, _Run, bool] | None:
    """The volume and the time that are meant: the whole of what runs in, else what runs over a time in these words."""
    over = [
        (v, t)
        for v in volumes
        for t in times
        if v.start >= 0 and v.end <= t.start <= flow.start and _OVER.fullmatch(said, v.end, t.start)
    ]
    if len(over) == 1 and (_FLUID.match(said, over[0][0].end) or _LOT.search(said, over[0][0].end, over[0][1].start)):
        return _together(volumes, over[0][1])
    if len(over) == 1:
        return (*over[0], True)
    whole = [v for v in volumes if v.is_whole and v.start < flow.start]
    time = max((t for t in times if t.start < flow.start), key=lambda t: t.start, default=None)
    if time is None:
        return None
    if whole:
        return whole[-1], time, len({v.value for v in whole}) == 1
    alone = len(volumes) == 1 and len(times) == 1 and 0 <= volumes[0].start < flow.start
    return (volumes[0], time, False) if alone and flow.start - volumes[0].end < 120 else None


def _of_lines(sentence: Sentence, volumes: Sequence[_Run], times: Sequence[_Run]) -> tuple[_Run, _Run, bool] | None:
    """One volume and one time, each in a line of its own over that of the rate."""
    alone = len(volumes) == len(times) == 1 and _is_line(sentence) and _RATE_LINE.match(sentence.text) is not None
    return (volumes[0], times[0], False) if alone else None


def _pinned(volumes: Sequence[_Run], times: Sequence[_Run], flow: Quantity) -> tuple[_Run, _Run, bool] | None:
    """The volume run at the rate, and the time told before it; one behind may be worked out from both."""
    told = [t for t in times if t.start < flow.start]
    return (volumes[-1], told[0], False) if volumes and told else None


def _together(volumes: Sequence[_Run], time: _Run) -> tuple[_Run, _Run, bool] | None:
    """Two volumes put together, of which one is that of the fluid."""
    if len(volumes) != 2:
        return None
    first, last = volumes
    return _Run(first.value + last.value, first.start, last.end, is_whole=True), time, True
