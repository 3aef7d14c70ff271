"""Open a file as a document, by what its first bytes and its name say it is."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from resorb.sources.documents.plain import read_plain
from resorb.sources.documents.streams import BLOCK, blocks_from, characters, encoding_of, parts_of
from resorb.values.documents import Document
from resorb.values.findings import BadInput, Fault, Place, Refused

LARGEST = 64 << 20
"""Bytes of the largest file that is read whole (HTML, DOCX, PDF); plain text has no limit."""
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "is an old Office file", "save it as DOCX, PDF or text"),
    (b"{\\rtf", "is a rich text (RTF) file", "save it as DOCX, PDF or text"),
    (b"\x1f\x8b", "is compressed (gzip)", "unpack it first"),
    (b"BZh", "is compressed (bzip2)", "unpack it first"),
    (b"\xfd7zXZ", "is compressed (xz)", "unpack it first"),
    (b"\x89PNG", "is a picture", "give its text; resorb reads no text from pictures"),
    (b"\xff\xd8\xff", "is a picture", "give its text; resorb reads no text from pictures"),
    (b"GIF8", "is a picture", "give its text; resorb reads no text from pictures"),
)
_MARKUP_SUFFIXES = (".html", ".htm", ".xhtml", ".xml", ".nxml")
_MARKUP_BEGINS = (b"<!doctype html", b"<html", b"<?xml", b"<article", b"<!doctype article")
_BINARY = bytes({*range(9), *range(14, 27), *range(28, 32), 127})

_PDF = re.compile(rb"%PDF-\d\.\d")

Reader = Callable[[bytes, str], Document]


def open_document(file: str) -> Iterator[Document]:
    """The document in a file (``-`` is standard input): in one part or, when it is long plain text, in several.

    Faults show at once; long text is read while its parts are asked for.

    Raises:
        BadInput: when the file is not there, too large, or not a document that can be read.
    """
    try:
        if file == "-":
            return _from_stream(sys.stdin.buffer, file)
        path = Path(file)
        if path.is_dir():
            raise Refused("is a folder", "give the files in it")
        if not path.exists():
            raise Refused("there is no such file", "give a file that can be read")
        with path.open("rb") as stream:
            reader = _reader(stream.read(BLOCK), path.suffix.lower())
            if reader is None:
                return _text(_file_blocks(path), file)
            stream.seek(0)
            return iter([reader(_whole(b"", stream), file)])
    except Refused as refused:
        raise BadInput([Fault(Place(file), "file", refused.rule, refused.remedy)]) from None
    except (OSError, ValueError) as error:
        rule = f"cannot be read ({getattr(error, 'strerror', None) or 'its name is none'})"
        raise BadInput([Fault(Place(file), "file", rule, "give a file that can be read")]) from None


def read_document(data: bytes, name: str) -> Iterator[Document]:
    """The document in some bytes, as :func:`open_document` reads it from a file of this name.

    Raises:
        BadInput: when the bytes are not a document that can be read.
    """
    try:
        reader = _reader(data[:BLOCK], Path(name).suffix.lower())
        if reader is None:
            return _text([data[at : at + BLOCK] for at in range(0, len(data), BLOCK)], name)
        if len(data) > LARGEST:
            raise _too_large()
        return iter([reader(data, name)])
    except Refused as refused:
        raise BadInput([Fault(Place(name), "file", refused.rule, refused.remedy)]) from None


def _from_stream(stream: BinaryIO, name: str) -> Iterator[Document]:
    head = stream.read(BLOCK)
    reader = _reader(head, "")
    if reader is None:
        return _text(chain([head], blocks_from(stream)), name)
    return iter([reader(_whole(head, stream), name)])


def _file_blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        yield from blocks_from(stream)


def _text(blocks: Iterable[bytes], name: str) -> Iterator[Document]:
    return (read_plain(text, name, line, column) for text, line, column in parts_of(characters(blocks)))


def _whole(head: bytes, stream: BinaryIO) -> bytes:
    data = head + stream.read(LARGEST + 1 - len(head))
    if len(data) > LARGEST:
        raise _too_large()
    return data


def _too_large() -> Refused:
    return Refused(f"is larger than {LARGEST >> 20} MB", "give it in parts, or as plain text")


def _reader(head: bytes, suffix: str) -> Reader | None:
    """What reads a file that begins so; None for plain text.

    Raises:
        Refused: for what is neither text nor a document.
    """
    for magic, rule, remedy in _FOREIGN:
        if head.startswith(magic):
            raise Refused(rule, remedy)
    if _PDF.search(head[:1024]):
        from resorb.sources.documents.pdf import read_pdf

        return read_pdf
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        from resorb.sources.documents.docx import read_docx

        return read_docx
    if suffix in (".pdf", ".docx", ".docm") and head:
        raise Refused(f"is no {suffix[1:].upper()} file, whatever its name says", "give it the suffix of what it is")
    encoding, _ = encoding_of(head)
    begins = head[:2048].decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n").lower().encode()
    if suffix in _MARKUP_SUFFIXES or begins.startswith(_MARKUP_BEGINS):
        from resorb.sources.documents.html import read_html

        return read_html
    if encoding == "utf-8" and _is_binary(head):
        raise Refused("is not text", "give text, Markdown, HTML, DOCX or PDF")
    return None


def _is_binary(head: bytes) -> bool:
    """Whether so many bytes are control characters that this is no text in any encoding."""
    return len(head) - len(head.translate(None, _BINARY)) > 0.1 * len(head)
