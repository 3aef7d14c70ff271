"""How many had what: "rash in three of 26 patients", "14 of 22 healed", "Women 42 (81%)", "acidosis (12 patients)".

Each reading names what is counted by one key ("healed", "women", "rash"), however the text words it. Words that narrow
the group ("of these", "on treatment") or the time are kept, so that only like is held against like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.counts.counted import COUNT, PEOPLE, value_of
from resorb.reading.lazy import lazy

_EVENTS: dict[str, str] = {
    "complete response": r"complete(?:ly)?\s+(?:respon(?:se|ses|ded|ders?)|remissions?|clear(?:ance|ed)|heal(?:ing|"
    "ed)|resolution|resolved)",
    "partial response": r"partial(?:ly)?\s+(?:respon(?:se|ses|ded|ders?)|remissions?|improvement)",
    "no response": r"(?:no\s+(?:response|improvement|change)|(?:did|had)\s+not\s+(?:respond|improve)|"
    "non-?responders?|unchanged)",
    "healed": r"(?:had\s+|have\s+|was\s+|were\s+)?(?:heal(?:ed|ing)|closed)",
    "improved": r"(?:had\s+|showed\s+|experienced\s+)?(?:clinical\s+)?(?:improve(?:d|ment))",
    "responded": r"(?:had\s+(?:a\s+)?)?(?:respon(?:ded|se|ders?))",
    "shrank": r"(?:had\s+)?(?:shrank|shrunk|shrinkage|regressed|regression)",
    "died": r"(?:died|deaths?|dead|mortality)",
    "relapsed": r"(?:relaps(?:ed?|es)|recurr(?:ed|ence|ences))",
    "stopped": r"(?:stopped|discontinued|withdrew|withdrawals?|discontinuations|drop-?outs|dropped\s+out)",
    "women": r"(?:wom[ae]n|females?)",
    "men": r"(?:m[ae]n|males?)",
    **{
        name: name
        for name in (
            "nausea", "vomiting", "rash", "hypotension", "irritation", "burning", "dermatitis", "headache", "dizziness",
            "sepsis", "acidosis", "stinging", "erythema", "fever", "pruritus", "itching", "infection", "hypernatraemia",
            "hypocalcaemia", "fatigue", "diarrhoea", "diarrhea", "bleeding", "ulceration", "necrosis", "neuropathy",
        )
    },
}  # fmt: skip
_EVENT = "|".join(f"(?P<e{n}>{words})" for n, words in enumerate(_EVENTS.values()))
_ANY_EVENT = lazy("|".join(_EVENTS.values()), re.IGNORECASE)
_NAMES = list(_EVENTS)
_UNIT = (
    r"(?P<unit>patients?|participants?|subjects?|cases|children|women|men|persons|people|individuals|lesions?|"
    r"ulcers?|wounds?|legs?|limbs?|sites?|"
    r"nodules?|deposits?|sessions?|infusions?|injections?|treatments?|applications?)"
)
_SHARE = r"(?:\s?[(\[,]\s?(?P<p>\d{1,3}(?:\.\d{1,2})?)\s?%\s?[)\],]?)?"
_BARE = (
    rf"(?P<n>{COUNT})(?:\s?(?:/|of\s+(?:the\s+|our\s+|all\s+)?|"
    rf"out\s+of\s+(?:the\s+)?)(?P<m>{COUNT}))?(?:\s+(?:\w+\s+)?{_UNIT}\b)?"
    rf"(?:\s+(?:of\s+the|out\s+of(?:\s+the)?)\s+(?P<m2>{COUNT}))?{_SHARE}"
)
_PART = rf"(?<!=\s)(?<!=){_BARE}"
_AUX = (
    r"(?:\s+(?:had|have|has|were|was|showed|achieved|reached|attained|experienced|developed|reported|suffered|with|"
    r"a|an|the|"
    r"mild|transient|local|metabolic)){0,4}"
)
_PATTERNS = (
    # Fourteen of 22 patients (64%) healed; 33 lesions (73%) had shrunk; three patients had a rash; 16 of 22 were women
    lazy(rf"{_PART}{_AUX}\s+(?:{_EVENT})\b", re.IGNORECASE),
    # rash in three of 26 patients; healing was seen in 13 patients of the 22; acidosis, seen in 21 patients
    lazy(
        rf"\b(?:{_EVENT}),?(?:\s+(?:was|were|has\s+been|occurred|seen|noted|observed|recorded|reported|found|"
        rf"achieved|obtained|"
        rf"developed|met|present)){{0,3}}"
        rf"\s+(?:in|by)\s+(?:only\s+)?{_PART}",
        re.IGNORECASE,
    ),
    # acidosis was the leading adverse event (12 patients); nausea (n = 4)
    lazy(rf"\b(?:{_EVENT})(?:\s+[a-z]+){{0,5}}?\s\((?:n\s?=\s?)?{_BARE}\)", re.IGNORECASE),
    # Women made up 81% (42 of 52); mainly women (44, 85%); Women 42 (81%)
    lazy(
        rf"\b(?:{_EVENT})\s+(?:made\s+up|were|was|accounted\s+for|formed)?\s?\d{{1,3}}(?:\.\d)?\s?%\s\({_PART}\)",
        re.IGNORECASE,
    ),
    lazy(rf"(?:^|[.;:|]\s*|\b\d\)?\s)(?:{_EVENT}),?:?\s{_PART}(?=\s|$|[.;,])", re.IGNORECASE),
)
_NARROW = lazy(
    r"\b(?:(?<!most )(?<!many )(?<!half )(?<!all )of\s+"
    r"(?:these|those|whom|them|which|the\s+(?:responders|others|remaining))|others?|another|further|"
    r"additional|(?:one|two|three|some|\d+)\s+more|remaining|also|again|"
    r"led\s+to|arms?|group|placebo|vehicle|saline|controls?|untreated|cream\s+[A-Z]|per[\s-]protocol|intention|"
    r"responders|non-?responders|with\s+(?:gel|cream|placebo|vehicle)|"
    r"expected|assum\w+|would|first|second|third|renal|dialysis|survivors|whose|who|"
    r"among\s+(?:the\s+)?(?:responders|those|women|men|patients\s+(?:with|on|who))|early|late|severe|grade|"
    r"at\s+least\s+one|on\s+treatment|after\s+its\s+end|both|only|alone|"
    r"topical|intravenous|intralesional|screened|eligible|refus\w+|phase|"
    r"readers?|raters?|observers?|assessors?|consensus|investigators?|"
    r"study\s+[12AB]|cohort\s+[12AB])\b",
    re.IGNORECASE,
)
_TIME = lazy(
    r"\b(?:(?:(?:at|by|within|after|before|on|until|from)\s+)?(?:week|month|day|year|visit)s?\s+\d{1,3}|"
    r"(?:at|by|within|after|before|until|for|over)\s+(?:\d{1,3}|one|two|three|six|twelve)[\s-](?:weeks?|months?|"
    r"days?|years?)|one[\s-]year|long[\s-]term)\b",
    re.IGNORECASE,
)
_NEGATED = lazy(
    r"\b(?:not|no|never|without|neither|nor|free\s+of)\s+(?:\w+\s+)?$|\b(?:the|these|those)\s+$",
    re.IGNORECASE,
)
_OPENED = lazy(
    rf"(?:^|[.;:]\s+)(?:of|among)\s+(?:the\s+|our\s+|"
    rf"these\s+)?(?P<m>{COUNT})\s[^(),.;]{{2,60}}(?:\([^()]{{1,80}}\)[^(),.;]{{0,30}})?,",
    re.IGNORECASE,
)
_IN_SOME = lazy(
    rf"(?:^|[.;:]\s+)(?:in|for|of|among|amongst|with)\s+(?:(?:the|these|those|our|all)\s+(?:{COUNT}\s+)?|{COUNT}\s+)"
    rf"(?:(?:[^\W\d][\w'’-]*\s+)?{PEOPLE}\s+)?"
    r"(?:with|without|on|who|whose|given|treated|aged|from|under|over|in\s+whom)\b",
    re.IGNORECASE,
)
"""A part of all opens the clause: "in the 100 patients with calciphylaxis, 34 died"."""
_CUT = lazy(r"[.;:]\s")


@dataclass(frozen=True, slots=True)
class Happening:
    """A count of what happened. ``whole`` and ``percent`` when printed; ``times`` the time words of its clause."""

    event: str
    value: int
    start: int
    end: int
    whole: int | None
    percent: Fraction | None
    unit: str
    times: frozenset[str]
    is_narrow: bool


def happenings(text: str) -> Iterator[Happening]:
    """Every count of an event in a sentence, each number once."""
    taken: set[int] = set()
    opened = _OPENED.search(text)
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            value = value_of(match["n"])
            if value is None or match.start("n") in taken:
                continue
            taken.add(match.start("n"))
            event = next(name for n, name in enumerate(_NAMES) if match[f"e{n}"])
            whole = match["m"] or match["m2"] or (opened["m"] if opened and opened.end() <= match.start() else None)
            if _NEGATED.search(text[max(0, match.start() - 30) : match.start()]):
                continue
            unit = (match["unit"] or "").lower()
            end = match.end("m") if match["m"] else match.end("unit") if unit else match.end("n")
            clause = _clause(text, match.start(), match.end())
            left = clause.replace(match[0], " ") if event != "no response" else ""
            yield Happening(
                event, value, match.start("n"), end,
                value_of(whole) if whole else None,
                Fraction(match["p"]) if match["p"] else None,
                "" if unit in ("women", "men") else unit.rstrip("s"),
                frozenset(re.sub(r"\W+", " ", m[0].lower()) for m in _TIME.finditer(clause)),
                bool(_IN_SOME.search(clause) or _NARROW.search(left) or _NARROW.search(_ANY_EVENT.sub(" ", match[0]))),
            )  # fmt: skip


def _clause(text: str, start: int, end: int) -> str:
    before = [m.end() for m in _CUT.finditer(text, max(0, start - 200), start)]
    after = _CUT.search(text, end, end + 200)
    return text[before[-1] if before else max(0, start - 200) : after.start() if after else end + 200]


def event_of(label: str) -> str | None:
    """The event that the label of a row names: "Women", "Rash, n (%)"."""
    plain = re.sub(r",?\s*\(?n?o?\.?\s?\(?%\)?\)?$", "", label.strip()).strip(" ,")
    return next((name for name, words in _EVENTS.items() if re.fullmatch(words, plain, re.IGNORECASE)), None)
