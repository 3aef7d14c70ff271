"""Lists of parts behind or before their whole, told by their form: "17 lesions, 6 on the hands, 5 on … and 4 on …".

No word says here that nothing is left out or counted twice: the form makes it probable, and the numbers must do the
rest. So only counts of one list, each with a label of its own on the same side, right beside the count of a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from resorb.reading.counted import PEOPLE, THINGS, Count, Ratio
from resorb.reading.groups import named_counts
from resorb.reading.lazy import lazy
from resorb.reading.proportions import Token
from resorb.reading.whole_lists import HEDGED, MOST_PARTS, Partition

MOST_TOKENS = 40
"""A sentence with more numbers is a table."""
_GAP = 80
_LEAD = 130
_SHARE = r"(?:\s*[(\[][^()\[\]]{0,40}[)\]])?"
_NEXT = lazy(
    r"(?:[,;:/([–—+]|\s-|\s(?:and|or|plus|&|while|whereas|but|with|versus|vs\.?))\s*"
    r"(?:(?:and|plus|or|the|other|remaining|only|in|namely|with|made\s+up\s+of|consisting\s+of|comprising|that\s+is,?|i\.e\.,?)\s+)"
    r"{0,3}$",
    re.IGNORECASE,
)
"""What stands before a part whose label follows it."""
_CLOSED_FIRST = lazy(rf"{_SHARE}\s*[)\]]?\s*(?:[,;/]|\b(?:and|or|plus)\b|&)", re.IGNORECASE)
"""What stands behind a part whose label stood before it."""
_STATE = lazy(
    r"\s+(?:were\s+)?(?:randomi[sz]ed|allocated|analy[sz]ed|included|enrol+ed|treated|assessed|evaluable|recruited|eligible|"
    r"excluded|screened|in\s+all|in\s+total|altogether)\b",
    re.IGNORECASE,
)
_OF_THE = lazy(r"\b(?:(?:each|all|every\s+one)\s+of\s+)?(?:the|these|our|all)\s+$", re.IGNORECASE)
_OPENER = lazy(
    r"\b(?:of|among)\s+(?:the|our|these|all)\s+(?:[^\W\d][\w-]*|\d+)(?:\s+[^\W\d][\w-]*){1,3}$", re.IGNORECASE
)
_HEADED = lazy(rf"\b(?:{PEOPLE}|{THINGS}|deaths?|events?|reasons?)\s*[:=]\s*$", re.IGNORECASE)
_BREAK = lazy(r"\s*[:,;(–—]")
_NUMBERED = lazy(r"\b(?:numbered|totall?ed|counted|amounted\s+to)\s+$", re.IGNORECASE)
_COLON = lazy(r"\s*:")
_OPENS_APART = lazy(r"[:(\[–—]|\s-\s")
_REST = lazy(r"\b(?:others?|remaining|rest|remainder)\b", re.IGNORECASE)
_MORE_BEHIND = lazy(
    r"\b(?:(?<!\bno )others?|rarer|unknown|unclear|undetermined|missing|lost|could\s+not|no\s+data|"
    r"not\s+(?:recorded|known|reported)|"
    r"rest|remaining|remainder|neither)\b",
    re.IGNORECASE,
)
"""Words behind a list for those it leaves out."""
_OPENS = lazy(r"[,;:(\[–—]|\s-\s|\b(?:were|was|are)\b")
_SENTENCE = lazy(r"\.\s")
_ENDS = lazy(r"[^,;:()]{0,70}?(?:[.,;)\]]|$)")
_ENDS_CLOSED = lazy(rf"{_SHARE}\s*(?:[.,;)\]]|$)")
_NO_LABEL = lazy(r"\s*(?:[,;.)]|and\b|$)", re.IGNORECASE)
_APART = lazy(
    r"\b(?:excluded|screened|withdr\w+|declined|refused|median|mean|average|aged?|range|respectively|"
    r"each(?!\s+in\s+a\b)|per|every|apiece|times|at\s+least|at\s+most|up\s+to|more\s+than|fewer\s+than|another|additional|previous(?:ly)?|"
    r"than|expected|needed|required|planned|wanted|if|would|patients?\s+and|leaving|leaves|left|remained|same)\b",
    re.IGNORECASE,
)
"""Words of other relations than parts and whole."""
_NONE_TWICE = lazy(r"\bno(?:ne|\s+\w+)\s+(?:was|were|is)\s+counted\s+(?:twice|more\s+than\s+once)\b", re.IGNORECASE)
_MAY_OVERLAP = lazy(
    r"\b(?:adverse|side\s+effects?|comorbid\w*|co-morbid\w*|symptoms?|features?|complain\w*|complications?|toxicit\w+|"
    r"antibod\w+|manifestations?|risk\s+factors?|medications?|previous|prior|history|pretreat\w+|tried)\b",
    re.IGNORECASE,
)
"""What one person may have several of."""
_PERSON = lazy(PEOPLE, re.IGNORECASE)


def enumerated(text: str, found: Sequence[Token]) -> Iterator[Partition]:
    """Every list of counts right behind a count of things or persons, or before one ("… and 4 of the 17")."""
    if HEDGED.search(_NONE_TWICE.sub(" ", text)):
        return
    named = {g.start: g for g in named_counts(text)}
    for at, token in enumerate(found[:MOST_TOKENS]):
        whole = _whole(token)
        if whole is None:
            continue
        group = named.get(token.start) if isinstance(token, Count) else None
        if isinstance(token, Count) and group is None and not (token.is_sample or _is_whole(text, token)):
            continue
        run = _run(text, _counts_only(found[at + 1 :]), group.end if group else token.end)
        if len(run) > 1 and _is_list(text, token.end, run, whole, is_people=group is None or group.is_people):
            yield _made(text, token, run, whole)
    yield from _before_whole(text, found)


def _is_whole(text: str, token: Count) -> bool:
    """Whether a count without a noun is of a group: "58 randomised", "each of the 22:"."""
    if _STATE.match(text, token.end) or _HEADED.search(text[max(0, token.start - 24) : token.start]):
        return True
    if _COLON.match(text, token.end) and _NUMBERED.search(text[max(0, token.start - 24) : token.start]):
        return True
    return bool(_OF_THE.search(text[max(0, token.start - 24) : token.start])) and bool(_BREAK.match(text, token.end))


def _whole(token: Token) -> int | None:
    """The whole that a token may name: its count, or all of so many."""
    if isinstance(token, Count):
        return token.value
    return token.whole if isinstance(token, Ratio) and token.part == token.whole and not token.is_slash else None


def _counts_only(found: Sequence[Token]) -> list[Count]:
    """The counts up to the first part of a whole of its own."""
    kept: list[Count] = []
    for token in found:
        if isinstance(token, Count):
            kept.append(token)
        elif isinstance(token, Ratio):
            break
    return kept


def _before_whole(text: str, found: Sequence[Token]) -> Iterator[Partition]:
    """Parts of which only the last names the whole: "complete in 12, partial in 27 and absent in 21 of the 60"."""
    ratios = [t for t in found if isinstance(t, Ratio)]
    if len(ratios) != 1 or ratios[0].is_slash or ratios[0].part >= ratios[0].whole:
        return
    last = ratios[0]
    parts = [
        *(t for t in found if isinstance(t, Count) and t.end <= last.start),
        Count(last.start, last.end, last.part),
    ]
    run = [parts[-1]]
    for one, other in reversed(list(pairwise(parts))):
        gap = text[one.end : other.start]
        if len(gap) > _GAP or not (_NEXT.search(gap) or _CLOSED_FIRST.match(gap)):
            break
        run.insert(0, one)
    if len(run) > 2 and _is_list(text, run[0].start, run, last.whole, is_people=True):
        yield _made(text, run[0], run, last.whole)


def _made(text: str, first: Token, run: Sequence[Count], whole: int) -> Partition:
    """The list; whole when it has three parts, stands apart (colon, brackets), is of all, or ends with the others."""
    total = sum(p.value for p in run)
    is_apart = _OPENS_APART.search(text[first.end : run[0].start]) or isinstance(first, Ratio)
    closed = len(run) > 2 or is_apart or _REST.search(text[first.end : run[-1].end + 12])
    label = _ENDS.match(text, run[-1].end)
    open_end = total < whole and _MORE_BEHIND.search(text, label.end() if label else run[-1].end)
    return Partition(
        first.start, run[-1].end, tuple(run), "enumerated", is_exhaustive=bool(closed) and not open_end,
        is_apposed=True, whole=whole,
    )  # fmt: skip


def _is_list(text: str, begin: int, run: Sequence[Count], whole: int, *, is_people: bool) -> bool:
    """Whether nothing beside the counts speaks against a list of the parts of this whole."""
    if _APART.search(text[begin : run[-1].end]) or max(p.value for p in run) >= whole:
        return False
    numbered = _NUMBERED.search(text[max(0, begin - 24) : begin].rstrip("0123456789"))
    return bool(numbered) or not (is_people and _MAY_OVERLAP.search(text))


def _run(text: str, counted: Sequence[Count], begin: int) -> list[Count]:
    """The counts of one list from ``begin`` on: labels all behind their counts, or all before."""
    if not counted:
        return []
    lead = text[begin : counted[0].start]
    if len(lead) > _LEAD or _SENTENCE.search(lead[:-2]) or lead.count(")") > lead.count("("):
        return []
    opened = not lead.strip() and _OPENER.search(text[max(0, begin - 60) : begin])
    behind = bool(_NEXT.search(lead) or opened) and not _NO_LABEL.match(text, counted[0].end)
    if not behind and not _OPENS.search(lead):
        return []
    run = [counted[0]]
    for one, other in pairwise(counted):
        gap = text[one.end : other.start]
        fits = _NEXT.search(gap) if behind else _CLOSED_FIRST.match(gap)
        if len(gap) > _GAP or not fits or len(run) > MOST_PARTS:
            break
        run.append(other)
    closed = (_ENDS if behind else _ENDS_CLOSED).match(text, run[-1].end)
    return run if closed else []
