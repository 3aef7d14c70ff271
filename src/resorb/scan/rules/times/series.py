"""Series of injections between two dates, and lengths that a later word takes up again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.reading.doses.drug_names import drug_names
from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD, read_numeral
from resorb.reading.times.dates import Dated, dates
from resorb.reading.times.lengths import Length, lengths, moments
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times.dates import LONGEST, readable, written_date
from resorb.values.findings import Verdict

_SERIES = lazy(
    rf"\b(?P<n>\d{{1,3}}|{WORD})\s+(?:consecutive\s+)?(?P<every>daily|once-weekly|weekly|fortnightly|two-weekly"
    rf"|monthly)\s+"
    r"(?:(?!and\b|or\b)[a-z-]+\s+){0,3}?(?:injections|infusions|sessions|treatments|doses|visits|applications"
    r"|cycles)\b",
    re.IGNORECASE,
)
_STEP = {"daily": 1, "weekly": 7, "once-weekly": 7, "fortnightly": 14, "two-weekly": 14, "monthly": 28}
_BEGIN = lazy(r"\b(?:begin\w*|began|start\w*|first|from|between|commenc\w*)\b[^.;\d]{0,40}$", re.IGNORECASE)
_END = lazy(r"\b(?:end\w*|last|finish\w*|to|until|till|and|complet\w*|final|stopp\w*)\b[^.;\d]{0,40}$", re.IGNORECASE)


@rule(
    "series-fits-dates",
    kind="time",
    doc="As many weekly or monthly injections as printed fit between the first and the last date.",
    source="(number − 1) × the days between two; a month is at least 28 days; a tenth may be missing",
)
def series_fits_dates(text: Scanned) -> Iterator[Mark]:
    """Six weekly injections take five weeks."""
    first = text.day_first
    for sentence in readable(text):
        said = sentence.text
        series = list(_SERIES.finditer(said)) if re.search("daily|ly ", said) else []
        found = [d for d in dates(said, first) if d.day is not None and not d.fault]
        if len(series) != 1 or len(found) != 2:
            continue
        number = read_numeral(series[0]["n"])
        one, two = found
        years = {d.year for d in found if d.year}
        if number is None or (len(years) > 1 and None in (one.year, two.year)):
            continue
        if not _BEGIN.search(said[max(0, one.start - 60) : one.start]) or not _END.search(said[one.end : two.start]):
            continue
        year = next(iter(years), 2001)
        one, two = (d if d.year else Dated(d.start, d.end, year, d.month, d.day) for d in found)
        if one.days is None or two.days is None:
            continue
        gap = two.days - one.days
        need = (number.value - 1) * _STEP[series[0]["every"].lower()]
        if gap.high is None or gap.high < 0 or gap.high >= need * Fraction(9, 10):
            continue
        start, end = found[1].start, found[1].end
        real = f"{gap.high} days"
        yield sentence.at(start, end).mark(
            "series-fits-dates", Verdict.FAILS, f"{series[0][0]} take {need} days, not {real}.",
            computed=real, arithmetic=f"({number.value} − 1) × {_STEP[series[0]['every'].lower()]} = {need} days; "
            f"{written_date(two)} − {written_date(one)} = {real}",
            suggestion="correct the number, how often, or one of the dates",
        )  # fmt: skip


_NOUN = (
    r"(?P<noun>course|regimen|treatment|therapy|period|phase|washout|wash-out|trial|follow-up|study|interval|run-in)"
)
_THIS = lazy(r"\b(?:this|these|that|the\s+same|the\s+said)\s*$", re.IGNORECASE)
_FOLLOW = lazy(r"\bfollow|\bobserv|\binterval\b", re.IGNORECASE)
_THE = lazy(
    r"\b(?:(?:end|completion|close|course|rest)\s+of|during|after|throughout|completed|completing|finished)\s+"
    r"(?:the|her|his|their)\s*$",
    re.IGNORECASE,
)
_NAMED = lazy(
    rf"[\s-]*(?:long[\s-]+)?(?:(?:treatment|study|observation|follow-up|topical|intravenous)\s+)?{_NOUN}\b",
    re.IGNORECASE,
)
_OVERALL = lazy(r"\b(?:overall|in\s+total|in\s+all|altogether)\b[^;]{0,120}?\bover\s+(?:a|an|the)\s*$", re.IGNORECASE)
_WENT_ON = lazy(
    r"\b(?:another|additional\w*|further|second|third|extended|extension|prolonged|continued|again|resum\w+"
    r"|re-?start\w*"
    r"|re-?introduc\w+|more|next|then|both|each|other|interrupt\w*|two\s+courses|planned|shortened|ended\s+early"
    r"|prematurely|instead"
    r"|of\s+the\s+\d)\b",
    re.IGNORECASE,
)
_FOR = lazy(
    r"\b(?:treated|given|received|applied|infused|continued|lasted|administered|therapy|treatment"
    r"|course)\b[^.;]{0,50}?"
    r"\b(?:for|of)\s*$",
    re.IGNORECASE,
)


@rule(
    "taken-up-again",
    kind="time",
    doc="A course or period that a later sentence takes up again has the same length there.",
    source="comparison under each length of a month; each number stands for half a unit either way",
)
def taken_up_again(text: Scanned) -> Iterator[Mark]:
    """A 4-month course is given; after this 4-month regimen, or overall over a 4-month period, …."""
    for sentence in readable(text):
        for one in lengths(sentence.text):
            if not one.is_joined or one.bound or one.unit in ("h", "min") or not _NAMED.match(sentence.text, one.end):
                continue
            head = sentence.text[max(0, one.start - 150) : one.start]
            is_this = _THIS.search(head) is not None
            if is_this:
                earlier = list(text.before(sentence))
            elif (_THE.search(head) or _OVERALL.search(head)) and not _WENT_ON.search(sentence.text):
                earlier = list(text.before(sentence, 4))
            else:
                continue
            found = _course_of(earlier, is_this=is_this)
            if (
                found is None
                or not _same_thing(sentence, one, *found)
                or found[1].days(found[1].step / 2).meets(one.days(one.step / 2))
            ):
                continue
            before, named = found
            words, other_words = sentence.text[one.start : one.end], before.text[named.start : named.end]
            yield sentence.at(one.start, one.end).mark(
                "taken-up-again", Verdict.FAILS, f"It was {other_words} before, here it is {words}.",
                computed=other_words, arithmetic=f"{words} ≠ {other_words}", suggestion="correct one of the two "
                "lengths",
            )  # fmt: skip


def _course_of(earlier: list[Sentence], *, is_this: bool) -> tuple[Sentence, Length] | None:
    """The only course named in the sentences before; None when there are two, or when it went on."""
    found: list[tuple[Sentence, Length]] = []
    for sentence in earlier:
        if len(sentence.text) > LONGEST or (not is_this and _WENT_ON.search(sentence.text)):
            return None
        long = [one for one in lengths(sentence.text) if one.unit not in ("h", "min")]
        if is_this and len(long) != 1:
            return None
        found += [(sentence, one) for one in long if _is_course(sentence, one)]
    return found[0] if len(found) == 1 and not found[0][1].bound else None


_OTHER = lazy(
    r"\b(?:antibiotic|antibacterial|steroid|corticosteroid|analges|opioid|chemotherap|immunosuppress|anticoagula"
    r"|vasodilat|placebo|oxygen"
    r"|hyperbaric|laser|radiation|radiotherap|plasma|maggot|vacuum)\w*",
    re.IGNORECASE,
)
_COURSES = frozenset(["course", "regimen", "treatment", "therapy"])


def _same_thing(sentence: Sentence, one: Length, before: Sentence, named: Length) -> bool:
    """Whether both are courses, or bear the same name, of no other drug; a period may be that of a course."""
    noun = _noun(sentence, one)
    earlier = _noun(before, named) if named.is_joined else "course"
    nouns = {name if name not in _COURSES else "course" for name in (noun, earlier)}
    if nouns == {"course", "period"} and _FOLLOW.search(sentence.text):
        return False
    other = any(_OTHER.search(each.text) for each in (sentence, before)) or any(
        drug.key is None for each in (sentence, before) for drug in drug_names(each.text)
    )
    return not other and (len(nouns) == 1 or nouns == {"course", "period"})


def _noun(sentence: Sentence, one: Length) -> str:
    match = _NAMED.match(sentence.text, one.end)
    return match["noun"].lower() if match else "course"


def _is_course(sentence: Sentence, one: Length) -> bool:
    if one.is_joined and _NAMED.match(sentence.text, one.end):
        return True
    return _FOR.search(sentence.text[max(0, one.start - 60) : one.start]) is not None


_GOING_ON = lazy(
    r"\bhad\s+(?:\w+\s+)?been\s+(?:treated|given|applied|used|infused|injected|administered"
    r"|taken|on)\b[^.;]{0,60}?\bfor\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_WHEN_AT = lazy(r"\s*,?\s*when,?\s+(?:at|on|in)\s+(?:the\s+)?$", re.IGNORECASE)


@rule(
    "within-the-course",
    kind="time",
    doc="What happens when a treatment has been given for some time does not happen at an earlier week or month of it.",
    source="comparison of days since the start; each number stands for one unit either way",
)
def within_the_course(text: Scanned) -> Iterator[Mark]:
    """It had been given for 16 weeks when, at the week 12 visit, …."""
    for sentence in readable(text):
        said = sentence.text
        if "when" not in said or "had " not in said:
            continue
        for one in lengths(said):
            if one.unit in ("h", "min") or not _GOING_ON.search(said[max(0, one.start - 110) : one.start]):
                continue
            for point in moments(said):
                low, high = one.days().low, point.days().high
                if (
                    point.start < one.end
                    or not _WHEN_AT.fullmatch(said[one.end : point.start])
                    or low is None
                    or high is None
                ):
                    continue
                if high < low:
                    words, whole = said[point.start : point.end], said[one.start : one.end]
                    yield sentence.at(point.start, point.end).mark(
                        "within-the-course", Verdict.FAILS, f"{words} lies before the end of {whole} of treatment.",
                        computed=f"{words} < {whole}", arithmetic=f"{words} < {whole}", suggestion="correct one of "
                        "the two",
                    )  # fmt: skip


_NUMBERED = lazy(
    r"(?:\b(?:from|between|for)\s+|(?<=\())(?P<unit>day|week|month)s?\s+(?P<a>\d{1,3})\s*(?:to|and|until|–|-)\s*(?:(?:day|week"
    r"|month)\s+)?(?P<b>\d{1,3})\b",
    re.IGNORECASE,
)
_GLUE = lazy(
    r"\s*(?:\(|,?\s*(?:i\.e\.|that\s+is),?\s+(?:for\s+)?|,\s+for\s+(?:a\s+total\s+of\s+)?"
    r"|,\s+a\s+total\s+of\s+)$",
    re.IGNORECASE,
)


_GLUE_BEHIND = lazy(
    r"\s*(?:of\s+(?:treatment|therapy|dosing|infusions|antibiotics)\s*)?(?:\(|,?\s*\()\s*|,\s+(?:i\.e\.,?\s+|that\s+is,?\s+)?",
    re.IGNORECASE,
)
"""Between a length and the numbered days it is said to cover: "21 days (day 3 to day 24)"."""
_LED = lazy(r"\b(?:for|over|during|lasted|lasting|took|of|total|ran)\s+(?:a\s+|the\s+|another\s+)?$", re.IGNORECASE)


def _covers(said: str, one: Length, match: re.Match[str]) -> bool:
    """Whether a length before numbered days is that of these days: "for 21 days (day 3 to day 24)"."""
    gap = said[one.end : match.start()]
    closed = re.match(r"\s*(?:[).;,]|$)", said[match.end() :]) is not None
    treated = re.search(r"of\s+(?:treatment|therapy|dosing)", gap) is not None
    begins = match[0].lower().startswith("between")
    led = treated or _LED.search(said[max(0, one.start - 24) : one.start]) is not None
    return led and closed and not begins and _GLUE_BEHIND.fullmatch(gap) is not None


@rule(
    "numbered-weeks",
    kind="time",
    doc="A length printed beside two numbered weeks is what lies between them.",
    source="second number − first, counted with or without its ends",
)
def numbered_weeks(text: Scanned) -> Iterator[Mark]:
    """From week 0 to week 16 (16 weeks)."""
    for sentence in readable(text):
        said = sentence.text
        for match in _NUMBERED.finditer(said):
            low, high, unit = int(match["a"]), int(match["b"]), match["unit"].lower()
            one = next((each for each in lengths(said) if each.start >= match.end()), None)
            if one is None or not _GLUE.fullmatch(said[match.end() : one.start]):
                one = next((each for each in reversed(list(lengths(said))) if each.end <= match.start()), None)
                if one is None or not _covers(said, one, match):
                    continue
            if high <= low or one.unit != unit:
                continue
            if one.start > match.end() and said[one.start - 1] == "(" and said[one.end : one.end + 1] != ")":
                continue
            if one.bound or one.value.denominator != 1 or high - low - 1 <= one.value <= high - low + 1:
                continue
            real = f"{high - low} {unit}s"
            yield sentence.at(one.start, one.end).mark(
                "numbered-weeks", Verdict.FAILS, f"{match[0]} is {real}, not {said[one.start : one.end]}.",
                computed=real, arithmetic=f"{high} − {low} = {high - low}", suggestion=f"{real}, or other numbers",
            )  # fmt: skip
