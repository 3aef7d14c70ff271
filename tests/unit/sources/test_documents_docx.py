"""DOCX files, made with the library that reads them."""

from __future__ import annotations

import io

import docx
import pytest
from docx.document import Document as Package

from resorb.sources.documents.docx import MOST_UNPACKED, read_docx
from resorb.values.documents import BlockKind, Document
from resorb.values.findings import Refused
from tests.unit.sources.made_documents import archive


def read(package: Package) -> Document:
    kept = io.BytesIO()
    package.save(kept)
    return read_docx(kept.getvalue(), "x.docx")


def members(package: Package) -> dict[str, bytes]:
    import zipfile

    kept = io.BytesIO()
    package.save(kept)
    with zipfile.ZipFile(kept) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_paragraphs_are_lines_and_headings_have_their_style() -> None:
    package = docx.Document()
    package.add_heading("Results", 1)
    package.add_paragraph("Of 28 patients, 12 (43%)\tdid well")
    package.add_paragraph("first line\nSecond line")
    blocks = read(package).blocks
    assert [(b.kind, b.passage.text) for b in blocks] == [
        (BlockKind.HEADING, "Results"),
        (BlockKind.PARAGRAPH, "Of 28 patients, 12 (43%) did well"),
        (BlockKind.PARAGRAPH, "first line"),
        (BlockKind.PARAGRAPH, "Second line"),
    ]
    place = blocks[1].passage.place("x.docx", 16, 18)
    assert (place.line, place.column, place.end_column, place.path) == (2, 17, 19, "paragraph 2")
    assert blocks[3].passage.line_and_column(0) == (3, 12)


def test_raised_runs_are_marks_or_exponents_and_struck_ones_are_gone() -> None:
    package = docx.Document()
    paragraph = package.add_paragraph("28 patients")
    paragraph.add_run("3").font.superscript = True
    paragraph.add_run(" at 1.73 m")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run(" and not").font.strike = True
    passage = read(package).blocks[0].passage
    assert passage.text == "28 patients at 1.73 m²"
    assert [(m.offset, m.text) for m in passage.markers] == [(11, "3")]
    assert passage.line_and_column(passage.text.index("²")) == (1, 23)


def test_tables_have_rows_captions_and_notes() -> None:
    package = docx.Document()
    package.add_paragraph("Table 1. Doses", style="Caption")
    table = package.add_table(rows=3, cols=3)
    for r, row in enumerate([("Arm", "Dose", ""), ("A", "12.5", "3"), ("B", "25", "4")]):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    package.add_paragraph("a Given twice.")
    read_table = next(b.table for b in read(package).blocks if b.table is not None)
    assert (read_table.label, [n.text for n in read_table.notes]) == ("Table 1", ["a Given twice."])
    assert [[c.text for c in row] for row in read_table.rows] == [
        ["Arm", "Dose", "Dose"],
        ["A", "12.5", "3"],
        ["B", "25", "4"],
    ]
    cell = read_table.rows[1][2]
    assert (cell.path, cell.line_and_column(0)) == ("table 1, row 2", (2, 8))


def test_inserted_text_is_read_deleted_text_is_not() -> None:
    parts = members(docx.Document())
    body = (
        b"<w:p><w:r><w:t>Of 28 </w:t></w:r><w:ins w:id='1'><w:r><w:t>patients</w:t></w:r></w:ins>"
        b"<w:del w:id='2'><w:r><w:delText>cases</w:delText></w:r></w:del>"
        b"<w:r><w:sym w:font='Symbol' w:char='F0B3'/><w:t>5</w:t></w:r></w:p>"
    )
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + body)
    assert read_docx(archive(parts), "x").blocks[0].passage.text == "Of 28 patients≥5"


def test_footnotes_are_read_once_cited() -> None:
    parts = members(docx.Document())
    space = b"xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
    parts["word/footnotes.xml"] = (
        b"<w:footnotes %s><w:footnote w:id='2'><w:p><w:r><w:t>Given twice.</w:t></w:r></w:p></w:footnote></w:footnotes>"
        % space
    )
    relation = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    link = b'<Relationship Id="rId99" Type="%s" Target="footnotes.xml"/></Relationships>' % relation
    links = "word/_rels/document.xml.rels"
    parts[links] = parts[links].replace(b"</Relationships>", link)
    kind = b'<Override PartName="/word/footnotes.xml" ContentType="application/xml"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", kind)
    body = b"<w:p><w:r><w:t>12 g</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + body)
    first, note = read_docx(archive(parts), "x").blocks
    assert (first.passage.text, first.passage.markers[0].text) == ("12 g", "2")
    assert (note.passage.text, note.passage.path) == ("Given twice.", "footnote 2")


def test_archives_made_to_blow_up_are_refused_unread() -> None:
    for size, rule in ((20 << 20, "far more"), (MOST_UNPACKED + 1, "more than 64 MB")):
        with pytest.raises(Refused, match=rule):
            read_docx(archive({"word/document.xml": b" " * size}), "x")
    with pytest.raises(Refused, match="more than"):
        read_docx(archive({"word/document.xml": b""} | {f"a{n}": b"" for n in range(5_000)}), "x")


def test_entities_are_refused() -> None:
    parts = members(docx.Document())
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    parts["word/document.xml"] = laughs + b"<x>&b;</x>"
    with pytest.raises(Refused, match="entities"):
        read_docx(archive(parts), "x")


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04", b"PK\x03\x04" + b"x" * 400, archive({"word/document.xml": b"<a"}), archive({"a": b""})]
)
def test_what_is_no_word_document_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        read_docx(data, "x")
