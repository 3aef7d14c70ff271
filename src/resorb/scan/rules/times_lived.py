"""Ages and years of one person: present age, an age of the past, and the years between them as the text tells them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

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

_I = re.IGNORECASE
_N, _N2, _N3, _N4 = (rf"(?P<{name}>{NUMBER})" for name in ("n", "n2", "n3", "n4"))
_NO_UNIT = r"(?!\s*(?:%|mg|g\b|mm|cm|weeks?|days?|months?|patients|infusions|injections|of\b))"
_NOW = lazy(
    rf"(?:^|\b(?:[Aa]n?|[Tt]his|[Tt]he|[Oo]ur)\s+){_N}[\s-]years?[\s-]old"
    rf"|\b(?:man|woman|boy|girl|lady|patient|gentleman)\s+of\s+{_N2}{_NO_UNIT}"
    rf"|^At\s+(?:the\s+age\s+of\s+)?{_N3},|\b(?:now|is|being)\s+(?:aged\s+)?{_N4}(?=\s+years\s+old|,|\s+and\b)",
)
_THEN = lazy(
    rf"\b(?:since|from)\s+(?:(?:the\s+)?age\s+(?:of\s+)?|(?:she|he)\s+was\s+(?:aged\s+)?){_N}{_NO_UNIT}"
    rf"|\b(?:diagnos\w+|beg[au]n|started|onset|appeared|noticed|fell\s+ill)\b[^.;,]{{0,40}}?\b(?:at|when)\s+(?:(?:the\s+)?age\s+(?:of\s+)?|aged\s+|"
    rf"(?:she|he)\s+was\s+)?{_N2}{_NO_UNIT}",
    _I,
)
_TIED = lazy(r"\b(?:hence|thus|so|that\s+is|i\.e\.|therefore)\b[^.;]{0,12}$", _I)
_SINCE = lazy(
    r"\s+(?:of\s+(?:the\s+)?(?:disease|illness|\w+\s+disease)|earlier|before|ago|after\s+(?:the\s+)?(?:onset|diagnosis)|later)\b",
    _I,
)
_OTHERS = lazy(
    r"\b(?:mother|father|brother|sister|son|daughter|wife|husband|patients|cases|women|men|mean|median)\b", _I
)
_DOB = lazy(r"\b(?:DOB|born|date\s+of\s+birth|birth\s*date)\b[^.;]{0,12}$", _I)
_SEEN = lazy(r"\b(?:seen|visit|reviewed|clinic|attended|examined|letter|date|today)\b[^.;]{0,14}$", _I)
_IS = lazy(
    rf"\b(?:[Ss]he|[Hh]e|[Tt]he\s+patient|who)\s+is\s+(?:now\s+)?{_N}(?:\s+years?\s+old|(?=[,.;])|\s+and\b)|\bnow\s+{_N2}\s+years\s+old"
)


@rule(
    "years-lived-since",
    kind="time",
    doc="Years told since an age of the past are the present age less that age.",
    source="one present age, one age of the past and the years tied to them, of one person; a year left free",
)
def years_lived_since(text: Scanned) -> Iterator[Mark]:
    """At 67 she had had it since she was 51, thus for 5 years."""
    for sentence in readable(text):
        said = sentence.text
        if "year" not in said or QUOTED.search(said) or _OTHERS.search(said) or SEVERAL.search(said):
            continue
        before = next(text.before(sentence), None)
        head = before.text if before is not None and not _OTHERS.search(before.text) and len(before.text) < 400 else ""
        now, then = _ages(_NOW, said) or _ages(_NOW, head), _ages(_THEN, said) or _ages(_THEN, head)
        if len(now) != 1 or len(then) != 1 or now == then:
            continue
        lived = max(now) - min(then)
        for one in plain_lengths(said):
            if one.unit == "year" and lived > 0 and _is_tied(said, one) and abs(one.value - lived) > 1:
                yield sentence.at(one.start, one.end).mark(
                    "years-lived-since", Verdict.ASSUMES,
                    f"From {min(then)} to {max(now)} years of age it is {lived}, not {said[one.start : one.end]}.",
                    computed=f"{lived} years", arithmetic=f"{max(now)} − {min(then)} = {lived}",
                    suggestion=f"{lived} years, or another age", assumption="the years are counted from that age",
                )  # fmt: skip


def _ages(pattern: re.Pattern[str], text: str) -> set[Fraction]:
    found = (read_numeral(next(g for g in m.groups() if g)) for m in pattern.finditer(text))
    return {n.value for n in found if n is not None and 0 < n.value < 115}


def _is_tied(said: str, one: Length) -> bool:
    return bool(_TIED.search(said[max(0, one.start - 40) : one.start]) or _SINCE.match(said, one.end))


@rule(
    "age-since-birth",
    kind="time",
    doc="A present age is the time from the printed birth to the printed visit.",
    source="whole years between two dates, one left free",
)
def age_since_birth(text: Scanned) -> Iterator[Mark]:
    """Born on 14 August 1980, seen on 2 May 2019: she is 38."""
    born: tuple[int, int] | None = None
    seen: int | None = None
    for sentence in readable(text):
        said = sentence.text
        if born is not None and born[1] != sentence.block_number:
            born = seen = None
        if _OTHERS.search(said.replace("with her sister", "")) and born is None:
            continue
        for one in dates(said, text.day_first):
            if one.year is None:
                continue
            if _DOB.search(said[: one.start][-40:]):
                born = one.year, sentence.block_number
            elif born is not None and one.month is not None and _SEEN.search(said[: one.start][-40:]):
                seen = seen or one.year
        for match in _IS.finditer(said) if born and seen else ():
            number = read_numeral(match["n"] or match["n2"])
            lived = (seen or 0) - (born or (0, 0))[0]
            if number is not None and not lived - 2 <= number.value <= lived + 1:
                yield _of_birth(sentence, match, lived, (born or (0, 0))[0], seen or 0)


def _of_birth(sentence: Sentence, match: re.Match[str], lived: int, born: int, seen: int) -> Mark:
    name = "n" if match["n"] else "n2"
    return sentence.at(match.start(name), match.end()).mark(
        "age-since-birth", Verdict.FAILS, f"Who was born in {born} is {lived - 1} or {lived} in {seen}.",
        computed=str(lived), arithmetic=f"{seen} − {born} = {lived}", suggestion=f"{lived - 1} or {lived} years",
    )  # fmt: skip
