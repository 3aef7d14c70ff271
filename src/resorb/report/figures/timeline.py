"""A patient's timeline: courses, lesions, laboratory values and events over one axis from the first dose.

Bars are spans, marks are moments. Hatched: it happened somewhere within. What lies before the axis stands at its left
edge with an arrow; what has no time on file stands in a column of its own at the right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from resorb.codes import findings
from resorb.report.facts import Ledger, anchor_of
from resorb.report.figures.scale import TimeScale, scale_over
from resorb.report.svg import FAINT, INK, PLUM, ROUTE_COLOURS, RUST, SOFT, TEAL, Canvas, Figure, clipped, text_width
from resorb.report.words import printed_text
from resorb.tables.axis import Axis
from resorb.tables.schema import AdverseEvent, Assessment, Cotreatment, Course, Lab, Lesion, Patient, Product
from resorb.tables.study import Study, ref_of
from resorb.values.ranges import OPEN, Range

WIDTH, LABELS, UNDATED, ROW, SIZE = 900, 168, 150, 19, 11
SYMBOLS = {"gone": "disc", "less": "half", "same": "ring", "more": "down", "back": "diamond", "unknown": "question"}
LEGEND = (
    ("disc", TEAL, "gone"), ("half", TEAL, "less"), ("ring", TEAL, "same"), ("down", TEAL, "more"),
    ("diamond", TEAL, "back"), ("square", SOFT, "laboratory value"), ("cross", RUST, "adverse event"),
    ("plus", PLUM, "co-treatment"), ("hatch", SOFT, "somewhere within"), ("arrow", SOFT, "goes on, or end unknown"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on a lane. ``shape`` is a symbol, or ``bar`` for a span of treatment."""

    time: Range
    shape: str
    colour: str
    words: str
    cite: str
    certain: Range = OPEN


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of the figure: what it is called, and what happened on it."""

    kind: str
    name: str
    items: tuple[Item, ...]


def timeline_figures(study: Study, doses: dict[tuple[str, str], str], ledger: Ledger) -> Iterator[Figure]:
    """One figure per patient with a course, an assessment or a dated event; ``doses`` says each course's dose."""
    for patient in study.rows(Patient):
        lanes = tuple(lane for lane in _lanes(study, patient, doses, ledger) if lane.items)
        if lanes:
            yield _timeline(patient, lanes, ledger)


def _lanes(study: Study, patient: Patient, doses: dict[tuple[str, str], str], ledger: Ledger) -> Iterator[Lane]:
    sid, pid = patient.study, patient.id
    axis = Axis(study, sid, pid)
    for course in axis.courses:
        yield Lane("Treatment", course.id.removeprefix(f"{pid}."), (_course(study, axis, course, doses, ledger),))
    seen = list(study.of(Assessment, sid, patient=pid))
    for lesion in study.of(Lesion, sid, patient=pid):
        mine = tuple(_seen(axis, a, ledger) for a in seen if a.lesion == lesion.id)
        side = f"{lesion.side} " if lesion.side in ("left", "right") and lesion.side not in lesion.site else ""
        yield Lane("Lesions", f"{side}{lesion.site}", mine)
    yield Lane("Lesions", "patient as a whole", tuple(_seen(axis, a, ledger) for a in seen if a.lesion is None))
    labs: dict[str, list[Item]] = {}
    for lab in study.of(Lab, sid, patient=pid):
        words = printed_text(lab.value) or lab.level or "not reported"
        labs.setdefault(lab.analyte, []).append(
            Item(axis.place(lab.at), "square", SOFT, words, ledger.fact(ref_of(lab, "value")))
        )
    for analyte, items in labs.items():
        yield Lane("Laboratory", analyte, tuple(items))
    events = [
        Item(axis.place(e.at), "cross", RUST, e.event, ledger.fact(ref_of(e, "event")))
        for e in study.of(AdverseEvent, sid, patient=pid)
        if e.n != 0
    ]
    if patient.died == "yes":
        events.append(Item(axis.place(patient.death), "cross", INK, "died", ledger.fact(ref_of(patient, "died"))))
    yield Lane("Events", "adverse events", tuple(events))
    other = tuple(
        Item(
            axis.place(c.at),
            "plus",
            PLUM,
            f"{c.name}{f' ({c.change})' if c.change else ''}",
            ledger.fact(ref_of(c, "name")),
        )
        for c in study.of(Cotreatment, sid, patient=pid)
    )
    yield Lane("Events", "co-treatment", other)


