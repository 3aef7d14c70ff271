"""What a pharmacy record says: which product it is, by which route, how strong, and how much of it was supplied.

Compounded products have no code; what they are stands in free text. The text is read by the same reader as doses in
papers; the protocol's ``products`` say what a record means where it does not say itself. Nothing is guessed: a unit
that is not on record is taken from the text only where the text names the very number supplied.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from resorb.codes import lookup
from resorb.reading.doses.route import read_route
from resorb.records.protocol import ProductRule
from resorb.values.findings import Refused
from resorb.values.numbers import as_text
from resorb.values.quantities import read_quantity

_NUMBER = r"\d+(?:\.\d+)?"
_PACK = re.compile(rf"(?<![\d./])({_NUMBER})\s*(g|gm|gms|gram|grams|ml)\b(?!\s*/)", re.IGNORECASE)
_DISPENSED = re.compile(
    rf"(?:\bdisp(?:ense)?d?|\bqty|\bquantity|#)\W{{0,3}}({_NUMBER})\s*(g|gm|gms|gram|grams|ml)\b", re.IGNORECASE
)
_STRENGTH = re.compile(
    rf"({_NUMBER}\s*%(?:\s*w\s*/\s*[wv])?|{_NUMBER}\s*m?g\s*/\s*(?:{_NUMBER}\s*)?(?:m?l|g)\b)", re.IGNORECASE
)
_SOLID = re.compile(rf"({_NUMBER})\s*mg\b(?!\s*/)", re.IGNORECASE)
_MASS = ("g", "gm", "gms", "gram", "grams")
_MILLIGRAMS = ("mg", "milligram", "milligrams")
_VOLUME = ("ml", "milliliter", "millilitre", "milliliters", "millilitres")
_PACKS = (
    "tube",
    "tubes",
    "jar",
    "jars",
    "bottle",
    "bottles",
    "vial",
    "vials",
    "pack",
    "packs",
    "each",
    "ea",
    "container",
)
_PIECES = ("capsule", "capsules", "cap", "caps", "tablet", "tablets", "tab", "tabs")


@dataclass(frozen=True, slots=True)
class Product:
    """A product as far as its records tell. ``piece_mg`` is the drug in one capsule or tablet."""

    key: str
    route: str | None
    strength: str | None
    piece_mg: Fraction | None
    pack: tuple[Fraction, str] | None
    unit: str | None
    vehicle: str | None = None
    salt: str | None = None


@dataclass(frozen=True, slots=True)
class KindOfRecord:
    """What all records of one kind share: concept, its name, the source's text, route and unit."""

    drug_concept_id: int
    concept_name: str | None
    text: str | None
    route_name: str | None
    route_text: str | None
    unit_text: str | None
    sig: str | None


@dataclass(frozen=True, slots=True)
class Supplied:
    """How much product a supply is: an amount in g or mL, or a number of pieces; ``why`` says how it was read."""

    amount: Fraction | None = None
    unit: str = ""
    pieces: Fraction | None = None
    why: str = ""


def read_product(kind: KindOfRecord, rules: tuple[ProductRule, ...], names: tuple[str, ...]) -> Product:
    """The product that a kind of record stands for."""
    rule = next((r for r in rules if _applies(r, kind)), ProductRule())
    texts = [t for t in (kind.text, kind.concept_name, kind.sig) if t]
    route = _route(kind, rule, texts)
    strength = next((s for t in texts if (s := _strength(t, names))), None) or rule.strength
    piece = None
    if strength is None:
        piece = next((Fraction(m[1]) for t in texts[:2] if (m := _SOLID.search(t))), None)
    pack = _pack(kind.text or "", strength)
    key = "-".join(
        [_slug(route or "route unknown"), _slug(strength or (f"{as_text(piece)} mg" if piece else "strength unknown"))]
    )
    return Product(key, route, strength, piece, pack, rule.unit, rule.vehicle, rule.salt)


def read_supplied(
    product: Product, number: float | None, printed: str | None, unit_text: str | None, sig: str | None
) -> Supplied:
    """How much of the product one record supplies; nothing where it cannot be told."""
    if number is None:
        return _printed(product, printed) if printed else _from_text(product, sig)
    if number <= 0:
        return Supplied(why=f"quantity {printed} is not above zero")
    amount = Fraction(printed) if printed and re.fullmatch(_NUMBER, printed) else Fraction(str(number))
    unit = " ".join((unit_text or "").lower().replace(".", "").split())
    return _in_unit(product, amount, unit) if unit else _without_unit(product, amount)


def _in_unit(product: Product, amount: Fraction, unit: str) -> Supplied:
    shown = f"{as_text(amount)} {unit}"
    if unit in _MASS:
        return Supplied(amount, "g", why=shown)
    if unit in _VOLUME:
        return Supplied(amount, "mL", why=shown)
    if unit in _MILLIGRAMS:
        return Supplied(amount / 1000, "g", why=shown)
    if unit in _PIECES:
        return Supplied(pieces=amount, why=shown)
    if unit in _PACKS:
        if product.pack is None:
            return Supplied(why=f"{shown}, whose content is not on record")
        size, of = product.pack
        return Supplied(amount * size, of, why=f"{shown} of {as_text(size)} {of}")
    return Supplied(why=f"{shown}, a unit that is not understood")


