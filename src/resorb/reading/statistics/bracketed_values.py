"""Values with what stands in the bracket behind them: "55.1 (9.8; 38-76)", "6 [IQR 7-9]", "41 (12-90)".

What each number in a bracket is, the bracket says itself, or a legend elsewhere: "mean (SD; range)", "Values are
medians with ranges". Where neither says it, only a pair that runs downwards is
read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resorb.reading.lazy import lazy
from resorb.reading.statistics.figures import PLAIN, SIGNED, UNIT, ends_of, pair, read_figure, span_of
from resorb.reading.statistics.summary_parts import Part, Piece
from resorb.reading.statistics.value_roles import REFERENCE_RANGE

_KINDS = {
    Part.SD: r"SDs?|s\.d\.?|S\.D\.?|standard\sdeviations?",
    Part.SE: r"SEM?s?|s\.e\.(?:m\.)?|standard\serrors?(?:\sof\sthe\smean)?",
    Part.QUARTILES: r"IQRs?|inter-?\s?quartile(?:\s(?:ranges?|intervals?))?|quartiles?|Q1\W{1,4}Q3|P25\W{1,4}P75"
    r"|25th\W",
    Part.RANGE: r"(?:full\s|observed\s)?ranges?|extremes|ends|(?:lowest|smallest)\s(?:and|to)\s\w+"
    r"|min(?:imum|ima)?\.?\W{1,3}(?:(?:and|to)\s)?max(?:imum|ima)?\.?",
}  # fmt: skip
_KIND = lazy("|".join(rf"(?P<k{n}>\b(?:{words})(?![\w]))" for n, words in enumerate(_KINDS.values())), re.IGNORECASE)
_PARTS = tuple(_KINDS)
_OTHER = lazy(
    r"\b(?:CI|confidence|credible|normal|laboratory|reference|ref|target|limits?|goal|kappa|ICC|HR|OR|RR|ratio|difference|"
    r"(?!(?:full|inter-?quartile|quartile|observed|overall|total|whole|age|the|and|an|a|their|with|actual)\s)[a-z-]+\s(?:range|interval)(?!s?\s(?:of|from|was))|"
    rf"ranges?\s(?:by|across|per|among)|{REFERENCE_RANGE}|"
    r"change\s(?:in|of)\sthe\smeans?|tertiles?|deciles?|percentiles?|prediction)\b",
    re.IGNORECASE,
)
_CENTRE = lazy(r"\b(?:(?P<mean>means?|averag(?:e[ds]?|ing))|(?P<median>medians?|Mdn))(?![\w-])", re.IGNORECASE)
_OWN_CENTRE = lazy(
    r"\b(?:medians?|means?|average)\b(?:[^.;\d]{0,12}\d|\s+(?:of\s+)?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)",
    re.IGNORECASE,
)
"""A bracket with a centre of its own: "1,667 infusions (median, 30 per patient; IQR, 17-45)"."""
_LEGEND = lazy(
    r"\b(?:means?|averages?|medians?)\b[^.;:\d()\[\]]{0,60}?(?:[(\[,;/±]|\bwith\b|\band\b|\bplus\b)[\s(\[±]{0,2}"
    r"(?:(?:their|the|its|an?|minimum)\s)?(?P<kinds>(?:lower|first\s|lowest|smallest|SD|s\.d\.|standard|SEM?\b|IQR|"
    r"inter-?\s?quartile|quartile|Q1|P25|25th|range|min\b|min\.|minim|extremes|full\srange)(?:[^.:\d]|(?<=[QP])[1-7]|[27]5th){0,50})",
    re.IGNORECASE,
)
_NUMBER = lazy(rf"(?P<v>{SIGNED})(?:[\s-]?(?P<u>{UNIT}))?(?![\w]|[.,]\d)", re.IGNORECASE)
_PAIR = lazy(pair("low", "high"), re.IGNORECASE)
_VALUE = lazy(
    rf"(?<![\w.,/·^–±−-])(?P<v>{SIGNED})(?:[\s-]?(?P<u>{UNIT}))?(?P<noun>(?:\s[a-z²][a-z-]{{1,15}}){{0,3}}?)"
    rf"(?:\s?(?:±|\+/-)\s?(?P<pm>{PLAIN})(?:[\s-]?{UNIT})?)?"
    r"(?:\s?[(\[](?P<inside>[^()\[\]]{1,90})[)\]]"
    r"|[,;:]?\s(?:with\s)?(?:an?\s|the\s)?(?P<tail>(?:IQR|inter-?\s?quartile|quartiles|range|min(?:imum)?[-–/]max)[^()\[\].;]{1,60}))",
    re.IGNORECASE,
)
_NOT_ONE = lazy(
    r"(?:\b[nN]\s?[=:]|[<>≤≥±=/]|\d\sof|\b(?:than|total|sum|weeks?|months?|days?|years?|visits?|grades?|stages?|types?|tables?|figures?|figs?\.?|cases?|patients?|"
    r"n|SDs?|SEM?|of\sthe|of\sall|all|the|these|those|HR|OR|RR|r|p|ICC|kappa|CI)(?:\sof)?)\s?$",
    re.IGNORECASE,
)
_NUMBERED = lazy(
    r"\b(?:infusion|session|injection|treatment|cycle|visit|child|girl|boy|woman|man|family|subject|participant|lesion|ulcer|site|"
    r"cent(?:re|er)|cohort|arm|step|question|item|number|no\.)\s$",
    re.IGNORECASE,
)
"""Before a whole number without a unit: what it numbers."""
_AT_SOMETHING = lazy(
    r"\b(?:in|among|amongst|for|from|over|after|at|by|until|within|during|on)(?:\sof)?\s?$", re.IGNORECASE
)
_PEOPLE = lazy(
    r"\s(?:[a-z-]+\s){0,2}(?:patients?|women|men|girls|boys|children|adults|participants|subjects|people|persons|"
    r"cases|controls|studies|cent(?:re|er)s|limbs|respectively)\b",
    re.IGNORECASE,
)
_LONGEST = 900


@dataclass(frozen=True, slots=True)
class Bracketed:
    """A value and the pieces behind it. ``is_median`` is None where no word tells a mean from a median."""

    value: Piece
    pieces: tuple[Piece, ...]
    is_median: bool | None


def legend_kinds(text: str) -> tuple[tuple[Part, ...], bool | None]:
    """What a legend says stands in brackets, in its order, and whether in front of them stand medians."""
    for match in _LEGEND.finditer(text):
        kinds = tuple(_part(m) for m in _KIND.finditer(match["kinds"]))
        if kinds and not _OTHER.search(match[0]):
            return kinds, _is_median(match[0])
    return (), None


def bracketed_values(text: str, legend: str = "") -> Iterator[Bracketed]:
    """Every value whose bracket can be read.

    Args:
        text: a sentence.
        legend: another sentence that may say what the numbers are.
    """
    if len(text) > _LONGEST or not any(map(str.isdigit, text)):
        return
    kinds, of_medians = legend_kinds(text)
    if not kinds and legend:
        kinds, of_medians = legend_kinds(legend)
    for match in _VALUE.finditer(text):
        number = read_figure(match["v"])
        name = "inside" if match["inside"] else "tail"
        if number is None or _is_no_value(text, match, is_plain=not (match["u"] or number.decimals)):
            continue
        if _PEOPLE.match(f"{match['noun'] or ''} ") or _OTHER.search(match[name]) or _OWN_CENTRE.search(match[name]):
            continue
        pieces = tuple(
            _pieces(
                text,
                *match.span(name),
                () if _OTHER.search(text[max(0, match.start() - 50) : match.start()]) else kinds,
            )
        )
        if match["tail"] and re.search(r"\d[^;:.()]*$", text[max(0, match.start() - 80) : match.start()]):
            continue
        by_legend = kinds and (match["inside"] or "")[:1].isdigit()
        if not by_legend and _AT_SOMETHING.search(text, max(0, match.start() - 14), match.start()):
            continue
        noun = (match["noun"] or "").split()
        if noun[:1] in (["in"], ["altogether"], ["together"]) and noun[1:2] in (["all"], ["sum"], ["total"], []):
            continue
        if noun and any(p.unit and p.unit.rstrip("s") not in {w.rstrip("s") for w in noun} for p in pieces):
            continue
        spread = read_figure(match["pm"]) if match["pm"] else None
        if spread is not None and pieces:
            pieces = (Piece(Part.SD, match.start("pm"), match.start("pm"), match.end("pm"), spread), *pieces)
        if pieces:
            nearest = _nearest_centre(text, match.start())
            end = match.end("u") if match["u"] else match.end("v")
            value = Piece(Part.MEAN, match.start(), match.start(), end, number, unit=match["u"] or "",
                          phrase=match["noun"] or "")  # fmt: skip
            yield Bracketed(value, pieces, nearest if nearest is not None else of_medians)


def _is_no_value(text: str, match: re.Match[str], *, is_plain: bool) -> bool:
    """Whether the word before a number says that it is a count, a bound, or the number of something."""
    place = max(0, match.start() - 14), match.start()
    return _NOT_ONE.search(text, *place) is not None or (is_plain and _NUMBERED.search(text, *place) is not None)


def _part(match: re.Match[str]) -> Part:
    return _PARTS[int((match.lastgroup or "k0")[1:])]


def _is_median(text: str) -> bool | None:
    found = {m["median"] is not None for m in _CENTRE.finditer(text)}
    return found.pop() if len(found) == 1 else None


def _nearest_centre(text: str, start: int) -> bool | None:
    """Whether the last word for a centre before a place says median."""
    last = None
    for match in _CENTRE.finditer(text, 0, start):
        last = match["median"] is not None
    return last


def _pieces(text: str, start: int, end: int, kinds: tuple[Part, ...]) -> Iterator[Piece]:
    """The numbers of a bracket: each by its own word, else by its turn in the legend."""
    left = list(kinds)
    at = start
    while (match := _NUMBER.search(text, at, end)) is not None:
        words = text[at : match.start()]
        own = [_part(m) for m in _KIND.finditer(words)]
        both = _PAIR.match(text, match.start(), end)
        is_pair = both is not None and (
            re.search(r"\d\s?[\w%/]{0,8}\s?(?:[-–—−]|to)\s?[-−+\d.]", both[0]) is not None
            or (bool(own) and own[-1] in (Part.RANGE, Part.QUARTILES))
            or (not own and both.end() >= end and bool(left) and left[0] in (Part.RANGE, Part.QUARTILES))
        )
        wanted = (Part.RANGE, Part.QUARTILES) if is_pair else (Part.SD, Part.SE)
        part = (
            own[-1]
            if own
            else next((k for k in left if k in wanted), None)
            if not re.search(r"[A-Za-z=<>±]", words)
            else None
        )
        ends = ends_of(both, "low", "high") if both is not None and is_pair else None
        downwards = ends is not None and ends[0].value > ends[1].value and not words.strip(" (")
        if part is None and downwards:
            part = Part.BRACKET
        if part is not None and ends is not None and both is not None and part in (*wanted, Part.BRACKET):
            first, last = span_of(both, "low", "high")
            yield Piece(part, first, first, last, ends[0], ends[1], ends[2], ends[3])
        elif part in wanted and not is_pair and (number := read_figure(match["v"])) is not None:
            yield Piece(part, match.start(), match.start(), match.end("v"), number, unit=match["u"] or "")
        left = [k for k in left if k is not part]
        at = both.end() if both is not None and is_pair else match.end()
