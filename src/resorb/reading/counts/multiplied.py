"""Wholes that are so many of each: "four controls for each of the 24 patients (100 in all)", "both knees of 11 men"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resorb.reading.counts.counted import COUNT, NOUN, measured, value_of
from resorb.reading.lazy import lazy

_W = r"(?:[^\W\d][\w'’-]*\s+){0,3}?"
_WW = r"(?:\s+[^\W\d][\w'’/-]*){0,8}?"
_TIMES = rf"(?P<times>{COUNT})\s+{_W}(?P<thing>{NOUN})"
_HOLDERS = rf"(?P<holders>{COUNT})\s+{_W}(?P<holder>{NOUN}|(?:arms|groups|cohorts|wards|teams|rows|plates)\b)"
_EACH = r"(?:each|every\s+one)\s+of\s+(?:the\s+|our\s+|these\s+|those\s+)?"
_READINGS = (
    # four controls for each of the 24 patients; three biopsies from each of nine lesions
    lazy(rf"{_TIMES}{_WW}\s+{_EACH}{_HOLDERS}", re.IGNORECASE),
    # each of the 24 patients was matched with four controls
    lazy(rf"\b{_EACH}{_HOLDERS}(?:,?\s+(?!or\b|to\b)[^\W\d][\w'’/-]*,?){{0,14}}?\s+{_TIMES}", re.IGNORECASE),
    # 24 patients had four injections each; 24 patients with four controls each; 12 weeks of three sessions each
    lazy(
        rf"{_HOLDERS}{_WW}\s+(?:of\s+)?{_TIMES}(?:\s+[^\W\d][\w'’-]*){{0,2}}?\s+(?:each|apiece|per\s+\w+)\b",
        re.IGNORECASE,
    ),
    # 57 cases, each matched to four controls
    lazy(rf"{_HOLDERS},?\s+each\s+(?:(?!of\b)[a-z]+\s+){{1,4}}?{_TIMES}", re.IGNORECASE),
    # all four limbs of 11 patients; both knees of 12 men
    lazy(
        rf"\b(?:all\s+(?P<times>four|4|five|5|ten|10)|(?P<both>both))\s+{_W}(?P<thing>{NOUN})\s+(?:of|in|from)\s+"
        rf"(?:all\s+|the\s+|our\s+|these\s+){{0,2}}{_HOLDERS}",
        re.IGNORECASE,
    ),
)
_TOTAL = lazy(
    rf"(?:[^.;()]{{0,80}}?\(|[^.;()]{{0,50}}?[,;:–—]\s*|\s*=\s*|[^.;()]{{0,60}}?\s)"
    rf"(?P<lead>(?:(?:in\s+)?(?:a\s+)?(?:total(?:l?ing)?|all|sum)(?:\s+of)?|i\.e\.,?|that\s+is,?|altogether|making|giving|yielding|"
    rf"resulting\s+in|thus|for\s+a\s+total\s+of|=|n\s?=)[\s:,]\s*)?"
    rf"(?P<n>{COUNT})(?:\s+{_W}(?P<noun>{NOUN}))?(?P<tail>\s+(?:in\s+(?:all|total)|altogether|overall|together|total)\b)?",
    re.IGNORECASE,
)
_UNEVEN = lazy(
    r"\b(?:up\s+to|at\s+least|at\s+most|about|approximately|mean|median|average|or|to|between|except|missing|missed|lost|omitted|"
    r"excluded|fewer|more|further|additional|respectively|planned|but|only|not|without|unavailable|failed|declined)\b",
    re.IGNORECASE,
)


_NUMBER = lazy(COUNT, re.IGNORECASE)
_IN_BRACKETS = lazy(r"\([^()]{0,60}\)")
_NONE_MISSING = lazy(
    r"\b(?:no(?:ne|t\s+one)?|without)\b[^.;,\d]{0,30}\b(?:missing|missed|lost|omitted|excluded|failed|declined)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Multiplied:
    """``holders`` with ``times`` things each are said to make ``total``, printed at ``start`` to ``end``."""

    start: int
    end: int
    holders: int
    times: int
    total: int

    @property
    def product(self) -> int:
        """How many there should be."""
        return self.holders * self.times


def multiplied(text: str) -> Iterator[Multiplied]:
    """Every such whole of a sentence; none where some lack their share ("one biopsy was lost")."""
    if not re.search(r"\b(?:each|apiece|all|both|per|every)\b", text, re.IGNORECASE):
        return
    if _UNEVEN.search(_NONE_MISSING.sub(" ", text)):
        return
    ends: set[int] = set()
    for reading in _READINGS:
        for match in reading.finditer(text):
            times = 2 if match.groupdict().get("both") else value_of(match["times"])
            holders = value_of(match["holders"])
            if not times or not holders or times < 2 or holders < 2:
                continue
            if measured(text, match.end("holders")) or _same(match["thing"], match["holder"]):
                continue
            found = _total(text, match)
            if found is not None and found[0] not in ends:
                ends.add(found[0])
                yield Multiplied(*found[:2], holders, times, found[2])


def _total(text: str, match: re.Match[str]) -> tuple[int, int, int] | None:
    """The total printed behind, told by a word for it, or by brackets round the same noun."""
    total = _TOTAL.match(text, match.end())
    if total is None or not (value := value_of(total["n"])) or measured(text, total.end("n")):
        return None
    if _NUMBER.search(_IN_BRACKETS.sub(" ", text[match.end() : total.start("n")])):
        return None
    noun = total["noun"]
    bracketed = "(" in total[0] and text[total.end() : total.end() + 1] in (")", ",", ";")
    if noun is not None and not _same(noun, match["thing"]):
        return None
    if not (total["lead"] or total["tail"] or (bracketed and noun)):
        return None
    return total.start("n"), total.end(), value


def _same(noun: str, other: str) -> bool:
    one, two = noun.lower().rstrip("s"), other.lower().rstrip("s")
    return one == two
