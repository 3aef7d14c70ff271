"""Judges of means, medians, standard deviations and ranges.

Of patients on file they are recomputed. Of a printed summary it is asked whether n values can have them at all: GRIM,
GRIMMER, DEBIT, and the bounds that minimum, median and maximum leave.
"""

from __future__ import annotations

import re
from fractions import Fraction

from resorb.checks.arithmetic.rounding import rule_for, written
from resorb.checks.claims.facts import figures, unjudged, verdict
from resorb.checks.claims.samples import Sample, median_of, sample_of, spread_of
from resorb.checks.claims.summaries import (
    PrintedSummary,
    Statement,
    by_grim,
    by_grimmer,
    ordered,
    spread_bounds,
    summary_of,
    within_bounds,
    worst,
)
from resorb.checks.registry import Judgement, judges
from resorb.tables.schema import Claim
from resorb.tables.study import Study, ref_of
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber, Rounding

_GRIM = "GRIM: Brown and Heathers 2017, Soc Psychol Personal Sci 8:363; bounds by order statistics"
_GRIMMER = "GRIMMER: Anaya 2016, Allard 2018, solved by integer search; DEBIT: Heathers and Brown 2019, osf.io/5vb3u"


@judges("mean", doc="A printed mean is one that its n values can have.", source=_GRIM)
def mean(study: Study, claim: Claim) -> Judgement:
    """GRIM and bounds for a summary; the mean itself for patients."""
    found = _summarised(study, claim, "mean")
    if isinstance(found, Judgement):
        return found
    summary, printed = found
    said = [*within_bounds(summary, printed), *by_grim(summary, printed)]
    return worst(said, summary, "granularity of the values, or minimum and maximum")


@judges("median", doc="A printed median is one that its n values can have.", source=_GRIM)
def median(study: Study, claim: Claim) -> Judgement:
    """Between the ends, and in line with the mean, for a summary; the median itself for patients."""
    found = _summarised(study, claim, "median")
    if isinstance(found, Judgement):
        return found
    summary, printed = found
    said = list(ordered(summary, printed, "median"))
    if summary.step is not None:
        grid = summary.step if summary.n % 2 else summary.step / 2
        nearest = round(printed.value / grid) * grid
        fits = bool(printed.rules_giving(nearest))
        what = "one of the values" if summary.n % 2 else "the mean of two values"
        said.append((fits, f"the median of {summary.n} is {what}, in steps of {written(grid)}"))
    if summary.row.mean is not None:
        said += within_bounds(summary, summary.row.mean)
    return worst(said, summary, "minimum and maximum, or granularity of the values")


@judges("sd", doc="A printed SD is one that n values with the printed mean can have.", source=_GRIMMER)
def sd(study: Study, claim: Claim) -> Judgement:
    """GRIMMER (with bounds; DEBIT for 0 and 1) for a summary; the SD itself for patients."""
    found = _summarised(study, claim, "sd")
    if isinstance(found, Judgement):
        return found
    summary, printed = found
    said = [*spread_bounds(summary, printed), *by_grimmer(summary, printed)]
    return worst(said, summary, "mean, n of at least 2, and granularity or minimum and maximum")


@judges("range", doc="The printed smallest and largest value hold the printed mean and median.", source=_GRIM)
def value_range(study: Study, claim: Claim) -> Judgement:
    """Ends against mean and median for a summary; smallest and largest value for patients."""
    summary = summary_of(study, claim)
    if isinstance(summary, Judgement):
        return summary
    if summary is None:
        return _range_recomputed(study, claim)
    row = summary.row
    said: list[Statement] = []
    if row.low is not None and row.high is not None:
        said.append((row.low.value <= row.high.value, f"{row.low.text} to {row.high.text} runs upwards"))
    for name, number in (("mean", row.mean), ("median", row.median)):
        if number is not None:
            said += ordered(summary, number, name)
    return worst(said, summary, "minimum and maximum, and a mean or median")


def _summarised(study: Study, claim: Claim, kind: str) -> tuple[PrintedSummary, PrintedNumber] | Judgement:
    """The summary and the printed number; a claim about patients, or one that says no number, is judged at once."""
    printed, summary = next(iter(figures(claim.printed)), None), summary_of(study, claim)
    if printed is None:
        return unjudged("the printed text holds no number")
    if isinstance(summary, Judgement):
        return summary
    return _recomputed(study, claim, printed, kind) if summary is None else (summary, printed)


