"""Numbers of a sentence with what each is: how often, how much of what unit, how many of what, an end, a p value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.counts.counted import COUNT, NOUN, counts, value_of
from resorb.reading.lazy import lazy
from resorb.reading.numerals import NUMBER, read_numeral
from resorb.reading.statistics.probabilities import p_values
from resorb.values.numbers import PrintedNumber

_I = re.IGNORECASE
UNITS: dict[str, tuple[str, Fraction]] = {
    "mg": ("mass", Fraction(1)), "g": ("mass", Fraction(1000)), "gram": ("mass", Fraction(1000)),
    "grams": ("mass", Fraction(1000)), "ml": ("volume", Fraction(1)), "cc": ("volume", Fraction(1)),
    "l": ("volume", Fraction(1000)), "mm": ("length", Fraction(1)), "cm": ("length", Fraction(10)),
    "day": ("time", Fraction(1)), "week": ("time", Fraction(7)), "month": ("time", Fraction(30)),
    "year": ("time", Fraction(365)), "minute": ("minutes", Fraction(1)), "min": ("minutes", Fraction(1)),
    "hour": ("minutes", Fraction(60)), "h": ("minutes", Fraction(60)), "yr": ("time", Fraction(365)),
    "mo": ("time", Fraction(30)), "wk": ("time", Fraction(7)), "mmol/l": ("mmol/L", Fraction(1)),
    "mg/dl": ("mg/dL", Fraction(1)), "g/dl": ("g/dL", Fraction(1)), "mg/ml": ("mg/mL", Fraction(1)),
    "cm2": ("area", Fraction(1)), "cm²": ("area", Fraction(1)), "point": ("points", Fraction(1)),
    "mg/kg": ("mg/kg", Fraction(1)), "g/day": ("mass", Fraction(1000)), "mg/day": ("mass", Fraction(1)),
    "kg": ("weight", Fraction(1)), "°c": ("°C", Fraction(1)), "year-old": ("age", Fraction(1)),
    **{unit.lower(): (unit, Fraction(1)) for unit in (
        "pg/mL", "ng/mL", "g/L", "mg/L", "U/L", "IU/L", "µmol/L", "μmol/L", "umol/L", "nmol/L", "mEq/L", "mmHg",
        "mL/min", "mSv", "kcal", "rpm", "mg/m2", "g/m2",
    )},
}  # fmt: skip
_MEASURED = lazy(
    rf"(?<![x×]\s)(?<![x×])(?P<n>{NUMBER})(?=(?:[\s-]?|(?=\s(?:to|and)\s\d+(?:\.\d+)?\s?(?:mm|cm|mL|mg/dL|mmol/L)(?!\w))\s(?:to|and)\s[\d.]+\s?)"
    r"(?P<unit>mg/dL|mg/mL|mg/kg|mg/day|g/day|g/dL|mmol/L|[pn]g/mL|m?g/m2|"
    r"m?g/L|I?U/L|[µμun]mol/L|mEq/L|mm\s?Hg|mL/min|°\s?C|cm²|cm2|mg|grams?|g|mL|cc|L|mm|cm|kg|"
    r"days?|weeks?|months?|years?|yrs?|mo|wks?|minutes?|min|hours?|h|points?|%|per\s?cent)(?![\w²/%]|\s?/\s?(?:1\.73|kg)|[\s-]old|"
    r"\s(?:of\s+age|ago|earlier|later|before)|\s?[x×]\s?\d))",
    _I,
)
_STRENGTH = lazy(
    r"\s*\)?(?:\s(?:topical|sodium|zinc|oxide)){0,2}\s*(?:ointment|cream|gel|cerate|paste|lotion|solution|sodium|STS|TST|"
    r"(?:meta)?bisul\w+|thiosul\w+|w/w|w/v|preparation|formulation|concentration|strength)",
    _I,
)
_STRENGTH_OF = lazy(
    r"\b(?:ointment|cream|gel|paste|thiosul\w+|STS|TST|strength|concentration|solution)\s+(?:of\s+|at\s+|\()?(?:only\s+)?"
    r"\d{1,2}(?:\.\d)?\s?(?:%|per\s?cent)$",
    _I,
)
_OFTEN = lazy(
    rf"\b(?P<n>once|twice|thrice|(?:{NUMBER})\s?(?:times|×|x|infusions|sessions|injections|doses|applications))[\s-]?(?:a|per|every|each|/)?[\s-]?(?P<unit>daily|day|weekly|week|"
    r"monthly|month)\b|\b(?P<adj>daily|weekly|fortnightly|monthly)\s(?=(?:[a-z]+\s)?(?:injections?|infusions?|sessions?|doses|applications?|treatments?)\b)|"
    r"\b(?P<abbr>tiw|t\.i\.w\.|biw|qd|bid|tid|b\.i\.d\.|t\.i\.d\.)(?!\w)",
    _I,
)
_ABBR = {"tiw": ("week", 3), "biw": ("week", 2), "qd": ("day", 1), "bid": ("day", 2), "tid": ("day", 3)}
_EVERY = {"daily": 1, "weekly": 7, "fortnightly": 14, "monthly": 30}
_TIMES = {"once": 1, "twice": 2, "thrice": 3}
COURSE = frozenset({"mass", "time", "strength", "times a week", "times a day", "mg/mL", "volume", "interval"})
"""Kinds that tell of a treatment, not of what was found at some time."""
_AGED = lazy(r"\b(?:aged?|age\s+of|(?:wom[ae]n|m[ae]n|boy|girl|patient|child)(?:,|\s+of)?)\s*$", _I)
_KINDS_OF_NOUN = {
    "patients": r"pati[eë]nts?|pts?|participants?|subjects?|persons?|people|individuals?|cases?|volunteers?|"
    r"enrol+ees|members",
    "children": r"child(?:ren)?|girls?|boys?", "women": r"wom[ae]n|females?", "men": r"m[ae]n|males?",
    "adults": r"adults?", "lesions": r"lesions?|deposits?|nodules?|plaques?|calcifications?|masses|tumou?rs?",
    "ulcers": r"ulcers?|wounds?", "articles": r"articles?|stud(?:y|ies)|reports?|papers?|publications?",
    "infusions": r"infusions?", "injections": r"injections?", "sessions": r"sessions?|treatments?",
    "centres": r"cent(?:er|re)s?|units|hospitals?|clinics?",
}  # fmt: skip
_KIND_OF_NOUN = {name: lazy(words, _I) for name, words in _KINDS_OF_NOUN.items()}
_COUNTED = lazy(
    rf"(?:\s?(?:/|of|out\s+of)\s?(?:the\s+|our\s+|these\s+|all\s+)?(?P<m>{COUNT}))?(?:\s\((?:\d+(?:\.\d+)?\s?%)\))?"
    rf"(?:\s+of\s+(?:the|our|these|all)(?:\s+(?P<m2>{COUNT}))?)?(?:\s+(?!(?:and|or|of|in|with|had|has|have|were|was|to|from|received|after|before|at|on|for|by|between|during|within|but|than|versus|vs)\b)[^\W\d][\w'’-]*){{0,4}}?\s+(?P<noun>{NOUN})(?!\s(?:reports?|series)\b)",
    _I,
)
WHOLE = lazy(rf"\s?(?:/|\(?\s?of|out\s+of)\s?(?:the\s+|our\s+|these\s+|all\s+)*(?P<m>{COUNT})", _I)
_SCORE = lazy(r"(?<![\w.,<>=±×/–-])\d{1,3}\.\d{1,2}(?![\w%]|\.\d|\s?(?:%|[–×x/-]\s?\d|to\s\d))")
_NO_SCORE = lazy(r"(?:\bp\s?[=<>]?|CI:?|interval|SDs?|version|\b[FtzrR]\s?=?|ratio|χ2|[(±])\s?$", _I)
"""What stands before a decimal number that is no score: of tests and intervals."""
_ANY_ONE = lazy(
    r"\b(?:left|right|this|that|the|other|which|no|every|each|any|new|small|larger?|smaller|last|first|same|older|younger|"
    r"such|only)\s$",
    _I,
)
_TIMES_LISTED = lazy(rf"(?:,\s{COUNT}){{0,4}},?\s(?:and|or)\s{COUNT}\s(?:days|weeks|months|years|hours)\b", _I)
_MONTH = r"(?:(?:\d{1,2}\s)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s)?"
_ENDS = lazy(
    rf"(?:\b(?:range[ds]?|ranging|from|between|IQR|quartiles|during|in|years)[:,]?\s(?:(?:was|of|from|between)\s)?|[(\[,]\s?){_MONTH}(?P<a>{NUMBER})"
    rf"(?:\s?(?:[a-zµμ°%]{{1,8}}|%)(?:/[a-zL]{{1,4}})?)?\s?(?:[-–—−]|to|and|through|until|till)\s?{_MONTH}(?P<b>\d+(?:\.\d+)?(?![\w^]|[.,·]\d))",
    _I,
)
"""Two ends: a range, a change, the years of a study."""
_YEAR = lazy(r"(?:19|20)\d\d")
_NO_COUNT = lazy(r"\b(?:SDs?|SEM?|CI|aged|at)[:,=]?\s?$")
_IN_SO_MANY = lazy(rf"one\s(?:[a-z]+\s)?(?:in|out\sof)\s(?:every\s)?{COUNT}", _I)
_ONE_IN = lazy(r"\bone\s(?:[a-z]+\s)?(?:in|of|out\s+of)\s(?:every\s)?$", _I)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a sentence before it is known what is said of it."""

    kind: str
    number: PrintedNumber
    start: int
    end: int
    factor: Fraction = Fraction(1)
    noun: str = ""
    whole: int | None = None

    room: tuple[Fraction, Fraction] | None = None
    """The least and most that is meant, where it is not the number itself."""

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        """The least and most it may be in the unit of its kind: only spans of time are rounded."""
        value = self.number.value * self.factor
        slack = self.factor * self.number.step / 2 if self.kind == "time" else Fraction(0)
        return self.room or (value - slack, value + slack)


