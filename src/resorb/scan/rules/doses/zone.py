"""A target of a sum, the terms around it, and the sums that may be meant: the pieces the sums are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.doses.factors import Factor
from resorb.reading.doses.terms import Term
from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD, numerals
from resorb.values.numbers import as_text
from resorb.values.ranges import Range
from resorb.values.spans import MonthConvention, days_per

_MIXED = lazy(
    r"\b1\s?:\s?1\b|\b(?:equal|same) (?:volumes?|parts?|amounts?)\b|\bhalf and half\b|\bmixture\b", re.IGNORECASE
)
_MIXING = lazy(r"\b(?:mix\w*|add(?:ed|ing|s)?|combin\w+|dilut\w+|drawn? up with|plus|together with)\b", re.IGNORECASE)
_MORE = lazy(
    rf"\b(?:and|plus|then|another|further)\s+(?:later |then |another |a further )?(?:{WORD}|\d{{1,3}}(?![\d.]))"
    r"\s+(?!%|years?|months?|weeks?|days?|hours?|h\b)",
    re.IGNORECASE,
)
_OF_SIZE = lazy(
    r"\s*(?:(?:of|at|with|holding|containing|contained|x|×|each|were|was|for|weighing|measuring|being|à|@)\b\s*|[×@,(]\s*)"
    r"{0,3}(?:the )?(?:about |roughly )?",
    re.IGNORECASE,
)
CHOICE = lazy(r"(?:/d(?:ay)?|\s+(?:a|per)\s+day|\s+daily)?(?:\s+\([^()]*\))?\s+or\s+", re.IGNORECASE)
"""What stands between two doses of which one or the other is given."""
BOUND = lazy(
    r"\b(?:up to|at most|max(?:imum|\.)?(?: of)?|n(?:o|ot) more than|not (?:to )?exceed\w*|cap(?:ped)? (?:at|of)"
    r"|limit(?:ed to| of)?)\s*(?:an? |the )?$",
    re.IGNORECASE,
)
"""What comes before the most that may be given: nobody need have been given it."""
_EACH = lazy(
    r"\s*(?:of (?:[\w%.]{1,20} ){1,4}?|(?:(?!each|apiece|per)[a-z]{1,15} ){0,2}?)(?:each|apiece|per \w+|every time)\b",
    re.IGNORECASE,
)


_PER_THING = lazy(r"\s*(?:per|for each|for every|in each|into each|a) (?P<noun>[a-z]{4,20})\b", re.IGNORECASE)
_INTO_EACH = lazy(r"^[^.;]{0,70}?\b(?:each|every one|all) of (?:the |his |her |these )?$", re.IGNORECASE)


_CONTINUED = lazy(r"\b(?:further|another|additional|more|remaining)\s(?:\w+\s){0,2}?$", re.IGNORECASE)
_WERE_GIVEN = lazy(r"\s(?:were |was |had been )?(?:actually )?(?:given|completed|received|attended)\b", re.IGNORECASE)
_HAD = lazy(r"\b(?:received|had|got|given|completed|attended|took)\s(?:only\s)?$", re.IGNORECASE)
_GOES_ON = lazy(r"\s*(?:further|more|additional|remaining)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sum:
    """One way to work a target out: the result, how it is written, its terms, the length of a month it took.

    ``is_course`` for the total of a whole course, which holds only if every dose was given. ``is_weak`` when the words
    do not tie its terms together: it may explain a result, not refute it. ``roughly`` is the result with the times of
    the course taken as rounded.
    """

    value: Range
    how: str
    terms: tuple[Term, ...]
    days: str = ""
    is_course: bool = False
    is_weak: bool = False
    roughly: Range | None = None


@dataclass(frozen=True, slots=True)
class Zone:
    """The sentence of a target and the terms that may belong to it, the nearest first."""

    text: str
    target: Term
    terms: tuple[Term, ...]

    def of(self, *kinds: str, most: int = 3) -> list[Term]:
        """The nearest terms of some kinds."""
        return [t for t in self.terms if t.kind in kinds][:most]


def months(span: Term) -> Iterator[tuple[MonthConvention, str]]:
    """Every length of a month, with its words; one without words when none is needed."""
    if span.unit in ("month", "year"):
        yield from ((month, f"a month of {month}") for month in MonthConvention)
    else:
        yield MonthConvention.DAYS_30, ""


def goes_with(zone: Zone, count: Term, amount: Term) -> bool:
    """Whether a number of things and an amount belong together: "30 infusions of 25 g", "five tubes, 60 g each"."""
    if count.noun == "time":
        return amount.end <= count.start <= amount.end + 70
    noun = _PER_THING.match(zone.text, amount.end)
    if noun is not None and count.noun and noun["noun"].lower().startswith(count.noun[:5]):
        return True
    if count.end > amount.start:
        behind = zone.text[amount.end : count.start]
        return 0 < len(behind) <= 90 and _INTO_EACH.search(behind) is not None
    near = _OF_SIZE.fullmatch(zone.text, count.end, amount.start) is not None
    each = _EACH.match(zone.text, amount.end) is not None
    return near or (each and amount.start - count.end <= 70)


def goes_on(zone: Zone, mass: Term) -> bool:
    """Whether more is told before the sum: "two tubes of 50 g in May and four in June, in total …"."""
    said = zone.text[mass.end : max(mass.end, zone.target.start)]
    return _MORE.search(said) is not None


def weeks(span: Term, month: MonthConvention) -> Range:
    """The weeks of a span under a length of the month."""
    return span.value.times(days_per(span.unit, month) / 7)


def widened(term: Term) -> Range:
    """A measured value with the half step it was rounded by."""
    half = term.step / 2
    low, high = term.value.low, term.value.high
    if low is None or high is None or low <= half:
        return term.value
    return Range(low - half, high + half)


def made(
    value: Range, how: str, *used: Term, days: str = "", is_course: bool = False, is_weak: bool = False,
    roughly: Range | None = None,
) -> Sum:  # fmt: skip
    """A sum from its result, its words and its terms."""
    return Sum(value, how, used, days, is_course, is_weak, roughly)


def in_grams(term: Term) -> str:
    """A mass as printed: in g when it was."""
    if term.unit.lower().startswith("g"):
        return f"{term.value.times(Fraction(1, 1000))} g"
    return f"{term.value} mg"


def as_rate(flow: Term) -> str:
    """A flow in the unit it was printed in."""
    if flow.unit == "mL/h" and flow.exact is not None:
        return f"{as_text(flow.exact * 60)} mL/h"
    return f"{flow.value} mL/min"


def is_mixed(text: str) -> bool:
    """Whether two solutions are mixed in equal parts."""
    return _MIXED.search(text) is not None


def says_mixing(text: str) -> bool:
    """Whether one thing is put to another."""
    return _MIXING.search(text) is not None


def distinct(found: Sequence[Sum]) -> int:
    """How many different sets of terms the sums use."""
    return len({tuple((t.start, t.end) for t in one.terms) for one in found})


_STRENGTH_BEHIND = lazy(
    r"\s*(?:\)|\(\d[\d.]* ?m?g/|w/[wv]|(?:\w+ ){0,3}(?:ointment|cream|gel|pomade|cerate|lotion|paste|solution"
    r"|formulation|preparation|product|mixture|of the (?:salt|drug))"
    r"|(?:topical |sodium )*(?:thiosul(?:f|ph)ate|STS|TST))",
    re.IGNORECASE,
)
_STRENGTH_BEFORE = lazy(
    r"\d\s?g of (?:the |a |an )?$|\b(?:ointment|cream|gel|paste|lotion|cerate|pomade)s?,?\s*\(?$"
    r"|\b(?:at|strength (?:of|was|is)|concentration (?:of|was|is))\s*$|(?:thiosul(?:f|ph)ate|STS|TST|solution)\s*\(?$",
    re.IGNORECASE,
)


_EQUATES = lazy(
    r"(?:[=≈(:,–-]|\b(?:i\.e\.|that is|or|equals?|equal to|equivalent to|correspond\w* to|mak\w+|giv\w+|yield\w*|thus"
    r"|hence|so|therefore|contain\w*|deliver\w*|hold\w*|in all|in total|altogether|tot\w+|amount\w* to|com\w+ to"
    r"|adds? up to|means?|lasts?|lasted|took|takes?|of|for|is|are|was|were))[^.;\d]{0,30}$",
    re.IGNORECASE,
)
_BREAK = lazy(r"(?<!i\.e)(?<!e\.g)[.;]\s")


def is_pinned(text: str, target: Term, used: Iterable[Term | Factor]) -> bool:
    """Whether the words leave no other numbers: those used run up to the result, and nothing else stands between."""
    places = [(t.start, t.end) for t in used]
    start = min(a for a, _ in places)
    if start < 0 or _BREAK.search(text, start, target.start) or not _EQUATES.search(text, start, target.start):
        return False
    return all(any(a <= n.start < b for a, b in places) for n in numerals(text[: target.start]) if n.start > start)


_SHARE_OF = lazy(r"\d\s?[,;(\[]\s?$")
"""A count before a percentage, which is then its share: "(96, 45%)"."""


def is_strength(text: str, term: Term) -> bool:
    """Whether a percentage is the strength of a preparation."""
    value = term.exact
    if value is None or value > 60 or _SHARE_OF.search(text[max(0, term.start - 8) : term.start]):
        return False
    return bool(
        _STRENGTH_BEHIND.match(text, term.end) or _STRENGTH_BEFORE.search(text[max(0, term.start - 30) : term.start])
    )


def is_continued(text: str, target: Term, here: Sequence[Term]) -> bool:
    """Whether a total holds what was given before: "another 29 infusions (725 g), making 36 infusions and 875 g"."""
    counts = [t for t in here if t.kind == "count" and t.end <= target.start]
    given = [
        n.value
        for n in numerals(text[: target.start])
        if _WERE_GIVEN.match(text, n.end) or _HAD.search(text, 0, n.start)
    ]
    if any(n * (t.exact or 0) == target.exact for n in given if n > 1 for t in here if t.kind == "drug"):
        return True  # "36 infusions of 25 g were planned, 31 were given, 775 g in all"
    return len(counts) > 1 and any(
        _CONTINUED.search(text, max(0, t.start - 30), t.start) or _GOES_ON.match(re.sub(r"^\d+", "", text[t.start :]))
        for t in counts[:-1]
    )
