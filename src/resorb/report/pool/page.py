"""The page of a pooled report: summary, findings, flow, coverage, one section an answer, duplicates, appraisals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from resorb.report.claims import judged
from resorb.report.facts import Ledger
from resorb.report.page import Page
from resorb.report.pool.bias import bias_figure
from resorb.report.pool.by_year import year_figure
from resorb.report.pool.changes import Change, changes
from resorb.report.pool.entries import about, answer_entry, comparison_entry, lesions_entry, slips_entry
from resorb.report.pool.findings_table import summary_of_findings
from resorb.report.pool.flow import base_flow_figure
from resorb.report.pool.forest import forest_figure
from resorb.report.pool.lists import (
    appraisal_tables,
    comparator_rows,
    coverage_rows,
    pair_rows,
    series_rows,
    slip_rows,
    twice_rows,
)
from resorb.report.pool.rates import route_words
from resorb.report.pool.regressions import regression_entries, regression_rows
from resorb.report.pool.sentences import (
    FEWEST,
    TELLING,
    Paragraph,
    Sentence,
    beside,
    full,
    moderators,
    opening,
    paragraphs,
    title,
)
from resorb.report.rendering import rendered, sources
from resorb.tables.schema import StudyInfo

if TYPE_CHECKING:
    from resorb.report.pool.material import PoolMaterial
    from resorb.report.svg import Figure

LABELS = {
    "count": "Seen", "judges": "Judged", "rate": "Rate", "single patients": "Single patients",
    "unknown outcomes": "Unknown", "lesions": "Lesions", "slips": "Slips",
    "unpublished": "Unpublished", "comparator": "Comparator", "certainty": "Certainty",
}  # fmt: skip
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """One answer as the page tells it."""

    id: str
    heading: Markup
    lines: list[tuple[str, Markup]]
    forest: Figure | None
    bias: Figure | None
    years: Figure | None
    changes: list[tuple[Markup, Markup, Markup, Markup]]
    series: list[dict[str, Any]]
    slips: list[dict[str, Any]]
    comparators: list[dict[str, Any]]


def build_pool_page(material: PoolMaterial, results: Json) -> Page:
    """The whole report as one HTML text, with its figures.

    Args:
        material: everything computed.
        results: ``results.json`` of the same material, parsed; the sentences follow from it.
    """
    ledger, base = Ledger(material.study), material.base
    for answer in (*base.answers, *(one.updated for one in material.placed)):
        answer_entry(answer, ledger)
        if answer.id in base.lesions:
            lesions_entry(answer, base.lesions[answer.id], ledger)
        if answer.id in material.slips:
            slips_entry(answer, material.slips[answer.id], ledger)
        for number in range(len(answer.comparisons)):
            comparison_entry(answer, number, ledger)
    regression_entries(base, results, ledger)
    infos = [info.id for info in material.study.rows(StudyInfo)]
    flow = base_flow_figure(base.flow, infos, ledger)
    sections = list(_sections(material, results, ledger))
    drawn = [figure for s in sections for figure in (s.forest, s.bias, s.years) if figure is not None]
    html = rendered(
        "pool.html", ledger,
        opening=[_marked(sentence, ledger, flow.cite) for sentence in opening(results)],
        beside=[_marked(sentence, ledger) for sentence in beside(results)],
        routes=_routes(paragraphs(results), ledger),
        summary_of_findings=[
            (ledger.mark(heading, flow.cite), rows)
            for heading, rows in summary_of_findings(base.answers, results, ledger)
        ],
        flow=flow, coverage=coverage_rows(base.evidence, ledger), sections=sections, small=_small(results, ledger),
        # What was refused stands in the table below the sentences.
        moderators=[_marked(said, ledger) for said in moderators(results) if said.tells != "refused"],
        regressions=regression_rows(results, ledger),
        pairs=pair_rows(material, ledger), twice=twice_rows(base, ledger),
        appraisals=appraisal_tables(material, ledger),
        findings=judged(material.study, material.findings, ledger),
        selection=material.selection, inputs=material.study.inputs, sources=sources(material.study.inputs),
    )  # fmt: skip
    return Page(html, (flow, *drawn))


def _marked(sentence: Sentence, ledger: Ledger, cite: str = "") -> Markup:
    return ledger.mark(sentence.text, cite or about(sentence.about))


def _routes(told: Sequence[Paragraph], ledger: Ledger) -> list[dict[str, Any]]:
    """Paragraphs under the heading of their route; what has too few patients comes last, in one list."""
    found = []
    for route, listed in groupby(told, key=lambda one: one.route):
        cards, few = [], []
        for one in listed:
            name = ledger.mark(_disease(one), about(one.sentences[0].about))
            if one.lead:
                more = [_marked(s, ledger) for s in one.more]
                cards.append({"title": name, "lead": one.lead, "lines": _lines(one.sentences, ledger), "more": more})
            else:
                few.append((name, [_marked(s, ledger) for s in one.sentences]))
        found.append({"name": route_words(route), "cards": cards, "few": few})
    return found


def _disease(one: Paragraph) -> str:
    text = one.title.partition(", ")[2]
    return f"{text[:1].upper()}{text[1:]}"


def _lines(sentences: Sequence[Sentence], ledger: Ledger) -> list[tuple[str, Markup]]:
    return [(LABELS[s.tells], _marked(s, ledger)) for s in sentences]


def _sections(material: PoolMaterial, results: Json, ledger: Ledger) -> list[Section]:
    """Answers of enough patients, those of most first."""
    told = {one["id"]: one for one in results["answers"]}
    twice = {a.id: a for a in material.base.once}
    big = [a for a in material.base.answers if a.pool.n >= FEWEST]
    found = []
    for answer in sorted(big, key=lambda a: (-a.pool.n, a.id)):
        once = twice.get(answer.id)
        same = once is None or [e.series for e in once.evidence] == [e.series for e in answer.evidence]
        slips = material.slips.get(answer.id)
        listed = list(changes(answer, None if same else once, ledger, slips))
        k, good = len(answer.evidence), told[answer.id]["good"]
        heading = f"{title(told[answer.id])}: {answer.endpoint}"
        found.append(
            Section(
                answer.id, ledger.mark(heading, answer_entry(answer, ledger)),
                _lines(list(full(told[answer.id], results)), ledger),
                forest_figure(answer, ledger) if k > 1 or answer.comparisons else None,
                bias_figure(answer, listed, ledger) if k >= TELLING and good else None,
                year_figure(answer, ledger), [_change(one, ledger) for one in listed], series_rows(answer, ledger),
                slip_rows(slips, slips_entry(answer, slips, ledger), ledger) if slips else [],
                comparator_rows(answer, ledger),
            )
        )  # fmt: skip
    return found


def _change(one: Change, ledger: Ledger) -> tuple[Markup, Markup, Markup, Markup]:
    series = "" if one.series is None else str(one.series)
    count = "" if one.n is None else f"{one.events}/{one.n}"
    return (
        ledger.mark(f"{one.name[:1].upper()}{one.name[1:]}", one.cite), ledger.mark(series, one.cite),
        ledger.mark(count, one.cite), ledger.mark(one.told, one.cite),
    )  # fmt: skip


def _small(results: Json, ledger: Ledger) -> list[tuple[Markup, Markup, Markup, Markup]]:
    """Answers of too few patients, as counts."""
    rows = []
    for one in results["answers"]:
        if one["n"] < FEWEST:
            cite = about(one["id"])
            studies = ", ".join(dict.fromkeys(s["study"] for s in one["series"]))
            rows.append(
                (
                    ledger.mark(title(one), cite), ledger.mark(one["endpoint"], cite),
                    ledger.mark(f"{one['events']}/{one['n']}", cite), ledger.name(studies),
                )
            )  # fmt: skip
    return rows
