"""Doses of drugs beside the treatment that only a slip between units explains: prednisone in grams."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from resorb.codes import given_doses, knowledge
from resorb.codes.knowledge import Knowledge
from resorb.codes.preparations import GivenDose
from resorb.reading.doses.mentions import DoseText
from resorb.reading.doses.quantities import Quantity, quantities
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.doses.texts import Doses, doses_of, is_quoted
from resorb.scan.rules.doses.windows import DENSEST, LEVEL, NOT_GIVEN, SUMMED, rewritten
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text

_I = re.IGNORECASE
_LIQUID = lazy(r"\b(?:solutions?|stock|vials?|ampoules?|syringes?|undiluted|inject\w*|infus\w*|fill\w*|mL of)\b", _I)
_FAR = 20
"""By how much a printed amount must lie beyond what is given for the number not to be a matter of judgement."""
_SMALLEST = Fraction(1, 400)
"""What is taken for the smallest dose where the sources name none, as a share of the largest."""
_ROOM = Fraction(3, 2)
"""How far above the most of a source the amount meant may be."""
_NEAR = 60
_FAR_ON = 110
_WEEKLY = lazy(r"\b(?:week(?:ly)?|wk|qw|q1w)\b|/\s?w\b", _I)
_THOUSAND = 1000
_SMALL = Fraction(1, _THOUSAND)
_ON_SKIN = lazy(
    r"\b(?:creams?|ointments?|gels?|lotions?|foams?|topical\w*|pastes?|patch(?:es)?|tubes?|sprays?|drops|rinses?|powder"
    r"|intralesional\w*|intravitreal\w*|intradermal\w*|inhal\w*|nebuli\w*)\b|%",
    _I,
)
"""There a mass is one of product, or a trace that is meant."""
_TRIED = lazy(
    r"\b(?:test dose|desensiti\w*|challenge|graded|trace|poison\w*|intoxicat\w*|suicid\w*|swallowed|dispensed|ordered"
    r"|synthesi\w*|batch|weighed|assay\w*|per (?:g|gram|mL)\b)",
    _I,
)
_AHEAD = r"\s*(?:(?:of|de|a|per|each|every|once|twice|daily|weekly|day|week|oral|intravenous|IV|PO)\s+){0,4}"
_BREAK = lazy(r"[.;:|]|\b(?:instead|versus|while|whereas|dose\s+(?:stays|remains|is|was))\b", _I)


@rule(
    "dose-unit-beside",
    kind="dose",
    doc="A dose of a drug beside the treatment is not a thousand times the most that is given of it, nor a thousandth.",
    source="given doses of resorb.codes, each with its source",
)
def dose_unit_beside(text: Scanned) -> Iterator[Mark]:
    """Doses of drugs whose smallest and highest dose are on file, when only another unit brings them there."""
    names = _names(knowledge())
    listed = {one.key for one in given_doses().values()}
    for doses in doses_of(text):
        if is_quoted(doses) or doses.read.of_animals:
            continue
        found = list(names.pattern.finditer(doses.read.text))
        for mention in doses.read.mentions:
            q = mention.quantity
            if mention.drug is None and q.kind == "concentration":
                yield from _too_dense(doses, q)
            if not found or q.kind not in ("mass", "per_kg") or (mention.drug or "") not in {"", *listed}:
                continue
            owner = _owner(doses.read, q, found, names.of)
            factor = _slip(doses.read.text, q, owner) if owner else None
            if owner and factor and not (factor < 1 and _is_of_many(doses, q)):
                yield _mark(doses, q, owner, factor)


def _is_of_many(doses: Doses, q: Quantity) -> bool:
    """Whether an amount is so many doses of the size before it: "100 mg twice daily for six weeks, 8.4 g"."""
    text = doses.read.text
    before = [m.quantity for m in doses.read.mentions if m.quantity.kind == "mass" and m.quantity.end <= q.start]
    dose = before[-1].exact if before else None
    times = (q.exact or Fraction(0)) / dose if dose else Fraction(0)
    if q.per is not None or times.denominator != 1 or times < 2 or times % _THOUSAND == 0:
        return False
    return any(m.kind == "span" and before[-1].end <= m.start < q.start for m in quantities(text))


def _mark(doses: Doses, q: Quantity, owner: GivenDose, factor: Fraction) -> Mark:
    printed = doses.read.text[q.start : q.end]
    least, most = _ends(owner, q)
    unit = "mg/kg" if q.kind == "per_kg" else "mg"
    meant = f"{q.value.times(factor * _THOUSAND)} mcg" if factor < _SMALL else f"{q.value.times(factor)} {unit}"
    meant = rewritten(printed, factor) or meant
    by = f"× {as_text(factor)}" if factor > 1 else f"/ {as_text(1 / factor)}"
    what, end, word = ("below", least, "least") if factor > 1 else ("above", most, "most")
    bound = f"{as_text(end or Fraction(0))} {unit}"
    return doses.where.at(q.start, q.end).mark(
        "dose-unit-beside", Verdict.FAILS,
        f"As printed this is far {what} what is given of {owner.label}: {bound} at {word}.",
        computed=meant, arithmetic=f"{printed} {by} = {meant}", suggestion=meant,
    )  # fmt: skip


def _too_dense(doses: Doses, q: Quantity) -> Iterator[Mark]:
    """More mg in a mL than any solution holds, whatever the drug."""
    near = doses.read.text[max(0, q.start - 80) : q.end + 80]
    if q.value.low is None or q.value.low <= DENSEST or LEVEL.search(near) or not _LIQUID.search(near):
        return
    yield doses.where.at(q.start, q.end).mark(
        "dose-unit-beside", Verdict.FAILS, f"No solution holds {q.value} mg in a mL: that is more than its own weight.",
        computed=f"at most {DENSEST} mg/mL", arithmetic=f"{q.value} mg/mL > {DENSEST} mg/mL",
        suggestion="check the number and its unit",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Names:
    """A pattern of every name on file, and whose each is, in lower case."""

    pattern: re.Pattern[str]
    of: Mapping[str, GivenDose]


@cache
def _names(known: Knowledge) -> _Names:
    of = {name.lower(): one for one in known.given_doses.values() for name in one.names}
    words = "|".join(re.escape(name).replace(r"\ ", r"\s") for name in sorted(of, key=len, reverse=True))
    return _Names(lazy(rf"(?<![\w-])(?:{words})(?![\w-])", _I), of)


def _owner(read: DoseText, q: Quantity, found: list[re.Match[str]], of: Mapping[str, GivenDose]) -> GivenDose | None:
    """The drug on file that is named right behind a quantity, or last before it with no other drug between."""
    for name in found:
        if name.start() >= q.end and re.fullmatch(_AHEAD, read.text[q.end : name.start()][:_NEAR], _I):
            return of[" ".join(name[0].lower().split())]
    before = [name for name in found if name.end() <= q.start]
    if not before or _named_behind(read, q):
        return None
    name = before[-1]
    gap = read.text[name.end() : q.start]
    # A dose of the same drug between them takes the sentence further: "60 mg twice daily and titrated to 240 mg".
    goes_on = any(m.quantity.kind == q.kind and name.end() <= m.quantity.start < q.start for m in read.mentions)
    if len(gap) > (_FAR_ON if goes_on else _NEAR) or _BREAK.search(re.sub(r"(?<=\d)\.(?=\d)", "", gap)):
        return None
    between = [n for n in read.names if n.start >= name.end() and n.end <= q.start]
    if any(n.key is not None or read.text[name.end() : n.start].strip() for n in between):
        return None  # the salt of a drug may follow its name, another drug may not
    return of[" ".join(name[0].lower().split())]


def _named_behind(read: DoseText, q: Quantity) -> bool:
    """Whether another drug is named right behind a quantity."""
    return any(n.start >= q.end and re.fullmatch(_AHEAD, read.text[q.end : n.start][:_NEAR], _I) for n in read.names)


def _ends(owner: GivenDose, q: Quantity) -> tuple[Fraction | None, Fraction | None]:
    return (owner.least_mg_per_kg, owner.most_mg_per_kg) if q.kind == "per_kg" else (owner.least_mg, owner.most_mg)


def _slip(text: str, q: Quantity, owner: GivenDose) -> Fraction | None:
    """What brings a dose to where it is given: a thousandth (of mcg also a millionth), or a thousand times as much."""
    (least, most), low, high = _ends(owner, q), q.value.low, q.value.high
    if low is None or high is None or most is None or low <= 0:
        return None
    around = text[max(0, q.start - 60) : q.end + 40]
    if owner.is_weekly and not _WEEKLY.search(around):
        return None
    if any(words.search(around) for words in (SUMMED, LEVEL, _ON_SKIN, _TRIED)):
        return None
    if NOT_GIVEN.search(text[max(0, q.start - 30) : q.start]):
        return None
    unit = q.unit.lower()
    # Too much in the unit it is given in is no slip of the unit: mg for what is given in mg, g for what is in g.
    other_unit = unit.startswith("g") if most >= 1 else not unit.startswith(("mc", "µ", "μ", "u"))
    for factor in (_SMALL, _SMALL**2)[: 1 if most >= 1 else 2]:
        if low > _FAR * most and other_unit and most * _SMALLEST <= low * factor and high * factor <= most * _ROOM:
            return factor
    if least is not None and high * _FAR < least <= low * _THOUSAND and high * _THOUSAND <= most:
        return Fraction(_THOUSAND)
    return None
