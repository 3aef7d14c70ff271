"""Events that have one cause each, and their causes: "Of the nine deaths, five were from sepsis, three … and one …"."""

from __future__ import annotations

import re
from itertools import pairwise

from resorb.reading.counts.balance import APART, BOTH, Sum
from resorb.reading.counts.balance_numbers import Number, numbers
from resorb.reading.lazy import lazy

_OPENS = lazy(
    r"(?:of|among)\s(?:the\s|these\s|our\s|all\s)?[\w-]{1,12}\s(?:[a-z-]+\s)?"
    r"(?:deaths|withdrawals|exclusions|discontinuations|drop-?outs|readmissions|admissions|amputations|losses),?\s$",
    re.IGNORECASE,
)
_BETWEEN = lazy(
    r"\s[^.;:()\d]{2,70}?(?:,|,?\sand|;|;\sand|,\swhile|,\sbut)\s(?:the\sother\s|another\s)?", re.IGNORECASE
)
_LAST = lazy(r"\s[^.;:()\d]{2,90}[.;]?\s*$")
_OF_THEM = lazy(r"\b(?:of\s(?:these|them|whom|which|the)|also|additional\w*)\b", re.IGNORECASE)
_LEAST, _MOST = 2, 6


def causes(text: str) -> Sum | None:
    """The events and their causes, where these are more than the events; None for any other sentence."""
    found = numbers(text)
    if not _LEAST < len(found) <= _MOST + 1 or APART.search(text) or BOTH.search(text):
        return None
    whole, *parts = found
    if not _OPENS.fullmatch(text[: parts[0].start]) or _OF_THEM.search(text, whole.end) or not _are_in_row(text, parts):
        return None
    one = Sum(whole, tuple(parts), "list")
    return one if whole.value < one.sum <= 2 * whole.value and parts[0].value < whole.value else None


def _are_in_row(text: str, parts: list[Number]) -> bool:
    """Whether nothing but words and a comma, or "and", stands between the parts."""
    gaps = (text[one.end : other.start] for one, other in pairwise(parts))
    return all(_BETWEEN.fullmatch(gap) for gap in gaps) and _LAST.fullmatch(text[parts[-1].end :]) is not None
