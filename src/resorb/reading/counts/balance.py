"""Counts of a text as one sum, however it is worded: a whole and the parts it falls into, or those lost and those left.

The words only tell what a number may be: the whole, a part, a part of a part (in brackets, behind "of whom"), the
rest, the total, or no count of this kind at all. Where some division of the numbers comes out, nothing is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from resorb.reading.counts.balance_numbers import Number, numbers
from resorb.reading.counts.whole_lists import EXHAUSTIVE
from resorb.reading.lazy import lazy

_I = re.IGNORECASE
_MOST = 14
"""More numbers are a table."""
_SUB = lazy(
    r"\b(?:of|among|amongst|in)\s+(?:whom|which|these|them|those|the\s+(?:latter|former|others))\b|\bincluding\b", _I
)
APART = lazy(
    r"\b(?:several|more\s+than\s+one|multiple|overlap\w*|also|either|such\s+as|e\.g\.|mainly|as\s+well|among\s+others|"
    r"respectively|each\s+one|(?:are|were)\s+counted\s+twice|(?:one|two|three|four|\d+)\s+each|singly|of\s+them\s+came\s+back|if)\b",
    _I,
)
"""Words of parts that may overlap, or of other relations."""
_OTHERWISE = lazy(r"[≥≤]|\b(?:at\s+least|again|twice|versus|vs\.?|not\s+shown)\b", _I)
"""The same where no word says that the list is whole."""
BOTH = lazy(r"\bboth\b(?!\s+(?:assessors|readers|raters|authors|reviewers|observers|arms|groups|cent(?:re|er)s))", _I)
_BRACKETS = lazy(r"[(\[][^()\[\]]{1,240}[)\]]")
_ENDS_SUB = lazy(r"[;.)]\s|$")
_NOT = lazy(r"\b(?:non-?|not\b|without\b|no\b|un(?!til)\w{4}|elsewhere\b)", _I)
_NONE_ELSE = lazy(
    r"\b(?:no|none)\s+(?:[^\W\d]+\s+){0,3}(?:was|were|is|had|remained|fell|missing|lost)\b|\bone\s+of\s+(?:two|three|four|five)\b",
    _I,
)
_KNOWN = lazy(
    r"(?:\s+[^\W\d]+)?\s*[:(]|\s+(?:were\s+)?(?:randomi[sz]ed|allocated|analy[sz]ed|included|enrol+ed|treated|assessed|evaluable|recruited|"
    r"eligible|excluded|screened)\b",
    _I,
)
_MADE_OF = lazy(r"\b(?:made\s+up\s+of|consist\w*\s+of|compris\w+|namely|that\s+is|i\.e\.)", _I)
_NONE_TWICE = lazy(r"\bno(?:ne|\s+\w+)\s+(?:was|were|is)\s+counted\s+(?:twice|more\s+than\s+once)\b", _I)
_APPOSED = lazy(r"(?:[:(\[–—]|\s-\s)[^.;:()\d]{0,40}$")
_MAY_OVERLAP = lazy(
    r"\b(?:adverse|side\s+effects?|comorbid\w*|co-morbid\w*|symptoms?|features?|complain\w*|complications?|toxicit\w+|"
    r"antibod\w+|manifestations?|risk\s+factors?|medications?|previous|prior|history|pretreat\w+|tried)\b",
    _I,
)
"""What one person may have several of."""
_NUMBERED = lazy(r"\b(?:numbered|totall?ed|counted|amounted\s+to)\s+$", _I)
_MORE_BEHIND = lazy(
    r"\b(?:(?<!\bno )others?|rarer|unknown|unclear|undetermined|missing|lost|could\s+not|no\s+data|"
    r"not\s+(?:recorded|known|reported)|rest|remaining|remainder|neither)\b",
    _I,
)
"""Words behind a list for those it leaves out."""
_LABEL = lazy(r"[^,;:()]{0,70}")
_PAIR = lazy(r"[^.;:()]{0,60}(?:,|\band)\s+(?:[^\W\d]+\s+){0,3}", _I)
_LISTS = lazy(r"[^.;:()\d]{0,60}(?:[:,(–—]|\s-)\s*(?:namely\s+|the\s+|that\s+is,?\s+|i\.e\.,?\s+)?", _I)
_REMAIN = lazy(r"\b(?:remaining|rest)\s+(?:of\s+)?(?:the\s+)?$", _I)
_OTHERS = lazy(r"\b(?:others?|remaining|rest|leaving|left|remainder)\s+(?:\w+\s+)?$", _I)
_LEFT_OUT = lazy(
    r"\b(?:without|excluding|omitting|ignoring|disregarding|except(?:\s+for)?|apart\s+from|aside\s+from|other\s+than|"
    r"leaving\s+out)\s+(?:(?:the|these|those|all|our|other)\s+)*$",
    _I,
)
"""What comes before those who are no part of what is counted then."""
_NEW_GROUP = lazy(
    r"(?:^|[;.,]\s)\s*(?:and\s+)?(of|among|in)\s+(?:the\s+|our\s+|these\s+|all\s+)?(?:others?\s+|remaining\s+)?$", _I
)
_OF_IT = lazy(r"\s+(?:of|with|for|from)\s+(?!(?:the|these|them|those|whom|which|our|all)\b)[^\W\d]", _I)
_OF_KIND = lazy(
    r"\s+(?:[^\W\d][\w'’-]*\s+)?(?:of|with|for|from)\s+(?!(?:the|these|them|those|whom|which|our|all)\b)[^\W\d]", _I
)
_TITLED = lazy(
    r"(?:^|[:,;(]|\band)\s*(?:and\s+)?(?!(?:of|in|total|all|overall|sum|number|rest|remaining|left|n|patients|subjects)\b)"
    r"(?!\w+ed\b)[^\W\d][\w-]*(?:\s+(?!\w+ed\b)[^\W\d][\w-]*){0,1}\s+$",
    _I,
)
"""A name before its number, as in a list of equals: "hand 41, elbow 27, other 9"."""
_SHARE = lazy(r"[(\[,]\s?(\d{1,2}(?:\.\d)?)\s?%", _I)


@dataclass(frozen=True, slots=True)
class Sum:
    """A whole and parts that do not make it.

    ``how`` names what ties them: "rest", "step" (the first), "flow" (a later one), "total", "list" or "alike";
    ``is_said`` when words leave nothing out.
    """

    whole: Number
    parts: tuple[Number, ...]
    how: str
    is_said: bool = False

    @property
    def sum(self) -> int:
        """What the parts make."""
        return sum(p.signed for p in self.parts)


def unbalanced(text: str) -> Iterator[Sum]:
    """The sums that the words of a text speak of, where no division of its numbers comes out."""
    found = numbers(text)
    if not 2 < len(found) <= _MOST or APART.search(text):
        return
    frames = list(_frames(text, found))
    twice = BOTH.search(text) is not None
    outside = [n for n in found if not _is_inside(text, n)]
    right = [run for frame in (*frames, found, outside) for run in _runs(frame, twice=twice)]
    for frame in [*frames, *_left_over(frames, right)]:
        for one in _readings(text, frame):
            if one.sum != one.whole.value and not any(_explained(one, run) for run in right):
                yield one


def _explained(one: Sum, run: Sequence[Number]) -> bool:
    """Whether a sum that comes out (its whole first) tells what the parts of another are."""
    whole, parts = run[0], run[1:]
    if one.how == "rest" and whole in one.parts and one.parts[-1] in parts:
        return True  # what seems left is a part of those who left, or who stayed
    if whole in one.parts and all(n in one.parts for n in parts):
        return one.how != "list" or one.sum - sum(n.signed for n in parts if n in one.parts) == one.whole.value
    return sum(n in one.parts for n in parts) > (whole is not one.whole)


def _left_over(frames: Sequence[list[Number]], right: Sequence[Sequence[Number]]) -> Iterator[list[Number]]:
    """Frames without numbers that only tell others again, where what is left has a rest.

    A whole may be parted twice ("7 boys and 5 girls; 3 …, the other 8 of the 12"), and a loss be told with its reasons.
    """
    for whole, *parts in right:
        for frame in frames:
            left = [n for n in frame if n not in parts]
            again = whole.is_whole or whole in frame[1:]
            if again and whole in frame and len(left) < len(frame) and any(n.is_rest for n in left):
                yield [whole, *(n for n in left if n is not whole)] if whole.is_whole else left


def _is_inside(text: str, one: Number) -> bool:
    """Whether a number stands in brackets."""
    return any(m.start() < one.start < m.end() for m in _BRACKETS.finditer(text))


def _frames(text: str, found: Sequence[Number]) -> Iterator[list[Number]]:
    """The numbers that may belong to one sum: those of the sentence, of each pair of brackets, of each subset."""
    outer = list(found)
    for match in _BRACKETS.finditer(text):
        inner = [n for n in outer if match.start() < n.start < match.end()]
        before = [n for n in outer if n.end <= match.start()]
        if len(inner) > 2 and inner[0].is_sample:
            yield inner
            inner = inner[1:]
        elif len(inner) > 1 and before and match.start() - before[-1].end < 60:
            yield [before[-1], *inner]
        if len(inner) > 1 or (
            inner and not inner[0].is_total and before and not text[before[-1].end : match.start()].strip()
        ):
            outer = [n for n in outer if n not in inner]
    for cue in _SUB.finditer(text):
        if any(n.start <= cue.start() < n.end for n in found):
            continue
        end = _ENDS_SUB.search(text, cue.end())
        begin = next(
            (n.start for n in outer if n.end <= cue.start() and not text[n.end : cue.start()].strip()), cue.start()
        )
        if begin < cue.start():
            yield [n for n in outer if n.start != begin]
        elif not text[max(0, begin - 2) : begin].strip(" .;") and (before := [n for n in outer if n.end <= begin]):
            yield [before[-1], *(n for n in outer if n.start >= begin)]
        sub = [n for n in outer if begin <= n.start < (end.start() if end else len(text))]
        before = [n for n in outer if n.end <= begin]
        if len(sub) > 1 and before and not any(n.is_whole for n in sub):
            yield [before[-1], *sub]
        outer = [n for n in outer if n not in sub]
    yield outer


def _runs(frame: Sequence[Number], *, twice: bool) -> Iterator[list[Number]]:
    """Wholes with the parts right behind or before them that make them up.

    When parts may be counted ``twice``, also those that do so less one of them.
    """
    for at, whole in enumerate(frame):
        if not (whole.is_whole or whole.is_total or not at):
            told = [n.value for n in frame[at + 1 :]]
            ends = (end for end in range(2, len(told) + 1) if sum(told[:end]) == whole.value)
            yield from ([whole, *frame[at + 1 : at + 1 + end]] for end in ends)
            continue
        behind = list(frame[at + 1 :])
        sides = [behind, [n for n in behind if _alike(n, whole)], list(frame[:at])[::-1]]
        if whole.is_whole:
            sides.append([n for n in frame if n is not whole])
        for side in sides:
            for end in range(2, len(side) + 1):
                run = side[:end]
                total = sum(n.signed for n in run)
                if total == whole.value or (twice and any(total - 2 * n.signed == whole.value for n in run)):
                    yield [whole, *run]


def _alike(one: Number, whole: Number) -> bool:
    """Whether a number may count members of the whole: its noun does not say otherwise."""
    return not one.kind or not whole.kind or one.kind == whole.kind


def _readings(text: str, frame: list[Number]) -> Iterator[Sum]:
    wholes = [n for n in frame if n.is_whole]
    if not wholes and frame[1:2] and frame[1].is_total and any(n.is_rest for n in frame[2:]):
        frame = [frame[1], frame[0], *frame[2:]]
    if len(frame) < 3 or len(wholes) > 1 or _are_apart(text, frame):
        return
    for whole in wholes or frame[:-2]:
        parts = _parts(text, frame, whole)
        if _are_alike(text, whole, parts):
            continue
        rests = [at for at, one in enumerate(parts) if one.is_rest and at]
        if rests and parts[0].is_rest and parts[0].value > parts[-1].value and not _is_other(text, parts[-1]):
            continue  # each is counted among those before it: screened, randomized, completed
        if rests and (wholes or whole is frame[0]):
            yield Sum(whole, tuple(parts[: rests[-1] + 1]), "rest")
            for one, other in pairwise([-1, *rests]):
                first, how = (parts[one], "flow") if one >= 0 else (whole, "step")
                yield Sum(first, tuple(parts[one + 1 : other + 1]), how)
        elif not rests and len(parts) > 1 and _is_list(text, whole, parts):
            yield Sum(whole, tuple(parts), "list", is_whole_said(text))
    for at, last in enumerate(frame):
        if last.is_total and at > 1 and wholes in ([], [last]):
            yield Sum(last, tuple(n for n in frame[:at] if _alike(n, last)), "total")


def _is_other(text: str, one: Number) -> bool:
    """Whether a number is that of the others, not of some of those before it."""
    return _OTHERS.search(text[max(0, one.start - 24) : one.start]) is not None


def _are_alike(text: str, first: Number, others: Sequence[Number]) -> bool:
    """Whether the first number is one of a list that "others" end, not their whole.

    Then it has what it counts behind it as they have ("96 events of nausea, 38 of acidosis and 18 others"), or the
    percentages of all make 100.
    """
    if first.is_whole or first.is_sample or len(others) < 2:
        return False
    if all(_TITLED.search(text[max(0, n.start - 50) : n.start]) for n in (first, *others)):
        return True
    behind = [text[n.end : n.end + 60] for n in (first, *others)]
    if _OF_KIND.match(behind[0]) and all(_OF_IT.match(words) for words in behind[1:-1]):
        return True
    ends = [n.start for n in others] + [others[-1].end + 60]
    shares = [_SHARE.search(text, n.end, end) for n, end in zip((first, *others), ends, strict=True)]
    return all(shares) and abs(sum(float(s[1]) for s in shares if s) - 100) <= len(shares) / 2


def _are_apart(text: str, frame: Sequence[Number]) -> bool:
    """Whether the numbers are of several groups: two samples, or two groups opened in turn."""
    samples = sum(n.is_sample for n in frame)
    opened = [m[1].lower() for n in frame if (m := _NEW_GROUP.search(text[max(0, n.start - 24) : n.start]))]
    remain = any(n.is_rest and _REMAIN.search(text[max(0, n.start - 14) : n.start]) for n in frame[1:])
    again = len(opened) > 1 and not remain and (opened[-1] in opened[:-1] or not any(n.is_rest for n in frame[1:]))
    return again or 1 < samples < len(frame)


def _parts(text: str, frame: list[Number], whole: Number) -> list[Number]:
    """The numbers that may be parts of this whole; none when it is not told as one."""
    if whole.is_whole:
        parts = [n for n in frame if n is not whole]
        if parts[0].start < whole.start and parts[-1].is_rest and parts[-1].start > whole.start:
            parts = [n for n in parts if n.start >= whole.start]
        if parts[0].start < whole.start and len(parts) < 3 and not parts[-1].is_rest:
            return []
    else:
        parts = frame[frame.index(whole) + 1 :]
        if whole is not frame[0] and not _LISTS.fullmatch(text[whole.end : parts[0].start]):
            return []
    if _MADE_OF.search(text):
        return parts
    return [n for n in parts if _alike(n, whole) or (n.is_rest and n is parts[-1])]


def _is_list(text: str, whole: Number, parts: Sequence[Number]) -> bool:
    """Whether the parts are listed as all of the whole, by words or by form."""
    if any(n.start < whole.start and _LEFT_OUT.search(text[max(0, n.start - 40) : n.start]) for n in parts):
        return False
    if BOTH.search(text) or _OTHERWISE.search(_NONE_TWICE.sub(" ", text)) or is_several(text, whole):
        return False
    opens = len(parts) == 2 and _NEW_GROUP.search(text[max(0, whole.start - 24) : whole.start])
    if not (whole.is_whole or whole.kind or opens or _KNOWN.match(text, whole.end)):
        return False
    label = _LABEL.match(text, parts[-1].end)
    if sum(n.signed for n in parts) < whole.value and _MORE_BEHIND.search(text, label.end() if label else 0):
        return False
    return len(parts) > 2 or _are_two(text, whole, parts)


def is_whole_said(text: str) -> bool:
    """Whether words say that the parts leave nothing out."""
    return bool(EXHAUSTIVE.search(text) or _NONE_ELSE.search(text))


def is_several(text: str, whole: Number) -> bool:
    """Whether one member of the whole may well be in several parts: persons with symptoms, not symptoms numbered."""
    if whole.kind not in ("", "people") or _NUMBERED.search(text[max(0, whole.start - 24) : whole.start]):
        return False
    return _MAY_OVERLAP.search(text) is not None


def _are_two(text: str, whole: Number, parts: Sequence[Number]) -> bool:
    """Whether two parts are all there are."""
    if _APPOSED.search(text[: parts[0].start]) or is_whole_said(text):
        return True
    one = text[parts[0].end : parts[1].start][:40]
    other = re.split(r"[.;:]\s", text[parts[1].end : parts[1].end + 40])[0]
    if _NOT.search(text[parts[1].start - 20 : parts[1].start] + other) and not _NOT.search(one):
        return True
    is_pair = one.split()[:1] == other.split()[:1] and _PAIR.fullmatch(text[parts[0].end : parts[1].start])
    return bool(is_pair and _LISTS.fullmatch(text[whole.end : parts[0].start]))
