"""Results that no product of the numbers around them gives: whatever the wording, the units must work out.

Where no rule knows the words, every product of quantities with the dimensions of an announced result is tried. One that
holds, or two that add up to it, ends the matter. If none does, and the words leave no other way, the result is told
with the product that uses most of what is printed before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from resorb.reading.doses.factors import Factor, readings
from resorb.reading.doses.terms import Term, says_less_was_given
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark
from resorb.scan.rules.doses.products import Product, products
from resorb.scan.rules.doses.reckoned import (
    FARTHEST,
    LATE,
    MOST_FACTORS,
    MOST_TERMS,
    PLAIN,
    Reckoning,
    agrees_with,
    around_of,
    comes_to,
    explained,
    in_bracket,
    leading,
    reckoning_of,
)
from resorb.scan.rules.doses.runs import is_steady
from resorb.scan.rules.doses.texts import Doses, of_another_drug
from resorb.scan.rules.doses.zone import BOUND, CHOICE, is_continued, is_mixed, is_pinned, says_mixing
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text

_TOLD = (
    "drug", "product", "volume", "flow", "concentration", "percent", "count", "per_kg", "per_m2", "span", "minutes",
    "other",
)  # fmt: skip
_OWNED = (
    "drug", "product", "concentration", "solution", "volume", "percent", "strength", "per_kg", "per_m2", "often",
)  # fmt: skip
_MOST_TARGETS = 8
_DILUTED = ("concentration", "volume", "percent")
_PEOPLE = ("patient", "participant", "person", "children", "adult")
_CONVERTS = {"percent", "strength", "concentration", "solution", "per_kg", "per_m2", "ml_per_kg", "flow", "minutes"}
"""Where one of these is multiplied, a result is meant however it is told."""
_REPEATED = ("count", "often", "span", "number", "word", "unit")
"""Where one of these is multiplied, a dose left out changes the result."""
_STRONG = {"total", "mean", "last"}
_GIVEN_SO = lazy(r"\b(?:receiv\w+|need\w*|requir\w+|(?:was|were|is) given)\b[^.;]{0,30}$", re.IGNORECASE)
"""Words that announce a dose as often as a result."""
_STRENGTHS = ("strength", "concentration", "solution")
_HOLDERS = ("vial", "ampoule")
_EACH = lazy(r"\s*(?:each|apiece)\b", re.IGNORECASE)
_OF_SIZE = lazy(r"\)?,? (?:of|at|with|à|x|×|@)? ?", re.IGNORECASE)
_MEAN = lazy(r"\b(?:mean|median|averag\w+)\b[^.;]{0,40}$", re.IGNORECASE)
_OTHERWISE = lazy(
    r"\b(?:remain\w*|left|rest|leftover|discard\w*|wast\w*|thrown|spare|kept|keep|reserve|stopped|planned|instead"
    r"|round\w*|half|halv\w*|maxim\w*|ceiling|shar\w+|split|divid\w*|at least|not|never"
    r"|reduc\w*|lower\w*"
    r"|(?<!by )then|later|afterwards|at first|initially|increas\w*|rais\w*|ramp\w*|taper\w*|escalat\w*|doubl\w*"
    r"|withheld"
    r"|cut|returned|(?:came|brought|given) back|limited|wash\w*|flush\w*|rinse\w*)\b",
    re.IGNORECASE,
)
_COMPARED = lazy(
    r"\b(?:above|below|than|versus|vs\.?|against|exceed\w*|under|over|within|compared with|from|usual|typical"
    r"|limit of"
    r"|(?<!add )(?<!adds )(?<!added )(?<!adding )(?<!ma[dk]e )(?<!topped )up to)"
    r"(?: (?:the|a|an|our|its|of|dose|usual|antidote|about|maximum))*\s*$",
    re.IGNORECASE,
)
_ANNOUNCED = lazy(
    r"(?:\b(?:total|in all|altogether|i\.e|hence|thus|therefore|so|makes?|means?|equals?|contain\w*|deliver\w*)\b|=)"
    r"[^;()]{0,60}$"
    r"|\b(?:since|because)\b(?:[^;.()]|\.(?=\d)){0,90}$"
    r"|\b(?:ma[dk]e|topped|brought|dilut\w+)(?: it)? (?:up )?to (?:a \w+ ?\w* of )?$",
    re.IGNORECASE,
)
_BESIDE = lazy(r"\s+of\s+[\w-]+\s+and\s+")
"""Between what a tablet holds of two drugs: "25 mg of the one and 140 mg of the other"."""
_OTHER_NAME = lazy(
    r"(?:\s+of\s+[^\W\d]+)?(?:\s+(?:a|per)\s+day|\s+daily|/d(?:ay)?)?,?\s*(?:or|i\.e\.,?|that\s+is,?|(?:which\s+(?:is|are)\s+)?"
    r"(?:equal|equivalent|corresponding)\s+to)\s+",
    re.IGNORECASE,
)
"""What joins an amount of ointment to the drug in it."""
_RESPECTIVELY = lazy(r"\brespectively\b", re.IGNORECASE)
_SEVERAL = lazy(r"[\d\w]\s*(?:\b(?:and|or|to)\b|[-–—−])\s*\d")
_SOLUTION = lazy(r"\s*\)?\s*(?:w/v\b|(?:\w+ )?solution\b)", re.IGNORECASE)


def loose(doses: Doses, here: Sequence[Term], settled: set[int]) -> Iterator[Mark]:
    """What no product explains; ``settled`` are the places of terms already judged."""
    said = doses.read.text
    targets = [t for t in here if t.start not in settled and _is_told(said, t) and not is_continued(said, t, here)]
    if not targets or len(here) > MOST_TERMS or says_less_was_given(said):
        return
    zone = reckoning_of(doses, here)
    spoken = settled | {f.start for result, one in zone.equations for f in one.factors if f.start < result.start}
    for target in reversed(targets[-_MOST_TARGETS:]):
        if target.start in spoken:
            continue
        around = replace(zone, near=[f for f in zone.near if not _is_of_other(doses, target, f)])
        chosen = _chosen(around, target)
        holds = chosen is not None and agrees_with(target, doses.read.text, chosen)
        if chosen is None or (not holds and (explained(around, target) or _is_far_off(target, chosen))):
            continue
        if any(f.kind in _REPEATED for f in chosen.factors) and says_less_was_given(doses.near):
            continue
        spoken |= {f.start for f in chosen.factors} | {target.start}
        yield _mark(doses, target, chosen, holds=holds)


def _is_far_off(target: Term, one: Product) -> bool:
    """Whether numbers from elsewhere give so much more or less that something else is meant."""
    wanted = target.exact
    if not wanted or not one.low or all(f.start >= 0 for f in one.factors):
        return False
    return max(one.low / wanted, wanted / one.low) > FARTHEST


def _is_of_other(doses: Doses, target: Term, factor: Factor) -> bool:
    if factor.kind == "drug" and _BESIDE.fullmatch(doses.read.text, max(0, factor.end), max(0, target.start)):
        return True
    if f" {target.unit}" in factor.text and CHOICE.fullmatch(doses.read.text, max(0, factor.end), max(0, target.start)):
        return True
    if factor.kind == "drug" and BOUND.search(doses.read.text[max(0, factor.start - 25) : max(0, factor.start)]):
        return True
    return factor.kind in _OWNED and of_another_drug(doses, target, factor)


_OF_OTHERS = lazy(r"\s+(?:if|when|for those|in those|below|under)\b", re.IGNORECASE)
"""Behind a dose of others: "25 g (12.5 g if under 60 kg)"."""
_OTHER_LASTS = lazy(
    r"\b(?:dressings?|foam|pads?|bandages?|effects?|pain|relief|itch\w*|nausea|symptoms?)\b[^.;,\d]{0,25}\blast\w*[^.;,\d]{0,12}$",
    re.IGNORECASE,
)
_OR = lazy(r"\bor (?:(?:of|with|at|by|even|only|about|an?) ){0,3}$", re.IGNORECASE)
_MADE_UP_TO = lazy(
    r"\b(?:ma[dk]e|making|topped|brought|filled|up|q\.?s\.?|base|cream|vehicle|excipients?) (?:up )?(?:to|ad) "
    r"(?:an? |exactly )?$",
    re.IGNORECASE,
)
"""Before the mass of a whole batch, of which the masses before it are ingredients."""
_SO_OFTEN = lazy(
    r"\s*(?:(?:daily|weekly|fortnightly|biweekly|monthly|yearly|every|once|twice|thrice|on alternate)\b"
    r"|each (?:day|week|month)\b)",
    re.IGNORECASE,
)


def _is_another_way(text: str, target: Term) -> bool:
    """Whether it is another way of giving the drug, not a result: "or 250 mg/kg monthly"."""
    return bool(_SO_OFTEN.match(text, target.end) and _OR.search(text, max(0, target.start - 40), target.start))


def _is_told(text: str, target: Term) -> bool:
    """Whether words announce a result: not a limit it is compared with, nor what each of several holds."""
    cued = target.cues or target.kind in ("flow", "percent") or _ANNOUNCED.search(text, 0, target.start)
    if target.kind not in _TOLD or not target.exact or not cued:
        return False
    if target.kind == "percent" and not _SOLUTION.match(text, target.end):
        return False
    if target.per is None and _is_another_way(text, target):
        return False
    if _OF_OTHERS.match(text, target.end) or (target.kind == "span" and _OTHER_LASTS.search(text, 0, target.start)):
        return False
    if target.kind == "flow" and not is_steady(text, target.start, target.end):
        return False
    if target.kind in ("drug", "product") and _MADE_UP_TO.search(text, max(0, target.start - 40), target.start):
        return False
    if is_mixed(text) or (target.kind in _DILUTED and says_mixing(text[: target.start])):
        return False
    if target.kind != "count" and _EACH.match(text, target.end):
        return False
    clause = text.rfind("; ", 0, target.start) + 1
    said = text[clause : target.end] + re.split(r"[.,;]", text[target.end : target.end + 30])[0]
    return not _OTHERWISE.search(said) and not _COMPARED.search(said, max(0, target.start - 40), target.start)


def _chosen(zone: Reckoning, target: Term) -> Product | None:
    """The product the words mean, when they leave no other: those that use most all come to the same."""
    plain = replace(zone, near=[f for f in zone.near if f.kind not in PLAIN and _is_span(f, target)])
    around = leading(around_of(plain, target))
    found = list(_together(zone, target)) or list(_natural(zone, target, around))
    if not found and zone.far:
        back = [f for f in zone.far if f.kind not in (*PLAIN, "unit")]
        found = list(_natural(zone, target, [*around, *back][:MOST_FACTORS]))
    sets = [{f.start for f in p.factors} for p in found]
    most = [p for p, s in zip(found, sets, strict=True) if not any(s < t for t in sets)]
    most = [p for p in most if any(f.start >= 0 for f in p.factors)] or most
    if any(comes_to(f, p) for p in most for f in zone.far if f.start not in {g.start for g in p.factors}):
        return None  # worked out before: this is another amount
    if any(_is_wide(f) for f in around) or _counts_elsewhere(zone, target, most):
        return None
    if (
        target.kind != "count"
        and "total" not in target.cues
        and any(f.noun in _PEOPLE for p in most for f in p.factors)
    ):
        return None  # who got it, not how much
    if target.kind == "product":
        most = [p for p in most if all(f.kind != "percent" for f in p.factors)] or most
    if target.of_drug:
        most = [p for p in most if not (_is_of_product(p) or _is_longer(zone.text, target, p))]
    if target.kind == "volume":
        most = [p for p in most if _goes_along(target, p)]
    if _MEAN.search(zone.text, 0, target.start) and any(f.kind == "count" for p in most for f in p.factors):
        return None
    if len(most) == 2 and (place := _place(zone, target)) is not None:
        most = [sorted(most, key=lambda p: sum(f.start for f in p.factors))[place]]
    return most[-1] if most and len({(p.low, p.high) for p in most}) == 1 else None


def _counts_elsewhere(zone: Reckoning, target: Term, most: Sequence[Product]) -> bool:
    """Whether a count of a sentence before is used where the sentence has its own: "Cumulative 300 g, 15 doses"."""
    own = any(f.kind == "count" and f.start != target.start for f in zone.near)
    return own and any(f.kind == "count" and f.start < 0 for p in most for f in p.factors)


def _place(zone: Reckoning, target: Term) -> int | None:
    """Which of two results in order it is: "0.5 mL and 0.6 mL …, 125 mg and 150 mg, respectively"."""
    if not _RESPECTIVELY.search(zone.text, target.end):
        return None
    alike = [f for f in zone.near if f.kind == target.kind and f.start != target.start]
    if any(0 <= f.start - target.end <= 6 for f in alike):
        return 0
    return 1 if any(0 <= target.start - f.end <= 6 for f in alike) else None


def _goes_along(target: Term, one: Product) -> bool:
    """Whether a product makes a volume greater, or less, where the printed one is."""
    volumes = [f.value.low for f in one.factors if f.kind == "volume" and f.value.low is not None]
    return all((one.high > v) == ((target.value.low or 0) > v) for v in volumes)


def _is_of_product(one: Product) -> bool:
    """Whether it is a mass of ointment, of which the drug is a share that it leaves out."""
    kinds = {f.kind for f in one.factors}
    return "product" in kinds and not kinds & {"percent", "strength"}


def _is_longer(text: str, target: Term, one: Product) -> bool:
    """Whether it gives over a time the daily amount that the result only names otherwise: "2 g a day, or 500 mg"."""
    rates = [f for f in one.factors if f.kind in ("drug", "product") and f.dims[2] < 0]
    return any(_OTHER_NAME.fullmatch(text, max(0, f.end), target.start) for f in rates if f.end <= target.start)


def _is_wide(factor: Factor) -> bool:
    """Whether it stands for several amounts: a range, or the last of "20 and 10 mg"."""
    return factor.kind in ("drug", "product", "volume", "count") and _SEVERAL.search(factor.text) is not None


def _natural(zone: Reckoning, target: Term, around: Sequence[Factor]) -> Iterator[Product]:
    """Products somebody would write down so: a conversion, or what the words announce as a total or an equal."""
    told = "equal" in target.cues and not _GIVEN_SO.search(zone.text, 0, target.start)
    known = [f for f in around if f.kind != "count" or _multiplies(zone.text, target, f)]
    for meant in readings(zone.text, target):
        if target.kind == "percent" and meant.kind != "strength":
            continue
        for one in products(meant, known):
            kinds = {f.kind for f in one.factors}
            if one.shares or _counts_twice(zone, target, one):
                continue
            if target.noun in _HOLDERS and not any(f.kind == "drug" or f.noun in _HOLDERS for f in one.factors):
                continue  # a dose may take two vials
            if meant.kind in _STRENGTHS and any(f.kind == "count" for f in known):
                continue  # two vials of 50 mL
            if meant.kind == "span" and kinds <= {"count", "often"}:
                continue  # five monthly visits take four months
            late = [f for f in one.factors if f.kind in LATE and f.start >= target.end]
            if late and not all(in_bracket(zone.text, target, f) for f in one.factors):
                continue
            if len(one.used) == 1 and not _restates(target, meant, one.factors[0]):
                continue
            if (
                kinds & _CONVERTS
                or set(target.cues) & _STRONG
                or not target.cues
                or told
                or _is_bracketed(target, one)
                or _is_tied(zone.text, target, one)
            ):
                yield one


def _together(zone: Reckoning, target: Term) -> Iterator[Product]:
    """The sum of what was worked out part by part: "312.5 g at 12.5 g each … 750 g, in all"."""
    parts = {f: how for f, how in zone.equations if 0 <= f.start < target.start and f.dims == (1, 0, 0, 0, 0)}
    if "total" in target.cues and len(parts) == len({f.start for f in parts}) == 2:
        (one, how), (other, also) = parts.items()
        if not {one, *how.factors} & {other, *also.factors}:
            yield Product(((one, 1), (other, 1)), one.dims, is_sum=True)


def _counts_twice(zone: Reckoning, target: Term, one: Product) -> bool:
    """Whether it multiplies a number with what that number already holds: 24 bags, and four a week for six weeks."""
    used = set(one.factors)
    return any(
        result in used and used & set(how.factors)
        for result, how in zone.equations
        if all(f.start != target.start for f in how.factors)
    )


def _multiplies(text: str, target: Term, count: Factor) -> bool:
    """Whether so many of them may be meant: not one, not what the result itself is given to or for."""
    return count.value.low != 1 and (count.start < target.start or in_bracket(text, target, count))


def _is_tied(text: str, target: Term, one: Product) -> bool:
    """Whether the words join what is multiplied: so many of this size, this size each, a rate so often."""
    kinds = {f.kind for f in one.factors}
    if "often" in kinds and (target.per or kinds & {"span", "unit"}):
        return True
    masses = [f for f in one.factors if f.kind in ("drug", "product", "volume") and f.start >= 0]
    counts = [f for f in one.factors if f.kind == "count" and f.start >= 0]
    return bool(counts) and any(
        _EACH.match(text, m.end) or any(_OF_SIZE.fullmatch(text, c.start + len(c.text), m.start) for c in counts)
        for m in masses
    )


def _restates(target: Term, meant: Factor, other: Factor) -> bool:
    """Whether one quantity says another: "25 % (250 mg/mL)", "75 g a week, 10.7 g a day"; no "5 g a day, 7 g a day"."""
    if meant.dims[2] == -1 and meant.kind != "flow":
        return f" {target.unit} " not in other.text or (target.per or "") not in other.text
    gap = max(other.start - target.end, target.start - other.end)
    return "strength" in (other.kind, meant.kind) and gap <= 25


def _is_bracketed(target: Term, one: Product) -> bool:
    """Whether a result in brackets stands right behind what it follows from."""
    last = max((f.end for f in one.factors if f.end <= target.start), default=-99)
    return "bracket" in target.cues and target.start - last <= 25


def _is_span(factor: Factor, target: Term) -> bool:
    """Whether a named time is one that went by, or that of the result's rate: "in the whole year", "a tube a month"."""
    if factor.kind != "unit" or factor.text[:4].lower().strip() in ("the", "whol", "one", "that", "this"):
        return True
    return bool(target.per) and (target.per or "")[:3] in factor.text.lower()


