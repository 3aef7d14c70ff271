"""So many of a whole, told in a summary and again in the body: of one event, in one degree, at one time.

The whole is what holds the two together: "14 of 31 died" and "twelve of 31 died" can only be of the same 31. So much in
common needs no weighing, unlike what :mod:`resorb.scan.rules.consistency.statements` compares.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from resorb.reading.counts.counted import COUNT, ratios, value_of
from resorb.reading.counts.portions import Told, same_time, told_of
from resorb.reading.counts.proportions import proportions
from resorb.reading.counts.shares import Percentage, ShareWord
from resorb.reading.lazy import lazy
from resorb.reading.papers.statement_words import GROUP, words_of
from resorb.reading.papers.statements import Statement
from resorb.reading.tables.grid import Grid, RowKind
from resorb.scan.material import Scanned, Sentence
from resorb.scan.rules.consistency.alike import clash, nouns_meet
from resorb.scan.rules.consistency.common import summing_up, times_printed
from resorb.scan.rules.consistency.told import told_in
from resorb.scan.rules.tables.common import grids

Place = tuple[Sentence, tuple[int, int]]
_LEAST_WHOLE, _MOST = 5, 600

_MORE = lazy(
    rf"\b(?:further|another|additional|other|remaining)\s(?P<n>{COUNT})|(?P<k>{COUNT})\s(?:\w+\s)?(?:more|others?|further|later)\b",
    re.IGNORECASE,
)
"""Others that were counted beside: "11 had healed, and 7 more did so later"."""


@dataclass(frozen=True, slots=True)
class _Portion:
    """A part of a whole with the words of its clause; ``said`` is None in a table."""

    sentence: Sentence
    part: int
    whole: int
    span: tuple[int, int]
    told: Told
    said: Statement | None
    is_summary: bool


def portions_that_differ(text: Scanned) -> Iterator[tuple[Place, Place]]:
    """Each portion of a summary beside one of the body with its whole and another number, the one to doubt first."""
    tables = list(_of_tables(text))
    portions = [*_of_sentences(text, {one.whole for one in tables}), *tables]
    if len(portions) > _MOST:
        return
    printed = times_printed(text)
    by_whole: dict[int, list[_Portion]] = defaultdict(list)
    for one in portions:
        by_whole[one.whole].append(one)
    for one in portions:
        if not one.is_summary:
            continue
        same = [o for o in by_whole[one.whole] if not o.is_summary and _is_of_one(one, o)]
        timed = [o for o in same if same_time(one.told, o.told)]
        other = _the_only(timed or same)
        if other is not None and other.part != one.part and not _is_known(text, one, other, by_whole[one.whole]):
            odd, there = sorted((one, other), key=lambda p: (printed[Fraction(p.part)], -p.sentence.number))
            yield (odd.sentence, odd.span), (there.sentence, there.span)


def _the_only(found: Sequence[_Portion]) -> _Portion | None:
    return found[0] if len({one.part for one in found}) == 1 else None


def _is_of_one(one: _Portion, other: _Portion) -> bool:
    """Whether two portions may be of one event, in one degree, at one time."""
    a, b = one.told, other.told
    shared = a.events & b.events
    if not shared or a.degrees != b.degrees or same_time(a, b) is False:
        return False
    if 2 * len(shared) < min(len(a.events), len(b.events)):
        return False
    if one.said is None or other.said is None:
        return True
    ours, theirs = (replace(p.said, scope=_untimed(p.said)) for p in (one, other) if p.said)
    readers = [any(len(word) == 1 for word in said.of("group")) for said in (one.said, other.said)]
    return readers[0] == readers[1] and nouns_meet(one.said, other.said) and not clash(ours, theirs)


def _untimed(said: Statement) -> frozenset[tuple[str, str]]:
    """What narrows it but for the time, which is compared in days."""
    return frozenset(one for one in said.scope if one[0] != "time")


def _is_known(text: Scanned, one: _Portion, other: _Portion, same_whole: Sequence[_Portion]) -> bool:
    """Whether the body knows the number of the summary, or the summary that of the body; or a rest parts them."""
    for there in same_whole:
        if not there.told.events & (one.told.events | other.told.events):
            continue
        if (there.part == one.part and not there.is_summary) or (there.part == other.part and there.is_summary):
            return True
    return is_rest_told(text, (one.sentence, other.sentence), abs(one.part - other.part))


def is_rest_told(text: Scanned, sentences: Sequence[Sentence], rest: int) -> bool:
    """Whether so many others are told of in some sentences or right behind them: "another seven healed later"."""
    after = [text.sentences[s.number + 1] for s in sentences if s.number + 1 < len(text.sentences)]
    return any(value_of(m["n"] or m["k"]) == rest for s in (*sentences, *after) for m in _MORE.finditer(s.text))


def _of_sentences(text: Scanned, wholes: set[int]) -> Iterator[_Portion]:
    summaries = summing_up(text)
    by_sentence: dict[int, tuple[Sentence, list[Statement]]] = {}
    for told in told_in(text):
        if told.is_cell:
            continue
        counts = by_sentence.setdefault(id(told.sentence), (told.sentence, []))[1]
        if told.said.kind != "count":
            continue
        counts.append(told.said)
        wholes |= {told.said.whole} if told.said.whole else {int(told.said.value)} if told.is_size else set()
    for sentence, counts in by_sentence.values():
        yield from _slashed(sentence, is_summary=sentence.block_number in summaries)
        found = proportions(sentence.text) if "%" in sentence.text else ()
        shares = {p.start: p.share for p in found if p.part is not None}
        spans = [(c.start, c.end) for c in counts if c.whole is not None or c.start in shares]
        for said in counts:
            whole = said.whole or _whole_of(int(said.value), shares.get(said.start), wholes)
            if whole is None or whole < _LEAST_WHOLE or not 0 <= said.value < whole:
                continue
            span = said.start, said.end
            others = tuple(s for s in spans if s[0] >= span[1] or s[1] <= span[0])
            told_here = told_of(sentence.text, span, others)
            yield _Portion(sentence, int(said.value), whole, span, told_here, said, sentence.block_number in summaries)


def _slashed(sentence: Sentence, *, is_summary: bool) -> Iterator[_Portion]:
    """Parts of wholes with a stroke, where no group is named that only grammar could tell from another."""
    found = list(ratios(sentence.text)) if "/" in sentence.text else []
    for one in found:
        if not one.is_slash or one.whole < _LEAST_WHOLE or not 0 <= one.part < one.whole or GROUP.search(sentence.text):
            continue
        span = one.start, one.end
        told = told_of(sentence.text, span, tuple((o.start, o.end) for o in found if o is not one))
        yield _Portion(sentence, one.part, one.whole, span, told, None, is_summary)


def _whole_of(part: int, share: Percentage | ShareWord | None, wholes: set[int]) -> int | None:
    """The whole of the document of which a count is the percentage beside it; None unless there is just one."""
    if not isinstance(share, Percentage) or not part:
        return None
    room = share.number.step / 2
    found = [n for n in wholes if n and abs(Fraction(100 * part, n) - share.number.value) <= room]
    return found[0] if len(found) == 1 else None


def _of_tables(text: Scanned) -> Iterator[_Portion]:
    """Rows of events in tables with one column of counts."""
    for number, grid in grids(text):
        columns = [c for c, column in enumerate(grid.columns) if column.counts and not column.is_percent]
        totals = [c for c in columns if grid.columns[c].is_total]
        chosen = columns if len(columns) == 1 else totals
        if len(chosen) == 1:
            yield from _of_column(text, number, grid, chosen[0])


def _of_column(text: Scanned, number: int, grid: Grid, column: int) -> Iterator[_Portion]:
    block, wholes = text.document.blocks[number], grid.wholes(column)
    for row in grid.rows:
        cell = row.cells[column]
        whole = cell.whole or (wholes[0] if len(wholes) == 1 else None)
        if cell.count is None or whole is None or whole < _LEAST_WHOLE or row.kind is not RowKind.VALUES:
            continue
        told = told_of(row.label, (0, 0), ())
        sentence = Sentence(cell.text, 0, cell.passage, block, number, 10**9, text.document.name)
        if words_of(row.label):
            yield _Portion(sentence, cell.count, whole, cell.span, told, None, is_summary=False)
