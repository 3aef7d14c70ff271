"""Values against what the text says of them in loose words: the bracket behind, the ends in any order, all being alike.

The strict readers come first; what is told in one breath is not judged again here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD, read_numeral
from resorb.reading.statistics.bracketed_values import Bracketed, bracketed_values
from resorb.reading.statistics.figures import SIGNED, UNIT, read_figure, unit_name
from resorb.reading.statistics.summaries import Summary
from resorb.reading.statistics.summary_parts import Part
from resorb.reading.statistics.value_roles import Role, Told, roles
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.statistics.spread import judged_spread
from resorb.scan.rules.statistics.summaries import judged_centre, range_order, summaries_of
from resorb.values.findings import Verdict

_NEAR, _FAR = 50, 60
_MEASURED = ("year", "month", "week", "day", "hour", "minute", "mm", "cm", "cm2", "cm²", "point")
_OF_ENDS = lazy(
    r"\b(?:rang(?:e[ds]?|ing)|extremes|span\w*|lowest|smallest|youngest|shortest|min\w*\.?|quartiles?|IQR|limits|ages?|aged|"
    r"var(?:y|ied|ying)|fewest|values|scores|lay|all|lasted|took|weighed|measured|needed|stayed)\b[^.;\d]{0,40}$",
    re.IGNORECASE,
)
_NO_ENDS = lazy(
    r"\b(?:chang\w+|differ\w*|ratio|score\sfrom|fell|rose|drop\w*|went|from\s(?:a|the)\s|odds|correlat\w+|improv\w+|"
    r"decreas\w+|increas\w+|declin\w+|reduc\w+|largest\s(?:and|to)|highest\s(?:and|to)|oldest\s(?:and|to)|"
    r"max\w*\.?\s?(?:and|to|[-–/,])\s?min|descending|down|countdown|upper|reverse[ds]?|tapered?)\b",
    re.IGNORECASE,
)
_VALUE = rf"(?P<v>{SIGNED}|{WORD}\b)(?:[\s-]?(?P<u>{UNIT}))?(?!\s?(?:±|\+/[-−–]))"
_ALIKE = (
    lazy(
        rf"\b(?:all|each|every|both)\b(?:[^.;]|\.(?=\d)){{0,80}}?\b(?P<cue>exactly|precisely|just|had|have|were|was|received|got|"
        rf"measured|weighed|lasted|contain(?:ed|s)?|scored|took|gave|the\ssame\s[^.;\d]{{0,40}}?)\s{_VALUE}(?!\s?(?:to|[-–—/])\s?\d)",
        re.IGNORECASE,
    ),
    lazy(
        rf"\b(?P<cue>was|were|at|is|received|had)\s(?:exactly\s)?{_VALUE}(?:\s[a-z]{{3,15}})?\s(?:in|for|by|at)\s(?:all|each|every|both)\s"
        r"(?:of\s)?(?:the\s)?(?:\d{1,4}\s)?[a-z]{4,}",
        re.IGNORECASE,
    ),
)
_VISIT = lazy(r"\b(?:day|week|month|visit|year)s?\s\d{1,3}\b")
_CENTRE_OF = lazy(r"\b(?:means?|medians?|averag\w+)\b[^.,;:()\d]{0,60}$", re.IGNORECASE)
_SURELY = ("exactly", "precisely", "the same", "just")
_NOT_ALIKE = lazy(
    r"\b(?:means?|medians?|averag\w+|least|most|up\sto|more|less|fewer|over|under|about|between|from|than|who|whose|with)\b",
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
                "ends-order", Verdict.ASSUMES, f"The range runs downwards: {one.low.text} is larger than {high.text}.",
                computed=f"{high.text} to {one.low.text}", arithmetic=f"{one.low.text} > {high.text}",
                suggestion=f"{high.text} to {one.low.text}", assumption="the two are the ends of a range",
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
        "ends-order", Verdict.ASSUMES,
        f"The smallest value {low.low.text} is larger than the largest, {high.low.text}.",
        computed=f"{high.low.text} to {low.low.text}", arithmetic=f"{low.low.text} > {high.low.text}",
        suggestion=f"{high.low.text} to {low.low.text}", assumption="both are ends of the same values",
    )  # fmt: skip


@rule(
    "values-alike",
    kind="statistic",
    doc="Values that are all alike are their own mean and have no spread.",
    source="arithmetic",
)
def limits_told(text: Scanned) -> Iterator[Mark]:
    """Each spread, and each centre, of values said to be the same."""
    for sentence in text.sentences:
        for one in summaries_of(sentence):
            yield from _alike(sentence, one)


def _alike(sentence: Sentence, one: Summary) -> Iterator[Mark]:
    said = sentence.text
    every = (
        m for p in _ALIKE for m in p.finditer(said)
        if not _NOT_ALIKE.search(m[0]) and not _CENTRE_OF.search(said, max(0, m.start() - 80), m.start())
    )  # fmt: skip
    found = next(every, None)
    value = (read_figure(found["v"]) or read_numeral(found["v"])) if found else None
    if found is None or value is None:
        return
    centre, pair = one.mean or one.median, one.parts.get(Part.RANGE)
    sd = one.parts.get(Part.SD) or one.parts.get(Part.SPREAD_BRACKET)
    between = _VISIT.sub("", sentence.text[found.end() : one.start]) if one.start >= found.end() else ""
    sure = found["cue"].lower().startswith(_SURELY)
    told = centre is not None and centre.low.value == value.value
    if not told and (len(between) > _FAR or one.start < found.end() or ";" in between or re.search(r"\d", between)):
        return
    alike = not (centre and centre.unit and found["u"]) or unit_name(centre.unit) == unit_name(found["u"])
    if centre is not None and not told:
        if not sure or not alike:
            return
        where, wrong = (centre.start, centre.end), f"a centre of {centre.low.text}"
    elif sd is not None and sd.low.value > 0:
        where, wrong = (sd.said, sd.end), f"a standard deviation of {sd.low.text}"
    elif pair is not None and pair.high is not None and pair.low.value != pair.high.value:
        where, wrong = (pair.start, pair.end), f"a range of {pair.low.text} to {pair.high.text}"
    else:
        return
    yield sentence.at(*where).mark(
        "values-alike", Verdict.FAILS if told or sure else Verdict.ASSUMES,
        f"Values that are all {value.text} do not have {wrong}.",
        computed="0" if sd is not None and wrong.startswith("a standard") else value.text,
        arithmetic=f"{value.text} - {value.text} = 0", suggestion="no spread",
        assumption=None if told or sure else "the value is that of each, and not their mean",
    )  # fmt: skip
