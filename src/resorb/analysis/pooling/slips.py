"""Slips: what an answer becomes when the studies whose numbers fail a check are left out, or read as proposed.

A failing finding touches an answer when one of its facts is a count the answer rests on, or a course or product that
says what those patients were given. A wrong reference number in the same paper does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from resorb.analysis.pooling.answers import Part
from resorb.analysis.pooling.bayes import posterior
from resorb.analysis.pooling.evidence import Evidence
from resorb.tables.schema import Proposal
from resorb.tables.study import Study
from resorb.values.findings import FactRef, Finding, Verdict


@dataclass(frozen=True, slots=True)
class Touched:
    """One study with what fails in it and touches the answer; ``readings`` are the other readings on file for that."""

    study: str
    findings: tuple[Finding, ...]
    readings: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Slips:
    """An answer as printed, without the studies touched, and as proposed.

    ``excluded`` and ``repaired`` have no rate (None) where nothing is left.
    """

    touched: tuple[Touched, ...]
    printed: Part
    excluded: Part
    repaired: Part

    @property
    def repairable(self) -> tuple[Touched, ...]:
        """The studies touched for which another reading is on file."""
        return tuple(one for one in self.touched if one.readings)


def slips(study: Study, listed: Sequence[Evidence], as_meant: Sequence[Evidence], findings: Iterable[Finding]) -> Slips:
    """What failing findings do to one answer.

    Args:
        study: the studies, for the readings proposed.
        listed: the evidence of the answer, as printed.
        as_meant: the evidence on the same question with every reading proposed.
        findings: what the checks say of the studies.
    """
    failing = [f for f in findings if f.verdict is Verdict.FAILS]
    touched = []
    for name in dict.fromkeys(e.series.study for e in listed):
        rows = {_row(fact) for e in listed if e.series.study == name for fact in (*e.series.trace, *e.basis)}
        mine = tuple(f for f in failing if any(_row(fact) in rows for fact in (f.about, *f.trace)))
        if mine:
            # A claim is compared with the facts: it too may be what was misprinted.
            judged = {_row(fact)[2] for f in mine for fact in (f.about, *f.trace)}
            readings = tuple(p for p in study.of(Proposal, name) if p.of in judged)
            touched.append(Touched(name, mine, readings))
    names = {one.study for one in touched}
    left = [e for e in listed if e.series.study not in names]
    return Slips(
        tuple(touched), _part("as printed", listed), _part("studies with slips left out", left),
        _part("slips read as proposed", as_meant),
    )  # fmt: skip


def _row(fact: FactRef) -> tuple[str, str, str]:
    return fact.study, fact.table, fact.row


def _part(name: str, listed: Sequence[Evidence]) -> Part:
    series = [e.series for e in listed]
    events, n = sum(s.events for s in series), sum(s.n for s in series)
    return Part(name, len(series), n, events, posterior(series) if series else None)
