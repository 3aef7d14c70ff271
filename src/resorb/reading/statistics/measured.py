"""Figures of a study as a text words them: medians and means, rates, changes from one value to another, arms.

Each has a key of what is measured, so that the same figure is found again in other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.lazy import lazy
from resorb.reading.numerals import NUMBER, read_numeral
from resorb.reading.papers.citations import stems

_UNITS = {
    "day": r"days?|d", "week": r"weeks?|wks?", "month": r"months?|mos?", "year": r"years?|yrs?", "hour": r"hours?|h",
    "minute": r"minutes?|min", "mL": r"mL|ml", "L": r"L", "cm²": r"cm²|cm2|"
    r"cm\^2", "cm": r"cm", "mm": r"mm", "g": r"g|grams?",
    "mg": r"mg", "kg": r"kg", "%": r"%|per\s?cent", "point": r"points?", "mmol/L": r"mmol/L", "mg/dL": r"mg/dL",
    "infusion": r"infusions?", "injection": r"injections?", "session": r"sessions?", "dose": r"doses?",
    "lesion": r"lesions?",
    "visit": r"visits?",
}  # fmt: skip
_UNIT = "(?:" + "|".join(sorted(_UNITS.values(), key=len, reverse=True)) + r")(?![\w/²])"
_NUM = rf"(?:{NUMBER})"
_NOUN = (
    r"(?P<noun>[^\W\d][\w'-]{0,30}(?:\s+(?!(?:was|were|of|is|and|or|in|to|from|with|for|fell|"
    r"rose)\b)[^\W\d][\w'-]{0,30}){0,3}"
    r"(?:\s+of\s+(?:the\s+)?[^\W\d][\w-]{0,30})?)"
)
_ASIDE = r"(?:\s\([^()]{1,30}\))?"
_STATED = lazy(
    rf"\b(?P<stat>median|mean|average)\s+{_NOUN}(?:\s+(?:was|were|of|is)|"
    rf"\s?[:,=])?\s+(?P<n>{_NUM})\s?(?P<unit>{_UNIT})?",
    re.IGNORECASE,
)
_FROM_UNTIL = lazy(
    rf"\b(?P<stat>median|mean|average)\s(?:time|interval|delay|duration|period|lag)\s(?:from|between)\s"
    rf"(?P<noun>[^.;:,()\d]{{3,60}}?\s(?:to|and|until)\s[^.;:,()\d]{{3,50}}?)\s(?:was|were|of|is)\s(?P<n>{_NUM})\s?(?P<unit>{_UNIT})",
    re.IGNORECASE,
)
"""The time from one thing to another, by whatever word for it."""
_UNTIL = lazy(r"\s(?:to|and|until)\s", re.IGNORECASE)
_LASTED = lazy(
    rf"\b(?P<noun>[^\W\d][\w'-]{{0,30}})\s+(?:lasted|was|were|took|continued|"
    rf"ran)\s+(?:for\s+)?an?\s+(?P<stat>median|mean|"
    rf"average)\s+(?:of\s+)?(?P<n>{_NUM})\s?(?P<unit>{_UNIT})",
    re.IGNORECASE,
)
_A_MEDIAN = lazy(
    rf"\b(?:an?|the)\s+(?P<stat>median|mean|average)\s+(?:of\s+)?(?P<n>{_NUM})\s(?P<unit>infusions?|injections?|"
    rf"sessions?|doses?|lesions?|visits?)\b",
    re.IGNORECASE,
)
_RATE = lazy(
    r"\b(?P<noun>(?:[^\W\d][\w'-]{0,30}\s+){0,2}?[^\W\d][\w'-]{0,30}(?:\s+rate)?)\s+(?:was|of|is|reached|"
    r"came\s+to)\s+(?:about\s+|only\s+|nearly\s+)?(?P<n>\d{1,3}(?:\.\d{1,2})?)\s?%(?!\s*(?:CI|confidence))",
    re.IGNORECASE,
)
_OF_ITS = lazy(
    r"(?<![\w.,–-])(?P<n>\d{1,3}(?:\.\d{1,2})?)\s?%\s+of\s+(?:its|the|their)\s+(?P<noun>(?:declared|labelled|"
    r"labeled|initial|nominal|stated|original|starting|theoretical|claimed)\s+\w+)",
    re.IGNORECASE,
)
_FROM_TO = lazy(
    rf"\bfrom\s+(?:about\s+)?(?<![\d.])(?P<a>\d{{1,6}}(?:\.\d{{1,4}})?)(?:\s?{_UNIT})?{_ASIDE}\s+to\s+(?P<b>\d{{1,6}}(?:\.\d{{1,4}})?)\s?(?P<unit>{_UNIT})",
    re.IGNORECASE,
)
_BEFORE_AFTER = lazy(
    rf"(?<![\d.])(?P<a>\d{{1,6}}(?:\.\d{{1,4}})?)\s?(?P<unit>{_UNIT}){_ASIDE}\s+(?:at\s+baseline|"
    rf"before(?:\s+treatment)?|"
    rf"initially|at\s+(?:the\s+)?(?:start|entry|first))\s*,?\s*(?:and|but)\s+"
    rf"(?P<b>\d{{1,6}}(?:\.\d{{1,4}})?)(?:\s?{_UNIT})?{_ASIDE}\s+(?:at|after|by|on)\b",
    re.IGNORECASE,
)
_ALLOCATED = lazy(
    r"\b(?:randomi[sz]\w+|ratio\s+of|ratio|allocat\w+|assigned)\s(?:[a-z]+\s){0,4}(?P<n>[1-9]\s?:\s?[1-9])(?![\d:])|"
    r"(?<![\d:])(?P<n2>[1-9]\s?:\s?[1-9])\s(?:ratio|randomi[sz]\w+|allocation)",
    re.IGNORECASE,
)
_OUTCOME = lazy(r"\bprimary\s+(?:efficacy\s+)?(?:outcome|end\s?-?point|measure)\b", re.IGNORECASE)
_AT_LEAST = lazy(r"(?:at\s+least|≥|>|more\s+than)\s?(?P<n>\d{1,3})\s?%", re.IGNORECASE)
_BESIDE = lazy(r"(?<![\d.])\d{1,3}(?:\.\d{1,3})?(?=\s?%)")
_GENERIC = frozenset(stems("duration time value total overall treated number level final"))
_NARROW = lazy(
    r"\b(?:among|responders|non-?responders|survivors|women|men|subgroup|arm|group|placebo|vehicle|saline|controls?|"
    r"of\s+(?:these|those|whom)|others?|planned|expected|"
    r"first|second|third|remaining|completers|healed|respectively|versus|vs|renal|whole|per\s+patient|individual|"
    r"range\s+of)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. ``key`` tells what is measured; ``beside`` are other numbers that belong to it."""

    key: tuple[str, ...]
    text: str
    value: Fraction
    start: int
    end: int
    is_narrow: bool = False
    beside: tuple[Fraction, ...] = ()


