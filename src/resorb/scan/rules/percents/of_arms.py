"""Two shares set against each other, each of its own arm: "12 (32%) with thiosulfate versus 24 (67%) with placebo"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from resorb.checks.arithmetic.rounding import rule_for
from resorb.checks.claims.percents import judged_percent
from resorb.reading.counts.counted import COUNT, PEOPLE, value_of
from resorb.reading.counts.proportions import proportions
from resorb.reading.counts.shares import Percentage
from resorb.reading.counts.two_arms import Arms, two_arms
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.rules.counts.scope import Scope
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber

_SET_AGAINST = lazy(r"\b(?:versus|vs\.?|compared\s+(?:to|with)|and|whereas|while|or|than)\b", re.IGNORECASE)
_NARROWED = lazy(
    r"\b(?:among|amongst|of\s+(?:those|these|them|whom|the\s+(?:\d|\w+\s+with))|in\s+(?:those|these)|subgroup|women|men|females?|"
    r"males?|evaluable|assessable|completers|responders|survivors|smokers|aged|older|younger|below|above|life[\s-]table|"
    r"kaplan|adjusted|imputed|estimated|cumulative|years?\s+\d|week\s+\d|month\s+\d|available)\b|\d\s*-?years?\b",
    re.IGNORECASE,
)
"""Words for a base that is narrower than the arm, or for a share that is no plain one."""
_CLAUSE = lazy(r"[.;:]\s|$")
_FAR = 90
_EACH = lazy(rf"(?P<n>{COUNT})\s+(?:{PEOPLE}\s+)?(?:in|per|to)\s+each\s+(?:group|arm)\b", re.IGNORECASE)
_OF_A_GROUP = lazy(r"\b(?:of|in)\s+the\s+[\w-]+\s+(?:group|arm)\b", re.IGNORECASE)
Key = tuple[int, int]


class Share(NamedTuple):
    """A count with its percentage, from ``start`` to ``end``."""

    start: int
    number_start: int
    end: int
    part: int
    number: PrintedNumber


def shares_of_arms(text: Scanned, scope: Scope) -> dict[Key, Mark | None]:
    """Each share that is of an arm of which the size was told before, by sentence and place; what is said of it."""
    known: list[Arms] = []
    said: dict[Key, Mark | None] = {}
    if not any(sentence.text.count("%") > 1 for sentence in text.sentences):
        return said
    for sentence in text.sentences:
        if "each" in sentence.text and "%" in sentence.text:
            said.update(_of_each(sentence))
        if known and sentence.text.count("%") > 1:
            for one, other in pairwise(_plain(sentence)):
                if (sentence.number, one.start) not in said:
                    said.update(_couple(sentence, one, other, known, scope))
        arms = two_arms(sentence.text)
        if arms is not None:
            known.append(arms)
    return said


def _of_each(sentence: Sentence) -> Iterator[tuple[Key, Mark | None]]:
    """Shares said to be of a group, where that group's size is told and only all groups give them."""
    each = _EACH.search(sentence.text)
    size = value_of(each["n"]) if each else None
    shares = [one for one in _plain(sentence) if _OF_A_GROUP.search(sentence.text, one.start, one.end)]
    if not size or len(shares) != 2 or any(one.part > size for one in shares):
        return
    if all(_gives(one, 2 * size) and not _gives(one, size) for one in shares):
        both = f"the percentages are of all {2 * size}, not of each group"
        yield from (((sentence.number, p.start), _mark(sentence, p, size, Verdict.ASSUMES, both)) for p in shares)


def _plain(sentence: Sentence) -> Iterator[Share]:
    for one in proportions(sentence.text):
        if one.part is None or one.whole is not None or not isinstance(one.share, Percentage):
            continue
        if not (one.is_list or one.is_subset or one.share.manner) and one.start < one.share.start:
            yield Share(one.start, one.share.number_start, one.share.end, one.part, one.share.number)


