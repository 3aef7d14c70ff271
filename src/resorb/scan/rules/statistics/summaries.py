"""Means and medians against the ranges, quartiles and scales printed beside them, and ranges by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.arithmetic.means import mean_bounds
from resorb.reading.lazy import lazy
from resorb.reading.statistics.summaries import Summary, same_unit, summaries
from resorb.reading.statistics.summary_parts import PAIRS, Part, Piece
from resorb.reading.statistics.whole_values import are_whole
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber, Rounding, as_text
from resorb.values.ranges import Range

_WORDS = {
    Part.RANGE: "range", Part.FROM: "range", Part.QUARTILES: "interquartile range", Part.BRACKET: "range in brackets",
    Part.SCALE: "scale",
}  # fmt: skip


@rule(
    "range-order",
    "centre-in-range",
    "mean-bounds",
    kind="statistic",
    doc="A range runs upwards and holds its mean, median and quartiles; quartiles hold their median.",
    source="order statistics; numbers stand for what rounds to them",
)
def ranges_and_centres(text: Scanned) -> Iterator[Mark]:
    """Each summary of the text; the first thing wrong with it."""
    for sentence in text.sentences:
        for one in summaries_of(sentence):
            mark = range_order(sentence, one) or judged_centre(sentence, one)
            if mark is not None:
                yield mark


def summaries_of(sentence: Sentence) -> Iterator[Summary]:
    """The summaries of a sentence; none without a digit."""
    text = sentence.text
    if any(map(str.isdigit, text)):
        yield from summaries(text)


_FELL = lazy(r"\b(?:declin|decreas|diminish|fell|fall|drop)[^.;]*$", re.IGNORECASE)
"""Before a range told in the order of time: "declined from week 1 to 7, ranging from 93 to 81 %"."""


_ENDS = lazy(r"\b(?:between|rang\w+)\b", re.IGNORECASE)
"""Before two numbers with "and" between that are ends; else they are listed: "two brothers, aged 9 and 6"."""


def range_order(sentence: Sentence, one: Summary) -> Mark | None:
    """The first of range, quartiles and brackets that runs downwards."""
    for part in (Part.RANGE, Part.QUARTILES, Part.BRACKET):
        pair = one.parts.get(part)
        if pair is None or pair.high is None:
            continue
        middle = pair.middle
        if middle is not None and not pair.low.value <= middle.value <= pair.high.value:
            ordered = " ≤ ".join(n.text for n in sorted((pair.low, middle, pair.high), key=lambda n: n.value))
            return sentence.at(pair.start, pair.end).mark(
                "range-order", Verdict.FAILS, f"Quartiles run upwards; these do not: {middle.text} is the middle one.",
                computed=ordered, arithmetic=ordered, suggestion=ordered,
            )  # fmt: skip
        if pair.low.value <= pair.high.value:
            continue
        if part is Part.BRACKET and (one.median is None or pair.unit != pair.high_unit):
            continue
        if pair.unit and pair.high_unit and pair.unit != pair.high_unit:
            continue
        if _FELL.search(sentence.text, max(0, pair.start - 80), pair.start):
            continue
        if " and " in sentence.text[pair.start : pair.end] and not _ENDS.search(
            sentence.text, max(0, pair.start - 20), pair.start
        ):
            continue
        low, high = pair.low.text, pair.high.text
        return sentence.at(pair.start, pair.end).mark(
            "range-order", Verdict.FAILS, f"The {_WORDS[part]} runs downwards: {low} is larger than {high}.",
            computed=f"{high} to {low}", arithmetic=f"{low} > {high}", suggestion=f"{high} to {low}",
        )  # fmt: skip
    return None


def judged_centre(sentence: Sentence, one: Summary) -> Mark | None:
    """The first pair of pieces that cannot both be; or that all of them can."""
    held: Mark | None = None
    for centre, name in ((one.mean, "mean"), (one.median, "median")):
        if centre is None:
            continue
        for pair in _holders(one, centre, name):
            mark = _inside(sentence, one, centre, name, pair)
            if mark.finding.verdict is not Verdict.HOLDS:
                return mark
            held = held or mark
    return _quartiles_inside(sentence, one) or _mean_bounds(sentence, one) or held


def _holders(one: Summary, centre: Piece, name: str) -> Iterator[Piece]:
    """Pairs that must hold a centre: any for a median; not quartiles, nor a bracket that may be, for a mean."""
    for part in PAIRS:
        pair = one.parts.get(part)
        if pair is None or pair.high is None or pair.low.value > pair.high.value or not same_unit(centre, pair):
            continue
        if name == "mean" and part is Part.QUARTILES:
            continue
        if part is Part.BRACKET and not _is_summary_bracket(one, centre, name, pair):
            continue
        yield pair
    ends = extremes(one)
    if ends is not None and same_unit(centre, ends):
        yield ends


def _is_summary_bracket(one: Summary, centre: Piece, name: str, pair: Piece) -> bool:
    """Whether two bare numbers in brackets are a summary's and no references."""
    told = centre.legend
    if name == "mean" and (Part.MEDIAN in one.parts or "iqr" in told or "quart" in told):
        return False
    plain = pair.low.decimals == 0 and pair.high is not None and pair.high.decimals == 0
    return bool(
        told or not plain or pair.high_unit or centre.unit or "age" in centre.phrase.lower() or name == "median"
    )


