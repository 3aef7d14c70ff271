"""Fit the points of a rule that weighs: ``python -m tests.corpus.fit CHECK [--enough N] [--write]``.

A logistic regression with a ridge over the candidates of all development texts and documents. A candidate is a slip
when its mark names the slip of its text; of several in one text the likeliest is taken for it (the others then say
nothing). Ten-fold cross-validation tells how the rule does on texts it was not fitted on: prints, for each sum that may
be asked, texts whose slip it finds and wrong marks. Points are tenths of log odds.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, vstack

from resorb.scan.material import Scanned
from resorb.scan.registry import load
from resorb.scan.weighing import Candidate, weighing_rules
from resorb.sources.documents.plain import read_plain
from tests.corpus.items import documents, items
from tests.corpus.score import names_slip

POINTS = Path(__file__).parents[2] / "src" / "resorb" / "scan" / "points"
_ROUNDS, _FOLDS = 4, 10
_TENTHS = 10
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Group:
    """The candidates of one sentence: their features, and which of them name the slip."""

    text: int
    features: tuple[Mapping[str, float], ...]
    hits: tuple[bool, ...]


def groups(check: str, parts: Sequence[str]) -> Iterator[Group]:
    """The candidates of every text of the corpus, of folders beside it, and of whole clean documents."""
    load()
    candidates = weighing_rules()[check]
    texts = [(item.text, item.slip) for part in parts for item in items(part, None)]
    texts += [(text, None) for _, text in documents("development")]
    for number, (text, slip) in enumerate(texts):
        for group in candidates(Scanned(read_plain(text, "t"))):
            if group:
                yield Group(number, tuple(one.features for one in group), tuple(_hit(one, slip) for one in group))


def _hit(one: Candidate, slip: str | None) -> bool:
    return slip is not None and names_slip(one.mark(), slip)


class Fit:
    """Weights of the named features; ``bias`` is one of them."""

    def __init__(self, found: Sequence[Group], ridge: float) -> None:
        self.ridge = ridge
        self.names = ["bias", *sorted({name for group in found for one in group.features for name in one})]
        self.at = {name: number for number, name in enumerate(self.names)}
        self.weights: Floats = np.zeros(len(self.names))
        for _ in range(_ROUNDS):
            self._once(found)

    def matrix(self, features: Sequence[Mapping[str, float]]) -> csr_matrix:
        """One row for each candidate; few of its features are not 0."""
        rows, columns, values = list(range(len(features))), [0] * len(features), [1.0] * len(features)
        for row, one in enumerate(features):
            known = [(self.at[name], value) for name, value in one.items() if name in self.at]
            rows += [row] * len(known)
            columns += [column for column, _ in known]
            values += [float(value) for _, value in known]
        return csr_matrix((values, (rows, columns)), shape=(len(features), len(self.names)))

    def sums(self, group: Group) -> Floats:
        """Log odds of each candidate of a group."""
        odds: Floats = self.matrix(group.features) @ self.weights
        return odds

    def _once(self, found: Sequence[Group]) -> None:
        best: dict[int, float] = {}
        odds = [self.sums(group) for group in found]
        for group, values in zip(found, odds, strict=True):
            for hit, value in zip(group.hits, values, strict=True):
                if hit:
                    best[group.text] = max(best.get(group.text, -np.inf), float(value))
        rows, truth = [], []
        for group, values in zip(found, odds, strict=True):
            kept = [n for n, hit in enumerate(group.hits) if not hit or values[n] >= best[group.text]]
            rows.append(self.matrix([group.features[n] for n in kept]))
            truth += [group.hits[n] for n in kept]
        all_rows, is_slip = vstack(rows).tocsr(), np.array(truth, float)

        def loss(weights: Floats) -> tuple[float, Floats]:
            odds = all_rows @ weights
            gradient = all_rows.T @ (1 / (1 + np.exp(-odds)) - is_slip) + self.ridge * weights
            return float((np.logaddexp(0, odds) - is_slip * odds).sum() + self.ridge / 2 * (weights**2).sum()), gradient

        self.weights = minimize(loss, self.weights, jac=True, method="L-BFGS-B").x


def validated(found: Sequence[Group], ridge: float) -> list[tuple[float, int, bool]]:
    """Points of the likeliest candidate of each group, fitted without its text; the text; whether it is the slip."""
    fold = {number: random.Random(number).randrange(_FOLDS) for number in {g.text for g in found}}  # noqa: S311
    told = []
    for left_out in range(_FOLDS):
        fit = Fit([g for g in found if fold[g.text] != left_out], ridge)
        for group in (g for g in found if fold[g.text] == left_out):
            odds = fit.sums(group)
            at = int(odds.argmax())
            told.append((float(odds[at]) * _TENTHS, group.text, group.hits[at]))
    return told


def main() -> None:
    """Print the cross-validation; write the points where that is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("check", help="the check of a rule that weighs")
    parser.add_argument("--beside", nargs="*", default=[], help="folders of sentences beside the corpus")
    parser.add_argument("--enough", type=int, help="the sum to ask")
    parser.add_argument("--ridge", type=float, default=2.0, help="how much large points are held back")
    parser.add_argument("--write", action="store_true", help="write the points")
    args = parser.parse_args()
    found = list(groups(args.check, ["development", *args.beside]))
    there = {g.text for g in found if any(g.hits)}
    texts = {g.text for g in found}
    print(f"{sum(len(g.hits) for g in found)} candidates in {len(texts)} texts, {len(there)} with the slip")
    told = validated(found, args.ridge)
    for enough in range(-20, 31, 5):
        marked = [(text, hit) for points, text, hit in told if points >= enough]
        right = {text for text, hit in marked if hit}
        print(f"{enough:4}: {len(right):4} slips, {sum(not hit for _, hit in marked):4} wrong")
    if args.write and args.enough is not None:
        fit = Fit(found, args.ridge)
        points = {name: round(weight * _TENTHS) for name, weight in zip(fit.names, fit.weights, strict=True)}
        kept = {name: value for name, value in sorted(points.items()) if value}
        file = POINTS / f"{args.check}.json"
        file.write_text(json.dumps({"enough": args.enough, "points": kept}, indent=1) + "\n", encoding="utf-8")
        print(f"written: {file.name}, {len(kept)} features")


if __name__ == "__main__":
    main()
