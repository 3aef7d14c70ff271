"""Results of the laboratory in any wording: words of level anywhere in a clause, directions, bounds, related values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from resorb.checks.plausibility.lab_levels import agrees, judge_level, level_of
from resorb.checks.plausibility.lab_units import in_own_unit
from resorb.codes import analytes
from resorb.codes.labs import Analyte
from resorb.reading.labs.names import lab_names
from resorb.reading.labs.ranges import LabRange
from resorb.reading.labs.units import LAB_UNIT, lab_unit
from resorb.reading.labs.values import DIGITS, B, LabValue, number
from resorb.reading.labs.words import LabResult, lab_results
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Refused, Verdict
from resorb.values.numbers import as_text
from resorb.values.quantities import Quantity
from resorb.values.ranges import Range

_I = re.IGNORECASE
_NEAR = 40
NUM = rf"(?<![\w.,·/^-])(?:{DIGITS})(?![\w^]|[.,·]\d)"
_U0, _U1, _U2 = (rf"(?:{B}?(?P<u{n}>{LAB_UNIT})(?![\w²/]))?" for n in range(3))
_WORDS = {
    "high": r"elevated|high|raised|supranormal|hyper(?:calc|phosphat|kal|natr)a?emi[ac]|(?<!base )excess(?:ive)?"
    r"|above\s+(?:the\s+)?(?:normal|reference)(?:\s+range)?",
    "low": r"low|subnormal|suppressed|hypo(?:calc|phosphat|kal|natr)a?emi[ac]|deficien(?:cy|t)"
    r"|below\s+(?:the\s+)?(?:normal|reference)(?:\s+range)?",
}
_LEVEL = lazy(rf"(?<![\w-])(?:(?P<high>{_WORDS['high']})|(?P<low>{_WORDS['low']}))(?![\w-])", _I)
_NO_LEVEL = lazy(
    r"\b(?:not|no|never|nor|without|inappropriately|relatively|previously|formerly|too|un|if|when|would|may|risk"
    r"|of|against|and|or|from)\s+$",
    _I,
)
_EXCLUDED = lazy(r"[^.;()\d]{0,20}\b(?:excluded|ruled\s+out|absent|unlikely)\b", _I)
_NOT_OF_IT = lazy(
    r"\s+(?:dose|molecular|risk|calcium|phosph\w+|bath|dialysate|diet|grade|dialysis|flux|output|protein|turnover"
    r"|bone|quality|fever|degree|from|to|by|than)\b",
    _I,
)
_CLAUSE = lazy(r"(?:;|(?<!i\.e)(?<!e\.g)\.)\s|,\s(?:and|but|while|whereas)\s|\s(?:but|while|whereas|although)\s")
_GENERAL = lazy(
    r"\b(?:target|goal|criteri\w+|should|must|if|unless|risk|mean|median|respectively|patients|guideline\w*"
    r"|defined|in\s+vitro|buffer|solution|per\s+cent"
    r"|percent\w*)\b|%",
    _I,
)


@rule(
    "lab-level-said",
    kind="lab",
    doc="A result called high or low anywhere in its clause lies there by the range printed with it.",
    source="the printed range; without one, only a result beyond or within the ranges of every age on file",
)
def level_said(text: Scanned) -> Iterator[Mark]:
    """Vitamin D deficiency (48 ng/mL; normal 30-100); hypercalcaemic with a calcium of 1.92 mmol/L."""
    for sentence in speaking(text):
        said = sentence.text
        found = [r for r in lab_results(said) if r.name is not None and len(r.values) <= 2]
        cuts = [0, *(m.end() for m in _CLAUSE.finditer(said)), len(said)]
        for start, end in pairwise(cuts):
            here = [r for r in found if start <= r.values[0].start < end]
            words = [m for m in _LEVEL.finditer(said, start, end) if _is_level(said, m, here)]
            words = [m for m in words if here and _is_its_own(said, m, here[0])]
            if len(here) == 1 and len(words) == 1 and here[0].level is None:
                yield from _called(sentence, here[0], words[0])


def speaking(text: Scanned) -> Iterator[Sentence]:
    """Sentences with numbers that speak of no misprint."""
    for sentence in text.sentences:
        said = sentence.text
        if not sentence.is_long and any(c.isdigit() for c in said):
            yield sentence


def _is_level(said: str, m: re.Match[str], here: list[LabResult]) -> bool:
    ranges = [r.range for r in here if r.range]
    inside = any(one.start - 25 <= m.start() <= one.end for one in ranges)
    lead = said[max(0, m.start() - 20) : m.start()]
    return not (inside or _NO_LEVEL.search(lead) or _NOT_OF_IT.match(said, m.end()) or _EXCLUDED.match(said, m.end()))


def _is_its_own(said: str, m: re.Match[str], result: LabResult) -> bool:
    """Whether no other analyte is named right behind the word: "low levels of vitamin D"."""
    own = result.name.analyte if result.name else ""
    near = [n for n in lab_names(said) if m.end() <= n.start <= m.end() + _NEAR]
    return not near or near[0].analyte == own


def _called(sentence: Sentence, result: LabResult, m: re.Match[str]) -> Iterator[Mark]:
    said, value = sentence.text, result.values[-1]
    analyte = analytes().get(result.name.analyte) if result.name else None
    if not value.is_point or value.is_spread or analyte is None:
        return
    level = "high" if m["high"] else "low"
    shown = said[value.number_start : value.end]
    if result.range is not None and not result.range.is_upside_down:
        pair = _on_one_scale(analyte, value, result.range)
        if pair is None or value.low in (result.range.low, result.range.high):
            return
        printed = said[result.range.start : result.range.end]
        found = judge_level(shown, pair[0], printed, pair[1], level)
        if found.verdict is Verdict.FAILS:
            yield sentence.at(m.start(), m.end()).mark(
                "lab-level-said", Verdict.ASSUMES, found.message, computed=found.computed,
                arithmetic=f"{shown} against {printed}", suggestion=found.suggestion,
                assumption="the word is said of this result",
            )  # fmt: skip
        return
    own = _own(analyte, value)
    ends = [r.range for r in analyte.ranges]
    if own is None or not ends or result.range is not None:
        return
    low, high = min(e.low or Fraction(0) for e in ends), max(e.high or Fraction(0) for e in ends)
    where = level_of(own, Range(low, high))
    if where is None or where == "normal" or agrees(level, where):
        return
    on_file = f"{as_text(low)} to {as_text(high)} {analyte.unit}"
    yield sentence.at(m.start(), m.end()).mark(
        "lab-level-said", Verdict.ASSUMES, f"{shown} is called {level}, but is {where} by the ranges on file "
        f"({on_file}).",
        computed=where, arithmetic=f"{own} {analyte.unit} against {on_file}", suggestion="check the value and the word",
        assumption="the word is said of this result",
    )  # fmt: skip


def _on_one_scale(analyte: Analyte, value: LabValue, printed: LabRange) -> tuple[Range, Range] | None:
    here, normal = Range(value.low, value.high), Range(printed.low, printed.high)
    if not printed.unit_printed or printed.unit_printed == value.unit_printed or printed.unit == value.unit:
        return here, normal
    if value.unit is None or printed.unit is None:
        return None
    try:
        one = in_own_unit(analyte, Quantity("", value.low, value.high, value.unit))
        other = in_own_unit(analyte, Quantity("", printed.low, printed.high, printed.unit))
    except Refused:
        return None
    return None if one is None or other is None else (one, other)


def _own(analyte: Analyte, value: LabValue) -> Range | None:
    try:
        return in_own_unit(analyte, Quantity("", value.low, value.high, value.unit)) if value.unit else None
    except Refused:
        return None


_UP = r"rose|increased|climbed|went\s+up|rising|increasing|was\s+up|rise|increase"
_DOWN = r"fell|decreased|dropped|declined|went\s+down|sank|falling|decreasing|fall|decrease|drop|decline"
_MOVED = lazy(
    rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b(?P<gap>[^.;:()\d]{{0,60}}?)(?:\bby\s+(?P<by>{NUM}){_U0}[\s,(]*)?"
    rf"\bfrom\s+(?:about\s+|a\s+\w+\s+(?:of\s+)?)?(?P<a>{NUM}){_U1}(?:\s*\([^()]{{1,40}}\))?"
    rf"(?P<mid>[^.;:()\d]{{0,60}}?)\bto\s+(?:only\s+|about\s+)?(?P<b>{NUM}){_U2}(?P<pc>\s?%)?",
    _I,
)


@rule(
    "lab-direction",
    kind="lab",
    doc="What rose to a number is the larger, what fell the smaller; what it changed by is the difference.",
    source="order and difference of the printed numbers of one unit",
)
def direction(text: Scanned) -> Iterator[Mark]:
    """Phosphate rose from 2.4 to 1.6 mmol/L; bicarbonate fell by 8, from 24 to 18."""
    for sentence in speaking(text):
        said = sentence.text
        for m in _MOVED.finditer(said) if " from " in said else ():
            one, two, by = number(m["a"]), number(m["b"]), number(m["by"]) if m["by"] else None
            units = {lab_unit(u) or u for u in (m["u1"], m["u2"]) if u}
            if one is None or two is None or len(units) != 1 or m["pc"] or re.search(r"\b(?:to|from)\b", m["mid"], _I):
                continue
            a, b = one[0], two[0]
            if a == b or (a < b) != (m["up"] is not None):
                word = m["up"] or m["down"]
                yield sentence.at(m.start("up" if m["up"] else "down"), m.end("b")).mark(
                    "lab-direction", Verdict.FAILS, f"From {m['a']} to {m['b']} is no {'rise' if m['up'] else 'fall'}.",
                    computed=f"{m['a']} {'<' if a < b else '>'} {m['b']}",
                    arithmetic=f"{m['b']} − {m['a']} = {as_text(b - a)}", suggestion=f"another word than “{word}”, or "
                    "another number",
                )  # fmt: skip
            elif by is not None and abs(abs(a - b) - by[0]) > Fraction(1, 10 ** min(one[1], two[1], by[1])):
                real = as_text(abs(a - b))
                yield sentence.at(m.start("by"), m.end("by")).mark(
                    "lab-direction", Verdict.FAILS, f"From {m['a']} to {m['b']} is a change of {real}, not {m['by']}.",
                    computed=real, arithmetic=f"|{m['b']} − {m['a']}| = {real}", suggestion=real,
                )  # fmt: skip


_BOUNDED = lazy(
    rf"(?P<a>{NUM}){B}?(?P<u1>{LAB_UNIT})(?![\w²/])(?:\s*\([^()]{{1,30}}\))?,?\s+(?:which\s+)?"
    r"(?:was|is|lay|lies|remained|stayed|were)\s+(?:still\s+|thus\s+|well\s+|just\s+|clearly\s+)?"
    r"(?:(?P<below>below|under|less\s+than|lower\s+than)|(?P<above>above|over|more\s+than|higher\s+than))"
    rf"\s+(?:the\s+[a-z\s]{{3,40}}?\bof\s+)?(?P<b>{NUM}){_U2}",
    _I,
)


@rule(
    "lab-bound",
    kind="lab",
    doc="A result said to lie below or above a number does so.",
    source="order of two printed numbers of one unit",
)
def bound(text: Scanned) -> Iterator[Mark]:
    """The product, at 84 mg2/dL2, was below 70 mg2/dL2."""
    for sentence in speaking(text):
        for m in _BOUNDED.finditer(sentence.text):
            one, two = number(m["a"]), number(m["b"])
            if one is None or two is None or (m["u2"] and lab_unit(m["u2"]) != lab_unit(m["u1"])):
                continue
            side = "below" if m["below"] else "above"
            if one[0] == two[0] or (one[0] < two[0]) != (side == "below"):
                start = m.start("below" if m["below"] else "above")
                yield sentence.at(start, m.end("u2") if m["u2"] else m.end("b")).mark(
                    "lab-bound", Verdict.ASSUMES, f"{m['a']} is not {side} {m['b']}.",
                    computed=f"{m['a']} {'<' if one[0] < two[0] else '>'} {m['b']}",
                    arithmetic=f"{m['a']} {'<' if one[0] < two[0] else '>'} {m['b']}",
                    suggestion="another word, or another number", assumption="the words are of these two numbers",
                )  # fmt: skip
