"""Means of groups against the mean of all: it lies between them, where their sizes put it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.checks.arithmetic.rounding import written
from resorb.reading.counts.counted import COUNT, value_of
from resorb.reading.lazy import lazy
from resorb.reading.statistics.figures import SIGNED, UNIT, read_figure, unit_name
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber

_MEAN = lazy(r"\b(?:means?|averag\w+)\b", re.IGNORECASE)
_OTHER = lazy(
    r"\b(?:medians?|adjusted|least[- ]squares|geometric|weighted|unweighted|harmonic|model\w*|estimated|predicted|"
    r"difference|trimmed|ratio|respectively)\b",
    re.IGNORECASE,
)
_SPREAD = r"(?:\s?(?:±\s?[\d.]{1,8}|\((?:SD|s\.d\.)[\s=:]{1,2}[\d.]{1,8}\)))?"
_VALUE = rf"(?<![\w.,/±–=-])(?P<v>{SIGNED})(?:[\s-]?(?P<u>{UNIT}))?{_SPREAD}"
_OF_GROUP = lazy(
    rf"{_VALUE}(?:\s(?:on\saverage|old|of\sage|each))?"
    rf"(?:\s(?:in|for|among|amongst|across|over|of)\s(?:(?:all|the|those|these|both|our|other|whole|group|cohort|of)\s){{0,3}}"
    rf"(?P<n>{COUNT})(?![\w.,]?\d|\s?%|\s(?:{UNIT})\b)|\s?[(\[,]\s?[nN]\s?=\s?(?P<n2>\d{{1,5}})\b)",
    re.IGNORECASE,
)
_GROUP_FIRST = lazy(
    rf"(?<![\w.,/-])(?:[nN]\s?=\s?)?(?P<n>{COUNT})\)?(?:\s[a-z-]{{2,20}}){{1,5}}?[\s,(:]{{1,3}}(?:(?:a|mean|average|was|of|averaged)\s){{1,3}}"
    rf"{_VALUE}",
    re.IGNORECASE,
)
_TOGETHER = lazy(
    r"\b(?:overall|together|combined|pooled|in\stotal|whole\s(?:group|cohort|series|sample)|(?:for|in|of|among)\sall|all)"
    rf"(?:\s(?:[a-z-]{{2,15}}\s){{0,3}}?|[\s:,(]{{1,3}})(?P<v>{SIGNED})(?:[\s-]?(?P<u>{UNIT}))?(?![\w/]|[.,]\d|\s?%)"
    rf"|(?<![\w.,/±–=-])(?P<v2>{SIGNED})(?:[\s-]?(?P<u2>{UNIT}))?\s(?:[a-z]{{2,10}}\s){{0,4}}?(?:together|overall|combined|pooled|as\sa\swhole|altogether|in\sall)\b",
    re.IGNORECASE,
)
_LONGEST = 600


@dataclass(frozen=True)
class _Group:
    """A mean with the size of its group; 0 when the words say that it is of all."""

    start: int
    end: int
    mean: PrintedNumber
    unit: str
    size: int


@rule(
    "mean-of-groups",
    kind="statistic",
    doc="The mean of all is that of its groups, each weighted by its size.",
    source="arithmetic; each mean anywhere within its rounding",
)
def pooled_means(text: Scanned) -> Iterator[Mark]:
    """Each sentence that tells means of groups and of all."""
    for sentence in text.sentences:
        said = sentence.text
        if len(said) > _LONGEST or not _MEAN.search(said) or _OTHER.search(said):
            continue
        found = _groups(said)
        whole = _whole(found)
        if whole is None and len(found) > 1:
            whole = next(_of_all(said, found), None)
        if whole is not None:
            yield from _judged(sentence, whole, [g for g in found if g is not whole])


def _groups(said: str) -> list[_Group]:
    found: list[_Group] = []
    for pattern in (_OF_GROUP, _GROUP_FIRST):
        for match in pattern.finditer(said):
            size = value_of(match["n"] or match["n2"] if pattern is _OF_GROUP else match["n"])
            mean = read_figure(match["v"])
            start, end = match.start("v"), match.end("u") if match["u"] else match.end("v")
            taken = any(g.start < match.end() and match.start() < g.end for g in found)
            if mean is not None and size and not taken:
                found.append(_Group(start, end, mean, unit_name(match["u"] or ""), size))
    return sorted(found, key=lambda g: g.start)


def _whole(found: list[_Group]) -> _Group | None:
    """The one whose size is that of all others together."""
    total = sum(g.size for g in found)
    wholes = [g for g in found if 2 * g.size == total]
    return wholes[0] if len(found) > 2 and len(wholes) == 1 else None


def _of_all(said: str, found: list[_Group]) -> Iterator[_Group]:
    for match in _TOGETHER.finditer(said):
        v, u = ("v", "u") if match["v"] else ("v2", "u2")
        mean = read_figure(match[v])
        start, end = match.start(v), match.end(u) if match[u] else match.end(v)
        if mean is not None and not any(g.start < end and start < g.end for g in found) and start > found[-1].start:
            yield _Group(start, end, mean, unit_name(match[u] or ""), 0)


def _judged(sentence: Sentence, whole: _Group, groups: list[_Group]) -> Iterator[Mark]:
    units = {g.unit for g in (whole, *groups) if g.unit}
    if len(units) > 1 or "%" in units or len({g.mean.decimals for g in (whole, *groups)}) > 1:
        return
    total = sum(g.size for g in groups)
    exact = sum((g.size * g.mean.value for g in groups), Fraction(0)) / total
    step = whole.mean.step
    if abs(exact - whole.mean.value) <= step + Fraction(1, 10**9):
        return
    least, most = (pick(g.mean.value for g in groups) for pick in (min, max))
    outside = not least - step <= whole.mean.value <= most + step
    if not whole.size and not outside:
        return
    how = " + ".join(f"{g.size} × {g.mean.text}" for g in groups)
    right = written(Fraction(round(exact / step)) * step)
    yield sentence.at(whole.start, whole.end).mark(
        "mean-of-groups", Verdict.FAILS if whole.size else Verdict.ASSUMES,
        f"The mean of all is {right}, not {whole.mean.text}: the groups have "
        f"{', '.join(g.mean.text for g in groups)}.",
        computed=right, arithmetic=f"({how})/{total} = {float(exact):.4g}", suggestion=right,
        assumption=None if whole.size else "the groups told are all there are",
    )  # fmt: skip
