"""The forest plot of an answer.

Each series, the reports of one patient together, the pooled mean, the next series; below them what happens without
the drug.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from resorb.analysis.pooling.sensitivity import naive
from resorb.report.facts import Ledger, anchor_of
from resorb.report.pool.entries import about, answer_entry, comparison_entry, detail_entry, series_entry
from resorb.report.pool.rates import exact_words, rate_and_span, span
from resorb.report.pool.rows import ROW, WIDTH, Rows, axis_end, square_half
from resorb.report.svg import RUST, Canvas, Figure
from resorb.report.words import plural

if TYPE_CHECKING:
    from resorb.analysis.pooling.answers import Answer
    from resorb.analysis.pooling.evidence import Evidence

MOST_COMPARATORS = 8
TELLING = 3
"""From this number of series, and of patients, on they tell something together."""


def weight(n: int, rate: float, tau: float) -> float:
    """How much a series of ``n`` weighs in a random-effects mean at this rate and spread of logits."""
    return 1 / (tau * tau + 1 / (n * rate * (1 - rate)))


def forest_figure(answer: Answer, ledger: Ledger) -> Figure:
    """The forest plot; drawn for every answer that has a section."""
    cite = answer_entry(answer, ledger)
    found = answer.posterior
    many = [e for e in answer.evidence if e.series.n > 1]
    single = [e for e in answer.evidence if e.series.n == 1]
    canvas = Canvas(
        f"forest-{slug(answer.id)}", WIDTH, f"Forest plot: {answer.endpoint}, {answer.route}, {answer.disease}"
    )
    shown = _drawn(answer)
    points = [e.series.events / e.series.n for e in many] + [answer.comparisons[i].pool.rate for i in shown]
    rows = Rows(canvas, axis_end([*points, found.mean_rate.high]), ("Study", "n/N", "Rate (interval)", "Report"))
    _series(rows, many, found.mean_rate.median, found.tau.median, ledger)
    if single:
        _singles(rows, single, answer, ledger)
    pooled_y = rows.y if len(answer.evidence) > 1 else None
    _pooled(rows, answer, cite, ledger)
    if answer.comparisons:
        rows.heading("Comparators, set beside and not subtracted", cite)
        _comparators(rows, answer, shown, ledger)
    below = rows.axis(f"{answer.endpoint}, per cent", cite, found.mean_rate.median if pooled_y else None, pooled_y or 0)
    end = canvas.legend(below + 14, _legend(answer, rows))
    caption = "Squares: series, area in proportion to weight, with exact intervals. "
    if pooled_y:
        caption += (
            "Diamonds: pooled mean rate with its interval; filled: all series, open: without reports of one patient. "
        )
    caption += "Bar: where the next series is expected."
    if single:
        caption += " Reports of one patient are told patient by patient, off the axis."
    if len(shown) < len(answer.comparisons):
        caption += " Of the comparators, the best; all are in the table below."
    figure_cite = ledger.entry(
        anchor_of("figure", canvas.id), canvas.label, [cite, detail_entry(answer, "weights", ledger)]
    )
    return Figure(canvas.id, f"Forest plot, {answer.endpoint}", caption, canvas.finished(end), figure_cite)


def _drawn(answer: Answer) -> frozenset[int]:
    """Which comparators are drawn: the best of them; those of few patients come last."""
    return frozenset(range(min(len(answer.comparisons), MOST_COMPARATORS)))


def slug(identity: str) -> str:
    """An answer's id as part of a file name; one that had to be changed gets a mark of its own."""
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-._") else "-" for c in identity)[:100]
    return safe if safe == identity else f"{safe}-{sha256(identity.encode()).hexdigest()[:8]}"


def _series(rows: Rows, listed: Sequence[Evidence], rate: float, tau: float, ledger: Ledger) -> None:
    weights = [weight(e.series.n, rate, tau) for e in listed]
    doubled = {e.series.study for i, e in enumerate(listed) if e.series.study in {o.series.study for o in listed[:i]}}
    for one, mine in zip(listed, weights, strict=True):
        series, ends, cite = one.series, naive([one.series]).interval, series_entry(one, ledger)
        p = series.events / series.n
        name = f"{series.study}: {series.label}" if series.study in doubled else series.study
        told = exact_words(series.events, series.n, ends.low, ends.high)
        rows.words(name, f"{series.events}/{series.n}", told, one.report, cite)
        rows.interval(ends.low, ends.high)
        rows.square(p, square_half(mine, max(weights)))
        rows.next()


