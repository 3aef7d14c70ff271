"""Counts of a text with what the words beside them tell: of what, and whether they are a whole, the rest, a total."""

from __future__ import annotations

import re
from dataclasses import dataclass

from resorb.reading.counts.counted import COUNT, NOUN, PEOPLE, Count, Ratio
from resorb.reading.counts.proportions import tokens
from resorb.reading.kept import kept
from resorb.reading.lazy import lazy

_I = re.IGNORECASE
_KIND = lazy(
    rf"\s+(?:(?!(?:of|in|on|at|for|with|without|no|not|and|or|had|were|was|to|from)\b)[^\W\d][\w'’/-]*\s+){{0,1}}?(?P<noun>{NOUN})",
    _I,
)
_BEFORE = lazy(rf"(?P<noun>{NOUN})\s*\(\s*$", _I)
_PERSON = lazy(PEOPLE, _I)
_RECORD = lazy(r"(?:letter|chart|record|form|questionnaire|file|call|e-?mail|abstract|report)s?", _I)
"""Of which there is one for each person, or of which each is one of another name."""
_NO_PART = lazy(
    r"\s*(?:(?:(?!(?:in|on|of|at|the|from|to)\b)\w+\s+){0,2}?(?:groups?|arms?|occasions?|times?|strengths?|categories|class(?:es)?|countries|provinces|"
    r"regions|readers?|raters?|authors?|observers?|reviewers?|assessors?|investigators?|\w+ologists?|physicians?|doctors?|surgeons?|nurses?|pharmacists?|"
    r"sides?|kinds?|types?|ways?|levels?|strata|reasons|databases)\b"
    r"|(?:sets|rounds|sheets|boxes|batches|rows|pages)\s+of\b"
    r"|(?:or|to)\s+(?:more|fewer|less|\d+|two|three|four|five|six)\b|per\b(?!-)|[a-z]+\s+and\b[^.;\d]{0,30}\bthe\s+other\b|(?:to|in|for|of)\s+each\b|by\s+one\b|y\b|\[|:\s?\d"
    r"|(?-i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b)",
    _I,
)
_NO_COUNT = lazy(
    r"(?:\b(?:aged?|ages|mean|median|average|scores?|range|ratio|old|between|at\s+least|at\s+most|more\s+than|"
    r"fewer\s+than|less\s+than|up\s+to|over|under|below|above|about|some|nearly|almost|around|approximately|every|each|per|than|"
    r"no|(?:\d|one|two|three|four|five|six|ten)\s+(?:to|or)|one\s+by|having|planned|needed|required|until|before|after|all\s+but)\s+(?:of\s+)?|[<>≥≤~]\s?|\d:|\b[a-z]\()$",
    _I,
)
_NAMED = lazy(
    r"\b(?:child|girl|boy|woman|man|patient|case|subject|participant|famil(?:y|ies)|infusion|session|injection|visit|lesion|numbers?|nos?\.|"
    r"(?:children|girls|boys|women|men|patients|cases|subjects|participants|infusions|sessions|injections|visits|lesions|"
    r"weeks|days|months)(?=\s\d+\s?(?:,|and|or|to|&|[-–])\s?\d))\s(?P<list>\d+(?:(?:\s?,\s?(?:and\s|or\s)?|\s(?:and|or|to|&)\s|\s?[-–]\s?)\d+(?![\w.%/]))"
    r"{0,20})(?!\d|[.,]\d|\s?%|\s(?:out\s)?of\b)",
    _I,
)
"""Numbers that are names: "child 5", "numbers 1, 3, 5 and 8"."""
_IN_SO_MANY = lazy(rf"[a-z]\s+in\s+{COUNT}(?=\s*[,;.)]|\s+and\b|\s*$)", _I)
_IN_A_LABEL = lazy(
    rf"(?:[:;,(]|\band)\s+(?P<n>{COUNT})\s+(?:[a-z-]+\s+){{1,5}}?in\s+(?={COUNT}(?:\s*[,;.)]|\s+and\b|\s*$))", _I
)
"""A number in what is told of others, in a list of such: "short treatment in 19, two drugs together in 16"."""
_OF = lazy(r"\b(?:of|in|to|for|from|among|with)\s+$", _I)
_NOBODY = lazy(r"(?:\b(?:in|and|but|of|or)|[:,;(])\s+$", _I)
_HOLDING = lazy(r"\b(?:had|have|has)\s+(?:only\s+)?$", _I)
"""Before how many each of them has: "three had one lesion"."""
_GAIN_BEFORE = lazy(r"\b(?:another|additional|further|plus)\s+$", _I)
_GAIN_AFTER = lazy(
    r"\s+(?:(?!were\b|was\b)\w+\s+){0,2}?(?:more|further|additional|new|re-?joined|joined|re-?entered|returned|added|came\s+(?:in|back\s+later))\b",
    _I,
)
_REST_BEFORE = lazy(
    r"\b(?:(?:the|all|our|its|with)\s+(?:remaining|others?|rest|remainder|last|final)|remaining|leaving|leaves?|left|so|"
    r"so\s+that|thus|hence|therefore|giving|yielding|remainder|rest|others?|analy[sz]ed|randomi[sz]ed|included|(?:and|we)\s+screened(?!,)|"
    r"after\s+(?:removal|removing|exclusion|excluding)\b[^.;:]{0,40}(?:,|\s(?:we|they)\s+\w+))[\s,:(]*"
    r"(?:(?:only|a|the|us|with|of|in|final|total|sample|analysis)\s+)*$|\bnot\s+[^\W\d]+\s+(?:in\s+)?$",
    _I,
)
_DEALT = lazy(r"\b(?:analy[sz]ed|randomi[sz]ed|included|enrol+ed|treated|allocated)[,:(–—\s]*[,:(–—]\s*$", _I)
_TO_AN_ARM = lazy(
    r"\s+(?:patients\s+|participants\s+)?(?:were\s+)?(?:(?:randomi[sz]ed|allocated|assigned)\s+)?(?:to|in|into|on|with|given)\b",
    _I,
)
"""Behind the first of the parts of those just told: "81 had been randomised, 40 to arm A and 41 to arm B"."""
_OTHERS = lazy(r"\b(?:remaining|others?|rest)\s+$", _I)
_REST_AFTER = lazy(
    r"[\s-]per-protocol|(?:\s+(?!not\b|no\b|and\b|or\b)[^\W\d][\w'’/-]*){0,3}?\s+"
    r"(?:remain(?:ed|ing)?|released(?!\s+(?:from|by)\b)|survivors|completed|finished|others|(?:(?:who|that)\s+)?(?:did|were|had|could|was)\s+not(?=\s*(?:\w+\s*)?[,.;:)]|\s*$)|"
    r"(?:were|was|are)\s+(?:then\s+|finally\s+)?(?:left|randomi[sz]ed|included|"
    r"analy[sz]ed|kept|retained|evaluable|screened|treated)\b|read\s+in\s+full|left\b(?!\s+(?:the|early|before|because|out)))",
    _I,
)
_TOTAL_BEFORE = lazy(
    r"(?:\b(?:in\s+(?:all|total)|altogether|total(?:l?ing)?|sum|together|overall|i\.e\.|that\s+is|making|makes?|made|so|so\s+that|thus|hence|"
    r"therefore|gives?|giving|(?<!of\s)(?<!in\s)(?:these|those)|(?:series|cohort|total|sample|set|study|review|registry|number|sum)\s+of)|(?<=\d)\s?=)[\s,:(]*"
    r"(?:(?:a|the|our|up|total|of|is|was|were|n|=)\s*)*$",
    _I,
)
_TOTAL_AFTER = lazy(
    r"(?:\s+(?!and\b|or\b)[^\W\d][\w'’-]*){0,3}?,?\s+(?:in\s+(?:all|total|sum)|altogether|together|overall|combined|"
    r"total)\b",
    _I,
)


