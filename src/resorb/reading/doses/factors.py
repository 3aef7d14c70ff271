"""Quantities of a text about doses as factors of a product: each with its dimensions, so that units must work out.

Dimensions are powers of mass (mg), volume (mL), time (days), body weight (kg) and body surface (m2). Counts, shares and
plain numbers have none. What may be read in two ways gives two factors at one place: 25 % is a quarter, or 250 mg/mL.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from resorb.reading.doses.quantities import number_in
from resorb.reading.doses.terms import Term
from resorb.reading.lazy import lazy
from resorb.reading.numerals import numerals
from resorb.values.ranges import Range

Dims = tuple[int, int, int, int, int]
NONE: Dims = (0, 0, 0, 0, 0)
TIME: Dims = (0, 0, 1, 0, 0)
STRENGTH: Dims = (1, -1, 0, 0, 0)
_DIMS: dict[str, Dims] = {
    "drug": (1, 0, 0, 0, 0), "product": (1, 0, 0, 0, 0), "volume": (0, 1, 0, 0, 0), "percent": NONE,
    "minutes": TIME, "span": TIME, "often": (0, 0, -1, 0, 0), "flow": (0, 1, -1, 0, 0),
    "concentration": STRENGTH, "solution": STRENGTH, "per_kg": (1, 0, 0, -1, 0), "per_m2": (1, 0, 0, 0, -1),
    "ml_per_kg": (0, 1, 0, -1, 0), "weight": (0, 0, 0, 1, 0), "area": (0, 0, 0, 0, 1),
}  # fmt: skip
_SCALES = {
    "minutes": Fraction(1, 1440), "flow": Fraction(1440), "often": Fraction(1, 7), "percent": Fraction(1, 100),
}  # fmt: skip
"""What brings a term to the units of the dimensions."""
DAYS = {"day": (1, 1), "week": (7, 7), "month": (28, 31), "year": (360, 366)}
_THING = (
    r"(?:infusions?|doses?|injections?|sessions?|administrations?|applications?|vials?|ampoules?|tubes?|jars?|tubs?"
    r"|pots?|refills?|prescriptions?|lesions?|nodules?|papules?|deposits?|sites?|plaques?|points?|visits?|patients?"
    r"|participants?|persons?|children|adults?|tablets?|capsules?|sachets?|syringes?|bags?|bottles?|boxes|packs?|portions?"
    r"|cycles?|courses?|treatments?|dialyses|exchanges?|fingers?|hands?|legs?|arms?|sides?|units?|drops?|times)\b"
)
_BETWEEN = (
    r"(?:(?!(?:and|or|of|in|on|with|at|for|to|from|by|after|as|the|this|that|its|our|their|his|her)\b)[a-zA-Z-]{1,20}"
    r"|\d{1,4}(?:\.\d)?[ -]?(?:m?g|mL)\b)"
)
_OF_THINGS = lazy(rf"(?:[\s-]{{1,3}}{_BETWEEN}){{0,2}}?[\s-]{{1,3}}(?P<noun>{_THING})", re.IGNORECASE)
_LABEL = lazy(
    r"(?:\b(?:day|week|month|year|table|figure|fig\.?|patient|case|visit|no\.?|grade|stage|phase|aged?|section"
    r"|step)s?|[#§])\s*$",
    re.IGNORECASE,
)
_PER_TIME = lazy(
    r"\b(?:per|an?|each|every|the|whole|one|that|this) (?:whole |full )?(?P<a>day|week|month|year)\b"
    r"|\b(?P<b>dai|week|month|year)ly\b|/\s?(?P<c>day|week|wk|month|d)\b",
    re.IGNORECASE,
)
_A_MINUTE = lazy(r"\s*(?:/|per|an?|each|every)\s?(?P<u>minute|min|hour|h)\b", re.IGNORECASE)
_A_TIME = lazy(r"\s*(?:/|\b(?:an?|per|each|every)\b)\s?(?P<u>day|week|month)\b", re.IGNORECASE)
_A_WEEK = lazy(r"\s*(?:(?:of|in|out of) )?(?:a|an|per|each|every|the|/) ?week\b", re.IGNORECASE)
_EACH_TIME = lazy(r"(?P<n>\d{1,3}|[a-z]+)\s+(?:daily|weekly|monthly)\b", re.IGNORECASE)
_ADVERB = lazy(r"(?:every|each|per|an?)? ?(?:daily|weekly|monthly|day|week|month)", re.IGNORECASE)
_OF_A_RATE = lazy(
    r"\s+(?:\w+ )?(?:dose|amount|application|exposure|use|quantity|intake|consumption|total|load|volume|rate)\b",
    re.IGNORECASE,
)
"""Behind "daily": the word belongs to a result, and is nothing to multiply with."""
_OTHER_FLUID = (
    r"(?:saline|sodium chloride|NaCl|dextrose|glucose|D5W|(?:lido|ligno|xylo)caine|\w+[vp]acaine|procaine|albumin)"
)
_FLUID_BEHIND = lazy(rf"\s*(?:\w+ )?{_OTHER_FLUID}\b", re.IGNORECASE)
_FLUID_BEFORE = lazy(rf"\b{_OTHER_FLUID}(?: (?:in water|solution|of|at))?[\s(]*$", re.IGNORECASE)
_WORDS = {
    "half": Fraction(1, 2), "halves": Fraction(1, 2), "halved": Fraction(1, 2), "both": Fraction(2),
    "double": Fraction(2), "doubled": Fraction(2), "twice": Fraction(2), "either": Fraction(2), "pair": Fraction(2),
    "thrice": Fraction(3), "third": Fraction(1, 3), "thirds": Fraction(1, 3), "quarter": Fraction(1, 4),
    "quarters": Fraction(1, 4), "dozen": Fraction(12),
}  # fmt: skip
_WORD = lazy(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Factor:
    """What may be multiplied. ``kind`` is that of a term, or strength (a percentage as mg/mL), number, word, unit.

    A ``unit`` is a stretch of time only named: "per day", "each month". ``value`` is in the units of its ``dims``.
    """

    kind: str
    dims: Dims
    value: Range
    start: int
    end: int
    text: str
    noun: str = ""


def factors(text: str, terms: Sequence[Term]) -> list[Factor]:
    """Every factor of a sentence, in order; ``terms`` are its terms."""
    # "12.5 g weekly" is a rate; "8 g of ointment twice daily" a dose and how often it is given.
    inside = [(t, o) for t in terms for o in terms if o.kind == "often" and t.per and t.end <= o.start < _whole(t)]
    own = {id(often) for _, often in inside if _ADVERB.fullmatch(text[often.start : often.end])}
    told = {id(rate) for rate, often in inside if id(often) not in own}
    kept = [replace(t, per=None) if id(t) in told else t for t in terms if t.kind != "count" and id(t) not in own]
    found = [one for term in kept for one in readings(text, term)]
    taken = [(f.start, f.end) for f in found] + [(o.start, o.end) for _, o in inside]
    found += [one for term in kept if term.kind == "often" for one in _occasions(text, term)]
    for one in (*_numbers(text), *_words(text), *_units(text)):
        if not any(a < one.end and one.start < b for a, b in taken):
            found.append(one)
    return sorted(found, key=lambda f: f.start)


def _whole(term: Term) -> int:
    return term.source.whole_end if term.source is not None else term.end


def readings(text: str, term: Term) -> Iterator[Factor]:
    """What one term may stand for."""
    low, high, shown = term.value.low, term.value.high, text[max(0, term.start) : term.end]
    dims = NONE if term.kind == "count" else _DIMS.get(term.kind)
    if low is None or high is None or low <= 0 or _is_other(text, term):
        return

    def made(kind: str, of: Dims, value: Range) -> Factor:
        return Factor(kind, of, value, term.start, term.end, shown, term.noun)

    if dims is None:
        yield from _per_hour(text, term, made)
    elif term.kind == "span":
        yield from _times(text, term, made)
    elif term.per:
        short, long = DAYS[term.per.rstrip("?")]
        a_day = Range(low / long, high / short)
        words = f"{shown} a {term.per.rstrip('?')}"
        yield Factor(term.kind, (dims[0], dims[1], -1, dims[3], dims[4]), a_day, term.start, term.end, words)
        if term.per.endswith("?") or (term.source is not None and term.source.by_adverb):
            yield made(term.kind, dims, term.value)
    else:
        yield made(term.kind, dims, term.value.times(_SCALES.get(term.kind, Fraction(1))))
        if dims == _DIMS["drug"] and (rate := _A_MINUTE.match(text, max(0, term.end))):
            yield made("rate", (1, 0, -1, 0, 0), term.value.times(Fraction(1440 if rate["u"][0] == "m" else 24)))
        if term.kind == "percent":
            yield made("strength", STRENGTH, term.value.times(10))
        if term.unit.lower().startswith("k") and 2 * 10**6 <= low <= 200 * 10**6:
            yield made("weight", _DIMS["weight"], term.value.times(Fraction(1, 10**6)))


def _is_other(text: str, term: Term) -> bool:
    """Whether it is no quantity of the drug: the strength of a diluent, a clearance per kg, the word of a rate."""
    if term.kind in ("percent", "concentration"):
        behind = _FLUID_BEHIND.match(text, term.end) is not None
        return behind or _FLUID_BEFORE.search(text, max(0, term.start - 30), max(0, term.start)) is not None
    if term.kind == "often":
        return _OF_A_RATE.match(text, term.end) is not None
    return term.kind == "flow" and text[term.end : term.end + 3] == "/kg"


def _occasions(text: str, term: Term) -> Iterator[Factor]:
    """What may be a number of times as well: "five monthly visits"."""
    match = _EACH_TIME.match(text, term.start)
    number = number_in(match["n"]) if match else None
    if number is not None and number.value > 1:
        yield Factor("count", NONE, Range.point(number.value), term.start, term.end, text[term.start : term.end])


def _times(text: str, term: Term, made: Callable[[str, Dims, Range], Factor]) -> Iterator[Factor]:
    """A span; days of every week are a frequency, and a few days may be a number of times."""
    if term.unit in DAYS:
        short, long = (term.value.times(Fraction(days)) for days in DAYS[term.unit])
        yield made("span", TIME, Range(short.low, long.high))
    if term.unit == "day" and _A_WEEK.match(text, max(0, term.end)):
        yield made("often", _DIMS["often"], term.value.times(_SCALES["often"]))
    elif term.unit == "day" and (term.value.high or 99) <= 31:
        yield made("count", NONE, term.value)


def _per_hour(text: str, term: Term, made: Callable[[str, Dims, Range], Factor]) -> Iterator[Factor]:
    """Rates the quantities leave open: "10 mg/h", "240 mL/day"."""
    said, unit = text[term.start : term.end + 10].lower(), term.unit.lower()
    if (share := re.search(r"(?:/|per |in (?:each|every|one|a) )\s?(?:g|gram)(?!\w)", said)) and unit in ("mg", "g"):
        if share.start() < term.end - term.start + 3:
            yield made("percent", NONE, term.value.times(Fraction(1, 1000)))
        return
    rate = re.search(r"(?:/|per )\s?(?P<u>h|min|d|24 ?h)", said)
    scale = {"mg": Fraction(1), "g": Fraction(1000), "ml": Fraction(1), "l": Fraction(1000)}.get(unit)
    if rate is None or scale is None:
        return
    a_day = {"h": 24, "m": 1440}.get(rate["u"][0], 1)
    dims: Dims = (0, 1, -1, 0, 0) if unit.endswith("l") else (1, 0, -1, 0, 0)
    yield made("rate", dims, term.value.times(Fraction(a_day)))


def _numbers(text: str) -> Iterator[Factor]:
    for n in numerals(text):
        thing = _OF_THINGS.match(text, n.end)
        if n.value <= 0 or not n.is_whole or (thing is None and re.match(r"-(?!year)[a-z]", text[n.end : n.end + 3])):
            continue
        if (thing is None or text[n.start - 2 : n.start - 1] != "s") and _LABEL.search(
            text, max(0, n.start - 12), n.start
        ):
            continue
        rate = _A_TIME.match(text, thing.end()) if thing else None
        if thing and rate:
            short, long = DAYS[rate["u"].lower()]
            value = Range(n.value / long, n.value / short)
            yield Factor("often", _DIMS["often"], value, n.start, rate.end(), text[n.start : rate.end()])
            continue
        noun = thing["noun"].lower().rstrip("s") if thing else ""
        kind, words = "count" if thing else "number", text[n.start : thing.end() if thing else n.end]
        yield Factor(kind, NONE, Range.point(n.value), n.start, n.end, words, noun)


def _words(text: str) -> Iterator[Factor]:
    for match in _WORD.finditer(text):
        yield Factor("word", NONE, Range.point(_WORDS[match[0].lower()]), *match.span(), match[0])


def _units(text: str) -> Iterator[Factor]:
    for match in _PER_TIME.finditer(text):
        if match["b"] and _OF_A_RATE.match(text, match.end()):
            continue
        unit = {"d": "day", "w": "week", "m": "month", "y": "year"}[(match["a"] or match["b"] or match["c"])[0].lower()]
        short, long = DAYS[unit]
        yield Factor("unit", TIME, Range(Fraction(short), Fraction(long)), *match.span(), match[0])
