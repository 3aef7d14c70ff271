"""Open a file as a document, by what it is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from resorb.sources.documents.plain import read_plain
from resorb.values.documents import Document
from resorb.values.findings import BadInput, Fault, Place


def open_document(file: str) -> Iterator[Document]:
    """The document in a file (``-`` is standard input), in one part or several.

    Raises:
        BadInput: when the file is not there or cannot be read.
    """
    if file == "-":
        return iter([read_plain(sys.stdin.buffer.read().decode("utf-8", errors="replace"), "-")])
    path = Path(file)
    if not path.is_file():
        raise BadInput([Fault(Place(file), "file", "there is no such file", "give a file that can be read")])
    return iter([read_plain(path.read_bytes().decode("utf-8", errors="replace"), file)])
