"""Cochran's Q with its degrees of freedom against the I² beside it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from resorb.reading.lazy import lazy
from resorb.reading.statistics.figures import read_figure
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.values.findings import Verdict

_Q = lazy(
    r"(?<![\w./])(?:Cochran(?:[’']s)?\s)?(?:Q|Chi\s?[²2]|chi-squared?|χ\s?[²2])(?:\sstatistic)?\s?"
    r"(?:\(\s?(?P<df>\d{1,3})(?:\s?(?:df|d\.f\.))?\s?\)\s?)?(?:=|was|of|:)\s?(?P<q>\d{1,4}(?:\.\d{1,3})?)(?!\d|[.,]\d|\s?%)"
)
_DF = lazy(
    r"\b(?:df|d\.f\.|degrees\sof\sfreedom)\s?(?:=|was|of|:)?\s?(?P<a>\d{1,3})(?![\w.]\d|\d)"
    r"|(?<![\w.,])(?P<b>\d{1,3})\s?(?:df\b|d\.f\.|degrees?\sof\sfreedom)"
)
_I2 = lazy(r"(?<![\w.])I\s?[²2](?:\sstatistic)?\s?(?:=|was|of|:|is)?\s?(?P<v>\d{1,3}(?:\.\d{1,2})?)\s?%")
_ROOM = Fraction(1, 2)
"""Percentage points that are left beside what rounding explains."""


@rule(
    "heterogeneity",
    kind="statistic",
    doc="I² follows from Cochran's Q and its degrees of freedom.",
    source="Higgins and Thompson 2002: I² = (Q − df)/Q, and 0 where Q is below its degrees of freedom",
)
def heterogeneity(text: Scanned) -> Iterator[Mark]:
    """Each sentence with one Q, one number of degrees of freedom and one I²."""
    for sentence in text.sentences:
        said = sentence.text
        if sentence.is_long or "%" not in said or "I" not in said:
            continue
        tests, shares = list(_Q.finditer(said)), list(_I2.finditer(said))
        if len(tests) != 1 or len(shares) != 1:
            continue
        free = {m["a"] or m["b"] for m in _DF.finditer(said)} | ({tests[0]["df"]} if tests[0]["df"] else set())
        q, share = read_figure(tests[0]["q"]), read_figure(shares[0]["v"])
        if len(free) != 1 or q is None or share is None or q.value <= 0:
            continue
        df = int(free.pop() or 0)
        low, high = (_share(q.value + sign * q.step / 2, df) for sign in (-1, 1))
        room = share.step / 2 + _ROOM
        if not df or low - room <= share.value <= high + room:
            continue
        right = f"{float(_share(q.value, df)):.{share.decimals}f}"
        yield sentence.at(shares[0].start(), shares[0].end()).mark(
            "heterogeneity", Verdict.ASSUMES, f"Q = {q.text} on {df} degrees of freedom gives I² = {right} %.",
            computed=f"{right} %", arithmetic=f"({q.text} - {df})/{q.text} = {right} %, not {share.text} %",
            suggestion=f"I² = {right} %",
            assumption="I² was reckoned from this Q, not from another estimate of variance",
        )  # fmt: skip


def _share(q: Fraction, df: int) -> Fraction:
    return max(Fraction(0), 100 * (q - df) / q) if q > 0 else Fraction(0)
