"""Which share belongs to which count: "19/28 (68%)", "68% (19/28)", "19 (68%) of the 28", "half of them (4 of 11)".

Counts, parts of wholes and shares are found one by one; two neighbours belong together when only words that tie them
stand between. Every gap is bounded, so the work grows with the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from resorb.reading.counts.counted import COUNT, DETERMINERS, NOUN, Count, Ratio, counts, measured, ratios, value_of
from resorb.reading.counts.shares import Percentage, ShareWord, percentages, share_words
from resorb.reading.kept import kept
from resorb.reading.lazy import lazy

Token = Count | Ratio | Percentage | ShareWord
_SCALES = (4, 5, 6, 10, 20, 100)
"""Wholes that may be the top of a scale of pain: "from 8/10 to 2/10"."""
MOST_BETWEEN = 110
"""More characters than this never stand between a count and its share."""
_W = r"[^\W\d][\w'’./-]*"
_SPAN = r"\d{1,3}(?:[\s-](?:days?|weeks?|months?|years?)\b|(?=\s*[(\[]))"
_WORDS = rf"(?:\s+(?:{_W}|{_SPAN})){{0,10}}"
_OPEN = r"\s*[(\[]\s*"
_TO_BRACKET = lazy(rf"{_WORDS}{_OPEN}(?:i\.?e\.?,?\s*|or\s+)?", re.IGNORECASE)
_TO_SAMPLE = lazy(rf"(?:\s+of\s+{_W})?(?:{_WORDS}){_OPEN}(?:n\s?=\s?)?", re.IGNORECASE)
_BESIDE = lazy(
    rf"(?:\s+{_W})?\s*(?:[;,:=]|,?\s+or|,?\s+i\.e\.,?|,?\s+that is,?)\s*(?:n\s?=\s?|or\s+|that is,?\s+|i\.e\.,?\s+)?",
    re.IGNORECASE,
)
_SAME = lazy(r"\bor\b|=|\bi\.e\b|\bthat is\b", re.IGNORECASE)
"""Words and signs that say that a percentage is the same share again."""
_IN_BRACKETS = lazy(r"[(\[][^()\[\]]*$")
_TO_RATIO = lazy(
    rf"{_WORDS}(?:{_OPEN}|\s*[,:–—]\s*)(?:n\s?=\s?|that is,?\s+|i\.e\.,?\s+|namely\s+|only\s+)?", re.IGNORECASE
)
_TO_WORD = lazy(
    rf"(?:{_WORDS})\s*(?:[,:–—(\[]|\s-)\s*(?:or|i\.?e\.?,?|that is,?|thus|hence)?\s*(?:(?:by|in|just|only)\s+){{0,2}}",
    re.IGNORECASE,
)
_NAMELY = lazy(r"(?:\s+of\s+(?:them|these|all))?\s*,\s*(?:namely|that is,?|i\.e\.,?)?\s*", re.IGNORECASE)
_EXACTLY = lazy(r"\s*,|\s+(?:to be exact|exactly|in number)\b", re.IGNORECASE)
_TO_NOUN = lazy(rf"(?:{_WORDS}\s+{NOUN})?{_OPEN}", re.IGNORECASE)
_LISTED = lazy(r"\s*(?:,\s*and|,|;|/|and|or|vs\.?|versus)\s*", re.IGNORECASE)
_CLOSES = lazy(r"\s*(?:$|[)\];,:.\[–—-]|\(?95|of\b|or\s+\d+/\d+)", re.IGNORECASE)
_STOPS = lazy(
    rf"(?:\s+(?!(?:with|without|in|of|on|at|who|had)\b)(?:{_W}\s+){{0,2}}?{NOUN})?\s*(?:$|[)\];,:.])", re.IGNORECASE
)
_STOPS_HERE = lazy(r"\s*(?:$|[)\];,.–—]|-\s)")
_OF_WHOLE = lazy(rf"\s*[)\]]?\s*(?:(?:out\s+)?of|among|amongst)\s+{DETERMINERS}(?P<whole>{COUNT})", re.IGNORECASE)
_OF_SOME = lazy(
    r"\s*[)\]]\s*of\s+(?!(?:the\s+|our\s+|all\s+|all\s+the\s+)?(?:patients|cases|subjects|participants)\s*(?:[.,;]|had|were|was|$))",
    re.IGNORECASE,
)
_SO_MANY = lazy(r"\s*\(n\)\s*", re.IGNORECASE)
"""The sign of a count behind it: "01 (n) 3.3 %"."""
_OUTCOME = lazy(rf"(?:\s+{_W}){{1,8}}?\s*[;:–—]\s*", re.IGNORECASE)
"""What became of a part of a whole, before its share: "31 of 52 ulcers healed; 60 %"."""
_OF_THESE = lazy(rf"(?:[\s,;]+{_W}){{1,14}}?[\s,;]+(?:of|among|amongst)\s+(?:these|those)\s+", re.IGNORECASE)
"""A share whose members are counted as they are taken up: "38 % had pain, and of these 19 patients …"."""
_OF_COUNT = lazy(rf"\s+of\s+{DETERMINERS}$", re.IGNORECASE)
_NOT_PART = lazy(
    r"(?:\b(?:to|from|(?<!felt )(?<!reported )(?<!noted )(?<!experienced )(?<!completed )(?<!tolerated )by|"
    r"than|least|most|under|over|versus|vs\.?|between|median|mean|average|up|score|within|after|until|about|every|"
    r"(?<!total )(?<!subset )of|between\s+\d{1,3}\s+and)|[<>≤≥~±+×/])\s*$",
    re.IGNORECASE,
)
_AGAINST = lazy(r"%\s*[)\]][^.;()\[\]%]{0,50}\b(?:versus|vs\.?|compared\s+(?:to|with))\s+(?:only\s+)?$", re.IGNORECASE)
"""Before a count that is set against another with its share: "12 (32 %) versus 24 (67 %)"."""
_CHANGE = lazy(
    r"\b(?:reduc\w*|decreas\w*|increas\w*|shr[aiu]nk\w*|shrinkage|declin\w*|drop(?:ped|s)?|fall|fell|rise|rose|diminish\w*|regress\w*|no\s+change|"
    r"dose|doses|dosage|size|volume|area|diameter|score|baseline|normal|concentration|strength|ointment|cream|gel|solution|paste)\b",
    re.IGNORECASE,
)
_DOSES = lazy(rf"^\s(?:{_W}\s)?doses\b", re.IGNORECASE)
"""Behind so many of so many: what is counted, not an amount that changed."""
_SHARED = lazy(r"\b(?:in|among)\s+$", re.IGNORECASE)
_PRODUCT = lazy(
    r"\s*(?:[)\]]\s*(?:molar|normal\s+(?:saline|solution)|(?:strength|dilution|solution)s?)\b|\(?(?:w/w|w/v|wt|strength|ointment|cream|gel|paste|solution|lotion|sodium|sts\b|tst\b|thiosul\w+|topical|metabisul\w+|saline|"
    r"dextrose|glucose|oxygen|lidocaine|albumin|hydrogen|zinc|urea|salicylic|in\s+(?:zinc|cold|petrolatum|vaseline)|or\s+(?:more|less|greater|higher)|"
    r"reduction|decrease|increase|improvement|smaller|larger|less|fewer|more|higher|lower|shrinkage|better|greater|points?|percentage|"
    r"each|per|of\s+(?:the\s+)?(?:baseline|normal|predicted|its|their|body|total|initial|original|maximum|target|dose))\b)",
    re.IGNORECASE,
)
_STRENGTH = lazy(
    r"\b(?:ointment|cream|gel|paste|lotion|solution|saline|dextrose|oxygen|lidocaine|metabisulfite|thiosul(?:f|ph)ate|STS|TST|vehicle)"
    r"\s*[(\[]\s*$",
    re.IGNORECASE,
)
_STRENGTHS = frozenset({Fraction(9, 10), *map(Fraction, (1, 2, 3, 5, 10, 15, 20, 25, 30, 50, 100))})
_PEOPLE_NEXT = lazy(rf"\s+(?:{_W}\s+)?{NOUN}", re.IGNORECASE)
_OTHERS = lazy(
    r"\b(?:some|others?|few|several|many|rest|remaining|remainder|including|especially|particularly)\b", re.IGNORECASE
)
_SUBSET = lazy(
    r"\b(?:of|among|amongst|in)\s+(?:these|them|those|whom|which|the\s+(?:latter|former|others|rest|remaining|responders|non-?responders))\b"
    r"|\bof\s+the\s+(?:responders|non-?responders|women|men|survivors)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share and what the text ties to it.

    ``part`` is None for "50 % of the five", ``whole`` None when no whole is printed with the share. ``start`` and
    ``end`` span the stretch read; ``is_subset`` when the words say that the whole is narrower than the group spoken
    of ("of these", "of the responders"). ``is_list`` when it was read from lists in the same order.
    """

    start: int
    end: int
    share: Percentage | ShareWord
    part: int | None
    whole: int | None
    is_subset: bool = False
    is_list: bool = False


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """Counts, ratios and shares in order, none overlapping: a ratio and a percentage hide the counts inside.

    Kept for the sentences read last, which several rules ask for in turn.
    """
    found: list[Token] = [*percentages(text), *ratios(text)]
    found.sort(key=lambda t: (t.start, -t.end))
    kept = _apart(found)
    for more in (share_words(text), counts(text)):
        kept = _apart(sorted([*kept, *_outside(kept, more)], key=lambda t: (t.start, -t.end)))
    return tuple(kept)


