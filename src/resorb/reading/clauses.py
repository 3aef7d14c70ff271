"""Parting a text: phases one after another, and which dose belongs to which drug."""

from __future__ import annotations

import re
from dataclasses import dataclass

from resorb.reading.patterns import MASS, VOLUME, WORDS, numbers
from resorb.reading.text import DRUG
from resorb.reading.words import CHILD, NOT_GIVEN, PASSED_OVER

_THEN = re.compile(
    r"[,;]?\s*\b(?:and\s+)?(?:(?:then|thereafter|afterwards|subsequently|followed by|puis)\b"
    r"|(?:was |were )?(?:increased|decreased|reduced|escalated|raised|tapered)\s+to\b)\s*",
    re.IGNORECASE,
)
_AMOUNT = rf"{numbers('n')}[\s-]*(?:{MASS}|{VOLUME})(?:\s*/\s*[\d.]*\s*\w+)?"
_WORD = r"(?P<word>[A-Za-z][A-Za-z-]{2,})"
_BEFORE = re.compile(rf"{_WORD}\s*(?:\(|:|\bat\b|\bdose\b|\bof\b|\s)*\s*(?P<amount>{_AMOUNT})", re.IGNORECASE)
_BEHIND = re.compile(rf"(?P<amount>{_AMOUNT})\s+of\s+{_WORD}", re.IGNORECASE)

# Words of the grammar that may stand before an amount and are no drug.
_GRAMMAR = frozenset(
    """daily weekly monthly nightly once twice thrice times day days week weeks month months every each other second
    then total cumulative about approximately around least most more less than under over dose doses local low high
    bolus topical topically intravenous intravenously intralesional intralesionally intradermal oral orally
    subcutaneous subcutaneously intraperitoneal infusion ointment cream gel tid bid tiw qid single concentration
    strength volume vial vials tablet tablets capsule capsules ampoule ampoules with for fois par semaine jour soit
    pentahydrate pentahydrated anhydrous dispensed supplied delivered quantity supply apply applied prescription
    """.split()  # noqa: SIM905 - a list of words reads best as words
)


def phases(text: str) -> list[tuple[int, int]]:
    """Stretches of the text that follow each other in time: "12.5 g for 2 weeks, then 25 g"."""
    cuts = [(m.start(), m.end()) for m in _THEN.finditer(text) if m.start() > 0]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    return [(a, b) for a, b in zip(starts, ends, strict=True) if text[a:b].strip(" ,;.")]


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
    return plain not in _GRAMMAR and plain not in WORDS and plain not in NOT_GIVEN and plain not in PASSED_OVER | CHILD


def _end(left: str, start: int) -> int:
    stops = [m.start() for m in re.finditer(r"[;.](?:\s|$)", left[start:])]
    known = left.find(DRUG, start)
    stop = start + stops[0] if stops else len(left)
    if known != -1 and known < stop:
        # "... and 25 g of thiosulfate": the amount before the known drug is its own.
        own = list(re.finditer(rf"{_AMOUNT}\s*(?:of\s*)?$", left[start:known], re.IGNORECASE))
        stop = start + own[-1].start() if own else known
    return stop
