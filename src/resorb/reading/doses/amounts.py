"""How much: amounts, amounts per body size, concentrations, strengths, volumes, supplies, rates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from resorb.reading.doses.amount_patterns import (
    DAILY_DOSE,
    DIVIDED_RATE,
    GAUGE,
    MOLAR,
    PACKS,
    PACKS_IN_BRACKETS,
    PARTS,
    TIMES_MASS,
    TOTAL,
    UNGIVEN,
)
from resorb.reading.doses.patterns import in_unit, range_of
from resorb.reading.doses.said_quantities import Said, is_said, said_quantities
from resorb.reading.doses.supplies import (
    APPLY_BEFORE,
    GIVEN_EACH,
    OF_PRODUCT,
    PRODUCT_BEFORE,
    STRENGTH_BY_MASS,
    SUPPLIED,
    SUPPLIED_BY_VERB,
    SUPPLY_CUE,
    TYPICAL,
    Recipe,
)
from resorb.reading.doses.text import DILUENT, DRUG, PRODUCT, Place, Text
from resorb.reading.lazy import lazy
from resorb.values.ranges import OPEN, Range


@dataclass(slots=True)
class Amounts:
    """Quantities read, by the names of the contract, with where each stands; and what was assumed."""

    values: dict[str, Range] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    conventions: dict[str, str] = field(default_factory=dict)
    drug_mg: Range = OPEN
    basis: str = ""

    def get(self, name: str) -> Range:
        """The quantity, open when it was not said."""
        return self.values.get(name, OPEN)


class _Collector:
    """Collects quantities; one that is said twice with different values is refused at both places."""

    def __init__(self, text: Text, salt: str | None, molar: dict[str, Fraction]) -> None:
        self.text, self.salt, self.molar = text, salt, molar
        self.found = Amounts()
        self.said: dict[str, list[tuple[Range, tuple[int, int]]]] = {}
        self.original = text.left

    def add(self, name: str, value: Range | None, place: Place, why: str = "runs from high to low") -> None:
        if value is None:
            two = isinstance(place, Said) and place.names_two
            self.text.refuse(*place.span(), "two at once: write one, or a range with 'to'" if two else why)
        else:
            self.said.setdefault(name, []).append((value, place.span()))

    def settle(self) -> Amounts:
        for name, pairs in self.said.items():
            distinct = list(dict.fromkeys(value for value, _ in pairs))
            if len(distinct) == 1:
                self.found.values[name], self.found.places[name] = pairs[0]
                continue
            for _, span in pairs:
                self.text.refuse(*span, "stands beside another value of the same kind; write phases with 'then'")
        self.found.drug_mg = self.found.values.pop("drug_mg", OPEN)
        return self.found


def take_amounts(text: Text, salt: str | None, molar: dict[str, Fraction], recipes: Iterable[Recipe] = ()) -> Amounts:
    """Read every quantity of drug or product, taking its stretch.

    Args:
        text: the text under reading, drugs and products already marked.
        salt: the salt the text names, for molar concentrations.
        molar: molar mass (g/mol) of each salt of the drug.
        recipes: strengths that recipes gave.
    """
    into = _Collector(text, salt, molar)
    for recipe in recipes:
        into.add("concentration_mg_per_ml" if recipe.by_volume else "strength_percent", recipe.value, recipe.match)
    for pattern, hint in (
        (GAUGE, "G may be gauge or gram: write g for gram"),
        (TIMES_MASS, "write the amount of one administration"),
        (UNGIVEN, "not said to be given"),
    ):
        for m in text.take(pattern):
            text.refuse(*m.span(), hint)
    for what, understand in _STEPS:
        for place in said_quantities(text, what) if isinstance(what, frozenset) else text.take(what):
            understand(into, place)
    return into.settle()


def _mass(m: re.Match[str], name: str = "n", unit: str = "u", wanted: str = "mg") -> Range | None:
    value = range_of(m, name)
    if value is None or m[unit] == "G":
        return None
    return in_unit(value, m[unit], wanted)


def _per_size(into: _Collector, one: Said) -> None:
    name = "m2" if one.kind == "per_m2" else "kg"
    into.add(f"amount_mg_per_{name}" if one.quantity.per is None else f"mg_per_{name}_per_day", one.value, one)


_PER_DECILITRE = lazy(r"m?c?g\s*(?:/|per|par)\s*(?:(?:a|one|each)\s+)?[\d. ]*d", re.IGNORECASE)


def _per_volume(into: _Collector, one: Said) -> None:
    unit = one.quantity.unit
    if not unit.lower().startswith("g") and _PER_DECILITRE.match(unit):
        into.text.refuse(*one.span(), "a laboratory value, not a strength")
    else:
        into.add("concentration_mg_per_ml", one.value, one, "not a concentration")


def _by_mass(into: _Collector, m: re.Match[str]) -> None:
    """250 mg/g is 25 % by mass."""
    value, whole = _mass(m, wanted="g"), Fraction(m["per"] or 1)
    if m["slash"] and whole not in (1, 10, 100, 1000):
        into.text.refuse(*m.span(), "two amounts, or a strength by mass: write 'or', or a percentage")
        return
    share = value.times(100 / whole) if value is not None and whole else None
    too_much = share is not None and share.high is not None and share.high > 100
    into.add("strength_percent", None if too_much else share, m, "not a strength by mass")
    into.found.basis = "w/w"


def _dissolved(into: _Collector, one: Said) -> None:
    """An amount in a volume: with a diluent or a bag one administration; alone that and its strength.

    Beside a percentage or another volume it is only a strength: "50% (12.5 g in 50 mL)", "0.1 mL of 12.5 g in 50 mL".
    """
    value, volume = one.value, one.quantity.volume
    if value is None or volume is None:
        into.text.refuse(*one.span(), "not a concentration")
        return
    if one.behind.strip():
        into.add("amount_mg", value, one)
        _diluted(into, volume, one)
        return
    into.add("concentration_mg_per_ml", value / volume, one)
    is_in_brackets = into.original[: one.start].rstrip().endswith(("(", "["))
    if not (is_said(into.text.left, "volume") or (is_in_brackets and is_said(into.original, "percent"))):
        into.add("amount_mg", value, one)
        into.add("volume_ml", volume, one)
        into.found.conventions["dilution"] = f"{into.text.words(one)!r} read as the content of one administration"


def _diluted(into: _Collector, volume: Range, place: Place) -> None:
    """What is infused; beside a strength of the drug only the diluent's, which must not be multiplied with it."""
    has_strength = "concentration_mg_per_ml" in into.said or "strength_percent" in into.said
    if has_strength or is_said(into.text.left, "percent"):
        into.found.conventions["diluent"] = f"{volume} mL of diluent"
    else:
        into.add("volume_ml", volume, place)