def _without_unit(product: Product, amount: Fraction) -> Supplied:
    """A bare number: the unit is told by a name with the very number, by the protocol, or by capsules being counted."""
    shown = as_text(amount)
    if product.pack is not None and product.pack[0] == amount:
        return Supplied(amount, product.pack[1], why=f"{shown}; the name says {product.pack[1]}")
    if product.unit in ("g", "mL"):
        return Supplied(amount, product.unit, why=f"{shown}; by the protocol in {product.unit}")
    if product.piece_mg is not None and product.route == "oral":
        return Supplied(pieces=amount, why=f"{shown} pieces")
    return Supplied(why=f"{shown} without a unit")


def _printed(product: Product, printed: str) -> Supplied:
    """A quantity in words: "120 g", "2 tubes"."""
    text = printed.strip()
    if pieces := re.fullmatch(rf"({_NUMBER})\s*([A-Za-z]+)\.?", text):
        return read_supplied(product, float(pieces[1]), pieces[1], pieces[2], None)
    try:
        quantity = read_quantity(text)
    except Refused:
        return Supplied(why=f"{text[:60]!r} is not understood")
    if quantity.is_point and quantity.low is not None and quantity.unit in ("g", "mL"):
        return Supplied(quantity.low, quantity.unit, why=text)
    return Supplied(why=f"{text[:60]!r} is not understood")


def _from_text(product: Product, sig: str | None) -> Supplied:
    """A quantity that stands only in the instructions or the name."""
    if told := _DISPENSED.search(sig or ""):
        unit = "mL" if told[2].lower() == "ml" else "g"
        return Supplied(Fraction(told[1]), unit, why=f"the instructions say {told[1]} {unit}")
    if product.pack is not None:
        size, unit = product.pack
        return Supplied(size, unit, why=f"the name says {as_text(size)} {unit}")
    return Supplied(why="no quantity on record")


def _applies(rule: ProductRule, kind: KindOfRecord) -> bool:
    text = f"{kind.text or ''} {kind.sig or ''}".lower()
    return kind.drug_concept_id in rule.concepts or any(name.lower() in text for name in rule.names)


@lru_cache(4096)
def _route_in(text: str) -> str | None:
    try:
        return read_route(text)
    except Refused:
        return None


def _route(kind: KindOfRecord, rule: ProductRule, texts: list[str]) -> str | None:
    for text in (kind.route_name, kind.route_text):
        words = re.sub(r"\s+route$", "", (text or "").strip(), flags=re.IGNORECASE).split()
        # "IV PIGGYBACK": a route is named by all words or by the first ones.
        for end in range(len(words), 0, -1):
            if (route := _route_called(" ".join(words[:end]))) is not None:
                return route
    return rule.route or next((route for t in texts if (route := _route_in(t))), None)


@lru_cache(maxsize=1024)
def _route_called(words: str) -> str | None:
    try:
        return lookup("routes", words)
    except Refused:  # which looks for what was meant instead, and takes long over it
        return None


def _strength(text: str, names: tuple[str, ...]) -> str | None:
    """The strength nearest behind a name of the drug, else the only one in the text."""
    found = list(_STRENGTH.finditer(text))
    if len(found) == 1:
        return _as_strength(found[0][1])
    lower = text.lower()
    ends = [lower.find(name.lower()) + len(name) for name in names if name.lower() in lower]
    behind = [m for m in found if ends and m.start() >= min(ends)]
    return _as_strength(behind[0][1]) if behind else None


def _as_strength(text: str) -> str:
    words = re.sub(r"\s+", "", text).replace("%", " % ").strip()
    words = re.sub(rf"^({_NUMBER})(m?g)/({_NUMBER})?(m?l|g)$", _spaced, words, flags=re.IGNORECASE)
    return " ".join(words.split())


def _spaced(match: re.Match[str]) -> str:
    per = {"ml": "mL", "g": "g"}[match[4].lower()]
    return f"{match[1]} {match[2].lower()}/{match[3] + ' ' if match[3] else ''}{per}"


def _pack(text: str, strength: str | None) -> tuple[Fraction, str] | None:
    """The content of a pack: the last mass or volume in the name that is no part of its strength."""
    found = [m for m in _PACK.finditer(text) if not (strength and "/" in strength and _inside(m, text))]
    if not found:
        return None
    return Fraction(found[-1][1]), "mL" if found[-1][2].lower() == "ml" else "g"


def _inside(match: re.Match[str], text: str) -> bool:
    return any(s.start() <= match.start() < s.end() for s in _STRENGTH.finditer(text))


def _slug(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", text.replace("%", "pct")).strip("-").lower()
