"""Patterns that cost little until they are needed: compiled when first used, and not run where they cannot match.

The rules read every sentence with hundreds of patterns, of which few match; to look for a word without which there is
no match (:mod:`resorb.reading.needed`) is many times quicker than to run the pattern. What a pattern finds is what
``re.compile`` of the same text finds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

from resorb.reading.compiled import shelf
from resorb.reading.needed import Words, fold

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
            value: Any = shelf().compiled(self.pattern, self._flags)
        elif name in _NOTHING:
            known = shelf().words(self.pattern, self._flags)
            value = self._read_first(name) if known is None else self._quick(name, known)
        else:
            value = getattr(self._compiled, name)
        setattr(self, name, value)
        return value

    def _read_first(self, name: str) -> Callable[..., Any]:
        """A method for the first texts, which are read without looking for words; then another takes its place."""
        run, asked = getattr(self._compiled, name), 0

        def read(text: str, *where: int) -> Any:
            nonlocal asked
            asked += 1
            if asked <= _FEW:
                return run(text, *where)
            quick = self._quick(name, shelf().find_words(self.pattern, self._flags))
            setattr(self, name, quick)
            return quick(text, *where)

        return read

    def _quick(self, name: str, sets: tuple[Words, ...]) -> Callable[..., Any]:
        run: Callable[..., Any] = getattr(self._compiled, name)
        return _where_needed(run, sets, _NOTHING[name]) if sets else run


_NOTHING: dict[str, Any] = {"search": None, "finditer": iter(())}
"""What the methods that are kept from texts without a match give for them."""


def _where_needed(run: Callable[..., Any], sets: tuple[Words, ...], nothing: Any) -> Callable[..., Any]:
    """A method of a pattern that runs only on texts that hold a word of each set."""

    def read(text: str, *where: int) -> Any:
        if not where:
            size = len(text)
            if size >= _SHORT:
                folded = _fold_sentence(text) if size <= _SENTENCE else fold(text)
                for words in sets:
                    for word in words:
                        if word in folded:
                            break
                    else:
                        return nothing
        return run(text, *where)

    return read
