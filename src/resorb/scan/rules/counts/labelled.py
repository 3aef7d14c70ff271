"""Counts behind their labels that part a batch: "Filled: 46 syringes. Rejected: 3. Retained: 2. Released: 41"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict

_I = re.IGNORECASE
_ITEM = lazy(
    r"(?:^|(?<=[.;,]\s))(?P<label>[a-z][^.;:,()\d\n]{2,40}):\s?(?P<n>\d{1,5})(?![\d.,/:%]\d)(?:\s[a-z]{3,15})?(?:\s\([^()]{1,60}\))?"
    r"(?=\s*(?:[.;,]|$))",
    _I,
)
_BEGUN = lazy(r"(?:\w+\s)?(?:filled|prepared|produced|started|received|compounded|delivered|made(?:\sup)?|begun)\b", _I)
_LOST = lazy(
    r"(?:\w+\s)?(?:reject|discard|broke|spoil|held|kept|retain|retention|sampl|test|destroy|expired|lost|wast|damag|unused|underfilled|quarantin)",
    _I,
)
_LEFT = lazy(r"(?:\w+\s)?(?:released|left|remain|in\sstock|balance|available|usable|dispatched)", _I)


@rule(
    "labelled-balance",
    kind="count",
    doc="What was made, less what was rejected, tested or kept, is what was released.",
    source="exact differences of counts behind their labels",
)
def labelled(text: Scanned) -> Iterator[Mark]:
    """Each run of labels in a block."""
    run: list[tuple[Sentence, re.Match[str]]] = []
    for sentence in text.sentences:
        if run and (sentence.block_number != run[-1][0].block_number):
            run = []
        for match in _ITEM.finditer(sentence.text):
            if _BEGUN.match(match["label"]):
                run = []
            run.append((sentence, match))
            if _LEFT.match(match["label"]):
                yield from _judged(run)
                run = []


def _judged(run: Sequence[tuple[Sentence, re.Match[str]]]) -> Iterator[Mark]:
    labels, counts = [m["label"] for _, m in run], [int(m["n"]) for _, m in run]
    if len(run) < 3 or not _BEGUN.match(labels[0]) or not all(map(_LOST.match, labels[1:-1])):
        return
    rest, left = counts[0] - sum(counts[1:-1]), counts[-1]
    if rest == left or abs(rest - left) * 4 > counts[0]:
        return
    sentence, match = run[-1]
    yield sentence.at(match.start("label"), match.end()).mark(
        "labelled-balance", Verdict.ASSUMES, f"{counts[0]} less the others leaves {rest}, not {left}.",
        computed=str(rest), arithmetic=f"{counts[0]} − {' − '.join(map(str, counts[1:-1]))} = {rest}, not {left}",
        suggestion=f"{rest}, or another number before", assumption="these are all that were taken away",
    )  # fmt: skip
