"""What every entry of a data file has: a key, a label, synonyms and the sources it was read from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TypedDict

_IGNORED = re.compile(r"[\s_‐‑–’'-]+")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value was read.

    ``seen`` says how: ``full text``, ``excerpt`` (a page opening, abstract or table), ``secondary`` (cited by another
    page, or a page written by a machine: a pointer only) or ``convention`` (a choice of this project, not a fact).
    """

    key: str
    cite: str
    seen: str
    url: str = ""


class Basics(TypedDict):
    """The fields all entries share, as read from a file."""

    key: str
    label: str
    synonyms: tuple[str, ...]
    sources: tuple[Source, ...]
    derived: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a vocabulary.

    ``derived`` is empty when the source prints the values themselves, else the arithmetic or reasoning that leads
    from the source to them.
    """

    key: str
    label: str
    synonyms: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    derived: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Everything this entry is called: key, label, synonyms."""
        return (self.key, self.label, *self.synonyms)


def fold(text: str) -> str:
    """The form in which names are compared: no case, accents, spaces, hyphens, underscores or apostrophes."""
    plain = text
    if not text.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _IGNORED.sub("", plain).casefold()
