"""Sentences that speak of a misprint: what they quote is wrong, and said to be."""

from __future__ import annotations

import re

from resorb.reading.lazy import lazy

_MISPRINT = lazy(
    r"\b(?:mis-?print\w*|mis-?typed|mis-?labell?ed|mis-?quot\w+|mis-?stated|miscalculated|typo(?:s|graph\w+)?"
    r"|errat\w+|corrigend\w+|erroneous(?:ly)?|mistaken(?:ly)?|by mistake|in error|wrongly"
    r"|(?:is|was|are|were) wrong|incorrect\w*|clerical|slip of the pen|transcription|OCR|lost (?:sign|glyph)"
    r"|(?:earlier|previous|first|original|submitted|online|early)\s(?:draft|version|proof|manuscript|print(?:ing)?|preprint|abstract|edition|upload)"
    r"|preprints?\s(?:had|gave|said|stated|read|printed|showed)"
    r"|should\s(?:have\s)?(?:read|been|be\sread)"
    r"|(?:was|were|is|are|must\shave\sbeen)\s(?:probably\s|presumably\s|clearly\s|evidently\s)?(?:meant|intended)(?!\sto)"
    r"|printed\s(?:wrongly|as)|(?:report|paper|print|edition|version|sheet|label)\w*,?\s(?:printed|misprinted)"
    r"|the\scorrect\s(?:interval|value|figure|p)|cannot\sbe\s(?:right|true))\b|[\[(]sic[\])]",
    re.IGNORECASE,
)


def speaks_of_misprint(sentence: str) -> bool:
    """Whether a sentence quotes something as wrong ("9.4 mmol/L was printed; mg/dL was meant")."""
    return _MISPRINT.search(sentence) is not None
