"""Persons in case reports: ages and sexes as a text introduces them, speaks of them again, and lists them in tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD, read_numeral

FEMALE, MALE = "female", "male"
_SEX = {
    **dict.fromkeys(("woman", "women", "girl", "lady", "female", "f", "w", "she", "her", "mother", "sister"), FEMALE),
    **dict.fromkeys(("man", "men", "boy", "gentleman", "male", "m", "he", "his", "him", "father", "brother"), MALE),
}  # fmt: skip
_NOUN = (
    r"(?P<noun>woman|man|girl|boy|lady|gentleman|female|male|patient|child|infant|adolescent|teenager|student|person)"
)
_WORDS = r"(?:(?!(?:and|or|with|who|whose|had|was|in|on|of|for)\b)[^\W\d][\w'’/-]{0,30},?\s+){0,5}?"
_AGE = rf"(?P<age>\d{{1,3}}|{WORD})"
_YEAR_OLD = rf"{_AGE}[\s-]?(?:year|yr|y)s?[\s-]?old"
_INTRODUCED = (
    lazy(rf"\b(?:an?|one)\s+{_WORDS}{_YEAR_OLD}\b(?:,?\s+{_WORDS}{_NOUN}\b)?", re.IGNORECASE),
    lazy(
        rf"\b(?:an?|one)\s+{_WORDS}{_NOUN}\s+(?:of|aged)\s+{_AGE}(?:\s+years?|\s+yrs?)?\b"
        r"(?!\s*(?:weeks|months|days|kg|cm|mg|g)\b)",
        re.IGNORECASE,
    ),
)
_NAMELESS = lazy(
    rf"(?:^|\b(?:report|describe|present|treated|saw|in)\s+)an?\s+{_WORDS}(?P<noun>woman|man|girl|boy|lady|"
    rf"gentleman)\b",
    re.IGNORECASE,
)
_WHOSE = r"\b(?P<whose>our|this|the)\s+"
_DEFINITE = (
    lazy(rf"{_WHOSE}{_WORDS}{_YEAR_OLD}\b(?:\s+{_WORDS}{_NOUN}\b)?", re.IGNORECASE),
    lazy(
        rf"{_WHOSE}{_NOUN},?\s+(?:who\s+was\s+)?(?:treated\s+|seen\s+|"
        rf"then\s+)?(?:at\s+(?:the\s+)?)?aged?(?:\s+of)?\s+{_AGE}\b",
        re.IGNORECASE,
    ),
)
_ANY = lazy(
    rf"\b(?:aged?|age\s+of|age:?|age\s+was|at\s+age)\s+{_AGE}\b|\b{_YEAR_OLD.replace('age', 'age2')}\b|"
    rf"\b{_AGE.replace('age', 'age3')}\s+years\s+(?:old|of\s+age)\b|"
    rf"\b(?:Mrs?|Ms|Miss)\.?\s\w+(?:,\s|\s\(|\sis\s){_AGE.replace('age', 'age4')}\b(?!\s*(?:[%/.]|kg|cm|m?g\b))|"
    rf"\b(?:wom[ae]n|man|girl|boy|patient),?\s+(?:of\s+)?{_AGE.replace('age', 'age5')}"
    r"(?=,|\s(?:years\s)?(?:with|who|on|had|was)\b)",
    re.IGNORECASE,
)
_PRONOUN = lazy(r"(?:^|[.;]\s+|,\s+and\s+)(?P<word>She|He|Her|His|she|he)\b(?!['’]s\s+mother)")
PERSON_LABEL = lazy(r"(?:patient|case|sibling|pt\.?)\s*#?(?P<n>\d{1,2})\b", re.IGNORECASE)
_CELL = lazy(
    r"(?:(?P<age>\d{1,3})\s*(?:y(?:ears?|rs?)?)?\s*[,/;\s]\s*(?P<sex>f|m|female|male|woman|man|w)"
    r"|(?P<sex2>f|m|female|male|woman|man|w)\s*[,/;\s]\s*(?P<age2>\d{1,3})\s*(?:y(?:ears?|rs?)?)?)\.?",
    re.IGNORECASE,
)
RELATIVES = lazy(
    r"\b(?:mother|father|sister|brother|wife|husband|daughter|son|parents?|partner|siblings?|twins?|physician|"
    r"doctor|nurse|surgeon|"
    r"dermatologist|nephrologist|caregiver|friend|aunt|uncle|grandmother|grandfather|donor|cousin|colleague|"
    r"author)s?\b",
    re.IGNORECASE,
)
SEVERAL = lazy(
    r"\b(?:both|our|these|the\s+(?:two|three|four|five|first|second|third|other|younger|older|latter|former)|two|"
    r"three|four|five|six|seven|eight|nine|ten|\d{1,3})"
    r"\s+(?:of\s+)?(?:(?:our|these|the|new|adult|paediatric|pediatric|consecutive|male|female|unrelated|other)\s+){0,3}"
    r"(?:patients|cases|women|men|children|girls|boys|siblings|brothers|sisters|participants|subjects|adults|twins)\b|"
    r"\b(?:first|second|third|other|younger|older)\s+(?:patient|case|child|sibling|brother|sister|woman|man)\b|"
    r"\b(?:patient|case|sibling)\s*#?[1-9]\b|"
    r"\b(?:brother\s+and\s+sister|sister\s+and\s+brother|mother\s+and\s+(?:son|daughter)|father\s+and\s+(?:son|"
    r"daughter))\b",
    re.IGNORECASE,
)
"""Words by which a report speaks of more than one patient of its own."""


COHORT = lazy(
    r"\b(?:patients|participants)\s+(?:were|had|received|underwent|died|who|in|on|with)\b"
    r"|\b(?:our|these|both|all|\d{1,4})\s+(?:\w+\s+)?(?:patients|cases|participants)\b"
    r"|\b(?:patient|case|sibling)\s+(?:no\.?\s*|#\s*)?[2-9]\b",
    re.IGNORECASE,
)
"""Words of a document on many patients, or on several told one by one."""


@dataclass(frozen=True, slots=True)
class Described:
    """A person as a stretch of text describes them. ``is_ours`` when it says "our" patient."""

    start: int
    end: int
    age: int | None
    sex: str | None
    is_ours: bool = False


def introduced(text: str) -> Iterator[Described]:
    """Persons the text brings in: "a 56-year-old woman", "a boy of 8 years", "a man with ..."."""
    spans: list[tuple[int, int]] = []
    for match in (m for pattern in _INTRODUCED for m in pattern.finditer(text)):
        age = _number(match["age"])
        if age is not None and not any(a < match.end() and match.start() < b for a, b in spans):
            spans.append(match.span())
            yield Described(match.start("age"), match.end(), age, _SEX.get((match["noun"] or "").lower()))
    for match in _NAMELESS.finditer(text):
        if not any(a < match.end() and match.start() < b for a, b in spans):
            yield Described(match.start("noun"), match.end("noun"), None, _SEX.get(match["noun"].lower()))


def again(text: str) -> Iterator[Described]:
    """Persons the text comes back to with an age: "our 65-year-old patient", "the patient, aged 74"."""
    for match in (m for pattern in _DEFINITE for m in pattern.finditer(text)):
        age = _number(match["age"])
        if age is not None:
            sex = _SEX.get((match["noun"] or "").lower())
            yield Described(match.start("age"), match.end(), age, sex, match["whose"].lower() == "our")


def ages(text: str) -> Iterator[int]:
    """Every age of a person in the text."""
    return (one.age for one in aged(text) if one.age is not None)


def aged(text: str) -> Iterator[Described]:
    """Every age of a person in the text, with its place: "aged 74", "47-year-old", "Mrs Baum, 69 years"."""
    for match in _ANY.finditer(text):
        name = next(n for n, g in match.groupdict().items() if g)
        age = _number(match[name])
        if age is not None:
            yield Described(match.start(name), match.end(), age, None)


def pronouns(text: str) -> Iterator[Described]:
    """Pronouns that are subjects: the person spoken of."""
    for match in _PRONOUN.finditer(text):
        yield Described(match.start("word"), match.end("word"), None, _SEX[match["word"].lower()])


def label_of(text: str) -> int | None:
    """The number of the patient that a heading, row or sentence begins with: "Case 2", "Patient 1:", "2"."""
    stripped = text.strip()
    match = PERSON_LABEL.match(stripped)
    if match:
        return int(match["n"])
    return int(stripped) if stripped.isdecimal() and len(stripped) < 3 else None


def age_and_sex(cell: str) -> tuple[int, str] | None:
    """Age and sex as a cell of a table prints them: "61, F", "M/45"."""
    match = _CELL.fullmatch(cell.strip())
    if match is None:
        return None
    return int(match["age"] or match["age2"]), _SEX[(match["sex"] or match["sex2"]).lower()]


def sex_of(cell: str) -> str | None:
    """The sex that a cell holds: "F", "male"."""
    return _SEX.get(cell.strip().lower().rstrip("."))


def _number(text: str | None) -> int | None:
    number = read_numeral(text) if text else None
    return int(number.value) if number is not None and number.decimals == 0 and number.value < 115 else None