def numbers_said(text: str) -> list[Number]:
    """How often, measurements and counts, by place and none twice."""
    found = [one for match in _OFTEN.finditer(text) if (one := _often(match)) is not None]
    taken = {at for one in found for at in range(one.start, one.end)}
    for match in _MEASURED.finditer(text):
        number, end = read_numeral(match["n"]), match.end("unit")
        if number is None or match.start() in taken or _is_age(text, match.start()):
            continue
        shared = text[match.end() : match.start("unit")].strip(" -")
        taken.update(range(match.start(), match.end() if shared else end))
        kind, factor = _unit(match["unit"], text, end)
        if kind:
            found.append(Number(kind, number, match.start(), match.end() if shared else end, factor))
    for match in _SCORE.finditer(text):
        number, head = read_numeral(match[0]), max(0, match.start() - 16)
        if number is not None and match.start() not in taken and not _NO_SCORE.search(text, head, match.start()):
            found.append(Number("score", number, match.start(), match.end()))
    found += [one for match in _ENDS.finditer(text) for one in _ends(match)]
    taken |= {one.start for one in found if one.kind.endswith((" end", " year"))}
    for p in p_values(text):
        if p.number is not None and p.small is None:
            low, high = (Fraction(end).limit_denominator(10**6) for end in p.ends())
            found.append(Number("p", p.number, p.start, p.end, room=(low, high)))
    for count in counts(text):
        start, end = count.start, count.end
        if {start, end - len(str(count.value)) if count.is_sample else start} & taken or _is_no_count(text, start, end):
            continue
        behind = _COUNTED.match(text, end)
        of = behind or WHOLE.match(text, end)
        said = (behind["m"] or behind["m2"] if behind else of["m"]) if of else None
        noun = noun_of(behind["noun"]) if behind else ""
        end = behind.end() if behind else end
        found.append(
            Number("count", whole_number(count.value), start, end, noun=noun, whole=value_of(said) if said else None)
        )
    return sorted(found, key=lambda one: one.start)


