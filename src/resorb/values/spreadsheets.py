"""Text that a spreadsheet opens as data, never as formulas (OWASP ASVS 1.2.10)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def safe_cell(text: str) -> str:
    """The text with a leading apostrophe when a spreadsheet would run it; numbers stay numbers.

    NUL is written as its visible form, for CSV readers stop at it.
    """
    if _NUMBER.fullmatch(text):
        return text
    cleaned = text.replace("\0", "␀")
    return f"'{cleaned}" if text.lstrip(" ").startswith(_STARTS_FORMULA) else cleaned


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """One table as CSV (RFC 4180: a line ends with CR LF, and a cell that holds either is quoted)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_cell(c) for c in columns])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue()
