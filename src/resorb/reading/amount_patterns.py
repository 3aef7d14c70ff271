"""Patterns of amounts: masses per body size, volume or time, strengths, packs, volumes; what must not be read."""

from __future__ import annotations

import re

from resorb.reading.lazy import lazy
from resorb.reading.patterns import AREA, MASS, PACK, VOLUME, counts, number, numbers
from resorb.reading.text import DILUENT, DRUG, TAKEN
from resorb.reading.words import NOT_GIVEN

_I = re.IGNORECASE
_OF_DRUG = rf"(?:\s*(?:of\s+|de\s+|d['’])?{DRUG}+)?"
_PER = r"\s*(?:/|\bper\b|\ba\b|\beach\b|\bpar\b)\s*"
_N_MASS = rf"{numbers('n', rf' ?{MASS}', words=True)}[\s-]*(?P<u>{MASS})"
_TIME = r"(?P<t>day|d|jour|j|24 ?h(?:ours?|rs?)?|week|wk|w|semaine|sem)(?![\w])"
_BAG = r"(?:[\s-]*(?:bags?|bottles?|syringes?|poches?|dwells?|exchanges?))"
_SIZE = r"(?:(?P<k>\d+(?:\.\d+)?)[\s-]*)?"
_EACH_TIME = (
    r"(?:dose|infusion|injection|administration|session|treatment|application|prise|perfusion|séance"
    r"|exchange|visit)"
)

_PLACE = r"(?:(?:injection )?sites?|lesions?|injection|plaques?|nodules?|lésions?)"

