"""How much: amounts, amounts per body size, concentrations, strengths, volumes, supplies, rates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from resorb.reading.patterns import AREA, MASS, VOLUME, counts, in_unit, number, numbers, range_of
from resorb.reading.text import DRUG, PRODUCT, TAKEN, Text
from resorb.reading.words import NOT_GIVEN
from resorb.values.ranges import OPEN, Range

_OF_DRUG = rf"(?:\s*(?:of\s+)?{DRUG}+)?"
_PER = r"\s*(?:/|\bper\b|\ba\b|\beach\b|\bpar\b)\s*"
_N_MASS = rf"{numbers('n', rf' ?{MASS}')}[\s-]*(?P<u>{MASS})"
_TIME = r"(?P<t>day|d|jour|week|wk|w|semaine)(?![\w])"
_I = re.IGNORECASE

_PER_SIZE = re.compile(
    rf"{_N_MASS}{_OF_DRUG}(?:\s*/\s*|\s+per\s+)(?:(?P<k>\d+(?:\.\d+)?)\s*)?(?:(?P<area>{AREA})|(?P<kg>kg)(?!\w))"
    r"(?:\s*(?:/|per)\s*(?:(?P<day>day|d)|dose|infusion|administration)(?!\w))?",
    _I,
)
_PER_VOLUME = re.compile(
    rf"{_N_MASS}{_OF_DRUG}(?:\s*/\s*|\s+per\s+|(?P<dissolved>\s+(?:in|dans)\s+))(?:(?P<k>\d+(?:\.\d+)?)\s*)?(?P<v>{VOLUME})",
    _I,
)
_MOLAR = re.compile(rf"(?:(?P<over>{number('a')}/(?P<b>\d+))|{number('n')})\s*(?:M(?![\w])|(?i:molar)\b)")
_PARTS = re.compile(
    r"(?:from\s+)?(?<![\w./])(?P<a>\d+(?:\.\d+)?)/(?P<b>\d+(?:\.\d+)?)"
    r"(?:\s*(?:to|-|–)\s*(?P<c>\d+(?:\.\d+)?)/(?P<d>\d+(?:\.\d+)?))?\s*\(?(?:wt/wt|w/w|wt/vol|w/v)\)?",
    _I,
)
_PERCENT = re.compile(
    rf"{numbers('n', r' ?%')}\s*(?:%|percent\b|per cent\b)"
    r"(?!\s*(?:of|reduction|decrease|improvement|smaller|less|fewer)\b)"
    r"(?:\s*\(?(?P<basis>w/w|w/v|wt/wt|wt/vol)\)?)?",
    _I,
)
_MADE_UP = re.compile(
    rf"{_N_MASS}(?P<words>(?:\s+\S+){{0,4}}?)\s+(?:qs|q\.s\.|ad|to make)(?:\s+ad)?\s+{number('m')}\s*(?P<w>g)\b", _I
)
_TYPICAL = re.compile(
    rf"{number('typical')}\s*(?:\(|\[){numbers('n')}\s*(?:\)|\])\s*(?P<u>g|grams?)\b(?:\s*(?:of\s*)?{PRODUCT}+)?(?:\s*(?:/|per)\s*(?P<each>prescription|tube|jar|refill))?",
    _I,
)
_OF_PRODUCT = re.compile(rf"{_N_MASS}\s*(?:of\s+|d['e]\s*)?(?:the\s+)?[{TAKEN}{DRUG}\s]*{PRODUCT}+", _I)
_SUPPLIED = re.compile(
    rf"(?:(?P<verb>dispensed|supplied|delivered|supply of|quantity)\s*:?\s*{_N_MASS}|"
    rf"{numbers('m')}[\s-]*(?P<v>{MASS})(?:\s*(?:/|per|a)\s*prescription|"
    r"\s+(?:were |was )?(?:dispensed|supplied|delivered)|[\s-]+(?:tubes?|jars?)\b))",
    _I,
)
_GIVEN_EACH = re.compile(r"\b(?:apply|applies|applied|applying|each time|per application|each application)\b", _I)
_SUPPLY_CUE = re.compile(r"\b(?:dispensed|delivered|supplied|prescription|in all|in total|over|tubes?|jars?)\b", _I)
_RATE = re.compile(rf"{_N_MASS}{_OF_DRUG}{_PER}{_TIME}", _I)
_DAILY_DOSE = re.compile(
    rf"\b(?P<t>daily|weekly)\s+(?:local\s+)?(?:dose|application|amount)s?\s*(?:of|was|:|=)?\s*{_N_MASS}{_OF_DRUG}", _I
)
_TOTAL = re.compile(
    rf"\b(?:total|cumulative)(?:\s+dose)?(?:\s+of|\s+was|:)?\s*{_N_MASS}{_OF_DRUG}|"
    rf"{numbers('m')}\s*(?P<v>{MASS}){_OF_DRUG}\s+(?:in all|in total|altogether|cumulatively)\b",
    _I,
)
_PACKS = re.compile(
    rf"(?:{counts('k')}\s+)(?:(?:tablets?|capsules?|vials?|ampoules?)\s*(?:of|x|×|@)?\s*{number('n')}\s*(?P<u>{MASS})"
    rf"|{number('m')}\s*(?P<v>{MASS})\s*(?:tablets?|capsules?|vials?|ampoules?)\b)",
    _I,
)
_TIMES_MASS = re.compile(rf"\d\s*[x×]\s*\d+(?:\.\d+)?\s*(?:{MASS}|{VOLUME})", _I)
_EACH = re.compile(
    rf"{_N_MASS}{_OF_DRUG}{_PER}(?:dose|infusion|injection|administration|session|treatment|application)\b", _I
)
_SOME_RATE = re.compile(
    rf"{numbers('n')}\s*(?:{MASS}|{VOLUME})\s*(?:/|per\b)\s*(?!h(?:a)?emodialysis|dialysis|HD\b)[\w.]+", _I
)
_NOT_GIVEN = re.compile(
    rf"\b(?:{'|'.join(sorted(NOT_GIVEN - {'than'}))}|(?:instead of|rather than|other than))\.?\s+(?:of\s+)?(?:the\s+)?"
    rf"{_N_MASS}",
    _I,
)
_GAUGE = re.compile(r"(?<![\w.])\d+(?:\.\d+)?\s?G\b")
_DILUTED = re.compile(r"\(?\s*(?:mixed\s+|diluted\s+)?\d+\s?:\s?\d+(?:\s+with\s+\w+)?\s*\)?", _I)
_VOLUME = re.compile(rf"{numbers('n')}[\s-]*(?P<u>{VOLUME})(?:\s+of\b)?", _I)
_MASS = re.compile(rf"{_N_MASS}{_OF_DRUG}", _I)


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

    def add(self, name: str, value: Range | None, match: re.Match[str], why: str = "runs from high to low") -> None:
        if value is None:
            self.text.refuse(*match.span(), why)
        else:
            self.said.setdefault(name, []).append((value, match.span()))

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


def take_amounts(text: Text, salt: str | None, molar: dict[str, Fraction]) -> Amounts:
    """Read every quantity of drug or product, taking its stretch.

    Args:
        text: the text under reading, drugs and products already marked.
        salt: the salt the text names, for molar concentrations.
        molar: molar mass (g/mol) of each salt of the drug.
    """
    into = _Collector(text, salt, molar)
    for pattern, hint in (
        (_GAUGE, "G may be gauge or gram: write g for gram"),
        (_TIMES_MASS, "write the amount of one administration"),
        (_NOT_GIVEN, "not said to be given"),
    ):
        for m in text.take(pattern):
            text.refuse(*m.span(), hint)
    for pattern, understand in _STEPS:
        for m in text.take(pattern):
            understand(into, m)
    return into.settle()


def _mass(m: re.Match[str], name: str = "n", unit: str = "u", wanted: str = "mg") -> Range | None:
    value = range_of(m, name)
    if value is None or m[unit] == "G":
        return None
    return in_unit(value, m[unit], wanted)


def _per_size(into: _Collector, m: re.Match[str]) -> None:
    value = _mass(m)
    size = Fraction(m["k"]) if m["k"] else Fraction(1)
    name = "amount_mg_per_m2" if m["area"] else "amount_mg_per_kg"
    if m["day"]:
        name = "mg_per_m2_per_day" if m["area"] else "mg_per_kg_per_day"
    into.add(name, value.times(1 / size) if value is not None and size else None, m)


def _per_volume(into: _Collector, m: re.Match[str]) -> None:
    value, ml = _mass(m), Fraction(m["k"] or 1)
    if value is None or ml == 0:
        into.text.refuse(*m.span(), "not a concentration")
        return
    strength = value.times(1 / ml)
    into.add("concentration_mg_per_ml", strength, m)
    elsewhere = _VOLUME.search(into.text.left) or _PERCENT.search(into.original)
    if m["dissolved"] and m["k"] and not elsewhere:
        # "12.5 g in 100 mL" alone is a dose and its dilution; beside a percentage or another volume, a strength.
        into.add("amount_mg", value, m)
        into.add("volume_ml", Range.point(ml), m)
        into.found.conventions["dilution"] = f"{m[0].strip()!r} read as the content of one administration"


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
        into.found.conventions["salt"] = f"not said: {m[0]} taken from {keys}"


def _parts(into: _Collector, m: re.Match[str]) -> None:
    pairs = [(m["a"], m["b"]), (m["c"] or m["a"], m["d"] or m["b"])]
    shares = [Fraction(a) / (Fraction(a) + Fraction(b)) * 100 if Fraction(a) + Fraction(b) else None for a, b in pairs]
    low, high = shares
    good = low is not None and high is not None and low <= high
    into.add("strength_percent", Range(low, high) if good else None, m)
    into.found.basis = "w/w"


def _percent(into: _Collector, m: re.Match[str]) -> None:
    value = range_of(m, "n")
    too_much = value is not None and value.high is not None and value.high > 100
    into.add("strength_percent", None if too_much else value, m, "a strength is a range up to 100 %")
    into.found.basis = {"wt/wt": "w/w", "wt/vol": "w/v"}.get((m["basis"] or "").lower(), (m["basis"] or "").lower())


def _made_up(into: _Collector, m: re.Match[str]) -> None:
    value, whole = _mass(m, wanted="g"), Fraction(m["m"])
    into.add("strength_percent", value.times(100 / whole) if value is not None and whole else None, m)


def _typical(into: _Collector, m: re.Match[str]) -> None:
    into.add("supply_g", range_of(m, "n"), m)
    into.found.conventions["supply_g"] = f"range of {m[0]!r}; its middle value is {m['typical']} g"


def _of_product(into: _Collector, m: re.Match[str]) -> None:
    value = _mass(m, wanted="g")
    if _GIVEN_EACH.search(into.original):
        into.add("applied_g", value, m)
    elif _SUPPLY_CUE.search(into.original):
        into.add("supply_g", value, m)
    else:
        into.text.refuse(*m.span(), "say whether this was dispensed or applied each time")


def _supplied(into: _Collector, m: re.Match[str]) -> None:
    into.add("supply_g", _mass(m, wanted="g") if m["verb"] else _mass(m, "m", "v", "g"), m)


def _rate(into: _Collector, m: re.Match[str]) -> None:
    daily = m["t"].lower() in ("day", "d", "jour", "daily")
    into.add("mg_per_day" if daily else "mg_per_week", _mass(m), m)


def _total(into: _Collector, m: re.Match[str]) -> None:
    into.add("mg_total", _mass(m) if m["n"] else _mass(m, "m", "v"), m)


def _packs(into: _Collector, m: re.Match[str]) -> None:
    number_of, each = range_of(m, "k"), _mass(m) if m["n"] else _mass(m, "m", "v")
    into.add("amount_mg", None if number_of is None or each is None else number_of * each, m)


def _volume(into: _Collector, m: re.Match[str]) -> None:
    value = range_of(m, "n")
    into.add("volume_ml", None if value is None else in_unit(value, m["u"], "mL"), m)


def _amount(into: _Collector, m: re.Match[str]) -> None:
    # Beside a supply of product, a mass of drug is what the supply holds.
    into.add("drug_mg" if "supply_g" in into.said else "amount_mg", _mass(m), m, "not an amount: runs backwards, or G")


def _refuse(into: _Collector, m: re.Match[str]) -> None:
    into.text.refuse(*m.span(), "a rate that is not read")


def _refuse_dilution(into: _Collector, m: re.Match[str]) -> None:
    into.text.refuse(*m.span(), "a dilution: the concentration read is that before mixing")


_STEPS: Iterable[tuple[re.Pattern[str], Callable[[_Collector, re.Match[str]], None]]] = (
    (_PER_SIZE, _per_size),
    (_PER_VOLUME, _per_volume),
    (_MADE_UP, _made_up),
    (_PARTS, _parts),
    (_MOLAR, _molar_strength),
    (_PERCENT, _percent),
    (_TYPICAL, _typical),
    (_OF_PRODUCT, _of_product),
    (_SUPPLIED, _supplied),
    (_DAILY_DOSE, _rate),
    (_RATE, _rate),
    (_TOTAL, _total),
    (_PACKS, _packs),
    (_EACH, _amount),
    (_SOME_RATE, _refuse),
    (_DILUTED, _refuse_dilution),
    (_VOLUME, _volume),
    (_MASS, _amount),
)
"""In this order: a mass per volume is a concentration, never an amount; what is left of a mass is the amount."""
