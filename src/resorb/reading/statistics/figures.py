"""Numbers as tables and statistics print them: signed, with or without a leading zero, raised or comma decimals, pairs.

Prose numbers are read by :mod:`resorb.reading.numerals`; here a minus, ".04", "0·54", "0,54" and "5 × 10-8" are numbers
too, and "1.1-4.8", "−3.2 to −0.4", "0.36, 0.78" are pairs. Patterns are pieces for larger ones; all are bounded.
"""

from __future__ import annotations

import re
from fractions import Fraction

from resorb.values.numbers import MAX_DIGITS, PrintedNumber

SIGN = "-−–+"
_WHOLE = r"\d{1,3}(?:,\d{3}){1,4}(?!\d|,\d)|\d{1,12}"
PLAIN = rf"(?:(?:{_WHOLE})(?:[.·]\d{{1,9}})?|[.·]\d{{1,9}})(?!\d|[.·]\d)"
"""A number without sign; a point or a raised point is the decimal sign."""
COMMA = r"\d{1,6},\d{1,2}(?![\d.,]\d|\d)"
"""A number with a decimal comma."""
SIGNED = rf"(?:(?:[{SIGN}]\s?|minus\s)?{PLAIN})"
_COMMA_SIGNED = rf"(?:[{SIGN}]\s?)?{COMMA}"
DASH = "[-–—\u2012−~]"
_RATE = r"per\s(?:\d[\d,]{0,8}\s)?[a-z][a-z-]{0,20}(?:\s(?:year|years|day|week|month)s?)?"
_UNIT_WORD = (
    r"%|‰|percentage[ -]points?|per\s?cents?|pp|points?|years?|yrs?|months?|mos?|weeks?|wks?|days?|hours?|hrs?|"
    r"minutes?|mins?|seconds?|units?|[µnpkm]?g|mcg|mm[²³23]?|cm[²³23]?|m[²³]|[mdµ]?[Ll]|[mµnp]?mol|IU|[mk]?U|mEq"
    r"|mmHg|HU|"
    r"y|d|h|s|m"
)
UNIT = rf"(?:(?:(?:{_UNIT_WORD})(?:\s?/\s?[\w.²³]{{0,11}}[\w²³]){{0,3}}(?:\s{_RATE})?|{_RATE})(?![\w/]))"
"""A unit of measurement, with what it is divided by."""


_WORD_BETWEEN = r"\s+(?:to|through|up\sto|and|till|until|à)\s+"
_BETWEEN = rf"(?:\s*{DASH}\s*|{_WORD_BETWEEN}|\s*[,;]\s*(?!(?<=\d,)\d{{3}}(?!\d)))"
"""Not the comma of 2,000: thousands are one number."""
_BETWEEN_COMMA_NUMBERS = rf"(?:\s*{DASH}\s*|{_WORD_BETWEEN}|\s*;\s*)"


def pair(first: str, last: str) -> str:
    """A pattern of two numbers with a dash, comma or word between, named ``first`` and ``last``, each with its unit.

    Two numbers with decimal commas are tried first; a comma can then not part them.
    """
    commas = (
        rf"(?P<{first}_c>{_COMMA_SIGNED})(?:\s?(?P<{first}_cu>{UNIT}))?{_BETWEEN_COMMA_NUMBERS}"
        rf"(?P<{last}_c>{_COMMA_SIGNED})(?:[\s-]?(?P<{last}_cu>{UNIT}))?"
    )
    points = (
        rf"(?P<{first}>{SIGNED})(?:\s?(?P<{first}_unit>{UNIT}))?{_BETWEEN}"
        rf"(?P<{last}>{SIGNED})(?:[\s-]?(?P<{last}_unit>{UNIT}))?"
    )
    return f"(?:{commas}|{points})"


def ends_of(match: re.Match[str], first: str, last: str) -> tuple[PrintedNumber, PrintedNumber, str, str] | None:
    """The two numbers of :func:`pair` and their units ("" when none stands); None when either is no number."""
    kind = "_c" if match[f"{first}_c"] is not None else ""
    unit = "_cu" if kind else "_unit"
    low, high = read_figure(match[first + kind]), read_figure(match[last + kind])
    if low is None or high is None:
        return None
    return low, high, match[first + unit] or "", match[last + unit] or ""


