"""Drawing: a small canvas for SVG on which no number can stand without the fact it came from.

Type is set in Liberation Sans (metrics of Arial), so widths are known and pictures look the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK, SOFT, FAINT, PAPER = "#1c2733", "#55636f", "#d5dce2", "#ffffff"
TEAL, RUST, PLUM, OLIVE, SAND = "#1f6f8b", "#a8501f", "#6a4c93", "#5b7a1f", "#f4f1ea"
ROUTE_COLOURS = {"topical": TEAL, "intravenous": RUST, "intralesional": PLUM, "oral": OLIVE}

# Advance widths of Liberation Sans for U+0020 to U+007E, in thousandths of the type size.
_WIDTHS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 "
    "584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 "
    "667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 "
    "278 556 500 722 500 500 500 334 260 334 584"
)
_WIDTH_OF = dict(zip(map(chr, range(32, 127)), map(int, _WIDTHS.split()), strict=True))
_BOLD = 1.08
_SPARE = 1.06
"""Room for a reader's browser that has neither typeface and sets a wider one."""
_DIGIT = re.compile(r"\d")


class UntracedError(ValueError):
    """A number was about to be drawn without the fact it came from."""


def text_width(text: str, size: float = 12, *, bold: bool = False) -> float:
    """Width of a line of text in user units."""
    return sum(_WIDTH_OF.get(c, 600) for c in text) * size / 1000 * _SPARE * (_BOLD if bold else 1)


def wrapped(text: str, width: float, size: float = 12) -> list[str]:
    """The text in lines no wider than ``width``; a longer word gets a line of its own."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def clipped(text: str, width: float, size: float = 12) -> str:
    """The text, cut with an ellipsis when it is wider than ``width``."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(f"{text}…", size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


@dataclass(frozen=True, slots=True)
class Figure:
    """One finished figure: ``svg`` for the page; ``caption`` says what is drawn and how to read it.

    ``cite`` is the anchor of the ledger's entry that lists the facts drawn.
    """

    id: str
    title: str
    caption: str
    svg: Markup
    cite: str
    study: str = ""

    @property
    def standalone(self) -> str:
        """The figure as a file of its own; its numbers lead to the page one folder up."""
        return str(self.svg).replace(' href="#', ' href="../report.html#') + "\n"


MARGIN = 8
"""White round every picture, so that nothing touches the edge of a saved one."""


