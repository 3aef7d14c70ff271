"""Means of groups with their spread and the number they are of: "4.6 ± 1.8 mm in 18 hands", "4.6 (SD 1.8; n = 18)".

Values and sizes are read each by itself and joined by their order: a size behind each value, one before each, or all of
the one kind before all of the other ("in 18 and 17 hands it was 4.6 ± 1.8 and 4.1 ± 0.9").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from resorb.reading.counts.counted import COUNT, PEOPLE, value_of
from resorb.reading.kept import kept
from resorb.reading.lazy import lazy
from resorb.reading.statistics.figures import PLAIN, SIGNED, UNIT, read_figure, unit_name
from resorb.values.numbers import PrintedNumber

SPREAD_WORD = r"(?:SDs?|s\.d\.|S\.D\.|sd|[Ss]tandard\s[Dd]eviations?)"
_HEAD = r"(?<![\w.,/·^–-])(?P<v>" + SIGNED + r")(?:\s?(?P<u>" + UNIT + r"))?"
_TAIL = rf"(?P<s>{PLAIN})(?:[\s-]?(?P<su>{UNIT}))?"
_VALUE = lazy(rf"{_HEAD}\s?(?:[(\[]\s?)?(?P<sign>±|\+/[-−–]|[(\[,;]\s?{SPREAD_WORD}[\s,:=±]{{1,3}})\s?{_TAIL}")
_BARE = lazy(rf"{_HEAD}\s?[(\[]\s?(?P<sign>){_TAIL}\s?(?=[)\];])")
_LEGEND = lazy(
    rf"(?:\b[Mm]eans?|\baverages?)\b[^.;()\d]{{0,30}}[(\[]\s?(?:±\s?)?{SPREAD_WORD}\s?[)\]]|\bmean,?\s±?\s?SD\b"
)
_COUNTED = (
    rf"(?:{PEOPLE}|hands?|legs?|eyes?|limbs?|feet|knees?|hips?|shoulders?|joints?|fingers?|wounds?|ulcers?|lesions?|deposits?"
    r"|plaques?|rats|mice|animals|dogs|pigs|rabbits|grafts|fractures|teeth|implants|samples|specimens|kidneys|ears)"
)
_SIZE = lazy(
    rf"\b[nN]\s?=\s?(?P<n>\d{{1,6}})(?![\w.,]?\d|\s?%)(?P<each>\s?(?:each|per\s(?:group|arm)|in\s(?:each|both)))?"
    rf"|(?P<m>{COUNT})\s(?:(?!(?:of|and|to|or|in)\b)[a-z-]{{2,20}}\s){{0,2}}?{_COUNTED}(?![\w-])"
    r"(?P<each2>\s(?:each|per\s(?:group|arm)|in\s(?:each|both)))?"
    rf"|(?P<k>{COUNT})\s(?:received|got|(?:were\s)?(?:given|randomi[sz]ed|assigned|allocated)|(?:to|on)\s(?:the\s)?[a-z]{{4}})",
    re.IGNORECASE,
)
_LONGEST = 900


@dataclass(frozen=True, slots=True)
class GroupMean:
    """A mean and its spread. ``kind`` is "sd" when it was called a standard deviation, else "±"."""

    start: int
    end: int
    mean: PrintedNumber
    spread: PrintedNumber
    unit: str
    kind: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Size:
    """How many values a mean is of; ``each`` when it is said of several groups."""

    start: int
    end: int
    size: int
    each: bool = False


@kept
def group_means(text: str) -> Iterator[GroupMean]:
    """Each mean of a sentence that stands with its spread, in order. Their sizes are not known yet."""
    if len(text) > _LONGEST or not ("±" in text or "+/" in text or "SD" in text or "eviation" in text or "s.d" in text):
        return
    found = [_mean(m, "±" if m["sign"].startswith(("±", "+")) else "sd") for m in _VALUE.finditer(text)]
    legend = _LEGEND.search(text)
    if legend is not None:
        bare = [_mean(m, "sd") for m in _BARE.finditer(text, legend.end())]
        found += [b for b in bare if b and not any(f and f.start < b.end and b.start < f.end for f in found)]
        found = [replace(f, kind="sd") if f else f for f in found]
    yield from sorted((f for f in found if f is not None), key=lambda f: f.start)


def _mean(match: re.Match[str], kind: str) -> GroupMean | None:
    mean, spread = read_figure(match["v"]), read_figure(match["s"])
    if mean is None or spread is None:
        return None
    end = match.end("su") if match["su"] else match.end("s")
    return GroupMean(match.start(), end, mean, spread, unit_name(match["u"] or match["su"] or ""), kind)


@kept
def sizes(text: str) -> Iterator[Size]:
    """Each number of members that a sentence tells, in order."""
    for match in _SIZE.finditer(text):
        size = value_of(match["n"] or match["m"] or match["k"])
        if size:
            yield Size(match.start(), match.end(), size, bool(match["each"] or match["each2"]))


def with_sizes(means: list[GroupMean], told: list[Size]) -> list[GroupMean] | None:
    """The means with their sizes; None when the order does not say which is whose."""
    outside = [s for s in told if not any(m.start <= s.start < m.end for m in means)]
    each = [s for s in outside if s.each]
    if len(each) == 1:
        return [replace(m, size=each[0].size) for m in means]
    if len(outside) != len(means) or not means:
        return None
    order = "".join(kind for _, kind in sorted([(m.start, "v") for m in means] + [(s.start, "s") for s in outside]))
    count = len(means)
    if order not in ("vs" * count, "sv" * count, "v" * count + "s" * count, "s" * count + "v" * count):
        return None
    return [replace(m, size=s.size) for m, s in zip(means, outside, strict=True)]
