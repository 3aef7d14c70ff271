"""Lengths of time that are said to add up, or to be the same in another unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from resorb.checks.arithmetic.rounding import written
from resorb.reading.doses.drug_names import drug_names
from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD, read_numeral
from resorb.reading.times.lengths import Length, lengths, points
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times.dates import readable
from resorb.scan.rules.times.periods import shown
from resorb.values.findings import Verdict
from resorb.values.ranges import Range
from resorb.values.spans import DEFAULT_MONTH, MonthConvention, days_per

_SAME = lazy(
    r"\s*(?:,\s*)?(?P<how>\(\s*(?:i\.e\.,?|that\s+is,?|=|corresponding\s+to|equivalent\s+to|or)?|i\.e\.,?"
    r"|that\s+is,?|=|corresponding\s+to|equivalent\s+to"
    r"|equal\s+to|equall?ing|which\s+is)\s*(?:for\s+|a\s+)?$",
    re.IGNORECASE,
)

_ENDS_SPAN = lazy(r"(?:\d\s?(?:–|-|to|until)\s?|\d:)$", re.IGNORECASE)
"""What stands before the end of a span ("day 30 to day 72") and the minutes of a clock time, which are no lengths."""


@rule(
    "same-length",
    kind="time",
    doc="A length printed in two units is the same length.",
    source="days under each length of a month (28, 30, 30.4375, 365/12, 31 days); each number stands for half a "
    "unit either way",
)
def same_length(text: Scanned) -> Iterator[Mark]:
    """Month 12, i.e. 26 weeks; 6 months (26 weeks)."""
    for sentence in readable(text):
        said = sentence.text
        found = points(said)
        for one, two in pairwise(found):
            gap = said[one.end : two.start]
            if len(gap) > 30 or two.start < one.end or one.unit == two.unit:
                continue
            if _ENDS_SPAN.search(said[max(0, one.start - 9) : one.start]):
                continue
            how = _SAME.fullmatch(gap)
            if how is None or one.bound or two.bound:
                continue
            closes = said[two.end : two.end + 1]
            if how["how"] == "(" and closes != ")":
                continue
            if any(_near(one, two, month) for month in MonthConvention):
                yield from _holds(sentence, one, two)
                continue
            real = shown(Range.point(one.mean_days), two.unit)
            yield sentence.at(two.start, two.end).mark(
                "same-length", Verdict.ASSUMES, f"{said[one.start : one.end]} is {real}, not "
                f"{said[two.start : two.end]}.",
                computed=real, arithmetic=f"{_value(one)} {one.unit} × {written(days_per(one.unit))} ÷ "
                f"{written(days_per(two.unit))} = {real}",
                suggestion="correct one of the two lengths", assumption="both are one and the same length",
            )  # fmt: skip


def _holds(sentence: Sentence, one: Length, two: Length) -> Iterator[Mark]:
    said = sentence.text
    words = f"{said[one.start : one.end]} and {said[two.start : two.end]}"
    yield sentence.at(two.start, two.end).mark(
        "same-length", Verdict.HOLDS, f"{words} are the same length.", computed=words, arithmetic=words
    )


def _near(one: Length, two: Length, month: MonthConvention) -> bool:
    low, high = _box(one, month), _box(two, month)
    return low.meets(high)


def _box(one: Length, month: MonthConvention) -> Range:
    slack = one.step * (1 if one.is_point else Fraction(1, 2))
    low, high = one.span.low or Fraction(0), one.value
    if one.span.about:
        low, high = low * Fraction(4, 5), high * Fraction(6, 5)
    per = days_per(one.unit, month)
    return Range(max(low - slack, Fraction(0)) * per, (high + slack) * per)


def _value(one: Length) -> str:
    low, high = one.span.low or Fraction(0), one.value
    return written(high) if low == high else f"{written(low)}-{written(high)}"


_TOTAL_BEFORE = lazy(
    r"(?:\btotal\s+(?:\w+\s+)?(?:time|duration|exposure|length|course)\b[^.;()\d]{0,40}?(?:\s(?:was|is|of|being|came\s+to|amounted\s+to)|[,:])"
    r"|\ba\s+total(?:\s+(?!and\b|or\b)[\w-]+){0,4}?\s+of|\btotal(?:l?ing|s)?(?:\s+(?!and\b"
    r"|or\b)[\w-]+){0,3}?(?:\s+(?:was|of|is|being|lasts?|lasted)|:)?"
    r"|\b(?:in\s+all(?!\s+(?:\w+\s+){0,2}(?:patients|cases|participants|subjects|children|groups|arms))|in\s+total"
    r"|altogether|overall),?(?:[^.;()\d]{0,40}?\s(?:for|of|about|took|takes|lasted|lasts|was|is|received))?"
    r"|\b(?:adding\s+up"
    r"|amounting|adds?\s+up|summing)\s+to"
    r"|\b(?:thus|so|hence|therefore|so\s+that|i\.e\.)\b[^.;()]{0,70}?\b(?:for|of|takes?|lasts?|lasted|took|is|was"
    r"|were|stay\w*|remain\w*|runs?|spans?|receiv\w+|get|has|had|need\w*|ended)"
    r"|\b(?:whole|entire)\s+[^.;()\d]{0,40}?\b(?:for|of|takes?|lasts?|lasted|took|is|was|runs?|spans?)|[—=:]"
    r"|\bsum\s+of|\b(?:i\.e\.|that\s+is),?(?:\s+for)?|\beach\s*\(|\bmak(?:e|es|ing)(?:\s+up)?)\s*(?:\bthus\s+|\bthen\s+"
    r"|\btherefore\s+)?$",
    re.IGNORECASE,
)
_TOTAL_AFTER = lazy(
    r"[\s-]*(?:trial|study|course|programme|program|regimen|protocol|treatment|period|schedule)\s+(?:consisted\s+of|comprised"
    r"|comprising|consisting\s+of|was\s+divided\s+into|was\s+made\s+up\s+of)\b"
    r"|\s*(?::|,?\s+(?:comprising|consisting\s+of|made\s+up\s+of|divided\s+into|split\s+into|composed\s+of))(?=\s)"
    r"|\s*(?:,\s*)?(?:in\s+all|in\s+total|altogether|overall|all\s+told|combined|all\s+in\s+all|total\b|together\b"
    r"|(?:of\s+)?(?:treatment\s+|therapy\s+)?in\s+(?:all|total))\b(?![\s,:]+(?:for\s+|a\s+total\s+of\s+|about\s+"
    r"|some\s+)*(?:a\s|\d|(?:one|two|three|four|five|six|seven|eight|nine|ten)\b))",
    re.IGNORECASE,
)
_TERM = lazy(
    r"(?:\b(?:for|of|a|an|the|first|initial|next|another|further|additional|additionally|then|by|by\s+a|lasting"
    r"|lasts|lasted|with|two|three|four|five|six|and|plus|again|last|final|takes|took"
    r"|comprised|comprises|covered|ran|runs|spanned|included|includes|took\s+up|weekly|daily|monthly|is|was|were|over|during)|[(,:+;–])\s*$",
    re.IGNORECASE,
)
_NO_TERM = lazy(
    r"\b(?:after|at|within|every|each|(?<!followed )(?<!preceded )by"
    r"|until|before|than|since|age|aged|day|week|month|every\s+other)\s*$",
    re.IGNORECASE,
)
_NO_TERM_AFTER = lazy(
    r"[\s-]*(?:later|ago|before|after\b|earlier|prior|old|of\s+age|apart|intervals?|history|per\b|into)", re.IGNORECASE
)
_OPENING = lazy(r"^\W*after\s*$", re.IGNORECASE)
_OF_TREATMENT = lazy(
    r"\s+of\s+(?:[\w-]+\s+){0,3}?(?:treatment|therapy|infusions?|injections?|cream|ointment|gel|dosing"
    r"|application\w*|sts)\b",
    re.IGNORECASE,
)
_ORDER = lazy(
    r"\b(?:then|follow(?:s|ing|ed)?|(?:followed|separated|interrupted)\s+by|with|thereafter|afterwards|again"
    r"|another|further"
    r"|additional|plus|subsequent(?:ly)?|and"
    r"|after\s+which|next)\b|\+|,|;",
    re.IGNORECASE,
)
_NOT_SUM = lazy(
    r"\b(?:groups?|cohorts?|arms?|(?:cases?|patients?)\s+\d+|left|right|shelf|stable|stored|off|shorter|longer"
    r"|than|planned|thereafter|rest|remaind\w+|onwards?|until|maintained|continu\w+|overlap\w*"
    r"|concurrent\w*|simultaneous\w*|parallel|of\s+(?:which|it|these|them)|includ\w+|whereas|median"
    r"|mean|average|range|gaps?|interrupt\w*|pause\w*|break|per\s+week"
    r"|longest|shortest|respectively|or|between\s+\d+|versus|vs|both|at\s+the\s+same\s+time|same|each\s+other"
    r"|intervals|not\s+counting|excluding|aged?|year-old|while|if|missed|skipped|later)\b",
    re.IGNORECASE,
)
_BREAK_OF = lazy(
    r"\bwithout\s+(?:an?\s+|any\s+)?(?:pause|break|gap|interruption)s?\b|\boff\s+(?:treatment|therapy|drug)\b"
    r"|(?<=day|eek|nth)[\s-](?:breaks?|pauses?|gaps?)\b",
    re.IGNORECASE,
)
_ELIDED = lazy(
    rf"(?:[,;+]|\b(?:and|then|plus|another|by))\s+(?:\d{{1,2}}|{WORD})\s+(?:more|further|additional|on\b|off\b|to\b|for\b"
    r"|thereafter|afterwards)",
    re.IGNORECASE,
)
"""A length without its unit: "8 weeks to the diagnosis, 2 more to the first dose"."""
_COUNT = rf"(?P<n>\d{{1,2}}|{WORD})"
_TIMES = lazy(
    rf"\b{_COUNT}\s+(?:[a-z-]+\s+){{0,2}}?(?:periods|courses|cycles|blocks|phases|rounds|stages|parts|arms)\s+of\s*$",
    re.IGNORECASE,
)
_TIMES_JOINED = lazy(rf"\b{_COUNT}\s*(?:consecutive\s+|successive\s+)?$", re.IGNORECASE)
_PLURAL = lazy(
    r"[\s-]*(?:[a-z-]+\s+)?(?:periods|courses|cycles|blocks|phases|rounds|treatments|stages)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class _Term:
    length: Length
    times: int

    @property
    def words(self) -> str:
        own = f"{_value(self.length)} {self.length.unit}{'s' if self.length.value != 1 else ''}"
        return own if self.times == 1 else f"{self.times} × {own}"


@rule(
    "phases-add-up",
    kind="time",
    doc="Phases one after another add up to the length printed for all of them.",
    source="sum of days under each length of a month; phases printed in months or years may be half a unit off each",
)
def phases_add_up(text: Scanned) -> Iterator[Mark]:
    """2 weeks, then 3 months, in all 15 weeks; the total may stand in the next sentence."""
    for sentence in readable(text):
        said = sentence.text
        if not re.search(
            r"total|in all|altogether|overall|thus|so\b|hence|therefore|whole|entire|i\.e\.|all told|combined"
            r"|together|add|amount|sum|making|each|consist|compris|divided|made up|[:=]",
            said,
        ):
            continue
        found = [one for one in lengths(said) if one.unit not in ("h", "min")]
        totals = [one for one in found if _is_total(said, one)]
        if len(totals) != 1 or _NOT_SUM.search(_BREAK_OF.sub("", said)) or _ELIDED.search(said):
            continue
        terms = _terms(said, [one for one in found if one is not totals[0]])
        if terms is not None and not terms and len(found) == 1:
            before = next(text.before(sentence), None)
            if (
                before is None
                or _NOT_SUM.search(before.text)
                or not re.search(r"\b(?:total|whole|entire|altogether|overall|in all)\b", said, re.I)
            ):
                continue
            earlier = [one for one in lengths(before.text) if one.unit not in ("h", "min")]
            terms = _terms(before.text, earlier) if not any(_is_total(before.text, one) for one in earlier) else None
        if terms and any(drug.key is None for drug in drug_names(said)):
            continue
        sides = {one.length.start < totals[0].start for one in terms or () if one.length in found}
        if terms and (len(sides) > 1 or _then_open(said, terms, totals[0])):
            continue
        if terms is not None and len(terms) + sum(one.times - 1 for one in terms) >= 2:
            yield from _sum(sentence, totals[0], terms)


def _then_open(said: str, terms: list[_Term], total: Length) -> bool:
    """Whether a last phase has no length: "for 2 weeks, then 25 g were given; in all 16 weeks"."""
    last = max((m.end() for m in re.finditer(r"\bthen\b", said[: total.start])), default=None)
    return last is not None and all(one.length.start < last for one in terms)


def _is_total(said: str, one: Length) -> bool:
    head = said[max(0, one.start - 110) : one.start]
    if _TOTAL_AFTER.match(said, one.end):
        return True
    match = _TOTAL_BEFORE.search(head)
    # After a colon or a dash only what ends the sentence is a total.
    return match is not None and (match[0].strip() not in ("—", "=", ":") or match[0].strip() == "=")


def _terms(said: str, found: list[Length]) -> list[_Term] | None:
    """The phases among the lengths; None when one of them is something else."""
    terms: list[_Term] = []
    for one in found:
        head = said[max(0, one.start - 60) : one.start]
        opens = _OPENING.search(head) and _OF_TREATMENT.match(said, one.end)
        if (_NO_TERM.search(head) and not opens) or _NO_TERM_AFTER.match(said, one.end):
            continue
        starts = (
            one.start == 0
            or opens
            or _TERM.search(head)
            or one.is_joined
            or (terms and said[: one.start].rstrip()[-1:] in ",+(;:")
        )
        if not starts or one.bound or one.span.low != one.span.high:
            return None
        if terms and not _ORDER.search(said[terms[-1].length.end : one.start]):
            return None
        times = _TIMES.search(head) or (
            _TIMES_JOINED.search(head) if one.is_joined and _PLURAL.match(said, one.end) else None
        )
        number = read_numeral(times["n"]) if times else None
        terms.append(_Term(one, int(number.value) if number else 1))
    return terms


def _sum(sentence: Sentence, total: Length, terms: list[_Term], check: str = "phases-add-up") -> Iterator[Mark]:
    said = sentence.text
    units = {one.length.unit for one in terms} | {total.unit}
    exact = len(units) == 1 and not units & {"month", "year"} and not total.span.about
    verdict = Verdict.FAILS
    for month in MonthConvention:
        low = high = Fraction(0)
        for one in terms:
            slack = one.length.step / 2 * (0 if exact else 2 if one.length.span.about else 1)
            per = days_per(one.length.unit, month) * one.times
            low, high = low + max(one.length.value - slack, Fraction(0)) * per, high + (one.length.value + slack) * per
        per = days_per(total.unit, month)
        wide = total.step * (1 if total.span.about or not exact else Fraction(1, 2))
        box = Range(
            None if total.bound == "most" else (total.span.low or Fraction(0)) * per - wide * per,
            None if total.bound in ("least", "over") else total.value * per + wide * per,
        )
        if box.meets(Range(low, high)):
            verdict = Verdict.HOLDS
            break
    days = sum((one.length.value * one.times * days_per(one.length.unit, DEFAULT_MONTH) for one in terms), Fraction(0))
    real = shown(Range.point(days), total.unit)
    arithmetic = f"{' + '.join(one.words for one in terms)} = {real}"
    wrong = verdict is Verdict.FAILS
    words = said[total.start : total.end]
    yield sentence.at(total.start, total.end).mark(
        check, verdict, f"The phases add up to {real}{f', not {words}' if wrong else f'; printed: {words}'}.",
        computed=real, arithmetic=arithmetic, suggestion=f"{real}, or another length of a phase" if wrong else None,
    )  # fmt: skip
