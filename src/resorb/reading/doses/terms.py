"""Terms of the sums in running text about doses: what a sentence multiplies, and what it says comes out.

A target is a quantity that words announce as a result ("that is 75 mg", "a cumulative dose of", or in brackets behind
what it follows from). How it is announced decides which sums may be meant: ``cue``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.doses.frequencies import how_often
from resorb.reading.doses.quantities import Quantity, number_in, quantities
from resorb.reading.kept import kept
from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD
from resorb.values.numbers import PrintedNumber
from resorb.values.ranges import Range

_I = re.IGNORECASE
_FORM = r"(?:ointment|cream|gel|pomade|cerate|lotion|paste|product|formulation|compound|preparation)"
_BOX = r"(?:tubes?|jars?|tubs?|pots?|containers?|prescriptions?|refills?)"
_NAME = r"(?:(?:sodium\s+)?thiosul(?:f|ph)ate|STS\b|TST\b)"
_IS_PRODUCT = lazy(
    rf"\)?[\s-]*(?:{_BOX}\b|and\s+(?:[a-z]+\s+)?\d{{1,4}}[\s-]?g\s+{_BOX}\b"
    rf"|(?:per|a|each) {_BOX}\b|(?:\([^)]{{1,30}}\)\s*)?(?:of\s+)?"
    rf"(?:(?:the|an?|this|our|topical|zinc oxide|compounded|hydrophilic)\s+|\d+(?:\.\d+)?\s?%\s+(?:w/w\s+)?"
    rf"|{_NAME}\s+)"
    rf"{{0,4}}{_FORM}\b)",
    _I,
)
_IS_DRUG = lazy(
    rf"\s*(?:of\s+)?(?:(?:the|pure|active|this|its)\s+){{0,2}}(?:drug|substance|compound|salt|active|agent|{_NAME})"
    r"(?!\s+(?:ointment|cream|gel|pomade|cerate|lotion|paste|solution))",
    _I,
)
_USED_UP = lazy(r"\b(?:us(?:es?|ed|ing)\s+up|consum(?:es?|ed|ing)|finish(?:es|ed)|empti(?:es|ed))\s*$", _I)
_PRESCRIBED = lazy(
    rf"\b{_FORM}s?\s*[:,(]?\s*$|"
    r"(?:prescription|refill|tube|jar|tub|pot)s?(?: was| is| of| holds| contained| contains| size){1,2}\s*$",
    _I,
)
_HOLDS_DRUG = lazy(r"\s*(?:of it\s+)?(?:contains?|contained|holds?|held)\s+(?:about\s+)?\d", _I)
_BODY_BEFORE = lazy(
    r"\b(?:weigh(?:s|ed|ing|t)?|weight of|weight was|body|at|of|for(?: a| the)?|with)\s*(?:of\s+|was\s+|is\s+)?$", _I
)
_BODY_TOLD = lazy(r"\b(?:lost|gained|weigh(?:s|ed|ing|t)?|BMI)\b[^.;]*$", _I)
_BODY_BEHIND = lazy(r"[\s-]*(?:body|boy|girl|child|infant|toddler|patient|woman|man|adult|dry)\b", _I)
_NOUN = (
    r"(?P<noun>infusions?|doses|injections?|sessions?|administrations?|applications?|vials?|ampoules?|tubes?"
    r"|jars?|tubs?"
    r"|refills?|prescriptions?|lesions?|nodules?|papules?|deposits?|sites?|plaques?)"
)
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_COUNT = lazy(
    rf"(?<![\w.,/-])(?P<n>\d{{1,3}},\d{{3}}|\d{{1,4}}|\b(?:{WORD})\b)"
    rf"(?:\s+(?!(?:of|and|or|in|{_MONTH}|{WORD})\b)[a-z-]{{1,20}}){{0,2}}?\s+{_NOUN}\b",
    _I,
)
_COURSE_OF = lazy(
    rf"\b(?:course|series) of (?P<n>\d{{1,2}}|(?:{WORD}))\b"
    r"(?=\s*(?:[.,;:()]|(?:was|is|were|would|makes?|comes?|came|amount\w*)\b))",
    _I,
)
"""A number of doses without a noun: "the full course of six comes to 0.75 g"."""
_TIMES = lazy(
    rf"\b(?:refilled|repeated|dispensed|renewed|filled|supplied|given|infused|injected|administered|applied|prescribed"
    rf"|issued|collected|ordered)\s+(?P<n>\d{{1,3}}|(?:{WORD}))\s+times\b(?!\s+(?:a|an|per|each|every|daily|weekly|the)\b)",
    _I,
)
_BLOCKS = lazy(
    rf"(?P<n>\d{{1,2}}|\b(?:{WORD})\b)\s+(?P<k>\d{{1,2}})-(?P<u>day|week|month)\s+"
    r"(?:periods?|blocks?|cycles?|courses?|phases?)",
    _I,
)
_EQUAL = (
    r"=|:|\bi\.\s?e\.,?|\bie\b|\bthat (?:is|was)\b|\b(?:would )?(?:have )?be(?:en)?\b|\bnamely\b"
    r"|\bin other words\b|\bor\b|\bso\b"
    r"|\b(?:which|this|it|these) (?:is|was|are|were|means?|makes?|gives?|holds?|meant|made|gave)\b|\b(?:was"
    r"|were|is) given\b"
    r"|\bequal(?:s|led|ling)?(?: to)?|\bequivalent to|\bcorrespond\w*(?: \w+)? to\b|\bhence\b|\bthus\b|\bso that\b"
    r"|\btherefore\b|\bamount(?:s|ed|ing)? to\b|\bmak(?:es?|ing)\b|\bmade\b(?! up)|\bg(?:ives?|ave|iving)\b"
    r"|\byield\w*"
    r"|\bcom(?:es?|ing) to\b|\bcame to\b|\bworks? out (?:at|to|as)\b|\badd(?:s|ed|ing)? up to\b|\bmean(?:s|t|ing)\b"
    r"|\bbr(?:ings?|inging|ought)\b|\bproduc(?:es?|ed|ing)\b|\blead(?:s|ing)? to\b|\btranslat\w+ (?:in)?to\b"
    r"|\bcalculat\w+ (?:as|at)\b|\bworked out (?:at|as|to)\b|\bis the same as\b|\bthat['’]s\b|→|≈|≙"
    r"|\b(?:final|resulting|effective|net|end|mixed)(?: [a-z]{1,20}){0,3}? (?:of|was|is|being|were|becomes|became)\b"
    r"|,\s(?:in all |in sum |hence |thus |so )?(?:an?|the) (?:[a-z]{1,15} ){0,2}?(?:dose|amount|quantity|volume|rate"
    r"|concentration|strength|content) (?:of|being)\b"
    r"|\bcomput\w+|\bresult\w* in\b|\brepresent\w*|\bneed(?:s|ed)?\b|\breceiv(?:es?|ed)\b|\brequir(?:es|ed)\b"
)
_HOLD = (
    r"\bcontain(?:s|ed|ing)?\b(?: in)?|\bholds?\b|\bheld\b|\bholding\b|\bsuppl(?:ies|ied|ying)\b"
    r"|\bdeliver(?:s|ed|ing)?\b"
    r"|\bcarr(?:ies|ied|ying)\b|\bcompris\w+|\bprovid\w+|\bwith\b|\btook\b|\btake\b"
    r"|\b(?:tubes?|jars?|bags?|bottles?|syringes?|vials?|it|which) had\b"
)
_TOTAL = (
    r"\bexposure\s+(?:of|was|is)\b|\bcumulative(?:ly)?\b|\btotal\s*[:=]"
    r"|\b(?:cumulative|total|overall|aggregate)\b(?:\s+[a-z]{1,20}){0,3}?\s+(?:dose|amount|exposure|quantity|load"
    r"|volume|intake|use|consumption)\s*[:=,]?"
    r"|\b(?:cumulative|total|overall|aggregate|planned)\b(?:\s+[a-z]{1,20}){0,4}?\s+(?:of|was|is|were|came to|reached"
    r"|amounted to|at)"
    r"|\baccumulat(?:es?|ed|ing)\b|\btotall?(?:s|ed|ing)\b|\btotal had reached\b|\bin all\b|\bin total\b"
    r"|\baltogether\b"
    r"|\btogether\b|\badd(?:s|ed|ing)? up to\b|\bsum(?:s|med)? (?:of|to|up to|was)\b|\bcom(?:es?|ing) to\b"
    r"|\bcame to\b"
    r"|\bamount(?:s|ed|ing)? to\b"
    r"|\(\s*(?:cumulative|total|overall|sum)(?:\s+(?:dose|amount|exposure|quantity))?\s*[:=,]?"
)
_AMOUNT = r"(?:\s+(?:local|mean|average|dose|amount|application|exposure|use|quantity|intake|consumption|total)){0,3}"
_MEAN = (
    r"\b(?:mean|average)\b(?:\s+[a-z]{1,20}){0,5}?\s+(?:of|was|is)|\b(?:mean|average)\b|\baverag(?:es?|ed|ing)\b"
    rf"|\b(?:daily|weekly)\b{_AMOUNT}\s*(?:of|was|is|:)?"
)
_GIVEN = (
    r",\s(?:was|is|were|came to|came out at)\b"
    r"|\b(?:received|receives|given|got|gets|administered|infused|injected|dr(?:ew|aws|awn|awing) up|used|uses|using"
    r"|applied|applies|absorbed|consumed|needs?|needed|prepared|measured out|instilled|dispensed|ordered|charted"
    r"|prescribed|took|takes|was left with|collected|took home|claimed|billed|issued|charged|opened|adds?|pushed)\b"
    r"|\b(?:dose|amount|quantity|volume|rate|concentration|strength|content|consumption|use|exposure|load)"
    r"(?: [a-z]{1,15}){0,3}? (?:of|was|is|were|at|came to)\b"
)
_LAST = (
    r"\blast(?:s|ed|ing)?\b|\b(?:be )?(?:through|done|over|finished|complete[d]?|empty|emptied|in"
    r"|run(?:s|ning)?(?: in)?)"
    r" (?:in|after|within|over)\b|\binfusion (?:time|lasts|takes|took)(?: of| was| is|:)?|\btak(?:es|ing|e)\b|\btook\b"
    r"|\b(?:does|do|enough) for\b|\bsuffic\w+ for\b|\bend(?:s|ed) after\b|\bneed(?:s|ed)?\b|\brequir(?:es|ed)\b"
)
_LESS = lazy(
    r"\b(?:missed|omitted|skipped|interrupt\w*|except|cap(?:ped|s)?|maximum|limited to|at most|half[- ]full|paused?"
    r"|withheld|given up|stopped early|break|pause|gap|hiatus|holiday|suspended|on hold)\b",
    _I,
)
_NOTHING_LESS = lazy(
    r"\b(?:without|no|not a|never|none|not one)\s+(?:\w+\s+){0,3}?(?:missing|missed|omitted|skipp(?:ed|ing)"
    r"|interrupt\w*)\b",
    _I,
)
_FILL = (
    r"(?:[\s,(]|\b(?:an?|the|had|has|about|another|exactly|precisely|barely|each|those|itself|roughly|around|some|only|exactly|just|nearly|almost|approximately|final"
    r"|dose|of|amount"
    r"|thiosulfate|thiosulphate|STS|TST|sodium|drug|his|her|it|they|one|estimated|concentration|strength|and"
    r"|in|volume|up"
    r"|to)\b){0,12}"
)
_CUES = tuple(
    (name, lazy(rf"(?:{words})(?:{_FILL})$", _I))
    for name, words in (
        ("total", _TOTAL),
        ("last", _LAST),
        ("mean", _MEAN),
        ("hold", _HOLD),
        ("equal", _EQUAL),
        ("given", _GIVEN),
    )
)
_IN_BRACKETS = lazy(r"\(\s*(?:about |roughly |ca\.? |=\s*|i\.e\.,? )?$")
_BEHIND = lazy(
    r"\s*(?:of \w+(?: \w+)? )?\(?(?:in all|in total|overall|altogether|together|in sum|in the end)\b"
    rf"|\s*(?:in|over|within) (?:these |the |all )?(?:\d{{1,3}}|{WORD}) (?:weeks|months|infusions|doses|sessions)\b",
    _I,
)
_AS_NEEDED = lazy(r"[\s,(]{1,2}(?:p\.?r\.?n\b|(?:as|when|if) (?:needed|required|necessary))", _I)
_OF_DOSES = lazy(
    rf"(?:\d|\b(?:{WORD}))\s(?:[a-z]+\s)?(?:infusions|doses|sessions|injections),\s(?=$)(?<!.. each, )", _I
)
"""Behind a number of doses, between commas: "(24 infusions, 600 g)"; a single dose is told with "of"."""
_DISPENSED = lazy(
    r"\s*of (?:the )?(?:\w+ ){1,2}(?:had been|has been|was|were) (?:dispensed|supplied|delivered|prescribed)\b", _I
)
_SO_BEHIND = lazy(r"\s*(?:of \w+ )?(?:was|were|is|are) (?:therefore|thus|hence|accordingly|consequently|so)\b", _I)
_APPLIED = lazy(r"\s*(?:was|were|had been|has been) (?:applied|used|delivered|absorbed)\b", _I)
_BOXED = lazy(rf"\b(?:{_BOX}|{_FORM}s?)\b", _I)
_LIQUID = lazy(r"\b(?:infus\w+|inject\w*|vials?|ampoules?|dialysis|h(?:a)?emodialysis|intravenous\w*|IV)\b", _I)
_PER_BEFORE = lazy(
    rf"\b(?P<per>daily|weekly)\b{_AMOUNT}(?:\s+of (?:\w+ )?\w+)?\s*(?:of|was|is|:|about|roughly|some|\s){{0,6}}$"
    r"|\b(?P<rate>per (?:day|week))\b[^.;:,()]{0,30}$",
    _I,
)


_SINCE = lazy(
    r"\b(?:from|between) (?P<u>day|week|month) (?:0|zero|1|one) (?:to|and|until|till|through) "
    r"(?:(?P<v>day|week|month) )?(?P<n>\d{1,3})\b",
    _I,
)
"""A span by its ends: "between week 0 and day 120"."""
_ONE = PrintedNumber("1", Fraction(1), 0)


@dataclass(frozen=True, slots=True)
class Term:
    """A quantity or count that may be part of a sum.

    ``kind`` is that of the quantity, or: drug, product (mass of an ointment), weight, solution (concentration of "12.5
    g in 50 mL"), often (times a week), count (``noun`` says of what). ``cue`` is set when words announce it as a
    result; ``per`` is day or week for a rate.
    """

    kind: str
    value: Range
    start: int
    end: int
    number: PrintedNumber
    step: Fraction
    unit: str = ""
    per: str | None = None
    cues: tuple[str, ...] = ()
    noun: str = ""
    about: bool = False
    of_drug: bool = False
    source: Quantity | None = None

    @property
    def exact(self) -> Fraction | None:
        """Its one value; None for a range."""
        return self.value.low if self.value.is_point else None


@kept
def terms(text: str, known: tuple[Quantity, ...] | None = None) -> tuple[Term, ...]:
    """The terms of a sentence, in order; ``known`` are its quantities when they were read before."""
    found: list[Term] = [term for q in (quantities(text) if known is None else known) for term in _of(text, q)]
    often = _often(text)
    # "Every four weeks" tells how often, and no span of four weeks.
    found = [t for t in found if t.kind != "span" or not any(o.start < t.start and t.end <= o.end for o in often)]
    found += often
    found += list(_repeats(text))
    found += list(_counts(text, [(t.start, t.end) for t in found]))
    for match in _BLOCKS.finditer(text):
        many, each = number_in(match["n"]), number_in(match["k"])
        if many and each:
            value = Range.point(many.value * each.value)
            found.append(Term("span", value, match.start(), match.end(), each, Fraction(1), unit=match["u"].lower()))
    for match in _SINCE.finditer(text):
        if (ended := number_in(match["n"])) is not None:
            unit = (match["v"] or match["u"]).lower()
            found.append(Term("span", Range.point(ended.value), *match.span(), ended, Fraction(1), unit=unit))
    return tuple(sorted(found, key=lambda t: t.start))


def _often(text: str) -> list[Term]:
    found = []
    for often in how_often(text):
        if _AS_NEEDED.match(text, often.end):
            continue  # at most so often
        # Every other day is three or four times a week.
        low, high = (3, 4) if often.per_week == Fraction(7, 2) else (often.per_week, often.per_week)
        value = Range(Fraction(low), Fraction(high))
        found.append(Term("often", value, often.start, often.end, _ONE, Fraction(1)))
    return found


def _counts(text: str, taken: list[tuple[int, int]]) -> Iterator[Term]:
    for match in _COUNT.finditer(text):
        number, (start, end) = number_in(match["n"]), match.span("n")
        if number is None or number.decimals or any(a < end and start < b for a, b in taken):
            continue
        noun, cues = match["noun"].lower().rstrip("s"), _cues(text, start, match.end())
        value = Range.point(number.value)
        yield Term("count", value, start, match.end(), number, Fraction(1), noun=noun, cues=cues)
    for match in _COURSE_OF.finditer(text) if "course" in text or "series" in text else ():
        number = number_in(match["n"])
        if number is not None and not any(a < match.end("n") and match.start("n") < b for a, b in taken):
            yield Term("count", Range.point(number.value), *match.span("n"), number, Fraction(1), noun="session")


def _repeats(text: str) -> Iterator[Term]:
    """How many times all was done: "the cream was refilled nine times"."""
    for match in _TIMES.finditer(text) if "times" in text else ():
        number = number_in(match["n"])
        if number is not None:
            yield Term("count", Range.point(number.value), match.start(), match.end(), number, Fraction(1), noun="time")


def _of(text: str, q: Quantity) -> Iterator[Term]:
    end = q.end
    per = q.per
    before = text[max(0, q.start - 60) : q.start]
    kind, of_drug = q.kind, False
    if q.kind == "mass":
        is_kg = q.unit.lower().startswith("k")
        if (
            is_kg
            and not _IS_DRUG.match(text, end)
            and (
                _BODY_BEFORE.search(before)
                or _BODY_TOLD.search(before)
                or _BODY_BEHIND.match(text, end)
                or (before.endswith("(") and text[end : end + 1] == ")")
            )
        ):
            yield Term("weight", q.value.times(Fraction(1, 10**6)), q.start, end, q.number, q.step / 10**6, q.unit)
            return
        of_drug = (_IS_DRUG.match(text, end) or (q.per and _IS_DRUG.match(text, q.whole_end))) is not None
        kind = "drug"
        told = _IS_PRODUCT.match(text, q.whole_end if per else end) or _HOLDS_DRUG.match(text, end)
        if not of_drug and (told or _PRESCRIBED.search(before)):
            kind = "product"
        if per is None and (rate := _PER_BEFORE.search(before)):
            per = "day" if "da" in (rate["per"] or rate["rate"]).lower() else "week"
            per = f"{per}?"
    cues = _cues(text, q.start, max(end, q.whole_end if q.per else end))
    if per == "day" and _APPLIED.match(text, q.whole_end):
        cues = (*cues, "mean")
    if kind == "drug" and not of_drug and _BOXED.search(text) and not _LIQUID.search(text):
        used = _USED_UP.search(before)
        kind = "product" if used or set(cues) <= {"total"} else kind
    if kind == "span" and _PAUSE.search(before):
        return
    yield Term(kind, q.value, q.start, end, q.number, q.step, q.unit, per, cues, "", q.about, of_drug, q)
    if q.content is not None:
        yield Term("solution", q.value.times(1 / q.content), q.start, q.whole_end, q.number, q.step, "mg/mL", source=q)


def _cues(text: str, start: int, end: int) -> tuple[str, ...]:
    before = text[max(0, start - 70) : start]
    before = before[max(before.rfind("; "), before.rfind(") ")) + 1 :]
    found = [name for name, pattern in _CUES if pattern.search(before)]
    if _IN_BRACKETS.search(before):
        found.append("bracket")
    if _BEHIND.match(text, end) or _OF_DOSES.search(before):
        found.append("total")
    if _DISPENSED.match(text, end):
        found.append("hold")
    if _SO_BEHIND.match(text, end):
        found.append("equal")
    return tuple(dict.fromkeys(found))


_PAUSE = lazy(
    r"\b(?:break|pause|gap|interruption|interval|hiatus|delay|holiday|rest|wash-?out|paused|stopped|suspended|interrupted)"
    r" (?:of|for)(?: about| some| the)?\s*$",
    _I,
)


def says_less_was_given(text: str) -> bool:
    """Whether doses were left out, capped or limited: then a sum need not close."""
    return _LESS.search(_NOTHING_LESS.sub(" ", text)) is not None
