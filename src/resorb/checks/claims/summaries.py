"""Whether n values can have what a summary prints: each test gives statements that must hold, true or false.

GRIM and GRIMMER look at the grid of possible sums, the bounds at the order of values. Statements are phrased so that
they read as what was shown when true, and as what cannot be when false.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from resorb.checks.arithmetic.deviations import Bounds, Undecided, values_with
from resorb.checks.arithmetic.means import grim, mean_bounds
from resorb.checks.arithmetic.rounding import written
from resorb.checks.arithmetic.spreads import most_variance, root_text
from resorb.checks.claims.facts import rows_of, unjudged
from resorb.checks.registry import Judgement
from resorb.tables.schema import Claim, Group, Summary
from resorb.tables.study import Study, ref_of
from resorb.values.findings import FactRef, Verdict
from resorb.values.numbers import PrintedNumber, Rounding, as_text
from resorb.values.ranges import Range

Statement = tuple[bool, str]
"""Whether something holds, and what."""


@dataclass(frozen=True, slots=True)
class PrintedSummary:
    """A summaries row with its n and the facts it rests on."""

    row: Summary
    n: int
    trace: tuple[FactRef, ...]

    @property
    def step(self) -> Fraction | None:
        """Smallest step of the values; None when not on file."""
        size = self.row.granularity
        return size.value if size is not None and size.value > 0 else None

    def bounds(self) -> Range | None:
        """Means that minimum, median and maximum leave; None when they contradict each other."""
        low, high, median = (_box(x) for x in (self.row.low, self.row.high, self.row.median))
        return None if low is None or high is None else mean_bounds(self.n, low, high, median)


def _box(number: PrintedNumber | None) -> Range | None:
    """The values a printed number may stand for, when it was rounded to the nearest."""
    return None if number is None else Range(*number.interval(Rounding.HALF_UP))


def summary_of(study: Study, claim: Claim) -> PrintedSummary | Judgement | None:
    """The summary a claim is about; None when it is about patients; a judgement when n is not on file."""
    row = next((r for r in rows_of(study, claim) if isinstance(r, Summary)), None)
    if row is None:
        return None
    group = study.row(Group, row.study, row.group)
    n = row.n if row.n is not None else group.n if group else None
    if not n:
        return unjudged("it needs the number of values (n of the summary or of its group)")
    used = [c for c in ("granularity", "mean", "sd", "median", "low", "high") if getattr(row, c) is not None]
    source = ref_of(row, "n") if row.n is not None or group is None else ref_of(group, "n")
    return PrintedSummary(row, n, (source, *(ref_of(row, c) for c in used)))


def ordered(summary: PrintedSummary, number: PrintedNumber, name: str) -> list[Statement]:
    """A mean or median lies between smallest and largest value."""
    low, high = summary.row.low, summary.row.high
    if low is None or high is None:
        return []
    inside = _overlap(number, low.interval()[0], high.interval()[1])
    return [(inside, f"the {name} {number.text} lies between {low.text} and {high.text}")]


def within_bounds(summary: PrintedSummary, number: PrintedNumber) -> list[Statement]:
    """A mean lies within what n, minimum, median and maximum leave."""
    row = summary.row
    if row.low is None or row.high is None:
        return []
    bounds = summary.bounds()
    median_said = f", median {row.median.text}" if row.median else ""
    ends = f"{row.low.text} to {row.high.text}{median_said}, n = {summary.n}"
    disordered = row.median is not None and not ordered(summary, row.median, "median")[0][0]
    if bounds is None or disordered:
        return [(False, f"minimum, median and maximum stand in order ({ends})")]
    exact = mean_bounds(summary.n, Range.point(row.low.value), Range.point(row.high.value), _point(row.median))
    fits = bounds.low is not None and bounds.high is not None and _overlap(number, bounds.low, bounds.high)
    plain = exact is not None and (number.value in exact or not fits)
    words = _ends(exact) if exact is not None and plain else f"{_ends(bounds)} (all being rounded)"
    return [(fits, f"with {ends} a mean lies between {words}, as {number.text} does")]


def _overlap(number: PrintedNumber, low: Fraction, high: Fraction) -> bool:
    """Whether a number rounded to the nearest can lie between two ends; the upper end of its own box is no member."""
    own_low, own_high = number.interval(Rounding.HALF_UP)
    return own_low < high and low < own_high


def _ends(bounds: Range) -> str:
    return " and ".join(as_text(end or Fraction(0), 2) for end in (bounds.low, bounds.high))


def _point(number: PrintedNumber | None) -> Range | None:
    return None if number is None else Range.point(number.value)


def by_grim(summary: PrintedSummary, number: PrintedNumber) -> list[Statement]:
    """Some sum of n values on the grid prints as the mean; nothing when the test cannot tell."""
    if summary.step is None:
        return []
    answer = grim(number, summary.n, summary.step)
    if not answer.testable:
        return []
    below, above = (written(m) for m in answer.nearest)
    if answer.totals:
        sums = " or ".join(written(t * summary.step) for t in answer.totals[:3])
        return [(True, f"a sum of {sums} over {summary.n} prints as {number.text} (GRIM)")]
    no_sum = f"{summary.n} values in steps of {written(summary.step)} have a mean that prints as {number.text}"
    return [(False, f"{no_sum} (GRIM; the nearest means are {below} and {above})")]


def by_grimmer(summary: PrintedSummary, number: PrintedNumber) -> list[Statement]:
    """Some n values on the grid print as mean and SD together; nothing when the test cannot tell."""
    row, step, n = summary.row, summary.step, summary.n
    if step is None or row.mean is None or n < 2:
        return []
    ends = [None if x is None else x.value / step for x in (row.low, row.high)]
    on_grid = all(e is None or e.denominator == 1 for e in ends)
    low, high = (None if e is None or not on_grid else int(e) for e in ends)
    bounds = Bounds(low, high, members=low is not None and high is not None)
    test = "DEBIT" if (low, high) == (0, 1) else "GRIMMER"
    what = f"{n} values in steps of {written(step)} have mean {row.mean.text} and SD {number.text} together ({test}"
    try:
        values = values_with(row.mean, number, n, step, bounds)
    except Undecided:
        return []
    if values is None:
        return [(False, f"{what})")]
    shown = ", ".join(written(v * step) for v in values[:12]) + (", …" if n > 12 else "")
    return [(True, f"{what}: for example {shown})")]


def spread_bounds(summary: PrintedSummary, number: PrintedNumber) -> list[Statement]:
    """Bhatia and Davis: with ends and mean, the variance is at most n/(n-1) (high - mean)(mean - low)."""
    row, n = summary.row, summary.n
    if row.low is None or row.high is None or n < 2:
        return []
    low, high = row.low.interval()[0], row.high.interval()[1]
    most = most_variance(low, high, n, None if row.mean is None else Range(*row.mean.interval()))
    least = number.interval(Rounding.HALF_UP)[0]
    fits = least <= 0 or least * least <= most
    limit = root_text(most)
    return [(fits, f"with {row.low.text} to {row.high.text} and n = {n} an SD is at most about {limit}")]


def worst(said: list[Statement], summary: PrintedSummary, needs: str) -> Judgement:
    """One judgement of several tests: it fails when one does, holds when all do, is unjudged when none applied."""
    if not said:
        grain = summary.step
        if grain is not None:
            needs = f"{needs}; with n = {summary.n} every figure of these decimals is possible"
        return unjudged(f"it needs {needs}", summary.trace)
    failed = list(dict.fromkeys(text for fits, text in said if not fits))
    held = list(dict.fromkeys(text for fits, text in said if fits))
    if failed:
        message = f"Not so: {'; '.join(failed)}."
        return Judgement(Verdict.FAILS, message, arithmetic="; ".join([*failed, *held]), trace=summary.trace)
    message = f"Possible: {'; '.join(held)}."
    return Judgement(Verdict.HOLDS, message, arithmetic="; ".join(held), trace=summary.trace)
