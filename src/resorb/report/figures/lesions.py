"""Lesion-response plots: best and last class of each lesion, measured change (waterfall), printed change of groups.

One plot per study and criteria: a response belongs to its criteria, and classes of different criteria are not pooled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from resorb.codes import criteria
from resorb.report.facts import Ledger, anchor_of
from resorb.report.svg import FAINT, INK, PAPER, RUST, SOFT, TEAL, Canvas, Figure, clipped
from resorb.report.words import printed_text, range_text
from resorb.tables.schema import Assessment, Group, Lesion
from resorb.tables.study import Study, ref_of

if TYPE_CHECKING:
    from resorb.response.derive import Response

CLASSES = ("complete", "partial", "none", "worse", "unknown")
WIDTH, LABELS, ROW, LEVELS = 760, 300, 26, ("lesion", "patient")


def response_entry(response: Response, ledger: Ledger) -> str:
    """The anchor of how a response came about."""
    details = [
        ("Criteria", _label(response.criteria)), ("Best response", response.best), ("Last response", response.last),
        ("Days to response", str(response.time_to_response)), ("How", response.why),
    ]  # fmt: skip
    anchor = anchor_of("response", response.study, response.criteria, response.level, response.subject)
    return ledger.entry(anchor, f"Response of {response.subject} in {response.study}", response.trace, details)


def lesion_figures(study: Study, responses: Iterable[Response], ledger: Ledger) -> Iterator[Figure]:
    """A plot per study and criteria under which anything is known; lesions where they are told, else patients."""
    told = [r for r in responses if r.level in LEVELS]
    for study_id in study.ids:
        mine = sorted((r for r in told if r.study == study_id), key=lambda r: r.criteria)
        for rule, listed in groupby(mine, key=lambda r: r.criteria):
            classed = list(listed)
            lesions = [r for r in classed if r.level == "lesion"] or classed
            if any(r.best != "unknown" for r in lesions):
                yield _classes(study, study_id, rule, lesions, ledger)
                if measured := [r for r in lesions if not r.change_percent.is_open]:
                    yield _waterfall(study, study_id, rule, (measured, len(lesions) - len(measured)), ledger)
        yield from _groups(study, study_id, ledger)


def _slug(rule: str) -> str:
    """A criteria's key as part of a file name."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", rule)


def _label(rule: str) -> str:
    known = criteria()
    return known[rule].label if rule in known else rule


def _name(study: Study, response: Response) -> str:
    lesion = study.row(Lesion, response.study, response.subject)
    return f"{response.subject} ({lesion.site})" if lesion else response.subject


def _classes(study: Study, study_id: str, rule: str, listed: list[Response], ledger: Ledger) -> Figure:
    level = listed[0].level
    title = f"Best and last response, {level} by {level}"
    canvas = Canvas(f"response-{study_id}-{_slug(rule)}", WIDTH, f"{title}, {study_id}")
    xs = {name: LABELS + 50 + i * (WIDTH - LABELS - 90) / (len(CLASSES) - 1) for i, name in enumerate(CLASSES)}
    top, bottom = 30, 30 + ROW * len(listed)
    canvas.rect(LABELS + 6, top - 6, xs["partial"] - LABELS + 40, bottom - top + 10, fill=TEAL, opacity=0.06)
    for name, x in xs.items():
        canvas.line(x, top - 6, x, bottom + 4, stroke=FAINT, dash="3 3" if name == "unknown" else "")
        canvas.text(x, 16, name, anchor="middle", bold=True, fill=SOFT)
    for number, response in enumerate(listed):
        y = top + ROW * (number + 0.5)
        canvas.name(0, y + 4, clipped(_name(study, response), LABELS - 10, 12))
        best, last = xs[response.best], xs[response.last]
        if best != last:
            canvas.line(best, y, last, y, stroke=SOFT, width=1.5)
        canvas.symbol("square", last, y, RUST, 9)
        canvas.symbol("disc", best, y, TEAL, 4.5)
        if response.recurred:
            canvas.symbol("diamond", last + (-18 if last == xs["unknown"] else 18), y, INK, 5)
    end = canvas.legend(bottom + 24, [
        ("disc", TEAL, "best response"), ("square", RUST, "last response"),
        ("diamond", INK, "came back after a response"),
    ])  # fmt: skip
    cite = ledger.entry(anchor_of("figure", canvas.id), canvas.label, [response_entry(r, ledger) for r in listed])
    return Figure(canvas.id, title, f"Criteria: {_label(rule)}.", canvas.finished(end), cite, study_id)


