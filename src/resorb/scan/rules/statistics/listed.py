"""Means and medians of values that the sentence lists one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from resorb.checks.arithmetic.near_miss import near_miss
from resorb.checks.arithmetic.rounding import rule_for, written
from resorb.reading.counts.sample_sizes import sample_sizes
from resorb.reading.lazy import lazy
from resorb.reading.statistics.listed_values import Listed, listed_values, rows_of_values
from resorb.reading.statistics.summaries import Summary
from resorb.reading.statistics.summary_parts import Part, Piece
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.statistics.summaries import box, summaries_of
from resorb.values.findings import Verdict
from resorb.values.ranges import Range

_CENTRE = lazy(r"mean|median|averag|\bM\b|Mdn", re.IGNORECASE)
_SEVERAL = lazy(r",\s?[\d.]+\s?[,;)]")
"""Behind a mean that is the first of several, one for each time or group."""
_FAR = 80


@rule(
    "mean-of-listed",
    kind="statistic",
    doc="A mean or median is that of the values listed before it.",
    source="exact arithmetic; ages are completed years",
)
def listed(text: Scanned) -> Iterator[Mark]:
    """Each mean or median right behind a list."""
    for sentence in text.sentences:
        said = sentence.text
        if not _CENTRE.search(said):
            continue
        lists: list[Listed] | None = None
        for one in summaries_of(sentence):
            if (one.mean is None and one.median is None) or _SEVERAL.match(said, one.end):
                continue
            lists = list(listed_values(said)) if lists is None else lists
            before = [values for values in lists if values.leads_to(said, one.start)]
            if before:
                yield from _judged(sentence, one, before[-1])
            else:
                yield from _loosely(text, sentence, one)


def _loosely(text: Scanned, sentence: Sentence, one: Summary) -> Iterator[Mark]:
    """A mean or median of the only list before it, when what is printed looks like a slip of what the list gives."""
    if any(p in one.parts for p in (Part.SD, Part.RANGE, Part.PLUS_MINUS, Part.QUARTILES, Part.BRACKET)):
        return
    said = sentence.text
    earlier = next((s.text for s in text.before(sentence)), "")
    here = [v for v in rows_of_values(said) if v.end <= one.start]
    rows = here or list(rows_of_values(earlier))
    if len(rows) != 1 or rows[0].respectively:
        return
    between = said[rows[0].end : one.start] if here else f"{earlier[rows[0].end :]} {said[: one.start]}"
    if len(between) > _FAR or any(map(str.isdigit, between)):
        return
    for centre, name in ((one.mean, "mean"), (one.median, "median")):
        if centre is None or (centre.unit and rows[0].unit and centre.unit[:3].lower() != rows[0].unit[:3]):
            continue
        mark = _centre(sentence, centre, name, rows[0])
        exact = exact_centre(rows[0], name)
        values = [v.value for v in rows[0].values]
        outside = not min(values) <= centre.low.value <= max(values)
        sure = len(values) in sample_sizes(f"{earlier} {said}").stated
        told = outside or (sure and bool(here)) or near_miss(centre.low, exact)
        if mark is not None and mark.finding.verdict is not Verdict.HOLDS and told:
            assumption = None if sure else "the listed values are all there are"
            finding = replace(mark.finding, verdict=Verdict.FAILS if sure else Verdict.ASSUMES, assumption=assumption)
            yield replace(mark, finding=finding)


def exact_centre(listed_: Listed, name: str) -> Fraction:
    """The mean or median of the values, exactly."""
    numbers = sorted(v.value for v in listed_.values)
    return sum(numbers, Fraction(0)) / len(numbers) if name == "mean" else _median(numbers)


def _judged(sentence: Sentence, one: Summary, values: Listed) -> Iterator[Mark]:
    for centre, name in ((one.mean, "mean"), (one.median, "median")):
        if centre is None or (centre.unit and values.unit and centre.unit[:3].lower() != values.unit[:3]):
            continue
        mark = _centre(sentence, centre, name, values)
        if mark is not None:
            yield mark


def _centre(sentence: Sentence, centre: Piece, name: str, listed_: Listed) -> Mark | None:
    numbers = sorted(v.value for v in listed_.values)
    n = len(numbers)
    exact = exact_centre(listed_, name)
    if name == "mean":
        shown = " + ".join(v.text for v in listed_.values)
        arithmetic = f"({shown})/{n} = {written(exact)}"
    else:
        arithmetic = f"middle of {', '.join(written(v) for v in numbers)} = {written(exact)}"
    at = sentence.at(centre.start, centre.end)
    if rule_for(exact, centre.low) is not None:
        return at.mark("mean-of-listed", Verdict.HOLDS, f"{arithmetic}, as printed.", arithmetic=arithmetic)
    step = max(v.step for v in listed_.values)
    counted = step == 1 and not listed_.unit and not listed_.are_ages
    reach = Range(exact, exact + 1) if listed_.are_ages else Range(exact - step / 2, exact + step / 2)
    own = box(centre.low)
    if not counted and not (_ends_before(own, reach) or _ends_before(reach, own)):
        return None
    sizes = sample_sizes(sentence.text).stated
    if listed_.respectively and n not in sizes:
        return None
    sure = n in sizes or n > 3 or listed_.are_ages
    return at.mark(
        "mean-of-listed", Verdict.FAILS if sure else Verdict.ASSUMES,
        f"The {name} of the {n} listed values is {written(exact)}, not {centre.low.text}.",
        computed=written(exact), arithmetic=arithmetic, suggestion=written(exact),
        assumption=None if sure else "the listed values are all there are",
    )  # fmt: skip


def _ends_before(first: Range, last: Range) -> bool:
    """Whether a range ends where another begins, or before."""
    return first.high is not None and last.low is not None and first.high <= last.low


def _median(numbers: list[Fraction]) -> Fraction:
    half = len(numbers) // 2
    return numbers[half] if len(numbers) % 2 else (numbers[half - 1] + numbers[half]) / 2
