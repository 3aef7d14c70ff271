"""Plain vocabularies: conditions, routes, what an assessment finds, how and what it measures, adverse events."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from resorb.codes.entries import Entry
from resorb.codes.forms import Form

CONDITION_KINDS = ("ectopic calcification", "underlying", "comorbid")
DIRECTIONS = ("gone", "less", "same", "more", "back", "unknown")
ASSESSOR_KINDS = ("patient", "clinician", "imaging", "measurement", "laboratory", "unknown")
LEVELS = ("lesion", "patient")
BETTER = ("lower", "higher", "within range")

_CODE_SHAPES = {
    "icd10cm": r"[A-TV-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?",
    "icd9": r"(\d{3}|V\d\d)(\.\d{1,2})?",
    "hpo": r"HP:\d{7}",
    "orpha": r"\d{1,6}",
    "omim": r"\d{6}",
    "mondo": r"MONDO:\d{7}",
}


@dataclass(frozen=True, slots=True, order=True)
class Code:
    """A code of a public system; in ICD it stands for itself and all codes below it.

    ``exact`` is False when the code also holds other conditions, so that a record carrying it needs more evidence.
    """

    system: str
    code: str
    exact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Entry):
    """A diagnosis. ``kind`` is its usual role in this field, ``parent`` the key of the wider condition or empty.

    ``pooled`` marks the conditions by which evidence is grouped; a narrower one belongs to the nearest such parent.
    """

    kind: str
    parent: str = ""
    codes: tuple[Code, ...] = ()
    pooled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Entry):
    """A way of giving a drug. ``local`` ones act where they are given; ``pooled_as`` names the route it counts as."""

    local: bool
    pooled_as: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingTerm(Entry):
    """What an assessment may find of a lesion or patient, and the direction of change it states."""

    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Method(Entry):
    """How an assessment was made; ``kind`` says who or what judged."""

    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Entry):
    """What an assessment measures.

    ``unit`` is empty for a measure without one; ``low`` and ``high`` are the ends of its scale, ``better``
    says in which direction a patient gains.
    """

    level: str
    better: str
    unit: str = ""
    low: Fraction | None = None
    high: Fraction | None = None


ENDPOINT_FAMILIES = ("lesion", "wound", "pain", "survival", "vascular", "harm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint(Entry):
    """What a printed count of an outcome counts.

    ``good`` says whether those counted did well; ``strict`` that complete disappearance or healing was needed;
    ``wider`` is the key of the endpoint that holds this one too, or empty.
    """

    family: str
    good: bool
    strict: bool = False
    wider: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """One printed grade of an adverse event: the scale it belongs to, its number and what the scale prints for it."""

    scale: str
    number: int
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdverseEvent(Entry):
    """A harm. ``known_for`` holds the routes it was reported or labelled for."""

    hpo: str = ""
    known_for: tuple[str, ...] = ()
    grades: tuple[Grade, ...] = ()


def read_condition(form: Form) -> Condition:
    """Read one entry of conditions.yaml."""
    kind, parent = form.choice("kind", CONDITION_KINDS), form.text("is a", "")
    codes = (*_codes(form, "codes", exact=True), *_codes(form, "wider codes", exact=False))
    pooled = form.flag("pooled") if form.has("pooled") else False
    return Condition(**form.basics(), kind=kind, parent=parent, codes=codes, pooled=pooled)


def read_route(form: Form) -> Route:
    """Read one entry of routes.yaml."""
    return Route(**form.basics(), local=form.flag("local"), pooled_as=form.text("pooled as", ""))


def read_finding(form: Form) -> FindingTerm:
    """Read one entry of findings.yaml."""
    return FindingTerm(**form.basics(), direction=form.choice("direction", DIRECTIONS))


def read_method(form: Form) -> Method:
    """Read one entry of methods.yaml."""
    return Method(**form.basics(), kind=form.choice("kind", ASSESSOR_KINDS))


def read_measure(form: Form) -> Measure:
    """Read one entry of measures.yaml."""
    level, better = form.choice("of", LEVELS), form.choice("better", BETTER)
    unit = form.unit("unit") if form.has("unit") else ""
    low, high = form.number("low"), form.number("high")
    return Measure(**form.basics(), level=level, better=better, unit=unit, low=low, high=high)


def read_endpoint(form: Form) -> Endpoint:
    """Read one entry of endpoints.yaml."""
    family = form.choice("family", ENDPOINT_FAMILIES)
    strict = form.flag("strict") if form.has("strict") else False
    return Endpoint(**form.basics(), family=family, good=form.flag("good"), strict=strict, wider=form.text("wider", ""))


def read_adverse_event(form: Form) -> AdverseEvent:
    """Read one entry of adverse_events.yaml."""
    grades = []
    for scale in form.forms("grades"):
        for number in scale.names():
            meaning = scale.text(number)
            if re.fullmatch("[1-5]", number):
                grades.append(Grade(scale.key, int(number), meaning))
            else:
                scale.fault(number, "is not a grade", "write 1, 2, 3, 4 or 5")
    hpo = form.text("hpo", "")
    if hpo and not re.fullmatch(_CODE_SHAPES["hpo"], hpo):
        form.fault("hpo", f"{hpo!r} is not an HPO code", "write it like HP:0002018")
    known = form.refers("known for", "routes")
    return AdverseEvent(**form.basics(), hpo=hpo, known_for=known, grades=tuple(grades))


def _codes(form: Form, name: str, *, exact: bool) -> tuple[Code, ...]:
    found = []
    for one in form.inner(name):
        for system in one.names():
            for code in one.texts(system):
                if system not in _CODE_SHAPES:
                    one.fault(system, "is not a known system", f"use one of: {', '.join(_CODE_SHAPES)}")
                elif not re.fullmatch(_CODE_SHAPES[system], code):
                    one.fault(system, f"{code!r} does not look like a code of {system}", "check it against the source")
                found.append(Code(system, code, exact))
    return tuple(found)
