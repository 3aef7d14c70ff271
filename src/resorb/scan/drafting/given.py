"""What was given: products with drug, route and strength; courses with amount, schedule and span."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.doses.courses import CHANGED, span, strengths
from resorb.reading.doses.frequencies import at_events, how_often
from resorb.reading.doses.mentions import Mention
from resorb.reading.doses.quantities import Quantity
from resorb.reading.doses.terms import Term, terms
from resorb.reading.lazy import lazy
from resorb.reading.times.lengths import lengths
from resorb.scan.drafting.facts import Fact, Row, fact, one_line, put
from resorb.scan.drafting.persons import People, is_told_of_others
from resorb.scan.material import Scanned, Sentence
from resorb.scan.rules.doses.texts import Doses, doses_of
from resorb.values.numbers import as_text

_AMOUNTS = ("mass", "per_kg", "per_m2")
_INFUSED = lazy(r"\binfus\w+|\bintravenous|\bover\s", re.IGNORECASE)
_NEAR = 80
_RESULTS = {"total", "mean", "last", "hold"}
"""How words announce a mass that follows from others; in brackets behind another one it does too."""
_COURSE = lazy(r"\b(?:treat|therap|infus|appl|inject|continu)\w*", re.IGNORECASE)
_FOR = lazy(r"\b(?:for|over|during|lasted|lasting)\s+(?:a\s+total\s+of\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Given:
    """What was read: every product, and the courses by the patient they are of; None for those whose is not told."""

    products: list[Row]
    courses: list[tuple[Row | None, Row]]


def given(text: Scanned, people: People) -> Given:
    """The products and courses of a document; what is said of other papers is left out."""
    every = [d for d in doses_of(text) if not (isinstance(d.where, Sentence) and is_told_of_others(d.where))]
    products: list[Row] = []
    for doses in every:
        for facts in _products(doses):
            put(products, Row("products", facts))
    _name(products)
    courses: list[tuple[Row | None, Row]] = []
    for doses in every:
        where = doses.where
        of = people.of_sentence(where) if isinstance(where, Sentence) else people.of_label(where.cells[0].text)
        for facts in _courses(doses, told=of is not None):
            product = _product(doses, products)
            row = Row("courses", [*([] if product is None else [product]), *facts])
            if not _goes_on(courses, of, row):
                courses.append((of, row))
    return Given(products, courses)


def _products(doses: Doses) -> Iterator[list[Fact]]:
    """Each listed drug a sentence names, with the one route it says and each strength."""
    names = [n for n in doses.read.names if not n.is_weak]
    if len({n.key for n in names}) != 1 or names[0].key is None:
        return
    at = doses.where.at
    drug = fact("products", "drug", at(names[0].start, names[0].end), names[0].key)
    routes = {key: (start, end) for key, start, end in reversed(doses.read.routes)}
    route = [fact("products", "route", at(*place), key) for key, place in routes.items()] if len(routes) == 1 else []
    strong = [fact("products", "strength", at(s.start, s.end), _percent(doses.read.text[s.start : s.end]))
              for s in strengths(doses.read.text)]  # fmt: skip
    mixed = [m.quantity for m in doses.read.mentions if m.drug is not None and m.quantity.kind == "concentration"]
    strong += [fact("products", "strength", at(q.start, q.end)) for q in mixed]
    for one in strong:
        yield [drug, *route, one]
    if not strong:
        yield [drug, *route]


def _name(products: list[Row]) -> None:
    """Names for products: their route and strength, numbered when that is not enough."""
    taken: set[str] = set()
    for row in products:
        said = {f.key: f.value for f in row.facts if not f.refused}
        words = f"{said.get('route', 'product')} {said.get('strength', '')}"
        base = re.sub(r"[^A-Za-z0-9]+", "-", words).strip("-")[:40]
        number = 1
        while (name := base if number == 1 else f"{base}-{number}") in taken:
            number += 1
        taken.add(name)
        row.name = name


def _product(doses: Doses, products: list[Row]) -> Fact | None:
    """The one product on file that has everything this sentence says of what was given."""
    said = [{(f.key, f.value) for f in facts} for facts in _products(doses)]
    routes = {m.routes[0] for m in doses.read.mentions if m.drug is not None and m.routes}
    if not said and len(routes) == 1:
        said = [{("route", next(iter(routes)))}]
    fits = [row for row in products if said and all(one <= row.values() for one in said)]
    if len(fits) != 1:
        return None
    source = fits[0].facts[-1]
    return Fact("product", fits[0].name, source.at, source.printed)


def _courses(doses: Doses, *, told: bool) -> Iterator[list[Fact]]:
    """A course for each amount of a sentence; one without amount when a patient is told how often or how long."""
    text = doses.read.text
    amounts = list(_amounts(doses))
    often = [(o.start, o.end, f"{as_text(o.per_week)} times weekly") for o in how_often(text)]
    often += [(start, end, "") for start, end in at_events(text)] if not often else []
    named = [n for n in doses.read.names if n.key is not None and not n.is_weak]
    lasted = _lasted(doses)
    for number, mention in enumerate(amounts):
        q = mention.quantity
        stop = amounts[number + 1].quantity.start if number + 1 < len(amounts) else len(text)
        ends = min(stop, q.whole_end + _NEAR) if len(amounts) > 1 else len(text)
        schedules = [o for o in often if (q.end <= o[0] < ends or len(amounts) == 1)]
        facts = [_amount(doses, q)]
        facts += [_schedule(doses, o) for o in schedules[:1] if len(schedules) == 1]
        facts += lasted if len(amounts) == 1 else []
        facts += _minutes(doses) if len(amounts) == 1 else []
        yield facts
    if not amounts and told and ((named and len(often) == 1) or lasted):
        yield [*([_schedule(doses, often[0])] if len(often) == 1 else []), *lasted]


def _lasted(doses: Doses) -> list[Fact]:
    """How long the drug was given, when a sentence says it once."""
    text, at = doses.read.text, doses.where.at
    told = span(text)
    if told is not None:
        return [fact("courses", "span", at(told.start, told.end), _counted(told.value, told.unit))]
    every = list(lengths(text))
    if doses.read.after.drug is None or len(every) != 1 or not _COURSE.search(text):
        return []
    one = every[0]
    if one.bound or one.is_point or one.unit in ("h", "min") or CHANGED.search(text):
        return []
    if not _FOR.search(text[max(0, one.start - 30) : one.start]):
        return []
    return [fact("courses", "span", at(one.start, one.end), None, _counted(one.value, one.unit))]


def _goes_on(courses: list[tuple[Row | None, Row]], of: Row | None, row: Row) -> bool:
    """Whether a row only adds to the one course of its patient so far; then it is added there."""
    known = [course for whose, course in courses if of is not None and whose is of]
    keys = {f.key for f in row.facts}
    if len(known) != 1 or (keys - {"product"}) & {f.key for f in known[0].facts} or "amount" in keys:
        return False
    known[0].facts += [f for f in row.facts if f.key not in {k.key for k in known[0].facts}]
    return True


def _amounts(doses: Doses) -> Iterator[Mention]:
    """Masses of a listed drug that are given each time: no rates, no totals, no mass of an ointment or of a body."""
    masses = [m for m in doses.read.mentions if m.drug is not None and m.quantity.kind in _AMOUNTS]
    if not masses:
        return
    known: dict[tuple[int, int], Term] = {}
    for term in terms(doses.read.text, tuple(m.quantity for m in masses)):
        if term.source is not None and term.kind != "solution":
            known[(term.start, term.end)] = term
    for mention in masses:
        q = mention.quantity
        said = known.get((q.start, q.end))
        if said is None or said.kind in ("product", "weight") or said.per is not None or q.per is not None:
            continue
        results = _RESULTS if mention is masses[0] else {*_RESULTS, "bracket"}
        if not results & set(said.cues):
            yield mention


def _schedule(doses: Doses, often: tuple[int, int, str]) -> Fact:
    start, end, plain = often
    words = one_line(doses.read.text[start:end])
    return fact("courses", "schedule", doses.where.at(start, end), words, words.lower(), plain)


def _minutes(doses: Doses) -> list[Fact]:
    """How long one infusion runs."""
    if not _INFUSED.search(doses.read.text):
        return []
    found = [m.quantity for m in doses.read.mentions if m.quantity.kind == "minutes"]
    at = doses.where.at
    return [fact("courses", "infused_over", at(q.start, q.end)) for q in found] if len(found) == 1 else []


def _amount(doses: Doses, q: Quantity) -> Fact:
    end = q.end if q.kind == "mass" else max(q.end, q.whole_end)
    plain = f"{q.number.text} {q.unit}" if q.kind == "mass" and q.exact is not None else ""
    return fact("courses", "amount", doses.where.at(q.start, end), None, plain)


def _counted(value: Fraction, unit: str) -> str:
    return f"{as_text(value)} {unit}{'' if value == 1 else 's'}"


def _percent(text: str) -> str:
    """The number with its digits as printed."""
    return re.match(r"[\d.]*", text)[0] + " %"  # type: ignore[index]
