"""Amounts of several doses, which no dose is: of all infusions of a course, of all patients, of a year."""

from __future__ import annotations

import re
from collections.abc import Collection
from fractions import Fraction

from resorb.reading.doses.quantities import Quantity
from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD
from resorb.values.ranges import Range

_I = re.IGNORECASE
_OF_SEVERAL = lazy(
    rf"(?:\b(?:infusions|doses|sessions|injections|administrations|weeks|months)|\b(?:{WORD})"
    rf"|(?<![\d.])\d{{1,3}})\s*\(=?\s*$|[x×]\s?\d{{1,3}}\s?=\s*$"
    rf"|(?:\d|\b(?:{WORD}))\s(?:[\w-]+\s)?(?:infusions|doses|sessions|injections|administrations|treatments)"
    r"\s(?:used|took|needed|consumed|required)(?:\s[\d.]+\s?mL,?\sor)?\s*$"
    rf"|(?:\d|\b(?:{WORD}))\s(?:[\w-]+\s)?(?:infusions|doses|sessions|injections|administrations|treatments)\s?"
    r"(?:[,:;=–—]|and|or|for|giving|making|i\.e\.|that is)"
    r"(?:\s(?:and|or|thus|hence|so|i\.e\.|that is|giving|making|in all),?)?\s*$",
    _I,
)
"""An amount behind a number of doses, in brackets or after "and", is that of all of them."""
_SUM_BEFORE = lazy(r"(?:\+|[+x×*]\s?[\d.,]{1,12}\s?(?:mg|g|grams?)?\s?=)\s*$", _I)
_SUM_BEHIND = lazy(r"\s*(?:each\s|in total\s)?(?:\+|=\s*[\d.,]{1,12}\s?(?:mg|g|grams?|kg)\b)", _I)
"""Beside the terms of a sum or what is reckoned: "12 × 25 g = 300 g"."""
_OVER = lazy(
    r"\s*(?:of \w+ )?(?:(?:was|were) )?(?:(?:given|infused|used|administered|needed|taken) )?(?:over|in|during|within) "
    rf"(?:(?:the|all|about|these|a) )?(?:(?:\d+|{WORD})[ -](?:days?|weeks?|months?|years?|sessions|infusions)"
    r"|(?:course|study|trial|year)\b|(?:19|20)\d\d\b)",
    _I,
)
"""Behind an amount over a time."""
_EACH = lazy(
    r"\s*each\b(?!\s+(?:other\s+)?(?:session|infusion|time|dose|day|week|treatment|visit|HD|(?:h(?:a)?emo)?dialysis)\b)",
    _I,
)
"""Behind what each patient has, and no dose."""
_ROUND = (100, 250)
"""In mg: steps in which doses are told; 23,075 g is no dose with another unit."""
_LARGE = 10**6
_NUMBER = lazy(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\d.,])\d{1,6}(?:\.\d+)?(?![\d,]*\d)")
_NO_DOSES = {Fraction(n) for n in (0, 1, 10, 100, 1000, 10**4, 10**5, 10**6)}
"""By which a slip of the unit or the point goes astray."""


def is_of_doses(text: str, q: Quantity) -> bool:
    """Whether an amount stands behind a number of doses, as that of all of them."""
    return _OF_SEVERAL.search(text, max(0, q.start - 40), q.start) is not None


def is_reckoned(text: str, q: Quantity, others: Collection[Range], *, is_sure: bool) -> bool:
    """Whether an amount too large for a dose is of several.

    It is told over a time, is a term of a sum, is not round as doses are, or is so many times another amount.

    Args:
        text: a sentence.
        q: a mass in it.
        others: the other masses of the sentence, in mg.
        is_sure: whether a slip of the unit explains it too; then the sentence must print how many times.
    """
    if _SUM_BEFORE.search(text, max(0, q.start - 24), q.start) or _SUM_BEHIND.match(text, q.end):
        return True
    if _OVER.match(text, q.end):
        return True
    if q.value.low is None or q.value.low != q.value.high:
        return False
    if is_sure and q.value.low > _LARGE and all(q.value.low % (1000 * step) for step in _ROUND):
        return True
    if not others:
        return False
    printed = {Fraction(m[0].replace(",", "")) for m in _NUMBER.finditer(text[max(0, q.start - 400) : q.end + 200])}
    is_of_each = not is_sure and _EACH.match(text, q.end) is not None
    for end in {end for other in others for end in (other.low, other.high)}:
        times = q.value.low / end if end else Fraction(0)
        if times not in _NO_DOSES and (times in printed or (is_of_each and times.denominator == 1 and times > 1)):
            return True
    return False
