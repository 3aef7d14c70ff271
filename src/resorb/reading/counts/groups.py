"""Sizes of groups in running text: "Of the 28 patients, …", "we included 28", "a series of five", "(N = 28)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resorb.reading.counts.counted import COUNT, DETERMINERS, NOUN, PEOPLE, PHRASE, is_label, measured, value_of
from resorb.reading.lazy import lazy

_NP = rf"(?P<np>{PHRASE}\s+(?P<noun>{NOUN}))"
_START = r"(?:^|[.;:,(\[–—]\s*|\b(?:and|but|while|whereas|overall|then|that|thus|hence)\s+)"
_DONE = (
    r"(?:included|enrolled|recruited|identified|studied|treated|replied|entered|received|underwent|completed|randomi[sz]ed|"
    r"participated|presented|attended|analy[sz]ed|evaluated|reviewed|followed|seen|eligible|assessed|took part|met|had|"
    r"were(?!\s+of\b)|got|answered|returned|responded|evaluable|available|remained|reported|examined|surveyed|with)"
)
_OPENER = lazy(
    rf"{_START}(?:of|among|amongst|out\s+of)\s+{DETERMINERS}(?P<n>{COUNT})(?:{_NP})?(?!\s*\()", re.IGNORECASE
)
_IN = lazy(
    rf"{_START}(?:in|for|from|with|across)\s+(?:the|these|those|our|all|a\s+total\s+of)\s+(?:the\s+)?(?P<n>{COUNT}){_NP}(?=[^.;()]{{0,60}},)",
    re.IGNORECASE,
)
_SERIES = lazy(
    r"\b(?:study|series|cohort|group|sample|total|report|review|trial|analysis|survey|population|number|set|audit|registry|"
    rf"database|roster)\s+(?:included|comprised|consisted\s+of|consists\s+of|of|on|with|in|comprising|involving|including)\s+{DETERMINERS}"
    rf"(?:about\s+)?(?P<n>{COUNT})(?:{_NP})?(?!\s*\()",
    re.IGNORECASE,
)
_ACTIVE = lazy(
    rf"\b(?:included|enrol+ed|identified|studied|treated|recruited|reviewed|analy[sz]ed|followed|evaluated|surveyed|"
    rf"report(?:ed)?\s+on|describe[d]?|examined|gave\s+\w+\s+to|there\s+were|randomi[sz]ed|assessed|saw|screened|collected|"
    rf"retrieved|asked|comprised)\s+{DETERMINERS}(?P<n>{COUNT}){_NP}(?!\s*\()",
    re.IGNORECASE,
)
_SUBJECT = lazy(
    rf"(?:^|[.;:]\s+|^[^.;()]{{0,60}},\s+)(?:a\s+total\s+of\s+|all\s+|the\s+|our\s+|these\s+|in\s+total,?\s+|overall,?\s+)?(?P<n>{COUNT}){_NP}"
    rf"(?=[^.;()\d]{{0,60}}?\b{_DONE}\b)",
    re.IGNORECASE,
)
_NOTED = lazy(
    r"(?:^|[.;:]\s+)(?P<n>\d{1,5})(?P<np>\s+(?P<noun>pts|patients|cases|lesions)"
    r"(?=\s*[,;:])|\s+(?P<noun_>pts|patients|cases)(?:\s+(?:on|with|w/|in|from|under|given)(?:\s[\w-]{1,20}){1,3})(?=,\s\d{1,4}\s\())",
    re.IGNORECASE,
)
_SAMPLE_FIRST = lazy(r"(?:^|[.;:]\s+)n\s?=\s?(?P<n>\d{1,6})(?=\s*[;:])", re.IGNORECASE)
_CAPITAL = lazy(r"\bN\s?=\s?(?P<n>\d{1,6})(?![\w^%°.,]\d)")
_SAMPLE = lazy(
    r"(?:^|[.;:,]\s+|\b(?:and|but|while|whereas)\s+)(?:in|among|of|for|within)\s+(?:the\s+|our\s+|all\s+)?"
    r"[^.;:()%]{0,60}?\(n\s?=\s?(?P<n>\d{1,6})\)"
    r"(?=\s*,|\s+(?!(?:and|or|vs\.?|versus|than|of|to|with|compared)\b)(?:[^.;%]|\.\d){0,80}%)(?![^%(]{0,60}\(n\s?=)",
    re.IGNORECASE,
)
_ADDED = lazy(
    rf"[^.;]{{0,90}}?\b(?:and|plus)\s+(?P<more>{COUNT})(?:\s+[(\w][\w'’/)-]*){{0,7}}?\s+(?P<noun>{PEOPLE})(?![\w-])",
    re.IGNORECASE,
)
_PERSON = lazy(rf"{PEOPLE}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Group:
    """A size of a group. ``is_opener`` when the sentence speaks of this group from here on ("Of the 28 patients").

    ``noun`` is what is counted, lower case, empty when it is not said. ``more`` are others counted beside it in the
    same breath ("5 patients with sclerosis and 1 patient with nephrogenic fibrosis").
    """

    start: int
    end: int
    size: int
    noun: str = ""
    is_opener: bool = False
    more: int = 0

    @property
    def is_people(self) -> bool:
        """Whether persons are counted, or it is not said."""
        return not self.noun or bool(_PERSON.match(self.noun))


def groups(text: str) -> Iterator[Group]:
    """Every size of a group that ``text`` (a sentence) states, in order, each number once."""
    found: dict[int, Group] = {}
    for pattern, opens in (
        (_OPENER, True), (_CAPITAL, True), (_SAMPLE, True), (_SAMPLE_FIRST, True), (_IN, True), (_SERIES, False),
        (_ACTIVE, False), (_NOTED, True), (_SUBJECT, False),
    ):  # fmt: skip
        for match in pattern.finditer(text):
            start, end = match.span("n")
            size = int(match["n"]) if pattern in (_CAPITAL, _SAMPLE, _SAMPLE_FIRST) else value_of(match["n"])
            if start in found or not size or measured(text, end) or is_label(text, start):
                continue
            noun = (match.groupdict().get("noun") or match.groupdict().get("noun_") or "").lower()
            more = _more(text, match.end()) if noun and not opens else 0
            found[start] = Group(start, max(end, match.end()) if noun else end, size, noun, opens, more)
    yield from (found[start] for start in sorted(found))


_NAMED = lazy(rf"(?P<n>{COUNT}){_NP}", re.IGNORECASE)


def named_counts(text: str) -> Iterator[Group]:
    """Every count with its noun ("33 patients", "twelve of our cases" not), whether it is a whole or a part."""
    for match in _NAMED.finditer(text):
        start, end = match.span("n")
        size = value_of(match["n"])
        if size and not measured(text, end) and not is_label(text, start):
            yield Group(start, match.end(), size, match["noun"].lower())


def _more(text: str, end: int) -> int:
    match = _ADDED.match(text, end)
    if match is None or not _PERSON.match(match["noun"]) or measured(text, match.end("more")):
        return 0
    return value_of(match["more"]) or 0
