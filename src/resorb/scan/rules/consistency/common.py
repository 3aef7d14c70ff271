"""What the rules on the whole document share: parts of a paper, how often a number stands, words of a finding."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from resorb.reading.kept import kept
from resorb.reading.lazy import lazy
from resorb.reading.numerals import numerals
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.values.documents import BlockKind
from resorb.values.findings import Verdict

_HEADING_WORDS = 4

SUMMING_UP = lazy(
    r"abstract|summary|key points?|highlights|conclusions?|discussion|comment|learning points?|title|practice points?|"
    r"take-home.*|plain language.*|synopsis|introduction|background|objectives?|aims?"
)
"""Sections that say again what the body says."""
OTHERS = lazy(
    r"\b(?:et\s+al|literature|earlier|previous(?:ly)?|prior|published|reported\s+(?:by\s+(?:(?-i:[A-Z])|others)|"
    r"elsewhere|from|in\s+the\s+lit)|"
    r"review(?:s|ed\s+by)?|"
    r"other\s+(?:authors|series|stud\w+|groups|reports|cent\w+)|another\s+(?:series|study|report|group|cent\w+)|"
    r"pooled|compared?\s+with\s+(?:other|older)|"
    r"in\s+(?:their|that|his|her)\s+(?:series|study|report|cohort)|their\s+(?:patients?|cohort|series)|registry|"
    r"historical|meta-analysis|"
    r"erratum|corrigendum|should\s+(?:read|be)|the\s+correct|misprint\w*|corrected|instead\s+of|reference\s+\d+)\b",
    re.IGNORECASE,
)
"""Words by which a sentence speaks of other work, or of a mistake."""
_REFERENCE = lazy(r"\[\d{1,3}(?:[,–-]\s?\d{1,3})*\]")
Found = TypeVar("Found")
TAKEN_IN = frozenset({"treated", "reviewed", "enrolled", "randomised"})
"""Steps at which everybody of a study is still counted."""


def is_of_others(sentence: Sentence) -> bool:
    """Whether a sentence speaks of other work: by its words, or by a raised reference number at its end."""
    return _speaks_of_others(sentence.text)


@kept
def _speaks_of_others(text: str) -> bool:
    return bool(OTHERS.search(text)) or bool(_REFERENCE.search(text))


def is_summary(sentence: Sentence) -> bool:
    """Whether a sentence stands where a paper says its results again: abstract, conclusion, discussion."""
    return bool(SUMMING_UP.fullmatch(sentence.section.strip()))


_SUMMARY = lazy(r"(?:structured\s+)?(?:abstract|summary|synopsis|key\s+points?|highlights)\b(?!\s+of\b)", re.IGNORECASE)
"""Words that begin the heading, or the first line, of what sums up a whole paper."""


@lru_cache(maxsize=1)
def summing_up(text: Scanned) -> frozenset[int]:
    """The blocks in which a paper says its results again; all of an abstract, whatever headings stand within it."""
    found: set[int] = set()
    part, summary = parts(text), -1
    for number, block in enumerate(text.document.blocks):
        section = block.section.strip()
        if _SUMMARY.match(block.passage.text.lstrip("#*_ ")[:40]):
            found.add(number)
            if len(block.passage.text.split()) <= _HEADING_WORDS:
                summary = part[number]
        if part[number] == summary or section.startswith("abstract") or SUMMING_UP.fullmatch(section):
            found.add(number)
    return frozenset(found)


@lru_cache(maxsize=1)
def parts(text: Scanned) -> dict[int, int]:
    """For each block the number of the heading it stands under; captions with tables, and what follows, are parts."""
    found: dict[int, int] = {}
    part, before = 0, BlockKind.HEADING
    for number, block in enumerate(text.document.blocks):
        words = block.passage.text.split()
        short = (
            block.kind is BlockKind.PARAGRAPH
            and len(words) <= _HEADING_WORDS
            and words[-1:]
            and words[-1][-1].isalnum()
        )
        is_prose = block.kind is BlockKind.PARAGRAPH and block.passage.text.rstrip().endswith(".")
        resumed = is_prose and before in (BlockKind.CAPTION, BlockKind.TABLE)
        if block.kind in (BlockKind.HEADING, BlockKind.CAPTION) or short or resumed:
            part += 1
        found[number], before = part, block.kind
    return found


@lru_cache(maxsize=1)
def times_printed(text: Scanned) -> Counter[Fraction]:
    """How often each number stands in the document, in digits or words, tables and all; the rules share the count."""
    said: Counter[Fraction] = Counter()
    for sentence in text.sentences:
        said.update(n.value for n in numerals(sentence.text))
    for _, table in text.tables:
        said.update(n.value for row in table.rows for cell in row for n in numerals(cell.text))
    return said


def odd_one(
    found: Sequence[Found], value: Callable[[Found], object], support: Callable[[Found], int]
) -> tuple[Found, Found] | None:
    """Of mentions with two different values, the one to doubt and one of the others; None when it cannot be told.

    The value with fewer mentions is doubted, then the one that stands less often in the document, then the later.
    Several mentions of either value, or a third value, mean that the quantity is not one.
    """
    groups: dict[object, list[Found]] = {}
    for one in found:
        groups.setdefault(value(one), []).append(one)
    if len(groups) != 2:
        return None
    first, second = groups.values()
    if min(len(first), len(second)) > 1:
        return None
    if len(first) != len(second):
        odd, other = (first, second) if len(first) < len(second) else (second, first)
    else:
        odd, other = (first, second) if support(first[0]) < support(second[0]) else (second, first)
    return odd[0], other[0]


def transposed(one: str, other: str) -> bool:
    """Whether two numbers are printed with the same digits in another order: 45 and 54, 22.5 and 25.2."""
    a, b = (re.sub(r"\D", "", text) for text in (one, other))
    return a != b and len(a) == len(b) > 1 and sorted(a) == sorted(b)


def line_of(sentence: Sentence) -> int:
    """The line a sentence begins in."""
    return sentence.passage.line_and_column(sentence.start)[0]


def differs(
    check: str,
    sentence: Sentence,
    span: tuple[int, int],
    what: str,
    other: tuple[Sentence, tuple[int, int]],
    assumption: str | None = None,
) -> Mark:
    """A finding that a quantity is printed differently elsewhere; it fails unless there is an ``assumption``."""
    there, (start, end) = other
    here_words, there_words = sentence.text[span[0] : span[1]], there.text[start:end]
    return sentence.at(*span).mark(
        check,
        Verdict.ASSUMES if assumption else Verdict.FAILS,
        f"{what[0].upper()}{what[1:]} is “{here_words}” here, but “{there_words}” in line {line_of(there)}.",
        computed=there_words,
        arithmetic=f"“{here_words}” (line {line_of(sentence)}) ≠ “{there_words}” (line {line_of(there)})",
        suggestion=f"“{there_words}” here, or “{here_words}” there",
        assumption=assumption,
    )