def _couple(
    sentence: Sentence, one: Share, other: Share, known: list[Arms], scope: Scope
) -> Iterator[tuple[Key, Mark | None]]:
    """The two shares, when the words tell the arm of each and both, or all but one, are of the sizes told."""
    between = sentence.text[one.end : other.start]
    joint = _SET_AGAINST.search(between)
    if joint is None or len(between) > _FAR:
        return
    wrong: list[tuple[Share, int]] = []
    for arms in reversed(known[-6:]):
        order = _order(sentence.text, one, other, between[: joint.start()], between[joint.end() :], arms)
        if order is None:
            continue
        of = [(one, arms.sizes[order]), (other, arms.sizes[1 - order])]
        missed = [(p, size) for p, size in of if not _gives(p, size)]
        if not missed:
            yield from (((sentence.number, p.start), _mark(sentence, p, size, Verdict.HOLDS)) for p, size in of)
            return
        if len(missed) == 1 and not _gives(*_swapped(of, missed[0])):
            wrong += missed
    if len({(p.start, size) for p, size in wrong}) != 1 or _NARROWED.search(sentence.text) or scope.groups(sentence):
        return
    share, size = wrong[0]
    yield from (((sentence.number, p.start), None) for p in (one, other))
    near = {n for before in (sentence, *scope.text.before(sentence, 3)) for n in scope.counted(before)}
    every = near.union(*(arms.sizes for arms in known), scope.everywhere()) - {one.part, other.part}
    if not any(_gives(share, n) for n in every) and share.part <= size and not _fewer(share, size):
        yield (sentence.number, share.start), _mark(sentence, share, size, Verdict.ASSUMES)


def _swapped(of: list[tuple[Share, int]], missed: tuple[Share, int]) -> tuple[Share, int]:
    """The share that does not fit, with the size of the other arm."""
    return missed[0], next(size for p, size in of if p is not missed[0])


def _order(text: str, one: Share, other: Share, behind: str, ahead: str, arms: Arms) -> int | None:
    """Which arm the first share is of; None when the words do not tell."""
    inside = arms.named(text[one.start : one.end]), arms.named(text[other.start : other.end])
    clause = _CLAUSE.search(text, other.end)
    after = arms.named(text[other.end : min(clause.start() if clause else len(text), other.end + _FAR)])
    before = arms.named(text[: one.start])
    first, second = inside[0] or arms.named(behind), inside[1] or arms.named(ahead)
    if not first and second and len(before) == 1:
        first = before
    if not second and len(after) == 1 and (first or not before):
        second = after
    if not first and not second and len(before) == 1:
        first = before
    if len(first) > 1 or len(second) > 1 or first == second:
        return None
    return next(iter(first)) if first else 1 - next(iter(second))


def _gives(one: Share, whole: int) -> bool:
    return one.part <= whole and rule_for(Fraction(100 * one.part, whole), one.number) is not None


_ALMOST = Fraction(9, 10)
"""So much of an arm may be left where some were lost: then the share is of them."""


def _fewer(one: Share, size: int) -> bool:
    """Whether the share is that of the arm without some who were lost."""
    low = one.number.value - one.number.step / 2
    if low <= 0 or not one.part:
        return True
    most = min(size - 1, int(100 * one.part / low))
    return any(_gives(one, n) for n in range(max(1, most - 3), most + 1) if n >= size * _ALMOST)


def _mark(sentence: Sentence, one: Share, size: int, verdict: Verdict, other: str = "") -> Mark:
    found = judged_percent(one.part, size, one.number)
    assumption, verdict = found.assumption, verdict if verdict is Verdict.ASSUMES else found.verdict
    if verdict is Verdict.ASSUMES and assumption is None:
        assumption = other or f"the percentage is of another whole than the {size} of this arm told before"
    return sentence.at(one.number_start, one.end).mark(
        "percent", verdict, found.message, computed=found.computed, arithmetic=found.arithmetic,
        assumption=assumption, suggestion=found.suggestion,
    )  # fmt: skip
