"""DOCX: every paragraph is a line; a table has its number and its row in the path.

A column counts the characters of the paragraph as they are shown, or of the row of a table with a tab between cells.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from resorb.sources.documents.blocks import Draft, arranged, block_of
from resorb.sources.documents.clean import LOWERED, RAISED, Fragment, clean_pieces
from resorb.sources.documents.headings import CAPTION, is_heading
from resorb.sources.documents.spans import Cell, table_of
from resorb.values.documents import Block, BlockKind, Document, Passage
from resorb.values.findings import Refused

if TYPE_CHECKING:
    from docx.document import Document as Package

MOST_MEMBERS = 4_000
MOST_UNPACKED = 64 << 20
HIGHEST_RATIO = 200
"""How much larger than packed a part of more than a megabyte may be."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEFT_OUT = frozenset(("del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "rPr", "sectPr", "txbxContent"))
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad", "ptab": "\t"}
_DEEPEST = 200


def read_docx(data: bytes, name: str) -> Document:
    """A document from the bytes of a DOCX file.

    Raises:
        Refused: when it is none, is damaged, or unpacks to more than is allowed.
    """
    _check(data)
    import docx

    try:
        reader = _Reader(docx.Document(BytesIO(data)))
        return Document(name, arranged(list(reader.drafts())))
    except Refused:
        raise
    except Exception as error:
        # Whatever a damaged package raises in the libraries, it is the file that cannot be read.
        raise Refused(f"is no Word document that can be read ({type(error).__name__})", "save it anew") from None


def _check(data: bytes) -> None:
    """Refuse what is no DOCX, and archives made to blow up, before anything is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            if "word/document.xml" not in archive.namelist():
                raise Refused("is an archive, but no Word document", "give the documents in it")
            if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > MOST_UNPACKED:
                raise Refused(f"unpacks to more than {MOST_UNPACKED >> 20} MB", "save it without pictures, or as text")
            if any(m.file_size > max(1 << 20, HIGHEST_RATIO * m.compress_size) for m in members):
                raise Refused("unpacks to far more than it is", "save it anew, or as text")
            for member in members:
                if member.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(member):
                    raise Refused("declares entities, which no Word document does", "save it anew, or as text")
    except Refused:
        raise
    except Exception as error:
        raise Refused(f"is a damaged archive ({type(error).__name__})", "save it anew") from None


def _name(element: Any) -> str:
    """The name of an element without its namespace; empty for comments."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


