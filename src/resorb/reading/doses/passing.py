"""Phrases that carry no quantity of the dose: ages, weights, reasons, body sites, dressings, ends without a number.

They are understood, so that no number in them is read as a dose; those a reader may want to know of are kept as notes.
"""

from __future__ import annotations

import re

from resorb.reading.doses.patterns import NUMBER_WORD
from resorb.reading.doses.text import Text
from resorb.reading.lazy import lazy

_TIMING = (
    r"(?:once|twice|thrice|daily|weekly|monthly|nightly|every|each|for|over|then|and|at|on|to|until|with|by|in"
    rf"|bid|tid|qid|tiw|[btq]ds?|{NUMBER_WORD})\b"
)
_REASON_WORD = rf"(?!{_TIMING})[A-Za-z][A-Za-z-]*"
_AGE = rf"(?:\d{{1,3}}(?:\.\d+)?|(?:{NUMBER_WORD}))"
_PERSON = r"(?:child|girl|boy|infant|adult|man|woman|male|female|patient|m|f)"
_SITE = (
    r"(?:elbows?|knees?|hands?|fingers?|fingertips?|thumbs?|feet|foot|toes?|legs?|arms?|forearms?|shins?|thighs?"
    r"|calf|calves"
    r"|buttocks?|hips?|shoulders?|neck|face|abdomen|trunk|back|ears?|ankles?|wrists?|lesions?|plaques?|nodules?|ulcers?"
    r"|wounds?|areas?|sites?|skin|calcifications?|deposits?|extremit(?:y|ies)|limbs?)"
)
_I = re.IGNORECASE

_SILENT = (
    lazy(
        rf"(?:\b(?:in|for)\s+(?:a|an|the)\s+)?\b{_AGE}[\s-]*(?:year|yr|month|week|day)s?[\s-]*old\b(?:\s+{_PERSON}\b)?",
        _I,
    ),
    lazy(rf"\baged?\s*:?\s*{_AGE}\s*(?:years?|yrs?|months?|y)?(?!\w)", _I),
    lazy(
        rf"(?:\b(?:in|for)\s+(?:a|an|the)\s+)?(?:\b{_PERSON}\s+)?\b(?:of|weighing|(?:body\s*)?weight\s*(?:of|:|=)?)\s*"
        rf"{_AGE}\s*kg\b(?!\s*/)|\b{_AGE}[\s-]?kg\s+{_PERSON}\b",
        _I,
    ),
    lazy(
        rf"\b(?:because of|due to|owing to|on account of|à cause de"
        rf"|en raison de)\s+{_REASON_WORD}(?:\s+{_REASON_WORD}){{0,3}}",
        _I,
    ),
    lazy(
        r"\b(?:after|on|at|upon|because of|following|since|for)\s+(?:a\s+|the\s+)?"
        r"(?:relapse|recurrence|flare|remission|improvement|response|surgery|biopsy|excision|debridement)\b",
        _I,
    ),
    lazy(
        r"\bunder\s+(?:an?\s+)?(?:occlusion|(?:occlusive|plastic|film|hydrocolloid|dry|wet)\s+(?:dressings?|wrap"
        r"|film)|dressings?|wraps?)\b",
        _I,
    ),
    lazy(r"\bwith (?:plastic wrap|cling ?film|an? occlusive dressing)\b|\boccluded\b|\bsous occlusion\b", _I),
    lazy(r"\b(?:with|after|before|without|between)\s+(?:meals?|food|breakfast|lunch|dinner)\b|\bavec les repas\b", _I),
    lazy(
        rf"\b(?:to|on|onto|over|sur)\s+(?:the\s+|both\s+|all\s+|each\s+)?(?:(?:left|right|affected|involved"
        rf"|calcified|lower|upper)\s+)*{_SITE}\b"
        rf"(?:\s+and\s+{_SITE}\b)?",
        _I,
    ),
    lazy(r"\bgauzes?\b|\b(?:from|using|via) (?:a )?(?:central line|catheter|port|pump|syringe)\b", _I),
)
"""Taken without a note."""

_NOTED = (
    (
        "end",
        lazy(
            r"\b(?:until|till|jusqu['’]\s?(?:à|a|au))\s*(?:the\s+|la\s+|le\s+|complete(?:ly)?\s+|full(?:y)?\s+"
            r"|total\s+)*"
            r"(?:healed|healing|resol(?:ved|ution)|remission|cleared|clearance|death|discharge|closed|closure|resection"
            r"|surgery|gu[ée]rison|cicatrisation|dispara(?:rition|ît)|r[ée]solution)(?:\s+complète)?(?!\w)",
            _I,
        ),
        "{!r} has no number",
    ),
    (
        "refills",
        lazy(
            r"(?<!\w)(?:(?:RF|refills?|rpt)\s*(?:x|×|:)?\s*\d{1,2}|\d{1,2}\s*(?:refills?|repeats?))(?!\w)", _I
        ),
        "{!r} not counted: the supply is one dispensing",
    ),
)  # fmt: skip


def take_passing(text: Text) -> dict[str, str]:
    """Take every phrase that carries no quantity; notes on those a reader may want to know of, by what they are of."""
    notes: dict[str, str] = {}
    for name, pattern, note in _NOTED:
        for match in text.take(pattern):
            notes[name] = note.format(text.words(match))
    for pattern in _SILENT:
        for _ in text.take(pattern):
            pass
    return notes
