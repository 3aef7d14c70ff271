"""Intervals against their estimates, their own order, the p values beside them, and the counts they are of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import exp, log

from resorb.checks.arithmetic.significance import (
    Distribution,
    Ends,
    box,
    distance_from_null,
    normal_quantile,
    p_of,
    p_of_distance,
    skew,
    student_quantile,
)
from resorb.reading.lazy import lazy
from resorb.reading.statistics.estimates import Estimate, Scale, is_needed_to_treat
from resorb.reading.statistics.figures import read_figure
from resorb.reading.statistics.intervals import Interval, Kind, intervals, names_intervals
from resorb.reading.statistics.probabilities import PValue
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict

FAR, NEAR = 0.9, 0.35
"""Standard errors by which an interval and a p value on opposite sides of significance must disagree: for certain, and
so far that another method for each must be assumed. Wald, score, exact and likelihood methods differ by less."""
SAME_SIDE = 1.5
"""The same when both are significant, or neither is: in a table, or where the words tell of another test."""
CLOSE, CHANGED = 0.6, 1.1
"""The same in a sentence that ties the two together; and for changes, whose p value may be of another comparison."""
_FEW = 8.0
"""Degrees of freedom of a small trial; fewer are not thought of."""
_BY_RANKS = lazy(
    r"rank|mann|whitney|wilcoxon|kruskal|fisher|exact|permut|bootstrap|likelihood|robust|\bGEE\b|medians?\b|hodges|trend|interaction",
    re.IGNORECASE,
)
_WIDE, _NARROW = 1.0, 0.4
"""Half an interval of logarithms: where it is wider, events are few and tests differ; at half of it they hardly do."""
MOST_SKEW = 2.5
"""A longer arm this many times the shorter is more than rounding does to a Wald interval."""
_WIDEST, _NARROWEST = 3.0, 1.7
"""Standard errors in half an interval of 95 %: 1.96 by the normal law, 2.8 by Student's t of four degrees."""
_ERROR = lazy(r"\b(?:SE|s\.e\.|standard\serror)(?:\s(?:of|was)|\s?[=:,])?\s?(?P<v>\d{1,5}(?:\.\d{1,4})?)(?![\d.]\d)")
_PIECE = 2500
_NOT_TESTED_AGAINST_NULL = lazy(r"non-?\s?inferior|equivalen|superiority margin|one-(?:sided|tailed)", re.IGNORECASE)
CORRECTED = lazy(
    r"bonferroni|\bholm\b|hochberg|false discovery|\bFDR\b|multiplicity|multiple (?:comparison|testing)|"
    r"(?:adjusted|corrected) p\b|p values? (?:were |was )?(?:adjusted|corrected)|tukey|dunnett|scheff",
    re.IGNORECASE,
)
_LESS = lazy(
    r"\s?(?:[a-z]{1,12}\s){0,2}?(?:shorter|less|fewer|lower|smaller|earlier|sooner|younger|lighter|below|under|behind)\b",
    re.IGNORECASE,
)
"""A comparative behind an estimate: the difference is below zero."""
_LESS_BEFORE = lazy(r"\b(?:shorter|less|fewer|lower|smaller|earlier)\b[^.;\d]{0,30}\bby\s+$", re.IGNORECASE)
_SKEWED_BY_METHOD = lazy(
    r"correlation|\bICCs?\b|kappa|\bAUC\b|area under|c[- ](?:statistic|index)|\b[Rr](?:ho)?\s?2?²?\s?="
    r"|concordance|alpha|sensitivity|specificity|predictive|prevalence|proportion|bootstrap|bayes|credible|posterior|profile"
    r"|exact|percentile|median|penali|firth|quantile|prediction|simulat",
    re.IGNORECASE,
)


@rule(
    "interval-holds-estimate",
    "interval-order",
    "interval-and-p",
    "interval-symmetry",
    kind="inference",
    doc="An interval runs upwards, holds its estimate, agrees with the p value beside it, and is not wildly lopsided.",
    source="order of printed numbers under rounding; normal theory on the scale of the estimate",
)
def interval_rules(text: Scanned) -> Iterator[Mark]:
    """Every interval of the text; one finding for each at most."""
    block, said = -1, False
    for sentence in text.sentences:
        if sentence.block_number != block:
            block, said = sentence.block_number, False
        if len(sentence.text) <= _PIECE:
            for one in intervals(sentence.text, said_before=said):
                yield from _judged(text, sentence, one)
        said = said or names_intervals(sentence.text)


