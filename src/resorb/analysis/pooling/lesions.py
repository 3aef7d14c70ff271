"""Lesion by lesion: the rate over the lesions behind an answer, as if each were independent, and within its patients.

Only studies that tell every patient of their count lesion by lesion enter: a picture of two patients out of thirty is a
choice, and a printed number of lesions does not say which of them are whose.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from resorb.analysis.clusters import Clustered, clustered_rate
from resorb.analysis.intervals import Interval, proportion_interval
from resorb.analysis.pooling.evidence import Evidence
from resorb.analysis.responses import patient_of, treated_lesions
from resorb.codes import criteria
from resorb.response.derive import Response
from resorb.tables.study import Study
from resorb.values.findings import FactRef, Refused

STRICT = {"complete response": "lesion response", "wound healing": "wound improvement"}
"""Endpoints that take a complete response, and those that take any."""


@dataclass(frozen=True, slots=True)
class PatientLesions:
    """The lesions of one patient: how many reached the endpoint; an unknown one did not."""

    study: str
    patient: str
    events: int
    lesions: int
    trace: tuple[FactRef, ...]


@dataclass(frozen=True, slots=True)
class LesionRate:
    """The rate of an answer's lesions under one criteria. ``naive`` takes them as independent.

    ``clustered`` is None where ``refused`` says why; ``silent`` are studies that do not tell which lesion is whose.
    """

    criteria: str
    patients: tuple[PatientLesions, ...]
    naive: Interval | None
    clustered: Clustered | None
    refused: str
    silent: tuple[str, ...]

    @property
    def events(self) -> int:
        """Lesions that reached the endpoint."""
        return sum(p.events for p in self.patients)

    @property
    def lesions(self) -> int:
        """All lesions."""
        return sum(p.lesions for p in self.patients)


def lesion_rate(study: Study, listed: Sequence[Evidence], responses: Iterable[Response]) -> LesionRate | None:
    """Lesions of an answer within their patients, under the criteria that tell most patients.

    Args:
        study: the studies.
        listed: the evidence of the answer.
        responses: responses of its studies.

    Returns:
        None where there is nothing to say: the endpoint is none of lesions, or no patient has more than one.
    """
    endpoint, unit = listed[0].endpoint, listed[0].unit
    if unit == "lesions":
        studies = tuple(dict.fromkeys(e.series.study for e in listed))
        return LesionRate("", (), None, None, "lesions are counted, but not said to be whose", studies)
    if endpoint not in {*STRICT, *STRICT.values()}:
        return None
    mine = {e.series.study for e in listed}
    told = [r for r in responses if r.level == "lesion" and r.study in mine]
    best: tuple[PatientLesions, ...] = ()
    under = ""
    for rule in dict.fromkeys(r.criteria for r in told):
        found = tuple(p for e in listed for p in _patients(study, e, rule, told))
        if len(found) > len(best):
            best, under = found, rule
    if not any(p.lesions > 1 for p in best):
        return None
    silent = tuple(s for s in dict.fromkeys(e.series.study for e in listed) if s not in {p.study for p in best})
    counts = [(p.events, p.lesions) for p in best]
    naive = proportion_interval(sum(y for y, _ in counts), sum(m for _, m in counts))
    try:
        return LesionRate(under, best, naive, clustered_rate(counts), "", silent)
    except Refused as refused:
        return LesionRate(under, best, naive, None, refused.rule, silent)


def _patients(study: Study, one: Evidence, rule: str, told: Sequence[Response]) -> list[PatientLesions]:
    """Every patient of a count with the lesions treated; nobody when not all of them are told lesion by lesion."""
    wanted = ("complete",) if one.endpoint in STRICT else criteria()[rule].responders
    courses = {fact.row for fact in one.basis if fact.table == "courses"}
    where = one.series.study
    mine = [r for r in told if r.study == where and r.criteria == rule and r.course in courses]
    seen, unseen = treated_lesions(study, where, mine)
    lesions: dict[str, list[tuple[bool, tuple[FactRef, ...]]]] = {}
    for response in seen:
        lesions.setdefault(response.patient or "", []).append((response.best in wanted, response.trace))
    for fact in unseen:
        lesions.setdefault(patient_of(study, fact), []).append((False, (fact,)))
    if len(lesions) != one.series.n:
        return []
    return [
        PatientLesions(
            where, patient, sum(yes for yes, _ in every), len(every),
            tuple(dict.fromkeys(fact for _, facts in every for fact in facts)),
        )
        for patient, every in lesions.items()
    ]  # fmt: skip
