"""The sentences of a note: lines, bullets and headings end one too; a heading says whose and of when its part is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.sentences import sentences

_HEADING = re.compile(r"[ \t]*(?P<name>[A-Z][A-Za-z /()]{1,32}):")
_NEW_LINE = re.compile(r"\n[ \t]*(?=\n|[-*•]\s|\d{1,2}[.)]\s|[A-Z][A-Za-z /()]{1,32}:)|(?<!,)\n(?=[A-Z])")
_GOES_ON = re.compile(
    r"(?:,|\b(?:on|with|the|of|and|or|to|for|in|at|by|from|a|an|is|was|has|her|his|under|after|topical|no|not))[ \t]*$"
)
_PARTS = (
    ("family", re.compile(r"family\b.*(?:history|hx)|FHx?$|FH", re.IGNORECASE)),
    (
        "historical",
        re.compile(r"past\b.*(?:history|hx)|PMHx?|previous\s+treatments?|prior\s+treatments?", re.IGNORECASE),
    ),
    ("negated", re.compile(r"(?:drug\s+)?allerg(?:y|ies)", re.IGNORECASE)),
)


def note_sentences(text: str) -> Iterator[tuple[int, int, str]]:
    """Start and end of each sentence of a note, and what the heading above says of it (empty: nothing).

    A heading with a line of its own holds for the lines below it, up to the next heading or an empty line; one with
    words behind it holds for the first sentence of them.
    """
    above = name = ""
    for start, stop in _lines(text):
        heading = _HEADING.match(text, start, stop)
        only = ""
        if heading is not None:
            name = heading["name"].strip()
            kind = next((k for k, pattern in _PARTS if pattern.fullmatch(name)), "")
            alone = not text[heading.end() : stop].strip()
            above, only = (kind, "") if alone else ("", kind)
        elif not text[start:stop].strip():
            above = ""
        for a, b in sentences(text[start:stop]):
            kind, only = only or above, ""
            yield start + a, start + b, f"{kind}: under the heading {name}" if kind else ""


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of a note that no sentence crosses."""
    start = 0
    for match in _NEW_LINE.finditer(text):
        if _GOES_ON.search(text, max(start, match.start() - 12), match.start()):
            continue
        yield start, match.start()
        start = match.start() + 1
    yield start, len(text)
