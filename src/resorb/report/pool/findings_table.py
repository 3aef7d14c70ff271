"""The summary of findings after GRADE: what happens to 100 treated, to 100 others, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from resorb.report.pool.entries import answer_entry, comparison_entry
from resorb.report.pool.rates import in_studies, percent
from resorb.report.pool.sentences import FEWEST, order, title

if TYPE_CHECKING:
    from resorb.analysis.pooling.answers import Answer
    from resorb.analysis.pooling.sensitivity import Pool
    from resorb.report.facts import Ledger

LEVELS = {"very low": "⊕◯◯◯", "low": "⊕⊕◯◯", "moderate": "⊕⊕⊕◯", "high": "⊕⊕⊕⊕"}


def summary_of_findings(
    answers: Sequence[Answer], results: Mapping[str, Any], ledger: Ledger
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Rows under the heading of their question; answers of too few patients are left to their own table."""
    known, told = {answer.id: answer for answer in answers}, {one["id"]: one for one in results["answers"]}
    return [
        (heading, [_row(known[identity], ledger) for identity in listed])
        for heading, listed in groupby(order(results), key=lambda identity: title(told[identity]))
    ]


def _row(answer: Answer, ledger: Ledger) -> dict[str, Any]:
    cite, pool = answer_entry(answer, ledger), answer.pool
    k, new = len(answer.evidence), answer.posterior.new_rate
    mean = answer.posterior.mean_rate
    studies = len({s.study for s in answer.series})
    unknown = f"; {answer.bounds.unknown} unknown, counted as not having it" if answer.bounds.unknown else ""
    return {
        "id": answer.id, "outcome": ledger.mark(answer.endpoint, cite),
        "patients": ledger.mark(f"{pool.events}/{pool.n} {in_studies(studies, k)}{unknown}", cite),
        "treated": ledger.mark(_of_100(mean.median, mean.low, mean.high) if k > 1 else _exact(pool), cite),
        "how": "pooled" if k > 1 else "one series, exact",
        "next": ledger.mark(f"{percent(new.low)} to {percent(new.high)} of 100", cite),
        "others": _others(answer, ledger), "sign": LEVELS[answer.certainty.level], "level": answer.certainty.level,
        "reasons": ledger.mark("; ".join(r.partition(":")[0] for r in answer.certainty.reasons), cite),
    }  # fmt: skip


def _others(answer: Answer, ledger: Ledger) -> Markup:
    """The best comparator."""
    if not answer.comparisons:
        return Markup("none on file")
    one, cite = answer.comparisons[0], comparison_entry(answer, 0, ledger)
    words = f"{one.name}, {one.pool.events}/{one.pool.n}"
    if one.pool.n >= FEWEST:
        words += f": {_exact(one.pool)}"
    return ledger.mark(words, cite)


def _exact(pool: Pool) -> str:
    """The exact pool as so many of a hundred; where none or all had it, the interval alone."""
    ends = pool.interval
    if pool.events in (0, pool.n):
        return f"{percent(ends.low)} to {percent(ends.high)} of 100"
    return _of_100(pool.rate, ends.low, ends.high)


def _of_100(rate: float, low: float, high: float) -> str:
    return f"{percent(rate)} of 100 ({percent(low)} to {percent(high)})"
