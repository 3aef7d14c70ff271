"""The cumulative plot of an answer: what could have been said year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resorb.report.facts import Ledger, anchor_of
from resorb.report.pool.entries import detail_entry
from resorb.report.pool.forest import TELLING, slug
from resorb.report.pool.rates import rate_and_span
from resorb.report.pool.rows import WIDTH, Rows, axis_end
from resorb.report.svg import INK, Canvas, Figure
from resorb.report.words import plural

if TYPE_CHECKING:
    from resorb.analysis.pooling.answers import Answer

FEWEST_YEARS = 3


def year_figure(answer: Answer, ledger: Ledger) -> Figure | None:
    """The cumulative plot; None with fewer than :data:`FEWEST_YEARS` years of three patients or more."""
    told = [until for until in answer.by_year if until.n >= TELLING and until.k > 1]
    if len(told) < FEWEST_YEARS:
        return None
    cite = detail_entry(answer, "years", ledger)
    label = f"Cumulative: {answer.endpoint}, {answer.route}, {answer.disease}"
    canvas = Canvas(f"by-year-{slug(answer.id)}", WIDTH, label)
    end = axis_end([until.answer.mean_rate.median for until in told])
    rows = Rows(canvas, end, ("Published up to", "n", "Rate (interval)", "From"))
    for until in told:
        mean = until.answer.mean_rate
        words = rate_and_span(mean.median, mean.low, mean.high)
        rows.words(str(until.year), str(until.n), words, f"{until.k} {plural(until.k, 'series', 'series')}", cite)
        rows.interval(mean.low, mean.high)
        canvas.symbol("diamond", rows.x(mean.median), rows.y, INK, 5)
        rows.next()
    bottom = rows.axis(f"{answer.endpoint}, per cent", cite)
    caption = (
        "The pooled mean rate from everything published up to a year; years in which nothing was added are left out."
    )
    figure_cite = ledger.entry(anchor_of("figure", canvas.id), label, [cite])
    return Figure(canvas.id, f"Year by year, {answer.endpoint}", caption, canvas.finished(bottom), figure_cite)
