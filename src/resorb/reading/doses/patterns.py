"""Pieces of the grammar: numbers, ranges and units, as regular expressions and as exact values.

A number is digits with at most one decimal point, or a word. Thousands may be grouped before milligrams ("12,500 mg",
"12 500 mg"). Decimal commas, raised points, naked points (".5"), signs, powers and products are refused with the unit
behind them, so that no part of them is ever read as a smaller number.
"""

from __future__ import annotations

import re
from fractions import Fraction

from resorb.reading.lazy import lazy
from resorb.values.numbers import MAX_DIGITS
from resorb.values.ranges import Range
from resorb.values.schedules import NUMBER_WORDS
from resorb.values.units import convert

_BOUNDS = {
    "<": "<", "less than": "<", "under": "<", "up to": "<", "at most": "<", "≤": "<", "<=": "<", "no more than": "<",
    "not more than": "<", "not exceeding": "<", "maximum": "<", "a maximum of": "<", "maximum of": "<", "max": "<",
    "max.": "<", "jusqu'à": "<", "au maximum": "<",
    ">": ">", "more than": ">", "at least": ">", "≥": ">", ">=": ">", "no less than": ">", "not less than": ">",
    "minimum": ">", "a minimum of": ">", "minimum of": ">", "au moins": ">",
    "about": "", "approximately": "", "around": "", "~": "", "≈": "", "ca.": "", "circa": "", "environ": "",
}  # fmt: skip
BOUND = "|".join(re.escape(b) for b in sorted(_BOUNDS, key=len, reverse=True))
_ALONE = r"(?:(?<![\w.,·'’*^/±+\-−–])|(?<=\b[xX]))"
_START = r"(?:(?<!\w)|(?<=\b[xX]))(?=[\w<>≤≥~≈])"
_ENDS = r"(?!\d|[.,·'’]\d|\s*[*^±])"
_GROUPED = (
    r"[1-9]\d{0,2}(?:,\d{3})+(?=(?:\s?(?:-|–|to)\s?[\d,]{1,9})?\s?(?:mg|mcg|µg|μg)\b)"
    r"|[1-9]\d{1,2}[ \u00a0\u202f]\d{3}(?=\s?mg\b)"
)
_NUMERAL = rf"(?:{_GROUPED}|\d+(?:\.\d+)?)"
JOIN = r"\s*(?:-|–|−|‐|‑|\bto\b|\bor\b|\bà\b|\bou\b)\s*"

_UNITS_OF_TEN = "one two three four five six seven eight nine".split()  # noqa: SIM905
_TEENS = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_FRENCH = {
    "une": 1, "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
    "douze": 12, "quinze": 15, "vingt": 20, "trente": 30,
}  # fmt: skip
WORDS: dict[str, Fraction] = {
    word: Fraction(value)
    for word, value in (
        NUMBER_WORDS
        | _FRENCH
        | {word: 13 + n for n, word in enumerate(_TEENS)}
        | {word: 20 + 10 * n for n, word in enumerate(_TENS)}
        | {f"{ten}{gap}{one}": 20 + 10 * n + m + 1
           for n, ten in enumerate(_TENS) for m, one in enumerate(_UNITS_OF_TEN) for gap in "- "}
    ).items()
} | dict.fromkeys(("half a", "half an", "½", "one half", "a half", "half", "une demi"), Fraction(1, 2))  # fmt: skip
ARTICLES = frozenset(("once", "twice", "thrice", "zero", "a", "an", "un", "une", "single"))
_SIMPLE = sorted(
    (w for w in WORDS if w not in ARTICLES and w.split("-")[0].split()[0] not in _TENS), key=len, reverse=True
)
NUMBER_WORD = rf"(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS_OF_TEN)}))?|{'|'.join(_SIMPLE)}"


def number(name: str) -> str:
    """One plain number, as group ``name``."""
    return rf"{_ALONE}(?P<{name}>{_NUMERAL}){_ENDS}"


def numbers(name: str, between: str = "", *, words: bool = False, articles: str = "") -> str:
    """A number or range with an optional bound, as groups ``name_b``, ``name``, ``name_to``.

    ``between`` may stand after the first number too, for "10 mg to 20 mg". ``words`` lets numbers be words (groups
    ``name_w`` and ``name_wto``), ``articles`` such as ``a|an|une`` when they may stand for one.
    """
    middle = rf"(?:{between})?" if between else ""
    first = rf"{_ALONE}(?P<{name}>{_NUMERAL}){_ENDS}"
    second = rf"(?P<{name}_to>{_NUMERAL}){_ENDS}"
    if words:
        spelled = f"{NUMBER_WORD}|{articles}" if articles else NUMBER_WORD
        first = rf"(?:{first}|\b(?P<{name}_w>{spelled})\b)"
        second = rf"(?:{second}|(?P<{name}_wto>{NUMBER_WORD})\b)"
    join = rf"(?({name}_bt)(?:{JOIN}|\s+(?:and|et)\s+)|{JOIN})"
    # A first number whose range does not fit the rest of a pattern is no number by itself ("x 2-3 months" is not 2).
    return (
        rf"{_START}(?:(?:(?P<{name}_bt>between|entre)\s+)|(?P<{name}_b>{BOUND})\s*)?{first}"
        rf"(?:{middle}{join}{second}|(?!\s?[-–]\s?\d))"
    )


def counts(name: str, articles: str = "") -> str:
    """Like :func:`numbers`, number words included."""
    return numbers(name, words=True, articles=articles)


