"""Values against what the text says of them in loose words: the bracket behind, the ends in any order, all being alike.

The strict readers come first; what is told in one breath is not judged again here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from resorb.reading.counts.counted import COUNT, value_of
from resorb.reading.lazy import lazy
from resorb.reading.statistics.bracketed_values import Bracketed, bracketed_values
from resorb.reading.statistics.figures import unit_name
from resorb.reading.statistics.summaries import Summary
from resorb.reading.statistics.summary_words import Part, Piece
from resorb.reading.statistics.value_roles import Role, Told, roles
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.statistics.spread import judged_spread
from resorb.scan.rules.statistics.summaries import judged_centre, range_order, summaries_of
from resorb.values.findings import Verdict

_NEAR = 50
_MEASURED = ("year", "month", "week", "day", "hour", "minute", "mm", "cm", "cm2", "cm²", "point")
_OF_ENDS = lazy(
    r"\b(?:rang(?:e[ds]?|ing)|extremes|span\w*|lowest|smallest|youngest|shortest|min\w*\.?|quartiles?|IQR|limits|ages?|aged|"
    r"var(?:y|ied|ying)|fewest|values|scores|lay|all)\b[^.;\d]{0,40}$",
    re.IGNORECASE,
)
_NO_ENDS = lazy(
    r"\b(?:chang\w+|differ\w*|ratio|score\sfrom|fell|rose|drop\w*|went|from\s(?:a|the)\s|odds|correlat\w+|improv\w+|"
    r"decreas\w+|increas\w+|declin\w+|reduc\w+|largest\s(?:and|to)|highest\s(?:and|to)|oldest\s(?:and|to)|"
    r"max\w*\.?\s?(?:and|to|[-–/,])\s?min|descending|down|countdown|upper|reverse[ds]?|tapered?)\b",
    re.IGNORECASE,
)
_ALIKE = lazy(
    rf"\b(?:all|each|every|both)\b[^.;]{{0,80}}?\b(?:exactly|precisely|just|had|have|were|was|received|got|measured|weighed|lasted|"
    rf"scored|took|the\ssame\s[^.;\d]{{0,40}}?)\s?(?P<n>{COUNT})\b",
    re.IGNORECASE,
)
_LIMITS = {("day", "week"): 7, ("night", "week"): 7, ("hour", "day"): 24, ("day", "month"): 31, ("month", "year"): 12,
           ("week", "year"): 53, ("day", "year"): 366, ("minute", "hour"): 60}  # fmt: skip
_TIMES = r"(?:days?|nights?|hours?|months?|weeks?|minutes?)"
_WITHIN = lazy(
    rf"\b(?P<many>{_TIMES})\b(?P<between>[^.;,\d]{{0,40}}?)\s(?P<how>per|a|each|every|/|of|in|over|during|within)\s"
    r"(?:(?:the|a|an)\s)?(?:(?:last|past|previous|preceding|same|final|first|treatment|calendar|working)\s)?"
    r"(?P<one>week|day|month|year|hour)\b(?!\s?\d)",
    re.IGNORECASE,
)


@rule(
    "value-and-bracket",
    kind="statistic",
    doc="A mean or median lies within the range or the quartiles in the bracket behind it, and its SD fits them.",
    source="order statistics; Bhatia and Davis 2000",
)
def values_and_brackets(text: Scanned) -> Iterator[Mark]:
    """Each value whose bracket says what it holds, or a legend beside it."""
    for sentence in text.sentences:
        said = sentence.text
        if "(" not in said and "[" not in said and "range" not in said and "IQR" not in said:
            continue
        strict: list[Summary] | None = None
        for one in bracketed_values(said, _legend(text, sentence)):
            strict = list(summaries_of(sentence)) if strict is None else strict
            if _is_told(said, one) and not any(_same(known, one) for known in strict):
                yield from _judged(text, sentence, one)


def _legend(text: Scanned, sentence: Sentence) -> str:
    """The sentences on either side, which may say what the numbers are."""
    behind = text.sentences[sentence.number + 1 : sentence.number + 2]
    near = [s.text for s in (*text.before(sentence), *behind) if s.block_number == sentence.block_number]
    return " ".join(near)[:1200]


def _is_told(said: str, one: Bracketed) -> bool:
    """Whether the value is a centre of what its bracket holds: without a word for it a range may be a reference."""
    low, high = one.pieces[0].low, one.pieces[0].high
    if one.pieces[0].part is Part.BRACKET and high is not None:
        measured = one.value.unit or one.is_median is not None
        return bool(measured and high.value <= one.value.low.value <= low.value and low.decimals == high.decimals)
    if one.is_median is not None or all(p.part is not Part.RANGE for p in one.pieces):
        return True
    return (
        unit_name(one.value.unit) in _MEASURED or "age" in said[max(0, one.value.start - 20) : one.value.start].lower()
    )


def _same(known: Summary, one: Bracketed) -> bool:
    """Whether a summary told in one breath is this one."""
    places = {p.start for p in known.parts.values() if p.part not in (Part.BRACKET, Part.SPREAD_BRACKET)}
    return one.value.start in places and all(p.start in places for p in one.pieces if p.high is not None)


def _judged(text: Scanned, sentence: Sentence, one: Bracketed) -> Iterator[Mark]:
    pieces = [replace(p, part=Part.RANGE) if p.part is Part.BRACKET else p for p in one.pieces]
    summary = Summary({piece.part: piece for piece in pieces})
    of_mean = one.is_median is not True
    pairs = [p for p in pieces if p.high is not None]
    if not (of_mean and any(p.part is Part.QUARTILES for p in pairs) and one.is_median is False):
        part = Part.MEAN if of_mean and not any(p.part is Part.QUARTILES for p in pairs) else Part.MEDIAN
        summary.parts[part] = replace(one.value, part=part)
    for mark in (
        range_order(sentence, summary),
        judged_centre(sentence, summary),
        judged_spread(text, sentence, summary),
    ):
        if mark is not None and mark.finding.verdict is not Verdict.HOLDS:
            yield replace(mark, finding=replace(mark.finding, check="value-and-bracket"))
            return


@rule(
    "ends-order",
    kind="statistic",
    doc="The smallest value is not larger than the largest, in whatever words both are told.",
    source="order",
)
def ends_in_order(text: Scanned) -> Iterator[Mark]:
    """Each pair of ends that runs downwards and was not told as a range in one breath."""
    for sentence in text.sentences:
        said = sentence.text
        told = list(roles(said))
        yield from _least_above_most(sentence, told)
        told = [t for t in told if t.high is not None and t.low.value > t.high.value]
        if not told or _NO_ENDS.search(said):
            continue
        known = [
            p for one in summaries_of(sentence) for p in one.parts.values() if p.part in (Part.RANGE, Part.QUARTILES)
        ]
        for one in told:
            high = one.high
            if high is None or any(p.start < one.end and one.start < p.end for p in known):
                continue
            if one.role is Role.SCALE or re.search(r"[,;]\s", said[one.start : one.end]):
                continue
            if not _OF_ENDS.search(said[max(0, one.start - 70) : one.start]):
                continue
            yield sentence.at(one.start, one.end).mark(
                "ends-order", Verdict.FAILS, f"The range runs downwards: {one.low.text} is larger than {high.text}.",
                computed=f"{high.text} to {one.low.text}", arithmetic=f"{one.low.text} > {high.text}",
                suggestion=f"{high.text} to {one.low.text}",
            )  # fmt: skip


def _least_above_most(sentence: Sentence, told: list[Told]) -> Iterator[Mark]:
    """The one smallest value of a sentence above its one largest, told right beside it."""
    least, most = ([t for t in told if t.role is role] for role in (Role.LEAST, Role.MOST))
    if len(least) != 1 or len(most) != 1:
        return
    low, high = least[0], most[0]
    between = sentence.text[min(low.end, high.end) : max(low.start, high.start)]
    alike = unit_name(low.unit) == unit_name(high.unit) or not (low.unit and high.unit)
    if low.low.value <= high.low.value or not alike or len(between) > _NEAR or re.search(r"[.;]\s|\d", between):
        return
    if low.things and high.things and not low.things & high.things:
        return
    yield sentence.at(min(low.start, high.start), max(low.end, high.end)).mark(
        "ends-order", Verdict.FAILS, f"The smallest value {low.low.text} is larger than the largest, {high.low.text}.",
        computed=f"{high.low.text} to {low.low.text}", arithmetic=f"{low.low.text} > {high.low.text}",
        suggestion=f"{high.low.text} to {low.low.text}",
    )  # fmt: skip


@rule(
    "values-alike",
    "mean-of-a-span",
    kind="statistic",
    doc="Values that are all alike have no spread; a week has seven days at most.",
    source="arithmetic",
)
def limits_told(text: Scanned) -> Iterator[Mark]:
    """Each spread of values said to be the same, and each mean above what its span of time holds."""
    for sentence in text.sentences:
        for one in summaries_of(sentence):
            mean = one.mean or one.median
            if mean is not None:
                yield from _alike(sentence, one, mean)
                yield from _above_span(sentence, mean)


def _alike(sentence: Sentence, one: Summary, mean: Piece) -> Iterator[Mark]:
    match = _ALIKE.search(sentence.text)
    if match is None or value_of(match["n"]) != mean.low.value:
        return
    sd, pair = one.parts.get(Part.SD) or one.parts.get(Part.SPREAD_BRACKET), one.parts.get(Part.RANGE)
    if sd is not None and sd.low.value > 0:
        where, wrong = (sd.said, sd.end), f"a standard deviation of {sd.low.text}"
    elif pair is not None and pair.high is not None and pair.low.value != pair.high.value:
        where, wrong = (pair.start, pair.end), f"a range of {pair.low.text} to {pair.high.text}"
    else:
        return
    yield sentence.at(*where).mark(
        "values-alike", Verdict.FAILS, f"Values that are all {mean.low.text} do not have {wrong}.",
        computed="0", arithmetic=f"{mean.low.text} - {mean.low.text} = 0", suggestion="no spread",
    )  # fmt: skip


def _above_span(sentence: Sentence, mean: Piece) -> Iterator[Mark]:
    said = sentence.text
    begin = mean.said if mean.said < mean.start else max(0, mean.start - 60)
    for match in _WITHIN.finditer(said[: mean.end + 60], begin):
        many, one = (match[k].lower().removesuffix("s") for k in ("many", "one"))
        most = _LIMITS.get((many, one))
        counted = re.search(
            r"(?:numbers?|many|count)\b[^.;\d]{0,40}$|[a-z]-$", said[max(0, match.start() - 50) : match.start()]
        )
        if (
            most is None
            or mean.low.value <= most
            or (match["how"].lower() not in ("per", "a", "each", "every", "/") and not counted)
        ):
            continue
        if match.start() > mean.end + 3 or (mean.unit and not mean.unit.lower().startswith(many[:3])):
            continue
        yield sentence.at(mean.start, mean.end).mark(
            "mean-of-a-span", Verdict.FAILS, f"A {one} has no {mean.low.text} {many}s.",
            computed=f"at most {most}", arithmetic=f"{mean.low.text} > {most}", suggestion=f"at most {most}",
        )  # fmt: skip
        return
