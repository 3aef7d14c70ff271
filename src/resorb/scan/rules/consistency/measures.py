"""Figures of the whole document: medians, rates, changes and arms, in abstract, text, tables and legends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from resorb.reading.statistics.measured import Figure, allocations, figures, outcome_threshold, row_figure
from resorb.reading.statistics.moved import moves
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.consistency.common import (
    differs,
    is_of_others,
    is_summary,
    odd_one,
    parts,
    times_printed,
    transposed,
)
from resorb.scan.rules.consistency.moved import changes_that_differ

_WORDS = {
    "rate": "this rate", "change": "the value it changed to", "ratio": "the ratio of the arms",
    "threshold": "the threshold of the primary outcome",
}  # fmt: skip
Told = tuple[Sentence, Figure]


@rule(
    "same-figure",
    kind="consistency",
    doc="A median, mean, rate, change or ratio of the arms is the same wherever it is printed.",
    source="comparison of figures with one measure, unit and group; subgroups and other papers are left out",
)
def same_figure(text: Scanned) -> Iterator[Mark]:
    """Figures that are printed more than once."""
    printed = times_printed(text)
    part = parts(text)
    found: dict[tuple[str, ...], list[Told]] = {}
    for sentence in text.sentences:
        if is_of_others(sentence) or not sentence.text:
            continue
        here = [*figures(sentence.text), *allocations(sentence.text)]
        threshold = outcome_threshold(sentence.text)
        for one in [*here, threshold] if threshold else here:
            found.setdefault(one.key, []).append((sentence, one))
    for row in _rows(text):
        found.setdefault(row[1].key, []).append(row)
    marks = [mark for key, told in found.items() for mark in _judged(key, told, printed, part)]
    yield from marks
    taken = {(id(mark.passage), at) for mark in marks for at in range(mark.start, mark.end)}
    for (sentence, span), there in changes_that_differ(text):
        if not any(
            (id(s.passage), s.start + n) in taken for s, ends in ((sentence, span), there) for n in range(*ends)
        ):
            yield differs("same-figure", sentence, span, _WORDS["change"], there, "the two speak of one change")


def _rows(text: Scanned) -> Iterator[Told]:
    """Medians and means in tables with one column of values."""
    for number, table in text.tables:
        if any(len(row) != 2 for row in table.rows):
            continue
        for row in table.rows:
            one = row_figure(row[0].text, row[1].text)
            if one is not None:
                block = text.document.blocks[number]
                yield Sentence(row[1].text, 0, row[1], block, number, 10**9, text.document.name), one


def _judged(key: tuple[str, ...], told: list[Told], printed: Counter[Fraction], part: dict[int, int]) -> Iterator[Mark]:
    told = list({(s.block_number, s.start + f.start): (s, f) for s, f in told}.values())
    if len(told) < 2 or _varies_in_place(told):
        return
    plain = [(s, f) for s, f in told if not f.is_narrow]
    pair = odd_one(plain if len(plain) > 1 else told, lambda t: t[1].value, lambda t: printed[t[1].value])
    if pair is None:
        return
    (sentence, odd), (there, other) = pair
    if part[sentence.block_number] == part[there.block_number] or _is_rounded(odd, other):
        return
    if not _backed(pair[0], pair[1], told, printed) or (key[0] == "change" and _are_of_two(sentence, there)):
        return
    what = _WORDS.get(key[0], f"this {key[0]}")
    yield differs("same-figure", sentence, (odd.start, odd.end), what, (there, (other.start, other.end)))


def _are_of_two(one: Sentence, other: Sentence) -> bool:
    """Whether each sentence names what was measured, and not the same thing."""
    ours, theirs = (frozenset().union(*(m.what for m in moves(s.text))) for s in (one, other))
    return bool(ours and theirs) and not ours & theirs


def _varies_in_place(told: list[Told]) -> bool:
    """Whether one passage prints several values: then it speaks of several groups or times."""
    seen: dict[int, set[Fraction]] = {}
    for sentence, one in told:
        seen.setdefault(sentence.block_number, set()).add(one.value)
    return any(len(values) > 1 for values in seen.values())


def _is_rounded(one: Figure, other: Figure) -> bool:
    """Whether one value is the other with fewer decimals."""
    fine, coarse = (one, other) if len(one.text.partition(".")[2]) > len(other.text.partition(".")[2]) else (other, one)
    step = Fraction(1, 10 ** len(coarse.text.partition(".")[2]))
    return (
        len(fine.text.partition(".")[2]) != len(coarse.text.partition(".")[2]) and abs(fine.value - coarse.value) < step
    )


def _backed(odd: Told, other: Told, told: list[Told], printed: Counter[Fraction]) -> bool:
    """Whether it is a slip beyond doubt."""
    kind = odd[1].key[0]
    if kind in ("ratio", "threshold"):
        return True
    several = sum(f.value == other[1].value for _, f in told) > 1
    digits = transposed(odd[1].text, other[1].text)
    shared = bool(set(odd[1].beside) & set(other[1].beside))
    if odd[1].is_narrow or other[1].is_narrow:
        return digits and (shared or kind == "rate")
    supported = printed[other[1].value] > 1 and printed[odd[1].value] == 1
    if kind == "rate":
        return digits or (several and supported) or (shared and supported)
    if kind == "change":
        return supported or is_summary(odd[0]) or is_summary(other[0])
    return (
        digits
        or supported
        or ((is_summary(odd[0]) or is_summary(other[0])) and not re.search(r"\bof\s+\d", odd[0].text))
    )
