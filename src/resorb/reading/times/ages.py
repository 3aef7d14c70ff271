"""Ages of persons in running text, and years of birth.

An age has a kind: ``now`` ("a 54-year-old", "now 57"), ``since`` ("since she was 4", "since the age of 6.5 years"),
``then`` (every other age: "at the age of 12", "she was 42 at onset").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.kept import kept
from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD, read_numeral

_N = rf"(?P<n>(?<![\d.,·–-])\d{{1,3}}(?:[.·]\d+)?(?![\w%]|[.,·]\d)|\b(?:{WORD})\b)"
_NX = rf"(?:\d{{1,3}}(?:[.·]\d+)?|{WORD})"
_YEARS = r"(?P<unit>\s*(?:years?|yrs?|y|months?|mo|weeks?|days?)\b(?:\s+(?:old|of\s+age))?)"
_WHO = (
    r"(?:she|he|patient|the\s+(?:patient|girl|boy|child|woman|man|lady|infant|index\s+patient|proband)"
    r"|patient\s+\d{1,2}|(?:mr|mrs|ms)\.?\s+[A-Z]\w*\.?)"
)
_NO_UNIT = (
    r"(?!\s*(?:%|mg|g\b|kg|ml|cm|mm|mmol|µ|per\b|of\b|times|weeks?|days?|hours?|min|h\b|points?|patients|infusions"
    r"|injections|doses|lesions|ulcers|others?|"
    r"units|to\s+\d|or\b|more|women|men|out\b|percent|deposits|nodules|and\s+\d+\s+(?:years|months)|-fold|-week"
    r"|-day|-month|degrees|°))"
)
_MILESTONE = r"(?:at|when|on|in\s+(?:19|20)\d\d|years?\s+old|years?\s+of\s+age|(?:now|then|today|currently)\b)"
_FORMS = (
    ("now", (rf"(?P<n>(?<![\d.,·–-])\d{{1,3}}(?:[.·]\d+)?|\b(?:{WORD}))[\s‐‑-]{{0,2}}(?:(?P<unit>years?|yrs?|y"
    rf"|months?|mo|weeks?|days?)[\s‐‑-]?old|yo|y/o)\b")),
    ("since", (rf"\b(?:since|from)\s+(?:(?:the\s+)?age\s+(?:of\s+)?|{_WHO}\s+(?:was"
    rf"|turned)\s+(?:aged\s+)?)(?:about\s+)?{_N}{_YEARS}?")),
    ("then", rf"\b(?:at|by|before|until|after)?\s*(?:the\s+|an\s+)?age\s+(?:of\s+|was\s+)?(?:about\s+)?{_N}{_YEARS}?"),
    ("now", r"(?:(?<=,\s)|(?<=\())(?P<n>\d{1,3})\s?(?P<unit>years|yrs?|y)(?=[,;)])"),
    ("now", rf"\b(?:woman|man|girl|boy|lady|patient|infant|child|gentleman)\s+of\s+{_N}{_NO_UNIT}{_YEARS}?"),
    ("now", rf"\b(?:now\s+aged|aged)\s+(?:about\s+)?{_N}{_YEARS}?"),
    ("now", rf"\b(?:now|currently|today)\s+{_N}{_NO_UNIT}{_YEARS}?(?=\s*(?:[,;.()]|$|years|and|with))"),
    ("now", (rf"\b(?:is|being)\s+(?:now\s+)?{_N}{_NO_UNIT}(?P<unit>\s*(?:years?|yrs?)\s+(?:old"
    rf"|of\s+age))?(?=\s*(?:[;.)]|$|now\b|today\b|in\s+20\d\d))")),
    ("then", (rf"\b(?:when|once|until|till|while)\s+{_WHO}\s+(?:was|is|turned|reached)\s+(?:only\s+|aged\s+|just\s+"
    rf"|already\s+)?{_N}{_NO_UNIT}{_YEARS}?")),
    ("then", (rf"\b{_WHO}\s+(?:was|turned|had\s+been)\s+(?:then\s+|only\s+|already\s+"
    rf"|aged\s+)?{_N}{_NO_UNIT}{_YEARS}?(?=\s*(?:{_MILESTONE}|[,;.)]|$|and\b))")),
    ("then", rf"\b(?:at|was|and|,)\s+{_N}\s*(?P<unit>years?)\s+of\s+age\b"),
    ("now", rf"^At\s+{_N}(?=,)"),
    (
        "then",
        (rf"\b(?:diagnosed|presented|died|began|started|developed|noticed|seen"
        rf"|onset)\s+(?:\w+\s+){{0,3}}?at\s+{_N}(?:{_NO_UNIT}|(?=\s+years[,;.]))(?=\s*(?:years\s*)?[,;.]|\s+and\b)"),
    ),
    ("then", (rf"\bage\s+at\s+(?:the\s+)?(?:[a-z]+\s+){{1,2}}?(?:was\s+|of\s+|:\s*)?{_N}{_NO_UNIT}{_YEARS}?"
    r"(?=\s*(?:[,;.)]|$|and\b))")),
    ("again", (rf"\b(?:surgery|operation|onset|diagnosis|transplant\w*|dialysis|symptoms?|excision|biopsy|lesions?"
    rf"|nodules?|one|fracture|menarche|death|attack|ulcers?|calcinosis|mass|masses)\s+at\s+{_N}{_NO_UNIT}(?=\s*[,;.]|\s+and\b)")),
    ("again", rf"[,;]\s+(?:and\s+)?at\s+{_N}{_NO_UNIT}(?=\s*[,;.])"),
    ("again", (rf"(?:\b(?:was|and)|,)\s+{_N}{_NO_UNIT}\s+(?=(?:at\s+(?:the\s+)?(?:time\s+of\s+)?(?:the\s+|his\s+|her\s+"
    rf"|our\s+)?(?:onset|diagnosis"
    rf"|referral|presentation|death|first|biopsy|start|surgery|transplant\w*|follow-up|last|initiation|admission"
    rf"|review)|when\s+(?:we|she|he|they|first|the|it|seen|her|his|lesions|nodules|symptoms|calc\w*|dialysis"
    rf"|treatment|therapy)))")),
)  # fmt: skip
_ANY = lazy(
    r"old\b|(?:man|girl|boy|lady|patient|infant|child)\s+of\b|\d\s?(?:y|yrs?|years)[,;)]"
    r"|yo\b|y/?o\b|\bage|\b(?:was|now|is|turned|today|currently|being)\b",
    re.IGNORECASE,
)
_PATTERNS = tuple((kind, lazy(form, re.IGNORECASE)) for kind, form in _FORMS)
_OF_A_MEASURE = lazy(
    r"\b(?:INR|pain|score|NRS|VAS|target|level|ratio|CRP|pH|Hb|PTH|calcium|phosphate|bicarbonate|potassium|albumin|weight"
    r"|grade|stage)\b(?:[^.;]|\.(?=\d)){0,40}\b(?:now|currently|today)\s$",
    re.IGNORECASE,
)
"""Before a bare number of today that is a result: "INR 2.5-3.5, today 3.1"."""
_PAST = lazy(
    rf"\b(?:(?P<since>since|from\s+when)|when|while|until|till|before|after|once)\s+{_WHO}\s+(?:was|turned)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
"""Before "6 years old" that is told of some time in the past, not of today."""
_BIRTH = lazy(
    r"\b(?:(?:born|birth|dob)\b|b\.(?=\s?\d))[\s:,]*(?:in|on)?\s*(?:[A-Z]\w{2,8}\.?\s+|\d{1,2}\s+[A-Z]\w{2,8}\.?\s+"
    r"|\d{1,2}[./]\d{1,2}[./]|\d{1,2}/)?(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_AVERAGE = lazy(
    r"\b(?:mean|median|average|range\w*|between|older\s+than|younger\s+than|under|over|above|below|≥|>|<"
    r"|at\s+least)\b[^.;]{0,30}$",
    re.IGNORECASE,
)
_OTHERS = lazy(
    r"\b(?:mothers?|fathers?|brothers?|sisters?|siblings?|sons?|daughters?|twins?|husband|wife|parents?|cousins?|aunt|uncle"
    r"|donor|grandm\w+|grandf\w+|partner|child\s+of|children|offspring|patients|women|men|participants|girls|boys"
    r"|respectively|maternal|paternal|family|relatives?|sibs?"
    r"|eldest\b[^.]{0,160}\byoungest|elder\b[^.]{0,160}\byounger|predecessor|surgeon|author)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Age:
    """One age in years, as printed from ``low`` up to the next step: 6 years lasts until the seventh birthday."""

    start: int
    end: int
    kind: str
    low: Fraction
    step: Fraction

    @property
    def high(self) -> Fraction:
        """The age at which it would be printed as the next number."""
        return self.low + self.step


@dataclass(frozen=True, slots=True)
class Birth:
    """A year of birth."""

    start: int
    end: int
    year: int


@kept
def ages(text: str) -> list[Age]:
    """Every age in ``text`` that is one person's and no average, in order; of overlapping ones the first form."""
    if not _ANY.search(text):
        return []
    found: list[Age] = []
    taken: set[int] = set()
    for kind, pattern in _PATTERNS:
        for m in pattern.finditer(text):
            if kind == "again" and not found and not _BIRTH.search(text):
                continue
            number = read_numeral(m["n"])
            if (
                number is None
                or taken & set(range(*m.span("n")))
                or _AVERAGE.search(text[max(0, m.start() - 60) : m.start()])
                or (not m.groupdict().get("unit") and _OF_A_MEASURE.search(text, max(0, m.start() - 60), m.start("n")))
            ):
                continue
            unit = (m.groupdict().get("unit") or "years").strip().lower()[:1]
            per = {"m": Fraction(1, 12), "w": Fraction(1, 52), "d": Fraction(1, 365)}.get(unit, Fraction(1))
            if not 0 < number.value * per <= 115:
                continue
            taken.update(range(*m.span("n")))
            end = max(
                m.end("n"), m.end("unit") if "unit" in m.re.groupindex else 0, m.end() if m[0].endswith("old") else 0
            )
            past = _PAST.search(text, max(0, m.start() - 60), m.start()) if kind == "now" else None
            when = ("since" if past["since"] else "then") if past else "then" if kind == "again" else kind
            found.append(Age(m.start("n"), end, when, number.value * per, number.step * per))
    return sorted(found, key=lambda one: one.start)


def births(text: str) -> list[Birth]:
    """Every year of birth in ``text``."""
    return [Birth(m.start("year"), m.end("year"), int(m["year"])) for m in _BIRTH.finditer(text)]


@kept
def is_of_several(text: str) -> bool:
    """Whether the text speaks of more than one person."""
    return bool(_OTHERS.search(text))
