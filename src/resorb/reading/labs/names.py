"""Names of laboratory quantities in running text, and where such a name means something else.

"Calcium" is a salt in "calcium carbonate", a diet in "calcium intake", urine in "urinary calcium": those are passed
over. Names come from the analytes of :mod:`resorb.codes`, with the word forms that only prose has (hypercalcaemia).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from resorb.codes import analytes
from resorb.codes.entries import fold
from resorb.codes.knowledge import Knowledge, knowledge
from resorb.reading.lazy import lazy

_STATES = {
    "calc": "calcium", "phosphat": "phosphate", "kal": "potassium", "natr": "sodium", "albumin": "albumin",
    "chlor": "chloride",
}  # fmt: skip
_STATE = rf"(?P<state>(?:hyper|hypo|normo)?(?:{'|'.join(_STATES)})a?emi(?:a|c)(?!\w))"
_FORMS = {
    "phosphorous": "phosphate", "Phos": "phosphate", "Alb": "albumin", "phosphates": "phosphate",
    "Pi": "phosphate", "serum phosphorus": "phosphate",
    "parathyroid hormone": "PTH", "PTH-i": "PTH", "intact parathyroid hormone": "PTH",
    "corrected Ca": "corrected calcium", "Ca corr": "corrected calcium", "calcium corrected": "corrected calcium",
    "ionized Ca": "ionised calcium", "Ca++": "ionised calcium",
    "25-hydroxycholecalciferol": "25-OH vitamin D",
    "25-OHD": "25-OH vitamin D", "vitamin D 25-OH": "25-OH vitamin D",
    "25OHD": "25-OH vitamin D", "vitamin D": "25-OH vitamin D",
    "erythrocyte sedimentation rate": "ESR", "C-reactive protein": "CRP", "C reactive protein": "CRP",
    "alkaline phosphatase": "ALP", "estimated glomerular filtration rate": "eGFR", "glomerular filtration rate": "eGFR",
    "clearance of creatinine": "creatinine clearance", "Na+": "sodium", "K+": "potassium", "HCO3-": "bicarbonate",
    "HCO₃": "bicarbonate", "HCO₃⁻": "bicarbonate", "HCO3⁻": "bicarbonate", "bicarb": "bicarbonate",
    "Cl-": "chloride", "Cl⁻": "chloride", "Na⁺": "sodium", "K⁺": "potassium", "PO₄": "phosphate",
    "calculated clearance": "creatinine clearance",
}  # fmt: skip
_NOT_NAMES = frozenset({"mdrd", "ckdepi"})
_LONG = 4
_OTHER_SPECIMEN = lazy(
    r"\b(?:urin\w*|dialysate|dialysis fluid|effluent|ultrafiltrate|diet(?:ary)?|tissue|faecal|fecal|stool|sweat|csf|"
    r"cerebrospinal|synovial|pleural|ascit\w+|aspirate|stone|elemental|bath|24[ -]?h(?:ours?)?|spot|fractional"
    r"|excretion|"
    r"intake|reabsorption|tmp|drip|water|milk|protein[- ]to|replacement)\b[^;.,]{0,40}$",
    re.IGNORECASE,
)
_OF_URINE = lazy(
    r"\b(?:urine|urinary|dialysate|effluent)\b(?:(?!\b(?:serum|plasma|blood(?!,))\b|[.;]\s|[.;]$).)*$", re.IGNORECASE
)
"""Words of which all results behind them in the sentence are, until blood is named: "Spot urine: phosphate was …"."""
_IN_BLOOD = lazy(r"\b(?:serum|plasma|blood)\s*(?:total\s+|intact\s+)?$", re.IGNORECASE)
_CHANGE_OF = lazy(
    r"(?:\b(?:change|difference|increase|decrease|rise|fall|drop|reduction|decline|increment|variation|delta)s?|Δ)\s*"
    r"(?:(?:in|of)\s+)?(?:the\s+|his\s+|her\s+)?(?:serum\s+|plasma\s+|total\s+)?$|\b(?:each|every|per)\s+$"
    r"|\b(?:correct|adjust|normali[sz])\w*\s+(?:for|to|by)\s+(?:the\s+|his\s+|her\s+)?(?:serum\s+)?$",
    re.IGNORECASE,
)
_NOT_ALONE = lazy(
    r"\b(?:anion|osmol\w*)\s+gap\b[^;.,\d]{0,40}$"
    r"|\b(?:1|one)\s?\S{2,8}\s+of\s+$"
    r"|\bratio\s+of\b[^;.\d]{0,50}\bto\s+(?:the\s+)?$"
    r"|\bbone(?:[ -](?:specific|type|derived|isoenzyme|isoform))?\s*(?:of\s+)?$",
    re.IGNORECASE,
)
"""Before a name that belongs to another quantity: "anion gap including potassium", a ratio, "bone phosphatase"."""
_IONISED = lazy(r"\b(?:ioni[sz]ed|ionic|free)[\s-]+(?:serum\s+|plasma\s+|blood\s+)?$", re.IGNORECASE)
_IONISED_BEHIND = lazy(r"[\s,(]{1,3}ioni[sz]ed\b", re.IGNORECASE)
_RATES = ("mL/min", "mL/min/1.73 m2")
_SALT_BEFORE = lazy(
    r"\b(?:sodium|potassium|calcium|magnesium|ammonium|alumini?um|lanthanum|Na|Ca|K)[\s/×x*·-]*$|(?:1,\s?25"
    r"|di-?hydroxy|alfa|micro|macro|pre)[-\s(]*(?:OH\)?[2₂])?[-\s]*$",
    re.IGNORECASE,
)
_NOT_A_RESULT = lazy(
    r"\s*[-–]?\s*(?:dialysate|carbonate|acetate|gluconate|citrate|oxalate|lactate|channel|score|salts?|supplement\w*|intake"
    r"|nitrite|nitrate|chloride|sul(?:f|ph)ate|oxide|hydroxide"
    r"|binder\w*|"
    r"diet\w*|crystal\w*|pyrophosphate|hydroxyapatite|thiosulfate|thiosulphate|valproate|excretion|reabsorption|load|"
    r"infusion|bath|chelat\w+|tablets?|transport\w*|homeostasis|metabolism|deposit\w*|ratio|-to-|/\s?creat\w+|"
    r"per\s+(?:kg|day)|in (?:the )?(?:urine|dialysate|tissue)|removal|content|replacement|injection|solution)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LabName:
    """A name of an analyte and its place. ``level`` is what the name itself says ("hypercalcaemia": high).

    ``is_short`` for abbreviations that are other things too (P, K, AP): they count only with a unit or a range.
    """

    analyte: str
    start: int
    end: int
    is_short: bool = False
    level: str | None = None


def lab_names(text: str) -> Iterator[LabName]:
    """Every name of an analyte measured in blood (or of a rate of filtration), in order."""
    pattern, keys = _of_knowledge(knowledge())
    for match in pattern.finditer(text):
        printed = match[0]
        before = text[max(0, match.start() - 60) : match.start()]
        if _NOT_A_RESULT.match(text, match.end()) or _SALT_BEFORE.search(before):
            continue
        if _CHANGE_OF.search(before) or _NOT_ALONE.search(before):
            continue
        key = "" if match["state"] else keys[fold(printed)]
        other = _OTHER_SPECIMEN.search(before) or _OF_URINE.search(text[max(0, match.start() - 160) : match.start()])
        if other and not _IN_BLOOD.search(before) and not _is_rate(key):
            continue
        if match["state"]:
            stem = next(s for s in _STATES if s in printed.lower().removeprefix("hyper").removeprefix("hypo"))
            level = {"hyper": "high", "hypo": "low", "normo": "normal"}
            said = next((word for start, word in level.items() if printed.lower().startswith(start)), None)
            yield LabName(_STATES[stem], match.start(), match.end(), level=said)
            continue
        if key == "calcium" and (_IONISED.search(before) or _IONISED_BEHIND.match(text, match.end())):
            key = "ionised calcium"
        yield LabName(key, match.start(), match.end(), len(fold(printed).rstrip("+")) < _LONG - 1)


def _is_rate(key: str) -> bool:
    return bool(key) and analytes()[key].unit in _RATES


@cache
def _of_knowledge(known: Knowledge) -> tuple[re.Pattern[str], dict[str, str]]:
    names = [(name, one.key) for one in known.analytes.values() for name in one.names if not one.product_of]
    keys: dict[str, str] = {}
    shown: set[str] = set()
    for name, key in [*names, *_FORMS.items()]:
        if key and fold(name) not in _NOT_NAMES and "," not in name:
            keys.setdefault(fold(name), key)
            shown.add(name)
    ordered = sorted(shown, key=lambda n: (-len(n), n))
    long = "|".join(_loose(n) for n in ordered if len(fold(n)) >= _LONG)
    short = "|".join(_loose(n) for n in ordered if len(fold(n)) < _LONG)
    pattern = lazy(rf"(?<![\w/-])(?:(?i:{_STATE})|(?i:{long})|(?:{short}))(?![\w+⁺⁻])")
    return pattern, keys


def _loose(name: str) -> str:
    return "[\\s-]?".join(re.escape(part) for part in re.split(r"[\s-]+", name) if part)
