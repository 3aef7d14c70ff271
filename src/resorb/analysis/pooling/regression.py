"""Meta-regression: does the rate differ by route, disease, report type, year or dose? One moderator at a time.

The exact binomial-normal model with one column of the design for each coefficient. Series of one endpoint, arm and unit
are taken together over routes and diseases, for these are moderators themselves; dose stays within one route, for a
gram in an ointment is not a gram in a vein. Each odds ratio has a profile interval, each moderator a likelihood-ratio
test of all its coefficients at once.

Too few is refused: ten studies for each coefficient (Cochrane Handbook, section 10.11.5.1: ten studies for each
characteristic modelled) and ten events and ten patients without one for each coefficient (Peduzzi and others 1996,
J Clin Epidemiol 49:1373). Neither number is a law of nature (Vittinghoff and McCulloch 2007, Am J Epidemiol 165:710,
relax the second); both keep a coefficient from resting on a handful of reports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log2
from statistics import fmean

import numpy as np

from resorb.analysis.pooling import binomial_normal
from resorb.analysis.pooling.evidence import CONSECUTIVE, NOT_SAID, Evidence
from resorb.analysis.pooling.likelihood import Floats
from resorb.analysis.pooling.series import Series
from resorb.exposure.derive import derive_exposures
from resorb.tables.study import Study
from resorb.values.findings import Refused
from resorb.values.ranges import Range

STUDIES_EACH, EVENTS_EACH = 10, 10
"""Studies, and events as well as patients without one, needed for each coefficient."""
STUDIES_A_LEVEL = 2
"""A level told by fewer studies is left out: it would be that study's own."""
NOT_PICKED, PICKED = "consecutive series, cohorts and trials", "selected cases"
Doses = Mapping[tuple[str, str], Range]
"""Milligrams a week by study and course."""


@dataclass(frozen=True, slots=True)
class Coefficient:
    """Odds of the endpoint in ``name`` over those in the reference, or for a step of a number.

    An end of None was not found. ``k``, ``events`` and ``n`` count the series of the level; of a number (year, dose)
    they count all series.
    """

    name: str
    k: int
    events: int
    n: int
    odds_ratio: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Regression:
    """What one moderator does to the rate of one endpoint, or why that is not estimated (``refused``).

    ``left_out`` says how many series were left out and why; ``tau`` is the spread between series that the moderator
    leaves, ``tau_without`` the spread of the same series without it; ``p`` that of the likelihood-ratio test with
    ``df`` degrees of freedom. ``reference`` is the level compared with, empty for a number; ``reading`` is whether
    doses are as printed or as proposed, empty for other moderators.
    """

    moderator: str
    endpoint: str
    arm: str
    unit: str
    route: str
    k: int
    studies: int
    events: int
    n: int
    evidence: tuple[Evidence, ...]
    left_out: tuple[str, ...] = ()
    refused: str = ""
    reference: str = ""
    coefficients: tuple[Coefficient, ...] = ()
    statistic: float | None = None
    df: int = 0
    p: float | None = None
    tau: float | None = None
    tau_without: float | None = None
    reading: str = ""

    @property
    def id(self) -> str:
        """Readable, and different for each moderator and question."""
        usual = ("thiosulfate", "patients", "as printed")
        rest = (word for word in (self.arm, self.unit, self.reading) if word not in usual)
        words = (self.moderator, self.endpoint, self.route, *rest)
        return ".".join("-".join(word.split()) for word in words if word)


def regress(listed: Sequence[Evidence], moderator: str, doses: Doses | None = None, reading: str = "") -> Regression:
    """Regress the rates of some series on one moderator.

    Args:
        listed: evidence of one endpoint, arm and unit.
        moderator: a key of :data:`MODERATORS`.
        doses: for the moderator ``dose``, what each course amounts to.
        reading: how those doses are read: as printed or as proposed.

    Raises:
        Refused: for an unknown moderator.
    """
    kind = moderator_named(moderator)
    first = listed[0]
    route = first.route if kind.within_route else ""
    blank = Regression(moderator, first.endpoint, first.arm, first.unit, route, 0, 0, 0, 0, (), reading=reading)
    values = [(e, kind.value(e, doses or {})) for e in listed]
    known = [(e, value) for e, value in values if value is not None]
    left = _counted(len(values) - len(known), f"{moderator} not known")
    if kind.unit:
        return _by_number(blank, [(e, float(value)) for e, value in known], kind, left)
    return _by_level(blank, [(e, str(value)) for e, value in known], kind, left)


