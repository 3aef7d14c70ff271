"""Text as a stream: bytes in any encoding to characters, and long text cut into parts with their places.

No text is refused for its encoding: a line that is not UTF-8 is read as Windows-1252, byte by byte, so that every
character keeps its line and column.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

WHOLE = 1 << 20
"""Text up to this many characters is one document; longer text comes in parts."""
PART = 1 << 18
"""No part is longer than this many characters."""
BLOCK = 1 << 17
"""So many bytes are read at a time."""
LINE_END = re.compile(r"\r\n|\n|\r")
_BLANK_LINE = re.compile(r"(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r(?!\n))|\f")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

Part = tuple[str, int, int]
"""Text with the line and the column where it begins."""


def blocks_from(stream: BinaryIO) -> Iterator[bytes]:
    """The bytes of a stream, a block at a time."""
    while block := stream.read(BLOCK):
        yield block


def encoding_of(head: bytes) -> tuple[str, int]:
    """The encoding of a text by its first bytes, and the length of its byte order mark."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name, len(mark)
    pairs = len(head) // 2
    if pairs >= 8:
        even, odd = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
        if odd > 0.4 * pairs and even < 0.05 * pairs:
            return "utf-16-le", 0
        if even > 0.4 * pairs and odd < 0.05 * pairs:
            return "utf-16-be", 0
    return "utf-8", 0


def characters(blocks: Iterable[bytes]) -> Iterator[str]:
    """The characters of a text that comes in blocks of bytes."""
    coming = iter(blocks)
    head = next(coming, b"")
    encoding, skipped = encoding_of(head)
    head = head[skipped:]
    if encoding != "utf-8":
        decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        yield decoder.decode(head)
        for block in coming:
            yield decoder.decode(block)
        yield decoder.decode(b"", final=True)
        return
    rest = head
    for block in coming:
        done = rest + block
        cut = _byte_cut(done)
        rest = done[cut:]
        yield decoded(done[:cut])
    yield decoded(rest)


def _byte_cut(data: bytes) -> int:
    """Where bytes may be cut: after the last line end or, in a line without any, between two characters."""
    cut = data.rfind(b"\n") + 1
    if cut:
        return cut
    cut = len(data)
    for back in range(1, min(4, cut) + 1):
        if data[cut - back] >= 0xC0:
            return cut - back
        if data[cut - back] < 0x80:
            break
    return cut


def decoded(data: bytes) -> str:
    """UTF-8, but lines that are not are Windows-1252."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(map(_line, data.splitlines(keepends=True)))


def _line(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def parts_of(texts: Iterable[str]) -> Iterator[Part]:
    """One part, or several of at most :data:`PART` characters cut at blank lines or form feeds where there are any."""
    held = ""
    line = column = 1
    whole = True
    for text in texts:
        held += text
        while len(held) > (WHOLE if whole else PART):
            whole = False
            cut = _cut(held)
            yield held[:cut], line, column
            line, column = _after(held[:cut], line, column)
            held = held[cut:]
    while not whole and len(held) > PART:
        cut = _cut(held)
        yield held[:cut], line, column
        line, column = _after(held[:cut], line, column)
        held = held[cut:]
    if held or (line, column) == (1, 1):
        yield held, line, column


def _cut(text: str) -> int:
    """Where to cut: at a blank line if there is one, at a line end, after a sentence, at a blank, or anywhere."""
    cut = 0
    for match in _BLANK_LINE.finditer(text, PART // 2, PART):
        cut = match.start() if match[0] == "\f" else match.end()
    return (
        cut
        or text.rfind("\n", 0, PART) + 1
        or text.rfind("\r", 0, PART - 1) + 1
        or text.rfind(". ", 0, PART - 1) + 2 * (". " in text[: PART - 1])
        or text.rfind(" ", 0, PART) + 1
        or PART
    )


def _after(text: str, line: int, column: int) -> tuple[int, int]:
    """Line and column of what follows a text."""
    ends = [match.end() for match in LINE_END.finditer(text)]
    return (line + len(ends), len(text) - ends[-1] + 1) if ends else (line, column + len(text))
