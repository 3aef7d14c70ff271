"""The door for lists: a CSV or XLSX file, or a folder of them, as OMOP-shaped tables."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import duckdb

from resorb.records.lists.grid import DELIMITERS, Grid, csv_grid, encoding_of, first_rows
from resorb.records.lists.headers import HEADER_WITHIN, Asked, Header, find_header
from resorb.records.lists.mapping import NOTHING, ListRule, Mapping, mapping_of
from resorb.records.lists.omop_csv import fill_from_omop, is_omop_folder
from resorb.records.lists.reader import ListReader
from resorb.records.lists.remarks import Remarks
from resorb.records.lists.tables import Tables
from resorb.records.lists.workbook import workbook_grids
from resorb.values.findings import BadInput, Fault, Place

CSV = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
BOOK = ".xlsx"
MOST_FILES = 500


def holds_lists(path: Path) -> bool:
    """Whether a path is a list or a folder with lists and no Parquet files."""
    if path.is_dir():
        entries = sorted(islice(path.iterdir(), 10_000))
        return any(_is_list(e) for e in entries) and not any(e.suffix.lower() == ".parquet" for e in entries)
    return _is_list(path)


def _is_list(path: Path) -> bool:
    return path.name.lower().endswith((*CSV, BOOK)) and not path.name.startswith((".", "~$")) and path.is_file()


def fill_from_lists(connection: duckdb.DuckDBPyConnection, path: Path) -> list[Fault]:
    """Create OMOP-shaped tables from lists; returns what could not be taken as it stands.

    Raises:
        BadInput: when nothing can be read, or somebody must decide first; with all faults at once.
    """
    files = [e for e in sorted(path.iterdir()) if _is_list(e)][:MOST_FILES] if path.is_dir() else [path]
    remarks = Remarks()
    if is_omop_folder(files):
        fill_from_omop(connection, files, remarks)
        return remarks.findings()
    mapping = mapping_of(path)
    tables = Tables(connection, remarks, mapping.by_text)
    readers = []
    for grid, header, rule in _lists(files, mapping, remarks):
        readers.append(ListReader(grid, header, rule, tables))
    if not readers:
        faults = [f for f in remarks.findings() if f.field != "encoding"]
        raise BadInput(faults or [Fault(Place(str(path)), "source", "holds no list", "see docs/how-to/lists.md")])
    for reader in readers:
        reader.learn()
    remarks.end_if_refused()
    taken = sum(reader.take() for reader in readers)
    remarks.end_if_refused()
    if not taken:
        said = [f for f in remarks.findings() if f.field != "encoding"]
        raise BadInput(said or [Fault(Place(str(path)), "source", "holds no row", "give lists with rows")])
    tables.finish()
    return remarks.findings()


def _lists(files: list[Path], mapping: Mapping, remarks: Remarks) -> list[tuple[Grid, Header, ListRule]]:
    """Every list whose header is understood; the others are said. Faults of all files come at once."""
    found: list[tuple[Grid, Header, ListRule]] = []
    faults: list[Fault] = []
    for file in files:
        try:
            grids = _grids(file, mapping, remarks)
        except BadInput as bad:
            faults.extend(bad.faults)
            continue
        for grid in grids:
            rule = mapping.rule(file, grid)
            if rule.asked.kind == NOTHING:
                continue
            try:
                header = find_header(
                    islice(grid.rows(), HEADER_WITHIN if rule.asked.line is None else None), rule.asked
                )
            except BadInput as bad:
                faults.extend(bad.faults)
                continue
            if header is not None:
                found.append((grid, header, rule))
            elif rule.place is not None and (rule.asked.columns or rule.asked.line or rule.asked.kind):
                why = "no row of the list has the columns that are named here, and all that its kind needs"
                faults.append(
                    Fault(rule.place, rule.file, why, "write the words of the header as they stand in the list")
                )
            else:
                rule_text = "no row among the first ones names the columns of a list that is known"
                remarks.note(grid.file, 1, "header", rule_text, "not read; say in lists.yaml what it is")
    if faults:
        raise BadInput(faults)
    return found


def _grids(file: Path, mapping: Mapping, remarks: Remarks) -> list[Grid]:
    stem = file.name.lower().split(".")[0]
    if file.name.lower().endswith(BOOK):
        return workbook_grids(file, stem, remarks)
    encoding = encoding_of(file, remarks)
    rule = mapping.rule(file)
    if rule.delimiter is not None:
        return [csv_grid(file, DELIMITERS[rule.delimiter], encoding, stem)]
    return [csv_grid(file, _delimiter(file, encoding, rule.asked), encoding, stem)]


def _delimiter(file: Path, encoding: str, asked: Asked) -> str:
    """The delimiter by which most columns of a header are understood, else the one that parts most evenly."""
    best, most = ",", (-1, -1)
    for delimiter in DELIMITERS.values():
        rows = first_rows(file, delimiter, encoding)
        header = find_header(rows, asked)
        widths = [len(cells) for _, cells in rows]
        even = max((widths.count(w) * (w > 1) for w in set(widths)), default=0)
        score = (len(header.at) if header else 0, even)
        if score > most:
            best, most = delimiter, score
    return best
