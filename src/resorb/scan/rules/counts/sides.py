"""Persons affected on both sides and on one, against the number of limbs; one each of so many listed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.counts.counted import COUNT, NOUN, value_of
from resorb.reading.counts.sides import sides
from resorb.reading.lazy import lazy
from resorb.scan.material import LONG, Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict


@rule(
    "sides-sum",
    kind="count",
    doc="Twice those affected on both sides and those on one make the hands, legs or eyes counted.",
    source="exact sums",
)
def sides_sum(text: Scanned) -> Iterator[Mark]:
    """Told in one sentence, or in two that stand together."""
    for sentence in text.sentences:
        if sentence.is_long:
            continue
        found = sides(sentence.text)
        begin = 0
        for before in text.before(sentence, 1) if found is None else ():
            begin = sentence.start - before.start
            if begin + len(sentence.text) <= LONG:
                found = sides(sentence.passage.text[before.start : sentence.start + len(sentence.text)])
        if found is None or found.start < begin or found.sum == found.total:
            continue
        how = f"2 × {found.both} + {found.one} = {found.sum}"
        yield sentence.at(found.start - begin, found.end - begin).mark(
            "sides-sum", Verdict.ASSUMES, f"{found.both} on both sides and {found.one} on one are {found.sum}.",
            computed=str(found.sum), arithmetic=f"{how}, not {found.total}",
            suggestion=f"{found.sum} {found.part}", assumption="others were counted too",
        )  # fmt: skip


_ONE_EACH = lazy(
    rf"(?P<n>{COUNT})\s+(?:[^\W\d][\w'’-]*\s+){{0,3}}?{NOUN}[^.;()\d]{{0,40}}?[:,(–—-]\s*"
    r"(?P<list>one\s+each\s+(?:for|with|due\s+to|from|on|in|of|at|after|because\s+of)\s+"
    r"(?P<items>[^.;:()\d]{3,160}?))(?=\s*[.;)]|\s*$)",
    re.IGNORECASE,
)
_ITEM = lazy(r",\s*(?:and\s+|or\s+)?|\s+and\s+|\s*&\s*")


@rule(
    "one-each",
    kind="count",
    doc="“One each for …” names as many as there are.",
    source="number of items in the list",
)
def one_each(text: Scanned) -> Iterator[Mark]:
    """Lists behind "one each", against the count right before them."""
    for sentence in text.sentences:
        if "one each" in sentence.text and not sentence.is_long:
            yield from _listed(sentence)


def _listed(sentence: Sentence) -> Iterator[Mark]:
    for match in _ONE_EACH.finditer(sentence.text):
        items = [item for item in _ITEM.split(match["items"]) if item.strip()]
        size = value_of(match["n"])
        # "Nausea and vomiting" may be one item of the list.
        least = len([item for item in match["items"].split(",") if item.strip()])
        if size is None or size < 2 or least <= size <= len(items) or not all(len(i.split()) < 6 for i in items):
            continue
        yield sentence.at(match.start("n"), match.end("list")).mark(
            "one-each", Verdict.FAILS if size > len(items) else Verdict.ASSUMES,
            f"{len(items)} are listed with one each, not {size}.", computed=str(len(items)),
            arithmetic=f"{' + '.join('1' for _ in items)} = {len(items)}, not {size}",
            suggestion=f"{len(items)}, or name the others",
            assumption=None if size > len(items) else "two of those listed are one",
        )  # fmt: skip