class Canvas:
    """Collects shapes; all positions in user units, one unit a CSS pixel."""

    def __init__(self, figure_id: str, width: float, label: str) -> None:
        self.id, self.width, self.label = figure_id, width, label
        self._parts: list[Markup] = []

    def text(  # noqa: PLR0913 - a label's looks
        self, x: float, y: float, text: str, *, cite: str = "", size: float = 12, anchor: str = "start",
        fill: str = INK, bold: bool = False, halo: bool = False,
    ) -> None:  # fmt: skip
        """A line of text; ``halo`` sets it off from what it stands on.

        ``cite`` is the anchor of the fact or entry behind its numbers.

        Raises:
            UntracedError: when the text holds a digit and names no anchor.
        """
        if _DIGIT.search(text) and not cite:
            raise UntracedError(text)
        weight = Markup(' font-weight="700"') if bold else ""
        if halo:
            weight += Markup(' paint-order="stroke" stroke="#ffffff" stroke-width="4" stroke-linejoin="round"')
        line = Markup('<text x="{}" y="{}" font-size="{}" text-anchor="{}" fill="{}"{}>{}</text>').format(
            _n(x), _n(y), _n(size), anchor, fill, weight, text
        )
        self._parts.append(self._linked(line, cite) if cite else line)

    def _linked(self, inner: Markup, cite: str) -> Markup:
        return Markup('<a class="n" href="#{0}" data-facts="{0}">{1}</a>').format(cite, inner)

    def name(
        self, x: float, y: float, text: str, *, size: float = 12, anchor: str = "start", bold: bool = False
    ) -> None:
        """The name of something (a patient, lesion, product): an id may hold digits without being a number."""
        weight = Markup(' font-weight="700"') if bold else ""
        self._parts.append(
            Markup(
                '<g class="name"><text x="{}" y="{}" font-size="{}" text-anchor="{}" fill="{}"{}>{}</text></g>'
            ).format(_n(x), _n(y), _n(size), anchor, INK, weight, text)
        )

    def rect(
        self, x: float, y: float, width: float, height: float, *, fill: str = "none", stroke: str = "none",
        radius: float = 0, opacity: float = 1,
    ) -> None:  # fmt: skip
        """A rectangle."""
        self._shape(
            "rect",
            x=x,
            y=y,
            width=max(width, 0),
            height=height,
            rx=radius,
            fill=fill,
            stroke=stroke,
            fill_opacity=opacity,
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, stroke: str = SOFT, width: float = 1, dash: str = ""
    ) -> None:
        """A straight line."""
        more = {"stroke_dasharray": dash} if dash else {}
        self._shape("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width, **more)

    def path(self, d: str, *, fill: str = "none", stroke: str = "none", width: float = 1) -> None:
        """A path of absolute commands."""
        self._shape("path", d=d, fill=fill, stroke=stroke, stroke_width=width)

    def arrow(self, x1: float, y1: float, x2: float, y2: float, *, stroke: str = SOFT, width: float = 1.5) -> None:
        """A straight line with a filled head at its end (lines along one axis only)."""
        step_x = (x2 > x1) - (x2 < x1)
        step_y = (y2 > y1) - (y2 < y1)
        self.line(x1, y1, x2 - 5 * step_x, y2 - 5 * step_y, stroke=stroke, width=width)
        back_x, back_y = x2 - 8 * step_x, y2 - 8 * step_y
        side_x, side_y = 4 * step_y, 4 * step_x
        one = f"{_n(back_x + side_x)} {_n(back_y + side_y)}"
        other = f"{_n(back_x - side_x)} {_n(back_y - side_y)}"
        self.path(f"M{_n(x2)} {_n(y2)}L{one}L{other}Z", fill=stroke)

    def hatched(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A rectangle of slanting strokes: somewhere within."""
        self.rect(x, y, width, height, fill=colour, opacity=0.1, radius=2)
        strokes = []
        at = x - height
        while at < x + width:
            left, right = max(at, x), min(at + height, x + width)
            if right > left:
                strokes.append(
                    f"M{_n(left)} {_n(y + height - (left - at))}L{_n(right)} {_n(y + height - (right - at))}"
                )
            at += 6
        self.path("".join(strokes), stroke=colour, width=0.9)
        self._shape("rect", x=x, y=y, width=width, height=height, rx=2, fill="none", stroke=colour, stroke_width=0.6)

    def symbol(self, shape: str, x: float, y: float, colour: str = INK, size: float = 5, *, halo: bool = False) -> None:
        """A mark told apart by its form alone: disc, half, ring, down, up, diamond, square, cross, plus or question."""
        s = size
        if halo:
            self._shape("circle", cx=x, cy=y, r=s + 2.5, fill=PAPER)
        match shape:
            case "disc" | "ring" | "half":
                fill = colour if shape == "disc" else PAPER
                self._shape("circle", cx=x, cy=y, r=s, fill=fill, stroke=colour, stroke_width=1.6)
                if shape == "half":
                    self.path(f"M{_n(x)} {_n(y - s)}A{_n(s)} {_n(s)} 0 0 0 {_n(x)} {_n(y + s)}Z", fill=colour)
            case "down":
                self.path(f"M{_n(x - s)} {_n(y - s * 0.8)}H{_n(x + s)}L{_n(x)} {_n(y + s)}Z", fill=colour)
            case "up":
                self.path(f"M{_n(x - s)} {_n(y + s * 0.8)}H{_n(x + s)}L{_n(x)} {_n(y - s)}Z", fill=colour)
            case "diamond":
                self.path(
                    f"M{_n(x)} {_n(y - s)}L{_n(x + s)} {_n(y)}L{_n(x)} {_n(y + s)}L{_n(x - s)} {_n(y)}Z", fill=colour
                )
            case "square":
                self.rect(x - s * 0.8, y - s * 0.8, s * 1.6, s * 1.6, fill=PAPER, stroke=colour)
            case "cross":
                self.path(
                    f"M{_n(x - s)} {_n(y - s)}L{_n(x + s)} {_n(y + s)}M{_n(x - s)} {_n(y + s)}L{_n(x + s)} {_n(y - s)}",
                    stroke=colour, width=2,
                )  # fmt: skip
            case "plus":
                self.path(f"M{_n(x)} {_n(y - s)}V{_n(y + s)}M{_n(x - s)} {_n(y)}H{_n(x + s)}", stroke=colour, width=2)
            case _:
                self._shape(
                    "circle", cx=x, cy=y, r=s, fill=PAPER, stroke=colour, stroke_width=1, stroke_dasharray="2 2"
                )
                self.text(x, y + s * 0.75, "?", size=2 * s, anchor="middle", fill=colour)

    def legend(self, y: float, items: Iterable[tuple[str, str, str]], *, x: float = 0) -> float:
        """A row (or rows) of symbols with what they mean: (shape, colour, words). Gives the y below it."""
        at, left = x, x
        for shape, colour, words in items:
            wide = 16 + text_width(words, 11) + 18
            if at + wide > self.width and at > left:
                at, y = left, y + 20
            if shape in ("bar", "hatch"):
                (self.hatched if shape == "hatch" else self._bar)(at - 1, y - 5, 13, 10, colour)
            elif shape == "arrow":
                self.arrow(at - 1, y, at + 12, y, stroke=colour)
            else:
                self.symbol(shape, at + 6, y, colour, 4.5)
            self.text(at + 18, y + 4, words, size=11, fill=SOFT)
            at += wide
        return y + 18

    def _bar(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        self.rect(x, y, width, height, fill=colour, radius=2)

    def _shape(self, tag: str, **attributes: object) -> None:
        written = Markup("").join(
            Markup(' {}="{}"').format(key.replace("_", "-"), _n(value) if isinstance(value, int | float) else value)
            for key, value in attributes.items()
        )
        self._parts.append(Markup("<{}{}/>").format(tag, written))

    def finished(self, height: float) -> Markup:
        """The whole picture."""
        return Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" role="group" aria-label="{}" viewBox="-{m} -{m} {w} {h}" '
            'width="{w}" height="{h}" font-family="{}">{}</svg>'
        ).format(
            self.label, escape(FONT), Markup("").join(self._parts), m=MARGIN, w=_n(self.width + 2 * MARGIN),
            h=_n(height + 2 * MARGIN),
        )  # fmt: skip


def _n(value: float) -> str:
    """A coordinate with two decimals at most: the same on every machine."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
