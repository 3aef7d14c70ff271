"""Products written out: "9 × 12.5 g = 112.5 g", "8 × 25 g + 12.5 g = 212.5 g", "25 g / 250 mg/mL = 100 mL"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.doses.quantities import number_in
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber, as_text

_I = re.IGNORECASE
_N = r"(?:\d{1,3}(?:,\d{3})+|\d{1,6})(?:\.\d{1,4})?"
_SCALES: dict[str, tuple[Fraction, tuple[int, int, int]]] = {
    "mcg": (Fraction(1, 1000), (1, 0, 0)), "µg": (Fraction(1, 1000), (1, 0, 0)), "mg": (Fraction(1), (1, 0, 0)),
    "g": (Fraction(1000), (1, 0, 0)), "kg": (Fraction(10**6), (1, 0, 0)), "ml": (Fraction(1), (0, 1, 0)),
    "l": (Fraction(1000), (0, 1, 0)), "mmol": (Fraction(1), (0, 0, 1)), "%": (Fraction(1, 100), (0, 0, 0)),
}  # fmt: skip
"""Units in mg, mL and mmol, with their powers of these."""
_UNIT = r"(?:mcg|µg|mmol|mg|kg|mL|g|L|%)"
_NOUN = (
    r"(?:full |whole |more |single |test |planned )?(?:doses?|infusions?|sessions?|injections?"
    r"|vials?|ampoules?|visits?|treatments?|times|tubes?|pots?"
    r"|jars?|bags?|weeks?|days?|months?|meals?|tablets?|capsules?|sachets?|patients?|participants?|lesions?|deposits?"
    r"|sites?|applications?|cycles?|cartons?|boxes|packs?|syringes?|points?)\b"
)
_OPERAND = rf"{_N}(?:\s?{_UNIT}(?![\w²³^])(?:\s?/\s?(?:mL|L|kg|g)(?![\w²³^]))?|\s?{_NOUN})?(?:\s(?:each|apiece))?"
_SIGN = r"\s?(?:×|\+|−|÷|\*|(?<=[\s\d])x(?=\s?\d)|\s[-–/]\s|\btimes\b|\bplus\b)\s?"
_PRODUCT = lazy(
    rf"(?<![\w.,/×*^+=−–(-])(?P<left>{_OPERAND}(?:{_SIGN}{_OPERAND}){{1,7}})\s?(?P<eq>=|≈|\bmakes\b|\bgives\b|\bis\b)\s?"
    rf"(?P<right>{_OPERAND})(?![\w.,]?\d|\s?(?:[+×x*/^−÷]|\s[-–])\s?\d|\s?[-–]\s?\d)",
    _I,
)
_TAKEN_UP = lazy(r"[\d)\]%A-Za-z]\s?[+−–×x*/^=÷-]\s?$")
"""A sign before the first number: only the tail of the product was read."""
_PIECE = lazy(
    rf"(?P<n>{_N})(?:\s?(?P<u>{_UNIT})(?![\w²³^])(?:\s?/\s?(?P<per>mL|L|kg|g)(?![\w²³^]))?|\s?(?P<noun>{_NOUN}))?", _I
)
_SIGNS = lazy(_SIGN, _I)
_TIMES = lazy(r"(?:day|week|month)", _I)
_OF_BLOOD = lazy(r"\bcalcium\b[^.;]{0,20}\bphosph|\bCa\s?[x×*]\s?P|mg2/|mmol2/|mg²|mmol²", _I)
"""Words of the product of calcium and phosphate, which the rules of laboratory values judge."""
_ROUNDED = Fraction(1, 20)
Dims = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Value:
    """Between what ends a value lies, in mg, mL and mmol, and its powers of these."""

    low: Fraction
    high: Fraction
    dims: Dims

    def times(self, other: _Value, sign: int) -> _Value:
        dims = tuple(a + sign * b for a, b in zip(self.dims, other.dims, strict=True))
        low, high = (other.low, other.high) if sign > 0 else (1 / other.high, 1 / other.low)
        return _Value(self.low * low, self.high * high, (dims[0], dims[1], dims[2]))

    def plus(self, other: _Value, sign: int) -> _Value:
        low, high = (other.low, other.high) if sign > 0 else (-other.high, -other.low)
        return _Value(self.low + low, self.high + high, self.dims)


@rule(
    "written-product",
    kind="dose-arithmetic",
    doc="A product written out with its result is right, its units turned into each other.",
    source="exact arithmetic; each number with decimals stands for all that are rounded to it",
)
def written_product(text: Scanned) -> Iterator[Mark]:
    """Numbers and amounts joined by signs, and what they are said to make; sums of plain numbers are another rule's."""
    for sentence in text.sentences:
        said = sentence.text
        if not any(sign in said for sign in "=≈×÷*") or _OF_BLOOD.search(said):
            continue
        for match in _PRODUCT.finditer(said):
            if _TAKEN_UP.search(said, max(0, match.start() - 4), match.start()):
                continue
            if not re.search(r"[×÷*x]|times", match["left"]) and not re.search(_UNIT, match["left"]):
                continue
            if match["eq"] not in "=≈" and not re.search("[×÷*]", match["left"]):
                continue
            found = _result(match["left"], match["right"], about=match["eq"] == "≈")
            if found is not None:
                yield sentence.at(*match.span()).mark(
                    "written-product", Verdict.FAILS, f"{match['left']} is {found}, not {match['right'].strip()}.",
                    computed=found, arithmetic=f"{match['left']} = {found}", suggestion=f"{match['left']} = {found}",
                )  # fmt: skip