def _molar_strength(into: _Collector, m: re.Match[str]) -> None:
    mol_per_l = Fraction(m["a"]) / int(m["b"]) if m["over"] and int(m["b"]) else range_of(m, "n")
    masses = [mass for key, mass in into.molar.items() if into.salt in (None, key)]
    if mol_per_l is None or not masses:
        into.text.refuse(*m.span(), "the molar mass of the drug is not on file")
        return
    molar = Range.point(mol_per_l) if isinstance(mol_per_l, Fraction) else mol_per_l
    # mol/L × g/mol = g/L = mg/mL
    into.add("concentration_mg_per_ml", molar * Range(min(masses), max(masses)), m)
    if into.salt is None:
        keys = " to ".join(sorted(into.molar, key=lambda k: into.molar[k]))
        into.found.conventions["salt"] = f"not said: {into.text.words(m)} taken from {keys}"


def _parts(into: _Collector, m: re.Match[str]) -> None:
    pairs = [(m["a"], m["b"]), (m["c"] or m["a"], m["d"] or m["b"])]
    shares = [Fraction(a) / (Fraction(a) + Fraction(b)) * 100 if Fraction(a) + Fraction(b) else None for a, b in pairs]
    low, high = shares
    good = low is not None and high is not None and low <= high
    into.add("strength_percent", Range(low, high) if good else None, m)
    into.found.basis = "w/w"


_BASES = {"wt/wt": "w/w", "m/m": "w/w", "wt/vol": "w/v", "m/v": "w/v"}


def _percent(into: _Collector, one: Said) -> None:
    too_much = one.value is not None and one.value.high is not None and one.value.high > 100
    into.add("strength_percent", None if too_much else one.value, one, "a strength is a range up to 100 %")
    basis = one.behind.strip(" ()").lower()
    into.found.basis = _BASES.get(basis, basis)


def _typical(into: _Collector, m: re.Match[str]) -> None:
    into.add("supply_g", range_of(m, "n"), m)
    into.found.conventions["supply_g"] = f"range of {into.text.words(m)!r}; its middle value is {m['typical']} g"


