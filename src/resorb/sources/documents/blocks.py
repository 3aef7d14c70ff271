"""Blocks of a document from its lines: paragraphs, headings, captions, tables with their footnotes, references.

Every reader that gets lines (text, Markdown, PDF, DOCX) ends here; HTML says itself what its blocks are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from resorb.sources.documents.clean import Fragment, clean
from resorb.values.documents import Block, BlockKind, Passage, Table

HEADINGS = frozenset("""
    abstract|summary|background|introduction|objective|objectives|aim|aims|design|setting|patients|participants|methods|
    materials and methods|patients and methods|subjects, materials, and methods|statistical analysis|treatment|
    intervention|interventions|results|report|case report|case reports|case|cases|case synopsis|case presentation|
    discussion|comment|conclusion|conclusions|limitations|references|bibliography|acknowledgements|acknowledgments|
    learning points|practice points|key points|funding|conflict of interest|supplementary material|study protocol|
    outcomes|follow-up|assessment|plan|impression|history|medications|labs|laboratory|protocol|dosing|eligibility|
    inclusion criteria|exclusion criteria|letter|to the editor|main outcomes|measurements|context
""".replace("\n", "").replace("    ", "").split("|"))  # fmt: skip
_HEADING_LINE = re.compile(r"(?:#{1,6}\s+)?(?:\d+(?:\.\d+)*\.?\s+)?(?P<name>[^\W\d][^\n]{0,70}?)\s*[:.]?\s*#*$")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+\S")
CAPTION = re.compile(
    r"(?P<label>(?:(?:supplementary|supplemental|appendix|online)\s+)?(?:table|figure|fig\.?|box|chart|scheme)\s*"
    r"[A-Z]?\d{1,2}[A-Z]?)\b(?P<after>\s*[.:|–—-]|\s+(?=(?-i:[A-Z(\[]))|$)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"(?:-\s*)?(?:\[\d{1,3}\]|\d{1,3}[.)]?)\s+[A-Z][\w'’-]+,?\s+(?:[A-Z]{1,3}\b|et al|[A-Z]\.)")
_RULE_LINE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_NOTE_START = re.compile(
    r"(?:[*†‡§¶#]|[a-z]\s?[A-Z]|[A-Z]\w{0,2}[A-Z][\w/-]{0,7},\s[a-z]"
    r"|(?i:abbreviations?\b|notes?[:.\s]|values are\b|data are\b)|n,|[A-Z]{2,8}\s?[=:])"
)
_ENDED = re.compile(r"[.!?:;)\]>”\"’|](?:\s*[\d,–-]{1,9})?\s*$")


LONG_LINE = 160
"""Longer lines are not wrapped: each is a paragraph of its own."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a source: its text, number and first column, and where else it is (``page 3``)."""

    text: str
    number: int
    column: int = 1
    path: str = ""


def blocks_of(lines: Iterable[Line], *, markup: bool = True) -> tuple[Block, ...]:
    """The blocks of a document given as lines; blank lines part them."""
    groups = _grouped(lines)
    made = [_block(group, markup=markup) for group in groups]
    return in_sections(attach_notes(_rejoined(made, markup=markup)))


def _grouped(lines: Iterable[Line]) -> list[list[Line]]:
    """Runs of lines that belong together: blank lines part them, so do headings, captions and where tables begin."""
    groups: list[list[Line]] = []
    current: list[Line] = []
    was = ""
    for line in lines:
        kind = _line_kind(line.text)
        unwrapped = was == "text" and len(current[-1].text if current else "") > LONG_LINE
        if current and (not kind or kind != was or kind == "heading" or unwrapped):
            groups.append(current)
            current = []
        if kind:
            current.append(line)
        # A caption runs on over the lines below it.
        was = "text" if kind == "caption" else kind
        if kind == "caption" and len(current) > 1:
            groups.append(current[:-1])
            current = current[-1:]
    return [*groups, current] if current else groups


def _line_kind(text: str) -> str:
    stripped = text.strip()
    if not stripped:
        return ""
    if "\t" in text.strip("\n") and text.strip(" \n").count("\t") >= 1 and not stripped.startswith(("- ", "* ")):
        return "tabs"
    if stripped.startswith("|") and stripped.count("|") >= 2:
        return "pipes"
    if _MARKDOWN_HEADING.match(stripped) or _is_heading(stripped):
        return "heading"
    return "caption" if CAPTION.match(stripped.lstrip("*_# ")) else "text"


def _is_heading(stripped: str) -> bool:
    match = _HEADING_LINE.match(stripped.strip("*_"))
    return (
        match is not None and stripped[-1] != "." and match["name"][0].isupper() and match["name"].lower() in HEADINGS
    )


def _block(group: list[Line], *, markup: bool) -> Block:
    first = group[0].text.strip()
    path = group[0].path
    kind = _line_kind(group[0].text)
    if kind in ("tabs", "pipes") and (len(group) > 1 or kind == "pipes"):
        return _table(group, kind, path, markup=markup)
    passage = clean(_fragments(group), path, markup=markup)
    if kind == "heading":
        return Block(BlockKind.HEADING, replace(passage, text=passage.text.lstrip("# ")) if not markup else passage)
    if CAPTION.match(passage.text):
        return Block(BlockKind.CAPTION, passage)
    if _REFERENCE.match(first):
        return Block(BlockKind.REFERENCE, passage)
    return Block(BlockKind.PARAGRAPH, passage)


