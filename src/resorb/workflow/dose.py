"""Read a dose in words and judge it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resorb.reading.dose import DoseReading


def dose(text: str) -> DoseReading:
    """What a dose in words says: amount per time and in total, with what could not be read and what is implausible."""
    from resorb.reading.dose import read_dose

    return read_dose(text)
