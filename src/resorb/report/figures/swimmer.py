"""Swimmer plot: one bar per patient from the first dose, longest first; marks for response, return, harm and death."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from resorb.report.facts import Ledger, anchor_of
from resorb.report.figures.scale import TimeScale, scale_over
from resorb.report.svg import INK, ROUTE_COLOURS, RUST, SOFT, TEAL, Canvas, Figure, clipped
from resorb.report.words import months_text
from resorb.tables.axis import Axis
from resorb.tables.schema import AdverseEvent, Course, Patient, Product
from resorb.tables.study import Study, ref_of
from resorb.values.findings import FactRef
from resorb.values.ranges import Range

if TYPE_CHECKING:
    from resorb.response.derive import Response

WIDTH, LABELS, ROW, NOTES = 900, 250, 28, 150
RESPONDED = ("complete", "partial")


@dataclass(frozen=True, slots=True)
class Bar:
    """One course on the axis: ``whole`` is the longest it can have been, ``sure`` the stretch it surely covered."""

    whole: Range
    sure: Range
    route: str
    ongoing: bool
    fact: FactRef


@dataclass(frozen=True, slots=True)
class Swimmer:
    """One patient's row."""

    patient: Patient
    bars: tuple[Bar, ...]
    marks: tuple[tuple[str, str, Range, FactRef], ...]
    ended: Range
    back: FactRef | None

    @property
    def length(self) -> Fraction:
        """The last day surely on treatment, else the last possible one."""
        return self.ended.low or self.ended.high or Fraction(0)


def swimmer_figure(study: Study, responses: Iterable[Response], ledger: Ledger) -> Figure | None:
    """All patients with a course whose length is on file; None when there are none. The others are named below."""
    told = list(responses)
    every = [_swimmer(study, p, told) for p in study.rows(Patient)]
    shown = sorted(
        (s for s in every if s.bars and not s.ended.is_open and s.length > 0),
        key=lambda s: (-s.length, s.patient.study, s.patient.id),
    )
    if not shown:
        return None
    left_out = [s.patient for s in every if s.bars and s not in shown]
    canvas = Canvas("swimmer", WIDTH, "Time on treatment, patient by patient")
    facts = [b.fact for s in shown for b in s.bars] + [m[3] for s in shown for m in s.marks]
    cite = ledger.entry(
        anchor_of("figure", "swimmer"), canvas.label, facts,
        [("Axis", "days from the first dose; a month is 30.4375 days"), ("Order", "longest time on treatment first")],
    )  # fmt: skip
    scale = scale_over([t for s in shown for t in _times(s)], LABELS, WIDTH - NOTES)
    bottom = 12.0 + ROW * len(shown)
    scale.draw(canvas, 6, bottom, cite)
    for number, swimmer in enumerate(shown):
        _row(canvas, scale, swimmer, 12 + ROW * (number + 0.5), ledger)
    end = canvas.legend(bottom + 54, _legend(shown))
    caption = (
        "Bars run from the first dose; hatched parts are possible but not certain. A mark with dashes happened "
        "somewhere along them. "
    )
    if left_out:
        caption += "Not drawn, since no length of treatment is on file: "
        caption += ", ".join(f"{p.id} of {p.study}" for p in left_out) + "."
    return Figure("swimmer", "Time on treatment", caption.strip(), canvas.finished(end), cite)


def _times(swimmer: Swimmer) -> Iterator[Range]:
    for bar in swimmer.bars:
        yield bar.whole
    for _, _, time, _ in swimmer.marks:
        if not time.is_open:
            yield time


