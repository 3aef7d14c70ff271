"""Lengths, ages and numbered days against all told with them: which reckoning is meant and missed, by points."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import pairwise

from resorb.checks.arithmetic.near_miss import near_miss
from resorb.checks.arithmetic.rounding import written
from resorb.reading.lazy import lazy
from resorb.reading.times.relations import WAYS, Fit, Relation, relations
from resorb.reading.times.story import Quantity, paces, quantities
from resorb.reading.times.story_words import event_overlap, words_around, words_within
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.rules.times.dates import QUOTED, TOLD_BEFORE
from resorb.scan.rules.times.far_events import judged_far_events
from resorb.scan.rules.times.lifetime import printed_years
from resorb.scan.rules.times.periods import shown
from resorb.scan.rules.times.stays import judged_stays
from resorb.scan.weighing import Candidate, weighing
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber
from resorb.values.ranges import Range
from resorb.values.spans import days_per

_DIGIT = lazy(r"\d|\b(?:day|week|month|year|hour|minute)", re.IGNORECASE)
_LONGEST, _BEFORE, _MOST, _OF_A_WAY = 700, 2, 12, 2


@weighing(
    "times-together",
    kind="time",
    doc="A length, an age or a numbered day fits the dates, ages, lengths and clock times it is told with.",
    source="every way to reckon it from those of the sentence and the two before; told where none comes out and the "
    "words speak of one",
)
def times_together(text: Scanned) -> Iterator[Sequence[Candidate]]:
    """Candidates of each sentence and the two before it, where one of their quantities stands in the last."""
    settled = _settled(text)
    for sentence in text.sentences:
        window, begin = window_of(text, sentence)
        if not window:
            continue
        found = quantities(window, text.day_first)
        if len(found) > _MOST:
            window, begin = sentence.text, 0
            found = quantities(window, text.day_first)
        if 1 < len(found) <= _MOST and any(one.start >= begin for one in found):
            at = sentence.start - begin
            known = {place - at for block, place in settled if block == sentence.block_number}
            yield [*_candidates(sentence, window, begin, found, printed_years(text), known)]


def window_of(text: Scanned, sentence: Sentence) -> tuple[str, int]:
    """The sentence with as many before it as are short enough, and where it begins among them; none if too long."""
    if sentence.is_long or _DIGIT.search(sentence.text) is None or QUOTED.search(sentence.text):
        return "", 0
    start = sentence.start
    for before in text.before(sentence, _BEFORE):
        if sentence.start + len(sentence.text) - before.start > _LONGEST or QUOTED.search(before.text):
            break
        start = before.start
    return sentence.passage.text[start : sentence.start + len(sentence.text)], sentence.start - start


def _candidates(
    sentence: Sentence,
    window: str,
    begin: int,
    found: Sequence[Quantity],
    years: Collection[int],
    known: Collection[int],
) -> Iterator[Candidate]:
    every = list(relations(found, paces(window)))
    told = words_within(window)
    fits = {id(one): one.fit for one in every}
    exact = {at for at, fit in fits.items() if fit is Fit.EXACT}
    near = {at for at, fit in fits.items() if fit is not Fit.NONE}
    right = {(one.target.start, one.way): 1 for one in every if id(one) in near}
    right |= {(one.target.start, one.way): 2 for one in every if id(one) in exact}
    used = {part.start for one in every if id(one) in exact and one.way != "life" for part in one.parts}
    held = {one.target.start for one in every if id(one) in exact and one.way != "life"}
    for target in found:
        if target.start in known or "< average" in words_around(window, target.start, target.end):
            continue
        told_before = TOLD_BEFORE.search(window, max(0, target.start - 12), target.start) is not None
        mine = [
            one
            for one in every
            if one.target is target
            and not _fits_elsewhere(one, years)
            and not (told_before and all(p.start > target.start for p in one.parts))
            and not _is_of_recruitment(window, one)
            and not _is_earlier(window, one)
        ]
        for way in WAYS:
            missed = sorted((one for one in mine if one.way == way and id(one) not in near), key=_spread)
            for rank, one in enumerate(missed[:_OF_A_WAY]):
                if max(target.start, *(p.start for p in one.parts)) >= begin:
                    features = _features(window, begin, one, rank, found) | told
                    features |= {f"exact {w}": 1 for w in WAYS if right.get((target.start, w)) == 2}
                    features |= {f"near {w}": 1 for w in WAYS if right.get((target.start, w)) == 1}
                    others = {w for w in WAYS if right.get((target.start, w)) == 2} - {way, "life"}
                    features[f"{way}: comes out otherwise"] = bool(others - {"gap", "same"})
                    features[f"{way}: may come out otherwise"] = bool(others & {"gap", "same"})
                    features["target used"] = target.start in used
                    features["only choice"] = sum(o.way == way for o in mine) == 1
                    features["two choices"] = 1 < sum(o.way == way for o in mine) < 4
                    features |= {f"{way}: {name}": features.get(name, 0) for name in _CROSSED}
                    features["parts used"] = sum(p.start in used for p in one.parts)
                    features["others open"] = min(3, sum(
                        o.kind == target.kind and o is not target and o.start not in held | used for o in found
                    ))  # fmt: skip
                    yield Candidate(features, partial(_mark, sentence, window, begin, one))


def _fits_elsewhere(one: Relation, years: Collection[int]) -> bool:
    """Whether the age is right in some year of the document: a letter is dated in its head."""
    return one.way == "born" and any(year - one.parts[0].value - one.target.value in (0, 1) for year in years)


def _is_earlier(window: str, one: Relation) -> bool:
    """Whether the age is one of former years, and the date that of another sentence: "diagnosed at 24" in a letter."""
    if one.way != "born" or one.target.bound != "then" or one.target.days > one.days:
        return False
    dated = max((p for p in one.parts if p.kind != "birth"), key=lambda p: p.start, default=one.target)
    first, last = sorted((dated, one.target), key=lambda p: p.start)
    return _ENDS.search(window, first.end, last.start) is not None


_ENDS = lazy(r"[.;]\s")


def _settled(text: Scanned) -> set[tuple[int, int]]:
    """Blocks and places of lengths that are right by dates told elsewhere in the document."""
    every = judged_stays(text) | judged_far_events(text)
    held = [(text.sentences[number], start) for (number, start), mark in every.items() if mark is None]
    return {(sentence.block_number, sentence.start + start) for sentence, start in held}


_RECRUITED = lazy(r"\b(?:recruit\w*|enrol\w*|includ\w+|admitted|screened|entered)\b", re.IGNORECASE)
_OF_A_STUDY = lazy(r"\s+(?:[a-z-]+,?\s+){0,6}?(?:trial|study|intervention|programme|follow-?\s?up)\b", re.IGNORECASE)


def _is_of_recruitment(window: str, one: Relation) -> bool:
    """Whether the dates tell when patients were taken in, and the length how long each stayed: "a 9-month trial"."""
    if one.way != "dates" or not one.target.is_joined or not _OF_A_STUDY.match(window, one.target.end):
        return False
    first, last = min(p.start for p in one.parts), max(p.end for p in one.parts)
    return _RECRUITED.search(window, max(0, first - 60), last + 60) is not None


_CROSSED = (
    "only choice", "target used", "next to each other", "one period", "last", "joined", "rank 0", "event of none",
    "event of a part", "parts earlier", "parts here", "close", "longer", "more than two", "like a slip",
    "others between",
)  # fmt: skip


def _spread(one: Relation) -> int:
    places = [one.target, *one.parts]
    return max(p.end for p in places) - min(p.start for p in places)


def _features(window: str, begin: int, one: Relation, rank: int, found: Sequence[Quantity]) -> dict[str, float]:
    target, parts = one.target, one.parts
    places = sorted([target, *parts], key=lambda p: p.start)
    inside = sum(places[0].start < o.start < places[-1].start for o in found) - len(places) + 2
    ratio = one.target.days / one.days if one.days else Fraction(99)
    near = min(target.start - p.end if p.end <= target.start else p.start - target.end for p in parts)
    features: dict[str, float] = {
        f"way {one.way}": 1,
        f"rank {rank}": 1,
        f"unit {target.unit}": 1,
        "joined": target.is_joined,
        "about": target.is_about,
        f"bound {target.bound or 'none'}": 1,
        "others between": min(3, inside),
        "close": near <= 12,
        "far": near > 80,
        "last": target is places[-1],
        "first": target is places[0],
        "earlier sentence": target.start < begin,
        "parts earlier": all(p.end <= begin for p in parts),
        "parts here": all(p.start >= min(begin, target.start) for p in parts),
        "one period": any(p.group for p in parts) and len({p.group for p in parts}) == 1,
        "next to each other": all(_follow(a, b, found) for a, b in pairwise(places)),
        "more than two": ratio > 2 or ratio < Fraction(1, 2),
        "more than five": ratio > 5 or ratio < Fraction(1, 5),
        "longer": ratio > 1,
        "like a slip": bool(_slip(one)),
        "many lengths": sum(o.kind == "length" for o in found) > 3,
        "many dates": sum(o.kind == "date" for o in found) > 3,
        "years only": any(p.kind == "date" and p.unit == "year" for p in parts),
        "whole days": all(p.unit == "day" for p in parts),
    }
    for part in places:
        if part is not target:
            features |= {f"part {name}": 1 for name in words_around(window, part.start, part.end, of_part=True)}
    here = words_around(window, target.start, target.end)
    features |= dict.fromkeys(here, 1.0)
    features |= {f"{one.way}: {name}": 1 for name in here}
    features |= event_overlap(window, target, parts)
    return {name: float(value) for name, value in features.items() if value}


def _follow(a: Quantity, b: Quantity, found: Sequence[Quantity]) -> bool:
    return not any(a.start < o.start < b.start and o.kind in ("date", "length", "age", a.kind, b.kind) for o in found)


def _slip(one: Relation) -> str:
    real = one.days / days_per(one.target.unit)
    return near_miss(PrintedNumber(written(one.target.value), one.target.value, 0), real)


def _mark(sentence: Sentence, window: str, begin: int, one: Relation) -> Mark:
    target = one.target
    real = shown(Range.point(one.days), target.unit)
    told = ", ".join(window[p.start : p.end] for p in one.parts)
    words = window[target.start : target.end]
    return sentence.at(target.start - begin, target.end - begin).mark(
        "times-together", Verdict.ASSUMES, f"{_SAID[one.way].format(told=told)} {real}, not {words}.", computed=real,
        arithmetic=f"{told}: {real}", suggestion=f"{real}, or correct what it is reckoned from",
        assumption="they are told of the same thing",
    )  # fmt: skip


_SAID = {
    "dates": "Between the dates told ({told}) lie",
    "after": "Between the dates told ({told}) lie",
    "ages": "Between the ages told ({told}) lie",
    "moments": "From one to the other ({told}) it is",
    "clocks": "Between the times told ({told}) lie",
    "sum": "The lengths told ({told}) come to",
    "gap": "The lengths told ({told}) differ by",
    "times": "Taken together, {told} are",
    "rounds": "At the pace told, {told} take",
    "same": "It is told otherwise ({told}):",
    "life": "The age told ({told}) is",
    "born": "By the dates told ({told}) the age is",
    "older": "By what is told ({told}) the age is",
    "aged": "By what is told ({told}) the age is",
}
