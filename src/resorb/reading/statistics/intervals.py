"""Confidence intervals in running text, with the estimate they belong to and the p value printed beside them.

"HR 0.62 (95% CI 0.44–0.87; p = 0.005)", "hazard ratio, 0.54; 95 % confidence interval, 0.31 to 0.94", "68 % (95 % CI 48
to 84)", "(95% CI: −3.2, −0.4)", and "1.90 (0.90–4.00)" where the sentence has said what its brackets hold.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from resorb.reading.kept import kept
from resorb.reading.lazy import lazy
from resorb.reading.statistics.estimates import Estimate, Scale, estimate_before, scale_of
from resorb.reading.statistics.figures import UNIT, ends_of, pair, read_figure, span_of
from resorb.reading.statistics.probabilities import PValue, p_values
from resorb.values.numbers import PrintedNumber


class Kind(StrEnum):
    """What an interval is of."""

    CONFIDENCE = "confidence"
    CREDIBLE = "credible"
    PREDICTION = "prediction"
    BARE = "bare"
    """No label of its own: brackets in a sentence that has named an interval, or after a ratio's name."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A printed interval. ``level`` is in percent, None when not said.

    There is no ``estimate`` when words behind the label say whose interval it is ("95% CI for the difference").
    """

    start: int
    end: int
    kind: Kind
    low: PrintedNumber
    high: PrintedNumber
    percent: bool
    level: PrintedNumber | None
    estimate: Estimate | None
    scale: Scale | None
    p: PValue | None


_NAME = (
    r"(?:(?:[Cc]onfidence|[Cc]redible|[Cc]redibility|[Uu]ncertainty|[Cc]ompatibility|[Pp]rediction|"
    r"[Pp]osterior|[Hh]ighest[ -]density)\s"
    r"(?:[Ii]ntervals?|[Ll]imits?|[Bb]ounds?|[Rr]egions?|[Rr]anges?)(?:\s?[(\[][CP]\.?I\.?[)\]])?|C\.\s?I\."
    r"|CIs?\b|CrIs?\b|PI\b|HDI\b|HPD\b|UI\b)"
)
_LEVEL = (
    r"(?<![\d.])(?P<level>\d{2}(?:[.·]\d{1,2})?)\s?(?:%|per\s?cent|(?=-?C\.?I))[\s-]?"
    r"(?:[A-Za-z][a-z’'-]{2,15}\s){0,2}"
)
_LEVEL_BEHIND = r"[\s,_(-]{0,2}(?P<behind>(?:\d{2}(?:[.·]\d{1,2})?(?=\s?%)|9[0579](?=\)?[\s:=,])))\s?%?\)?"
_FILL = (
    r"(?P<fill>(?:\s?\((?:[Cc]lopper|[Ww]ilson|[Ee]xact|[Ww]ald|[Bb]ootstrap|[Pp]rofile)[^()]{0,25}\)"
    r"|\s(?:by|from)\s(?:the\s)?[A-Z][\w’'-]{2,20}\smethod"
    r"|\s(?:of|for|around|on)\s(?:the\s|this\s)?(?:mean\s|absolute\s|risk\s|rate\s)?[a-z]{4,14}(?=[\s:,=])"
    r"|\s?[:,=]|\s(?:of|was|is|from|ranged|ranging|between|lay|in\sbrackets)\b){0,3})\s?[(\[]?\s?"
)
_PAIR = pair("low", "high")
_LABELLED = lazy(
    rf"(?:{_LEVEL}(?P<name>{_NAME})|(?<!\w)(?P<first>CI|IC|[Cc]onfidence\s[Ii]ntervals?){_LEVEL_BEHIND}"
    rf"|(?<!\w)(?P<alone>CI|[Cc]onfidence\s[Ii]nterval)){_FILL}{_PAIR}"
)
_BRACKET = lazy(rf"[(\[]\s?{_PAIR}\s?(?=[)\];,])")
_SAID = lazy(_NAME)
_SAID_NEXT = lazy(r"[,;]\s?\d\d\s?%\s?(?:CI|C\.I\.|[Cc]onfidence)")
_AFTER_RATIO = lazy(
    r"(?:\b(?:ICC|AUC|AUROC|[Kk]appa)|\b(?:[ascm]|sd|cs|un)?(?:HR|OR|RR|IRR)s?|\b(?:[Hh]azard|[Oo]dds|[Rr]isk"
    r"|[Rr]ate)[\s-][Rr]atios?)[\s,:=(]{1,3}(?:of\s|was\s)?$"
)
_RATIO_WORD = lazy(r"(?:HR|OR|RR)s?\b|[Rr]atio|\bICC\b|\bAUR?O?C\b|[Kk]appa")
_RATIO_OF = lazy(
    r"\b(?:(?:a|c|m|s|sd|cs|un)?(?:HR|OR|RR|IRR)|[Rr]atio)s?(?:\s\([A-Za-z ]{2,12}\))?"
    r"(?:\s(?:for|of|in|with|per|among|associated)\b[^.;()\d]{0,60}|(?:\s(?:for|of|in|with)\b|,)[^.;()]{0,80}\s(?:was|is|of)\s|"
    r"\s(?:was|were|is)\s(?:only\s|about\s)?)$"
)
_RATIOS_TOLD = lazy(
    r"\b(?:(?:[Oo]dds|[Hh]azard|[Rr]isk|[Rr]ate)\s[Rr]atios|HRs|ORs|RRs)\s(?:are|were|given|shown|reported|per|with|of|for|from|\()"
    r"|\b[Rr]atios\s(?:are|were)\s(?:per|given|adjusted|shown|reported|from|crude)\b"
)
"""A sentence that says that the numbers after it are ratios."""
_APPOSED = lazy(rf"[,;]\s?{_PAIR}(?=\s?[)\];,.](?!\d))")
_PARTED = lazy(r"\d\s?[,;]\s?[-−–+.]?\d")
_WHOSE = lazy(r"\b(?:of|for|around|on)\s(?:the\s|this\s)?(?:mean\s|absolute\s|risk\s|rate\s)?[a-z]{4,14}")
_RANGE = lazy(r"\b(?:range|IQR|interquartile|quartiles?|min(?:imum)?|years|aged?)\b", re.IGNORECASE)
_P_GAP = lazy(
    rf"(?:\s?[)\]]\s?(?:{UNIT}|per\s[^.;()\[\]=<>]{{2,40}}))?"
    r"[\s,;:)\](]{1,4}(?:(?:an?\s)?(?:[a-z-]{3,15}\s)?(?:non-)?significant\s[a-z]{3,15},?\s)?(?:(?:and|with|exact|log-rank|Wald|corresponding|a|the|two-sided|Fisher(?:[’']s)?)\s){0,3}"
)
_DIFFERS_BEHIND = lazy(
    r"\s?(?:[,;]\s?[Pp]\s?[<=>]\s?[\d.]{1,8})?\s?[)\]]{1,2}\s(?:per\s|(?:[a-z]{2,15}\s){0,2}?"
    r"(?:lower|higher|less|more|greater|smaller|shorter|longer|fewer|taller|heavier|lighter|older|younger)\b)"
)
"""Behind an interval: what it is of is told by a comparative, or by each unit of something else."""
_GOES_ON = lazy(r"\s?%?\s?(?:to|[-–—])\s?[-−–]?[\d.]*\d")
_COMPARED = lazy(
    r"[\s,]{0,2}(?:vs\b|versus|compared|for\s|between|against|in\s(?!favou?r)|v\s|relative|with\sthe)", re.IGNORECASE
)


@kept
def intervals(text: str, *, said_before: bool = False) -> Iterator[Interval]:
    """Every interval of a sentence, in order: labelled ones, and bare brackets behind a label or a ratio's name.

    Args:
        text: one sentence.
        said_before: whether the text before has said that brackets hold confidence intervals.
    """
    if not any(sign in text for sign in ("(", "[", "CI", "onfidence", "IC ", "redib", "C.")):
        return
    ps = list(p_values(text))
    labelled = list(_LABELLED.finditer(text))
    covered = [(m.start(), m.end()) for m in labelled]
    said = _SAID.search(text)
    may_be_bare = said_before or said is not None or _RATIO_WORD.search(text) is not None
    bare = [*_BRACKET.finditer(text), *(_apposed(text))] if may_be_bare else []
    brackets = list(_apart(sorted(bare, key=lambda m: m.start()), covered))
    first = 0 if said_before else said.start() if said else len(text)
    after = 0
    for match, is_bare in sorted([*((m, False) for m in labelled), *((m, True) for m in brackets)], key=_start):
        one = _interval(text, match, Kind.BARE if is_bare else _kind(match["name"] or ""), ps, after)
        if match.start() < after or one is None:
            continue
        if is_bare and not _is_interval(text, match, one, told=match.start() > first):
            continue
        after = one.end
        yield one


def _apposed(text: str) -> Iterator[re.Match[str]]:
    """Pairs with a dash behind a comma: "OR 11.4, 2.7-48.1"."""
    for match in _APPOSED.finditer(text):
        if not _PARTED.search(text, match.start() + 1, match.end()):
            yield match


def _start(pair_: tuple[re.Match[str], bool]) -> int:
    return pair_[0].start()


def _apart(matches: list[re.Match[str]], covered: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """Those of ``matches`` that no labelled interval overlaps."""
    at = 0
    for match in matches:
        while at < len(covered) and covered[at][1] <= match.start():
            at += 1
        if at == len(covered) or match.end() <= covered[at][0]:
            yield match


def names_intervals(text: str) -> bool:
    """Whether a sentence speaks of confidence (or like) intervals at all, or of ratios to come."""
    return _SAID.search(text) is not None or _RATIOS_TOLD.search(text) is not None


def _kind(name: str) -> Kind:
    plain = name.lower()
    if plain.startswith(("cred", "cri", "hdi", "hpd", "posterior", "highest")):
        return Kind.CREDIBLE
    return Kind.PREDICTION if plain.startswith(("pred", "pi")) else Kind.CONFIDENCE


def _interval(text: str, match: re.Match[str], kind: Kind, ps: list[PValue], after: int) -> Interval | None:
    ends = ends_of(match, "low", "high")
    if ends is None:
        return None
    low, high, low_unit, high_unit = ends
    start, end = span_of(match, "low", "high")
    if _GOES_ON.match(text, end):
        return None  # "(4%; -5% to 13%)": the estimate and its interval
    bare = kind is Kind.BARE
    whose = not bare and _WHOSE.search(match["fill"]) is not None
    estimate = None if whose else estimate_before(text, match.start(), after)
    level = None if bare else match["level"] or match["behind"]
    scale = scale_of(text, estimate, after) if estimate else None
    if estimate is not None and scale is None and not estimate.percent and _DIFFERS_BEHIND.match(text, match.end()):
        scale = Scale.DIFFERENCE if text[estimate.start : estimate.end].strip()[-1:].isalpha() else None
    percent = any(unit.startswith(("%", "perc", "per c", "pp")) for unit in (low_unit, high_unit))
    return Interval(
        start, end, kind, low, high, percent, read_figure(level) if level else None, estimate,
        scale, _p_beside(text, match, estimate, ps),
    )  # fmt: skip


def _is_interval(text: str, match: re.Match[str], one: Interval, *, told: bool) -> bool:
    """Whether a bracket without a label holds an interval all the same."""
    estimate = one.estimate
    if estimate is None or not estimate.sure or text[estimate.end : match.start()].strip():
        return False
    own = text[max(0, estimate.start - 60) : estimate.start]
    alike = estimate.number.decimals == one.low.decimals == one.high.decimals
    after = _AFTER_RATIO.search(own) or _RATIO_OF.search(text, max(0, estimate.start - 120), estimate.start)
    if match[0][0] in ",;":
        return alike and _AFTER_RATIO.search(own) is not None
    if after is not None and alike and one.low.decimals > 0:
        return not _RANGE.search(after[0])
    told = told or _SAID_NEXT.match(text, match.end()) is not None
    named = after is not None or (told and (estimate.percent or one.low.decimals > 0))
    return named and alike and not _RANGE.search(own)


def _p_beside(text: str, match: re.Match[str], estimate: Estimate | None, ps: list[PValue]) -> PValue | None:
    """The p value next behind the interval, or between estimate and interval; none that names its own comparison."""
    behind = bisect_left(ps, match.end(), key=lambda p: p.start)
    if estimate is not None and behind > 0:
        p = ps[behind - 1]
        if estimate.end <= p.start and p.end <= match.start() and not _COMPARED.match(text, p.end):
            return p
    if behind < len(ps):
        p = ps[behind]
        if p.start - match.end() < 60 and _P_GAP.fullmatch(text, match.end(), p.start):
            return None if _COMPARED.match(text, p.end) else p
    return None
