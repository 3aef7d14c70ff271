"""Lists whose counts are all printed in one form, with the count before or behind them that they make up.

"Seven events: nausea (n = 3), pain (n = 4)", "22 patients, 12 on … and 10 on …", "34, 28 and 9, together 71":
the form tells what belongs to the list, whatever its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from resorb.reading.counts.balance import APART, BOTH, Sum, is_several, is_whole_said
from resorb.reading.counts.balance_numbers import Number, numbers
from resorb.reading.counts.counted import COUNT, NOUN
from resorb.reading.lazy import lazy

_I = re.IGNORECASE
_MOST = 14
_IN = lazy(r"(?<=[a-z])\s+(?:in|to|by|for|on|with|from)\s+$", _I)
_STOPS = lazy(rf"(?:\s+{NOUN})?\s*(?:[,;.)\]]|$|\s(?:and|or)\s)", _I)
_NEXT = lazy(rf"(?:,|,?\s+and)\s+{COUNT}", _I)
_LABELLED = lazy(r"(?:[:=]|\s[-–—])\s+$")
_JOINS = lazy(r"[^:()\[\]%\d]{0,70}")
_TO_NEXT = {
    "(": lazy(r"\)?,?[^.;:()\d%]{1,60}\(", _I),
    "n": lazy(r"\)?[,;]?[^.;:()\d]{0,20}(?:\d{1,2}\s?%)?[^.;:()\d%]{1,60}[(,]\s*", _I),
    ",": lazy(r"[;,]\s*[^.;:()\d%]{1,60},\s+", _I),
    ":": lazy(r"[.;,]?\s+[^.;:()\d%]{1,40}(?:[:=]|\s[-–—])\s+", _I),
    "in": lazy(rf"(?:\s+{NOUN})?(?:,|;|,?\s+and)\s+[^.;:()\d%]{{1,60}}", _I),
    "t": lazy(r"[,;]\s+(?:and\s+)?[^.;:()\d%,]{2,40}\s", _I),
    "0": lazy(r"(?:,|,?\s+and)\s+", _I),
    "1": lazy(r"\s+[^.;:()\d%]{2,50}?(?:[,;]\s+(?:and\s+)?|\s+and\s+)", _I),
}
"""What stands between two counts of a list, by its form."""
_HEAD = lazy(
    r"[^.;:()\d%]{0,90}(?:[:(,–—]|\s-|\b(?:were|was|are|is|included|comprised)\b)\s*(?:namely\s+|i\.e\.,?\s+)?"
    r"(?P<label>[^.;:()\d%]{0,60}?)[(,:=]?\s*(?:n\s?=\s?)?",
    _I,
)
_NAMED_HEAD = lazy(r"[^.;:()\d%]{0,90}[:(–—]\s*(?:[^\W\d][\w'’/-]*\s+){1,3}", _I)
"""Between a whole and the first of its parts, each behind its name: "of the 22 deposits: thumb 7, index 6, …"."""
_NO_SUM = lazy(
    r"\b(?:scores?|means?|medians?|levels?|values?|doses?|grades?|ages?|weights?|lengths?|days?|hours?)\b", _I
)
_APPOSED = lazy(r"(?:\s+(?!and\b|or\b|had\b|with\b)[^\W\d][\w'’/-]*){0,6}\s*[,:(–—]\s*$", _I)
_FURTHER = lazy(r"[^:()\d%]{0,140}:\s*(?P<label>[^.;:()\d%]{0,60}?)\s*", _I)
_TITLE = lazy(r"[^:()\d%]{0,60}[.:]\s+(?P<label>[^.;:()\d%]{0,40}?)[:=–—-]\s+", _I)
_TOTAL = lazy(
    r"[)\]]?[\s,;:.–—-]*(?:[^.;:()\d%]{0,40}[\s,;(])??(?:(?:in\s+(?:all|total)|altogether|total(?:l?ing)?|sum|together|overall|making|"
    r"these\s+(?:are|were|make)|giving|i\.e\.|that\s+is|=)[\s,:]*)(?:[a-z]+\s+){0,2}(?:n\s?=\s?)?",
    _I,
)
_SOME = lazy(r"\b(?:including|mainly|mostly|such\s+as|e\.g\.|among\s+(?:them|these))\b", _I)
_LEFT = lazy(
    r"(?:\s+(?!had\b|with\b)[^\W\d][\w'’/-]*){0,2}?\s+(?:did\s+not\s+complete|left\s+(?:for|because|owing|due|early|the\b)|withdrew|died|dropped\s+out|stopped|discontinued|were\s+(?:excluded|lost|withdrawn))\b",
    _I,
)
"""What one person does once, for one reason."""
_NOT = lazy(
    r"(?:\s+[^\W\d][\w'’-]*){0,2}?\s+(?:(?:never|not|no)\b|(?:were|was)\s+(?:missed|lost|cancelled|refused)\b)", _I
)
_AMONG_THEM = lazy(r"\b(?:including|counting|among\s+(?:them|these))\s+(?:(?:the|our|all|only)\s+)?$", _I)
"""What comes before a number that is a part of the one before it."""
_ANOTHER = lazy(r"\banother\b", _I)
_OF = lazy(r"\b(?:of|in|among)\s+(?:the\s+|our\s+)?$", _I)
_ONE_OF_THEM = lazy(r"[^.;:()\[\]%]{1,70},\s+(?:and\s+)?", _I)
"""Between the count before a list and a number that is an item too: "27 completed it, 6 are still treated, …"."""
_ENDS = lazy(r"[.):]")
_DISJOINT = lazy(r"\b(?:only|alone|neither|without)\b", _I)
_NONE_TWICE = lazy(r"\bno(?:ne|body)?\b[^.;\d]{0,60}\bmore\s+than\s+(?:one|once)\b(?:\s+\w+)?", _I)


def alike(text: str) -> Iterator[Sum]:
    """The lists of a text that do not make their whole, unless another number of it is their sum."""
    said = _NONE_TWICE.sub(lambda m: " " * len(m[0]), text)
    found = numbers(text)
    if not 2 < len(found) <= _MOST or APART.search(said):
        return
    values = {n.value for n in found}
    right = 0
    for begin, end, form in _lists(text, found):
        parts = found[begin:end]
        sums = list(accumulate(n.value for n in parts))
        if sums[-1] in values or (form == "1" and begin and found[begin - 1].value in sums[1:]):
            right = max(right, end)
        if end <= right or any(n.is_whole or n.is_gain for n in parts):
            continue
        for whole, how in _wholes(text, found, begin, end, form):
            several = is_several(text, whole) and not (is_whole_said(text) or _LEFT.match(text, whole.end))
            if BOTH.search(text) and not _DISJOINT.search(text):
                continue
            if max(n.value for n in parts) < whole.value and not several and not _is_other(whole, parts):
                yield Sum(whole, tuple(parts), how, is_whole_said(text))


def _form(text: str, one: Number) -> str:
    """How a count is printed: in brackets, as a sample, behind its words or before them."""
    before, after = text[max(0, one.start - 12) : one.start], text[one.end : one.end + 30]
    if one.is_sample:
        return "n"
    if before.endswith("(") and after[:1] in (")", ","):
        return "("
    if _NEXT.match(after):
        return "0"
    if not _STOPS.match(after) or (one.kind and not _IN.search(before)):
        return "1"
    if before.endswith(", ") and after[:1] in (";", ".", ")"):
        return ","
    if _LABELLED.search(before):
        return ":"
    return "in" if _IN.search(before) else "0"


def _lists(text: str, found: Sequence[Number]) -> Iterator[tuple[int, int, str]]:
    """Runs of neighbours in one form: the places of the first and behind the last, and the form."""
    forms = [_form(text, n) for n in found]
    begin = 0
    while begin < len(found):
        furthest = begin + 1
        for form in (forms[begin], "t", "1") if forms[begin] == "0" else (forms[begin],):
            end = begin + 1
            while end < len(found) and _goes_on(text, found[end - 1], found[end], forms[end], form):
                end += 1
            furthest = max(furthest, end if form == "t" and end - begin > 2 else 0)
            if end - begin > (1 if form == "1" else 2):
                yield begin, end, form
            if form == "1" and end - begin > 2:
                yield begin + 1, end, form
        begin = max(furthest, end - (form in "01"))


def _goes_on(text: str, one: Number, other: Number, form: str, wanted: str) -> bool:
    same = (
        form == wanted
        or (wanted == "t" and form == "0")
        or (wanted == "0" and form == "1")
        or (wanted in ":,in" and form in ":,in0")
    )
    return same and _TO_NEXT[wanted].fullmatch(text[one.end : other.start]) is not None


def _wholes(text: str, found: Sequence[Number], begin: int, end: int, form: str) -> Iterator[tuple[Number, str]]:
    """The count that heads the list, and the total behind it."""
    if begin:
        head = found[begin - 1]
        between = text[head.end : found[begin].start]
        behind = text[found[end - 1].end : found[end].start] if end < len(found) else "."
        if _SOME.search(between):
            right = None
        elif form == "1":
            if begin > 1 and _ONE_OF_THEM.fullmatch(text[found[begin - 2].end : head.start]):
                return
            opens = _OF.search(text[max(0, head.start - 12) : head.start]) and not is_whole_said(text)
            right = not opens and _APPOSED.fullmatch(between) and not head.is_rest and _ENDS.search(behind)
        elif form == "0":
            right = None
        elif form == "t":
            if begin > 1 and head.value == end - begin:  # so many places are listed
                head = found[begin - 2]
                between = text[head.end : found[begin].start]
            right = None if _NO_SUM.search(text[: found[begin].start]) else _NAMED_HEAD.fullmatch(between)
        else:
            right = _HEAD.fullmatch(between) or (form == ":" and _TITLE.fullmatch(between))
            right = right or (is_whole_said(text) and _FURTHER.fullmatch(between))
        if right:
            yield head, "alike"
    if end < len(found):
        between = text[found[end - 1].end : found[end].start]
        if len(between) < 90 and any(cue.end() == len(between) for cue in _TOTAL.finditer(between)):
            yield found[end], "total"


def _is_other(whole: Number, parts: Sequence[Number]) -> bool:
    """Whether persons are the whole and things the parts."""
    return whole.kind == "people" and any(n.kind not in ("", "people") for n in parts)


def left(text: str, begin: int) -> Iterator[Sum]:
    """What is left behind losses that a sentence tells, of a number before it: "Four … withdrew, leaving 29 …".

    ``begin`` is where that sentence begins. One sum for each number before it, none when one of them comes out.
    """
    found = numbers(text)
    if not 2 < len(found) <= _MOST or APART.search(text):
        return
    starts = [n for n in found if n.end <= begin]
    told = [n for n in found if n.start >= begin and not _AMONG_THEM.search(text[max(0, n.start - 24) : n.start])]
    last = next((at for at, n in enumerate(told) if at and n.is_rest), None)
    opposed = len(told) == 2 and (
        is_whole_said(text) or (_NOT.match(text, told[1].end) and not _NOT.match(text, told[0].end))
    )
    if last is None and opposed:
        last = 1
    if not starts or last is None or any(n.is_whole or n.is_gain for n in told[: last + 1]):
        return
    parts = told[: last + 1]
    total = sum(n.value for n in parts)
    sums = {a.value + b.value for a, b in pairwise(starts)} | {sum(n.value for n in starts)} | {n.value for n in starts}
    if total in sums or _ANOTHER.search(text, begin):
        return
    yield from (Sum(one, tuple(parts), "left") for one in starts if one.value > parts[-1].value)
