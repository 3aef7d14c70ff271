"""Volumes and the drug in them against the strengths a document gives: "0.6 mL (150 mg)" of 250 mg/mL."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.doses.quantities import Quantity
from resorb.reading.doses.terms import Term
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.doses.arithmetic import not_summed
from resorb.scan.rules.doses.texts import Doses, doses_of, is_quoted, terms_of
from resorb.scan.rules.doses.windows import LEVEL
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text
from resorb.values.ranges import Range

_I = re.IGNORECASE
_POWERS = tuple(Fraction(10) ** k for k in (-6, -3, -2, -1, 1, 2, 3, 6))
_CLOSE = Fraction(1, 25)
_SMALL = 20
"""In mL: more is a bag, in which the drug is diluted."""
_DENSE = 100
_VIAL = Fraction(250)
"""In mg/mL: what the vials of the listed drug hold; it explains a pair, and refutes none."""
_W_V = lazy(r"\s?(?:\(?w/v\b|(?:[a-z]+ ){0,2}(?:solution|injection)\b)", _I)
_PAIR = lazy(
    r"\s?(?:of (?:the |an? )?(?:[\w%/.-]+ ){0,4}?[\w%/.-]+ ?|each |apiece )?(?:\(|=|≙|≈)\s?(?:=|about |i\.e\.,? "
    r"|that is,? |ie |or )?",
    _I,
)
"""What joins a volume and what is in it."""
_DILUTED = lazy(
    r"\b(?:saline|sodium chloride|NaCl|NS|D5W|dextrose|glucose|dilut\w+|bag|final|total volume|resulting|made up"
    r"|mix\w*|lidocaine"
    r"|lignocaine|water|flush\w*|add(?:ed|ing|s)?|plus)\b|\+",
    _I,
)
_STATISTIC = lazy(r"\b(?P<s>median|mean|average|largest|greatest|highest|maximum|smallest|least|lowest|minimum)\b", _I)
_SO = lazy(
    r"\b(?:so that|so|thus|hence|therefore|that is|i\.e|which (?:is|was|means?|gives?|makes?)|giving|making"
    r"|equivalent to"
    r"|correspond\w+ to|equal\w* to|amount\w* to|in all|total\w*|for a|or)\b|=",
    _I,
)
_LISTED = lazy(
    r"\b(?:at|in|on) (?:weeks?|days?|months?) (?P<all>\d{1,3}(?:, ?\d{1,3}){0,10},? (?:and|&) \d{1,3})\b", _I
)
_TIMES = lazy(
    r"\b(?P<n>two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:[a-z-]+ ){0,2}?(?:times|visits?|sessions?"
    r"|injections?"
    r"|treatments?|occasions?|doses|deposits|lesions|sites|weeks|months|syringes|courses|cycles|rounds|fingers|hands"
    r"|patients)\b"
    r"|\b(?P<both>both|twice|each side|either)\b",
    _I,
)
_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}


@dataclass(frozen=True, slots=True)
class _Strength:
    """mg in a mL, and how the document prints it."""

    value: Fraction
    shown: str


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A volume, the mass beside it, and whether a bracket or sign joins them."""

    volume: Quantity
    mass: Quantity
    is_pair: bool


@rule(
    "drug-in-a-volume",
    kind="dose-arithmetic",
    doc="The drug in a volume is the volume times a strength that the document gives.",
    source="exact arithmetic; one part in twenty-five is allowed for rounding",
)
def drug_in_a_volume(text: Scanned) -> Iterator[Mark]:
    """Volumes with the mass in brackets, and masses said to follow from a volume, of one drug of known strengths."""
    every = doses_of(text)
    strengths = _strengths(every)
    if not strengths:
        return
    found = []
    for doses in every:
        if not is_quoted(doses) and not LEVEL.search(doses.read.text) and not doses.is_row:
            found += list(_judged(doses, strengths))
    yield from not_summed(text, found, (Verdict.FAILS, Verdict.HOLDS))


