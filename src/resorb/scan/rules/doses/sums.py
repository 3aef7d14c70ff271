"""The sums a text about doses may mean: which terms are multiplied, and what comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from resorb.reading.doses.terms import Term
from resorb.reading.lazy import lazy
from resorb.scan.rules.doses.counts import SESSIONS, counts
from resorb.scan.rules.doses.mixtures import is_vial, mixtures
from resorb.scan.rules.doses.runs import minutes
from resorb.scan.rules.doses.zone import (
    Sum,
    Zone,
    as_rate,
    goes_on,
    goes_with,
    in_grams,
    is_mixed,
    made,
    months,
    weeks,
    widened,
)
from resorb.values.ranges import Range
from resorb.values.spans import MonthConvention, days_per

_HOLDS = lazy(
    r"[\s-]*(?:bags?|vials?|ampoules?|syringes?|bottles?)\s+(?:of [\w ]{1,30} )?"
    r"(?:contain(?:s|ed|ing)?|holds?|held|with)\s+",
    re.IGNORECASE,
)
_PUT_ON = lazy(r"\b(?:appl(?:ied|y|ies)|rubbed|spread|creams?|ointments?|gels?)\b", re.IGNORECASE)
_JUST_BEFORE = lazy(r"\s*(?:w/v\s*)?(?:[a-z]+\s+){0,3}(?:\(|=|,)\s*(?:i\.e\.,? |that is,? |or )?\s*", re.IGNORECASE)


def sums(zone: Zone) -> list[Sum]:
    """Every sum that may be meant, the likeliest first; empty when the words announce none."""
    target = zone.target
    makers = {
        "drug": _masses, "product": _of_boxes, "volume": _volumes, "concentration": _concentrations,
        "percent": _percents, "count": counts, "per_kg": _per_size, "per_m2": _per_size, "minutes": minutes,
    }  # fmt: skip
    maker = makers.get(target.kind)
    return [] if maker is None or target.exact is None or not target.exact else list(maker(zone))


def _masses(zone: Zone) -> Iterator[Sum]:
    cues, per = set(zone.target.cues), zone.target.per
    if cues & {"equal", "hold", "bracket", "total"} and per in (None, "day?", "week?", "day", "week", "month"):
        yield from _contents(zone)
    if per in ("day", "day?") and cues & {"equal", "bracket", "mean", "hold", "given"}:
        yield from _per_day(zone)
    if per in ("week", "week?") and cues & {"equal", "bracket", "mean", "total"}:
        yield from _per_week(zone)
    if per in (None, "week", "week?") and cues & {"total", "equal"}:
        yield from _several(zone, "drug")
    if per is None and ("total" in cues or ("bracket" in cues and _is_behind_span(zone))):
        yield from _courses(zone)


def _contents(zone: Zone) -> Iterator[Sum]:
    """Strength times product, volume times concentration."""
    yield from _of_each(zone)
    yield from _of_products(zone)
    for volume in zone.of("volume"):
        for strength in zone.of("concentration", "solution"):
            if (
                volume.source is not None
                and strength.kind == "solution"
                and strength.start <= volume.start < strength.end
            ):
                continue
            value = volume.value * strength.value
            weak = not _are_tied(zone, volume, strength)
            yield made(value, f"{volume.value} mL × {strength.value} mg/mL", volume, strength, is_weak=weak)
            if is_mixed(zone.text):
                how = f"{volume.value} mL × {strength.value} mg/mL / 2"
                yield made(value.times(Fraction(1, 2)), how, volume, strength)
            for count in zone.of("count"):
                if count.noun != "vial" and (count.noun in SESSIONS or goes_with(zone, count, volume)):
                    how = f"{count.value} × {volume.value} mL × {strength.value} mg/mL"
                    yield made(value * count.value, how, count, volume, strength, is_weak=weak)
        for percent in zone.of("percent"):
            if re.match(r"\s*%?\s*(?:w/v\s*)?(?:\w+ )?solution", zone.text[percent.end : percent.end + 30]):
                yield made(
                    volume.value * percent.value.times(10), f"{volume.value} mL × {percent.value} %", volume, percent
                )


def _of_products(zone: Zone) -> Iterator[Sum]:
    """Strength times product, and so many of it."""
    several = len(_pairs(zone)) > 1
    for product in zone.of("product"):
        for percent in zone.of("percent"):
            if product.per is None and not _names_a_mass(zone, percent, product):
                value = product.value * percent.value.times(Fraction(1, 100))
                # What is used each time explains an amount per day, but says nothing against it.
                counted = [c for c in zone.of("count") if goes_with(zone, c, product)]
                # More than the product itself is no drug in it, but product again.
                is_more = not zone.target.of_drug and (zone.target.exact or 0) > (product.exact or 0)
                each_time = zone.target.per is not None or several or bool(counted) or is_more
                for count in counted:
                    how = f"{count.value} × {in_grams(product)}"
                    if not zone.target.of_drug and zone.target.per is None:
                        yield made(product.value * count.value, how, count, product, is_weak=goes_on(zone, product))
                        first = product.value * (count.value + Range.point(1))
                        yield made(first, f"({count.value} + 1) × {in_grams(product)}", count, product, is_weak=True)
                    how = f"{how} × {percent.value} %"
                    yield made(value * count.value, how, count, product, percent, is_weak=not zone.target.of_drug)
                yield made(value, f"{in_grams(product)} × {percent.value} %", product, percent, is_weak=each_time)


def _pairs(zone: Zone) -> list[tuple[Term, Term]]:
    """Masses of product, each with the strength said right behind it."""
    masses = [t for t in zone.of("product", "drug", most=8) if t.per is None]
    percents = zone.of("percent", most=8)
    return [(m, p) for m in sorted(masses, key=lambda t: t.start) for p in percents if 0 <= p.start - m.end <= 25]


def _names_a_mass(zone: Zone, percent: Term, product: Term) -> bool:
    """Whether a percentage in brackets belongs to another mass right before it: "yield 5000 g (25%)"."""
    before = zone.text[product.end : percent.start]
    return percent.start > product.end and re.search(r"\d\s?(?:g|mg|kg)\s?\($", before) is not None


def _are_tied(zone: Zone, volume: Term, strength: Term) -> bool:
    """Whether the words join a volume and a concentration: "0.2 mL of 150 mg/mL", or there is one of each only."""
    if len(zone.of("volume")) == 1 and len(zone.of("concentration", "solution")) == 1:
        return True
    first, last = sorted((volume, strength), key=lambda t: t.start)
    return 0 <= last.start - first.end <= 30 and not re.search(r"[.;,]", zone.text[first.end : last.start])


def _per_size(zone: Zone) -> Iterator[Sum]:
    """A dose through the weight or the surface: "30 mg to this child of 20 kg (1.5 mg/kg)"."""
    if not set(zone.target.cues) & {"equal", "bracket", "total", "mean"}:
        return
    kind, unit = ("weight", "kg") if zone.target.kind == "per_kg" else ("area", "m2")
    for mass in zone.of("drug", "product", most=1):
        for size in zone.of(kind):
            if mass.per in (None, "day") and (mass.per == "day") == (zone.target.per == "day"):
                how = f"{in_grams(mass)} / {size.value} {unit}"
                yield made(mass.value / size.value, how, mass, size, roughly=mass.value / widened(size))


def _per_day(zone: Zone) -> Iterator[Sum]:
    for span in zone.of("span", most=4):
        for mass, how, used in _supplies(zone):
            for month, shown in months(span):
                days, wide = (v.times(days_per(span.unit, month)) for v in (span.value, widened(span)))
                words = f"{how} / {span.value} {span.unit}s"
                yield made(mass / days, words, *used, span, days=shown, roughly=mass / wide)
    for dose in zone.of("drug"):
        for often in zone.of("often"):
            if dose.per is None and often.value.low is not None and often.value.low >= 7 and _is_its(zone, dose, often):
                a_day = often.value.times(Fraction(1, 7))
                # What is put on is cream, of which the drug is a share.
                is_share = zone.target.of_drug and not dose.of_drug and _PUT_ON.search(zone.text) is not None
                yield made(dose.value * a_day, f"{in_grams(dose)} × {a_day} a day", dose, often, is_weak=is_share)


def _supplies(zone: Zone) -> Iterator[tuple[Range, str, tuple[Term, ...]]]:
    """What was used over a span: drug, the drug in a product, or the product itself when no drug is meant."""
    for mass in zone.of("drug"):
        if mass.per is None:
            yield mass.value, in_grams(mass), (mass,)
    percents = zone.of("percent")
    for product in zone.of("product"):
        counted = [c for c in zone.of("count") if product.per is None and goes_with(zone, c, product)]
        for count in counted:
            for percent in percents:
                mass_of_drug = product.value * count.value * percent.value.times(Fraction(1, 100))
                how = f"{count.value} × {in_grams(product)} × {percent.value} %"
                yield mass_of_drug, how, (count, product, percent)
        if product.per is None and not counted:
            for percent in percents:
                mass_of_drug = product.value * percent.value.times(Fraction(1, 100))
                yield mass_of_drug, f"{in_grams(product)} × {percent.value} %", (product, percent)
            if not zone.target.of_drug and not percents:
                yield product.value, in_grams(product), (product,)


def _per_week(zone: Zone) -> Iterator[Sum]:
    for mass in zone.of("drug", "product"):
        if mass.per == "day":
            yield made(mass.value.times(7), f"{in_grams(mass)} × 7 days", mass)
        elif mass.per is None:
            for often in (o for o in zone.of("often", most=2) if _is_its(zone, mass, o)):
                yield made(mass.value * often.value, f"{in_grams(mass)} × {often.value} a week", mass, often)


def _is_its(zone: Zone, dose: Term, often: Term) -> bool:
    """Whether no other dose stands closer before a frequency: "20 mg twice daily and four doses of 5 mg"."""
    before = [m for m in zone.of("drug", "product", most=9) if m.end <= often.start]
    last = max(before, key=lambda m: m.end, default=dose)
    return last is dose or often.start - last.end > _BESIDE


_BESIDE = 12
_LARGEST = 75_000
"""In mg: more is no single dose."""


def _several(zone: Zone, kind: str) -> Iterator[Sum]:
    for count in zone.of("count"):
        for mass in zone.of(*dict.fromkeys((kind, "drug"))):
            fits = goes_with(zone, count, mass) or (
                count.noun == "vial" and is_vial(zone, mass) and mass.end < count.start
            )
            if mass.per is None and fits:
                how = f"{count.value} × {in_grams(mass)}"
                is_weak = goes_on(zone, mass) or (mass.kind == "drug" and (mass.exact or 0) > _LARGEST)
                yield made(mass.value * count.value, how, count, mass, is_weak=is_weak)
    masses, counts = zone.of(kind, "drug"), zone.of("count")
    alone = len(masses) == 1 == len(counts) and counts[0].noun in SESSIONS and masses[0].per is None
    if (
        alone
        and "total" in zone.target.cues
        and masses[0].end <= counts[0].start
        and (masses[0].exact or 0) <= _LARGEST
    ):
        count, mass = counts[0], masses[0]
        yield made(mass.value * count.value, f"{count.value} × {in_grams(mass)}", count, mass, is_course=True)


def _of_boxes(zone: Zone) -> Iterator[Sum]:
    is_sum = set(zone.target.cues) & {"total", "equal"} and zone.target.per is None
    yield from _several(zone, "product") if is_sum else ()


def _is_behind_span(zone: Zone) -> bool:
    """Whether the brackets stand right behind how long the course was: "600 mg daily for 14 days (8.4 g)"."""
    closed = re.match(r"\s?(?:in (?:all|total)\s?)?\)", zone.text[zone.target.end :])
    behind = (re.fullmatch(r"\s?\(", zone.text[s.end : zone.target.start]) for s in zone.of("span", most=9))
    return closed is not None and any(behind)


def _courses(zone: Zone) -> Iterator[Sum]:
    """Dose times frequency times weeks; phase by phase when there are several."""
    masses = [m for m in sorted(zone.of("drug", most=9), key=lambda t: t.start) if m.per is None or _by_adverb(m)]
    oftens = sorted(zone.of("often", most=9), key=lambda t: t.start)
    spans = sorted(zone.of("span", most=9), key=lambda t: t.start)
    if len(spans) > 1 and len(spans) == len(oftens) and len(masses) in (1, len(spans)):
        each = masses * len(spans) if len(masses) == 1 else masses
        parts = [
            m.value * o.value * weeks(s, MonthConvention.DAYS_28) for m, o, s in zip(each, oftens, spans, strict=True)
        ]
        total = Range.point(0)
        for part in parts:
            total += part
        if all(s.unit in ("day", "week") for s in spans):
            how = " + ".join(
                f"{in_grams(m)} × {o.value} × {s.value} {s.unit}s" for m, o, s in zip(each, oftens, spans, strict=True)
            )
            yield made(total, how, *masses, *oftens, *spans, is_course=True)
        return
    ramped = len({m.exact for m in masses if m.start >= 0}) > 1
    for mass in masses[-2:]:
        is_large = (mass.exact or 0) > _LARGEST
        for often in oftens[-2:]:
            for span in spans[-2:]:
                for month, shown in months(span):
                    value = mass.value * often.value * weeks(span, month)
                    how = f"{in_grams(mass)} × {often.value} a week × {span.value} {span.unit}s"
                    yield made(value, how, mass, often, span, days=shown, is_course=True, is_weak=ramped or is_large)


def _by_adverb(mass: Term) -> bool:
    """Whether a mass is a dose with its frequency, not a rate: "12.5 g weekly"."""
    return mass.source is not None and mass.source.by_adverb


def _volumes(zone: Zone) -> Iterator[Sum]:
    target, cues = zone.target, set(zone.target.cues)
    if not cues & {"equal", "bracket", "hold", "total", "given"}:
        return
    for count in zone.of("count"):
        for volume in zone.of("volume"):
            if cues & {"total", "equal", "bracket"} and volume.start < target.start and goes_with(zone, count, volume):
                yield made(volume.value * count.value, f"{count.value} × {volume.value} mL", count, volume)
    for rate in zone.of("ml_per_kg"):
        for weight in zone.of("weight"):
            how, wide = f"{rate.value} mL/kg × {weight.value} kg", rate.value * widened(weight)
            yield made(rate.value * weight.value, how, rate, weight, roughly=wide)
    yield from _volumes_of_doses(zone)
    for one, other in combinations(zone.of("volume", most=4), 2):
        # Put together they may be the volume meant: an explanation, nothing to hold against it.
        yield made(one.value + other.value, f"{one.value} mL + {other.value} mL", one, other, is_weak=True)
    for flow in zone.of("flow"):
        for time in zone.of("minutes"):
            if cues & {"equal", "hold", "total"} or (not zone.of("drug") and "bracket" in cues):
                yield made(flow.value * time.value, f"{as_rate(flow)} × {time.value} min", flow, time)


def _volumes_of_doses(zone: Zone) -> Iterator[Sum]:
    """The volume that holds a dose: "6.25 g is contained in 25 mL of the 250 mg/mL solution"."""
    target = zone.target
    for strength in zone.of("concentration"):
        linked = 0 <= strength.start - target.end <= 25 and re.fullmatch(
            r"\s*(?:of|at|from)\s+(?:(?:the|a|an|undiluted|this|vial|stock)\s+){0,3}(?:(?:solution|vials?)\s*(?:of\s+|\())?",
            zone.text[target.end : strength.start],
        )
        told = set(target.cues) & {"equal", "hold"}
        alone = bool(told) and len(zone.of("concentration")) == 1 == len(zone.of("drug"))
        for mass in zone.of("drug", most=1):
            alone = alone and 0 <= target.start - mass.end <= 60 and strength.end <= target.start
            if (linked or alone) and mass.end <= target.start and mass.per is None:
                yield made(mass.value / strength.value, f"{in_grams(mass)} / {strength.value} mg/mL", mass, strength)


def _concentrations(zone: Zone) -> Iterator[Sum]:
    cues = set(zone.target.cues)
    if not cues & {"equal", "bracket", "hold", "given"}:
        return
    yield from mixtures(zone)
    mixed = is_mixed(zone.text)
    for strength in zone.of("concentration", "solution"):
        if mixed:
            yield made(strength.value.times(Fraction(1, 2)), f"{strength.value} mg/mL / 2", strength)
        if strength.kind == "solution" and (cues & {"equal", "bracket"} or mixed):
            yield made(strength.value, f"{zone.text[strength.start : strength.end]}", strength)
    for volume in zone.of("volume"):
        for mass in zone.of("drug", most=1):
            between = zone.text[volume.end : mass.start] if volume.end <= mass.start else ""
            if _HOLDS.fullmatch(between):
                how = f"{in_grams(mass)} / {volume.value} mL"
                yield made(mass.value / volume.value, how, volume, mass)
    if "bracket" in cues or "equal" in cues:
        for percent in zone.of("percent", most=2):
            if not _JUST_BEFORE.fullmatch(zone.text, percent.end, zone.target.start):
                continue
            yield made(percent.value.times(10), f"{percent.value} % × 10 mg/mL", percent)


def _percents(zone: Zone) -> Iterator[Sum]:
    target = zone.target
    for strength in zone.of("solution"):
        between = zone.text[target.end : strength.start]
        behind = strength.start >= target.end and re.fullmatch(
            r"\s*(?:w/v|solution)?\s*(?:\(|=|,|i\.e\.,?)\s*(?:i\.e\.,? )?", between
        )
        before = strength.end <= target.start and set(target.cues) & {"bracket", "equal"}
        if behind or before:
            yield made(strength.value.times(Fraction(1, 10)), f"{zone.text[strength.start : strength.end]}", strength)


def _of_each(zone: Zone) -> Iterator[Sum]:
    """Several products, each with its strength: "300 g of the 25% and 200 g of the 10% cream"."""
    pairs = _pairs(zone)
    if len(pairs) < 2:
        return
    products, percents = zip(*pairs, strict=True)
    total = Range.point(0)
    for product, percent in pairs:
        total += product.value * percent.value.times(Fraction(1, 100))
    how = " + ".join(f"{in_grams(product)} × {percent.value} %" for product, percent in pairs)
    yield made(total, how, *products, *percents)
