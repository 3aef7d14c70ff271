"""A text under reading: recognisers take the stretches they understand, what nobody takes is left over.

Taken stretches are blanked with control characters of the same length, so that places stay those of the input, a
later recogniser cannot join words across them, and a few kinds (drug, product) can still be seen by patterns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from resorb.reading.lazy import lazy
from resorb.values.findings import Refused

MAX_CHARACTERS = 1000
TAKEN, DRUG, PRODUCT, DILUENT = "\x00", "\x01", "\x02", "\x03"
MARKS = TAKEN + DRUG + PRODUCT + DILUENT
_CONTROLS = lazy(r"[\x00-\x08\x0e-\x1f\x7f]")
_WORD = lazy(r"[^\W_]+(?:[.'’][^\W_]+)*|[^\w\s]", re.UNICODE)


class Place(Protocol):
    """A stretch of a text: a match, or a quantity read."""

    def span(self) -> tuple[int, int]:
        """Where it starts and ends."""
        ...


@dataclass(frozen=True, slots=True, order=True)
class Unread:
    """A stretch of the input that was not understood; ``hint`` says why or what to write, when that is known."""

    start: int
    end: int
    text: str
    hint: str = ""


def refuse_if_too_long(text: str) -> None:
    """One dose is read at a time.

    Raises:
        Refused: when the text has more than :data:`MAX_CHARACTERS`.
    """
    if len(text) > MAX_CHARACTERS:
        raise Refused(f"the text has more than {MAX_CHARACTERS} characters", "give one dose at a time")


class Text:
    """The input, and which of its characters are already taken."""

    def __init__(self, printed: str, start: int = 0) -> None:
        refuse_if_too_long(printed)
        self.printed = printed
        self.start = start
        self.left = _CONTROLS.sub(" ", printed)
        self.unread: list[Unread] = []

    def take(
        self, pattern: re.Pattern[str], mark: str = TAKEN, only: Callable[[re.Match[str]], bool] | None = None
    ) -> Iterator[re.Match[str]]:
        """Matches of ``pattern`` in what is left (those that ``only`` accepts), each taken as it is given out."""
        for match in pattern.finditer(self.left):
            if only is not None and not only(match):
                continue
            self._blank(match.start(), match.end(), mark)
            yield match

    def words(self, place: Place) -> str:
        """The printed words of a match in what is left."""
        start, end = place.span()
        return self.printed[start:end].strip(" ,;")

    def hide(self, start: int, end: int) -> None:
        """Take a stretch that was understood elsewhere."""
        self._blank(start, end, TAKEN)

    def refuse(self, start: int, end: int, hint: str = "") -> None:
        """Put a stretch among the unread."""
        self._blank(start, end, TAKEN)
        while end > start and self.printed[end - 1] in " ,;.":
            end -= 1
        while start < end and self.printed[start].isspace():
            start += 1
        self.unread.append(Unread(self.start + start, self.start + end, self.printed[start:end], hint))

    def leftovers(self, known: Callable[[str], bool]) -> tuple[Unread, ...]:
        """Everything unread: what was refused, and runs of words that are neither taken nor ``known``."""
        runs: list[tuple[int, int]] = []
        for match in _WORD.finditer(self.left):
            word = match.group()
            if word in MARKS or known(word):
                continue
            gap = self.left[runs[-1][1] : match.start()] if runs else ""
            if runs and not gap.strip():
                runs[-1] = (runs[-1][0], match.end())
            else:
                runs.append((match.start(), match.end()))
        rest = [Unread(self.start + a, self.start + b, self.printed[a:b]) for a, b in runs]
        return tuple(sorted([*self.unread, *rest]))

    def _blank(self, start: int, end: int, mark: str) -> None:
        self.left = self.left[:start] + mark * (end - start) + self.left[end:]