def _result(left: str, right: str, *, about: bool) -> str | None:
    """What the left side makes, in the unit of the right one; None when that is what is printed, or cannot be told."""
    piece = _PIECE.match(right)
    pieces = list(_PIECE.finditer(left))
    number = number_in(piece["n"]) if piece is not None else None
    if piece is None or number is None or any(number_in(p["n"]) is None for p in pieces):
        return None
    if len({p["noun"].lower()[:3] for p in pieces if p["noun"] and _TIMES.match(p["noun"])}) > 1:
        return None  # days and weeks: which is turned into which is not said
    if _is_by_weight(pieces, piece):
        # "0.25 × 41 kg gives 10.25 g": so many g per kg, whose unit stands elsewhere.
        left = re.sub(r"\s?kg\b", "", left, flags=_I)
        pieces = list(_PIECE.finditer(left))
    shares = [p["u"] == "%" for p in pieces]
    if (piece["u"] == "%" and not any(shares)) or all(shares):
        return None
    bare = not any(p["u"] and p["u"] != "%" for p in pieces)
    wanted = _value(piece, number, bare=bare and piece["u"] != "%")
    made = _made(left, bare=bare)
    if made is None or wanted.dims != made.dims or made.low <= 0:
        return None
    room = wanted.high * _ROUNDED if about else Fraction(0)
    if made.low <= wanted.high + room and wanted.low - room <= made.high:
        return None
    exact = _made(left, bare=bare, is_exact=True)
    if exact is None or not number.value:
        return None
    scale = _value(piece, number, bare=bare and piece["u"] != "%", is_exact=True).low / number.value
    return f"{as_text(exact.low / scale)} {right[piece.end('n') :].strip()}".strip()


def _is_by_weight(pieces: Sequence[re.Match[str]], result: re.Match[str]) -> bool:
    """Whether a plain number is multiplied by the weight of a body, so that a dose comes out."""
    is_dose = (result["u"] or "").lower() in ("g", "mg", "mcg", "µg") and not result["per"]
    bodies = [p for p in pieces if (p["u"] or "").lower() == "kg" and not p["per"]]
    plain = [p for p in pieces if not p["u"] and not p["noun"]]
    return is_dose and len(bodies) == len(plain) == 1 and len(pieces) == 2


def _value(piece: re.Match[str], number: PrintedNumber, *, bare: bool = False, is_exact: bool = False) -> _Value:
    half = number.step / 2 if number.decimals and not is_exact else Fraction(0)
    scale, dims = Fraction(1), (0, 0, 0)
    if piece["u"] and not bare:
        scale, dims = _SCALES[piece["u"].lower()]
        if piece["per"]:
            by, of = _SCALES[piece["per"].lower()]
            scale, dims = scale / by, (dims[0] - of[0], dims[1] - of[1], dims[2] - of[2])
    low = max(number.value - half, Fraction(0))
    return _Value(low * scale, (number.value + half) * scale, dims)


def _made(left: str, *, bare: bool, is_exact: bool = False) -> _Value | None:
    """The left side worked out: products first, then what is added; amounts of different kinds are not added."""
    signs = {m.start(): m[0].strip().lower() for m in _SIGNS.finditer(left)}
    parts: list[tuple[int, _Value]] = []
    last = 0
    for piece in _PIECE.finditer(left):
        number = number_in(piece["n"])
        if number is None:
            return None
        sign = next((signs[at] for at in sorted(signs) if last <= at < piece.start() or at == piece.start() - 1), "+")
        value = _value(piece, number, bare=bare and piece["u"] != "%", is_exact=is_exact)
        if not parts or sign in ("+", "plus", "−", "-", "–"):
            parts.append((-1 if parts and sign in ("−", "-", "–") else 1, value))
        elif value.low > 0:
            before = parts[-1]
            parts[-1] = (before[0], before[1].times(value, -1 if sign in ("÷", "/") else 1))
        else:
            return None
        last = piece.end()
    dims = {value.dims for _, value in parts}
    total = parts[0][1]
    for sign_of, value in parts[1:]:
        total = total.plus(value, sign_of)
    return total if len(dims) == 1 else None
