"""What happened to so many of a whole, as far as the words of its clause tell: to whom, in what degree, and when.

"14 of 31 treated patients died within a year" and "twelve of 31 treated patients (38.7%) had died by month 12" are of
one thing: the same event, no degree, the same time. Brackets say nothing of it, nor do the words for those counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.kept import kept
from resorb.reading.lazy import lazy
from resorb.reading.papers.statement_words import DRUGS, words_of

_I = re.IGNORECASE
_CLAUSE_ENDS = lazy(
    r"[;:]\s|\.\s|,?\s(?:but|while|whereas|although|though|against|versus|vs\.?|compared)\s|"
    r",\s(?:and|with|which|who|whom|so|because|as|then|of\swhom|most|mostly|mainly|usually|often)\s",
    _I,
)
_ITEM_ENDS = lazy(r",\s|\sand\s|\sor\s|\splus\s", _I)
_BRACKET = lazy(r"[(\[][^()\[\]]{0,120}[)\]]")
_REACH, _LABEL = 260, 60
_DEGREES = {
    "full": r"complete(?:ly)?|full(?:y)?|entire(?:ly)?|totally",
    "part": r"partial(?:ly)?|partly|incomplete(?:ly)?",
    "half": r"half|halved|halving|50\s?(?:%|per\s?cent)", "quarter": r"quarter|25\s?(?:%|per\s?cent)",
    "third": r"third|30\s?(?:%|per\s?cent)", "most": r"three[\s-]quarters|75\s?(?:%|per\s?cent)",
    "some": r"any|some|at\sleast\sone", "sev": r"severe(?:ly)?|serious(?:ly)?|major|marked(?:ly)?",
    "mild": r"mild(?:ly)?|moderate(?:ly)?|slight(?:ly)?|minor|minimal(?:ly)?|small|transient(?:ly)?|brief(?:ly)?",
    "less": r"less|fewer|lower|smaller|improv\w+|better|eased|relie\w+|reduc\w+|declin\w+",
    "worse": r"worse\w*|progress\w*",
    "free": r"free|no|not|never|without|none|neither|nor|un(?:changed|affected|healed)|non-\w+|fail\w*",
    "still": r"still|remain\w*|persist\w*|ongoing|unresolved", "again": r"again|recur\w*|relaps\w*|second|new|re-\w+",
    "only": r"only|alone|both|either|more\sthan\sone|first|repeat\w*|multiple|several",
    "led": r"led|leading|need(?:ed|ing)|requir\w+|admi\w+", "stop": r"stopp\w+|withdr\w+|discontinu\w+",
    "cause": r"because|due|caus\w+|(?<=died )(?:of|from)|(?<=death )(?:of|from)|(?<=deaths )(?:of|from)",
    "before": r"baseline|before|entry|onset|previous\w*|prior|history|earlier|already|initial\w*|presentation|"
    r"diagnosis",
}  # fmt: skip
_DEGREE = lazy("|".join(rf"(?P<{name}>\b(?:{words})(?!\w))" for name, words in _DEGREES.items()), _I)
_AMOUNT = lazy(r"(?<![\w.])(?P<n>\d{1,3}(?:\.\d)?)(?=\s?(?:%|per\s?cent|points?|mm\b|cm\b|grades?))|\bgrade\s\S+", _I)
_LENGTH = lazy(
    r"\b(?:(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|first)[\s-](?P<unit>day|week|"
    r"month|year)s?|(?P<unit2>day|week|month|year)\s(?P<n2>\d{1,3}|one|two|three|four|six|twelve))\b",
    _I,
)
_SHARE = lazy(r"\d{1,3}(?:\.\d{1,2})?\s?%\s?(?=[(\[|,])")
"""The percentage of the portion itself, before its bracket: "died in 45.5% (10 of 22)"."""
_ULCERATED = lazy(r"\bulcerat(?:ion|ed)\b", _I)
"""What happened, where an ulcer is what is counted."""
_DAYS = {"day": Fraction(1), "week": Fraction(7), "month": Fraction(365, 12), "year": Fraction(365)}
_SMALL = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NEARLY = Fraction(11, 10)
COUNTED = (
    frozenset(
        """patie pts case cases child women men lesio depos nodul ulcer wound plaqu legs limb finge hand sites
    episo infus intrales injec sessi treat cours proce eyes units centr used
    place vehic salin sham contr untre""".split()  # noqa: SIM905
    )
    | DRUGS
)
"""Stems of those that are counted, of their arms and of what all were given: they do not tell what happened."""


@dataclass(frozen=True, slots=True)
class Told:
    """The words of a clause on a portion: what happened, in what degree, and when (in days)."""

    events: frozenset[str]
    degrees: frozenset[str]
    days: tuple[Fraction, ...]


@kept
def lengths(text: str) -> Iterator[Fraction]:
    """Every length of time and every numbered week or month, in days: "by week 24", "within a year"."""
    for match in _LENGTH.finditer(text):
        word, unit = (match["n"] or match["n2"]).lower(), (match["unit"] or match["unit2"]).lower()
        one = word in ("a", "an", "first")
        number = int(word) if word.isdigit() else 1 if one else _SMALL.index(word) + 1
        yield number * _DAYS[unit]


def told_of(text: str, span: tuple[int, int], others: tuple[tuple[int, int], ...]) -> Told:
    """What the clause of the portion at ``span`` tells; only its own item where other portions stand in the clause."""
    plain = _BRACKET.sub(lambda m: m[0] if m.start() < span[0] < m.end() else " " * len(m[0]), text)
    left, right = _between(plain, span, _CLAUSE_ENDS, max(0, span[0] - _REACH), min(len(text), span[1] + _REACH))
    if plain[:left].endswith(": ") and not words_of(f"{plain[left : span[0]]} | {plain[span[1] : right]}") - COUNTED:
        left = _between(plain, (left - 2, left - 2), _CLAUSE_ENDS, max(0, left - _LABEL), left - 2)[0]
    clause = plain[left:right]
    if any(left <= start < right for start, _ in others):
        a, b = _between(plain, span, _ITEM_ENDS, left, right)
        if words_of(f"{plain[a : span[0]]} | {plain[span[1] : b]}") - COUNTED:
            left, right = a, b  # else several share one verb: "12 of 31 treated and nine of 15 others died"
    item = f"{plain[left : span[0]]} | {plain[span[1] : right]}"
    degrees = {match.lastgroup or "" for match in _DEGREE.finditer(item)}
    amounts = {m["n"] or m[0].lower() for m in _AMOUNT.finditer(_SHARE.sub(" ", _DEGREE.sub(" ", item)))}
    events = words_of(item) - COUNTED | {m[0].lower()[:7] for m in _ULCERATED.finditer(item)}
    return Told(frozenset(events), frozenset(degrees | amounts), tuple(lengths(clause)))


def _between(text: str, span: tuple[int, int], ends: re.Pattern[str], left: int, right: int) -> tuple[int, int]:
    found = list(ends.finditer(text, left, right))
    return (
        max((m.end() for m in found if m.end() <= span[0]), default=left),
        min((m.start() for m in found if m.start() >= span[1]), default=right),
    )


def same_time(one: Told, other: Told) -> bool | None:
    """Whether two tell of the same time; None when one of them does not say."""
    return days_meet(one.days, other.days)


def days_meet(one: Sequence[Fraction], other: Sequence[Fraction]) -> bool | None:
    """Whether a time of one is one of the other, a month being no sharp thing; None when one of them is empty."""
    if not one or not other:
        return None
    return any(max(a, b) <= _NEARLY * min(a, b) for a in one for b in other)
