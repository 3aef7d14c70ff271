"""Quantities in running text: masses, volumes, concentrations, strengths, rates, times, each with its place.

Unlike :mod:`resorb.reading.amounts`, which reads the words of one dose and names what it leaves, this looks through
prose: what it does not know it passes over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.kept import kept
from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD, value_of_words
from resorb.values.numbers import MAX_DIGITS, PrintedNumber
from resorb.values.ranges import Range

_BLANK = "[ \u00a0\u2009\u202f]"
_DIGITS = rf"\d{{1,3}}(?:(?:,|{_BLANK})\d{{3}}(?!\d))+(?:\.\d+)?|\d+,\d{{1,2}}(?![\d,])|\d+(?:[.·]\d+)?"
_NUMBER = rf"(?:{_DIGITS}|\b(?:{WORD})(?:\s+and\s+a\s+half)?(?![\w-]*-))"
_MASS = r"mg|mcg|µg|μg|ug|kg|g|gm|gms|grams?|grammes?|milligram(?:me)?s?|microgram(?:me)?s?|kilogram(?:me)?s?|kilos?"
_VOLUME = r"ml|mls|cc|µl|μl|l|dl|millilit(?:er|re)s?|microlit(?:er|re)s?|lit(?:er|re)s?"
_TIME = r"seconds?|secs?|(?<=\s)s|minutes?|mins?|hours?|hrs?|h|days?|weeks?|wks?|months?|mos?|years?|yrs?"
_AREA = r"m2|m²|m\^2"
_UNIT = rf"(?:(?P<mass>{_MASS})|(?P<volume>{_VOLUME})|(?P<time>{_TIME})|(?P<area>{_AREA})|(?P<percent>%|per\s?cent\b))"
_QUANTITY = lazy(
    rf"(?:(?<![\w.,·/^])|(?<=\dx))(?=[\dotfsenzh])(?P<low>{_NUMBER})(?:{_BLANK}?(?:-|–|—|−|\bto\b|\band\b|\bor\b){_BLANK}?(?P<high>{_DIGITS}))?[\s\u00a0-]{{0,2}}(?:(?:full|whole|consecutive|complete|calendar|further|more|additional)\s+(?=[dwmy]))?{_UNIT}(?![\w²^])",
    re.IGNORECASE,
)
_ABOUT = lazy(
    r"(?:\b(?:about|around|approximately|approx\.?|roughly|nearly|almost|some|circa|ca\.?|c\.)|[~≈])\s*$",
    re.IGNORECASE,
)
_PER = lazy(
    rf"\s*(?P<slash>/|\bper\b)\s*(?:(?P<k>\d+(?:\.\d+)?)[\s-]*)?"
    rf"(?P<u>{_VOLUME}|kg|kilograms?|{_AREA}|g|min|minutes?|h|hr|hours?|d|day|days|wk|week|month|session|dialysis|dose|infusion|\w+)(?![\w²])",
    re.IGNORECASE,
)
_RATE = lazy(
    r"(?:\s+of\s+(?:the\s+)?[A-Za-z][\w-]*(?:\s+[A-Za-z][\w-]*)?|\s+[A-Z][A-Za-z]*)?"
    r"\s*(?:,\s*)?(?:(?:/|\bper\b|\ba\b|\beach\b|\bevery\b)\s*(?:application\s+)?(?P<u>day|d|week|wk|month)\b|(?P<adverb>daily|weekly|monthly)\b)"
)
_DISSOLVED = lazy(
    r"(?:\s+of\s+[A-Za-z]+(?:\s+[A-Za-z]+){0,2})?\s*(?:,\s*)?(?:(?:dissolved|diluted|contained)\s+)?\bin\s+"
    rf"(?:a\s+(?:total\s+)?volume\s+of\s+|every\s+|each\s+)?(?P<k>{_DIGITS})[\s-]?(?P<u>{_VOLUME})(?!\w)",
    re.IGNORECASE,
)
_IN_MG = {"mg": Fraction(1), "g": Fraction(1000), "ug": Fraction(1, 1000), "kg": Fraction(10**6)}
_IN_ML = {"ml": Fraction(1), "l": Fraction(1000), "ul": Fraction(1, 1000), "dl": Fraction(100)}
_IN_MINUTES = {"s": Fraction(1, 60), "m": Fraction(1), "h": Fraction(60)}
_SPANS = {"d": "day", "w": "week", "mo": "month", "y": "year"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity and its place.

    ``kind`` is one of mass (mg), volume (mL), percent, minutes, span (in ``unit``: day, week, month, year), area (m2),
    concentration (mg/mL), per_kg (mg/kg), per_m2 (mg/m2), ml_per_kg, flow (mL/min), or ``other`` for what is measured
    per something else. ``value`` is in that unit, ``step`` what one unit in the last printed place is worth.
    ``per`` is day, week or month for a mass printed as a rate. ``content`` holds the volume that a mass is said to be
    dissolved in ("12.5 g in 50 mL"). ``unit`` is the unit as printed, ``number`` the (last) number as printed.
    """

    kind: str
    value: Range
    start: int
    end: int
    number: PrintedNumber
    unit: str
    step: Fraction
    about: bool = False
    per: str | None = None
    by_adverb: bool = False
    content: Fraction | None = None
    whole_end: int = 0
    """Where the words end that say what it is per, or dissolved in; the same as ``end`` without such."""

    @property
    def exact(self) -> Fraction | None:
        """Its one value; None for a range."""
        return self.value.low if self.value.is_point else None


