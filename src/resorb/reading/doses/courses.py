"""How a course of treatment is told in one sentence: its dose, how long it was given, the strength of a product."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD, read_numeral

_DRUG = lazy(r"\b(?:[Ss]odium\s+)?(?:[Tt]hiosul(?:f|ph)ate|STS|TST|[Mm]etabisul(?:f|ph)ite)\b")
_GIVEN = lazy(
    r"\b(?:gave|given|give|received|infus\w+|inject\w+|treat\w+|appl\w+|administered|course|therapy|used|took|"
    r"was\s+on)\b",
    re.IGNORECASE,
)
_FOR = lazy(
    rf"\b(?:for|over|during|lasting)\s+(?:a\s+total\s+of\s+|the\s+next\s+)?(?P<n>\d{{1,3}}|"
    rf"{WORD})[\s-](?P<unit>days?|weeks?|months?|years?)\b(?!\s+(?:ago|before|after|later))",
    re.IGNORECASE,
)
CHANGED = lazy(
    r"\b(?:increas\w+|reduc(?:ed|ing|tion\s+of\s+the\s+dose)|escalat\w+|titrat\w+|doubled|halved|taper\w*|then|"
    r"up\s+to|initial\w*|start\w*\s+(?:with|at|dose)|maximum|planned|"
    r"protocol|range\w*|median|mean|either|cumulative|total|switch\w*|lower(?:ed)?\s+(?:dose|to)|higher|adjust\w*|"
    r"first|second|another|further|again|repeat\w*|"
    r"additional|subsequent\w*|remaining|next|intermitt\w+|resum\w+|restart\w*|later|courses|phases?|cycles|"
    r"respectively|instead|previous\w*|raised)\b",
    re.IGNORECASE,
)
"""Words by which a course has more than one dose or span."""
_STRENGTH = lazy(
    r"(?<![\w.,–-])(?P<n>\d{1,2}(?:\.\d)?)\s?%(?:\s(?:topical|sodium|thiosul(?:f|ph)ate|metabisul(?:f|ph)ite|STS|"
    r"TST|zinc|oxide)){0,4}\s(?P<base>ointment|cream|gel|cerate|paste|lotion|solution|"
    r"sodium\s+thiosul(?:f|ph)ate|sodium\s+metabisul(?:f|ph)ite|thiosul(?:f|ph)ate|STS|TST|metabisul(?:f|ph)ite)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A dose, span or strength: value with its unit, and where it stands."""

    value: Fraction
    unit: str
    start: int
    end: int


def span(text: str) -> Amount | None:
    """How long a sentence says the drug was given; None when it gives none, or several spans."""
    if not _GIVEN.search(text) or not _DRUG.search(text):
        return None
    found = [(read_numeral(m["n"]), m) for m in _FOR.finditer(text)]
    number, match = found[0] if len(found) == 1 else (None, None)
    if number is None or match is None:
        return None
    return Amount(number.value, match["unit"].lower().rstrip("s"), match.start("n"), match.end())


def strengths(text: str) -> Iterator[Amount]:
    """Strengths of products in percent: "15% sodium thiosulfate", "a 10% ointment"."""
    if "%" in text:
        for match in _STRENGTH.finditer(text):
            yield Amount(Fraction(match["n"]), "%", match.start("n"), match.end())


_KEYED = lazy(
    r"\b(?P<colour>black|white|gr[ae]y|red|blue|green|open|closed|filled|solid|dashed|dotted|hatched|dark|"
    r"light)\s+(?P<shape>bars?|circles?|lines?|squares?|triangles?|columns?|"
    r"symbols?|boxes|dots)(?P<link>\s?[,:=]\s?|\s+(?:show|are|is|denote|represent)s?\s+)(?P<group>[^;.,()]{3,40})",
    re.IGNORECASE,
)
_CITED_KEY = lazy(
    r"\b(?P<group>[^\W\d][\w-]{0,30}(?:\s[^\W\d][\w-]{0,30}){0,4})\s?\((?P<colour>black|white|gr[ae]y|red|blue|"
    r"green|open|"
    r"closed|filled|solid|dashed|dotted|hatched|dark|light)\s+"
    r"(?P<shape>bars?|circles?|lines?|squares?|triangles?|columns?|symbols?|boxes|dots)\b[^()]{0,30}\)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """What a colour of a figure stands for."""

    colour: str
    group: str
    start: int
    end: int


def legend_key(text: str) -> list[KeyEntry]:
    """The key of a legend: "black bars, intravenous; grey bars, topical"."""
    return [
        KeyEntry(m["colour"].lower().replace("gray", "grey"), m["group"].strip(), m.start(), m.end())
        for m in _KEYED.finditer(text)
    ]


def cited_key(text: str) -> list[KeyEntry]:
    """Groups that a text gives a colour: "the intralesional route (grey bars in Figure 2)"."""
    return [
        KeyEntry(m["colour"].lower().replace("gray", "grey"), m["group"], m.start("colour"), m.end() - 1)
        for m in _CITED_KEY.finditer(text)
    ]