def figures(text: str) -> Iterator[Figure]:
    """Medians, means, rates and changes in a sentence."""
    lower = text.lower()
    if "median" in lower or "mean" in lower or "average" in lower:
        for pattern in (_STATED, _FROM_UNTIL, _LASTED, _A_MEDIAN):
            for match in pattern.finditer(text):
                found = _figure(text, match, match["stat"].lower().replace("average", "mean"))
                if found is not None:
                    yield found
    if "%" in text:
        for pattern in (_RATE, _OF_ITS):
            for match in pattern.finditer(text):
                found = _figure(text, match, "rate")
                if found is not None:
                    yield found
    for pattern in (_FROM_TO, _BEFORE_AFTER):
        for match in pattern.finditer(text):
            unit = _unit(match["unit"])
            a, b = Fraction(match["a"]), Fraction(match["b"])
            if a != b and unit not in ("%", "week", "month", "day", "year"):
                yield Figure(("change", match["a"], unit), match["b"], b, match.start("b"), match.end("b"), False, (a,))


def _figure(text: str, match: re.Match[str], kind: str) -> Figure | None:
    found = match.groupdict()
    unit = _unit(found.get("unit") or ("%" if kind == "rate" else ""))
    words = stems(found.get("noun") or "") - _GENERIC or (stems(unit) if unit not in ("", "%") else frozenset())
    number = read_numeral(match["n"])
    if not words or number is None:
        return None
    clause = text[max(0, match.start() - 100) : match.end() + 60]
    if _UNTIL.search(found.get("noun") or ""):
        clause = clause.replace(found["noun"], " ")  # "to the first infusion" narrows nobody
    end = match.end("unit") if found.get("unit") else match.end("n") + (kind == "rate")
    others = tuple(Fraction(n) for n in _BESIDE.findall(text, match.start(), match.end() + 120) if n != match["n"])
    return Figure(
        (kind, *sorted(words), unit),
        match["n"],
        number.value,
        match.start("n"),
        end,
        bool(_NARROW.search(clause)),
        others,
    )


def _unit(text: str) -> str:
    return next((name for name, words in _UNITS.items() if re.fullmatch(words, text, re.IGNORECASE)), "")


_ROW_STAT = lazy(r"\b(?P<stat>median|mean)\b", re.IGNORECASE)


def row_figure(label: str, cell: str) -> Figure | None:
    """The median or mean in a row of a table: "Infusions, median (IQR)" with "14 (22–68)"."""
    stat = _ROW_STAT.search(label)
    number = re.match(r"\s*(\d{1,6}(?:\.\d{1,4})?)(?=\s*(?:$|[(\[±]))", cell)
    if stat is None or number is None:
        return None
    plain = re.sub(r"\([^()]*\)|\b(?:median|mean|iqr|sd|range)\b", " ", label, flags=re.IGNORECASE)
    unit = next((name for w in re.findall(r"[\w²/%]+", plain) if (name := _unit(w))), "")
    words = frozenset(s for s in stems(plain) if s not in _GENERIC)
    words = frozenset(w for w in words if not any(re.fullmatch(u, w, re.IGNORECASE) for u in _UNITS.values())) or words
    if not words:
        return None
    return Figure(
        (stat["stat"].lower(), *sorted(words), unit), number[1], Fraction(number[1]), number.start(1), number.end(1)
    )


def allocations(text: str) -> Iterator[Figure]:
    """Ratios of randomisation: "randomised 2:1", "at a ratio of 1:1"."""
    for match in _ALLOCATED.finditer(text):
        name = "n" if match["n"] else "n2"
        a, b = (Fraction(x) for x in match[name].replace(" ", "").split(":"))
        yield Figure(("ratio",), match[name].replace(" ", ""), a / b, match.start(name), match.end(name))


def outcome_threshold(text: str) -> Figure | None:
    """The percentage by which a primary outcome is defined, when the sentence has one."""
    if not _OUTCOME.search(text):
        return None
    found = list(_AT_LEAST.finditer(text))
    if len(found) != 1:
        return None
    match = found[0]
    return Figure(("threshold",), match["n"], Fraction(match["n"]), match.start(), match.end())
