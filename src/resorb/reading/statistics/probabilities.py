"""P values in running text: "P < 0.001", "p = .04", "P=NS", "p = 3 × 10-5", "a two-sided p of 0.039"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.kept import kept
from resorb.reading.lazy import lazy
from resorb.reading.statistics.figures import COMMA, PLAIN, SIGN, read_figure
from resorb.values.numbers import PrintedNumber

_RELATION = r"=|<\s?=?|>\s?=?|≤|≥|≈|\bof\b|\bwas\b|\bis\b|:"
_EXPONENT = r"(?:\s?[×x*]\s?10\s?(?:\^|\*\*)?\s?[-−–]?\s?\d{1,3}|[eE][-−–]?\d{1,3})"
_P = lazy(
    rf"(?<![\w./×*·-])(?P<tail>(?:one|two|1|2)[- ](?:sided|tailed)\s)?(?P<p>[Pp])(?:[\s-]?[Vv]alues?)?"
    rf"\s?(?P<relation>{_RELATION})\s?(?:(?P<ns>NS\b|n\.?s\.?(?!\w)|not\ssignificant)"
    rf"|(?P<value>(?:[{SIGN}]\s?)?(?:{COMMA}|{PLAIN}))(?P<exponent>{_EXPONENT})?)"
)
_TAIL_BEHIND = lazy(r"\s?[,;(]?\s?\(?(?P<tail>one|1)[- ](?:sided|tailed)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PValue:
    """A printed p value. ``relation`` is "=", "<" or ">"; ``number`` is None for "NS", which is read as above 0.05.

    ``small`` is set for a value printed with a power of ten; its digits are then not kept as a number.
    """

    start: int
    end: int
    relation: str
    number: PrintedNumber | None
    small: float | None = None
    one_sided: bool = False
    capital: bool = False

    def ends(self) -> tuple[float, float]:
        """Smallest and largest exact p that may be printed so, rounding to the nearest or cutting allowed."""
        if self.small is not None:
            return (0.0, self.small) if self.relation == "<" else (self.small * 0.5, self.small * 1.5)
        if self.number is None:
            return 0.05, 1.0
        value, half = float(self.number.value), float(self.number.step / 2)
        if self.relation == "<":
            return 0.0, value
        if self.relation == ">":
            return value, 1.0
        return max(0.0, value - half), min(1.0, value + half)


@kept
def p_values(text: str) -> Iterator[PValue]:
    """Every p value of a text, in order."""
    for match in _P.finditer(text):
        relation = {"≤": "<", "<=": "<", "≥": ">", ">=": ">", "<": "<", ">": ">"}.get(
            match["relation"].replace(" ", ""), "="
        )
        capital = match["p"] == "P"
        tail = (match["tail"] or "").lower().startswith(("one", "1"))
        tail = tail or _TAIL_BEHIND.match(text, match.end()) is not None
        if match["ns"]:
            yield PValue(match.start("p"), match.end(), ">", None, None, tail, capital)
            continue
        number = read_figure(match["value"])
        if number is None:
            continue
        start = match.start("tail") if match["tail"] else match.start("p")
        if match["exponent"]:
            power = re.search(r"(\d{1,3})$", match["exponent"])
            small = float(number.value) * 10.0 ** -int(power[1]) if power else None
            yield PValue(start, match.end(), relation, PrintedNumber("0", Fraction(0), 0), small, tail, capital)
        else:
            yield PValue(start, match.end(), relation, number, None, tail, capital)
