"""The tables of a pooled report as CSV: every count, every answer, the coverage, the duplicates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from resorb.analysis.pooling.sensitivity import naive
from resorb.values.spreadsheets import csv_text

if TYPE_CHECKING:
    from resorb.analysis.pooling.answers import Answer
    from resorb.analysis.pooling.evidence import Evidence
    from resorb.report.pool.material import PoolMaterial

SERIES = (
    "study", "group", "arm", "treatment", "route", "disease", "endpoint", "unit", "events", "n", "unknown", "low",
    "high", "report", "design", "judged by", "criteria", "read", "year", "pooled in", "facts",
)  # fmt: skip
ANSWERS = (
    "answer", "route", "disease", "endpoint", "arm", "series", "studies", "events", "n", "unknown", "mean rate", "low",
    "high", "next low", "next high", "spread", "exact low", "exact high", "comparator", "comparator events",
    "comparator n", "certainty", "reasons",
)  # fmt: skip


def spreadsheets(material: PoolMaterial) -> Iterator[tuple[str, str]]:
    """Name and text of each table."""
    base = material.base
    pooled = {id(one): answer.id for answer in base.answers for one in answer.evidence}
    yield "series", csv_text(SERIES, [_series(one, pooled.get(id(one), "")) for one in base.evidence])
    yield "answers", csv_text(ANSWERS, [_answer(one) for one in base.answers])
    rows = [(h.route, h.disease, h.report, str(h.studies), str(h.patients)) for h in base.coverage]
    yield "coverage", csv_text(("route", "disease", "report", "studies", "patients"), rows)
    pairs = [(p.one, p.other, p.verdict, p.keep, _text(p.patients), "; ".join(p.reasons)) for p in base.pairs]
    yield "duplicates", csv_text(("one", "other", "verdict", "counts", "patients", "reasons"), pairs)


def _series(one: Evidence, answer: str) -> Sequence[str]:
    series, ends = one.series, naive([one.series]).interval
    facts = " ".join(str(fact) for fact in series.trace)
    return [
        series.study, series.label, one.arm, one.treatment, one.route, one.disease, one.endpoint, one.unit,
        str(series.events), str(series.n), str(series.unknown), _rate(ends.low), _rate(ends.high), one.report,
        one.design, one.judged_by, one.criteria, one.read, _text(one.year), answer, facts,
    ]  # fmt: skip


def _answer(one: Answer) -> Sequence[str]:
    mean, new, exact, first = one.posterior.mean_rate, one.posterior.new_rate, one.pool.interval, one.evidence[0]
    best = one.comparisons[0] if one.comparisons else None
    return [
        one.id, one.route, one.disease, one.endpoint, first.arm, str(len(one.evidence)),
        str(len({s.study for s in one.series})), str(one.pool.events), str(one.pool.n), str(one.bounds.unknown),
        _rate(mean.median), _rate(mean.low), _rate(mean.high), _rate(new.low), _rate(new.high),
        f"{one.posterior.tau.median:.4f}", _rate(exact.low), _rate(exact.high),
        best.name if best else "", str(best.pool.events) if best else "",
        str(best.pool.n) if best else "",
        one.certainty.level, "; ".join(one.certainty.reasons),
    ]  # fmt: skip


def _rate(value: float) -> str:
    return f"{value:.6f}"


def _text(value: int | None) -> str:
    return "" if value is None else str(value)
