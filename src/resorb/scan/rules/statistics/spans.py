"""Smallest and largest values told twice: as a range and by themselves, and the width of the range between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.arithmetic.rounding import written
from resorb.reading.lazy import lazy
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
            yield from _beyond(sentence, single[0], pairs[0])
        least, most = ends[Role.LEAST], ends[Role.MOST]
        if len(pairs) == 1 and not least and not most and pairs[0].high is not None:
            yield from _width(sentence, pairs[0].low.value, pairs[0].high.value, pairs[0])
        alike = len(least) == len(most) == 1 and unit_name(least[0].unit) in ("", unit_name(most[0].unit))
        if not pairs and alike:
            yield from _width(sentence, least[0].low.value, most[0].low.value, most[0])


def _beyond(sentence: Sentence, end: Told, pair: Told) -> Iterator[Mark]:
    high = pair.high or pair.low
    is_low = end.role is Role.LEAST
    outside = end.low.value < pair.low.value if is_low else end.low.value > high.value
    alike = unit_name(end.unit) == unit_name(pair.unit) or not (end.unit and pair.unit)
    same = not (end.things and pair.things) or bool(end.things & pair.things)
    gap = max(end.start - pair.end, pair.start - end.end)
    if outside and alike and same and 0 <= gap <= _NEAR:
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