class _Reader:
    """The body of a package, as drafts of blocks."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.styles = _styles(package)
        self.paragraphs = 0
        self.tables = 0
        self.notes: dict[str, int] = {}
        """Footnotes in the order they are cited, with the paragraph that cites them first."""

    def drafts(self) -> Iterator[Draft]:
        for element in _inside(self.package.element.body):
            if _name(element) == "p":
                self.paragraphs += 1
                path = f"paragraph {self.paragraphs}"
                yield from self._paragraph(element, path)
                for box in element.iter(f"{_W}txbxContent"):
                    # A text box comes twice, for new and for old programs.
                    if not any(_name(a) == "Fallback" for a in box.iterancestors()):
                        for inner in box.iter(f"{_W}p"):
                            yield from self._paragraph(inner, f"{path}, text box")
            else:
                yield from self._table(element)
        yield from self._footnotes()

    def _paragraph(self, element: Any, path: str) -> Iterator[Draft]:
        style = self._style(element)
        pieces: list[Fragment] = []
        for piece in [*self._pieces(element, self.paragraphs), ("\n", 0, 0)]:
            if piece[0] != "\n":
                pieces.append(piece)
                continue
            passage = clean_pieces(pieces, path)
            pieces = []
            if passage.text:
                yield Draft(_block(passage, style), begins=style == "list")

    def _style(self, element: Any) -> str:
        properties = element.find(f"{_W}pPr")
        if properties is None:
            return ""
        if properties.find(f"{_W}outlineLvl") is not None:
            return "heading"
        style = properties.find(f"{_W}pStyle")
        named = self.styles.get(style.get(f"{_W}val", ""), "") if style is not None else ""
        return named or ("list" if properties.find(f"{_W}numPr") is not None else "")

    def _pieces(self, element: Any, line: int, column: int = 1) -> list[Fragment]:
        """The shown text of an element; a line break is a piece of its own."""
        pieces: list[Fragment] = []
        for text, raised in self._texts(element):
            if raised:
                pieces.append((RAISED, line, column))
            for nth, part in enumerate(text.split("\n")):
                if nth:
                    pieces.append(("\n", line, column))
                    column += 1
                pieces.append((part, line, column))
                column += len(part)
            if raised:
                pieces.append((LOWERED, line, column))
        while pieces and pieces[-1][0] in ("", "\n"):
            pieces.pop()
        return pieces

    def _texts(self, element: Any, raised: bool = False, depth: int = 0) -> Iterator[tuple[str, bool]]:
        """Stretches of shown text, each with whether it is raised."""
        if depth > _DEEPEST:
            return
        for child in element:
            name = _name(child)
            if name == "t":
                yield child.text or "", raised
            elif name in _SIGNS:
                yield _SIGNS[name], False
            elif name == "sym":
                code = child.get(f"{_W}char", "")[-4:]
                yield chr(0xF000 | (int(code, 16) & 0xFF)) if code.isalnum() else "\ufffd", raised
            elif name in ("footnoteReference", "endnoteReference"):
                number = child.get(f"{_W}id", "")
                self.notes.setdefault(f"{name.removesuffix('Reference')} {number}", self.paragraphs)
                yield number, True
            elif name == "r":
                if not _hidden(child):
                    yield from self._texts(child, _raised(child), depth + 1)
            elif name and name not in _LEFT_OUT:
                yield from self._texts(child, raised, depth + 1)
                if name == "p":
                    yield "\n", False

    def _table(self, element: Any) -> Iterator[Draft]:
        self.tables += 1
        rows = []
        for number, row in enumerate((r for r in _inside(element) if _name(r) == "tr"), 1):
            head = number == 1 or row.find(f"{_W}trPr/{_W}tblHeader") is not None
            rows.append(self._row(row, number, head))
        table, notes = table_of(rows)
        first = next((cell for row in table.rows for cell in row if cell.text), None)
        if first is not None:
            yield Draft(Block(BlockKind.TABLE, first, table=table), begins=True)
        yield from (Draft(Block(BlockKind.NOTE, note), begins=True) for note in notes)

    def _row(self, row: Any, number: int, head: bool) -> list[Cell]:
        path = f"table {self.tables}, row {number}"
        cells = []
        column = 1
        for element in (c for c in _inside(row) if _name(c) == "tc"):
            span = element.find(f"{_W}tcPr/{_W}gridSpan")
            wide = span.get(f"{_W}val", "1") if span is not None else "1"
            columns = min(int(wide), 100) if wide.isascii() and wide.isdigit() and len(wide) < 5 else 1
            pieces = self._pieces(element, number, column)
            cells.append(Cell(head, max(1, columns), 1, False, number, column, pieces, path))
            column = (pieces[-1][2] + len(pieces[-1][0]) if pieces else column) + 1
        return cells

    def _footnotes(self) -> Iterator[Draft]:
        from docx.oxml.parser import parse_xml

        for part in self.package.part.package.iter_parts():
            kind = part.partname.rpartition("/")[2].removesuffix("s.xml")
            if kind not in ("footnote", "endnote"):
                continue
            for note in parse_xml(part.blob):
                key = f"{kind} {note.get(f'{_W}id', '')}"
                if key in self.notes:
                    passage = clean_pieces(self._pieces(note, self.notes[key]), key)
                    yield Draft(block_of(passage), begins=True)


def _block(passage: Passage, style: str) -> Block:
    if style == "caption" or CAPTION.match(passage.text):
        return Block(BlockKind.CAPTION, passage)
    if style == "heading" or is_heading(passage.text):
        return Block(BlockKind.HEADING, passage)
    return block_of(passage)


def _inside(element: Any, depth: int = 0) -> Iterator[Any]:
    """Paragraphs, tables, rows or cells of an element, also those inside content controls and insertions."""
    for child in element:
        name = _name(child)
        if name in ("p", "tbl", "tr", "tc"):
            yield child
        elif name in ("sdt", "sdtContent", "ins", "customXml", "smartTag", "moveTo") and depth < _DEEPEST:
            yield from _inside(child, depth + 1)


def _on(element: Any | None) -> bool:
    return element is not None and element.get(f"{_W}val", "true") not in ("0", "false", "off", "none")


def _hidden(run: Any) -> bool:
    """Whether a run is hidden or struck out."""
    return any(_on(run.find(f"{_W}rPr/{_W}{name}")) for name in ("vanish", "strike", "dstrike"))


def _raised(run: Any) -> bool:
    align = run.find(f"{_W}rPr/{_W}vertAlign")
    return align is not None and align.get(f"{_W}val") == "superscript"


def _styles(package: Package) -> dict[str, str]:
    """What each style is for: ``heading``, ``caption``, ``list`` or nothing known."""
    named: dict[str, str] = {}
    for style in package.styles.element.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        text = (name.get(f"{_W}val", "") if name is not None else "").lower()
        kind = next((kind for kind in ("heading", "caption", "list") if text.startswith(kind)), "")
        outlined = style.find(f"{_W}pPr/{_W}outlineLvl") is not None
        named[style.get(f"{_W}styleId", "")] = "heading" if outlined or text in ("title", "subtitle") else kind
    return named
