"""Doses that only a slip between units explains: mg for g, g for mg, litres for millilitres."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from resorb.codes.plausible import UNJUDGED, Plausibility
from resorb.codes.windows import DOSE_MEASURES
from resorb.reading.doses.mentions import Mention
from resorb.reading.doses.quantities import Quantity
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.doses.texts import Doses, Row, doses_of, is_quoted, judged, names_no_drug
from resorb.scan.rules.doses.totals import is_of_doses, is_reckoned
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text
from resorb.values.ranges import Range

SOURCE = "dose windows of resorb.codes, each with its source"
_I = re.IGNORECASE
NOT_GIVEN = lazy(r"\b(?:not|never|instead of|rather than|than|without|versus|vs\.?)\s+(?:of\s+|the\s+)?[(\"'“]?$", _I)
"""What stands before a dose that was not given."""
SUMMED = lazy(
    r"\b(?:total|totall?(?:ed|ing)|cumulative(?:ly)?|overall|altogether|together"
    r"|jointly|combined|in all|all in|sum|if complete|accumulat\w+|amount(?:s|ed|ing)? to"
    r"|adds? up|per (?:patient|person|head|course|batch)"
    r"|makes?|made|consumed|used up|stock(?:ed)?|stored|purchased|bought|kilos?)\b",
    _I,
)
"""Words of amounts over a course, not of one dose."""
LEVEL = lazy(
    r"\b(?:serum|plasma|blood(?! pressure)|urin\w+|levels?|assay|excret\w+|peak|trough|standard curve|detect\w+"
    r"|limit of)\b",
    _I,
)
"""Words of a laboratory."""
_SOLUTION = lazy(
    r"\b(?:inject\w*|infus\w+|solution|vials?|ampoules?|syringes?|undiluted|stock|diluted|intralesional\w*)\b", _I
)
_PRODUCT_BEHIND = lazy(
    r"\s*(?:tubes?\s+|jars?\s+)?(?:of\s+)?(?:(?:the|a|an|our|this)\s+)?(?:\d+(?:\.\d+)?\s?%\s+)?"
    r"(?:(?:zinc oxide|topical|compounded|sodium|thiosul(?:f|ph)ate|STS|TST)\s+){0,4}"
    r"(?:ointment|cream|gel|pomade|cerate|lotion|paste|product|formulation)\b",
    _I,
)
_UNDILUTED = lazy(r"\b(?:undiluted|straight\s+from\s+the)\b[^.;]{0,60}\bvials?\b|\bundiluted\s+vial", _I)
_TRIED = lazy(r"\b(?:test|trial|skin|desensiti\w*|challenge|graded|tenth|hundredth)\b", _I)
_CONTAINER = lazy(r"\b(?:vials?|ampoules?|bottles?|bags?|flasks?|syringes?)\s(?:of|with|holding|containing)\s$", _I)
_LOCAL = {"intralesional", "intradermal"}
_HUNDRED = Fraction(100)
_MOST_PER_SITE = 20
_EACH_SITE = lazy(
    r"\b(?:each|every|per|one)\s+(?:[\w-]+\s+){0,2}?(?:edge|lesion|nodule|plaque|deposit|site|ulcer|mass|papule)\b", _I
)
_GIVEN_WHOLE = (12500, 25000)
"""In mg: what is given of it intravenously at once."""
_INJECTED = {"intravenous", "intralesional", "intradermal"}
_SIZED = {"per_kg": "amount per kg", "per_m2": "amount per m2"}
DENSEST = 1000
"""More mg in a mL than this no solution holds. Between the strongest vial and this a product may be unknown to us."""
THOUSAND = (Fraction(1000), Fraction(1, 1000))
_BY_DOSE = {"amount per administration": "g", "amount per m2": "g/m2", "amount per week": "g/week"}
_BODY_BEFORE = lazy(
    r"(?:\bweigh\w*|\bthan|\bover|\bunder|\babove|\bbelow|\bbody|\bleast|\bat|[<>≤≥]|\b(?:child|boy|girl|patient"
    r"|infant|toddler|baby|woman|man|adult)\s*(?:\(|of\b))\s*(?:of\s*)?$",
    _I,
)
_BODY_BEHIND = lazy(
    r"[\s-]*(?:body|boy|girl|child|infant|toddler|baby|neonate|patient|woman|man|adult|adolescent|teenager"
    r"|person|dry)\b",
    _I,
)
OF_A_BODY = lazy(
    r"\b(?:weigh\w*|weight|bodyweight|bw|bmi|gain\w*|loss|lost|lose|lift\w*|carr\w+|ultrafiltrat\w*|UF|fluid\w*"
    r"|dry|oedema"
    r"|edema|overload\w*|remov\w+|exercis\w+|dumbbell\w*|training|traction|load\w*|diet\w*|muscle|fat|mass|grip"
    r"|force)\b",
    _I,
)
"""What else is told in kilograms."""
_PER_DOSE_BEHIND = lazy(
    r"\s*(?:of (?:\w+ )?\w+\s*)?,?\s*(?:(?:IV|i\.v\.|IVPB|intravenous(?:ly)?|infusion),? "
    r"|(?:was|were) (?:given|infused) )?"
    r"(?:per|after|with|w/|at|each|every|during|over \d+ min|tiw|thrice|three times|once|twice|\d times|\d ?[x×]|post"
    r"|q ?HD|q\d?[hd]|daily|MWF|TTS)(?!\w)",
    _I,
)
_QUOTED = lazy(r"(?:\b(?:as|read|reads|said|saying|of|for|wrote|printed|stated|gave)|[:,(])\s*[\"“”'‘][^\"“”'‘’]*$", _I)
"""What opens a quotation: the words of somebody else's text, which is spoken of."""
_TOLD_BY_HEAD = lazy(
    r"\b(?:total|sum|cumul\w*|running|amount|per (?:period|patient|course|batch|person|month|year)|stock|supplied"
    r"|dispensed|used|ordered|in (?:all|period|course))\b",
    _I,
)
_VEIN = lazy(r"IV\b|i\.v\.|intraven|infus|vein|dialys|h(?:a)?emodial", _I)
_AT_A_LESION = lazy(r"\b(?:lesions?|deposits?|nodules?|plaques?|finger(?:tip)?s?)\b", _I)
MILLION = Fraction(10**6)


