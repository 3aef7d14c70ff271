"""Lists to read, as clinics export them and as they break: CSV, workbooks, mappings, OMOP tables as CSV."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from random import Random

from resorb.records.omop import OMOP_TABLES
from resorb.records.source import open_source
from resorb.values.findings import Fault
from tests.fuzz.mutations import change_byte, change_number, delete_bytes, double_bytes, insert_junk
from tests.unit.records.lists.made import workbook

CANARY = "Kanarienvogel"
_DAYS = (
    "2015-03-04", "04.03.2015", "03/04/2015", "13/04/2015", "12/25/2015", "4 Mar 2015", "20150304", "2015-13-40",
    "03/04/15", "0000-00-00", "9999-12-31", "42067", "2015-03-04T10:00:00Z", "4. März 2015", "",
)  # fmt: skip
_NUMBERS = (
    "60", "0", "-30", "8,75", "1.250", "1,250", "1.234,5", "1 234", "NaN", "inf", "1e999", "9" * 40, "60 g", "2 tubes",
    "1 op - 8.75 cm x 1 m (e)", "½", "\u0663", "", "=1+1", "30 days", "1/0", "0x10", "--5", "1,2,3.4,5",
)  # fmt: skip
_TEXTS = (
    f"{CANARY} Anna",
    f"calcinosis of {CANARY}",
    f"=cmd|{CANARY}",
    f'"{CANARY}',
    "",
    f"a\nb {CANARY}",
    "x" * 5_000,
)
_WORDS = {
    "MRN": ("MRN17", "18", "A7", "B7", "007", f"{CANARY}", "", "Total", "Summe", "=1+1", "9" * 30),
    "Fill Date": _DAYS, "Drug Name": ("SODIUM THIOSULFATE 25% OINT", "", *_TEXTS), "Strength": ("25%", "", *_TEXTS),
    "Qty": _NUMBERS, "Unit": ("g", "tube", "", *_TEXTS), "Days Supply": _NUMBERS, "Refills": _NUMBERS,
    "Route": ("TOP", "PO", *_TEXTS), "Sig": _TEXTS, "Patient Name": _TEXTS, "End Date": _DAYS,
    "NDC": ("60267-705-50", *_TEXTS),
    "Diagnosis Date": _DAYS, "icd10": ("L94.2", "L942", *_TEXTS), "Code System": ("ICD-10-CM", "icd9", *_TEXTS),
    "Note Date": _DAYS, "Note Text": _TEXTS, "Note Title": _TEXTS, "Sex": ("F", "m", "h", "?", *_TEXTS), "DOB": _DAYS,
    "year of birth": _NUMBERS, "Date of Death": _DAYS, "LOINC": ("17861-6", *_TEXTS), "Result": _NUMBERS,
    "Date": _DAYS, "Entry": ("diagnosis", "note", *_TEXTS), "Code": ("L94.2", *_TEXTS), "Text": _TEXTS,
    "Range Low": _NUMBERS,
}  # fmt: skip
_LISTS = (
    ("MRN", "Fill Date", "Drug Name", "Strength", "Qty", "Unit", "Days Supply", "Refills", "Route", "Sig",
     "Patient Name", "NDC"),
    ("MRN", "Fill Date", "Drug Name", "Qty", "End Date"),
    ("MRN", "Sex", "DOB", "year of birth", "Date of Death", "Patient Name"),
    ("MRN", "Diagnosis Date", "icd10", "Code System"),
    ("MRN", "Note Date", "Note Title", "Note Text"),
    ("MRN", "Date", "Entry", "Code", "Text"),
    ("MRN", "Date", "LOINC", "Result", "Unit", "Range Low"),
)  # fmt: skip
_MAPPING = """persons: by text
lists:
  - {file: "*.csv", is: dispensings, dates: day first, decimals: comma, columns: {person: MRN, date: Fill Date}}
  - {file: book.xlsx, sheet: Rx, header line: 2, delimiter: tab, vocabulary: ICD10CM}
