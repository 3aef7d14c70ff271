"""One thing said twice: statements on the same subject, in the same scope, in two parts of a document.

A figure that is said again stands in both parts. A slip leaves two numbers of one kind, about one thing, each of which
its own part knows and the other does not. Loose likeness of words asks for numbers that look like a slip of each other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.arithmetic.near_miss import near_miss
from resorb.reading.lazy import lazy
from resorb.reading.statement_words import CHANGE
from resorb.reading.statements import COURSE, Statement
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.consistency_alike import (
    clash,
    differ,
    is_close,
    is_misprint,
    is_small,
    kin,
    look_alike,
    nouns_meet,
    same_whole,
    scopes_meet,
)
from resorb.scan.rules.consistency_common import differs, times_printed
from resorb.scan.rules.consistency_told import Told, told_in

MOST = 1500
"""Statements of a document beyond which it is no paper, and the rule is silent."""
_COMMON = 40
"""A word that so many statements share says nothing about any."""
_MOST_SIZES = 60
_FEW = 6
"""Where more numbers of a kind stand, two of them share words by chance: they must look like a slip of each other."""
_TAKEN_IN = frozenset({"treated", "reviewed", "enrolled", "randomised"})
"""Steps at which no patient is lost yet."""
_TREATMENT = frozenset({"thios", "ointm", "metab", "treat", "infus", "injec", "intrales", "appli", "took", "dose"})
_OTHER_SPAN = frozenset({"follo", "disea", "sympt", "diagn", "histo", "wait", "appea"})
_LONGEST_COURSE, _TEN = 800, 10
_FOR = lazy(
    r"\b(?:for|over|during|lasting|throughout|lasted|used|course\s+of|period\s+of|duration(?:\s+of\s+treatment)?:?)\s+"
    r"(?:the\s+|those\s+|these\s+|a\s+|all\s+|full\s+)*$",
    re.IGNORECASE,
)
_OF_TREATMENT = lazy(
    r"\s+of\s+(?:\w+\s+){0,2}?(?:treatment|therapy|thiosul\w+|STS|TST|ointment|cream|gel|injections|infusions)\b",
    re.IGNORECASE,
)
Pair = tuple[Told, Told]


@rule(
    "said-twice",
    kind="consistency",
    doc="A figure about one thing, in one scope, has one value in all parts of a document.",
    source="numbers of one kind that share the words about them; each known to its own part only",
)
def said_twice(text: Scanned) -> Iterator[Mark]:
    """Numbers of two parts about one thing."""
    told = told_in(text)
    if not 2 <= len(told) <= MOST or len({t.part for t in told}) < 2:
        return
    found = _Document(told, times_printed(text))
    marked: set[int] = set()
    for one, other in (*found.clashes(), *found.courses(), *found.sizes(), *found.misprints()):
        if id(one) in marked or id(other) in marked:
            continue
        marked |= {id(one), id(other)}
        yield differs(
            "said-twice", one.sentence, (one.said.start, one.said.end), _name(one.said),
            (other.sentence, (other.said.start, other.said.end)), "the two speak of one thing",
        )  # fmt: skip


def _name(said: Statement) -> str:
    return f"the number of {said.noun}" if said.noun and said.kind == "count" else "this"


class _Document:
    """The statements of a document, to be held against each other."""

    def __init__(self, told: tuple[Told, ...], printed: Counter[Fraction]) -> None:
        self.kinds: dict[str, list[Told]] = {"count": []}
        for one in told:
            self.kinds.setdefault(one.said.kind, []).append(one)
        self.printed = printed
        self.cases = len({case for t in told for case in t.said.of("case")})

    def clashes(self) -> Iterator[Pair]:
        """Pairs that disagree and share their words: the one to doubt, and the other."""
        for told in self.kinds.values():
            index: dict[str, list[Told]] = defaultdict(list)
            for one in told:
                for word in one.said.near:
                    index[word].append(one)
            for one in told:
                best = self._nearest(one, index)
                if best is not None and self._apart(one, best) and self._one_thing(one, best):
                    yield self._doubted(one, best)

    def courses(self) -> Iterator[Pair]:
        """Two values of the one course that the document tells of: dose, strength, span, how often."""
        for kind in COURSE if self.cases < 2 else ():
            told = [t for t in self.kinds.get(kind, ()) if _is_treatment(t)]
            groups = {group for t in told for group in t.said.of("group")} if kind != "time" else set()
            if (
                len(told) < 2
                or len(groups) > 1
                or any(CHANGE.search(t.sentence.text) or t.said.of("plan", "case", "stat", "total") for t in told)
            ):
                continue
            one = told[0]
            other = next((t for t in told if differ(t.said, one.said)), None)
            if other is None or any(differ(t.said, one.said) and differ(t.said, other.said) for t in told):
                continue
            odd, other = self._doubted(one, other)
            if not self._apart(odd, other):
                continue
            alike = look_alike(odd.said, other.said) and not is_small(odd.said, other.said)
            if kind != "time" or alike or self._same_dose(odd, other):
                yield odd, other

    def sizes(self) -> Iterator[Pair]:
        """Two sizes of the whole group."""
        sizes = [t for t in self.kinds["count"] if t.is_size][:_MOST_SIZES]
        for at, one in enumerate(sizes):
            for other in sizes[at + 1 :]:
                a, b = one.said, other.said
                if not self._apart(one, other) or (one.is_caption and other.is_caption) or not same_whole(a, b):
                    continue
                if "screened" in a.steps ^ b.steps:
                    continue
                if a.steps and b.steps and not a.steps & b.steps and not a.steps | b.steps <= _TAKEN_IN:
                    continue
                alike = look_alike(a, b) and not (is_small(a, b) and len(self.kinds["count"]) > _FEW)
                if (alike or (self._alone(one, other) and is_close(a, b))) and not self._explained(
                    abs(a.value - b.value)
                ):
                    yield self._doubted(one, other)

    def _nearest(self, one: Told, index: dict[str, list[Told]]) -> Told | None:
        """The statement of another part that is most like this one; None when several, of different values, are."""
        shared: dict[int, int] = defaultdict(int)
        known: dict[int, Told] = {}
        for word in one.said.near:
            if len(index[word]) <= _COMMON:
                for other in index[word]:
                    if other.part != one.part and scopes_meet(one.said, other.said):
                        shared[id(other)] += 1
                        known[id(other)] = other
        if not shared:
            return None
        fit = {
            i: (n, kin(one.said, known[i].said), -len(one.said.near | known[i].said.near)) for i, n in shared.items()
        }
        most = max(fit.values())
        best = [known[i] for i, n in fit.items() if n == most]
        return best[0] if all(not differ(b.said, best[0].said) for b in best) else None

    def _apart(self, one: Told, other: Told) -> bool:
        """Whether two values disagree, and neither part knows the value of the other."""
        a, b = one.said, other.said
        return (
            one.part != other.part
            and differ(a, b)
            and nouns_meet(a, b)
            and not self._known(a, other.part)
            and not self._known(b, one.part)
        )

    def _known(self, said: Statement, part: int) -> bool:
        """Whether a part states the value too, of something that may be the same."""
        return any(
            t.part == part
            and not differ(t.said, said)
            and (not t.said.near or t.said.near & said.near or t.said.noun == said.noun != "")
            for t in self.kinds[said.kind]
        )

    def _one_thing(self, one: Told, other: Told) -> bool:
        """Whether two statements are of one thing: by the words they share, the whole, or the one course told of."""
        a, b = one.said, other.said
        cells = one.is_cell + other.is_cell
        if cells == 2 or (cells and not is_close(a, b)):
            return False
        if self.cases > 1 and a.kind in COURSE and not (a.of("case") and b.of("case")):
            return False
        shared = a.near & b.near
        least, same_time = min(len(a.near), len(b.near)), a.of("time") == b.of("time")
        if a.kind == "score" and same_time and any(t[0].isdigit() for t in a.of("time")):
            return look_alike(a, b)
        crowded = a.kind == "%" and len(self.kinds["%"]) > _FEW
        if crowded and not (look_alike(a, b) and (a.near == b.near or len(shared) > 2)):
            return False
        if a.kind == "%" and ((a.near == b.near and same_time and a.of("time")) or len(shared) == least >= 2):
            return True
        if a.kind == "%" and len(shared) == least and same_time and any(t[0].isdigit() for t in a.of("time")):
            return True
        if len(shared) >= 3 and 2 * len(shared) >= least:
            near = max(a.value, b.value) <= _TEN * min(a.value, b.value)
            return near and (a.kind != "time" or look_alike(a, b) or len(shared) > 3)
        if a.whole and a.whole == b.whole and same_time and len(shared) >= min(least, 2):
            return True
        if len(shared) >= 2:
            return look_alike(a, b) and (not is_small(a, b) or len(shared) == least)
        alike = a.near == b.near or (one.is_cell and a.near <= b.near) or (other.is_cell and b.near <= a.near)
        return alike and same_time and look_alike(a, b) and not is_small(a, b)

    def _same_dose(self, one: Told, other: Told) -> bool:
        """Whether the sentences of two spans give one dose or strength, and not two."""
        mine, theirs = (
            {
                (t.said.kind, t.said.value)
                for kind in COURSE - {"time"}
                for t in self.kinds.get(kind, ())
                if t.sentence is o.sentence
            }
            for o in (one, other)
        )
        return bool(mine) and mine == theirs

    def _alone(self, one: Told, other: Told) -> bool:
        """Whether one size stands once in the document, and the other in several parts."""
        numbers = [len({t.part for t in self.kinds[o.said.kind] if t.said.value == o.said.value}) for o in (one, other)]
        return min(numbers) == 1 < max(numbers)

    def misprints(self) -> Iterator[Pair]:
        """A number that stands once, against one that stands twice or more and of which it looks like a misprint."""
        for kind, told in self.kinds.items():
            often: dict[Fraction, list[Told]] = defaultdict(list)
            for one in told:
                often[one.said.value].append(one)
            firm = sorted(often.values(), key=len, reverse=True)[:_MOST_SIZES]
            for one in (same[0] for same in often.values() if len(same) == 1 and not same[0].is_cell):
                for same in firm if self.printed[one.said.number.value] == 1 else ():
                    firmly = len(same) > 1
                    other = next((t for t in same if self._misprinted(one, t, firmly=firmly)), None)
                    if other and (kind != "count" or not self._explained(abs(one.said.value - other.said.value))):
                        yield (one, other) if firmly else self._doubted(one, other)

    def _misprinted(self, one: Told, other: Told, *, firmly: bool) -> bool:
        a, b = one.said, other.said
        if not firmly and not near_miss(a.number, b.number.value, off_by=0).startswith("two"):
            return False
        persons = {a.noun, b.noun} <= {"patients", "adults", "children"} and min(a.value, b.value) > _TEN
        kin = a.words & b.words or (persons and not near_miss(a.number, b.value, off_by=0).startswith("one"))
        return bool(kin) and is_misprint(a, b) and self._apart(one, other) and not clash(a, b)

    def _explained(self, rest: Fraction) -> bool:
        """Whether the document says by how many the group changed."""
        return any(
            t.said.value == rest and (t.said.steps & {"excluded", "followed", "completed"} or t.said.of("group"))
            for t in self.kinds["count"]
        )

    def _doubted(self, one: Told, other: Told) -> Pair:
        """Of two, the one that fewer parts know, or else the later, first."""

        def support(told: Told) -> tuple[int, int]:
            parts = {t.part for t in self.kinds[told.said.kind] if not differ(t.said, told.said)}
            return len(parts), -told.sentence.number

        return (one, other) if support(one) < support(other) else (other, one)


def _is_treatment(told: Told) -> bool:
    """Whether a statement tells of the treatment: by its words, and a span by what stands beside it."""
    said, text = told.said, told.sentence.text
    if said.kind in ("mass", "strength", "mg/mL"):
        return bool(said.near & {"thios", "ointm", "metab"})
    if said.kind == "time":
        spans = _FOR.search(text, max(0, said.start - 30), said.start) or _OF_TREATMENT.match(text, said.end)
        return bool(spans and said.near & _TREATMENT and not said.near & _OTHER_SPAN and said.value < _LONGEST_COURSE)
    return bool(said.near & _TREATMENT)
