"""Vials for a course against its doses, the dose and what a vial holds, also where they stand in other sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import ceil

from resorb.reading.doses.terms import Term
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.doses.arithmetic import not_summed
from resorb.scan.rules.doses.counts import SESSIONS
from resorb.scan.rules.doses.texts import Doses, doses_of, is_quoted, terms_of
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text

_I = re.IGNORECASE
_USUAL = Fraction(12500)
"""In mg: the vial of the listed drug, where the text does not say what one holds."""
_VIAL = r"(?:vials?|ampoules?)"
_HOLDS_BEFORE = lazy(
    rf"\b{_VIAL}\b[^.;:]{{0,45}}?(?:\b(?:of|holds?|holding|contain\w*|with|is|are|at|size)|[,=(@])\s*(?:each )?"
    r"(?:holds?|holding|contain\w*|of|with|=)?\s*(?:about )?$",
    _I,
)
_HOLDS_BEHIND = lazy(
    rf"[\s-]*(?:(?:in|per|a|each|/)\s*(?:an?|one|each|single)?\s*)?(?:\d{{1,3}}[\s-]?mL\s+)?{_VIAL}\b", _I
)
_NEEDS = lazy(
    r"\b(?:need\w*|order\w*|requir\w*|requisition\w*|request\w*|use[sd]?|uses up|consum\w*|take[sn]?|took|suppl\w+"
    r"|dispens\w+|mak\w+|mean\w*|that is|i\.e|or|hence|thus|so|equals?|issue[ds]?|allow|prepar\w+|calls? for"
    r"|comes? to|opened|provid\w+|stock|reserve|obtain\w*|buy|book)\b[^.;]{0,45}$|[=(:;→]\s*(?:about )?$",
    _I,
)
_ELSE = lazy(
    r"\b(?:spare|extra|overage|over-?age|wast\w+|reserve|left|leftover|unused|broken|balance|received|remain\w*"
    r"|return\w*|destroy\w*|expired|discard\w*|missed|stopped|withdr\w+|cartons?|boxes|box|shortage|deliver\w*"
    r"|arriv\w*|first|next|initial\w*|half|loading|then|reduc\w+|increas\w+|titrat\w+|halv\w+|not given|omitted"
    r"|instead|participants"
    r"|patients|children)\b",
    _I,
)
"""Words of other vials than those of the whole course of one patient at one dose."""
_OWN_SPAN = lazy(r"\b(?:for|first|next|last|over|every|each|of|per|in)\s+(?:the |these |a |an )?(?:first |next )?$", _I)
_AHEAD = lazy(r"\s*(?:ahead|before|earlier|in advance|beforehand|later|notice|after|prior|from|of notice)\b", _I)
_OF_A_DOSE = (
    r"(?:\([^)]{0,30}\)\s*)?(?:(?:are |is )?(?:needed |used |required |drawn up )?(?:for|per|in|at)\s+"
    r"(?:each|every|an?|one|the)\s+(?:[\w.-]+ ){0,4}?(?:dose|infusion|session|treatment|bag)s?\b|each\b|apiece\b"
    r"|per (?:dose|infusion|session|treatment)\b|a (?:dose|session|time)\b)"
)
_EACH_DOSE = lazy(rf"\s*{_OF_A_DOSE}", _I)
_USES = (
    r"\b(?:each|every|a|per|one) (?:dose|infusion|session|treatment)s? (?:uses|takes|needs|requires|is|of|=)"
    rf" (?P<k>one|two|three|four|[1-4]) {_VIAL}\b"
)
_VIALS_EACH = lazy(
    rf"(?P<n>\b(?:one|two|three|four|[1-4])) {_VIAL}(?: of [\d.]{{1,5}} g)?\s*{_OF_A_DOSE}"
    rf"|\b(?:doses|infusions|sessions|treatments) (?:of|with|at) (?P<m>one|two|three|four|[1-4]) {_VIAL}\b|{_USES}",
    _I,
)
_PER_WEEK = lazy(r"\s*(?:/|per|a|each|every)\s*(?:day|week|month|carton|box|pack)\b|\s*(?:weekly|monthly|daily)\b", _I)
_WRITTEN = lazy(r"[×x*/+]\s?[\d.,]{1,8}(?:\s\w+)?\s?=\s?$", _I)
_LARGE = 40_000
"""In mg: more is no single dose of an infusion."""
_FEW = 3


@dataclass(frozen=True, slots=True)
class _Course:
    """What a sentence says of a course: numbers of doses, single doses and totals (mg), vials each, times a week."""

    doses: tuple[Term, ...]
    single: tuple[Term, ...]
    totals: tuple[Term, ...]
    spans: tuple[Term, ...]
    often: tuple[Term, ...]


@rule(
    "vials-needed",
    kind="dose-arithmetic",
    doc="The vials of a course follow from its doses, the dose and what a vial holds.",
    source="exact arithmetic, each dose rounded up to whole vials; a vial of sodium thiosulfate holds 12.5 g",
)
def vials_needed(text: Scanned) -> Iterator[Mark]:
    """Numbers of vials beside numbers of doses, in the same sentence or in those before it."""
    every = [d for d in doses_of(text) if not d.is_row]
    if not any("vial" in d.read.text.lower() or "ampoule" in d.read.text.lower() for d in every):
        return
    sizes = sorted({size for doses in every for size in _sizes(doses)})
    found = [mark for doses in every for mark in _judged(doses, every, sizes)]
    yield from not_summed(text, found)


def _is_size(text: str, term: Term) -> bool:
    before = _HOLDS_BEFORE.search(text, max(0, term.start - 60), term.start)
    return before is not None or _HOLDS_BEHIND.match(text, term.end) is not None


def _sizes(doses: Doses) -> Iterator[Fraction]:
    """What a vial holds, in mg, as a sentence says it."""
    if doses.is_row:
        return
    text = doses.read.text
    for term in terms_of(doses):
        if term.kind in ("drug", "solution") and term.exact and term.source is not None and _is_size(text, term):
            mass = term.source.exact
            if mass and mass <= _LARGE:
                yield mass


def _course(doses: Doses, sizes: Sequence[Fraction]) -> _Course:
    text, found = doses.read.text, terms_of(doses)
    named = any(not n.is_weak for n in doses.read.names)
    owned = {id(m.quantity) for m in doses.read.mentions if m.drug is not None or not named}
    masses = [t for t in found if t.kind == "drug" and t.exact and id(t.source) in owned]
    masses = [t for t in masses if (t.per is None or (t.source is not None and t.source.by_adverb))]
    single = [t for t in masses if (t.exact or 0) <= _LARGE and "total" not in t.cues]
    single = [t for t in single if not (t.exact in sizes and _is_size(text, t))]
    counts = [t for t in found if t.kind == "count" and t.noun in SESSIONS and (t.exact or 0) > 1]
    weekly = [t for t in counts if _PER_WEEK.match(text, t.end)]  # "three sessions weekly" is a frequency
    return _Course(
        tuple(t for t in counts if t not in weekly),
        tuple(single),
        tuple(t for t in masses if (t.exact or 0) > _LARGE),
        tuple(t for t in found if t.kind == "span" and t.unit in ("week", "day") and not _AHEAD.match(text, t.end)),
        tuple(weekly or (t for t in found if t.kind == "often" and t.exact)),
    )


def _judged(doses: Doses, every: Sequence[Doses], sizes: Sequence[Fraction]) -> Iterator[Mark]:
    text = doses.read.text
    targets = [t for t in terms_of(doses) if t.kind == "count" and t.noun in ("vial", "ampoule")]
    targets = [t for t in targets if (t.exact or 0) >= _FEW and not _EACH_DOSE.match(text, t.end)]
    if not targets or is_quoted(doses) or _ELSE.search(text):
        return
    near = _course(doses, sizes)
    own_span = [s for s in near.spans if _OWN_SPAN.search(text, max(0, s.start - 25), s.start)]
    course, before = near, doses.earlier[:1]
    if before and not (near.doses or near.totals or own_span):
        if _ELSE.search(before[0].read.text):
            return
        course = _both(near, _course(before[0], sizes))
    elif before and not near.single:
        course = replace(near, single=_course(before[0], sizes).single)
    holds = {s for s in sizes if s} or {_USUAL}
    for target in targets:
        if _PER_WEEK.match(text, target.end) or not _NEEDS.search(text, max(0, target.start - 60), target.start):
            continue
        if _WRITTEN.search(text, max(0, target.start - 40), target.start):
            continue  # worked out on the spot, which is judged there
        ways = list(_ways(course, _each(text), holds))
        ways += [(way / size, "") for way in _right_before(text, target, course) for size in holds]
        if not ways or len({t.exact for t in course.single}) > 1 or any(value == target.exact for value, _ in ways):
            continue
        meant = _ways(_document(every, sizes, course), (), holds, are_shared=True)
        if any(value == target.exact for value, _ in meant):
            continue
        value, how = ways[0]
        sure = bool(sizes) and len({v for v, _ in ways}) == 1
        yield doses.where.at(target.start, target.end).mark(
            "vials-needed", Verdict.ASSUMES,
            f"So many vials do not follow: {how} = {as_text(value)}.",
            computed=f"{as_text(value)} vials", arithmetic=f"{how} = {as_text(value)} vials",
            suggestion=f"{as_text(value)} vials",
            assumption="these doses are meant" if sure else "these doses are meant, each of whole vials",
        )  # fmt: skip


def _right_before(text: str, target: Term, course: _Course) -> Iterator[Fraction]:
    """The dose whose vials stand in brackets behind it: "12.5 g (5 vials) in 250 mL"."""
    for dose in course.single:
        if (
            re.fullmatch(r"\s?\((?:[^();]{0,40}[,;] )?", text[dose.end : target.start])
            if dose.end <= target.start
            else None
        ):
            yield dose.exact or Fraction(0)


def _both(near: _Course, far: _Course) -> _Course:
    return _Course(
        near.doses or far.doses, near.single or far.single, near.totals or far.totals, near.spans or far.spans,
        near.often or far.often,
    )  # fmt: skip


def _document(every: Sequence[Doses], sizes: Sequence[Fraction], course: _Course) -> _Course:
    """The course with every dose and frequency of the document: any of them may be meant."""
    courses = [_course(d, sizes) for d in every]
    return _Course(
        course.doses, tuple(t for c in courses for t in c.single), course.totals, course.spans,
        tuple(t for c in courses for t in c.often),
    )  # fmt: skip


_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4}


def _each(text: str) -> tuple[int, ...]:
    """Vials for each dose, as this sentence says it."""
    found = [m["n"] or m["m"] or m["k"] for m in _VIALS_EACH.finditer(text)]
    return tuple(dict.fromkeys(_NUMBERS.get(n.lower(), 0) or int(n) for n in found))


def _ways(
    course: _Course, each: Iterable[int], sizes: Iterable[Fraction], *, are_shared: bool = False
) -> Iterator[tuple[Fraction, str]]:
    """Every number of vials that may be meant, the likeliest first, each with how it comes about."""
    numbers = list(_numbers(course))
    for many, words in numbers:
        for so_many in each:
            yield many * so_many, f"{words} × {so_many} vials"
    for size in sizes:
        for many, words in numbers:
            for dose in course.single:
                whole = ceil((dose.exact or Fraction(0)) / size)
                vials = f"{as_text((dose.exact or Fraction(0)) / 1000)} g / {as_text(size / 1000)} g"
                yield many * whole, f"{words} × {vials}"
                if are_shared:
                    yield Fraction(ceil(many * (dose.exact or Fraction(0)) / size)), f"{words} × {vials}"
        for total in course.totals:
            exact = (total.exact or Fraction(0)) / size
            if exact.denominator == 1:
                yield exact, f"{as_text((total.exact or Fraction(0)) / 1000)} g / {as_text(size / 1000)} g"


def _numbers(course: _Course) -> Iterator[tuple[Fraction, str]]:
    """Numbers of doses: as printed, else so many a week over the weeks."""
    yield from ((d.exact or Fraction(0), f"{as_text(d.exact or Fraction(0))} {d.noun}s") for d in course.doses)
    for often, span in product(course.often, course.spans) if not course.doses else ():
        weeks = (span.exact or Fraction(0)) / (7 if span.unit == "day" else 1)
        many = (often.exact or Fraction(0)) * weeks
        if many.denominator == 1 and many:
            yield many, f"{as_text(often.exact or Fraction(0))} a week × {as_text(weeks)} weeks"