def _course(study: Study, axis: Axis, course: Course, doses: dict[tuple[str, str], str], ledger: Ledger) -> Item:
    product = study.row(Product, course.study, course.product)
    colour = ROUTE_COLOURS.get(product.route if product else "", INK)
    start, stop = axis.start(course), axis.stop(course)
    time = Range(start.low, None if course.stopped == "ongoing" else stop.high)
    certain = Range(start.high, stop.low)
    dose = doses.get((course.study, course.id), "")
    words = ", ".join(part for part in (course.product, dose) if part)
    return Item(time, "bar", colour, words, ledger.fact(ref_of(course)), certain)


def _seen(axis: Axis, seen: Assessment, ledger: Ledger) -> Item:
    known = findings()
    direction = known[seen.finding].direction if seen.finding is not None and seen.finding in known else "unknown"
    value = printed_text(seen.value) or (f"{seen.change.text} %" if seen.change else "")
    # what a finding is of is clear for the lesion itself, and must be said for pain, motion or a laboratory value
    other = seen.measure if seen.measure not in (None, "lesion size", "lesion presence", "ulcer") else None
    named = f"{other}: {seen.finding}" if other and seen.finding else seen.finding or seen.measure or ""
    words = ", ".join(part for part in (named, value) if part) or "seen"
    column = "finding" if seen.finding else "value" if seen.value else "change"
    return Item(axis.place(seen.at), SYMBOLS[direction], TEAL, words, ledger.fact(ref_of(seen, column)))


def _timeline(patient: Patient, lanes: tuple[Lane, ...], ledger: Ledger) -> Figure:
    canvas = Canvas(f"timeline-{patient.study}-{patient.id}", WIDTH, f"Timeline of {patient.id} in {patient.study}")
    items = [item for lane in lanes for item in lane.items]
    scale = scale_over((i.time for i in items if not i.time.is_open), LABELS + 8, WIDTH - UNDATED - 14)
    cite = ledger.entry(
        anchor_of("figure", canvas.id), canvas.label, [i.cite for i in items],
        [("Axis", "days from the first dose; a month is 30.4375 days")],
    )  # fmt: skip
    top = 26.0
    plan, y = [], top
    for lane in lanes:
        rows = _packed(scale, lane.items)
        plan.append((lane, rows, y))
        y += max(1, max(r for _, r in rows) + 1) * ROW + 7
    scale.draw(canvas, top - 6, y, cite)
    canvas.text(WIDTH - UNDATED, 14, "time not on file", size=SIZE, fill=SOFT)
    kind = ""
    for lane, rows, at in plan:
        if lane.kind != kind:
            canvas.line(0, at - 4, WIDTH, at - 4, stroke=SOFT if kind else FAINT, width=0.7)
            kind = lane.kind
        canvas.name(0, at + 13, clipped(lane.name, LABELS - 10, 12))
        for item, row in rows:
            _draw(canvas, scale, item, at + row * ROW + ROW / 2)
    bottom = canvas.legend(y + 52, LEGEND)
    return Figure(
        canvas.id, f"Timeline of {patient.id}", "Days from the first dose (a month is 30.4375 days).",
        canvas.finished(bottom), cite, patient.study,
    )  # fmt: skip


