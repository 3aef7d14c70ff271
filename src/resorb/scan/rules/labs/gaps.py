"""The anion gap, from sodium, chloride and bicarbonate printed beside it or just before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.reading.labs.values import LabValue, read_value
from resorb.reading.labs.words import lab_results
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text

_I = re.IGNORECASE
_BEFORE = 2
_GAP = lazy(r"\b(?:(?i:anion\s+gap)|AG)\b(?!\s*[-/]?\s*(?:acidosis|ratio))")
_JOINED = (
    r"(?:\s*\(AG\))?(?:(?:[\s,:=→(]|->)+(?:was|were|of|is|at|gives|giving|gave|came|comes|makes|to|therefore|thus|then|hence|so|now|"
    r"only|about|again|still|an?|be|had|been|risen|rose|fell|calculated|corrected|calc|as|stood|stands|works|worked|out"
    r"|(?:without|excluding|no|w/o)\s(?:potassium|K\+?))\b){0,5}[\s,:=()≈~→]{0,4}"
)
_TOLD = lazy(rf"{_GAP.pattern}{_JOINED}(?=\d)")
_OTHER_GAP = lazy(
    r"\b(?:albumin|phosphate)?-?\s?(?:adjusted|corrected)\s+(?:for\s+albumin\s+)?(?:anion|AG\b)|[<>≤≥Δ]"
    r"|\b(?:delta|urin\w+|osmol\w+|normal|reference|target|should|if|above|below|over|under|formula)\b",
    _I,
)
"""Before the number of a gap that is of other values, or a limit."""
_POTASSIUM = lazy(r"\b(?:potassium|K)\b", _I)
_FREE = 2
_POTASSIUMS = (Fraction(5, 2), Fraction(13, 2))
_PARTS = ("sodium", "chloride", "bicarbonate")


@rule(
    "anion-gap",
    kind="lab",
    doc="Sodium minus chloride and bicarbonate gives the anion gap that is printed.",
    source="anion gap = sodium - (chloride + bicarbonate), potassium added or not; two units are allowed for rounding",
)
def anion_gaps(text: Scanned) -> Iterator[Mark]:
    """A gap printed with its three parts, in one sentence or, as an assumption, in the one before."""
    for sentence in text.sentences:
        words = sentence.text
        named = list(_GAP.finditer(words))
        if len(named) != 1:
            continue
        yield from _written_out(sentence)
        own = _values(words)
        value = _gap(words, own)
        if value is None or _OTHER_GAP.search(words, max(0, named[0].start() - 20), value.number_start):
            continue
        if all(part in own for part in _PARTS):
            yield from _judged(sentence, value, own, near=True)
            continue
        for before in text.before(sentence, _BEFORE):
            found = _values(before.text)
            if any(part in found for part in _PARTS):
                if not _GAP.search(before.text):
                    both = {key: [*found.get(key, []), *own.get(key, [])] for key in (*_PARTS, "potassium")}
                    yield from _judged(sentence, value, both, near=False)
                break


_OUT = lazy(
    r"(?P<na>1[0-9]{2})\s?[-−–]\s?(?:\(\s?(?P<c>[0-9]{2,3})\s?\+\s?(?P<d>[0-9]{1,2})\s?\)|(?P<a>[0-9]{2,3})\s?[-−–]\s?(?P<b>[0-9]{1,2}))"
    r"(?:\s?\))?\s?(?:=|was|is|gives)\s?(?P<gap>[0-9]{1,2})(?![\d.,]\d|\d)"
)


def _written_out(sentence: Sentence) -> Iterator[Mark]:
    """The subtraction itself: "AG = 138 - 98 - 15 = 35"."""
    for match in _OUT.finditer(sentence.text):
        chloride, bicarbonate = match["a"] or match["c"], match["b"] or match["d"]
        gap = int(match["na"]) - int(chloride) - int(bicarbonate)
        if gap != int(match["gap"]):
            how = f"{match['na']} - {chloride} - {bicarbonate} = {gap}"
            yield sentence.at(*match.span("gap")).mark(
                "anion-gap", Verdict.FAILS, f"{how}, not {match['gap']}.", computed=str(gap), arithmetic=how,
                suggestion=str(gap),
            )  # fmt: skip


def _values(words: str) -> dict[str, list[LabValue]]:
    parts: dict[str, list[LabValue]] = {}
    for result in lab_results(words):
        if result.name is not None:
            parts.setdefault(result.name.analyte, []).extend(result.values)
    return parts


def _gap(words: str, parts: dict[str, list[LabValue]]) -> LabValue | None:
    """The one value of the gap: read as a result, or behind words that join it to its name."""
    read = parts.get("anion gap", [])
    if len(read) == 1 and read[0].is_point:
        return read[0]
    taken = {value.number_start for key in _PARTS for value in parts.get(key, [])}
    told = _TOLD.search(words)
    found = [told.end()] if told else [m.end() for m in _LATER.finditer(words, words.lower().find("anion gap"))]
    for at in found:
        value = read_value(words, at)
        if value and value.number_start not in taken and value.is_point and value.unit in (None, "mmol/L", "mEq/L"):
            return value
    return None


_LATER = lazy(r"(?:\bwas|\bof|=|\bis|\bat|\bgives)\s*(?=\d)", _I)


def _judged(sentence: Sentence, value: LabValue, parts: dict[str, list[LabValue]], *, near: bool) -> Iterator[Mark]:
    needed = [parts.get(key, []) for key in _PARTS]
    if any(len(p) != 1 or not p[0].is_point for p in needed) or value.low is None:
        return
    sodium, chloride, bicarbonate = (p[0].low or Fraction(0) for p in needed)
    if not (100 <= sodium <= 180 and 60 <= chloride <= 140):
        return  # of urine, or not in mmol/L
    gap = sodium - chloride - bicarbonate
    arithmetic = f"{as_text(sodium)} - {as_text(chloride)} - {as_text(bicarbonate)} = {as_text(gap)}"
    stretch = sentence.at(value.number_start, value.end)
    added = [p.low for p in parts.get("potassium", []) if p.low is not None]
    if any(abs(value.low - one) <= _FREE for one in (gap, *(gap + k for k in added))):
        yield stretch.mark("anion-gap", Verdict.HOLDS, f"{arithmetic}.", arithmetic=arithmetic)
        return
    if not added and _POTASSIUM.search(sentence.text) and _POTASSIUMS[0] <= value.low - gap <= _POTASSIUMS[1]:
        return
    computed = f"{as_text(gap)} {value.unit_printed or 'mmol/L'}"
    yield stretch.mark(
        "anion-gap", Verdict.FAILS if near else Verdict.ASSUMES, f"The anion gap of the printed values is {computed}.",
        computed=computed, arithmetic=arithmetic, suggestion=computed,
        assumption=None if near else "it is the gap of the values just before",
    )  # fmt: skip