def _by_level(
    blank: Regression, known: list[tuple[Evidence, str]], kind: Moderator, left: tuple[str, ...]
) -> Regression:
    studies: dict[str, set[str]] = {}
    for one, level in known:
        studies.setdefault(level, set()).add(one.series.study)
    rare = {level for level, held in studies.items() if len(held) < STUDIES_A_LEVEL}
    used = [(e, level) for e, level in known if level not in rare]
    for level in sorted(rare):
        left += _counted(sum(each == level for _, each in known), f"{level} told by one study")
    levels = sorted(set(studies) - rare, key=lambda level: (-len(studies[level]), level))
    if kind.reference in levels:
        levels = [kind.reference, *(level for level in levels if level != kind.reference)]
    found = _sized(replace(blank, left_out=left, reference=levels[0] if levels else ""), [e for e, _ in used])
    coefficients = max(1, len(levels) - 1)
    if why := _too_few_studies(found, coefficients):
        return replace(found, refused=why)
    if len(levels) < 2:
        return replace(found, refused="fewer than two levels are told by two studies or more")
    if why := _too_few_events(found, coefficients):
        return replace(found, refused=why)
    by_level = {level: [e.series for e, each in used if each == level] for level in levels}
    for level, held in by_level.items():
        events, n = sum(s.events for s in held), sum(s.n for s in held)
        if events in (0, n):
            all_or_none = "none" if events == 0 else "all"
            return replace(found, refused=f"{all_or_none} of the {n} of {level} reached it: the odds have no end")
    design = np.array([[1.0, *(float(each == level) for level in levels[1:])] for _, each in used])
    names = [(level, by_level[level]) for level in levels[1:]]
    return _fitted(found, design, names)


def _by_number(
    blank: Regression, known: list[tuple[Evidence, float]], kind: Moderator, left: tuple[str, ...]
) -> Regression:
    found = _sized(replace(blank, left_out=left), [e for e, _ in known])
    values = np.array([value for _, value in known])
    if why := _too_few_studies(found, 1):
        return replace(found, refused=why)
    if len(set(values.tolist())) < 2:
        return replace(found, refused=f"the {blank.moderator} is the same in all")
    if why := _too_few_events(found, 1):
        return replace(found, refused=why)
    design = np.column_stack([np.ones(len(values)), values - values.mean()])
    return _fitted(found, design, [(kind.unit, [e.series for e, _ in known])])


def _sized(blank: Regression, used: list[Evidence]) -> Regression:
    series = [e.series for e in used]
    return replace(
        blank, k=len(series), studies=len({s.study for s in series}), events=sum(s.events for s in series),
        n=sum(s.n for s in series), evidence=tuple(used),
    )  # fmt: skip


def _too_few_studies(found: Regression, coefficients: int) -> str:
    """Why so many coefficients are not estimated from so few studies; empty when they are."""
    needed = coefficients * STUDIES_EACH
    return "" if found.studies >= needed else f"{_each(coefficients)} {needed} studies, there are {found.studies}"


def _too_few_events(found: Regression, coefficients: int) -> str:
    """Likewise from so few patients with the endpoint, or without it, whichever are fewer."""
    needed, rarer = coefficients * EVENTS_EACH, min(found.events, found.n - found.events)
    told = "with it" if rarer == found.events else "without it"
    return "" if rarer >= needed else f"{_each(coefficients)} {needed} {found.unit} {told}, there are {rarer}"


def _each(coefficients: int) -> str:
    return "one coefficient needs" if coefficients == 1 else f"{coefficients} coefficients need"


