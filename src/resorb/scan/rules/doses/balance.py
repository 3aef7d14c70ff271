"""Amounts of a sentence, or of a few in a row, that stand in a relation but for a slip, in whatever words.

Every product, sum and mixture whose units work out is a candidate where it misses what is printed; what else the
numbers come to, and the words around, tell how likely it is the one that is meant.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from resorb.checks.arithmetic.near_miss import near_miss
from resorb.reading.doses.drug_names import abbreviations, drug_names
from resorb.reading.doses.factors import NONE, Factor
from resorb.reading.doses.relations import Relation
from resorb.reading.doses.terms import says_less_was_given
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.rules.doses.balance_window import BARE, NUMBERED, Printed, Window
from resorb.scan.rules.doses.balance_words import ANYWHERE, BEFORE, BEHIND
from resorb.scan.weighing import Candidate, weighing
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text

CHECK = "dose-balance"
_LONGEST = 700
_BEFORE = 2
_FARTHEST = 1.3
"""Natural logarithm of how many times too much may be printed without looking like a slip of the pen."""
_RESTATED = ("percent", "concentration", "strength", "solution")
_SIZES = (("5%", 0.05), ("20%", 0.2), ("half", 0.5), ("twice", 0.75), ("thrice", 1.2))
"""Names of misses by the natural logarithm of their ratio."""
_UNIT = lazy(r"[\d.,·\s-]*\d[\s-]*([^\W\d][\w/]*(?: a \w+)?|%)")
_CLOSES = lazy(r"[.;]\s")
_NEAR = 60
_BY_KIND = (
    "target last", "target first", "target amid", "uses all", "before total", "before bracket", "before colon",
    "before i.e.",
    "before so", "behind total", "part is result", "all parts results", "counted twice", "neither near", "member near",
    "says total",
    "same shape unique", "target in exact", "earlier", "before =", "before or", "misses by one digit", "stops between",
    "unused of the target's kind", "natural", "explained", "same numbers hold", "holds with more", "gap to target",
    "unused", "misses 20%", "misses by far",
)  # fmt: skip
"""What tells other things of a sum than of a product."""


@weighing(
    CHECK,
    kind="dose-arithmetic",
    doc="Amounts, strengths, volumes, times and counts that stand together make one product, sum or mixture.",
    source="exact arithmetic over all factors whose units work out; points fitted on the corpus choose what is meant",
)
def balance(text: Scanned) -> Iterator[Sequence[Candidate]]:
    """The relations of each sentence, with what stands before it."""
    short = abbreviations(s.text for s in text.sentences)
    for sentence in text.sentences:
        if len(sentence.text) > _LONGEST or not any(c.isdigit() for c in sentence.text):
            continue
        begin = 0
        for before in text.before(sentence, _BEFORE):
            if sentence.start - before.start + len(sentence.text) > _LONGEST:
                break
            begin = sentence.start - before.start
        said = sentence.passage.text[sentence.start - begin : sentence.start + len(sentence.text)]
        window = Window(said, begin, tuple(n for n in drug_names(said, short) if not n.is_weak))
        yield list(_candidates(sentence, window))


def _candidates(sentence: Sentence, window: Window) -> Iterator[Candidate]:
    if window.crowded or not any(f.dims[0] or f.dims[1] for f in window.factors if f.start >= window.begin):
        return
    common = _common(window)
    held = [one for one, holds in window.found if holds]
    for one, holds in window.found:
        if holds or not one.target.value.is_point or one.high > one.low * Fraction(6, 5):
            continue
        shown = window.printed(one.target)
        if shown is None:
            continue
        how = _missing(window, one, shown)
        if how is not None and not _is_explained(one, held):
            features = {**common, **how, **_of_numbers(window, one, held), **_of_words(window, one)}
            features |= {f"{one.kind}: {name}": value for name, value in features.items() if name in _BY_KIND}
            if one.target.kind in NUMBERED or one.target.kind in ("span", "minutes"):
                features |= {f"number: {name}": value for name, value in features.items() if name in _BY_KIND}
            yield Candidate(features, _mark(sentence, window, one, shown))


def _is_explained(one: Relation, held: Sequence[Relation]) -> bool:
    """Whether no less of what is printed before it gives the target exactly."""
    return any(
        h.target.start == one.target.start and len(h.members) >= max(2, len(one.members))
        and h.low == h.high == h.target.value.low and h.target.dims == one.target.dims and _is_natural(h)
        for h in held
    )  # fmt: skip


def _missing(window: Window, one: Relation, shown: Printed) -> dict[str, float] | None:
    """How a relation misses, if it may be a slip at all."""
    true = (one.low + one.high) / 2 / shown.scale
    near = near_miss(shown.number, true)
    ratio = abs(math.log(float(shown.number.value / true))) if true > 0 else 9.0
    others = [] if near or ratio > _FARTHEST else [n for m in one.members if (n := _near_member(window, one, m))]
    if not near and (ratio > _FARTHEST or (not others and one.kind in ("difference", "products"))):
        return None
    if (
        len(one.members) == 1
        and one.kind != "sum"
        and (one.target.kind not in _RESTATED or one.target.kind == one.members[0].kind)
    ):
        return None
    digits = len(str(true.numerator).strip("0")) if true.denominator in (1, 2, 4, 5, 10, 20, 100) else 9
    size = next(
        (
            name
            for name, most in (("5%", 0.05), ("20%", 0.2), ("half", 0.5), ("twice", 0.75), ("thrice", 1.2))
            if ratio <= most
        ),
        "far",
    )
    return {
        f"misses by {_short(near)}": 1.0, f"misses {size}": 1.0, "member near": float(bool(others)),
        f"members near: {_short(others[0]) if others else 'none'}": 1.0,
        "neither near": float(not near and not others),
        f"digits {min(digits, 5)}": 1.0,
    }  # fmt: skip


def _near_member(window: Window, one: Relation, member: Factor) -> str:
    """How a member may be the slip instead."""
    shown = window.printed(member)
    if shown is None or one.kind not in ("product", "sum") or one.low != one.high:
        return ""
    value, given, meant = member.value.low or Fraction(1), one.low, one.target.value.low or Fraction(0)
    if one.kind == "sum":
        true = value + meant - given
    else:
        rises = _rises(one, member)
        true = value * meant / given if rises else value * given / meant if meant else Fraction(0)
    return near_miss(shown.number, true / shown.scale) if true > 0 else ""


def _rises(one: Relation, member: Factor) -> bool:
    return f"/ {member.text}" not in one.how


def _short(near: str) -> str:
    return "off" if near.startswith("off") else near.removeprefix("a ") or "far"


def _of_numbers(window: Window, one: Relation, held: Sequence[Relation]) -> dict[str, float]:
    """What the other numbers tell: whether the target or its parts are explained otherwise, and what is left over."""
    target, places = one.target, one.places
    first, last = min(*places, target.start), max(*(f.end for f in one.members), target.end)
    inside = [f for f in window.factors if first <= f.start and f.end <= last]
    unused = [f for f in inside if f.start not in places and f.start != target.start]
    of_target = [h for h in held if h.target.start == target.start]
    parts = [h for h in held if h.target.start in places]
    double = [h for h in parts if h.places & (places | {target.start})]
    as_member = [h for h in held if target.start in h.places]
    rival = {h.target.start for h in held if h.places == places and h.target.start != target.start}
    same = [o for o, _ in window.found if o.shape == one.shape and o.target.start == target.start and o.low != one.low]
    same_held = [h for h in held if h.shape == one.shape and h.target.start != target.start]
    wider = [o for o, _ in window.found if o.target.start == target.start and o.places > places]
    kinds = Counter(f.kind for f in one.members)
    between = [f for f in unused if f.kind not in BARE]
    span = last - first
    found = {
        "target holds": float(bool(of_target)),
        "target holds simply": float(any(len(h.members) <= len(one.members) for h in of_target)),
        "target holds by same shape": float(any(h.shape == one.shape for h in of_target)),
        "target holds near": float(any(max(abs(p - target.start) for p in h.places) <= span for h in of_target)),
        "target holds by product": float(any(h.kind == "product" and len(h.members) > 1 for h in of_target)),
        "target restated": float(any(len(h.members) == 1 for h in of_target)),
        "target in exact": float(bool(as_member)),
        "target in exact products": float(any(h.kind == "product" and len(h.members) > 1 for h in as_member)),
        "part is result": float(bool(parts)),
        "all parts results": float(places <= {h.target.start for h in parts}),
        "parts all results or bare": float(one.kind == "sum" and bool(parts) and not double),
        "counted twice": float(bool(double)),
        "result is elsewhere": float(bool(rival)),
        "same shape misses too": min(3.0, len({o.low for o in same})),
        "same shape unique": float(not same),
        "same shape holds elsewhere": float(bool(same_held)),
        "may use more": min(3.0, len(wider)),
        "uses all": float(not between),
        "unused": min(4.0, len({f.start for f in between})),
        "unused of the target's kind": float(any(f.kind == target.kind for f in between)),
        "unused of a part's kind": float(any(f.kind in kinds for f in between)),
        "unused before": min(3.0, len({f.start for f in window.factors if _is_before(window, f, first)})),
        f"members {len(one.members)}": 1.0,
        f"shape {one.shape}": 1.0,
        f"kind {one.kind}": 1.0,
        f"target {target.kind}": 1.0,
        "plain number": float(kinds["number"]),
        "word": float(kinds["word"]),
        "time only named": float(kinds["unit"]),
        "count": float(kinds["count"]),
        "exact elsewhere": min(3.0, len({h.target.start for h in held if len(h.members) > 1})),
        "one": float(any(f.value.low == 1 and f.dims == NONE for f in one.members)),
    }  # fmt: skip
    natural = [h for h in held if _is_natural(h) and (len(h.members) > 1 or h.kind == "sum")]
    own = places | {target.start}
    for h in natural:
        numbers = h.places | {h.target.start}
        if h.target.start == target.start:
            found[f"explained by {h.kind}"] = found["explained"] = 1.0
            found["explained exactly"] = float(h.low == h.high == target.value.low) or found.get(
                "explained exactly", 0.0
            )
            found["explained by more"] = float(len(h.members) > len(one.members)) or found.get("explained by more", 0.0)
            found[f"explained, {one.kind}"] = 1.0
        if numbers == own:
            found["same numbers hold"] = 1.0
        elif numbers > own:
            found["holds with more"] = 1.0
        elif numbers < own:
            found["a part of it holds"] = 1.0
        if h.target.start in places and not h.places & own:
            found["part is result of others"] = 1.0
        if target.start in h.places and not (numbers - {target.start}) & places:
            found["target leads elsewhere"] = 1.0
    if _is_natural(one):
        found["natural"] = 1.0
        found[f"natural {one.kind} of {len(one.members)}"] = 1.0
        found["natural, not explained"] = float("explained" not in found)
    found |= {f"target holds by {h.kind}": 1.0 for h in of_target if len(h.members) > 1 or h.kind == "sum"}
    return {name: value for name, value in found.items() if value}


def _is_before(window: Window, factor: Factor, first: int) -> bool:
    return window.begin <= factor.start < first and factor.kind not in BARE


def _is_natural(one: Relation) -> bool:
    """Whether a text would work it out so: the result behind, nothing only named, nothing divided."""
    last = max(f.end for f in one.members)
    plain = sum(f.kind in BARE for f in one.members)
    divided = one.how.count("/") - sum(f.text.count("/") for f in one.members)
    return (
        one.target.start >= last
        and not plain
        and (divided < 1 or one.target.kind not in ("drug", "product", *NUMBERED))
    )


def _of_words(window: Window, one: Relation) -> dict[str, float]:
    """What the words tell: what announces the target, the order, and what parts the numbers."""
    text, target = window.text, one.target
    first, last = min(f.start for f in one.members), max(f.end for f in one.members)
    before, behind = (
        text[max(0, target.start - _NEAR) : target.start],
        text[target.end : target.end + _NEAR - 10],
    )
    found: dict[str, float] = {}
    for name, pattern in BEFORE.items():
        if pattern.search(before):
            found[f"before {name}"] = 1.0
    for name, pattern in BEHIND.items():
        if pattern.match(behind):
            found[f"behind {name}"] = 1.0
    term = window.terms.get(target.start)
    for cue in term.cues if term else ():
        found[f"cue {cue}"] = 1.0
    order = "last" if last <= target.start else "first" if first >= target.end else "amid"
    found[f"target {order}"] = 1.0
    ends = sorted([(f.start, f.end) for f in (*one.members, target)])
    gaps = [text[a[1] : b[0]] for a, b in pairwise(ends) if b[0] > a[1]]
    widest = max(map(len, gaps), default=0)
    found["widest gap"] = min(widest, 150) / 50
    found["stops between"] = min(3.0, sum(len(_CLOSES.findall(g)) for g in gaps))
    found["semicolons between"] = min(3.0, sum(g.count(";") for g in gaps))
    found["brackets between"] = min(3.0, sum(g.count("(") for g in gaps))
    found["and or or between"] = min(3.0, sum(len(re.findall(r"\b(?:and|or)\b", g)) for g in gaps))
    found["earlier"] = float(first < window.begin)
    found["all earlier"] = float(last <= window.begin)
    if target.start >= last:
        nearest = max(f.end for f in one.members)
        found["gap to target"] = min(target.start - nearest, 100) / 50
        found["bracket behind"] = float("before bracket" in found and target.start - nearest < 25)
    for name in ("of_drug", "per"):
        if term and getattr(term, name):
            found[f"term {name}"] = 1.0
    if _of_other(window, one):
        found["other drug"] = 1.0
    return {name: value for name, value in found.items() if value}


def _of_other(window: Window, one: Relation) -> bool:
    """Whether names of several drugs stand before the parts."""
    owners = set()
    for factor in (*one.members, one.target):
        if factor.kind in ("drug", "product", "concentration", "per_kg", "per_m2", "percent", "strength"):
            before = [n for n in window.names if n.end <= factor.start]
            owners.add((before[-1].key or before[-1].text.lower()) if before else None)
    return len(owners - {None}) > 1


def _common(window: Window) -> dict[str, float]:
    found = {f"says {name}": 1.0 for name, pattern in ANYWHERE.items() if pattern.search(window.text, window.begin)}
    if says_less_was_given(window.text):
        found["says less given"] = 1.0
    found["drugs"] = min(3.0, len({n.key or n.text.lower() for n in window.names}))
    found["factors"] = min(16, len({f.start for f in window.factors})) / 4
    return found


def _mark(sentence: Sentence, window: Window, one: Relation, shown: Printed) -> Mark:
    low = (one.low + one.high) / 2 / shown.scale
    unit = _UNIT.match(one.target.text)
    result = f"{as_text(low)} {unit[1] if unit else ''}".strip()
    start, end = one.target.start - window.begin, one.target.end - window.begin
    return sentence.at(start, end).mark(
        CHECK, Verdict.ASSUMES, f"The numbers beside it do not give this: {one.how} = {result}.",
        computed=result, arithmetic=f"{one.how} = {result}", suggestion=result,
        assumption="other numbers are meant",
    )  # fmt: skip
