"""Units of time as they are spelled, English and French, and what they stand for."""

from __future__ import annotations

_SPELLINGS = {
    "h": "h hr hrs hour hours hourly heure heures",
    "day": "day days d j daily night nights evening evenings morning mornings bedtime nightly tag tage täglich "
    "jour jours soir soirs nuit matin",
    "week": "week weeks wk wks w weekly semaine semaines sem woche wochen wöchentlich",
    "month": "month months mo mos mth mths monthly mois mensuel monat monate monatlich",
    "year": "year years yr yrs yearly annually an ans année années",
    "min": "minute minutes min mins",
}
UNITS: dict[str, str] = {spelling: unit for unit, words in _SPELLINGS.items() for spelling in words.split()}
"""Spelling (lower case) to ``min``, ``h``, ``day``, ``week``, ``month`` or ``year``."""

_COMMON = str.maketrans("\u017f\u0130\u0131\u212a", "sIik")
LONG = (
    r"(?:days?|nights?|fortnights?|weeks?|wks?|w(?!/)|months?|mths?|mos?|quarters?|years?|yrs?|jours?|semaines?"
    r"|mois|années?|ans?)(?!\w)"
)
"""Spellings of units of a course, from days on."""


def plain_of(word: str) -> str:
    """A word in lower case and common letters: patterns without case take a long s, dotted and dotless i, kelvin."""
    return word.translate(_COMMON).lower()


def unit_of(word: str) -> tuple[int, str]:
    """How many of which unit a word stands for: ("fortnight" is two weeks, "quarter" three months)."""
    plain = plain_of(word)
    if plain.startswith("fortnight"):
        return 2, "week"
    if plain.startswith("quarter"):
        return 3, "month"
    return 1, UNITS[plain]