def _apart(found: list[Token]) -> list[Token]:
    kept: list[Token] = []
    for token in found:
        if not kept or token.start >= kept[-1].end:
            kept.append(token)
    return kept


def _outside(kept: list[Token], more: Iterator[Token]) -> Iterator[Token]:
    at = 0
    for token in more:
        while at < len(kept) and kept[at].end <= token.start:
            at += 1
        if at == len(kept) or kept[at].start >= token.end:
            yield token


@kept
def proportions(text: str) -> Iterator[Proportion]:
    """Every share of ``text`` (a sentence) that can be tied to a count or a whole, in order of the shares."""
    found = tokens(text)
    if not any(isinstance(t, Percentage | ShareWord) for t in found):
        return
    listed, taken = _lists(text, found)
    yield from listed
    for at, token in enumerate(found):
        before = found[at - 1] if at else None
        after = found[at + 1] if at + 1 < len(found) else None
        if isinstance(token, ShareWord):
            one = _word(text, token, after) if after is not None else None
            if one is None and isinstance(before, Ratio):
                one = _word_behind(text, before, token)
            if one is not None:
                yield one
        elif isinstance(token, Percentage) and at not in taken:
            one = None
            if before is not None:
                one = _behind(text, before, token)
            if after is not None and (one is None or (one.whole is None and isinstance(after, Ratio))):
                one = _ahead(text, token, after) or one
            if one is not None:
                yield one


