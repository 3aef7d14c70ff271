"""Rules that weigh: what may be a slip gets points for what speaks for and against it.

Whether numbers stand in a relation cannot always be read off the grammar. Such a rule gives every candidate (numbers
that miss a relation by what may be a slip of the pen) with what is true of it, its features; the points of these make
the sum that has to be reached. Points are tenths of log odds, fitted on the development corpus by ``python -m
tests.corpus.fit`` and kept in ``points/CHECK.json``; nothing is fitted when scan runs
(docs/decisions/0010-said-twice-by-points.md).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, wraps
from importlib import resources

from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import RuleFunction, rule


@dataclass(frozen=True)
class Candidate:
    """What may be a slip. ``features`` are numbers, mostly 0 or 1, by name; those that are 0 may be left out."""

    features: Mapping[str, float]
    mark: Callable[[], Mark]


CandidateFunction = Callable[[Scanned], Iterable[Sequence[Candidate]]]
"""Candidates of a document in groups, each with one slip at most: those of a sentence and what stands before it."""
_WEIGHING: dict[str, CandidateFunction] = {}


def weighing(check: str, *, kind: str, doc: str, source: str) -> Callable[[CandidateFunction], RuleFunction]:
    """Register a rule that marks the likeliest candidate of each group, when its points reach what is asked."""

    def register(candidates: CandidateFunction) -> RuleFunction:
        @wraps(candidates)
        def run(text: Scanned) -> Iterable[Mark]:
            points, enough = points_of(check)
            for group in candidates(text):
                sums = [sum_of_points(one.features, points) for one in group]
                if sums and max(sums) >= enough:
                    yield group[sums.index(max(sums))].mark()

        _WEIGHING[check] = candidates
        return rule(check, kind=kind, doc=doc, source=source)(run)

    return register


def weighing_rules() -> Mapping[str, CandidateFunction]:
    """The candidates of each rule that weighs, by its check; complete once the rules are loaded."""
    return _WEIGHING


def sum_of_points(features: Mapping[str, float], points: Mapping[str, int]) -> float:
    """Points of a candidate; a feature without points counts nothing."""
    return sum(points.get(name, 0) * value for name, value in features.items()) + points.get("bias", 0)


@cache
def points_of(check: str) -> tuple[Mapping[str, int], int]:
    """Points by feature, and how many are asked.

    Raises:
        FileNotFoundError: when the points were never fitted.
    """
    found = json.loads((resources.files("resorb.scan.points") / f"{check}.json").read_text(encoding="utf-8"))
    return found["points"], found["enough"]
