"""What the first page of a paper prints of the paper itself: its DOI and its year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resorb.reading.lazy import lazy

_DOI = lazy(r"(?<![\w./])10\.\d{4,9}/[^\s\"'<>()\[\]{},;]{2,80}")
_YEAR = lazy(
    r"(?:(?:©|\(c\)|\bcopyright|\bpublished(?: online)?(?: on)?)\s*:?\s*(?:©\s*)?"
    r"(?:\d{1,2}\s+)?(?:[A-Z][a-z]{2,8}\.?\s+)?"
    r"(?:\d{1,2},?\s+)?(?P<said>(?:19|20)\d\d)\b"
    r"|\b(?P<cited>(?:19|20)\d\d)\s?;\s?\d{1,4}\s?(?:\(\d{1,3}\)\s?)?:\s?[A-Z]?\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Printed:
    """Something printed, as it is to be written, and its place."""

    text: str
    start: int
    end: int


def dois(text: str) -> Iterator[Printed]:
    """Every DOI, without resolver and without the stop that ends a sentence."""
    if "10." not in text:
        return
    for match in _DOI.finditer(text):
        doi = match[0].rstrip(".:")
        yield Printed(doi, match.start(), match.start() + len(doi))


def years_of_publication(text: str) -> Iterator[Printed]:
    """Years that are said to be those of publication, or stand in a reference to a journal ("2016;101:2810")."""
    for match in _YEAR.finditer(text):
        name = "said" if match["said"] else "cited"
        yield Printed(match[name], *match.span(name))
