"""Rates per person-time, from the events and the time they were counted in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.reading.counts.counted import COUNT, value_of
from resorb.reading.lazy import lazy
from resorb.reading.statistics.figures import PLAIN, read_figure
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict
from resorb.values.numbers import as_text

_I = re.IGNORECASE
_WHO = (
    r"(?:person|patient|participant|subject|catheter|access|graft|woman|women|child|dialysis|treatment|at-risk|lesion|limb|bed"
    r"|hospital)"
)
_SPAN = r"(?:years?|yrs?|months?|days?|weeks?)"
_TIME = (
    rf"(?:{_WHO}[\s-]{_SPAN}(?!-)"
    rf"|{_SPAN}\s(?:of\s(?:follow-up|observation|exposure|treatment|dialysis)|at\srisk))"
)
_EVENTS = r"(?:[a-z][a-z-]{2,20}\s){1,4}?"
_HAPPENED = r"(?:(?:occurred|arose|happened|died|were\s(?:seen|recorded|noted))\s)?"
_NUMBER = rf"(?<![\w.,/–-])(?P<rate>{PLAIN})"


def _per() -> str:
    """Person-time in the denominator of a rate: "per 100 person-years"."""
    times = r"(?P<per>1[,\s]?0{2,5}|10[,\s]?000|10|hundred|thousand)\s?"
    return rf"(?:/|per|a|for\s(?:each|every))\s?(?:{times})?(?P<unit>(?:{_WHO}[\s-])?{_SPAN})\b"


def _counted(joined: str) -> str:
    """Events and the time they happened in; ``joined`` are the words between, besides the events' own."""
    return (
        rf"(?P<n>{COUNT})\s?(?:{_EVENTS}{_HAPPENED}?|[a-z-]{{3,20}}(?=/)|\b){joined}(?:a\stotal\sof\s|the\s|all\s|some\s|about\s)?"
        rf"(?P<time>{PLAIN})\s(?P<of>{_TIME})"
    )


_FORWARD = lazy(
    rf"(?<![\w.,/–-]){_counted(r'(?:(?:in|over|during|per|across|from|for|within)[ ]|/[ ]?)')}"
    rf"(?P<gap>[^.;\d]{{0,50}}?){_NUMBER}\s?(?:{_EVENTS})?{_per()}",
    _I,
)
_BACKWARD = lazy(
    rf"{_NUMBER}\s?(?:{_EVENTS})?{_per()}\s?[(\[](?:i\.e\.,?\s)?"
    rf"{_counted(r'(?:[,;/][ ]?|(?:in|over|during|from|per)[ ])')}",
    _I,
)
_OTHER = lazy(r"\b(?:adjust\w*|standardi[sz]ed|weighted|model\w*|expected|cumulative|recurrent|first)\b", _I)
_LEAST = 20
_SIZES = {"hundred": 100, "thousand": 1000}
_SPANS = {"y": "year", "m": "month", "d": "day", "w": "week"}


@rule(
    "rate-per-time",
    kind="statistic",
    doc="A rate per person-time is the number of events divided by the time.",
    source="division; each number stands for what rounds to it",
)
def rates(text: Scanned) -> Iterator[Mark]:
    """Events, their time and their rate, told side by side in one sentence."""
    for sentence in text.sentences:
        if not ("per" in sentence.text or "/" in sentence.text) or not _SPOKEN.search(sentence.text):
            continue
        for pattern in (_FORWARD, _BACKWARD):
            for match in pattern.finditer(sentence.text):
                mark = _judged(sentence, match)
                if mark is not None:
                    yield mark


_SPOKEN = lazy(_TIME, _I)


def _judged(sentence: Sentence, match: re.Match[str]) -> Mark | None:
    count, time, rate = value_of(match["n"]), read_figure(match["time"]), read_figure(match["rate"])
    if count is None or time is None or rate is None or time.value <= 0:
        return None
    if _span(match["of"]) != _span(match["unit"]):
        return None
    per = _size(match["per"])
    exact = Fraction(count) * per / time.value
    low, high = (Fraction(count) * per / (time.value + s * time.step / 2) for s in (1, -1))
    if low - rate.step <= rate.value <= high + rate.step:
        return None
    near = abs(exact - rate.value) * 8 < exact
    plain = re.match(_SPAN, match["of"], _I) is not None
    if (plain and time.value < _LEAST) or (near and _OTHER.search(sentence.text)):
        return (
            None  # "12 deaths in 2 years of follow-up" are of the calendar; an adjusted rate is not far from the crude
        )
    assumed = near or plain or _OTHER.search(sentence.text) is not None
    shown = as_text(exact, max(rate.decimals, 2))
    each = f"{per:,} " if per != 1 else ""
    return sentence.at(match.start("rate"), match.end("unit")).mark(
        "rate-per-time", Verdict.ASSUMES if assumed else Verdict.FAILS,
        f"{count} in {time.text} {match['of']} are {shown} per {each}{match['unit']}, not {rate.text}.",
        computed=shown, arithmetic=f"{count} / {time.text} × {per} = {shown}", suggestion=shown,
        assumption="the rate is the crude one" if assumed else None,
    )  # fmt: skip


def _span(words: str) -> str:
    """Year, month, day or week: the last such word of a unit of time."""
    found = re.findall(rf"\b(?:{_SPAN})\b", words, _I)
    return _SPANS[found[0][0].lower()] if found else ""


def _size(printed: str | None) -> int:
    if not printed:
        return 1
    plain = re.sub(r"\D", "", printed)
    return int(plain) if plain else _SIZES[printed.lower()]
