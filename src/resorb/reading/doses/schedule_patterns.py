"""Patterns of how often: abbreviations, intervals, times per unit, counts, events."""

from __future__ import annotations

import re

from resorb.reading.doses.patterns import counts
from resorb.reading.doses.text import MARKS
from resorb.reading.lazy import lazy

_I = re.IGNORECASE
_ADVERB = r"(?:daily|weekly|monthly|yearly|annually|täglich|wöchentlich|monatlich)"
_UNIT = (
    r"(?:days?|nights?|weeks?|wks?|months?|mo|mths?|years?|yrs?|d|wk|w|jours?|j|semaines?|sem|mois|ans?"
    r"|années?|Tage?|Wochen?|Monate?|fortnights?)"
)
_PER = r"(?:/|per\b|a\b|an\b|each\b|every\b|par\b|pro\b|in a\b)"
EVENT_NAME = r"(?:(?:intermittent\s+)?h(?:a)?emodialysis|dialysis|HD|IHD|hémodialyse|dialyse)"
NOUNS = (
    r"(?:doses?|injections?|infusions?|sessions?|treatments?|applications?|administrations?|séances?|occasions"
    r"|perfusions?"
    r"|shots?|visits?|prises?)"
)
_ALSO = r"(?:(?:intralesional|intradermal|iv|weekly|separate|further|additional|more|consecutive|total|divided)\s+)?"

