"""The same patient twice: pairs of studies that may hold the same patients, with the reasons.

Case reports come again in letters, congress abstracts and the series of their centre. Pairs that a curator settled
(``overlaps``) keep that verdict; others are proposed from what both tell: age, sex, disease, route, site, place, time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from resorb.codes import pooled_condition
from resorb.tables.schema import Condition, Course, Lesion, Overlap, Patient, Product, StudyInfo
from resorb.tables.study import Study
from resorb.values.quantities import Quantity

YEARS_APART = 5
"""Reports of one patient appear within a few years of each other."""
ENOUGH = 5
"""Points from which a pair is proposed: age and sex and disease alone (4) are shared by strangers."""
_SMALL_WORDS = frozenset(
    {"university", "hospital", "clinic", "medical", "center", "centre", "department", "school", "city", "from", "with",
     "single", "records", "lower", "upper", "right", "left", "both"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """Two studies that may share patients. ``keep`` is the study that counts when they are taken as the same."""

    one: str
    other: str
    verdict: str
    reasons: tuple[str, ...]
    patients: int | None
    keep: str


@dataclass(frozen=True, slots=True)
class _Profile:
    study: str
    patient: str
    age: Quantity | None
    sex: str | None
    diseases: frozenset[str]
    routes: frozenset[str]
    sites: frozenset[str]
    place: frozenset[str]
    year: int | None


def pairs(study: Study) -> tuple[Pair, ...]:
    """Every settled and every proposed pair of the studies, settled ones first."""
    settled = list(_settled(study))
    known = {frozenset((p.one, p.other)) for p in settled}
    proposed: dict[frozenset[str], Pair] = {}
    for one, other in combinations(list(_profiles(study)), 2):
        key = frozenset((one.study, other.study))
        if one.study == other.study or key in known or key in proposed or not _may_meet(one, other):
            continue
        reasons, points = _likeness(one, other)
        if points >= ENOUGH:
            keep = min((one, other), key=lambda p: (-(p.year or 0), p.study)).study
            proposed[key] = Pair(one.study, other.study, "proposed", tuple(reasons), 1, keep)
    return (*settled, *proposed.values())


def _settled(study: Study) -> Iterator[Pair]:
    done: set[frozenset[str]] = set()
    for row in study.rows(Overlap):
        key = frozenset((row.study, row.other))
        if key in done or row.other not in study.ids:
            continue
        done.add(key)
        keep = row.other if row.keep == "other" else row.study
        yield Pair(row.study, row.other, row.verdict, (row.because,), row.patients, keep)


def _profiles(study: Study) -> Iterator[_Profile]:
    products = {(p.study, p.id): p.route for p in study.rows(Product)}
    for patient in study.rows(Patient):
        info = study.row(StudyInfo, patient.study, patient.study)
        if patient.age is None or info is None:
            continue
        conditions = [c.condition for c in study.of(Condition, patient.study, patient=patient.id)]
        courses = study.of(Course, patient.study, patient=patient.id)
        sites = [lesion.site for lesion in study.of(Lesion, patient.study, patient=patient.id)]
        yield _Profile(
            patient.study, patient.id, patient.age, patient.sex,
            frozenset(pooled_condition(c) or c for c in conditions),
            frozenset(products[patient.study, c.product] for c in courses if (patient.study, c.product) in products),
            _words(" ".join(sites)), _words(info.setting or ""), info.year,
        )  # fmt: skip


def _words(text: str) -> frozenset[str]:
    return frozenset(w for w in re.findall(r"[a-z]{4,}", text.lower()) if w not in _SMALL_WORDS)


def _may_meet(one: _Profile, other: _Profile) -> bool:
    if one.year is not None and other.year is not None and abs(one.year - other.year) > YEARS_APART:
        return False
    return not (one.sex and other.sex and "not reported" not in (one.sex, other.sex) and one.sex != other.sex)


def _likeness(one: _Profile, other: _Profile) -> tuple[list[str], int]:
    """What the two have in common and how much it weighs; ages more than a year apart rule a pair out."""
    ages = [_years(p.age) for p in (one, other)]
    if ages[0] is None or ages[1] is None or abs(ages[0] - ages[1]) > 1:
        return [], 0
    reasons, points = [f"ages {one.age.printed if one.age else ''} and {other.age.printed if other.age else ''}"], 2
    if one.sex and one.sex == other.sex:
        reasons, points = [*reasons, f"both {one.sex}"], points + 1
    for name, mine, theirs, weight in (
        ("disease", one.diseases, other.diseases, 1), ("route", one.routes, other.routes, 1),
        ("site", one.sites, other.sites, 1), ("place", one.place, other.place, 2),
    ):  # fmt: skip
        if shared := sorted(mine & theirs):
            reasons, points = [*reasons, f"{name}: {', '.join(shared)}"], points + weight
    return reasons, points


def _years(age: Quantity | None) -> float | None:
    if age is None or age.low is None or age.high is None:
        return None
    scale = {"month": 1 / 12, "week": 7 / 365.25, "day": 1 / 365.25}
    factor = next((f for unit, f in scale.items() if age.unit.startswith(unit)), 1.0)
    return float(age.low + age.high) / 2 * factor


def dropped(found: Sequence[Pair], *, undecided: bool) -> frozenset[str]:
    """Studies left out so that no patient counts twice.

    Args:
        found: the pairs.
        undecided: whether undecided pairs count once too (else only confirmed ones do). Proposed pairs never do:
            nobody has looked at them.
    """
    once = ("same patients", "undecided") if undecided else ("same patients",)
    return frozenset(p.other if p.keep == p.one else p.one for p in found if p.verdict in once)
