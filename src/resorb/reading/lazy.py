"""Patterns that cost little until they are needed: compiled when first used, and not run where they cannot match.

The rules read every sentence with hundreds of patterns, of which few match; to look for a word without which there is
no match (:mod:`resorb.reading.needed`) is many times quicker than to run the pattern. What a pattern finds is what
``re.compile`` of the same text finds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, cast

from resorb.reading.needed import Words, fold, needed

_SENTENCE = 600
"""Characters; longer texts are folded each time, so that what is kept stays small."""
_SHORT = 48
"""Fewer characters are searched as quickly as they are looked through for words."""
_FEW = 40
"""So many texts a pattern reads before its words are worth being looked for: a short note is read without."""
_fold_sentence = lru_cache(maxsize=4096)(fold)


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What ``re.compile`` gives, made when it is first asked for something."""
    return cast("re.Pattern[str]", _Lazy(pattern, flags))


class _Lazy:
    """In place of a ``re.Pattern``. Each of its methods is made when first asked for, and kept as an attribute."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name == "_compiled":
            value: Any = re.compile(self.pattern, self._flags)
        elif name == "_can_match":
            value = _can_match(self.pattern, self._flags)
        else:
            value = getattr(self._compiled, name)
        setattr(self, name, value)
        return value

    def search(self, text: str, *where: int) -> re.Match[str] | None:
        return self._compiled.search(text, *where) if where or self._can_match(text) else None

    def finditer(self, text: str, *where: int) -> Iterator[re.Match[str]]:
        return self._compiled.finditer(text, *where) if where or self._can_match(text) else iter(())

    def findall(self, text: str, *where: int) -> list[Any]:
        return self._compiled.findall(text, *where) if where or self._can_match(text) else []


def _can_match(pattern: str, flags: int) -> Callable[[str], bool]:
    """Whether a text holds the words a pattern needs; always for the first texts."""
    sets: tuple[Words, ...] | None = None
    asked = 0

    def can_match(text: str) -> bool:
        nonlocal sets, asked
        if sets is None:
            asked += 1
            if asked <= _FEW:
                return True
            sets = needed(pattern, flags)
        size = len(text)
        if size < _SHORT:
            return True
        folded = _fold_sentence(text) if size <= _SENTENCE else fold(text)
        for words in sets:
            for word in words:
                if word in folded:
                    break
            else:
                return False
        return True

    return can_match
