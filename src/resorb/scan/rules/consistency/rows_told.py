"""What a text says of a patient at the start or the end, against the first or the last cell of that row of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.checks.arithmetic.near_miss import near_miss
from resorb.reading.lazy import lazy
from resorb.reading.numerals import read_numeral
from resorb.reading.papers.persons import COHORT
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.consistency.common import is_of_others
from resorb.values.documents import Passage
from resorb.values.findings import Verdict

_I = re.IGNORECASE
_LABEL = lazy(r"(?P<name>[^\W\d_][\w -]{6,50}?)\s*(?:[(,\[]\s*(?P<unit>[^()\[\]\d;]{1,14})[)\]]?)?\s*")
_NUMBER = lazy(r"\s*(\d{1,5}(?:\.\d{1,3})?)\s*")
_TOLD = (
    r"(?:\s+(?:of|was|were|is|had\s+been|at|measured|fell|rose|improved|had\s+risen|had\s+fallen)){0,2}[\s:]+(?P<n>\d{1,5}(?:\.\d{1,3})?)(?![\w.,]\d)\s?"
    r"(?P<unit>%|[a-zA-Zµ/0-9²]{1,12})?\s+(?:(?P<first>on\s+admission|at\s+(?:admission|presentation|baseline|the\s+start|first)"
    r"|initially|before\s+(?:treatment|therapy))|(?P<last>(?:on|at)\s+discharge|at\s+(?:the\s+)?(?:end|last)))\b(?!\s+(?:to|from|in|at)\b)"
)
_MOST = 60


@rule(
    "row-told",
    kind="consistency",
    doc="What the text says of one patient on admission or at the end stands first or last in that row of the table.",
    source="the row whose whole label stands before the number; told where it looks like a slip of its cell",
)
def row_told(text: Scanned) -> Iterator[Mark]:
    """Ejection fraction was 28% on admission; the table has 38, 44 and 57."""
    if text.holding(COHORT):
        return
    rows = [(label, cells) for _, table in text.tables for row in table.rows[1:_MOST] for label, cells in _row(row)]
    for name, cells in rows:
        words = r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", name["name"].strip())))
        pattern = re.compile(rf"\b{words}{_TOLD}", _I)
        for sentence in text.sentences:
            if name["name"].strip().lower()[:6] in sentence.text.lower() and not is_of_others(sentence):
                yield from _judged(sentence, pattern, name["unit"], cells)


def _row(row: tuple[Passage, ...]) -> Iterator[tuple[re.Match[str], list[str]]]:
    """A label of two words and more, with the numbers of its cells."""
    name = _LABEL.fullmatch(row[0].text) if row else None
    cells = [m[1] for cell in row[1:] if (m := _NUMBER.fullmatch(cell.text))]
    if name and len(name["name"].split()) > 1 and len(cells) > 1:
        yield name, cells


def _judged(sentence: Sentence, pattern: re.Pattern[str], unit: str | None, cells: list[str]) -> Iterator[Mark]:
    for m in pattern.finditer(sentence.text):
        right = cells[0] if m["first"] else cells[-1]
        printed, true = read_numeral(m["n"]), read_numeral(right)
        if printed is None or true is None or m["n"] in cells or (unit and m["unit"] and unit.strip() != m["unit"]):
            continue
        if near_miss(printed, true.value, off_by=0):
            yield sentence.at(m.start("n"), m.end("unit") if m["unit"] else m.end("n")).mark(
                "row-told", Verdict.ASSUMES, f"{m['n']} is said here; its row of the table has {', '.join(cells)}.",
                computed=right, arithmetic=f"{m['n']} ≠ {right}", suggestion=right,
                assumption="both are the same measurement",
            )  # fmt: skip
