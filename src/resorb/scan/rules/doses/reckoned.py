"""What the numbers of a sentence come to: every product that may give a result, and whether one does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from resorb.reading.doses.factors import Factor, factors, readings
from resorb.reading.doses.terms import Term
from resorb.reading.lazy import lazy
from resorb.scan.rules.doses.products import Product, products
from resorb.scan.rules.doses.texts import Doses, terms_of

_GIVEN = ("drug", "product", "volume", "span", "minutes", "unit", "count", "number")
"""What sums that are added must not share all of."""
LATE = ("drug", "product", "volume", "flow", "span", "minutes", "often", "count", "number", "word", "unit")
"""What belongs to a result only close behind it; a strength or a body's size may stand further off."""
PLAIN = ("number", "word")
MOST_FACTORS = 12
FARTHEST = 1100
"""More than a wrong unit can do to a result of numbers that stand elsewhere."""
MOST_TERMS = 24
"""A sentence with more quantities is a list: what is meant by them is not tried."""
_MOST_PARTS = 30
_SLACK, _ABOUT, _EXACT = Fraction(1, 40), Fraction(1, 10), Fraction(1, 200)
_STOP = lazy(r"[.;]\s")
_APART = lazy(r"[.;:,)]|\band\b")
_BRACKET = lazy(r"[^.;()]{0,60}\((?P<in>[^()]*)\)")
_FAR = lazy(r"[.;:\d]|.{40}")
_AMOUNT = lazy(r"\d\s?(?:g|mg|mL)\b")
_SHARE = lazy(
    r"\s*(?:±|(?:CI|confidence|of (?:the |all |our )?(?:patients|cases|lesions|planned|doses|body)"
    r"|less|more|cut|reserve|excess|overage|surplus|extra|loss(?:es)?|waste|wastage|for (?:loss(?:es)?|waste|residue)"
    r"|falls?|rises?|drops?|declines?|reductions?|decreases?|increases?|changes?|improvements?)\b)"
)
_CHANGED = lazy(
    r"\b(?:reduc\w+|decreas\w+|increas\w+|declin\w+|improv\w+|lower\w*|fell|rose|dropped)\b[^.;\d]{0,40}$",
    re.IGNORECASE,
)
_ONTO = lazy(r"\b(?:to|from)(?: an?| the)? $")
"""Before what a strength was changed to, which is a strength."""
_LASTS = lazy(r"\b(?:lasts?|keeps?|stays?|survives?|stands?)(?: for| about| up to| only)?\s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The factors of a sentence, those of the two before it, and which of the sentence follow from others of it."""

    text: str
    near: Sequence[Factor]
    far: Sequence[Factor]
    equations: Sequence[tuple[Factor, Product]]


def holds_otherwise(doses: Doses, target: Term, here: Sequence[Term]) -> bool:
    """Whether another product of the sentence, or two put together, comes to exactly what is printed."""
    if len(here) > MOST_TERMS:
        return False
    zone = Reckoning(doses.read.text, _factors(doses.read.text, here), (), ())
    around = [f for f in around_of(zone, target) if f.kind not in ("word", "unit")]
    for meant in readings(zone.text, target):
        found = [p for p in _meant(target, meant, around) if len(p.used) <= 3 and not p.shares]
        if any(_is_share_beside(zone.text, target, p) and _agrees(target, meant, p.low, p.high) for p in found):
            return True
        if any(comes_to(meant, p) for p in found if len(p.used) > 1 and all(f.kind != "number" for f in p.factors)):
            return True
        if _adds_up(target, meant, found, Fraction(0)):
            return True
    return False


def _is_share_beside(text: str, target: Term, one: Product) -> bool:
    """Whether it is the share of the drug in the amount printed right before: "2.14 g of ointment, or 536 mg"."""
    kinds = [f.kind for f in one.factors]
    beside = any(
        f.kind in ("drug", "product") and f.end <= target.start and not _FAR.search(text, f.end, target.start)
        for f in one.factors
    )
    return beside and len(kinds) == 2 and "percent" in kinds


def _meant(target: Term, meant: Factor, around: Sequence[Factor]) -> Iterator[Product]:
    """Products for a result; drug in a product needs its strength, vials for doses need both masses."""
    shared = target.of_drug and any(f.kind == "percent" for f in around)
    sized = target.noun in ("vial", "ampoule") and len({f.value for f in around if f.kind == "drug"}) > 1
    for one in products(meant, around):
        kinds = {f.kind for f in one.factors}
        holds = not sized or "drug" in kinds or any(f.noun == target.noun for f in one.factors)
        if holds and (not shared or "product" not in kinds or "percent" in kinds):
            yield one


def reckoning_of(doses: Doses, here: Sequence[Term]) -> Reckoning:
    """Read a sentence, and those before it unless they speak of another drug."""
    near = _factors(doses.read.text, here)
    drugs = {n.key for n in doses.read.names if not n.is_weak}
    far = [
        f
        for n, one in enumerate(doses.earlier[:2], 1)
        if len({n.key for n in one.read.names if not n.is_weak} | drugs) < 2
        for f in _before(one, n)
    ]
    basic = [f for f in (*near, *far) if f.kind not in (*PLAIN, "unit")][: MOST_FACTORS + 4]
    equations = []
    for result in basic:
        if result.kind in ("often", "percent", "strength", "weight", "area"):
            continue
        others = [f for f in basic if f.end <= result.start or f.start >= result.end]
        for one in products(result, others, 3):
            # What stands behind makes it only by multiplication: 200 g are not 50 g through 25 %.
            is_before = all(f.start < result.start for f in one.factors)
            if len(one.used) > 1 and not one.shares and (is_before or all(p > 0 for _, p in one.used)):
                equations += [(result, one)] if comes_to(result, one) else []
    return Reckoning(doses.read.text, near, far, equations)


def _factors(text: str, found: Sequence[Term]) -> list[Factor]:
    return factors(text, [t for t in found if t.kind != "percent" or not _is_share(text, t)])


def _is_share(text: str, term: Term) -> bool:
    """Whether a percentage is one of patients, of confidence or of a change, no strength."""
    before, behind = text[max(0, term.start - 60) : max(0, term.start)], text[term.end : term.end + 25]
    if (term.exact or 100) > 60 or re.search(r"\d\s?\($", before) or _SHARE.match(behind):
        return True
    return _CHANGED.search(before) is not None and _ONTO.search(before) is None


def _before(doses: Doses, back: int) -> Iterator[Factor]:
    read = terms_of(doses)
    for one in _factors(doses.read.text, read):
        if one.kind == "span" and _LASTS.search(doses.read.text, max(0, one.start - 20), one.start):
            continue  # how long a dressing keeps
        yield replace(one, start=one.start - 5000 * back, end=one.end - 5000 * back)


def around_of(zone: Reckoning, target: Term) -> list[Factor]:
    """The factors that may belong to a result, the nearest first: those before it, and what stands close behind."""
    own = target.source.whole_end if target.source is not None and target.per else target.end
    fit = [f for f in zone.near if f.end <= target.start or (f.start >= own and _follows(zone.text, target, f))]
    return sorted(fit, key=lambda f: abs(f.start - target.start))[:MOST_FACTORS]


def _follows(text: str, target: Term, factor: Factor) -> bool:
    between = text[target.end : factor.start]
    if in_bracket(text, target, factor):
        return True
    if factor.kind in LATE:
        return len(between) <= 45 and _APART.search(between) is None
    if factor.kind in ("percent", "strength") and (len(between) > 30 or _APART.search(between)):
        return False
    return len(between) <= 60 and _STOP.search(between) is None and _AMOUNT.search(between) is None


def in_bracket(text: str, target: Term, factor: Factor) -> bool:
    """Whether a factor stands in brackets opened soon behind a result."""
    bracket = _BRACKET.match(text, target.end)
    return bracket is not None and bracket.start("in") <= factor.start < bracket.end("in")


def explained(zone: Reckoning, target: Term) -> bool:
    """Whether some product, or two or three of a kind put together, gives the result."""
    around = around_of(zone, target)
    spans = {f for f in around if f.kind == "span"} - {f for f in leading(around) if f.kind == "span"}
    around = [f for f in around if f not in spans]
    if len(around) < MOST_FACTORS // 2:
        around += [f for f in zone.far if f.kind not in (*PLAIN, "unit")][: MOST_FACTORS - len(around)]
    for meant in readings(zone.text, target):
        found: list[Product] = []
        for one in _meant(target, meant, around):
            if _agrees(target, meant, one.low, one.high):
                return True
            if len(one.used) <= 3 and not one.shares:
                found.append(one)
        if _adds_up(target, meant, found):
            return True
    return False


def _adds_up(target: Term, meant: Factor, found: Sequence[Product], within: Fraction = _EXACT) -> bool:
    """Whether two or three products of one shape are the parts of a result, or two amounts leave it."""
    shapes: dict[tuple[tuple[str, int], ...], list[Product]] = {}
    for one in found:
        shapes.setdefault(one.shape, []).append(one)
    for alike in shapes.values():
        is_plain = len(alike[0].used) == 1
        for many, most in ((2, _MOST_PARTS), (3, _MOST_PARTS // 2)):
            slack = within if is_plain or many > 2 else within * 2
            for parts in combinations(alike[:most], many):
                low, high = sum((p.low for p in parts), Fraction(0)), sum((p.high for p in parts), Fraction(0))
                ends = [(low, high)]
                if many == 2 and is_plain:
                    one, other = parts
                    less, more = sorted((abs(one.low - other.low), abs(one.high - other.high)))
                    ends += [(less, more)] if less else []
                if any(_agrees(target, meant, *pair, slack) for pair in ends) and _differ(parts, found):
                    return True
    return False


def _differ(parts: Sequence[Product], found: Sequence[Product]) -> bool:
    """Whether each part has amounts and times of its own, where enough of them are printed."""
    if not all(_given(a) - _given(b) and _given(b) - _given(a) for a, b in combinations(parts, 2)):
        return False
    if len(parts) > 2 and len(set().union(*map(_amounts, parts))) < len(parts):
        return False
    for kind in ("span", "often"):
        printed, taken = ({f.start for p in some for f in p.factors if f.kind == kind} for some in (found, parts))
        if taken and len(taken) < min(len(parts), len(printed)):
            return False
    return True


def _amounts(one: Product) -> set[int]:
    return {f.start for f in one.factors if f.kind in ("drug", "product", "volume")}


def _given(one: Product) -> set[int]:
    return {f.start for f in one.factors if f.kind in _GIVEN}


def _agrees(target: Term, meant: Factor, low: Fraction, high: Fraction, slack: Fraction = _SLACK) -> bool:
    least, most = meant.value.low, meant.value.high
    if least is None or most is None or not target.value.low:
        return True
    half = target.step * least / target.value.low / 2
    if target.kind == "count":
        half = Fraction(0) if low.denominator == high.denominator == 1 else Fraction(1)
    slack = max(slack, _ABOUT) if target.about else slack
    return low * (1 - slack) <= most + half and least - half <= high * (1 + slack)


def agrees_with(target: Term, text: str, one: Product) -> bool:
    """Whether a product gives the printed result, as nearly as it is printed."""
    return any(m.dims == one.dims and _agrees(target, m, one.low, one.high) for m in readings(text, target))


def comes_to(factor: Factor, one: Product) -> bool:
    """Whether a product gives a factor of its dimensions."""
    low, high = factor.value.low, factor.value.high
    return factor.dims == one.dims and low is not None and high is not None and one.low <= high and low <= one.high


def leading(around: Sequence[Factor]) -> list[Factor]:
    """Without the parts of a sum printed behind them, and months that are said again in weeks or days."""
    held: set[Factor] = set()
    for whole in around:
        before = [f for f in around if f.end <= whole.start and f.kind == whole.kind]
        if whole.kind in ("drug", "product", "volume") and whole.dims[2] == 0:
            for one, other in combinations(before, 2):
                if one.value + other.value == whole.value:
                    held |= {one, other}
        elif whole.kind == "span" and whole.value.is_point:
            held |= {f for f in before if not f.value.is_point and whole.start - f.end < 25 and _covers(f, whole)}
    return [f for f in around if f not in held]


def _covers(wide: Factor, narrow: Factor) -> bool:
    low, high, value = wide.value.low, wide.value.high, narrow.value.low
    return low is not None and high is not None and value is not None and low <= value <= high