def _mark(doses: Doses, target: Term, one: Product, *, holds: bool) -> Mark:
    printed = doses.read.text[target.start : target.end]
    scale = next(
        m.value.low / target.number.value
        for m in readings(doses.read.text, target)
        if m.dims == one.dims and m.value.low and target.number.value
    )
    ends = "-".join(dict.fromkeys(as_text(v / scale) for v in (one.low, one.high)))
    result = f"{ends} {re.sub(r'^[0-9.,· -]+', '', printed)}".strip()
    how, at = f"{one.how} = {result}", doses.where.at(target.start, target.end)
    if holds:
        return at.mark("dose-arithmetic", Verdict.HOLDS, f"It follows: {how}.", computed=result, arithmetic=how)
    far = any(f.start < 0 for f in one.factors)
    converts = any(f.kind in _CONVERTS or f.dims[2] < 0 for f in one.factors)
    sure = bool(target.cues) and converts and not far and is_pinned(doses.read.text, target, one.factors)
    assumption = "numbers printed elsewhere are meant" if far else "these are the numbers it was reckoned from"
    return at.mark(
        "dose-arithmetic", Verdict.FAILS if sure else Verdict.ASSUMES,
        f"The numbers beside it do not give this: {how}.",
        computed=result, arithmetic=how, suggestion=result,
        assumption=None if sure else assumption,
    )  # fmt: skip
