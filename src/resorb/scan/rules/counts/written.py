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
_WITH_DECIMALS = lazy(rf"{_N}(?:\s[+−–-]\s{_N}){{1,11}}\s?=\s?{_N}")
"""Decimals are judged where blanks stand about the signs: "2.5-4.5" may be a range."""
_TERM = lazy(rf"(?P<sign>[+−–-]?)\s?(?P<n>{_N})")
_GOES_ON = lazy(r"[\d)\]%A-Za-z]\s?[+−–×x*/^=-]\s?$")
"""A sign that takes up a term before: then only the tail of the sum was read."""


@rule(
    "written-sum",
    kind="count",
    doc="A sum or difference written out with its result is right, each number with decimals within its rounding.",
    source="exact sums",
)
def written_sum(text: Scanned) -> Iterator[Mark]:
    """Plain numbers joined by plus or minus, and what they are said to make."""
    for sentence in text.sentences:
        if "=" not in sentence.text:
            continue
        for match in _SUM.finditer(sentence.text):
            total, room = Fraction(0), Fraction(0)
            for term in _TERM.finditer(match["terms"]):
                total += Fraction(term["n"]) * (1 if term["sign"] in ("", "+") else -1)
                room += _half(term["n"])
            if _GOES_ON.search(sentence.text, max(0, match.start() - 4), match.start()):
                continue
            if abs(total - Fraction(match["sum"])) <= room + _half(match["sum"]) or total <= 0:
                continue
            if "." in match[0] and not _WITH_DECIMALS.fullmatch(match[0]):
                continue
            yield sentence.at(*match.span()).mark(
                "written-sum", Verdict.FAILS, f"{match['terms']} is {written(total)}, not {match['sum']}.",
                computed=written(total), arithmetic=f"{match['terms']} = {written(total)}",
                suggestion=f"{match['terms']} = {written(total)}",
            )  # fmt: skip


def _half(number: str) -> Fraction:
    """Half a step of what a printed number was rounded to; whole numbers are exact."""
    places = len(number.partition(".")[2])
    return Fraction(1, 2 * 10**places) if places else Fraction(0)
