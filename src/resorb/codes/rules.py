"""Published response criteria as rules: what was found, or how much changed, and the class of response it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from resorb.codes.bands import Band, clash, ordered
from resorb.codes.entries import Entry, fold
from resorb.codes.forms import Form
from resorb.values.spans import Span


class ResponseClass(StrEnum):
    """The five classes of response; all criteria map to them."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NONE = "none"
    WORSE = "worse"
    UNKNOWN = "unknown"


CLASSES = tuple(str(c) for c in ResponseClass)
Bands = tuple[tuple[ResponseClass, Band], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria(Entry):
    """One named published rule.

    ``unit`` is what is classed; ``patient_from`` says how a patient is classed from lesions (``best``, ``worst``, or
    ``stated`` when the source does not say). Only assessments by one of ``methods`` (none listed: any) of one of
    ``measures`` (none listed: any), made at least ``earliest`` after the baseline, count. A finding missing from
    ``by_finding`` says nothing under these criteria. ``by_change`` bands the change from baseline in per cent of the
    baseline, ``by_points`` in points of the score; both are negative when the value fell, run from low to high, and a
    change in none of their bands is ``otherwise``. A lesion that recurred may not be in a class of
    ``no_recurrence_for``: it takes the class of the finding "recurred". ``labels`` are the classes as printed.
    """

    unit: str
    patient_from: str = "stated"
    methods: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    earliest: Span | None = None
    by_finding: Mapping[str, ResponseClass] = field(default_factory=lambda: MappingProxyType({}))
    by_change: Bands = ()
    by_points: Bands = ()
    otherwise: ResponseClass = ResponseClass.UNKNOWN
    no_recurrence_for: frozenset[ResponseClass] = frozenset()
    labels: Mapping[str, ResponseClass] = field(default_factory=lambda: MappingProxyType({}))
    responders: frozenset[ResponseClass] = frozenset()
    note: str = ""

    def class_at(self, bands: Bands, change: Fraction) -> ResponseClass:
        """The class of a change from baseline by ``by_change`` (per cent; -100 is gone) or ``by_points``."""
        return next((c for c, band in bands if band.holds(change)), self.otherwise)

    def class_of_label(self, printed: str) -> ResponseClass | None:
        """The class a printed label means under these criteria; None when they do not print it."""
        return next((c for label, c in self.labels.items() if fold(label) == fold(printed)), None)


def read_criteria(form: Form) -> Criteria:
    """Read one entry of criteria.yaml."""
    by_finding: dict[str, ResponseClass] = {}
    for one in form.inner("by finding"):
        for name in one.names():
            for key in one.refers(name, "findings"):
                if key in by_finding:
                    one.fault(name, f"{key!r} is classed twice", "keep one class per finding")
                by_finding[key] = ResponseClass(name) if name in CLASSES else ResponseClass.UNKNOWN
            _is_class(one, name)
    labels: dict[str, ResponseClass] = {}
    for one in form.inner("labels"):
        for name in one.names():
            labels |= dict.fromkeys(
                one.texts(name), ResponseClass(name) if _is_class(one, name) else ResponseClass.NONE
            )
    if not labels:
        form.fault("labels", "is missing", "give the printed label of each class, for example `complete: CR`")
    return Criteria(
        **form.basics(),
        unit=form.choice("unit", ("lesion", "patient")),
        patient_from=form.choice("patient from", ("best", "worst", "stated"), "stated"),
        methods=frozenset(form.refers("methods", "methods")),
        measures=frozenset(form.refers("measures", "measures")),
        earliest=form.span("earliest"),
        by_finding=MappingProxyType(by_finding),
        by_change=_bands(form, "by change", "%"),
        by_points=_bands(form, "by points", "point"),
        otherwise=ResponseClass(form.choice("otherwise", CLASSES, "unknown")),
        no_recurrence_for=_classes(form, "no recurrence for"),
        labels=MappingProxyType(labels),
        responders=_classes(form, "responders"),
        note=form.text("note", ""),
    )


def _bands(form: Form, name: str, unit: str) -> Bands:
    named: dict[str, tuple[Band, ...]] = {}
    for one in form.inner(name):
        for band in one.names():
            ranges, found = one.bands(band)
            if _is_class(one, band):
                named[band] = ranges
            if ranges and found != unit:
                one.fault(band, f"is in {found or 'no unit'}", f"write the change in {unit}")
    bands = ordered(named)
    if wrong := clash(bands):
        form.fault(name, wrong, "let each change lie in one class")
    return tuple((ResponseClass(band), one) for band, one in bands)


def _classes(form: Form, name: str) -> frozenset[ResponseClass]:
    words = form.texts(name)
    for word in words:
        if word not in CLASSES:
            form.fault(name, f"{word!r} is not a class of response", f"use one of: {', '.join(CLASSES)}")
    return frozenset(ResponseClass(word) for word in words if word in CLASSES)


def _is_class(form: Form, name: str) -> bool:
    if name in CLASSES:
        return True
    form.fault(name, f"{name!r} is not a class of response", f"use one of: {', '.join(CLASSES)}")
    return False
