"""Means of groups against the mean of all: it lies between them, where their sizes put it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from resorb.checks.arithmetic.rounding import written
from resorb.reading.counts.counted import COUNT, value_of
from resorb.reading.lazy import lazy
from resorb.reading.statistics.figures import SIGNED, UNIT, read_figure, unit_name
from resorb.reading.statistics.group_means import GroupMean, group_means, sizes, with_sizes
from resorb.reading.statistics.value_roles import Role, roles, things_of
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber, Rounding

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
_IN_PARTS = lazy(r"\d(?:\s[a-z]{1,8})?\s(?:in|with|for|among)\s[^;]{2,60}\d(?:\s[a-z]{1,8})?\s(?:in|with|for|among)\s")
_IN_PART = lazy(
    rf"(?<![\w.,/±–=(-])(?P<v>{SIGNED})(?:\s(?P<u>{UNIT}))?\s(?:in|with|for|among)\s(?:the\s)?"
    r"(?!all|total|every|this|our|both|whole|one|two|three|four|patients\s(?:and|,))[a-z]{3}",
    re.IGNORECASE,
)
_NEXT = lazy(r"\b(?:and|but|versus|vs\.?|against)\s(?:(?:of|it|was|only|to|a|mean)\s){0,3}$|,\s$", re.IGNORECASE)
_PART = lazy(
    r"\b(?:groups?|arms?|controls?|placebo|saline|women|men|boys|girls|males?|females?|younger|older|versus|vs|before|each|per|"
    r"(?:patients|those|subjects|children)\s(?:with|who|on|given|receiving|treated)|remaining|other|survivors|respond\w+)\b",
    re.IGNORECASE,
)
_TIMES = lazy(
    r"\b(?:baseline|entry|before|after|first|second|last|final|end|follow-up|loss|gain|chang\w+|reduc\w+|decreas\w+|increas\w+|ris(?:e|es|ing)|rose|fell|fall|drop\w*|"
    r"improv\w+|differ\w+|(?:week|month|day|year)s?\s\d+)\b",
    re.I,
)
_ABOUT_IT = lazy(r"(?:It|This|By\s\w+,?\sit)\s", re.IGNORECASE)
_SE = lazy(r"\b(?:SEM?s?|S\.E\.M?\.?|s\.e\.m?\.?)(?!\w)|\b[Ss]tandard\s[Ee]rrors?\b")
_SPREAD_ROOM = 1.05


def box(number: PrintedNumber) -> tuple[Fraction, Fraction]:
    """Everything that rounds to a printed number."""
    return number.interval(Rounding.HALF_UP)


@dataclass(frozen=True)
class _Group:
    """A mean with the size of its group; 0 when the words say that it is of all."""

    start: int
    end: int
    mean: PrintedNumber
    unit: str
    size: int
    spread: PrintedNumber | None = None
    is_sd: bool = False


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
        spread = "±" in said or "SD" in said
        if sentence.is_long or not (spread or _MEAN.search(said) or _IN_PARTS.search(said)) or _OTHER.search(said):
            continue
        earlier = _told_before(text, sentence)
        if earlier is not None:
            yield from earlier
            continue
        if not (spread or _MEAN.search(said)):
            continue
        found = (_spread_groups(said) if spread else []) or _groups(said)
        whole = _whole(found)
        if whole is None and len(found) > 1:
            whole = next(_of_all(said, found), None)
        if whole is None and (said_first := _first_of_all(said)):
            whole, found = said_first
        if whole is not None:
            yield from _judged(text, sentence, whole, [g for g in found if g is not whole])


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


def _spread_groups(said: str) -> list[_Group]:
    """Means that stand with their spreads, and with their sizes by the order of both."""
    means = list(group_means(said))
    sized = with_sizes(means, list(sizes(said))) if len(means) > 1 else None
    return [_group(m) for m in sized or ()]


def _group(mean: GroupMean) -> _Group:
    return _Group(mean.start, mean.end, mean.mean, mean.unit, mean.size, mean.spread, mean.kind == "sd")


def _parts(said: str) -> list[_Group]:
    """Means in parts of the patients, told one after the other in one form: "82.1 in women and 73.9 in men"."""
    means = list(group_means(said))
    if len(means) > 1:
        return [_group(m) for m in with_sizes(means, list(sizes(said))) or means]
    sized = _groups(said)
    if len(sized) > 1:
        return sized
    found = [
        _Group(m.start("v"), m.end("u") if m["u"] else m.end("v"), mean, unit_name(m["u"] or ""), 0)
        for m in _IN_PART.finditer(said)
        if (mean := read_figure(m["v"])) is not None
    ]
    between = [said[a.end : b.start] for a, b in pairwise(found)]
    return found if len(found) > 1 and all(len(b) < 70 and _NEXT.search(b) for b in between) else []


def _first_of_all(said: str) -> tuple[_Group, list[_Group]] | None:
    """A mean of no part, told and behind a semicolon (or the point of "min.") the means of parts."""
    end = re.search(r"(?:;|[a-z]\.)\s", said)
    cut = end.end() - 1 if end else -1
    if cut < 0 or not _MEAN.search(said):
        return None
    whole, parts = _lone(said[:cut]), [replace(p, start=p.start + cut, end=p.end + cut) for p in _parts(said[cut:])]
    first, last = said[:cut], said[cut:].lstrip()
    alike = _times_of(first) == _times_of(last) and (things_of(first) & things_of(last) or _ABOUT_IT.match(last))
    return (whole, parts) if whole is not None and parts and alike else None


def _lone(said: str) -> _Group | None:
    """The only mean of a sentence that speaks of no part of the patients."""
    if _PART.search(said) or _OTHER.search(said) or not _MEAN.search(said):
        return None
    means = list(group_means(said))
    counted = [s.size for s in sizes(said) if not any(m.start <= s.start < m.end for m in means)]
    size = counted[0] if len(counted) == 1 else 0
    if means:
        return replace(_group(means[0]), size=size) if len(means) == 1 else None
    told = [t for t in roles(said) if t.role is Role.MEAN]
    if len(told) != 1 or any(t.role is not Role.MEAN for t in roles(said)):
        return None
    return _Group(told[0].start, told[0].end, told[0].low, unit_name(told[0].unit), size)


def _times_of(said: str) -> frozenset[str]:
    """The words of a text that say at what time, or that a change is meant."""
    return frozenset(w.lower() for w in _TIMES.findall(said))


def _spans_of(said: str) -> frozenset[str]:
    """The words at which the spans of time of a text end: "from onset to death", "between surgery and death"."""
    return frozenset(m["end"].lower() for m in _SPAN.finditer(said))


_SPAN = lazy(r"\b(?:from|between)\s[^.;,()]{2,60}?\s(?:to|and|until)\s(?P<end>[a-z]{4,})", re.IGNORECASE)


def _told_before(text: Scanned, sentence: Sentence) -> Iterator[Mark] | None:
    """The mean of all in the sentence before, those of its parts in this one."""
    before = next(text.before(sentence), None)
    if before is None or before.is_long:
        return None
    said = sentence.text
    alike = things_of(before.text) & things_of(said) or _ABOUT_IT.match(said)
    if (
        _times_of(before.text) != _times_of(said)
        or _spans_of(before.text) != _spans_of(said)
        or not alike
        or (whole := _lone(before.text)) is None
        or _lone(said) is not None
    ):
        return None
    parts = _parts(said)
    if len(parts) < 2 or any(_whole(parts) is p for p in parts):
        return None
    return _judged(text, before, whole, parts)


def _judged(text: Scanned, sentence: Sentence, whole: _Group, groups: list[_Group]) -> Iterator[Mark]:
    units = {g.unit for g in (whole, *groups) if g.unit}
    if len(units) > 1 or "%" in units:
        return
    total = sum(g.size for g in groups) if all(g.size for g in groups) else 0
    least, most = (pick(g.mean.value for g in groups) for pick in (min, max))
    room = whole.mean.step + max(g.mean.step for g in groups) / 2
    room = whole.mean.step if len({g.mean.decimals for g in (whole, *groups)}) == 1 else room
    if whole.size and total and whole.size != total:
        return
    values = ", ".join(g.mean.text for g in groups)
    if not total:
        if least - room <= whole.mean.value <= most + room:
            return
        sign, edge = ("<", least) if whole.mean.value < least else (">", most)
        yield sentence.at(whole.start, whole.end).mark(
            "mean-of-groups", Verdict.ASSUMES,
            f"The mean of all, {whole.mean.text}, does not lie between those of the groups: {values}.",
            computed=f"between {written(least)} and {written(most)}",
            arithmetic=f"{whole.mean.text} {sign} {written(edge)}",
            suggestion=f"a mean between {written(least)} and {written(most)}",
            assumption="the groups told are all there are",
        )  # fmt: skip
        return
    exact = sum((g.size * g.mean.value for g in groups), Fraction(0)) / total
    if abs(exact - whole.mean.value) <= room + Fraction(1, 10**9):
        yield from _judged_spread(sentence, whole, groups, exact, bool(text.holding(_SE)))
        return
    how = " + ".join(f"{g.size} × {g.mean.text}" for g in groups)
    right = written(Fraction(round(exact / whole.mean.step)) * whole.mean.step)
    yield sentence.at(whole.start, whole.end).mark(
        "mean-of-groups", Verdict.FAILS if whole.size else Verdict.ASSUMES,
        f"The mean of all is {right}, not {whole.mean.text}: the groups have {values}.",
        computed=right, arithmetic=f"({how})/{total} = {float(exact):.4g}", suggestion=right,
        assumption=None if whole.size else "the groups told are all there are",
    )  # fmt: skip


def _judged_spread(
    sentence: Sentence, whole: _Group, groups: list[_Group], mean: Fraction, has_errors: bool
) -> Iterator[Mark]:
    """The SD of all from those of the groups: squares within add to squares between."""
    spreads = [g.spread for g in groups if g.spread is not None]
    if (
        whole.spread is None
        or (not whole.is_sd and has_errors)
        or len(spreads) != len(groups)
        or any(g.size < 2 for g in groups)
    ):
        return
    total = sum(g.size for g in groups)

    def variance(at: int) -> float:
        within = sum((g.size - 1) * float(box(s)[at]) ** 2 for g, s in zip(groups, spreads, strict=True))
        slack = (1 if at else -1) * float(groups[0].mean.step) / 2
        between = sum(g.size * max(0.0, abs(float(g.mean.value - mean)) + slack) ** 2 for g in groups)
        return (within + between) / (total - 1)

    low, high = variance(0) ** 0.5, variance(1) ** 0.5
    printed = box(whole.spread)
    if printed[0] <= high * _SPREAD_ROOM and low <= printed[1] * _SPREAD_ROOM:
        return
    about = f"{low:.{whole.spread.decimals + 1}f} to {high:.{whole.spread.decimals + 1}f}"
    how = ", ".join(f"{g.mean.text} ± {s.text} (n = {g.size})" for g, s in zip(groups, spreads, strict=True))
    yield sentence.at(whole.start, whole.end).mark(
        "mean-of-groups", Verdict.FAILS if whole.size and whole.is_sd else Verdict.ASSUMES,
        f"The standard deviation of all is {about}, not {whole.spread.text}: it follows from those of the groups.",
        computed=about, arithmetic=f"{how} give an SD of {about}", suggestion=about,
        assumption=None if whole.size and whole.is_sd else "± is the standard deviation" if not whole.is_sd
        else "the groups told are all there are",
    )  # fmt: skip
