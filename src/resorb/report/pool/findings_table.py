"""The summary of findings after GRADE: what happens to 100 treated, to 100 others, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from resorb.report.pool.entries import answer_entry, comparison_entry
from resorb.report.pool.rates import in_studies, percent, route_words
from resorb.report.pool.sentences import FEWEST, ROUTES

if TYPE_CHECKING:
    from resorb.analysis.pooling.answers import Answer
    from resorb.report.facts import Ledger

LEVELS = {"very low": "⊕◯◯◯", "low": "⊕⊕◯◯", "moderate": "⊕⊕⊕◯", "high": "⊕⊕⊕⊕"}


def summary_of_findings(answers: Sequence[Answer], ledger: Ledger) -> list[tuple[str, list[dict[str, Any]]]]:
    """Rows under the heading of their route and disease; answers of too few patients are left to their own table."""
    big = sorted((a for a in answers if a.pool.n >= FEWEST), key=_order)
    return [
        (f"{route_words(route)}, {disease}", [_row(answer, ledger) for answer in listed])
        for (route, disease), listed in groupby(big, key=lambda a: (a.route, a.disease))
    ]


def _order(answer: Answer) -> tuple[Any, ...]:
    known = ROUTES.index(answer.route) if answer.route in ROUTES else len(ROUTES)
    return known, answer.route, answer.disease, -answer.pool.n, answer.id


def _row(answer: Answer, ledger: Ledger) -> dict[str, Any]:
    cite, pool, first = answer_entry(answer, ledger), answer.pool, answer.evidence[0]
    k, new = len(answer.evidence), answer.posterior.new_rate
    ends = answer.posterior.mean_rate if k > 1 else pool.interval
    middle = answer.posterior.mean_rate.median if k > 1 else pool.rate
    studies = len({s.study for s in answer.series})
    arm = "" if first.arm == "thiosulfate" else ", another thiosulfate compound"
    unknown = f"; {answer.bounds.unknown} unknown, counted as not having it" if answer.bounds.unknown else ""
    return {
        "id": answer.id, "outcome": ledger.mark(f"{answer.endpoint}{arm}", cite),
        "patients": ledger.mark(f"{pool.events}/{pool.n} {in_studies(studies, k)}{unknown}", cite),
        "treated": ledger.mark(f"{percent(middle)} of 100 ({percent(ends.low)} to {percent(ends.high)})", cite),
        "how": "pooled" if k > 1 else "one series, exact",
        "next": ledger.mark(f"{percent(new.low)} to {percent(new.high)} of 100", cite),
        "others": _others(answer, ledger), "sign": LEVELS[answer.certainty.level], "level": answer.certainty.level,
        "reasons": ledger.mark("; ".join(r.partition(":")[0] for r in answer.certainty.reasons), cite),
    }  # fmt: skip


def _others(answer: Answer, ledger: Ledger) -> Markup:
    """The comparator of the summary: the first of enough patients, else the first."""
    if not answer.comparisons:
        return Markup("none on file")
    numbered = list(enumerate(answer.comparisons))
    number, one = next((pair for pair in numbered if pair[1].pool.n >= FEWEST), numbered[0])
    ends, cite = one.pool.interval, comparison_entry(answer, number, ledger)
    words = f"{one.treatment or one.arm}, {one.pool.events}/{one.pool.n}"
    if one.pool.n >= FEWEST:
        words += f": {percent(one.pool.rate)} of 100 ({percent(ends.low)} to {percent(ends.high)})"
    return ledger.mark(words, cite)
