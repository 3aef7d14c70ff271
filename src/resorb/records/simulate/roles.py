"""Who is planted, how many of each per cohort, and why each must stay in or be left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from resorb.records.simulate.settings import Settings


@dataclass(frozen=True, slots=True)
class Role:
    """One kind of planted person: ``variants`` has one entry per person and cohort.

    Attributes:
        step: where such a person leaves: ``not found``, a step of attrition, or ``included``.
        variants: what each of them is like, by name.
    """

    name: str
    step: str
    why: str
    variants: tuple[str, ...]


# Twenty-eight treated persons: class of response and shape of the supplies. The order pairs every class with several
# shapes; shapes are explained in supplies.py.
_CLASSES = ("CR",) * 2 + ("PR",) * 17 + ("NR",) * 7 + ("UR",) * 2
_SHAPES = (
    "plain", "restart", "no unit", "tubes", "in the name", "in the sig", "negative days", "no days, end known",
    "last length unknown", "a length unknown", "quantity unknown", "duplicate row", "early fill", "no route",
    "name in the sig", "strength 50", "strength unknown", "first day of the period", "last day of the period",
    "two observation periods", "jar", "strength 10", "British spelling", "short", "short", "short", "short", "plain",
)  # fmt: skip
INCLUDED = Role(
    "included", "included", "meets the protocol", tuple(f"{c}: {s}" for c, s in zip(_CLASSES, _SHAPES, strict=True))
)
FOUND = (
    INCLUDED,
    Role("no ACTD", "no ACTD", "no autoimmune connective tissue disease on record", (
        "topical, no underlying disease", "topical, disease only in the family", "intravenous, no underlying disease")),
    Role("intravenous", "intravenous", "sodium thiosulfate was given into a vein",
         tuple(("named", "NDC only", "route as text", "in g")[i % 4] for i in range(43))),
    Role("no follow-up", "no follow-up", "no note says what became of the calcinosis under treatment", (
        "no note", "no note", "note before treatment", "note on the first day", "only other notes", "deceased",
        "keyword: list", "keyword: refill", "keyword: history", "keyword: hypothetical", "keyword: family",
        "keyword: missed")),
    Role("not as prescribed", "not as prescribed", "the ointment was not put on the affected areas as prescribed",
         ("misused",)),
)  # fmt: skip
DECOYS = (
    Role("code-without-treatment", "not found", "has the target code, but no sodium thiosulfate on record", ("",) * 20),
    Role("other-drug", "not found", "has the target code, but was given another drug", (
        "diltiazem", "diltiazem", "diltiazem", "warfarin", "minocycline", "minocycline", "metabisulfite",
        "metabisulfite", "tuberculin", "zinc oxide", "zinc oxide", "gold")),
    Role("wrong-route", "not found", "has target code and sodium thiosulfate, but by a route not studied",
         ("intralesional",) * 5 + ("oral",) * 3),
    Role("outside-period", "not found", "treatment or target code lies outside the period", (
        "treated the day before", "treated the day after", "treated before", "treated before", "treated before",
        "treated after", "treated after", "treated after", "coded before", "coded after")),
    Role("treatment-without-code", "not found", "was given sodium thiosulfate, but has no target code",
         ("calciphylaxis",) * 8 + ("tinea",) * 3 + ("cyanide",) + ("neighbour code",) * 2),
    Role("mention-only", "not found", "sodium thiosulfate or calcinosis stands only in notes that do not assert it", (
        "drug negated", "drug negated", "drug negated", "drug in the family", "drug in the family", "drug hypothetical",
        "drug hypothetical", "drug hypothetical", "other drug helped", "other drug helped", "drug in the past",
        "drug in the past", "target negated", "target negated", "target in the family", "target in the family")),
)  # fmt: skip
ROLES = (*FOUND, *DECOYS)

ATTRITION = (
    ("found", "target code and sodium thiosulfate, topical or intravenous, in the period"),
    ("no ACTD", "no underlying autoimmune connective tissue disease"),
    ("intravenous", "intravenous sodium thiosulfate in the period"),
    ("no follow-up", "no follow-up on the treatment"),
    ("not as prescribed", "not applied to the affected areas as prescribed"),
)
"""The steps, in the order in which persons leave; everybody not left out by the last one is included."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted person. ``number`` counts the persons of one role and variant over all cohorts."""

    person_id: int
    role: Role
    variant: str
    number: int


def per_cohort() -> int:
    """How many persons are planted per cohort."""
    return sum(len(role.variants) for role in ROLES)


def planted(settings: Settings) -> list[Planted]:
    """Everybody planted, by ascending person id.

    Ids are odd and spread evenly among the even ids of everybody else, so that no table can be pruned by the least and
    greatest id of its row groups; which person has which role is shuffled.
    """
    cast = [
        (role, variant, cohort * len(role.variants) + place)
        for cohort in range(settings.cohorts)
        for role in ROLES
        for place, variant in enumerate(role.variants)
    ]
    rng = settings.random(1)
    others = settings.persons - len(cast)
    width = others / len(cast)
    offsets = (np.arange(len(cast)) * width + rng.random(len(cast)) * max(width - 1, 0)).astype(np.int64)
    order = rng.permutation(len(cast))
    return [Planted(int(2 * offset + 1), *cast[i]) for offset, i in zip(offsets, order, strict=True)]
