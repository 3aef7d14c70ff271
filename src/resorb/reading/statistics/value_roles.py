"""Which role a number plays among values of one thing: their mean, median, smallest, largest, or both ends.

Where :mod:`resorb.reading.statistics.summaries` wants its words in a known order, a role is read here from the nearest
word that names it, before or behind the number, whatever else the sentence says: "ages spanned 23 to 61, on average
65", "4 to 19 weeks … averaged 26 weeks". Such a reading is probable, not certain; what it may be used for is for rules
to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from resorb.reading.kept import kept
from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD, read_numeral
from resorb.reading.statistics.figures import (
    SIGNED,
    UNIT,
    ends_of,
    is_averaged_over,
    is_cited,
    pair,
    read_figure,
    span_of,
)
from resorb.reading.statistics.size_classes import without_size_classes
from resorb.values.numbers import PrintedNumber


class Role(StrEnum):
    """What a number is among the values."""

    MEAN = "mean"
    MEDIAN = "median"
    LEAST = "smallest value"
    MOST = "largest value"
    ENDS = "range"
    QUARTILES = "interquartile range"
    LOWER = "lower quartile"
    UPPER = "upper quartile"
    SCALE = "scale"


@dataclass(frozen=True, slots=True)
class Told:
    """A number, or the two numbers of a pair, with its role. ``said`` is where the words for it begin.

    ``things`` are the measured things its words name ("age", "pain"), from the start of its clause to its end.
    """

    role: Role
    said: int
    start: int
    end: int
    low: PrintedNumber
    high: PrintedNumber | None = None
    unit: str = ""
    things: frozenset[str] = frozenset()


_CENTRE = lazy(
    r"(?<![\w-])(?:(?P<mean>means?(?!\s(?:that|to\b|s\b))|averag(?:e[ds]?|ing)|avg\.?|(?-i:M(?=\s?=)))|"
    r"(?P<median>medians?|(?-i:Mdn)))(?![\w-])",
    re.IGNORECASE,
)
_NO_CENTRE = lazy(
    r"(?:geometric|weighted|pooled|adjusted|squares?|estimated|trimmed|log|marginal|grand|harmonic|moving|by|"
    r"above|below|"
    r"no|national|population|expected|predicted|difference (?:in|of)|change (?:in|of)|running|rolling)\s$",
    re.IGNORECASE,
)
_LEAST = lazy(
    r"(?<![\w-])(?:min(?:imum|imal)?\.?|lowest|smallest|youngest|shortest|fewest|lightest|earliest|thinnest|"
    r"lower\s(?:bound|end|limit|extreme)|(?:no(?:ne|body|\sone|\s[a-z]{3,15})\s(?:[a-z]{2,12}\s){0,3}?"
    r"(?:younger|less|fewer|smaller|shorter|lower)\sthan)|(?:every|each|all)\b[^.;\d]{0,40}?\bat\sleast|"
    r"(?:all|each|every)\b[^.;\d]{0,40}?\b(?:aged|older\sthan))(?![\w-])",
    re.IGNORECASE,
)
_MOST = lazy(
    r"(?<![\w-])(?:max(?:imum|imal)?\.?|highest|largest|oldest|eldest|longest|greatest|biggest|heaviest|thickest|"
    r"upper\s(?:bound|end|limit|extreme|one)|(?:no(?:ne|body|\sone|\s[a-z]{3,15})\s(?:[a-z]{2,12}\s){0,3}?"
    r"(?:older|more|larger|longer|higher|greater)\sthan)|(?:never|not)\s(?:exceed(?:ed|ing)?|more\sthan|above)|"
    r"(?:every|each|all)\b[^.;\d]{0,40}?\bat\smost)(?![\w-])",
    re.IGNORECASE,
)
_LOWER = lazy(
    r"(?<![\w-])(?:(?:first|lower|1st|bottom)\squartile|Q1|25th\s(?:per)?centile|[pP]25)(?![\w-])", re.IGNORECASE
)
_UPPER = lazy(
    r"(?<![\w-])(?:(?:third|upper|3rd|top)\squartile|Q3|75th\s(?:per)?centile|[pP]75)(?![\w-])", re.IGNORECASE
)
_PAIR = lazy(rf"(?<![\w.,/–-]){pair('low', 'high')}(?![\w/]|[.,]\d|\s?[-–]\s?\d)", re.IGNORECASE)
_BETWEEN = lazy(rf"\bbetween\s{pair('low', 'high')}", re.IGNORECASE)
_IN_SUM = lazy(r"\s(?:[a-z]{2,15}\s)?(?:in\s(?:all|sum|total)|altogether|together)\b", re.IGNORECASE)
_ANCHORED = lazy(
    r"\(\s?(?P<low>\d{1,3})\s?(?:=|:|being)\s?[^\d(),;]{2,40}[,;]?\s(?:(?:and|to)\s)?(?P<high>\d{1,3})\s?(?:=|:|"
    r"being)\s?[^\d()]{2,40}\)"
)
"""Ends of a scale with what they mean: "(1 = very bad, 5 = very good)"."""
_LABELLED = lazy(
    r"\b(?:runs?|running|goes|scored|rated|rang\w+|scale|graded|extend\w*)\s(?:(?:pain|itch|it|this|these|symptoms?)\s)?(?:from\s|between\s)?(?P<low>\d{1,3})\s\([^()\d]{2,40}\)\s"
    r"(?:to|through|and)\s(?P<high>\d{1,3})\s\([^()\d]{2,40}\)"
)
"""The same with brackets: "runs from 8 (best) to 40 (worst)"."""
_POINTS = lazy(
    r"(?<![\w.,–-])(?P<n>\d{1,3})-(?:points?|steps?|mm)\s(?:[a-zA-Z-]{2,15}\s){0,2}?(?:scale|VAS|NRS|Likert|score|item)"
)
_ZERO = PrintedNumber("0", Fraction(0), 0)
_STOP = lazy(
    r";|\.\s|[±<>≤≥]|\b(?:means?|medians?|averag\w+|SD|SEM?|IQR|quartiles?|min|max|minimum|maximum|lowest|"
    r"highest|must|shall|should|within|may|youngest|oldest|"
    r"shortest|longest|smallest|largest|whereas|while|but|versus|vs|than|CI|who|whose|if|when)\b",
    re.IGNORECASE,
)
_RIGHT_BEFORE = lazy(
    r"\s?(?:[a-z²]{1,12}(?:\sold|\sof\sage)?)?[\s,(]{1,3}(?:on\s(?:an?\s|the\s)?|in\s(?:the\s)?|as\s(?:the\s)?)?",
    re.IGNORECASE,
)
_ITS = lazy(r"(?:patient|one|man|woman|child|girl|boy|case|participant)?\s?(?:was|is|being)?", re.IGNORECASE)
_JOINED = lazy(r",?\s(?:(?:being|as|was|were)\s(?:the|its|their)|at\sthe|(?:on|in)(?:\san?|\sthe)?)\s", re.IGNORECASE)
_NUMBER = lazy(
    rf"(?<![\w.,/·^–])(?<![A-Za-z]-)(?P<v>{SIGNED}|{WORD}\b)(?:[\s-]?(?P<u>{UNIT}))?(?![\w]|[.,]\d)", re.IGNORECASE
)
_QUARTILES = lazy(r"\bIQRs?\b|quartil|\b25th\b|\bQ1\b|percentile", re.IGNORECASE)
_SCALE = lazy(
    r"\b(?:scale|VAS|NRS|Likert|point|points|possible|theoretical|could|can\s(?:run|range|be)|rated|scored)\b",
    re.IGNORECASE,
)
_SCALE_BEHIND = lazy(r"[\s-](?:[a-z]{2,15}[\s-]){0,3}?(?:scale|VAS|NRS|Likert|points?\s|rating)\b", re.IGNORECASE)
REFERENCE_RANGE = (
    r"ranges?\s(?:for\s(?:this|that|the|his|her|their)\s(?:ages?|sex)"
    r"|(?:of|from|in|at|for|used\sby|given\sby)\s(?:(?:the|our|each|this|that|its|a|local|central)\s){0,2}"
    r"(?:lab\w*|assays?|methods?|kits?|manufacturers?|instruments?|scales?|health\w*|normal\w*|hospitals?|controls?|references?|"
    r"volunteers))"
)
"""A pattern: words for a range of what is normal, or possible, and not of the values."""
_NO_ENDS = lazy(
    r"\b(?:CI|C\.I\.|confidence|credible|interval|reference|laboratory|normal|usual|expected|target|therapeutic|recommended|"
    r"every|goal|limits?|cut-?off|"
    r"rose|fell|drop\w*|increas\w+|decreas\w+|declin\w+|improv\w+|reduc\w+|lowered|raised|went|shrank|grew|"
    r"tapered|titrated|"
    r"switched|escalated|moved|sank|came|HR|OR|RR|ratio)\b[^;.\d]{0,14}$"
    rf"|\b{REFERENCE_RANGE}\b[^;.\d]{{0,14}}$|\band\sfrom\s$"
    r"|\b(?:weeks?|months?|days?|years?|visits?|grades?|stages?|phases?|class|figs?\.?|figures?|tables?|"
    r"refs?\.?|references?|"
    r"patients?|cases?|pages?|p|no\.|nos\.)\s?$",
    re.IGNORECASE,
)
_NO_VALUE = lazy(
    r"(?:\b[nN]\s?[=:]|[<>≤≥]|\bp\s?[=<>]|\b(?:SDs?|SEM?s?|deviation|error|CI|table|figure|fig\.?|image|photo|"
    r"photograph|picture|case|patient|question|item|slide|site|reader|week|month|day|year|visit|grade|stage|"
    r"type|phase|ref\.?|of\sthe(?:\s(?:remaining|last|first|final|other|next))?|of\sall|among|amongst)(?:\s(?:of|was|is|=|:))?|±|\+/-|\bin\s(?:the\s|all\s|"
    r"our\s)?|\bafter|\bat|\bby|\bfor|\bover|"
    r"\bwithin|\bthan)\s?$"
)
_PEOPLE = lazy(
    r"\s(?:(?!per\s|each\s|a\s)[a-z-]+\s){0,2}(?:patients?|women|men|girls|boys|children|adults|participants|"
    r"subjects|people|persons|cases|controls|"
    r"pts|lesions?\swere|ulcers?\swere|centres?|studies)\b",
    re.IGNORECASE,
)
_THINGS = {
    "age": r"ages?|aged|years?\sold|youngest|oldest|older|younger",
    "follow-up": r"follow(?:ed)?-?\s?up",
    "duration": r"durations?|lasted|vintage|stays?",
    "time": r"time|delay|interval",
    "dose": r"dos(?:es?|age)|cumulative",
    "number": r"numbers?|counts?|times|sessions?|infusions?|injections?|visits?|lesions?\sper",
    "pain": r"pain|VAS|NRS",
    "score": r"scores?|scored|rating|rated|index|scale",
    "size": r"sizes?|diameters?|measured|measuring|large|long",
    "area": r"areas?|surface",
    "volume": r"volumes?",
    "weight": r"weigh\w*|BMI|lost",
    "calcium": r"calcium|Ca",
    "phosphate": r"phosph\w+",
    "product": r"product",
    "pth": r"PTH|parathyr\w+",
    "bicarbonate": r"bicarbonate|gap|pH",
    "creatinine": r"creatinine|eGFR|clearance|urea",
    "crp": r"CRP|ferritin|albumin|ESR|FGF23|alkaline|magnesium|h[ae]*moglobin|sodium|potassium",
    "hospital": r"hospital\w*|admission",
    "pressure": r"pressure",
    "depth": r"depth|thickness|width|length|height",
    "onset": r"onset|diagnosis",
    "change": r"chang\w+|reduction|decrease|increase|improvement|fall\b|drop\b",
}
_THING = lazy("|".join(rf"(?P<g{n}>\b(?:{words})\b)" for n, words in enumerate(_THINGS.values())), re.IGNORECASE)
_NAMES = tuple(_THINGS)
_CLOCK = lazy(r"(?=[\d.:]{5}\D+0|0)(?:[01]\d|2[0-3])[.:][0-5]\d\D{1,9}(?:[01]\d|2[0-3])[.:][0-5]\d")
"""Two times of the clock, one of them with a nought in front: "23.00 and 05.59"."""
_OWN_SPREAD = lazy(r"\s?(?:±|\+/[-−–])")
_LEVEL = lazy(r"\s?-?(?:C\.?I\b|confidence|credible)", re.IGNORECASE)
_ONE_OF_TWO = lazy(r"\s(?:and|or|vs\.?|versus)\s[-−–]?\d")
"""Behind "means of 60": means of two groups, each with ends of its own."""
_CLAUSE = lazy(r";\s|\.\s|,\s(?:and|but|while|whereas)\s|\bwhereas\b|\bversus\b|\bvs\b|\bcompared\b")
_REACH = 70
_LONGEST = 700


def things_of(text: str) -> frozenset[str]:
    """The measured things that a text names, by one word each."""
    found = set()
    for match in _THING.finditer(text):
        found.add(_NAMES[int((match.lastgroup or "g0")[1:])])
    return frozenset(found)


def things_around(text: str, start: int, end: int) -> frozenset[str]:
    """The measured things that the clause around a stretch names."""
    return things_of(_clause(text, start, end))


def is_one_of_two(text: str, end: int) -> bool:
    """Whether the number that ends here is the first of two told together."""
    return _ONE_OF_TWO.match(text, end) is not None


@kept
def roles(text: str) -> Iterator[Told]:
    """Every number of a sentence with a role, in order of place; none of a very long one."""
    if len(text) > _LONGEST or not any(map(str.isdigit, text)):
        return
    text = without_size_classes(text)
    pairs = list(_pairs(text))
    taken = [(one.start, one.end) for one in pairs]
    numbers = [m for m in _NUMBER.finditer(text) if not any(a < m.end("v") and m.start("v") < b for a, b in taken)]
    found = list(pairs)
    used: set[int] = set()
    for pattern, role in (
        (_CENTRE, None),
        (_LEAST, Role.LEAST),
        (_MOST, Role.MOST),
        (_LOWER, Role.LOWER),
        (_UPPER, Role.UPPER),
    ):
        for word in pattern.finditer(text):
            if role is None and _NO_CENTRE.search(text, max(0, word.start() - 16), word.start()):
                continue
            if word[0].lower() == "min" and not re.match(r"\s?[:=]", text[word.end() :]) and "max" not in text.lower():
                continue  # minutes
            number = _nearest(text, word, numbers, taken)
            if number is None or number.start("v") in used:
                continue
            one = _told(text, role or (Role.MEAN if word["mean"] else Role.MEDIAN), word, number)
            if one is not None:
                used.add(number.start("v"))
                found.append(one)
    yield from sorted(found, key=lambda t: t.start)


def _nearest(
    text: str, word: re.Match[str], numbers: list[re.Match[str]], taken: list[tuple[int, int]]
) -> re.Match[str] | None:
    """The number joined to a word for a role ("31 g/L in the mean"), else the first behind it, else one before it."""
    joined = next((m for m in reversed(numbers) if m.end() <= word.start()), None)
    if joined is not None and _JOINED.fullmatch(text, joined.end(), word.start()):
        return joined
    for number in numbers:
        start = number.start("v")
        if start < word.end():
            continue
        between = text[word.end() : start]
        if start - word.end() > _REACH or _STOP.search(between) or any(word.end() <= a < start for a, _ in taken):
            break
        bare = between.strip(" ,:=(")
        bare = "" if _ITS.fullmatch(bare) else bare
        if (bare and _NO_VALUE.search(text, max(0, start - 14), start)) or _PEOPLE.match(text, number.end("v")):
            continue
        return number
    before = [m for m in numbers if m.end() <= word.start()]
    if before and _RIGHT_BEFORE.fullmatch(text, before[-1].end(), word.start()):
        start = before[-1].start("v")
        return None if _NO_VALUE.search(text, max(0, start - 14), start) else before[-1]
    return None


def _told(text: str, role: Role, word: re.Match[str], number: re.Match[str]) -> Told | None:
    value = read_figure(number["v"]) or read_numeral(number["v"])
    if value is None or is_one_of_two(text, number.end()) or _IN_SUM.match(text, number.end()):
        return None
    is_centre = role in (Role.MEAN, Role.MEDIAN)
    if is_averaged_over(text, number.end("v")) if is_centre else _OWN_SPREAD.match(text, number.end()):
        return None
    start, end = number.start("v"), number.end("u") if number["u"] else number.end("v")
    things = things_around(text, min(word.start(), start), max(word.end(), end))
    return Told(role, min(word.start(), start), start, end, value, None, number["u"] or "", things)


def _pairs(text: str) -> Iterator[Told]:
    for match in (*_ANCHORED.finditer(text), *_LABELLED.finditer(text)):
        low, high = read_figure(match["low"]), read_figure(match["high"])
        if low is not None and high is not None and low.value < high.value:
            things = things_around(text, match.start("low"), match.end("high"))
            yield Told(Role.SCALE, match.start(), match.start("low"), match.end("high"), low, high, "", things)
    for match in _POINTS.finditer(text):
        high = read_figure(match["n"])
        if high is not None:
            things = things_around(text, match.start(), match.end())
            yield Told(Role.SCALE, match.start(), match.start(), match.end("n"), _ZERO, high, "", things | {"score"})
    seen = -1
    for pattern in (_BETWEEN, _PAIR):
        for match in pattern.finditer(text):
            ends = ends_of(match, "low", "high")
            if ends is None:
                continue
            low, high, low_unit, high_unit = ends
            start, end = span_of(match, "low", "high")
            before = text[max(0, start - 40) : start]
            if start <= seen or _NO_ENDS.search(before) or _is_other(text, start, end):
                continue
            if pattern is _PAIR and not _is_pair(text, start, end):
                continue
            if _is_dates(low, high) or (low_unit and high_unit and low_unit != high_unit):
                continue
            seen = end if pattern is _BETWEEN else seen
            role = Role.QUARTILES if _QUARTILES.search(before) else Role.ENDS
            if _SCALE.search(before[-15:]) or _SCALE_BEHIND.match(text, end):
                role = Role.SCALE
            things = things_around(text, start, end)
            yield Told(role, start, start, end, low, high, high_unit or low_unit, things)


def _is_other(text: str, start: int, end: int) -> bool:
    """Whether two numbers are no ends of values: of people, up to a level of confidence, references, clock times."""
    behind = _PEOPLE.match(text, end) or _LEVEL.match(text, end)
    return behind is not None or is_cited(text, start) or _CLOCK.fullmatch(text, start, end) is not None


def _is_pair(text: str, start: int, end: int) -> bool:
    """Whether two numbers are ends and not the last of a list, nor the bracket of a number right before them."""
    between = text[start:end]
    before = text[max(0, start - 30) : start]
    if re.search(r"\d\s?(?:%|[a-zµ/²]{1,8})?\s?[(\[]\s?(?:from\s)?$|\d,\s$|[=<>±≤≥]\s?$", before):
        return False
    if " and " in between:
        return bool(
            re.search(r"\b(?:extremes|ends|limits|quartiles|range)(?:\s(?:of|were|are|was|:|=))*[:,(]?\s?$", before)
        )
    if re.search(r"\d\s?[-–]\s?[\d.]+(?:,\s|\sand\s|,\sand\s)$", before):
        return False
    return not re.search(r"\d\s?[,;]\s", between) or before[-1:] in ("(", "[")


def _is_dates(low: PrintedNumber, high: PrintedNumber) -> bool:
    return all(n.decimals == 0 and 1900 <= n.value < 2100 for n in (low, high))


def _clause(text: str, start: int, end: int) -> str:
    """The clause around a stretch: from the last boundary before it to a little behind it."""
    first = max((m.end() for m in _CLAUSE.finditer(text, max(0, start - 120), start)), default=max(0, start - 120))
    behind = text[end : end + 30]
    stop = re.search(r"[,;:()\[\].]|\d", behind)
    return text[first : end + (stop.start() if stop else len(behind))]
