"""Events in two groups against the p value, the ratio or the difference printed behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import exp, log

from resorb.checks.arithmetic.fourfold import Fourfold, odds_ratio, p_values_of, risk_ratio
from resorb.checks.arithmetic.significance import Ends, box, normal_quantile
from resorb.reading.counts.two_arms import counted_in_arms, in_each_arm, two_arms
from resorb.reading.counts.two_groups import FOURFOLD, Events, two_groups
from resorb.reading.lazy import lazy
from resorb.reading.statistics.figures import read_figure
from resorb.reading.statistics.intervals import Interval, Kind, intervals
from resorb.reading.statistics.probabilities import PValue, p_values
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.inference.intervals import CORRECTED, p_text
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber

FAR, FAR_ALIKE = 2.0, 4.0
"""Factors by which a p value must leave every usual test: on the other side of 0.05, and on the same."""
_OFF = 1.05
"""Factor by which a ratio must leave the counts: one stratified by centre differs less from the crude one."""
_PIECE, _WIDEST = 900, 1.35
_TOGETHER = 150
"""Characters: counts and effect so near each other are underlined together."""
_WIDER, _FEW_EVENTS = 1.3, 0.8
"""A factor exact intervals are wider by than Woolf's; not told of few events, where they are wider still."""
_OTHER_ANALYSIS = lazy(
    r"adjust|multivaria|regress|logistic|\bmodel|log-?\s?rank|stratif|mantel|cochran|mcnemar|\bpaired|matched|hazard|"
    r"kaplan|surviv|cluster|\bGEE\b|\bmixed|trend|interaction|imput|weight(?:ed|ing)|propensity|"
    r"inferior|equivalen|one-?\s?(?:sided|tailed)|"
    r"bayes|person-|rate ratio|\bper\s1?0|cumulative|actuarial|life-?\s?table|estimated|episodes|cross-?\s?over|"
    r"independent",
    re.IGNORECASE,
)
_OTHER_DESIGN = lazy(
    r"cluster[- ]?(?:random|trial)|randomi[sz]ed by (?:practice|village|school|ward|clinic)|cross-?\s?over|"
    r"matched pairs|one-(?:sided|tailed)|split-?\s?(?:mouth|body|face)|group-randomi[sz]ed",
    re.IGNORECASE,
)
_COMPARED = lazy(
    r"\b(?:proportions?|frequenc(?:y|ies)|percentages|categor\w+|counts|shares)\b[^.;]{0,80}\b(?:fisher|chi)",
    re.IGNORECASE,
)
"""Methods that name the test of two proportions: then another model for times is no doubt about it."""
_OF_TIME = lazy(r"log-?\s?rank|kaplan|\bCox\b|logistic regression|mixed model|generali[sz]ed estimating", re.IGNORECASE)
_NAMED = {
    "fisher": lazy(r"\bfisher", re.IGNORECASE),
    "chi": lazy(r"χ|\bchi[- ]?sq|\bchi2\b|\bpearson", re.IGNORECASE),
}
_FILLED = lazy(
    r"(?:[\s,;:()\[\]–—-]+|\b(?:a|an|the|by|with|and|in|that|was|is|were|which|this|not|no|non|of|for|for\sdifference|respectively|"
    r"statistically|highly|significant(?:ly)?|significance|difference|different|fisher|fisher[’']s|exact|test|chi|chi-squared?|squared?"
    r"|pearson|yates|correction|uncorrected|corrected|continuity|two|sided|two-sided|two-tailed|tailed|unadjusted|crude|absolute|"
    r"relative|risk|reduction|favou?ring|χ2|χ²|df|nominal)(?![\w-])|\b[nN]\s?=\s?\d{1,6}|[χΧ](?:2|²)|\d{1,3}(?:\.\d)?\s?%)*",
    re.IGNORECASE,
)
_TO_P = lazy(
    r"(?:(?!\b(?:but|while|whereas|nor|neither|age|sex)\b)(?:[^\d;:]|\d{1,3}(?:\.\d)?\s?%)){0,120}"
    r"(?:[;:][^\d;:]{0,40}\bdifferences?(?!\s(?:in|between|for|by|of)\b)[^\d;:]{0,60})?",
    re.IGNORECASE,
)
"""Between the second group and the one p value of a sentence that names its test: words, not of another matter."""
_WORDS = lazy(
    r"[)\]]{0,2}(?:\s(?!(?:and|but|while|whereas|which)\b)[\w'’/-]*[^\W\d][\w'’/-]*|\s\([nN]\s?=\s?\d{1,6}\)"
    r"|\sand(?=\s[^.;(]{0,60}respectively)){0,14}",
    re.IGNORECASE,
)
_EFFECT = lazy(
    r"\b(?P<name>(?P<rr>RR|[Rr]elative [Rr]isk|[Rr]isk [Rr]atio)|(?P<or>OR|[Oo]dds [Rr]atio)|(?P<nnt>NNT|"
    r"[Nn]umber [Nn]eeded [Tt]o [Tt]reat)|"
    r"(?P<rd>(?:[Aa]bsolute|[Rr]isk)(?: [Rr]isk)? (?:[Dd]ifference|[Rr]eduction)|ARR))"
    r"(?:\s?[(\[](?:RR|OR|NNT|RD|ARR)[)\]])?(?:\s(?:for|of)(?:\s[a-z]{3,15}){1,3})?[\s,:=]{0,2}(?:of|was|is|to be)?\s?"
    r"(?P<value>[-−–]?\d{1,3}(?:[.·]\d{1,3})?)(?![\d.]\d)\s?(?P<unit>%|percent(?:age points)?|points)?"
)