def _strengths(every: Sequence[Doses]) -> list[_Strength]:
    """The strengths of the listed drug's solutions, each once."""
    found: dict[Fraction, str] = {}
    for doses in every:
        said = doses.read.text
        for mention in doses.read.mentions:
            q = mention.quantity
            if (
                q.exact is None
                or not q.exact
                or (mention.drug is None and q.value.low is not None and not _is_dense(q))
            ):
                continue
            if q.kind == "concentration":
                found.setdefault(q.exact, f"{as_text(q.exact)} mg/mL")
            elif q.content:
                found.setdefault(q.exact / q.content, said[q.start : q.whole_end])
            elif q.kind == "percent" and q.exact <= 60 and _W_V.match(said, q.end):
                found.setdefault(q.exact * 10, f"{as_text(q.exact)}%")
    return [_Strength(value, shown) for value, shown in found.items() if value >= 5]


def _is_dense(q: Quantity) -> bool:
    """Whether a concentration is more than that of a local anaesthetic, which is told beside."""
    return q.kind == "concentration" and (q.exact or 0) >= _DENSE


def _judged(doses: Doses, strengths: Sequence[_Strength]) -> Iterator[Mark]:
    said = doses.read.text
    others = {id(m.quantity) for m in doses.read.mentions if m.drug is None}
    names = any(not n.is_weak for n in doses.read.names)
    every = [m.quantity for m in doses.read.mentions]
    volumes = [q for q in every if q.kind == "volume" and not (names and id(q) in others)]
    masses = [q for q in every if q.kind == "mass" and q.per is None and not (names and id(q) in others)]
    if not volumes or not masses or len(every) > 24:
        return
    own = list(strengths)
    spoken: set[int] = set()
    for one in _pairs(said, volumes, masses):
        spoken.add(one.mass.start)
        mark = _of_pair(doses, one, own)
        if mark is not None:
            yield mark
    for target in terms_of(doses):
        if target.source is None or target.start in spoken or target.source not in masses or not target.exact:
            continue
        mark = _of_result(doses, target, volumes, own)
        if mark is not None:
            yield mark


def _pairs(said: str, volumes: Sequence[Quantity], masses: Sequence[Quantity]) -> Iterator[_Drawn]:
    for volume in volumes:
        for mass in masses:
            first, last = sorted((volume, mass), key=lambda q: q.start)
            if 0 < last.start - first.end <= 45 and _PAIR.fullmatch(said, first.end, last.start):
                yield _Drawn(volume, mass, is_pair=True)


def _of_pair(doses: Doses, one: _Drawn, strengths: Sequence[_Strength]) -> Mark | None:
    """A volume and a mass joined by a bracket, when no strength joins them."""
    said, volume, mass = doses.read.text, one.volume.value, one.mass.value
    if any(_is(volume.times(value), mass) for value in (_VIAL, *(s.value for s in strengths))):
        return None
    if None in (volume.low, volume.high, mass.low, mass.high):
        return None
    off = [s for s in strengths if any(_is(volume.times(s.value * p), mass) for p in _POWERS)]
    around = said[max(0, min(one.volume.start, one.mass.start) - 60) : max(one.volume.end, one.mass.end) + 40]
    thinner = any((mass.low or 0) < (volume.low or 0) * s.value * (1 - _CLOSE) for s in strengths)
    if thinner and ((volume.high or 0) > _SMALL or _DILUTED.search(around)):
        return None  # in a bag, or mixed with something else
    if _counts(said) - {1} and any(
        _is(volume.times(s.value * n), mass) or _is(volume.times(s.value / n), mass)
        for s in strengths
        for n in _counts(said)
    ):
        return None
    if not off and (len(strengths) > 1 or _DILUTED.search(said) or not volume.is_point):
        return None
    last = one.mass if one.mass.start > one.volume.start else one.volume
    return _mark(doses, last, one, (off or strengths)[0], sure=bool(off))


