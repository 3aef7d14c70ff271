"""Quantities with UCUM units, in the words that the readers of doses, supplies and laboratory values know."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from resorb.records.fhir.resource import Part, Resource

UCUM = "http://unitsofmeasure.org"
_WORDS = {
    "{tbl}": "tablet", "{tab}": "tablet", "{capsule}": "capsule", "{cap}": "capsule", "{pill}": "tablet",
    "[iU]": "IU", "[IU]": "IU", "ug": "mcg", "l": "L", "ml": "mL", "dl": "dL", "mm[Hg]": "mmHg", "[lb_av]": "lb",
    "d": "day", "wk": "week", "mo": "month", "a": "year", "h": "h", "min": "min", "s": "s", "[degF]": "degF",
    "Cel": "C", "1": "", "{#}": "",
}  # fmt: skip
_PER_DAY = {"d": 1, "day": 1, "days": 1, "wk": 7, "week": 7, "weeks": 7}
_ANNOTATED = re.compile(r"\{([A-Za-z ]{1,30})\}")


def unit_of(resource: Resource, quantity: Part, of: str) -> str | None:
    """The unit as a word: by its UCUM code, else as written."""
    code, unit = resource.text(quantity, "code", f"{of}."), resource.text(quantity, "unit", f"{of}.")
    if code is not None and quantity.get("system") in (UCUM, None):
        if code in _WORDS:
            return _WORDS[code] or unit
        if (only := _ANNOTATED.fullmatch(code)) is not None:
            return unit or only[1]
        return "/".join(_WORDS.get(part, part) for part in code.split("/"))
    return unit or code


def number_of(resource: Resource, quantity: Part, of: str) -> str | None:
    """The number as printed; with a comparator ("<5") it is no number and keeps it."""
    number = resource.number(quantity, "value", f"{of}.")
    comparator = quantity.get("comparator")
    if number is None or comparator is None:
        return number
    if comparator in ("<", "<=", ">", ">="):
        resource.remark(f"{of}.comparator", "says that the value is a limit; kept as text, no number", "nothing")
        return f"{comparator}{number}"
    resource.remark(f"{of}.comparator", "is none that FHIR has; the value is not taken", "correct it")
    return None


def amount_words(resource: Resource, quantity: Part, of: str) -> str | None:
    """A quantity in words, ``12.5 g``; None without number or unit, the latter told."""
    number = number_of(resource, quantity, of)
    if number is None:
        return None
    unit = unit_of(resource, quantity, of)
    if unit is None:
        resource.remark(of, "is a dose without a unit; not put into words", "name its unit")
        return None
    return f"{number} {unit}"


def range_words(resource: Resource, span: Part, of: str) -> str | None:
    """A range in words, ``1-2 g``."""
    low, high = resource.part(span, "low", f"{of}."), resource.part(span, "high", f"{of}.")
    first, last = number_of(resource, low, of), number_of(resource, high, of)
    unit = unit_of(resource, high, of) or unit_of(resource, low, of)
    if unit is None or (first is None and last is None):
        return None
    if first is None or last is None:
        return f"up to {last} {unit}" if first is None else f"at least {first} {unit}"
    return f"{first}-{last} {unit}"


def ratio_words(resource: Resource, ratio: Part, of: str) -> str | None:
    """A ratio in words, ``250 mg/g`` or ``25 g/100 mL``; a percentage stays one."""
    above, below = resource.part(ratio, "numerator", f"{of}."), resource.part(ratio, "denominator", f"{of}.")
    number, unit = number_of(resource, above, of), unit_of(resource, above, of)
    per, per_unit = number_of(resource, below, of), unit_of(resource, below, of)
    if number is None or unit is None:
        return None
    if unit == "%":
        return f"{number} %"
    if per_unit is None:
        return f"{number} {unit}"
    return f"{number} {unit}/{per_unit}" if per in (None, "1") else f"{number} {unit}/{per} {per_unit}"


def days_of(resource: Resource, duration: Part, of: str) -> str | None:
    """A duration in days; weeks have seven, and months are no number of days."""
    number = number_of(resource, duration, of)
    if number is None:
        return None
    code = resource.text(duration, "code", f"{of}.") or resource.text(duration, "unit", f"{of}.")
    if code is None:
        resource.remark(of, "has no unit; taken as days", "name its unit")
        return number
    factor = _PER_DAY.get(code.lower())
    if factor is None:
        resource.remark(of, "is no number of days or weeks; not taken", "write it in days")
        return None
    try:
        days = Decimal(number) * factor
    except InvalidOperation:
        return number
    return f"{days:f}"
