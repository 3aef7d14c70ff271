"""The judge of percentages: a printed share against the counts, under each rounding rule; words for shares too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from resorb.checks.arithmetic.rounding import counts_giving, rule_for, written
from resorb.checks.claims.facts import count_column, count_of, figures, name_of, rows_of, unjudged, verdict, whole_of
from resorb.checks.registry import Judgement, judges
from resorb.tables.schema import Claim
from resorb.tables.study import Study, ref_of
from resorb.values.findings import FactRef, Verdict
from resorb.values.numbers import PrintedNumber, Rounding, as_text, round_to

_WORDS = {
    "half": Fraction(1, 2), "one-half": Fraction(1, 2), "two-thirds": Fraction(2, 3), "one-third": Fraction(1, 3),
    "a third": Fraction(1, 3), "three-quarters": Fraction(3, 4), "a quarter": Fraction(1, 4),
    "one-quarter": Fraction(1, 4), "four-fifths": Fraction(4, 5), "one-fifth": Fraction(1, 5), "all": Fraction(1),
    "none": Fraction(0),
}  # fmt: skip
_BEFORE = {
    "nearly": "nearly", "almost": "nearly", "just under": "nearly", "more than": "over", "over": "over",
    "above": "over", "less than": "under", "fewer than": "under", "under": "under", "below": "under",
    "about": "about", "approximately": "about", "around": "about", "at least": "at least", "at most": "at most",
}  # fmt: skip
LOOSE = Fraction(5)
"""How far, in points of a percentage, loose words may lie from the exact share ("nearly 80 %" is 75 to 80)."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share as printed: words before it (``nearly``, ``over``, ``about``, ...) and a number or a word."""

    manner: str
    number: PrintedNumber | None
    percent: Fraction


def read_share(text: str) -> Share | None:
    """The share a printed text names; None when it names none."""
    words = " ".join(text.lower().replace("%", " % ").split())
    first = next((w for w in sorted(_BEFORE, key=len, reverse=True) if words.startswith(f"{w} ")), "")
    rest = words.removeprefix(first).strip()
    manner = _BEFORE.get(first, "")
    found = figures(rest)
    if found:
        return Share(manner, found[0], found[0].value)
    name = re.sub(r"\s+", "-", rest) if rest not in _WORDS else rest
    exact = next((v for w, v in _WORDS.items() if w in (rest, name) or rest.startswith(f"{w} ")), None)
    return None if exact is None else Share(manner or "word", None, exact * 100)


@judges(
    "percent",
    doc="A printed percentage follows from its count and its whole.",
    source="exact fractions under half-up, half-even and truncation",
)
def percent(study: Study, claim: Claim) -> Judgement:
    """The count over the whole, against the printed share."""
    rows, whole_row = rows_of(study, claim), study.find(claim.study, claim.within or "")
    whole = whole_of(study, whole_row) if whole_row else None
    blank = [name_of(study, r) for r in rows if count_of(r) is None]
    share = read_share(claim.printed)
    if whole_row is None or not whole or not rows or blank:
        return unjudged(f"it needs the count of {', '.join(blank) or 'the part and of the whole'}, not zero")
    if share is None:
        return unjudged("the printed text names no percentage or fraction")
    part = sum(count_of(r) or 0 for r in rows)
    exact = Fraction(100 * part, whole)
    trace = tuple(ref_of(r, count_column(r)) for r in (*rows, whole_row))
    if share.number is not None and not share.manner:
        return judged_percent(part, whole, share.number, trace)
    return _loosely(f"{part}/{whole} = {written(exact)} %", exact, share, claim.printed, trace)


def judged_percent(part: int, whole: int, printed: PrintedNumber, trace: tuple[FactRef, ...] = ()) -> Judgement:
    """A printed percentage against its counts (``whole`` is not zero): half-up holds, another rule is an assumption."""
    exact = Fraction(100 * part, whole)
    computed = f"{written(exact)} %"
    rule = rule_for(exact, printed)
    if rule is None:
        fitting = counts_giving(printed, whole)
        would = (
            f"{printed.text} % would be {' or '.join(f'{k}/{whole}' for k in fitting[:6])}"
            if fitting
            else f"no count of {whole} gives {printed.text} %"
        )
        near = rounded_share(part, whole, printed)
        return Judgement(
            Verdict.FAILS,
            f"{part} of {whole} is {computed}, which rounds to {near} %, not {printed.text} %; {would}.",
            computed,
            f"{part}/{whole} = {computed} → {near} % (half-up)",
            suggestion=would,
            trace=trace,
        )
    arithmetic = f"{part}/{whole} = {computed} → {printed.text} % ({rule})"
    if rule is Rounding.HALF_UP:
        return Judgement(
            Verdict.HOLDS, f"{part} of {whole} is {printed.text} %, as printed.", computed, arithmetic, trace=trace
        )
    assumption = "digits were cut off, not rounded" if rule is Rounding.TRUNCATED else "ties were rounded to even"
    message = f"{part} of {whole} is {computed}; {printed.text} % is right only if {assumption}."
    return Judgement(Verdict.ASSUMES, message, computed, arithmetic, f"{assumption} ({rule})", trace=trace)


def rounded_share(part: int, whole: int, printed: PrintedNumber) -> str:
    """The share in percent with as many decimals as the printed one; both numbers at a tie ("62.5" is 63 or 62)."""
    exact = Fraction(100 * part, whole)
    rules = (Rounding.HALF_UP, Rounding.HALF_EVEN)
    return " or ".join(dict.fromkeys(as_text(round_to(exact, printed.step, r), printed.decimals) for r in rules))


def _loosely(arithmetic: str, exact: Fraction, share: Share, printed: str, trace: tuple[FactRef, ...]) -> Judgement:
    """Words that bound a share are judged as bounds; words that only hint at it hold under a stated latitude."""
    limit, computed = share.percent, f"{written(exact)} %"
    bounds = {"over": exact > limit, "under": exact < limit, "at least": exact >= limit, "at most": exact <= limit}
    if share.manner in bounds or exact == limit:
        holds = bounds.get(share.manner, exact == limit)
        message = f"{arithmetic}; {printed!r} " + ("holds." if holds else "does not hold.")
        return Judgement(verdict(holds=holds), message, computed, arithmetic, trace=trace)
    near = limit - LOOSE <= exact < limit if share.manner == "nearly" else abs(exact - limit) <= LOOSE
    if not near:
        return Judgement(Verdict.FAILS, f"{arithmetic}; {printed!r} is not.", computed, arithmetic, trace=trace)
    assumption = f"the words leave room of {LOOSE} points of a percentage"
    message = f"{arithmetic}; {printed!r} holds if {assumption}."
    return Judgement(Verdict.ASSUMES, message, computed, arithmetic, assumption, trace=trace)
