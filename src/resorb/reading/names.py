"""Names in a dose: its drug and salt, its route, the product it is given as."""

from __future__ import annotations

import re
from functools import cache

from resorb.codes.entries import Entry
from resorb.codes.knowledge import Knowledge, knowledge
from resorb.reading.text import DRUG, PRODUCT, Text

FORMS = r"(?:pomade|ointment|cream|gel|cerate|lotion|paste|compress(?:es)?|product|preparation)"
_PRODUCT = re.compile(rf"\b(?:(?:topical|zinc oxide|cold)\s+)*{FORMS}\b", re.IGNORECASE)
_TOPICAL = re.compile(r"pomade|ointment|cream|gel|cerate|lotion|paste|compress|topical", re.IGNORECASE)
_IMPLIED = re.compile(r"(?:i\.?v\.?\s+)?infus(?:ed|ion|ions)", re.IGNORECASE)
_SALTS = re.compile(r"\b(?P<salt>pentahydrate|anhydrous)d?\b|\bpentahydrated\b", re.IGNORECASE)
_INTO = re.compile(r"\b(?:into|in) (?:the|each|a) lesions?\b|\bintralesionally\b", re.IGNORECASE)
_NOT_ALONE = {"infusion", "compress", "ointment", "cream", "gel", "pomade"}


def take_drugs(text: Text) -> dict[str, tuple[int, int]]:
    """Drugs on the list that the text names: key and first place. Their places stay visible as marks."""
    found: dict[str, tuple[int, int]] = {}
    for pattern, key in _patterns(knowledge(), "drugs"):
        for match in text.take(pattern, DRUG):
            found.setdefault(key, match.span())
    return found


def take_salt(text: Text) -> str | None:
    """The salt the text names."""
    found = {(m["salt"] or "pentahydrate").lower() for m in text.take(_SALTS)}
    return found.pop() if len(found) == 1 else None


def take_routes(text: Text) -> tuple[str | None, tuple[str, ...]]:
    """The route, and all routes when the text names several.

    A route said outright outweighs one that a form implies: an ointment is topical, an infusion intravenous.
    """
    implied: set[str] = set()
    for match in text.take(_PRODUCT, PRODUCT):
        if _TOPICAL.search(match.group()):
            implied.add("topical")
    said: set[str] = set()
    for pattern, key in _patterns(knowledge(), "routes"):
        said.update(key for _ in text.take(pattern))
    said.update("intralesional" for _ in text.take(_INTO))
    if _IMPLIED.search(text.left):
        implied.add("intravenous")
    found = tuple(sorted(said or implied))
    return (found[0] if len(found) == 1 else None), found


@cache
def _patterns(known: Knowledge, vocabulary: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """A pattern for every name, the longest first. Short names must stand in capitals, or with points: IV, i.v."""
    named = [(name, entry.key) for entry in known.entries(vocabulary).values() for name in _names(entry)]
    return tuple(
        (re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w])", re.IGNORECASE if _any_case(name) else 0), key)
        for name, key in sorted(named, key=lambda pair: (-len(pair[0]), pair[0]))
    )


def _names(entry: Entry) -> set[str]:
    return {*entry.names} - _NOT_ALONE | ({"topically", "cutaneously"} if entry.key == "topical" else set())


def _any_case(name: str) -> bool:
    return len(name) > 3 or name in ("IV", "PO", "STS")
