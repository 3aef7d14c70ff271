"""What happens without the drug, for a study's own report: the comparators a pooled answer would have, best first."""

from __future__ import annotations

from dataclasses import dataclass

from resorb.analysis.pooling.base import QUESTION
from resorb.analysis.pooling.comparison import Comparison, compare
from resorb.analysis.pooling.duplicates import dropped, pairs
from resorb.analysis.pooling.evidence import DRUG_ARMS, Evidence, evidence
from resorb.tables.study import Study


@dataclass(frozen=True, slots=True)
class Beside:
    """One question that a study answers, with comparators of the same disease and endpoint; none is an empty tuple."""

    evidence: tuple[Evidence, ...]
    comparisons: tuple[Comparison, ...]


def beside(own: Study, base: Study) -> tuple[Beside, ...]:
    """Comparators of each question that the studies answer, from their own arms and from the base.

    A study is never its own comparator by way of the base, and of reports of the same patients one counts.

    Args:
        own: the studies reported on.
        base: the evidence on file.
    """
    told = evidence(own)
    questions: dict[tuple[str, ...], list[Evidence]] = {}
    for one in told:
        if one.arm in DRUG_ARMS:
            questions.setdefault((one.series.study, *(one.by(name) for name in QUESTION)), []).append(one)
    if not questions:
        return ()
    out = {*own.ids, *dropped(pairs(base), undecided=False)}
    on_file = [*told, *(e for e in evidence(base) if e.series.study not in out)]
    return tuple(Beside(tuple(mine), compare(mine, on_file)) for mine in questions.values())


def studies_of(listed: tuple[Beside, ...], base: Study) -> Study:
    """Of the base, the studies that the best comparators come from, with their files."""
    names = {e.series.study for one in listed for best in one.comparisons[:1] for e in best.evidence}
    part = base.only(*names)
    files = {origin.place.file for origin in part.origins.values()}
    return Study(part.tables, part.origins, tuple(i for i in part.inputs if i.path in files), part.reading)
