"""Analytes: their names, LOINC codes, units, reference ranges and what cannot be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from resorb.codes.bands import Band
from resorb.codes.entries import Entry, Source
from resorb.codes.forms import Form
from resorb.values.findings import Refused
from resorb.values.spans import Span
from resorb.values.units import convert, read_unit, same_dimension


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceRange:
    """Values a laboratory calls normal, in the analyte's unit.

    ``population`` is adult, child or any; ``ages`` narrows it further where the source gives an age band.
    """

    range: Band
    population: str
    sources: tuple[Source, ...]
    ages: Span | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A named threshold in the analyte's unit, for example the risk threshold of the calcium phosphate product."""

    key: str
    range: Band
    printed: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Analyte(Entry):
    """A laboratory quantity.

    ``unit`` is the one resorb computes in. ``factors`` turns other accepted units into it exactly (value times
    factor); units of the same dimension need none. ``loinc`` maps a code to the kind of quantity it reports
    (``mass``, ``amount``, ``activity``, ``charge`` or ``rate``). ``plausible`` is None when no bound is on file;
    outside it an error is likely. A product of two analytes names them in ``product_of``; its units are squares
    ("mg2/dL2") that only this table reads.
    """

    unit: str
    loinc: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    factors: Mapping[str, Fraction] = field(default_factory=lambda: MappingProxyType({}))
    product_of: tuple[str, ...] = ()
    molar_mass: Fraction | None = None
    ranges: tuple[ReferenceRange, ...] = ()
    limits: tuple[Limit, ...] = ()
    plausible: Band | None = None
    plausible_reason: str = ""

    @property
    def units(self) -> tuple[str, ...]:
        """The canonical unit and the others with a factor."""
        return (self.unit, *self.factors)

    def convert(self, value: Fraction, unit: str) -> Fraction:
        """``value`` in the analyte's own unit, exact.

        Raises:
            Refused: when the unit does not measure this analyte.
        """
        if self.product_of:
            return value * self._square_factor(unit)
        canonical = read_unit(unit).text
        if same_dimension(canonical, self.unit):
            return convert(value, canonical, self.unit)
        for other, factor in self.factors.items():
            if same_dimension(canonical, other):
                return convert(value, canonical, other) * factor
        raise Refused(f"{self.label} is not measured in {unit}", f"write it in one of: {', '.join(self.units)}")

    def _square_factor(self, unit: str) -> Fraction:
        factors = {_squeeze(u): f for u, f in self.factors.items()} | {_squeeze(self.unit): Fraction(1)}
        if _squeeze(unit) in factors:
            return factors[_squeeze(unit)]
        raise Refused(f"{self.label} is not given in {unit}", f"write it in one of: {', '.join(self.units)}")


def read_analyte(form: Form) -> Analyte:
    """Read one entry of analytes.yaml."""
    product_of = form.texts("product of")
    factors = _factors(form)
    unit = form.text("unit") if product_of else form.unit("unit")
    if product_of and len(product_of) != 2:
        form.fault("product of", f"has {len(product_of)} factors", "name the two analytes that are multiplied")
    plausible = _in_unit(form, "plausible", unit, factors)
    reason = form.text("plausible because", "")
    if plausible and not reason:
        form.fault("plausible because", "is missing", "say why a value outside is likely an error")
    return Analyte(
        **form.basics(),
        unit=unit,
        loinc=MappingProxyType({code: kind for one in form.inner("loinc") for code, kind in _loinc(one)}),
        factors=MappingProxyType(factors),
        product_of=product_of,
        molar_mass=form.number("molar mass"),
        ranges=tuple(_range(one, unit, factors) for one in form.forms("ranges")),
        limits=tuple(_limit(one, unit, factors) for one in form.forms("limits")),
        plausible=plausible,
        plausible_reason=reason,
    )


def _factors(form: Form) -> dict[str, Fraction]:
    """Exact factors of ``also in``: ``mg/dL: 10 / 40.078``; the quotient stays a fraction."""
    found: dict[str, Fraction] = {}
    for one in form.inner("also in"):
        for unit in one.names():
            factor = one.read(unit, _quotient)
            try:
                canonical = unit if "2/" in unit else read_unit(unit).text
            except Refused as refused:
                one.fault(unit, refused.rule, refused.remedy)
                continue
            if factor:
                found[canonical] = factor
    return found


def _quotient(text: str) -> Fraction:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(?:\s*/\s*(\d+(?:\.\d+)?))?", text)
    if match is None or not float(match[1]) or (match[2] and not float(match[2])):
        raise Refused(f"{text[:40]!r} is not a factor", "write a number or a quotient such as 10 / 40.078")
    return Fraction(match[1]) / Fraction(match[2] or "1")


def _loinc(form: Form) -> list[tuple[str, str]]:
    found = []
    for code in form.names():
        if not re.fullmatch(r"\d{1,5}-\d", code) or not _check_digit(code):
            form.fault(code, "is not a LOINC code (its check digit does not fit)", "check it against the source")
        found.append((code, form.choice(code, ("mass", "amount", "activity", "charge", "rate"))))
    return found


def _check_digit(code: str) -> bool:
    digits = [int(d) for d in code.replace("-", "")][::-1]
    return sum(d if i % 2 == 0 else sum(divmod(2 * d, 10)) for i, d in enumerate(digits)) % 10 == 0


def _in_unit(form: Form, name: str, unit: str, factors: dict[str, Fraction]) -> Band | None:
    ranges, written = form.bands(name)
    if not ranges:
        return None
    if len(ranges) > 1:
        form.fault(name, "holds more than one range", "write one")
    return _scaled(form, name, ranges[0], written or unit, unit, factors)


def _scaled(form: Form, name: str, one: Band, written: str, unit: str, factors: dict[str, Fraction]) -> Band:
    if written == unit:
        return one
    if written in factors:
        return one.scaled(factors[written])
    if unit and "2/" not in unit and same_dimension(written, unit):
        return one.scaled(convert(Fraction(1), written, unit))
    form.fault(name, f"{written} is not an accepted unit", f"use {unit} or a unit of `also in`")
    return one


def _range(form: Form, unit: str, factors: dict[str, Fraction]) -> ReferenceRange:
    found = _in_unit(form, "normal", unit, factors)
    if found is None:
        form.fault("normal", "is missing", "write the range, for example 2.2 to 2.6 mmol/L")
    return ReferenceRange(
        range=found or Band(None, None),
        population=form.choice("population", ("adult", "child", "any"), "any"),
        ages=form.span("ages"),
        sources=form.cited(),
        note=form.text("note", ""),
    )


def _limit(form: Form, unit: str, factors: dict[str, Fraction]) -> Limit:
    printed = form.text("value")
    written = form.text("unit", unit)
    ranges, _ = form.bands("value")
    one = ranges[0] if ranges else Band(None, None)
    return Limit(
        key=form.key, range=_scaled(form, "unit", one, written, unit, factors), printed=printed, sources=form.cited()
    )


def _squeeze(unit: str) -> str:
    return unit.replace(" ", "").replace("²", "2").replace("^", "")
