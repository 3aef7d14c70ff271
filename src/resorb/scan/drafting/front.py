"""What a document prints of the paper itself: title, DOI, year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.papers.front_matter import dois, years_of_publication
from resorb.scan.drafting.facts import Fact, distinct, fact
from resorb.scan.material import Scanned, Sentence
from resorb.values.documents import BlockKind

_FEWEST_WORDS = 4
_LONGEST = 300
_FIRST = 40
"""Sentences at either end of a document in which a paper speaks of itself."""


def front(text: Scanned) -> list[Fact]:
    """The title when the document begins with it; DOI and year when only one is printed."""
    found = [*_title(text)]
    for key, pattern in (("doi", dois), ("year", years_of_publication)):
        seen = distinct(
            fact("studies", key, s.at(p.start, p.end), p.text) for s in _ends(text) for p in pattern(s.text)
        )
        found += seen if len(seen) == 1 else []
    return found


def _title(text: Scanned) -> Iterator[Fact]:
    blocks = text.document.blocks
    if not blocks or blocks[0].kind is not BlockKind.HEADING:
        return
    words = blocks[0].passage.text
    if len(words) <= _LONGEST and len(re.findall(r"[^\W\d]{2,}", words)) >= _FEWEST_WORDS:
        yield fact("studies", "title", text.cell(0, blocks[0].passage))


def _ends(text: Scanned) -> Iterator[Sentence]:
    if len(text.sentences) <= 2 * _FIRST:
        yield from text.sentences
        return
    yield from text.sentences[:_FIRST]
    yield from text.sentences[-_FIRST:]