def _gap(text: str, one: Token, other: Token) -> str | None:
    return text[one.end : other.start] if other.start - one.end <= MOST_BETWEEN else None


def _word(text: str, word: ShareWord, after: Token) -> Proportion | None:
    """A share in words with the counts or the percentage in brackets behind it."""
    gap = _gap(text, word, after)
    if gap is None or _OTHERS.search(gap):
        return None
    if isinstance(after, Ratio) and after.whole and _TO_RATIO.fullmatch(gap):
        stops = _STOPS if "(" in gap or "[" in gap else _STOPS_HERE
        return (
            Proportion(word.start, after.end, word, after.part, after.whole) if stops.match(text, after.end) else None
        )
    if isinstance(after, Count) and after.is_sample and not after.is_capital and _TO_SAMPLE.fullmatch(gap):
        return Proportion(word.start, after.end, word, after.value, None, bool(_SUBSET.search(gap)))
    if isinstance(after, Count) and _NAMELY.fullmatch(gap) and _EXACTLY.match(text, after.end):
        return Proportion(word.start, after.end, word, after.value, None)
    closes = isinstance(after, Percentage) and not after.manner and _CLOSES.match(text, after.end)
    if closes and _TO_NOUN.fullmatch(gap) and not _CHANGE.search(gap):
        return Proportion(word.start, after.end, word, None, None)
    return None


def _word_behind(text: str, before: Ratio, word: ShareWord) -> Proportion | None:
    """A share in words behind its counts: "12 of 48 sites, about a quarter, …"."""
    gap = _gap(text, before, word)
    if gap is None or not before.whole or not _TO_WORD.fullmatch(gap) or not _STOPS_HERE.match(text, word.end):
        return None
    return Proportion(before.start, word.end, word, before.part, before.whole)


def _behind(text: str, before: Token, share: Percentage) -> Proportion | None:
    """A percentage behind its count: in brackets, or beside it in the same brackets."""
    gap = _gap(text, before, share)
    if gap is None or isinstance(before, Percentage | ShareWord) or _PRODUCT.match(text, share.end):
        return None
    changes = gap if not isinstance(before, Ratio) or before.is_slash else _DOSES.sub("", gap)
    if not (_CLOSES.match(text, share.end) or _SO_MANY.fullmatch(gap)) or _CHANGE.search(changes):
        return None
    if _STRENGTH.search(gap) and share.points in _STRENGTHS:
        return None
    in_brackets, beside = _TO_BRACKET.fullmatch(gap), _BESIDE.fullmatch(gap)
    told = isinstance(before, Ratio) and before.whole and not before.is_slash and _OUTCOME.fullmatch(gap)
    if told and isinstance(before, Ratio) and _STOPS_HERE.match(text, share.end):
        return Proportion(before.start, share.end, share, before.part, before.whole)
    marked = _SO_MANY.fullmatch(gap) is not None
    if beside and not (_IN_BRACKETS.search(text[max(0, before.start - 60) : before.end]) or _SAME.search(gap)):
        return None
    inside = text[max(0, before.start - 3) : before.start].rstrip().endswith(("(", "["))
    if isinstance(before, Ratio):
        changed = (
            before.is_slash
            and before.whole in _SCALES
            and re.search(
                r"\b(?:to|from|by|score|vas|nrs)\s*(?:of\s*)?$", text[max(0, before.start - 12) : before.start], re.I
            )
        )
        if before.whole and not changed and (in_brackets or beside):
            subset = bool(_SUBSET.search(text[before.start : share.start]))
            return Proportion(before.start, share.end, share, before.part, before.whole, subset)
        return None
    if not (in_brackets or marked or (beside and (before.is_sample or inside))):
        return None
    head = text[max(0, before.start - 20) : before.start]
    if (
        not before.is_sample
        and _NOT_PART.search(head)
        and not _AGAINST.search(text[max(0, before.start - 70) : before.start])
    ):
        return None
    whole = _OF_WHOLE.match(text, share.end)
    if whole and not measured(text, whole.end()) and (size := value_of(whole["whole"])):
        return Proportion(before.start, whole.end(), share, before.value, size)
    subset = bool(_SUBSET.search(gap) or _OF_SOME.match(text, share.end))
    return Proportion(before.start, share.end, share, before.value, None, subset)