@rule(
    "groups-and-p",
    "groups-and-effect",
    kind="inference",
    doc="P values, risk and odds ratios and differences follow from the events of the two groups before them.",
    source="Fisher 1935; Yates 1934; Pearson 1900; Woolf 1955; Katz and others 1978",
)
def groups_compared(text: Scanned) -> Iterator[Mark]:
    """Each two groups with what is printed of their comparison in the same sentence."""
    for sentence in text.sentences:
        said = sentence.text
        if len(said) > _PIECE:
            continue
        effects, ps = list(_EFFECT.finditer(said)), list(p_values(said))
        if not (effects or ps) or _OTHER_ANALYSIS.search(said):
            continue
        pairs = list(two_groups(said)) or list(_of_arms(text, sentence))
        for at, (one, other) in enumerate(pairs):
            end = pairs[at + 1][0].start if at + 1 < len(pairs) else len(said)
            for mark in _of_pair(sentence, (one, other), end, effects, ps):
                if mark.finding.verdict is Verdict.HOLDS or is_plain(text, sentence, mark):
                    yield mark


def _of_arms(text: Scanned, sentence: Sentence) -> Iterator[tuple[Events, Events]]:
    """Counts of two arms whose sizes another sentence tells, before a test that compares proportions."""
    counted = counted_in_arms(sentence.text) if FOURFOLD.search(sentence.text) else None
    if counted is None:
        return
    others = [s.text for s in text.sentences if s is not sentence]
    sizes = {(n, n) for said in others if (n := in_each_arm(said)) is not None}
    for arms in filter(None, map(two_arms, others)):
        if counted.arms.first & arms.first and counted.arms.other & arms.other:
            sizes.add(arms.sizes)
        elif counted.arms.first & arms.other and counted.arms.other & arms.first:
            sizes.add((arms.sizes[1], arms.sizes[0]))
    fitting = [of for of in sizes if all(a < n for a, n in zip(counted.arms.sizes, of, strict=True))]
    if len(fitting) == 1:
        one, other = (
            Events(*place, count, n, n, is_told=True)
            for place, count, n in zip(counted.places, counted.arms.sizes, fitting[0], strict=True)
        )
        yield one, other


def is_plain(text: Scanned, sentence: Sentence, mark: Mark) -> bool:
    """Whether nothing in the document tells of a design or an analysis in which the counts do not give the value."""
    if text.holding(_OTHER_DESIGN):
        return False
    if mark.finding.check == "groups-and-effect" or mark.finding.verdict is Verdict.FAILS:
        return True
    return not text.holding(CORRECTED) and (
        bool(text.holding(_COMPARED)) or text.holding(_OF_TIME) <= {sentence.number}
    )


def _of_pair(
    sentence: Sentence, pair: tuple[Events, Events], end: int, effects: list[re.Match[str]], ps: list[PValue]
) -> Iterator[Mark]:
    said, at = sentence.text, pair[1].end
    sole = len(ps) == 1 and FOURFOLD.search(said) and _TO_P.fullmatch(said, at, ps[0].start) is not None
    words = _WORDS.match(said, at)
    at = words.end() if words else at
    spans: list[tuple[int, int]] = []
    judged = False
    values: list[PValue | re.Match[str]] = [*effects, *ps]
    for value in sorted(values, key=_start):
        start, stop = (value.start, value.end) if isinstance(value, PValue) else value.span()
        if not pair[1].end <= start < end or not (sole or _reaches(said, at, start, spans)):
            continue
        spans.append((start, stop))
        if isinstance(value, PValue):
            mark = None if judged else judged_p(sentence, pair, value)
            judged = True
        else:
            own = next((i for i in intervals(said) if stop <= i.start <= stop + 45), None)
            if own is not None:
                spans.append((stop, own.end))
            mark = _effect(sentence, pair, value, own)
        if mark is not None:
            yield mark