def _of_product(into: _Collector, m: re.Match[str]) -> None:
    value = _mass(m, wanted="g")
    if GIVEN_EACH.search(into.original):
        into.add("applied_g", value, m)
    elif m["held"] is not None or SUPPLY_CUE.search(into.original):
        into.add("supply_g", value, m)
    else:
        into.text.refuse(*m.span(), "say whether this was dispensed or applied each time")


def _supplied(into: _Collector, m: re.Match[str]) -> None:
    each = _mass(m, wanted="g") if "n" in m.re.groupindex else _mass(m, "m", "v", "g")
    number_of = range_of(m, "k") if m["k"] or m["k_w"] else Range.point(1)
    into.add("supply_g", None if each is None or number_of is None else number_of * each, m)


def _rate(into: _Collector, one: Said) -> None:
    into.add(f"mg_per_{one.quantity.per}", one.value, one)


def _daily_dose(into: _Collector, m: re.Match[str]) -> None:
    into.add("mg_per_day" if m["t"][0].lower() == "d" else "mg_per_week", _mass(m), m)


def _total(into: _Collector, m: re.Match[str]) -> None:
    name, unit = ("n", "u") if m["n"] or m["n_w"] else ("m", "v") if m["m"] else ("q", "w")
    into.add("mg_total", _mass(m, name, unit), m)


def _packs(into: _Collector, m: re.Match[str]) -> None:
    number_of, each = range_of(m, "k"), _mass(m) if m["n"] else _mass(m, "m", "v")
    into.add("amount_mg", None if number_of is None or each is None else number_of * each, m)


def _packs_in_brackets(into: _Collector, m: re.Match[str]) -> None:
    """One tablet (500 mg); of two the brackets may hold one or both."""
    number_of, each = range_of(m, "k"), _mass(m)
    if number_of is None or each is None or not (m["each"] or number_of == Range.point(1)):
        into.text.refuse(*m.span(), "say whether this is each or together")
    else:
        into.add("amount_mg", number_of * each, m)


def _volume(into: _Collector, one: Said) -> None:
    if one.value is not None and DILUENT in one.words:
        _diluted(into, one.value, one)
    else:
        into.add("volume_ml", one.value, one)


def _amount(into: _Collector, one: Said) -> None:
    why = "not an amount: runs backwards, or G"
    if "supply_g" in into.said:
        # Beside a supply of product, a mass of drug is what the supply holds.
        into.add("drug_mg", one.value, one, why)
    elif PRODUCT in into.original and one.quantity.unit.lower().startswith("g") and DRUG not in one.words:
        _of_some_product(into, one)
    else:
        into.add("amount_mg", one.value, one, why)


def _of_some_product(into: _Collector, one: Said) -> None:
    """Grams beside an ointment: applied each time, or supplied ("cream 120 g"), or not to be told from drug."""
    before = into.original[max(0, one.start - 40) : one.start]
    in_g = None if one.value is None else one.value.times(Fraction(1, 1000))
    if APPLY_BEFORE.search(before):
        into.add("applied_g", in_g, one)
    elif PRODUCT_BEFORE.search(before):
        into.add("supply_g", in_g, one)
    else:
        into.text.refuse(
            *one.span(), "grams of drug or of product: say which, and whether dispensed or applied each time"
        )


def _refuse(into: _Collector, one: Said) -> None:
    into.text.refuse(*one.span(), "a rate that is not read")


def _kinds(*names: str) -> frozenset[str]:
    return frozenset(names)


_STEPS: Iterable[tuple[re.Pattern[str] | frozenset[str], Callable[[_Collector, Any], None]]] = (
    (_kinds("per_kg", "per_m2"), _per_size),
    (_kinds("concentration"), _per_volume),
    (STRENGTH_BY_MASS, _by_mass),
    (_kinds("dissolved"), _dissolved),
    (PARTS, _parts),
    (MOLAR, _molar_strength),
    (_kinds("percent"), _percent),
    (TYPICAL, _typical),
    (SUPPLIED_BY_VERB, _supplied),
    (SUPPLIED, _supplied),
    (OF_PRODUCT, _of_product),
    (DAILY_DOSE, _daily_dose),
    (DIVIDED_RATE, _daily_dose),
    (_kinds("rate"), _rate),
    (TOTAL, _total),
    (PACKS, _packs),
    (PACKS_IN_BRACKETS, _packs_in_brackets),
    (_kinds("unread rate"), _refuse),
    (_kinds("volume"), _volume),
    (_kinds("mass"), _amount),
)
"""In this order: a mass per volume is a concentration, never an amount; what is left of a mass is the amount.

A pattern takes an idiom of the words of a dose, a set of names takes quantities of these kinds.
"""
