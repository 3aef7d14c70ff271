"""Percentages with a count that no whole gives: 11 is 25.5 % of no number, and of the 31 treated it is 35.5 %.

The whole of a share is often told far away: in the abstract, in the head of a table. Here it need not be known. A
percentage that no whole number of patients gives for its count is wrong, or is no share of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from math import floor

from resorb.checks.arithmetic.near_miss import near_miss
from resorb.checks.arithmetic.rounding import rule_for, written
from resorb.reading.counts.counted import COUNT, value_of
from resorb.reading.counts.proportions import Proportion
from resorb.reading.counts.shares import Percentage
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.rules.consistency.common import is_of_others, times_printed
from resorb.scan.rules.counts.scope import Scope
from resorb.scan.rules.counts.sizes import sizes_told
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber, Rounding

_MOST = 20000
_I = re.IGNORECASE
_NO_SHARE = lazy(
    r"\b(?:life[\s-]tables?|kaplan|actuarial|cumulative|adjusted|weighted|imputed|estimated?|standardi[sz]ed|predicted|"
    r"average|mean|median|per\s+(?:year|month|\d)|IQR|range|SD|"
    r"coefficient|score|agreement|sensitivity|specificity|events?\s+per|person-years?)\b",
    _I,
)
"""Words of percentages that are no plain share of a count."""
_CHANGED = lazy(
    r"\b(?:reduc\w+|increas\w+|decreas\w+|fell|rose|declin\w+|gained|lost|by|to|from|than)\s+(?:\w+\s+)?$", _I
)
"""Before a number that tells by how much something changed."""
_COMPARED = lazy(
    r"\s*[)\]]?\s*(?:parts|points|lower|higher|more|less|fewer|greater|smaller|larger|better|worse|faster|slower|shorter|longer)\b",
    _I,
)
_THE_OTHER = lazy(
    rf"\s*\)?(?:[;,]|(?=\s+and\b))\s+(?:(?:and|while|whereas|but)\s+)?the\s+(?:other|remaining)\s+(?P<n>{COUNT})(?!\s*(?:%|of\b))",
    _I,
)
"""Behind a share those who are left of its whole: "in seven (75%); the other three had none"."""


def of_no_whole(
    text: Scanned, sentence: Sentence, one: Proportion, share: Percentage, part: int, scope: Scope
) -> Iterator[Mark]:
    """The share of a count whose whole is not printed with it, when no number can be that whole."""
    if part < 2 or share.manner or share.points > 100 or one.is_subset or _NO_SHARE.search(sentence.text):
        return
    if is_of_others(sentence) or _COMPARED.match(sentence.text, one.end):
        return
    if _CHANGED.search(sentence.text[max(0, one.start - 40) : one.start]):
        return
    other = _THE_OTHER.match(sentence.text, one.end)
    rest = value_of(other["n"]) if other else None
    if rest is not None:
        if not rule_for(Fraction(100 * part, part + rest), share.number) and not _fits(text, part, share.number):
            near = {n for before in (sentence, *scope.text.before(sentence, 2)) for n in scope.counted(before)}
            if not any(n >= part and rule_for(Fraction(100 * part, n), share.number) for n in near):
                yield _mark(sentence, share, part, part + rest, "these and the others make")
        return
    if _has_whole(part, share.number) or _fits(text, part, share.number):
        return
    if len(share.number.text.lstrip("0.")) < 2:
        return
    near = {
        size for size in sizes_told(text) if size >= part
        and near_miss(share.number, Fraction(100 * part, size), factors=()) in ("one digit", "two digits swapped")
    }  # fmt: skip
    if len(near) == 1:
        yield _mark(sentence, share, part, near.pop(), "a group counted elsewhere has")
        return
    below = max(part, floor(100 * part / share.points))
    shown = " and ".join(f"{written(Fraction(100 * part, n))} % of {n}" for n in (below, below + 1))
    yield sentence.at(share.number_start, share.end).mark(
        "percent", Verdict.ASSUMES, f"{part} is {share.number.text} % of no whole number: it is {shown}.",
        computed=shown, arithmetic=f"{part}/{below} and {part}/{below + 1}: {shown}, not {share.number.text} %",
        suggestion="another percentage, or another count", assumption="the percentage is no share of those counted",
    )  # fmt: skip


def _has_whole(part: int, printed: PrintedNumber) -> bool:
    """Whether some whole gives the percentage by rounding to the nearest; every large count has one."""
    low, high = printed.value - printed.step / 2, printed.value + printed.step / 2
    if low <= 0 or 100 * part / low > _MOST:
        return True
    last = floor(Fraction(100 * part) / low)
    first = max(part, floor(Fraction(100 * part) / high))
    nearest = (Rounding.HALF_UP, Rounding.HALF_EVEN)
    return any(
        rule in printed.rules_giving(Fraction(100 * part, n)) for n in range(first, last + 1) if n for rule in nearest
    )


def _fits(text: Scanned, part: int, printed: PrintedNumber) -> bool:
    """Whether any number of the document, by any rounding, may be the whole."""
    return any(
        n.denominator == 1 and n >= part and rule_for(Fraction(100 * part) / n, printed) for n in times_printed(text)
    )


def _mark(sentence: Sentence, share: Percentage, part: int, whole: int, why: str) -> Mark:
    right = written(Fraction(100 * part, whole))
    return sentence.at(share.number_start, share.end).mark(
        "percent", Verdict.ASSUMES,
        f"{part} is {share.number.text} % of no number told here; of the {whole} that {why} it is {right} %.",
        computed=f"{right} %", arithmetic=f"{part}/{whole} = {right} %, not {share.number.text} %",
        suggestion=f"{right} % for {part}/{whole}",
        assumption=f"the percentage is no share of {whole}",
    )  # fmt: skip
