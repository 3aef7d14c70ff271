"""Footnotes of tables: which mark each part of them explains, and sentences that part a group by two features.

"Of the 19 ..., 3 used both gauze and tablets, 2 gauze but not tablets, 3 tablets but not gauze, and 11 neither" parts
19 into four: the four counts say how many used gauze (3 + 2) and tablets (3 + 3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resorb.reading.counts.counted import COUNT, DETERMINERS, NOUN, value_of
from resorb.reading.lazy import lazy
from resorb.values.documents import Passage

_SIGN = lazy(r"(?:(?<=^)|(?<=[.;]\s)|(?<=[.;]))(?P<sign>[*†‡§¶#]{1,3}|(?-i:[a-z])(?=\s[A-Z]))\s?")
_OF = lazy(rf"\b(?:of|among|in)\s+{DETERMINERS}(?P<whole>{COUNT})\s+", re.IGNORECASE)
_COUNT = lazy(COUNT, re.IGNORECASE)
_BOTH = lazy(r"\bboth\b|\bthe two\b|\btogether\b", re.IGNORECASE)
_NEITHER = lazy(r"\bneither\b|\bnone\b|\b(?:not|no|without)\b.{0,60}\beither\b|\bno such\b", re.IGNORECASE)
_ONLY = lazy(
    r"(?P<one>.{3,120}?)(?:,?\s+(?:but|and|yet)\s+(?:not|no)\s+|\s+without\s+(?:any\s+)?)(?P<other>.{2,100})|"
    r"\bonly\s+(?P<only>.{3,100})|(?P<alone>.{3,120}?)\s+(?:only|alone)\b",
    re.IGNORECASE,
)
_LONGEST = 900


@dataclass(frozen=True, slots=True)
class Marked:
    """A part of a footnote and the sign it stands behind (empty when none does)."""

    sign: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Said:
    """A count of a sentence, the stretch of its digits, and the words behind it."""

    value: int
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class FourParts:
    """A group parted by two features. ``only`` are the counts with one and not the other: (feature, count) twice."""

    whole: int
    both: Said
    only: tuple[tuple[str, Said], tuple[str, Said]]
    neither: Said | None


def marked_parts(note: Passage) -> Iterator[Marked]:
    """The parts of a footnote, each from its sign to the next one."""
    starts = [(m.offset, m.text.strip()) for m in note.markers]
    starts += [(m.end(), m["sign"]) for m in _SIGN.finditer(note.text)]
    starts = sorted(dict(starts).items())
    if not starts or starts[0][0] > 0:
        starts.insert(0, (0, ""))
    ends = [*(at for at, _ in starts[1:]), len(note.text)]
    for (at, sign), end in zip(starts, ends, strict=True):
        if end > at:
            yield Marked(sign, at, end)


def four_parts(text: str) -> FourParts | None:
    """The sentence as a group parted by two features; None when it is anything else."""
    of = _OF.search(text) if len(text) <= _LONGEST and "both" in text.lower() else None
    if of is None:
        return None
    whole = value_of(of["whole"])
    counts = list(_COUNT.finditer(text, of.end()))
    if whole is None or not 3 <= len(counts) <= 6:
        return None
    both: list[Said] = []
    neither: list[Said] = []
    only: list[tuple[str, Said]] = []
    ends = [*(m.start() for m in counts[1:]), len(text)]
    for match, end in zip(counts, ends, strict=True):
        words = text[match.end() : end].strip(" ,;.")
        said = Said(value_of(match[0]) or 0, match.start(), match.end(), words)
        feature = _ONLY.fullmatch(words) or _ONLY.match(words)
        if _NEITHER.search(words):
            neither.append(said)
        elif _BOTH.search(words):
            both.append(said)
        elif feature is not None:
            only.append((feature["one"] or feature["only"] or feature["alone"], said))
        else:
            return None
    if len(both) != 1 or len(only) != 2 or len(neither) > 1:
        return None
    return FourParts(whole, both[0], (only[0], only[1]), neither[0] if neither else None)


def counted_as(note: str, label: str) -> Iterator[Said]:
    """Counts that a note gives to the members of a row: "dermatomyositis (nine patients)", "the nine with ..."."""
    name = re.escape(label).replace(r"\ ", r"\s+")
    then = r"(?=\s*(?:[.;]|\b(?:were|was|had|all)\b))"
    for pattern in (
        rf"(?<![\w-]){name}s?\s\((?:n\s?=\s?)?(?P<n>{COUNT})(?:\s+{NOUN})?\)",
        rf"\b(?:all|the)\s+(?P<n>{COUNT})\s+{NOUN}\s+(?:with|who had|having)\s+{name}{then}",
    ):
        for match in re.finditer(pattern, note, re.IGNORECASE):
            value = value_of(match["n"])
            if value is not None:
                yield Said(value, match.start("n"), match.end("n"), match[0])


def words_of(text: str) -> frozenset[str]:
    """The content words of a label or phrase, cut to their stems so that "medication(s)" and "medications" meet."""
    plain = re.sub(r"\(s\)", "s", text.lower())
    return frozenset(w[:5] for w in re.findall(r"[^\W\d]{3,}", plain) if w not in _EMPTY)


_EMPTY = frozenset(
    """the and but not was were with without using use used had has have been being took taking taken given receiving
    received receive both only alone patients patient other any their they who that reported""".split()  # noqa: SIM905
)