def _judged(text: Scanned, sentence: Sentence, one: Interval) -> Iterator[Mark]:
    marks = interval_order(sentence, one) or _below_zero(sentence, one) or interval_holds(sentence, one)
    if marks is None or marks.finding.verdict is Verdict.HOLDS:
        same = against_p(sentence, one, close=True)
        if same is not None and text.holding(CORRECTED):
            same = against_p(sentence, one)
        marks = same or _against_error(sentence, one) or _symmetry(sentence, one) or marks
    if marks is not None:
        yield marks


def interval_order(sentence: Sentence, one: Interval) -> Mark | None:
    """An interval whose bounds stand the wrong way round."""
    if one.low.value <= one.high.value or (one.estimate and is_needed_to_treat(sentence.text, one.estimate)):
        return None
    low, high = one.low.text, one.high.text
    return sentence.at(one.start, one.end).mark(
        "interval-order", Verdict.FAILS,
        f"The interval runs downwards: its first bound {low} is larger than its last, {high}.",
        computed=f"{high} to {low}", arithmetic=f"{low} > {high}", suggestion=f"{high} to {low}",
    )  # fmt: skip


def _below_zero(sentence: Sentence, one: Interval) -> Mark | None:
    """A bound of a ratio below zero."""
    if one.scale is not Scale.RATIO or one.low.value >= 0 or one.percent:
        return None
    low = one.low.text
    return sentence.at(one.start, one.end).mark(
        "interval-order", Verdict.FAILS, f"A ratio is never below zero; the bound {low} is.",
        computed="above 0", arithmetic=f"{low} < 0", suggestion="bounds above zero",
    )  # fmt: skip


def _comparable(one: Interval, estimate: Estimate) -> bool:
    """Whether estimate and interval are printed on the same scale, so far as their signs of percent tell."""
    if one.percent and not estimate.percent:
        return False
    if estimate.percent and not one.percent:
        return one.high.value > 2 or estimate.number.value <= 1
    if not estimate.sure or one.kind is Kind.BARE:
        return abs(estimate.number.decimals - max(one.low.decimals, one.high.decimals)) == 0
    return True


def interval_holds(sentence: Sentence, one: Interval) -> Mark | None:
    """Whether an interval holds its estimate; None when it has none that can be compared."""
    estimate = one.estimate
    if estimate is None or not _comparable(one, estimate):
        return None
    own, low, high = box(estimate.number), box(one.low), box(one.high)
    at = sentence.at(one.start, one.end)
    printed = sentence.text[estimate.start : estimate.end]
    number, bounds = estimate.number.text, f"{one.low.text} to {one.high.text}"
    if estimate.count is not None and "%" not in printed:
        printed = number = f"{estimate.count}/{estimate.whole} = {float(estimate.number.value):.1f} %"
    if own.high > low.low and own.low < high.high:
        return at.mark(
            "interval-holds-estimate", Verdict.HOLDS, f"The interval {bounds} holds its estimate {printed}.",
            arithmetic=f"{one.low.text} ≤ {number} ≤ {one.high.text}",
        )  # fmt: skip
    reversed_ = -own.low >= low.low and -own.high <= high.high
    if reversed_ and (_LESS.match(sentence.text, estimate.end) or _LESS_BEFORE.search(sentence.text[: estimate.start])):
        return None  # "3.0 weeks shorter (95% CI -6.3 to 0.3)": the word is the sign
    below = own.high < low.low
    beyond = f"{number} < {one.low.text}" if below else f"{number} > {one.high.text}"
    side = "below its lower bound" if below else "above its upper bound"
    more = {
        "computed": f"middle of the interval {_middle(one)}", "arithmetic": beyond,
        "suggestion": f"an estimate between {one.low.text} and {one.high.text}, or bounds on either side of {number}",
    }  # fmt: skip
    message = f"The estimate {printed} lies {side} ({bounds})."
    if reversed_:
        return at.mark(
            "interval-holds-estimate", Verdict.ASSUMES, message,
            assumption="a sign was dropped, of the estimate or its bounds", **more,
        )  # fmt: skip
    if not estimate.sure:
        assumption = f"the interval is not that of {printed}"
        return at.mark("interval-holds-estimate", Verdict.ASSUMES, message, assumption=assumption, **more)
    return at.mark("interval-holds-estimate", Verdict.FAILS, message, **more)


