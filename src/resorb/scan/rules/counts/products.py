"""So many of each, and their whole; so many times as many, and the two counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.arithmetic.rounding import written
from resorb.reading.counts.counted import COUNT, value_of
from resorb.reading.counts.multiplied import multiplied
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict

_FOLD = {"half": Fraction(1, 2), "twice": Fraction(2), "thrice": Fraction(3)} | {
    f"{word} times": Fraction(n) for n, word in enumerate(("three", "four", "five", "six"), 3)
}
_WORDS = r"(?:[^\W\d][\w'’-]*\s+){1,3}?"
_AS_MANY = lazy(
    rf"(?P<manner>\b(?:more|less)\s+than\s+|\b(?:over|under|at\s+least)\s+)?\b(?P<fold>half|twice|thrice|(?:three|four|five|six)\s+times)\s+as\s+many\s+{_WORDS}"
    rf"\((?:n\s?=\s?)?(?P<a>{COUNT})\)\s+(?:[^\W\d][\w'’-]*\s+){{0,3}}?as\s+{_WORDS}\((?:n\s?=\s?)?(?P<b>{COUNT})\)",
    re.IGNORECASE,
)
_ROOM = Fraction(1, 8)
"""By what part a count may miss the multiple that words round it to."""


@rule(
    "product-of-each",
    kind="count",
    doc="So many of each of a group make their product (24 patients with four controls each: 96 controls).",
    source="exact products; silent where the text says that some are missing",
)
def products(text: Scanned) -> Iterator[Mark]:
    """Products told with their two factors in one sentence."""
    for sentence in text.sentences:
        if sentence.is_long:
            continue
        for one in multiplied(sentence.text):
            sum_up = f"{one.holders} × {one.times} = {one.product}"
            at = sentence.at(one.start, one.end)
            if one.total == one.product:
                yield at.mark("product-of-each", Verdict.HOLDS, f"{sum_up}, as printed.", computed=str(one.product))
            elif one.product < 3 * one.total and one.total < 3 * one.product:
                yield at.mark(
                    "product-of-each", Verdict.FAILS,
                    f"{one.times} for each of {one.holders} are {one.product}, not {one.total}.",
                    computed=str(one.product), arithmetic=f"{sum_up}, not {one.total}",
                    suggestion=f"{one.product}, or say who had more or fewer",
                )  # fmt: skip


@rule(
    "times-as-many",
    kind="count",
    doc="“Twice as many” stands beside counts of which one is about twice the other.",
    source="ratio of the two counts, with an eighth of room for rounding in words",
)
def as_many(text: Scanned) -> Iterator[Mark]:
    """Multiples in words with both counts in brackets."""
    for sentence in text.sentences:
        if "as many" in sentence.text and not sentence.is_long:
            for match in _AS_MANY.finditer(sentence.text):
                yield from _judged(sentence, match)


def _judged(sentence: Sentence, match: re.Match[str]) -> Iterator[Mark]:
    fold = _FOLD[re.sub(r"\s+", " ", match["fold"].lower())]
    one, other = value_of(match["a"]), value_of(match["b"])
    if one is None or not other or match["manner"]:
        return
    wanted = fold * other
    if abs(one - wanted) > max(wanted * _ROOM, Fraction(1)):
        yield sentence.at(match.start("fold"), match.end()).mark(
            "times-as-many", Verdict.FAILS, f"{one} is not {match['fold']} {other}.", computed=written(wanted),
            arithmetic=f"{written(fold)} × {other} = {written(wanted)}, not {one}",
            suggestion=f"{written(wanted)} and {other}, or another multiple",
        )  # fmt: skip
