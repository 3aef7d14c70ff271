"""Which group a count is a part of: the one its sentence opened, or the one a sentence before it named."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from resorb.reading.counts.counted import Count, Ratio
from resorb.reading.counts.groups import Group, groups, named_counts
from resorb.reading.counts.proportions import Proportion, tokens
from resorb.scan.material import Scanned, Sentence

MOST_BEFORE = 3
"""How many sentences a group stays in scope for a count."""
_MOST_FOR_PEOPLE = 6
_FIRST = 200
_NEAR = 400
_FEW = 8
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Whole:
    """A group in scope. ``is_here`` when the same sentence opened it, ``is_sure`` when no other group is near."""

    size: int
    noun: str
    is_here: bool
    is_sure: bool


@dataclass(frozen=True, slots=True)
class _Read:
    """What one sentence says of groups and counts, each tuple by place; ``counts`` are (place, number)."""

    groups: tuple[Group, ...]
    named: tuple[Group, ...]
    ratios: tuple[Ratio, ...]
    counts: tuple[tuple[int, int], ...]
    samples: frozenset[int]


def _read(text: str) -> _Read:
    stated = tuple(groups(text))
    named = {g.start: g for g in named_counts(text)} | {g.start: g for g in stated}
    found = tokens(text)
    ratios = tuple(t for t in found if isinstance(t, Ratio))
    counts = {(g.start, g.size) for g in stated} | {(t.start, t.value) for t in found if isinstance(t, Count)}
    counts |= {(t.start, n) for t in ratios for n in (t.part, t.whole)}
    samples = frozenset(t.value for t in found if isinstance(t, Count) and t.is_sample)
    return _Read(stated, tuple(named[start] for start in sorted(named)), ratios, tuple(sorted(counts)), samples)


@dataclass
class Scope:
    """The groups and numbers of the sentences of a document, read once each."""

    text: Scanned
    _kept: dict[int, _Read] = field(default_factory=dict)

    def _of(self, sentence: Sentence) -> _Read:
        if sentence.number not in self._kept:
            self._kept[sentence.number] = _read(sentence.text)
        return self._kept[sentence.number]

    def groups(self, sentence: Sentence) -> tuple[Group, ...]:
        """Sizes of groups that a sentence states."""
        return self._of(sentence).groups

    def named_before(self, sentence: Sentence, start: int) -> tuple[Group, ...]:
        """The last few counts with their nouns before ``start``, groups among them."""
        return _last(self._of(sentence).named, start, lambda g: g.start)

    def count_before(self, sentence: Sentence, start: int) -> tuple[int, int] | None:
        """Place and number of the last count before ``start``."""
        near = _last(self._of(sentence).counts, start, lambda c: c[0])
        return near[-1] if near else None

    def counts_before(self, sentence: Sentence, start: int) -> set[int]:
        """The last numbers that the sentence counts before ``start``, and the sums of groups named side by side."""
        near = {number for _, number in _last(self._of(sentence).counts, start, lambda c: c[0])}
        return near | {one.size + other.size for one, other in pairwise(self.named_before(sentence, start))}

    def said_before(self, sentence: Sentence, start: int) -> set[int]:
        """The numbers of :meth:`counts_before`, and those counted in the two sentences before it."""
        earlier = (n for before in self.text.before(sentence, 2) for _, n in self._of(before).counts[-_FEW:])
        return self.counts_before(sentence, start) | set(earlier)

    def counted(self, sentence: Sentence) -> tuple[int, ...]:
        """Every number of a sentence that counts anything, the last ones of a long one."""
        return tuple(number for _, number in self._of(sentence).counts[-60:])

    def only_number(self, sentence: Sentence) -> int | None:
        """The one number of a sentence that counts anything; None when there are several or none."""
        numbers = {n for _, n in self._of(sentence).counts}
        return numbers.pop() if len(numbers) == 1 else None

    def largest(self, sentence: Sentence) -> Group | None:
        """The persons a sentence names first, when it names no more of anybody after them (their women, its arms)."""
        first, *others = self._of(sentence).named or (None,)
        is_whole = first is not None and first.is_people and all(g.size < first.size for g in others)
        return first if is_whole else None

    def numbers(self, sentence: Sentence, one: Proportion) -> Iterator[int]:
        """Numbers near a proportion that may be its whole instead: those of its sentence and of a few before."""
        counts = self._of(sentence).counts
        begin = bisect_left(counts, (one.start - _NEAR, 0))
        for at, number in counts[begin : bisect_left(counts, (one.start + _NEAR, 0))]:
            if not one.start <= at < one.end:
                yield number
        for before in self.text.before(sentence, MOST_BEFORE):
            read = self._of(before)
            yield from (n for _, n in read.counts[-60:])
            yield from (g.size + g.more for g in read.groups[-_FEW:] if g.more)

    def everywhere(self) -> Iterator[int]:
        """Sizes of the groups that the first sentences of the text name: a share far below may be of one of them."""
        for sentence in self.text.sentences[:_FIRST]:
            yield from (g.size for g in self.groups(sentence))

    def around(self, sentence: Sentence, start: int) -> Iterator[int]:
        """Sizes of groups that the sentence opened before ``start``, or the sentences before it named."""
        yield from (g.size for g in _last(self.groups(sentence), start, lambda g: g.start))
        for before in self.text.before(sentence, MOST_BEFORE):
            yield from (g.size for g in self.groups(before)[-_FEW:])

    def group_for(self, sentence: Sentence, one: Proportion) -> Whole | None:
        """The group a count without its own whole is a part of."""
        here = [g for g in _last(self.groups(sentence), one.start, lambda g: g.start) if g.end <= one.start]
        if here:
            return Whole(here[-1].size, here[-1].noun, here[-1].is_opener, is_sure=True)
        shares = _last(self._of(sentence).ratios, one.start, lambda r: r.start)
        if shares:
            return Whole(shares[-1].whole, "", is_here=False, is_sure=len({r.whole for r in shares}) == 1)
        for distance, before in enumerate(self.text.before(sentence, MOST_BEFORE)):
            named = self.groups(before)[-_FEW:]
            if named:
                sure = len({g.size for g in named}) == 1 and distance < 2 and not named[-1].more
                return Whole(named[-1].size, named[-1].noun, is_here=False, is_sure=sure)
        return None

    def only_count(self, sentence: Sentence, start: int) -> int | None:
        """The size of the one group named just before ``start``, when nothing else is counted there; else None."""
        near = _last(self._of(sentence).counts, start, lambda c: c[0])
        if near:
            named = self.named_before(sentence, start)
            return named[0].size if len(near) == 1 and len(named) == 1 else None
        for before in self.text.before(sentence, 1):
            return self.only_number(before) if len(self._of(before).named) == 1 else None
        return None

    def only_people(self, sentence: Sentence, start: int) -> Group | None:
        """The one group of persons named before ``start`` in the block; None when there are several or none."""
        found = [g for g in _last(self.groups(sentence), start, lambda g: g.start) if g.end <= start]
        for before in self.text.before(sentence, _MOST_FOR_PEOPLE):
            found += self.groups(before)[-_FEW:]
        people = [g for g in found if g.is_people]
        return people[0] if len({g.size for g in people}) == 1 else None

    def samples(self, sentence: Sentence) -> Iterator[int]:
        """Numbers printed as ``n = 18`` in a sentence and those before it."""
        for one in (sentence, *self.text.before(sentence, _MOST_FOR_PEOPLE)):
            yield from self._of(one).samples

    def people_near(self, sentence: Sentence, group: Group) -> list[int]:
        """Other numbers of persons the words may mean: the group with those counted beside it."""
        near: set[int] = set()
        for one in (sentence, *self.text.before(sentence, _MOST_FOR_PEOPLE)):
            for named in self.groups(one)[-_FEW:]:
                near |= {named.size + named.more, named.more} if named.more else set()
        return sorted(near - {group.size}, reverse=True)


def _last(found: tuple[_T, ...], start: int, place: Callable[[_T], int]) -> tuple[_T, ...]:
    """The last few of what stands before ``start``."""
    end = bisect_left(found, start, key=place)
    return found[max(0, end - _FEW) : end]
