"""Supplies of the ointment as they stand in pharmacy records, and the exposure they amount to.

Each shape below is one way in which such records come, clean or not; the truth is computed here from what was meant,
not from what the record says. Unknown stays unknown (None).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import numpy as np

from resorb.records.simulate.settings import PERIOD_START, PERIOD_STOP
from resorb.records.simulate.vocabulary import DISPENSED, TOPICAL

COURSE_GAP_DAYS = 90
PACKS_G = (60, 120, 180, 240, 360)
ROUTES = ((TOPICAL, "TOPICAL"), (TOPICAL, "TOP"), (0, "TOP"), (TOPICAL, None), (0, "EXT"))
SIGS = (
    "APPLY TO AFFECTED AREAS BID",
    "APPLY THIN LAYER TWICE DAILY",
    "APPLY TID TO AFFECTED AREAS",
    "USE AS DIRECTED BID",
)


@dataclass(frozen=True, slots=True)
class Supply:
    """One supply as meant: grams of ointment, strength in %, days it lasts; None where the record does not tell."""

    day: date
    grams: int | None
    strength_percent: int | None
    days: int | None


def topical(shape: str, rng: np.random.Generator) -> tuple[list[Supply], list[dict[str, Any]]]:
    """The supplies of one person and their rows of ``drug_exposure``."""
    meant = _meant(shape, rng)
    route = (0, None) if shape == "no route" else ROUTES[int(rng.integers(len(ROUTES)))]
    sig = SIGS[int(rng.integers(len(SIGS)))]
    rows = [_row(supply, shape, route, sig, is_last=supply is meant[-1], refills=len(meant) - 1) for supply in meant]
    if shape == "duplicate row":
        rows.insert(1, dict(rows[0]))
    told = [_told(supply, shape, is_last=supply is meant[-1]) for supply in meant]
    return told, rows


def _meant(shape: str, rng: np.random.Generator) -> list[Supply]:
    """What was supplied in truth: three to five tubs, or one for a short course."""
    strength = {"strength 50": 50, "strength 10": 10}.get(shape, 25)
    if shape == "last day of the period":
        return [Supply(PERIOD_STOP, 180, strength, 60)]
    n = 1 if shape == "short" else int(rng.integers(3, 6))
    day = PERIOD_START if shape == "first day of the period" else PERIOD_START + timedelta(int(rng.integers(20, 1100)))
    supplies = []
    for i in range(n):
        lasts = 28 if shape == "short" else int(rng.integers(30, 61))
        supplies.append(Supply(day, PACKS_G[int(rng.integers(len(PACKS_G)))], strength, lasts))
        # A supply is fetched up to two weeks late; early where the shape says so; long after where it restarts.
        wait = -10 if shape == "early fill" and i == 0 else int(rng.integers(0, 15))
        wait += 150 if shape == "restart" and i == n - 2 else 0
        day += timedelta(lasts + wait)
    return supplies


def _row(
    supply: Supply, shape: str, route: tuple[int, str | None], sig: str, *, is_last: bool, refills: int
) -> dict[str, Any]:
    """The record of one supply, as this pharmacy writes it."""
    pack, percent = supply.grams or 0, f"{supply.strength_percent}%"
    name = f"SODIUM THIOSULFATE {percent} IN ZINC OXIDE OINT {pack} G"
    row = {
        "drug_concept_id": 0,
        "drug_exposure_start_date": supply.day,
        "drug_exposure_end_date": supply.day + timedelta(supply.days or 0),
        "drug_type_concept_id": DISPENSED,
        "refills": refills,
        "quantity": float(pack),
        "days_supply": supply.days,
        "sig": sig,
        "route_concept_id": route[0],
        "drug_source_value": name,
        "drug_source_concept_id": 0,
        "route_source_value": route[1],
        "dose_unit_source_value": "g",
    }
    row |= _quantity_as(shape, sig, pack, percent)
    unknown_end = {"days_supply": None, "drug_exposure_end_date": supply.day}
    if shape == "negative days":
        row["days_supply"] = -(supply.days or 0)
    elif shape == "no days, end known":
        row["days_supply"] = None
    elif (shape == "last length unknown" and is_last) or (shape == "a length unknown" and not is_last):
        row |= unknown_end
    return row


def _quantity_as(shape: str, sig: str, pack: int, percent: str) -> dict[str, Any]:
    """How this shape writes quantity and name, where it differs from grams with their unit."""
    bare = f"SODIUM THIOSULFATE {percent} IN ZINC OXIDE OINT"
    styles: dict[str, dict[str, Any]] = {
        "no unit": {"dose_unit_source_value": None},
        "tubes": {"quantity": pack / 60, "dose_unit_source_value": "tube", "drug_source_value": f"{bare} 60 G"},
        "jar": {"quantity": 1.0, "dose_unit_source_value": "jar"},
        "in the name": {"quantity": None, "dose_unit_source_value": None},
        "in the sig": {
            "quantity": None,
            "dose_unit_source_value": None,
            "drug_source_value": bare,
            "sig": f"{sig}. DISP {pack} G",
        },
        "quantity unknown": {
            "quantity": None,
            "dose_unit_source_value": None,
            "drug_source_value": bare,
            "sig": f"{sig}. DISP 1 JAR",
        },
        "name in the sig": {
            "drug_source_value": "COMPOUNDED OINTMENT",
            "sig": f"SODIUM THIOSULFATE {percent} OINT. {sig}",
        },
        "strength unknown": {"drug_source_value": f"SODIUM THIOSULFATE IN ZINC OXIDE OINT {pack} G"},
        "British spelling": {"drug_source_value": f"Sodium thiosulphate {percent} w/w oint, {pack} g"},
    }
    return styles.get(shape, {})


def _told(supply: Supply, shape: str, *, is_last: bool) -> Supply:
    """What the record lets a reader know of the supply."""
    if shape == "quantity unknown":
        return replace(supply, grams=None)
    if shape == "strength unknown":
        return replace(supply, strength_percent=None)
    if (shape == "last length unknown" and is_last) or (shape == "a length unknown" and not is_last):
        return replace(supply, days=None)
    return supply


def exposure(supplies: list[Supply]) -> dict[str, Any]:
    """What the supplies amount to: courses, grams, days, g/day and days covered. None is unknown."""
    courses = [_course(part) for part in _courses(supplies)]

    def total(key: str) -> Any:
        parts = [course[key] for course in courses]
        return None if any(part is None for part in parts) else sum(parts)

    drug_mg, days = total("drug_mg"), total("days")
    return {
        "courses": courses,
        "supplies": len(supplies),
        "grams_of_product": total("grams_of_product"),
        "drug_mg": drug_mg,
        "days": days,
        "g_per_day": None if drug_mg is None or not days else float(Fraction(drug_mg, days * 1000)),
        "days_covered": total("days_covered"),
    }


def _courses(supplies: list[Supply]) -> Iterator[list[Supply]]:
    """Supplies without a gap of more than 90 days between the end of one and the next."""
    part: list[Supply] = []
    until: date | None = None
    for supply in supplies:
        if until is not None and (supply.day - until).days > COURSE_GAP_DAYS:
            yield part
            part = []
        part.append(supply)
        end = supply.day + timedelta(supply.days or 0)
        until = end if until is None or len(part) == 1 else max(until, end)
    yield part


def _course(supplies: list[Supply]) -> dict[str, Any]:
    """One course; it stops when its last supply is used up, counted from the day it was fetched."""
    first, last = supplies[0], supplies[-1]
    stop = None if last.days is None else last.day + timedelta(last.days)
    days = None if stop is None else (stop - first.day).days
    grams = [s.grams for s in supplies]
    drug = [
        None if s.grams is None or s.strength_percent is None else s.grams * s.strength_percent * 10 for s in supplies
    ]
    drug_mg = None if None in drug else sum(mg for mg in drug if mg is not None)
    return {
        "start": first.day.isoformat(),
        "stop": None if stop is None else stop.isoformat(),
        "supplies": len(supplies),
        "grams_of_product": None if None in grams else sum(g for g in grams if g is not None),
        "strength_percent": first.strength_percent,
        "drug_mg": drug_mg,
        "days": days,
        "g_per_day": None if drug_mg is None or not days else float(Fraction(drug_mg, days * 1000)),
        "days_covered": _covered(supplies, stop),
    }


def _covered(supplies: list[Supply], stop: date | None) -> int | None:
    """Days with drug up to the course's stop; what was fetched early is used after the supply before it."""
    if stop is None or any(s.days is None for s in supplies):
        return None
    covered, used_up = 0, supplies[0].day
    for supply in supplies:
        start = max(supply.day, used_up)
        used_up = start + timedelta(supply.days or 0)
        covered += max(0, (min(used_up, stop) - start).days)
    return covered
