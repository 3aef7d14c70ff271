"""Clinical notes made up for measuring: seeded, all different, with doses, laboratory values, counts and filler.

The sentences are of our own and mean nothing; their numbers are drawn, so none of it is a fact of medicine.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice
from random import Random

SEED = 20261120
_DRUG = ("sodium thiosulfate", "Sodium thiosulphate", "STS", "thiosulfate", "topical sodium thiosulfate")
_SITE = ("left elbow", "right thigh", "abdominal wall", "both hands", "left knee", "finger pads", "right hip")
_LESION = ("calcinosis", "calciphylaxis", "calcified plaque", "calcium deposits", "necrotic ulcer")
_OTHER = ("amlodipine", "prednisone", "warfarin", "cinacalcet", "sevelamer", "methotrexate", "metoprolol")
_OFTEN = ("three times a week after dialysis", "twice daily", "every other day", "weekly", "once daily")
_EFFECT = ("less painful", "smaller", "unchanged", "softer", "larger than at the last visit", "nearly closed")
_WHO = ("her sister", "the district nurse", "his wife", "the renal team", "the wound clinic", "the pharmacist")
_SENTENCES = (
    "{drug} {grams} g IV {often} was started for {lesion} of the {site}.",
    "{drug} {percent}% cream is applied to the {site} {often}; the area is {effect}.",
    "{drug} was given at {milligrams} mg per lesion into {few} lesions of the {site} over {weeks} weeks.",
    "Patient denies {lesion} of the {site}; no {lesion2} was seen.",
    "There is no evidence of {lesion} today, and {drug} is not indicated.",
    "Continues {other} {small} mg {often} without complaint.",
    "{drug} was stopped after {weeks} weeks because of nausea on {few} of {many} days of treatment.",
    "Calcium {calcium} mg/dL (8.5-10.5), phosphate {phosphate} mg/dL (2.5-4.5), creatinine {creatinine} mg/dL.",
    "PTH {pth} pg/mL, albumin {albumin} g/dL, CRP {crp} mg/L, potassium {potassium} mmol/L.",
    "Blood pressure {systolic}/{diastolic} mmHg, pulse {pulse}, temperature {temperature} C, SpO2 {saturation}%.",
    "Of {many} deposits counted on the films, {few} were {effect}.",
    "The largest ulcer of the {site} measures {width} x {height} cm and is {effect}.",
    "Pain {few} of 10 at rest, before {tablets} of 10.",
    "Seen with {who}, who reports that sleep and appetite are as before.",
    "Dressings of the {site} are changed by {who}; the skin around is dry and not warm.",
    "We went through the plan together and {who} has the number of the ward.",
    "Walks with a frame, lives on the ground floor, does not smoke.",
    "Chest clear, heart sounds normal, abdomen soft, no oedema of the legs.",
    "Review in {weeks} weeks with bloods, sooner if the {site} becomes {effect}.",
    "Family history: {who} was once treated for {lesion} elsewhere.",
)
_PARTS = (("History", 5), ("Medication", 4), ("Findings", 6), ("Plan", 3))


def notes(how_many: int, seed: int = SEED) -> list[str]:
    """So many notes of about 1,300 characters."""
    return list(islice(endless_notes(seed), how_many))


def endless_notes(seed: int = SEED) -> Iterator[str]:
    """Notes without end, each another."""
    random = Random(seed)  # noqa: S311 (no secret hangs on it)
    for number in count(1):
        parts = [f"Note {number}. {random.randint(24, 91)}-year-old {random.choice(('woman', 'man'))}."]
        for title, length in _PARTS:
            sentences = (each.format_map(_filled(random)) for each in random.sample(_SENTENCES, length))
            parts.append(f"{title}\n{' '.join(sentences)}")
        yield "\n\n".join(parts)


def _filled(random: Random) -> dict[str, object]:
    many = random.randint(10, 40)
    words = {"drug": _DRUG, "site": _SITE, "lesion": _LESION, "lesion2": _LESION, "other": _OTHER, "often": _OFTEN}
    chosen = {name: random.choice(among) for name, among in (words | {"effect": _EFFECT, "who": _WHO}).items()}
    return chosen | {
        "grams": random.choice(("5", "10", "12.5", "25")),
        "percent": random.choice((10, 15, 20, 25)),
        "milligrams": random.choice((75, 125, 150, 250)),
        "small": random.choice((2.5, 5, 10, 20, 40)),
        "many": many,
        "few": random.randint(1, 9),
        "weeks": random.randint(2, 52),
        "tablets": random.randint(1, 9),
        "calcium": round(random.uniform(7.5, 11), 1),
        "phosphate": round(random.uniform(2, 8), 1),
        "creatinine": round(random.uniform(0.6, 9), 1),
        "pth": random.randint(15, 900),
        "albumin": round(random.uniform(2, 4.5), 1),
        "crp": random.randint(1, 180),
        "potassium": round(random.uniform(3.2, 5.6), 1),
        "systolic": random.randint(100, 170),
        "diastolic": random.randint(55, 95),
        "pulse": random.randint(55, 110),
        "temperature": round(random.uniform(36, 38.6), 1),
        "saturation": random.randint(91, 99),
        "width": round(random.uniform(1, 9), 1),
        "height": round(random.uniform(1, 6), 1),
    }