def _swimmer(study: Study, patient: Patient, responses: list[Response]) -> Swimmer:
    axis = Axis(study, patient.study, patient.id)
    bars = tuple(_bar(study, axis, course) for course in axis.courses)
    ends = [axis.stop(course) for course in axis.courses]
    lows = [e.low for e in ends if e.low is not None]
    highs = [e.high for e in ends]
    ended = Range(
        max(lows, default=None), max(h for h in highs if h is not None) if highs and None not in highs else None
    )
    marks: list[tuple[str, str, Range, FactRef]] = []
    mine = [r for r in responses if r.study == patient.study and r.patient == patient.id]
    first = [r for r in mine if r.best in RESPONDED and r.time_to_response.high is not None and r.trace]
    if first:
        chosen = min(first, key=lambda r: (r.time_to_response.high or Fraction(0), r.subject, r.criteria))
        when = chosen.time_to_response
        seen = next((j.fact for j in chosen.classes if j.response in RESPONDED), chosen.trace[0])
        marks.append(("up", INK, when, seen))
    for event in study.of(AdverseEvent, patient.study, patient=patient.id):
        time = axis.place(event.at)
        if event.n != 0 and not time.is_open:
            marks.append(("cross", RUST, time, ref_of(event, "event")))
    if patient.died == "yes":
        marks.append(("plus", INK, axis.place(patient.death), ref_of(patient, "died")))
    back = next((r.trace[-1] for r in mine if r.recurred and r.trace), None)
    return Swimmer(patient, bars, tuple(marks), ended, back)


def _bar(study: Study, axis: Axis, course: Course) -> Bar:
    product = study.row(Product, course.study, course.product)
    start, stop = axis.start(course), axis.stop(course)
    return Bar(
        Range(start.low, stop.high), Range(start.high, stop.low), product.route if product else "",
        course.stopped == "ongoing", ref_of(course, "span" if course.span else ""),
    )  # fmt: skip


def _row(canvas: Canvas, scale: TimeScale, swimmer: Swimmer, y: float, ledger: Ledger) -> None:
    canvas.name(0, y + 4, clipped(f"{swimmer.patient.id}, {swimmer.patient.study}", LABELS - 16, 12))
    for bar in swimmer.bars:
        _draw_bar(canvas, scale, bar, y)
    taken: list[float] = []
    for shape, colour, time, _ in swimmer.marks:
        if time.is_open:
            continue
        left = scale.left if time.low is None else scale.x(time.low)
        right = scale.right if time.high is None else scale.x(time.high)
        at = right if shape == "up" else left
        if right - left > 4:
            canvas.line(left, y + 10, right, y + 10, stroke=colour, width=1.2, dash="3 2")
        above = 11 if any(abs(at - other) < 12 for other in taken) else 0
        taken.append(at)
        canvas.symbol(shape, at, y - above, colour, 5, halo=True)
    sources = [b.fact for b in swimmer.bars]
    where = f"{swimmer.patient.study}/{swimmer.patient.id}"
    anchor = ledger.entry(
        anchor_of("time-on-treatment", where), f"Time from first to last dose of {where}", sources,
        [("Computed", months_text(swimmer.ended))],
    )  # fmt: skip
    x = WIDTH - NOTES + 16
    canvas.text(x, y + 4, months_text(swimmer.ended), size=11, cite=anchor)
    if swimmer.back is not None:
        canvas.symbol("diamond", WIDTH - 10, y, TEAL, 5)


def _draw_bar(canvas: Canvas, scale: TimeScale, bar: Bar, y: float) -> None:
    colour = ROUTE_COLOURS.get(bar.route, SOFT)
    left = scale.left if bar.whole.low is None else scale.x(bar.whole.low)
    right = scale.right if bar.whole.high is None else scale.x(bar.whole.high)
    canvas.hatched(left, y - 6, max(right - left, 1), 12, colour)
    if bar.sure.low is not None and bar.sure.high is not None and bar.sure.high > bar.sure.low:
        start, stop = scale.x(bar.sure.low), scale.x(bar.sure.high)
        canvas.rect(start, y - 6, max(stop - start, 2), 12, fill=colour, radius=2)
    if bar.ongoing or bar.whole.high is None:
        canvas.arrow(right - 4, y, right + 9, y, stroke=colour)


def _legend(shown: list[Swimmer]) -> list[tuple[str, str, str]]:
    routes = sorted({b.route for s in shown for b in s.bars})
    bars = [("bar", ROUTE_COLOURS.get(r, SOFT), r or "route not on file") for r in routes]
    return [
        *bars, ("hatch", SOFT, "possible, not certain"), ("up", INK, "first response seen by then"),
        ("diamond", TEAL, "came back"), ("cross", RUST, "adverse event"), ("plus", INK, "died"),
        ("arrow", SOFT, "goes on, or end unknown"),
    ]  # fmt: skip