def _fitted(found: Regression, design: Floats, names: Sequence[tuple[str, Sequence[Series]]]) -> Regression:
    from scipy.stats import chi2

    series = [e.series for e in found.evidence]
    try:
        fit, without = binomial_normal.fit(series, design), binomial_normal.fit(series)
    except Refused as refused:
        return replace(found, refused=refused.rule)
    if any(abs(b) * np.ptp(design[:, j]) > binomial_normal.REACH for j, b in enumerate(fit.b) if j):
        return replace(found, refused="it tells apart all that reached it from all that did not: the odds have no end")
    if fit.is_flat:
        return replace(
            found, refused=f"the likelihood is flat: it ends at a spread of {fit.tau:.1f} on the logit scale"
        )
    coefficients = []
    for j, (name, held) in enumerate(names, start=1):
        ends = binomial_normal.profile(series, j, design)
        low, high = (None if end is None else exp(end) for end in (ends.low, ends.high))
        events, n = sum(s.events for s in held), sum(s.n for s in held)
        coefficients.append(Coefficient(name, len(held), events, n, exp(fit.b[j]), low, high))
    statistic, df = max(0.0, 2 * (fit.log_likelihood - without.log_likelihood)), len(names)
    return replace(
        found, coefficients=tuple(coefficients), statistic=statistic, df=df, p=float(chi2.sf(statistic, df)),
        tau=fit.tau, tau_without=without.tau,
    )  # fmt: skip


def _counted(number: int, why: str) -> tuple[str, ...]:
    return (f"{number} series: {why}",) if number else ()


@dataclass(frozen=True, slots=True)
class Moderator:
    """A property to regress on.

    ``unit`` is the step of a number, empty for levels; ``reference`` the level compared with where it is told, else
    that of most studies is.
    """

    value: Callable[[Evidence, Doses], str | float | None]
    unit: str = ""
    reference: str = ""
    within_route: bool = False


def _said(text: str) -> str | None:
    return None if text in ("", NOT_SAID) else text


def _report(one: Evidence, _: Doses) -> str | None:
    known = _said(one.report)
    return None if known is None else NOT_PICKED if known in CONSECUTIVE else PICKED


def _year(one: Evidence, _: Doses) -> float | None:
    return None if one.year is None else one.year / 10


def _dose(one: Evidence, doses: Doses) -> float | None:
    """The mean of those courses behind a count that tell it, each at the middle of what its print allows; doublings."""
    amounts = [_middle(doses.get((fact.study, fact.row), Range())) for fact in one.basis if fact.table == "courses"]
    known = [amount for amount in amounts if amount]
    return log2(fmean(known)) if known else None


def _middle(amount: Range) -> float | None:
    if amount.low is None or amount.high is None:
        return None
    return float(amount.low + amount.high) / 2


MODERATORS: Mapping[str, Moderator] = {
    "report type": Moderator(_report, reference=NOT_PICKED),
    "route": Moderator(lambda e, _: _said(e.route)),
    "disease": Moderator(lambda e, _: _said(e.disease)),
    "year": Moderator(_year, "each ten years later"),
    "dose": Moderator(_dose, "each doubling of the weekly dose", within_route=True),
}
USUAL = ("report type", "year")
"""Moderators shown when none is asked for."""


def moderator_named(name: str) -> Moderator:
    """The moderator of that name.

    Raises:
        Refused: when there is none.
    """
    if name not in MODERATORS:
        raise Refused(f"{name!r} is no moderator", f"use one of: {', '.join(m.replace(' ', '-') for m in MODERATORS)}")
    return MODERATORS[name]


def questions(listed: Iterable[Evidence], moderator: str) -> list[list[Evidence]]:
    """Evidence taken together for a moderator: one endpoint, arm and unit, and for the dose one route."""
    within = moderator_named(moderator).within_route
    groups: dict[tuple[str, ...], list[Evidence]] = {}
    for one in listed:
        groups.setdefault((one.endpoint, one.arm, one.unit, one.route if within else ""), []).append(one)
    return [groups[key] for key in sorted(groups)]


def weekly_doses(study: Study) -> Doses:
    """What each course amounts to a week, in mg, as the study is read."""
    return {(e.study, e.course): e.mg_per_week for e in derive_exposures(study)}