@dataclass(frozen=True, slots=True)
class _Slip:
    """What is wrong with a printed value: the judgement, the factor that mends it (None: no slip does), its result."""

    measure: str
    value: Range
    found: Plausibility
    factor: Fraction | None = None
    meant: str = ""

    @property
    def is_of_unit(self) -> bool:
        """Whether a thousand or a million mends it."""
        return self.factor in (*THOUSAND, MILLION)


@rule(
    "dose-unit",
    kind="dose",
    doc="A printed dose or concentration is not a thousand times off: mg where g is meant, or g for mg.",
    source=SOURCE,
)
def dose_unit(text: Scanned) -> Iterator[Mark]:
    """Amounts, concentrations, volumes and supplies of listed drugs that a slip of the unit explains."""
    every = doses_of(text)
    unnamed, said = names_no_drug(every), _routes_said(every)
    for doses in every:
        if is_quoted(doses):
            continue
        for mention in doses.read.mentions:
            drug, q = mention.drug, mention.quantity
            if drug is None or NOT_GIVEN.search(doses.read.text[max(0, q.start - 30) : q.start]):
                continue
            if _QUOTED.search(doses.read.text, max(0, q.start - 40), q.start) or _is_of_several(doses, q):
                continue
            slip = _slip_of(doses, mention, drug, _routes_meant(doses, mention, said.get(drug, ())))
            if slip is not None and unnamed and not _is_of_the_pharmacy(doses, q):
                slip = slip if slip.factor == THOUSAND[0] and _is_beside_usual(doses, q, drug) else None
            if slip is not None:
                yield _mark(doses, q, slip, f"the drug is {drug}" if unnamed else "")


def _is_of_several(doses: Doses, q: Quantity) -> bool:
    """Whether a cell stands under a head for amounts of more than one dose."""
    where = doses.where
    return isinstance(where, Row) and _TOLD_BY_HEAD.search(where.head_of(q.start)) is not None


def _is_of_the_pharmacy(doses: Doses, q: Quantity) -> bool:
    """What says without a drug's name what is meant: mg in so many mL of a solution, mg of a per cent ointment."""
    read = doses.read.text
    if q.kind == "concentration" and q.value.low is not None and q.value.low > DENSEST:
        return LEVEL.search(read) is None
    if q.kind == "concentration":
        of_a_vial = _UNDILUTED.search(read) is not None and LEVEL.search(read) is None
        return of_a_vial or bool(re.search(r"\d+ ?mls?$", q.unit, _I) and _SOLUTION.search(read))
    return bool(q.kind == "mass" and _PRODUCT_BEHIND.match(read, q.end) and "%" in read[q.end : q.end + 40])