Made = Callable[..., Quantity]
"""Makes a quantity of a kind from the scale of its unit; more fields by name."""


@kept
def quantities(text: str) -> Iterator[Quantity]:
    """Every quantity of ``text``, in order, none inside another."""
    at = 0
    while (match := _QUANTITY.search(text, at)) is not None:
        found = _quantity(text, match)
        at = max(match.end(), found.end if found else 0)
        if found is not None:
            yield found


def number_in(text: str) -> PrintedNumber | None:
    """A number as this grammar prints it: thousands parted by commas or blanks, a decimal comma, words, halves."""
    words = " ".join(text.lower().split())
    if words.endswith(" and a half"):
        base = value_of_words(words.removesuffix(" and a half"))
        return None if base is None else PrintedNumber(f"{base}.5", base + Fraction(1, 2), 1)
    value = value_of_words(words)
    if value is not None:
        return PrintedNumber(str(value), Fraction(value), 0)
    plain = re.sub(rf"{_BLANK}", "", text).replace("·", ".")
    plain = re.sub(r",(?=\d{3}(?!\d))", "", plain).replace(",", ".")
    if len(plain) > MAX_DIGITS or not re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return None
    return PrintedNumber(plain, Fraction(plain), len(plain.partition(".")[2]))


def mass_in_mg(unit: str) -> Fraction | None:
    """How many mg one of a printed unit of mass is; None for a gauge (``30 G``)."""
    if unit == "G":
        return None
    low = unit.lower()
    if low.startswith(("kg", "kilo")):
        return _IN_MG["kg"]
    if low.startswith(("mcg", "µ", "μ", "ug", "micro")):
        return _IN_MG["ug"]
    return _IN_MG["mg" if low.startswith(("mg", "milli")) else "g"]


def volume_in_ml(unit: str) -> Fraction:
    """How many mL one of a printed unit of volume is."""
    low = unit.lower()
    if low.startswith(("µ", "μ", "micro")):
        return _IN_ML["ul"]
    if low.startswith("dl"):
        return _IN_ML["dl"]
    return _IN_ML["ml" if low.startswith(("ml", "cc", "milli")) else "l"]


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    low = number_in(match["low"])
    high = number_in(match["high"]) if match["high"] else low
    if low is None or high is None or high.value < low.value:
        low = high
        if high is None:
            return None
    assert low is not None  # noqa: S101 - for the type checker
    start, end = match.start("low"), match.end()
    base = {
        "number": high,
        "about": _ABOUT.search(text, max(0, start - 16), start) is not None,
        "start": start,
        "end": end,
        "whole_end": end,
    }

    def made(kind: str, scale: Fraction, **more: object) -> Quantity:
        value = Range(low.value, high.value).times(scale)
        return Quantity(**{**base, "kind": kind, "value": value, "step": high.step * scale, **more})  # type: ignore[arg-type]

    if match["percent"]:
        return made("percent", Fraction(1), unit="%")
    if match["area"]:
        return made("area", Fraction(1), unit="m2")
    if match["time"]:
        return _time(match["time"], made)
    if match["volume"]:
        return _volume(text, match, made)
    return _mass(text, match, made)


