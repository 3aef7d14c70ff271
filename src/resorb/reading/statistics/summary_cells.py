"""Cells of tables that hold a summary: "57.0 (18–82)", "5.6 ± 4.9", "0.62 (0.44–0.87)", and the words that say of what.

A cell holds numbers; what they are is said by the head of its column, the first cell of its row, or the caption. Two
columns may share a summary, one with the means and one with the ranges.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from resorb.reading.lazy import lazy
from resorb.reading.statistics.figures import PLAIN, SIGNED, UNIT, ends_of, pair, read_figure, span_of
from resorb.reading.statistics.probabilities import PValue
from resorb.reading.statistics.summary_parts import Part, Piece
from resorb.values.numbers import PrintedNumber

LONGEST = 80
"""Longer cells hold text."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Numbers of one cell: a centre, a pair or a single number in brackets or behind ±; any may be missing."""

    start: int
    end: int
    centre: PrintedNumber | None
    centre_end: int
    pair: Piece | None = None
    spread: Piece | None = None


_PAIR = pair("low", "high")
_SIGNS = r"(?:\s?[*†‡§¶#]{1,3}|\s?[a-h])?"
_WITH_PAIR = lazy(
    rf"\s?(?P<v>{SIGNED})(?:\s?(?P<u>{UNIT}))?\s?(?:[(\[]|;\s)\s?(?:(?:range|IQR"
    rf"|95\s?%\s?CI),?\s)?{_PAIR}\s?[)\]]?{_SIGNS}\s?"
)
_PLUS_MINUS = lazy(rf"\s?(?P<v>{SIGNED})\s?(?:±|\+/-)\s?(?P<w>{SIGNED})\s?(?:{UNIT})?{_SIGNS}\s?")
_SINGLE = lazy(rf"\s?(?P<v>{SIGNED})\s?[(\[]\s?(?P<w>{SIGNED})\s?[)\]]{_SIGNS}\s?")
_ALONE = lazy(rf"\s?(?P<v>{SIGNED})(?:\s?(?:{UNIT}))?{_SIGNS}\s?")
_PAIR_ALONE = lazy(rf"\s?[(\[]?\s?{_PAIR}\s?[)\]]?{_SIGNS}\s?")
P_HEAD = lazy(r"\s*[pP](?:[\s-]?[vV]alues?)?\s*[*†‡§a-d]?\s*")
"""The whole head of a column of p values."""
P_CELL = lazy(rf"\s?[pP]?\s?(?P<r>[=<>≤≥])?\s?(?P<v>{PLAIN})\s?[*†‡§a-d]{{0,3}}\s?")


def read_cell(text: str) -> Cell | None:
    """The numbers of a cell that holds nothing else; None for other cells."""
    if not text or len(text) > LONGEST or not any(map(str.isdigit, text)):
        return None
    if (match := _WITH_PAIR.fullmatch(text)) and (ends := ends_of(match, "low", "high")):
        start, end = span_of(match, "low", "high")
        return Cell(
            match.start("v"),
            end,
            read_figure(match["v"]),
            match.end("v"),
            Piece(Part.BRACKET, start, start, end, *ends),
        )
    if match := _PLUS_MINUS.fullmatch(text) or _SINGLE.fullmatch(text):
        spread = read_figure(match["w"])
        if spread is not None:
            piece = Piece(Part.SD, match.start("w"), match.start("w"), match.end("w"), spread)
            return Cell(match.start("v"), match.end("w"), read_figure(match["v"]), match.end("v"), spread=piece)
    if match := _ALONE.fullmatch(text):
        return Cell(match.start("v"), match.end("v"), read_figure(match["v"]), match.end("v"))
    if (match := _PAIR_ALONE.fullmatch(text)) and (ends := ends_of(match, "low", "high")):
        start, end = span_of(match, "low", "high")
        return Cell(start, end, None, start, Piece(Part.BRACKET, start, start, end, *ends))
    return None


def read_p_cell(text: str) -> PValue | None:
    """The p value a cell of a column of p values holds."""
    match = P_CELL.fullmatch(text) if len(text) <= LONGEST else None
    number = read_figure(match["v"]) if match else None
    if match is None or number is None or number.value > 1:
        return None
    relation = {"≤": "<", "≥": ">", "<": "<", ">": ">"}.get(match["r"] or "=", "=")
    return PValue(0, len(text), relation, number)


_CENTRES = {
    Part.MEDIAN: lazy(r"\bmedians?\b", re.IGNORECASE),
    Part.MEAN: lazy(r"\b(?:means?|averages?)\b", re.IGNORECASE),
}
_IN_BRACKETS = {
    "interval": lazy(r"\bC\.?I\.?s?\b|[Cc]onfidence\s(?:[Ii]nterval|[Ll]imit)"),
    "quartiles": lazy(r"\bIQR\b|inter-?\s?quartile|\bquartiles?\b|\b25th|\bQ1\b", re.IGNORECASE),
    "range": lazy(r"(?<!quartile )\branges?\b|\bmin(?:imum)?\s?(?:[-–/,]|to)\s?max", re.IGNORECASE),
    "spread": lazy(r"\bSD\b|\bs\.d\.|standard deviation|±", re.IGNORECASE),
}
_NO_SUMMARY = lazy(r"\b(?:reference|normal|target|therapeutic)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Legend:
    """What numbers of a cell are: the part of the centre, and "range", "quartiles", "interval" or "spread"."""

    centre: Part | None
    bracket: str


def legend_of(*sources: str) -> Legend | None:
    """What the first of some texts that names a kind of bracket says; None when none does, or it names two."""
    for number, words in enumerate(sources):
        kinds = [kind for kind, pattern in _IN_BRACKETS.items() if pattern.search(words)]
        if "quartiles" in kinds and "range" in kinds and re.search(r"quartile\srange", words, re.IGNORECASE):
            kinds.remove("range")
        if not kinds:
            continue
        if len(kinds) > 1 or _NO_SUMMARY.search(words):
            return None
        for more in (words, *sources[number + 1 :]):
            centres = [part for part, pattern in _CENTRES.items() if pattern.search(more)]
            if centres:
                return Legend(centres[0], kinds[0]) if len(centres) == 1 else None
        return Legend(None, kinds[0])
    return None


_ROLES = (
    (Part.SD, lazy(r"(?:SD|S\.D\.|standard deviation|std\.? ?dev\.?)", re.IGNORECASE)),
    (Part.MEAN, lazy(r"(?:mean|average|means)", re.IGNORECASE)),
    (Part.MEDIAN, lazy(r"median", re.IGNORECASE)),
    (Part.LOWEST, lazy(r"(?:min\.?|minimum|lowest|smallest)", re.IGNORECASE)),
    (Part.HIGHEST, lazy(r"(?:max\.?|maximum|highest|largest)", re.IGNORECASE)),
    (Part.QUARTILES, lazy(r"(?:IQR|inter-?quartile range|quartiles|Q1\s?[-–]\s?Q3)", re.IGNORECASE)),
    (Part.RANGE, lazy(r"(?:range|min(?:imum)?\.?\s?[-–/]\s?max(?:imum)?\.?)", re.IGNORECASE)),
)


def role_of(head: str) -> Part | None:
    """What a column holds whose head is nothing but a word for it (with a unit in brackets or behind a comma)."""
    plain = re.sub(r"\s?[(\[,][^()\[\]]{0,25}[)\]]?$", "", head.strip())
    return next((part for part, pattern in _ROLES if pattern.fullmatch(plain)), None)