def _is_beside_usual(doses: Doses, q: Quantity, drug: str) -> bool:
    """Whether a sentence without a drug's name gives a usual infusion in grams beside one a thousand times smaller."""
    others = (m.quantity for m in doses.read.mentions if m.quantity.kind == "mass" and m.quantity is not q)
    return q.kind == "mass" and any(
        mass_is_in_g(one) and _band(drug, "intravenous", "amount per administration", one.value) == "usual"
        for one in others
    )


def _slip_of(doses: Doses, mention: Mention, drug: str, routes: tuple[str, ...]) -> _Slip | None:
    """The slip in one quantity of a drug."""
    q = mention.quantity
    if q.kind == "concentration" or q.content is not None:
        slip = _in_solution(doses, mention, drug, routes)
        if slip is not None or q.kind == "concentration":
            return slip
    if q.kind == "mass" and _PRODUCT_BEHIND.match(doses.read.text, q.end):
        if mass_is_in_g(q):
            return None  # grams of product: how much is dispensed differs too much
        return _only_of_unit(_slip(doses, drug, ("topical",), "supply", q.value.times(Fraction(1, 1000))))
    if q.kind == "volume" and _CONTAINER.search(doses.read.text, max(0, q.start - 25), q.start):
        return None
    if q.kind == "volume" and len(routes) == 1 and routes[0] in ("intralesional", "intradermal"):
        if SUMMED.search(doses.read.text, max(0, q.start - 60), q.start) or is_of_doses(doses.read.text, q):
            return None
        slip = _slip(doses, drug, routes, "volume per administration", q.value)
        large = slip is not None and q.value.low is not None and q.value.low >= _MOST_PER_SITE
        return slip if large and _EACH_SITE.search(doses.read.text) else _only_of_unit(slip)
    if q.kind in _SIZED and q.per is None:
        return _only_of_unit(_slip(doses, drug, ("intravenous",), _SIZED[q.kind], q.value))
    return _in_mass(doses, mention, drug, routes) if q.kind == "mass" else None


def mass_is_in_g(q: Quantity) -> bool:
    """Whether a mass was printed in grams."""
    return q.unit.lower().startswith("g")


def _only_of_unit(slip: _Slip | None) -> _Slip | None:
    return slip if slip is not None and slip.is_of_unit else None


def _routes_said(every: tuple[Doses, ...]) -> dict[str, tuple[str, ...]]:
    """For each drug the routes by which the whole document gives it."""
    found: dict[str, set[str]] = {}
    for doses in every:
        for key in {name.key for name in doses.read.names} | {m.drug for m in doses.read.mentions}:
            if key is not None:
                found.setdefault(key, set()).update(route for route, _, _ in doses.read.routes)
    return {key: tuple(sorted(routes)) for key, routes in found.items()}


def _routes_meant(doses: Doses, mention: Mention, said: tuple[str, ...]) -> tuple[str, ...]:
    """The routes a quantity may be given by: those of its own clause, else every one the document speaks of."""
    if is_said_of(doses, mention):
        return mention.routes
    if not mention.routes:
        return said if len(said) == 1 else ()
    return tuple(dict.fromkeys((*mention.routes, *said)))


def is_said_of(doses: Doses, mention: Mention) -> bool:
    """Whether the clause of a quantity says its route."""
    q, text = mention.quantity, doses.read.text
    return any(
        route in mention.routes
        and not _CLAUSE.search(text[min(end, q.end) : max(start, q.start)])
        and not _ANY_ROUTE.fullmatch(text, start, end)
        for route, start, end in doses.read.routes
    )


_CLAUSE = lazy(r"[;:]|, (?:and|but|then|while|whereas)\b", _I)
_ANY_ROUTE = lazy(r"(?:per|each|every) session", _I)
"""Sessions are mostly those of dialysis, but a nodule is injected in sessions too."""


