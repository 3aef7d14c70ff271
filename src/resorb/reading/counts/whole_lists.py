"""Lists the text itself calls whole: "one route each", "namely", "28 in all", "19 responded, 9 did not"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import prod

from resorb.reading.counts.counted import COUNT, NOUN, PEOPLE, Count, Ratio, measured, value_of
from resorb.reading.counts.groups import groups, named_counts
from resorb.reading.counts.proportions import Token
from resorb.reading.counts.shares import Percentage
from resorb.reading.lazy import lazy

MOST_PARTS = 12
"""Longer lists are not read."""
LABEL = 80
"""How many characters beside a number may name it."""
EXHAUSTIVE = lazy(
    r"\b(?:mutually\s+exclusive|exactly\s+one|in\s+full|namely|altogether|in\s+total|none\s+elsewhere|no\s+other|no\s+third|"
    r"nobody\s+was\s+lost|none\s+(?:was|were)\s+lost|no\s+missing|no\s+one\s+else|once|accounted\s+for|"
    r"one\s+\w+\s+(?:only|each)|each\s+(?:of|patient|participant|in\s+a\s+different)|every\s+(?:patient|participant)|a\s+single|"
    r"(?:into|assigned)\s+one\s+(?:group|category|class)|"
    r"evaluable|split\s+into|divided\s+into|allocated|nothing\s+else|no\s+overlap|sex\s+was\s+recorded)\b",
    re.IGNORECASE,
)
"""Words that leave nothing out, or count nothing twice."""
HEDGED = lazy(
    r"\b(?:several\s+possible|more\s+than\s+one|multiple|overlap(?:ped|ping)|an\s+overlap|also|of\s+these|of\s+whom|(?<!\ball\s)of\s+them|"
    r"among\s+them|at\s+least|some\s+(?:had|were|patients)|could\s+have|one\s+of\s+whom|twice|changed|switched|joined|in\s+addition|"
    r"or\s+both|had\s+both|having\s+both|"
    r"(?<!without )(?<!having )(?<!on )either|both\s+of|such\s+as|e\.g\.|including|most\s+(?:common|frequent)|mainly|"
    r"not\s+shown|additional|respectively\s+with|different\s+(?:persons|patients|people|individuals)|distinct|unique)\b",
    re.IGNORECASE,
)
"""Words of lists whose parts may overlap, or leave some out."""
NONE_TWICE = lazy(
    r"\bno(?:ne|body|t\s+one)?\b[^.;:,\d]{0,40}\b(?:more\s+than\s+(?:one|once)|two|both|twice|several|overlap\w*)\b(?:\s+[a-z]+)?",
    re.IGNORECASE,
)
"""Words by which nothing stands in two parts, though they sound like the opposite."""
COMPARED = lazy(r"\b(?:vs\.?|versus|compared|against|than|placebo|vehicle|controls?|whereas)\b", re.IGNORECASE)
"""Words between groups whose percentages do not belong together."""
NO_COUNT = lazy(r"\b(?:aged?|ages|mean|median|average|score|range|ratio|old|between|p)\b[^,;()]{0,20}$", re.IGNORECASE)
"""What stands before a number that counts nobody."""
_STRONG = lazy(
    r"\b(?:mutually\s+exclusive|exactly\s+one|one\s+\w+\s+(?:only|each)|(?:into|assigned)\s+one\s+(?:group|category|class)|"
    r"each\s+(?:\w+\s+)?once|counted\s+once|no\s+missing|"
    r"(?:is|are|was|were)\s+accounted\s+for|no\s+overlap|nothing\s+else|no\s+other)\b",
    re.IGNORECASE,
)
_REASONS = lazy(r"\b(?:stopped|discontinued|withdr\w+|excluded|dropped\s+out|ended\s+early)\b", re.IGNORECASE)
_STRUCTURE = lazy(
    r"\s+(?:[^\W\d][\w-]*\s+){0,2}?(?:groups?|arms?|categories|cent(?:er|re)s?|countries|hospitals?|classes|strata|levels|"
    r"readers?|authors?|observers?|times|occasions|sides|provinces|regions|raters?|sites)\b",
    re.IGNORECASE,
)
_REGION = lazy(r":\s|\((?=[^()]*\d|[^()]*\b(?:one|two|three|four|five|six)\b)|,\s*(?=namely\b)")
_NP = rf"(?:\s+(?:[^\W\d][\w'’-]*\s+){{0,2}}?(?P<noun>{NOUN}))?"
_TOTAL = lazy(
    rf"\b(?:total(?:s|l?ing|\s+number)?|sum|overall|altogether|in\s+all|together)(?:\s+of|\s*[:=]|\s+(?:is|was)|)\s+"
    rf"(?P<n>{COUNT}){_NP.replace('noun', 'a')}"
    rf"|(?P<n2>{COUNT}){_NP.replace('noun', 'b')},?\s+"
    rf"(?:in\s+(?:all|total|sum)|altogether|together|overall|combined|total)\b"
    rf"|\b(?:make|makes|making|made)\s+up\s+(?:our|the|all)\s+(?P<n3>{COUNT}){_NP.replace('noun', 'c')}",
    re.IGNORECASE,
)
_WRITTEN = lazy(r"[+−–-]\s?\d{1,5}\s?=\s?\d|\d\s?=\s?\d{1,5}\s?[+−–-]\s?\d")
"""A sum written out brings its own result."""
_EACH_OR_ONLY = lazy(r"\s+\w+(?:(?<!ed)\s+only|\s+each)\b(?!\s+(?:with|on|in|at|to)\b)")
_CLOSED = lazy(r"\s*(?:[.,;)]|$)")
_MULTIPLIED = lazy(r"\b(?:each|per|every|apiece|times|daily|weekly|monthly)\b", re.IGNORECASE)
_HAVING = lazy(r"\s+(?:\w+\s+)?(?:had|have|has|got|received|with|of|in|on|at)\s+(?:\w+\s+)?", re.IGNORECASE)
_COUNTED = lazy(rf"\s+(?:[^\W\d][\w'’-]*\s+){{0,2}}?(?P<noun>{NOUN})", re.IGNORECASE)
_PERSON = lazy(PEOPLE, re.IGNORECASE)
_DID_NOT = lazy(
    r"\s+(?:patients\s+|others\s+)?(?:did|were|was|had|have|has|could|would)\s+not\s*(?:[.,;)]|$|and\b|(?:respond|improve|heal)\s*[.,;])",
    re.IGNORECASE,
)
_ELSE = lazy(r"\b(?:unknown|lost|died|dropped|unclear|missing|worse\w*|withdrew|could\s+not)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Partition:
    """A list of parts. ``parts`` are counts, or percentages; ``kind`` names the closed set, or how the list is told.

    ``is_exhaustive`` when what is left out would be a contradiction, not just unsaid. ``start`` and ``end`` span the
    list; ``is_apposed`` when it stands in brackets, behind a colon or between commas. ``whole`` when it is printed
    with the last part, or behind the list ("6 of 16", "(n = 30)", "in this series of 14"). ``more`` are counts that
    stand in one row with the parts, but are named by no word of the set.
    """

    start: int
    end: int
    parts: tuple[Count | Percentage, ...]
    kind: str
    is_exhaustive: bool
    is_apposed: bool
    is_copular: bool = False
    whole: int | None = None
    more: tuple[Count, ...] = ()


def listed(text: str, parts: Sequence[Count | Percentage], found: Sequence[Token]) -> Iterator[Partition]:
    """The first list of a sentence that its own words make whole."""
    counted = [p for p in parts if isinstance(p, Count)]
    if counted:
        one = _halves(text, counted, found) or _of_ratio(text, counted, found)
        if one is not None:
            yield one
            return
    yield from _in_region(text, parts, found)


def summed(text: str, counted: Sequence[Count], found: Sequence[Token]) -> Partition | None:
    """Counts and their sum: "nine women and four men, thirteen patients in all"."""
    last = max((g.end for g in groups(text) if g.is_opener), default=0)
    for match in _TOTAL.finditer(text):
        name = next(g for g in ("n", "n2", "n3") if match[g])
        # Behind a total, or the group of which the sentence speaks, a list begins anew.
        before = [c for c in counted if last <= c.start and c.end <= match.start(name)]
        before = [c for c in before if not _STRUCTURE.match(text, c.end)][-MOST_PARTS:]
        last = match.end(name)
        total = value_of(match[name])
        if len(before) < 2 or not total or measured(text, match.end(name)) or not _CLOSED.match(text, match.end()):
            continue
        start, end = before[0].start, match.end()
        inside = text[start : match.start()]
        if len(inside) > 40 * MOST_PARTS or _MULTIPLIED.search(inside) or prod(c.value for c in before) == total:
            continue
        if any(start <= t.start < end and isinstance(t, Ratio) for t in found):
            continue
        noun = match[{"n": "a", "n2": "b", "n3": "c"}[name]]
        first = _COUNTED.match(text, before[0].end)
        if noun and first and not _same(noun, first["noun"]):
            continue
        gaps = [text[a.end : b.start] for a, b in pairwise(before)]
        if any(len(g) > LABEL or _HAVING.fullmatch(g) for g in gaps):
            continue
        return Partition(start, end, tuple(before), "summed", is_exhaustive=True, is_apposed=True, whole=total)
    return None


def _same(noun: str, other: str) -> bool:
    one, two = noun.lower().rstrip("s"), other.lower().rstrip("s")
    return one == two or bool(_PERSON.fullmatch(noun) and _PERSON.fullmatch(other))


def _halves(text: str, counted: Sequence[Count], found: Sequence[Token]) -> Partition | None:
    """Those who did and those who did not: "of 45, 30 healed and 15 did not"."""
    nots = [c for c in counted if _DID_NOT.match(text, c.end)]
    if len(nots) != 1:
        return None
    whole = next((t for t in found if isinstance(t, Ratio)), None)
    if whole is not None:
        parts = [c for c in counted if c.start >= whole.start]
    else:
        opened = next((g for g in groups(text) if g.is_opener), None)
        if opened is None:
            return None
        parts = [c for c in counted if c.start > opened.end]
    rest = [c for c in parts[1:] if c is not nots[0]]
    if nots[0] not in parts[1:] or len(parts) > 4 or sum(isinstance(t, Ratio) for t in found) > 1:
        return None
    if not all(_ELSE.search(text[c.end : c.end + 40]) for c in rest):
        return None
    of = whole.whole if whole else None
    return Partition(
        parts[0].start, parts[-1].end, tuple(parts), "halves", is_exhaustive=True, is_apposed=True, whole=of
    )


def _of_ratio(text: str, counted: Sequence[Count], found: Sequence[Token]) -> Partition | None:
    """A part of a whole and the other parts, all accounted for: "19 of the 28 responded, 7 did not, …"."""
    if not _STRONG.search(text) or not found or not isinstance(found[0], Ratio) or found[0].is_slash:
        return None
    parts = [c for c in counted if not _in_cue(text, c)]
    if not 2 <= len(parts) <= MOST_PARTS or any(isinstance(t, Ratio) for t in found[1:]):
        return None
    return Partition(
        parts[0].start, parts[-1].end, tuple(parts), "said", is_exhaustive=True, is_apposed=True, whole=found[0].whole
    )


def _in_region(text: str, parts: Sequence[Count | Percentage], found: Sequence[Token]) -> Iterator[Partition]:
    """Lists behind a colon, in brackets or behind the whole, that the text calls whole or gives as the reasons."""
    said = bool(EXHAUSTIVE.search(text))
    if not (said or _REASONS.search(text)):
        return
    free = [p for p in parts if not _in_cue(text, p)]
    starts = [p.start for p in free]
    for begin, end in _regions(text):
        inside = free[bisect_left(starts, begin) : bisect_left(starts, end)]
        if not 2 <= len(inside) <= MOST_PARTS or inside[0].start - begin > LABEL:
            continue
        if _WRITTEN.search(text, inside[0].start, inside[-1].end):
            continue
        if any(begin <= t.start < inside[-1].end and not isinstance(t, Count | Percentage) for t in found):
            continue
        if any(
            _STRUCTURE.match(text, p.end) or NO_COUNT.search(text[max(begin, p.start - 40) : p.start]) for p in inside
        ):
            continue
        if isinstance(inside[0], Percentage) and not (
            _STRONG.search(text)
            and " or " not in text[begin:end]
            and not COMPARED.search(text)
            and is_close(text, inside, len(inside))
        ):
            continue
        if any(later.start - p.end > 2 * LABEL for p, later in pairwise(inside)):
            continue
        yield Partition(begin, inside[-1].end, tuple(inside), "said" if said else "reasons", said, is_apposed=True)
        return


def _regions(text: str) -> Iterator[tuple[int, int]]:
    for match in _REGION.finditer(text):
        closing = text.find(")", match.end()) if match[0] == "(" else -1
        yield match.end(), closing if closing >= 0 else _clause_end(text, match.end())
    if _STRONG.search(text):
        whole = next(named_counts(text), None)
        if whole is not None:
            yield whole.end, len(text)


def _in_cue(text: str, part: Count | Percentage) -> bool:
    """Whether a number is that of "one route each"."""
    return bool(_EACH_OR_ONLY.match(text[part.end : part.end + 30]))


def is_close(text: str, run: Sequence[Count | Percentage], levels: int) -> bool:
    """Whether percentages stand side by side, each with a name of its own, and no other number between them."""
    gaps = [text[one.end : other.start] for one, other in pairwise(run)]
    return levels == len(run) and all(len(g) <= LABEL and not any(map(str.isdigit, g)) for g in gaps)


def _clause_end(text: str, begin: int) -> int:
    match = re.search(r";\s+(?=there|no\b|in\b|the\b|mean\b)|\.\s|$", text[begin:])
    return begin + match.start() if match else len(text)