def _start(value: PValue | re.Match[str]) -> int:
    return value.start if isinstance(value, PValue) else value.start()


def _reaches(said: str, at: int, to: int, spans: list[tuple[int, int]]) -> bool:
    """Whether only words of testing, and effects already read, stand between the second group and a value."""
    if to - at > 160:
        return False
    for start, end in spans:
        if start >= at and end <= to:
            if not _FILLED.fullmatch(said, at, start):
                return False
            at = end
    if at >= to or said[at:to].startswith(("vs", "versus")):
        return at == to
    return _FILLED.fullmatch(said, at, to) is not None


def _tables(pair: tuple[Events, Events]) -> list[Fourfold]:
    one, other = pair
    if one.most > _WIDEST * one.least or other.most > _WIDEST * other.least:
        return []
    wholes = ({e.least, (e.least + e.most) // 2, e.most} for e in pair)
    return [Fourfold(one.count, n, other.count, m) for n, m in product(*wholes)]


def judged_p(
    sentence: Sentence, pair: tuple[Events, Events], p: PValue, told: str = "", check: str = "groups-and-p"
) -> Mark | None:
    """What usual tests say of a p value; of those alone that the sentence, or what is ``told`` beside it, names."""
    tables = _tables(pair)
    if not tables or p.one_sided or (p.number is not None and p.number.value > 1):
        return None
    by_test = [p_values_of(t) for t in tables]
    named = [k for k, pattern in _NAMED.items() if pattern.search(f"{sentence.text} {told}")]
    only = named[0] if len(named) == 1 else None
    tests = [name for name in by_test[0] if only is None or only in name.lower()] or list(by_test[0])
    values = [found[name] for found in by_test for name in tests if name in found]
    given = Ends(min(values), max(values))
    printed = Ends(*p.ends())
    words, shown = sentence.text[p.start : p.end], _text(pair)
    at = sentence.at(p.start, p.end)
    first = by_test[0]
    arithmetic = f"{shown}: " + ", ".join(f"{name} p {_is(first[name])}" for name in tests if name in first)
    if given.low <= printed.high * 1.1 and printed.low <= given.high * 1.1:
        return at.mark(check, Verdict.HOLDS, f"{shown} gives {words} by a usual test.", arithmetic=arithmetic)
    over = printed.low / given.high if given.high < printed.low else given.low / max(printed.high, 1e-12)
    alike = (given.high < 0.05) == (printed.high <= 0.05) and (given.low > 0.05) == (printed.low >= 0.05)
    if over < (FAR_ALIKE if alike else FAR) or (printed.high <= 0.001 and given.high < 0.003):
        return None
    low, high = p_text(given.low), p_text(given.high)
    computed = f"p {_is(given.high)}" if low == high else f"p from {low} to {high}"
    fails = only is not None and p.relation == "=" and pair[0].exact and pair[1].exact
    which = {"fisher": "Fisher's exact test gives", "chi": "Chi-square gives"}.get(only or "", "Usual tests give")
    return at.mark(
        check, Verdict.FAILS if fails else Verdict.ASSUMES, f"{which} {computed} for {shown}, not {words}.",
        computed=computed, arithmetic=arithmetic, suggestion=computed,
        assumption=None if fails else "the p value is of another comparison, or was adjusted",
    )  # fmt: skip


def _is(p: float) -> str:
    text = p_text(p)
    return text if text.startswith("<") else f"= {text}"


def _text(pair: tuple[Events, Events]) -> str:
    def one(e: Events) -> str:
        return f"{e.count}/{e.least}" if e.least == e.most else f"{e.count}/{e.least}–{e.most}"

    return f"{one(pair[0])} and {one(pair[1])}"


def _effect(sentence: Sentence, pair: tuple[Events, Events], match: re.Match[str], ci: Interval | None) -> Mark | None:
    printed = read_figure(match["value"])
    if printed is None or printed.value == 0:
        return None
    shares = [(Fraction(e.count, e.most), Fraction(e.count, e.least)) for e in pair]
    corners = list(product(*shares))
    kind = next(k for k in ("rr", "or", "nnt", "rd") if match[k])
    values = [v for a, b in corners for v in _worths(kind, a, b, percent=match["unit"] is not None)]
    if not values:
        return None
    at = sentence.at(match.start("value"), match.end("value"))
    low, high, slack = _room(kind, printed)
    shown = _text(pair)
    first = _worths(kind, *corners[0], percent=match["unit"] is not None)
    least, most = min(values), max(values)
    for number in range(len(first)):
        side, room = values[number :: len(first)], slack if number < 2 else 1
        if min(side) / room <= high and low <= max(side) * room:
            return _width(sentence, pair, ci, kind) if ci is not None else None
    right = f"{float(first[0]):.{max(printed.decimals, 0 if kind in ('nnt', 'rd') else 2)}f}"
    if least < 0 < most:
        return None
    if match.end("value") - pair[0].start <= _TOGETHER:
        at = sentence.at(pair[0].start, match.end("value"))  # the counts may be what is wrong
    return at.mark(
        "groups-and-effect", Verdict.ASSUMES, f"{shown} give the {match['name']} {right}, not {printed.text}.",
        computed=right, arithmetic=_reckoned(kind, pair, right), suggestion=right,
        assumption="it was adjusted, or is of other counts",
    )  # fmt: skip


def _reckoned(kind: str, pair: tuple[Events, Events], right: str) -> str:
    one, other = (f"{e.count}/{e.least}" for e in pair)
    if kind == "or":
        odds = (f"{e.count}/{e.least - e.count}" for e in pair)
        return f"({') / ('.join(odds)}) = {right}"
    sign = "/" if kind == "rr" else "-"
    return f"({one}) {sign} ({other})" + (" = 1/" if kind == "nnt" else " = ") + right


def _worths(kind: str, a: Fraction, b: Fraction, *, percent: bool) -> list[Fraction]:
    """What two shares give: either group may come first, and the event may be told by its absence."""
    if kind == "rr":
        sides = [(a, b), (b, a), (1 - a, 1 - b), (1 - b, 1 - a)]
        return [x / y for x, y in sides] if all(y for _, y in sides) else []
    if kind == "or":
        if not all((a, b, 1 - a, 1 - b)):
            return []
        odds = a / (1 - a) / (b / (1 - b))
        return [odds, 1 / odds]
    apart = abs(a - b)
    if kind == "nnt":
        return [1 / apart] if apart else []
    if not percent:
        return [apart]
    return [100 * apart, *([100 * abs(1 - a / b)] if b else []), *([100 * abs(1 - b / a)] if a else [])]


def _room(kind: str, printed: PrintedNumber) -> tuple[Fraction, Fraction, Fraction]:
    """Smallest and largest value printed so, and a factor for what rounding on the way does to it."""
    size, step = abs(printed.value), printed.step
    if kind == "rd":
        # both percentages may have been rounded before one was taken from the other
        more = Fraction(3, 2) * step if step >= 1 else step + Fraction(1, 10)
        return size - more, size + more, Fraction(1)
    if kind == "nnt":
        return size - 1, size + 1, Fraction(21, 20)
    return size - step / 2, size + step, Fraction(str(_OFF))


def _width(sentence: Sentence, pair: tuple[Events, Events], ci: Interval, kind: str) -> Mark | None:
    """The interval of a ratio that fits its counts: whether it is as wide as the counts make it."""
    tables = _tables(pair) if kind in ("rr", "or") else []
    if kind == "rr":  # the ratio may be of those without the event
        tables += [Fourfold(t.n - t.a, t.n, t.m - t.b, t.m) for t in tables if t.a < t.n and t.b < t.m]
    if not tables or ci.low.value <= ci.low.step or ci.high.value <= ci.low.value or ci.kind is not Kind.CONFIDENCE:
        return None
    level = float(ci.level.value) / 100 if ci.level else 0.95
    errors = [(risk_ratio if kind == "rr" else odds_ratio)(t)[1] for t in tables]
    if not 0.5 < level < 1 or max(errors) > _FEW_EVENTS:
        return None
    edge = normal_quantile((1 - level) / 2)
    low, high = box(ci.low), box(ci.high)
    most, least = log(high.high / low.low) / 2 / edge, log(high.low / low.high) / 2 / edge
    if least <= max(errors) * _WIDER and most * _WIDER >= min(errors):
        return None
    table = tables[0]
    ratio, error = (risk_ratio if kind == "rr" else odds_ratio)(table)
    right = f"{ratio / exp(edge * error):.2f} to {ratio * exp(edge * error):.2f}"
    shown = _text(pair)
    return sentence.at(ci.start, ci.end).mark(
        "groups-and-effect", Verdict.ASSUMES,
        f"{shown} give the interval {right}, not {ci.low.text} to {ci.high.text}.",
        computed=right, arithmetic=f"standard error of the logarithm {error:.3f}; printed {(least + most) / 2:.3f}",
        suggestion=right, assumption="it was adjusted, or is of other counts",
    )  # fmt: skip
