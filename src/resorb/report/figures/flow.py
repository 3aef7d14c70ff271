"""Attrition as a flow: boxes downwards, those left out to the right with reason and number (CONSORT 2025, STROBE 13c).

A number left that is not printed is computed from the step before; numbers that do not add up are marked.
"""

from __future__ import annotations

from collections.abc import Iterator

from resorb.report.facts import Ledger, anchor_of
from resorb.report.svg import FAINT, INK, PAPER, RUST, SAND, SOFT, Canvas, Figure, wrapped
from resorb.tables.schema import Attrition, Group
from resorb.tables.study import Study, ref_of
from resorb.values.findings import FactRef

WIDTH, BOX, SIDE, GAP, PAD = 720, 250, 330, 22, 10


def flow_figures(study: Study, ledger: Ledger) -> Iterator[Figure]:
    """One figure per study that tells its attrition, in the unit of its first step."""
    for study_id in study.ids:
        steps = list(study.of(Attrition, study_id))
        if steps:
            yield _flow(study, study_id, [s for s in steps if s.unit == steps[0].unit], ledger)


def _flow(study: Study, study_id: str, steps: list[Attrition], ledger: Ledger) -> Figure:
    canvas = Canvas(f"flow-{study_id}", WIDTH, f"Flow of {steps[0].unit or 'patients'} in {study_id}")
    y, left, before = 1.0, None, list[FactRef]()
    if _is_loss(steps[0]):
        y = box(canvas, y, "All who came into question", "number not reported", "")
    for number, step in enumerate(steps):
        ref = ref_of(step)
        if _is_loss(step):
            lost = "number not reported" if step.out is None else f"n = {step.out}"
            y = aside(canvas, y, step.reason, lost, ledger.fact(ref_of(step, "out")))
        if step.out is not None:
            left, before = (None if left is None else left - step.out), [*before, ref_of(step, "out")]
        if step.left is not None:
            anchor, wrong = ledger.fact(ref_of(step, "left")), left is not None and left != step.left
            left, before = step.left, [ref_of(step, "left")]
        elif step.out is None or number < len(steps) - 1 or left is None:
            if not _is_loss(step):
                y = box(canvas, y, step.reason, "number not reported", ledger.fact(ref))
            continue
        else:
            sums = [("Arithmetic", "the number left before, minus those left out since")]
            anchor = ledger.entry(anchor_of("left", study_id), f"Left after the last step in {study_id}", before, sums)
            wrong = False
        group = study.row(Group, study_id, step.group)
        title = group.label if group else "Left" if _is_loss(step) else step.reason
        y = box(canvas, y, title, f"{left} {step.unit or 'patients'}", anchor, wrong=wrong)
    title = f"Flow of {steps[0].unit or 'patients'}"
    caption = "Boxes downwards: those kept. To the right: those left out, with the reason the source gives."
    cite = ledger.entry(anchor_of("figure", canvas.id), canvas.label, [ref_of(step) for step in steps])
    return Figure(canvas.id, title, caption, canvas.finished(y - GAP + 2), cite, study_id)


def _is_loss(step: Attrition) -> bool:
    """Whether the step leaves someone out, even when the source gives no number for it."""
    return step.out is not None or step.kind is not None


def box(canvas: Canvas, y: float, title: str, count: str, anchor: str, *, wrong: bool = False) -> float:
    """A box in the way down for those kept; ``wrong`` marks a number that does not add up. Gives the y below it."""
    lines = wrapped(title[:1].upper() + title[1:], BOX - 2 * PAD, 12)
    height = PAD * 2 + 15 * len(lines) + 18
    if y > 1:
        canvas.arrow(BOX / 2, y - GAP, BOX / 2, y, stroke=SOFT)
    canvas.rect(0.5, y, BOX, height, fill=SAND, stroke=RUST if wrong else SOFT, radius=3)
    for number, line in enumerate(lines):
        canvas.text(BOX / 2, y + PAD + 11 + 15 * number, line, anchor="middle", cite=anchor)
    shown = f"{count} (does not add up)" if wrong else count
    canvas.text(BOX / 2, y + height - PAD - 3, shown, anchor="middle", size=13, bold=True, cite=anchor)
    return y + height + GAP


def aside(canvas: Canvas, y: float, reason: str, count: str, anchor: str) -> float:
    """A box to the right for those left out; gives the y below it."""
    lines = wrapped(reason[:1].upper() + reason[1:], SIDE - 2 * PAD, 12)
    height = PAD * 2 + 15 * len(lines) + 15
    x = WIDTH - SIDE - 1
    canvas.line(BOX / 2, y - GAP, BOX / 2, y + height, stroke=SOFT, width=1.5)
    canvas.arrow(BOX / 2, y + height / 2, x, y + height / 2, stroke=SOFT)
    canvas.rect(x, y, SIDE, height, fill=PAPER, stroke=FAINT, radius=3)
    for number, line in enumerate(lines):
        canvas.text(x + PAD, y + PAD + 11 + 15 * number, line, cite=anchor)
    canvas.text(x + PAD, y + height - PAD - 2, count, cite=anchor, bold=True, fill=INK)
    return y + height + GAP
