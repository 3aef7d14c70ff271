"""Names in a dose: its drug and salt, its route, the product it is given as."""

from __future__ import annotations

import re
from functools import cache

from resorb.codes.entries import Entry
from resorb.codes.knowledge import Knowledge, knowledge
from resorb.reading.doses.text import DRUG, PRODUCT, Text
from resorb.reading.lazy import lazy

FORMS = (
    r"(?:pomades?|pommades?|ointments?|oint\.?|ung\.?|creams?|crèmes?|gels?|cerate|lotions?|pastes?|foam|emulsion"
    r"|(?:wet |gauze )?(?:compress(?:es)?|soaks?)|products?|preparations?)"
)
_PRODUCT = lazy(
    rf"\b(?:(?:topical|zinc oxide|cold|w/o|o/w|hydrophilic|petrolatum|white|compounded)\s+){{0,4}}{FORMS}(?!\w)",
    re.IGNORECASE,
)
_BASE = lazy(
    r"\b(?:(?:white|yellow|soft) )?(?:petrolatum|petroleum jelly|paraffin|vaseline|vanicream|zinc oxide|eucerin)\b",
    re.IGNORECASE,
)
_TOPICAL = lazy(
    r"pomade|pommade|oint|ung|cream|crème|gel|cerate|lotion|paste|foam|emulsion|compress|soak|topical", re.IGNORECASE
)
_IMPLIED = lazy(r"infus(?:ed|ion|ions)|(?<!\w)perfus(?:é|ée|ion|ions)\b", re.IGNORECASE)
_OTHER_TONGUES = {
    "thiosulfate de sodium": "sodium thiosulfate",
    "hyposulfite de sodium": "sodium thiosulfate",
    "natriumthiosulfat": "sodium thiosulfate",
    "tiosulfato de sodio": "sodium thiosulfate",
    "tiosulfato sódico": "sodium thiosulfate",
    "métabisulfite de sodium": "sodium metabisulfite",
}
"""Names of drugs in other languages, beside those of the list of drugs."""
_FRENCH_ROUTE = lazy(
    r"\b(?:(?:par|en)\s+)?(?:(?:injections?|perfusions?|voie)\s+)?"
    r"(?P<route>intraveineu(?:x|se)s?|orale|intral[ée]sionnel(?:le)?s?|sous-cutanée?s?|intradermiques?"
    r"|intrapéritonéale?s?|topique|cutanée|locale)(?!\w)|\bper os\b|\ben (?:application|topique)\b",
    re.IGNORECASE,
)
_FRENCH_ROUTES = {
    "intrav": "intravenous", "orale": "oral", "intral": "intralesional", "sous-c": "subcutaneous",
    "intrad": "intradermal", "intrap": "intraperitoneal",
    "topiqu": "topical", "cutané": "topical", "locale": "topical",
}  # fmt: skip
_SALTS = lazy(r"\b(?P<salt>pentahydrate|anhydrous)d?\b|\bpentahydrated\b|\bpentahydraté\b", re.IGNORECASE)
_INTO = lazy(
    r"\b(?:into|in) (?:(?:the|each|a|every) )?(?:lesions?|plaques?|nodules?|deposits?)\b|\bintralesionally\b",
    re.IGNORECASE,
)
_SHORT_ROUTES = (
    (lazy(r"(?<![\w.])i\.\s?l\.(?!\w)", re.IGNORECASE), "intralesional"),
    (lazy(r"(?<![\w.])(?:s\.\s?c\.|s/c|sub-?q|subcu)(?!\w)|(?<!\w)SQ(?!\w)", re.IGNORECASE), "subcutaneous"),
    (lazy(r"(?<![\w.])i\.\s?d\.(?!\w)", re.IGNORECASE), "intradermal"),
    (lazy(r"(?<![\w.])sc(?![\w.])"), "subcutaneous"),
    (lazy(r"(?<![\w.])ip(?![\w.])"), "intraperitoneal"),
    (lazy(r"(?<![\w.])top\.?(?=\s|$)", re.IGNORECASE), "topical"),
)
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
    for _ in text.take(_BASE, PRODUCT):
        implied.add("topical")
    said: set[str] = {_french_route(match[0]) for match in text.take(_FRENCH_ROUTE)}
    for pattern, key in _patterns(knowledge(), "routes"):
        said.update(key for _ in text.take(pattern))
    said.update("intralesional" for _ in text.take(_INTO))
    for pattern, key in _SHORT_ROUTES:
        said.update(key for _ in text.take(pattern))
    if _IMPLIED.search(text.left):
        implied.add("intravenous")
    found = tuple(sorted(said or implied))
    return (found[0] if len(found) == 1 else None), found


def _french_route(words: str) -> str:
    named = (route for start, route in _FRENCH_ROUTES.items() if re.search(rf"\b{start}", words, re.IGNORECASE))
    return next(named, "oral" if "os" in words.lower() else "topical")


@cache
def _patterns(known: Knowledge, vocabulary: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """A pattern for every name, the longest first. Short names must stand in capitals, or with points: IV, i.v."""
    named = [(name, entry.key) for entry in known.entries(vocabulary).values() for name in _names(entry)]
    if vocabulary == "drugs":
        named += [(name, key) for name, key in _OTHER_TONGUES.items() if key in known.entries(vocabulary)]
    return tuple(
        (lazy(rf"(?<![\w-]){re.escape(name)}(?![\w])", re.IGNORECASE if _any_case(name) else 0), key)
        for name, key in sorted(named, key=lambda pair: (-len(pair[0]), pair[0]))
    )


def _names(entry: Entry) -> set[str]:
    # "topical sodium thiosulfate" names a route beside the drug.
    names = {name for name in entry.names if not name.startswith("topical ")} - _NOT_ALONE
    return names | ({"topically", "cutaneously"} if entry.key == "topical" else set())


def _any_case(name: str) -> bool:
    return len(name) > 3 or name in ("IV", "PO", "STS")
