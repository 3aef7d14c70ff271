"""What the parts of a course make: so many doses of each size and their total, and running totals from note to note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement, pairwise

from resorb.reading.doses.quantities import mass_in_mg
from resorb.reading.lazy import lazy
from resorb.reading.numerals import NUMBER, numerals, read_numeral
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber, as_text

_I = re.IGNORECASE
_N = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,6}(?:\.\d+)?"
_THING = r"(?:infusions?|doses?|sessions?|injections?|administrations?|treatments?|applications?|vials?|ampoules?)"
_PART = lazy(
    rf"(?<![–—-])(?P<n>{NUMBER})\s(?:(?P<thing>{_THING})\s(?:(?:were|was|given|each)\s){{0,2}}"
    rf"|(?:(?:of\s(?:them|these|which|those)|(?:more|further|full|half|test|reduced|were|was|given)(?:\s{_THING})?"
    r"|patients?\s(?:had|on))\s){1,2})?"
    rf"(?:of|at|with|×|x|@|à)\s?(?:only\s|just\s)?(?P<d>{_N})\s?(?P<u>mg|g)\b(?!\s?/|\s?per\b)(?:\s(?:each|apiece))?",
    _I,
)
_AND = lazy(
    r"\s?(?:,|;|\+|\s)\s?(?:(?:and|then|plus|followed\sby|after(?:wards|\sthat)?|later|thereafter|with|the"
    r"|other|remaining|last|first|next|initial|a\sfurther|,)\s){0,5}",
    _I,
)
"""Between two parts of one course."""
_TOTAL = lazy(
    r"(?P<how>\s?[(\[=:,;–—]\s?|\s)(?:of\s(?:sodium\s)?(?:thiosul(?:f|ph)ate|STS)[,\s(]{1,2})?"
    r"(?P<cue>(?:(?:making|giving|gave|makes?|made|for|is|was|total(?:l?ing|s|led)?|altogether|in\sall|in\stotal"
    r"|that\sis|i\.e\.|a|an|the|cumulative|overall|whole|dose|of|amounts?|amounting|sum|so|together|com(?:e|es|ing)\sto"
    r"|came\sto|to|equals?|which|=|about|course|grand)[,:]?\s){0,8})"
    rf"(?P<t>{_N})\s?(?P<v>kg|g|mg)\b(?!\s?/|\s(?:per|a|each|every|daily|weekly|once|twice|if|for\s(?:those|patients)|or)\b)",
    _I,
)
_CUE = lazy(r"total|altogether|\ball\b|cumulative|overall|sum\b|making|gave|giving|makes?|com|came|amount|equal|=", _I)
_LESS = lazy(
    r"\b(?:miss(?:ed|ing)|omitted|stopped|halved|except|instead|interrupt\w+|withheld|skipped|remaining|planned\s+total"
    r"|mean|median|average|range|more\sthan|at\sleast|up\sto|not)\b",
    _I,
)
_PLACED = lazy(
    rf"(?<![\d.,–-])(?P<d>{_N})\s?(?P<u>mg|g)(?:\s?[x×]\s?(?P<k>\d{{1,3}})(?![\d.]|\s?(?:/|per\b|a\b|m?g\b|mL\b|week|daily))"
    rf"|\s(?:at|for|in|during|with|on)\s(?:(?:each|all)\s(?:of\s)?)?the\s(?:(?:first|last)(?:\s(?P<n>{NUMBER}))?|(?:next|other|remaining|following|subsequent)\s(?P<m>{NUMBER})"
    rf"|(?P<rest>rest|others|remainder))(?:\s(?:of\sthe\s)?(?:dialysis\s)?(?:{_THING}|days|visits))?)(?![\w-])",
    _I,
)
_OF_ALL = lazy(rf"(?P<n>{NUMBER})\s(?:[a-z]+\s)?(?:{_THING}|days|visits)\b", _I)
_OF_THESE = lazy(
    rf"\b(?P<k>{NUMBER})\s(?:{_THING}\s)?(?:(?:out\s)?of|from)\s(?:the|those|these|all|her|his|a)?\s?(?:[a-z]+\s)?\d",
    _I,
)
"""So many of a number that is told too: "21 of the 24 infusions of 25 g"."""
_ABOUT = lazy(r"\b(?:about|around|approx\w*|some|nearly|roughly)\s$|[~≈]\s?$", _I)
_RUNNING = lazy(
    rf"\b(?:running|cumulative)\s(?:total|dose|sum)\b(?:\s(?:is|now|of|to\sdate|so\sfar|STS|thiosul(?:f|ph)ate))*"
    rf"[\s:=]{{1,3}}(?P<t>{_N})\s?g\b",
    _I,
)
_NUMBERED = lazy(
    r"\b(?:no\.?|number|infusion|dose|session|#)\s?#?(?P<n>\d{1,3})\b(?!\s?(?:m?g|mL|%|/|\.\d))"
    r"|\b(?P<m>\d{1,3})(?:st|nd|rd|th)\s(?:\w+\s)?(?:dose|infusion|session)\b",
    _I,
)
_LEAST, _FEW = 4, 6
"""Running totals that make a row, and doses that may lie between two of them."""
_MOST_SIZES = 3


def parts_and_total(text: Scanned) -> Iterator[Mark]:
    """Such as "thirty at 25 g and six at 12.5 g, a total of 825 g", "140 infusions of 12.5 g (1,750 g)"."""
    for sentence in text.sentences:
        said = sentence.text
        if "g" not in said or _LESS.search(said):
            continue
        run: list[re.Match[str]] = []
        for part in _PART.finditer(said):
            follows = run and _AND.fullmatch(said, run[-1].end(), part.start())
            run = [*run, part] if follows else [part]
            total = _TOTAL.match(said, part.end())
            mark = _unlike(sentence, run, total) if total is not None else None
            if mark is not None:
                yield mark
        yield from _by_place(sentence)


def _by_place(sentence: Sentence) -> Iterator[Mark]:
    """Such as "12.5 g at the first, 25 g at each of the other nine, total 250 g"."""
    said = sentence.text
    run: list[re.Match[str]] = []
    for part in _PLACED.finditer(said):
        follows = run and _AND.fullmatch(said, run[-1].end(), part.start())
        run = [*run, part] if follows else [part]
        total = _TOTAL.match(said, part.end())
        every = [n for m in _OF_ALL.finditer(said, 0, run[0].start()) if (n := read_numeral(m["n"])) is not None]
        if total is None or len(run) < 2 or len(every) > 1:
            continue
        known: list[tuple[Fraction, Fraction]] = []
        for one in run:
            dose, printed = read_numeral(one["d"]), one["k"] or one["n"] or one["m"]
            number = read_numeral(printed) if printed else None
            many = number.value if number is not None else Fraction(1)
            if one["rest"]:
                many = (every[0].value if every else Fraction(0)) - sum((n for n, _ in known), Fraction(0))
            if dose is None or many < 1:
                break
            known.append((many, dose.value * (mass_in_mg(one["u"].lower()) or Fraction(1))))
        mark = _told(sentence, known, total, sure=False) if len(known) == len(run) else None
        if mark is not None:
            yield mark


def _unlike(sentence: Sentence, run: Sequence[re.Match[str]], total: re.Match[str]) -> Mark | None:
    """The total of some parts where they make another, and no other number of the sentence explains it."""
    said, printed = sentence.text, read_numeral(total["t"])
    is_bracket = total["how"].strip() in ("(", "[", "=")
    cued = _CUE.search(total["cue"]) is not None
    if printed is None or not (cued or is_bracket) or (len(run) == 1 and not run[0]["thing"]):
        return None
    parts = [(read_numeral(p["n"]), read_numeral(p["d"]), mass_in_mg(p["u"].lower()) or Fraction(1)) for p in run]
    if any(n is None or d is None or n.value < 1 for n, d, _ in parts):
        return None
    known = [(n.value, d.value * scale) for n, d, scale in parts if n is not None and d is not None]
    taken = [read_numeral(m["k"]) for m in _OF_THESE.finditer(said, 0, run[-1].start("d"))]
    ways = [k.value * d for k in taken if k is not None for _, d in known]
    return _told(sentence, known, total, sure=is_bracket and len(run) == 1, otherwise=ways)


def _told(
    sentence: Sentence, known: Sequence[tuple[Fraction, Fraction]], total: re.Match[str], *, sure: bool,
    otherwise: Sequence[Fraction] = (),
) -> Mark | None:  # fmt: skip
    """The total of so many doses of each size, where it is not their sum and nothing else of the sentence gives it."""
    said, printed = sentence.text, read_numeral(total["t"])
    if printed is None:
        return None
    exact = sum((n * d for n, d in known), Fraction(0))
    scale = mass_in_mg(total["v"].lower()) or Fraction(1)
    told = printed.value * scale
    if told <= max(d for _, d in known) or all(n == 1 for n, _ in known):
        return None
    room = max(printed.step * scale / 2, exact / (20 if _ABOUT.search(said, 0, total.start("t")) else 400))
    others = {n.value for n in numerals(said) if 1 < n.value <= 500}
    ways = [exact, *(exact * n for n in others), *(d for _, d in known), *(n * d for n, d in known), *otherwise]
    if abs(exact - told) <= room or any(abs(way - told) <= room for way in ways[1:]):
        return None
    shown = f"{as_text(exact / scale)} {total['v']}"
    how = " + ".join(f"{as_text(n)} × {as_text(d / 1000)} g" for n, d in known) + f" = {shown}"
    return sentence.at(total.start("t"), total.end("v")).mark(
        "course-told-twice", Verdict.FAILS if sure else Verdict.ASSUMES, f"So many doses make another total: {how}.",
        computed=shown, arithmetic=how, suggestion=shown,
        assumption=None if sure else "these are all parts of the total",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Total:
    """A running total in grams, with the number of the dose where it is printed."""

    sentence: Sentence
    match: re.Match[str]
    value: PrintedNumber
    number: int | None


def running_totals(text: Scanned, sizes: Sequence[Fraction]) -> Iterator[Mark]:
    """Totals from note to note: each is the one before and the doses since; the one that is not is marked."""
    found = list(_totals(text))
    doses = [size / 1000 for size in sizes[: _MOST_SIZES + 1]]
    if len(found) < _LEAST or not 0 < len(doses) <= _MOST_SIZES:
        return
    for place in range(1, len(found)):
        before, here = found[place - 1], found[place]
        behind = found[place + 1] if place + 1 < len(found) else None
        if _leads(before, here, doses):
            continue
        is_odd = behind is not None and not _leads(here, behind, doses) and _leads(before, behind, doses)
        is_last = behind is None and all(_leads(a, b, doses) for a, b in pairwise(found[:-1]))
        if not (is_odd or is_last):
            continue
        difference = as_text(here.value.value - before.value.value)
        how = f"{here.match['t']} − {before.match['t']} = {difference} g"
        each = " or ".join(f"{as_text(d)} g" for d in doses)
        yield here.sentence.at(here.match.start("t"), here.match.end()).mark(
            "course-told-twice", Verdict.ASSUMES, f"Since the running total before, {how}; a dose is {each}.",
            computed=f"{difference} g", arithmetic=how, suggestion="correct the running total",
            assumption="no dose of another size was given between the two",
        )  # fmt: skip


def _totals(text: Scanned) -> Iterator[_Total]:
    for place, sentence in enumerate(text.sentences):
        match = _RUNNING.search(sentence.text) if "otal" in sentence.text or "umulative" in sentence.text else None
        value = read_numeral(match["t"]) if match is not None else None
        if match is None or value is None:
            continue
        near = [s.text for s in text.sentences[max(0, place - 2) : place] if s.block_number == sentence.block_number]
        numbers = [int(m["n"] or m["m"]) for m in _NUMBERED.finditer(" ".join([*near, sentence.text[: match.start()]]))]
        yield _Total(sentence, match, value, numbers[0] if len(numbers) == 1 else None)


def _leads(one: _Total, other: _Total, doses: Sequence[Fraction]) -> bool:
    """Whether some doses lead from one total to the other; as many as their numbers say, where these are printed."""
    between = range(1, _FEW + 1)
    if one.number is not None and other.number is not None:
        many = other.number - one.number
        if not 0 < many <= _FEW:
            return many > _FEW
        between = range(many, many + 1)
    wanted = other.value.value - one.value.value
    return any(sum(some) == wanted for many in between for some in combinations_with_replacement(doses, many))


_CUMULATIVE = lazy(
    r"\b(?:cumulative|total)\s(?:(?:sodium|thiosul(?:f|ph)ate|STS|drug)\s){0,2}(?:dose|amount|exposure)\b"
    rf"(?:\s(?:of|was|is|came|to|being|about|sodium|thiosul(?:f|ph)ate|STS)\b|[:=,]){{0,5}}\s?(?P<t>{_N})\s?(?P<v>kg|g)\b"
    r"(?!\s?[/(–-]|\s(?:per|a|each|every|to)\b)",
    _I,
)
_SO_MANY = lazy(
    rf"(?<![–—-])(?P<n>{NUMBER})\s(?:(?:planned|full|further|scheduled|consecutive|intravenous|IV)\s)?"
    r"(?:infusions|doses|sessions|injections)\b",
    _I,
)
_OTHER_SIZE = lazy(
    r"\bhalf\b|\bhalv\w*|\bm?g/kg|\bm?g/m[2²]|\btest dose"
    r"|\b(?:reduc|increas|lower|rais|escalat|titrat)\w*\s(?:(?!no\b)\w+\s){0,3}?dos|"
    r"\bdos\w*[^.;]{0,30}\b(?:reduc|increas|lower|rais|escalat|titrat|adjust)",
    _I,
)
_OF_MANY = lazy(
    r"\b(?:patients|participants|each|per|both|respectively|further|another|group|arm|cohort|although|only"
    r"|but|(?:were|was|been) planned)\b",
    _I,
)


def told_apart(text: Scanned, sizes: Sequence[Fraction]) -> Iterator[Mark]:
    """So many doses and their total in one sentence, of the one size that the whole document tells elsewhere."""
    if len(sizes) != 1:
        return
    for sentence in text.sentences:
        said = sentence.text
        total = _CUMULATIVE.search(said)
        if total is None or _LESS.search(said) or _OF_MANY.search(said):
            continue
        counts = [read_numeral(m["n"]) for m in _SO_MANY.finditer(said)]
        printed = read_numeral(total["t"])
        if len(counts) != 1 or counts[0] is None or counts[0].value < _LEAST or printed is None:
            continue
        scale = mass_in_mg(total["v"].lower()) or Fraction(1)
        exact, told = counts[0].value * sizes[0], printed.value * scale
        if abs(exact - told) <= max(printed.step * scale / 2, exact / 50) or not exact / 3 < told < exact * 3:
            continue
        if any(abs(n.value * sizes[0] - told) <= exact / 50 for n in numerals(said)):
            continue  # so many others were given: "36 were planned, 31 given, 775 g in all"
        if any(_OTHER_SIZE.search(s.text) for s in text.sentences):
            return
        shown = f"{as_text(exact / scale)} {total['v']}"
        how = f"{as_text(counts[0].value)} × {as_text(sizes[0] / 1000)} g = {shown}"
        yield sentence.at(total.start("t"), total.end("v")).mark(
            "course-told-twice", Verdict.ASSUMES, f"So many doses make another total: {how}.",
            computed=shown, arithmetic=how, suggestion=shown,
            assumption=f"every dose was {as_text(sizes[0] / 1000)} g, as told elsewhere",
        )  # fmt: skip