@dataclass(frozen=True, slots=True)
class Number:
    """One count. ``kind`` is what it counts when that is said ("people", or the noun without its s).

    ``is_whole`` when it is printed as the whole of a part ("of the 15"); ``is_rest`` and ``is_total`` when words beside
    it say that it is what is left, or what all make together.
    """

    start: int
    end: int
    value: int
    kind: str = ""
    is_whole: bool = False
    is_sample: bool = False
    is_rest: bool = False
    is_total: bool = False
    is_gain: bool = False

    @property
    def signed(self) -> int:
        """Its value; below zero for those who came in."""
        return -self.value if self.is_gain else self.value


_NO_NUMBER = lazy(r"\bP\s?[=<>]\s?$|[^\W\d]\s?\[(?:\d+,\s?)*$", _I)
"""Before a p value, or a reference in square brackets behind a word."""


@kept
def numbers(text: str) -> tuple[Number, ...]:
    """Every count of a text that may be a whole or a part; of "9 of the 15" the whole first."""
    found: list[Number] = []
    names = [match.span("list") for match in _NAMED.finditer(text)]
    if len(_IN_SO_MANY.findall(text)) > 1:
        names += [match.span("n") for match in _IN_A_LABEL.finditer(text)]
    for token in tokens(text):
        if not isinstance(token, Count | Ratio) or (isinstance(token, Ratio) and token.is_slash):
            continue
        before, after = text[max(0, token.start - 60) : token.start], text[token.end : token.end + 60]
        if _NO_COUNT.search(before) or _NO_PART.match(after) or _NO_NUMBER.search(before):
            continue
        if isinstance(token, Count) and any(start <= token.start < end for start, end in names):
            continue
        if isinstance(token, Count) and token.value < 4 and _HOLDING.search(before):
            continue
        if text[token.start : token.end].lower() == "one" and after[:1] in (".", ";") and not _NOBODY.search(before):
            continue
        dealt = _DEALT.search(before) and _TO_AN_ARM.match(after)
        rest = bool((not dealt and _REST_BEFORE.search(before)) or _REST_AFTER.match(after))
        total = bool(_TOTAL_BEFORE.search(before) or _TOTAL_AFTER.match(after))
        sample = isinstance(token, Count) and token.is_sample
        kind = _noun(_BEFORE.search(before)) if sample else _noun(_KIND.match(after))
        if isinstance(token, Count):
            gain = bool(_GAIN_BEFORE.search(before) or _GAIN_AFTER.match(after))
            found.append(Number(token.start, token.end, token.value, kind, False, sample, rest, total, gain))
        elif token.part == token.whole:
            found.append(Number(token.start, token.end, token.whole, kind, True, is_total=not _OF.search(before)))
        else:
            found.append(Number(token.start, token.end, token.whole, kind, True))
            found.append(Number(token.start, token.end, token.part, kind, is_rest=bool(_OTHERS.search(before))))
    return tuple(found)


def _noun(match: re.Match[str] | None) -> str:
    """What is counted: "people", a noun without its s, or nothing when that does not tell it from others."""
    noun = match["noun"].lower() if match else ""
    if not noun or _RECORD.fullmatch(noun):
        return ""
    return "people" if _PERSON.fullmatch(noun) else noun.rstrip("s")
