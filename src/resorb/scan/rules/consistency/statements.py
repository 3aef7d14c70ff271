"""One thing said twice: statements on the same subject, in the same scope, in two parts of a document.

A figure that is said again stands in both parts. A slip leaves two numbers of one kind, about one thing, each of which
its own part knows and the other does not. Whether two statements are of one thing is never certain: what they have in
common is weighed (:mod:`resorb.scan.weighing`, docs/decisions/0010-said-twice-by-points.md).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, partial
from itertools import islice

from resorb.reading.papers.statements import Statement
from resorb.scan.material import Scanned
from resorb.scan.rules.consistency.alike import (
    clash,
    differ,
    is_course,
    is_misprint,
    is_of_part,
    kinship,
    likeness,
    nouns_meet,
)
from resorb.scan.rules.consistency.common import TAKEN_IN, differs, parts, times_printed
from resorb.scan.rules.consistency.told import Told, told_in
from resorb.scan.weighing import Candidate, weighing

MOST = 1500
"""Statements of a document beyond which it is no paper, and the rule is silent."""
_ROUNDED = ("time", "p")
"""Kinds of which a number may stand for a range."""
_COMMON = 40
"""A word that so many statements share says nothing about any."""
_SMALL_KIND = 40
"""Where no more numbers of a kind stand, all are held against each other."""
_CROWD, _MOST_BESIDE, _HUNDRED = 60, 3, 100
_LOST = frozenset({"excluded", "followed", "completed"})
"""Steps at which no patient is lost yet."""
_MOST_PAIRS = 4000
"""Pairs looked at in one document; where more seem alike, likeness says nothing."""
Pair = tuple[Told, Told]


@dataclass(eq=False)
class _Value:
    """A value of a kind, as far as :func:`differ` tells it from others, and the parts that state it.

    ``kin`` are all values of its kind, itself too.
    """

    said: Statement
    kin: Sequence[_Value]
    stated: set[int] = field(default_factory=set)

    @cached_property
    def same(self) -> frozenset[_Value]:
        """The values that may be this one, rounded or in another unit."""
        return frozenset(one for one in self.kin if not differ(one.said, self.said))

    @cached_property
    def stating(self) -> frozenset[int]:
        """The parts that state it."""
        return frozenset().union(*(one.stated for one in self.same))


@weighing(
    "said-twice",
    kind="consistency",
    doc="A figure about one thing, in one scope, has one value in all parts of a document.",
    source="numbers of one kind, each known to its own part only; points for words, nouns, wholes and digits shared",
)
def said_twice(text: Scanned) -> Iterator[list[Candidate]]:
    """Numbers of two parts about one thing."""
    if len(set(parts(text).values())) < 2:
        return
    told = told_in(text)
    if not 2 <= len(told) <= MOST or len({t.part for t in told}) < 2:
        return
    doubted: dict[str, list[Candidate]] = defaultdict(list)
    for (one, other), features in _Document(told, times_printed(text)).pairs():
        mark = partial(
            differs, "said-twice", one.sentence, (one.said.start, one.said.end), _name(one.said),
            (other.sentence, (other.said.start, other.said.end)), "the two speak of one thing",
        )  # fmt: skip
        doubted[one.said.kind].append(Candidate({name: value for name, value in features.items() if value}, mark))
    yield from doubted.values()


def _key(said: Statement) -> tuple[str, Fraction, Fraction, str, int]:
    """All that :func:`differ` looks at; it asks for the unit of what is rounded alone."""
    return said.kind, said.low, said.high, said.unit if said.kind in _ROUNDED else "", said.number.decimals


def _another_step(a: Statement, b: Statement) -> bool:
    """Whether two sizes are counted at steps between which patients are lost."""
    return bool(a.steps and b.steps) and not a.steps & b.steps and not a.steps | b.steps <= TAKEN_IN


def _name(said: Statement) -> str:
    return f"the number of {said.noun}" if said.noun and said.kind == "count" else "this"


class _Document:
    """The statements of a document, to be held against each other."""

    def __init__(self, told: tuple[Told, ...], printed: Counter[Fraction]) -> None:
        self.kinds: dict[str, list[Told]] = defaultdict(list)
        self.beside: dict[int, set[tuple[str, Fraction]]] = defaultdict(set)
        self.parts: dict[tuple[str, int], list[Told]] = defaultdict(list)
        self.values: dict[Told, _Value] = {}
        known: dict[tuple[str, Fraction, Fraction, str, int], _Value] = {}
        every: dict[str, list[_Value]] = defaultdict(list)
        for one in told:
            kin, key = every[one.said.kind], _key(one.said)
            if key not in known:
                known[key] = _Value(one.said, kin)
                kin.append(known[key])
            known[key].stated.add(one.part)
            self.values[one] = known[key]
            self.kinds[one.said.kind].append(one)
            self.parts[one.said.kind, one.part].append(one)
            self.beside[id(one.sentence)].add((one.said.kind, one.said.value))
        self.numbers = {kind: {value.said.value for value in kin} for kind, kin in every.items()}
        self.size = len(told)
        self.printed = printed
        counts = [t.said for t in self.kinds["count"]]
        self.lost = {said.value for said in counts if said.steps & _LOST or "rest" in said.of("group")}
        counted = [said for said in counts if said.whole]
        self.shares = {round(100 * said.value / (said.whole or 1)) for said in counted}

    def pairs(self) -> Iterator[tuple[Pair, dict[str, float]]]:
        """Pairs that disagree and may be of one thing, the one to doubt first, with what speaks for it."""
        for one, other in islice(self._candidates(), _MOST_PAIRS):
            yield self._doubted(one, other), self._features(one, other)

    def _candidates(self) -> Iterator[Pair]:
        """Pairs of two parts that may be of one thing, and that no part tells apart by stating both values."""
        for told in self.kinds.values():
            index: dict[str, list[int]] = defaultdict(list)
            for at, one in enumerate(told):
                for word in one.said.near:
                    index[word].append(at)
            for at, one in enumerate(told):
                near = {n for w in one.said.near if len(index[w]) <= _COMMON for n in index[w]}
                for n in range(at + 1, len(told)) if len(told) <= _SMALL_KIND else sorted(n for n in near if n > at):
                    other = told[n]
                    if (
                        not self._disagree(one, other)
                        or clash(one.said, other.said)
                        or self._is_other_group(one, other)
                    ):
                        continue
                    kin = one.said.near & other.said.near or one.said.noun == other.said.noun != ""
                    alone = not one.said.near or not other.said.near
                    if (kin or alone) and not self.values[one].stating & self.values[other].stating:
                        yield one, other

    def _disagree(self, one: Told, other: Told) -> bool:
        """Whether two parts give what may be one thing two values."""
        if one.part == other.part or (one.is_cell and other.is_cell) or not nouns_meet(one.said, other.said):
            return False
        return self.values[other] not in self.values[one].same

    def _features(self, one: Told, other: Told) -> dict[str, float]:
        """What speaks for one thing with two values: the words, and what the rest of the document says."""
        a, b = one.said, other.said
        few, many = sorted((one, other), key=self._support)
        rest = abs(a.value - b.value)
        beside = self.beside[id(one.sentence)] & self.beside[id(other.sentence)]
        first, second = self.values[one], self.values[other]
        two = len(first.same | second.same) == len(first.kin)
        is_percent = a.kind == "%"
        return likeness(a, b) | {
            "statements": min(self.size, _CROWD) / 20,
            "misprint": self._is_firm(one, other),
            "cell": one.is_cell or other.is_cell,
            "sizes": one.is_size and other.is_size,
            "lost": a.kind == "count" and rest in self.lost,
            "beside": min(_MOST_BESIDE, len(beside - {(a.kind, a.value), (b.kind, b.value)})),
            "two values": two,
            "two values of a course": two and is_course(a),
            "sum or difference": bool({a.value + b.value, rest} & self.numbers[a.kind]),
            "sum beside": a.kind == "count" and self._is_sum(one, other),
            "nearest": self._is_best(one, other) + self._is_best(other, one),
            "one is a share": is_percent and self._is_share(a) != self._is_share(b),
            "underived": self._support(few) < self._support(many) and self._is_underived(few),
        }

    def _is_best(self, one: Told, other: Told) -> bool:
        """Whether nothing else in the part of the other is as near to the one."""
        here, same = kinship(one.said, other.said), self.values[one].same | self.values[other].same
        return all(
            self.values[t] in same or kinship(one.said, t.said) < here for t in self.parts[one.said.kind, other.part]
        )

    def _is_share(self, said: Statement) -> bool:
        """Whether a percentage is that of a count and its whole."""
        return round(said.value) in self.shares

    def _is_underived(self, told: Told) -> bool:
        """Whether a number stands once and is no sum, difference, share or rest of others."""
        said, kin = told.said, self.numbers[told.said.kind]
        if self.printed[said.number.value] > 1:
            return False
        if said.kind == "%":
            return not self._is_share(said) and 100 - said.value not in kin
        if said.kind != "count" or len(kin) > _CROWD:
            return True
        return not any(
            (n < said.value and 2 * n != said.value and said.value - n in kin) or said.value + n in kin
            for n in kin
            if n
        )

    def _is_firm(self, one: Told, other: Told) -> bool:
        """Whether a number that is printed once looks like a misprint of one that several parts state."""
        rare, often = sorted((one, other), key=self._support)
        once = self.printed[rare.said.number.value] == 1 and self._support(often) > 1
        return once and is_misprint(rare.said, often.said)

    def _support(self, told: Told) -> int:
        """How many parts state the value."""
        return len(self.values[told].stating)

    def _is_sum(self, one: Told, other: Told) -> bool:
        """Whether the greater is the smaller and another count beside it: both hands, or both groups."""
        few = min(one, other, key=lambda t: t.said.value)
        rest = abs(one.said.value - other.said.value)
        return ("count", rest) in self.beside[id(few.sentence)]

    def _is_other_group(self, one: Told, other: Told) -> bool:
        """Whether two sizes are those of a group before and after some left it, or one is of a group told only here."""
        if one.is_size and other.is_size:
            rest = abs(one.said.value - other.said.value)
            if _another_step(one.said, other.said) or rest in self.lost:
                return True
        wholes = [t.said.whole for t in (one, other) if t.said.whole and is_of_part(t.said)]
        return len(wholes) == 1 and self.printed[Fraction(wholes[0])] == 1

    def _doubted(self, one: Told, other: Told) -> Pair:
        """Of two, the one that fewer parts know, or else the later, first."""
        doubt = sorted(
            (one, other), key=lambda t: (self._support(t), self.printed[t.said.number.value], -t.sentence.number)
        )
        return doubt[0], doubt[1]