def _packed(scale: TimeScale, items: tuple[Item, ...]) -> list[tuple[Item, int]]:
    """Each item with the first row of its lane in which it and its words stand free."""
    ends: dict[int, list[tuple[float, float]]] = {}
    placed = []
    for item in items:
        left, right = _extent(scale, item)
        row = 0
        while any(left < b + 6 and a - 6 < right for a, b in ends.get(row, [])):
            row += 1
        ends.setdefault(row, []).append((left, right))
        placed.append((item, row))
    return placed


def _edges(scale: TimeScale, time: Range) -> tuple[float, float]:
    return (
        scale.left if time.low is None else scale.x(time.low),
        scale.right if time.high is None else scale.x(time.high),
    )


def _extent(scale: TimeScale, item: Item) -> tuple[float, float]:
    """The stretch that an item and its words take."""
    if item.time.is_open:
        return WIDTH - UNDATED, WIDTH
    left, right = _edges(scale, item.time)
    if item.shape == "bar":
        return left, max(right, left + 14 + text_width(item.words, SIZE))
    start, _ = _words_at(item, left, right)
    return min(left - 6, start), max(right + 6, start + text_width(item.words, SIZE))


def _words_at(item: Item, left: float, right: float) -> tuple[float, float]:
    """Where the words begin: right of the mark, or left of it where they would leave the plot."""
    wide = text_width(item.words, SIZE)
    after = (left if right - left > 60 else right) + 9 + (6 if right - left > 60 else 0)
    if after + wide <= WIDTH - UNDATED - 6:
        return after, wide
    return max(LABELS + 4, min(left, right) - 9 - wide), wide


def _draw(canvas: Canvas, scale: TimeScale, item: Item, y: float) -> None:
    if item.time.is_open:
        x = float(WIDTH - UNDATED + 6)
        if item.shape != "bar":
            canvas.symbol(item.shape, x, y, item.colour, 4.5)
        canvas.text(x + 9, y + 4, clipped(item.words, UNDATED - 18, SIZE), size=SIZE, cite=item.cite)
        return
    left, right = _edges(scale, item.time)
    if item.shape == "bar":
        _draw_bar(canvas, scale, item, y, (left, right))
        return
    start, _ = _words_at(item, left, right)
    if right - left > 3:
        canvas.hatched(left, y - 4, right - left, 8, item.colour)
    if item.time.high is None:
        canvas.arrow(right - 8, y, right + 8, y, stroke=item.colour)
    before = item.time.high is not None and item.time.high < scale.low
    if before:
        canvas.arrow(left + 8, y, left - 4, y, stroke=item.colour)
    # Where the moment is not known, the mark stands at the beginning of the hatched stretch, not at a guessed point.
    at = left + 6 if right - left > 3 else (left + right) / 2
    shift = 12 if before else 0
    canvas.symbol(item.shape, at + shift, y, item.colour, 4.5, halo=right - left > 3)
    canvas.text(start + shift, y + 4, item.words, size=SIZE, cite=item.cite, halo=True)


def _draw_bar(canvas: Canvas, scale: TimeScale, item: Item, y: float, edges: tuple[float, float]) -> None:
    left, right = edges
    sure_left, sure_right = (
        right if item.certain.low is None else scale.x(item.certain.low),
        left if item.certain.high is None else scale.x(item.certain.high),
    )
    canvas.hatched(left, y - 7, max(right - left, 2), 14, item.colour)
    if sure_right > sure_left:
        canvas.rect(sure_left, y - 7, sure_right - sure_left, 14, fill="#ffffff", radius=2)
        canvas.rect(sure_left, y - 7, sure_right - sure_left, 14, fill=item.colour, radius=2, opacity=0.25)
        canvas.rect(sure_left, y - 7, sure_right - sure_left, 14, stroke=item.colour, radius=2)
    if item.time.high is None:
        canvas.arrow(right - 4, y, right + 10, y, stroke=item.colour)
    canvas.text(left + 6, y + 4, item.words, size=SIZE, cite=item.cite, halo=sure_right <= sure_left)
