"""Relations that the quantities of a few sentences may stand in: products, sums, differences and mixtures.

No words are asked here, only dimensions: every amount may be the result of every product, sum or mixture of the others
whose units work out. Which of them a text means is weighed by who uses them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise

from resorb.reading.doses.factors import STRENGTH, Dims, Factor
from resorb.reading.doses.products import Product, products
from resorb.reading.lazy import lazy
from resorb.values.numbers import as_text
from resorb.values.ranges import Range

_MOST_NEAR, _MOST_SUMMED, _LONGEST_SUM = 10, 8, 7
_MASS, _VOLUME = (1, 0, 0, 0, 0), (0, 1, 0, 0, 0)
_ADDED: tuple[Dims, ...] = (_MASS, _VOLUME, (1, 0, -1, 0, 0))
_CHANGING = ("drug", "product", "volume", "per_kg", "per_m2", "flow", "weight")
_EACH, _APART = 24, 60


@dataclass(frozen=True, slots=True)
class Relation:
    """What gives a target. ``kind`` is product, sum, difference, mixture, products (a sum of two) or change.

    ``low`` and ``high`` are the ends of what comes out, in the units of the target's dimensions.
    """

    kind: str
    target: Factor
    members: tuple[Factor, ...]
    low: Fraction
    high: Fraction
    how: str
    shape: str

    @property
    def places(self) -> frozenset[int]:
        """Where its members stand."""
        return frozenset(f.start for f in self.members)


def relations(target: Factor, around: Sequence[Factor]) -> Iterator[Relation]:
    """Everything that may give a target, from other factors of the text, in order."""
    nearest = sorted(around, key=lambda f: abs(f.start - target.start))[:_MOST_NEAR]
    found = [_of_product(target, one) for one in products(target, nearest)]
    yield from found
    for one in nearest:
        if one.kind.startswith("list") and one.dims == target.dims:
            yield _sum(target, [one], "sum")
    if target.dims in _ADDED:
        alike = [f for f in around if f.dims == target.dims and f.kind in ("drug", "product", "volume")]
        yield from _sums(target, alike)
        yield from _differences(target, alike)
        yield from _two_products(target, found)
    yield from _of_whole(target, nearest)
    if target.dims == STRENGTH:
        yield from _mixtures(target, nearest)
    if target.kind == "percent":
        yield from _changes(target, nearest)


def _of_product(target: Factor, one: Product) -> Relation:
    counts = sum(f.kind in ("count", "number", "word") for f in one.factors)
    rest = "*".join(sorted(f"{'/' if power < 0 else ''}{_role(f)}" for f, power in one.used))
    shape = f"{_role(target)}={rest}"
    return Relation("product", target, one.factors, one.low, one.high, one.how, shape if counts < 3 else "counts")


def _role(factor: Factor) -> str:
    return {"number": "count", "unit": "span", "solution": "concentration", "minutes": "span"}.get(
        factor.kind, factor.kind
    )


def _sum(target: Factor, parts: Sequence[Factor], kind: str = "sum") -> Relation:
    low, high = (
        sum(((f.value.low if end else f.value.high) or Fraction(0) for f in parts), Fraction(0)) for end in (1, 0)
    )
    how = " + ".join(f.text for f in parts)
    return Relation(kind, target, tuple(parts), low, high, how, f"{_role(target)}:{kind}")


def _sums(target: Factor, alike: Sequence[Factor]) -> Iterator[Relation]:
    """Runs of amounts right before or right behind a target."""
    before = [f for f in alike if f.end <= target.start][-_MOST_SUMMED:]
    behind = [f for f in alike if f.start >= target.end][:_MOST_SUMMED]
    for begin in range(len(before) - 1):
        for end in {len(before), len(before) - 1}:
            if 2 <= end - begin <= _LONGEST_SUM:
                yield _sum(target, before[begin:end])
    for end in range(2, len(behind) + 1):
        if end <= _LONGEST_SUM:
            yield _sum(target, behind[:end])
    if len(before) and len(behind):
        yield _sum(target, [before[-1], behind[0]])


def _differences(target: Factor, alike: Sequence[Factor]) -> Iterator[Relation]:
    near = sorted(alike, key=lambda f: abs(f.start - target.start))[:5]
    for one, other in combinations(near, 2):
        more, less = (one, other) if (one.value.low or 0) > (other.value.low or 0) else (other, one)
        low, high = (
            (a or Fraction(0)) - (b or Fraction(0))
            for a, b in ((more.value.low, less.value.high), (more.value.high, less.value.low))
        )
        if low > 0:
            how = f"{more.text} - {less.text}"
            yield Relation("difference", target, (more, less), low, high, how, f"{_role(target)}:difference")


def _two_products(target: Factor, found: Sequence[Relation]) -> Iterator[Relation]:
    """Sums of two products of one shape that share no amount: "8 × 12.5 g + 4 × 25 g"."""
    shapes: dict[str, list[Relation]] = {}
    for one in found:
        if 2 <= len(one.members) <= 3 and "/" not in one.shape:
            shapes.setdefault(one.shape, []).append(one)
    for alike in shapes.values():
        for one, other in combinations(alike[:_EACH], 2):
            if not one.places & other.places:
                how = f"{one.how} + {other.how}"
                members = (*one.members, *other.members)
                yield Relation(
                    "products", target, members, one.low + other.low, one.high + other.high, how, f"{one.shape}:twice"
                )


_LIST = lazy(
    r"(?<![\w.,/-])(?P<n>\d+(?:\.\d+)?(?:(?:\s*,\s+(?:and\s+)?|\s+and\s+|\s*\+\s*)\d+(?:\.\d+)?){1,8})\s?(?P<u>g|mg|mL)\b(?!/)",
    re.IGNORECASE,
)
_SIZED = lazy(r"(?P<n>\d+(?:\.\d+)?)\s?(?P<u>m?g)\s?(?:/|in|per)\s?(?P<k>\d+(?:\.\d+)?)\s?mL\b", re.IGNORECASE)
_UNITS = {
    "g": (_MASS, Fraction(1000), "drug"),
    "mg": (_MASS, Fraction(1), "drug"),
    "ml": (_VOLUME, Fraction(1), "volume"),
}


def joint_factors(text: str) -> Iterator[Factor]:
    """Amounts told together: a list with one unit as its sum, "12.5 g/50 mL" as a mass and a volume."""
    for match in _LIST.finditer(text):
        dims, scale, kind = _UNITS[match["u"].lower()]
        parts = re.findall(r"\d+(?:\.\d+)?", match["n"])
        value = sum((Fraction(p) for p in parts), Fraction(0)) * scale
        if value > 0:
            yield Factor(
                f"list of {kind}", dims, Range.point(value), *match.span(), f"({' + '.join(parts)} {match['u']})"
            )
    for match in _SIZED.finditer(text):
        mass, volume = Fraction(match["n"]) * _UNITS[match["u"].lower()][1], Fraction(match["k"])
        if mass > 0 and volume > 0 and match[0][match.end("u") - match.start() :].lstrip()[0] in "/p":
            start, end = match.span()
            yield Factor("drug", _MASS, Range.point(mass), start, end, f"{match['n']} {match['u']}")
            yield Factor("volume", _VOLUME, Range.point(volume), start, end, f"{match['k']} mL")


def _of_whole(target: Factor, around: Sequence[Factor]) -> Iterator[Relation]:
    """What two volumes or masses taken together give: a rate over a time, a strength, a number of bags."""
    if target.dims in _ADDED:
        return
    amounts = sorted((f for f in around if f.dims in (_MASS, _VOLUME) and f.kind != "weight"), key=lambda f: f.start)
    for one, other in pairwise(amounts):
        if one.dims != other.dims or not 0 < other.start - one.end < _APART:
            continue
        value = one.value + other.value
        whole = Factor(one.kind, one.dims, value, one.start, other.end, f"({one.text} + {other.text})")
        for rest in around:
            if (rest.end <= one.start or rest.start >= other.end) and rest.dims != target.dims:
                for made in products(target, [whole, rest], 2):
                    if len(made.used) == 2:
                        shape = f"{_of_product(target, made).shape}:whole"
                        yield Relation("whole", target, (one, other, rest), made.low, made.high, made.how, shape)


def _mixtures(target: Factor, around: Sequence[Factor]) -> Iterator[Relation]:
    """A strength after a volume of nothing was added: "10 mL of 25% with 40 mL of water"."""
    strengths = [f for f in around if f.dims == STRENGTH]
    volumes = [f for f in around if f.dims == _VOLUME]
    for strength in strengths:
        volumes.sort(key=lambda f: abs(f.start - strength.start))
        for one in volumes[:1]:
            for other in volumes[1:4]:
                if not one.value.is_point or not other.value.is_point:
                    continue
                taken, added = one.value.low or Fraction(0), other.value.low or Fraction(0)
                share = taken / (taken + added)
                low, high = ((end or Fraction(0)) * share for end in (strength.value.low, strength.value.high))
                how = f"{strength.text} × {one.text} / ({one.text} + {other.text})"
                yield Relation("mixture", target, (strength, one, other), low, high, how, "mixture")


def _changes(target: Factor, around: Sequence[Factor]) -> Iterator[Relation]:
    """The share by which an amount rose or fell: "by 50%, from 12.5 g to 25 g"."""
    amounts = sorted((f for f in around if f.kind in _CHANGING and f.value.is_point), key=lambda f: f.start)
    for one, other in pairwise(amounts):
        a, b = one.value.low or Fraction(0), other.value.low or Fraction(0)
        if (
            one.dims == other.dims
            and one.kind == other.kind
            and 0 < other.start - one.end < _APART
            and a > 0
            and a != b
        ):
            for part in (a, b) if one.dims in (_MASS, _VOLUME) else ():
                how = f"{as_text(part)} / ({one.text} + {other.text})"
                yield Relation("share", target, (one, other), part / (a + b), part / (a + b), how, "share")
            change = abs(b - a) / a
            how = f"({other.text} - {one.text}) / {one.text}"
            yield Relation("change", target, (one, other), change, change, how, "change")
