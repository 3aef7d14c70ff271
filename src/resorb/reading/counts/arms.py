"""Arms listed behind the number they share: "813 patients: 410 with thiosulfate and 412 with placebo"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from resorb.reading.counts.counted import COUNT, PEOPLE, THINGS, Count, Ratio, is_label, measured, value_of
from resorb.reading.counts.proportions import Token
from resorb.reading.counts.whole_lists import NO_COUNT, Partition
from resorb.reading.lazy import lazy

_I = re.IGNORECASE
_W = r"[^\W\d][\w'’/-]*"
_CONTROL = (
    r"(?:placebo|vehicle|controls?|sham|saline|dummy|(?:standard|usual)\s+(?:care|treatment|therapy)|no\s+treatment|"
    r"observation)"
)
_HAS_CONTROL = lazy(rf"\b{_CONTROL}\b", _I)
_HEAD = lazy(
    rf"(?P<whole>{COUNT})(?:\s+(?!and\b|or\b){_W}){{0,12}}?(?:\s*\(\d{{1,3}}(?:\.\d{{1,2}})?\s?%\))?"
    rf"(?:\s+(?!and\b|or\b){_W}){{0,6}}?\s*(?P<opens>[:,(–—])\s*(?:(?:of\s+whom|namely|i\.e\.),?\s+)?(?={COUNT})",
    _I,
)
_ITEM = lazy(
    rf"(?P<n>{COUNT})(?:\s*\([^()]{{1,24}}\))?\s+(?:(?!controls?\b){PEOPLE}\s+)?"
    r"(?:(?:(?:were|was|had\s+been)\s+)?(?:given|assigned|allocated|randomi[sz]ed|treated|with|on|in|to|into|under|had|received|"
    rf"took|got|from|of)\s+){{0,2}}(?:the\s+)?(?P<name>(?:(?!and\b|or\b){_W}\s+){{0,3}}?{_W})"
    r"(?:\s*\([^()]{1,24}\))?(?P<next>,?\s+(?:and|while|whereas)\s+|[,;]\s+|\s*(?:[.;)]|$))",
    _I,
)
_GIVEN = lazy(r"\b(?:of\s+(?:them|these|those)|given|received|took|got|had|on|assigned\s+to|allocated\s+to)\b", _I)
"""What is said of the first arm of a list, not of the whole."""
_DID = lazy(r"\b(?!untreated\b|treated\b|assigned\b)(?:\w{3,}ed|had|were|was|grew|shrank|did|got)\b", _I)
_IN_TURN = lazy(
    r"\b(?:both|cross-?over|crossed|periods?|each|per|also|twice|again|switched|every|either|pairs?|at\s+least)\b", _I
)
"""Words of persons who had one treatment after the other, or of what was counted in each."""
_THING, _PERSON = lazy(rf"\s+(?:{_W}\s+)?{THINGS}\b", _I), lazy(rf"\s+(?:{_W}\s+){{0,3}}?{PEOPLE}\b", _I)
_OF_AN_ARM = lazy(rf"\bof\s+\d+\s+(?:{PEOPLE}\s+)?(?:(?:allocated|randomi[sz]ed|assigned)\s+to|on)\s", _I)
_ARM = lazy(r"\bin\s+the\s+(?P<arm>[a-z-]+)\s+(?:group|arm)\b", _I)
_NEAR = 4
"""By what part of it the arms may miss their whole."""


def arms(text: str, found: Sequence[Token]) -> Iterator[Partition]:
    """The first such list of a sentence; only one whose names are those of treatments compared."""
    if _HAS_CONTROL.search(text) is None or _IN_TURN.search(text):
        return
    for head in _HEAD.finditer(text):
        ratio = next((t for t in found if isinstance(t, Ratio) and t.start <= head.start() < t.end), None)
        whole = ratio.part if ratio else value_of(head["whole"])
        items = list(_items(text, head.end()))
        if whole is None or len(items) < 2 or _no_whole(text, head):
            continue
        values = [value_of(item["n"]) or 0 for item in items]
        if not _are_arms(items) or any(measured(text, item.end("n")) for item in items):
            continue
        if head["opens"] == "," and (items[-1]["next"].strip() not in ("", ".", ";") or _GIVEN.search(head[0])):
            continue
        if _PERSON.match(text, head.end("whole")) and any(_THING.match(text, item.end("n")) for item in items):
            continue
        if max(values) >= whole or min(values) * 9 < max(values) or abs(sum(values) - whole) * _NEAR > whole:
            continue
        counts = tuple(Count(item.start("n"), item.end("n"), n) for item, n in zip(items, values, strict=True))
        start, end = head.start("whole"), items[-1].end("name")
        yield Partition(
            start, end, counts, "arms", is_exhaustive=False, is_apposed=head["opens"] != ",", whole=whole
        )  # fmt: skip
        return


def _items(text: str, at: int) -> Iterator[re.Match[str]]:
    while (item := _ITEM.match(text, at)) is not None:
        yield item
        if item["next"].strip()[:1] in ("", ".", ")"):
            return
        at = item.end()


def _are_arms(items: list[re.Match[str]]) -> bool:
    """Whether exactly one of the names is that of a control, and none says what was seen in the arm."""
    names = [item["name"] for item in items]
    return sum(_HAS_CONTROL.search(name) is not None for name in names) == 1 and not any(map(_DID.search, names))


def _no_whole(text: str, head: re.Match[str]) -> bool:
    at = head.start("whole")
    before = text[max(0, at - 40) : at]
    return measured(text, head.end("whole")) or is_label(text, at) or NO_COUNT.search(before) is not None


def tells_several_arms(text: str) -> bool:
    """Whether a sentence tells a share of one arm and counts of several: "3 of 18 on placebo …, 6 in the A group …"."""
    return _OF_AN_ARM.search(text) is not None and len({m["arm"].lower() for m in _ARM.finditer(text)}) > 1
