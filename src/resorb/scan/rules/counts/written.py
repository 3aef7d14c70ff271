"""Sums written out: "6 + 14 + 9 = 29"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.arithmetic.rounding import written
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.values.findings import Verdict

_N = r"\d{1,5}(?:\.\d{1,2})?"
_SUM = lazy(
    rf"(?<![\w.,/×x*^+=−–-])(?P<terms>{_N}(?:\s?[+−–-]\s?{_N}){{1,11}})\s?=\s?(?P<sum>{_N})(?![\w.]?\d|\s?[+×x*/^%−-])"
)
_TERM = lazy(rf"(?P<sign>[+−–-]?)\s?(?P<n>{_N})")
_LONGEST = 2000
_GOES_ON = lazy(r"[\d)\]%A-Za-z]\s?[+−–×x*/^=-]\s?$")
"""A sign that takes up a term before: then only the tail of the sum was read."""


@rule(
    "written-sum",
    kind="count",
    doc="A sum or difference written out with its result is right.",
    source="exact sums",
)
def written_sum(text: Scanned) -> Iterator[Mark]:
    """Plain numbers joined by plus or minus, and what they are said to make."""
    for sentence in text.sentences:
        if "=" not in sentence.text or len(sentence.text) > _LONGEST:
            continue
        for match in _SUM.finditer(sentence.text):
            total = Fraction(0)
            for term in _TERM.finditer(match["terms"]):
                total += Fraction(term["n"]) * (1 if term["sign"] in ("", "+") else -1)
            if _GOES_ON.search(sentence.text, max(0, match.start() - 4), match.start()):
                continue
            if "." in match[0] or total == Fraction(match["sum"]) or total <= 0:
                continue
            yield sentence.at(*match.span()).mark(
                "written-sum", Verdict.FAILS, f"{match['terms']} is {written(total)}, not {match['sum']}.",
                computed=written(total), arithmetic=f"{match['terms']} = {written(total)}",
                suggestion=f"{match['terms']} = {written(total)}",
            )  # fmt: skip
