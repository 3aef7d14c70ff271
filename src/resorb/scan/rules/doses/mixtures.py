"""Sums about what is mixed, and about the vials a dose needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from resorb.reading.doses.terms import Term
from resorb.reading.lazy import lazy
from resorb.scan.rules.doses.zone import Sum, Zone, in_grams, made, says_mixing
from resorb.values.ranges import Range


def mixtures(zone: Zone) -> Iterator[Sum]:
    """Two volumes mixed: "1 mL of lidocaine and 3 mL of a 250 mg/mL solution"."""
    volumes = sorted(zone.of("volume", most=4), key=lambda t: t.start)
    if len(volumes) != 2 or not says_mixing(zone.text) or volumes[1].start - volumes[0].end > 80:
        return
    whole = volumes[0].value + volumes[1].value
    for strength in zone.of("concentration", most=1):
        before = [v for v in volumes if 0 <= strength.start - v.end <= 45]
        if (
            not before
            or strength.kind != "concentration"
            or re.search(r"[.;]", zone.text[before[-1].end : strength.start])
        ):
            continue
        near = before[-1]
        for volume in volumes:
            other = volumes[0] if volume is volumes[1] else volumes[1]
            how = f"{strength.value} mg/mL × {volume.value} mL / ({volume.value} + {other.value}) mL"
            yield made(strength.value * volume.value / whole, how, volume, other, strength, is_weak=volume is not near)
            how = f"{strength.value} mg/mL × {volume.value} mL / {other.value} mL"
            yield made(strength.value * volume.value / other.value, how, volume, other, strength, is_weak=True)


_EACH_VIAL = lazy(
    r"\s*(?:of|with|holding|containing|at|à|@|\()\s*(?P<n>\d{1,3}(?:\.\d{1,2})?)\s?g\b"
    r"(?:\s?(?:/|in|per)\s?\d{1,3}\s?mL)?\)?(?:\s+each(?! week))?"
    r"(?P<week>\s*(?:each|per|a|every) week|\s*weekly|/week)?",
    re.IGNORECASE,
)
_ANOTHER_DOSE = lazy(r"[.;]|\b(?:then|or|later|instead|increas\w+|rais\w+|reduc\w+)\b", re.IGNORECASE)


def vials_for(zone: Zone) -> Iterator[Sum]:
    """Vials for one dose, or for those of a week: "25 g three times a week needs 6 vials of 12.5 g each week"."""
    target = zone.target
    size = _EACH_VIAL.match(zone.text, target.end)
    doses = [m for m in zone.of("drug", most=9) if m.end < target.start and m.per in (None, "week", "week?")]
    if size is None or len(doses) != 1 or not Fraction(size["n"]):
        return
    dose = doses[0]
    if target.start - dose.end > 60 or _ANOTHER_DOSE.search(zone.text[dose.end : target.start]):
        return
    needed = (dose.value.times(1 / (Fraction(size["n"]) * 1000))).low
    oftens = [t for t in zone.of("often") if dose.end <= t.start < target.start]
    if needed is None or (oftens and not size["week"]) or (size["week"] and not oftens):
        return
    how = f"{in_grams(dose)} / {size['n']} g"
    if not oftens:
        yield made(Range.point(ceil(needed)), how, dose)
        return
    times = oftens[0].value
    yield made(times.times(ceil(needed)), f"{how} = {ceil(needed)}; × {times} a week", dose, oftens[0])
    shared = (dose.value * times).times(1 / (Fraction(size["n"]) * 1000)).low
    if shared is not None:
        yield made(Range.point(ceil(shared)), f"{how} × {times} a week", dose, oftens[0], is_weak=True)


_SIZE_BEFORE = lazy(r"\b(?:vials?|ampoules?)\b[^.;,\d]{0,18}$", re.IGNORECASE)
_SIZE_BEHIND = lazy(r"[\s-]*(?:vials?|ampoules?)\b", re.IGNORECASE)


def is_vial(zone: Zone, mass: Term) -> bool:
    """Whether a mass is said to be what a vial holds: "one vial of 12.5 g", "12.5-g vials"."""
    before = _SIZE_BEFORE.search(zone.text, max(0, mass.start - 30), mass.start) if mass.start >= 0 else None
    return before is not None or _SIZE_BEHIND.match(zone.text, max(0, mass.end)) is not None


def _vials_of_a_course(zone: Zone) -> Iterator[Sum]:
    """Vials for so many doses: "16 doses of 25 g, vial size 12.5 g, hence 32 vials"."""
    masses = [m for m in zone.of("drug", most=4) if m.per is None and m.end <= zone.target.start]
    sizes = [m for m in masses if is_vial(zone, m)]
    doses = [m for m in masses if m not in sizes]
    counts = [c for c in zone.of("count", most=4) if c.noun in ("dose", "infusion", "session") and c.start >= 0]
    if "equal" not in zone.target.cues or not len(sizes) == len(doses) == len(counts) == 1:
        return
    each = (doses[0].value / sizes[0].value).low
    if each is not None:
        how = f"{counts[0].value} × {in_grams(doses[0])} / {in_grams(sizes[0])}"
        yield made(counts[0].value.times(ceil(each)), how, counts[0], doses[0], sizes[0])


_FOR_A_DOSE = lazy(r"\b(?:dose of|for|to give|gives?|draws?)\s+(?:an? |the |each )?$", re.IGNORECASE)


def vials(zone: Zone) -> Iterator[Sum]:
    """As many vials as hold the dose: "for a dose of 25 g 5 vials of 12.5 g each"."""
    target = zone.target
    yield from vials_for(zone)
    yield from _vials_of_a_course(zone)
    inside = [m for m in zone.of("drug") if re.fullmatch(r"\s*(?:of|with|holding)\s+", zone.text[target.end : m.start])]
    doses = [m for m in zone.of("drug") if m.end < target.start and _FOR_A_DOSE.search(zone.text[: m.start])]
    for each in inside[:1]:
        for dose in doses[:1]:
            vials = (dose.value / each.value).low
            if vials is not None:
                yield made(Range.point(ceil(vials)), f"{in_grams(dose)} / {in_grams(each)}", dose, each)
