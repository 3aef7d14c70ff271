"""Grades with how many had each: "grade 1 in 20 cases, 2 in 46 and 3 in 57", "stages I, II and III in 12, 30 and 9"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from resorb.reading.counts.counted import COUNT, NOUN, Count, measured, value_of
from resorb.reading.counts.whole_lists import Partition
from resorb.reading.lazy import lazy

_I = re.IGNORECASE
_SCALE = r"(?:grades?|stages?|class(?:es)?|types?|degrees?|categor(?:y|ies)|phases?|scores?)"
_LEVEL = r"(?:[0-6]|IV|VI|V|I{1,3})"
_NEXT = r",?\s+(?:and\s+|&\s+)|[,;]\s*"
_EACH = lazy(
    rf"(?P<level>{_LEVEL})(?:\s*[:=]\s*|,?\s+(?:(?:was|were)\s+)?(?:(?:found|seen|noted|present|given)\s+)?(?:in|to|for)\s+)"
    rf"(?P<n>{COUNT})(?:\s*\([^()]{{1,16}}\))?(?:\s+{NOUN})?(?:\s*\([^()]{{1,16}}\))?"
    rf"(?P<next>(?:{_NEXT})(?:{_SCALE}\s+)?|)",
    _I,
)
_FIRST = lazy(rf"\b{_SCALE}\s+(?={_LEVEL}\b)", _I)
_LISTED = lazy(
    rf"\b{_SCALE}\s+(?P<levels>{_LEVEL}(?:(?:{_NEXT}){_LEVEL}){{1,6}})(?:\s+(?:was|were|lesions|ulcers|disease|calcinosis)){{0,2}}"
    rf"(?:\s+(?:found|seen|noted|present))?\s+in\s+(?P<counts>{COUNT}(?:(?:{_NEXT}){COUNT}){{1,6}})(?!\s*%|\s+of\s+(?!them|these)|,?\s+\d)",
    _I,
)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6}
_NUMBER, _STEP = lazy(COUNT, _I), lazy(_LEVEL, _I)


def graded(text: str) -> Iterator[Partition]:
    """The first list of a sentence with a count for each grade, from the lowest on and without a gap."""
    for match in _FIRST.finditer(text):
        levels, parts = [], []
        at = match.end()
        while (one := _EACH.match(text, at)) is not None and not measured(text, one.end("n")):
            levels.append(one["level"])
            parts.append(Count(one.start("n"), one.end("n"), value_of(one["n"]) or 0))
            at = one.end()
            if not one["next"]:
                break
        yield from _list(match.start(), levels, parts)
    for match in _LISTED.finditer(text):
        begin = match.start("counts")
        parts = [
            Count(begin + m.start(), begin + m.end(), value_of(m[0]) or 0) for m in _NUMBER.finditer(match["counts"])
        ]
        yield from _list(match.start(), _STEP.findall(match["levels"]), parts)


def _list(start: int, said: list[str], parts: list[Count]) -> Iterator[Partition]:
    levels = [int(one) if one.isdigit() else _ROMAN[one.upper()] for one in said]
    rising = all(b == a + 1 for a, b in pairwise(levels))
    if len(levels) == len(parts) > 2 and rising and levels[0] < 2:
        yield Partition(
            start, parts[-1].end, tuple(parts), "grade", is_exhaustive=False, is_apposed=False, is_copular=True
        )  # fmt: skip
