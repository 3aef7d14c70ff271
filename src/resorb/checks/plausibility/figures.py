"""Figure panels of one lesion: letters move forward with time, and one panel shows one time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from resorb.checks.plausibility.said import both_readings, said
from resorb.checks.registry import check
from resorb.tables.axis import Axis
from resorb.tables.schema import Assessment, Patient
from resorb.tables.study import Study, ref_of
from resorb.values.findings import Finding, Verdict
from resorb.values.ranges import Range

_PANEL = re.compile(
    r"(?i:fig(?:ure|\.)?)\s*(?P<number>\d+)\s*,?\s*(?P<letters>[A-Za-z](?:\s*(?:,|and|&)\s*[A-Za-z])*)\b"
)


class Panel(NamedTuple):
    """A panel cited for one assessment: figure number, letter, and when it was taken (days from the first dose)."""

    figure: str
    letter: str
    at: Range
    row: Assessment


def panels_of(text: str) -> tuple[tuple[str, str], ...]:
    """Figure numbers and panel letters in a citation: ``Figure 1, J and M`` cites 1J and 1M."""
    found = []
    for match in _PANEL.finditer(text):
        for letter in re.findall(r"\b[A-Za-z]\b", match["letters"]):
            found.append((match["number"], letter.upper()))
    return tuple(found)


@check(
    "figure-letters-follow-time",
    doc="Of one lesion, a later picture bears a later letter, and no panel shows two times.",
    source="order of letters against order of times",
)
def figure_letters(study: Study) -> Iterator[Finding]:
    """Every two pictures of one lesion within one figure."""
    for patient in study.rows(Patient):
        axis = Axis(study, patient.study, patient.id)
        by_lesion: dict[tuple[str | None, str], list[Panel]] = {}
        for row in study.of(Assessment, patient.study, patient=patient.id):
            for figure, letter in panels_of(row.figure or ""):
                panel = Panel(figure, letter, axis.place(row.at), row)
                by_lesion.setdefault((row.lesion, figure), []).append(panel)
        for panels in by_lesion.values():
            yield from _in_order(study, panels)


def _in_order(study: Study, panels: list[Panel]) -> Iterator[Finding]:
    faults: dict[str, list[tuple[Panel, Panel]]] = {}
    judged = False
    for one, other in combinations(panels, 2):
        if one.row.at == other.row.at:
            continue
        first, second = (other, one) if other.at.is_before(one.at) else (one, other)
        apart = bool(first.at.is_before(second.at))
        judged = judged or apart
        if first.letter == second.letter or (apart and first.letter > second.letter):
            faults.setdefault(second.row.id, []).append((first, second))
    for pairs in faults.values():
        yield _fault(study, panels, pairs)
    if judged and not faults:
        last = panels[-1]
        message = f"The {len(panels)} panels of this lesion in figure {last.figure} follow the order of time."
        letters = ", ".join(p.letter for p in panels)
        yield said("figure-letters-follow-time", Verdict.HOLDS, last.row, "figure", message, printed=letters)


def _fault(study: Study, panels: list[Panel], pairs: list[tuple[Panel, Panel]]) -> Finding:
    """One finding for a picture, naming every picture it contradicts."""
    here = pairs[0][1]
    earlier = "; ".join(
        f"{first.letter} shows {first.row.at.printed}" + (", the same panel" if first.letter == here.letter else "")
        for first, _ in pairs
    )
    message = f"Panel {here.letter} of figure {here.figure} is cited for {here.row.at.printed}, but panel {earlier}."
    return said(
        "figure-letters-follow-time", Verdict.FAILS, here.row, "figure",
        message + both_readings(study, here.row, "figure"), printed=here.row.figure,
        trace=tuple(ref_of(first.row, column) for first, _ in pairs for column in ("figure", "at")),
        suggestion=f"Figure {here.figure}{_after(max(p.letter for p in panels))}",
    )  # fmt: skip


def _after(letter: str) -> str:
    return chr(ord(letter) + 1) if letter != "Z" else "?"