def _recomputed(study: Study, claim: Claim, printed: PrintedNumber, what: str) -> Judgement:
    sample = sample_of(study, claim)
    if isinstance(sample, Judgement):
        return sample
    n, listed = len(sample.values), ", ".join(written(v) for v in sorted(sample.values))
    if what == "sd":
        return _sd_recomputed(sample, printed, listed)
    exact = median_of(sample.values) if what == "median" else sum(sample.values, Fraction(0)) / n
    start = f"{written(sum(sample.values, Fraction(0)))}/{n}" if what == "mean" else f"middle of {listed}"
    rule = rule_for(exact, printed)
    arithmetic = f"{start} = {written(exact)} {sample.unit}" + (f" → {printed.text} ({rule})" if rule else "")
    if rule in (None, Rounding.HALF_UP):
        message = f"{arithmetic}, " + ("as printed." if rule else f"not {printed.text}.")
        return Judgement(verdict(holds=rule is not None), message, written(exact), arithmetic, trace=sample.trace)
    assumption = f"rounded by the rule {rule}"
    message = f"{arithmetic}; right only if {assumption}."
    return Judgement(Verdict.ASSUMES, message, written(exact), arithmetic, assumption, trace=sample.trace)


def _sd_recomputed(sample: Sample, printed: PrintedNumber, listed: str) -> Judgement:
    if len(sample.values) < 2:
        return unjudged("an SD needs two values", sample.trace)
    variance = spread_of(sample.values)
    low, high = (max(Fraction(0), end) for end in printed.interval(Rounding.HALF_UP))
    fits = low * low <= variance <= high * high
    arithmetic = f"variance of {listed} = {written(variance)} (n - 1); {printed.text}² = {written(printed.value**2)}"
    message = f"{arithmetic}: " + ("as printed." if fits else "not the printed SD.")
    return Judgement(verdict(holds=fits), message, f"√{written(variance)}", arithmetic, trace=sample.trace)


def _range_recomputed(study: Study, claim: Claim) -> Judgement:
    sample, ends = sample_of(study, claim), re.split(r"\s*(?:-|–|to)\s*", claim.printed.strip(), maxsplit=1)
    if isinstance(sample, Judgement):
        return sample
    numbers = [figures(end) for end in ends]
    if len(ends) != 2 or not all(numbers):
        return unjudged("the printed text is not a range such as 12-40")
    low, high = min(sample.values), max(sample.values)
    fits = all(n[0].rules_giving(v) for n, v in zip(numbers, (low, high), strict=True))
    computed = f"{written(low)}-{written(high)} {sample.unit}"
    message = f"Values on file run from {computed}, " + ("as printed." if fits else f"not {claim.printed}.")
    return Judgement(verdict(holds=fits), message, computed, computed, trace=sample.trace)


_WEIGHTED = re.compile(r"\s*(?P<weight>[^x×]+?)\s*[x×]\s*(?P<value>.+?)\s*")


@judges(
    "weighted mean",
    doc="The mean of printed values under printed weights is the one printed.",
    source="exact arithmetic",
)
def weighted_mean(_study: Study, claim: Claim) -> Judgement:
    """Each of ``with`` is written as weight x value."""
    pairs: list[tuple[PrintedNumber, PrintedNumber]] = []
    for text in claim.arguments:
        match = _WEIGHTED.fullmatch(text)
        both = [figures(match[k]) for k in ("weight", "value")] if match else []
        if len(both) != 2 or not all(both):
            return unjudged(f"{text[:40]!r} is not written as weight x value")
        pairs.append((both[0][0], both[1][0]))
    printed = next(iter(figures(claim.printed)), None)
    weights = sum((w.value for w, _ in pairs), Fraction(0))
    if printed is None or not pairs or weights <= 0:
        return unjudged("it needs a printed number, and weights above zero")
    exact = sum((w.value * v.value for w, v in pairs), Fraction(0)) / weights
    rule = rule_for(exact, printed)
    terms = " + ".join(f"{w.text} x {v.text}" for w, v in pairs)
    arithmetic = f"({terms}) / {written(weights)} = {written(exact)}"
    message = f"{arithmetic}, " + (f"printed as {printed.text} ({rule})." if rule else f"not {printed.text}.")
    return Judgement(
        verdict(holds=rule is not None), message, written(exact), arithmetic, trace=(ref_of(claim, "arguments"),)
    )