def _middle(one: Interval) -> str:
    low, high = float(one.low.value), float(one.high.value)
    places = max(one.low.decimals, one.high.decimals) + 1
    if one.scale is Scale.RATIO and low > 0:
        return f"{exp((log(low) + log(high)) / 2):.{places}f} (geometric)"
    return f"{(low + high) / 2:.{places}f}"


def _against_error(sentence: Sentence, one: Interval) -> Mark | None:
    """An interval of a difference against the standard error between it and its estimate."""
    estimate, level = one.estimate, float(one.level.value) if one.level else 95.0
    if estimate is None or one.scale is not Scale.DIFFERENCE or one.kind is not Kind.CONFIDENCE or level != 95:
        return None
    match = _ERROR.search(sentence.text, estimate.end, one.start)
    error = read_figure(match["v"]) if match else None
    if match is None or error is None or error.value <= 0:
        return None
    half, step = (one.high.value - one.low.value) / 2, max(one.low.step, one.high.step)
    least, most = float(half - step) / float(error.value + error.step / 2), float(half + step) / float(error.value)
    if least <= _WIDEST and most >= _NARROWEST:
        return None
    return sentence.at(one.start, one.end).mark(
        "interval-symmetry", Verdict.ASSUMES,
        f"The interval reaches {float(half / error.value):.1f} standard errors to either side; 1.96 make one of 95 %.",
        computed=f"about {float(estimate.number.value) - 1.96 * float(error.value):.3g} to "
        f"{float(estimate.number.value) + 1.96 * float(error.value):.3g}",
        arithmetic=f"({one.high.text} - {one.low.text})/2 = {float(half):.3g}; {float(half):.3g}/{error.text}",
        suggestion="another interval, or another standard error",
        assumption="the interval was not made of this standard error",
    )  # fmt: skip


def _null(one: Interval) -> Scale | None:
    """The scale whose null value the p value beside an interval tests, as far as text or signs say."""
    if one.scale is not None:
        return one.scale
    value = one.estimate.number.value if one.estimate else None
    return Scale.CHANGE if one.low.value < 0 or (value is not None and value < 0) else None


def against_p(sentence: Sentence, one: Interval, *, close: bool = False) -> Mark | None:
    """An interval and a p value that cannot be of the same test; ``close`` when one sentence ties them together."""
    p, scale = one.p, _null(one)
    if p is None or scale is None or one.kind in (Kind.CREDIBLE, Kind.PREDICTION) or p.one_sided or not _is_p(p):
        return None
    if _NOT_TESTED_AGAINST_NULL.search(sentence.text):
        return None
    level = float(one.level.value) / 100 if one.level else 0.95
    if not 0.5 < level < 1:
        return None
    ratio = scale is Scale.RATIO
    null = 1.0 if ratio else 0.0
    far = distance_from_null(box(one.low), box(one.high), null, level, ratio=ratio)
    if far is None:
        return None
    edge = normal_quantile((1 - level) / 2)
    printed = Ends(normal_quantile(p.ends()[1] / 2), normal_quantile(p.ends()[0] / 2))
    gap = max(far.low - printed.high, printed.low - far.high)
    opposite = (far.low > edge and printed.high < edge) or (far.high < edge and printed.low > edge)
    most = NEAR if opposite else _most_same(sentence, one, scale) if close else SAME_SIDE
    if not opposite and one.percent and scale is Scale.CHANGE:
        most, gap = max(most, CHANGED), min(gap, _gap_of_share(one, printed, edge)) if close else 0.0
    elif not opposite and printed.high < far.low and not ratio:
        gap = min(gap, _by_student(far.low, edge) - printed.high)
    if gap <= most or (CORRECTED.search(sentence.text) and printed.high < far.low):
        return None
    about = p_text(p_of_distance(far.high)), p_text(p_of_distance(far.low))
    computed = f"p about {about[0]}" if about[0] == about[1] else f"p between {about[0]} and {about[1]}"
    bounds = f"{one.low.text} to {one.high.text}"
    excludes = far.low > edge
    does = "leaves out" if excludes else "holds" if far.high < edge else "ends near"
    words = sentence.text[p.start : p.end]
    scale_word = "logarithms" if ratio else "numbers"
    arithmetic = (
        f"middle of {bounds} (as {scale_word}) lies {far.low:.2f}"
        + (f" to {far.high:.2f}" if far.high - far.low >= 0.01 else "")
        + f" standard errors from {null:g}; {words} is {_z_text(printed)}"
    )
    message = f"The interval {bounds} {does} {null:g} and gives {computed}, not {words}."
    fails = opposite and gap > FAR and scale is not Scale.CHANGE
    verdict, assumption = Verdict.FAILS, None
    if not fails:
        verdict, assumption = Verdict.ASSUMES, "p value and interval are of different tests or models"
    return sentence.at(p.start, p.end).mark(
        "interval-and-p", verdict, message, computed=computed, arithmetic=arithmetic, suggestion=computed,
        assumption=assumption,
    )  # fmt: skip


