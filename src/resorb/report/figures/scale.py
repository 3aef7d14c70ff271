"""The axis of time under a figure: days from the first dose, ticked in days, months or years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from resorb.report.svg import FAINT, SOFT, Canvas
from resorb.report.words import DAYS_PER_MONTH
from resorb.values.ranges import Range

_UNITS = ((70, Fraction(1), "days"), (30 * 60, DAYS_PER_MONTH, "months"), (10**9, DAYS_PER_MONTH * 12, "years"))
_STEPS = (1, 2, 3, 5, 6, 7, 10, 12, 14, 20, 24, 30, 50, 60, 100, 120, 200, 500, 1000)
_MOST_BEFORE = Fraction(2, 5)


@dataclass(frozen=True, slots=True)
class TimeScale:
    """From days to positions: ``low`` and ``high`` days lie at ``left`` and ``right``."""

    low: Fraction
    high: Fraction
    left: float
    right: float

    def x(self, day: Fraction) -> float:
        """Where a day lies, kept within the plot."""
        share = float((min(max(day, self.low), self.high) - self.low) / (self.high - self.low))
        return self.left + share * (self.right - self.left)

    def draw(self, canvas: Canvas, top: float, bottom: float, cite: str) -> None:
        """Grid lines and their labels below the plot; ``cite`` is the entry of the figure whose facts set the axis."""
        length = self.high - self.low
        size, word = next((size, word) for most, size, word in _UNITS if length <= most)
        step = next((s for s in _STEPS if length / size / s <= 9), 1000)
        at = -int(-self.low / size // step) * step
        while at * size <= self.high:
            x = self.x(at * size)
            canvas.line(x, top, x, bottom, stroke=SOFT if at == 0 else FAINT, width=1)
            canvas.text(x, bottom + 16, str(at).replace("-", "−"), size=11, anchor="middle", fill=SOFT, cite=cite)
            at += step
        canvas.text(
            (self.left + self.right) / 2, bottom + 33, f"{word} from first dose", size=11, anchor="middle", fill=SOFT
        )


def scale_over(times: Iterable[Range], left: float, right: float) -> TimeScale:
    """A scale that holds day 0 and all closed ends, with room for what goes on.

    At most two fifths of it lie before day 0.
    """
    listed = list(times)
    ends = [end for t in listed for end in (t.low, t.high) if end is not None]
    goes_on = any(t.low is not None and t.high is None for t in listed)
    high = max([Fraction(7), *ends]) * (Fraction(115, 100) if goes_on else Fraction(103, 100))
    low = max(min([Fraction(0), *ends]), -high * _MOST_BEFORE)
    return TimeScale(low, high, left, right)