MASS = r"(?:mgs?|mcg|µg|μg|ug|gms?|grams?|grammes?|milligrams?|milligrammes?|micrograms?|microgrammes?|g)(?![\w²^])"
VOLUME = r"(?:mls?|cc|millilit(?:er|re)s?|dl|decilit(?:er|re)s?|l|lit(?:er|re)s?|[µμ]l|microlit(?:er|re)s?)(?![\w²^])"
AREA = r"(?:m2|m²|m\^2|sqm|square met(?:er|re)s?)(?![\w²^])"
UNIT = rf"(?:{MASS}|{VOLUME}|%|kg\b)"
PACK = r"(?:tablets?|tabs?\b|capsules?|caps?\b|vials?|ampoules?|ampules?|comprimés?|gélules?|flacons?)"

ODD_NUMBER = lazy(
    r"(?:(?<![\w)])[-+−](?=\d)|(?<![\w.])[.·])?"
    r"(?<![A-Za-z])\d[\d.,·'’*^]*"
    rf"(?:\s*[-–]?\s*(?:{UNIT})?(?:\s*/\s*[\d.,·]*\s*(?:{UNIT}|{AREA}|\w+))?)?",
    re.IGNORECASE,
)
SIDE_BY_SIDE = lazy(
    rf"(?<![\w.,:/])(?P<first>\d+)[ \u00a0\u202f](?P<second>\d{{3}})(?![\d.,])[\s-]?(?P<u>{MASS}"
    rf"|{VOLUME})(?P<pack>[\s-]*{PACK})?",
    re.IGNORECASE,
)
GROUPED = lazy(rf"{_ALONE}(?:{_GROUPED})(?:{JOIN}(?:{_GROUPED}))?")
AND_A_HALF = lazy(rf"\b(?:\d+|{NUMBER_WORD})\s+and\s+(?:a|one)\s+(?:half|quarter|third)\b(?:[\s-]*\w+)?", re.IGNORECASE)
SPREAD = lazy(rf"(?<![\w.])\d+(?:\.\d+)?\s*(?:{UNIT})?\s?(?:±|\+/-)\s?\d+(?:\.\d+)?(?:\s*{UNIT})?", re.IGNORECASE)
_PLAIN_RUN = lazy(r"\d+(?:\.\d+)?[.,]*")


def why_odd(match: re.Match[str]) -> str:
    """Why a number cannot be read as it stands; empty when every number of the match is plain."""
    for run in re.finditer(r"[-+−.·]?\s?\d[\d.,·'’*^]*", match.group()):
        text = run.group().strip()
        inner = run.start() > 0
        if _PLAIN_RUN.fullmatch(text.lstrip("-–").strip() if inner else text):
            if sum(c.isdigit() for c in text) > MAX_DIGITS:
                return f"more than {MAX_DIGITS} digits"
            continue
        if re.fullmatch(r"\d+,\d+", text):
            whole, _, rest = text.partition(",")
            return f"a comma: write {whole}.{rest} for a decimal, {whole}{rest} for thousands"
        if text[0] in ".·":
            return f"a point without a digit before it: write 0.{text[1:]}"
        return "not a plain number: write digits with at most one decimal point"
    return ""


def why_side_by_side(match: re.Match[str]) -> str:
    """Why two numbers side by side are not read; "12 500 mg" is thousands, "2 500 mg tablets" two packs."""
    first, second = match["first"], match["second"]
    if match["pack"] and len(first) == 1:
        return ""
    if match["u"].lower() == "mg" and len(first) in (2, 3) and first[0] != "0":
        return ""
    return f"write {first}{second} for thousands, or the amount of one administration"


def range_of(match: re.Match[str], name: str) -> Range | None:
    """The exact range of a :func:`number`, :func:`numbers` or :func:`counts` group; None when it runs backwards."""
    groups = match.groupdict()
    low = _value(groups.get(name), groups.get(f"{name}_w"))
    if low is None:
        return None
    high = _value(groups.get(f"{name}_to"), groups.get(f"{name}_wto"))
    if high is not None and high < low:
        return None
    bound = bound_of(groups.get(f"{name}_b"))
    if bound and high is not None:
        return None
    if bound:
        return Range(None, low) if bound == "<" else Range(low, None)
    return Range(low, low if high is None else high)


def bound_of(words: str | None) -> str:
    """``<`` or ``>`` for a bound in words, empty for none."""
    return _BOUNDS.get((words or "").lower(), "")


def _value(digits: str | None, word: str | None) -> Fraction | None:
    if digits:
        return Fraction(re.sub(r"[,\s]", "", digits))
    return WORDS[word.lower()] if word else None


_ML = {"l": Fraction(1000), "d": Fraction(100), "m": Fraction(1), "c": Fraction(1)}
_ML |= {"µ": Fraction(1, 1000), "μ": Fraction(1, 1000)}
_SPELLED = {"gms": "g", "mgs": "mg", "milligramme": "mg", "milligrammes": "mg"} | dict.fromkeys(
    ("microgramme", "microgrammes"), "ug"
)


def in_unit(value: Range, unit: str, wanted: str) -> Range:
    """A range converted exactly; ``unit`` is a spelling from :data:`MASS` or :data:`VOLUME`."""
    if wanted == "mL":
        first = unit[0] if unit[0] in "µμ" else unit[0].lower()
        return value.times(_ML["µ" if unit.lower().startswith("micro") else first])
    spelled = unit[0] + unit[1:].lower() if unit.startswith(("µ", "μ")) else unit.lower()
    return value.times(convert(Fraction(1), _SPELLED.get(spelled, spelled), wanted))
