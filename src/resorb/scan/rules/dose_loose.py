"""Results that no product of the numbers around them gives: whatever the wording, the units must work out.

Where no rule knows the words, every product of quantities with the dimensions of an announced result is tried. One that
holds, or two that add up to it, ends the matter. If none does, and the words leave no other way, the result is told
with the product that uses most of what is printed before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from resorb.reading.dose_factors import Factor, factors, readings
from resorb.reading.dose_terms import Term, says_less_was_given, terms
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark
from resorb.scan.rules.dose_products import Product, products
from resorb.scan.rules.dose_texts import Doses, of_another_drug
from resorb.scan.rules.dose_zone import is_mixed, says_mixing
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text

_TOLD = (
    "drug", "product", "volume", "flow", "concentration", "percent", "count", "per_kg", "per_m2", "span", "minutes",
    "other",
)  # fmt: skip
_GIVEN = ("drug", "product", "volume", "span", "minutes", "unit", "count", "number")
"""What sums that are added must not share all of."""
_LATE = ("drug", "product", "volume", "flow", "span", "minutes", "often", "count", "number", "word", "unit")
"""What belongs to a result only close behind it; a strength or a body's size may stand further off."""
_PLAIN = ("number", "word")
_OWNED = ("drug", "product", "concentration", "solution", "volume", "percent", "strength", "per_kg", "per_m2")
_PEOPLE = ("patient", "participant", "person", "children", "adult")
_CONVERTS = {"percent", "strength", "concentration", "solution", "per_kg", "per_m2", "ml_per_kg", "flow", "minutes"}
"""Where one of these is multiplied, a result is meant however it is told."""
_STRONG = {"total", "mean", "last"}
_GIVEN_SO = lazy(r"\b(?:receiv\w+|need\w*|requir\w+|(?:was|were|is) given)\b[^.;]{0,30}$", re.IGNORECASE)
"""Words that announce a dose as often as a result."""
_STRENGTHS = ("strength", "concentration", "solution")
_MOST_FACTORS = 12
_SLACK, _ABOUT, _EXACT = Fraction(1, 40), Fraction(1, 10), Fraction(1, 200)
_STOP = lazy(r"[.;]\s")
_APART = lazy(r"[.;:,)]|\band\b")
_BRACKET = lazy(r"[^.;()]{0,60}\((?P<in>[^()]*)\)")
_EACH = lazy(r"\s*(?:each|apiece)\b", re.IGNORECASE)
_MEAN = lazy(r"\b(?:mean|median|averag\w+)\b[^.;]{0,40}$", re.IGNORECASE)
_AMOUNT = lazy(r"\d\s?(?:g|mg|mL)\b")
_OTHERWISE = lazy(
    r"\b(?:remain\w*|left|rest|leftover|discard\w*|wast\w*|thrown|spare|kept|keep|reserve|stopped|planned|instead"
    r"|round\w*|half|halv\w*|maxim\w*|ceiling|shar\w+|split|divid\w*|at least|up to|not|never|reduc\w*|lower\w*"
    r"|then|later|afterwards|at first|initially|increas\w*|rais\w*|ramp\w*|taper\w*|escalat\w*|doubl\w*|withheld"
    r"|cut|returned|came back|limited|wash\w*|flush\w*|rinse\w*)\b",
    re.IGNORECASE,
)
_COMPARED = lazy(
    r"\b(?:above|below|than|versus|vs\.?|against|exceed\w*|under|over|within|compared with|from|or|usual|typical"
    r"|limit of)(?: (?:the|a|an|our|its|of|dose|usual|antidote|about|maximum))*\s*$",
    re.IGNORECASE,
)
_ANNOUNCED = lazy(
    r"(?:\b(?:total|in all|altogether|i\.e|hence|thus|therefore|so|makes?|means?|equals?)\b|=)[^;()]{0,45}$",
    re.IGNORECASE,
)
_SEVERAL = lazy(r"[\d\w]\s*(?:\b(?:and|or|to)\b|[-–—−])\s*\d")
_SHARE = lazy(
    r"\s*(?:CI|confidence|of (?:the |all |our )?(?:patients|cases|lesions|planned|doses)|less|more|cut|reserve)\b"
)
_SOLUTION = lazy(r"\s*\)?\s*(?:w/v\b|(?:\w+ )?solution\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Zone:
    """The factors of a sentence, those of the two before it, and which of the sentence follow from others of it."""

    text: str
    near: Sequence[Factor]
    far: Sequence[Factor]
    equations: Sequence[tuple[Factor, Product]]


def loose(doses: Doses, here: Sequence[Term], settled: set[int]) -> Iterator[Mark]:
    """What no product explains; ``settled`` are the places of terms already judged."""
    targets = [t for t in here if t.start not in settled and _is_told(doses.read.text, t)]
    if not targets or says_less_was_given(doses.near):
        return
    zone = _zone(doses, here)
    spoken = settled | {f.start for _, one in zone.equations for f in one.factors}
    for target in reversed(targets):
        if target.start in spoken:
            continue
        around = replace(zone, near=[f for f in zone.near if not _is_of_other(doses, target, f)])
        chosen = _chosen(around, target)
        if chosen is None or _explained(around, target):
            continue
        spoken |= {f.start for f in chosen.factors} | {target.start}
        yield _mark(doses, target, chosen)


def holds_otherwise(doses: Doses, target: Term, here: Sequence[Term]) -> bool:
    """Whether another product of the sentence, or two put together, comes to exactly what is printed."""
    zone = _zone(doses, here)
    around = [f for f in _around(zone, target) if f.kind not in ("word", "unit")]
    for meant in readings(zone.text, target):
        found = [p for p in _meant(target, meant, around) if len(p.used) <= 3 and not p.shares]
        if any(_is_it(meant, p) for p in found if len(p.used) > 1 and all(f.kind != "number" for f in p.factors)):
            return True
        if _adds_up(target, meant, found, Fraction(0)):
            return True
    return False


def _meant(target: Term, meant: Factor, around: Sequence[Factor]) -> Iterator[Product]:
    """Products for a result; what is said to be drug needs the strength of the product it is in."""
    shared = target.of_drug and any(f.kind == "percent" for f in around)
    for one in products(meant, around):
        kinds = {f.kind for f in one.factors}
        if not shared or "product" not in kinds or "percent" in kinds:
            yield one


def _zone(doses: Doses, here: Sequence[Term]) -> _Zone:
    near = _factors(doses.read.text, here)
    drugs = {n.key for n in doses.read.names if not n.is_weak}
    far = [
        f
        for n, one in enumerate(doses.earlier[:2], 1)
        if len({n.key for n in one.read.names if not n.is_weak} | drugs) < 2
        for f in _before(one, n)
    ]
    basic = [f for f in (*near, *far) if f.kind not in (*_PLAIN, "unit")][: _MOST_FACTORS + 4]
    equations = []
    for result in basic:
        if result.kind in ("often", "percent", "strength", "weight", "area"):
            continue
        others = [f for f in basic if f.end <= result.start]
        found = (p for p in products(result, others) if len(p.used) > 1 and not p.shares)
        equations += [(result, p) for p in found if _is_it(result, p)]
    return _Zone(doses.read.text, near, far, equations)


def _factors(text: str, found: Sequence[Term]) -> list[Factor]:
    return factors(text, [t for t in found if t.kind != "percent" or not _is_share(text, t)])


def _is_share(text: str, term: Term) -> bool:
    """Whether a percentage is one of patients or of confidence, no strength."""
    before, behind = text[max(0, term.start - 3) : max(0, term.start)], text[term.end : term.end + 25]
    return (term.exact or 100) > 60 or re.search(r"\d\s?\($", before) is not None or _SHARE.match(behind) is not None


def _is_of_other(doses: Doses, target: Term, factor: Factor) -> bool:
    return factor.kind in _OWNED and of_another_drug(doses, target, factor)


def _is_told(text: str, target: Term) -> bool:
    """Whether words announce a result: not a limit it is compared with, nor what each of several holds."""
    cued = target.cues or target.kind in ("flow", "percent") or _ANNOUNCED.search(text, 0, target.start)
    if target.kind not in _TOLD or not target.exact or not cued:
        return False
    if target.kind == "percent" and not _SOLUTION.match(text, target.end):
        return False
    if target.kind in ("concentration", "volume", "percent") and (is_mixed(text) or says_mixing(text)):
        return False
    if target.kind != "count" and _EACH.match(text, target.end):
        return False
    said = text[: target.end] + re.split(r"[.,;]", text[target.end : target.end + 15])[0]
    return not _OTHERWISE.search(said) and not _COMPARED.search(said, max(0, target.start - 40), target.start)


def _before(doses: Doses, back: int) -> Iterator[Factor]:
    read = terms(doses.read.text, tuple(m.quantity for m in doses.read.mentions))
    for one in _factors(doses.read.text, read):
        yield replace(one, start=one.start - 5000 * back, end=one.end - 5000 * back)


def _around(zone: _Zone, target: Term) -> list[Factor]:
    """The factors that may belong to a result, the nearest first: those before it, and what stands close behind."""
    fit = [f for f in zone.near if f.end <= target.start or (f.start >= target.end and _follows(zone.text, target, f))]
    return sorted(fit, key=lambda f: abs(f.start - target.start))[:_MOST_FACTORS]


def _follows(text: str, target: Term, factor: Factor) -> bool:
    between = text[target.end : factor.start]
    if _in_bracket(text, target, factor):
        return True
    if factor.kind in _LATE:
        return len(between) <= 45 and _APART.search(between) is None
    return len(between) <= 60 and _STOP.search(between) is None and _AMOUNT.search(between) is None


def _in_bracket(text: str, target: Term, factor: Factor) -> bool:
    bracket = _BRACKET.match(text, target.end)
    return bracket is not None and bracket.start("in") <= factor.start < bracket.end("in")


def _explained(zone: _Zone, target: Term) -> bool:
    """Whether some product, or two or three of a kind put together, gives the result."""
    around = _around(zone, target)
    if len(around) < _MOST_FACTORS // 2:
        around += [f for f in zone.far if f.kind not in (*_PLAIN, "unit")][: _MOST_FACTORS - len(around)]
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
    for many, most in ((2, 60), (3, 20)):
        for parts in combinations(found[:most], many):
            if any(p.shape != parts[0].shape for p in parts) or not _differ(parts, found):
                continue
            slack = within if len(parts[0].used) == 1 or many > 2 else within * 2
            low, high = sum((p.low for p in parts), Fraction(0)), sum((p.high for p in parts), Fraction(0))
            if _agrees(target, meant, low, high, slack):
                return True
            one, other = parts[:2]
            low, high = sorted((abs(one.low - other.low), abs(one.high - other.high)))
            if many == 2 and len(one.used) == 1 and low and _agrees(target, meant, low, high, slack):
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


def _is_it(factor: Factor, one: Product) -> bool:
    low, high = factor.value.low, factor.value.high
    return factor.dims == one.dims and low is not None and high is not None and one.low <= high and low <= one.high


def _chosen(zone: _Zone, target: Term) -> Product | None:
    """The product the words mean, when they leave no other: those that use most all come to the same."""
    plain = replace(zone, near=[f for f in zone.near if f.kind not in _PLAIN and _is_span(f)])
    around = _around(plain, target)
    found = list(_natural(zone, target, around))
    if not found and zone.far:
        back = [f for f in zone.far if f.kind not in (*_PLAIN, "unit")]
        found = list(_natural(zone, target, [*around, *back][:_MOST_FACTORS]))
        if any(_is_it(f, p) for p in found for f in zone.far):
            return None  # worked out before: this is another amount
    sets = [set(p.used) for p in found]
    most = [p for p, s in zip(found, sets, strict=True) if not any(s < t for t in sets)]
    if any(_is_wide(f) for f in around):
        return None
    if (
        target.kind != "count"
        and "total" not in target.cues
        and any(f.noun in _PEOPLE for p in most for f in p.factors)
    ):
        return None  # who got it, not how much
    if _MEAN.search(zone.text, 0, target.start) and any(f.kind == "count" for p in most for f in p.factors):
        return None
    return most[-1] if most and len({(p.low, p.high) for p in most}) == 1 else None


def _is_wide(factor: Factor) -> bool:
    """Whether it stands for several amounts: a range, or the last of "20 and 10 mg"."""
    return factor.kind in ("drug", "product", "volume", "count") and _SEVERAL.search(factor.text) is not None


def _natural(zone: _Zone, target: Term, around: Sequence[Factor]) -> Iterator[Product]:
    """Products somebody would write down so: a conversion, or what the words announce as a total or an equal."""
    told = "equal" in target.cues and not _GIVEN_SO.search(zone.text, 0, target.start)
    known = [f for f in around if f.kind != "count" or _multiplies(zone.text, target, f)]
    for meant in readings(zone.text, target):
        if target.kind == "percent" and meant.kind != "strength":
            continue
        for one in products(meant, known):
            kinds = {f.kind for f in one.factors}
            if one.shares or _counts_twice(zone, one):
                continue
            if meant.kind in _STRENGTHS and any(f.kind == "count" for f in known):
                continue  # two vials of 50 mL
            if meant.kind == "span" and kinds <= {"count", "often"}:
                continue  # five monthly visits take four months
            late = [f for f in one.factors if f.kind in _LATE and f.start >= target.end]
            if late and not all(_in_bracket(zone.text, target, f) for f in one.factors):
                continue
            if len(one.used) == 1 and not _restates(target, meant, one.factors[0]):
                continue
            if kinds & _CONVERTS or set(target.cues) & _STRONG or not target.cues or told or _is_bracketed(target, one):
                yield one


def _counts_twice(zone: _Zone, one: Product) -> bool:
    """Whether it multiplies a number with what that number already holds: 24 bags, and four a week for six weeks."""
    used = set(one.factors)
    return any(result in used and used & set(how.factors) for result, how in zone.equations)


def _multiplies(text: str, target: Term, count: Factor) -> bool:
    """Whether so many of them may be meant: not one, not what the result itself is given to or for."""
    return count.value.low != 1 and (count.start < target.start or _in_bracket(text, target, count))


def _restates(target: Term, meant: Factor, other: Factor) -> bool:
    """Whether one quantity says another: "25 % (250 mg/mL)", "75 g a week, 10.7 g a day"."""
    if meant.dims[2] == -1 and meant.kind != "flow":
        return True
    gap = max(other.start - target.end, target.start - other.end)
    return "strength" in (other.kind, meant.kind) and gap <= 25


def _is_bracketed(target: Term, one: Product) -> bool:
    """Whether a result in brackets stands right behind what it follows from."""
    last = max((f.end for f in one.factors if f.end <= target.start), default=-99)
    return "bracket" in target.cues and target.start - last <= 25


def _is_span(factor: Factor) -> bool:
    """Whether a named time is one that went by, no rate: "in the whole year"."""
    return factor.kind != "unit" or factor.text[:4].lower().strip() in ("the", "whol", "one", "that", "this")


def _mark(doses: Doses, target: Term, one: Product) -> Mark:
    printed = doses.read.text[target.start : target.end]
    scale = next(
        m.value.low / target.number.value
        for m in readings(doses.read.text, target)
        if m.dims == one.dims and m.value.low and target.number.value
    )
    ends = "-".join(dict.fromkeys(as_text(v / scale) for v in (one.low, one.high)))
    result = f"{ends} {re.sub(r'^[0-9.,· -]+', '', printed)}".strip()
    return doses.where.at(target.start, target.end).mark(
        "dose-arithmetic", Verdict.ASSUMES, f"The numbers beside it do not give this: {one.how} = {result}.",
        computed=result, arithmetic=f"{one.how} = {result}", suggestion=result,
        assumption="numbers printed elsewhere are meant",
    )  # fmt: skip
