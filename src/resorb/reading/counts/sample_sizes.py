"""How many values a summary may be of: group sizes a sentence states, and every whole number that might be one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from resorb.reading.lazy import lazy
from resorb.reading.numerals import NUMBER, numerals, read_numeral
from resorb.reading.statistics.figures import UNIT

_NOUN = (
    r"(?:patients?|women|men|girls|boys|children|adults|adolescents|participants?|subjects?|people|persons|cases"
    r"|controls|pts|parents|"
    r"brothers|sisters|siblings|twins|users|inpatients|outpatients|responders|non-?responders|legs|arms|limbs"
    r"|hands|fingers|wounds|"
    r"ulcers|lesions|nodules|plaques|deposits|masses|infusions|sessions|admissions|answers|forms|replies|cards|questionnaires"
    r"|measurements|knees|hips|"
    r"courses|visits|biopsies|tubes|samples|volunteers|residents|families|respondents|nurses|physicians|doctors|clinicians"
    r"|raters?|observers|readers|reviewers|experts|judges|surgeons|dermatologists|nephrologists|pharmacists|students"
    r"|staff|carers|caregivers|relatives|mothers|fathers|daughters|sons|cousins|carriers|infants|neonates|toddlers"
    r"|individuals|survivors|donors|recipients|females|males|eyes|teeth|feet|joints|elbows|shoulders|ankles|scans"
    r"|photographs|centres|centers|hospitals|units|pairs|completers|attendees|members|trials|studies|reports|mice|rats|animals)"
)
_SIZED = lazy(
    r"(?:^|[.:]\s|\b(?:in|of|for|among|amongst|over|all|the|these|those|our|same|across|from|by|with|on|both|another)\s|[(,;]\s?)"
    rf"(?P<n>{NUMBER})\s(?:[a-z-]{{2,20}}\s){{0,3}}?{_NOUN}\b(?!\s(?:being|having)\b)",
    re.IGNORECASE,
)
_NO_SIZE_BEFORE = lazy(
    r"(?:week|month|day|year|visit|table|figure|fig\.?|grade|stage|age(?:\sof)?|turned)s?\s$", re.IGNORECASE
)
_NO_SIZE_BEHIND = lazy(rf"\s?-?(?:{UNIT}|st|nd|rd|th)", re.IGNORECASE)
_ENDS = lazy(
    rf"\b(?:(?:between|from)\s)?(?:{NUMBER})\s(?:and|to)\s(?:{NUMBER})(?=[\s,);.])"
    r"|\d{1,3}\s?[-–—]\s?\d{1,3}(?![\d.])",
    re.IGNORECASE,
)
_OF_OTHERS = lazy(r"\s(?:of\s(?:them|whom|these|those)|were|was|had|have)\b", re.IGNORECASE)
"""Behind a count of some of the group: "five of them were women"."""
_EQUAL = lazy(r"\b[nN]\s?=\s?(?P<n>\d{1,6})(?![\d.,]\d)")
_OTHERS = lazy(rf"\bother\s(?P<n>{NUMBER})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sizes:
    """``stated`` are sizes of groups; ``possible`` every whole number of the sentence that could be one."""

    stated: frozenset[int]
    possible: frozenset[int]


@lru_cache(maxsize=32)
def sample_sizes(text: str) -> Sizes:
    """The sizes in a sentence, none above ten thousand."""
    stated = set()
    for pattern in (_SIZED, _EQUAL, _OTHERS):
        for match in pattern.finditer(text):
            number = read_numeral(match["n"])
            if number is not None and number.decimals == 0 and 0 < number.value <= 10_000:
                stated.add(int(number.value))
    ends = {
        at for m in _ENDS.finditer(text) if " and " not in m[0] or m[0].lower().startswith(("between ", "from "))
        for at in range(*m.span())
    } if stated else set()  # fmt: skip
    every = {
        int(n.value)
        for n in numerals(text)
        if n.is_whole
        and 0 < n.value <= 10_000
        and not _NO_SIZE_BEFORE.search(text, max(0, n.start - 9), n.start)
        and not _NO_SIZE_BEHIND.match(text, n.end)
        and n.start not in ends
        and not (stated and _OF_OTHERS.match(text, n.end))
    }
    return Sizes(frozenset(stated), frozenset(every | stated))
