"""Doses each with its own times, and what they make in a day or a week: "20 mg twice daily plus four of 5 mg, 60 mg".

Every dose before the result must say how many there are: how often it is taken, how many were needed, on which days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from resorb.reading.doses.frequencies import how_often
from resorb.reading.doses.quantities import Quantity, mass_in_mg, number_in
from resorb.reading.doses.terms import Term
from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD
from resorb.reading.times.listed_times import DAY_OF_WEEK
from resorb.scan.material import Mark
from resorb.scan.rules.doses.texts import Doses, name_of, terms_of
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text

_I = re.IGNORECASE
_N = rf"(?:\d{{1,2}}|(?:{WORD}))"
_SHORT = lazy(
    r"\s(?:(?P<one>o\.?d|q\.?d|mane|nocte|at night)|(?P<two>b\.?i?\.?d)|(?P<three>t\.?[di]\.?[sd])"
    r"|(?P<four>q\.?[di]\.?[sd]))\b",
    _I,
)
_TIMES = {"one": 1, "two": 2, "three": 3, "four": 4}
_BEFORE = lazy(
    rf"\b(?P<n>{_N})\s(?:(?:[a-z-]+\s){{0,3}}(?:doses?|tablets?|capsules?|boluses|injections?)\s(?:of\s)?(?:[a-z]+\s){{0,2}}|[×x]\s)$",
    _I,
)
_BEHIND = lazy(
    rf"(?:\s[a-z]+)?\s?[×x]\s?(?P<x>\d{{1,2}})\b|[^.;:\d]{{0,30}}?,\s(?P<n>{_N})\s(?:(?:doses\s)?(?:were\s)?(?:used|taken|needed|given|required))\b",
    _I,
)
_DAYS = rf"(?P<days>{DAY_OF_WEEK}(?:(?:,\s|\sand\s|,\sand\s){DAY_OF_WEEK}){{0,5}})"
_DAYS_BEHIND = lazy(rf"\s(?:on|every|each)\s{_DAYS}\b", _I)
_DAYS_BEFORE = lazy(rf"\b{_DAYS}:?\s$", _I)
_IN_A_DAY = lazy(r"\s?(?:/\s?(?:24 ?h|day|d\b)|(?:in|per|a) (?:the |that )?(?:day|24 ?h(?:ours)?)|daily)", _I)
_IN_A_WEEK = lazy(r"\s?(?:/\s?(?:week|wk)|(?:in|per|a|each) (?:the |that )?week|weekly)", _I)
_MADE = lazy(
    r"(?:[:;=,(]|\bi\.e\.,?|\bthat is,?|\bmak\w+|\bso|\btotal(?: of)?|\bin all)\s?"
    r"(?:a total of |total |in all |about )?$",
    _I,
)
_OTHERWISE = lazy(
    r"\b(?:or|if|then|instead|increas\w+|reduc\w+|from|to|max\w*|up to|was|were|equi\w+|convert\w*|stopped)\b", _I
)
_AT = lazy(r"(?<![\d.,–-])(?P<d>\d{1,4}(?:\.\d{1,2})?)\s?(?P<u>mg|g)\sat\s\d{1,2}(?::\d\d|\s?[ap]\.?m\b|\s?h\b)", _I)
_MOST = 5


def _made(text: str, masses: Sequence[Quantity], result: Quantity) -> tuple[Fraction, str] | None:
    """The sum of the doses before a result, each as often as it says, written out; None where one does not say it."""
    weekly = _IN_A_WEEK.match(text, result.end) is not None
    before = [q for q in masses if q.end <= result.start]
    parts: list[tuple[Quantity, Fraction]] = []
    if not (weekly or _IN_A_DAY.match(text, result.end)) or not 1 < len(before) + (not weekly) <= _MOST:
        return None
    for place, q in enumerate(before):
        until = before[place + 1].start if place + 1 < len(before) else result.start
        times = _many(text, q, until, before[place - 1].end if place else 0, weekly=weekly)
        if times is None or q.exact is None:
            return None
        parts.append((q, times))
    how = " + ".join(f"{as_text(n)} × {text[q.start : q.end]}" for q, n in parts)
    return sum((n * (q.exact or 0) for q, n in parts), Fraction(0)), how


def _many(text: str, q: Quantity, until: int, since: int, *, weekly: bool) -> Fraction | None:
    """How many of a dose its own words tell, in a day or a week."""
    if weekly:
        days = _DAYS_BEHIND.match(text, q.end, until) or _DAYS_BEFORE.search(text, since, q.start)
        return Fraction(len(re.findall(DAY_OF_WEEK, days["days"], _I))) if days else None
    found: list[Fraction] = []
    if short := _SHORT.match(text, q.end, until + 1):
        found.append(Fraction(_TIMES[next(k for k, v in short.groupdict().items() if v)]))
    else:
        found += [one.per_week / 7 for one in how_often(text) if q.end <= one.start <= q.end + 2 and one.end <= until]
    for match in (_BEFORE.search(text, since, q.start), _BEHIND.match(text, q.end, until)):
        printed = match and next((v for v in match.groupdict().values() if v), None)
        number = number_in(printed) if printed else None
        found += [number.value] if number is not None else []
    return found[0] if len(found) == 1 else None


def regular_doses(doses: Doses, settled: set[int]) -> Iterator[Mark]:
    """What several doses of a day or week are said to make; ``settled`` are the places judged already."""
    text = doses.read.text
    masses = [m.quantity for m in doses.read.mentions if m.quantity.kind == "mass" and m.quantity.exact]
    for place, result in enumerate(masses[1:], 1):
        if result.start in settled or _MADE.search(text, 0, result.start) is None:
            continue
        if place == 1 and _BEHIND.match(text, masses[0].end) is None:
            continue  # a dose and how often it is taken is another rule's
        if len({name_of(doses, one) for one in masses[: place + 1]}) > 1:
            continue  # doses of different drugs make nothing together
        made = _made(text, masses, result)
        if made is None or made[0] == result.exact or _OTHERWISE.search(text, masses[0].start, result.start):
            continue
        unit = text[result.start : result.end].split()[-1].lstrip("0123456789.,")
        shown = f"{as_text(made[0] / (result.step / result.number.step))} {unit}"
        yield doses.where.at(result.start, result.end).mark(
            "dose-arithmetic", Verdict.ASSUMES, f"These doses do not make this: {made[1]} = {shown}.",
            computed=shown, arithmetic=f"{made[1]} = {shown}", suggestion=shown,
            assumption="these are all the doses of the time",
        )  # fmt: skip


def by_the_clock(doses: Doses) -> Iterator[Mark]:
    """Doses at times of the day, each as large as what the body weight gives for the whole day."""
    text = doses.read.text
    found = list(_AT.finditer(text))
    here = terms_of(doses)
    sizes = [t for t in here if t.kind == "per_kg" and t.source is not None and t.source.per == "day" and t.exact]
    weights = [t for t in here if t.kind == "weight" and t.exact]
    given = {(m["d"], m["u"].lower()) for m in found}
    if len(found) < 2 or len(given) != 1 or len(sizes) != 1 or len(weights) != 1:
        return
    size, weight = sizes[0].exact or Fraction(0), weights[0].exact or Fraction(0)
    a_day = size * weight
    each = Fraction(found[0]["d"]) * (mass_in_mg(found[0]["u"].lower()) or Fraction(1))
    if abs(each - a_day) * 20 > a_day:
        return
    shown = f"{float(a_day / len(found)):.3g} mg"
    how = f"{as_text(size)} mg/kg × {as_text(weight)} kg = {as_text(a_day)} mg a day"
    yield doses.where.at(found[0].start(), found[-1].end()).mark(
        "dose-arithmetic", Verdict.FAILS, f"Each is as much as the whole day: {how}.",
        computed=shown, arithmetic=how, suggestion=shown,
    )  # fmt: skip


def makes(doses: Doses, target: Term) -> bool:
    """Whether the doses before a result come to it, each as often as it says."""
    masses = [m.quantity for m in doses.read.mentions if m.quantity.kind == "mass" and m.quantity.exact]
    made = _made(doses.read.text, masses, target.source) if target.source is not None else None
    return made is not None and made[0] == target.exact
