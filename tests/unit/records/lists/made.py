"""Lists written for tests: CSV files and the smallest workbooks that Excel would open."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from resorb.records.source import open_source

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STYLES = '<xf numFmtId="0"/><xf numFmtId="14"/>'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def csv_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """A CSV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], **parts: str) -> Path:
    """A workbook; a cell is text, a number, ``("date", serial)`` or ``("formula", stored value)``."""
    names = list(sheets)
    listed = "".join(f'<sheet name="{escape(n)}" sheetId="{i}" r:id="r{i}"/>' for i, n in enumerate(names, 1))
    links = "".join(f'<Relationship Id="r{i}" Target="worksheets/sheet{i}.xml"/>' for i in range(1, len(names) + 1))
    files = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs>{STYLES}</cellXfs></styleSheet>',
    }
    for i, rows in enumerate(sheets.values(), 1):
        body = "".join(
            f'<row r="{r}">{"".join(_cell(f"{chr(65 + c)}{r}", v) for c, v in enumerate(row))}</row>'
            for r, row in enumerate(rows, 1)
        )
        files[f"xl/worksheets/sheet{i}.xml"] = f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in (files | parts).items():
            book.writestr(name, text)
    return path


def _cell(at: str, value: Any) -> str:
    match value:
        case None:
            return ""
        case ("date", serial):
            return f'<c r="{at}" s="1"><v>{serial}</v></c>'
        case ("formula", stored):
            return f'<c r="{at}"><f>1+1</f><v>{stored}</v></c>'
        case str():
            return f'<c r="{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        case _:
            return f'<c r="{at}"><v>{value}</v></c>'


def opened(path: Path, query: str) -> tuple[list[tuple[Any, ...]], list[str]]:
    """Rows of a query on the views over a list, and the findings as lines."""
    with open_source(path) as source:
        return source.connection.execute(query).fetchall(), [str(f) for f in source.findings]