def extremes(one: Summary) -> Piece | None:
    """Minimum and maximum, named each by its word, as a pair."""
    low, high = one.parts.get(Part.LOWEST), one.parts.get(Part.HIGHEST)
    if low is None or high is None:
        return None
    first, last = sorted((low, high), key=lambda p: p.start)
    return Piece(Part.RANGE, first.said, first.start, last.end, low.low, high.low, low.unit or high.unit)


def box(number: PrintedNumber) -> Range:
    """Everything that rounds to a printed number."""
    return Range(*number.interval(Rounding.HALF_UP))


def apart(first: PrintedNumber, last: PrintedNumber) -> bool:
    """Whether all that rounds to ``first`` lies below all that rounds to ``last``; upper ends are no members."""
    return first.interval(Rounding.HALF_UP)[1] <= last.interval(Rounding.HALF_UP)[0] and first.value < last.value


def _is_outside(sentence: Sentence, one: Summary, centre: Piece, pair: Piece) -> bool:
    """Whether a centre lies outside a pair: by all that rounds to them, or by the very numbers when they are exact."""
    high = pair.high or pair.low
    if apart(centre.low, pair.low) or apart(high, centre.low):
        return True
    if pair.low.value <= centre.low.value <= high.value or pair.low.decimals or high.decimals:
        return False
    return pair.part is Part.SCALE or of_whole_numbers(sentence, one, centre)


def of_whole_numbers(sentence: Sentence, one: Summary, centre: Piece, earlier: str = "") -> bool:
    """Whether the words about a summary make its values whole numbers."""
    said = sentence.text
    behind = said[centre.end : centre.end + 40]
    if one.label:
        return are_whole(one.label, "", one.label, "")
    if centre.part is Part.PLUS_MINUS:
        return are_whole(said[max(0, centre.start - 60) : centre.start], behind, "", "")
    return are_whole(
        centre.phrase,
        f"{centre.unit} {behind}" if centre.unit else behind,
        said[max(0, one.start - 400) : max(one.start, centre.said)],
        earlier[-400:],
        said[one.end : one.end + 120],
    )


def _inside(sentence: Sentence, one: Summary, centre: Piece, name: str, pair: Piece) -> Mark:
    high = pair.high or pair.low
    number = centre.low
    at = sentence.at(
        centre.start, centre.end if centre.part is not Part.PLUS_MINUS else centre.start + len(number.text)
    )
    word = _WORDS.get(pair.part, "range")
    unit = f" {centre.unit}" if centre.unit and not centre.unit.startswith("%") else centre.unit
    sure = _is_outside(sentence, one, centre, pair)
    if not sure and pair.low.value <= number.value <= high.value:
        return at.mark(
            "centre-in-range", Verdict.HOLDS, f"The {name} {number.text}{unit} lies in its {word}.",
            arithmetic=f"{pair.low.text} ≤ {number.text} ≤ {high.text}",
        )  # fmt: skip
    below = number.value < pair.low.value
    edge = pair.low.text if below else high.text
    where = f"{'below' if below else 'above'} the {_end_word(pair.part, below=below)}"
    return sentence.at(*_stretch(centre, pair)).mark(
        "centre-in-range", Verdict.FAILS if sure else Verdict.ASSUMES,
        f"The {name} {number.text}{unit} lies {where}, {edge}.",
        computed=f"between {pair.low.text} and {high.text}", arithmetic=f"{number.text} {'<' if below else '>'} {edge}",
        suggestion=f"a {name} between {pair.low.text} and {high.text}, or another {word}",
        assumption=None if sure else f"{edge} is rounded from a value {'below' if below else 'above'} it",
    )  # fmt: skip


