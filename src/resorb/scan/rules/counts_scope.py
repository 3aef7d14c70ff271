"""Which group a count is a part of: the one its sentence opened, or the one a sentence before it named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from resorb.reading.counted import Count, Ratio
from resorb.reading.groups import Group, groups, named_counts
from resorb.reading.proportions import Proportion, tokens
from resorb.scan.material import Scanned, Sentence

MOST_BEFORE = 3
"""How many sentences a group stays in scope for a count."""
_MOST_FOR_PEOPLE = 6
_MOST_NUMBERS = 60


@dataclass(frozen=True, slots=True)
class Whole:
    """A group in scope. ``is_here`` when the same sentence opened it, ``is_sure`` when no other group is near."""

    size: int
    noun: str
    is_here: bool
    is_sure: bool


@dataclass
class Scope:
    """The groups and numbers of sentences, read once each."""

    text: Scanned
    _groups: dict[int, tuple[Group, ...]] = field(default_factory=dict)
    _named: dict[int, tuple[Group, ...]] = field(default_factory=dict)
    _numbers: dict[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)

    def groups(self, sentence: Sentence) -> tuple[Group, ...]:
        """Sizes of groups that a sentence states."""
        if sentence.number not in self._groups:
            self._groups[sentence.number] = tuple(groups(sentence.text))
        return self._groups[sentence.number]

    def named(self, sentence: Sentence) -> tuple[Group, ...]:
        """Groups of a sentence, and every other count with its noun."""
        if sentence.number not in self._named:
            found = {g.start: g for g in named_counts(sentence.text)} | {g.start: g for g in self.groups(sentence)}
            self._named[sentence.number] = tuple(found[start] for start in sorted(found))
        return self._named[sentence.number]

    def counts(self, sentence: Sentence) -> tuple[tuple[int, int], ...]:
        """Every count of a sentence with where it stands."""
        if sentence.number not in self._numbers:
            found: list[tuple[int, int]] = [(g.start, g.size) for g in self.groups(sentence)]
            for token in tokens(sentence.text):
                if isinstance(token, Ratio):
                    found += [(token.start, token.part), (token.start, token.whole)]
                elif isinstance(token, Count):
                    found.append((token.start, token.value))
            self._numbers[sentence.number] = tuple(sorted(found))
        return self._numbers[sentence.number]

    def numbers(self, sentence: Sentence, one: Proportion) -> Iterator[int]:
        """Numbers near a proportion that may be its whole instead: those of its sentence and of a few before."""
        here = [n for at, n in self.counts(sentence) if not one.start <= at < one.end and abs(at - one.start) < 400]
        yield from here[-_MOST_NUMBERS:]
        for before in self.text.before(sentence, MOST_BEFORE):
            counts = self.counts(before)
            yield from (n for _, n in counts[-_MOST_NUMBERS:])
            yield from (g.size + g.more for g in self.groups(before) if g.more)

    def around(self, sentence: Sentence, start: int) -> Iterator[int]:
        """Sizes of groups that the sentence opened before ``start``, or the sentences before it named."""
        yield from (g.size for g in self.groups(sentence) if g.end <= start)
        for before in self.text.before(sentence, MOST_BEFORE):
            yield from (g.size for g in self.groups(before)[-5:])

    def group_for(self, sentence: Sentence, one: Proportion) -> Whole | None:
        """The group a count without its own whole is a part of."""
        here = [g for g in self.groups(sentence) if g.end <= one.start]
        if here:
            group = here[-1]
            return Whole(group.size, group.noun, group.is_opener, is_sure=True)
        for distance, before in enumerate(self.text.before(sentence, MOST_BEFORE)):
            named = self.groups(before)
            if named:
                group = named[-1]
                sizes = {g.size for g in named}
                return Whole(
                    group.size, group.noun, is_here=False, is_sure=len(sizes) == 1 and distance < 2 and not group.more
                )
        return None

    def only_count(self, sentence: Sentence, start: int) -> int | None:
        """The size of the one group named just before ``start``, when nothing else is counted there; else None."""
        here = {at for at, _ in self.counts(sentence) if at < start}
        if here:
            named = [g for g in self.named(sentence) if g.start < start]
            return named[0].size if len(here) == 1 and len(named) == 1 else None
        for before in self.text.before(sentence, 1):
            numbers = {n for _, n in self.counts(before)}
            return next(iter(numbers)) if len(numbers) == 1 and len(self.named(before)) == 1 else None
        return None

    def only_people(self, sentence: Sentence, start: int) -> Group | None:
        """The one group of persons named before ``start`` in the block; None when there are several or none."""
        found = [g for g in self.groups(sentence) if g.end <= start and g.is_people]
        for before in self.text.before(sentence, _MOST_FOR_PEOPLE):
            found += [g for g in self.groups(before) if g.is_people]
        return found[0] if len({g.size for g in found}) == 1 else None

    def samples(self, sentence: Sentence) -> list[int]:
        """Numbers printed as ``n = 18`` in a sentence and those before it."""
        near = (sentence, *self.text.before(sentence, _MOST_FOR_PEOPLE))
        return [t.value for one in near for t in tokens(one.text) if isinstance(t, Count) and t.is_sample]

    def people_near(self, sentence: Sentence, group: Group) -> list[int]:
        """Other numbers of persons the words may mean: the group with those counted beside it."""
        near: set[int] = set()
        for one in (sentence, *self.text.before(sentence, _MOST_FOR_PEOPLE)):
            for named in self.groups(one):
                near |= {named.size + named.more, named.more} if named.more else set()
        return sorted(near - {group.size}, reverse=True)
