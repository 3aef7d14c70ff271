"""Statistical summaries in running text: the pieces that belong together.

"mean age 57.0 (range 18-82)", "median 4 (IQR 2-6)", "57.3 ± 13.9 years old (range 31-78)", "quartiles at 6, 10 and 17,
minimum 2 and maximum 48". Pieces belong together when nothing but units, brackets and a few plain words stands between
them, and no piece is said twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from resorb.reading.lazy import lazy
from resorb.reading.statistics.figures import UNIT, unit_name
from resorb.reading.statistics.summary_parts import Part, Piece
from resorb.reading.statistics.summary_words import pieces


@dataclass
class Summary:
    """Pieces about the same values."""

    parts: dict[Part, Piece] = field(default_factory=dict)
    label: str = ""
    """The row of a table it stands in."""

    @property
    def start(self) -> int:
        """Where its first word stands."""
        return min(p.said for p in self.parts.values())

    @property
    def end(self) -> int:
        """Behind its last number."""
        return max(p.end for p in self.parts.values())

    @property
    def mean(self) -> Piece | None:
        """Its mean; the first number of "57.3 ± 13.9" is one."""
        return self.parts.get(Part.MEAN) or self.parts.get(Part.PLUS_MINUS)

    @property
    def median(self) -> Piece | None:
        """Its median."""
        return self.parts.get(Part.MEDIAN)


_PLAIN = (
    r"(?:with|and|the|an?|full|observed|overall|actual|values?|individual|initial|total|their|its|whole|in|mm|old"
    r"|of|age|each|on|"
    r"average|median|mean|per|patient|person|lesion|respectively|was|were|units?|measured|upper|lower|bound|one"
    r"|score[sd]?|over|after|all|"
    r"had|has|have|showed|gave|scored|"
    r"NRS|VAS|point|numeric|visual|analogue|scale|both|being|lay|that|only|years?|months?|here|there|but|end|ends|at)"
)
_GAP = lazy(
    rf"(?:\s?{UNIT})?(?:\s[a-zé][a-zé-]{{1,20}}){{0,4}}[\s,;:()\[\]–—-]*(?:{_PLAIN}[\s,;:()\[\]]+){{0,5}}",
    re.IGNORECASE,
)
_STRICT = lazy(rf"(?:\s?{UNIT})?[\s,;:()\[\]–—-]*(?:{_PLAIN}[\s,;:()\[\]]*){{0,6}}", re.IGNORECASE)
_NEW_SUBJECT = lazy(
    r"\b(?:and|but|whereas|while|versus|vs|than|against|with)\s(?:a\s|the\s)?(?!range|values?|mean|median|average"
    r"|an?\b|the\b|minimum|maximum|youngest|lowest|highest|largest|smallest|oldest|upper)[a-z]{3,}",
    re.IGNORECASE,
)
_OF_SCALE = lazy(
    r"(?:\s?(?:was|were|is|of|the|a|total|sum|score|scores|rating|value|answer|points?|[:=,(]))*\s?", re.IGNORECASE
)
_LONGEST_GAP = 60


def summaries(text: str) -> Iterator[Summary]:
    """Every summary of a sentence, in order. A lone piece is one too."""
    current = Summary()
    last: Piece | None = None
    for piece in pieces(text):
        if last is not None and not (_fits(current, piece) and _near(text, last, piece)):
            yield current
            current = Summary()
        current.parts[piece.part] = piece
        last = piece
    if current.parts:
        yield current


def _fits(current: Summary, piece: Piece) -> bool:
    """Whether a piece may join: none of its kind is there, and units do not tell otherwise."""
    have = current.parts
    if piece.part in have or (piece.part is Part.PLUS_MINUS and Part.MEAN in have):
        return False
    return not (piece.part is Part.MEAN and Part.PLUS_MINUS in have)


def _near(text: str, last: Piece, piece: Piece) -> bool:
    begin = piece.said
    if begin < last.end:
        return True
    gap = text[last.end : begin]
    if len(gap) > _LONGEST_GAP or re.search(r"\d|\)\s*,?\s*(?:and|but|while|whereas)\s", gap):
        return False
    if piece.part in (Part.MEAN, Part.MEDIAN):
        # A centre with its own subject ("mean disease duration") opens a summary of its own.
        if last.part is Part.SCALE and ";" not in gap and _OF_SCALE.fullmatch(piece.phrase):
            return not _NEW_SUBJECT.search(gap)
        return _STRICT.fullmatch(gap) is not None and not _has_subject(piece, text[max(0, last.said - 60) : last.end])
    if ";" in gap or re.search(r",\s+[a-z]", gap):
        return _STRICT.fullmatch(gap) is not None
    return _GAP.fullmatch(gap) is not None and not _NEW_SUBJECT.search(gap)


_SUBJECT = lazy(r"\b(?!(?:of|was|were|is|the|and|both|a|at|about)\b)[a-z]{3,}", re.IGNORECASE)


def _has_subject(piece: Piece, before: str) -> bool:
    """Whether a centre names a thing of its own, not the one spoken of ("doses lay between …, with a mean dose")."""
    words = [word.lower() for word in _SUBJECT.findall(piece.phrase)]
    return not all(word.rstrip("s") in before.lower() for word in words)


def same_unit(one: Piece, other: Piece) -> bool:
    """Whether two pieces may be compared: neither unit contradicts the other. "g per session" agrees with "g"."""
    units = [unit_name(u) for u in (one.unit, one.high_unit, other.unit, other.high_unit) if u]
    bases = {u.partition(" per ")[0] for u in units}
    rates = {u.partition(" per ")[2] for u in units if " per " in u}
    return len(bases) <= 1 and len(rates) <= 1
