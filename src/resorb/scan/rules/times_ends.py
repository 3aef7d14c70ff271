"""Nothing is told at a week, month or day beyond the end that the text sets: of study, follow-up, stay or life."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.reading.dates import MONTHS, dates
from resorb.reading.lazy import lazy
from resorb.reading.numerals import NUMBER, read_numeral
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times_dates import QUOTED, readable, written_date
from resorb.values.findings import Verdict

_I = re.IGNORECASE
_U = r"(?P<u>days?|weeks?|months?|years?)"
_NU = rf"(?P<n>{NUMBER})[\s-]{_U}"
_UN = rf"(?P<u>day|week|month|year)\s(?P<n>{NUMBER})"
_ENDS = tuple(
    lazy(pattern, _I)
    for pattern in (
        rf"\b(?:nobody|no\s+one|none|no\s+patient)\b[^.;]{{0,40}}\bfollowed\b[^.;]{{0,12}}\b(?:beyond|after|for\s+more\s+than|longer\s+than)\s+{_UN}",
        rf"\b(?:nobody|no\s+one|none|no\s+patient)\b[^.;]{{0,40}}\bfollowed\b[^.;]{{0,12}}\b(?:beyond|for\s+more\s+than|longer\s+than)\s+{_NU}",
        rf"\b(?:all|every|each)\b[^.;]{{0,50}}\bfollowed(?:\s+up)?\s+(?:for|until|to|over)\s+(?:only\s+)?{_NU}",
        rf"\bfollow-?up\s+(?:of\s+all\s+(?:patients\s+)?)?(?:ended|stopped|closed)\s+(?:at|in|after|with)\s+(?:{_UN})",
        rf"\b{_NU}\s+(?:study|trial)\b(?=[^.;]{{0,60}}\b(?:no\s+follow-?up|without\s+follow-?up|no\s+(?:later|further)\s+visit))",
        rf"\b(?:within|during|in|over)\s+the\s+{_NU}\s+of\s+the\s+(?:trial|study)\b",
        rf"\b{_UN}\s*\((?:the\s+)?(?:last|final|end\s+of)\s+(?:visit|study|assessment|follow-?up)",
        rf"\b(?:last|final)\s+(?:study\s+)?(?:visit|assessment|examination|follow-?up)\s+(?:was\s+|took\s+place\s+|is\s+|fell\s+)?(?:at|in|on)\s+{_UN}",
        rf"\b(?:length\s+of\s+stay|hospital\s+stay|stay\s+in\s+hospital)\s*(?:was|of|lasted|:)?\s*{_NU}",
        rf"\b(?:study|trial|observation)\s+(?:ended|ends|closed|finished|was\s+over)\s+(?:at|in|after|with)\s+(?:{_UN})",
        rf"(?<!patients )(?<!women )(?<!men )(?<!them )(?<!participants )\bdied\b[^.;]{{0,50}}\b(?:in|at|on)\s+{_UN}",
    )
)
_LISTED = lazy(r"(?P<last>\d{1,3})\s*\((?:the\s+)?(?:last|final)\s+(?:visit|assessment|follow-?up)", _I)
_MOMENTS = lazy(
    r"\b(?P<u>day|week|month|year)s?\s(?P<list>\d{1,4}(?:(?:,\s|,?\sand\s|\sor\s|/)\d{1,4}(?![\d.]|\s?(?:of|patients|%|mg|g|mL)\b)){0,12})"
    r"(?![\w%/]|[.,]\d|\s?[–-]\s?\d)",
    _I,
)
_BEYOND = lazy(
    r"\b(?:extension|open-label|long-term|after\s+the\s+(?:end|trial|study)|post-?study|beyond|no\s+longer|planned|registry|"
    r"separate|unscheduled|later\s+study|telephone|telephon\w+|pre-?study|outside)\b",
    _I,
)
_NO_LONGER = lazy(r"\bno\s+follow-?up\s+(?:beyond|after)|\bfollowed[^.;]{0,12}\bbeyond", _I)
_OTHER = lazy(
    r"\b(?:patient|case|arm|group|cohort|study|phase|part)\s+(?:[A-D2-9]\b|two|three)|\b(?:another|other|second)\s+(?:patient|woman|man|case|child)\b",
    _I,
)
_DAYS = {"day": Fraction(1), "week": Fraction(7), "month": Fraction(61, 2), "year": Fraction(365)}


@rule(
    "nothing-after-the-end",
    kind="time",
    doc="Nothing is told at a week, month or day beyond the end of the study, the follow-up, the stay or the life.",
    source="ends set for everybody or for one patient; weeks and months of the same and the next two sentences",
)
def nothing_after_the_end(text: Scanned) -> Iterator[Mark]:
    """Nobody was followed beyond month 12; relapse was seen at month 18."""
    for sentence in readable(text):
        end = _end(sentence.text)
        if end is None or QUOTED.search(sentence.text):
            continue
        number, unit, words, at = end
        died = "died" in words.lower()
        for later in _following(text, sentence):
            if _BEYOND.search(_NO_LONGER.sub("", later.text.replace(words, ""))) or (
                later is not sentence and _OTHER.search(later.text)
            ):
                break
            found = _too_late(later, (number, unit), at if later is sentence and died else 0, died=died)
            if found is not None:
                start, stop = found
                yield later.at(start, stop).mark(
                    "nothing-after-the-end", Verdict.FAILS,
                    f"“{later.text[start:stop]}” lies beyond the end that is told: “{words}”.", computed=words,
                    arithmetic=f"{later.text[start:stop]} > {number} {unit}s",
                    suggestion="an earlier time, or a later end",
                )  # fmt: skip
                break


_DIED = lazy(r"\b(?:died|death)\b[^.;]{0,40}$", _I)
_THAT_YEAR = lazy(
    rf"\b(?P<month>{'|'.join(MONTHS)})\s+of\s+(?:that|the\s+same)\s+year\b(?![^.;]{{0,60}}\b(?:report|autops|bur|publish|letter))",
    _I,
)


@rule(
    "that-year-of-death",
    kind="time",
    doc="Nothing is told of a person in a later month of the year of death.",
    source="the month of death against “May of that year” in the same and the next sentence",
)
def that_year_of_death(text: Scanned) -> Iterator[Mark]:
    """He died on 9 April 2014. He was able to walk in May of that year."""
    for sentence in readable(text):
        if "died" not in sentence.text and "death" not in sentence.text:
            continue
        died = [
            d for d in dates(sentence.text, text.day_first) if d.month and _DIED.search(sentence.text[: d.start][-60:])
        ]
        for later in _following(text, sentence) if len(died) == 1 and died[0].year else ():
            match = _THAT_YEAR.search(later.text, died[0].end if later is sentence else 0)
            month = 1 + [m.lower() for m in MONTHS].index(match["month"].lower()) if match else 0
            if match and month > (died[0].month or 0) and not _OTHER.search(later.text):
                yield later.at(match.start(), match.end()).mark(
                    "that-year-of-death", Verdict.FAILS,
                    f"{match['month']} of that year comes after the death ({written_date(died[0])}).",
                    computed=written_date(died[0]), arithmetic=f"{match['month']} > {written_date(died[0])}",
                    suggestion="an earlier month, or another date of death",
                )  # fmt: skip


def _end(said: str) -> tuple[Fraction, str, str, int] | None:
    for pattern in _ENDS:
        match = pattern.search(said)
        number = read_numeral(match["n"]) if match else None
        if match is not None and number is not None:
            return number.value, match["u"].lower().rstrip("s"), match[0], match.end()
    listed = _LISTED.search(said)
    unit = re.search(r"\b(day|week|month|year)s\s\d", said, _I)
    if listed and unit and unit.start() < listed.start():
        return Fraction(int(listed["last"])), unit[1].lower(), said[unit.start() : listed.end()], listed.end()
    return None


def _following(text: Scanned, sentence: Sentence) -> Iterator[Sentence]:
    for number in range(sentence.number, min(sentence.number + 3, len(text.sentences))):
        if text.sentences[number].block_number == sentence.block_number:
            yield text.sentences[number]


def _too_late(sentence: Sentence, end: tuple[Fraction, str], after: int, *, died: bool) -> tuple[int, int] | None:
    """Where the first moment beyond the end is printed; in another unit only after a death."""
    number, unit = end
    for match in _MOMENTS.finditer(sentence.text):
        for one in re.finditer(r"\d+", match["list"]):
            days = int(one[0]) * _DAYS[match["u"].lower()]
            same = match["u"].lower() == unit
            beyond = int(one[0]) > number if same else died and days > number * _DAYS[unit] * Fraction(6, 5) + 7
            if beyond and match.start() >= after:
                start = match.start("list") + one.start()
                return (match.start() if one.start() == 0 else start), match.start("list") + one.end()
    return None