# (times, every, unit): "bid" is twice in one day
ABBREVIATIONS = {
    "bid": (2, 1, "day"), "tid": (3, 1, "day"), "qid": (4, 1, "day"), "qd": (1, 1, "day"), "qhs": (1, 1, "day"),
    "qam": (1, 1, "day"), "qpm": (1, 1, "day"), "qod": (1, 2, "day"), "eod": (1, 2, "day"), "tiw": (3, 1, "week"),
    "biw": (2, 1, "week"), "qiw": (4, 1, "week"), "bd": (2, 1, "day"), "bds": (2, 1, "day"), "td": (3, 1, "day"),
    "tds": (3, 1, "day"), "qds": (4, 1, "day"), "od": (1, 1, "day"), "om": (1, 1, "day"), "nocte": (1, 1, "day"),
    "mane": (1, 1, "day"), "hs": (1, 1, "day"), "qn": (1, 1, "day"),
}  # fmt: skip
ABBREVIATED = lazy(
    r"(?<![\w.])(?P<a>[bqt]\.?\s?i\.?\s?[dw]|[btq]\.?d\.?s|b\.?d|o\.?d|o\.?m|e\.?o\.?d|q\.?d|q\.?n|q\.?h\.?s|h\.?s"
    r"|q\.?o\.?d"
    r"|q[ap]m|nocte|mane)\b\.?(?!\w)",
    _I,
)
Q = lazy(
    r"(?<!\w)q\.?\s?(?:(?P<n>\d+)(?:\s?[-–]\s?(?P<n_to>\d+))?)?[\s.-]?"
    r"(?P<u>hours?|hrs?|h|days?|d|weeks?|wks?|w|months?|mos?)\b\.?(?!\w)",
    _I,
)
HOURLY = lazy(rf"{counts('n')}[\s-]+(?P<u>hourly)\b", _I)
DIVIDED = lazy(
    rf"(?:\b(?:daily|weekly|a day|per day)\s*,?\s+)?\b(?:in|as"
    rf"|en)\s+{counts('n')}\s+(?:equal(?:ly)?\s+)?(?:divided\s+|split\s+)?(?:doses|prises|infusions|sessions)\b",
    _I,
)
RATE_WORDS = lazy(
    r"(?:/|\b(?:per|par|a)\b)\s*(?:(?:day|d|24 ?h|jour|j)|(?P<week>week|wk|semaine))\b|\b(?:daily"
    r"|(?P<weekly>weekly))\b",
    _I,
)
TIMES = lazy(
    rf"(?:(?<!\w)[x×]\s?)?{counts('n', 'une|un')}[\s-]*(?:(?:times?\b|x(?![a-z])|×|fois\b)[\s-]*(?:{_PER}[\s-]*)?"
    rf"|{_ALSO}(?:{NOUNS}|nights?)\s*{_PER}\s*)(?P<u>{_ADVERB}|{_UNIT})(?!\w)",
    _I,
)
DAYS_OF_WEEK = lazy(
    rf"{counts('n')}\s+(?:out\s+of\s+(?:7|seven)\s+days\b"
    rf"|(?:days?|nights?|jours?)\s*(?:{_PER}|par)\s*(?:weeks?|wk|semaine)(?!\w))",
    _I,
)
PLAIN = lazy(rf"(?:(?<!\w)[x×]\s?)?{counts('n')}[\s-]*(?:/|per\b|par\b)[\s-]*(?P<u>{_UNIT})(?!\w)", _I)
_ONCE = r"(?:once|twice|thrice|one time|two times|three times)"
ONCE = lazy(
    r"(?:\b(?P<b>at least|up to|no more than|not more than|at most|minimum|maximum|max\.?|more than|less than)\s+)?"
    rf"\b(?P<n>{_ONCE})(?:\s*(?:or|to|-|–)\s*(?P<m>{_ONCE}))?[\s-]*(?:{_PER}[\s-]*)?(?P<u>{_ADVERB}|{_UNIT}"
    rf"|nightly)(?!\w)",
    _I,
)
SERIES = lazy(rf"{counts('n')}\s+(?P<u>{_ADVERB})[\s{MARKS}]+{NOUNS}", _I)
EVERY = lazy(
    rf"(?:(?:\b(?P<often>once|twice|thrice)|(?:\b(?:a|an|une|un|one)|(?<![\w.,])1)(?:\s+{_ALSO}{NOUNS})?"
    rf"|{counts('k')}\s*(?:times|x|×)|(?P<all>{counts('q')}[\s{MARKS}]+{_ALSO}{NOUNS}))\s+)?"
    rf"\b(?:every|each|chaque|toutes les|tous les|(?:on )?alternate|(?:on )?alternating)\s*"
    rf"(?:(?P<other>other|second|alternate)\s+|(?P<third>third|fourth|fifth|sixth|tenth)\s+|{counts('n')}(?:st|rd|nd"
    rf"|th)?[\s-]+)?"
    rf"(?P<u>hours?|hrs?|h|heures?|{_UNIT}|night|evening|morning|soirs?|matins?|quarter)(?!\w)",
    _I,
)
ORDINALS = {"third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "tenth": 10}
IN_EVERY = lazy(
    rf"(?:\b(?P<often>once|twice|thrice)|{counts('k')}\s*(?:times|x|×)|\bone|(?<![\w.,])1)"
    rf"\s+in\s+(?:every\s+)?{counts('n')}[\s-]*(?P<u>{_UNIT})(?!\w)",
    _I,
)
ONE_IN = lazy(rf"\b(?:un|une)\s+(?P<u>jour|nuit|soir|semaine|mois)\s+sur\s+{counts('n')}", _I)
APART = lazy(
    rf"(?:\b(?:at|with|an?)\s+){{0,3}}{counts('n')}[\s-]*(?P<u>{_UNIT})[\s-]*(?:apart|intervals?|d['’]intervalle|gap)\b"
    rf"|\b(?:at |with an? )?intervals? of\s+{counts('m')}\s*(?P<v>{_UNIT})(?!\w)"
    rf"|\bspaced\s+(?:by\s+)?{counts('s')}\s*(?P<w>{_UNIT})(?!\w)",
    _I,
)
BOTH_ENDS = lazy(
    r"\b(?:(?:in the |every |each )?mornings?\s+and\s+(?:(?:in the |every |at )?(?:evenings?|nights?|bedtime))"
    r"|(?:le )?matin et (?:le )?soir|a\.?m\.?\s+and\s+p\.?m\.?)(?!\w)",
    _I,
)
ADVERBS = lazy(
    r"(?:(?<![/\w.])(?P<n>\d+|two|three|four|five|six)[\s-]+)?\b(?P<u>daily|weekly|monthly|nightly|fortnightly"
    r"|quarterly|yearly"
    r"|semi-?weekly|bi-?weekly|bi-?monthly|(?:at|every) (?:night|bedtime)|(?:in the|every) (?:evening|morning)"
    r"|quotidien(?:ne)?(?:ment)?|hebdomadaire|mensuel(?:le)?|au coucher|le soir|le matin)\b"
    r"(?P<gap>\s+intervals?\b)?",
    _I,
)
EACH = lazy(r"\b(?:each|every|per|chaque|all|q)\b|/", _I)
FRENCH_ADVERBS = {"quotidien": "day", "hebdomadaire": "week", "mensuel": "month", "au coucher": "day", "le ": "day"}
EVENT = lazy(
    rf"(?P<often>\b(?:twice|thrice|once|one time|(?:one|1)\s+{NOUNS}|(?:a\s+)?single\s+{NOUNS})\s+)?"
    r"(?:\b(?:immediately |directly |right )?(?:after|following|post|with|during|at (?:the )?end of|on|before|per"
    r"|après|pendant"
    r"|(?<!of )(?:every|each)|\bq|à la fin de)|(?<=[\w\s\x00-\x03])/)[\s-]*(?:each|every|the|chaque|all|la|une?|an?|his"
    r"|her|their|of)?\s*"
    rf"{EVENT_NAME}(?:[\s-]+(?:sessions?|treatments?|days?))?\b",
    _I,
)
EVENT_COUNT = lazy(
    rf"\b(?:after|following|with|during|over|for|at)\s+(?:each\s+of\s+)?(?:the\s+)?(?:first\s+|next\s+)?{counts('n')}"
    rf"(?:\s+consecutive)?\s+{EVENT_NAME}\s+(?:sessions?|treatments?)\b",
    _I,
)
EVENTS_PER = lazy(
    rf"{counts('n')}\s+(?:{EVENT_NAME}\s+)(?:sessions?|treatments?)\s*{_PER}\s*(?P<u>{_UNIT})(?!\w)",
    _I,
)
COUNT = lazy(
    rf"(?:\b(?P<once>once|twice|thrice)\b|\b(?:a |one )?(?P<single>single|unique)[\s{MARKS}]+(?:(?:loading|bolus"
    rf"|test)\s+)?{NOUNS}"
    rf"|\b{NOUNS}\s+unique|(?<!\w)[x×]\s?{counts('x')}(?:\s*{NOUNS})?"
    rf"|{counts('n')}[\s{MARKS}]+{_ALSO}(?:{NOUNS}|times|fois)\b)(?!\s*(?:/|per\b|par\b|{_UNIT}\b|{_ADVERB}\b))",
    _I,
)
AFTER_SOME = lazy(rf"\b(?:after|within|before)\s+{counts('n')}\s+(?:\w+\s+)?{NOUNS}", _I)
TIME_OF_DAY = lazy(
    r"\b(?:(?:(?:in|at) (?:the )?)?(?:evenings?|mornings?|nights?|bedtime)|(?:le )?(?:soir|matin)|au coucher)\b", _I
)
PRN = lazy(
    r"(?<!\w)(?:p\.?r\.?n\.?|(?:as|when|if|where) (?:needed|required|necessary)|on demand|si besoin|au besoin)(?!\w)",
    _I,
)
