"""References to numbered sections of the same document: the section holds what is said to stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resorb.reading.lazy import lazy
from resorb.reading.papers.citations import stems
from resorb.reading.sentences import sentences
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.documents import BlockKind
from resorb.values.findings import Verdict

_HEADING = lazy(
    r"\W*(?:section\s+)?(?P<number>\d{1,2}(?:\.\d{1,2}){0,2})[.):]?\s+(?P<words>[^\W\d].{2,90})", re.IGNORECASE
)
_CITED = lazy(
    r"(?P<words>[^.;:()\n]{8,120}?)[\s(]+(?:\(?see\s+|in\s+|under\s+|of\s+)(?:the\s+)?section\s+"
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,2})(?!\d|\.\d|\s*(?:,|and|to|or|–|-)\s*\d)"
    r"(?!\s+of\s+(?:the|a|that|our|their)\s+(?:act|law|SmPC|label|guideline|report|code|plan))",
    re.IGNORECASE,
)
_EMPTY = frozenset("secti refer accor follo defin rules crite steps apply also".split())  # noqa: SIM905
_LEAST = 2


@dataclass
class _Section:
    """A numbered section: its heading, the words of it, and those of all that stands in it."""

    heading: str
    title: frozenset[str]
    words: set[str]


@rule(
    "section-cited",
    kind="consistency",
    doc="A section that is cited holds what is said of it.",
    source="content words shared by the citing clause, the numbered headings and what stands under them",
)
def section_cited(text: Scanned) -> Iterator[Mark]:
    """The criteria for stopping are said to stand in section 8, which is on ethics; section 6 is on stopping."""
    held = _sections(text)
    if len(held) < _LEAST:
        return
    for sentence in text.sentences:
        for m in _CITED.finditer(sentence.text) if "ection" in sentence.text else ():
            yield from _judged(sentence, m, held)


def _sections(text: Scanned) -> dict[str, _Section]:
    """The sections by number; none where a number heads two."""
    found: dict[str, _Section] = {}
    number = ""
    for block in text.document.blocks:
        if block.kind is BlockKind.HEADING:
            m = _HEADING.fullmatch(block.passage.text.strip())
            number = m["number"] if m else number
            if m and number in found:
                return {}
            if m:
                found[number] = _Section(block.passage.text.strip(" #*"), stems(m["words"]), set(stems(m["words"])))
                continue
        for start, end in sentences(block.passage.text) if number else ():
            said = block.passage.text[start:end]
            found[number].words |= frozenset() if "section " in said else stems(said)
    return found


def _judged(sentence: Sentence, m: re.Match[str], held: dict[str, _Section]) -> Iterator[Mark]:
    own = held.get(m["number"])
    said = stems(m["words"].split(",")[-1])
    words = said - _EMPTY
    if own is None or not words or words & own.title or words & own.words:
        return
    others = [s for n, s in held.items() if words <= s.words and not n.startswith(f"{m['number']}.")]
    named = [s for s in others if words <= s.title and len(said & s.title) >= _LEAST]
    fits = named or (others if len(words) >= _LEAST else [])
    if len(fits) == 1:
        at = sentence.at(m.end("number") - len(m["number"]) - len("section "), m.end("number"))
        yield at.mark(
            "section-cited", Verdict.ASSUMES,
            f"“{own.heading}” holds nothing of what is said here; “{fits[0].heading}” does.", computed=fits[0].heading,
            arithmetic=f"words shared: {len(words)} with “{fits[0].heading}”, none with “{own.heading}”",
            suggestion=fits[0].heading, assumption="the section is one of this document",
        )  # fmt: skip
