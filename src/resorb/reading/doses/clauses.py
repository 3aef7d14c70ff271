"""Whose dose it is: doses that belong to drugs which are not on the list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from resorb.reading.doses.patterns import MASS, VOLUME, WORDS, numbers
from resorb.reading.doses.schedule_patterns import ABBREVIATIONS
from resorb.reading.doses.text import DRUG
from resorb.reading.doses.words import CHILD, NOT_GIVEN, PASSED_OVER
from resorb.reading.lazy import lazy
from resorb.reading.times.time_units import UNITS

_AMOUNT = rf"{numbers('n')}[\s-]*(?:{MASS}|{VOLUME})(?:\s*/\s*[\d.]*\s*\w+)?"
_WORD = r"(?<![A-Za-z-])(?P<word>[A-Za-z][A-Za-z-]{2,40})(?![A-Za-z-])"
_BEFORE = lazy(rf"{_WORD}[\s(:]{{0,4}}(?:(?:at|dose|of)[\s(:]{{1,4}}){{0,3}}(?P<amount>{_AMOUNT})", re.IGNORECASE)
_BEHIND = lazy(rf"(?P<amount>{_AMOUNT})\s+of\s+{_WORD}", re.IGNORECASE)

# Words of the grammar that may stand before an amount and are no drug.
_GRAMMAR = frozenset(
    """daily weekly monthly nightly once twice thrice times day days week weeks month months every each other second
    then
    total cumulative about approximately around least most more less than under over dose doses local low high
    bolus topical topically intravenous intravenously intralesional intralesionally intradermal oral orally
    subcutaneous subcutaneously intraperitoneal infusion ointment cream gel tid bid tiw qid single concentration
    strength volume vial vials tablet tablets capsule capsules ampoule ampoules with for fois par semaine jour soit
    pentahydrate pentahydrated anhydrous dispensed supplied delivered quantity supply apply applied prescription
    dispense disp qty compound maintenance loading initial initially starting started first only maximum minimum
    dans avec chez contains containing also children plus sans diluted dissolved mixed added bag bags syringe
    syringes tube tubes jar jars refill refills half tds bds qds nocte mane alternate between entre either approx
    est estimated equivalent namely push iv stat unit units use uses tab tabs cap caps mon tue tues wed thu thurs
    fri sat sun monday tuesday wednesday thursday friday saturday sunday weekdays apart interval intervals spaced
    period long further later alternating lasting last final course test dialysis haemodialysis hemodialysis
    peritoneal median highest lowest needle range iqr rate
    """.split()  # noqa: SIM905 - a list of words reads best as words
)


@dataclass(frozen=True, slots=True)
class Foreign:
    """A dose that belongs to a drug not on the list: its name and the stretch of the clause."""

    name: str
    start: int
    end: int


def foreign_doses(left: str) -> tuple[Foreign, ...]:
    """Doses of drugs that are not on the list, in a text whose known drugs are already marked.

    The dose of "methotrexate 12.5 mg weekly and STS 25 g" is methotrexate's up to the next drug, the end of the
    sentence or a semicolon.
    """
    found: list[Foreign] = []
    for pattern in (_BEFORE, _BEHIND):
        for match in pattern.finditer(left):
            if _is_name(match["word"]):
                found.append(Foreign(match["word"].lower(), match.start(), _end(left, match.end())))
    return tuple(sorted(set(found), key=lambda f: f.start))


def _is_name(word: str) -> bool:
    plain = word.lower()
    if plain.endswith(("ed", "ing", "ly")):
        # "if tolerated 12.5 g": participles and adverbs name no drug.
        return False
    known = plain in WORDS or plain in UNITS or plain in NOT_GIVEN or plain in PASSED_OVER | CHILD
    return not known and plain not in _GRAMMAR and plain not in ABBREVIATIONS


def _end(left: str, start: int) -> int:
    stops = [m.start() for m in re.finditer(r"[;.](?:\s|$)", left[start:])]
    known = left.find(DRUG, start)
    stop = start + stops[0] if stops else len(left)
    if known != -1 and known < stop:
        # "... and 25 g of thiosulfate": the amount before the known drug is its own.
        own = list(re.finditer(rf"{_AMOUNT}\s*(?:of\s*)?$", left[start:known], re.IGNORECASE))
        stop = start + own[-1].start() if own else known
    return stop
