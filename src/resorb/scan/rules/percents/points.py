"""Differences in percentage points: against the two percentages beside them, and against how many must be treated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.arithmetic.rounding import rule_for, written
from resorb.reading.counts.counted import COUNT, PEOPLE, ratios, value_of
from resorb.reading.counts.proportions import proportions
from resorb.reading.counts.shares import Percentage
from resorb.reading.lazy import lazy
from resorb.reading.statistics.figures import read_figure
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict

_I = re.IGNORECASE
_N = r"(?<![\d.,])\d{1,3}(?:\.\d{1,2})?"
_POINTS = lazy(rf"(?P<n>{_N})[\s-](?:percentage[\s-]points?|per\s?cent\spoints?|%[\s-]points?|pp\b)", _I)
_PERCENT = lazy(
    rf"(?P<n>{_N})\s?%(?!\s?(?:CI|C\.I\.|intervals?|confidence|credible|power|of\s(?:the\s)?(?:difference|change)))", _I
)
_DIFFERENCE = lazy(
    r"\b(?:difference|gain\w*|r[io]se|fall|fell|increas\w+|decreas\w+|reduc\w+|dropp?\w*|higher|lower|more|less|fewer|by|apart)\b",
    _I,
)
_NO_DIFFERENCE = lazy(
    r"\b(?:adjusted|standardi[sz]ed|expected|assum\w+|margin|power|detect\w*|sample|year|each|per)\b|\bfrom\b[^.;]*\bfrom\b",
    _I,
)
"""Words of differences that are not those of the percentages beside them."""
_OVERALL = lazy(rf"(?P<n>{_N})\s?%\s(?:overall|altogether|in\s(?:all|total)|(?:taken\s)?together|combined)\b", _I)
_NEAR = 40
_SO_MANY = r"(?:about\s|every\s|each\s|some\s|roughly\s|approximately\s)*"
_ONE_FOR = lazy(
    rf"\b(?:one|1)\s(?:[a-z-]+\s){{0,2}}?(?:fewer|less|more|averted|avoided|prevented|saved|spared|additional|extra)\s(?:[a-z-]+\s){{0,2}}?(?:for|in|per|among)\s{_SO_MANY}(?P<k>{COUNT})\s(?:[a-z-]+\s)?{PEOPLE}\b",
    _I,
)
_FOR_ONE = lazy(
    rf"(?P<k>{COUNT})\s{PEOPLE}\s(?:(?:have|had|need|needs|needed|must|would|should|to|be|being)\s){{1,5}}treated\b[^.;\d]{{0,60}}\b(?:one|1)\b",
    _I,
)
_NNT = lazy(r"\b(?:number\sneeded\sto\streat|NNT)\b[^.;\d]{0,30}?(?P<k>\d{1,3})(?![\d.,]\d|\s?%)", _I)
"""How many must be treated: "one death fewer for about every eight patients", "8 patients … treated for one more"."""


@rule(
    "percentage-points",
    "needed-in-words",
    "share-overall",
    kind="percent",
    doc="A difference in percentage points is that of the percentages beside it; its inverse is how many to treat.",
    source="exact differences with room for rounding; Laupacis and others 1988, N Engl J Med 318:1728",
)
def points(text: Scanned) -> Iterator[Mark]:
    """The only difference of a sentence, and the share of all behind those of two groups."""
    for sentence in text.sentences:
        if "%" in sentence.text:
            yield from _overall(sentence)
        found = list(_POINTS.finditer(sentence.text)) if "point" in sentence.text or "pp" in sentence.text else []
        if len(found) == 1:
            yield from _of_percentages(sentence, found[0])
            yield from _needed(sentence, found[0])
        elif _NNT.search(sentence.text):
            before = [m for s in text.before(sentence) for m in _POINTS.finditer(s.text)]
            yield from _needed(sentence, before[0]) if len(before) == 1 else ()


def _of_percentages(sentence: Sentence, told: re.Match[str]) -> Iterator[Mark]:
    said = sentence.text
    shares = [m["n"] for m in _PERCENT.finditer(said) if not told.start() <= m.start() < told.end()]
    beside = said[max(0, told.start() - _NEAR) : told.end() + _NEAR]
    if len(shares) != 2 or _NO_DIFFERENCE.search(said) or not _DIFFERENCE.search(beside):
        return
    one, other, number = (read_figure(n) for n in (*shares, told["n"]))
    if one is None or other is None or number is None or one.value == other.value:
        return
    apart = abs(one.value - other.value)
    parts = [Fraction(100 * r.part, r.whole) for r in ratios(said) if r.whole]
    every = [apart, *(abs(a - b) for a in parts for b in parts)]
    room = number.step if number.step > 1 else (one.step + other.step + number.step) / 2
    if any(abs(each - number.value) <= room for each in every):
        return
    yield sentence.at(*told.span()).mark(
        "percentage-points", Verdict.ASSUMES,
        f"{shares[0]} % and {shares[1]} % are {written(apart)} percentage points apart, not {number.text}.",
        computed=written(apart), suggestion=written(apart),
        arithmetic=f"|{shares[0]} − {shares[1]}| = {written(apart)}",
        assumption="the difference is of these two percentages",
    )  # fmt: skip


def _overall(sentence: Sentence) -> Iterator[Mark]:
    """The share of two groups together, each told with its count and its whole."""
    said = sentence.text
    told = list(_OVERALL.finditer(said))
    both = [(one.part, one.whole, one.share.number) for one in proportions(said)
            if one.part is not None and one.whole and isinstance(one.share, Percentage)]  # fmt: skip
    printed = read_figure(told[0]["n"]) if len(told) == 1 and len(both) == len(list(ratios(said))) == 2 else None
    if printed is None or any(rule_for(Fraction(100 * a, n), share) is None for a, n, share in both):
        return
    part, whole = sum(a for a, _, _ in both), sum(n for _, n, _ in both)
    shares = [Fraction(100 * a, n) for a, n, _ in both]
    exact = Fraction(100 * part, whole)
    if rule_for(exact, printed) is not None or abs(sum(shares, Fraction(0)) / 2 - printed.value) <= printed.step:
        return
    yield sentence.at(*told[0].span("n")).mark(
        "share-overall", Verdict.ASSUMES, f"{part} of {whole} is {written(exact)} %, not {printed.text} %.",
        computed=f"{written(exact)} %", arithmetic=f"{part}/{whole} = {written(exact)} %", suggestion=written(exact),
        assumption="these two groups are all of them",
    )  # fmt: skip


def _needed(sentence: Sentence, told: re.Match[str]) -> Iterator[Mark]:
    found = [m for pattern in (_ONE_FOR, _FOR_ONE, _NNT) for m in pattern.finditer(sentence.text)]
    number = read_figure(told["n"])
    needed = value_of(found[0]["k"]) if len(found) == 1 else None
    if number is None or number.value <= number.step or not needed:
        return
    least, most = (100 / (number.value + s * number.step / 2) for s in (1, -1))
    if least - 1 < needed < most + 1 + most / 10:
        return
    exact = written(100 / number.value)
    yield sentence.at(*found[0].span("k")).mark(
        "needed-in-words", Verdict.ASSUMES,
        f"{number.text} percentage points are one in {exact}, not one in {needed}.", computed=exact,
        arithmetic=f"100 / {number.text} = {exact}", suggestion=exact,
        assumption="it is reckoned from this difference",
    )  # fmt: skip