def _most_same(sentence: Sentence, one: Interval, scale: Scale) -> float:
    """How many standard errors may lie between an interval and a p value that are both significant, or neither."""
    first = one.estimate.start if one.estimate else one.start
    if _BY_RANKS.search(sentence.text, max(0, first - 100), max(one.end, one.p.end if one.p else 0) + 20):
        return SAME_SIDE
    if scale is Scale.RATIO:
        half = log(float(one.high.value) / float(one.low.value)) / 2
        return SAME_SIDE if half > _WIDE else _NARROW if half < _WIDE / 2 else CLOSE
    return CHANGED if scale is Scale.CHANGE else CLOSE


def _gap_of_share(one: Interval, printed: Ends, edge: float) -> float:
    """The gap of a change in percent when it is one less a ratio, as models of logarithms give it."""
    gaps = []
    for sign in (-1, 1):
        first, last = (1 + sign * float(end.value) / 100 for end in (one.low, one.high))
        if first > 0 and last > 0 and first != last:
            z = edge * abs((log(first) + log(last)) / (log(last) - log(first)))
            gaps.append(max(z - printed.high, printed.low - z))
    return min(gaps, default=0.0)


def _by_student(distance: float, edge: float) -> float:
    """What an interval made with Student's t of few degrees of freedom tells in standard errors of the normal law."""
    critical = student_quantile(p_of_distance(edge) / 2, _FEW)
    return normal_quantile(p_of(Distribution.T, distance * critical / edge, _FEW) / 2)


def _is_p(p: PValue) -> bool:
    return p.number is None or 0 <= p.number.value <= 1


def _z_text(printed: Ends) -> str:
    if printed.high == float("inf"):
        return f"more than {printed.low:.2f}"
    if printed.low <= 0:
        return f"less than {printed.high:.2f}"
    return f"{(printed.low + printed.high) / 2:.2f}"


def p_text(p: float) -> str:
    """A p value for a reader: two significant digits."""
    if p >= 0.1:
        return f"{p:.2f}"
    return f"{p:.2g}" if p >= 0.0001 else "< 0.0001"


def _symmetry(sentence: Sentence, one: Interval) -> Mark | None:
    estimate, scale = one.estimate, one.scale
    if (
        estimate is None or scale is None or not estimate.sure or one.kind not in (Kind.CONFIDENCE, Kind.BARE)
        or (estimate.percent and scale is Scale.CHANGE) or one.percent or not _comparable(one, estimate)
        or _SKEWED_BY_METHOD.search(sentence.text)
    ):  # fmt: skip
        return None
    ratio = scale is Scale.RATIO
    arms = skew(box(estimate.number), box(one.low), box(one.high), ratio=ratio)
    if arms is None or arms < MOST_SKEW:
        return None
    value, low, high = (float(n.value) for n in (estimate.number, one.low, one.high))
    places = max(one.low.decimals, one.high.decimals)
    other_high, other_low = (
        (value * value / low, value * value / high) if ratio else (2 * value - low, 2 * value - high)
    )
    way = "on the logarithmic scale " if ratio else ""
    fits = f"{one.low.text} to {other_high:.{places}f}, or {other_low:.{places}f} to {one.high.text}"
    return sentence.at(one.start, one.end).mark(
        "interval-symmetry", Verdict.ASSUMES,
        f"The estimate {estimate.number.text} stands far from the middle of {one.low.text} to {one.high.text}: "
        f"{way}one arm is at least {arms:.1f} times the other.",
        computed=f"middle {_middle(one)}",
        arithmetic=_arms(value, low, high, ratio=ratio), suggestion=fits,
        assumption="the interval was made by a method that is not symmetric about its estimate",
    )  # fmt: skip


def _arms(value: float, low: float, high: float, *, ratio: bool) -> str:
    if ratio:
        return f"ln({value:g}/{low:g}) = {log(value / low):.2f}, ln({high:g}/{value:g}) = {log(high / value):.2f}"
    return f"{value:g} - {low:g} = {value - low:g}, {high:g} - {value:g} = {high - value:.4g}"