def _singles(rows: Rows, single: Sequence[Evidence], answer: Answer, ledger: Ledger) -> None:
    yes, unknown = sum(e.series.events for e in single), sum(e.series.unknown for e in single)
    title = f"{len(single)} {plural(len(single), 'report')} of one patient: {yes} of {len(single)}"
    cite = ledger.entry(
        about(f"{answer.id}/reports of one patient"), title, [series_entry(e, ledger) for e in single],
        [("Studies", ", ".join(e.series.study for e in single))],
    )  # fmt: skip
    kinds = " and ".join(sorted({e.report for e in single}))
    rows.words(title.partition(":")[0], f"{yes}/{len(single)}", "a count", kinds, cite)
    rows.patients(yes, unknown, len(single) - yes - unknown)
    rows.next()


def _pooled(rows: Rows, answer: Answer, cite: str, ledger: Ledger) -> None:
    mean, new, pool = answer.posterior.mean_rate, answer.posterior.new_rate, answer.pool
    rows.canvas.line(0, rows.y - ROW / 2, WIDTH, rows.y - ROW / 2)
    k = len(answer.evidence)
    if k > 1:  # one series is its own row above
        told = rate_and_span(mean.median, mean.low, mean.high)
        rows.words("Pooled mean rate", f"{pool.events}/{pool.n}", told, f"{k} series", cite, bold=True)
        rows.diamond(mean.low, mean.median, mean.high, filled=True)
        rows.next()
    part = next(p for p in answer.parts if p.name == "without reports of one patient")
    if part.posterior is not None and 1 < part.k < k:
        some = part.posterior.mean_rate
        told = rate_and_span(some.median, some.low, some.high)
        parts = detail_entry(answer, "parts", ledger)
        rows.words("Without reports of one patient", f"{part.events}/{part.n}", told, f"{part.k} series", parts)
        rows.diamond(some.low, some.median, some.high, filled=False)
        rows.next()
    remark = "" if k >= TELLING else "mostly from the prior"
    rows.words("Next series (prediction)", "", span(new.low, new.high), remark, cite)
    rows.bar(new.low, min(new.high, rows.end))
    rows.next()


def _comparators(rows: Rows, answer: Answer, drawn: frozenset[int], ledger: Ledger) -> None:
    for number, one in enumerate(answer.comparisons):
        if number not in drawn:
            continue
        cite, pool = comparison_entry(answer, number, ledger), one.pool
        ends = pool.interval
        told = exact_words(pool.events, pool.n, ends.low, ends.high) if pool.n > 1 else "a count"
        rows.words(
            one.name, f"{pool.events}/{pool.n}", told,
            f"{len({e.series.study for e in one.evidence})} {_studies(one.evidence)}", cite,
        )  # fmt: skip
        if pool.n > 1:
            rows.interval(ends.low, ends.high, stroke=RUST, dash="4 3")
            rows.canvas.symbol("ring", rows.x(pool.rate), rows.y, RUST, 5)
        else:
            rows.patients(pool.events, 0, pool.n - pool.events)
        rows.next()


def _studies(listed: Sequence[Evidence]) -> str:
    return plural(len({e.series.study for e in listed}), "study", "studies")


def _legend(answer: Answer, rows: Rows) -> list[tuple[str, str, str]]:
    items = []
    if any(e.series.n == 1 for e in answer.evidence):
        items += [("disc", "#1f6f8b", "a patient who reached it"), ("ring", "#1f6f8b", "one who did not")]
    if answer.comparisons:
        items.append(("ring", RUST, "comparator with exact interval"))
    if rows.end < 1:
        items.append(("arrow", "#55636f", "interval goes on beyond the axis"))
    return items
