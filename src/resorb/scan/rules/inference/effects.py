"""Standardised effects of a calculation of sample size: the difference divided by its standard deviation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.reading.lazy import lazy
from resorb.reading.statistics.figures import PLAIN, UNIT, read_figure, unit_name
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber, as_text

_I = re.IGNORECASE
_BE = (
    r"(?:\s(?:of|was|is|being|about|around|at\sleast|some|only|just|as\ssmall\sas|as\slarge\sas|a|an|be|taken\sas|set\sat"
    r"|to\sbe)){0,5}[\s:=(,]{1,3}"
)
_EFFECT = lazy(
    r"\b(?:standardi[sz]ed\s(?:effect|difference|mean\sdifference)(?:\ssize)?|effect\ssize|Cohen[’']?s?\s(?-i:d)|SMD|(?<=\()(?-i:d)(?=\s?=))"
    rf"(?:\s\([^()\d]{{1,20}}\))?{_BE}(?P<v>[01]?[.·]\d{{1,3}}|[1-4](?:\.\d{{1,2}})?)(?![\d%]|\.\d|\s?%|\s(?:{UNIT}))",
    _I,
)
_DIFFERENCE = lazy(
    rf"\b(?:difference|effect|change|reduction|improvement|fall|gain|benefit|decrease)(?:\s(?:in|between)\s[^.;()\d]{{2,50}}?)?{_BE}"
    rf"(?P<v>{PLAIN})(?![.,]\d)\s?-?(?P<u>{UNIT})?",
    _I,
)
_APPOSED = lazy(
    rf"(?<![\w.,–-])(?P<v>{PLAIN})[\s-](?P<u>points?|mm|cm|{UNIT})\s(?:difference|effect|reduction|improvement|fall|change)\b",
    _I,
)
_SD = lazy(
    rf"\b(?:SDs?|s\.d\.|standard\sdeviations?)(?:\s(?:in|for)\s(?:either|each|both)\s(?:arm|group)s?)?{_BE}(?P<v>{PLAIN})(?![.,]\d)"
    rf"\s?(?P<u>{UNIT})?",
    _I,
)
_PLANNED = lazy(
    r"\b(?:power|detect\w*|worthwhile|assum\w+|sample\ssize|clinically|minimal\w*|expected|anticipat\w+|planned)\b", _I
)
_BEFORE = 3


@rule(
    "standardised-effect",
    kind="statistic",
    doc="The standardised effect of a calculation of sample size is its difference divided by its standard deviation.",
    source="Cohen 1988, Statistical power analysis: d is the difference of means over their common SD",
)
def effects(text: Scanned) -> Iterator[Mark]:
    """Each effect that has one difference and one SD beside it, in its sentence or the three before."""
    for sentence in text.sentences:
        for match in _EFFECT.finditer(sentence.text):
            mark = _judged(text, sentence, match)
            if mark is not None:
                yield mark


def _judged(text: Scanned, sentence: Sentence, match: re.Match[str]) -> Mark | None:
    printed = read_figure(match["v"])
    said = " ".join([*(s.text for s in reversed(list(text.before(sentence, _BEFORE)))), sentence.text])
    if printed is None or not _PLANNED.search(said):
        return None
    difference, deviation = _only((_DIFFERENCE, _APPOSED), said, printed), _only((_SD,), said, None)
    if difference is None or deviation is None:
        return None
    (one, first), (sd, second) = difference, deviation
    if (first and second and unit_name(first) != unit_name(second)) or sd.value <= 0:
        return None
    exact = Fraction(one.value) / sd.value
    if abs(exact - printed.value) < printed.step:
        return None
    shown = as_text(exact, max(printed.decimals, 2))
    return sentence.at(*match.span("v")).mark(
        "standardised-effect", Verdict.ASSUMES,
        f"A difference of {one.text} is {shown} standard deviations of {sd.text}, not {printed.text}.",
        computed=shown, arithmetic=f"{one.text} / {sd.text} = {shown}", suggestion=shown,
        assumption="the effect is this difference over this standard deviation",
    )  # fmt: skip


def _only(
    patterns: tuple[re.Pattern[str], ...], said: str, other: PrintedNumber | None
) -> tuple[PrintedNumber, str] | None:
    """The one number, with its unit, that the patterns find; that of the effect itself is left out."""
    found: dict[Fraction, tuple[PrintedNumber, str]] = {}
    for pattern in patterns:
        for match in pattern.finditer(said):
            value = read_figure(match["v"])
            if (
                value is not None
                and value.value > 0
                and (other is None or value.text != other.text)
                and match["u"] != "%"
            ):
                found[value.value] = (value, match["u"] or (found[value.value][1] if value.value in found else ""))
    return next(iter(found.values())) if len(found) == 1 else None
