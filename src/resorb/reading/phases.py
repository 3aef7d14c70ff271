"""Parting a text into phases that follow each other: "for 2 weeks, then 25 g", "week 1: ...; weeks 2-4: ..."."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.patterns import NUMBER_WORD, counts, range_of
from resorb.reading.span_words import LONG, Length
from resorb.values.ranges import Range

_I = re.IGNORECASE
_CHANGED = (
    r"(?:(?:gradually|slowly|later|subsequently|progressively)\s+)?(?:"
    r"(?:increas|decreas|reduc|escalat|rais|taper|lower|titrat|advanc|chang|switch|dropp|up-?titrat|double|halve"
    r"|stepp|cut)"
    r"(?:ed|ing|d|ped|ping|es|e)?(?:\s+(?:up|down|back))?\s+to"
    r"|(?:re-?started|restarting|resumed|continued|maintained|re-?initiated)(?:\s+(?:at|with|on|to))?"
    r"|augment[ée]e?\s+à|réduite?\s+à|diminuée?\s+à|portée?\s+à)"
)
_THEN = re.compile(
    r"[,;.]?\s?\b(?:and\s+|which\s+|it\s+|the\s+dose\s+|dose\s+|was\s+|were\s+|then\s+|to\s+be\s+|before\s+){0,4}"
    rf"(?:(?:then|thereafter|afterwards|subsequently|followed by|after that|after which|puis|ensuite"
    rf"|suivie? de)\b(?:\s+{_CHANGED}(?!\w))?"
    rf"|{_CHANGED}(?!\w)|(?<=[,;.]\s)(?:with\s+)?(?:maintenance|maintained)\b)\s*",
    _I,
)
_HEADING = re.compile(
    r"(?:^|(?<=[;.,\n(])|(?<=[;.,)]\s)|(?<=and\s))\s{0,3}(?:(?:in|during|for|on)\s+)?"
    r"(?P<unit>day|week|month|year|jour|semaine|mois)s?\s*(?P<a>\d{1,3})"
    r"(?:\s?(?:-|–|to|through|and|à|et|&)\s?(?P<b>\d{1,3}))?(?P<plus>\s?\+|\s+(?:onwards?|on))?(?:\s?[:=]"
    r"|\s?,?\s(?=\d+(?:\.\d+)?\s?(?:mg|g|ml|%)))\s*",
    _I,
)
_AFTER = re.compile(
    rf"\s*\bafter\s+(?:(?:a|the|first|further|another"
    rf"|about)\s+){{0,2}}{counts('n', 'a|one')}[\s-]*(?P<u>{LONG})(?:\s+of\s+(?:treatment|therapy)\b)?",
    _I,
)
_CONTENT = re.compile(
    r"\d|\b(?:daily|nightly|weekly|monthly|once|twice|thrice|every|each|alternate|fortnightly|quarterly|b\.?i?\.?d"
    r"|t\.?i\.?[dw]"
    rf"|[tq]ds|qod|qhs|orally|topical(?:ly)?|intra\w+|subcut\w*|biweekly|bimonthly|chaque|{NUMBER_WORD})(?!\w)",
    _I,
)
_ENDED = re.compile(r"(?:stop(?:ped)?|discontinu(?:ed|ation)|ceased|withdrawn|end(?:ed)?|nothing|arrêt(?:é|ée)?)\b", _I)
_ONLY_ONE = re.compile(
    r"\b(?:first|loading|test|initial)\s+(?:dose|infusion|injection|bolus)\b|\b(?:dose|infusion|bolus) (?:loading"
    r"|test)\b",
    _I,
)


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the text; ``length`` is said outside of it, ``hidden`` is a stretch in it that speaks of another."""

    start: int
    end: int
    length: Length | None = None
    hidden: tuple[int, int] | None = None


def phases(text: str) -> list[Phase]:
    """Stretches of the text that follow each other in time: "12.5 g for 2 weeks, then 25 g".

    A stretch that says nothing of its own ("then stopped", "then as tolerated") stays with the one before it.
    """
    headed = _headed(text)
    if headed:
        return headed
    cuts = [(m.start(), m.end()) for m in _THEN.finditer(text) if m.start() > 0 and text[: m.start()].strip(" ,;.")]
    nexts = [*(start for start, _ in cuts[1:]), len(text)][: len(cuts)]
    kept = [cut for cut, after in zip(cuts, nexts, strict=True) if _says(text[cut[1] : after])]
    starts = [0, *(end for _, end in kept)]
    ends = [*(start for start, _ in kept), len(text)]
    found = [Phase(a, b) for a, b in zip(starts, ends, strict=True) if text[a:b].strip(" ,;.")]
    return [_with_length(text, found, n) for n in range(len(found))]


def _says(stretch: str) -> bool:
    return _CONTENT.search(stretch) is not None and not _ENDED.match(stretch)


def _with_length(text: str, found: list[Phase], n: int) -> Phase:
    """The two weeks of "... increased to 25 g after 2 weeks" are how long the phase before lasted."""
    phase = found[n]
    own = _AFTER.search(text, phase.start, phase.end) if n > 0 else None
    following = _AFTER.search(text, found[n + 1].start, found[n + 1].end) if n + 1 < len(found) else None
    length = None
    if following is not None and (count := range_of(following, "n")) is not None:
        length = Length(
            count,
            following["u"],
            following.start("n") if following["n"] else following.start("n_w"),
            following.end("u"),
        )
    return Phase(phase.start, phase.end, length, own.span() if own is not None and range_of(own, "n") else None)


def _headed(text: str) -> list[Phase]:
    """Phases under headings: "week 1: 5 g; weeks 2-4: 10 g". Headings must follow each other without a gap."""
    heads = list(_HEADING.finditer(text))
    if len(heads) < 2 or text[: heads[0].start()].strip(" ,;.:("):
        return []
    found: list[Phase] = []
    ends = [*(m.start() for m in heads[1:]), len(text)]
    expected = int(heads[0]["a"])
    for m, end in zip(heads, ends, strict=True):
        first, last = int(m["a"]), int(m["b"] or m["a"])
        if first != expected or last < first or (m["plus"] and m is not heads[-1]):
            return []
        expected = last + 1
        count = Range(Fraction(last - first + 1), Fraction(last - first + 1))
        length = None if m["plus"] else Length(count, m["unit"], m.start("unit"), m.end("b") if m["b"] else m.end("a"))
        found.append(Phase(m.end(), end, length))
    return found


def is_only_one(text: str) -> bool:
    """Whether a phase is one administration by name: a first, loading or test dose."""
    return _ONLY_ONE.search(text) is not None
