"""Statements of a sentence: each number with what it counts or measures, of whom, and when.

A document says its figures several times, in other words each time. Two statements of one kind, about the same thing
and in the same scope, must give the same value; whether they do is not judged here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.counts.counted import COUNT, NOUN, counts, value_of
from resorb.reading.kept import kept
from resorb.reading.lazy import lazy
from resorb.reading.numerals import NUMBER, read_numeral
from resorb.reading.papers.statement_words import (
    CASE,
    DRUGS,
    GROUP,
    NOT,
    PER,
    PLANNED,
    STAT,
    TIME,
    TOTAL,
    stages,
    time_of,
    words_of,
)
from resorb.values.numbers import PrintedNumber

_I = re.IGNORECASE
_UNITS: dict[str, tuple[str, Fraction]] = {
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
    "kg": ("weight", Fraction(1)), "pg/ml": ("pg/mL", Fraction(1)),
}  # fmt: skip
_MEASURED = lazy(
    rf"(?P<n>{NUMBER})(?:[\s-]?|(?=\s(?:to|and)\s\d+(?:\.\d+)?\s?(?:mm|cm|mL|mg/dL|mmol/L)(?!\w))\s(?:to|and)\s[\d.]+\s?)(?P<unit>mg/dL|mg/mL|mg/kg|mg/day|g/day|g/dL|mmol/L|pg/mL|cm²|cm2|mg|grams?|g|mL|cc|L|mm|cm|kg|"
    r"days?|weeks?|months?|years?|yrs?|mo|wks?|minutes?|min|hours?|h|points?|%|per\s?cent)(?![\w²/%]|\s?/\s?(?:1\.73|kg)|[\s-]old|"
    r"\s(?:of\s+age|ago|earlier|later|before))",
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
    rf"\b(?P<n>once|twice|thrice|(?:{NUMBER})\s?(?:times|×|x))[\s-]?(?:a|per|every|each|/)?[\s-]?(?P<unit>daily|day|weekly|week|"
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
_WHOLE = lazy(rf"\s?(?:/|\(?\s?of|out\s+of)\s?(?:the\s+|our\s+|these\s+|all\s+)*(?P<m>{COUNT})", _I)
_CUT = lazy(
    r"[;:]\s|\.\s|,\s+(?:and|but|while|whereas|with|although|though|which|who|so|because|as|then)\s|\s(?:but|while|whereas|although|"
    r"because|than)\s|\sand\s(?=no\s)|,?\s(?:together\s+with|along\s+with|in\s+addition\s+to|plus)\s|\s(?:(?:is|are|was|were)\s+)?(?:in\s+(?:keeping|line|agreement|accord\w*)|compares?|exceed\w*|agree\w*|"
    r"consistent|comparable|similar|reflects?|illustrates?|shows?)\s|,\s(?=\d|[^,]{1,60},\s)",
    _I,
)
_LEAD = lazy(
    r"(?P<lead>(?:^|[,;:(]\s?)(?:of|among|amongst|in|out\s+of)\s+(?:(?:the|our|these|those|all)\s+){0,2}(?:and\s+the\s+\w+\s+)?)(?=\d|[a-z-]+\s)",
    _I,
)
"""Before the number that others are counted of."""
_STRONG = lazy(r"[;:.]\s")
_OPENING = lazy(r"\s*(?:at|by|after|within|in|on|of|among|before|during|until|from|for|with|per)\s[^,;.:]{2,60},", _I)
"""A phrase of time or group that opens a sentence and holds for all of it."""
_SCORE = lazy(r"(?<![\w.,<>=±×/–-])\d{1,3}\.\d{1,2}(?![\w%]|\.\d|\s?(?:%|[–×x/-]\s?\d|to\s\d))")
_NO_SCORE = lazy(r"(?:\bp\s?[=<>]?|CI:?|interval|SDs?|version|\b[FtzrR]\s?=?|ratio|χ2|[(±])\s?$", _I)
"""What stands before a decimal number that is no score: of tests and intervals."""
_ANY_ONE = lazy(
    r"\b(?:left|right|this|that|the|other|which|no|every|each|any|new|small|larger?|smaller|last|first|same|older|younger|"
    r"such|only)\s$",
    _I,
)
_NAMED = lazy(r"(?:\b(?!(?:and|or|in|of|with|the|to|for)\s)[^\W\d_][\w'’-]*\s+){1,3}[(\[]$", _I)
"""The name of the group whose size stands in brackets."""
_TIMES_LISTED = lazy(rf"(?:,\s{COUNT}){{0,4}},?\s(?:and|or)\s{COUNT}\s(?:days|weeks|months|years|hours)\b", _I)
_AT_TIME = lazy(r"\b(?:at|by|within)\s$", _I)
_ONE_IN = lazy(r"\bone\s(?:in|out\s+of)\s(?:every\s)?$", _I)
_PARTED = lazy(r",\s|\s(?:and|or)\s|[;:]\s|\s\(|\)\s", _I)
_SEVERAL = 2
_NEAR, _CLAUSE, _AT_START = 45, 200, 30
_NONE = lazy(r"\b(?P<no>no|without(?:\s+any)?)\s+(?P<what>[a-z][a-z-]{4,20})\b(?!\s+[a-z]+s\b)", _I)


@dataclass(frozen=True, slots=True)
class Statement:
    """A number and what is said of it.

    ``kind`` is what it counts or measures, ``noun`` the kind of thing counted (empty when only a number stands). The
    ``low`` and ``high`` are its value in the unit of its kind, as far as the print tells. ``near`` are content words of
    its clause, ``words`` those of its sentence. ``scope`` are words that narrow it, by category.
    """

    kind: str
    noun: str
    low: Fraction
    high: Fraction
    text: str
    start: int
    end: int
    near: frozenset[str]
    words: frozenset[str]
    scope: frozenset[tuple[str, str]]
    number: PrintedNumber
    whole: int | None = None
    steps: frozenset[str] = frozenset()

    @property
    def unit(self) -> str:
        """The unit as printed."""
        return self.text.split()[-1].lower().rstrip("s") if self.text.split() else ""

    @property
    def value(self) -> Fraction:
        """The number as printed, in the unit of its kind."""
        return self.low if self.low == self.high else (self.low + self.high) / 2

    def of(self, *categories: str) -> frozenset[str]:
        """What narrows it in some categories."""
        return frozenset(word for category, word in self.scope if category in categories)


@dataclass(frozen=True, slots=True)
class _Number:
    """A number of a sentence before it is known what is said of it."""

    kind: str
    number: PrintedNumber
    start: int
    end: int
    factor: Fraction = Fraction(1)
    noun: str = ""
    whole: int | None = None

    @property
    def slack(self) -> Fraction:
        """How far from the print the value may be: only spans of time are rounded."""
        return self.factor * self.number.step / 2 if self.kind == "time" else Fraction(0)


@kept
def statements(text: str) -> Iterator[Statement]:
    """Every statement of a sentence, by place."""
    found = _numbers(text)
    every, places = words_of(text), [one.start for one in found]
    wholes = {m.end("lead") for m in _LEAD.finditer(text)}
    lead = next((one for one in found if one.kind == "count" and one.start in wholes and one.start < _AT_START), None)
    for one in found:
        a, b = _clause(text, one.start, one.end)
        if named := _NAMED.search(text, max(0, one.start - 60), one.start) if text[one.start] in "nN" else None:
            a, b = named.start(), one.end
        opens = one.start in wholes and one.whole is None
        is_whole = one.kind == "count" and (opens or any(o.start < one.start < o.end for o in found))
        a, b = _item(text, one, found, a, b)
        near = frozenset() if is_whole else _near(text, one, a, b)
        noun, whole = one.noun or _share_of(text, one, found), one.whole
        if lead and one.kind == "count" and whole is None and one.start > lead.end and near:
            whole = int(lead.number.value)
        value = one.number.value * one.factor
        yield Statement(
            one.kind, noun, value - one.slack, value + one.slack, text[one.start : one.end], one.start, one.end, near,
            every, frozenset(_scope(text, a, b, one.start, one.end, places)), one.number, whole, stages(text[a:b]),
        )  # fmt: skip


def _numbers(text: str) -> list[_Number]:
    """How often, measurements and counts, by place and none twice."""
    found = [one for match in _OFTEN.finditer(text) if (one := _often(match)) is not None]
    taken = {at for one in found for at in range(one.start, one.end)}
    for match in _MEASURED.finditer(text):
        number = read_numeral(match["n"])
        if number is None or match.start() in taken or _is_age(text, match.start()):
            continue
        taken.update(range(match.start(), match.end()))
        kind, factor = _unit(match["unit"], text, match.end())
        if kind:
            found.append(_Number(kind, number, match.start(), match.end(), factor))
    for match in _SCORE.finditer(text):
        number, head = read_numeral(match[0]), max(0, match.start() - 16)
        if number is not None and match.start() not in taken and not _NO_SCORE.search(text, head, match.start()):
            found.append(_Number("score", number, match.start(), match.end()))
    for count in counts(text):
        start, end = count.start, count.end
        if {start, end - len(str(count.value)) if count.is_sample else start} & taken or _is_no_count(text, start, end):
            continue
        behind = _COUNTED.match(text, end)
        of = behind or _WHOLE.match(text, end)
        said = (behind["m"] or behind["m2"] if behind else of["m"]) if of else None
        noun = _noun(behind["noun"]) if behind else ""
        end = behind.end() if behind else end
        found.append(
            _Number("count", _whole(count.value), start, end, noun=noun, whole=value_of(said) if said else None)
        )
    return sorted(found, key=lambda one: one.start)


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
        or bool(_TIMES_LISTED.match(text, end))
        or bool(_ONE_IN.search(text, max(0, start - 22), start))
    )


def _whole(value: int) -> PrintedNumber:
    return PrintedNumber(str(value), Fraction(value), 0)


def _often(match: re.Match[str]) -> _Number | None:
    if match["adj"]:
        return _Number("interval", _whole(_EVERY[match["adj"].lower()]), match.start(), match.end("adj"))
    if match["abbr"]:
        unit, value = _ABBR[match["abbr"].lower().replace(".", "")]
    else:
        unit = {"daily": "day", "weekly": "week", "monthly": "month"}.get(match["unit"].lower(), match["unit"].lower())
        words = match["n"].lower()
        number = read_numeral(re.sub(r"\s?(?:times|×|x)$", "", words))
        value = _TIMES.get(words) or (int(number.value) if number is not None and number.decimals == 0 else 0)
    return _Number(f"times a {unit}", _whole(value), match.start(), match.end()) if value else None


def _unit(unit: str, text: str, end: int) -> tuple[str, Fraction]:
    plain = re.sub(r"\s", "", unit.lower())
    if plain in ("%", "percent"):
        product = _STRENGTH.match(text, end) or _STRENGTH_OF.search(text, max(0, end - 40), end)
        return ("strength" if product else "%"), Fraction(1)
    return _UNITS.get(plain) or _UNITS.get(plain.rstrip("s"), ("", Fraction(1)))


def _noun(word: str) -> str:
    return next((name for name, words in _KIND_OF_NOUN.items() if words.fullmatch(word)), word.lower().rstrip("s"))


def _share_of(text: str, one: _Number, found: list[_Number]) -> str:
    """What a percentage in brackets behind a count is a share of."""
    if one.kind != "%":
        return ""
    counted = (o for o in found if o.kind == "count" and 0 < one.start - o.end < 3 and "(" in text[o.end : one.start])
    return next((o.noun for o in counted), "")


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    reach = min(len(text), start + 9)
    before = [m.end() for m in _CUT.finditer(text, max(0, start - _CLAUSE), reach) if m.end() <= start]
    after = _CUT.search(text, end, min(len(text), end + _CLAUSE))
    left = before[-1] if before else max(0, start - _CLAUSE)
    return left, after.start() if after else min(len(text), end + _CLAUSE)


def _item(text: str, one: _Number, found: list[_Number], a: int, b: int) -> tuple[int, int]:
    """Of a clause that lists several counts, the item of this one: "partial response in 10", "12 were stable"."""
    if one.kind != "count" or sum(o.kind == "count" and a <= o.start < b for o in found) < _SEVERAL:
        return a, b
    parted = list(_PARTED.finditer(text, a, b))
    left = max((m.end() for m in parted if m.end() <= one.start), default=a)
    right = min((m.start() for m in parted if m.start() >= one.end), default=b)
    return (left, right) if words_of(text[left:right]) else (a, b)


def _near(text: str, one: _Number, a: int, b: int) -> frozenset[str]:
    """Content words of the clause, with the drug told before; all told before when a measurement stands alone."""
    words = words_of(text[a:b] if one.kind == "count" else text[a : one.start] + " " + text[one.end : b])
    if one.kind == "count" or (words and (words & DRUGS or one.kind not in COURSE)):
        return words
    left = max(0, one.start - _CLAUSE)
    before = words_of(text[max((m.end() for m in _STRONG.finditer(text, left, one.start)), default=left) : one.start])
    return words | (before & DRUGS) if words else before


def _scope(text: str, a: int, b: int, start: int, end: int, places: list[int]) -> Iterator[tuple[str, str]]:
    """What narrows a number: by words of its clause, and for statistics by words right before or behind it."""
    left = max([a, start - _NEAR, *(p for p in places if p < start)])
    right = min([b, end + _NEAR, *(p for p in places if p > start)])
    tight = text[left:start] + " | " + text[end:right]
    lead = _OPENING.match(
        text, max((m.end() for m in _STRONG.finditer(text, max(0, a - 200), a)), default=0) if a else 0
    )
    clause = (lead[0] if lead and lead.end() <= a else "") + text[a:start] + " | " + text[end:b]
    for match in STAT.finditer(text[max(a, left) : start]):
        yield "stat", match.lastgroup or ""
    if _AT_TIME.search(text, max(0, start - 8), start):
        yield "moment", "at"
    if NOT.search(clause):
        yield "not", "not"
    if PLANNED.search(clause):
        yield "plan", "planned"
    if TOTAL.search(tight):
        yield "total", "total"
    if text[start:end].lower().endswith("/day"):
        yield "per", "day"
    for match in PER.finditer(clause):
        yield "per", match["per"].lower()
    for match in GROUP.finditer(clause):
        name = match.lastgroup or ""
        yield (
            "group",
            match[name].lower().rstrip("s")
            if name in ("resp", "sex", "child", "arm", "letter", "sev", "model", "form")
            else name,
        )
    for match in TIME.finditer(clause):
        yield "time", time_of(match)
    for match in CASE.finditer(clause):
        yield "case", match["n"]


_LABEL_UNIT = lazy(
    r"(?:,|\(|\[)\s*(?P<unit>y|yr|years?|months?|mo|weeks?|wk|days?|d|g|mg|mL|mm|cm|%|mmol/L|mg/dL|g/dL)\b\)?", _I
)
_CELL = lazy(
    r"\s*(?P<n>\d{1,3}(?:,\d{3})+|\d{1,6}(?:\.\d{1,3})?)(?:\s?/\s?(?P<m>\d{1,6}))?(?:\s*\(?\s?(?P<p>\d{1,3}(?:\.\d)?)\s?%?\s?\))?(?=\s*(?:$|[(\[±%]|to\b|[-–]))"
)
_SHORT_UNITS = {"y": "year", "d": "day"}


def cell_statement(label: str, cell: str) -> Iterator[Statement]:
    """What a cell states of the label of its row: a count, or a measurement when the label names a unit."""
    match = _CELL.match(cell)
    number = read_numeral(match["n"]) if match else None
    near = words_of(label)
    if match is None or number is None or not near:
        return
    unit = _LABEL_UNIT.search(label)
    kind, factor = ("count", Fraction(1))
    if unit:
        name = unit["unit"].lower()
        kind, factor = _UNITS.get(name) or _UNITS.get(_SHORT_UNITS.get(name, name.rstrip("s")), ("%", Fraction(1)))
    elif cell.strip().endswith("%") and not match["p"] and not match["m"]:
        kind = "%"
    elif number.decimals:
        kind = "score"
    scope = {("stat", m.lastgroup or "") for m in STAT.finditer(label)}
    scope |= {("total", "total") for _ in TOTAL.findall(label)}
    scope |= {("time", time_of(m)) for m in TIME.finditer(label)}
    slack = factor * number.step / 2 if kind == "time" else Fraction(0)
    value = number.value * factor
    yield Statement(
        kind, "", value - slack, value + slack, match["n"], match.start("n"), match.end("n"), near, near,
        frozenset(scope), number, int(match["m"]) if match["m"] else None,
    )  # fmt: skip
