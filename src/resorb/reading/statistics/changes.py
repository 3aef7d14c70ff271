"""A value that changed, told thrice: from what, to what, and by how much."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resorb.reading.lazy import lazy
from resorb.reading.statistics.figures import SIGNED, UNIT, read_figure, unit_name
from resorb.values.numbers import PrintedNumber

_LAB = r"[mµnp]?g/[md]?L|[mµnp]mol/L|mEq/L|IU/L|[pn]g/mL|RU/mL|mL/min(?:/1\.73\sm2)?|kg/m[2²]|cm2|mm2|points?"
_UNIT = rf"(?:{_LAB}|{UNIT})"
_NUMBER = rf"(?<![\w.,/–]){SIGNED}(?![\d/]|[.,]\d|-\s|-(?:hour|day|week|month|year))"
_KIND = r"(?:an?\s|the\s)?(?:(?:mean|average|median|baseline|initial|total|score|value|level|of|about|around)\s){0,4}"
_ASIDE = (
    r"(?:\s?\([^()]{1,40}\))?[^.;\d()]{0,40}?"
    r"(?:\b(?:week|month|day|year|visit|session|infusion)s?\s\d{1,3}[^.;\d()]{0,20}?)?"
)
_FROM_TO = lazy(
    rf"\bfrom\s{_KIND}(?P<a>{_NUMBER})(?:\s?(?P<au>{_UNIT}))?{_ASIDE}\s(?:down\s|up\s)?to\s{_KIND}(?P<b>{_NUMBER})"
    rf"(?:\s?(?P<bu>{_UNIT}))?",
    re.IGNORECASE,
)
_THEN = lazy(
    rf"\b(?:was|were|of|at)\s(?P<a>{_NUMBER})(?:\s?(?P<au>{_UNIT}))?(?:\s?\([^()]{{1,40}}\))?\s(?:at\s(?:baseline|entry|start|inclusion)"
    rf"|before\b[^.;,\d]{{0,25}}|initially|on\sadmission)[^.;\d]{{0,15}}?\b(?:and|then|,)\s(?P<b>{_NUMBER})(?:\s?(?P<bu>{_UNIT}))?"
    r"(?:\s?\([^()]{1,40}\))?\s(?:at|after|on|thereafter|afterwards|by)\b",
    re.IGNORECASE,
)
_WEIGHED = r"(?:-?(?:dialysis|HD|treatment|infusion|session))?(?:\s(?:weight|wt|BP))?[\s:=]{1,2}(?:was\s)?"
_PRE_POST = lazy(
    rf"\b(?:pre|before){_WEIGHED}(?P<a>{_NUMBER})(?:\s?(?P<au>{_UNIT}))?[,;]?\s(?:and\s)?(?:post|after){_WEIGHED}"
    rf"(?P<b>{_NUMBER})(?:\s?(?P<bu>{_UNIT}))?",
    re.IGNORECASE,
)
"""As charts note it: "pre 50.1 kg, post 48.2 kg"."""
_WORDS = r"change|difference|reduction|decrease|drop|fall|loss|decline|improvement|increase|rise|gain|lowering|delta|Δ"
_BY = (
    lazy(
        rf"(?<![\w-])(?P<word>{_WORDS})\b(?!s?\s(?:per|each))(?:\s\([^()]{{1,25}}\))?(?:\s(?!than\b|to\b|from\b|per\b)[a-z]{{2,15}}){{0,3}}?"
        rf"[\s,:=(]{{1,3}}(?P<c>{_NUMBER})(?:\s?(?P<cu>{_UNIT}))?",
        re.IGNORECASE,
    ),
    lazy(rf"(?P<c>{_NUMBER})[\s-]?(?P<cu>{_UNIT})?\s(?:(?:mean|average)\s)?(?P<word>{_WORDS})\b", re.IGNORECASE),
)
_NOT_PLAIN = lazy(
    r"\b(?:adjusted|least[- ]squares|LS|model\w*|median|geometric|between\s(?:the\s)?(?:groups|arms)|"
    r"per\s(?:week|month|year|day)|"
    r"responders|of\sthese|placebo|controls?|relative\w*|percentage|versus|vs|whereas|annual\w*|log)\b|%\s?change|fold",
    re.IGNORECASE,
)
_REACH = 120
_MORE = (
    r"(?:\s\([^()]{1,60}\))?,?(?:\s(?:is|are|was|were|be|can|could|may|possible|itself|on|an?|the|each|by|with|of|it|in"
    r"|patients?|points|steps|numbers?|scale|severity|going|running|ranging)){0,6}\s$"
)
_ENDS = lazy(
    rf"\b(?:scored|scoring|rang(?:e[sd]?|ing)|rated|grad(?:ed|es|ing)|runs?|running|goes|spans?|anywhere){_MORE}",
    re.IGNORECASE,
)
"""Words before "from 4 to 20" that name the ends of a scale, not a change."""
_SCALE = lazy(
    rf"\b(?:scores?|scales?|grades?|points|values?|numbers?|marked|measured|index|reach\w*|extend\w*|expressed){_MORE}",
    re.IGNORECASE,
)
"""Words that do so before the lowest number of a scale."""
_WORTH = lazy(
    r"(?:\spoints?)?(?:\sor\s(?:more|less))?(?:\son\s\w+(?:\s\w+)?)?\s"
    r"(?:is|are|being|counts?|counted|would|will|may|might|should|can|could|must|means|meant|suffices|needs?"
    r"|(?:was|were|had\sbeen)\s(?:also\s|thought\s|judged\s)?(?:taken|defined|required|needed|considered|regarded|counted|called|judged|set|enough"
    r"|assumed|planned|expected|chosen|agreed|worth|(?:an?|the)\s))\b",
    re.IGNORECASE,
)
"""Words behind a change that say what it would mean: no such change is told."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a value was, what it became, and the change told. ``start`` and ``end`` are those of the change.

    ``exact`` when all are points of a score, which nobody rounds; ``last_start`` is where the later value stands.
    """

    start: int
    end: int
    first: PrintedNumber
    last: PrintedNumber
    by: PrintedNumber
    of_means: bool
    of_the_same: bool
    exact: bool
    last_start: int


def changes(text: str) -> Iterator[Change]:
    """Each change of a sentence that prints all three in one unit; none in percent, and none of medians."""
    if not re.search(_WORDS, text, re.IGNORECASE):
        return
    for pattern in (_FROM_TO, _THEN, _PRE_POST):
        for match in pattern.finditer(text):
            one = _change(text, match)
            if one is not None:
                yield one


def is_scale(text: str, start: int, first: str, last: str) -> bool:
    """Whether the "from" at ``start`` begins the ends of a scale ("scored from 0 to 10"), which nothing changed by."""
    lowest = first in ("0", "1") and last.isdigit() and int(last) > 2
    return any(cue.search(text, max(0, start - 130), start) for cue in ((_ENDS, _SCALE) if lowest else (_ENDS,)))


def _change(text: str, match: re.Match[str]) -> Change | None:
    around = text[max(0, match.start() - 90) : match.end() + _REACH]
    if _NOT_PLAIN.search(around) or is_scale(text, match.start(), match["a"], match["b"]):
        return None
    behind = text[match.end() : match.end() + _REACH]
    stop = re.search(r"\bfrom\b", behind)
    for pattern in _BY:
        by = pattern.search(text, match.end(), match.end() + (stop.start() if stop else len(behind)))
        if by is None or (pattern is _BY[1] and re.search(r"\d", text[match.end() : by.start()])):
            continue
        units = {unit_name(u) for u in (match["au"], match["bu"], by["cu"]) if u}
        if len(units) > 1 or ("%" in units and not match["bu"] and not match["au"]):
            return None
        numbers = [read_figure(n) for n in (match["a"], match["b"], by["c"])]
        first, last, size = numbers
        if first is None or last is None or size is None:
            return None
        end = by.end("cu") if by["cu"] else by.end("c")
        if _WORTH.match(text, max(end, by.end())):
            return None
        means = re.search(r"\b(?:means?|average\w*)\b", around, re.IGNORECASE) is not None
        same = re.search(r"\bthe\ssame\b|\bpaired\b|\ball\s(?:of\s)?(?:them|whom)\b", text, re.IGNORECASE) is not None
        whole = not any(n.decimals for n in (first, last, size)) and all(u.startswith("point") for u in units)
        return Change(by.start("c"), end, first, last, size, means, same, whole and not means, match.start("b"))
    return None
