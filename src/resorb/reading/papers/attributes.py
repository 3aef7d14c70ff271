"""What a text says of a patient in words: sex, the side of a part of the body, the route of the drug."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resorb.reading.kept import kept
from resorb.reading.lazy import lazy

_I = re.IGNORECASE
FEMALE, MALE = "female", "male"
_SEX = lazy(
    r"(?<![\w-])(?:(?P<female>woman|girl|lady|female|Mrs\.?|(?-i:Ms\.?|Miss)|she|her|hers|herself)|"
    r"(?P<male>man|boy|gentleman|male|(?-i:Mr\.?)|he|him|his|himself))(?![\w-])",
    _I,
)
_PART = (
    r"elbow|hip|knee|shoulder|hand|foot|leg|arm|thigh|calf|buttock|forearm|wrist|ankle|heel|breast|eye|ear|axilla|groin|flank|"
    r"cheek|index\s+finger|thumb|ring\s+finger|middle\s+finger|little\s+finger|finger|big\s+toe|toe|shin|scapula|tibia|iliac\s+crest|"
    r"trochanter|palm|popliteal\s+fossa|gluteal\s+region|lower\s+leg|upper\s+arm|sole|hemiabdomen|nostril|ear\s+lobe|patella"
)
_SIDE = lazy(
    rf"\b(?P<side>left|right)(?:[\s-]sided)?\s+(?:(?:upper|anterior|posterior|lateral|medial|outer|inner|distal|proximal|dorsal|"
    rf"volar)\s+)?(?P<part>{_PART})\b(?!-)|\b(?P<part2>{_PART})\s+(?:on|of)\s+the\s+(?P<side2>left|right)(?:\s+side)?\b",
    _I,
)
_LIMB = lazy(r"\b(?P<level>upper|lower)\s+(?:limbs?|extremit(?:y|ies)|legs?|arms?)\b", _I)
_ROUTE = lazy(
    r"\b(?:(?P<intralesional>intralesional\w*|inject\w+\s+into\s+(?:the|each)\s+(?:lesion|deposit)s?)|(?P<intravenous>intravenous\w*|IV|i\.v\.)|"
    r"(?P<topical>topical\w*|ointment|cream|gel)|(?P<oral>oral(?:ly)?|by\s+mouth))(?!\w)",
    _I,
)
_DRUG = lazy(r"\b(?:thiosul(?:f|ph)ate|STS|TST|route)\b", _I)


@dataclass(frozen=True, slots=True)
class Attribute:
    """A value in words, and what it is said of: ``sex``, ``route``, or the part of the body that has a side."""

    of: str
    value: str
    start: int
    end: int


@kept
def attributes(text: str) -> Iterator[Attribute]:
    """Sexes, sides and routes in a sentence, by kind and place."""
    for match in _SEX.finditer(text):
        yield Attribute("sex", FEMALE if match["female"] else MALE, match.start(), match.end())
    for match in _SIDE.finditer(text):
        part = re.sub(r"\s+", " ", (match["part"] or match["part2"]).lower())
        yield Attribute(f"side of the {part}", (match["side"] or match["side2"]).lower(), match.start(), match.end())
    for match in _LIMB.finditer(text):
        yield Attribute("part of the limb", match["level"].lower(), match.start(), match.end())
    if _DRUG.search(text):
        routes = list(_ROUTE.finditer(text))
        if len({m.lastgroup for m in routes}) == 1:
            yield Attribute("route", routes[0].lastgroup or "", routes[0].start(), routes[0].end())
