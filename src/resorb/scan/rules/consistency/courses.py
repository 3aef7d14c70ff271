"""The one course of a report, the one product of a study, the key of a figure: the same wherever they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.doses.courses import cited_key, legend_key
from resorb.reading.papers.citations import caption_label, citations
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.consistency.common import (
    line_of,
)
from resorb.values.documents import BlockKind
from resorb.values.findings import Verdict


def _words(text: str) -> frozenset[str]:
    """Its longer words whole: "intravenous" and "intralesional" begin alike."""
    return frozenset(w for w in re.findall(r"[^\W\d]{3,}", text.lower()) if w not in _EMPTY)


_EMPTY = frozenset(["the", "and", "with", "for", "group", "groups", "route", "arm", "arms", "patients", "treated"])


@rule(
    "figure-key",
    kind="consistency",
    doc="A group of a figure has the colour that the legend gives it.",
    source="the key of the legend, held against colours named in the text",
)
def figure_key(text: Scanned) -> Iterator[Mark]:
    """Colours that the text gives to groups of a figure."""
    keys = {}
    for block in text.document.blocks:
        if block.kind is BlockKind.CAPTION and (label := caption_label(block.passage.text)) is not None:
            entries = legend_key(block.passage.text)
            if len({e.colour for e in entries}) == len(entries) > 1:
                keys[label] = (entries, block.passage.line_and_column(0)[0])
    for sentence in text.sentences if keys else ():
        if sentence.block.kind is BlockKind.CAPTION:
            continue
        for cited in cited_key(sentence.text):
            labels = {(c.kind, c.number) for c in citations(sentence.text)} & set(keys)
            if len(labels) != 1:
                continue
            entries, line = keys[labels.pop()]
            words = _words(cited.group)
            named = [e for e in entries if _words(e.group) & words]
            if len(named) == 1 and named[0].colour != cited.colour and any(e.colour == cited.colour for e in entries):
                yield sentence.at(cited.start, cited.end).mark(
                    "figure-key",
                    Verdict.FAILS,
                    f"The legend in line {line} gives “{named[0].group}” another colour: {named[0].colour}.",
                    computed=named[0].colour,
                    arithmetic="; ".join(f"{e.colour}: {e.group}" for e in entries),
                    suggestion=f"{named[0].colour} (or another group; line {line_of(sentence)})",
                )
