"""Smallest and largest values told twice: as a range and by themselves, and the width of the range between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from resorb.checks.arithmetic.rounding import written
from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD
from resorb.reading.statistics.figures import SIGNED, UNIT, read_figure, unit_name
from resorb.reading.statistics.value_roles import Role, Told, roles
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict

_WIDTH = lazy(
    rf"\b(?:(?:an?|the|in\sall\sa)\s(?:(?:total|overall|whole)\s)?(?:spread|span|width|spacing|gap)\s(?:of|was|is|being)"
    rf"|spann(?:ed|ing)|spread\sover|cover(?:ed|ing)\s(?:a\sspan\sof)?)\s(?:only\s|about\s)?(?P<v>{SIGNED})"
    rf"(?:[\s-]?(?P<u>{UNIT}))(?!\s?(?:to|and|[-–—])\s?\d)",
    re.IGNORECASE,
)
_OTHERS = lazy(
    r"\b(?:respectively|controls?|placebo|vehicle|versus|vs|whereas|while|in\s(?:men|women|boys|girls)|before|after|later|"
    r"baseline|first|second|then|limits?|reference|normal|per|except|apart|score[sd]?\sfrom|possible|scale)\b",
    re.IGNORECASE,
)
_RANGE = lazy(r"\b(?:rang\w+|spann\w+|extremes)\b[^\d]*$", re.IGNORECASE)
_KEPT = lazy(
    r"\b(?:(?:stayed|remained|kept|held|lay|varied|fluctuated|ran|hovered|always|ranged|never\soutside|all\s(?:lay|were|fell))\s"
    r"(?:[a-z]+\s){0,3}?(?:between|within|from|in\sthe\srange)|between\b[^.;]{0,40}?\b(?:throughout|at\sall\stimes"
    r"|on\s(?:every|each|all)))\b",
    re.IGNORECASE,
)
"""Values said to keep within two numbers."""
_LOOSELY = lazy(
    r"\b(?:except|apart|but|save|mostly|usually|generally|largely|until|otherwise|target|goal|typically|normally|if|should"
    r"|after(?:wards|\sthat)|thereafter|before|recover\w*|baseline|patients|reference|normal|controls?|versus|placebo)\b",
    re.IGNORECASE,
)
_CLASS = lazy(rf"[^.;,()\d]{{0,15}}?\s(?:in|for|of|on)\s(?:another\s|the\sother\s)?(?:\d|{WORD}\b)", re.IGNORECASE)
"""Behind a class of values, how many there are in it: "lay between 50 and 70 in 14"."""
_EXTREME = lazy(r"lowest|smallest|minimum|highest|largest|maximum|greatest", re.IGNORECASE)
_IN_BRACKET = 24
_NEAR = 90


@rule(
    "ends-told-twice",
    kind="statistic",
    doc="A smallest or largest value lies within the range told beside it; a span is the largest less the smallest.",
    source="order statistics; subtraction",
)
def ends_told_twice(text: Scanned) -> Iterator[Mark]:
    """Each sentence that tells the ends of its values twice."""
    for sentence in text.sentences:
        told = list(roles(sentence.text))
        pairs = [t for t in told if t.role is Role.ENDS and t.high is not None and t.low.value < t.high.value]
        ends = {role: [t for t in told if t.role is role] for role in (Role.LEAST, Role.MOST)}
        single = [*ends[Role.LEAST], *ends[Role.MOST]]
        named = len(pairs) == 1 and _RANGE.search(sentence.text, max(0, pairs[0].start - 24), pairs[0].start)
        centred = any(t.role in (Role.MEAN, Role.MEDIAN) for t in told)
        if named and centred and len(single) == 1 and not _OTHERS.search(sentence.text):
            yield from _beyond(sentence, single[0], _with_unit(told, pairs[0]), told)
        kept = _KEPT.search(sentence.text) if len(pairs) == 1 else None
        is_class = len(pairs) == 1 and _CLASS.match(sentence.text, pairs[0].end) is not None
        if kept is not None and not is_class and not _LOOSELY.search(sentence.text):
            yield from _against_kept(text, sentence, pairs[0], single)
        least, most = ends[Role.LEAST], ends[Role.MOST]
        if len(pairs) == 1 and not least and not most and pairs[0].high is not None:
            yield from _width(sentence, pairs[0].low.value, pairs[0].high.value, pairs[0])
        alike = len(least) == len(most) == 1 and unit_name(least[0].unit) in ("", unit_name(most[0].unit))
        if not pairs and alike:
            yield from _width(sentence, least[0].low.value, most[0].low.value, most[0])


def _with_unit(told: list[Told], pair: Told) -> Told:
    """A bare pair in the bracket behind a mean or median has its unit: "0.4 mL (range 0.1-1.0)"."""
    before = [t for t in told if t.role in (Role.MEAN, Role.MEDIAN) and 0 <= pair.start - t.end <= _IN_BRACKET]
    return replace(pair, unit=before[-1].unit) if before and not pair.unit else pair


def _against_kept(text: Scanned, sentence: Sentence, pair: Told, single: list[Told]) -> Iterator[Mark]:
    """A lowest or highest value beside all values said to stay between two numbers, here or in the sentence behind."""
    ends = [(sentence, one) for one in single if one.start > pair.end]
    if not single:
        after = sentence.number + 1
        behind = text.sentences[after] if after < len(text.sentences) else None
        if behind is None or behind.block_number != sentence.block_number or _OTHERS.search(behind.text):
            return
        ends = [(behind, one) for one in roles(behind.text) if one.role in (Role.LEAST, Role.MOST)]
    if len(ends) != 1:
        return
    where, end = ends[0]
    said = where.text
    word = _EXTREME.search(said, end.said, end.start) or _EXTREME.match(said, end.said)
    units = unit_name(end.unit), unit_name(pair.unit)
    same = not (end.things and pair.things) or bool(end.things & pair.things)
    near = where is not sentence or end.start - pair.end <= _NEAR
    beyond = max(pair.low.value - end.low.value, end.low.value - (pair.high or pair.low).value)
    if word is None or not same or not near or (units[0] != units[1] and units[0]) or beyond <= pair.low.step / 2:
        return
    yield from _outside(where, end, pair)


def _beyond(sentence: Sentence, end: Told, pair: Told, told: list[Told]) -> Iterator[Mark]:
    if any(pair.end < t.start < end.start for t in told):
        return  # "0.4 mL (range 0.1-1.0), so that the median dose was 60 mg and the largest 150 mg"
    high = pair.high or pair.low
    is_low = end.role is Role.LEAST
    outside = end.low.value < pair.low.value if is_low else end.low.value > high.value
    alike = unit_name(end.unit) == unit_name(pair.unit) or not (end.unit and pair.unit)
    same = not (end.things and pair.things) or bool(end.things & pair.things)
    gap = max(end.start - pair.end, pair.start - end.end)
    if outside and alike and same and 0 <= gap <= _NEAR:
        yield from _outside(sentence, end, pair)


def _outside(sentence: Sentence, end: Told, pair: Told) -> Iterator[Mark]:
    high = pair.high or pair.low
    is_low = end.low.value < pair.low.value
    if is_low or end.low.value > high.value:
        edge, sign = (pair.low, "<") if is_low else (high, ">")
        yield sentence.at(end.start, end.end).mark(
            "ends-told-twice", Verdict.ASSUMES,
            f"The {end.role.value} {end.low.text} lies outside the range {pair.low.text} to {high.text}.",
            computed=edge.text, arithmetic=f"{end.low.text} {sign} {edge.text}", suggestion=edge.text,
            assumption="both are told of the same values",
        )  # fmt: skip


def _width(sentence: Sentence, low: Fraction, high: Fraction, pair: Told) -> Iterator[Mark]:
    match = _WIDTH.search(sentence.text)
    width = read_figure(match["v"]) if match else None
    if match is None or width is None or (pair.start <= match.start("v") < pair.end):
        return
    unit = unit_name(match["u"])
    if (pair.unit and unit_name(pair.unit) != unit) or unit == "%" or abs(match.start() - pair.end) > _NEAR:
        return
    if abs(high - low - width.value) <= max(width.step, pair.low.step):
        return  # both ends may be counted, or rounded
    yield sentence.at(match.start("v"), match.end("u")).mark(
        "ends-told-twice", Verdict.FAILS,
        f"From {written(low)} to {written(high)} it is {written(high - low)}, not {width.text}.",
        computed=written(high - low), arithmetic=f"{written(high)} - {written(low)} = {written(high - low)}",
        suggestion=written(high - low),
    )  # fmt: skip