def _in_solution(doses: Doses, mention: Mention, drug: str, routes: tuple[str, ...]) -> _Slip | None:
    q = mention.quantity
    if doses.read.of_animals or LEVEL.search(doses.read.text) or _is_lab(doses, mention):
        return None
    value = q.value if q.content is None else q.value.times(1 / q.content)
    tried = routes if routes and set(routes) <= _INJECTED else ("intravenous", "intralesional")
    slip = _slip(doses, drug, tried, "concentration", value)
    is_thin = slip is not None and slip.value.low is not None and slip.value.low < 25
    if slip is not None and is_thin and not slip.is_of_unit and routes and set(routes) <= _LOCAL and q.content is None:
        # Two places lost: 2.5 mg/mL for the vial's 250 mg/mL.
        thick = value.times(_HUNDRED)
        is_vial = _band(drug, routes[0], "concentration", thick) == "usual" and value.times(10).high != value.low
        return replace(slip, factor=_HUNDRED, meant=f"{thick} mg/mL") if is_vial else None
    # A mass in a bag of any size, or a thin solution, is no slip by itself: only a factor of a thousand says so.
    return _only_of_unit(slip) if is_thin or q.content is not None else slip


def _is_lab(doses: Doses, mention: Mention) -> bool:
    """Whether a concentration may be a laboratory value: per litre or decilitre, and not said of a drug's solution."""
    if mention.quantity.content is not None or not re.search(
        r"(?:/|per )\s?(?:d?l|lit\w+)$", mention.quantity.unit, _I
    ):
        return False
    return mention.is_carried or not _SOLUTION.search(doses.read.text)


_MANY = 24
"""More masses in a sentence are a list: none is reckoned from another."""
_LAST_OF_ALL = lazy(r"\bincluding (?:the )?intra\w+ (?:use|injections?)", re.IGNORECASE)
"""A route that some had among others, told last."""


def _in_mass(doses: Doses, mention: Mention, drug: str, routes: tuple[str, ...]) -> _Slip | None:
    q = mention.quantity
    is_body = q.unit.lower().startswith("k") and _BODY_BEFORE.search(doses.read.text[max(0, q.start - 20) : q.start])
    is_body = is_body or (q.unit.lower().startswith("k") and _BODY_BEHIND.match(doses.read.text, q.end))
    near = doses.read.text[max(0, q.start - 40) : q.start]
    is_body = is_body or (q.unit.lower().startswith("k") and OF_A_BODY.search(near))
    by_vein = any(_VEIN.match(doses.read.text, a) for _, a, _ in doses.read.routes)
    if routes == ("intravenous",) and not by_vein and _AT_A_LESION.search(doses.read.text):
        return None
    if doses.read.of_animals or not routes or is_body:
        return None
    by_other = not is_said_of(doses, mention) or _VEIN.search(doses.read.text) or _LAST_OF_ALL.search(doses.read.text)
    if by_other and _band(drug, "intravenous", "amount per administration", q.value) == "usual":
        return None  # of a vein, though the text spoke of lesions before
    measures = [] if q.per is not None and not q.by_adverb else [("amount per administration", q.value)]
    if q.per in ("day", "week"):
        measures.append(("amount per week", q.value.times(7 if q.per == "day" else 1)))
    if q.per == "day":
        measures.append(("amount per day", q.value))
    measures = [(m, v) for m, v in measures if any(_band(drug, r, m, v) != UNJUDGED for r in routes)]
    slips = [_slip(doses, drug, routes, measure, value) for measure, value in measures]
    if not slips or slips[0] is None or None in slips:
        return None
    slip = slips[0]
    if slip.factor == _HUNDRED and _TRIED.search(doses.read.text):
        return None
    is_small = slip.value.low is not None and slip.value.low < 1000
    if slip.factor is None and (is_small or not _PER_DOSE_BEHIND.match(doses.read.text, q.end)):
        return None  # no slip explains it: a test dose, a child, a residue, a sum
    grows = slip.factor is None or (slip.factor < 1 and q.unit.lower() != "kg")
    words = doses.read.text[max(0, q.start - 60) : q.end + 40]
    if is_of_doses(doses.read.text, q):
        return None
    others = [m.quantity.value for m in doses.read.mentions if m.quantity.kind == "mass" and m.quantity is not q]
    others = others if len(others) <= _MANY else []
    total = SUMMED.search(words) or is_reckoned(doses.read.text, q, others, is_sure=slip.is_of_unit)
    return None if grows and total else slip


