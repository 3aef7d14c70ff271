"""Counts of the whole document: how many there were, and how many had what, in abstract, text, tables and legends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from resorb.reading.counts.counted import COUNT, NOUN, value_of
from resorb.reading.counts.happenings import Happening, event_of, happenings
from resorb.reading.lazy import lazy
from resorb.reading.tables.grid import RowKind
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
from resorb.scan.rules.consistency.portions import is_rest_told, portions_that_differ
from resorb.scan.rules.consistency.sizes import sizes_that_differ
from resorb.scan.rules.consistency.told import told_in
from resorb.scan.rules.tables.common import grids

_DEFINITE = lazy(
    rf"\b(?P<which>these|our|all)\s+(?:the\s+|our\s+|these\s+)?(?P<n>{COUNT})\s+(?P<noun>{NOUN})\b(?!\s*(?:of|"
    rf"in\s+whom|who|with|whose|that|treated|given)\b)",
    re.IGNORECASE,
)
_OF_THE = lazy(
    rf"(?:\b(?:of|among|in)\s+|(?:^|[.;]\s+))the\s+(?P<n>{COUNT})\s+(?P<noun>{NOUN})(?=\s*(?:[,.;:)]|$)|\s+(?:were|was|had|did"
    r"|died|healed|closed|improved|responded|survived|completed)\b)",
    re.IGNORECASE,
)
"""More than there were, whatever part of them is meant."""
_SIZED = lazy(
    rf"(?P<n>{COUNT})\s+(?:(?:new|adult|female|male|consecutive|haemodialysis|hemodialysis|affected|"
    rf"adjacent)\s+){{0,2}}(?P<noun>{NOUN})\b",
    re.IGNORECASE,
)
_WORDS_OF_ONE = {
    "participants": "patients",
    "subjects": "patients",
    "persons": "patients",
    "people": "patients",
    "centers": "centres",
}
_NEAR = 3
Told = tuple[Sentence, Happening]


def _plural(noun: str) -> str:
    word = noun.lower()
    word = {"child": "children", "woman": "women", "man": "men", "study": "studies", "person": "people"}.get(word, word)
    word = word if word.endswith(("s", "ren", "men", "people", "mice", "feet")) else f"{word}s"
    return _WORDS_OF_ONE.get(word, word)


_SAME = "the same persons or things are counted in both places"


@rule(
    "same-count",
    kind="consistency",
    doc="How many there were, and how many had what, is the same in abstract, text, tables and legends.",
    source="comparison of counts of one thing; narrower groups, other times and other papers are left out",
)
def same_count(text: Scanned) -> Iterator[Mark]:
    """Groups spoken of again, and counts of events."""
    ours = [s for s in text.sentences if not is_of_others(s)]
    printed = times_printed(text)
    found = [*_groups(ours, printed), *_events(text, ours, printed)]
    yield from found
    taken = {(id(mark.passage), at) for mark in found for at in range(mark.start, mark.end)}
    pairs = [(pair, "the number to whom this happened") for pair in portions_that_differ(text)]
    pairs += [(pair, "the number in the whole group") for pair in sizes_that_differ(text)]
    for ((sentence, span), there), what in pairs:
        both = ((sentence, span), there)
        if not any((id(s.passage), s.start + at) in taken for s, ends in both for at in range(*ends)):
            yield differs("same-count", sentence, span, what, there, _SAME)


def _groups(ours: list[Sentence], printed: Counter[Fraction]) -> Iterator[Mark]:
    """Groups such as "these five siblings" where nobody else is five and the text brings in four siblings."""
    sizes: dict[str, dict[int, list[tuple[Sentence, tuple[int, int]]]]] = {}
    for sentence in ours:
        for match in _SIZED.finditer(sentence.text):
            value = value_of(match["n"])
            if value is not None and value > 1:
                sizes.setdefault(_plural(match["noun"]), {}).setdefault(value, []).append((sentence, match.span()))
    for sentence in ours:
        meant = [(m, False) for m in _DEFINITE.finditer(sentence.text)]
        for match, is_the in (*meant, *((m, True) for m in _OF_THE.finditer(sentence.text))):
            value, noun = value_of(match["n"]), _plural(match["noun"])
            others = {n: places for n, places in sizes.get(noun, {}).items() if n != value}
            before = sentence.text[: match.start()]
            if re.search(r"\d\s?%.*\bof\s+$", before):
                continue  # of these, who are the share told before
            if value is None or value < 2 or printed[Fraction(value)] != 1 or len(others) != 1:
                continue
            ((size, places),) = others.items()
            first = places[0]
            is_part = is_the and (value < size or first[0].number < sentence.number - _NEAR)
            if (
                abs(size - value) > max(size, value) // 2
                or is_part
                or (first[0].number, first[1]) >= (sentence.number, match.span() if is_the else (0, 0))
                or _is_sum(value, size, ours)
                or _is_of_one_part(value - size, first[0])
            ):
                continue
            yield differs(
                "same-count", sentence, (match.start("n"), match.end("noun")), f"the number of {noun}", first, _SAME
            )


_CHANGES_SIZE = lazy(
    r"\b(?:excluded|lost|withdr\w+|died|left|dropped|more|further|additional|another|others)\b", re.IGNORECASE
)


def _is_sum(value: int, size: int, ours: list[Sentence]) -> bool:
    """Whether the text says by how many a group grew or shrank: "three others", "one was lost"."""
    rest = abs(value - size)
    return any(
        _CHANGES_SIZE.search(s.text)
        and any(value_of(m[0]) == rest for m in re.finditer(COUNT, s.text, re.IGNORECASE))
        for s in ours
    )  # fmt: skip


def _is_of_one_part(rest: int, first: Sentence) -> bool:
    """Whether the sentence of the smaller number tells the rest too: "one group had 41 deposits, the other 38"."""
    return rest > 1 and any(value_of(m[0]) == rest for m in re.finditer(COUNT, first.text, re.IGNORECASE))


def _rows(text: Scanned) -> Iterator[Told]:
    """Counts of events in tables with one column of counts."""
    for number, grid in grids(text):
        columns = [c for c, column in enumerate(grid.columns) if column.counts and not column.is_percent]
        if len(columns) != 1:
            continue
        block = text.document.blocks[number]
        labels = Counter(row.label.lower() for row in grid.rows)
        for row in grid.rows:
            cell, event = row.cells[columns[0]], event_of(row.label)
            if event is None or cell.count is None or labels[row.label.lower()] > 1 or row.kind is not RowKind.VALUES:
                continue
            sentence = Sentence(cell.text, 0, cell.passage, block, number, 10**9, text.document.name)
            wholes = grid.wholes(columns[0])
            whole = cell.whole or (wholes[0] if len(wholes) == 1 else None)
            yield (
                sentence,
                Happening(event, cell.count, cell.span[0], cell.span[1], whole, None, "", frozenset(), is_narrow=False),
            )


@lru_cache(maxsize=1)
def _counted(text: Scanned) -> dict[int, set[Fraction]]:
    """The counts told in each part."""
    counted: dict[int, set[Fraction]] = {}
    for stated in told_in(text):
        if stated.said.kind == "count" and not stated.is_cell:
            counted.setdefault(stated.part, set()).add(stated.said.value)
    return counted


def _events(text: Scanned, ours: list[Sentence], printed: Counter[Fraction]) -> Iterator[Mark]:
    """One event with two counts."""
    part = parts(text)
    found: dict[str, list[Told]] = {}
    for sentence in ours:
        for one in happenings(sentence.text):
            found.setdefault(one.event, []).append((sentence, one))
    for row in _rows(text):
        found.setdefault(row[1].event, []).append(row)
    for event, told in found.items():
        plain = [(s, h) for s, h in told if not h.is_narrow and _fits_percent(h)]
        pair = odd_one(plain, lambda t: t[1].value, lambda t: printed[Fraction(t[1].value)])
        if pair is None or not _same(pair[0][1], pair[1][1]) or len(told) - len(plain) > len(plain):
            continue
        (sentence, odd), (there, other) = pair
        if is_rest_told(text, (sentence, there), abs(odd.value - other.value)):
            continue
        if any({odd.value, other.value} <= values for values in _counted(text).values()):
            continue
        if part[sentence.block_number] != part[there.block_number] and _backed(pair[0], pair[1], plain):
            what = f"the number of {event}" if event in ("women", "men") else f"the count for “{event}”"
            yield differs("same-count", sentence, (odd.start, odd.end), what, (there, (other.start, other.end)), _SAME)


_IN_SHORT = lazy(r"(?:in\s(?:short|brief|summary|sum)|briefly|to\ssum\sup|overall),?\s", re.IGNORECASE)
"""How a sentence of a letter begins that says its results beforehand, or again."""
_OUTCOMES = frozenset({
    "healed", "improved", "responded", "shrank", "died", "relapsed", "stopped", "complete response",
    "partial response", "no response",
})  # fmt: skip


def _fits_percent(one: Happening) -> bool:
    """A count with a whole and a percentage of something else is not the count to compare."""
    return one.whole is None or one.value <= one.whole


def _same(one: Happening, other: Happening) -> bool:
    """Whether two counts are of the same thing at the same time in the same group."""
    wholes = one.whole is None or other.whole is None or one.whole == other.whole
    units = not one.unit or not other.unit or one.unit == other.unit
    return wholes and units and (one.times == other.times or not one.times or not other.times)


def _backed(odd: Told, other: Told, every: list[Told]) -> bool:
    """Whether it is a slip: one whole, digits exchanged, several against one, or said again in a summary."""
    several = sum(h.value == other[1].value for _, h in every) > 1
    one_whole = odd[1].whole is not None and odd[1].whole == other[1].whole
    digits = transposed(str(odd[1].value), str(other[1].value))
    summed = any(is_summary(s) or _IN_SHORT.match(s.text) for s in (odd[0], other[0]))
    timed = bool(odd[1].times) != bool(other[1].times)
    near = abs(odd[1].value - other[1].value) * 4 <= max(odd[1].value, other[1].value)
    if timed:
        return summed and (one_whole or digits or near)
    if odd[1].event in _OUTCOMES:
        # Papers tell outcomes of many groups: only the same whole, or nearly the same count, is the same outcome.
        return one_whole or ((digits or near) and (several or summed))
    return several or one_whole or digits or summed
