"""Doses of drugs beside the treatment that only a slip between units explains: prednisone in grams."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.codes import given_doses
from resorb.codes.preparations import GivenDose
from resorb.reading.lazy import lazy
from resorb.reading.mentions import DoseText
from resorb.reading.quantities import Quantity
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.dose_texts import Doses, doses_of, is_quoted
from resorb.scan.rules.doses import DENSEST, LEVEL, NOT_GIVEN, SUMMED, rewritten
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text

_LIQUID = lazy(
    r"\b(?:solutions?|stock|vials?|ampoules?|syringes?|undiluted|inject\w*|infus\w*|fill\w*|mL of)\b", re.IGNORECASE
)
_FAR = 20
"""By how much a printed amount must exceed the most that is given for the number not to be a matter of judgement."""
_LEAST = Fraction(1, 400)
_NEAR = 60
_WEEKLY = lazy(r"\b(?:week(?:ly)?|wk|qw|q1w)\b|/\s?w\b", re.IGNORECASE)
_ONLY_WEEKLY = frozenset({"methotrexate"})
_THOUSAND = 1000


@rule(
    "dose-unit-beside",
    kind="dose",
    doc="A dose of a drug beside the treatment is not a thousand times the most that is given of it.",
    source="given doses of resorb.codes, each with its source",
)
def dose_unit_beside(text: Scanned) -> Iterator[Mark]:
    """Masses of drugs whose highest dose is on file, when a thousandth of them fits."""
    known = {name.lower(): one for one in given_doses().values() for name in one.names}
    for doses in doses_of(text):
        if is_quoted(doses) or doses.read.of_animals:
            continue
        for mention in doses.read.mentions:
            q = mention.quantity
            if mention.drug is None and q.kind == "concentration":
                yield from _too_dense(doses, q)
            is_other = mention.drug is None or mention.drug in known
            owner = _owner(doses.read, q, known) if is_other and q.kind == "mass" else None
            if owner is None or not _is_slip(doses.read.text, q, owner):
                continue
            printed = doses.read.text[q.start : q.end]
            meant = rewritten(printed, Fraction(1, _THOUSAND)) or f"{q.value.times(Fraction(1, _THOUSAND))} mg"
            yield doses.where.at(q.start, q.end).mark(
                "dose-unit-beside", Verdict.FAILS,
                f"As printed this is far above what is given of {owner.label}: {as_text(owner.most_mg)} mg at most.",
                computed=meant, arithmetic=f"{printed} / {_THOUSAND} = {meant}", suggestion=meant,
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


def _owner(read: DoseText, q: Quantity, known: dict[str, GivenDose]) -> GivenDose | None:
    """The drug on file whose name stands last before a quantity, with no listed drug between."""
    for name in reversed([n for n in read.names if n.end <= q.start]):
        gap = read.text[name.end : q.start]
        if (name.key or "") not in {"", *known} or len(gap) > _NEAR or re.search(r"[.;]", gap):
            return None
        if name.text.lower() in known:
            return known[name.text.lower()]
        if not name.is_weak and gap.strip():
            return None
    return None


def _is_slip(text: str, q: Quantity, owner: GivenDose) -> bool:
    low, high, most = q.value.low, q.value.high, owner.most_mg
    around = text[max(0, q.start - 60) : q.end + 40]
    if low is None or high is None or not most or low <= _FAR * most:
        return False
    if most >= 1 and not q.unit.lower().startswith("g"):
        return False  # too much, but in the unit it is given in
    if owner.key in _ONLY_WEEKLY and not _WEEKLY.search(around):
        return False
    if SUMMED.search(around) or LEVEL.search(around) or NOT_GIVEN.search(text[max(0, q.start - 30) : q.start]):
        return False
    return most * _LEAST <= low / _THOUSAND and high / _THOUSAND <= most
