"""From the reports on file to those pooled: a flow like PRISMA's, each box opening to its reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from resorb.report.facts import Ledger, anchor_of
from resorb.report.figures.flow import GAP, WIDTH, aside, box
from resorb.report.pool.entries import studies_entry
from resorb.report.svg import Canvas, Figure

if TYPE_CHECKING:
    from resorb.analysis.pooling.base import Step


def base_flow_figure(steps: Sequence[Step], studies: Sequence[str], ledger: Ledger) -> Figure:
    """The flow of the reports: ``studies`` are all on file, each step leaves some out."""
    canvas = Canvas("flow-of-reports", WIDTH, "Flow of the reports")
    left, cites = list(studies), []
    everything = studies_entry("on-file", "Reports on file", left, ledger)
    y = box(canvas, 1.0, steps[0].reason, f"{len(left)} reports", everything)
    for number, step in enumerate(steps):
        if step.out:
            out = studies_entry(f"out-{number}", f"Left out: {step.reason}", step.out, ledger)
            y = aside(canvas, y, step.reason, f"n = {len(step.out)}", out)
            left = [study for study in left if study not in step.out]
            cites.append(out)
    pooled = studies_entry("pooled", "Reports pooled", left, ledger)
    y = box(canvas, y, "pooled, each in the answers to which it has a count", f"{len(left)} reports", pooled)
    cite = ledger.entry(anchor_of("figure", canvas.id), canvas.label, [everything, *cites, pooled])
    caption = "Boxes downwards: reports kept. To the right: reports left out, each in the first step that applies."
    return Figure(canvas.id, "Flow of the reports", caption, canvas.finished(y - GAP + 2), cite)
