"""Sheets of an XLSX workbook as grids: read as a stream; formulas are not evaluated, archive bombs refused.

Only what a list needs is read (ECMA-376, part 1: SpreadsheetML): sheets, shared strings, and which number formats are
dates. A formula counts as the value that was stored with it.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.parsers import expat

from resorb.records.lists.grid import Grid, Row
from resorb.records.lists.remarks import Remarks
from resorb.values.findings import BadInput, Fault, Place

MAX_UNPACKED = 2 << 30
MAX_STRINGS = 128 << 20
MAX_ENTRIES = 5_000
MAX_COLUMNS = 512
MAX_PACKED = 400
_FREE = 64 << 20
_BLOCK = 1 << 16
_DATE_FORMATS = {*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)}
"""Numbers of built-in formats that show a date or time."""
_FIRST_SERIAL = 61
"""Before 1 March 1900 Excel counts a day that never was."""
_LAST_SERIAL = 109_574
_FIX = "save it anew as XLSX, or export the sheet as CSV"


class _Refused(Exception):  # noqa: N818 - caught below
    pass


def workbook_grids(path: Path, stem: str, remarks: Remarks) -> list[Grid]:
    """Every sheet of a workbook.

    Raises:
        BadInput: when it is no workbook, or unpacks to far too much.
    """
    try:
        with zipfile.ZipFile(path) as book:
            _judge(path, book)
            sheets, since = _sheets(book)
            strings = _strings(book)
            dates = _date_styles(book)
    except _Refused as refused:
        raise _bad(path, str(refused)) from None
    except (zipfile.BadZipFile, OSError, KeyError, ValueError, EOFError, NotImplementedError, RuntimeError, zlib.error,
            expat.ExpatError):  # fmt: skip
        raise _bad(path, "is not an XLSX workbook that can be read") from None

    def grid(name: str, inside: str) -> Grid:
        file = f"{path}[{name}]"
        reader = _Sheet(file, strings, dates, since, remarks)
        return Grid(file, stem, lambda: _sheet_rows(path, inside, reader))

    return [grid(name, inside) for name, inside in sheets]


def _bad(path: Path, rule: str, line: int = 1) -> BadInput:
    return BadInput([Fault(Place(str(path), line), "workbook", rule, _FIX)])


def _judge(path: Path, book: zipfile.ZipFile) -> None:
    entries = book.infolist()
    size = sum(e.file_size for e in entries)
    if len(entries) > MAX_ENTRIES or size > MAX_UNPACKED or (size > _FREE and size > MAX_PACKED * path.stat().st_size):
        raise _Refused(f"unpacks to {size:,} bytes in {len(entries):,} parts: more than a list needs")


def _parse(
    book: zipfile.ZipFile,
    name: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] = lambda _: None,
    text: Callable[[str], None] = lambda _: None,
) -> Iterator[None]:
    """Walk one part of the archive block by block; element names come without their namespace."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_: Any) -> None:
        raise _Refused("declares a document type, which no workbook does")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda tag, given: start(tag.rpartition(" ")[2], given)
    parser.EndElementHandler = lambda tag: end(tag.rpartition(" ")[2])
    parser.CharacterDataHandler = text
    with book.open(name) as part:
        while block := part.read(_BLOCK):
            parser.Parse(block, False)
            yield
        parser.Parse(b"", True)
        yield


def _walk(*given: Any) -> None:
    for _ in _parse(*given):
        pass


def _sheets(book: zipfile.ZipFile) -> tuple[list[tuple[str, str]], date]:
    """Name and place of each sheet, and the day that serial number 0 stands for."""
    targets: dict[str, str] = {}
    listed: list[tuple[str, str]] = []
    since = [date(1899, 12, 30)]

    def relation(tag: str, given: dict[str, str]) -> None:
        if tag == "Relationship":
            targets[given.get("Id", "")] = given.get("Target", "")

    def entry(tag: str, given: dict[str, str]) -> None:
        if tag == "sheet":
            key = next((v for k, v in given.items() if k.endswith(" id")), "")
            listed.append((given.get("name", "")[:60], key))
        elif tag == "workbookPr" and given.get("date1904") in ("1", "true"):
            since[0] = date(1904, 1, 1)

    _walk(book, "xl/_rels/workbook.xml.rels", relation)
    _walk(book, "xl/workbook.xml", entry)
    there = set(book.namelist())
    found = [(name, posixpath.normpath(posixpath.join("xl", targets.get(key, "")).lstrip("/"))) for name, key in listed]
    found = [(n, p if p in there else p.removeprefix("xl/")) for n, p in found]
    return [(n, p) for n, p in found if p in there and "worksheets/" in p], since[0]


def _strings(book: zipfile.ZipFile) -> list[str]:
    name = "xl/sharedStrings.xml"
    if name not in book.namelist():
        return []
    if book.getinfo(name).file_size > MAX_STRINGS:
        raise _Refused("holds more text than can be kept in memory")
    found: list[str] = []
    parts: list[str] = []
    inside = {"t": 0, "rPh": 0}

    def start(tag: str, _: dict[str, str]) -> None:
        if tag in inside:
            inside[tag] += 1
        elif tag == "si":
            parts.clear()

    def end(tag: str) -> None:
        if tag in inside:
            inside[tag] -= 1
        elif tag == "si":
            found.append("".join(parts))

    _walk(book, name, start, end, lambda text: parts.append(text) if inside["t"] and not inside["rPh"] else None)
    return found