def _slip(doses: Doses, drug: str, routes: tuple[str, ...], measure: str, value: Range) -> _Slip | None:
    """The slip, when the value is most likely an error by every route and in every population spoken of."""
    of_children = doses.read.of_children or any(one.read.of_children for one in doses.earlier)
    populations = ("adult", "child") if of_children else ("adult",)
    found_by = [(r, judged(drug, r, measure, value, p)) for r in routes for p in populations]
    if not found_by or not all(found.is_error_likely for _, found in found_by):
        return None
    for _, found in found_by:
        if found.proposals:
            return _Slip(measure, value, found, *found.proposals[0])
    route, found = found_by[0]
    if measure in _BY_DOSE and _band(drug, route, measure, value.times(1000)) == "unusual":
        return _Slip(measure, value, found, Fraction(1000), f"{value} {_BY_DOSE[measure]}")
    if measure == "amount per administration" and value.low == value.high and value.times(_HUNDRED).low in _GIVEN_WHOLE:
        return _Slip(measure, value, found, _HUNDRED, f"{value.times(_HUNDRED / 1000)} g")
    if _band(drug, route, measure, value.times(MILLION)) == "usual":
        return _Slip(measure, value, found, MILLION, f"{value.times(MILLION / 1000)} g")
    return _Slip(measure, value, found)


def _band(drug: str, route: str, measure: str, value: Range) -> str:
    return judged(drug, route, measure, value).band


def _mark(doses: Doses, q: Quantity, slip: _Slip, assumed: str) -> Mark:
    end = q.whole_end if q.content is not None and slip.measure == "concentration" else q.end
    printed, unit = doses.read.text[q.start : end], DOSE_MEASURES[slip.measure]
    fits = f"usual is {slip.found.usual}"
    dense = slip.measure == "concentration" and slip.value.low is not None and slip.value.low > DENSEST
    sure = slip.is_of_unit or dense
    assumption = " and ".join(filter(None, (assumed, "" if sure else f"it is meant as printed; {fits}")))
    if slip.factor is None:
        message = f"This {slip.measure} is far from what is given: {slip.found.reason}."
        how, suggestion = f"{printed} = {slip.value} {unit}; {fits}", "check the number and its unit"
    else:
        message = f"As printed this {slip.measure} is most likely a slip: {slip.found.reason}."
        by = f"× {as_text(slip.factor)}" if slip.factor > 1 else f"/ {as_text(1 / slip.factor)}"
        how = f"{slip.value} {unit} {by} = {slip.meant}; {fits}"
        mended = rewritten(printed, slip.factor) or slip.meant
        told = all(number in mended for number in re.findall(r"\d[\d.]*", slip.meant.partition(" ")[0]))
        suggestion = mended if told else f"{mended} ({slip.meant})"
    return doses.where.at(q.start, end).mark(
        "dose-unit", Verdict.FAILS if sure else Verdict.ASSUMES, message, computed=slip.meant or slip.found.usual,
        arithmetic=how, suggestion=suggestion, assumption=assumption or None,
    )  # fmt: skip


_UNITS = lazy(r"(?<=[\d\s\u00a0-])(?P<u>mg|mcg|µg|μg|ug|kg|g|milligrams?|micrograms?|grams?|kilograms?|ml|l)\b", _I)
_PER_LITRE = lazy(r"((?:/|\bper\b|\bin\b)\s*[\d.]*\s*)l\b", _I)
_MICRO = ("mcg", "µg", "μg", "ug")
_SWAPS = {
    Fraction(1000): {
        "mg": "g", "milligram": "gram", "milligrams": "grams", "microgram": "milligram", "micrograms": "milligrams",
        "g": "kg", **dict.fromkeys(_MICRO, "mg"),
    },
    Fraction(1, 1000): {
        "g": "mg", "gram": "milligram", "grams": "milligrams", "kg": "g", "kilogram": "gram", "kilograms": "grams",
        "mg": "mcg", "l": "mL",
    },
    MILLION: {"microgram": "gram", "micrograms": "grams", **dict.fromkeys(_MICRO, "g")},
}  # fmt: skip


def rewritten(printed: str, factor: Fraction) -> str | None:
    """The printed words with the unit that was meant; in "12.5 g in 50 L" the volume is the odd one."""
    if factor == 1000 and _PER_LITRE.search(printed):
        return _PER_LITRE.sub(r"\1mL", printed)
    swap = _SWAPS.get(factor, {})
    match = _UNITS.search(printed)
    if match is None or match["u"].lower() not in swap:
        return None
    gap = "" if match.start() and printed[match.start() - 1] in " \u00a0-" else " "
    return f"{printed[: match.start()]}{gap}{swap[match['u'].lower()]}{printed[match.end() :]}"
