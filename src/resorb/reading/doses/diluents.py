"""What a drug is given in or mixed with: diluents and local anaesthetics, whose percentages are not the drug's."""

from __future__ import annotations

import re

from resorb.reading.doses.patterns import VOLUME, number
from resorb.reading.doses.text import DILUENT, Text
from resorb.reading.lazy import lazy

_I = re.IGNORECASE
_SHARE = r"(?:\d+(?:\.\d+)?\s*%\s*)"
_FLUID = (
    r"(?:(?:half[- ])?normal saline|physiological saline|saline|sodium chloride|NaCl|NSS|NS|dextrose(?: in water)?"
    r"|glucose"
    r"|D5W|D5|D10W|(?:sterile |bacteriostatic |distilled )?water(?: for injections?)?|WFI|lactated ringer'?s?"
    r"|ringer'?s?(?: lactate)?"
    r"|dialysate|dialysis (?:fluid|solution)|PD fluid|sérum (?:physiologique|salé|glucosé)|soluté glucosé|eau)"
)
_DILUENT = lazy(rf"(?<![\w.]){_SHARE}?{_FLUID}(?:\s*{_SHARE})?(?:\s+solution)?(?!\w)", _I)
_ANAESTHETIC = (
    r"(?:lidocaine|lignocaine|xylocaine|lidocaïne|bupivacaine|mepivacaine|ropivacaine|procaine|marcaine)"
    r"(?:\s+(?:with|and|avec)\s+(?:epinephrine|adrenaline|adrénaline)(?:\s+1\s?:\s?\d{3,6})?)?"
)
_MIXED = r"(?:pre-?)?(?:mixed|diluted|combined|admixed|dilué|mélangé)"
_PARTS = r"(?:\d+:\d+|\d+ : \d+|equal (?:parts|volumes|amounts)(?: of)?|half and half|50\s?/\s?50(?!\s*\(?(?:wt|w/)))"
_WITH_ANAESTHETIC = lazy(
    rf"\(?(?:\b{_MIXED}\s+)?(?:\b(?:in|at)\s+(?:a\s+)?)?(?:{_PARTS}\s*(?:ratio|mixture|dilution)?\s*)?"
    rf"(?:\b(?:with|and|in|of|to|avec"
    rf"|plus)\s+)?(?:{_PARTS}\s*)?(?:{number('v')}\s*{VOLUME}\s*(?:of\s+)?)?{_SHARE}?(?:plain\s+)?"
    rf"{_ANAESTHETIC}(?:\s*(?:{_SHARE}|\(\s*{_SHARE}\)))?\s*\)?",
    _I,
)
_RATIO = lazy(
    rf"\(?\s*(?:{_MIXED}\s+)?(?:in\s+)?(?:a\s+)?(?<![\d.:]){_PARTS}(?:\s+(?:ratio|mixture|dilution))?(?:\s+(?:with"
    rf"|in)\s+(?:\w+|{DILUENT}+))?\s*\)?",
    _I,
)


def take_diluents(text: Text) -> str:
    """Mark every diluent, refuse every mixing of unknown outcome; the words of the mixing, empty without one.

    Anaesthetics are refused rather than passed over: the drug is weaker after mixing than the concentration printed.
    """
    mixed = ""
    for pattern in (_WITH_ANAESTHETIC, _RATIO):
        for match in text.take(pattern):
            mixed = mixed or text.words(match).strip("() ")
            text.refuse(*match.span(), "a dilution: the concentration read is that before mixing")
        if pattern is _WITH_ANAESTHETIC:
            for _ in text.take(_DILUENT, DILUENT):
                pass
    return mixed
