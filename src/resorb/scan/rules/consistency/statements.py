"""One thing said twice: statements on the same subject, in the same scope, in two parts of a document.

A figure that is said again stands in both parts. A slip leaves two numbers of one kind, about one thing, each of which
its own part knows and the other does not. Whether two statements are of one thing is never certain: what they have in
common gives points, tenths of log odds, as a logistic regression on the development corpus found them; ten-fold cross
validation, not the fit, chose what counts (docs/decisions/0010-said-twice-by-points.md).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from resorb.reading.papers.statements import Statement
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.consistency.alike import clash, differ, is_course, is_misprint, likeness, may_be_one, nouns_meet
from resorb.scan.rules.consistency.common import TAKEN_IN, differs, parts, times_printed
from resorb.scan.rules.consistency.told import SIZED, Told, told_in

MOST = 1500
"""Statements of a document beyond which it is no paper, and the rule is silent."""
_COMMON = 40
"""A word that so many statements share says nothing about any."""
_SMALL_KIND = 40
"""Where no more numbers of a kind stand, all are held against each other."""
_CROWD, _TWO = 60, 2
ENOUGH = 46
"""Points from which two statements are taken to be of one thing."""
_LOST = frozenset({"excluded", "followed", "completed"})
"""Steps at which no patient is lost yet."""
_MOST_PAIRS = 4000
"""Pairs looked at in one document; where more seem alike, likeness says nothing."""
Pair = tuple[Told, Told]
Value = tuple[Fraction, Fraction, str, int]


@rule(
    "said-twice",
    kind="consistency",
    doc="A figure about one thing, in one scope, has one value in all parts of a document.",
    source="numbers of one kind, each known to its own part only; points for words, nouns, wholes and digits shared",
)
def said_twice(text: Scanned) -> Iterator[Mark]:
    """Numbers of two parts about one thing."""
    if len(set(parts(text).values())) < 2:
        return
    told = told_in(text)
    if not 2 <= len(told) <= MOST or len({t.part for t in told}) < 2:
        return
    marked: set[int] = set()
    for one, other in _Document(told, times_printed(text)).pairs():
        if id(one) in marked or id(other) in marked:
            continue
        marked |= {id(one), id(other)}
        yield differs(
            "said-twice", one.sentence, (one.said.start, one.said.end), _name(one.said),
            (other.sentence, (other.said.start, other.said.end)), "the two speak of one thing",
        )  # fmt: skip


def _value(said: Statement) -> Value:
    """All that :func:`differ` looks at."""
    return said.low, said.high, said.unit if said.kind == "time" else "", said.number.decimals


def _disagree(one: Told, other: Told) -> bool:
    """Whether two parts give what may be one thing two values."""
    a, b = one.said, other.said
    return one.part != other.part and not (one.is_cell and other.is_cell) and differ(a, b) and nouns_meet(a, b)


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
        self.values: dict[str, dict[Value, Statement]] = defaultdict(dict)
        self.stated: dict[tuple[str, Value], set[int]] = defaultdict(set)
        for one in told:
            self.kinds[one.said.kind].append(one)
            self.parts[one.said.kind, one.part].append(one)
            self.values[one.said.kind].setdefault(_value(one.said), one.said)
            self.stated[one.said.kind, _value(one.said)].add(one.part)
            self.beside[id(one.sentence)].add((one.said.kind, one.said.value))
        self.numbers = {kind: {said.value for said in values.values()} for kind, values in self.values.items()}
        self.size = len(told)
        self.sizes = {t.said.value for t in told if t.is_size and t.said.noun in (*SIZED, "")}
        self.printed = printed
        self.supports: dict[tuple[str, Value], int] = {}

    def pairs(self) -> Iterator[Pair]:
        """Pairs that disagree on one thing, the likeliest first: the one to doubt, and the other."""
        found = [
            (points, at, one, other)
            for at, (one, other) in enumerate(islice(self._candidates(), _MOST_PAIRS))
            if (points := self._points(one, other)) >= ENOUGH
        ]
        for _, _, one, other in sorted(found, key=lambda f: (-f[0], f[1])):
            yield self._doubted(one, other)

    def _candidates(self) -> Iterator[Pair]:
        """Pairs of two parts that may be of one thing, and of which neither part knows the other's value."""
        for told in self.kinds.values():
            index: dict[str, list[int]] = defaultdict(list)
            for at, one in enumerate(told):
                for word in (*one.said.near, f"noun {one.said.noun}"):
                    index[word].append(at)
            for at, one in enumerate(told):
                near = {n for w in one.said.near if len(index[w]) <= _COMMON for n in index[w]}
                for n in range(at + 1, len(told)) if len(told) <= _SMALL_KIND else sorted(n for n in near if n > at):
                    other = told[n]
                    if not _disagree(one, other) or clash(one.said, other.said):
                        continue
                    fits = may_be_one(one.said, other.said) or self._is_firm(one, other)
                    if fits and not self._known(one, other.part) and not self._known(other, one.part):
                        yield one, other

    def _known(self, told: Told, part: int) -> bool:
        """Whether a part states the value too, of something that may be the same."""
        said = told.said
        return any(
            not differ(t.said, said)
            and (
                not t.said.near or t.said.near & said.near or t.said.noun == said.noun != ""
                or (told.is_size and t.said.text[0] in "nN")
            )
            for t in self.parts[said.kind, part]
        )  # fmt: skip

    def _points(self, one: Told, other: Told) -> int:
        """How much speaks for one thing with two values: the words, and what the rest of the document says."""
        a, b = one.said, other.said
        kin = self.values[a.kind].values()
        points = likeness(a, b) - 15 * min(self.size, _CROWD) // 20
        few, many = sorted(self._support(t) for t in (one, other))
        if few == 1 < many:
            points += 9
        if self._is_firm(one, other):
            points += 8
        if self.printed[a.number.value] == self.printed[b.number.value] == 1:
            points += 9
        if one.is_cell or other.is_cell:
            points += 6
        if one.is_size and other.is_size:
            points += 10 if len(self.sizes) == _TWO else 0
            points += 15 if a.noun != b.noun and not (a.noun and b.noun) else 0
            if _another_step(a, b) or self._lost(abs(a.value - b.value)):
                return 0
        if (self.beside[id(one.sentence)] & self.beside[id(other.sentence)]) - {(a.kind, a.value), (b.kind, b.value)}:
            points += 11
        if is_course(a) and not any(differ(t, a) and differ(t, b) for t in kin):
            points += 16
        if {a.value + b.value, abs(a.value - b.value)} & self.numbers[a.kind]:
            points -= 7
        if a.kind == "count" and self._is_sum(one, other):
            return 0
        return points - 10 * (self._rival(one, other) + self._rival(other, one))

    def _is_firm(self, one: Told, other: Told) -> bool:
        """Whether a number that is printed once looks like a misprint of one that several parts state."""
        rare, often = sorted((one, other), key=self._support)
        once = self.printed[rare.said.number.value] == 1 and self._support(often) > 1
        return once and is_misprint(rare.said, often.said)

    def _support(self, told: Told) -> int:
        """How many parts state the value."""
        kind, value = told.said.kind, _value(told.said)
        if (kind, value) not in self.supports:
            same = (v for v, said in self.values[kind].items() if not differ(said, told.said))
            self.supports[kind, value] = len(set().union(*(self.stated[kind, v] for v in same)))
        return self.supports[kind, value]

    def _rival(self, one: Told, other: Told) -> bool:
        """Whether the part of the one holds another value that shares as many words with the other."""
        shared = len(one.said.near & other.said.near)
        return any(
            differ(t.said, one.said)
            and differ(t.said, other.said)
            and len(t.said.near & other.said.near) >= max(shared, not (t.is_size and other.is_size))
            and nouns_meet(t.said, other.said)
            for t in self.parts[one.said.kind, one.part]
        )

    def _is_sum(self, one: Told, other: Told) -> bool:
        """Whether the greater is the smaller and another count beside it: both hands, or both groups."""
        few = min(one, other, key=lambda t: t.said.value)
        rest = abs(one.said.value - other.said.value)
        return ("count", rest) in self.beside[id(few.sentence)]

    def _lost(self, rest: Fraction) -> bool:
        """Whether the document says that so many left the group."""
        return any(
            t.said.value == rest and (t.said.steps & _LOST or "rest" in t.said.of("group")) for t in self.kinds["count"]
        )

    def _doubted(self, one: Told, other: Told) -> Pair:
        """Of two, the one that fewer parts know, or else the later, first."""
        doubt = sorted((one, other), key=lambda t: (self._support(t), -t.sentence.number))
        return doubt[0], doubt[1]
