"""Events in two groups set against each other: "29 of 125 … and 57 of 698 …", "12 (32%) versus 24 (67%)".

A whole that is not printed is what its count and percentage leave: 12 is 32 % of 37 or 38.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor

from resorb.reading.counts.counted import ratios
from resorb.reading.counts.proportions import proportions
from resorb.reading.counts.shares import Percentage
from resorb.reading.kept import kept
from resorb.reading.lazy import lazy
from resorb.reading.statistics.figures import read_figure
from resorb.values.numbers import PrintedNumber

_FURTHEST = 150
_AGAINST = lazy(
    r"(?:^|[\s(\[)\],;])(?:versus|vs\.?|v\.?|compared\s(?:with|to)|as\scompared|as\sagainst|against|than)\s",
    re.IGNORECASE,
)
_SECOND = lazy(
    r"\b(?:versus|vs\.?|v|compared\s(?:with|to)|against|than)\s(?P<n>\d{1,5})(?:\s[a-z-]{2,15}){0,3}\s?[(\[]\s?"
    r"(?P<share>\d{1,3}(?:[.·]\d{1,2})?)\s?%\s?[)\]]"
)
"""The second of two counts with their percentages."""
FOURFOLD = lazy(r"\bfisher|χ|\bchi[- ]?sq|\bchi2\b", re.IGNORECASE)
"""The tests that compare two proportions."""
_BESIDE = lazy(r"\b(?:and|while|whereas)\b", re.IGNORECASE)
_GROUP = lazy(
    r"\b(?:groups?|arms?|placebo|controls?|saline|vehicle|sham|treated|untreated|given|receiv\w+|allocated|assigned|"
    r"without|thiosul(?:f|ph)ate|on\s(?:[a-z]{4,20})|wom[ae]n|m[ae]n|girls|boys|(?:fe)?males)\b",
    re.IGNORECASE,
)
_RESPECTIVELY = lazy(r"\brespectively\b", re.IGNORECASE)
_WITH, _WITHOUT = lazy(r"\bwith\s(?!out)"), lazy(r"(?:\s[a-z]{3,15})?\swithout\b")
_SAME_ONES = lazy(
    r"\b(?:baseline|before|initially|at\s(?:entry|first)|pre-?\s?treatment|previously|earlier|already|of\s(?:these|them|whom|which|those(?!\s(?:who|with|given|on|in|[a-z]+ed)\b)))\b",
    re.IGNORECASE,
)
_TIME = lazy(
    r"\b(?:after|later|follow-?\s?up|weeks?|months?|days?|years?|hours?|visits?|at\sthe\send|final\w*|last|then|again)\b",
    re.IGNORECASE,
)
_NUMBER = lazy(r"(?:\(\s?[nN]\s?=\s?\d{1,6}\s?\)|\b(?:95|90|99)\s?%\s?CI)")
_LISTED = lazy(r"(?:(?!\bp\s?[<=>])[^.;\d]){0,90}", re.IGNORECASE)
"""Words between two of several groups; a p value parts them."""


@dataclass(frozen=True, slots=True)
class Events:
    """Events of one group; the whole lies in ``least`` to ``most``, ``is_told`` when another sentence says it."""

    start: int
    end: int
    count: int
    least: int
    most: int
    is_told: bool = False

    @property
    def exact(self) -> bool:
        """Whether the whole is printed with the count."""
        return self.least == self.most and not self.is_told


@kept
def two_groups(text: str) -> Iterator[tuple[Events, Events]]:
    """Each two groups of a sentence that are compared with each other and with no third.

    Where a test of two proportions is named, the only two groups are those, whatever the words between them.
    """
    if _SAME_ONES.search(text) or not any(c.isdigit() for c in text):
        return
    found = sorted(_events(text), key=lambda e: e.start)
    if len(found) == 2 and FOURFOLD.search(text) and _are_apart(text, *found):
        yield found[0], found[1]
        return
    joined = [_joined(text, one, other) for one, other in pairwise(found)]
    beside = [_LISTED.fullmatch(text, one.end, other.start) is not None for one, other in pairwise(found)]
    for at, pair in enumerate(pairwise(found)):
        around = [i for i in (at - 1, at + 1) if 0 <= i < len(joined)]
        if joined[at] and not any(joined[i] or beside[i] for i in around):
            yield pair


def _events(text: str) -> Iterator[Events]:
    taken: list[tuple[int, int]] = []
    for one in proportions(text):
        if one.part is None or not isinstance(one.share, Percentage) or one.share.manner or one.is_list:
            continue
        share = one.share.number
        if one.whole is not None:
            least = most = one.whole
        elif one.part > 0 and share.value > share.step:
            least, most = wholes_of(one.part, share)
        else:
            continue
        if 0 <= one.part <= least <= most and least > 1:
            taken.append((one.start, one.end))
            yield Events(one.start, one.end, one.part, least, most)
    for match in _SECOND.finditer(text):
        start, end, count, printed = match.start("n"), match.end(), int(match["n"]), read_figure(match["share"])
        if printed is None or printed.value <= printed.step or any(a < end and start < b for a, b in taken):
            continue
        taken.append((start, end))
        yield Events(start, end, count, *wholes_of(count, printed))
    for ratio in ratios(text):
        if any(start < ratio.end and ratio.start < end for start, end in taken):
            continue
        if 0 <= ratio.part <= ratio.whole and ratio.whole > 1:
            yield Events(ratio.start, ratio.end, ratio.part, ratio.whole, ratio.whole)


def wholes_of(count: int, share: PrintedNumber) -> tuple[int, int]:
    """The smallest and largest whole of which a count is printed as this percentage, rounded or cut off."""
    return ceil(100 * count / (share.value + share.step)), floor(100 * count / (share.value - share.step / 2))


def _are_apart(text: str, one: Events, other: Events) -> bool:
    """Whether two counts stand in one sentence, neither the whole of the other, nor two findings in the same ones."""
    gap = text[one.end : other.start]
    same = (one.least, one.most) == (other.least, other.most)
    if same and not (_AGAINST.search(gap) or _GROUP.search(text[max(0, one.start - 70) : other.end + 70])):
        return False
    nested = one.count in (other.least, other.most) or other.count in (one.least, one.most)
    return not (nested or re.search(r"[.]\s|\d", _NUMBER.sub("", gap.replace("vs. ", "vs "))) or _TIME.search(gap))


def _joined(text: str, one: Events, other: Events) -> bool:
    """Whether the words between two groups, and those around them, set them against each other."""
    gap = text[one.end : other.start]
    if len(gap) > _FURTHEST or re.search(r"[.;]\s", gap.replace("vs. ", "vs ")) or _TIME.search(gap):
        return False
    if any(c.isdigit() for c in _NUMBER.sub("", gap)):
        return False
    if _AGAINST.search(gap):
        return True
    if not (beside := _BESIDE.search(gap)):
        return False
    behind = re.split(r"[.;]\s|\(p\b|\bp\s?[<=>]", text[other.end : other.end + 110], maxsplit=1, flags=re.IGNORECASE)[
        0
    ]
    if _RESPECTIVELY.search(behind) or (_WITH.search(gap, 0, beside.start()) and _WITHOUT.match(behind)):
        return True
    first = text[max(0, one.start - 70) : one.end + beside.start()]
    return bool(_GROUP.search(first) and _GROUP.search(f"{text[one.end + beside.start() : other.end]} {behind}"))
