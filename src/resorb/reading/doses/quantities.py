"""Quantities, each with its place: masses, volumes, concentrations, strengths, rates, times. One grammar for all texts.

Running text is looked through: what is not known is passed over. The words of one dose are read by the same grammar in
:mod:`resorb.reading.doses.amounts`, which gives each quantity its role and names what is left. There the drug's name
stands as marks (:mod:`resorb.reading.doses.text`); "250 mg of … per kg" is read over them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.doses.patterns import AREA, MASS, VOLUME, in_unit
from resorb.reading.doses.text import DRUG, TAKEN
from resorb.reading.kept import kept
from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD, value_of_words
from resorb.reading.times.time_units import LONG, plain_of, unit_of
from resorb.values.numbers import MAX_DIGITS, PrintedNumber
from resorb.values.ranges import Range

_BLANK = "[ \u00a0\u2009\u202f]"
_DIGITS = rf"\d{{1,3}}(?:(?:,|{_BLANK})\d{{3}}(?!\d))+(?:\.\d+)?|\d+,\d{{1,2}}(?![\d,])|\d+(?:[.·]\d+)?"
_NUMBER = rf"(?:{_DIGITS}|\b(?:{WORD})(?:\s+and\s+a\s+half)?(?![a-z])(?!(?!-(?:day|week|month|year)s?\b)[\w-]*-))"
_SHORT = r"seconds?|secs?|(?<=\s)s|minutes?|mins?|hours?|hrs?|h"
_TIME = rf"{_SHORT}|{LONG}"
_KILO = r"kg|kilogram(?:me)?s?|kilos?"
_UNIT = (
    rf"(?:(?P<mass>{MASS}|{_KILO})|(?P<volume>{VOLUME})|(?P<time>{_TIME})|(?P<area>{AREA})"
    r"|(?P<percent>%|per\s?cent\b|pct\b|pour cent\b))"
)
_QUANTITY = lazy(
    rf"(?:(?<![\w.,·/^])|(?<=\dx))(?=[\dotfsenzh])(?P<low>{_NUMBER})(?:{_BLANK}?(?:-|–|—|−|\bto\b|\band\b|\bor\b|\bà\b|\bou\b){_BLANK}?(?P<high>{_NUMBER}))?[\s\u00a0-]{{0,2}}(?:(?:full|whole|consecutive|complete|calendar|further|more|additional)\s+(?=[dwmy]))?{_UNIT}(?![\w²^])(?!\s?[·⋅∙]\s?h)",
    re.IGNORECASE,
)
_ABOUT = lazy(
    r"(?:\b(?:about|around|approximately|approx\.?|roughly|nearly|almost|some|circa|ca\.?|c\.)|[~≈])\s*$",
    re.IGNORECASE,
)
OF_DRUG = rf"(?:\s*(?:of\s+|de\s+|d['’])?{DRUG}+)?"
"""The drug of a quantity, when its name was marked before."""
_PER = lazy(
    rf"{OF_DRUG}\s*(?P<slash>/|\bper\b|\bpar\b)\s*(?:(?:a|one|each)\s+)?(?:(?P<k>\d+(?:\.\d+)?)[\s-]*)?"
    rf"(?P<u>{VOLUME}|kg|kilograms?|kilos?|{AREA}|g|min|minutes?|h|hr|hours?|d|day|days|wk|week|month|session|dialysis|dose"
    r"|infusion|\w+)(?![\w²])",
    re.IGNORECASE,
)
_BODY = lazy(
    r"(?:\s*(?:of\s+)?(?:body[\s-]?weight|bw)\b)?(?:\s*(?:/|\bper\b|\bpar\b)\s*(?:(?P<day>day|d|jour|j|24\s?h)|dose|infusion"
    r"|injection|administration|session|treatment|application|prise|perfusion|séance|exchange|visit)(?!\w))?",
    re.IGNORECASE,
)
_RATE = lazy(
    rf"(?:\s+of\s+(?:the\s+)?[A-Za-z][\w-]*(?:\s+[A-Za-z][\w-]*)?|\s+[A-Z][A-Za-z]*|{OF_DRUG})?"
    r"\s*(?:,\s*)?(?:(?:/|\b(?:per|par|a|each|(?P<every>every))\b)\s*(?:application\s+)?(?P<u>day|d"
    r"|24 ?h(?:ours?|rs?)?|jour|j|week|wk|w|semaine|sem|month)\b|(?P<adverb>daily|weekly|monthly)\b)"
)
_DISSOLVED = lazy(
    rf"(?:\s+of\s+[A-Za-z]+(?:\s+[A-Za-z]+){{0,2}}|{OF_DRUG})[\s{TAKEN}]*[,(\[]?\s*"
    r"(?:(?:dissolved|diluted)\s+in\s+[a-z ]{3,40}?\s+and\s+(?=made\s+up\s+to\b)|"
    r"(?:dissolved|diluted|contained|given|dilués?)\s+|(?:diluted|mixed|added|made up)\s+(?=(?:in)?to\b|with\b))?"
    r"\b(?:in(?:to)?|dans|(?<=ed )to|(?:made\s+up|(?<=up ))\s*to|(?<=ed )with)\s+"
    r"(?:a\s+(?:total\s+)?volume\s+of\s+|(?:a|an|one|each|every|un|une)\s+)?"
    rf"(?P<k>{_DIGITS})(?:{_BLANK}?(?:-|–|to){_BLANK}?(?P<k_to>{_DIGITS}))?[\s-]?(?P<u>{VOLUME})(?!\w|\s*(?:/|per\b))",
    re.IGNORECASE,
)
_IN_MINUTES = {"s": Fraction(1, 60), "m": Fraction(1), "h": Fraction(60)}
_RATES = {"d": "day", "j": "day", "2": "day", "w": "week", "s": "week", "m": "month"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity and its place.

    ``kind`` is one of mass (mg), volume (mL), percent, minutes, span (in ``unit``: day, week, month, year), area (m2),
    concentration (mg/mL), per_kg (mg/kg), per_m2 (mg/m2), ml_per_kg, flow (mL/min), or ``other`` for what is measured
    per something else. ``value`` is in that unit, ``step`` what one unit in the last printed place is worth.
    ``per`` is day, week or month for a mass printed as a rate, day for mg/kg/day. ``volume`` is the volume (mL) that a
    mass is said to be dissolved in ("12.5 g in 50 mL"). ``is_backward`` when the first number of a range is the greater
    one: the value is then the last. ``unit`` is the unit as printed, ``number`` the (last) number as printed.
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
    volume: Range | None = None
    is_backward: bool = False
    whole_end: int = 0
    """Where the words end that say what it is per, or dissolved in; the same as ``end`` without such."""

    @property
    def exact(self) -> Fraction | None:
        """Its one value; None for a range."""
        return self.value.low if self.value.is_point else None

    @property
    def content(self) -> Fraction | None:
        """The one volume (mL) that a mass is dissolved in."""
        return self.volume.low if self.volume is not None and self.volume.is_point else None


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
    if unit.lower().startswith("k"):
        return Fraction(10**6)
    return in_unit(Range.point(1), unit, "mg").low


def volume_in_ml(unit: str) -> Fraction:
    """How many mL one of a printed unit of volume is."""
    size = in_unit(Range.point(1), unit, "mL").low
    return size if size is not None else Fraction(1)


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    low = number_in(match["low"])
    high = number_in(match["high"]) if match["high"] else low
    is_backward = low is not None and high is not None and high.value < low.value
    if low is None or high is None or is_backward:
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
        "is_backward": is_backward,
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
    plain = plain_of(unit)
    if plain == "s" or re.fullmatch(_SHORT, plain):
        return made("minutes", _IN_MINUTES[plain[0]], unit=unit)
    many, name = unit_of(unit)
    return made("span", Fraction(many), unit=name)


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
        name = _RATES[plain_of(rate["u"] or rate["adverb"])[0]]
        adverb = rate["adverb"] is not None or rate["every"] is not None
        return made("mass", scale, unit=unit, per=name, by_adverb=adverb, whole_end=rate.end())
    if inside := _DISSOLVED.match(text, match.end()):
        low, high = number_in(inside["k"]), number_in(inside["k_to"] or inside["k"])
        if low is not None and high is not None and 0 < low.value <= high.value:
            held = Range(low.value, high.value).times(volume_in_ml(inside["u"]))
            return made("mass", scale, unit=unit, volume=held, whole_end=inside.end())
    return made("mass", scale, unit=unit)


def _mass_per(text: str, unit: str, scale: Fraction, per: re.Match[str], made: Made) -> Quantity | None:
    what, size, end = plain_of(per["u"]), Fraction(per["k"] or 1), per.end()
    shown = f"{unit}{per[0].strip()}" if per["slash"] == "/" else f"{unit} {per[0].strip()}"
    sized = {"k": "per_kg", "m": "per_m2", "s": "per_m2"}.get(what[0]) if _SIZE.fullmatch(what) else None
    if size and sized and (body := _BODY.match(text, end)) is not None:
        day = "day" if body["day"] else None
        if not _PER.match(text, body.end()):
            return made(sized, scale / size, unit=shown, end=end, per=day, whole_end=body.end())
    more = re.match(r"\s*/\s*(?!dose|infusion)\w+", text[end : end + 20], re.IGNORECASE)
    if size == 0 or more:
        return made("other", scale, unit=unit, end=end)
    if re.fullmatch(VOLUME, what, re.IGNORECASE):
        size_ml = size * volume_in_ml(per["u"])
        if _DENSITY.search(text, max(0, per.start() - 90), per.start()):
            return made("other", scale, unit=unit, end=end)  # what a mL weighs, not what is dissolved in it
        return made("concentration", scale / size_ml, unit=shown, end=end, whole_end=end)
    is_day = size == 24 and what in ("h", "hr", "hour", "hours")
    if is_day or (
        size == 1 and what in ("d", "day", "days", "wk", "w", "week", "month", "jour", "j", "semaine", "sem")
    ):
        return made("mass", scale, unit=unit, per="day" if is_day else _RATES[what[0]], whole_end=end)
    if what in _DOSE_WORDS or what.rstrip("s") in _DOSE_WORDS or per["slash"] != "/":
        return None
    return made("other", scale, unit=unit, end=end)


_DENSITY = lazy(r"\b(?:densit(?:y|ies)|specific gravity|mL weighs)\b(?:[^.;]|\.(?=\d))*$", re.IGNORECASE)
_SIZE = lazy(rf"kg|kilo(?:gram)?s?|{AREA}", re.IGNORECASE)
