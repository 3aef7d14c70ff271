"""What happens to an answer when evidence is left out, taken otherwise or counted otherwise: one row a change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from resorb.analysis.pooling.sensitivity import naive
from resorb.analysis.pooling.series import Series
from resorb.report.pool.entries import answer_entry, detail_entry, slips_entry
from resorb.report.pool.rates import exact_words, percent, rate_and_span, span
from resorb.report.words import NBSP, plural

if TYPE_CHECKING:
    from resorb.analysis.pooling.answers import Answer, Part
    from resorb.analysis.pooling.sensitivity import Pool
    from resorb.analysis.pooling.slips import Slips
    from resorb.report.facts import Ledger

FEWEST = 3
"""Below this number of patients a change is told as a count."""
MODELS = ("maximum likelihood", "inverse variance (REML)", "beta-binomial")


@dataclass(frozen=True, slots=True)
class Change:
    """One way to look at the evidence. ``rate`` and its ends are None where there is only a count or a remark.

    ``is_pooled`` is whether the rate is a mean over series; else all its patients are taken as one series.
    """

    name: str
    series: int | None
    events: int | None
    n: int | None
    rate: float | None
    low: float | None
    high: float | None
    told: str
    cite: str
    is_pooled: bool = True


def changes(answer: Answer, once: Answer | None, ledger: Ledger, slips: Slips | None = None) -> Iterator[Change]:
    """Every change of an answer, the answer itself first.

    Args:
        answer: the answer.
        once: the same question with undecided duplicates counted once, when that differs; None when it does not.
        ledger: keeps how each was made.
        slips: what failing findings do to it, when the studies were checked.
    """
    cite, mean = answer_entry(answer, ledger), answer.posterior.mean_rate
    if len(answer.evidence) > 1:
        told = rate_and_span(mean.median, mean.low, mean.high)
        yield Change(
            "pooled mean rate", len(answer.evidence), answer.pool.events, answer.pool.n, mean.median, mean.low,
            mean.high, told, cite,
        )  # fmt: skip
    yield _exact("all as one series", answer.pool, cite, len(answer.evidence))
    parts = detail_entry(answer, "parts", ledger)
    for part in answer.parts:
        if 0 < part.k < len(answer.evidence):
            yield _part(part, parts)
    yield from _unknown(answer, detail_entry(answer, "bounds", ledger))
    yield from _left_out(answer, ledger)
    if slips is not None and slips.touched:
        yield from _slips(slips, slips_entry(answer, slips, ledger))
    if once is not None:
        name, k, some = "undecided duplicates counted once", len(once.evidence), once.posterior.mean_rate
        if k == 1 or once.pool.n < FEWEST:
            yield _exact(name, once.pool, parts, k)
        else:
            told = rate_and_span(some.median, some.low, some.high)
            yield Change(
                name, k, once.pool.events, once.pool.n, some.median, some.low, some.high, told, parts,
            )  # fmt: skip
    yield from _models(answer, detail_entry(answer, "models", ledger))


def _exact(name: str, pool: Pool, cite: str, series: int | None = None) -> Change:
    ends = pool.interval
    if pool.n < FEWEST:
        return Change(name, series, pool.events, pool.n, None, None, None, "a count", cite, is_pooled=False)
    told = f"{exact_words(pool.events, pool.n, ends.low, ends.high)}, exact"
    return Change(
        name, series, pool.events, pool.n, pool.rate, ends.low, ends.high, told, cite, is_pooled=False
    )  # fmt: skip


def _part(part: Part, cite: str) -> Change:
    if part.k == 1 or part.n < FEWEST or part.posterior is None:
        return _exact(part.name, naive([Series("", part.events, part.n)]), cite, part.k)
    some = part.posterior.mean_rate
    told = rate_and_span(some.median, some.low, some.high)
    return Change(part.name, part.k, part.events, part.n, some.median, some.low, some.high, told, cite)


def _slips(slips: Slips, cite: str) -> Iterator[Change]:
    """Without the studies whose slips touch the answer, and with those slips read as proposed where that is on file."""
    number, mended = len(slips.touched), len(slips.repairable)
    left, meant = f"without {number} {plural(number, 'study', 'studies')} with slips", slips.repaired
    if slips.excluded.k:
        yield _part(replace(slips.excluded, name=left), cite)
    else:
        yield Change(left, 0, 0, 0, None, None, None, "nothing is left", cite)
    named = f"slips read as proposed ({mended} of {number})"
    if meant.k:
        yield _part(replace(meant, name=named), cite)
    else:
        yield Change(named, 0, 0, 0, None, None, None, "nothing is left", cite)


def _unknown(answer: Answer, cite: str) -> Iterator[Change]:
    bounds = answer.bounds
    if bounds.unknown:
        yield _exact("unknown as failures", bounds.worst, cite)
        if bounds.complete is not None:
            yield _exact("unknown left out", bounds.complete, cite)
        yield _exact("unknown as successes", bounds.best, cite)


def _left_out(answer: Answer, ledger: Ledger) -> Iterator[Change]:
    means = [(w.answer.mean_rate.median, w) for w in answer.without if w.answer is not None]
    if len(means) < FEWEST:
        return
    cite = detail_entry(answer, "without", ledger)
    for name, (_, without) in (("lowest", min(means, key=_first)), ("highest", max(means, key=_first))):
        some = without.answer.mean_rate if without.answer else answer.posterior.mean_rate
        told = rate_and_span(some.median, some.low, some.high)
        rest = [s for s in answer.series if s.study != without.study]
        yield Change(
            f"{name}, without {without.study}", len(rest), sum(s.events for s in rest),
            sum(s.n for s in rest), some.median, some.low, some.high, told, cite,
        )  # fmt: skip


def _first(pair: tuple[float, object]) -> float:
    return pair[0]


def _models(answer: Answer, cite: str) -> Iterator[Change]:
    """The other models, or the reason why one is refused."""
    k, events, n = len(answer.evidence), answer.pool.events, answer.pool.n
    if k == 1:
        return
    found = answer.likelihood
    if found.refused:
        told = f"refused: {found.refused}"
    else:
        ends = [NOT_FOUND if end is None else percent(end) for end in (found.low, found.high)]
        told = f"mean {percent(found.mean_rate or 0)}{NBSP}%, middle series {percent(found.median_rate or 0)}{NBSP}% "
        told += f"({ends[0]} to {ends[1]}{NBSP}%)" + (", flat" if found.is_flat else "")
    yield Change(MODELS[0], k, events, n, None, None, None, told, cite)
    if answer.classical is not None:
        low, middle, high = (
            _logistic(x) for x in (answer.classical.hk_low, answer.classical.estimate, answer.classical.hk_high)
        )
        told = f"middle series {percent(middle)}{NBSP}% ({span(low, high)})"
        yield Change(MODELS[1], k, events, n, None, None, None, told, cite)
    if answer.beta is not None:
        told = f"mean {percent(answer.beta.mean_rate)}{NBSP}%, no interval"
        yield Change(MODELS[2], k, events, n, None, None, None, told, cite)


NOT_FOUND = "no end found"


def _logistic(logit: float) -> float:
    from math import exp

    return 1 / (1 + exp(-logit))
