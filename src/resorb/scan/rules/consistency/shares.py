"""Shares in words against the percentage that another part of the paper prints for the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.reading.counts.shares import ShareWord, share_words
from resorb.reading.lazy import lazy
from resorb.reading.numerals import read_numeral
from resorb.reading.papers.citations import stems
from resorb.reading.papers.statement_words import words_of
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.consistency.common import differs, is_of_others, parts
from resorb.scan.rules.consistency.told import Told, told_in

_OF_ALL = lazy(
    r"\s+of\s+(?:the\s+|our\s+|all\s+)?(?:patients|participants|children|lesions|ulcers|legs|subjects)\s+"
    r"(?!(?:with|who|on|in|of|treated|given)\b)(?P<had>[^,.;:()]{4,60})",
    re.IGNORECASE,
)
_PRINTED = lazy(r"\((?P<n>\d{1,3}(?:\.\d)?)\s?%\)\s+(?P<had>[^,.;:()]{4,60})")
_WHEN = lazy(r"\s(?:at|by|after|within|in|on|over|during|from)\s.*")
_ROOM, _LOOSE = 3, 8
"""Points by which a share in words may miss the percentage: read as rounded, and read loosely."""


@rule(
    "same-share",
    kind="consistency",
    doc="A share in words (“two-thirds”) is near the percentage printed for the same thing elsewhere.",
    source="a word within 3 points is rounded, within 8 read loosely; only the same words for what is shared count",
)
def same_share(text: Scanned) -> Iterator[Mark]:
    """Plain shares of all patients, with the same words as a percentage."""
    ours = [s for s in text.sentences if not is_of_others(s)]
    printed = [(s, m) for s in ours if "%)" in s.text or "% )" in s.text for m in _PRINTED.finditer(s.text)]
    if not printed or len(printed) > 400:
        return
    part = parts(text)
    for sentence in ours:
        for word in share_words(sentence.text):
            of = _OF_ALL.match(sentence.text, word.end)
            if of is None or word.manner:
                continue
            wanted = stems(_WHEN.sub("", of["had"]))
            same = [
                (s, m)
                for s, m in printed
                if wanted
                and stems(_WHEN.sub("", m["had"])) == wanted
                and part[s.block_number] != part[sentence.block_number]
            ]
            if len({m["n"] for _, m in same}) == 1:
                yield from _judged(sentence, word, *same[0])


def _judged(sentence: Sentence, word: ShareWord, there: Sentence, match: re.Match[str]) -> Iterator[Mark]:
    number = read_numeral(match["n"])
    away = abs(number.value - word.points) if number is not None else Fraction(0)
    if away > _ROOM:
        loosely = "the words are meant loosely" if away <= _LOOSE else None
        span = (match.start("n"), match.start("had"))
        yield differs("same-share", sentence, (word.start, word.end), "this share", (there, span), loosely)


_OF_THE = lazy(r"\s+(?:of\s+)?(?:the\s+|our\s+|all\s+|these\s+)*(?P<noun>[a-z]+)\b", re.IGNORECASE)
_LEAST, _REACH = 2, 110
_PART_OF = lazy(r"\b(?:those|these|subgroup|who|whom|whose|with|after|before|at|by|other|literature)\b", re.IGNORECASE)


@rule(
    "share-and-count",
    kind="consistency",
    doc="“More than half” is said only of what more than half of them had, by the counts in another part.",
    source="a bound in words, and one count with its whole that shares all the words of its clause",
)
def share_and_count(text: Scanned) -> Iterator[Mark]:
    """Bounds in words against counts with a whole."""
    counts: list[Told] | None = None
    part = parts(text)
    for sentence in text.sentences:
        if is_of_others(sentence):
            continue
        for word in share_words(sentence.text):
            if word.manner not in ("over", "under"):
                continue
            of = _OF_THE.match(sentence.text, word.end)
            if of is None or _PART_OF.search(sentence.text):
                continue
            if counts is None:
                counts = [t for t in told_in(text) if t.said.kind == "count" and t.said.whole and not t.is_cell]
            said = words_of(sentence.text[max(0, word.start - _REACH) : word.end + _REACH])
            mine = [
                t for t in counts
                if part[sentence.block_number] != t.part and len(t.said.near) >= _LEAST and t.said.near <= said
                and not t.said.of("group", "case", "not", "time", "stat")
            ]  # fmt: skip
            shares = {Fraction(100 * int(t.said.number.value), t.said.whole) for t in mine if t.said.whole}
            if not mine or len(shares) != 1:
                continue
            share, told = shares.pop(), mine[0]
            if (share <= word.points) if word.manner == "over" else (share >= word.points):
                span = told.said.start, told.said.end
                yield differs(
                    "share-and-count", sentence, (word.start, word.end), "this share", (told.sentence, span),
                    "the two speak of one thing",
                )  # fmt: skip
