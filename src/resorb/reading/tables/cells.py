"""Cells of tables as numbers: "15 (54)", "17/28 (61%)", "12c" with its footnote sign, "–", "NA", "<5".

A cell says what stands in it, not what it means: whether "17 (85)" is a count with its percentage or a mean with its
spread is for the row and the column to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from resorb.reading.lazy import lazy
from resorb.values.documents import Passage
from resorb.values.numbers import PrintedNumber

_N = r"\d{1,3}(?:[,\u0020]\d{3})+(?![\d,])|\d{1,9}"
_P = r"\d{1,3}(?:[.,·]\d{1,3})?"
_SIGNS = r"(?:\s?[*†‡§¶#^]{1,3}|\s?\((?-i:[a-z])\)|\s?\[[a-z]\])?"
_TAIL = rf"(?P<tail>(?<=[\d)%])(?-i:[a-z])(?:,[a-z])?)?{_SIGNS}"
_OPEN, _CLOSE = r"\s?[(\[]\s?", r"\s?[)\]]"
_RATIO = rf"(?P<n>{_N})\s?(?:/|\bof\b)\s?(?P<whole>{_N})"
_FORMS = tuple(
    lazy(form + r"\s?\Z", re.IGNORECASE)
    for form in (
        # a count with its percentage behind it
        rf"(?P<n>{_N})(?P<mid>(?-i:[a-z])|[*†‡§¶#]{{1,3}})?{_OPEN}(?P<p>{_P})\s?(?P<sign>%)?{_CLOSE}{_TAIL}",
        rf"(?P<n>{_N})\s?[,;]\s(?P<p>{_P})\s?(?P<sign>%){_TAIL}",
        # a count with its whole
        rf"{_RATIO}(?:{_OPEN}(?P<p>{_P})\s?(?P<sign>%)?{_CLOSE}|[,;]\s(?P<p2>{_P})\s?%)?{_TAIL}",
        # a percentage with its count behind it
        rf"(?P<p>{_P})\s?(?P<sign>%){_OPEN}(?:n\s?=\s?)?(?P<n>{_N})(?:\s?/\s?(?P<whole>{_N}))?{_CLOSE}{_TAIL}",
        rf"(?P<p>{_P})\s?(?P<sign>%){_TAIL}",
        # a count alone, or after "n ="
        rf"(?:n\s?=\s?)?(?P<n>{_N}){_TAIL}",
        rf"(?P<value>[-−–+]?(?:{_N}|\d{{1,9}})(?:[.·]\d{{1,6}})?){_TAIL}",
        rf"(?P<value>(?:{_N}|\d{{1,9}})(?:[.·]\d{{1,6}})?)\s?(?P<unit>m?g|kg|µg|[mµd]?L|[cm]?m|mmol|min|h|IU|€|£|\$){_SIGNS}",
    )
)
_UNKNOWN = lazy(
    r"[-–—−.…?/]{1,3}|n\.?\s?/?\s?[ard]\.?|n\.?\s?k\.?|missing|unknown|nil return|"
    r"not\s+(?:available|applicable|reported|done|recorded|known|assessed|measured|tested)",
    re.IGNORECASE,
)
_BOUND = lazy(r"[<>≤≥~≈]\s?\d")
LONGEST = 60
"""Longer cells hold text."""


class Kind(StrEnum):
    """What stands in a cell."""

    BLANK = "blank"
    UNKNOWN = "unknown"
    COUNT = "count"
    """A whole number, perhaps with its percentage or its whole."""
    VALUE = "value"
    """Another number: with decimals, or negative."""
    PERCENT = "percent"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``span`` and ``percent_span`` are where its number and its percentage stand in the passage.

    ``has_sign`` when the percent sign was printed; ``tail`` is a letter glued to the end that may be a footnote's.
    """

    passage: Passage
    kind: Kind
    number: Fraction | None = None
    decimals: int = 0
    span: tuple[int, int] = (0, 0)
    whole: int | None = None
    percent: PrintedNumber | None = None
    percent_span: tuple[int, int] = (0, 0)
    has_sign: bool = False
    tail: str = ""
    unit: str = ""
    """What is printed behind a value: "40 g"."""

    @property
    def count(self) -> int | None:
        """The count that stands here; None when there is none."""
        return int(self.number) if self.kind is Kind.COUNT and self.number is not None else None

    @property
    def text(self) -> str:
        """What is printed."""
        return self.passage.text


def read_cell(passage: Passage, start: int = 0, end: int | None = None) -> Cell:
    """The cell that ``passage.text[start:end]`` is."""
    text = passage.text[start:end]
    stripped = text.strip()
    if not stripped:
        return Cell(passage, Kind.BLANK)
    if len(stripped) > LONGEST or _BOUND.match(stripped):
        return Cell(passage, Kind.TEXT)
    if _UNKNOWN.fullmatch(stripped):
        return Cell(passage, Kind.UNKNOWN)
    at = start + len(text) - len(text.lstrip())
    for form in _FORMS:
        match = form.match(stripped)
        if match is not None:
            return _cell(passage, match, at)
    return Cell(passage, Kind.TEXT)


def _cell(passage: Passage, match: re.Match[str], at: int) -> Cell:
    found = match.groupdict()
    tail = found.get("tail") or ""
    for name in ("p", "p2"):
        if found.get(name):
            percent = _percent(found[name] or "")
            percent_span = (at + match.start(name), at + match.end(name))
            break
    else:
        percent, percent_span = None, (0, 0)
    if found.get("value"):
        plain = re.sub(r"[,\s]", "", (found["value"] or "")).replace("−", "-").replace("–", "-").replace("·", ".")
        span = (at + match.start("value"), at + match.end("value"))
        unit = (found.get("unit") or "").lower()
        return Cell(passage, Kind.VALUE, Fraction(plain), len(plain.partition(".")[2]), span, tail=tail, unit=unit)
    if not found.get("n"):
        return Cell(
            passage, Kind.PERCENT, percent=percent, percent_span=percent_span, has_sign=True, tail=tail,
            span=percent_span,
        )  # fmt: skip
    whole = found.get("whole")
    return Cell(
        passage,
        Kind.COUNT,
        Fraction(_whole(found["n"] or "0")),
        0,
        (at + match.start("n"), at + match.end("n")),
        _whole(whole) if whole else None,
        percent,
        percent_span,
        bool(found.get("sign")) or bool(found.get("p2")),
        tail,
    )


def _whole(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _percent(text: str) -> PrintedNumber:
    plain = text.replace(",", ".").replace("·", ".")
    return PrintedNumber(plain, Fraction(plain), len(plain.partition(".")[2]))