def _mark(doses: Doses, last: Quantity, one: _Drawn, strength: _Strength, *, sure: bool) -> Mark:
    if last is one.mass:
        in_g = one.mass.unit.lower().startswith("g")
        exact = one.volume.value.times(strength.value / (1000 if in_g else 1))
        shown = f"{exact} {'g' if in_g else 'mg'}"
        how = f"{one.volume.value} mL × {strength.value} mg/mL = {shown}"
    else:
        shown = f"{one.mass.value.times(1 / strength.value)} mL"
        how = f"{one.mass.value} mg / {as_text(strength.value)} mg/mL = {shown}"
    return doses.where.at(last.start, last.end).mark(
        "drug-in-a-volume", Verdict.FAILS if sure else Verdict.ASSUMES,
        f"At {strength.shown}, as printed elsewhere, this is {shown}: {how}.",
        computed=shown, arithmetic=how, suggestion=shown,
        assumption=None if sure else f"the solution of {strength.shown} is meant",
    )  # fmt: skip


def _is(exact: Range, printed: Range) -> bool:
    """Whether both ends are the same, as nearly as they are printed."""
    ends = ((exact.low, printed.low), (exact.high, printed.high))
    return all(a is not None and b is not None and abs(a - b) <= max(a, b) * _CLOSE for a, b in ends)


def _counts(said: str) -> set[int]:
    """How many times, as the sentence may mean: listed weeks, visits, sites."""
    found = {1}
    for match in _LISTED.finditer(said):
        found.add(len(re.findall(r"\d+", match["all"])))
    for match in _TIMES.finditer(said):
        found.add(2 if match["both"] else _WORDS.get(match["n"].lower(), 0) or int(match["n"]))
    return found - {0}


def _of_result(doses: Doses, target: Term, volumes: Sequence[Quantity], strengths: Sequence[_Strength]) -> Mark | None:
    """A mass said to follow from a volume before it, when only a power of ten brings it there."""
    said = doses.read.text
    before = [v for v in volumes if v.end <= target.start and v.value.high is not None]
    if not before or target.source is None or target.exact is None:
        return None
    volume = before[-1]
    between = said[before[0].end : target.start]
    word = _STATISTIC.search(said, max(0, target.start - 40), target.start)
    alike = [v for v in before if word is not None and _is_of(said, v, word["s"])]
    if not _SO.search(between) or _DILUTED.search(said) or (volume.value.high or 0) > _SMALL:
        return None
    if _IS_ANOTHER.match(said, target.end) or said[target.start : target.end].find("-") > 0:
        return None  # "100 mg of elemental magnesium", "of a 25-g infusion"
    counts = _counts(said)
    printed = Range.point(target.exact)
    ends = [Range.point(e) for v in volumes for e in (v.value.low, v.value.high) if e is not None]
    if any(_is(e.times(s.value * n), printed) for e in ends for s in strengths for n in counts):
        return None
    meant = alike[-1] if alike else next((v for v in reversed(before) if v.value.is_point), None)
    if meant is None:
        return None
    for strength in strengths:
        for many in sorted(counts, reverse="total" in target.cues):
            exact = meant.value.times(strength.value * many)
            if any(_is(exact.times(p), printed) for p in _POWERS) and (
                many > 1 or "total" not in target.cues or len(counts) == 1
            ):
                return _result(doses, target, exact, (strength, many, meant))
    return None


_IS_ANOTHER = lazy(r"\s(?:of\s)?(?:elemental|anhydrous|base)\b", _I)


def _is_of(said: str, volume: Quantity, word: str) -> bool:
    return re.search(rf"\b{word}\b[^.;]{{0,60}}$", said[: volume.start], _I) is not None


def _result(doses: Doses, target: Term, exact: Range, used: tuple[_Strength, int, Quantity]) -> Mark:
    strength, many, volume = used
    big = (exact.low or 0) >= 1000
    shown = f"{exact.times(Fraction(1, 1000))} g" if big else f"{exact} mg"
    times = f" × {many}" if many > 1 else ""
    how = f"{volume.value} mL × {as_text(strength.value)} mg/mL{times} = {shown}"
    return doses.where.at(target.start, target.end).mark(
        "drug-in-a-volume", Verdict.ASSUMES, f"At {strength.shown}, as printed elsewhere, this is {shown}: {how}.",
        computed=shown, arithmetic=how, suggestion=shown,
        assumption=f"the volume is of the solution of {strength.shown}",
    )  # fmt: skip
