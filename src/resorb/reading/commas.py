"""Texts whose decimal sign is the comma, read with points: "38,1 %" is 38.1 %, and "1.234 mg" is 1,234 mg.

Whether a comma is a decimal sign can only be told from a whole text. Told once, here, it spares each reader the
question; one that has only a sentence still takes "12,5 g" for what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_ALONE = r"(?<![\w.,/^])(?<!\d[-–])"
_UNIT = r"(?:%|°C|[mkµ]?g\b|[mdµ]?[Ll]\b|[mµnp]?mol\b|[cm]?m[²³]?(?!\w))"
_SURE = re.compile(rf"{_ALONE}(?:0,\d{{1,4}}|\d{{1,4}},\d{{1,2}}(?=\s?{_UNIT}))(?![\d,]|\.\d)")
"""A number that only a decimal comma explains: a nought before it, or a unit behind one or two digits."""
_POINT = re.compile(_ALONE + r"\d{1,4}\.\d{1,2}(?![\w,]|\.)")
"""A number with a decimal point; a date in digits is none."""
_ENOUGH, _MOST_POINTS = 2, 4
_DECIMAL = re.compile(
    r"(?<![\w.,^])(?!(?:1|24),25[\s-]?\(?(?:OH|di-?hydroxy))(?:0,\d{1,6}|\d{1,6},(?:\d{1,2}|\d{4,6}))(?![\d,]|\.\d)"
)
"""In such a text; "1,25(OH)2 vitamin D" counts carbon atoms. Three digits behind the comma stay: they may be thousands
of another style, and are read as such."""
_THOUSANDS = re.compile(r"(?<![\w.,^])[1-9]\d{0,2}(?:\.\d{3})+(?![\w.]|,\d{3})")
_CITED = re.compile(r"\[[\d,\s–-]*\]")


def has_decimal_commas(texts: Iterable[str]) -> bool:
    """Whether the numbers of the passages of one text are printed with decimal commas."""
    commas = points = 0
    for text in texts:
        commas += sum(1 for _ in _SURE.finditer(text)) if "," in text else 0
        points += sum(1 for _ in _POINT.finditer(text)) if "." in text else 0
    return commas >= _ENOUGH and commas >= _MOST_POINTS * points


def with_points(text: str) -> str:
    """A text of decimal commas with decimal points: as long as before, each sign where it stood."""
    cited = [m.span() for m in _CITED.finditer(text)] if "[" in text else []
    signs = list(text)
    for pattern, old, new in ((_DECIMAL, ",", "."), (_THOUSANDS, ".", ",")):
        for m in pattern.finditer(text):
            if not any(start < m.start() < end for start, end in cited):
                signs[m.start() : m.end()] = m[0].replace(old, new)
    return "".join(signs)
