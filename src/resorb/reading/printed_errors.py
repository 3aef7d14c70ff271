"""Sentences that speak of an error of print themselves: what they quote is not to be judged."""

from __future__ import annotations

import re

from resorb.reading.kept import kept
from resorb.reading.lazy import lazy

_SPEAKS = lazy(
    r"\b(?:(?:was|were|is|are|must have been) (?:probably |presumably |clearly |evidently )?(?:meant|intended)"
    r"|should (?:have )?(?:be(?:en)?|read)"
    r"|misprint\w*|mis-?typed|mis-?labell?ed|mis-?read\w*|mis-?quot\w+|mis-?stated|typo\w*|typograph\w+"
    r"|erroneous\w*|in error|by mistake"
    r"|mistaken\w*|corrigend\w+|errat\w+|wrong(?:ly)?|incorrect\w*|clerical|slip of the pen|transcription|OCR"
    r"|lost (?:sign|glyph)"
    r"|\[sic\]|\(sic\)|printed as|(?:report|paper|print|edition|version|sheet|label)\w*,? (?:printed|misprinted))\b"
    r"|\bsign for greater-than\b",
    re.IGNORECASE,
)


@kept
def speaks_of_an_error(text: str) -> bool:
    """Whether a sentence says that something was misprinted ("9.4 mmol/L was printed; mg/dL was meant")."""
    return _SPEAKS.search(text) is not None
