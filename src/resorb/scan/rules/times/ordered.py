"""Events told with dates, numbered days or lengths, one after another, against the order they can have; by points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from resorb.reading.doses.drug_names import drug_names
from resorb.reading.lazy import lazy
from resorb.reading.times.event_kinds import FIRST, Kind, event_kinds
from resorb.reading.times.story import Quantity, quantities
from resorb.reading.times.story_words import words_between, words_within
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.rules.times.weighed import window_of
from resorb.scan.weighing import Candidate, weighing
from resorb.values.findings import Verdict

_ANOTHER = lazy(
    r"\b(?:previous\w*|prior|new|another|other|remaining|former\w*|again|autops\w*|published|publication|family"
    r"|widow\w*|discussed|spontaneous\w*)\b",
    re.IGNORECASE,
)
"""Words of an event that is not of the same story."""
_EACH_OF_ANOTHER = lazy(
    r"\b(?:one|another|two|three|four|five|six|(?:patient|case|participant)\s+(?:no\.?\s*)?\d{1,3})\s+(?:(?:patient|was|were"
    r"|had|of\s+them|more|also|then)\s+){0,3}$",
    re.IGNORECASE,
)
"""Before an event whose subject is counted or numbered: two of these are two persons."""
_MOST, _NEAREST = 10, 3
_YEAR, _MONTH = 365, 31
_KINDS = ("date", "moment")


@weighing(
    "times-in-order",
    kind="time",
    doc="What can only come later has no earlier date: nothing after death, no result before the biopsy.",
    source="the dates or numbered days of a sentence and the two before, with the kinds of their events; told where "
    "one steps back and the words say that it came later",
)
def times_in_order(text: Scanned) -> Iterator[Sequence[Candidate]]:
    """Pairs told in one order and dated in the other; the later one stands in the sentence."""
    for sentence in text.sentences:
        window, begin = window_of(text, sentence)
        if not window:
            continue
        placed = [one for one in quantities(window, text.day_first) if one.kind in (*_KINDS, "birth")]
        found = [one for one in placed if one.kind in _KINDS]
        if not 1 < len(found) <= _MOST:
            continue
        named = zip(placed, event_kinds(window, placed), strict=True)
        every = [(one, kind) for one, kind in named if one.kind in _KINDS]
        told = words_within(window)
        group = []
        for at, two in enumerate(every):
            for one in every[max(0, at - _NEAREST) : at] if two[0].start >= begin else ():
                if _turned(one, two) or _turned(two, one):
                    features = _features(window, begin, one, two, found) | told
                    group.append(Candidate(features, partial(_mark, sentence, begin, one, two)))
        if group:
            yield group


def _drugs(kind: Kind) -> set[str]:
    """Drugs that are named with an event, ours left out."""
    return {d.key or d.text.lower() for d in drug_names(kind.words) if not d.is_weak} - {"sodium thiosulfate"}


def _turned(one: tuple[Quantity, Kind], two: tuple[Quantity, Kind]) -> bool:
    """Whether the second is dated before the first, and no kind of event says that it should be."""
    (a, first), (b, second) = one, two
    if any(_ANOTHER.search(kind.words) for kind in (first, second)) or _drugs(first) != _drugs(second):
        return False
    if all(_EACH_OF_ANOTHER.search(kind.lead) for kind in (first, second)):
        return False
    if a.kind != b.kind or a.days - a.wide <= b.days + b.wide:
        return False
    return a.start < b.start or (first.name, second.name) in FIRST


def _features(
    window: str, begin: int, one: tuple[Quantity, Kind], two: tuple[Quantity, Kind], found: Sequence[Quantity]
) -> dict[str, float]:
    (a, first), (b, second) = one, two
    same = [o for o in found if o.kind == a.kind]
    back = a.days > b.days
    gap = abs(a.days - b.days)
    ordered = (first.name, second.name) in FIRST
    turned = (second.name, first.name) in FIRST
    features: dict[str, float] = {
        "steps back": back,
        f"first {first.name}": 1,
        f"second {second.name}": 1,
        "forward": not back,
        f"behind {first.name}": not back,
        f"forward to {second.name}": not back,
        "must not": ordered if back else turned and not ordered,
        "is right": turned if back else ordered,
        "death first": first.name == "death" and back,
        "numbered": a.kind == "moment",
        "of a period": a.group == b.group != 0,
        "in one sentence": (a.start >= begin) == (b.start >= begin),
        "next": not any(a.start < o.start < b.start for o in found),
        "whole days": a.unit == b.unit == "day",
        "years only": "year" in (a.unit, b.unit),
        "days apart": gap < _MONTH,
        "months apart": _MONTH <= gap < _YEAR,
        "years apart": gap >= 2 * _YEAR,
        "rises without it": _rises([o for o in same if o is not b]) and len(same) > 2,
        "rises without the other": _rises([o for o in same if o is not a]) and len(same) > 2,
        "only two": len(same) == 2,
        "many": len(same) > 4,
        "twice the same words": bool(set(first.words.split()) & set(second.words.split())),
    }
    words = words_between(window, a, b)
    features |= words
    features |= dict.fromkeys((f"must not: {name}" for name in words), 1.0) if features["must not"] else {}
    return {name: float(value) for name, value in features.items() if value}


def _rises(line: Sequence[Quantity]) -> bool:
    return all(a.days - a.wide <= b.days + b.wide for a, b in pairwise(line))


def _mark(sentence: Sentence, begin: int, one: tuple[Quantity, Kind], two: tuple[Quantity, Kind]) -> Mark:
    (a, first), (b, second) = one, two
    (early, kind), (late, other) = ((b, second), (a, first)) if a.days > b.days else ((a, first), (b, second))
    return sentence.at(b.start - begin, b.end - begin).mark(
        "times-in-order", Verdict.ASSUMES,
        f"The {kind.name} ({early.printed}) lies before the {other.name} ({late.printed}), and is told as later."
        if a.days > b.days else f"The {other.name} ({late.printed}) lies after the {kind.name} ({early.printed}).",
        computed=f"{early.printed} < {late.printed}", arithmetic=f"{early.printed} < {late.printed}",
        suggestion="correct one of the two", assumption="both are told of one story, in its order",
    )  # fmt: skip
