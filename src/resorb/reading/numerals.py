"""Numbers in running text: digits, number words, and what they are not (years, references, parts of names).

A numeral keeps the digits it was printed with. Numbers glued to letters ("FGF23", "T2"), powers, sums in brackets
after an author's name and the like are not taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.kept import kept
from resorb.reading.lazy import lazy
from resorb.values.numbers import MAX_DIGITS, PrintedNumber

_UNITS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS: dict[str, int] = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: 10 * (value + 2) for value, word in enumerate(_TENS)},
    **{
        f"{tens}{join}{unit}": 10 * (t + 2) + u
        for t, tens in enumerate(_TENS)
        for u, unit in enumerate(_UNITS[:10])
        if u
        for join in ("-", " ")
    },
    "hundred": 100,
    "one hundred": 100,
}
"""Cardinal number words and their values."""
# Tens and units apart: one alternative for each of "twenty-one" to "ninety-nine" is slow, and stands in many patterns.
_PLAIN_WORDS = rf"(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS[1:10])}))?|{'|'.join(sorted(_UNITS, key=len)[::-1])}"
_AND = r"[\s-](?:and[\s-])?"
_BIGGER = r"(?![\s-](?:hundred|thousand|million|billion)\b)"
_TO_HUNDREDS = rf"(?:[\s-]hundred\b)?(?:(?<=hundred){_AND}(?>{_PLAIN_WORDS})\b(?![\s-]hundred))?+"
MULTIPLE_VERBS = {
    "doubl": Fraction(2), "tripl": Fraction(3), "trebl": Fraction(3), "quadrupl": Fraction(4), "halv": Fraction(1, 2),
}  # fmt: skip
"""Stems of the verbs that multiply."""
WORD = (
    rf"(?>(?:{_PLAIN_WORDS}|hundred){_TO_HUNDREDS}"
    rf"(?:[\s-]thousand\b(?:,?{_AND}(?:{_PLAIN_WORDS})\b{_TO_HUNDREDS})?)?{_BIGGER})"
)
"""Cardinal numbers in words, to hundreds of thousands, as one alternation for larger patterns."""
DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|\d+(?:[.·]\d+)?"
"""A number in digits: thousands may be parted by commas; a decimal point, plain or raised."""
NUMBER = rf"(?:(?<![\w.,·/^])(?:{DIGITS})(?![\w^]|[.,·]\d)|\b(?:{WORD})\b)"
"""A number in digits or words, standing alone."""
_NUMERAL = lazy(NUMBER, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number and its place in a text. ``is_word`` when it was printed in words."""

    start: int
    end: int
    number: PrintedNumber
    is_word: bool = False

    @property
    def value(self) -> Fraction:
        """Its exact value."""
        return self.number.value

    @property
    def is_whole(self) -> bool:
        """Whether it may be a count: no decimals."""
        return self.number.decimals == 0


def value_of_words(text: str) -> int | None:
    """The value of a number in words: "one hundred and nine", "three thousand four hundred and ninety-four"."""
    words = re.sub(r"\s+", " ", text.lower())
    if words in WORDS:
        return WORDS[words]
    if "hundred" not in words and "thousand" not in words:
        return None
    total = part = 0
    for word in re.findall(r"[a-z]+", words):
        if word == "thousand":
            total, part = 1000 * part, 0
        elif word == "hundred":
            part = 100 * (part or 1)
        elif word != "and":
            if word not in WORDS:
                return None
            part += WORDS[word]
    return total + part


@kept
def read_numeral(text: str) -> PrintedNumber | None:
    """The number that ``text`` is, digits or word; None when it is none or has too many digits."""
    word = value_of_words(text)
    if word is not None:
        return PrintedNumber(str(word), Fraction(word), 0)
    plain = text.replace(",", "").replace("·", ".")
    if not re.fullmatch(r"\d+(?:\.\d+)?", plain) or len(plain) > MAX_DIGITS:
        return None
    return PrintedNumber(plain, Fraction(plain), len(plain.partition(".")[2]))


@kept
def numerals(text: str) -> Iterator[Numeral]:
    """Every number that stands alone in ``text``, in order."""
    for match in _NUMERAL.finditer(text):
        number = read_numeral(match[0])
        if number is not None:
            yield Numeral(match.start(), match.end(), number, is_word=not match[0][0].isdigit())
