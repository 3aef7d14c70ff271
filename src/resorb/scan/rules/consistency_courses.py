"""The one course of a report, the one product of a study, the key of a figure: the same wherever they are printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from resorb.reading.citations import caption_label, citations
from resorb.reading.courses import CHANGED, UNCHANGED, Amount, cited_key, doses, is_ours, legend_key, span, strengths
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.consistency_common import (
    differs,
    is_of_others,
    is_summary,
    line_of,
    odd_one,
    parts,
    times_printed,
)
from resorb.values.documents import BlockKind
from resorb.values.findings import Verdict

Told = tuple[Sentence, Amount]


@rule(
    "same-course",
    kind="consistency",
    doc="The dose, span and strength of a treatment that did not change are the same wherever they are printed.",
    source="comparison within documents that tell one course; any word of a change, phase or second course silences it",
)
def same_course(text: Scanned) -> Iterator[Mark]:
    """Dose, span and strength of the one treatment."""
    ours = [s for s in text.sentences if not is_of_others(s)]
    if not any(s.block.kind is BlockKind.HEADING for s in ours) and len(text.document.blocks) < 2:
        return
    printed = times_printed(text)
    part = parts(text)
    yield from _doses(ours, printed, part)
    yield from _spans(ours, printed, part)
    yield from _strengths(ours)


def _apart(pair: tuple[Told, Told], part: dict[int, int]) -> bool:
    return part[pair[0][0].block_number] != part[pair[1][0].block_number]


def _doses(ours: list[Sentence], printed: Counter[Fraction], part: dict[int, int]) -> Iterator[Mark]:
    """Two doses where the text says that the dose never changed."""
    if not any(UNCHANGED.search(s.text) for s in ours):
        return
    told = [(s, found[0]) for s in ours if len(found := doses(s.text)) == 1 and found[0].unit == "g"]
    if any(CHANGED.search(s.text) for s, _ in told):
        return
    pair = odd_one(told, lambda t: t[1].value, lambda t: printed[t[1].value])
    if pair is not None and _apart(pair, part):
        (sentence, one), (there, other) = pair
        yield differs("same-course", sentence, (one.start, one.end), "the dose", (there, (other.start, other.end)))


def _spans(ours: list[Sentence], printed: Counter[Fraction], part: dict[int, int]) -> Iterator[Mark]:
    """How long one and the same dose was given."""
    told = [(s, found) for s in ours if (found := span(s.text)) is not None]
    if any(CHANGED.search(s.text) for s, _ in told) or len({a.unit for _, a in told}) != 1:
        return
    pair = odd_one(told, lambda t: t[1].value, lambda t: printed[t[1].value])
    if pair is None or not _apart(pair, part):
        return
    (sentence, one), (there, other) = pair
    here, before = ({(a.value, a.unit) for a in (*doses(s.text), *_products(s.text))} for s in (sentence, there))
    supported = printed[other.value] > 1 and printed[one.value] == 1
    if here and here == before and (supported or is_summary(sentence) or is_summary(there)):
        yield differs(
            "same-course", sentence, (one.start, one.end), "the length of the course", (there, (other.start, other.end))
        )


def _products(text: str) -> Iterator[Amount]:
    """Strengths, also as "TST 25%"."""
    yield from strengths(text)
    for match in re.finditer(r"\b(?:TST|STS|thiosul(?:f|ph)ate|ointment|cream|gel)\s(\d{1,2})\s?%", text):
        yield Amount(Fraction(match[1]), "%", match.start(1), match.end())


def _strengths(ours: list[Sentence]) -> Iterator[Mark]:
    """The strength of "our" product, where the text knows one other strength and not this one."""
    told = [(s, a) for s in ours for a in strengths(s.text)]
    values = {a.value for _, a in told}
    if len(values) != 2:
        return
    for sentence, one in told:
        others = [(s, a) for s, a in told if a.value != one.value]
        alone = sum(a.value == one.value for _, a in told) == 1
        if not alone or not is_ours(sentence.text) or not is_summary(sentence):
            continue
        if any(CHANGED.search(s.text) for s, _ in told):
            continue
        sure = any(UNCHANGED.search(s.text) for s in ours)
        there, other = others[0]
        assumption = None if sure else "a second strength was used"
        yield differs(
            "same-course", sentence, (one.start, one.end), "the strength", (there, (other.start, other.end)), assumption
        )


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
