"""PDF: the text of each page in reading order.

A place is the page, and a line and a column of its text as it is read here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from resorb.sources.documents.blocks import blocks_of
from resorb.sources.documents.layout import Sign, lines_of
from resorb.sources.documents.lines import Line, without_furniture
from resorb.values.documents import Document
from resorb.values.findings import Refused

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

MOST_PAGES = 2_000
MOST_SIGNS = 5_000_000
"""Characters of all pages together."""
_HYPHEN, _OLD_HYPHEN = 0xFFFE, 0x2
"""What PDFium gives for the hyphen that divides a word at the end of a line."""


def read_pdf(data: bytes, name: str) -> Document:
    """A document from the bytes of a PDF.

    Raises:
        Refused: when it cannot be read, is locked or too large, or holds no text.
    """
    import pypdfium2

    try:
        source = pypdfium2.PdfDocument(data)
        try:
            pages = _pages(source)
        finally:
            source.close()
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Refused("is locked by a password", "save it without one") from None
        raise Refused("is no PDF that can be read", "save it anew, or give its text") from None
    if not any(line.text.strip() for page in pages for line in page):
        raise Refused("holds no text: its pages are pictures, or empty", "let a program recognise its text first")
    return Document(name, blocks_of(without_furniture(pages), markup=False))


def _pages(source: PdfDocument) -> list[list[Line]]:
    if len(source) > MOST_PAGES:
        raise Refused(f"has more than {MOST_PAGES:,} pages", "give it in parts")
    pages: list[list[Line]] = []
    left = MOST_SIGNS
    for number in range(len(source)):
        page = source[number]
        text = page.get_textpage()
        try:
            left -= text.count_chars()
            if left < 0:
                raise Refused(f"holds more than {MOST_SIGNS:,} characters", "give it in parts")
            lines = lines_of(_signs(text))
            pages.append([Line(line, at, path=f"page {number + 1}") for at, line in enumerate(lines, 1)])
        finally:
            text.close()
            page.close()
    return pages


def _signs(text: PdfTextPage) -> Iterator[Sign]:
    """The characters of a page with their places on it, in the order the page draws them."""
    from ctypes import c_double

    from pypdfium2 import raw

    box = raw.FS_RECTF()
    across, up = c_double(), c_double()
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text.raw, index)
        if code in (0xD, 0xA):
            continue
        if not raw.FPDFText_GetLooseCharBox(text.raw, index, box):
            continue
        raw.FPDFText_GetCharOrigin(text.raw, index, across, up)
        if code in (_HYPHEN, _OLD_HYPHEN):
            shown = "-"
        else:
            shown = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        yield Sign(shown, box.left, box.right, up.value, abs(box.top - box.bottom))