def _time(unit: str, made: Made) -> Quantity:
    low = unit.lower()
    span = next((name for start, name in _SPANS.items() if low.startswith(start)), None)
    if span is not None:
        return made("span", Fraction(1), unit=span)
    return made("minutes", _IN_MINUTES[low[0]], unit=unit)


def _volume(text: str, match: re.Match[str], made: Made) -> Quantity:
    scale = volume_in_ml(match["volume"])
    per = _PER.match(text, match.end())
    if per is None:
        return made("volume", scale, unit=match["volume"])
    unit, size = per["u"].lower(), Fraction(per["k"] or 1)
    end = per.end()
    if size and unit in ("min", "minute", "minutes"):
        return made("flow", scale / size, unit="mL/min", end=end, whole_end=end)
    if size and unit in ("h", "hr", "hour", "hours"):
        return made("flow", scale / 60 / size, unit="mL/h", end=end, whole_end=end)
    if size and unit in ("kg", "kilogram", "kilograms"):
        return made("ml_per_kg", scale / size, unit="mL/kg", end=end, whole_end=end)
    if unit in _DOSE_WORDS or per["slash"] != "/":
        return made("volume", scale, unit=match["volume"])
    return made("other", scale, unit=match["volume"], end=end)


_DOSE_WORDS = frozenset(
    """
    session dialysis dose infusion injection lesion site treatment visit administration application time prescription
    tube jar vial capsule tablet ampoule patient hemodialysis haemodialysis hd
    """.split()  # noqa: SIM905 - a list of words reads best as words
)


def _mass(text: str, match: re.Match[str], made: Made) -> Quantity | None:
    scale = mass_in_mg(match["mass"])
    if scale is None:
        return None
    unit = match["mass"]
    per = _PER.match(text, match.end())
    if per is not None and (found := _mass_per(text, unit, scale, per, made)) is not None:
        return found
    if rate := _RATE.match(text, match.end()):
        each = (rate["u"] or rate["adverb"]).lower()
        name = {"d": "day", "w": "week", "m": "month"}[each[0]]
        adverb = rate["adverb"] is not None
        return made("mass", scale, unit=unit, per=name, by_adverb=adverb, whole_end=rate.end())
    if inside := _DISSOLVED.match(text, match.end()):
        number = number_in(inside["k"])
        if number is not None and number.value:
            content = number.value * volume_in_ml(inside["u"])
            return made("mass", scale, unit=unit, content=content, whole_end=inside.end())
    return made("mass", scale, unit=unit)


def _mass_per(text: str, unit: str, scale: Fraction, per: re.Match[str], made: Made) -> Quantity | None:
    what, size, end = per["u"].lower(), Fraction(per["k"] or 1), per.end()
    more = re.match(r"\s*/\s*(?!dose|infusion)\w+", text[end : end + 20], re.IGNORECASE)
    if size == 0 or more:
        return made("other", scale, unit=unit, end=end)
    shown = f"{unit}{per[0].strip()}" if per["slash"] == "/" else f"{unit} {per[0].strip()}"
    if re.fullmatch(_VOLUME, what, re.IGNORECASE):
        size_ml = size * volume_in_ml(per["u"])
        return made("concentration", scale / size_ml, unit=shown, end=end, whole_end=end)
    if what in ("kg", "kilogram", "kilograms"):
        return made("per_kg", scale / size, unit=shown, end=end, whole_end=end)
    if what in ("m2", "m²", "m^2"):
        return made("per_m2", scale / size, unit=shown, end=end, whole_end=end)
    if what in ("d", "day", "days", "wk", "week", "month") and size == 1:
        name = {"d": "day", "w": "week", "m": "month"}[what[0]]
        return made("mass", scale, unit=unit, per=name, whole_end=end)
    if what in _DOSE_WORDS or what.rstrip("s") in _DOSE_WORDS or per["slash"] != "/":
        return None
    return made("other", scale, unit=unit, end=end)