def span_of(match: re.Match[str], first: str, last: str) -> tuple[int, int]:
    """Where the pair stands: from its first number to the unit of its last."""
    kind = "_c" if match[f"{first}_c"] is not None else ""
    unit = "_cu" if kind else "_unit"
    end = match.end(last + unit) if match[last + unit] == "%" else match.end(last + kind)
    return match.start(first + kind), end


_CITED = re.compile(r"\[\s?\d{1,3}(?:\s?[-–,]\s?\d{1,3}){1,12}\s?\]")
_CITES = re.compile(
    r"(?:(?<![\w.])(?!(?:rang\w*|IQR|quartiles?|age[ds]?|means?|medians?|from|between|to|of|was|were|limits|extremes)\b)[^\W\d]{3,}"
    r"|\d[^()\d]{0,20}\))[.,;:”\"]?\s?$",
    re.IGNORECASE,
)
_MEASURES = re.compile(r"\d\s?-?(?:[^\W\d][\w/²%-]*\s){0,2}[^\W\d][\w/²%-]*\s?$")


def is_cited(text: str, start: int) -> bool:
    """Whether the numbers that begin at ``start`` are references in square brackets: "as told before [16-19]"."""
    at = text.rfind("[", max(0, start - 2), start)
    if at < 0 or not (match := _CITED.match(text, at)):
        return False
    before = text[max(0, at - 60) : at]
    if not _CITES.search(before) or (before.rstrip().endswith(")") and not re.search(r"\d,\d", match[0])):
        return False
    return not _MEASURES.search(before)


_AVERAGED_OVER = re.compile(
    r"\s(?:[a-z-]{2,20}\s){0,2}?[a-z]{3,20}s,?\s(?:each|all)\s(?:of\swhich\s)?(?:(?:is|was|were|are|being)\s)?"
    r"(?:grad|scor|rat|mark|rang|answer|on\b|from\b)"
)


def is_averaged_over(text: str, end: int) -> bool:
    """Whether the number that ends here counts what a mean is taken over: "of 9 questions, each graded 0 to 3"."""
    return _AVERAGED_OVER.match(text, end) is not None


def read_figure(text: str) -> PrintedNumber | None:
    """The number printed as ``text``, its digits kept; None when it is none or too long."""
    plain = text.strip().replace("·", ".").replace("minus", "-").replace(" ", "").replace("\u2009", "")
    sign, plain = ("-", plain[1:]) if plain[:1] in "-−–" and plain else ("", plain.lstrip("+"))
    if re.fullmatch(COMMA, plain):
        plain = plain.replace(",", ".")
    plain = plain.replace(",", "")
    if not re.fullmatch(r"\d*\.?\d+", plain) or len(plain) > MAX_DIGITS or not plain.isascii():
        return None
    if plain.startswith("."):
        plain = f"0{plain}"
    return PrintedNumber(sign + plain, Fraction(sign + plain), len(plain.partition(".")[2]))


def unit_name(text: str) -> str:
    """One name for the ways a unit is written, so far as comparing two needs it: "yrs" and "years" are "year"."""
    plain = re.sub(r"\s+", " ", text.strip().lower())
    for name, ways in _NAMES.items():
        if plain in ways:
            return name
    return plain.removesuffix("s") if len(plain) > 3 else plain


_NAMES = {
    "%": ("%", "percent", "per cent", "percentage points", "percentage point", "percentage-points", "pp"),
    "year": ("y", "yr", "yrs", "year", "years"),
    "month": ("mo", "mos", "month", "months", "m"),
    "week": ("wk", "wks", "week", "weeks"),
    "day": ("d", "day", "days"),
    "hour": ("h", "hr", "hrs", "hour", "hours"),
    "minute": ("min", "mins", "minute", "minutes"),
    "ml": ("ml",),
}
