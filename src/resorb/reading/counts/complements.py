"""Two counts of which the words leave no third: "28 of them on the hands and 21 elsewhere", "16 died, 29 survived"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resorb.reading.counts.counted import COUNT, is_label, measured, value_of
from resorb.reading.lazy import lazy

_WORDS = r"(?:\s+(?!(?:and|or|of|per)\b)[^\W\d][\w'’/-]*){0,8}?"
_LINK = (
    r"(?:\s*\([^()]{0,30}\))?(?:,|;|\s+but|\s+while|\s+whereas)?\s+"
    r"(?:and\s+|but\s+|while\s+|whereas\s+|the\s+)?(?:the\s+)?"
)
_OF_THEM = r"\s+of\s+(?:them|these|those|whom|which)\b"
_PAIRS = (
    (r"females?|wom[ae]n|girls?", r"males?|m[ae]n|boys?"),
    (r"died|deaths|dead|deceased|non-?survivors", r"survived|survivors|alive|lived|living"),
    (r"pre-?menopausal", r"post-?menopausal"),
    (r"(?:responded|responders)", r"(?:did\s+not\s+respond|non-?responders)"),
    (r"adults", r"children|paediatric|pediatric|minors"),
    (r"smokers", r"non-?smokers"),
    (r"diabetic", r"non-?diabetic"),
    (r"inpatients|in-patients", r"outpatients|out-patients"),
    (r"unilateral", r"bilateral"),
    (r"ambulatory|outpatient", r"bedridden|inpatient"),
    (r"completed", r"did\s+not(?:\s+complete)?"),
    (r"published", r"unpublished"),
    (r"agreed|accepted|consented", r"declined|refused"),
    (r"married", r"single|unmarried"),
    (r"seropositive", r"seronegative"),
    (r"(?:uraemic|uremic)", r"non-?ur(?:a)?emic"),
)
_ELSE = (
    r"elsewhere|(?:at|on|in)\s+(?:another|other)\s+\w+|others?\b|otherwise|(?:did|was|were|had|could)\s+not(?=\s*[,.;)]|$)|"
    r"without(?:\s+it)?(?=\s*[,.;)]|$)|the\s+other\s+\w+"
)
_BY_PAIR = tuple(
    lazy(
        rf"(?P<a>{COUNT})(?:{_OF_THEM})?{_WORDS}\s+(?:{one}){_WORDS}{_LINK}(?P<b>{COUNT}){_WORDS}\s+(?:{other})(?![\w-])",
        re.IGNORECASE,
    )
    for pair in _PAIRS
    for one, other in (pair, pair[::-1])
)
_OF_EACH = tuple(
    tuple(
        lazy(
            rf"\bthe\s+(?P<n>{COUNT})(?:\s+(?:who|that|patients|cases|subjects|had|were|\w+ing)){{0,3}}\s+(?:{word})(?![\w-])",
            re.IGNORECASE,
        )
        for word in pair
    )
    for pair in _PAIRS
)
"""Both parts taken up by "the", however far apart: "the 16 who died had a median of 11, the 29 survivors 34"."""
_BY_REST = lazy(
    rf"(?P<a>{COUNT}){_OF_THEM}{_WORDS}{_LINK}(?P<b>{COUNT})\s+(?:{_ELSE})(?![\w-])|"
    rf"\bof\s+(?:whom|which),?\s+(?P<a2>{COUNT}){_WORDS}{_LINK}(?P<b2>{COUNT})\s+(?:{_ELSE})(?![\w-])",
    re.IGNORECASE,
)
_TELLING = lazy("|".join([one for pair in _PAIRS for one in pair] + [_ELSE]), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Complements:
    """``first`` and ``second`` are all there are. ``start`` and ``end`` span both numbers with their words.

    ``is_taken_up`` when both are spoken of as known ("the 16 who died", "the 29 survivors").
    """

    start: int
    end: int
    first: int
    second: int
    is_taken_up: bool = False


def complements(text: str) -> Iterator[Complements]:
    """Every such pair of a sentence, each beginning once."""
    if not _TELLING.search(text):
        return
    begun: set[int] = set()
    for reading in (*_BY_PAIR, _BY_REST):
        for match in reading.finditer(text):
            a, b = ("a", "b") if match["a"] else ("a2", "b2")
            first, second = value_of(match[a]), value_of(match[b])
            if first is None or second is None or match.start(a) in begun:
                continue
            if any(measured(text, match.end(g)) or is_label(text, match.start(g)) for g in (a, b)):
                continue
            begun.add(match.start(a))
            yield Complements(match.start(a), match.end(), first, second)
    if not begun:
        yield from _of_each(text)


def _of_each(text: str) -> Iterator[Complements]:
    for one, other in _OF_EACH:
        found = sorted((*one.finditer(text), *other.finditer(text)), key=lambda m: m.start())
        if len(found) != 2 or found[0].re is found[1].re or found[0].end() > found[1].start():
            continue
        first, second = (value_of(m["n"]) for m in found)
        if first is not None and second is not None:
            yield Complements(found[0].start("n"), found[1].end(), first, second, is_taken_up=True)
