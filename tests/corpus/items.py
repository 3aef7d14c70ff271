"""The corpus: one JSON object a line, one file for each class of slip.

An item with a slip names the words to underline (``slip``), why, and the verdict; a clean one names its trap.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
PARTS = ("development", "held_out")


@dataclass(frozen=True)
class Item:
    """One text. ``slip`` is None for a clean one."""

    kind: str
    line: int
    text: str
    slip: str | None
    note: str
    verdict: str | None


def items(part: str, kind: str | None = None) -> list[Item]:
    """The items of ``development``, ``held_out`` or a folder elsewhere, of one class or of all."""
    found = []
    for file in sorted((HERE / part).glob("*.jsonl")):
        if kind not in (None, file.stem):
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                one = json.loads(line)
                note = one.get("why") or one.get("trap") or ""
                found.append(Item(file.stem, number, one["text"], one.get("slip"), note, one.get("verdict")))
    return found


def documents(part: str) -> list[tuple[str, str]]:
    """Name and text of the whole documents without a slip of a part."""
    files = sorted((HERE / "documents" / part).glob("*.md"))
    return [(file.name, file.read_text(encoding="utf-8")) for file in files]
