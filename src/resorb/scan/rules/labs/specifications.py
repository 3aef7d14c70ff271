"""What passes a test lies within its limits: assays of a pharmacy or a laboratory, in prose and in tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from resorb.reading.labs.values import DASH, DIGITS, number
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence, Stretch
from resorb.scan.registry import rule
from resorb.values.documents import Passage
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text
from resorb.values.ranges import Range

_I = re.IGNORECASE
_N = rf"(?:{DIGITS})"
_LIMITS = lazy(
    rf"\b(?:specifications?|limits?|acceptance(?:\s+(?:criteri\w+|range))?|acceptable(?:\s+range)?)\b[^.;\d]{{0,30}}"
    rf"(?P<low>{_N})\s?%?{DASH}(?P<high>{_N})\s?(?P<unit>%)",
    _I,
)
_FOUND = lazy(rf"(?<![\w.,])(?P<n>{_N})\s?%\s+of\s+(?:the\s+)?(?:label\w*|nominal|stated|declared|theor\w+)", _I)
_PASSES = lazy(r"\b(?:pass(?:es|ed)?|complies|complied|conforms?|within\s+(?:the\s+)?(?:specification|limits))\b", _I)
_DENIED = lazy(r"\b(?:not|fail\w*|out\s+of|outside|reject\w*|if|must|should|until|when|would|unless)\b", _I)
_HEADS = tuple(
    lazy(words, _I)
    for words in (
        r"\b(?:limits?|specifications?|spec|acceptance|acceptable|requirement|target\s+range)\b",
        r"\b(?:verdict|pass|result|outcome|decision|complies|conclusion|status|judge?ment|ok)\b",
        r"\b(?:assay|found|content|measured|value|mean|concentration|result|pH|%)",
    )
)
_RANGE = lazy(rf"\W*(?P<low>{_N})\s?%?{DASH}(?P<high>{_N})\s?(?:%.{{0,12}})?", _I)
_VALUE = lazy(rf"\s*(?P<n>{_N})\s?(?:%.{{0,12}})?", _I)


@rule(
    "passes-its-limits",
    kind="lab",
    doc="What is said to pass lies within the limits printed with it.",
    source="order of the printed numbers of one paragraph, or of one row of a table",
)
def passes_its_limits(text: Scanned) -> Iterator[Mark]:
    """Specification 90.0 % to 110.0 % of label, found 88.4 % of label, result: pass."""
    for _, group in groupby(text.sentences, key=lambda s: s.block_number):
        yield from _in_paragraph(list(group))
    for block, table in text.tables:
        heads = [cell.text for cell in table.rows[0]]
        limits, verdict = (next((n for n, h in enumerate(heads) if p.search(h)), 0) for p in _HEADS[:2])
        values = [n for n, h in enumerate(heads) if n not in (0, limits, verdict) and _HEADS[2].search(h)]
        if not limits or not verdict or limits == verdict or len(values) != 1:
            continue
        for row in (r for r in table.rows[1:] if len(r) == len(heads)):
            yield from _in_row(text, block, [row[n] for n in (values[0], limits, verdict)])


def _in_paragraph(sentences: Sequence[Sentence]) -> Iterator[Mark]:
    limits = [(s, m) for s in sentences for m in _LIMITS.finditer(s.text)]
    if len(limits) != 1 or any(_DENIED.search(s.text) for s in sentences):
        return
    there, bounds = limits[0]
    found = [
        (s, m) for s in sentences for m in _FOUND.finditer(s.text)
        if s is not there or not bounds.start() <= m.start() < bounds.end()
    ]  # fmt: skip
    if len(found) == 1 and any(_PASSES.search(s.text) for s in sentences):
        sentence, value = found[0]
        yield from _judged(value["n"], bounds, sentence.at(*value.span("n")))


def _in_row(text: Scanned, block: int, cells: Sequence[Passage]) -> Iterator[Mark]:
    value, bounds = _VALUE.fullmatch(cells[0].text), _RANGE.fullmatch(cells[1].text)
    if value and bounds and _PASSES.search(cells[2].text) and not _DENIED.search(cells[2].text):
        yield from _judged(value["n"], bounds, text.cell(block, cells[0]))


def _judged(printed: str, bounds: re.Match[str], at: Stretch) -> Iterator[Mark]:
    ends = [number(one) for one in (printed, bounds["low"], bounds["high"])]
    value, low, high = (end[0] if end else Fraction(-1) for end in ends)
    if None in ends or not low < high or value in Range(low, high):
        return
    shown = f"{as_text(low)} to {as_text(high)}"
    beyond = f"{printed} {'<' if value < low else '>'} {as_text(low if value < low else high)}"
    yield at.mark(
        "passes-its-limits", Verdict.FAILS, f"{printed} lies outside {shown}, and is said to pass.",
        computed=beyond, arithmetic=beyond,
        suggestion="check the result, the limits and the verdict",
    )  # fmt: skip
