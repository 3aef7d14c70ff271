"""HTML, and the XML of journals (JATS): paragraphs, headings, captions, lists and tables."""

from __future__ import annotations

import re

from resorb.sources.documents.blocks import Draft, arranged, block_of
from resorb.sources.documents.clean import LOWERED, RAISED, Fragment, clean_pieces
from resorb.sources.documents.headings import CAPTION
from resorb.sources.documents.markup import Markup, Tag
from resorb.sources.documents.spans import Cell, Grid, table_of
from resorb.sources.documents.streams import decoded, encoding_of
from resorb.values.documents import Block, BlockKind, Document, Passage
from resorb.values.findings import Refused

LARGEST = 16 << 20
"""Bytes of the largest file in markup."""
DEEPEST = 40
"""Tables in tables in tables: no more than so many."""
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?(?P<name>[\w-]{3,20})", re.IGNORECASE)
_KNOWN = re.compile(r"iso-?8859-\d{1,2}|windows-125\d|latin-?1|gb\w+|big5|shift_jis|euc-\w+|koi8-\w|macintosh", re.I)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = _HEADINGS | frozenset("""
    |p|div|li|ul|ol|dl|dt|dd|section|article|header|footer|main|aside|blockquote|pre|figure|figcaption|address|form|hr|
    fieldset|body|html|summary|details|title|sec|abstract|fig|ref|fn|disp-quote|list-item|list|back|front|
    article-title|caption|table-wrap|table-wrap-foot|table|tr|td|th|thead|tbody|tfoot|label|
""".replace("\n", "").replace("    ", "").split("|"))  # fmt: skip
_SKIPPED = frozenset("""
    head|svg|template|select|button|noscript|nav|del|s|strike|object|canvas|audio|video|journal-meta|article-id|
    pub-date|permissions|counts|volume|issue|fpage|lpage|elocation-id|history|contrib-group|article-categories|
    tex-math|script|style|textarea|iframe|xmp|noembed|noframes
""".replace("\n", "").replace("    ", "").split("|"))  # fmt: skip


def read_html(data: bytes, name: str) -> Document:
    """A document from HTML or journal XML.

    Raises:
        Refused: when it is too large, or its tables are nested too deep.
    """
    if len(data) > LARGEST:
        raise Refused(f"is larger than {LARGEST >> 20} MB of HTML", "give it in parts, or as plain text")
    reader = _Reader()
    for token in Markup(_decoded(data)).tokens():
        if isinstance(token, Tag):
            reader.tag(token)
        else:
            reader.text(token)
    return Document(name, arranged(reader.finished()))


def _decoded(data: bytes) -> str:
    encoding, skipped = encoding_of(data[:4096])
    if encoding != "utf-8":
        return data[skipped:].decode(encoding, errors="replace")
    declared = _CHARSET.search(data[:2048])
    name = declared["name"].decode() if declared else ""
    if _KNOWN.fullmatch(name):
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            pass
    return decoded(data[skipped:])


class _Reader:
    """Blocks as they come, with the tables that are open."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.pieces: list[Fragment] = []
        self.kind = "p"
        self.grids: list[Grid] = []
        self.skipping = ""
        self.skip_depth = 0
        self.raised = False
        self.carry: Fragment | None = None
        """The blank after a label, until the text it labels comes."""
        self.pre = False
        self.foot = False

    def text(self, piece: Fragment) -> None:
        """A stretch of text of one line."""
        if self.skipping:
            return
        text, line, column = piece
        if text == "\n":
            if self.pre and not self._cell():
                self.flush()
                return
            text = " " if self.raised else text
        if self.carry is not None and text.strip():
            self.pieces.append(self.carry)
            self.carry = None
        cell = self._cell()
        (self.pieces if cell is None else cell.pieces).append((text, line, column))

    def _cell(self) -> Cell | None:
        return self.grids[-1].cell if self.grids else None

    def tag(self, tag: Tag) -> None:
        """What a tag begins or ends."""
        name = tag.name
        if self.skipping:
            if name == self.skipping:
                self.skip_depth += -1 if tag.closes else 1
                self.skipping = name if self.skip_depth else ""
            return
        if name in _SKIPPED:
            if not tag.closes:
                self.skipping, self.skip_depth = name, 1
        elif name == "sup":
            self.raised = not tag.closes
            self.text((LOWERED if tag.closes else RAISED, tag.line, tag.column))
        elif name in ("br", "break"):
            self._break(tag)
        elif name in _BLOCKS:
            self._block(tag)

    def _break(self, tag: Tag) -> None:
        cell = self._cell()
        if cell is None:
            self.flush()
        else:
            cell.pieces.append((" ", tag.line, tag.column))

    def _block(self, tag: Tag) -> None:
        name = tag.name
        self.raised = False
        if name == "table":
            self._table(tag)
        elif self.grids and name in ("tr", "td", "th", "thead", "tbody", "tfoot", "caption"):
            self.flush()
            if not self.grids[-1].layout:
                self.grids[-1].tag(tag)
        elif self._cell() is not None:
            self._break(tag)
        else:
            self.flush()
            self.kind = "p" if tag.closes else name
            self.pre = name == "pre" and not tag.closes
            if name == "table-wrap-foot":
                self.foot = not tag.closes
            if name == "label" and tag.closes and self.pieces:
                self.carry = (" ", tag.line, tag.column)

    def _table(self, tag: Tag) -> None:
        self.flush()
        if not tag.closes:
            if len(self.grids) >= DEEPEST:
                raise Refused(f"has tables nested more than {DEEPEST} deep", "give the document as text")
            if self.grids:
                for cell in self.grids[-1].opened_up():
                    self._prose(cell.pieces, "p")
            self.grids.append(Grid())
        elif self.grids:
            self._close(self.grids.pop())

    def _close(self, grid: Grid) -> None:
        self._prose(grid.caption, "caption")
        if grid.rows:
            table, notes = table_of(grid.rows)
            if table.rows:
                first = next((cell for row in table.rows for cell in row if cell.text), Passage(""))
                self.drafts.append(Draft(Block(BlockKind.TABLE, first, table=table), begins=True))
            self.drafts += [Draft(Block(BlockKind.NOTE, note), begins=True) for note in notes]

    def flush(self) -> None:
        """End the block of prose that is open, if any; a label runs on into what it labels."""
        if self.carry is not None or (self.kind == "label" and self.pieces):
            return
        self._prose(self.pieces, self.kind)
        self.pieces = []

    def _prose(self, pieces: list[Fragment], kind: str) -> None:
        passage = clean_pieces(pieces)
        if not passage.text:
            return
        if kind in ("caption", "figcaption") or CAPTION.match(passage.text):
            block = Block(BlockKind.CAPTION, passage)
        elif kind in _HEADINGS or kind in ("title", "article-title"):
            block = Block(BlockKind.HEADING, passage)
        elif self.foot:
            block = Block(BlockKind.NOTE, passage)
        else:
            block = block_of(passage)
        self.drafts.append(Draft(block, begins=kind in ("li", "list-item", "dt")))

    def finished(self) -> list[Draft]:
        """All blocks, also of tables that never ended."""
        self.carry = None
        self.kind = "p" if self.kind == "label" else self.kind
        self.flush()
        while self.grids:
            self._close(self.grids.pop())
        return self.drafts
