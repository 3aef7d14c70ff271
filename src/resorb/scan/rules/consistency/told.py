"""The statements of a document with the part each stands in: those of sentences, and those of the cells of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from resorb.reading.lazy import lazy
from resorb.reading.papers.statement_words import CASE, GROUP, PLANNED, words_of
from resorb.reading.papers.statements import Statement, cell_statement, statements
from resorb.scan.material import Scanned, Sentence
from resorb.scan.rules.consistency.common import OTHERS, TAKEN_IN, is_of_others, parts
from resorb.values.documents import BlockKind

_TITLE = 160
_MOST_CELLS = 300
_OURS = lazy(
    r"\b(?:we|our|ours|this\s+(?:\w+\s+)?(?:review|study|report|series|trial|cohort|case|patient))\b", re.IGNORECASE
)
_ELSEWHERE = lazy(
    r"\bin\s+an?\s+(?!(?:[\w-]+\s+)?(?:random\w+|open\S*|pilot|\w+spective|cross\S*|\S+-blind|phase|single\S*|national|"
    r"multi\w+|controlled)\s)(?:[\w-]+\s+){1,2}(?:series|cohort|study|survey|report|trial|registry)\b",
    re.IGNORECASE,
)
"""Work of others; a study called by its design is the authors' own."""
_WHOLE_GROUP = lazy(
    r"(?:\b(?:we|study|trial|report|series|cohort|review|analysis|in|of|all|these|our|total\s+of|size:?|included|enrol+ed|"
    r"reviewed|treated|studied|analy[sz]ed|recruited|randomi[sz]ed|describes?|among|found|with|to|participants:|patients:|"
    r"from)\s+(?:the\s+|our\s+|these\s+|all\s+)?|^\s*)$",
    re.IGNORECASE,
)
_OUR_GROUP = lazy(
    r"\b(?:we|the\s+(?:registry|study|trial|survey|review|series))\s+(?:\w+ly\s+)?(?:reviewed|treated|included|studied|analy[sz]ed|enrol+ed|recruited|describe|report|present|identified|"
    r"followed|randomi[sz]ed)(?:\s+(?:a\s+total\s+of|on|the|charts\s+of|records\s+of)){0,3}\s+$",
    re.IGNORECASE,
)
_THE = lazy(r"\b(?:the|all|our|these)\s+$", re.IGNORECASE)
_OF, _HAD = lazy(r"\d\s+of\s+(?:the\s+|our\s+)?$"), lazy(r"\s+(?:had|have|were|was|took|received)\b")
_NARROWED = lazy(r"\s+(?:with(?:out)?|who|whose|whom|on|having|taking|had|in\s+whom)\b", re.IGNORECASE)
_ALL = lazy(
    r"(?:all|total|overall|whole\s+group|all\s+patients)(?:\s*\(?[nN]?\s?=?\s?\d*\)?)?(?:,?\s*n\s*\(%\))?",
    re.IGNORECASE,
)
_AS_POSSIBLE = lazy(
    r"\b(?:possible|available|evaluable|assessable|readable|unreadable|usable|could\s+be"
    r"|(?:given|mentioned|recorded|reported|known|stated|told|described)(?:,[^,]{0,30},)?\s+(?:for|in|of))\b",
    re.IGNORECASE,
)
_NUMBERED = lazy(r"\s*(?:\d{1,2}\.){1,3}\d{0,2}\s+(?=[A-Z])")
"""The number of a section, or of an entry of a list."""
_LABEL = lazy(r"^\s*(?:table|tab\.|fig\.|figure)\s*\w+\s*[.:]?", re.IGNORECASE)
SIZED = frozenset({"patients", "children", "adults", "lesions", "articles", "ulcers", "women", "centres"})
"""What the whole group of a study is counted in."""


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A statement, the sentence or cell it stands in, and the part of the document."""

    sentence: Sentence
    said: Statement
    part: int
    is_cell: bool = False
    is_size: bool = False

    @property
    def is_caption(self) -> bool:
        """Whether it stands in a caption or legend."""
        return self.sentence.block.kind is BlockKind.CAPTION


@lru_cache(maxsize=1)
def told_in(text: Scanned) -> tuple[Told, ...]:
    """Every statement on the authors' own work."""
    part = parts(text)
    return (*_of_sentences(text, part), *_of_tables(text, part))


def _of_sentences(text: Scanned, part: dict[int, int]) -> Iterator[Told]:
    under = titles(text)
    for sentence in text.sentences:
        if sentence.is_long or sentence.block.kind in (BlockKind.HEADING, BlockKind.NOTE):
            continue
        if _is_of_others(sentence):
            continue
        heading = frozenset((*_heading_scope(under[sentence.block_number]), *_label_scope(sentence)))
        title = _title(sentence)
        numbered = _NUMBERED.match(sentence.text) if sentence.start == 0 else None
        for said in statements(sentence.text):
            if numbered and said.start < numbered.end():
                continue
            scoped = replace(said, scope=said.scope | heading, near=said.near | title if said.near else said.near)
            yield Told(sentence, scoped, part[sentence.block_number], is_size=_is_size(sentence, scoped))


