"""A total length of time against everything told before it: no sum of lengths, and no multiple of one, comes to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from resorb.reading.lazy import lazy
from resorb.reading.numerals import NUMBER, read_numeral
from resorb.reading.times.lengths import Length
from resorb.reading.times.timeline import plain_lengths, timeline
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times.dates import QUOTED, readable
from resorb.scan.rules.times.periods import shown
from resorb.scan.rules.times.told import SEVERAL
from resorb.values.findings import Verdict
from resorb.values.ranges import Range
from resorb.values.spans import days_per

_I = re.IGNORECASE
_PAIR, _MOST, _MOST_TIMES, _SHORT = 2, 7, 60, 500
_TOTAL_AHEAD = lazy(
    r"\b(?:in\s+all|in\s+total|altogether|total\w*|overall|whole|entire|complete|thus|hence|therefore|so|i\.e\."
    r"|that\s+is|adds?\s+up|amount\w*"
    r"|sum\w*|mak(?:es|ing)|gives|giving|came\s+to|comes\s+to|combined)\b[^.;(]{0,70}$|=\s*$",
    _I,
)
_TOTAL_BEHIND = lazy(
    rf"[\s-]*(?:,\s*|of\s+\w+,?\s+)?(?:in\s+all|in\s+total|altogether|overall|all\s+told"
    rf"|combined)\b(?!\W+(?:for\s+|a\s+total\s+of\s+)?{NUMBER})|[\s-]*(?:study|trial|course|programme"
    r"|program|protocol|schedule|regimen|treatment)\s+(?:that\s+)?(?:consist\w*|compris\w*|is|was)?\s*(?:of"
    r"|divided|made\s+up|split)\b",
    _I,
)
_RATE = lazy(
    r"(?:\b(?:per|each|every|once|twice|times|weekly|daily|first|last|age|at|within|after|before|until|than|since"
    r"|other)\s+|/\s?)$",
    _I,
)
_NOT_TERM = lazy(r"[\s-]*(?:later|ago|before|earlier|old\b|of\s+age|intervals?|history|apart|each\b|visit)", _I)
_NOT_SUM = lazy(
    r"\b(?:mean|median|average|IQR|range|break|breaks|pause\w*|interrupt\w*|overlap\w*|longer|shorter|longest"
    r"|shortest|respectively|than|versus|vs"
    r"|while|of\s+which|of\s+these|groups?|arms?|cohorts?|planned|aged|year-old|more|off|free|missed|skipped"
    r"|either|or|left|right|onset|diagnosis"
    r"|stor\w+|stable|shelf|until|onwards?|between)\b",
    _I,
)
_NO_BREAK = lazy(
    r"\b(?:without|no)\s+(?:an?\s+|any\s+)?(?:pause|break|gap|interruption)s?\b|\boff\s+(?:treatment|therapy|drug)\b",
    _I,
)
_TIMES = lazy(rf"(?<![\w.,]){NUMBER}(?![\w%]|[.,]\d)", _I)


@rule(
    "lengths-and-total",
    kind="time",
    doc="A length told as the total of lengths before it is a sum of some of them, or a multiple of one.",
    source="sums and multiples of all lengths of the sentence and the one before, half a unit of each left free",
)
def lengths_and_total(text: Scanned) -> Iterator[Mark]:
    """Two weeks, followed by three months; the whole phase thus lasted five weeks."""
    for sentence in readable(text):
        said = sentence.text
        if QUOTED.search(said) or SEVERAL.search(said):
            continue
        found = [one for one in plain_lengths(said) if not _is_rate(said, one)]
        if not found or len(found) > _MOST or next(iter(timeline([said], text.day_first)), None):
            continue
        total = next(
            (one for one in sorted(found, key=lambda one: not _is_behind(said, one)) if _is_total(said, one, found)),
            None,
        )
        if total is None:
            continue
        near, terms = _told(text, sentence, total, found)
        if not _PAIR <= len(terms) <= _MOST or any(_NOT_SUM.search(_NO_BREAK.sub("", each)) for each in near):
            continue
        if not _comes_to(total, terms, found, near):
            yield _unlike(sentence, total, terms)


def _told(text: Scanned, sentence: Sentence, total: Length, found: list[Length]) -> tuple[list[str], list[Length]]:
    """The lengths told before the total, else behind it, else in the sentence before; and the texts they stand in."""
    said = sentence.text
    terms = [one for one in found if one.end <= total.start]
    terms = terms if len(terms) >= _PAIR else [one for one in found if one.start >= total.end]
    before = next(text.before(sentence), None) if len(terms) < _PAIR and len(found) == 1 else None
    if before is None or len(before.text) > _SHORT or SEVERAL.search(before.text):
        return [said], terms
    return [said, before.text], [one for one in plain_lengths(before.text) if not _is_rate(before.text, one)]


def _is_behind(said: str, one: Length) -> bool:
    return _TOTAL_BEHIND.match(said, one.end) is not None


def _is_rate(said: str, one: Length) -> bool:
    head = said[max(0, one.start - 12) : one.start]
    return bool(
        _RATE.search(head) or _NOT_TERM.match(said, one.end) or one.span.printed.lower().startswith(("a ", "an "))
    )


def _is_total(said: str, one: Length, found: list[Length]) -> bool:
    """Whether words of a total stand behind it, or before it with no other length in between."""
    at = max([0, one.start - 90, *(other.end for other in found if other.end <= one.start)])
    return bool(_TOTAL_AHEAD.search(said[at : one.start]) or _is_behind(said, one))


def _comes_to(total: Length, terms: list[Length], found: list[Length], near: list[str]) -> bool:
    """Whether any sum of lengths, or a multiple of one, is the total."""
    others = [*terms, *(one for one in found if one is not total and one not in terms)][:_MOST]
    numbers = {n.value for text in near for m in _TIMES.finditer(text) if (n := read_numeral(m[0])) is not None}
    many = [n for n in numbers if 1 < n <= _MOST_TIMES]
    ways = [
        [(one, Fraction(1)) for one in some]
        for size in range(1, len(others) + 1)
        for some in combinations(others, size)
    ]
    ways += [[(one, n)] for one in others for n in many]
    ways += [[(one, n), (two, Fraction(1))] for one in others for two in others if one is not two for n in many]
    return any(_is_sum(total, way) for way in ways)


def _is_sum(total: Length, way: list[tuple[Length, Fraction]]) -> bool:
    units = {one.unit for one, _ in way} | {total.unit}
    exact = len(units) == 1 and not total.span.about
    days = sum((one.value * n * days_per(one.unit) for one, n in way), Fraction(0))
    slack = total.step * days_per(total.unit) * (0 if exact else 1)
    if not exact:
        slack += sum((one.step * n * days_per(one.unit) / 10 for one, n in way), Fraction(0))
    return abs(days - total.value * days_per(total.unit)) <= slack


def _unlike(sentence: Sentence, total: Length, terms: list[Length]) -> Mark:
    days = sum((one.value * days_per(one.unit) for one in terms), Fraction(0))
    real, words = shown(Range.point(days), total.unit), sentence.text[total.start : total.end]
    sums = " + ".join(one.span.printed for one in terms)
    return sentence.at(total.start, total.end).mark(
        "lengths-and-total", Verdict.ASSUMES, f"The lengths told come to {real}, not {words}.", computed=real,
        arithmetic=f"{sums} = {real}", suggestion=f"{real}, or another length of a phase",
        assumption="the lengths follow one another without a gap",
    )  # fmt: skip
