"""The one patient of a report, or each numbered case: sex, side and route are the same wherever they are printed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from resorb.reading.lazy import lazy
from resorb.reading.papers.attributes import Attribute, attributes
from resorb.reading.papers.persons import RELATIVES, SEVERAL, introduced
from resorb.reading.papers.statement_words import CASE
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.consistency.common import differs, is_of_others, parts
from resorb.scan.rules.consistency.told import titles, told_in

_LONGEST = 900
_BOTH_SIDES = lazy(
    r"\b(?:bilateral\w*|both\s+sides|contralateral|opposite|other\s+side|left\s+and\s+(?:the\s+)?right|"
    r"right\s+and\s+(?:the\s+)?left|either\s+side|symmetric\w*|(?:both|two|other)\s+(?P<part>[a-z]+))\b",
    re.IGNORECASE,
)
_OTHERS = lazy(r"\b(?:read\s+with|with\s+interest|article|authors|letter\s+by|their)\b", re.IGNORECASE)
_NUMBERED = lazy(r"\b(?:patient|case|sibling)\s*#?[1-9]\b", re.IGNORECASE)
_NAMED = lazy(
    r"(?:\b(?:re|patient|name|regarding)\s*:\s*(?:(?:mrs?|ms|miss|dr|prof)\b\.?\s*)?|\b(?:born(?:\s+on)?|dob|date\s+of\s+birth)\s*:?\s*)"
    r"(?P<name>\w+[\s./-]+\w+(?:[\s./-]+\d{2,4})?)",
    re.IGNORECASE,
)
"""What letters and notes print of each patient: a name, a date of birth."""
_ANOTHER = lazy(r"\b(?:another|different|second|other|next)\s+patient\b", re.IGNORECASE)
_CHANGED = lazy(
    r"\b(?:switch\w*|chang\w+|instead|added|follow(?:ed|ing)|then|later|before|previous\w*|earlier|had\s+been|fail\w+)\b",
    re.IGNORECASE,
)
_SUPPOSED = lazy(r"\b(?:would|could|should|might|may)\b", re.IGNORECASE)
_THE_PATIENT = lazy(
    r"\b(?:our|this|the|her|his)\s+(?:\w+\s+)?(?:patient|woman|man|girl|boy|child|case)\b|\b(?:she|he|her|his|we)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Told:
    sentence: Sentence
    said: Attribute
    part: int


@rule(
    "same-attribute",
    kind="consistency",
    doc="Sex of the patient, side of the lesion and route of the drug are the same in all parts of a report.",
    source="reports of one patient, and cases by their number; each value known to one part only",
)
def same_attribute(text: Scanned) -> Iterator[Mark]:
    """Sexes, sides and routes of one patient."""
    found: dict[tuple[str, str], list[_Told]] = defaultdict(list)
    part, title = parts(text), titles(text)
    ours = [s for s in text.sentences if not s.is_long and not is_of_others(s) and not _OTHERS.search(s.text)]
    if not _differ(ours):
        return
    cases = {c for s in ours for c in _cases(s, title)}
    single = len(cases) < 2 and not _is_of_several(text, ours)
    for sentence in ours if single or cases else ():
        if RELATIVES.search(sentence.text):
            continue
        for said in attributes(sentence.text):
            mine = [] if single else _cases(sentence, title, said.start)
            if single or len(mine) == 1:
                found[said.of, "".join(mine)].append(_Told(sentence, said, part[sentence.block_number]))
    related = any(RELATIVES.search(s.text) for s in ours)
    both = [m["part"] or "" for s in ours for m in _BOTH_SIDES.finditer(s.text)]
    for (of, _), told in found.items():
        pair = _pair(told, alone=of == "sex")
        if pair is None or (of == "sex" and related) or _two_sided(of, both):
            continue
        odd, other = pair
        if of == "route" and not (_sure(odd) and _sure(other)):
            continue
        beside = odd.sentence.block_number == other.sentence.block_number or not text.is_short
        if of.startswith("side") and beside:
            continue  # told beside each other, or in a long report, they are two lesions
        what = "the sex of the patient" if of == "sex" else f"the {of}"
        assumption = None if of == "sex" else "another lesion or course is meant"
        there = other.sentence, (other.said.start, other.said.end)
        yield differs("same-attribute", odd.sentence, (odd.said.start, odd.said.end), what, there, assumption)


def _differ(ours: list[Sentence]) -> bool:
    """Whether anything has two values."""
    values: dict[str, str] = {}
    return any(values.setdefault(said.of, said.value) != said.value for s in ours for said in attributes(s.text))


def _cases(sentence: Sentence, title: dict[int, str], at: int | None = None) -> list[str]:
    """Cases named in a sentence, or in the clause around a place of it; else those of the heading."""
    start = 0 if at is None else sentence.text.rfind(";", 0, at) + 1
    end = len(sentence.text) if at is None or sentence.text.find(";", at) < 0 else sentence.text.find(";", at)
    here = {m["n"] for m in CASE.finditer(sentence.text, start, end)}
    return sorted(here or {m["n"] for m in CASE.finditer(title[sentence.block_number])})


def _is_of_several(text: Scanned, ours: list[Sentence]) -> bool:
    """Whether a document tells of more than one patient."""
    named = {m["name"] for block in text.document.blocks for m in _NAMED.finditer(block.passage.text[:_LONGEST])}
    if len(named) > 1 or any(_ANOTHER.search(s.text) for s in ours):
        return True
    if any(len({d.sex for d in introduced(s.text) if d.sex}) > 1 for s in ours):
        return True
    sizes = (t.said for t in told_in(text) if t.said.noun in ("patients", "children", "adults", "women", "men"))
    return any(s.value > 1 for s in sizes) or any(SEVERAL.search(_NUMBERED.sub("", s.text)) for s in ours)


def _pair(told: list[_Told], *, alone: bool) -> tuple[_Told, _Told] | None:
    """The attribute to doubt and one it disagrees with: each value in parts of its own, or said once."""
    values: dict[str, list[_Told]] = defaultdict(list)
    for one in told:
        values[one.said.value].append(one)
    if len(values) != 2:
        return None
    few, many = sorted(values.values(), key=lambda v: (len(v), -v[0].sentence.number))
    if {t.part for t in few} & {t.part for t in many} and not (len(few) == 1 < len(many) - (not alone)):
        return None
    return few[0], many[0]


def _two_sided(of: str, both: list[str]) -> bool:
    """Whether the document speaks of both sides, or of both hips: of a foot as of feet."""
    part = of.rpartition(" ")[2].replace("foot", "feet").replace("calf", "calv").replace("thigh", "thigh")
    return of.startswith("side") and any(not word or word.startswith(part) for word in both)


def _sure(one: _Told) -> bool:
    return not (_CHANGED.search(one.sentence.text) or _SUPPOSED.search(one.sentence.text)) and bool(
        _THE_PATIENT.search(one.sentence.text)
        or CASE.search(one.sentence.text)
        or re.search(r"\b(?:received|was given)\b", one.sentence.text)
    )
