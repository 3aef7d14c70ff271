"""Ages, births, years and lengths of one person, whatever the words: two of them give the third."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from resorb.checks.arithmetic.rounding import written
from resorb.reading.ages import Age, ages, births, is_of_several
from resorb.reading.dates import dates
from resorb.reading.lazy import lazy
from resorb.reading.lengths import Length
from resorb.reading.numerals import NUMBER, read_numeral
from resorb.reading.timeline import plain_lengths
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times_dates import QUOTED, readable
from resorb.scan.rules.times_told import SEVERAL
from resorb.values.findings import Verdict
from resorb.values.spans import days_per

_I = re.IGNORECASE
_PAIR, _SHORT = 2, 500
_ANY_NUMBER = lazy(rf"(?<![\w.,]){NUMBER}(?![\w%]|[.,]\d)", _I)
_TIED = lazy(
    r"[\s-]*(?:later|afterwards|after|before|earlier|previously|prior|ago|history|into|course|on\b|since"
    r"|of\s+(?:the\s+)?(?:disease|illness|dialysis"
    r"|\w+\s+disease|symptoms|scleroderma|dermatomyositis))\b",
    _I,
)
_LEADS = lazy(r"\b(?:thus|hence|so|i\.e\.|that\s+is|duration|for)\b[^.;,]{0,40}$", _I)
_OTHER = lazy(
    r"\b(?:each|every|per|median|mean|another|further|last|next|nearly|almost|over|more|less|least|up\s+to"
    r"|of\s+which)\s+(?:\w+\s+)?$",
    _I,
)
_SECOND = lazy(
    r"\b(?:and|with|,)\s+(?:(?:had|has|with|had\s+had)\s+)?[a-z]+(?:\s+[a-z]+){0,3}\s+for\s+(?:the\s+(?:last"
    r"|past)\s+)?$",
    _I,
)


def _alone(said: str) -> bool:
    return not is_of_several(said) and not SEVERAL.search(said) and not QUOTED.search(said)


@rule(
    "years-between-ages",
    kind="time",
    doc="The years told with two ages of a person are the difference of the ages.",
    source="two ages and one length; any number of the sentence that fits explains it; a year, or a tenth, left free",
)
def years_between_ages(text: Scanned) -> Iterator[Mark]:
    """A 52-year-old with an eight-year history, begun at 47."""
    for sentence in readable(text):
        said = sentence.text
        if not _alone(said):
            continue
        found = ages(said)
        if not found:
            continue
        before = next(text.before(sentence), None)
        if len(found) == 1 and before is not None and len(before.text) < _SHORT and _alone(before.text):
            found = [*(ages(before.text) if not plain_lengths(before.text) else []), *found]
        places = {a.start for a in found}
        told = [
            one for one in plain_lengths(said)
            if one.unit in ("year", "month") and not places & set(range(one.start, one.end)) and _tied(said, one)
        ]  # fmt: skip
        if len(found) != _PAIR or len(told) != 1 or found[0].low == found[1].low:
            continue
        one, (a, b) = told[0], found
        years = one.value * days_per(one.unit) / days_per("year")
        slack = max(a.step, b.step, 1 if one.unit == "year" else Fraction(1, 2)) + years / 10
        gap = abs(a.low - b.low)
        if abs(gap - years) <= slack or _explained(said, one, (a, b), years):
            continue
        yield _between(sentence, one, a, b)


def _tied(said: str, one: Length) -> bool:
    head = said[max(0, one.start - 60) : one.start]
    if _OTHER.search(head) or _SECOND.search(head):
        return False
    return bool(_TIED.match(said, one.end) or _LEADS.search(head) or one.is_joined)


def _explained(said: str, one: Length, pair: tuple[Age, Age], years: Fraction) -> bool:
    """Whether some other number of the sentence lies so many years from one of the ages."""
    for m in _ANY_NUMBER.finditer(said):
        number = read_numeral(m[0])
        if number is None or one.start <= m.start() < one.end or number.value in {a.low for a in pair}:
            continue
        if any(abs(abs(number.value - a.low) - years) <= 1 for a in pair):
            return True
    return False


def _between(sentence: Sentence, one: Length, a: Age, b: Age) -> Mark:
    low, high = sorted((a.low, b.low))
    gap, words = written(high - low), sentence.text[one.start : one.end]
    return sentence.at(one.start, one.end).mark(
        "years-between-ages", Verdict.ASSUMES, f"Between {written(low)} and {written(high)} years of age lie {gap} "
        f"years, not {words}.", computed=f"{gap} years", arithmetic=f"{written(high)} − {written(low)} = {gap}",
        suggestion=f"{gap} years, or another age", assumption="the length is the time between the two ages",
    )  # fmt: skip


@rule(
    "age-birth-and-years",
    kind="time",
    doc="An age told of a person whose year of birth is known fits one of the years told with it.",
    source="a year of the sentence − the year of birth, or one less; births and years of the two sentences before",
)
def age_birth_and_years(text: Scanned) -> Iterator[Mark]:
    """Born in 1951, seen in 2014 when aged 72."""
    for sentence in readable(text):
        said = sentence.text
        found = [a for a in ages(said) if a.kind != "since" and a.step >= 1] if _alone(said) else []
        near = [sentence, *text.before(sentence, _PAIR)]
        born = [(b, s) for s in near if _alone(s.text) for b in births(s.text)]
        if not found or len({b.year for b, _ in born}) != 1 or not all(_alone(s.text) for s in near):
            continue
        birth = born[0][0].year
        here = _years(sentence, text, birth)
        every = {y for s in near for y in _years(s, text, birth)}
        years = here or every
        if not years:
            continue
        for one in found:
            if any(y - birth - 1 <= one.low <= y - birth for y in every):
                continue
            if any(abs(one.low - other.low) == n.value for other in found for n in plain_lengths(said)):
                continue
            shown = " or ".join(str(y - birth) for y in sorted(years)[:3])
            yield sentence.at(one.start, one.end).mark(
                "age-birth-and-years", Verdict.FAILS if len(years) == 1 else Verdict.ASSUMES,
                f"Who was born in {birth} is not {written(one.low)} in any year told here ({shown}).", computed=shown,
                arithmetic="; ".join(f"{y} − {birth} = {y - birth}" for y in sorted(years)[:3]),
                suggestion="correct the age, the year, or the year of birth",
                assumption=None if len(years) == 1 else "the age belongs to one of these years",
            )  # fmt: skip


def _years(sentence: Sentence, text: Scanned, birth: int) -> set[int]:
    return {d.year for d in dates(sentence.text, text.day_first) if d.year and d.year != birth}


@rule(
    "ages-of-a-life",
    kind="time",
    doc="Of a person's ages told in order, with the years between them, none steps back.",
    source="the present age is the highest; what is told as later has the higher age",
)
def ages_of_a_life(text: Scanned) -> Iterator[Mark]:
    """Onset at 15, first treated aged 12."""
    for sentence in readable(text):
        said = sentence.text
        found = ages(said) if _alone(said) else []
        for one, two in combinations(found, 2):
            onset = _ONSET.search(said[max(0, one.start - 70) : one.start]) and one.kind != "now"
            treated = _TREATED.search(said[max(one.end, two.start - 70) : two.start])
            if onset and treated and two.high <= one.low and not _PAST.search(said[one.end : two.start]):
                yield sentence.at(two.start, two.end).mark(
                    "ages-of-a-life", Verdict.ASSUMES,
                    f"What began at {written(one.low)} was not treated at {written(two.low)}.",
                    computed=f"{written(two.low)} < {written(one.low)}",
                    arithmetic=f"{written(two.low)} < {written(one.low)}", suggestion="correct one of the two ages",
                    assumption="both ages are of the same illness",
                )  # fmt: skip


_ONSET = lazy(
    r"\b(?:onset|beg[au]n|appeared|developed|diagnosed|noticed|arose|fell\s+ill|first\s+symptoms?)\b[^.;]{0,60}$", _I
)
_TREATED = lazy(
    r"\b(?:treated|given|received|started|operated|excised|removed|referred|presented|seen|died|death)\b[^.;]{0,60}$",
    _I,
)
_PAST = lazy(r"\b(?:had|before|previous\w*|earlier|since|until|another|other|different|unrelated)\b", _I)