PER_SIZE = lazy(
    rf"{_N_MASS}{_OF_DRUG}(?:\s*/\s*|\s+(?:per|par)\s+){_SIZE}"
    rf"(?:(?P<area>{AREA})|(?P<kg>kg|kilograms?|kilos?)(?!\w)(?:\s*(?:of\s+)?(?:body[\s-]?weight|bw))?)"
    rf"(?:\s*(?:/|per|par)\s*(?:(?P<day>day|d|jour|j)|{_EACH_TIME})(?!\w))?(?!\s*(?:/|per\b)\s*\w)",
    _I,
)
PER_VOLUME = lazy(
    rf"{_N_MASS}{_OF_DRUG}(?:\s*/\s*|\s+(?:per|par)\s+(?:(?:a|one|each)\s+)?){_SIZE}(?P<v>{VOLUME})"
    rf"(?:{_BAG}|[\s-]*{PACK})?(?:\s+(?:of|de)\b)?\s*{DILUENT}*{_BAG}?",
    _I,
)
DISSOLVED = lazy(
    rf"{_N_MASS}{_OF_DRUG}[\s{TAKEN}]*[(\[]?(?:\b(?:diluted|dissolved|mixed|added|made up|dilués?|given)\s+)?"
    rf"\b(?:in(?:to)?|to|with|dans)\s+(?:(?:a|one|each|un|une)\s+)?{numbers('k')}[\s-]*(?P<v>{VOLUME})(?!\s*(?:/"
    rf"|per\b))"
    rf"(?P<bag>{_BAG}?(?:\s*(?:of|de)\b)?\s*{DILUENT}*{_BAG}?)",
    _I,
)
MOLAR = lazy(rf"(?:(?P<over>{number('a')}/(?P<b>\d+))|{number('n')})\s*(?:M(?![\w])|(?i:molar)\b)")
PARTS = lazy(
    r"(?:from\s+)?(?<![\w./])(?P<a>\d+(?:\.\d+)?)/(?P<b>\d+(?:\.\d+)?)"
    r"(?:\s*(?:to|-|–)\s*(?P<c>\d+(?:\.\d+)?)/(?P<d>\d+(?:\.\d+)?))?\s*\(?(?:wt/wt|w/w|wt/vol|w/v)\)?",
    _I,
)
PERCENT = lazy(
    rf"(?<!\bby )(?<!\bof the ){numbers('n', r' ?%')}\s*(?:%|percent\b|pct\b|per cent\b|pour cent\b)"
    r"(?!\s*(?:of|reduction|decrease|improvement|smaller|less|fewer)\b)"
    r"(?:\s*\(?(?P<basis>w/w|w/v|wt/wt|wt/vol|m/m|m/v)\)?)?",
    _I,
)
RATE = lazy(rf"{_N_MASS}{_OF_DRUG}{_PER}{_TIME}", _I)
DIVIDED_RATE = lazy(rf"{_N_MASS}{_OF_DRUG}(?=[^;]{{0,40}}?\b(?P<t>daily|weekly)\b[^;]{{0,25}}?\bdivided\b)", _I)
DAILY_DOSE = lazy(
    rf"(?:\b(?:single|one|total)\s+)?\b(?P<t>daily|weekly)\s+(?:local\s+)?(?:dose|application|amount)s?\s*(?:of|was"
    rf"|:|=)?\s*{_N_MASS}{_OF_DRUG}",
    _I,
)
TOTAL = lazy(
    rf"\b(?:total|cumulative)(?:\s+dose)?(?:\s+of|\s+was|:)?\s*{_N_MASS}{_OF_DRUG}|"
    rf"{numbers('m')}\s*(?P<v>{MASS}){_OF_DRUG}\s+(?:in all|in total|total|altogether|cumulatively|au total)\b"
    rf"|=\s*{numbers('q')}\s*(?P<w>{MASS})(?!\s*/)",
    _I,
)
PACKS = lazy(
    rf"{counts('k')}\s+(?:{PACK}\s*(?:of|de|x|×|@)?\s*{number('n')}[\s-]*(?P<u>{MASS})"
    rf"|{number('m')}[\s-]*(?P<v>{MASS})[\s-]*{PACK}(?!\w))",
    _I,
)
PACKS_IN_BRACKETS = lazy(
    rf"{counts('k')}\s+{PACK}\s*[(\[]\s*{number('n')}[\s-]*(?P<u>{MASS})\s*(?P<each>each)?\s*[)\]]", _I
)
TIMES_MASS = lazy(rf"\d\s*[x×]\s*\d+(?:\.\d+)?\s*(?:{MASS}|{VOLUME})(?![\s-]*(?:tubes?|jars?)\b)", _I)
EACH = lazy(rf"{_N_MASS}{_OF_DRUG}{_PER}{_EACH_TIME}\b", _I)
SOME_RATE = lazy(
    rf"{numbers('n')}\s*(?:{MASS}|{VOLUME})\s*(?:/|per\b)\s*"
    rf"(?!h(?:a)?emodialysis|dialysis|HD\b|h[ée]modialyse|dialyse|{_PLACE}|{_EACH_TIME})[\w.]+",
    _I,
)
UNGIVEN = lazy(
    r"\b(?!(?:no|not|a) (?:more|less) than)"
    rf"(?:{'|'.join(sorted(NOT_GIVEN - {'than'}))}|(?:instead of|rather than"
    rf"|other than))\.?\s+(?:of\s+)?(?:the\s+)?{_N_MASS}",
    _I,
)
GAUGE = lazy(r"(?<![\w.])\d+(?:\.\d+)?\s?G\b")
SOME_VOLUME = lazy(
    rf"(?:\b(?:in|as|a|one|un|une)\s+){{0,2}}{numbers('n', words=True)}[\s-]*(?P<u>{VOLUME})"
    rf"(?:[\s-]*(?:vial|ampoule|ampule|bag|bottle|syringe)\b)?(?:\s*(?:/|\b(?:per|par|in each)\b)\s*(?:{_PLACE}"
    rf"|{_EACH_TIME})\b)?"
    rf"(?:\s+(?:of|de)\b)?\s*{DILUENT}*",
    _I,
)
SOME_MASS = lazy(rf"{_N_MASS}{_OF_DRUG}(?:\s*(?:/|\b(?:per|par)\b)\s*{_PLACE}\b)?", _I)
