"""Test statistics in running text, with their degrees of freedom and p value.

"t(24) = 2.10, p = .046", "F(2, 57) = 3.4", "χ2 (1, N = 28) = 4.1", "r(18) = .45", "t = 3.42, df = 17, P = 0.03",
"chi-square = 1.9 on 1 degree of freedom". Only statistics with a p value behind them are given out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from resorb.reading.counts.groups import groups
from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD, read_numeral
from resorb.reading.statistics.figures import COMMA, PLAIN, SIGN, read_figure
from resorb.reading.statistics.probabilities import PValue, p_values
from resorb.values.numbers import PrintedNumber


@dataclass(frozen=True, slots=True)
class Statistic:
    """A statistic with its p value. ``name`` is "t", "F", "χ²", "r" or "z".

    ``df`` are the degrees of freedom in their order; for r, n - 2. ``counted`` is True when they come from a group size
    that stands elsewhere in the sentence. Of χ² they may be left out. ``ranks`` is True for Spearman's coefficient.
    """

    start: int
    end: int
    name: str
    value: PrintedNumber
    df: tuple[float, ...]
    p: PValue
    counted: bool = False
    ranks: bool = False


_VALUE = rf"(?P<value>(?:[{SIGN}]\s?)?(?:{COMMA}|{PLAIN}))"
_DF = r"\d{1,6}(?:[.·]\d{1,4})?"
_CHI = r"(?:[χΧ𝜒]|\b[Cc]hi|\bX(?=\s?[2²]))[\s-]?(?:(?:2|²|\^2)|squared?)?(?:\s(?:statistic|value))?"
_NAME = (
    rf"(?:(?P<t>(?<![\w-])[tT])|(?P<f>(?<![\w-])F)|(?P<chi>{_CHI}|\bCochran[’']?s?\sQ|\bQ|\bH)"
    r"|(?P<r>(?<![\w-])(?:r(?:\s?[sSpP])?|rho|ρ|Pearson[’']?s?\sr|Spearman[’']?s?\sr(?:ho)?)(?![\w²]))|(?P<z>(?<![\w-])[zZ]))"
)
_IN_BRACKETS = (
    rf"(?:\s?[(\[]\s?(?:df\s?=\s?)?(?P<df>{_DF})(?:\s?[,;]\s?(?P<below>{_DF}))?"
    r"(?:\s?[,;]\s?[nN]\s?=\s?\d{1,6})?\s?[)\]])?"
)
_SUBSCRIPT = r"(?:(?:_?|(?<![rR])\s)(?P<sub>\d{1,4})(?:,\s?(?P<sub_below>\d{1,5}))?(?=\s?=))?"
_STATISTIC = lazy(rf"{_NAME}(?:{_SUBSCRIPT}{_IN_BRACKETS})(?:\stest)?\s?(?:[=:,]|\bof\b|\bwas\b|\bgave\b)?\s?{_VALUE}")
_DF_BEHIND = lazy(
    rf"[\s,;(]{{1,3}}(?:(?:with|on|for|at)\s)?(?:d\.?f\.?\s?(?:=|:|of)?\s?(?P<a>{_DF})(?:\s?(?:,|and|/)\s?(?P<b>{_DF}))?"
    rf"|(?P<c>{_DF}|{WORD})(?:\s?(?:,|and)\s?(?P<d>{_DF}))?\s?(?:d\.?f\.?(?!\w)|degrees?\sof\sfreedom))[)\]]?"
    rf"|\s?[(\[](?P<e>[1-9]\d{{0,4}})(?:\s?[,;]\s?(?P<g>[1-9]\d{{0,4}}))?[)\]]"
)
_APART = lazy(
    r"(?:(?P<chi>[χΧ𝜒][2²]?|\b[Cc]hi[\s-]?squared?|\b[Cc]hi2)|(?P<t>(?<![\w-])t(?=[\s-](?:test|statistic|value)))|(?P<f>(?<![\w-])F(?=[\s-]test)))"
    rf"(?:[^.;:()=<>\d]|\.(?=\d)){{1,110}}?\b(?:of|was|were|gave|giving|gives|is|came\sto|statistic|reached)\s(?:only\s|just\s)?{_VALUE}"
)
"""A test named some words before its value, which must have its degrees of freedom behind it."""
_N_BEHIND = lazy(
    r"[\s,;(]{1,3}(?:[nN]\s?=\s?(?P<n>\d{1,6})|(?P<m>\d{1,6})\s(?:patients|lesions|pairs|subjects|participants|nodules|samples|cases|limbs))[)\]]?"
)
_N_WITHIN = lazy(
    r"\b(?:[Ii]n|[Oo]f|[Ff]or|[Aa]mong|[Aa]cross)\s(?:the\s|all\s|these\s|our\s){0,2}(?P<n>\d{1,5})\s(?:patients|lesions|nodules|subjects|participants|"
    r"pairs|samples|cases|limbs|wounds|adults|children|women|men)\b"
)
_P_GAP = lazy(r"[\s,;:)\](]{1,4}(?:(?:and|with|giving|exact|corresponding|a|the|for|two-sided)\s){0,3}[,]?\s?")
_SAME_TEST = lazy(
    r"[\s,)]{1,3}(?:(?!(?:and|but|while|whereas|versus|vs|or|other|second|as|both|then|nor)\b)[a-z-]+\s){1,6}\(",
    re.IGNORECASE,
)
"""Words between a statistic and the bracket with its p value: "t(30) = 4.1 the difference was significant (p"."""
_COEFFICIENT = lazy(r"(?<![\w-])(?:[rR]|rs|rho|ρ)\s?=\s?[-−–]?\s?[01]?\.\d")
_SIZE = lazy(
    r"(?:\b[nN]\s?=\s?|\b[Ii]n\s(?:the\s|all\s)?)(?P<n>[1-9]\d{0,4})(?![\d.,]\d|%|\s%)(?=\)|\s(?:[a-z]{3,15}\s)?(?:patients|subjects|participants|"
    r"women|men|children|adults|volunteers|controls)\b)"
)
_ALL_AT = lazy(r"\b(?:all|both|each|every)\b[^.;()\d]{0,60}\bsignificant\b[^.;)\d]{0,20}$", re.IGNORECASE)
"""Words before a p value that is of all coefficients of a sentence."""
_RANKS = lazy(r"[Ss]pearman|\brho\b|ρ|r\s?[sS]\b|[Kk]endall")


def statistics(text: str, before: Iterable[str] = ()) -> Iterator[Statistic]:
    """Every test statistic of a sentence that has its degrees of freedom and a p value, in order.

    The sentences ``before`` it, nearest first, are asked for the number of pairs when it has a coefficient without.
    """
    ps = list(p_values(text))
    if not ps:
        return
    sizes = {int(m["n"]) for m in _N_WITHIN.finditer(text)}
    if not sizes and "r" in text and _COEFFICIENT.search(text):
        told = list(before)
        sizes = {g.size for one in told for g in groups(one) if g.is_people}
        sizes |= {int(m["n"]) for one in told for m in _SIZE.finditer(one)}
    found: set[int] = set()
    for match in _STATISTIC.finditer(text):
        one = _statistic(text, match, ps, sizes)
        if one is not None:
            found.add(match.start("value"))
            yield one
    for match in _APART.finditer(text):
        behind = _DF_BEHIND.match(text, match.end())
        if behind is not None and match.start("value") not in found:
            apart = _apart(text, match, behind, ps)
            if apart is not None:
                yield apart


def _apart(text: str, match: re.Match[str], behind: re.Match[str], ps: list[PValue]) -> Statistic | None:
    """A statistic whose test is named some words before: "on the chi-square test the difference gave 1.9 on 1 df"."""
    name = next(k for k in ("t", "f", "chi") if match[k])
    value, df = read_figure(match["value"]), _behind(behind)
    p = next((p for p in ps if p.start >= behind.end()), None)
    if value is None or p is None or len(df) != (2 if name == "f" else 1) or min(df) <= 0:
        return None
    if not _P_GAP.fullmatch(text, behind.end(), p.start):
        return None
    return Statistic(match.start("value"), match.end("value"), _LABELS[name], value, df, p)


_LABELS = {"t": "t", "f": "F", "chi": "χ²", "r": "r", "z": "z"}


def _behind(behind: re.Match[str]) -> tuple[float, ...]:
    first, last = (next((g for g in behind.group(*names) if g), None) for names in (("a", "c", "e"), ("b", "d", "g")))
    return _numbers(first, last)


def _statistic(text: str, match: re.Match[str], ps: list[PValue], sizes: set[int]) -> Statistic | None:
    name = next(k for k in ("t", "f", "chi", "r", "z") if match[k])
    value = read_figure(match["value"])
    if value is None or not ("=" in match[0] or name == "chi"):
        return None
    df = _numbers(match["df"] or match["sub"], match["below"] or match["sub_below"])
    end, counted = match.end(), False
    if not df and (behind := _DF_BEHIND.match(text, end)):
        df, end = _behind(behind), behind.end()
    size = _N_BEHIND.match(text, end)
    if size:
        end = size.end()
    ranks = name == "r" and _RANKS.search(text[max(0, match.start() - 60) : match.end()]) is not None
    if name == "r" and not df:
        n = int(size["n"] or size["m"]) if size else next(iter(sizes)) if len(sizes) == 1 else 0
        df, counted = ((float(n - 2),) if n > 3 else ()), size is None
    if name == "z":
        df = ()
    elif (df or name != "chi") and (len(df) != (2 if name == "f" else 1) or min(df) <= 0):
        return None
    p = next((p for p in ps if p.start >= end), None)
    ahead = _ahead(text, match.start(), end, ps) if df else None
    if ahead is not None:
        return Statistic(match.start(), match.end("value"), _LABELS[name], value, df, ahead, counted, ranks)
    is_shared = name == "r" and len(ps) == 1 and p is not None
    if p is not None and is_shared and _ALL_AT.search(text, max(0, p.start - 100), p.start):
        return Statistic(match.start(), match.end("value"), "r", value, df, p, counted, ranks)
    if p is None or p.start - end > 90:
        return None
    gap = text[end : p.start]
    if ")" in text[match.end() : p.start] and any(
        0 <= match.start() - q.end < 60 and "(" in text[q.end : match.start()] for q in ps
    ):
        return None  # "P < .001 for the first (t = 5.2, df = 27) and P = .04 for the second"
    if not _P_GAP.fullmatch(gap) and not (name == "z" and _alone(gap)) and not _SAME_TEST.fullmatch(gap):
        return None
    return Statistic(match.start(), match.end("value"), _LABELS[name], value, df, p, counted, ranks)


def _ahead(text: str, start: int, end: int, ps: list[PValue]) -> PValue | None:
    """The p value right before the bracket that a statistic fills: "p = 0.04 (χ² = 4.2, 1 df)"."""
    before = next((p for p in reversed(ps) if p.end <= start), None)
    if before is None or not _OPENS.fullmatch(text, before.end, start) or not _CLOSES.match(text, end):
        return None
    return before


_OPENS = lazy(
    r"\s[(\[](?:(?:by|the|paired|unpaired|two-sample|Welch|Student[’']s|uncorrected|Pearson|exact|test)[\s,:]+){0,3}"
)
_CLOSES = lazy(r"\s?[)\]]|(?<=[)\]])")


def _alone(gap: str) -> bool:
    """Whether words between a z and its p only say of what: "z = 2.84 for the interaction of dose and vintage (p"."""
    return gap.endswith("(") and not any(c.isdigit() or c in ";.()" for c in gap[:-1]) and gap.startswith(" for ")


def _numbers(*texts: str | None) -> tuple[float, ...]:
    values = [(t, read_numeral(t) if t.isalpha() or "-" in t else None) for t in texts if t]
    return tuple(float(worded.value) if worded else float(t.replace("·", ".")) for t, worded in values)
