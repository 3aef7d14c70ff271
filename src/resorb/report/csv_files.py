"""Report tables as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resorb.values.spreadsheets import csv_text

if TYPE_CHECKING:
    from resorb.analysis.tables import ReportTable


def table_csv(table: ReportTable) -> str:
    """A report table as CSV; the last column names the facts behind each row."""
    rows = [
        [*(cell.text for cell in row), " ".join(dict.fromkeys(str(ref) for cell in row for ref in cell.trace))]
        for row in table.rows
    ]
    return csv_text([*table.columns, "facts"], rows)
