"""Spacing: what is read has single spaces; what is said of it has the places of the words as printed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from resorb.reading.doses.readings import DoseReading
from resorb.reading.doses.text import Unread
from resorb.reading.lazy import lazy

_SPACES = lazy(r"[\s\x00-\x1f\x7f]+")
_HYPHENS = lazy(r"[\u2010\u2011]|(?<=\w)\u2013(?=[^\W\d])")


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A text with every run of blanks as one space and one kind of hyphen; where each character stands in print."""

    printed: str
    text: str
    places: tuple[int, ...]

    def at(self, start: int, end: int) -> tuple[int, int]:
        """The printed stretch of a stretch of the squeezed text."""
        return self.places[start], (self.places[end - 1] + 1 if end > start else self.places[start])

    def as_printed(self, reading: DoseReading) -> DoseReading:
        """A reading of the squeezed text (or of a phase of it) with its words and places as printed."""
        start, end = self.at(reading.start, reading.start + len(reading.input))
        return replace(
            reading,
            input=self.printed[start:end],
            start=start,
            printed={name: self.at(*span) for name, span in reading.printed.items()},
            unread=tuple(self._unread(one) for one in reading.unread),
        )

    def _unread(self, one: Unread) -> Unread:
        start, end = self.at(one.start, one.end)
        return Unread(start, end, self.printed[start:end], one.hint)


def squeezed(text: str) -> Squeezed:
    """The text with single spaces and plain hyphens within words; nothing else is changed or dropped."""
    characters: list[str] = []
    places: list[int] = []
    last = 0
    for gap in _SPACES.finditer(text):
        characters.append(text[last : gap.start()] + " ")
        places.extend(range(last, gap.start() + 1))
        last = gap.end()
    characters.append(text[last:])
    places.extend(range(last, len(text) + 1))
    return Squeezed(text, _HYPHENS.sub("-", "".join(characters)), tuple(places))
