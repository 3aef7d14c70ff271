"""Two arms of a trial with their sizes, and which arm the words beside a count name.

"38 were randomised to thiosulfate and 36 to placebo", "thiosulfate (n = 38) or placebo (n = 36)", "20 in each group".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from resorb.reading.counts.counted import COUNT, PEOPLE, value_of
from resorb.reading.kept import kept
from resorb.reading.lazy import lazy

_W = r"[^\W\d][\w'’/-]*"
_NAME = rf"(?:{_W}\s+){{0,3}}?{_W}"
_GIVEN = (
    r"(?:(?:was|were|had\s+been)\s+)?(?:randomly\s+)?(?:(?:randomi[sz]ed|assigned|allocated|exposed)\s+to(?:\s+receive)?|"
    r"received|receiving|given|treated\s+with)"
)
_MOVED = lazy(
    rf"(?P<a>{COUNT})\s+(?:{PEOPLE}\s+)?{_GIVEN}\s+(?:the\s+)?(?P<x>{_NAME})\s*,?\s+(?:and|while|versus)\s+"
    rf"(?:the\s+other\s+)?(?P<b>{COUNT})\s+(?:{PEOPLE}\s+)?(?:{_GIVEN}\s+|to\s+(?:receive\s+)?)?(?:the\s+)?(?P<y>{_NAME})"
    r"(?=\s*(?:[.,;:(]|$|in\b|for\b|at\b))",
    re.IGNORECASE,
)
_SAMPLES = lazy(
    rf"(?P<x>{_NAME})\s*\(n\s?=\s?(?P<a>\d{{1,6}})\)\s*,?\s*(?:and|or|versus|vs\.?|,)\s+(?:to\s+|the\s+|with\s+)*"
    rf"(?P<y>{_NAME})\s*\(n\s?=\s?(?P<b>\d{{1,6}})\)(?!\s*(?:,|and|or)\s*(?:and\s+|or\s+)?{_NAME}\s*\(n\s?=)",
    re.IGNORECASE,
)
_ALLOTTED = lazy(r"\b(?:randomi[sz]ed|assigned|allocated|exposed|receiv(?:ed|ing)|given|treated)\b", re.IGNORECASE)
_PLANNED = lazy(r"\b(?:power|sample\s+size|required?|needed|calculat\w+|planned|would|will|assum\w+)\b", re.IGNORECASE)
_PLAIN = frozenset(
    {
        "the", "a", "an", "to", "of", "in", "on", "with", "or", "and", "either", "both", "treatment", "group", "groups",
        "arm", "arms", "patients", "subjects", "participants", "women", "men", "cases", "receive", "received",
        "receiving", "randomised", "randomized", "assigned", "allocated", "exposed", "given", "alone", "only",
        "therapy", "daily", "oral", "were", "was", "had", "for", "by", "standard", "plus", "per", "high", "low", "dose",
    }
)  # fmt: skip
_WORDS = lazy(rf"{_W}")
_LONGEST = 900
"""A sentence longer than this is no sentence."""


@dataclass(frozen=True, slots=True)
class Arms:
    """The words that only one of two arms is named by, and how many were in each; the first as printed first."""

    first: frozenset[str]
    other: frozenset[str]
    sizes: tuple[int, int]

    def named(self, text: str) -> frozenset[int]:
        """Which of the two arms, 0 and 1, the words of a text name."""
        said = {word.lower() for word in _WORDS.findall(text)}
        return frozenset(n for n, words in enumerate((self.first, self.other)) if said & words)


@kept
def two_arms(text: str) -> Arms | None:
    """The two arms whose sizes a sentence states; None when it states none, more, or only plans them."""
    if len(text) > _LONGEST:
        return None
    found = [*_MOVED.finditer(text)] if _ALLOTTED.search(text) else []
    found += _SAMPLES.finditer(text) if text.count("(n") > 1 else ()
    if len(found) != 1 or _PLANNED.search(text):
        return None
    x, y = _words(found[0]["x"]), _words(found[0]["y"])
    sizes = value_of(found[0]["a"]), value_of(found[0]["b"])
    if not (x - y and y - x and sizes[0] and sizes[1]):
        return None
    return Arms(frozenset(x - y), frozenset(y - x), (sizes[0], sizes[1]))


def _words(name: str) -> set[str]:
    return {word.lower() for word in _WORDS.findall(name)} - _PLAIN


_EACH_ARM = lazy(
    rf"(?P<n>{COUNT})\s+(?:{PEOPLE}\s+)?(?:(?:were|was|had\s+been)\s+)?(?:(?:randomi[sz]ed|allot?ted|allocated|assigned)\s+)?"
    r"(?:in|per|to)\s+each\s+(?:group|arm)\b",
    re.IGNORECASE,
)


@kept
def in_each_arm(text: str) -> int | None:
    """How many a sentence says were in each arm: "24 to each arm"."""
    match = None if "each" not in text or _PLANNED.search(text) else _EACH_ARM.search(text)
    return value_of(match["n"]) if match else None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of each of two arms are counted in a sentence, with the place of each count."""

    arms: Arms
    places: tuple[tuple[int, int], tuple[int, int]]


@kept
def counted_in_arms(text: str) -> Counted | None:
    """The one pair of counts of two arms: "met by 14 given thiosulfate and 6 given placebo"."""
    found = [*_MOVED.finditer(text)] if len(text) <= _LONGEST else []
    x, y = (_words(found[0]["x"]), _words(found[0]["y"])) if len(found) == 1 else (set(), set())
    sizes = (value_of(found[0]["a"]), value_of(found[0]["b"])) if x - y and y - x else (None, None)
    if sizes[0] is None or sizes[1] is None:
        return None
    return Counted(
        Arms(frozenset(x - y), frozenset(y - x), (sizes[0], sizes[1])), (found[0].span("a"), found[0].span("b"))
    )