def _waterfall(study: Study, study_id: str, rule: str, counted: tuple[list[Response], int], ledger: Ledger) -> Figure:
    measured, unmeasured = counted
    listed = sorted(measured, key=lambda r: (-(r.change_percent.high or 0), r.subject))
    canvas = Canvas(f"change-{study_id}-{_slug(rule)}", WIDTH, f"Change from baseline, {study_id}")
    bars = [(_name(study, r), r.change_percent, response_entry(r, ledger)) for r in listed]
    zero, unit = LABELS + 120.0, (WIDTH - LABELS - 180) / 140
    for number, (name, change, cite) in enumerate(bars):
        y = 20 + ROW * (number + 0.5)
        low = max(-100.0, float(change.low if change.low is not None else change.high or 0))
        high = min(40.0, float(change.high if change.high is not None else change.low or 0))
        end = high if high < 0 else low
        x, edge = zero, zero - end * unit
        canvas.rect(min(x, edge), y - 8, abs(edge - x), 16, fill=TEAL if end < 0 else RUST, opacity=0.8)
        canvas.name(0, y + 4, clipped(name, LABELS - 10, 12))
        canvas.text(max(x, edge) + 6, y + 4, range_text(change, "%").replace("-", "−"), size=11, cite=cite)
    bottom = 24 + ROW * len(bars)
    canvas.line(zero, 12, zero, bottom, stroke=INK)
    canvas.text(zero + 4, 10, "reduction →", size=11, fill=SOFT)
    canvas.text(zero - 4, 10, "← increase", size=11, anchor="end", fill=SOFT)
    caption = f"Best change of each {listed[0].level}; criteria: {_label(rule)}."
    if unmeasured:
        caption += " Those not measured are not drawn."
    cite = ledger.entry(anchor_of("figure", canvas.id), canvas.label, [cite for _, _, cite in bars])
    return Figure(canvas.id, "Change from baseline", caption, canvas.finished(bottom + 8), cite, study_id)


def _groups(study: Study, study_id: str, ledger: Ledger) -> Iterator[Figure]:
    """Printed changes of groups over time, one bar each, in the order printed."""
    rows = [a for a in study.of(Assessment, study_id) if a.group is not None and a.change is not None]
    if not rows:
        return
    canvas = Canvas(f"group-change-{study_id}", WIDTH, f"Printed change from baseline by group, {study_id}")
    zero, unit = LABELS + 10.0, (WIDTH - LABELS - 90) / 100
    for number, seen in enumerate(rows):
        y = 20 + ROW * (number + 0.5)
        anchor = ledger.fact(ref_of(seen, "change"))
        change = seen.change.value if seen.change else 0
        group = study.row(Group, study_id, seen.group)
        words = ", ".join(x for x in (group.label if group else "", seen.measure or "", printed_text(seen.at)) if x)
        canvas.text(0, y + 4, clipped(words, LABELS - 6, 12), cite=ledger.fact(ref_of(seen)))
        length = min(100.0, abs(float(change)))
        fill, stroke = (TEAL, TEAL) if change <= 0 else (PAPER, RUST)
        canvas.rect(zero, y - 7, max(length * unit, 1), 14, fill=fill, stroke=stroke)
        text = f"{seen.change.text if seen.change else ''} %".replace("-", "−")
        canvas.text(zero + length * unit + 8, y + 4, text, cite=anchor, bold=True)
    bottom = 24 + ROW * len(rows)
    canvas.line(zero, 14, zero, bottom, stroke=INK)
    caption = (
        "As the source prints it. Filled bars: reduction; open bars: increase; full width: complete disappearance."
    )
    cite = ledger.entry(anchor_of("figure", canvas.id), canvas.label, [ref_of(seen, "change") for seen in rows])
    yield Figure(canvas.id, "Change printed for groups", caption, canvas.finished(bottom + 8), cite, study_id)
