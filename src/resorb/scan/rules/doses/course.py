"""A course told in several places: numbers of doses and totals over their ranges, the full course, totals so far."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from resorb.reading.doses.terms import Term, terms
from resorb.reading.lazy import lazy
from resorb.reading.numerals import NUMBER, read_numeral
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.doses.arithmetic import dose_arithmetic
from resorb.scan.rules.doses.counts import SESSIONS
from resorb.scan.rules.doses.texts import Doses, doses_of, is_quoted
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text

_I = re.IGNORECASE
_N = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,5}(?:\.\d+)?"
_THING = r"(?:infusions|doses|sessions|injections|administrations)"
_RANGE = (
    rf"(?:\(|, ?|; ?)?\s?(?:(?:range|IQR|interquartile range|min[- ]max|from)[:,]?\s?)?(?P<low>{_N})\s?(?:g\s?)?(?:–"
    rf"|-|—|to)\s?(?P<high>{_N})(?!\d|\s?%)"
)
_NUMBERS = lazy(
    rf"\b(?:number of {_THING}[^.;\d]{{0,30}}?(?P<n>\d{{1,3}})\b"
    rf"|(?P<m>\d{{1,3}}) {_THING}\b)(?:[^.;\d(]{{0,20}})?{_RANGE}",
    _I,
)
_TOTALS = lazy(
    rf"\b(?:dose|amount|total|cumulative|exposure)\b[^.;\d]{{0,40}}?(?P<n>{_N})\s?(?P<u>g|kg"
    rf"|mg)\b[^.;\d(]{{0,12}}{_RANGE}\s?(?P<v>g|kg|mg)?\b",
    _I,
)
_LARGE = 40_000
"""In mg: more is no single dose of an infusion."""
_CLOSE = Fraction(1, 100)
_FULL = lazy(
    rf"\b(?:full|complete|entire|whole|standard|usual|planned|protocol|intended|prescribed) (?:treatment )?(?:course"
    rf"|treatment|programme|program|schedule|regimen)\b"
    rf"[^.;\d]{{0,30}}?\b(?:is|was|of|comprises?|comprised|consists? of|means|has|had|contains?|being|will be|:"
    rf"|=)[^.;\d]{{0,20}}?(?P<n>{NUMBER}) (?:[a-z]+ ){{0,2}}?{_THING}\b",
    _I,
)
_NTH = lazy(
    r"\b(?P<n>\d{1,3})(?:st|nd|rd|th)\s(?P<full>full |regular |usual |standard )?(?:dose|infusion|session)\b", _I
)
_SO_FAR = lazy(
    rf"\b(?:running total|total so far|cumulative(?: dose| total)?|total(?: to date| dose)?|so far"
    rf"|total given)\b(?:[^.;\d]|(?<=incl)\.){{0,60}}?(?:=|:|\bis|\bnow|\bof|\bwas)?\s?"
    rf"(?P<t>{_N})\s?g\b",
    _I,
)
_TEST = lazy(
    r"\b(?:incl(?:uding|\.)?|with|plus|and|inclusive of) (?:the |a |one |her |his )?(?:initial |first )?(?:test|trial"
    r"|first|starter|loading) dose\b",
    _I,
)
_ONLY = lazy(r"\b(?:excl(?:uding|\.)?|without|not counting|missed|omitted|halv\w*|half|reduc\w*)\b", _I)


@rule(
    "course-told-twice",
    kind="dose-arithmetic",
    doc="Numbers of doses and what they come to agree: over a range, for the whole course, and so far.",
    source="exact arithmetic: so many doses of one size",
)
def course_told_twice(text: Scanned) -> Iterator[Mark]:
    """Ranges of numbers and of totals, the number of doses of a full course, and running totals."""
    every = [d for d in doses_of(text) if not d.is_row]
    single = {t.exact for d in every for t in _single(d) if t.exact}
    found: list[Mark] = []
    for place, doses in enumerate(every):
        if is_quoted(doses):
            continue
        found += _ranges(doses, every[place - 1] if place else None, single)
        found += _full(doses, every)
        found += _so_far(doses, single)
    told = {(m.block, m.start) for m in dose_arithmetic(text) if m.finding.verdict is Verdict.FAILS} if found else set()
    yield from (mark for mark in found if (mark.block, mark.start) not in told)


def _terms(doses: Doses) -> tuple[Term, ...]:
    return terms(doses.read.text, tuple(m.quantity for m in doses.read.mentions))


def _single(doses: Doses) -> Iterator[Term]:
    """Single doses of the drug in a sentence."""
    owned = {id(m.quantity) for m in doses.read.mentions if m.drug is not None}
    for term in _terms(doses):
        if term.kind == "drug" and id(term.source) in owned and 1000 <= (term.exact or 0) <= _LARGE:
            yield term


def _value(printed: str) -> Fraction:
    return Fraction(printed.replace(",", ""))


def _ranges(doses: Doses, before: Doses | None, single: set[Fraction]) -> Iterator[Mark]:
    """Such as "36 infusions (range 9–78) … 900 g (range 225–1,950 g)": one dose must lead from each to each."""
    said = doses.read.text
    totals = list(_TOTALS.finditer(said))
    numbers = list(_NUMBERS.finditer(said))
    if not numbers and before is not None:
        numbers = list(_NUMBERS.finditer(before.read.text))
    if len(totals) != 1 or len(numbers) != 1:
        return
    total, number = totals[0], numbers[0]
    scale = {"g": 1000, "kg": 10**6, "mg": 1}[total["u"].lower()]
    pairs = [(number["n"] or number["m"], "n"), (number["low"], "low"), (number["high"], "high")]
    each = [(name, _value(many), _value(total[name]) * scale) for many, name in pairs]
    if any(not many for _, many, _ in each):
        return
    fits = {
        dose: [name for name, many, mass in each if abs(mass - many * dose) <= mass * _CLOSE] for dose in single if dose
    }
    dose, names = max(fits.items(), key=lambda one: len(one[1]), default=(None, []))
    if dose is None or len(names) != 2:
        return
    name, many, _ = next(one for one in each if one[0] not in names)
    exact = many * dose / scale
    how = f"{as_text(many)} × {as_text(dose / 1000)} g = {as_text(many * dose / 1000)} g"
    yield doses.where.at(total.start(name), total.end(name)).mark(
        "course-told-twice", Verdict.ASSUMES, f"The two others are so many doses of {as_text(dose / 1000)} g: {how}.",
        computed=f"{as_text(exact)} {total['u']}", arithmetic=how, suggestion=f"{as_text(exact)} {total['u']}",
        assumption="every dose was the same",
    )  # fmt: skip


def _full(doses: Doses, every: Sequence[Doses]) -> Iterator[Mark]:
    """Such as "The full course is 28 infusions" where the schedule of the document gives 24."""
    match = _FULL.search(doses.read.text)
    number = read_numeral(match["n"]) if match is not None else None
    own = {t.kind for t in _terms(doses)}
    if match is None or number is None or {"often", "span"} <= own:
        return
    schedules = [one for d in every for one in _schedule(d)]
    printed = {t.exact for d in every if d is not doses for t in _terms(d) if t.kind == "count" and t.noun in SESSIONS}
    numbers = {value for value, _ in schedules}
    if len(numbers) != 1 or number.value in printed or number.value in numbers:
        return
    value, how = schedules[0]
    start, end = match.span("n")
    yield doses.where.at(start, end).mark(
        "course-told-twice", Verdict.ASSUMES, f"The schedule printed elsewhere gives {as_text(value)}: {how}.",
        computed=as_text(value), arithmetic=how, suggestion=as_text(value), assumption="the same course is meant",
    )  # fmt: skip


def _schedule(doses: Doses) -> Iterator[tuple[Fraction, str]]:
    """So many a week for so many weeks, where a sentence says this and the number of doses."""
    found = _terms(doses)
    often = [t for t in found if t.kind == "often" and t.exact]
    spans = [t for t in found if t.kind == "span" and t.unit == "week" and t.exact]
    counts = {t.exact for t in found if t.kind == "count" and t.noun in SESSIONS}
    for one in often:
        for span in spans:
            value = (one.exact or Fraction(0)) * (span.exact or Fraction(0))
            if value in counts:
                yield value, f"{as_text(one.exact or value)} a week × {as_text(span.exact or value)} weeks"


def _so_far(doses: Doses, single: set[Fraction]) -> Iterator[Mark]:
    """Such as "8th full dose … running total including the test dose = 212.5 g"."""
    said = doses.read.text
    total = _SO_FAR.search(said)
    if total is None or _ONLY.search(said) or len(single) not in (1, 2):
        return
    nth = list(_NTH.finditer(said)) or [m for one in doses.earlier[:1] for m in _NTH.finditer(one.read.text)]
    sizes = sorted(single)
    tested = _TEST.search(said) is not None
    if len(nth) != 1 or len(sizes) - 1 != tested or (tested and not nth[0]["full"]):
        return
    many = int(nth[0]["n"])
    small, large = (sizes[0] if tested else Fraction(0)), sizes[-1]
    exact = (many * large + small) / 1000
    if not many or _value(total["t"]) in (exact, exact - large / 1000):
        return
    more = f" + {as_text(small / 1000)} g" if tested else ""
    how = f"{many} × {as_text(large / 1000)} g{more} = {as_text(exact)} g"
    yield doses.where.at(total.start("t"), total.end()).mark(
        "course-told-twice", Verdict.ASSUMES, f"The doses so far come to {as_text(exact)} g: {how}.",
        computed=f"{as_text(exact)} g", arithmetic=how, suggestion=f"{as_text(exact)} g",
        assumption=f"every full dose was {as_text(large / 1000)} g",
    )  # fmt: skip