def _date_styles(book: zipfile.ZipFile) -> set[int]:
    """Which cell styles show a number as a date."""
    if "xl/styles.xml" not in book.namelist():
        return set()
    own: set[int] = set()
    styles: list[int] = []
    inside = [False]

    def start(tag: str, given: dict[str, str]) -> None:
        if tag == "numFmt":
            shown = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", given.get("formatCode", "")).lower()
            if re.search(r"[yd]", shown) and "general" not in shown:
                own.add(int(given.get("numFmtId", "-1")))
        elif tag == "cellXfs":
            inside[0] = True
        elif tag == "xf" and inside[0]:
            styles.append(int(given.get("numFmtId", "0")))

    def end(tag: str) -> None:
        if tag == "cellXfs":
            inside[0] = False

    _walk(book, "xl/styles.xml", start, end)
    return {n for n, form in enumerate(styles) if form in _DATE_FORMATS or form in own}


def _sheet_rows(path: Path, inside: str, sheet: _Sheet) -> Iterator[Row]:
    sheet.begin()
    try:
        with zipfile.ZipFile(path) as book:
            for _ in _parse(book, inside, sheet.start, sheet.end, sheet.text):
                done, sheet.done = sheet.done, []
                yield from done
    except _Refused as refused:
        raise _bad(path, str(refused), sheet.row) from None
    except (zipfile.BadZipFile, OSError, KeyError, ValueError, EOFError, zlib.error, expat.ExpatError, RuntimeError):
        raise _bad(path, f"{sheet.file} cannot be read further", max(sheet.row, 1)) from None


class _Sheet:
    """Puts the cells of one sheet together; a row is done when its element ends."""

    def __init__(self, file: str, strings: list[str], dates: set[int], since: date, remarks: Remarks) -> None:
        self.file, self.strings, self.dates, self.since, self.remarks = file, strings, dates, since, remarks
        self.told = 0  # the last row of which something was said: a sheet is read more than once
        self.begin()

    def begin(self) -> None:
        self.done: list[Row] = []
        self.row, self.column = 0, -1
        self.cells: list[str] = []
        self.kind, self.style, self.formula = "n", -1, False
        self.parts: list[str] = []
        self.reading = 0

    def start(self, tag: str, given: dict[str, str]) -> None:
        match tag:
            case "row":
                self.row = _whole(given.get("r"), self.row + 1)
                self.cells, self.column = [], -1
            case "c":
                self.column = _column(given.get("r", ""), self.column + 1)
                self.kind, self.style = given.get("t", "n"), _whole(given.get("s"), -1)
                self.formula, self.parts = False, []
            case "f":
                self.formula = True
            case "v" | "t":
                self.reading += 1

    def text(self, text: str) -> None:
        if self.reading:
            self.parts.append(text)

    def end(self, tag: str) -> None:
        match tag:
            case "v" | "t":
                self.reading -= 1
            case "c":
                self._cell()
            case "row":
                if any(c.strip() for c in self.cells):
                    self.done.append((self.row, self.cells))

    def _cell(self) -> None:
        if self.column >= MAX_COLUMNS:
            rule = f"has more than {MAX_COLUMNS} columns"
            self._say("row", rule, "those further right are not read")
            return
        if self.formula:
            rule = "holds a formula; the value stored with it is taken"
            self._say("cell", rule, "see that the workbook was calculated when saved")
        self.cells.extend([""] * (self.column + 1 - len(self.cells)))
        self.cells[self.column] = self._value("".join(self.parts))

    def _say(self, what: str, rule: str, remedy: str) -> None:
        if self.row > self.told:
            self.remarks.note(self.file, self.row, what, rule, remedy)
            self.told = self.row

    def _value(self, text: str) -> str:
        match self.kind:
            case "s":
                at = _whole(text, -1)
                return self.strings[at] if 0 <= at < len(self.strings) else ""
            case "b":
                return {"1": "TRUE", "0": "FALSE"}.get(text, text)
            case "n":
                return self._number(text)
            case _:
                return text

    def _number(self, text: str) -> str:
        try:
            number = float(text)
        except ValueError:
            return text
        if self.style in self.dates and _FIRST_SERIAL <= number < _LAST_SERIAL:
            return (self.since + timedelta(days=int(number))).isoformat()
        if number.is_integer() and abs(number) < 1e15:
            return str(int(number))
        shown = repr(number)
        # A workbook's number is no text: with three decimals it must not look like thousands.
        return f"{shown}0" if re.search(r"\.\d{3}$", shown) else shown


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,9}", text, re.ASCII) else otherwise


def _column(reference: str, otherwise: int) -> int:
    letters = re.match(r"[A-Z]{1,3}(?=\d)", reference)
    if not letters:
        return otherwise
    number = 0
    for letter in letters.group():
        number = number * 26 + ord(letter) - 64
    return number - 1
