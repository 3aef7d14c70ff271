"""A list as rows of cells with their lines, whatever file it stands in; nothing is read twice that a pass can bound.

Text may be UTF-8 (with or without mark), UTF-16 with mark, or Windows-1252, and packed with gzip. A line, a cell and
what gzip unpacks to are bounded, so that a hostile file ends in a fault.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

from resorb.records.lists.remarks import Remarks
from resorb.values.findings import BadInput, Fault, Place

Row = tuple[int, list[str]]
"""The line a row begins on, and its cells."""
MAX_LINE = 4_000_000
MAX_PACKED = 200
"""How many times its size a packed file may unpack to, once that is more than ``MAX_FREE`` bytes."""
MAX_FREE = 256 << 20
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
SNIFFED_ROWS = 60
_BLOCK = 1 << 20

csv.field_size_limit(MAX_LINE)  # the module has one limit for all readers; notes are longer than its 131,072


@dataclass(frozen=True, slots=True)
class Grid:
    """A list of rows.

    Attributes:
        file: the name shown in findings; a sheet of a workbook is ``book.xlsx[Sheet1]``.
        rows: gives the rows from the beginning, as often as asked.
        stem: the name without folder and suffixes, lower case.
    """

    file: str
    stem: str
    rows: Callable[[], Iterator[Row]]


def csv_grid(path: Path, delimiter: str, encoding: str, stem: str) -> Grid:
    """A CSV file as a grid."""
    return Grid(str(path), stem, lambda: _rows(path, delimiter, encoding))


def first_rows(path: Path, delimiter: str, encoding: str) -> list[Row]:
    """The first rows as this delimiter parts them; none where they cannot be parted so."""
    try:
        return list(islice(_rows(path, delimiter, encoding), SNIFFED_ROWS))
    except BadInput:
        return []


def encoding_of(path: Path, remarks: Remarks) -> str:
    """How a file's text is encoded; what is not UTF-8 is said.

    Raises:
        BadInput: when it is no text, cannot be unpacked, or unpacks to far too much.
    """
    try:
        with _opened(path) as file:
            head = file.read(_BLOCK)
            if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                remarks.note(str(path), 1, "encoding", "is UTF-16", "taken so; UTF-8 is safer")
                return "utf-16"
            if b"\x00" in head:
                raise _bad(path, "encoding", "is not text", "save the list as CSV in UTF-8")
            return _utf8_or_windows(path, file, head, remarks)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or "cannot be unpacked"
        raise _bad(path, "file", reason, "see that it is whole and can be read") from None


def _utf8_or_windows(path: Path, file: BinaryIO, head: bytes, remarks: Remarks) -> str:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    block, read, packed = head, 0, path.stat().st_size if path.suffix.lower() == ".gz" else 0
    lines = 1
    while block:
        read += len(block)
        if packed and read > MAX_FREE and read > MAX_PACKED * packed:
            raise _bad(path, "file", f"unpacks to more than {MAX_PACKED} times its size", "unpack it yourself first")
        try:
            decoder.decode(block)
        except UnicodeDecodeError as error:
            lines += block.count(b"\n", 0, error.start)
            rule = "is not UTF-8; read as Windows-1252 (latin-1)"
            remarks.note(str(path), lines, "encoding", rule, "save it as UTF-8 when letters come out wrong")
            return "cp1252"
        lines += block.count(b"\n")
        block = file.read(_BLOCK)
    return "utf-8-sig"


def _opened(path: Path) -> BinaryIO:
    if path.suffix.lower() == ".gz":
        return cast("BinaryIO", gzip.open(path, "rb"))
    return path.open("rb")


def _rows(path: Path, delimiter: str, encoding: str) -> Iterator[Row]:
    """Rows of a CSV file; blank ones are passed over."""
    last = 0
    try:
        with _opened(path) as raw, io.TextIOWrapper(raw, encoding, errors="replace", newline="") as text:
            reader = csv.reader(_lines(path, text), delimiter=delimiter)
            for cells in reader:
                line, last = last + 1, reader.line_num
                if any(cells) and any(c.strip() for c in cells):
                    yield line, cells
    except csv.Error as error:
        rule = f"cannot be read further: {str(error)[:80]}"
        raise BadInput(
            [Fault(Place(str(path), last + 1), "row", rule, "look for a quote that is not closed")]
        ) from None
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or "cannot be unpacked"
        raise _bad(path, "file", reason, "see that it is whole and can be read") from None


def _lines(path: Path, text: io.TextIOWrapper) -> Iterator[str]:
    number = 0
    while line := text.readline(MAX_LINE):
        number += 1
        if len(line) >= MAX_LINE:
            rule = f"is longer than {MAX_LINE:,} characters"
            raise BadInput([Fault(Place(str(path), number), "line", rule, "see that the file is a list")])
        yield line.replace("\x00", "") if "\x00" in line else line


def _bad(path: Path, field: str, rule: str, remedy: str) -> BadInput:
    return BadInput([Fault(Place(str(path)), field, rule, remedy)])
