"""``results.json`` of a pooled report: the contract of every report, with the answers in full beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import resorb
from resorb.analysis.clusters import METHOD
from resorb.analysis.intervals import proportion_interval
from resorb.checks.contract import findings_as_json
from resorb.codes import criteria, endpoints
from resorb.values.findings import FactRef

if TYPE_CHECKING:
    from resorb.analysis.pooling.answers import Answer, Part
    from resorb.analysis.pooling.comparison import Comparison
    from resorb.analysis.pooling.evidence import Evidence
    from resorb.analysis.pooling.lesions import LesionRate
    from resorb.analysis.pooling.regression import Regression
    from resorb.analysis.pooling.slips import Slips
    from resorb.report.pool.material import PoolMaterial

LEVEL = 0.95


def pool_json(material: PoolMaterial) -> str:
    """All results as JSON text, in one order, numbers to ten significant digits."""
    base = material.base
    data = {
        "resorb": resorb.__version__,
        "inputs": [{"path": i.path, "sha256": i.sha256} for i in material.study.inputs],
        "selection": list(material.selection),
        "attrition": [
            {"reason": s.reason, "out": len(s.out), "left": s.left, "studies": list(s.out)} for s in base.flow
        ],
        "estimates": [row for answer in base.answers for row in _estimates(answer)],
        "answers": [
            answer_json(answer, material.by, base.lesions.get(answer.id), material.slips.get(answer.id))
            for answer in base.answers
        ],
        "with undecided duplicates counted once": [_brief(answer, material.by) for answer in base.once],
        "regressions": [_regression(one) for one in base.regressions],
        "criteria": {rule: criteria()[rule].label for rule in _rules(material) if rule in criteria()},
        "placed": [
            {
                "studies": sorted({e.series.study for e in one.own}), "below": _plain(one.below),
                "events": sum(e.series.events for e in one.own), "n": sum(e.series.n for e in one.own),
                "base": None if one.base is None else _brief(one.base), "updated": _brief(one.updated),
            }
            for one in material.placed
        ],
        "duplicates": _plain(base.pairs),
        "coverage": _plain(base.coverage),
        **findings_as_json(material.findings),
    }  # fmt: skip
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _estimates(answer: Answer) -> Iterator[dict[str, Any]]:
    """Rows of the contract's ``estimates``: the pooled answer, its prediction interval and the exact pool."""
    group = {"route": answer.route, "disease": answer.disease, "endpoint": answer.endpoint}
    trace = [str(fact) for series in answer.series for fact in series.trace]
    found, pool = answer.posterior, answer.pool
    rows = (
        ("mean rate", found.mean_rate.median, found.mean_rate.low, found.mean_rate.high, "Bayesian hierarchical model"),
        ("rate of the next series", found.new_rate.median, found.new_rate.low, found.new_rate.high,
         "prediction interval of the Bayesian hierarchical model"),
        ("exact pool", pool.rate, pool.interval.low, pool.interval.high, pool.interval.method.value),
    )  # fmt: skip
    for measure, value, low, high, method in rows:
        yield {
            "id": f"{answer.id}.{'-'.join(measure.split())}", "study": "pooled", "measure": measure, "group": group,
            "n": pool.events, "N": pool.n, "value": _plain(value), "low": _plain(low), "high": _plain(high),
            "level": LEVEL, "unit": "proportion", "method": method, "k": len(answer.evidence), "trace": trace,
        }  # fmt: skip


def _rules(material: PoolMaterial) -> list[str]:
    told = {one.criteria for one in material.base.lesions.values()}
    return sorted(told.union(*(answer.criteria for answer in material.base.answers)))


def answer_json(
    answer: Answer, by: Sequence[str] = (), lesions: LesionRate | None = None, slips: Slips | None = None
) -> dict[str, Any]:
    """One answer in full: series, models, parts, bounds, lesions, slips, selection, comparators, certainty."""
    return {
        **_brief(answer, by),
        "criteria": list(answer.criteria),
        "judges": list(answer.judges),
        "series": [_series(e) for e in answer.evidence],
        "likelihood": _plain(answer.likelihood),
        "classical": None if answer.classical is None else _plain(answer.classical),
        "beta-binomial": None if answer.beta is None else _plain(answer.beta),
        "parts": [_part(p) for p in answer.parts],
        "bounds": _plain(answer.bounds),
        "lesions": None if lesions is None else _lesions(lesions),
        "slips": None if slips is None else _slips(slips),
        "selection": _plain(answer.selection),
        "unpublished failures to one half": answer.failures_to_half,
        "without": [
            {"study": w.study, "mean_rate": None if w.answer is None else _plain(w.answer.mean_rate)}
            for w in answer.without
        ],
        "by year": [
            {"year": u.year, "k": u.k, "n": u.n, "mean_rate": _plain(u.answer.mean_rate)} for u in answer.by_year
        ],
        "comparators": [comparator_json(one) for one in answer.comparisons],
        "certainty": {"level": answer.certainty.level, "reasons": list(answer.certainty.reasons)},
    }  # fmt: skip


