"""References of a text to its tables and figures ("Table 2", "Figs 1A and 3", "Tables 1–3"), and their captions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resorb.reading.lazy import lazy

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_NUMBER = r"(?:\d{1,2}|(?-i:VIII|VII|VI|IV|IX|III|II|I|V|X)(?![\w.]))"
_ONE = lazy(
    rf"(?<![\w-])(?P<kind>tables?|figures?|figs?\.?|"
    rf"tab\.)\s?(?P<number>{_NUMBER})(?P<panel>\s?[A-Ha-h](?![\w]))?(?![\w%]|\.\d)",
    re.IGNORECASE,
)
_MORE = lazy(
    rf"(?:\s?,\s?[A-Ha-h](?!\w))*\s?(?P<join>,\s?(?:and\s)?|and\s|&\s?|–|-|"
    rf"to\s)\s?(?P<number>{_NUMBER})(?P<panel>[A-Ha-h](?!\w))?"
    r"(?![\w%]|\.\d|\s(?:of|patients|weeks|months|cases|lesions|g|mg)\b)",
    re.IGNORECASE,
)
_ELSEWHERE = lazy(
    r"\s*(?:[A-H]\s)?,?\s*(?:(?:of|in|from)\s+(?:the\s+|their\s+|that\s+|his\s+|her\s+|"
    r"an?\s+)?(?:online\s+)?(?:ref(?:erence|s|\.)?\b|supplement|appendix|"
    r"paper|article|report|review|study|original|cited|earlier|first|protocol|\[?\d|[A-Z][a-z]+\s+et\s+al|"
    r"(?:[A-Z][a-z]+)(?:’|')s)|\[|in\s+\[)",
    re.IGNORECASE,
)
_BEFORE = lazy(
    r"(?:supplement(?:ary|al)?|online|appendix|additional|extended data|(?:’|')s|their|his|whose)\s*$", re.IGNORECASE
)
_LABEL = lazy(
    rf"(?:\W{{0,3}})(?P<kind>table|figure|fig\.?|tab\.)\s*(?P<number>{_NUMBER})(?P<panel>[A-Ha-h])?(?=$|[\s.:|–—-])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Citation:
    """One number cited. ``kind`` is ``table`` or ``figure``; the stretch is that of the whole citation."""

    kind: str
    number: int
    start: int
    end: int


def citations(text: str) -> Iterator[Citation]:
    """Every table and figure cited, those of other papers and supplements left out."""
    lower = text.lower()
    if "fig" not in lower and "tab" not in lower:
        return
    for match in _ONE.finditer(text):
        kind = _kind(match["kind"])
        found = [Citation(kind, _value(match["number"]), match.start(), match.end())]
        end = match.end()
        plural = match["kind"].lower().rstrip(".").endswith("s")
        while plural and (more := _MORE.match(text, end)):
            last, value = found[-1].number, _value(more["number"])
            if more["join"].strip() in ("–", "-", "to") and last < value <= last + 9:
                found += [Citation(kind, n, more.start("number"), more.end()) for n in range(last + 1, value)]
            found.append(Citation(kind, value, more.start("number"), more.end()))
            end = more.end()
        if not _ELSEWHERE.match(text, end) and not _BEFORE.search(text[max(0, match.start() - 24) : match.start()]):
            yield from found


def caption_label(text: str) -> tuple[str, int] | None:
    """Kind and number of the caption that ``text`` begins with; None when it is none."""
    match = _LABEL.match(text)
    return (_kind(match["kind"]), _value(match["number"])) if match else None


def _kind(word: str) -> str:
    return "table" if word.lower().startswith("tab") else "figure"


def _value(number: str) -> int:
    return int(number) if number.isdigit() else _ROMAN[number.upper()]


def stems(text: str) -> frozenset[str]:
    """Content words cut to five letters, so that "change" meets "changes"."""
    return frozenset(w[:5] for w in re.findall(r"[^\W\d]{3,}", text.lower()) if w not in _EMPTY)


_EMPTY = frozenset(
    """the and for with from that this these those were was are has have had not but nor into than then which who whom
    whose our their his her its all any both each either more most other some such same only also between among after
    before within without during over under about table tables figure figures fig shown show shows showed see given
    gives listed lists list described describes describe summarised summarized summarises summarizes summary presented
    presents detailed details detail reported report reports displayed displays illustrated illustrates depicted
    depicts provided provides contains data results result study patients patient characteristics clinical number
    numbers value values per cent mean median range they them there here where when while used using seen can could
    may might will would been being one two three four five six seven eight nine ten""".split()  # noqa: SIM905
)
