"""The page: sections in order, one style sheet and one script inside, nothing asked for from anywhere.

Sections are rendered first, the appendices last, so that the appendices hold just what the sections used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from resorb.report.beside import beside_rows
from resorb.report.claims import Judged, judged
from resorb.report.doses import course_words, dose_rows
from resorb.report.facts import Ledger, anchor_of
from resorb.report.figures.flow import flow_figures
from resorb.report.figures.lesions import lesion_figures
from resorb.report.figures.swimmer import swimmer_figure
from resorb.report.figures.timeline import timeline_figures
from resorb.report.rendering import rendered, sources
from resorb.report.summary import cards, estimate_anchor, harm_name, second_hand, tally
from resorb.report.words import interval_text, percent_text
from resorb.tables.study import merged
from resorb.values.spans import DEFAULT_MONTH, MonthConvention

if TYPE_CHECKING:
    from resorb.analysis.estimates import Estimate
    from resorb.analysis.tables import Cell, ReportTable
    from resorb.report.material import Material
    from resorb.report.svg import Figure


@dataclass(frozen=True, slots=True)
class Page:
    """The finished page and the figures drawn on it."""

    html: str
    figures: tuple[Figure, ...]


def build_page(material: Material) -> Page:
    """The whole report as one HTML text, with its figures."""
    study = material.printed
    ledger = Ledger(merged([study, material.on_file]) if material.on_file is not None else study)
    beside = list(beside_rows(material, ledger))
    found = judged(study, material.findings, ledger)
    words = course_words(material)
    swimmer = swimmer_figure(study, material.responses, ledger)
    flows = list(flow_figures(study, ledger))
    timelines = list(timeline_figures(study, words, ledger))
    lesions = list(lesion_figures(study, material.responses, ledger))
    html = rendered(
        "page.html", ledger,
        cards=cards(material, found, beside, ledger), cited=second_hand(material, ledger),
        flows=flows, timelines=timelines, swimmer=swimmer, lesions=lesions,
        tables=[_table(t, ledger) for t in material.tables],
        doses=[(s, rows) for s in study.ids if (rows := dose_rows(material, s, ledger))],
        harms=_harms(material, ledger), findings=found,
        tally=tally("all studies", [j for listed in found.values() for j in listed], ledger),
        doc=_docs(found), month=DEFAULT_MONTH.value, months=[m.value for m in MonthConvention],
        inputs=study.inputs, sources=sources(ledger.study.inputs), beside=beside, ids=study.ids,
    )  # fmt: skip
    figures = [*flows, *([swimmer] if swimmer else []), *lesions, *timelines]
    return Page(html, tuple(figures))


def _table(table: ReportTable, ledger: Ledger) -> dict[str, Any]:
    """A table for the page: every cell a piece of markup whose numbers are linked."""
    whole = anchor_of("table", table.id)
    number = "".join(c for c in table.id.rpartition(".")[2] if c.isdigit())
    ledger.entry(whole, f"{table.title} ({table.study})", [ref for row in table.rows for c in row for ref in c.trace])
    rows = [
        [
            {
                "text": _cell(cell, f"{table.id}.{r}.{c}", whole, ledger),
                "header": cell.header or c == 0,
                "indent": cell.indent,
            }
            for c, cell in enumerate(row)
        ]
        for r, row in enumerate(table.rows)
    ]
    columns = [
        ledger.name(c) if any(x.isdigit() for x in c) and c in _ids(ledger) else ledger.mark(c, whole)
        for c in table.columns
    ]
    return {
        "id": table.id, "study": table.study, "number": number, "title": ledger.mark(table.title, whole),
        "columns": columns, "rows": rows, "notes": [ledger.mark(n, whole) for n in table.footnotes],
    }  # fmt: skip


def _ids(ledger: Ledger) -> set[str]:
    return {row.id for rows in ledger.study.tables.values() for row in rows}


def _cell(cell: Cell, where: str, whole: str, ledger: Ledger) -> Markup:
    if not any(c.isdigit() for c in cell.text):
        return Markup("{}").format(cell.text)
    refs = ledger.facts_of(cell.trace)
    if not refs:
        return ledger.mark(cell.text, whole)
    if len(refs) == 1:
        return ledger.mark(cell.text, refs[0])
    title = f"“{cell.text}” in {where.rsplit('.', 2)[0]}"
    return ledger.mark(cell.text, ledger.entry(anchor_of("cell", where), title, refs))


def _harms(material: Material, ledger: Ledger) -> list[dict[str, Any]]:
    """Adverse events and deaths with exact intervals, study by study."""
    rows = []
    for estimate in material.estimates:
        if estimate.measure == "adverse event":
            anchor = estimate_anchor(estimate, ledger)
            share = percent_text(estimate.value) if estimate.value is not None else "no percentage"
            rows.append(
                {
                    "study": estimate.study, "name": ledger.mark(harm_name(estimate), anchor),
                    "counted": ledger.mark(f"{estimate.n}/{estimate.N}", anchor), "share": ledger.mark(share, anchor),
                    "interval": ledger.mark(_interval(estimate), anchor), "note": ledger.mark(estimate.note, anchor),
                }
            )  # fmt: skip
    return rows


def _interval(estimate: Estimate) -> str:
    return interval_text(estimate).partition("interval ")[2]


def _docs(found: dict[str, list[Judged]]) -> list[str]:
    return sorted({j.finding.check.replace("-", " ") for listed in found.values() for j in listed})
