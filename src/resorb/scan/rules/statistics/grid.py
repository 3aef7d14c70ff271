"""Means, medians and SDs of whole numbers: which of them a stated number of values can have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from resorb.checks.arithmetic.deviations import Bounds, Undecided, values_with
from resorb.checks.arithmetic.means import grim
from resorb.checks.arithmetic.rounding import written
from resorb.reading.counts.sample_sizes import Sizes, sample_sizes
from resorb.reading.kept import kept
from resorb.reading.lazy import lazy
from resorb.reading.statistics.summaries import Summary
from resorb.reading.statistics.summary_parts import Part, Piece
from resorb.reading.statistics.summary_words import pieces
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.statistics.summaries import of_whole_numbers, summaries_of
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber, Rounding

_ONE = Fraction(1)
_MOST_SEARCHES = 30
"""Searches for values behind a mean and an SD in one document; each may take a tenth of a second."""
_MOST_VALUES = 60


@rule(
    "grim",
    "median-of-counts",
    "grimmer",
    kind="statistic",
    doc="A mean, median or SD of whole numbers is one that so many of them can have.",
    source="GRIM: Brown and Heathers 2017, Soc Psychol Personal Sci 8:363; GRIMMER: Anaya 2016, Allard 2018, by search",
)
def whole_numbers(text: Scanned) -> Iterator[Mark]:
    """Each mean and median that the text says is of counts, or of scores or ages in whole numbers."""
    searches = 0
    for sentence in text.sentences:
        for one in summaries_of(sentence):
            for centre, is_mean in ((one.mean, True), (one.median, False)):
                if centre is None or centre.low.decimals == 0:
                    continue
                if not of_whole_numbers(sentence, one, centre, next((s.text for s in text.before(sentence)), "")):
                    if is_mean:
                        yield from _age(text, sentence, one, centre)
                    continue
                sizes = _own(sentence, centre, sizes_for(text, sentence))
                mark = _mean(sentence, centre, sizes) if is_mean else _median(sentence, centre, sizes)
                if mark is None and is_mean and searches < _MOST_SEARCHES:
                    searches += 1
                    mark = _deviation(sentence, one, centre, sizes)
                if mark is not None:
                    yield mark


def sizes_for(text: Scanned, sentence: Sentence) -> Sizes:
    """Group sizes for a summary: those of its sentence, or of the one before when it states none."""
    here = sample_sizes(without_pieces(sentence.text))
    earlier = next((s.text for s in text.before(sentence)), "")
    there = sample_sizes(without_pieces(earlier))
    return Sizes(here.stated or there.stated, here.possible | there.possible)


def _own(sentence: Sentence, centre: Piece, sizes: Sizes) -> Sizes:
    """The size of the group a centre is of, where each of several centres stands with one size before or behind it."""
    said = sentence.text
    centres = [p for p in pieces(said) if p.part in (Part.MEAN, Part.MEDIAN, Part.PLUS_MINUS)]
    if len(sizes.stated) < 2 or len(centres) < 2 or centre not in centres:
        return sizes
    begins, ends = [0, *(p.end for p in centres)], [*(p.said for p in centres), len(said)]
    gaps = [sample_sizes(without_pieces(said[a:b])).stated for a, b in zip(begins, ends, strict=True)]
    at = centres.index(centre)
    for own in (gaps[:-1], gaps[1:]):
        if all(len(sized) == 1 for sized in own):
            return Sizes(own[at], own[at])
    return sizes


@kept
def without_pieces(text: str) -> str:
    """A sentence without the numbers of its summaries: none of them is a number of values."""
    for piece in pieces(text):
        if piece.part is not Part.SPREAD_BRACKET:
            text = text[: piece.start] + "_" * (piece.end - piece.start) + text[piece.end :]
    return text


def _at(sentence: Sentence, centre: Piece) -> tuple[int, int]:
    end = centre.end if centre.part is not Part.PLUS_MINUS else centre.start + len(centre.low.text)
    near = sentence.text[centre.said : centre.start]
    return (centre.said if len(near) <= 25 and centre.said <= centre.start else centre.start), end


def _mean(sentence: Sentence, centre: Piece, sizes: Sizes) -> Mark | None:
    number = centre.low
    if not sizes.stated or number.value < 0:
        return None
    cut = False
    for n in sizes.possible:
        answer = grim(number, n, _ONE)
        usual = any(Rounding.HALF_UP in number.rules_giving(Fraction(t, n)) for t in answer.totals)
        if usual or not answer.testable:
            return None
        cut = cut or bool(answer.totals)
    n = max(sizes.stated)
    answer = grim(number, n, _ONE)
    if cut and (len(sizes.stated) > 1 or not answer.totals):
        return None
    below, above = answer.nearest
    total = int(below * n)
    sums = f"{total}/{n} = {written(below)}, {total + 1}/{n} = {written(above)}"
    return _reported(
        sentence, centre, ("grim", sizes, "it was cut off or rounded to even" if cut else None),
        f"No sum of {n} whole numbers gives a mean of {number.text}.",
        f"{number.text} × {n} = {written(number.value * n)}; {sums}", f"{_rounded(below, number)} or "
        f"{_rounded(above, number)}",
    )  # fmt: skip


_AGE = lazy(r"[\s(]*(?:patients?['’]?s?\s)?ages?\b(?!\sof\s[a-z])(?:[^.;,\d]{0,25})", re.IGNORECASE)
_EXACT_AGES = lazy(
    r"\b(?:days?|months?|weeks?|exact|decimal|standardi[sz]ed|dates? of birth|weighted)\b", re.IGNORECASE
)


def _age(text: Scanned, sentence: Sentence, one: Summary, centre: Piece) -> Iterator[Mark]:
    """A mean age to two decimals, of so few that ages in completed years cannot give it."""
    if one.label or centre.low.decimals < 2 or not _AGE.fullmatch(centre.phrase) or _EXACT_AGES.search(sentence.text):
        return
    sizes = sizes_for(text, sentence)
    mark = _mean(sentence, centre, sizes) if len(sizes.stated) == 1 else None
    if mark is not None:
        finding = replace(mark.finding, verdict=Verdict.ASSUMES, assumption="ages are in completed years")
        yield replace(mark, finding=finding)


def _rounded(exact: Fraction, like: PrintedNumber) -> str:
    return f"{float(exact):.{like.decimals}f}"


def _reported(
    sentence: Sentence,
    centre: Piece,
    check_of: tuple[str, Sizes, str | None],
    message: str,
    arithmetic: str,
    computed: str,
) -> Mark:
    check, sizes, assumption = check_of
    if len(sizes.stated) > 1:
        assumption = f"it is of those {max(sizes.stated)}"
    return sentence.at(*_at(sentence, centre)).mark(
        check, Verdict.ASSUMES if assumption else Verdict.FAILS, message, computed=computed,
        arithmetic=arithmetic, suggestion=computed, assumption=assumption,
    )  # fmt: skip


def _median(sentence: Sentence, centre: Piece, sizes: Sizes) -> Mark | None:
    """A median is one of the values, or halfway between two."""
    number = centre.low
    halves = number.value * 2
    near = Fraction(round(halves), 2)
    if not number.rules_giving(near):
        below = Fraction(int(halves), 2)
        fits = f"{written(below)} or {written(below + Fraction(1, 2))}"
        return _reported(
            sentence, centre, ("median-of-counts", Sizes(frozenset(), frozenset()), None),
            f"The median of whole numbers is one of them or halfway between two, never {number.text}.",
            f"2 × {number.text} = {written(halves)} is no whole number", fits,
        )  # fmt: skip
    odd = {n for n in sizes.stated if n % 2}
    if near.denominator == 1 or not sizes.stated or odd != sizes.stated or any(n % 2 == 0 for n in sizes.possible):
        return None
    n = max(odd)
    return _reported(
        sentence, centre, ("median-of-counts", sizes, None),
        f"The median of {n} whole numbers is the {(n + 1) // 2}th of them, a whole number, not {number.text}.",
        f"{n} is odd, so ({n} + 1)/2 = {(n + 1) // 2} names one value", f"{int(near)} or {int(near) + 1}",
    )  # fmt: skip


def _deviation(sentence: Sentence, one: Summary, centre: Piece, sizes: Sizes) -> Mark | None:
    """GRIMMER: whether so many whole numbers have this mean and this SD together."""
    sd = one.parts.get(Part.SD)
    if sd is None or len(sizes.stated) != 1 or sd.low.value < 0:
        return None
    n = next(iter(sizes.stated))
    if not 2 <= n <= _MOST_VALUES or any(m > 1 and m != n for m in sizes.possible):
        return None
    low = 0 if centre.low.value >= 0 else None
    try:
        if values_with(centre.low, sd.low, n, _ONE, Bounds(low)) is not None:
            return None
    except Undecided:
        return None
    return sentence.at(sd.said, sd.end).mark(
        "grimmer", Verdict.FAILS, f"No {n} whole numbers have a mean of {centre.low.text} and an SD of "
            f"{sd.low.text} together.",
        computed="no such values", arithmetic=f"searched all sums that print as {centre.low.text} and sums of "
            f"squares as {sd.low.text}",
        suggestion="look the mean, the SD and n up again",
    )  # fmt: skip
