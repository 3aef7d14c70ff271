"""Words without which a pattern cannot match, read off the pattern itself.

Texts and words are compared folded: without case, every digit as "0". A pattern such as ``\\d+%|per ?cent`` needs one of
"0%" and "cent". What this module cannot tell it leaves out, so a needed word is never more than the pattern asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

_parser: Any = import_module("re._parser")
"""The tree of a pattern. The standard library has no public way to it; its nodes are pairs of a name and arguments."""
_MOST_SETS, _MOST_WORDS, _MOST_SPELLINGS = 3, 60, 8
_DIGIT = re.compile(r"\d")
_MANY = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
Words = frozenset[str]
"""Of these at least one stands in every match."""


def fold(text: str) -> str:
    """A text as needed words are compared with it. Both kinds of a Turkish i match an i."""
    return _DIGIT.sub("0", text.casefold().replace("i̇", "i").replace("ı", "i"))


def needed(pattern: str, flags: int) -> tuple[Words, ...]:
    """Sets of folded words; a text without any word of one of the sets holds no match. The most telling come first."""
    found = sorted(set(_sets(_parser.parse(pattern, flags))), key=_worth, reverse=True)
    return tuple(found[:_MOST_SETS])


def _worth(words: Words) -> tuple[int, int, list[str]]:
    # The shortest word decides how often a set is missing from a text: three letters are rare, a digit is not.
    return min(min(map(len, words)), 4), -len(words), sorted(words)


def _sets(nodes: Iterable[Any]) -> Iterator[Words]:
    """The sets of a sequence: its runs of characters, and those of its parts that must be there."""
    runs = [""]
    for node in nodes:
        letters = _characters(node)
        if letters and len(runs) * len(letters) <= _MOST_SPELLINGS:
            runs = [run + letter for run in runs for letter in letters]
            continue
        yield from _useful(runs)
        runs = [""]
        yield from _sets_of(node)
    yield from _useful(runs)


def _sets_of(node: Any) -> Iterator[Words]:
    name, given = str(node[0]), node[1]
    if name == "SUBPATTERN":
        yield from _sets(given[3])
    elif name == "ATOMIC_GROUP":
        yield from _sets(given)
    elif name in _MANY and given[0] > 0:
        yield from _sets(given[2])
    elif name == "ASSERT":
        yield from _sets(given[1])
    elif name == "BRANCH":
        best = [max(_sets(branch), key=_worth, default=None) for branch in given[1]]
        if None not in best:
            yield from _useful(word for words in best if words for word in words)
    else:
        yield from _useful(_characters(node) or [""])


def _useful(words: Iterable[str]) -> Iterator[Words]:
    """The set, without words that hold others of it; nothing when it says too little: a letter or a blank."""
    every = set(words)
    least = {word for word in every if not any(other in word for other in every if other != word)}
    if least and len(least) <= _MOST_WORDS and all(len(w) > 1 or not (w.isalpha() or w.isspace()) for w in least):
        if "" not in least:
            yield frozenset(least)


def _characters(node: Any) -> list[str] | None:
    """The few folded characters a node may stand for; None for every other node."""
    name, given = str(node[0]), node[1]
    if name == "LITERAL":
        return [fold(chr(given))]
    if name == "CATEGORY" and str(given) == "CATEGORY_DIGIT":
        return ["0"]
    if name == "RANGE" and chr(given[0]).isdigit() and chr(given[1]).isdigit():
        return ["0"]
    if name == "IN":
        members = [_characters(member) for member in given]
        every = {letter for letters in members if letters for letter in letters}
        return sorted(every) if all(members) and len(every) <= _MOST_SPELLINGS else None
    return None