def _stretch(centre: Piece, pair: Piece) -> tuple[int, int]:
    """A centre and its pair when they stand together, else the centre: which of the two is wrong cannot be told."""
    first, last = min(centre.start, pair.start), max(centre.end, pair.end)
    return (first, last) if last - first <= 45 else (centre.start, centre.end)


def _end_word(part: Part, *, below: bool) -> str:
    if part is Part.QUARTILES:
        return "lower quartile" if below else "upper quartile"
    if part is Part.SCALE:
        return "lowest point of the scale" if below else "highest point of the scale"
    return "smallest value" if below else "largest value"


def _quartiles_inside(sentence: Sentence, one: Summary) -> Mark | None:
    quartiles = one.parts.get(Part.QUARTILES)
    whole = one.parts.get(Part.RANGE) or extremes(one)
    if quartiles is None or quartiles.high is None or whole is None or whole.high is None:
        return None
    if not same_unit(quartiles, whole) or whole.low.value > whole.high.value:
        return None
    below = apart(quartiles.low, whole.low)
    if not below and not apart(whole.high, quartiles.high):
        return None
    one_end, other = (quartiles.low, whole.low) if below else (quartiles.high, whole.high)
    start, end = _stretch(quartiles, whole)
    return sentence.at(start, end).mark(
        "centre-in-range", Verdict.FAILS,
        f"The {'lower' if below else 'upper'} quartile {one_end.text} lies outside the range {whole.low.text} to "
        f"{whole.high.text}.",
        computed=f"between {whole.low.text} and {whole.high.text}",
        arithmetic=f"{one_end.text} {'<' if below else '>'} {other.text}",
        suggestion="quartiles within the range, or another range",
    )  # fmt: skip


def _mean_bounds(sentence: Sentence, one: Summary) -> Mark | None:
    """Half the values lie from the smallest to the median, half from it to the largest: that bounds the mean."""
    mean, median = one.mean, one.median
    whole = one.parts.get(Part.RANGE) or extremes(one)
    if mean is None or median is None or whole is None or whole.high is None:
        return None
    if not (same_unit(mean, whole) and same_unit(mean, median)):
        return None
    bounds = limits_of_mean(whole.low, median.low, whole.high)
    if bounds is None or not (box(mean.low).is_before(bounds) or bounds.is_before(box(mean.low))):
        return None
    low, high = ((a.value + median.low.value) / 2 for a in (whole.low, whole.high))
    return sentence.at(mean.start, mean.end).mark(
        "mean-bounds", Verdict.FAILS,
        f"With median {median.low.text} and values from {whole.low.text} to {whole.high.text} no mean can be "
        f"{mean.low.text}.",
        computed=f"a mean between {as_text(low, 2)} and {as_text(high, 2)}",
        arithmetic=f"({whole.low.text} + {median.low.text})/2 = {as_text(low, 2)}; ({median.low.text} + "
            f"{whole.high.text})/2 = {as_text(high, 2)}",
        suggestion=f"a mean between {as_text(low, 2)} and {as_text(high, 2)}",
    )  # fmt: skip


def limits_of_mean(low: PrintedNumber, median: PrintedNumber, high: PrintedNumber) -> Range | None:
    """The means of any number of values with this smallest, middle and largest one; None when those are disordered."""
    first, middle, last = box(low), box(median), box(high)
    if mean_bounds(3, first, last, middle) is None:
        return None
    ends = [
        (a + b) / 2 for a, b in ((first.low, middle.low), (last.high, middle.high)) if a is not None and b is not None
    ]
    return Range(Fraction(ends[0]), Fraction(ends[1])) if len(ends) == 2 else None
