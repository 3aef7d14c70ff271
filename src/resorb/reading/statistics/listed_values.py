"""Values listed one by one before their mean or median: "aged 58, 61 and 70 years (mean 63)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resorb.reading.lazy import lazy
from resorb.reading.numerals import NUMBER, read_numeral
from resorb.reading.statistics.figures import UNIT
from resorb.values.numbers import PrintedNumber

MOST = 30
_ITEM = rf"{NUMBER}"
_LIST = lazy(
    rf"(?P<items>{_ITEM}(?:,\s{_ITEM}){{0,{MOST}}},?\s(?:and|&)\s{_ITEM})(?![\d–%])(?:\s?(?P<unit>{UNIT}))?",
    re.IGNORECASE,
)
_NUMBERED = lazy(
    r"(?:\b(?:at|after|by|until|weeks?|days?|months?|years?|visits?|patients?|cases?|fig(?:ure)?s?\.?|tables?"
    r"|ref(?:erence)?s?\.?|centres?|"
    r"grades?|stages?|items?|groups?|phases?|numbers?|no\.?|cent(?:re|er)s?|sites?|classes|types?|between|both"
    r"|including|as|of|in|with|doses?)|[-–/<>≤≥=])\s?$",
    re.IGNORECASE,
)
_AGED = lazy(r"\b(?:aged?|ages|the\sages?\sof|years\swere|were)\s(?:of\s|were\s|was\s)?$", re.IGNORECASE)
_GAP = lazy(
    r"(?:\s(?:years?|months?|weeks?|days?))?(?:\s(?:old|of\sage))?(?:\s[a-z-]{2,20}){0,6}?(?:,?\srespectively)?[\s,;:(]{1,3}(?:(?:with"
    r"|and|the|their|an?|on|in|or|i\.e\.|giving|which|gives|gave|for|that\sis|so|makes|making|that)\s)*"
)

_ROW = lazy(
    rf"(?<![\w.,/–-])(?P<items>{_ITEM}(?:(?:\s?[,;]\s?|\s(?:and|&)\s|,\s(?:and|&)\s){_ITEM}){{2,{MOST}}})(?![\d–%/-])(?:\s?(?P<unit>{UNIT}))?",
    re.IGNORECASE,
)
_LABELS = lazy(
    r"\b(?:weeks?|days?|months?|years?|visits?|patients?|cases?|fig(?:ure)?s?\.?|tables?|ref(?:erence)?s?\.?|grades?|stages?|items?|"
    r"phases?|no\.?|nos\.?|types?|between|than|images?|photographs?|q\d?|at|after|by|in)\s?[:(]?\s?$",
    re.IGNORECASE,
)
_NAMES_AGES = lazy(r"\b(?:aged?|ages|old|years?)\b", re.IGNORECASE)
_OF_ORDER = lazy(
    r"\b(?:(?:per)?centiles?|quartiles?|quantiles?|tertiles?|deciles?|medians|means|averages)\b", re.IGNORECASE
)
_RESPECTIVELY = lazy(r"(?:\s[a-z-]{2,20}){0,3},?\srespectively\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listed:
    """Listed values. ``are_ages`` when they are ages in completed years."""

    start: int
    end: int
    values: tuple[PrintedNumber, ...]
    unit: str
    are_ages: bool
    respectively: bool = False
    """Whether they stand in the order of something else: then they are all values only if the text says how many."""

    def leads_to(self, text: str, start: int) -> bool:
        """Whether only plain words stand between the list and what begins at ``start``."""
        return self.end <= start <= self.end + 60 and _GAP.fullmatch(text, self.end, start) is not None


def listed_values(text: str) -> Iterator[Listed]:
    """Every list of two or more numbers of a sentence that may be values: none of visits, patients or figures."""
    for match in _LIST.finditer(text):
        before = text[max(0, match.start() - 25) : match.start()]
        aged = _AGED.search(before) is not None or re.match(
            r"\s(?:years?\s)?(?:old|of\sage)", text[match.end() : match.end() + 12]
        )
        if _NUMBERED.search(before) and not _AGED.search(before):
            continue
        if _OF_ORDER.search(text[: match.start()]):
            continue
        values = [read_numeral(m) for m in re.findall(NUMBER, match["items"], re.IGNORECASE)]
        if all(v is not None for v in values):
            unit = (match["unit"] or "").lower()
            numbers = tuple(v for v in values if v is not None)
            only_were = not unit and not _NAMES_AGES.search(text)
            are_ages = bool(aged) and not only_were and unit in ("", "years", "year", "y")
            ordered = _RESPECTIVELY.match(text, match.end()) is not None
            yield Listed(match.start(), match.end(), numbers, unit, are_ages, ordered)


def rows_of_values(text: str) -> Iterator[Listed]:
    """Lists of three or more numbers, however parted, that a mean elsewhere may be of: no visits, patients, figures."""
    for match in _ROW.finditer(text):
        before = text[max(0, match.start() - 25) : match.start()]
        aged = re.search(r"\bages?\b|\baged\b", before, re.IGNORECASE) is not None
        if (_LABELS.search(before) and not aged) or _OF_ORDER.search(text[max(0, match.start() - 60) : match.start()]):
            continue
        values = [read_numeral(m) for m in re.findall(NUMBER, match["items"], re.IGNORECASE)]
        numbers = tuple(v for v in values if v is not None)
        if len(numbers) == len(values):
            are_ages = aged and all(not v.decimals for v in numbers)
            ordered = _RESPECTIVELY.match(text, match.end()) is not None
            yield Listed(match.start(), match.end(), numbers, (match["unit"] or "").lower(), are_ages, ordered)
