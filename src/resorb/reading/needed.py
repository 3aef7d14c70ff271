r"""Words without which a pattern cannot match, read off the pattern itself.

Texts and words are compared folded: without case, digits in a row as one "0", blanks in a row as one. The pattern
``\d+ ?%|per ?cent`` needs one of "0%", "0 %", "percent" and "per cent". What this module cannot tell it leaves out, so
it never asks for more than the pattern does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

_parser: Any = import_module("re._parser")
"""The tree of a pattern. The standard library has no public way to it; its nodes are pairs of a name and arguments."""
_MOST_SETS, _MOST_WORDS, _MOST_SPELLINGS = 3, 150, 60
_DIGITS, _BLANKS = re.compile(r"\d+"), re.compile(r"[^\S ]\s*| \s+")
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_WITHOUT_WIDTH = ("AT", "ASSERT", "ASSERT_NOT")
Words = frozenset[str]
"""Of these at least one stands in every text with a match."""


def fold(text: str) -> str:
    """A text as needed words are compared with it. Both kinds of a Turkish i are an i, as they are to ``re``."""
    plain = text.casefold().replace("i\u0307", "i").replace("\u0131", "i")
    return _BLANKS.sub(" ", _DIGITS.sub("0", plain))


def needed(pattern: str, flags: int = 0) -> tuple[Words, ...]:
    """Sets of folded words; a text without any word of one of the sets holds no match. The most telling come first."""
    found = sorted(set(_sets(_parser.parse(pattern, flags))), key=_worth, reverse=True)
    return tuple(found[:_MOST_SETS])


def _worth(words: Words) -> tuple[int, int, list[str]]:
    # The shortest word decides how often a set is missing from a text: four letters are rare, a digit is not.
    return min(4, *(len(word.replace(" ", "")) for word in words)), -len(words), sorted(words)


def _sets(nodes: Iterable[Any]) -> Iterator[Words]:
    """The sets of a sequence: the spellings of what stands in a row, and the sets of what has too many spellings."""
    row = {""}
    for node in nodes:
        spelled = _spellings(node)
        longer = _joined(row, spelled)
        if longer is None:
            yield from _useful(row)
            yield from _sets_of(node)
        row = longer or spelled or {""}
        if str(node[0]) == "ASSERT":
            yield from _sets(node[1][1])
    yield from _useful(row)


def _sets_of(node: Any) -> Iterator[Words]:
    name, given = str(node[0]), node[1]
    if name == "SUBPATTERN":
        yield from _sets(given[3])
    elif name == "ATOMIC_GROUP":
        yield from _sets(given)
    elif name in _REPEATS and given[0] > 0:
        yield from _sets(given[2])
    elif name == "BRANCH":
        best = [max(_sets(branch), key=_worth, default=frozenset([""])) for branch in given[1]]
        yield from _useful(set().union(*best))


def _useful(words: set[str]) -> Iterator[Words]:
    """The set, without words that hold others of it; nothing when it says too little, such as a letter or a blank."""
    least = {word for word in words if not any(other in word for other in words if other != word)}
    if len(least) <= _MOST_WORDS and all(len(w) > 1 or (w and not w.isalpha() and w != " ") for w in least):
        yield frozenset(least)


def _joined(row: set[str], spelled: set[str] | None) -> set[str] | None:
    """Each spelling behind each of a row; None when there are too many."""
    if spelled is None or len(row) * len(spelled) > _MOST_SPELLINGS:
        return None
    return {fold(first + last) for first in row for last in spelled} if spelled != {""} else row


def _spellings(node: Any) -> set[str] | None:
    """Everything a node may stand for, folded; None when that is too much."""
    name, given = str(node[0]), node[1]
    found: set[str] | None = None
    if name in _WITHOUT_WIDTH:
        found = {""}
    elif name == "LITERAL":
        found = {fold(chr(given))}
    elif name == "CATEGORY":
        found = {"CATEGORY_DIGIT": {"0"}, "CATEGORY_SPACE": {" "}}.get(str(given))
    elif name == "RANGE":
        found = {"0"} if chr(given[0]).isdigit() and chr(given[1]).isdigit() else None
    elif name == "IN":
        found = _any_of(_spellings(member) for member in given)
    elif name == "BRANCH":
        found = _any_of(_row(branch) for branch in given[1])
    elif name == "SUBPATTERN":
        found = _row(given[3])
    elif name in _REPEATS:
        once = _row(given[2])
        if once is not None and (given[1] == 1 or once in ({"0"}, {" "})):
            found = once | {""} if given[0] == 0 else once
    return found


def _row(nodes: Iterable[Any]) -> set[str] | None:
    row: set[str] | None = {""}
    for node in nodes:
        row = _joined(row, _spellings(node)) if row is not None else None
    return row


def _any_of(several: Iterable[set[str] | None]) -> set[str] | None:
    every: set[str] = set()
    for one in several:
        if one is None or len(every) > _MOST_SPELLINGS:
            return None
        every |= one
    return every