def _ends(match: re.Match[str]) -> Iterator[Number]:
    both = read_numeral(match["a"]), read_numeral(match["b"])
    are_years = [bool(_YEAR.fullmatch(match[end])) for end in "ab"]
    if None in both or are_years[0] != are_years[1]:
        return
    kind = "year" if all(are_years) else "end"
    for name, number, end in zip(("first", "last"), both, "ab", strict=True):
        if number is not None:
            yield Number(f"{name} {kind}", number, match.start(end), match.end(end))


def _is_age(text: str, start: int) -> bool:
    return bool(_AGED.search(text, max(0, start - 24), start))


def _is_no_count(text: str, start: int, end: int) -> bool:
    """Numbers of references and lists ("[4]", "2) treatment"), ages, and the whole of "one in five"."""
    before = text[max(0, start - 2) : start].lstrip()
    numbered = text[end : end + 1] == ")" and text.rfind("(", max(0, end - 60), end) <= text.rfind(
        ")", max(0, end - 60), end
    )
    return (
        (text[start:end].lower() == "one" and bool(_ANY_ONE.search(text, max(0, start - 12), start)))
        or before.startswith("[")
        or text[end : end + 1] == "]"
        or numbered
        or _is_age(text, start)
        or bool(_IN_SO_MANY.match(text, start))
        or bool(_NO_COUNT.search(text, max(0, start - 8), start))
        or text.startswith((" percentage p", "-year"), end)
        or bool(_TIMES_LISTED.match(text, end))
        or bool(_ONE_IN.search(text, max(0, start - 22), start))
    )


def whole_number(value: int) -> PrintedNumber:
    """A count as a printed number."""
    return PrintedNumber(str(value), Fraction(value), 0)


def _often(match: re.Match[str]) -> Number | None:
    if match["adj"]:
        return Number("interval", whole_number(_EVERY[match["adj"].lower()]), match.start(), match.end("adj"))
    if match["abbr"]:
        unit, value = _ABBR[match["abbr"].lower().replace(".", "")]
    else:
        unit = {"daily": "day", "weekly": "week", "monthly": "month"}.get(match["unit"].lower(), match["unit"].lower())
        words = match["n"].lower()
        number = read_numeral(re.sub(r"\s?(?:times|×|x|\w+s)$", "", words))
        value = _TIMES.get(words) or (int(number.value) if number is not None and number.decimals == 0 else 0)
    return Number(f"times a {unit}", whole_number(value), match.start(), match.end()) if value else None


def _unit(unit: str, text: str, end: int) -> tuple[str, Fraction]:
    plain = re.sub(r"\s", "", unit.lower())
    if plain in ("%", "percent"):
        product = _STRENGTH.match(text, end) or _STRENGTH_OF.search(text, max(0, end - 40), end)
        return ("strength" if product else "%"), Fraction(1)
    return UNITS.get(plain) or UNITS.get(plain.rstrip("s"), ("", Fraction(1)))


def noun_of(word: str) -> str:
    """The kind of thing that a noun counts, one word for each kind."""
    return next((name for name, words in _KIND_OF_NOUN.items() if words.fullmatch(word)), word.lower().rstrip("s"))
