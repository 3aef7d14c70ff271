"""Scan documents: open, read, judge."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resorb.scan.run import Result


def scan(files: list[str]) -> Iterator[Result]:
    """The marks on each document, one document at a time; a long text file comes in several parts.

    Raises:
        BadInput: for files that cannot be read, before anything is scanned.
    """
    from resorb.scan.run import scan_document
    from resorb.sources.documents.open import open_document

    opened = [open_document(file) for file in files]
    for parts in opened:
        for document in parts:
            yield scan_document(document)
