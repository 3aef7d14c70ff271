"""A dose, how often it is taken in a day, and what that makes: "1.6 g with each of three meals (4.8 g daily)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from resorb.reading.doses.frequencies import how_often
from resorb.reading.doses.quantities import Quantity, number_in, quantities
from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.doses.arithmetic import not_summed
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text

_I = re.IGNORECASE
_N = rf"(?:\d{{1,2}}|(?:{WORD}))"
_MEALS = lazy(
    rf"\b(?:with|at|before|after|during) (?:each|every|all)? ?(?:of )?(?:the |his |her "
    rf"|their )?(?:(?P<n>{_N}) )?(?:main |daily )?"
    r"(?P<meal>meals?|mealtimes?)\b(?: (?P<m>\w+) times)?",
    _I,
)
_HOURLY = lazy(
    rf"\b(?:every|each|q\.?)\s?(?P<n>{_N})[\s-]?(?:h\b|hours\b|hrs?\b)|\b(?P<m>{_N})[\s-](?:hourly|hrly)\b", _I
)
_DAY_PARTS = lazy(r"\b(?:morning and (?:evening|night)|night and morning|evening and morning)\b", _I)
_SHORT = lazy(
    r"(?<!\w)(?P<two>b\.?d\.?|b\.?i\.?d\.?)(?!\w)|(?<!\w)(?P<three>t\.?d\.?s\.?|t\.?i\.?d\.?)(?!\w)"
    r"|(?<!\w)(?P<four>q\.?d\.?s\.?|q\.?i\.?d\.?)(?!\w)",
    _I,
)
_JOIN = lazy(
    r"(?:\s?[(\[]\s?|(?P<is>\s?=\s?)|\s?→\s?|(?P<comma>,\s)"
    r"|,? (?:that is|i\.e\.|hence|making|giving|for a total of|a total of|totalling"
    r"|thus),? )(?:=|i\.e\.,? |that is,? |a total of |total(?: of)? |about |making |so )?$",
    _I,
)
_A_DAY = lazy(
    r"\s?(?:daily|/\s?(?:day|d\b|24 ?h)|(?:a|per|each|in a|every) day|in 24 ?h(?:ours)?|in all (?:each|per|a) day)", _I
)
_OVER = lazy(r"\b(?:for|over|during|until|till|on|in)\b|\d\s?(?:d\b|days|weeks|doses)|[x×]", _I)
_ENDS = lazy(r"\s?(?:[)\].;,]|$)", _I)
_CHANGED = lazy(
    r"\b(?:then|increas\w+|rais\w+|reduc\w+|titrat\w+|up to|max\w*|later|from|instead|after|before|until|plus|and"
    r"|prn|as (?:needed|required)|when needed|used|on average|total of the)\b",
    _I,
)
_ANOTHER = lazy(r"\b(?:before|previously|earlier|initially|at first|until|if|max\w*|later|thereafter|planned)\b", _I)
"""Behind an amount of another time."""
_BEFORE = lazy(rf"(?P<n>\b{_N})\s?(?:[×x]|tablets? of|capsules? of|sachets? of|of)?\s?$", _I)
_TABLETS = lazy(r"\s(?:tablets?|capsules?|sachets?|tabs?|caps?|patch(?:es)?|puffs?)\b", _I)
_SO_MANY = lazy(rf"\b(?P<n>{_N}) (?:tablets?|capsules?|sachets?|tabs?|caps?|puffs?)\b", _I)
_EACH_OF = lazy(rf",\s(?P<n>{_N})\s(?:tablets?|capsules?|sachets?|tabs?|caps?)\s(?!of\b)", _I)
"""Behind the strength of a tablet: "800 mg, two tablets three times a day"."""
_A_GRAM = 1000
_FARTHEST = 70


@rule(
    "dose-times-a-day",
    kind="dose-arithmetic",
    doc="What a dose makes in a day is the dose times how often it is taken, of any drug.",
    source="exact arithmetic; one part in fifty is allowed for rounding",
)
def dose_times_a_day(text: Scanned) -> Iterator[Mark]:
    """A dose, how often, and in brackets or behind a sign its amount per day."""
    found = [mark for sentence in text.sentences for mark in _judged(sentence)]
    yield from not_summed(text, found, (Verdict.FAILS,))


def _judged(sentence: Sentence) -> Iterator[Mark]:
    said = sentence.text
    if not any(word in said for word in ("day", "daily", "24", "/d", "=")):
        return
    masses = [q for q in quantities(said) if q.kind == "mass" and q.exact]
    for dose, result in pairwise(masses):
        between = said[dose.end : result.start]
        joined = _JOIN.search(between)
        if joined is None or len(between) > _FARTHEST:
            continue
        alone = joined["is"] or (between[joined.start() :].strip() in "([" and not _OVER.search(between))
        if not _A_DAY.match(said, result.end) and (not alone or not _ENDS.match(said, result.end)):
            continue
        if _ANOTHER.search(said, result.end, result.end + 40):
            continue
        way = between[: joined.start()]
        if _CHANGED.search(way.replace("night and morning", "").replace("morning and", "")) or re.search(
            r"[.;]\s", way
        ):
            continue
        found = _a_day(way)
        if found is None or dose.exact is None or result.exact is None:
            continue
        times, is_sure = found
        is_sure = is_sure and not joined["comma"]
        each = _EACH_OF.match(way)
        many = number_in(each["n"]) if each is not None and dose.exact < _A_GRAM else None
        if many is not None and many.value > 1:
            is_sure = is_sure and not any(_is_close(dose.exact * times * n, result) for n in _several(said, dose, way))
            several = [many.value]
        else:
            several = list(_several(said, dose, way))
        if any(_is_close(dose.exact * times * n, result) for n in several):
            continue
        exact = dose.exact * times * max(several)
        scale = result.step / result.number.step
        unit = said[result.start : result.end].split()[-1].lstrip("0123456789.,")
        shown = f"{as_text(exact / scale)} {unit} a day"
        how = f"{said[dose.start : dose.end]} × {as_text(exact / dose.exact)} = {shown}"
        yield sentence.at(result.start, result.end).mark(
            "dose-times-a-day", Verdict.FAILS if is_sure else Verdict.ASSUMES, f"This does not follow: {how}.",
            computed=shown, arithmetic=how, suggestion=shown,
            assumption=None if is_sure else "each tablet has this dose" if many else "it is what is taken in a day",
        )  # fmt: skip


def _a_day(way: str) -> tuple[Fraction, bool] | None:
    """How many times a day the words between the dose and the sum say, and whether they leave no doubt."""
    found: list[tuple[Fraction, bool]] = []
    for match in _MEALS.finditer(way):
        number = number_in(match["n"] or match["m"] or "") if match["n"] or match["m"] else None
        found.append((number.value, True) if number is not None else (Fraction(3), False))
    for match in _HOURLY.finditer(way):
        number = number_in(match["n"] or match["m"])
        if number is not None and number.value and 24 % number.value == 0:
            found.append((24 / number.value, True))
    found += [(Fraction(2), True) for _ in _DAY_PARTS.finditer(way)]
    short = [Fraction(2 if m["two"] else 3 if m["three"] else 4) for m in _SHORT.finditer(way)]
    found += [(one, True) for one in short]
    if not short and not found:
        found += [(one.per_week / 7, True) for one in how_often(way)]
    numbers = {times for times, _ in found}
    if len(numbers) == 2 and any(not sure for _, sure in found):
        found = [one for one in found if one[1]]  # "with meals, three times a day"
        numbers = {times for times, _ in found}
    if len(numbers) != 1:
        return None
    times = numbers.pop()
    return (times, any(sure for _, sure in found)) if times > 1 else None


def _several(said: str, dose: Quantity, way: str) -> Iterator[Fraction]:
    """So many tablets of the dose each time; one when none are told."""
    yield Fraction(1)
    before = _BEFORE.search(said, max(0, dose.start - 25), dose.start)
    behind = _SO_MANY.search(way)
    for match in (before, behind):
        number = number_in(match["n"]) if match is not None else None
        if number is not None:
            yield number.value
    if _TABLETS.match(said, dose.end) and behind is None:
        yield from (Fraction(n) for n in (2, 3, 4))


def _is_close(exact: Fraction, result: Quantity) -> bool:
    printed = result.exact or Fraction(0)
    return abs(exact - printed) <= max(exact / 50, result.step / 2)