def _ahead(text: str, share: Percentage, after: Token) -> Proportion | None:
    """A percentage before its count ("68% (19/28)") or before its whole alone ("80% of the 13 patients")."""
    gap = _gap(text, share, after)
    if gap is None or _PRODUCT.match(text, share.end) or _OTHERS.search(gap):
        return None
    lead = text[max(0, share.start - 30) : share.start]
    if _CHANGE.search(lead) and not _SHARED.search(lead):
        return None
    if isinstance(after, Ratio) and after.whole and not _CHANGE.search(gap):
        fits = _TO_SAMPLE.fullmatch(gap) or (
            _BESIDE.fullmatch(gap) and text[max(0, share.start - 3) : share.start].rstrip().endswith(("(", "["))
        )
        if fits and _STOPS.match(text, after.end):
            return Proportion(share.start, after.end, share, after.part, after.whole)
    if isinstance(after, Count):
        if _OF_COUNT.fullmatch(gap) and not after.is_sample:
            return Proportion(share.start, after.end, share, None, after.value)
        if _OF_THESE.fullmatch(gap) and not share.manner and _PEOPLE_NEXT.match(text, after.end):
            return Proportion(share.start, after.end, share, after.value, None)
        named = after.is_sample or re.match(
            rf"\s+(?:{_W}\s+){{0,2}}{NOUN}\s*[)\],;]", text[after.end : after.end + 60], re.I
        )
        if named and not after.is_capital and _TO_SAMPLE.fullmatch(gap) and not _CHANGE.search(gap):
            whole = _OF_WHOLE.match(text, after.end)
            size = value_of(whole["whole"]) if whole and not measured(text, whole.end()) else None
            return Proportion(share.start, after.end, share, after.value, size or None, bool(_SUBSET.search(gap)))
    return None


def _lists(text: str, found: tuple[Token, ...]) -> tuple[list[Proportion], set[int]]:
    """Counts and percentages named in the same order; and which tokens stand in a list of percentages at all."""
    runs: list[list[int]] = []
    for one, other in pairwise(range(len(found))):
        a, b = found[one], found[other]
        if type(a) is not type(b) or isinstance(a, ShareWord) or not _LISTED.fullmatch(text[a.end : b.start][:12]):
            continue
        if runs and runs[-1][-1] == one:
            runs[-1].append(other)
        else:
            runs.append([one, other])
    made: list[Proportion] = []
    taken: set[int] = set()
    by_end = {run[-1]: run for run in runs}
    for run in runs:
        if not isinstance(found[run[0]], Percentage):
            continue
        taken.update(run)
        counted = by_end.get(run[0] - 1)
        if counted is None or len(counted) != len(run):
            continue
        gap = _gap(text, found[run[0] - 1], found[run[0]])
        if (
            gap is None
            or not _TO_BRACKET.fullmatch(gap)
            or _CHANGE.search(gap)
            or not _CLOSES.match(text, found[run[-1]].end)
        ):
            continue
        bracket = text.find(")", found[run[-1]].end, found[run[-1]].end + 20)
        closing = _OF_WHOLE.match(text, bracket) if bracket >= 0 else None
        whole = value_of(closing["whole"]) if closing and not measured(text, closing.end()) else None
        for count_at, share_at in zip(counted, run, strict=True):
            part, share = found[count_at], found[share_at]
            if isinstance(share, Percentage) and isinstance(part, Ratio) and part.whole:
                made.append(Proportion(part.start, share.end, share, part.part, part.whole, is_list=True))
            elif isinstance(share, Percentage) and isinstance(part, Count) and not part.is_sample:
                made.append(Proportion(part.start, share.end, share, part.value, whole or None, is_list=True))
    return made, taken