def _part(one: Part) -> dict[str, Any]:
    return {
        "name": one.name, "k": one.k, "events": one.events, "n": one.n,
        "mean_rate": None if one.posterior is None else _plain(one.posterior.mean_rate),
        "exact": _exact(one.events, one.n) if one.n else None,
    }  # fmt: skip


def _slips(one: Slips) -> dict[str, Any]:
    return {
        "touched": [
            {
                "study": each.study,
                "findings": [
                    {"check": f.check, "message": f.message, "facts": [str(fact) for fact in (f.about, *f.trace)]}
                    for f in each.findings
                ],
                "readings": [{"of": p.of, "column": p.column, "printed": p.printed, "read": p.read}
                             for p in each.readings],
            }
            for each in one.touched
        ],
        "printed": _part(one.printed), "excluded": _part(one.excluded), "repaired": _part(one.repaired),
    }  # fmt: skip


def _lesions(one: LesionRate) -> dict[str, Any]:
    found = one.clustered
    return {
        "criteria": one.criteria, "events": one.events, "n": one.lesions, "patients": _plain(one.patients),
        "as if independent": _exact(one.events, one.lesions) if one.lesions else None,
        "clustered": None if found is None else {**_plain(found), "method": METHOD},
        "refused": one.refused, "not told": list(one.silent),
    }  # fmt: skip


def _regression(one: Regression) -> dict[str, Any]:
    skipped = ("evidence", "reading", "left_out", "tau_without")
    return {
        "id": one.id, **{f.name: _plain(getattr(one, f.name)) for f in fields(one) if f.name not in skipped},
        "reading": one.reading or "as printed", "left out": list(one.left_out), "tau without": _plain(one.tau_without),
        "method": "exact binomial-normal model, profile intervals, likelihood-ratio test",
        "trace": [str(fact) for e in one.evidence for fact in e.series.trace],
    }  # fmt: skip


def comparator_json(one: Comparison) -> dict[str, Any]:
    """One comparator: kind, counts, exact interval, what keeps it from being a fair one, its series."""
    ends = one.pool.interval
    return {
        "kind": one.kind, "arm": one.arm, "treatment": one.treatment, "events": one.pool.events, "n": one.pool.n,
        "rate": _plain(one.pool.rate), "low": _plain(ends.low), "high": _plain(ends.high), "k": len(one.evidence),
        "studies": len({e.series.study for e in one.evidence}), "same judge": one.same_judge,
        "caveats": list(one.caveats), "series": [_series(e) for e in one.evidence],
    }  # fmt: skip


def _brief(answer: Answer, by: Sequence[str] = ()) -> dict[str, Any]:
    found, first, known = answer.posterior, answer.evidence[0], endpoints()[answer.endpoint]
    return {
        "id": answer.id, "route": answer.route, "disease": answer.disease, "endpoint": answer.endpoint,
        "arm": first.arm, "unit": first.unit, "by": {name: first.by(name) for name in by},
        "good": known.good, "strict": known.strict, "family": known.family,
        "response": any(one.wider == answer.endpoint for one in endpoints().values()),
        "k": len(answer.evidence), "studies": len({s.study for s in answer.series}), "events": answer.pool.events,
        "n": answer.pool.n, "unknown": answer.bounds.unknown, "mean_rate": _plain(found.mean_rate),
        "new_rate": _plain(found.new_rate), "tau": _plain(found.tau),
        "exact": _exact(answer.pool.events, answer.pool.n),
    }  # fmt: skip


def _exact(events: int, n: int) -> dict[str, Any]:
    """The naive pool with its Clopper-Pearson interval."""
    ends = proportion_interval(events, n, level=LEVEL)
    return {"rate": _plain(events / n), "low": _plain(ends.low), "high": _plain(ends.high)}


def _series(one: Evidence) -> dict[str, Any]:
    return {
        "study": one.series.study, "label": one.series.label, "events": one.series.events, "n": one.series.n,
        "unknown": one.series.unknown, "arm": one.arm, "route": one.route, "disease": one.disease, "report": one.report,
        "judged_by": one.judged_by, "criteria": one.criteria, "read": one.read, "year": one.year,
        "definition": one.definition, "trace": [str(fact) for fact in one.series.trace],
    }  # fmt: skip


def _plain(value: Any) -> Any:
    """A value as JSON: dataclasses as maps of their fields, numbers to ten significant digits."""
    if isinstance(value, StrEnum | FactRef):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if f.name not in ("rates", "new_grid")}
    if isinstance(value, float):
        return float(f"{value:.10g}")
    if isinstance(value, tuple | list | frozenset):
        return [_plain(v) for v in value]
    return value
