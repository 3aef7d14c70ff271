"""Read a dose in words and judge it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resorb.values.findings import BadInput, Fault, Place, Refused

if TYPE_CHECKING:
    from resorb.reading.doses.dose import DoseReading


def dose(text: str) -> DoseReading:
    """What a dose in words says: amount per time and in total, with what could not be read and what is implausible.

    Raises:
        BadInput: when there are no words, or too many for one dose.
    """
    from resorb.reading.doses.dose import read_dose

    if not text.strip():
        raise BadInput([Fault(Place("words"), "words", "there are none", 'write a dose, e.g. "12.5 g IV 3x/week"')])
    try:
        return read_dose(text)
    except Refused as refused:
        raise BadInput([Fault(Place("words"), "words", refused.rule, refused.remedy)]) from None
