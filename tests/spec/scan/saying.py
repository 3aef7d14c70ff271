"""What scan says of a text, as the specs of its rules compare it."""

from __future__ import annotations

from collections.abc import Collection

from resorb.scan.material import Mark
from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict


def said_of(text: str, checks: Collection[str]) -> list[tuple[str, str, str]]:
    """Check, verdict and underlined words of what these checks report of a text."""
    return [
        (m.finding.check, m.finding.verdict.value, m.passage.text[m.start : m.end])
        for m in scan_document(read_plain(text, "t.txt")).marks
        if m.finding.check in checks and m.finding.verdict.value in ("fails", "assumes")
    ]


def reported(text: str) -> list[Mark]:
    """All that is reported of a text, by any check."""
    marks = scan_document(read_plain(text, "t.md")).marks
    return [m for m in marks if m.finding.verdict in (Verdict.FAILS, Verdict.ASSUMES)]