"""


def make_lists(rng: Random, folder: Path) -> Path:
    """A list, or a folder of lists, whole or broken."""
    kind = rng.choice(("file", "file", "folder", "book", "omop"))
    if kind == "omop":
        return _omop(rng, folder / "omop")
    if rng.random() < 0.2:
        _write(folder / rng.choice(("list.lists.yaml", "lists.yaml")), _MAPPING.encode(), rng)
    if kind == "book":
        return _book(rng, folder / "book.xlsx")
    if kind == "file":
        name = rng.choice(("list.csv", "list.csv", "list.tsv", "list.csv.gz"))
        return _write(folder / name, _csv(rng, rng.choice(_LISTS)), rng)
    for n in range(rng.choice((1, 2, 3))):
        _write(folder / f"list{n}.csv", _csv(rng, rng.choice(_LISTS)), rng)
    # The folder itself is what is opened; findings stand in it.
    return folder


def _table(rng: Random, columns: tuple[str, ...]) -> list[list[str]]:
    chosen = [c for c in columns if rng.random() < 0.95]
    rng.shuffle(chosen)
    rows = [
        [rng.choice(_WORDS[c]) if rng.random() < 0.5 else _WORDS[c][0] for c in chosen]
        for _ in range(rng.choice((0, 1, 5, 40)))
    ]
    above = [[f"Report of {CANARY}"] for _ in range(rng.choice((0, 0, 0, 1, 3, 60)))]
    if rows and rng.random() < 0.2:
        rows.append(rng.choice((["Total", "12"], rows[0][:1], [*rows[0], "extra", CANARY], rows[0])))
    return [*above, chosen, *rows]


def _csv(rng: Random, columns: tuple[str, ...]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=rng.choice(",,;\t|"), lineterminator=rng.choice(("\n", "\r\n"))).writerows(
        _table(rng, columns)
    )
    return out.getvalue().encode(rng.choice(("utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16")), errors="replace")


def _book(rng: Random, path: Path) -> Path:
    sheets = {f"S{n}": _table(rng, rng.choice(_LISTS)) for n in range(rng.choice((1, 2)))}
    clean = {name: [[c.replace("\x00", "") for c in row[:20]] for row in rows] for name, rows in sheets.items()}
    parts = {}
    if rng.random() < 0.5:
        whole = workbook(path, clean)
        part = rng.choice(
            ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml")
        )
        with zipfile.ZipFile(whole) as book:
            parts[part] = _broken(book.read(part), rng).decode("utf-8", errors="replace")
    workbook(path, clean, **parts)
    if rng.random() < 0.3:
        path.write_bytes(_broken(path.read_bytes(), rng))
    return path


def _omop(rng: Random, folder: Path) -> Path:
    for table in OMOP_TABLES:
        if table.name == "person" or rng.random() < 0.4:
            names = [c.name for c in table.columns]
            cells = [[rng.choice(("1", "2", "2015-03-04", "x", *_NUMBERS, *_TEXTS)) for _ in names] for _ in range(5)]
            out = io.StringIO()
            csv.writer(out, delimiter=rng.choice(",;")).writerows([names, *cells])
            _write(folder / f"{table.name}.csv", out.getvalue().encode(), rng)
    return folder


def _write(path: Path, data: bytes, rng: Random) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if rng.random() < 0.4:
        data = _broken(data, rng)
    if path.suffix == ".gz":
        data = gzip.compress(data)
        data = _broken(data, rng) if rng.random() < 0.3 else data
    path.write_bytes(data)
    return path


def _broken(data: bytes, rng: Random) -> bytes:
    for _ in range(rng.choice((1, 1, 2, 5))):
        data = rng.choice((delete_bytes, double_bytes, change_byte, insert_junk, change_number))(data, rng)
    return data


def read_source(path: Path) -> Iterable[Fault]:
    """Open a source and read every view once that has a table behind it; the others are the same for every source."""
    with open_source(path) as source:
        for name in source.landed or ():
            source.connection.execute(f"SELECT * FROM cdm_{name}").fetchall()  # noqa: S608 - our own names
        return source.findings
