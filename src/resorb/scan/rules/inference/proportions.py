"""Intervals of proportions whose count and whole are printed: whether any usual method gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from resorb.analysis.intervals import Method, proportion_interval
from resorb.checks.arithmetic.rounding import rule_for
from resorb.checks.arithmetic.significance import normal_quantile
from resorb.reading.lazy import lazy
from resorb.reading.statistics.intervals import Interval, Kind, intervals
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict

FAR = 0.03
"""Three percentage points beyond rounding from every method: more than methods differ by."""
_MOST = 300
"""Intervals judged in one document: each takes a few thousandths of a second."""
_OTHER_MODEL = lazy(
    r"surviv|kaplan|adjusted|cluster|weight|bootstrap|credible|bayes|multilevel|mixed|pooled|random[- ]effects"
    r"|one-sided|standardi[sz]ed|"
    r"cumulative incidence|prediction|sensitivity|specificity|change|reduction|difference|ratio|repeated",
    re.IGNORECASE,
)


@rule(
    "interval-of-proportion",
    kind="inference",
    doc="The interval of a printed count and whole is near the one some usual method gives.",
    source="Clopper-Pearson, Wilson (with and without correction), Wald, Agresti-Coull, Jeffreys, mid-p",
)
def proportions(text: Scanned) -> Iterator[Mark]:
    """Each interval of a percentage that stands with its count and whole."""
    done = 0
    for sentence in text.sentences:
        said = sentence.text
        if "%" not in said and "/" not in said and " of " not in said:
            continue
        if _OTHER_MODEL.search(said):
            continue
        for one in intervals(said):
            if one.estimate is not None and one.estimate.count is not None and done < _MOST:
                done += 1
                mark = _judged(sentence, one)
                if mark is not None:
                    yield mark


def _judged(sentence: Sentence, one: Interval) -> Mark | None:
    estimate = one.estimate
    if (
        estimate is None or estimate.count is None or not estimate.whole or not estimate.percent
        or one.kind is not Kind.CONFIDENCE or one.low.value > one.high.value or estimate.whole > 100_000
    ):  # fmt: skip
        return None
    count, whole = estimate.count, estimate.whole
    printed = "%" in sentence.text[estimate.start : estimate.end]
    if count > whole or (printed and rule_for(Fraction(100 * count, whole), estimate.number) is None):
        return None
    share = float(one.high.value) <= 1 and one.high.decimals >= 2 and not one.percent
    scale = 1.0 if share else 100.0
    low, high = float(one.low.value) / scale, float(one.high.value) / scale
    slack = float(max(one.low.step, one.high.step)) / scale
    if not low - slack <= count / whole <= high + slack:
        return None
    level = float(one.level.value) / 100 if one.level else 0.95
    if not 0.5 < level < 1:
        return None
    found = methods(count, whole, level)
    off = {name: max(abs(a - low), abs(b - high)) - slack for name, (a, b) in found.items()}
    nearest = min(off, key=lambda name: off[name])
    at = sentence.at(one.start, one.end)
    said = _text(*found[nearest])
    if off[nearest] <= 0:
        return at.mark(
            "interval-of-proportion", Verdict.HOLDS, f"{nearest}'s interval of {count}/{whole} is {said}, as printed.",
            arithmetic=f"{nearest}, {count}/{whole}: {said}",
        )  # fmt: skip
    if off[nearest] <= FAR:
        return None
    given = "; ".join(f"{name} {_text(a, b)}" for name, (a, b) in found.items() if name in _NAMED)
    return at.mark(
        "interval-of-proportion", Verdict.ASSUMES,
        f"No usual method gives this interval for {count} of {whole}; the nearest is {nearest}'s, {said}.",
        computed=said, arithmetic=f"{count}/{whole}: {given}", suggestion=said,
        assumption="the interval was adjusted, or is of another count",
    )  # fmt: skip


_NAMED = ("Clopper-Pearson", "Wilson", "Wald")


def _text(low: float, high: float) -> str:
    return f"{100 * low:.1f} to {100 * high:.1f} %"


@lru_cache(maxsize=512)
def methods(count: int, whole: int, level: float) -> dict[str, tuple[float, float]]:
    """What the usual methods give for a count of a whole, as shares."""
    found: dict[str, tuple[float, float]] = {}
    for method in (Method.CLOPPER_PEARSON, Method.WILSON, Method.JEFFREYS, Method.MID_P):
        one = proportion_interval(count, whole, method, level)
        found[str(method)] = (one.low, one.high)
    z = normal_quantile((1 - level) / 2)
    p = count / whole
    half = z * (p * (1 - p) / whole) ** 0.5
    found["Wald"] = (max(0.0, p - half), min(1.0, p + half))
    half += 1 / (2 * whole)
    found["corrected Wald"] = (max(0.0, p - half), min(1.0, p + half))
    middle, more = (count + z * z / 2) / (whole + z * z), whole + z * z
    half = z * (middle * (1 - middle) / more) ** 0.5
    found["Agresti-Coull"] = (max(0.0, middle - half), min(1.0, middle + half))
    found["corrected Wilson"] = _corrected_wilson(p, whole, z)
    return found


def _corrected_wilson(p: float, n: int, z: float) -> tuple[float, float]:
    """Newcombe 1998, Stat Med 17:857, method 4."""
    below = z * (z * z - 2 - 1 / n + 4 * p * (n * (1 - p) + 1)) ** 0.5 if p > 0 else 0.0
    above = z * (z * z + 2 - 1 / n + 4 * p * (n * (1 - p) - 1)) ** 0.5 if p < 1 else 0.0
    base, under = 2 * n * p + z * z, 2 * (n + z * z)
    low = max(0.0, (base - 1 - below) / under) if p > 0 else 0.0
    return low, min(1.0, (base + 1 + above) / under) if p < 1 else 1.0