def _fragments(group: list[Line]) -> list[Fragment]:
    fragments = []
    for line in group:
        text = line.text.rstrip("\n")
        hashes = re.match(r"\s*(?:#{1,6}|[-*•])\s+|\s+", text)
        cut = hashes.end() if hashes else 0
        fragments.append((text[cut:], line.number, line.column + cut))
    return fragments


def _table(group: list[Line], kind: str, path: str, *, markup: bool) -> Block:
    rows = []
    for line in group:
        if kind == "pipes" and _RULE_LINE.match(line.text):
            continue
        rows.append(tuple(_cells(line, kind, path, markup=markup)))
    whole = clean(_fragments(group[:1]), path, markup=markup)
    return Block(BlockKind.TABLE, whole, table=Table(tuple(rows)))


def _cells(line: Line, kind: str, path: str, *, markup: bool) -> list[Passage]:
    text = line.text.rstrip("\n")
    start = 0
    if kind == "pipes":
        lead = len(text) - len(text.lstrip())
        start = lead + 1
        text = text.rstrip().removesuffix("|")
        pieces = re.split(r"(?<!\\)\|", text[start:])
    else:
        pieces = text.split("\t")
    cells = []
    for piece in pieces:
        cells.append(clean([(piece, line.number, line.column + start)], path, markup=markup))
        start += len(piece) + 1
    return cells


def _rejoined(blocks: list[Block], *, markup: bool) -> list[Block]:
    """Paragraphs that a page or column break cut in the middle of a sentence, put together again."""
    del markup
    joined: list[Block] = []
    for block in blocks:
        before = joined[-1] if joined else None
        if (
            before is not None
            and block.kind is BlockKind.PARAGRAPH
            and before.kind is BlockKind.PARAGRAPH
            and block.passage.text[:1].islower()
            and len(before.passage.text) > 60
            and not _ENDED.search(before.passage.text)
        ):
            joined[-1] = replace(before, passage=_glued(before.passage, block.passage))
        else:
            joined.append(block)
    return joined


def _glued(first: Passage, then: Passage) -> Passage:
    divided = re.search(r"[a-zà-ÿ]-$", first.text)
    head = first.text[:-1] if divided else first.text + " "
    anchors = [a for a in first.anchors if a.offset <= len(head)]
    moved = [replace(a, offset=a.offset + len(head)) for a in then.anchors]
    marks = [*first.markers, *(replace(m, offset=m.offset + len(head)) for m in then.markers)]
    return Passage(head + then.text, (*anchors, *moved), tuple(marks), first.path)


def attach_notes(blocks: list[Block]) -> list[Block]:
    """Tables with the caption above (or right below) them and the notes that follow."""
    done: list[Block] = []
    table_at: int | None = None
    for block in blocks:
        made = block
        if block.table is not None:
            before = done[-1] if done else None
            if before is not None and before.kind is BlockKind.CAPTION and block.table.caption is None:
                made = _captioned(block, before.passage)
            table_at = len(done)
        elif table_at is not None and block.kind is BlockKind.PARAGRAPH and _NOTE_START.match(block.passage.text):
            made = replace(block, kind=BlockKind.NOTE)
            table = done[table_at].table
            if table is not None:
                done[table_at] = replace(done[table_at], table=replace(table, notes=(*table.notes, block.passage)))
        elif block.kind is BlockKind.CAPTION and table_at == len(done) - 1 and _unlabelled(done[-1]):
            if label_of(block.passage.text).startswith("Table"):
                done[-1] = _captioned(done[-1], block.passage)
        else:
            table_at = None
        done.append(made)
    return done


def _captioned(block: Block, caption: Passage) -> Block:
    table = block.table or Table(())
    return replace(block, table=replace(table, caption=caption, label=label_of(caption.text)))


def _unlabelled(block: Block) -> bool:
    return block.table is not None and block.table.caption is None


def label_of(caption: str) -> str:
    """``Table 2`` for a caption that begins so, in one spelling; empty when it is none."""
    match = CAPTION.match(caption)
    if match is None:
        return ""
    words = " ".join(match["label"].split()).replace("Fig.", "Figure").replace("FIG.", "Figure")
    word, _, number = words.rpartition(" ")
    return f"{word.capitalize()} {number}".strip().replace("Fig ", "Figure ")


def in_sections(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Each block with the heading it stands under; everything under *References* is a reference."""
    section = ""
    placed = []
    for block in blocks:
        text = block.passage.text
        if block.kind is BlockKind.HEADING:
            section = re.sub(r"^(?:\d+(?:\.\d+)*\.?\s+)", "", text).strip(" .:#").lower()
        elif block.kind is BlockKind.PARAGRAPH and (match := _RUN_IN.match(text)):
            section = match[1].lower()
        kind = block.kind
        if section in ("references", "bibliography", "reference") and kind is BlockKind.PARAGRAPH:
            kind = BlockKind.REFERENCE
        placed.append(replace(block, kind=kind, section=section))
    return tuple(placed)


_RUN_IN = re.compile(
    r"(Abstract|Background|Context|Objectives?|Aims?|Design|Patients or Other Participants|Methods|Interventions?|"
    r"Results|Conclusions?|Discussion|Introduction|Case (?:report|synopsis))\s?[:.—–-]\s"
)
