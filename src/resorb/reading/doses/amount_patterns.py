"""Patterns of amounts: masses per body size, volume or time, strengths, packs, volumes; what must not be read."""

from __future__ import annotations

import re

from resorb.reading.doses.patterns import MASS, PACK, VOLUME, counts, number, numbers
from resorb.reading.doses.text import DRUG
from resorb.reading.doses.words import NOT_GIVEN
from resorb.reading.lazy import lazy

_I = re.IGNORECASE
_OF_DRUG = rf"(?:\s*(?:of\s+|de\s+|d['’])?{DRUG}+)?"
_N_MASS = rf"{numbers('n', rf' ?{MASS}', words=True)}[\s-]*(?P<u>{MASS})"


MOLAR = lazy(rf"(?:(?P<over>{number('a')}/(?P<b>\d+))|{number('n')})\s*(?:M(?![\w])|(?i:molar)\b)")
PARTS = lazy(
    r"(?:from\s+)?(?<![\w./])(?P<a>\d+(?:\.\d+)?)/(?P<b>\d+(?:\.\d+)?)"
    r"(?:\s*(?:to|-|–)\s*(?P<c>\d+(?:\.\d+)?)/(?P<d>\d+(?:\.\d+)?))?\s*\(?(?:wt/wt|w/w|wt/vol|w/v)\)?",
    _I,
)
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
UNGIVEN = lazy(
    r"\b(?!(?:no|not|a) (?:more|less) than)"
    rf"(?:{'|'.join(sorted(NOT_GIVEN - {'than'}))}|(?:instead of|rather than"
    rf"|other than))\.?\s+(?:of\s+)?(?:the\s+)?{_N_MASS}",
    _I,
)
GAUGE = lazy(r"(?<![\w.])\d+(?:\.\d+)?\s?G\b")
