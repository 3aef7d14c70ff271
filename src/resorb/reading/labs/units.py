"""Units of laboratory values as texts print them, read into the closed list of :mod:`resorb.values.units`."""

from __future__ import annotations

import re
from functools import lru_cache

from resorb.values.findings import Refused
from resorb.values.units import read_unit

_B = "[ \u00a0\u2009\u202f]?"
_TOP = r"(?:[mnpµμuk]|mc)?g|(?:[mnpµμu]|mc)?mol|m?[Ee]q|m?osm|(?:[kmµμu]|mc)?(?:IU|UI|U|iu)|RU|(?:[µμunm])?kat|mm|m[lL]"
_PER = r"dl|ml|µl|μl|ul|l|24[ -]?h(?:ours|r)?|h(?:ou)?r?|min(?:ute)?|sec|s|kg|g|mg|mmol|mol|d(?:ay)?|m"
_TO_MINUS_ONE = r"(?:[-−–]1|⁻¹|\^-1)"
LAB_UNIT = (
    rf"(?:m(?:g|mol)(?:2|²|\^2){_B}/{_B}d?[lL](?:2|²|\^2)|\(m(?:g|mol)/d?[lL]\)(?:2|²|\^2)"
    rf"|(?i:m[lL]{_B}(?:/|\bper\b){_B}min(?:ute)?{_B}(?:/|\bper\b){_B}(?:1[.·,]73{_B})?m(?:2|²|\^2)?)"
    rf"|(?i:m[lL]{_B}min{_B}{_TO_MINUS_ONE}{_B}(?:1[.·]73{_B})m(?:[-−–]2|⁻²))"
    rf"|(?i:m[lL]{_B}/{_B}(?:1[.·,]73{_B})?m(?:2|²|\^2)(?!\w))"
    rf"|mg{_B}%|mm{_B}(?:in|per) the (?:first|1st) hour|(?i:(?:{_TOP}){_B}(?:/"
    rf"|\bper\b){_B}(?:(?:100{_B})?ml(?![\w])|{_PER}))"
    rf"|(?i:(?:{_TOP}){_B}[·.]?{_B}(?:d|m|h)?[lLh]{_TO_MINUS_ONE})|[mM]m(?=[\s,.;)]))"
)
"""A unit of a concentration, an activity, a rate or a product, as one pattern; no groups."""
_NAMES = {
    "dl": "dL", "ml": "mL", "l": "L", "ul": "uL", "iu": "U", "ui": "U", "u": "U", "meq": "mEq", "hour": "h", "hr": "h",
    "minute": "min", "mcg": "ug", "mcmol": "umol", "100ml": "dL", "sec": "s", "d": "day", "24h": "day",
    "24hours": "day", "24hr": "day",
}  # fmt: skip


@lru_cache(maxsize=4096)
def lab_unit(printed: str) -> str | None:
    """The unit as the closed list names it; None for one that is not on it (``RU/mL``, ``ukat/L``)."""
    text = re.sub(r"\bper\b", "/", printed.strip(), flags=re.IGNORECASE)
    text = re.sub(r"[\s\u00a0\u2009\u202f]", "", text).replace("²", "2").replace("^2", "2").replace("·", ".")
    text = text.replace("1,73", "1.73")
    low = text.lower()
    if "2/" in low or low.startswith("("):
        return "mmol2/L2" if "mol" in low else "mg2/dL2"
    if low.startswith("mg%"):
        return "mg/dL"
    if "thefirst" in low or "the1st" in low:
        return "mm/h"
    low = re.sub(r"\.?(d?[lh])(?:[-−–]1|⁻¹|\^-1)$", r"/\1", low)
    low = re.sub(r"min(?:[-−–]1|⁻¹|\^-1)1\.73m(?:[-−–]2|⁻²)", "/min/1.73m2", low).replace("//", "/")
    low = low.replace("1.73m", "1.73 m").replace("µ", "u").replace("μ", "u")
    try:
        return read_unit("/".join(_NAMES.get(term, term) for term in low.split("/"))).text
    except Refused:
        return None
