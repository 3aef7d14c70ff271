"""A course told in several places: numbers of doses and totals over their ranges, the full course, totals so far."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from resorb.reading.doses.quantities import mass_in_mg, number_in
from resorb.reading.doses.terms import Term
from resorb.reading.lazy import lazy
from resorb.reading.numerals import NUMBER, read_numeral
from resorb.scan.material import Mark, Scanned, Stretch
from resorb.scan.registry import rule
from resorb.scan.rules.doses.arithmetic import not_summed
from resorb.scan.rules.doses.counts import SESSIONS
from resorb.scan.rules.doses.course_parts import parts_and_total, running_totals, told_apart
from resorb.scan.rules.doses.texts import Doses, doses_of, is_quoted, terms_of
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
    rf"\b(?:{_THING}\b[^.;\d]{{0,30}}?(?P<n>\d{{1,3}})\b"
    rf"|(?P<m>\d{{1,3}}) (?:{_THING}|times)\b)(?:[^.;\d(]{{0,20}})?{_RANGE}",
    _I,
)
_TOTALS = lazy(
    rf"\b(?:dose|amount|total|cumulative|exposure)\b[^.;\d]{{0,40}}?(?P<n>{_N})\s?(?P<u>g|kg"
    rf"|mg)\b[^.;\d(]{{0,12}}{_RANGE}\s?(?P<v>g|kg|mg)?\b",
    _I,
)
_MANY_HEAD = lazy(rf"\b{_THING}\b(?!.*\b(?:g|mg|per|missed|week)\b)", _I)
_MASS_HEAD = lazy(
    r"\b(?:total|cumulative)\b.*\bdose\b.*\b(?P<u>k?g)\b|\bdose\b.*\b(?:total|cumulative)\b.*\b(?P<v>k?g)\b", _I
)
_MIDDLE = lazy(rf"(?P<n>{_N})\s?g?\s?{_RANGE}\s?g?\)?", _I)
_LARGE = 40_000
"""In mg: more is no single dose of an infusion."""
_CLOSE = Fraction(1, 100)
_NEAR = 30
_MOST_ROWS = 60
_FULL = lazy(
    rf"\b(?:full|complete|entire|whole|standard|usual|planned|protocol|intended|prescribed) (?:treatment )?(?:course"
    rf"|treatment|programme|program|schedule|regimen)\b"
    rf"[^.;\d]{{0,30}}?\b(?:is|was|of|comprises?|comprised|consists? of|means|has|had|contains?|being|will be|:"
    rf"|=)[^.;\d]{{0,20}}?(?P<n>{NUMBER}) (?:[a-z]+ ){{0,2}}?{_THING}\b",
    _I,
)
_OF_ELSE = lazy(r"\s(?:of|with)\s(?!\d|STS|TST|(?:sodium\s)?thiosul|the drug|(?:one|two)\b)", _I)
"""Behind sessions of something else."""
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
_RUNNING = lazy(r"running|so far|total so far|total to date|cumulative", _I)
_ONLY = lazy(r"\b(?:excl(?:uding|\.)?|without|not counting|missed|omitted|halv\w*|half|reduc\w*)\b", _I)


@rule(
    "course-told-twice",
    kind="dose-arithmetic",
    doc="Numbers of doses and what they come to agree: over a range, for the whole course, and so far.",
    source="exact arithmetic: so many doses of one size",
)
def course_told_twice(text: Scanned) -> Iterator[Mark]:
    """Ranges of numbers and of totals, the number of doses of a full course, and running totals."""
    found: list[Mark] = []
    every = [d for d in doses_of(text) if not d.is_row]
    for place, doses in enumerate(every):
        said = doses.read.text
        if not is_quoted(doses) and (_TOTALS.search(said) or _FULL.search(said) or _SO_FAR.search(said)):
            found += _ranges(doses, every[place - 1] if place else None, every)
            found += _full(doses, every)
            found += _so_far(doses, every)
    found += _rows(text, every)
    found += parts_and_total(text)
    found += running_totals(text, _sizes(every))
    found += told_apart(text, _sizes(every))
    yield from not_summed(text, found, (Verdict.FAILS,))


def _single(doses: Doses) -> Iterator[Term]:
    """Single doses of the drug in a sentence."""
    owned = {id(m.quantity) for m in doses.read.mentions if m.drug is not None}
    for term in terms_of(doses):
        if term.kind == "drug" and id(term.source) in owned and 1000 <= (term.exact or 0) <= _LARGE:
            yield term


def _sizes(every: Sequence[Doses]) -> list[Fraction]:
    """The single doses of a document, the smallest first."""
    return sorted({t.exact for doses in every for t in _single(doses) if t.exact})


def _printed(every: Sequence[Doses]) -> set[Fraction | None]:
    """Every amount of a drug that a document prints, whosever it is."""
    return {term.exact for doses in every for term in terms_of(doses) if term.kind == "drug"}


def _value(printed: str) -> Fraction:
    number = number_in(printed)
    return number.value if number is not None else Fraction(0)


def _in_mg(unit: str) -> Fraction:
    return mass_in_mg(unit) or Fraction(1)


def _ranges(doses: Doses, before: Doses | None, every: Sequence[Doses]) -> Iterator[Mark]:
    """Such as "36 infusions (range 9–78) … 900 g (range 225–1,950 g)": one dose must lead from each to each."""
    said = doses.read.text
    totals = list(_TOTALS.finditer(said))
    numbers = list(_NUMBERS.finditer(said))
    if not numbers and before is not None:
        numbers = list(_NUMBERS.finditer(before.read.text))
    if len(totals) != 1 or len(numbers) != 1:
        return
    total, number = totals[0], numbers[0]
    many = {"n": number["n"] or number["m"], "low": number["low"], "high": number["high"]}
    odd = _odd(many, total, total["u"].lower(), every)
    if odd is not None:
        yield _mark(doses.where.at(total.start(odd[0]), total.end(odd[0])), odd, total["u"])


def _odd(
    many: Mapping[str, str], total: re.Match[str], unit: str, every: Sequence[Doses]
) -> tuple[str, Fraction, Fraction] | None:
    """The one of three totals that is not so many doses of the size the two others have: which, how many, the size."""
    each = [(name, _value(number), _value(total[name]) * _in_mg(unit)) for name, number in many.items()]
    if any(not number for _, number, _ in each):
        return None
    for dose in _sizes(every):
        off = [(name, number) for name, number, mass in each if abs(mass - number * dose) > mass * _CLOSE]
        if len(off) == 1 and _value(total[off[0][0]]) * _in_mg(unit) / off[0][1] in _printed(every):
            return None  # who had so many of them had another dose of the document
        if len(off) <= 1:
            return (off[0][0], off[0][1], dose) if off else None
    return None


def _mark(where: Stretch, odd: tuple[str, Fraction, Fraction], unit: str) -> Mark:
    _, many, dose = odd
    shown = f"{as_text(many * dose / _in_mg(unit))} {unit}"
    how = f"{as_text(many)} × {as_text(dose / 1000)} g = {shown}"
    return where.mark(
        "course-told-twice", Verdict.ASSUMES, f"The two others are so many doses of {as_text(dose / 1000)} g: {how}.",
        computed=shown, arithmetic=how, suggestion=shown, assumption="every dose was the same",
    )  # fmt: skip


def _rows(text: Scanned, every: Sequence[Doses]) -> Iterator[Mark]:
    """The same in two rows of a table: the numbers of infusions, and the total doses."""
    for block, table in text.tables:
        rows = {bool(_MASS_HEAD.search(r[0].text)): r for r in table.rows if r and _is_head(r[0].text)}
        if len(rows) != 2 or len(table.rows) > _MOST_ROWS:
            continue
        head = _MASS_HEAD.search(rows[True][0].text)
        unit = ((head["u"] or head["v"]) if head is not None else "g").lower()
        for many, mass in zip(rows[False][1:], rows[True][1:], strict=False):
            number, total = _MIDDLE.fullmatch(many.text.strip()), _MIDDLE.fullmatch(mass.text)
            odd = _odd(number.groupdict(), total, unit, every) if number is not None and total is not None else None
            if odd is not None and total is not None:
                yield _mark(text.cell(block, mass, total.start(odd[0]), total.end(odd[0])), odd, unit)


def _is_head(text: str) -> bool:
    return len(text) <= 80 and (_MASS_HEAD.search(text) is not None or _MANY_HEAD.search(text) is not None)


def _full(doses: Doses, every: Sequence[Doses]) -> Iterator[Mark]:
    """Such as "The full course is 28 infusions" where the schedule of the document gives 24."""
    match = _FULL.search(doses.read.text)
    number = read_numeral(match["n"]) if match is not None else None
    own = {t.kind for t in terms_of(doses)}
    if match is None or number is None or {"often", "span"} <= own or _OF_ELSE.match(doses.read.text, match.end()):
        return
    schedules = [one for d in every if d is not doses for one in _schedule(d)]
    printed = {
        t.exact for d in every if d is not doses for t in terms_of(d) if t.kind == "count" and t.noun in SESSIONS
    }
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
    """So many a week for so many weeks, where a sentence gives one frequency and one length of the drug."""
    found = terms_of(doses)
    often = [t for t in found if t.kind == "often" and t.exact]
    spans = [t for t in found if t.kind == "span" and t.unit == "week" and t.exact]
    if len(often) == len(spans) == 1 and (often[0].exact or 0) > 1 and any(True for _ in _single(doses)):
        value = (often[0].exact or Fraction(0)) * (spans[0].exact or Fraction(0))
        yield value, f"{as_text(often[0].exact or value)} a week × {as_text(spans[0].exact or value)} weeks"


def _so_far(doses: Doses, every: Sequence[Doses]) -> Iterator[Mark]:
    """Such as "8th full dose … running total including the test dose = 212.5 g"."""
    said = doses.read.text
    total = _SO_FAR.search(said)
    if total is None or _ONLY.search(said):
        return
    tested = _TEST.search(said) is not None
    nth = list(_NTH.finditer(said))
    if tested and not nth:
        nth = [m for one in doses.earlier[:1] for m in _NTH.finditer(one.read.text)]
    elif not tested and not (
        nth and 0 <= total.start() - nth[-1].end() <= _NEAR and _RUNNING.match(said, total.start())
    ):
        return
    sizes = _sizes(every)
    if len(nth) != 1 or len(sizes) - 1 != tested or (tested and not nth[0]["full"]):
        return
    many = int(nth[0]["n"])
    small, large = (sizes[0] if tested else Fraction(0)), sizes[-1]
    exact = (many * large + small) / 1000
    if not many or _value(total["t"]) in (exact, exact - large / 1000) or _value(total["t"]) * 1000 <= large:
        return
    more = f" + {as_text(small / 1000)} g" if tested else ""
    how = f"{many} × {as_text(large / 1000)} g{more} = {as_text(exact)} g"
    yield doses.where.at(total.start("t"), total.end()).mark(
        "course-told-twice", Verdict.ASSUMES, f"The doses so far come to {as_text(exact)} g: {how}.",
        computed=f"{as_text(exact)} g", arithmetic=how, suggestion=f"{as_text(exact)} g",
        assumption=f"every full dose was {as_text(large / 1000)} g",
    )  # fmt: skip
