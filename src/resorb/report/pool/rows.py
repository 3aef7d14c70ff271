"""Rows of rates on one axis: names, counts, a plot from 0 % to the end of the axis, rates in words, a remark."""

from __future__ import annotations

from collections.abc import Sequence

from resorb.report.pool.rates import percent
from resorb.report.svg import FAINT, INK, SOFT, TEAL, Canvas, clipped

WIDTH, ROW, TOP = 940, 24, 40
NAME, COUNT, LEFT, RIGHT, RATE, REMARK = 0, 292, 312, 578, 596, 748
ENDS = (0.25, 0.5, 1.0)
"""Where the axis may end: an axis to 100 % flattens a rare event."""
BIGGEST = 8.0
"""Half the side of the heaviest series' square."""


def axis_end(held: Sequence[float]) -> float:
    """The shortest axis that holds what must be seen whole; longer intervals are clipped and get an arrow."""
    return next(end for end in ENDS if max(held, default=1.0) <= end)


def square_half(weight: float, heaviest: float) -> float:
    """Half the side of a square whose area is in proportion to its weight."""
    return float(BIGGEST * (weight / heaviest) ** 0.5)


class Rows:
    """Draws rows downwards; ``end`` is the rate at the right end of the axis."""

    def __init__(self, canvas: Canvas, end: float, heads: tuple[str, str, str, str]) -> None:
        self.canvas, self.end, self.y = canvas, end, TOP + ROW / 2
        for x, text, anchor in zip((NAME, COUNT, RATE, REMARK), heads, ("start", "end", "start", "start"), strict=True):
            canvas.text(x, 16, text, bold=True, fill=SOFT, anchor=anchor, cite="")
        canvas.line(0, 26, WIDTH, 26, stroke=INK)

    def x(self, rate: float) -> float:
        """Where a rate lies; beyond the axis at its end."""
        return LEFT + (RIGHT - LEFT) * min(rate, self.end) / self.end

    def words(self, name: str, count: str, rate: str, remark: str, cite: str, *, bold: bool = False) -> None:
        """The columns of the present row; an empty one is left out, for it would be a link without a name."""
        y, narrow = self.y + 4, COUNT - NAME - 62
        for x, text, anchor, fill, heavy in (
            (NAME, clipped(name, narrow, 12), "start", INK, bold), (COUNT, count, "end", INK, bold),
            (RATE, rate, "start", INK, bold), (REMARK, clipped(remark, WIDTH - REMARK, 12), "start", SOFT, False),
        ):  # fmt: skip
            if text:
                self.canvas.text(x, y, text, cite=cite, anchor=anchor, fill=fill, bold=heavy)

    def interval(self, low: float, high: float, *, stroke: str = SOFT, dash: str = "", width: float = 1.5) -> None:
        """A line from end to end; where the axis is shorter, an arrow says that it goes on."""
        left, right = self.x(low), self.x(high)
        if high > self.end:
            self.canvas.arrow(left, self.y, RIGHT + 6, self.y, stroke=stroke, width=width)
        else:
            self.canvas.line(left, self.y, right, self.y, stroke=stroke, width=width, dash=dash)

    def square(self, rate: float, half: float) -> None:
        """A filled square at a rate."""
        self.canvas.rect(self.x(rate) - half, self.y - half, 2 * half, 2 * half, fill=TEAL)

    def diamond(self, low: float, middle: float, high: float, *, filled: bool) -> None:
        """A diamond from end to end of an interval, its height at the middle."""
        left, mid, right = self.x(low), self.x(middle), self.x(high)
        path = (
            f"M{left:.2f} {self.y:.2f}L{mid:.2f} {self.y - 7:.2f}L{right:.2f} {self.y:.2f}L{mid:.2f} {self.y + 7:.2f}Z"
        )
        self.canvas.path(path, fill=INK if filled else "#ffffff", stroke=INK, width=1.4)

    def bar(self, low: float, high: float) -> None:
        """A bar with closed ends: where the next series is expected."""
        left, right = self.x(low), self.x(high)
        self.canvas.rect(left, self.y - 3, right - left, 6, fill=INK, opacity=0.35)
        for x in (left, right):
            self.canvas.line(x, self.y - 6, x, self.y + 6, stroke=INK, width=1.5)

    def patients(self, yes: int, unknown: int, no: int) -> None:
        """Single patients as marks off the axis: filled reached it, ringed did not, a question mark is unknown."""
        marks = ["disc"] * yes + ["question"] * unknown + ["ring"] * no
        room = (RIGHT - LEFT - 16) / max(len(marks), 1)
        step = min(13.0, room)
        self.canvas.rect(LEFT, self.y - ROW / 2 + 2, RIGHT - LEFT, ROW - 4, fill=FAINT, opacity=0.45, radius=3)
        start = (LEFT + RIGHT) / 2 - step * (len(marks) - 1) / 2
        for number, mark in enumerate(marks):
            self.canvas.symbol(mark, start + number * step, self.y, TEAL, min(4.0, step / 2.6))

    def heading(self, text: str, cite: str) -> None:
        """A heading within the rows, ruled off."""
        self.canvas.line(0, self.y - ROW / 2, WIDTH, self.y - ROW / 2, stroke=FAINT)
        self.canvas.text(NAME, self.y + 4, text, bold=True, fill=SOFT, cite=cite)
        self.next()

    def next(self) -> None:
        """Go on to the row below."""
        self.y += ROW

    def axis(self, label: str, cite: str, reference: float | None = None, reference_end: float = 0) -> float:
        """The axis below the rows, with a dashed line up to the first at ``reference``; gives the y below it."""
        bottom = self.y - ROW / 2 + 4
        for tick in range(5):
            x = LEFT + (RIGHT - LEFT) * tick / 4
            self.canvas.line(x, bottom, x, bottom + 5, stroke=INK)
            self.canvas.text(
                x, bottom + 18, percent(self.end * tick / 4), size=11, anchor="middle", fill=SOFT, cite=cite
            )
        self.canvas.line(LEFT, bottom, RIGHT, bottom, stroke=INK)
        self.canvas.text((LEFT + RIGHT) / 2, bottom + 35, label, size=11, anchor="middle", fill=SOFT, cite=cite)
        if reference is not None:
            self.canvas.line(self.x(reference), TOP - 8, self.x(reference), reference_end, stroke=SOFT, dash="2 3")
        return bottom + 44
