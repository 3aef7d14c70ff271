"""Readings kept for a while: a sentence that several rules read is understood once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from inspect import isgeneratorfunction
from typing import Any, TypeVar, cast

Reader = TypeVar("Reader", bound=Callable[..., Any])
MOST_KEPT, LONGEST_KEPT = 4096, 1000
"""Sentences, a long document full of them, and characters: longer texts are rare, and would take the memory."""


def kept(read: Reader) -> Reader:
    """A function of a text (and of options) that remembers what it last found; nobody may change what it gives."""
    each = isgeneratorfunction(read)
    remembered = lru_cache(maxsize=MOST_KEPT)(
        (lambda *given, **options: tuple(read(*given, **options))) if each else read
    )

    @wraps(read)
    def reader(text: str, *more: Any, **options: Any) -> Any:
        if len(text) > LONGEST_KEPT:
            return read(text, *more, **options)
        found = remembered(text, *more, **options)
        return iter(found) if each else found

    return cast("Reader", reader)
