"""Shares as printed: percentages in digits and words, and words for shares ("two-thirds", "nearly all", "one in five").

Ends of ranges, levels of confidence, changes and strengths of products are percentages that are no share of a group;
what can be told from the words next to them is told here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.counts.counted import NOUN
from resorb.reading.kept import kept
from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD, WORDS, read_numeral
from resorb.values.numbers import PrintedNumber

MANNERS = {
    "nearly": "nearly", "almost": "nearly", "just under": "nearly", "close to": "about", "more than": "over",
    "over": "over", "above": "over", "greater than": "over", ">": "over", "less than": "under", "fewer than": "under",
    "under": "under", "below": "under", "<": "under", "about": "about", "approximately": "about", "approx.": "about",
    "around": "about", "roughly": "about", "some": "about", "~": "about", "≈": "about", "ca.": "about",
    "circa": "about", "at least": "at least", "≥": "at least", "at most": "at most", "no more than": "at most",
    "up to": "at most", "≤": "at most", "well over": "over", "just over": "over", "slightly more than": "over",
    "slightly less than": "under", "slightly over": "over", "not quite": "nearly", "exactly": "exactly",
    "precisely": "exactly", "only": "", "just": "", "barely": "about", "c.": "about",
}  # fmt: skip
"""Words before a share, and what they make of it: a bound, or room around it."""
_MANNER = "|".join(re.escape(m) for m in sorted(MANNERS, key=len, reverse=True))
_PERCENT = lazy(
    rf"(?:(?<!\w)(?P<manner>{_MANNER})\s?(?:an?\s+|the\s+)?)?"
    rf"(?:(?<![\w.,·^+±−/])(?P<digits>\d{{1,4}}(?:[.,·]\d{{1,3}})?)|(?<![\w-])(?P<word>{WORD}))\s?(?:%(?!\w)|per\s?cent(?!\w))",
    re.IGNORECASE,
)
_LEVEL = lazy(
    r"\s*[-]?(?:CI|C\.I\.|CrI|confidence|credible|prediction|limits? of agreement|LoA|certainty|power)\b", re.IGNORECASE
)
_RANGE_BEFORE = lazy(r"(?:\d\s?%?\s?(?:-|–|—|−|\bto\b|…)|\bbetween\s+\d[\d.]*\s?%?\s+and)\s?$", re.IGNORECASE)
_RANGE_AFTER = lazy(r"\s?(?:-|–|—|−|to)\s?[+−-]?\d", re.IGNORECASE)
_BETWEEN_BEFORE = lazy(r"\bbetween\s+$", re.IGNORECASE)
_SIGNED = lazy(r"(?:[+±−]|(?<![\d\w%])[-–])\s?$")

_FRACTIONS: dict[str, tuple[str, Fraction]] = {
    "half": ("", Fraction(1, 2)), "one-half": ("", Fraction(1, 2)), "one half": ("", Fraction(1, 2)),
    "nearly all": ("most of", Fraction(3, 4)), "almost all": ("most of", Fraction(3, 4)),
    "the vast majority": ("most of", Fraction(3, 5)), "the great majority": ("most of", Fraction(3, 5)),
    "the majority": ("over", Fraction(1, 2)), "a majority": ("over", Fraction(1, 2)),
    "a minority": ("under", Fraction(1, 2)), "majority": ("over", Fraction(1, 2)), "most": ("over", Fraction(1, 2)),
    "all": ("exactly", Fraction(1)), "none": ("exactly", Fraction(0)),
    "nobody": ("exactly", Fraction(0)), "no one": ("exactly", Fraction(0)), "no patient": ("exactly", Fraction(0)),
}  # fmt: skip
_DENOMINATORS = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10}
_NUMERATORS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "nine": 9}
_NAMED = "|".join(
    {
        "all": r"(?<!in )(?<!after )(?<!at )(?<!and )(?<!not )(?<!across )(?<!among )(?<!amongst )(?<!over )(?<!of )"
        r"(?<!from )(?<!for )(?<!between )(?<!throughout )(?<!to )(?<!with )(?<!by )(?<!on )(?<!per )all(?!,)",
        # "Seven had none (33 %)": the share is of the seven.
        "none": "".join(rf"(?<!\b{verb} )" for verb in ("had", "have", "has", "took", "received", "needed")) + "none",
        "most": rf"(?<!the )(?<!at )most(?=\s*\(|\s+(?:of|were|had|reported|responded|improved)\b|\s+(?:\w+\s+)?{NOUN})"
        r"(?!\s+(?:common|frequent|recent|often|important|severe|likely)\b)",
        "half": r"(?<!first )(?<!second )(?<!last )(?<!other )(?<!and a )half"
        r"(?!\s+(?:a|an|life|lives|dose|doses|year|hour)\b)",
    }.get(name, name)
    for name in sorted(_FRACTIONS, key=len, reverse=True)
)
_PART_WORDS = (
    rf"(?P<numerator>{'|'.join(_NUMERATORS)})[\s-](?P<denominator>{'|'.join(_DENOMINATORS)})s?(?!\w)"
    rf"|(?<!grade )(?<!stage )(?<!class )(?<!phase )(?<!type )(?<!day )(?<!week )(?<!month )(?<!visit )(?<!step )"
    rf"(?<!\d[–-])(?P<one>one|two|three|four|nine|\d)\s+(?:in|out\s+of(?=\s+(?:every\b|ten\s*\()))\s+(?:every\s+)?(?P<ten>two|three|four|five|six|seven|eight|nine|ten|\d{{1,2}})(?![\w.,-]?\w)"
    rf"|(?P<named>{_NAMED})(?![\w-])"
)
_FRACTION = lazy(rf"(?:(?<!\w)(?P<manner>{_MANNER})\s?)?(?<![\w-])(?:{_PART_WORDS})", re.IGNORECASE)


_COUNTED = lazy(r"\s\(\d")
"""Behind a count in digits with its share: "a cardiac cause in 4 (12.9%) and an unknown one in 2 (6.5%)"."""


@dataclass(frozen=True, slots=True)
class Percentage:
    """A printed percentage. ``start`` is that of its manner, ``number_start`` that of its number."""

    start: int
    number_start: int
    end: int
    number: PrintedNumber
    manner: str = ""

    @property
    def points(self) -> Fraction:
        """Its value in hundredths."""
        return self.number.value


@dataclass(frozen=True, slots=True)
class ShareWord:
    """A share in words. ``points`` in hundredths; ``manner`` as in :data:`MANNERS`, or ``most of`` for "nearly all"."""

    start: int
    end: int
    points: Fraction
    manner: str = ""


@kept
def percentages(text: str) -> Iterator[Percentage]:
    """Percentages that may be shares: no levels of confidence, no ends of ranges, nothing with a sign."""
    if "%" not in text and "cent" not in text:
        return
    for match in _PERCENT.finditer(text):
        at = match.start("digits") if match["digits"] else match.start("word")
        before, after = text[max(0, match.start() - 24) : at], text[match.end() : match.end() + 30]
        if _LEVEL.match(after) or _RANGE_AFTER.match(after) or _RANGE_BEFORE.search(before) or _SIGNED.search(before):
            continue
        if _BETWEEN_BEFORE.search(before):
            continue
        number = read_numeral((match["digits"] or match["word"]).replace(",", ".").replace("·", "."))
        if number is not None:
            manner = MANNERS[match["manner"].lower()] if match["manner"] else ""
            yield Percentage(match.start(), at, match.end(), number, manner)


def share_words(text: str) -> Iterator[ShareWord]:
    """Words for shares of a group, in order."""
    for match in _FRACTION.finditer(text):
        said = MANNERS[match["manner"].lower()] if match["manner"] else ""
        if match["named"]:
            own, share = _FRACTIONS[match["named"].lower()]
        elif match["one"]:
            own, share = "", Fraction(_small(match["one"]), max(1, _small(match["ten"])))
        else:
            own = ""
            share = Fraction(_NUMERATORS[match["numerator"].lower()], _DENOMINATORS[match["denominator"].lower()])
        if share > 1 or (match["one"] and _COUNTED.match(text, match.end()) and text[match.end() - 1].isdigit()):
            continue
        if own == "exactly" and said == "nearly":
            own, share, said = "most of", Fraction(3, 4), ""
        yield ShareWord(match.start(), match.end(), share * 100, own or said)


def _small(text: str) -> int:
    return int(text) if text.isdigit() else WORDS[text.lower()]
