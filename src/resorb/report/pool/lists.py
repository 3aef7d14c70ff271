"""Tables of a pooled page: coverage with its holes, the series of an answer, duplicates, appraisals."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from resorb.analysis.pooling.evidence import DRUG_ARMS
from resorb.codes import appraisals
from resorb.report.facts import Ledger
from resorb.report.pool.entries import answer_entry, comparison_entry, series_entry, studies_entry
from resorb.report.pool.rates import exact_words, rate_and_span
from resorb.report.pool.sentences import FEWEST, ROUTES
from resorb.report.words import plural
from resorb.tables.choices import REPORTS
from resorb.tables.schema import Appraisal, Overlap
from resorb.tables.study import ref_of
from resorb.values.findings import FactRef

if TYPE_CHECKING:
    from resorb.analysis.pooling.answers import Answer
    from resorb.analysis.pooling.base import Base
    from resorb.analysis.pooling.evidence import Evidence
    from resorb.analysis.pooling.slips import Slips
    from resorb.report.pool.material import PoolMaterial

COLUMNS = tuple(report for report in REPORTS if report != "review")
ONCE = ("same patients", "undecided")
"""Verdicts after which only one study of a pair counts: always, or when duplicates are tried both ways."""
SIGNS = {"yes": "✓ yes", "no": "✕ no", "unclear": "? unclear", "not applicable": "– not applicable"}


def coverage_rows(listed: Iterable[Evidence], ledger: Ledger) -> list[dict[str, Any]]:
    """Reports and patients with a counted outcome, by disease, route and report type; the main routes even if empty."""
    cells: dict[tuple[str, str, str], dict[str, int]] = {}
    for one in listed:
        if one.arm in DRUG_ARMS and one.unit == "patients":
            held = cells.setdefault((one.disease, one.route, one.report), {})
            held[one.series.study] = max(held.get(one.series.study, 0), one.series.n)
    sizes: dict[str, int] = {}
    for (disease, _, _), held in cells.items():
        sizes[disease] = sizes.get(disease, 0) + sum(held.values())
    rows = []
    for disease in sorted(sizes, key=lambda name: (-sizes[name], name)):
        others = sorted({route for name, route, _ in cells if name == disease} - set(ROUTES))
        for number, route in enumerate((*ROUTES, *others)):
            row = [_cell(disease, route, report, cells.get((disease, route, report), {}), ledger) for report in COLUMNS]
            rows.append({"disease": disease, "first": number == 0, "span": len(ROUTES) + len(others), "route": route,
                         "cells": row, "empty": not any(row)})  # fmt: skip
    return rows


def _cell(disease: str, route: str, report: str, held: dict[str, int], ledger: Ledger) -> Markup | None:
    if not held:
        return None
    n = sum(held.values())
    title = f"{disease}, {route}, {report}"
    cite = studies_entry(f"{disease}.{route}.{report}", title, sorted(held), ledger)
    words = f"{len(held)} {plural(len(held), 'study', 'studies')}, {n} {plural(n, 'patient')}"
    return ledger.mark(words, cite)


def series_rows(answer: Answer, ledger: Ledger) -> list[dict[str, Any]]:
    """Every count behind an answer."""
    rows = []
    for one in answer.evidence:
        cite = series_entry(one, ledger)
        unknown = str(one.series.unknown) if one.series.unknown else "none"
        rows.append(
            {
                "study": ledger.name(one.series.study), "year": ledger.mark(str(one.year or "not on file"), cite),
                "count": ledger.mark(f"{one.series.events}/{one.series.n}", cite),
                "unknown": ledger.mark(unknown, cite),
                "judge": one.judged_by, "criteria": ledger.mark(one.criteria, cite), "report": one.report,
                "read": one.read, "defined": ledger.mark(one.definition or one.series.label, cite),
            }
        )  # fmt: skip
    return rows


def slip_rows(slips: Slips, cite: str, ledger: Ledger) -> list[dict[str, Any]]:
    """Every failing finding that touches an answer, with the reading proposed for its study."""
    rows = []
    for one in slips.touched:
        read = "; ".join(f"{p.printed} of {p.of} as {p.read}" for p in one.readings) or "none on file"
        for message, check in dict.fromkeys((f.message, f.check) for f in one.findings):
            rows.append(
                {
                    "study": ledger.name(one.study), "check": check, "message": ledger.mark(message, cite),
                    "readings": ledger.mark(read, cite),
                }
            )  # fmt: skip
    return rows


def comparator_rows(answer: Answer, ledger: Ledger) -> list[dict[str, Any]]:
    """Every comparator of an answer, with what keeps it from being a fair one."""
    rows = []
    for number, one in enumerate(answer.comparisons):
        cite, pool = comparison_entry(answer, number, ledger), one.pool
        exact = exact_words(pool.events, pool.n, pool.interval.low, pool.interval.high)
        rows.append(
            {
                "kind": one.kind, "treatment": ledger.mark(one.treatment, cite),
                "studies": ledger.name(", ".join(dict.fromkeys(e.series.study for e in one.evidence))),
                "count": ledger.mark(f"{pool.events}/{pool.n}", cite),
                "rate": ledger.mark(exact if pool.n >= FEWEST else "a count", cite),
                "caveats": "; ".join(one.caveats),
            }
        )  # fmt: skip
    return rows


def pair_rows(material: PoolMaterial, ledger: Ledger) -> list[dict[str, Any]]:
    """Pairs of studies that may hold the same patients, with what follows from the verdict."""
    settled = {frozenset((row.study, row.other)): row for row in material.study.rows(Overlap)}
    rows = []
    for pair in material.base.pairs:
        row = settled.get(frozenset((pair.one, pair.other)))
        sources = [ref_of(row)] if row else [FactRef(s, "studies", s) for s in (pair.one, pair.other)]
        title = f"{pair.one} and {pair.other}: {pair.verdict}"
        cite = ledger.entry(f"pair/{pair.one}/{pair.other}", title, sources, [("Reasons", "; ".join(pair.reasons))])
        patients = "not known" if pair.patients is None else str(pair.patients)
        rows.append(
            {
                "one": ledger.name(pair.one), "other": ledger.name(pair.other), "verdict": pair.verdict,
                "patients": ledger.mark(patients, cite),
                "keep": ledger.name(pair.keep) if pair.verdict in ONCE else "both",
                "reasons": ledger.mark("; ".join(pair.reasons), cite),
            }
        )  # fmt: skip
    return rows


def twice_rows(base: Base, ledger: Ledger) -> list[tuple[Markup, Markup, Markup]]:
    """Answers that change when undecided duplicates count once: as it stands, and then."""
    once = {answer.id: answer for answer in base.once}
    rows = []
    for answer in base.answers:
        other = once.get(answer.id)
        if other is not None and other.pool.n == answer.pool.n:
            continue
        cite = answer_entry(answer, ledger)
        rows.append(
            (
                ledger.mark(f"{answer.endpoint}, {answer.route}, {answer.disease}", cite),
                ledger.mark(_both(answer), cite), ledger.mark("nothing left" if other is None else _both(other), cite),
            )
        )  # fmt: skip
    return rows


def _both(answer: Answer) -> str:
    counted = f"{answer.pool.events}/{answer.pool.n} in {len(answer.evidence)} series"
    if answer.pool.n < FEWEST or len(answer.evidence) == 1:
        return counted
    mean = answer.posterior.mean_rate
    return f"{counted}, {rate_and_span(mean.median, mean.low, mean.high)}"


def appraisal_tables(material: PoolMaterial, ledger: Ledger) -> list[dict[str, Any]]:
    """Answers of the tools that appraise case reports and series, of the studies pooled; a table a tool."""
    pooled = {series.study for answer in material.base.answers for series in answer.series}
    rows = [row for row in material.study.rows(Appraisal) if row.study in pooled]
    tables = []
    for tool, listed in groupby(sorted(rows, key=lambda r: (r.tool, r.study)), key=lambda r: r.tool):
        mine = list(listed)
        items = sorted({row.item for row in mine}, key=lambda item: (len(item), item))
        answers = {(row.study, row.item): row for row in mine}
        lines = [
            (ledger.name(study), [_answer(answers.get((study, item)), ledger) for item in items])
            for study in dict.fromkeys(row.study for row in mine)
        ]
        heads = [ledger.cell(ref_of(next(row for row in mine if row.item == item), "item")) for item in items]
        asked = [(head, appraisals()[tool].question(item)) for head, item in zip(heads, items, strict=True)]
        named = ledger.cell(ref_of(mine[0], "tool"))
        tables.append(
            {
                "tool": named, "title": tool, "items": heads, "rows": lines,
                "questions": [(head, q.asks, q.domain) for head, q in asked if q is not None],
            }
        )  # fmt: skip
    return tables


def _answer(row: Appraisal | None, ledger: Ledger) -> Markup:
    if row is None:
        return Markup('<span class="soft">not asked</span>')
    return ledger.num(SIGNS[row.answer], ledger.fact(ref_of(row)))
