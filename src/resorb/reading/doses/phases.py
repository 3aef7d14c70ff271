"""Parting a text into phases that follow each other: "for 2 weeks, then 25 g", "week 1: ...; weeks 2-4: ..."."""

from __future__ import annotations

import re
from dataclasses import dataclass

from resorb.reading.doses.patterns import NUMBER_WORD, counts, range_of
from resorb.reading.doses.span_words import Length
from resorb.reading.lazy import lazy
from resorb.reading.times.time_units import LONG
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
_THEN = lazy(
    r"[,;.]?\s?\b(?:and\s+|which\s+|it\s+|the\s+dose\s+|dose\s+|was\s+|were\s+|then\s+|to\s+be\s+|before\s+){0,4}"
    rf"(?:(?:then|thereafter|afterwards|subsequently|followed by|after that|after which|puis|ensuite"
    rf"|suivie? de)\b(?:\s+{_CHANGED}(?!\w))?"
    rf"|{_CHANGED}(?!\w)|(?<=and\s)to(?=\s\d)|(?<=[,;.]\s)(?:with\s+)?(?:maintenance|maintained)\b)\s*",
    _I,
)
_ARROW = lazy(r"\s?(?:--?>|→|=>|⇒)\s?")
_TRAILING = lazy(
    r"(?<!\bat)(?<!\bby)(?<!\bafter)(?<!\bsince)[\s,]{1,3}\(?(?:(?:in|during|for|on|from)\s+)?"
    r"(?P<unit>day|week|month|year|jour|semaine|mois)s?\s(?P<a>\d{1,3})(?:\s?(?:-|–|to|through|and|à|et"
    r"|&)\s?(?P<b>\d{1,3}))?"
    r"(?P<plus>\s?\+|\s+(?:onwards?|on)\b)?\)?(?=\s*(?:[,;.]|and\b|then\b|$))(?:\s*(?:[,;.]|and\b|then\b){1,2}\s*)?",
    _I,
)
_GIVEN = lazy(r"\d\s?(?:mg|g|grams?|ml|%)(?!\w)", _I)
_HEADING = lazy(
    r"(?:(?P<clause>^|(?<=[;.,\n(])|(?<=[;.,)]\s)|(?<=and\s))|(?<=[\s\"“]))\s?(?:(?:in|during|for|on)\s+)?"
    r"(?P<unit>day|week|month|year|jour|semaine|mois)s?\s*(?P<a>\d{1,3})"
    r"(?:\s?(?:-|–|to|through|and|à|et|&)\s?(?P<b>\d{1,3}))?(?P<plus>\s?\+|\s+(?:onwards?|on))?"
    r"(?:\s?[:=]|(?(clause)\s?,?\s(?=\d+(?:\.\d+)?\s?(?:mg|g|ml|%))|(?!)))\s*",
    _I,
)
_AFTER = lazy(
    rf"\s*\bafter\s+(?:(?:a|the|first|further|another"
    rf"|about)\s+){{0,2}}{counts('n', 'a|one')}[\s-]*(?P<u>{LONG})(?:\s+of\s+(?:treatment|therapy)\b)?"
    rf"|\b{counts('m', 'a|one')}[\s-]*(?P<v>{LONG})\s+(?:later|thereafter|afterwards)\b",
    _I,
)
_CONTENT = lazy(
    r"\d|\b(?:daily|nightly|weekly|monthly|once|twice|thrice|every|each|alternate|fortnightly|quarterly|b\.?i?\.?d"
    r"|t\.?i\.?[dw]"
    rf"|[tq]ds|qod|qhs|orally|topical(?:ly)?|intra\w+|subcut\w*|biweekly|bimonthly|chaque|mon(?:day)?s?|tues?(?:day)?s?"
    rf"|wed(?:nesday)?s?|thurs?(?:day)?s?|fri(?:day)?s?|sat(?:urday)?s?|sun(?:day)?s?|MWF|{NUMBER_WORD})(?!\w)",
    _I,
)
_ENDED = lazy(r"(?:stop(?:ped)?|discontinu(?:ed|ation)|ceased|withdrawn|end(?:ed)?|nothing|arrêt(?:é|ée)?)\b", _I)
_ONLY_ONE = lazy(
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
    headed = _headed(text) or _trailed(text)
    if headed:
        return headed
    marks = sorted([*_THEN.finditer(text), *_ARROW.finditer(text)], key=lambda m: m.start())
    cuts = [(m.start(), m.end()) for m in marks if m.start() > 0 and text[: m.start()].strip(" ,;.")]
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
    if following is not None and (count := _count(following)) is not None:
        unit = "u" if following["u"] else "v"
        length = Length(count, following[unit], following.start(), following.end())
    return Phase(phase.start, phase.end, length, own.span() if own is not None and _count(own) is not None else None)


def _count(match: re.Match[str]) -> Range | None:
    return range_of(match, "n") or range_of(match, "m")


def _headed(text: str) -> list[Phase]:
    """Phases under headings: "week 1: 5 g; weeks 2-4: 10 g". Headings must follow each other without a gap."""
    heads = list(_HEADING.finditer(text))
    if len(heads) < 2 or re.search(r"\d", text[: heads[0].start()]):
        return []
    lengths = _lengths(heads)
    if not lengths:
        return []
    # What stands before the first heading ("STS IV: week 1: ...") belongs to the first phase, which hands it on.
    first = Phase(0, heads[1].start(), lengths[0], heads[0].span())
    ends = [*(m.start() for m in heads[2:]), len(text)]
    return [first, *(Phase(m.end(), end, n) for m, end, n in zip(heads[1:], ends, lengths[1:], strict=True))]


def _trailed(text: str) -> list[Phase]:
    """Phases before their times: "5 g daily in week 1 and 10 g daily in weeks 2 to 4"."""
    tails = list(_TRAILING.finditer(text))
    starts = [0, *(m.end() for m in tails[:-1])]
    if len(tails) < 2 or text[tails[-1].end() :].strip(" ,;.)"):
        return []
    if not all(_GIVEN.search(text[start : m.start()]) for start, m in zip(starts, tails, strict=True)):
        return []
    lengths = _lengths(tails)
    return [Phase(a, m.start(), length) for a, m, length in zip(starts, tails, lengths, strict=True)] if lengths else []


def _lengths(times: list[re.Match[str]]) -> list[Length | None]:
    """How long each of the times lasts that name phases; none when they do not follow each other without a gap."""
    found: list[Length | None] = []
    expected = int(times[0]["a"])
    for m in times:
        first, last = int(m["a"]), int(m["b"] or m["a"])
        is_open = m["plus"] is not None or m[0].strip(" ,(").lower().startswith("from")
        if first != expected or last < first or (is_open and m is not times[-1]):
            return []
        expected = last + 1
        count = Range.point(last - first + 1)
        end = m.end("b") if m["b"] else m.end("a")
        found.append(None if is_open else Length(count, m["unit"], m.start("unit"), end))
    return found


def is_only_one(text: str) -> bool:
    """Whether a phase is one administration by name: a first, loading or test dose."""
    return _ONLY_ONE.search(text) is not None
