"""Product rather than drug: recipes, what was dispensed, what is applied each time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from resorb.reading.doses.patterns import MASS, counts, in_unit, number, numbers, range_of
from resorb.reading.doses.text import DRUG, MARKS, PRODUCT, TAKEN, Text
from resorb.reading.lazy import lazy
from resorb.values.ranges import Range

_I = re.IGNORECASE
_N_MASS = rf"{numbers('n', rf' ?{MASS}', words=True)}[\s-]*(?P<u>{MASS})"
_ANY_MARK = rf"[\s{MARKS}]"
_INGREDIENT = r"\d+(?:\.\d+)?\s*(?:g|mg|ml|%)(?!\w)"


def _one_mass(name: str) -> str:
    return rf"{number(name)}[\s-]*(?P<{name}_u>{MASS})"


def _drug_mass(before: str, behind: str) -> str:
    """A mass beside the drug's name: behind it as group ``behind``, before it as ``before``."""
    return (
        rf"(?:{DRUG}+{_ANY_MARK}{{0,30}}[,:(]?\s*{_one_mass(behind)}"
        rf"|{_one_mass(before)}(?:\s+of)?{_ANY_MARK}{{0,30}}{DRUG}+)"
    )


def _batch(name: str) -> str:
    return rf"{number(name)}\s*(?P<{name}_u>g|mL)(?!\w)"


_MADE_UP = lazy(
    rf"(?:{_drug_mass('a', 'b')}[^;]{{0,80}}?|{_one_mass('c')}[^;{DRUG}]{{0,80}}?)"
    rf"\b(?:qs|q\.s\.?|quantity sufficient|qsp|ad|to make)(?:\s+(?:ad|to(?:\s+make)?|pour))?\s*{_batch('m')}",
    _I,
)
_MADE_UP_IN = lazy(
    rf"{_drug_mass('a', 'b')}\s+(?:in|with|dans){_ANY_MARK}{{1,40}}[\w ]{{0,20}}?\b(?:to|made up to"
    rf"|up to)\s+{_batch('m')}"
    rf"|{_drug_mass('c', 'd')}\s+(?:in|per|dans)\s+{_batch('k')}(?:\s+(?:of|de)\b)?\s*[{TAKEN}]*{PRODUCT}",
    _I,
)
_PER_BATCH = lazy(
    rf"\b(?:per|each|in|for|pour)\s+{_batch('m')}\s*(?:of\s+)?{_ANY_MARK}*[:,]?\s*(?:contain(?:s|ing)\s+)?"
    rf"{_drug_mass('a', 'b')}(?:\s*(?:,|and|et)\s*[A-Za-z{MARKS} ]{{2,40}}{_INGREDIENT}){{0,8}}",
    _I,
)

SUPPLIED_BY_VERB = lazy(
    r"(?:\b(?:dispensed?|disp\.?|suppl(?:y|ied)(?: of)?|delivered|quantity|qty|délivré)|(?<!\w)#)\s*:?\s*"
    rf"(?:of\s+)?(?:{counts('k')}\s*(?:x|×)?\s*)?{_N_MASS}(?:[\s-]*(?:tubes?|jars?|pots?)\b)?"
    rf"(?:\s*(?:of\s+)?(?:the\s+)?[{TAKEN}{DRUG}\s]*{PRODUCT}+)?",
    _I,
)
SUPPLIED = lazy(
    rf"(?:{counts('k')}\s*(?:x|×)?\s*)?{numbers('m')}[\s-]*(?P<v>{MASS})(?:\s*(?:/|per|a)\s*prescription|"
    r"\s+(?:were |was )?(?:dispensed|supplied|delivered)|[\s-]+(?:tubes?|jars?|pots?)\b)",
    _I,
)
TYPICAL = lazy(
    rf"{number('typical')}\s*(?:\(|\[){numbers('n')}\s*(?:\)|\])\s*(?P<u>g|grams?)\b(?:\s*(?:of\s*)?{PRODUCT}+)?"
    r"(?:\s*(?:/|per)\s*(?P<each>prescription|tube|jar|refill))?",
    _I,
)
OF_PRODUCT = lazy(
    rf"{_N_MASS}\s*(?:of\s+|d['e]\s*)?(?:the\s+)?[{TAKEN}{DRUG}\s]*{PRODUCT}+"
    rf"(?P<held>(?=\s*\(\s*\d+(?:\.\d+)?\s*{MASS}\s*(?:of\s+)?{DRUG}))?",
    _I,
)
STRENGTH_BY_MASS = lazy(
    rf"{_N_MASS}(?:\s*(?:of\s+)?{DRUG}+)?\s*(?:(?P<slash>/)|\bper\b|\bin\b)\s*(?:(?P<per>\d+(?:\.\d+)?)\s*)?(?P<w>g"
    rf"|gram"
    rf"|gm)(?!\w)",
    _I,
)
GIVEN_EACH = lazy(r"\b(?:apply|applies|applied|applying|each time|per application|each application|appliquer)\b", _I)
APPLY_BEFORE = lazy(r"\b(?:apply|applies|applied|applying|use|uses|appliquer)\s+(?:about\s+)?$", _I)
PRODUCT_BEFORE = lazy(rf"{PRODUCT}[\s,:(]*$")
SUPPLY_CUE = lazy(r"\b(?:dispensed?|delivered|supplied|prescription|in all|in total|over|tubes?|jars?)\b", _I)


@dataclass(frozen=True, slots=True)
class Recipe:
    """A strength from a recipe: percent by mass in grams of product, or mg per mL of solution."""

    value: Range | None
    by_volume: bool
    match: re.Match[str]


def take_recipes(text: Text) -> tuple[Recipe, ...]:
    """Recipes ("10 g of it in cold cream qs 100 g"): the batch is neither a dose nor what was dispensed."""
    found = []
    for pattern in (_PER_BATCH, _MADE_UP_IN, _MADE_UP):
        for match in text.take(pattern):
            found.append(_recipe(match))
    return tuple(found)


def _recipe(match: re.Match[str]) -> Recipe:
    groups = match.groupdict()
    name = next(n for n in "abcd" if groups.get(n))
    batch = next(n for n in "mk" if groups.get(n))
    unit, by_volume = groups[f"{name}_u"], groups[f"{batch}_u"].lower() == "ml"
    drug, whole = range_of(match, name), range_of(match, batch)
    if drug is None or whole is None or not whole.low or unit == "G":
        return Recipe(None, by_volume, match)
    if by_volume:
        return Recipe(in_unit(drug, unit, "mg") / whole, True, match)
    share = in_unit(drug, unit, "g").times(100) / whole
    sound = share.high is not None and share.high <= 100
    return Recipe(share if sound else None, False, match)
