"""Means, medians and SDs against ends told elsewhere in the sentence, in whatever words and order.

The readings are joined by what they measure: the same unit, the same thing named, or next to each other. What is
judged is what :mod:`resorb.scan.rules.statistics.summaries` judges of summaries told in one breath.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from resorb.reading.counts.counted import COUNT, NOUN
from resorb.reading.lazy import lazy
from resorb.reading.statistics.summaries import Summary, same_unit
from resorb.reading.statistics.summary_parts import Part, Piece
from resorb.reading.statistics.value_roles import Role, Told, is_one_of_two, roles, things_around
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.statistics.spread import judged_spread
from resorb.scan.rules.statistics.summaries import apart, judged_centre, summaries_of
from resorb.values.findings import Verdict

_PARTS = {
    Role.MEAN: Part.MEAN, Role.MEDIAN: Part.MEDIAN, Role.LEAST: Part.LOWEST, Role.MOST: Part.HIGHEST,
    Role.LOWER: Part.LOWEST, Role.UPPER: Part.HIGHEST, Role.ENDS: Part.RANGE,
    Role.QUARTILES: Part.QUARTILES, Role.SCALE: Part.SCALE,
}  # fmt: skip
_RATED = frozenset(("pain", "score"))
"""Things that are told on scales."""
_SUBJECT = lazy(
    r"\b(?!(?:means?|medians?|average[ds]?|of|was|were|is|the|and|at|about|pain|scores?|ratings?|values?|on|in|it|answers?|"
    r"a|had|for|marks?|only|as|low|high|points?|entry|baseline|rated|scored|given|VAS|NRS|stood|rose|fell|to)\b)[a-z]{2,}",
    re.IGNORECASE,
)
_OF_EACH = lazy(r"\b(?:each|all|every|rang\w+|between|eligib\w+|inclu\w+|enrol\w+)\b", re.IGNORECASE)
_OWNED = lazy(r"\d\s?(?:[a-zµ%/]{1,10}\s)?[(\[](?:range|IQR|min)?[\s:,=]{0,2}$", re.IGNORECASE)
_NEXT_VALUE = lazy(
    r"\b(?:and|to|then)\s(?:(?:of|was|were|only|by|the)\s)?[-−]?\d[\d.]*\b[^.;()\d]{0,40}[(\[][^()\d]{0,20}$",
    re.IGNORECASE,
)
_COUNTED = lazy(
    rf"{COUNT}\s+(?:[^\W\d][\w'’-]*\s+){{0,2}}?{NOUN}(?:\s+in\s+(?:all|total))?[\s,;:(–—-]*"
    r"(?:(?:that\s+is|i\.e\.|or|on|with|at|for|giving|and|so|an?|the)[\s,]+){0,3}$",
    re.IGNORECASE,
)
"""Before a mean of things counted: "24 patients had 71 sessions, a mean of 3.0"."""
_CHANGED = lazy(r"\b(?:differen\w+|chang\w+|reduction|improvement|decrease|increase)\b[^.;]{0,40}$", re.IGNORECASE)
_NEAR = 30
"""Characters: so near each other two numbers may be joined though neither unit nor thing says that they belong."""
_FAR = 160
_SAME = 8
"""How many times larger or smaller than the ends a centre may be and still be one of the same thing."""


@rule(
    "centre-and-ends",
    kind="statistic",
    doc="A mean or median lies between the smallest and largest value, however the sentence tells them.",
    source="order statistics; Bhatia and Davis 2000",
)
def centres_and_ends(text: Scanned) -> Iterator[Mark]:
    """Each centre or SD that was not told in one breath with its ends."""
    for sentence in text.sentences:
        strict = list(summaries_of(sentence))
        told = list(roles(sentence.text))
        if not any(t.role not in (Role.MEAN, Role.MEDIAN) for t in told):
            yield from _against_earlier(text, sentence, told)
            continue
        for one in _centres(strict, told, sentence.text):
            mark = _judged(text, sentence, one, told)
            if mark is not None:
                yield mark


def _against_earlier(text: Scanned, sentence: Sentence, told: list[Told]) -> Iterator[Mark]:
    """Centres without ends of their own against the scale, or the ends of all, in the sentence before."""
    before = next(text.before(sentence), None)
    if before is None or len(told) == 0:
        return
    ends = [t for t in roles(before.text) if t.high is not None and t.role in (Role.SCALE, Role.ENDS)]
    if len(ends) != 1 or any(t.role in (Role.MEAN, Role.MEDIAN) for t in roles(before.text)):
        return
    end = ends[0]
    for core in told:
        if end.role is Role.SCALE:
            fits = (
                not core.unit
                and not end.unit
                and core.things <= _RATED
                and not _SUBJECT.search(sentence.text[core.said : core.start])
            )
        else:
            fits = bool(core.unit) and bool(core.things & end.things) and _OF_EACH.search(before.text) is not None
        high = end.high or end.low
        if fits and end.role is Role.ENDS:
            yield from _spread_of_earlier(text, sentence, core, end)
        outside = apart(core.low, end.low) or apart(high, core.low)
        if fits and outside and same_unit(_piece(core), _piece(end)) and end.low.value < high.value:
            edge, sign = (end.low, "<") if core.low.value < end.low.value else (high, ">")
            yield sentence.at(core.start, core.end).mark(
                "centre-and-ends", Verdict.ASSUMES,
                f"The {core.role.value} {core.low.text} lies outside {end.low.text} to {high.text}, told just before.",
                computed=f"between {end.low.text} and {high.text}", arithmetic=f"{core.low.text} {sign} {edge.text}",
                suggestion=f"a {core.role.value} between {end.low.text} and {high.text}",
                assumption="both are told of the same values",
            )  # fmt: skip


def _spread_of_earlier(text: Scanned, sentence: Sentence, core: Told, end: Told) -> Iterator[Mark]:
    """The SD beside a centre, too large for the ends that the sentence before gives to all."""
    for one in summaries_of(sentence):
        if one.mean is not None and one.mean.start == core.start and not _has_ends(one):
            both = Summary({**one.parts, Part.RANGE: replace(_piece(end), part=Part.RANGE)}, one.label)
            mark = judged_spread(text, sentence, both)
            if mark is not None and mark.finding.verdict is Verdict.FAILS:
                assumption = "both are told of the same values"
                finding = replace(mark.finding, check="centre-and-ends", verdict=Verdict.ASSUMES, assumption=assumption)
                yield replace(mark, finding=finding)


def _centres(strict: list[Summary], told: list[Told], said: str) -> Iterator[tuple[Summary, Told]]:
    """Summaries without ends, each with the reading of its centre; readings that no summary holds make new ones."""
    centres = [t for t in told if t.role in (Role.MEAN, Role.MEDIAN)]
    for one in strict:
        pieces = [p for p in (one.mean, one.median) if p is not None]
        held = [t for t in centres if any(t.start == p.start for p in pieces)]
        centres = [t for t in centres if t not in held]
        if not pieces or _has_ends(one) or is_one_of_two(said, pieces[0].end):
            continue
        first = pieces[0]
        yield one, held[0] if held else _as_told(first, said)
    for centre in centres:
        if not any(p.start <= centre.start < p.end for one in strict for p in one.parts.values()):
            yield Summary({_PARTS[centre.role]: _piece(centre)}), centre


def _has_ends(one: Summary) -> bool:
    ends = (Part.RANGE, Part.FROM, Part.BRACKET, Part.SCALE, Part.QUARTILES)
    low, high = one.parts.get(Part.LOWEST), one.parts.get(Part.HIGHEST)
    return any(p in one.parts for p in ends) or (low is not None and high is not None and same_unit(low, high))


def _as_told(piece: Piece, said: str) -> Told:
    role = Role.MEDIAN if piece.part is Part.MEDIAN else Role.MEAN
    things = things_around(said, piece.start, piece.end)
    return Told(role, piece.said, piece.start, piece.end, piece.low, None, piece.unit, things)


def _piece(told: Told) -> Piece:
    return Piece(
        _PARTS[told.role],
        told.said,
        told.start,
        told.end,
        told.low,
        told.high,
        told.unit,
        told.unit if told.high else "",
    )


_TRIES = lazy(r"\s(?:attempts|readings|measurements|trials|tests|determinations|samples|tries)\b")
"""Behind the number of values that a mean is of: "the mean of three attempts (17, 18 and 19 kg)"."""


def _judged(text: Scanned, sentence: Sentence, centre: tuple[Summary, Told], told: list[Told]) -> Mark | None:
    one, core = centre
    if _TRIES.match(sentence.text, core.end):
        return None
    others = [t for t in told if t.role in (Role.MEAN, Role.MEDIAN) and t.start != core.start]
    ends = [t for t in told if t.role not in (Role.MEAN, Role.MEDIAN)]
    for end in sorted(ends, key=lambda t: _distance(core, t, sentence.text)):
        if not _belongs(core, end, others, sentence.text):
            continue
        if end.role is Role.SCALE and _CHANGED.search(sentence.text, max(0, core.start - 60), core.start):
            continue  # a change or a difference is told in points of the scale, and lies on either side of 0
        if end.role in (Role.LOWER, Role.UPPER):
            if core.role is Role.MEAN:
                continue
            mark = _beyond(sentence, core, end)
            if mark is not None:
                return mark
            continue
        both = Summary(dict(one.parts), one.label)
        both.parts.setdefault(_PARTS[end.role], _piece(end))
        if end.role in (Role.LEAST, Role.MOST) and not _pairs_up(both, end, ends, core, others, sentence.text):
            return _beyond(sentence, core, end)
        mark = judged_centre(sentence, both)
        if mark is None or mark.finding.verdict is Verdict.HOLDS:
            mark = judged_spread(text, sentence, both)
        if mark is None or mark.finding.verdict is Verdict.HOLDS:
            return None
        sure = bool(core.things & end.things) or _gap(core, end) <= _NEAR
        finding = replace(mark.finding, check="centre-and-ends")
        if not sure:
            finding = replace(finding, verdict=Verdict.ASSUMES, assumption="both are told of the same values")
        return replace(mark, finding=finding)
    return None


def _beyond(sentence: Sentence, core: Told, end: Told) -> Mark | None:
    """A centre against one end alone: "the mean was 18 cm2, the smallest being 20 cm2"."""
    is_low = end.role in (Role.LEAST, Role.LOWER)
    if is_low:
        outside, word, sign = core.low.value < end.low.value, "below", "<"
    else:
        outside, word, sign = core.low.value > end.low.value, "above", ">"
    near = _NEAR * (3 if core.unit and end.unit else 1)
    if not outside or not (core.things & end.things or _gap(core, end) <= near):
        return None
    rounds = not (apart(core.low, end.low) or apart(end.low, core.low))
    return sentence.at(core.start, core.end).mark(
        "centre-and-ends", Verdict.ASSUMES,
        f"The {core.role.value} {core.low.text} lies {word} the {end.role.value}, {end.low.text}.",
        computed=f"at {'least' if is_low else 'most'} {end.low.text}",
        arithmetic=f"{core.low.text} {sign} {end.low.text}",
        suggestion=f"another {core.role.value}, or another {end.role.value}",
        assumption="the ends are not rounded" if rounds else "both are of the same values",
    )  # fmt: skip


def _pairs_up(both: Summary, end: Told, ends: list[Told], core: Told, others: list[Told], said: str) -> bool:
    """Whether the other end is told too; a lone one is made a range that is open far away."""
    other = Role.MOST if end.role is Role.LEAST else Role.LEAST
    found = [
        t for t in ends if t.role is other and _belongs(core, t, others, said) and same_unit(_piece(t), _piece(end))
    ]
    if found:
        both.parts.setdefault(_PARTS[other], _piece(min(found, key=lambda t: abs(t.start - end.start))))
    return bool(found)


def _gap(one: Told, other: Told) -> int:
    return max(other.start - one.end, one.start - other.end, 0)


def _distance(core: Told, end: Told, said: str) -> int:
    """The gap, and more where a bracket closes or a new clause begins in it."""
    between = said[min(core.end, end.end) : max(core.start, end.start)]
    return _gap(core, end) + (_NEAR if re.search(r"\)[^(]*$|;|\sand\s", between) else 0)


def _is_of_counted(core: Told, end: Told, said: str) -> bool:
    """Whether a centre without a unit is of things just counted, and the ends are of an amount of something."""
    if core.unit or not end.unit:
        return False
    return (
        core.things & end.things == {"number"} or _COUNTED.search(said, max(0, core.said - 50), core.said) is not None
    )


def _belongs(core: Told, end: Told, others: list[Told], said: str) -> bool:
    """Whether an end may be told of the values the centre is of."""
    if _gap(core, end) > _FAR or not same_unit(_piece(core), _piece(end)):
        return False
    if end.high is not None and end.low.value > end.high.value:
        return False
    owner = _OWNED.search(said, max(0, end.start - 40), end.start)
    if owner is not None and not core.start <= owner.start() < core.end:
        return False  # "180 g (range 60-480 g)": the bracket is that number's
    if end.role is not Role.SCALE and any(
        _gap(t, end) < _gap(core, end) or min(core.start, end.start) < t.start < max(core.start, end.start)
        for t in others
    ):
        return False
    size = abs(core.low.value)
    edges = [abs(n.value) for n in (end.low, end.high) if n is not None]
    if not min(edges) / _SAME <= size <= max(edges) * _SAME:
        return False
    between = said[min(core.end, end.end) : max(core.start, end.start)]
    if end.start > core.end and end.role in (Role.ENDS, Role.QUARTILES) and _NEXT_VALUE.search(between):
        return False  # "35 mm at entry and 12 mm after (IQR 4-28)": the bracket is the later number's
    if end.role is Role.SCALE and ";" in between and end.start > core.end:
        return False
    if end.role is Role.SCALE and not core.unit and core.things <= _RATED:
        return bool(core.things) or not _SUBJECT.search(said[core.said : core.start])
    if ";" in between and end.role is Role.ENDS and core.things and not core.things & end.things:
        return False
    if _is_of_counted(core, end, said):
        return False
    if core.things and end.things:
        return bool(core.things & end.things)
    return bool(core.unit and end.unit) or len(between) <= _NEAR
