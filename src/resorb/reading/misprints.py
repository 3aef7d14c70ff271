"""Sentences that speak of a misprint: what they quote is wrong, and said to be."""

from __future__ import annotations

import re

from resorb.reading.kept import kept
from resorb.reading.lazy import lazy

_MISPRINT = lazy(
    r"\b(?:misprint(?:ed|s)?|typo(?:s|graphical)?|errat(?:um|a)|corrigendum|mistyped|miscalculated|mistaken(?:ly)?|erroneous(?:ly)?|"
    r"(?:earlier|previous|first|original|submitted|online|early)\s(?:draft|version|proof|manuscript|print(?:ing)?|preprint|abstract|edition|upload)|preprints?\s(?:had|gave|said|stated|read|printed|showed)|"
    r"should\s(?:read|have\sread|be\sread|have\sbeen)|was\scorrected\s(?:to|from)|printed\s(?:wrongly|as)|wrongly|"
    r"in\serror|the\scorrect\s(?:interval|value|figure|p)|cannot\sbe\s(?:right|true))\b",
    re.IGNORECASE,
)


@kept
def speaks_of_misprint(sentence: str) -> bool:
    """Whether a sentence quotes something as wrong."""
    return _MISPRINT.search(sentence) is not None
