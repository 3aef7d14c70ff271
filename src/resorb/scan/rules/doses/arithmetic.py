"""Sums about doses: what is in a supply, in a volume, per day, per week, in all; per kg and per m2; rate and time."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from resorb.checks.arithmetic.ways import roundings
from resorb.reading.doses.terms import Term, says_less_was_given
from resorb.reading.lazy import lazy
from resorb.reading.numerals import numerals
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.doses.elsewhere import is_told_elsewhere
from resorb.scan.rules.doses.loose import loose
from resorb.scan.rules.doses.made_of import as_salts, billed, ingredients, salts
from resorb.scan.rules.doses.reckoned import holds_otherwise
from resorb.scan.rules.doses.regular import by_the_clock, makes, regular_doses
from resorb.scan.rules.doses.sums import sums
from resorb.scan.rules.doses.texts import Doses, doses_of, is_quoted, name_of, of_another_drug, terms_of
from resorb.scan.rules.doses.zone import (
    BOUND,
    CHOICE,
    Sum,
    Zone,
    distinct,
    is_continued,
    is_mixed,
    is_pinned,
    is_strength,
    says_mixing,
)
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text
from resorb.values.ranges import Range

MOST_TERMS = 40
"""A sentence with more quantities is a list, not a sum."""
_OWNED = ("drug", "product", "concentration", "solution", "volume", "percent", "per_kg", "per_m2", "often")
_LENT = ("drug", "product", "percent", "often", "span", "count", "weight", "area", "per_kg", "per_m2")
"""What a sentence may take over from those before it: of a syringe everything stands in one sentence."""
_SIZED = ("per_kg", "per_m2")
_UNANNOUNCED = ("percent", "count", "flow")
"""What may be a result without a word that says so."""
_BODY = ("per_kg", "per_m2", "ml_per_kg", "weight", "area")
_SIZES = ("per_kg", "per_m2", "concentration", "solution")
_ABOUT = Fraction(1, 10)
_CLOSE = Fraction(1, 50)
"""A printed result this near to the sum is not told: some rounding on the way explains it."""
_COMPLETE = lazy(
    r"\bwithout (?:\w+ ){0,3}(?:missing|interrupt\w+|skipping|omi\w+)|\b(?:no|not one"
    r"|none) \w+ (?:\w+ )?(?:was |were )?(?:missed|omitted|skipped)"
    r"|\b(?:every|all|each) (?:\w+ )?(?:given|completed|attended|received)|\bno (?:omitted|missed|skipped)"
    r"|\bevery (?:dose|session|infusion)|\ball (?:doses|sessions|infusions)"
    r"|\bnone (?:was |were )?(?:missed|omitted|skipped)|\bexactly\b",
    re.IGNORECASE,
)
_UNITS = {
    "drug": (Fraction(1), "mg"), "product": (Fraction(1), "mg"), "volume": (Fraction(1), "mL"),
    "per_kg": (Fraction(1), "mg/kg"), "per_m2": (Fraction(1), "mg/m2"), "percent": (Fraction(1), "%"),
    "concentration": (Fraction(1), "mg/mL"), "flow": (Fraction(1), "mL/min"),
}  # fmt: skip


@rule(
    "dose-arithmetic",
    kind="dose-arithmetic",
    doc="What a text works out about doses follows from its own numbers.",
    source="exact arithmetic under months of 28, 30, 30.4375, 365/12 and 31 days, rounded to 1, 5, 10 or 2 digits",
)
def dose_arithmetic(text: Scanned) -> Iterator[Mark]:
    """Every announced result against the sums that may be meant; told only when none of them gives it."""
    return iter(_all_sums(text))


def not_summed(text: Scanned, found: Sequence[Mark], said: Collection[Verdict] = tuple(Verdict)) -> Iterator[Mark]:
    """The marks of another rule but for those at a place of which the sums have ``said`` something already."""
    told = {(m.block, m.start) for m in _all_sums(text) if m.finding.verdict in said} if found else set()
    yield from (mark for mark in found if (mark.block, mark.start) not in told)


@lru_cache(maxsize=1)
def _all_sums(text: Scanned) -> tuple[Mark, ...]:
    found = tuple(_sums(text))
    if text.is_short:
        return found
    return tuple(m for m in found if m.finding.verdict is Verdict.HOLDS or not is_told_elsewhere(text, m))


def _sums(text: Scanned) -> Iterator[Mark]:
    # In a whole document what a number follows from mostly stands elsewhere: of twelve findings of that kind on
    # documents that nobody had read ten were wrong.
    for doses in doses_of(text):
        if doses.is_row or not 0 < len(doses.read.mentions) <= MOST_TERMS or is_quoted(doses):
            continue
        here = terms_of(doses)
        pairs = [match.span() for match in as_salts(doses.read.text)]
        here = tuple(t for t in here if not any(a <= t.start < b for a, b in pairs))
        targets = [t for t in here if (t.cues or t.kind in _UNANNOUNCED) and t.exact is not None]
        marks = [(t, m) for t in targets for m in _judged(doses, t, here)]
        yield from (m for _, m in marks)
        if text.is_short and not any(m.finding.verdict is not Verdict.HOLDS for _, m in marks):
            yield from loose(doses, here, {t.start for t, _ in marks})
        yield from regular_doses(doses, {m.start for _, m in marks})
        yield from salts(doses)
        yield from by_the_clock(doses)
        yield from ingredients(doses, here)
        yield from billed(doses, here)


def _judged(doses: Doses, target: Term, here: Sequence[Term]) -> Iterator[Mark]:
    text = doses.read.text
    near = sorted(
        (t for t in here if t is not target and _may_belong(doses, target, t)), key=lambda t: _distance(t, target)
    )
    found = sums(Zone(text, target, tuple(near)))
    is_far = False
    if not found and set(target.cues) & {"total", "mean", "hold", "given", "last"}:
        earlier = _of_the_drug(doses, target)
        if not set(target.cues) & {"total", "mean", "hold", "last"}:
            earlier = [t for t in earlier if t.kind in _BODY] if any(t.kind in _BODY for t in here) else []
        known = {t.kind for t in near if t.per is None} | {
            t.kind for t in here if t.kind == "count" and t is not target
        }
        if known & {"drug", "product"}:
            known |= {"drug", "product"}
        lent = [t for t in earlier if t.kind in _LENT and (t.kind not in known or t.kind in ("span", "often"))]
        sizes = {t.exact for t in earlier if t.kind == "drug" and t.per is None and t.start <= target.start}
        if len(sizes) > 1 and any(t.kind == "count" for t in earlier):
            return  # several parts of a course are told: their sum is another rule's
        found = sums(Zone(text, target, (*near, *lent)))
        is_far = True
    if not found:
        return
    holding = next((s for s in found if _agrees(target, s.value)), None)
    if holding is not None:
        yield doses.where.at(target.start, target.end).mark(
            "dose-arithmetic", Verdict.HOLDS, f"It follows: {holding.how}.", arithmetic=_how(holding, target),
            computed=_shown(holding.value, target), assumption=holding.days or None,
        )  # fmt: skip
        return
    if _is_of_then(text, target) or _is_made_up(text, target, found):
        return
    strong = [s for s in found if not s.is_weak and (target.cues != ("bracket",) or _stands_before(target, near, s))]
    if not strong:
        return
    first = strong[0]
    if any(t.kind == target.kind and t.per == target.per and _is_it(t, first) for t in here if t is not target):
        return  # worked out right just before: this is another amount
    if (
        distinct(found) > 4
        or _is_explained(doses, target, found)
        or (_needs_all(first) and says_less_was_given(doses.near if _is_repeated(first) else doses.read.text))
        or _is_mean_of_totals(target, first)
        or makes(doses, target)
        or holds_otherwise(doses, target, here)
        or is_continued(text, target, here)
    ):
        return
    low, exact = first.value.low, target.exact
    complete = _COMPLETE.search(doses.near) is not None
    less = first.is_course and low is not None and exact is not None and exact < low
    rounded = [s for s in strong if s.roughly is not None and _agrees(target, s.roughly)]
    if any(t.kind in ("weight", "area") for s in rounded for t in s.terms):
        return  # a measured weight stands rounded in the text
    loose = bool(rounded)
    sure = (bool(target.cues) or target.kind != "flow") and not loose and not ((less or is_far) and not complete)
    sure = sure and is_pinned(text, target, first.terms)
    why = "a dose was left out" if less else "the time is rounded" if loose else "other numbers are meant"
    results = list(
        dict.fromkeys(
            f"{_shown(s.value, target)}{f' with {s.days}' if s.days else ''}" for s in found if s.terms == first.terms
        )
    )
    yield doses.where.at(target.start, target.end).mark(
        "dose-arithmetic", Verdict.FAILS if sure else Verdict.ASSUMES,
        f"This does not follow from the numbers beside it: {first.how} = {'; '.join(results[:5])}.",
        computed=results[0], arithmetic=_how(first, target), suggestion=_shown(first.value, target),
        assumption=None if sure else why,
    )  # fmt: skip


def _is_mean_of_totals(target: Term, one: Sum) -> bool:
    """Whether a product of means is held against the mean of totals, which it need not be."""
    return {"mean", "total"} <= set(target.cues) and any(t.kind == "count" for t in one.terms)


def _is_it(term: Term, one: Sum) -> bool:
    """Whether a term, no factor of it, is what a sum gives."""
    return term.exact is not None and term not in one.terms and _agrees(term, one.value)


def _is_of_then(text: str, target: Term) -> bool:
    """Whether an amount is that of another time, or one that is changed."""
    changed = _CHANGED_BEFORE.search(text, max(0, target.start - 45), target.start)
    return changed is not None or _OF_ANOTHER_TIME.match(text, target.end) is not None


def _is_made_up(text: str, target: Term, found: Sequence[Sum]) -> bool:
    """Whether a volume is what others are made up to: "two vials of 50 mL in a total of 200 mL"."""
    made = target.kind == "volume" and _MADE_UP_TO.search(text, max(0, target.start - 24), target.start)
    return bool(made) and not any(t.kind in ("flow", "minutes") for s in found for t in s.terms)


_OF_ANOTHER_TIME = lazy(
    r"\s*(?:(?:a|per|each) day |/d(?:ay)? |daily |weekly |(?:a|per|each) week )?"
    r"(?:at first|before|previously|earlier|initially|until|later|thereafter)\b",
    re.IGNORECASE,
)
_MADE_UP_TO = lazy(r"\b(?:in|to) a (?:total|final)(?: volume)?(?: of)? $", re.IGNORECASE)
_CHANGED_BEFORE = lazy(
    r"\b(?:halv\w+|doubl\w+|slow\w*|reduc\w+|lower\w*|increas\w+|rais\w+|cut|tripl\w+"
    r"|or at most|instead of|would (?:have )?(?:need|requir|tak)\w*)\b[^.;,]{0,40}$",
    re.IGNORECASE,
)


def _stands_before(target: Term, near: Sequence[Term], one: Sum) -> bool:
    """Whether a sum uses the term right before a bracket: "0.3 mL of a 250 mg/mL solution (75 mg)"."""
    before = max((t for t in near if t.end <= target.start), key=lambda t: t.end, default=None)
    return before is None or any(t.start == before.start or t.end == before.end for t in one.terms)


def _needs_all(one: Sum) -> bool:
    """Whether a sum holds only when nothing was left out, capped or limited."""
    return _is_repeated(one) or any(t.kind in _SIZED for t in one.terms)


def _is_repeated(one: Sum) -> bool:
    return one.is_course or any(t.kind in ("often", "count") for t in one.terms)


def _of_the_drug(doses: Doses, target: Term) -> list[Term]:
    """The terms of the two sentences before; where one of them gives the listed drug, no masses of other drugs.

    To a result of another drug only the sentences lend that name it too.
    """
    other = None if _is_owned(doses, target) else name_of(doses, target)
    lending = [one for one in doses.earlier[:2] if other is None or _names(one, other)]
    told = [(t, _is_owned(one, t) or other is not None) for one in lending for t in _earlier(one)]
    masses = [owned for t, owned in told if t.kind in ("drug", "product")]
    return [t for t, owned in told if owned or t.kind not in ("drug", "product") or not any(masses)]


def _names(doses: Doses, other: str) -> bool:
    return any((n.key or n.text.lower()) == other for n in doses.read.names)


def _is_owned(doses: Doses, term: Term) -> bool:
    return any(m.quantity is term.source and m.drug is not None for m in doses.read.mentions)


def _earlier(doses: Doses) -> Iterator[Term]:
    found = terms_of(doses)
    shares = any(t.kind == "percent" and not is_strength(doses.read.text, t) for t in found)
    for term in reversed(found):
        if term.kind == "percent" and shares:
            continue  # how many had which strength
        yield replace(term, start=-term.end, end=-term.start)


_OR = lazy(r"(?:\s+of\s+(?:[^\W\d]+\s+){1,3}|\s+)or\s+")
"""What joins an amount of a product to the amount of drug in it, which is no factor of it."""

_BESIDE = lazy(
    r"\b(?:beside|than|against|versus|vs|compared|relative|below|above|exceed\w*|within|under|over|far|instead|next to"
    r"|unlike|like|short of|well (?:in|with)|fraction)\b",
    re.IGNORECASE,
)
"""What sets an amount beside another one: neither follows from the other."""
_WHEN = lazy(r"\b(?:after|before|by|until|at|since|within|past) (?:the )?$", re.IGNORECASE)
"""What stands before a moment, which is no length of a course."""


def _is_apart(text: str, target: Term, term: Term) -> bool:
    """Whether it is compared with the result, its other choice, or a moment: "2 g after two weeks (6 g a day)"."""
    if (target.kind, target.unit) == (term.kind, term.unit) and CHOICE.fullmatch(text, term.end, target.start):
        return True
    if term.start > target.end:
        is_next = (target.kind, target.unit) == (term.kind, term.unit) and "and" in text[
            target.end : term.start
        ].split()
        return is_next or _BESIDE.search(text, target.end, term.start) is not None
    behind = re.fullmatch(r"\s*\(", text[term.end : target.start])
    when = _WHEN.search(text, max(0, term.start - 12), term.start)
    return term.kind == "span" and behind is not None and when is not None


def _may_belong(doses: Doses, target: Term, term: Term) -> bool:
    if term.start <= target.start < term.end or (term.kind == "percent" and not is_strength(doses.read.text, term)):
        return False
    if term.kind == "drug" and BOUND.search(doses.read.text[max(0, term.start - 25) : term.start]):
        return False
    if term.start > target.end and term.kind not in ("weight", "area", "solution", "per_kg", "per_m2", "often", "span"):
        between = doses.read.text[target.end : term.start]
        if len(between) > 40 or re.search(r"[.;:]|, (?!at )", between):
            return False
    if _is_apart(doses.read.text, target, term):
        return False
    if {target.kind, term.kind} <= {"drug", "product"} and _OR.fullmatch(doses.read.text, target.end, term.start):
        return False
    if (
        target.kind in _SIZED
        and term.start > target.end
        and re.search(r";|, and\b", doses.read.text[target.end : term.start])
    ):
        return False
    if (
        term.start > target.end
        and term.kind in ("often", "span")
        and not re.match(r"[^.;]{0,4}\(", doses.read.text[target.end :])
    ):
        inside = re.match(r"\s*(?:of (?:\w+ ){1,2})?(?:in|over|within|during)\b", doses.read.text[target.end :])
        if not inside:
            return False
    if term.start > target.end and "bracket" in term.cues and term.kind not in _SIZES:
        # The bracket is the result, unless it stands right behind: "25 g (100 mL of 250 mg/mL)".
        return re.fullmatch(r"\s*(?:of [\w ]{1,30})?\(", doses.read.text[target.end : term.start]) is not None
    if target.kind == "concentration" and (is_mixed(doses.read.text) or says_mixing(doses.read.text)):
        return True
    return target.kind not in _OWNED or term.kind not in _OWNED or not of_another_drug(doses, target, term)


def _distance(term: Term, target: Term) -> int:
    return target.start - term.end if term.end <= target.start else 40 + term.start - target.end


def _agrees(target: Term, value: Range) -> bool:
    exact, low, high = target.exact, value.low, value.high
    if exact is None or low is None or high is None:
        return True
    slack = _ABOUT if target.about or ("mean" in target.cues and low != high) else _CLOSE
    if low * (1 - slack) <= exact <= high * (1 + slack):
        return True
    half = target.step
    if target.kind in ("span", "minutes", "flow") and low - half <= exact <= high + half:
        return True
    scale = target.step / target.number.step
    if target.kind not in ("drug", "product") or (target.per is None and "mean" not in target.cues):
        # Coarse rounding is for means and rates; the content of a syringe is what it is.
        near = [end for end in (low, high) if abs(end - exact) * 4 <= end]
        return any(target.number.rules_giving(end / scale) for end in near)
    return any(
        True for end in (low, high) for _ in roundings(target.number, end / scale, counted=target.kind == "count")
    )


_EACH_TIME = lazy(r"\s(?:each|every|per|a) (?:time|visit|session|injection|infusion)\b", re.IGNORECASE)


def _is_explained(doses: Doses, target: Term, found: Sequence[Sum]) -> bool:
    """Whether another number of the sentence, as a factor, leads from a sum to the printed result."""
    used = {(t.start, t.end) for one in found for t in one.terms} | {(target.start, target.end)}
    others = {
        n.value
        for n in numerals(doses.read.text)
        if 1 < n.value <= 60 and n.start < target.end + 25 and not any(a <= n.start < b for a, b in used)
    }  # fmt: skip
    if any(_EACH_TIME.match(doses.read.text, t.end) for s in found for t in s.terms):
        others |= {n.value for one in doses.earlier[:1] for n in numerals(one.read.text) if n.is_whole}
    others |= {Fraction(2)} if "half" in doses.read.text[: target.start] else set()
    exact = target.exact or Fraction(0)
    sizes = [t.exact for one in doses.earlier[:2] for t in terms_of(one) if t.kind == "drug" and t.exact]
    if any((t.exact or 0) * size == exact for t in terms_of(doses) if t.kind == "count" for size in sizes):
        return True  # so many were given of the dose told before
    return any(_agrees(target, s.value.times(f)) for s in found for n in others if n for f in (n, 1 / n)) and exact > 0


def _how(one: Sum, target: Term) -> str:
    month = f" with {one.days}" if one.days else ""
    return f"{one.how} = {_shown(one.value, target)}{month}" if " = " not in one.how else f"{one.how}{month}"


def _shown(value: Range, target: Term) -> str:
    """A computed value in the unit of the target."""
    low, high = value.low, value.high
    if low is None or high is None:
        return str(value)
    scale = target.step / target.number.step
    unit = target.unit or _UNITS.get(target.kind, (1, ""))[1]
    if target.kind == "count":
        low = high = (low + high) / 2
        return f"{as_text(low)} {target.noun}{'' if low == 1 else 's'}"
    if low != high and high - low < low / 20:
        low = high = (low + high) / 2
    numbers = dict.fromkeys(as_text(v / scale) for v in (low, high))
    per = {"day": "/day", "week": "/week"}.get(target.per or "", "")
    plural = "s" if target.kind == "span" else ""
    return f"{'-'.join(numbers)} {unit}{plural}{per}".strip()
