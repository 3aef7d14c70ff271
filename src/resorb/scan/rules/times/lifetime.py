"""Ages, births, years and lengths of one person, whatever the words: two of them give the third."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import combinations

from resorb.checks.arithmetic.rounding import written
from resorb.reading.lazy import lazy
from resorb.reading.numerals import NUMBER, read_numeral
from resorb.reading.times.ages import Age, ages, births
from resorb.reading.times.dates import Dated, dates
from resorb.reading.times.lengths import Length
from resorb.reading.times.timeline import plain_lengths
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times.dated import is_of_one
from resorb.scan.rules.times.dates import readable
from resorb.scan.rules.times.lifetime_apart import ON_ITS_DAY, ages_far_from_births, lasted, may_be_of_undated
from resorb.values.findings import Verdict
from resorb.values.spans import days_per

_I = re.IGNORECASE
_PAIR, _SHORT = 2, 500
_ANY_NUMBER = lazy(rf"(?<![\w.,]){NUMBER}(?![\w%]|[.,]\d)", _I)
_TIED = lazy(
    r"[\s-]*(?:later|afterwards|after|before|earlier|previously|prior|ago|history|into|course|on\b|since"
    r"|of\s+(?:the\s+)?(?:disease|illness"
    r"|dialysis|\w+\s+disease|symptoms|scleroderma|dermatomyositis))\b",
    _I,
)
_LEADS = lazy(r"\b(?:thus|hence|so|i\.e\.|that\s+is|duration|for|ill)\b[^.;,]{0,40}$", _I)
_HENCE = lazy(r"\b(?:thus|hence|so|i\.e\.|that\s+is)\b[^.;,]{0,20}$", _I)
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
_OF_AN_EVENT = lazy(r"\s*,?\s*(?:at\s+(?:the\s+)?(?:time\s+of\s+)?(?:the\s+)?|when\b)", _I)
_OF_A_VISIT = lazy(
    r"\s*,?\s*(?:at|on|when)\s+(?:the\s+time\s+of\s+|the\s+|his\s+|her\s+|our\s+|first\s+"
    r"|last\s+)*(?:presentation|referral|admission"
    r"|evaluation|examination|consultation|visit|seen|referred|review)\b",
    _I,
)
_LATER = lazy(
    r"\b(?:later|until|till|will|would|last|died|death|if|now|today|by\s+then|follow\w*|next|expected|should|may"
    r"|then|and\s+(?:at\s+)?\w+\s+at|than"
    r"|recurr\w*|again|relaps\w*|limit)\b",
    _I,
)
_PAST = lazy(r"\b(?:had|has|have|since|history|began|begun|diagnosed|onset|known|first|from|whose|before)\b", _I)
_NOW = lazy(r"\b(?:now|currently|today|at\s+present|last\s+(?:visit|review|follow-?up|contact))\b", _I)


@dataclass(frozen=True)
class _Story:
    """A sentence about one person, with the sentences before it about the same."""

    sentence: Sentence
    before: tuple[Sentence, ...]
    day_first: bool | None

    @cached_property
    def ages(self) -> list[Age]:
        """Ages of the sentence itself."""
        return ages(self.sentence.text)

    def years(self, *sentences: Sentence) -> list[Dated]:
        """Dates with a year that is no year of birth."""
        born = {b.start for s in sentences for b in births(s.text)}
        return [d for s in sentences for d in dates(s.text, self.day_first) if d.year and d.end - 4 not in born]


def _stories(text: Scanned) -> Iterator[_Story]:
    for sentence in readable(text):
        if is_of_one(sentence):
            before: list[Sentence] = []
            for one in text.before(sentence, _PAIR):
                if not is_of_one(one) or len(one.text) > _SHORT:
                    break
                before.append(one)
            yield _Story(sentence, tuple(before), text.day_first)


@rule(
    "years-between-ages",
    kind="time",
    doc="The years told with two ages of a person are the difference of the ages.",
    source="two ages and one length; any number of the sentence that fits explains it; a year, or a tenth, left free",
)
def years_between_ages(text: Scanned) -> Iterator[Mark]:
    """A 52-year-old with an eight-year history, begun at 47; 38, and seven years later 41."""
    for story in _stories(text):
        said, found = story.sentence.text, story.ages
        own = bool(found) or "year" in said
        if own and len(found) < _PAIR and story.before and not plain_lengths(story.before[0].text):
            found = [*ages(story.before[0].text), *found]
        places = {a.start for a in story.ages}
        told = [
            one for one in plain_lengths(said)
            if one.unit in ("year", "month") and not places & set(range(one.start, one.end)) and _is_tied(said, one)
        ]  # fmt: skip
        if len(found) != _PAIR or len(told) != 1 or found[0].low == found[1].low:
            continue
        one, (a, b) = told[0], found
        years = _years(one)
        slack = max(a.step, b.step, 1 if one.unit == "year" else Fraction(1, 2)) + years / 10
        if abs(abs(a.low - b.low) - years) > slack and not _explained(said, one, (a, b), years):
            low, high = sorted((a.low, b.low))
            gap, words = written(high - low), said[one.start : one.end]
            yield story.sentence.at(one.start, one.end).mark(
                "years-between-ages", Verdict.ASSUMES,
                f"Between {written(low)} and {written(high)} years of age lie {gap} years, not {words}.",
                computed=f"{gap} years", arithmetic=f"{written(high)} − {written(low)} = {gap}",
                suggestion=f"{gap} years, or another age", assumption="the length is the time between the two ages",
            )  # fmt: skip


def _years(one: Length) -> Fraction:
    return one.value * days_per(one.unit) / days_per("year")


def _is_tied(said: str, one: Length) -> bool:
    head = said[max(0, one.start - 60) : one.start]
    if _OTHER.search(head):
        return False
    if _SECOND.search(head):
        return _HENCE.search(head) is not None
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


_YEAR = lazy(r"(?<![\d,])(?:19|20)\d\d(?![\d.,]\d|\d)")


@lru_cache(maxsize=1)
def printed_years(text: Scanned) -> frozenset[int]:
    """Years printed anywhere in the document: a letter is dated in its head."""
    return frozenset(int(m[0]) for s in text.sentences for m in _YEAR.finditer(s.text))


@rule(
    "age-birth-and-years",
    kind="time",
    doc="An age told of a person whose year of birth is known fits one of the years told with it.",
    source="a year of the sentence − the year of birth, or one less; births and years of the two sentences before",
)
def age_birth_and_years(text: Scanned) -> Iterator[Mark]:
    """Born in 1951, seen in 2014 when aged 72; born in 1984, operated on in 1979."""
    near = list(_ages_near_births(text))
    yield from near
    said = {(id(mark.passage), mark.start) for mark in near}
    yield from (mark for mark in ages_far_from_births(text) if (id(mark.passage), mark.start) not in said)


def _ages_near_births(text: Scanned) -> Iterator[Mark]:
    for story in _stories(text):
        own = births(story.sentence.text)
        near = () if own else story.before
        born = {b.year for s in (story.sentence, *near) for b in births(s.text)}
        if len(born) != 1:
            continue
        birth = born.pop()
        here, every = story.years(story.sentence), story.years(story.sentence, *near)
        for one in here:
            if one.year is not None and one.year < birth:
                yield story.sentence.at(one.start, one.end).mark(
                    "age-birth-and-years", Verdict.FAILS, f"{one.year} lies before the birth in {birth}.",
                    computed=f"{one.year} < {birth}", arithmetic=f"{one.year} < {birth}",
                    suggestion="correct one of the two years",
                )  # fmt: skip
        yield from _in_those_years(story.sentence, birth)
        years = sorted({d.year - birth for d in here or every if d.year})
        for age in story.ages if years else ():
            if age.kind == "since" or age.step < 1 or any(d.year and d.year - birth - age.low in (0, 1) for d in every):
                continue
            if lasted(story.sentence.text, age) or (
                not here and may_be_of_undated(text, story.sentence, age.low - years[-1])
            ):
                continue
            # "Diagnosed at 24", in a letter of later years: when is not told.
            if age.kind == "then" and age.low < years[0] and not _in_its_clause(story.sentence.text, age, here):
                continue
            lengths = plain_lengths(story.sentence.text)
            if any(abs(age.low - other.low) == n.value for other in story.ages for n in lengths):
                continue
            if any(year - birth - age.low in (0, 1) for year in printed_years(text)):
                continue
            shown = " or ".join(str(n) for n in years[:3])
            yield story.sentence.at(age.start, age.end).mark(
                "age-birth-and-years", Verdict.FAILS if len(years) == 1 else Verdict.ASSUMES,
                f"Who was born in {birth} is not {written(age.low)} in any year told here ({shown}).", computed=shown,
                arithmetic="; ".join(f"{birth + n} − {birth} = {n}" for n in years[:3]),
                suggestion="correct the age, the year, or the year of birth",
                assumption=None if len(years) == 1 else "the age belongs to one of these years",
            )  # fmt: skip


def _in_its_clause(said: str, age: Age, held: list[Dated]) -> bool:
    """Whether a year stands in the clause of an age, as far as semicolons part them."""
    start, end = said.rfind(";", 0, age.start), said.find(";", age.end)
    return any(start < one.start and (end < 0 or one.end <= end) for one in held)


_AT_THAT_AGE = lazy(
    rf"\b(?:at|aged)\s+(?:the\s+age\s+of\s+|age\s+)?(?P<n>{NUMBER})(?:\s+years?)?(?:\s+of\s+age|\s+old)?,?\s*\(?"
    r"(?:(?:that\s+is,?|i\.e\.,?)\s*)?(?:in\s+|on\s+)(?:[A-Z]\w+\s+)?(?P<year>(?:19|20)\d\d)\b"
)


def _in_those_years(sentence: Sentence, birth: int) -> Iterator[Mark]:
    """An age with its own year: "at 6 years, in 2015"."""
    for m in _AT_THAT_AGE.finditer(sentence.text):
        number = read_numeral(m["n"])
        lived = int(m["year"]) - birth
        if number is not None and number.value not in (lived, lived - 1):
            yield sentence.at(m.start("n"), m.end("year")).mark(
                "age-birth-and-years", Verdict.FAILS, f"Born in {birth}, one is {lived - 1} or {lived} in {m['year']}.",
                computed=str(lived), arithmetic=f"{m['year']} − {birth} = {lived}",
                suggestion=f"{lived - 1} or {lived}, or another year",
            )  # fmt: skip


@rule(
    "ages-and-years",
    kind="time",
    doc="Between two years a person ages by as many years.",
    source="the difference of two ages is that of two years of the sentence, give or take one for the birthday; the "
    "past lies after the birth",
)
def ages_and_years(text: Scanned) -> Iterator[Mark]:
    """71 in 2003 and 73 in 2011; a 34-year-old seen in 2013 had no transplant in 1975."""
    for story in _stories(text):
        told = story.years(story.sentence)
        years = sorted({d.year for d in told if d.year})
        whole = [a for a in story.ages if a.step == 1 and a.kind != "since"]
        if len(years) < _PAIR or births(story.sentence.text):
            continue
        if len(whole) == _PAIR == len(story.ages):
            gap = abs(whole[0].low - whole[1].low)
            if gap and not any(abs(y - x - gap) <= 1 for x, y in combinations(years, 2)):
                shown = " or ".join(str(y - x) for x, y in combinations(years, 2))
                yield _two(story.sentence, "ages-and-years", whole, f"{shown} years between the years told", "years")
        if len(whole) == 1 == len(story.ages) and whole[0].kind == "now" and not _is_of_event(story, whole[0]):
            born = years[-1] - whole[0].high
            for one in told:
                if one.year and one.year < born and _PAST.search(story.sentence.text[: one.start]):
                    yield story.sentence.at(one.start, one.end).mark(
                        "ages-and-years", Verdict.ASSUMES,
                        f"Who is {written(whole[0].low)} in {years[-1]} was born after {one.year}.",
                        computed=f"born about {years[-1] - whole[0].low}",
                        arithmetic=f"{years[-1]} − {written(whole[0].low)} = {years[-1] - whole[0].low}",
                        suggestion="correct the age or one of the years", assumption="it is told of this person",
                    )  # fmt: skip


def _is_of_event(story: _Story, age: Age) -> bool:
    said = story.sentence.text
    if ON_ITS_DAY.search(said[max(0, age.start - 30) : age.start]):
        return True
    return bool(_OF_AN_EVENT.match(said, age.end)) and not _OF_A_VISIT.match(said, age.end)


def _two(sentence: Sentence, check: str, pair: list[Age], real: str, what: str) -> Mark:
    one, two = sorted(pair, key=lambda age: age.start)
    words = f"{written(one.low)} and {written(two.low)}"
    return sentence.at(two.start, two.end).mark(
        check, Verdict.ASSUMES, f"The ages {words} do not fit the {what} told with them: {real}.", computed=real,
        arithmetic=f"|{written(two.low)} − {written(one.low)}| = {written(abs(two.low - one.low))}; {real}",
        suggestion="correct one of the two ages, or a year", assumption="both ages are of one person, in these years",
    )  # fmt: skip


@rule(
    "ages-of-a-life",
    kind="time",
    doc="Nothing of a person's past has a higher age, or lasts longer, than the person is old now.",
    source="the present age of the sentence, or of one before, against ages and lengths told of the past",
)
def ages_of_a_life(text: Scanned) -> Iterator[Mark]:
    """Now 8, calcinosis at 9; aged 57, ill for 61 years; onset at 15, first treated aged 12."""
    for story in _stories(text):
        said, found = story.sentence.text, story.ages
        now = [a for a in found if a.kind == "now" and not _is_of_event(story, a)]
        earlier = [a for s in story.before for a in ages(s.text)]
        if not now and story.before:
            told = [(a, s.text) for s in story.before for a in ages(s.text)]
            present = [a for a, words in told if a.kind == "now" and not _OF_AN_EVENT.match(words, a.end)]
            now = present if len(present) == 1 else []
        if len(now) == 1:
            at = now[0].end if now[0] in found else 0
            for age in found:
                head = said[at : age.start] if age.start >= at else said[: age.start]
                if age is not now[0] and age.low >= now[0].high and _PAST.search(head) and not _LATER.search(head):
                    yield _older(story.sentence, age, now[0])
            if now[0] in found and _NOW.search(said[max(0, now[0].start - 30) : now[0].end + 30]):
                high = [a for a in earlier if a.low >= now[0].high]
                if high:
                    yield _older(story.sentence, now[0], high[0])
            for length in plain_lengths(said) if now[0] in found else ():
                lasts = _LASTS.search(said[: length.start][-90:]) or _HISTORY.match(said, length.end)
                if length.start >= now[0].end and _years(length) > now[0].high and lasts:
                    yield _older(story.sentence, length, now[0])
        yield from _in_stages(story.sentence, found)


def _in_stages(sentence: Sentence, found: list[Age]) -> Iterator[Mark]:
    """Onset, diagnosis and death in this order; onset before the first treatment."""
    said = sentence.text
    for one, two in combinations(found, 2):
        first, second = _stage(said, one), _stage(said, two)
        if first is not None and second is not None and first != second:
            old, young = (one, two) if first < second else (two, one)
            if old.low >= young.high:
                yield _older(sentence, two, one)
            continue
        onset = one.kind != "now" and _ONSET.search(said[max(0, one.start - 70) : one.start])
        treated = _TREATED.search(said[max(one.end, two.start - 70) : two.start])
        if onset and treated and two.high <= one.low and not _BEFORE.search(said[one.end : two.start]):
            yield _older(sentence, two, one)


def _stage(said: str, age: Age) -> int | None:
    """0 for an age at onset, 1 at diagnosis, 2 at death; None for others, and where it is the onset of something."""
    for number, words in enumerate(_STAGES):
        if re.match(
            rf"\s*(?:years?\s*)?(?:old\s+)?(?:at|when)\s+(?:the\s+)?(?:{words})\b(?!\s+of\b)", said[age.end :], _I
        ):
            return number
        if re.search(rf"\bage\s+at\s+(?:the\s+)?(?:{words})(?:\s+was|\s+of|:|,|=)?\s*$", said[: age.start][-50:], _I):
            return number
    return None


_STAGES = (r"onset|first\s+symptoms?", "diagnosis|biopsy", r"death|last\s+follow-up|last\s+visit")


def _older(sentence: Sentence, one: Age | Length, other: Age) -> Mark:
    words = sentence.text[one.start : one.end]
    return sentence.at(one.start, one.end).mark(
        "ages-of-a-life", Verdict.ASSUMES, f"“{words}” cannot stand beside the age of {written(other.low)} years.",
        computed=f"{words} against {written(other.low)}", arithmetic=f"{words} against {written(other.low)}",
        suggestion="correct one of the two", assumption="both are told of the same person and illness",
    )  # fmt: skip


_LASTS = lazy(
    r"\b(?:has|have|had|having|history|with|since|treated|received|been)\b[^.;]{0,70}\bfor\s+(?:the\s+(?:last"
    r"|past)\s+)?$",
    _I,
)
_HISTORY = lazy(r"[\s-]*(?:history|course)\b", _I)
_ONSET = lazy(
    r"\b(?:onset|beg[au]n|appeared|developed|diagnosed|noticed|arose|fell\s+ill|first\s+symptoms?)\b[^.;]{0,60}$", _I
)
_TREATED = lazy(
    r"\b(?:treated|given|received|started|operated|excised|removed|referred|presented|seen|died|death"
    r"|diagnosed)\b[^.;]{0,60}$",
    _I,
)
_BEFORE = lazy(r"\b(?:had|before|previous\w*|earlier|since|until|another|other|different|unrelated)\b", _I)