def _title(sentence: Sentence) -> frozenset[str]:
    """For a later sentence of a legend the words of its title: what it shows."""
    if sentence.block.kind is not BlockKind.CAPTION or sentence.start == 0:
        return frozenset()
    return words_of(_LABEL.sub("", sentence.passage.text[: sentence.start][:_TITLE]))


def _is_of_others(sentence: Sentence) -> bool:
    """Whether a sentence speaks of other work; one that says "we", or only names a registry or review, does not."""
    words = {match[0].lower()[:6] for match in OTHERS.finditer(sentence.text)}
    others = (is_of_others(sentence) and words not in ({"regist"}, {"review"})) or _ELSEWHERE.search(sentence.text)
    return bool(others) and not _OURS.search(sentence.text)


@lru_cache(maxsize=1)
def titles(text: Scanned) -> dict[int, str]:
    """For each block the words of the heading, or short line, that it stands under."""
    part = parts(text)
    found: dict[int, str] = {}
    last, title, heading = 0, "", ""
    for number, block in enumerate(text.document.blocks):
        if part[number] != last:
            last, words = part[number], block.passage.text.lower()
            is_prose = block.kind is BlockKind.PARAGRAPH and words.rstrip().endswith(".")
            heading = heading if is_prose or block.kind is BlockKind.CAPTION else words[:80]
            title = "" if block.kind is BlockKind.CAPTION else heading  # prose behind a table stands under the last
        found[number] = title
    return found


def _heading_scope(section: str) -> Iterator[tuple[str, str]]:
    """What a heading narrows: "Case 2", "Results: women", "Planned analysis"."""
    for match in CASE.finditer(section):
        yield "case", match["n"]
    for match in GROUP.finditer(section):
        yield "group", match[match.lastgroup or ""]
    if PLANNED.search(section) and "protocol" not in section:
        yield "plan", "planned"


def _label_scope(sentence: Sentence) -> Iterator[tuple[str, str]]:
    """The case that a paragraph begins with: "Patient A. The woman ..."."""
    label = CASE.match(sentence.passage.text[:14].lower())
    if label:
        yield "case", label["n"]


def _is_size(sentence: Sentence, said: Statement) -> bool:
    """Whether a count is that of the whole group."""
    if _AS_POSSIBLE.search(sentence.text):
        return False
    if said.kind != "count" or said.whole is not None or said.value < 2 or said.of("group", "case"):
        return False
    before = sentence.text[max(0, said.start - 24) : said.start]
    if said.of("stat") and not _THE.search(before):
        return False
    if sentence.block.kind is BlockKind.CAPTION and said.text.lower().startswith("n"):
        return sentence.text.lower().replace(" ", "").count("n=") == 1
    if _OUR_GROUP.search(sentence.text[max(0, said.start - 40) : said.start]) and said.noun in SIZED:
        return True
    if said.noun in SIZED and not sentence.text[: said.start].strip() and said.steps & TAKEN_IN:
        return True
    if said.noun not in SIZED:
        return False
    if _OF.search(before) and _HAD.match(sentence.text, said.end):
        return True
    if _NARROWED.match(sentence.text, said.end):
        return False
    return bool(said.steps) or bool(_WHOLE_GROUP.search(before))


def _of_tables(text: Scanned, part: dict[int, int]) -> Iterator[Told]:
    cells = 0
    for number, table in text.tables:
        head = [cell.text for cell in table.rows[0]] if table.rows else []
        block = text.document.blocks[number]
        caption = table.caption.text if table.caption else ""
        for cell in table.rows[0][1:] if table.rows else ():
            for said in statements(cell.text) if "=" in cell.text else ():
                yield Told(Sentence(cell.text, 0, cell, block, number, 10**6, text.document.name), said, part[number])
        for row in table.rows:
            for at, cell in enumerate(row[1:], 1):
                cells += 1
                if cells > _MOST_CELLS:
                    return
                column = head[at] if len(row) > 2 and at < len(head) and row is not table.rows[0] else ""
                column = "" if _ALL.fullmatch(column.strip()) else column
                whole = bool(_ALL.fullmatch(row[0].text.strip())) and not column
                label = row[0].text if words_of(row[0].text) else f"{row[0].text}: {_LABEL.sub('', caption)}"
                for said in cell_statement(label, cell.text, column, caption):
                    sentence = Sentence(cell.text, 0, cell, block, number, 10**6 + cells, text.document.name)
                    yield Told(sentence, said, part[number], is_cell=True, is_size=whole and said.kind == "count")
