"""The bias panel of an answer: what selection would do to it, and what it becomes from parts of the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import TYPE_CHECKING

from resorb.report.facts import Ledger, anchor_of
from resorb.report.pool.changes import Change
from resorb.report.pool.entries import detail_entry
from resorb.report.pool.forest import slug
from resorb.report.pool.rates import percent
from resorb.report.pool.rows import ROW
from resorb.report.svg import FAINT, INK, RUST, SOFT, TEAL, Canvas, Figure, clipped

if TYPE_CHECKING:
    from resorb.analysis.pooling.answers import Answer

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 940, 40, 330, 48, 268
NAMES, COUNTS, START, STOP = 390, 690, 710, 930


def bias_figure(answer: Answer, listed: Sequence[Change], ledger: Ledger) -> Figure:
    """Left: the rate under selection; right: the rate from parts of the evidence."""
    canvas = Canvas(f"bias-{slug(answer.id)}", WIDTH, f"Bias: {answer.endpoint}, {answer.route}, {answer.disease}")
    cite = detail_entry(answer, "selection", ledger)
    _curve(canvas, answer, cite)
    drawn = [change for change in listed if change.rate is not None]
    bottom = _parts(canvas, drawn, cite)
    needed = detail_entry(answer, "failures", ledger)
    y = BOTTOM + 62
    for number, line in enumerate(_failures(answer)):
        canvas.text(0, y + 16 * number, line, cite=needed)
    figure_cite = ledger.entry(
        anchor_of("figure", canvas.id), canvas.label, [cite, needed, *(change.cite for change in drawn)]
    )
    caption = (
        "Left: the rate there would be if successes were published more often than failures, with the ends of its "
        "exact interval. Right: the same evidence taken otherwise; squares are exact pools, discs means over series."
    )
    return Figure(
        canvas.id, f"Bias made visible, {answer.endpoint}", caption, canvas.finished(max(y + 28, bottom)), figure_cite
    )


def _curve(canvas: Canvas, answer: Answer, cite: str) -> None:
    canvas.text(0, 16, "If successes are likelier to be published", bold=True, fill=SOFT)
    for tick in range(5):
        y = _y(tick / 4)
        canvas.line(LEFT, y, RIGHT, y, stroke=SOFT if tick == 2 else FAINT, dash="4 3" if tick == 2 else "")
        canvas.text(LEFT - 6, y + 4, f"{25 * tick}", size=11, anchor="end", fill=SOFT, cite=cite)
    curve = answer.selection
    most = log(curve[-1].ratio)
    xs = [LEFT + 12 + (RIGHT - LEFT - 24) * log(one.ratio) / most for one in curve]
    upper = "L".join(f"{x:.2f} {_y(one.high):.2f}" for x, one in zip(xs, curve, strict=True))
    lower = "L".join(f"{x:.2f} {_y(one.low):.2f}" for x, one in reversed(list(zip(xs, curve, strict=True))))
    canvas.path(f"M{upper}L{lower}Z", fill="#dbe9ee")
    canvas.path(
        "M" + "L".join(f"{x:.2f} {_y(one.rate):.2f}" for x, one in zip(xs, curve, strict=True)), stroke=TEAL, width=2
    )
    for x, one in zip(xs, curve, strict=True):
        canvas.symbol("disc", x, _y(one.rate), TEAL, 3.5)
        canvas.text(x, BOTTOM + 18, f"{one.ratio}×", size=11, anchor="middle", fill=SOFT, cite=cite)
    canvas.line(LEFT, BOTTOM, RIGHT, BOTTOM, stroke=INK)
    canvas.text((LEFT + RIGHT) / 2, BOTTOM + 35, "times as often as failures", size=11, anchor="middle", fill=SOFT)
    canvas.text(LEFT - 6, TOP - 10, "per cent", size=11, fill=SOFT, anchor="start")


def _y(rate: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * rate


def _failures(answer: Answer) -> list[str]:
    needed = answer.failures_to_half
    if needed == 0:
        return ["The exact interval reaches one half or below", "as it is."]
    if needed is None:
        return ["Thousands of unpublished failures would be", "needed to bring the exact interval to one half."]
    failures = "failure" if needed == 1 else "failures"
    return [f"{needed} unpublished {failures} would bring the", "exact interval down to one half."]


def _parts(canvas: Canvas, listed: Sequence[Change], cite: str) -> float:
    canvas.text(NAMES, 16, "The same evidence taken otherwise", bold=True, fill=SOFT)
    y = 42.0
    bottom = y + ROW * len(listed) - ROW / 2
    for tick in range(5):
        x = START + (STOP - START) * tick / 4
        canvas.line(x, 28, x, bottom, stroke=FAINT)
        canvas.text(x, bottom + 18, percent(tick / 4), size=11, anchor="middle", fill=SOFT, cite=cite)
    for number, change in enumerate(listed):
        name = f"{change.name[:1].upper()}{change.name[1:]}"
        canvas.text(NAMES, y + 4, clipped(name, COUNTS - NAMES - 56, 12), cite=change.cite, bold=number == 0)
        canvas.text(COUNTS, y + 4, f"{change.events}/{change.n}", cite=change.cite, anchor="end", bold=number == 0)
        low, middle, high = (START + (STOP - START) * (end or 0) for end in (change.low, change.rate, change.high))
        colour = TEAL if change.is_pooled else RUST
        canvas.line(low, y, high, y, stroke=SOFT, width=1.5)
        if change.is_pooled:
            canvas.symbol("disc", middle, y, colour, 4)
        else:
            canvas.symbol("square", middle, y, colour, 5)
        y += ROW
    canvas.text((START + STOP) / 2, bottom + 35, "per cent", size=11, anchor="middle", fill=SOFT)
    return bottom + 44
