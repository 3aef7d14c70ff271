"""The same amount as another salt or hydrate, or as mmol: exact, by the molar masses of ``codes/data/drugs.yaml``."""

from __future__ import annotations

from fractions import Fraction

from resorb.codes import drugs
from resorb.codes.preparations import Salt
from resorb.values.findings import Refused
from resorb.values.ranges import Range

DRUG = "sodium thiosulfate"


def mg_as_mmol(mg: Range, salt: str, drug: str = DRUG) -> Range:
    """The drug (mmol) in an amount of a named salt: mg ÷ molar mass (g/mol equals mg/mmol).

    Raises:
        Refused: for a drug or salt that is not on file; the salt is never assumed here.
    """
    return mg.times(1 / _molar_mass(salt, drug))


def mmol_as_mg(mmol: Range, salt: str, drug: str = DRUG) -> Range:
    """The amount (mg) of a named salt that holds an amount in mmol.

    Raises:
        Refused: for a drug or salt that is not on file.
    """
    return mmol.times(_molar_mass(salt, drug))


def mg_as_salt(mg: Range, from_salt: str, to_salt: str, drug: str = DRUG) -> Range:
    """The amount of one salt that holds as much drug as ``mg`` of another.

    Raises:
        Refused: for a drug or salt that is not on file.
    """
    return mg.times(_molar_mass(to_salt, drug) / _molar_mass(from_salt, drug))


def _molar_mass(key: str, drug: str) -> Fraction:
    entry = drugs().get(drug)
    salt: Salt | None = next((s for s in entry.salts if s.key == key), None) if entry is not None else None
    if salt is None:
        known = ", ".join(s.key for s in entry.salts) if entry is not None else ""
        raise Refused(f"no molar mass on file for {key!r} of {drug!r}", f"name the salt: {known or 'none is on file'}")
    return salt.molar_mass
