"""Shares printed without a sign of percent, with their counts behind: "16.7 (2/12)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.arithmetic.rounding import rule_for
from resorb.checks.claims.percents import judged_percent
from resorb.reading.lazy import lazy
from resorb.reading.numerals import read_numeral
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber

_SHARE = lazy(
    r"(?<![\w.,·^+±−–/(\[-])(?P<share>\d{1,3}(?:[.·]\d{1,2})?)\s?[(\[]\s?(?P<part>\d{1,5})\s?/\s?(?P<whole>\d{1,5})\s?[)\]]"
)
_SAID = lazy(r"\b(?:percentages?|proportions?|per\s?cent)\b[^.;()]{0,80}$", re.IGNORECASE)


@rule(
    "percent-unsigned",
    kind="percent",
    doc="A share printed without a sign of percent follows from the counts in brackets behind it.",
    source="exact fractions under half-up, half-even and truncation",
)
def percents_unsigned(text: Scanned) -> Iterator[Mark]:
    """Numbers with a part of a whole in brackets, where another of them or a word shows that they are percentages."""
    for sentence in text.sentences:
        if "/" in sentence.text:
            yield from _judged(sentence)


def _judged(sentence: Sentence) -> Iterator[Mark]:
    found: list[tuple[re.Match[str], PrintedNumber, int, int]] = []
    for match in _SHARE.finditer(sentence.text):
        number = read_numeral(match["share"].replace("·", "."))
        part, whole = int(match["part"]), int(match["whole"])
        if number is None or number.value > 100 or not whole or part > whole:
            return
        found.append((match, number, part, whole))
    fitting = sum(rule_for(Fraction(100 * part, whole), number) is not None for _, number, part, whole in found)
    if (
        not found
        or not (fitting or _SAID.search(sentence.text[: found[0][0].start()]))
        or len(found) - fitting > max(1, fitting)
    ):
        return
    for match, number, part, whole in found:
        judged = judged_percent(part, whole, number)
        verdict = judged.verdict if judged.verdict is not Verdict.FAILS or fitting else Verdict.ASSUMES
        yield sentence.at(*match.span("share")).mark(
            "percent-unsigned", verdict, judged.message, computed=judged.computed, arithmetic=judged.arithmetic,
            suggestion=judged.suggestion,
            assumption=judged.assumption or ("" if verdict is not Verdict.ASSUMES else "it is no percentage of them"),
        )  # fmt: skip
