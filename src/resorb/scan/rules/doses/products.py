"""Products of factors that have the dimensions of a result: dose times frequency times weeks, and so on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations

from resorb.reading.doses.factors import Dims, Factor

MOST = 4
"""Factors of one product."""
_MASSES: tuple[Dims, ...] = ((1, 0, 0, 0, 0), (1, 0, -1, 0, 0))
_PLAIN = ("count", "number", "word")
_NONE = Fraction(0)


@dataclass(frozen=True)
class Product:
    """Factors, each multiplied (1) or divided by (-1), or added, and between what ends the result lies."""

    used: tuple[tuple[Factor, int], ...]
    dims: Dims
    is_sum: bool = False

    @cached_property
    def _ends(self) -> tuple[Fraction, Fraction]:  # most products are passed over by their factors alone
        if self.is_sum:
            return sum((f.value.low or _NONE for f in self.factors), _NONE), sum(
                (f.value.high or _NONE for f in self.factors), _NONE
            )
        low = high = Fraction(1)
        for factor, power in self.used:
            a, b = factor.value.low or Fraction(1), factor.value.high or Fraction(1)
            low, high = (low * a, high * b) if power > 0 else (low / b, high / a)
        return low, high

    @property
    def low(self) -> Fraction:
        """The least it may be."""
        return self._ends[0]

    @property
    def high(self) -> Fraction:
        """The most it may be."""
        return self._ends[1]

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The factors alone."""
        return tuple(f for f, _ in self.used)

    @property
    def how(self) -> str:
        """The product written out, in the words of the text."""
        first, *rest = sorted(self.used, key=lambda u: (-u[1], u[0].start))
        if self.is_sum:
            return " + ".join(f.text for f in self.factors)
        return first[0].text + "".join(f" {'×' if power > 0 else '/'} {f.text}" for f, power in rest)

    @property
    def shape(self) -> tuple[tuple[str, int], ...]:
        """The kinds it multiplies, counts left out: two of one shape may be added."""
        return tuple(sorted((_role(f), power) for f, power in self.used if f.kind not in _PLAIN))

    @property
    def shares(self) -> bool:
        """Whether it divides by a count."""
        return any(power < 0 and f.kind in _PLAIN for f, power in self.used)


_ROLES = {"product": "drug", "unit": "span", "solution": "concentration"}


def _role(factor: Factor) -> str:
    return _ROLES.get(factor.kind, factor.kind)


def products(target: Factor, around: Sequence[Factor], most: int = MOST) -> Iterator[Product]:
    """Every sensible product of up to four factors with the target's dimensions, the shortest first."""
    dims = [_as_one(factor.dims) for factor in around]
    by_dims: dict[int, list[tuple[int, int]]] = {}
    for place in range(len(around)):
        for power in (1, -1):
            by_dims.setdefault(dims[place] * power, []).append((place, power))
    open_ways: list[tuple[tuple[tuple[int, int], ...], int]] = [((), _as_one(target.dims))]
    for many in range(1, most + 1):
        for way, missing in open_ways:
            for place, power in by_dims.get(missing, ()):
                chosen = (*way, (place, power))
                if (not way or way[-1][0] < place) and any(p > 0 for _, p in chosen):
                    used = tuple((around[n], p) for n, p in chosen)
                    if _stand_apart(used) and _is_sensible(target, used):
                        yield Product(used, target.dims)
        if many < most:
            open_ways = [
                ((*way, (place, power)), missing - dims[place] * power)
                for way, missing in open_ways
                for place in range(way[-1][0] + 1 if way else 0, len(around))
                for power in (1, -1)
            ]


def _as_one(dims: Dims) -> int:
    """Dimensions as one number that is added and taken away as they are; none of a product reaches 50."""
    return sum(power * 100**place for place, power in enumerate(dims))


def _stand_apart(used: Sequence[tuple[Factor, int]]) -> bool:
    """Whether no words are used twice, and nothing is divided by itself as it is said again."""
    return not any(
        (a.start < b.end and b.start < a.end) or (p != q and a.text == b.text)
        for (a, p), (b, q) in combinations(used, 2)
    )


def _is_sensible(target: Factor, used: Sequence[tuple[Factor, int]]) -> bool:
    """Whether somebody would work it out so: one strength, one frequency, one span, no dose through a strength."""
    powers = [(_role(f), p) for f, p in used]
    many = [role for role, _ in powers].count
    is_mass = target.dims in _MASSES
    strengths = many("percent") + many("strength") + many("concentration")
    if strengths - (target.kind == "volume") > 1 or many("often") > 1 or many("span") > 1:
        return False
    named = many("number") + many("word")
    if many("count") + named > 2 or named > 1 or ("word", -1) in powers:
        return False
    if powers.count(("drug", 1)) > 1 or powers.count(("drug", -1)) > 1 or (is_mass and ("drug", -1) in powers):
        return False
    if many("percent") and not (("drug", 1) in powers and (is_mass or ("drug", -1) in powers)):
        return False
    if many("volume") > 1 and target.kind not in ("volume", "concentration", "percent"):
        return False
    if ("percent", -1) in powers and target.kind != "product":
        return False
    if target.kind not in ("per_kg", "per_m2", "ml_per_kg") and (("weight", -1) in powers or ("area", -1) in powers):
        return False
    if ("often", -1) in powers and target.kind != "span":
        return False
    if (
        target.dims[1] == -1
        and target.kind != "flow"
        and many("concentration") + many("strength")
        and many("often") + many("span")
    ):
        return False  # a strength stays what it is however often it is given
    in_days = target.kind == "span" and any(f.kind == "count" and f.text.endswith(("day", "days")) for f, _ in used)
    if in_days or (target.kind == "minutes" and many("span")):
        return False  # days are multiplied by no days
    if target.kind == "count" and strengths:
        return False
    return not (("concentration", -1) in powers and ("volume", 1) in powers and target.kind != "volume")
