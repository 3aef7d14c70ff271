"""Text as it comes, made readable without losing where it stood.

One pass over the raw text finds everything that is not plain: line ends (with and without a hyphen), runs of blanks,
ligatures, soft hyphens, invisible marks, inline tags of Markdown and HTML, emphasis, formulas. What stands between is
copied. Kept as printed, because only a reader of numbers can judge them: decimal commas, minus signs and dashes, lost
glyphs (U+FFFD), and blanks inside numbers (``1 500 g``, ``12 .5 g``; every kind of blank becomes a plain one).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from html import unescape

from resorb.sources.documents.hyphens import keeps_hyphen
from resorb.values.documents import Anchor, Marker, Passage

Fragment = tuple[str, int, int]
"""Raw text without line ends, with the line and column (from 1) where it begins."""
RAISED, LOWERED = "\ufdd0", "\ufdd1"
"""Readers that see raised marks (a superscript, a footnote number) put them between these two signs of no script."""

_LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
    "⩽": "≤", "⩾": "≥", "\u223c": "~", "μ": "µ", "\ufe6a": "%", "\u2010": "-", "\u2011": "-",
} | {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # fmt: skip
# Signs of the font Symbol, as Word and PDF files keep them.
_LIGATURES |= {
    chr(0xF000 + code): sign
    for code, sign in {
        0x25: "%", 0x2B: "+", 0x2D: "−", 0x3C: "<", 0x3D: "=", 0x3E: ">", 0x61: "α", 0x62: "β", 0x67: "γ", 0x6D: "µ",
        0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xBB: "≈",
    }.items()
}  # fmt: skip
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
_LATEX = {
    r"\leq": "≤", r"\geq": "≥", r"\leqslant": "≤", r"\geqslant": "≥", r"\le": "≤", r"\ge": "≥", r"\pm": "±",
    r"\times": "×", r"\mu": "µ", r"\%": "%", r"\sim": "~", r"\approx": "≈", r"\cdot": "·", r"\rightarrow": "→",
    r"\,": " ", r"\;": " ", r"\ ": " ",
}  # fmt: skip
_FIRST = (
    rf"[-\n\r\t\v\f\x00-\x08\x0e-\x1f\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ud800-\udfff"
    rf"{_INVISIBLE}{RAISED}{LOWERED}{''.join(map(re.escape, _LIGATURES))}"
)
"""What anything special can begin with, but for a run of blanks: looked at first, because most signs are plain."""
_BODY = rf"""
    (?P<broken>(?<=[^\W\d_])[-\u2010\u00ad]\n\s*(?=[a-zà-ÿﬀ-ﬆ]))     # a word divided at the end of a line
    |(?P<joined>(?<=[-\u2010\u2011\u2013/])\n\s*(?=\w))               # a hyphen that belongs there: 25-\n30
    |(?P<invisible>[{_INVISIBLE}{LOWERED}]+)
    |(?P<lifted>{RAISED}(?P<lift>[^{RAISED}{LOWERED}\n]{{0,40}}){LOWERED}?)
    |(?P<control>[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]+)
    |(?P<ligature>[{"".join(map(re.escape, _LIGATURES))}])
    |(?P<blank>[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]{{2,}}|[\n\r\t\v\f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000])
"""
_SPECIAL = re.compile(rf"(?={_FIRST}]|\x20\s)(?:{_BODY})", re.VERBOSE)
_MARKED_UP = re.compile(
    rf"""(?={_FIRST}<!\[*_$\\^`&]|\x20\s)(?:
    (?P<raised><sup>(?P<mark>[^<\n]{{0,40}})</sup>)
    |(?P<tag></?(?:sub|sup|b|i|em|strong|br|span|u|a|code|small)\b[^<>\n]{{0,200}}>|<!--[^\n]{{0,300}}?-->)
    |(?P<link>!?\[(?P<shown>[^\[\]\n]{{1,200}})\]\((?:https?:|mailto:|\.{{0,2}}/|\#)[^()\s]{{0,300}}\))
    |(?P<noted>\[\^(?P<note>[^\[\]\s]{{1,20}})\])
    |(?P<emphasis>(?<![\w*])\*{{1,3}}(?=[^\s*])(?P<inner>[^*\n]{{1,200}}?)(?<=[^\s*])\*{{1,3}}(?![\w*]))
    |(?P<underlined>(?<!\w)_{{1,2}}(?=[^\s_])(?P<under>[^_\n]{{1,200}}?)(?<=[^\s_])_{{1,2}}(?!\w))
    |(?P<maths>\$\s?(?P<formula>[^$\n]{{1,80}}?)\s?\$(?!\d))
    |(?P<roman>\\(?:mathrm|mathbf|text|rm)\s?\{{(?P<upright>[^{{}}\n]{{0,60}})\}})
    |(?P<power>\^\{{(?P<exponent>[^{{}}\n]{{0,40}})\}})
    |(?P<latex>\\(?:leqslant|geqslant|leq?|geq?|pm|times|mu|sim|approx|cdot|rightarrow|%|,|;|\ ))
    |(?P<escape>\\(?=[*_\#|\[\]])|`+)
    |(?P<entity>&(?:\#\d{{1,6}}|\#x[0-9a-fA-F]{{1,6}}|[a-zA-Z]{{2,8}});)
    |{_BODY})
    """,
    re.VERBOSE,
)
_SHOWN = {
    "link": "shown", "emphasis": "inner", "underlined": "under", "maths": "formula", "roman": "upright",
}  # fmt: skip
"""Markup around text, with the group that holds the text."""
_LIFTED = {"raised": "mark", "lifted": "lift", "power": "exponent", "noted": "note"}
_EXPONENT = re.compile(r"(?:\bm|\bcm|\bmm|\bdL|\bL|\d)$")
_NEGATIVE = re.compile(r"[-−–]\d{1,2}$")
_SUPERSCRIPTS = str.maketrans("0123456789-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻")


class _Out:
    """The cleaned text as it grows, with its anchors and marks."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.anchors: list[Anchor] = []
        self.markers: list[Marker] = []

    def copy(self, text: str, line: int, column: int) -> None:
        """Text that stands so in the source."""
        if text:
            self._anchor(line, column)
            self.parts.append(text)
            self.length += len(text)

    def put(self, text: str, line: int, column: int) -> None:
        """Text that stands for something else in the source: each of its characters comes from one place."""
        for character in text:
            self.copy(character, line, column)

    def blank(self, line: int, column: int) -> None:
        """One blank, unless there is one."""
        if self.parts and not self.parts[-1].endswith(" "):
            self.copy(" ", line, column)

    def _anchor(self, line: int, column: int) -> None:
        last = self.anchors[-1] if self.anchors else None
        if last is None or last.line != line or last.column + self.length - last.offset != column:
            self.anchors.append(Anchor(self.length, line, column))


class _Raw:
    """Raw text put together from pieces, each of which knows where it stood."""

    def __init__(self, pieces: list[Fragment]) -> None:
        self.text = "".join(text for text, _, _ in pieces)
        self.begins: list[int] = []
        self.pieces = pieces
        begin = 0
        for text, _, _ in pieces:
            self.begins.append(begin)
            begin += len(text)

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of a character."""
        if not self.pieces:
            return 1, 1
        index = max(0, bisect_right(self.begins, offset) - 1)
        _, line, column = self.pieces[index]
        return line, column + offset - self.begins[index]


def clean(fragments: list[Fragment], path: str = "", *, markup: bool = True) -> Passage:
    """One passage from the lines of a block.

    Args:
        fragments: the lines, in order, each with where it begins.
        path: kept on the passage.
        markup: whether inline tags, emphasis and formulas are markup (Markdown) or just signs.
    """
    pieces = [piece for (text, line, column) in fragments for piece in ((text, line, column), _end(text, line, column))]
    return clean_pieces(pieces[:-1], path, markup=markup)


def _end(text: str, line: int, column: int) -> Fragment:
    return "\n", line, column + len(text)


def clean_pieces(pieces: list[Fragment], path: str = "", *, markup: bool = False) -> Passage:
    """One passage from pieces that follow each other without anything between; line ends stand in pieces themselves."""
    raw = _Raw(pieces)
    out = _Out()
    _copy(raw, 0, len(raw.text), out, _MARKED_UP if markup else _SPECIAL)
    return _finished(out, path)


def _copy(raw: _Raw, start: int, end: int, out: _Out, special: re.Pattern[str]) -> None:
    at = start
    for match in special.finditer(raw.text, start, end):
        _plain(raw, at, match.start(), out)
        _special(raw, match, out, special)
        at = match.end()
    _plain(raw, at, end, out)


def _plain(raw: _Raw, start: int, end: int, out: _Out) -> None:
    """Copy, piece by piece where there are several."""
    while start < end:
        index = bisect_right(raw.begins, start)
        stop = min(end, raw.begins[index]) if index < len(raw.begins) else end
        out.copy(raw.text[start:stop], *raw.at(start))
        start = stop


def _special(raw: _Raw, match: re.Match[str], out: _Out, special: re.Pattern[str]) -> None:
    kind = match.lastgroup or ""
    here = raw.at(match.start())
    if kind in ("blank", "control"):
        out.blank(*here)
    elif kind == "broken":
        if match[0][0] != "\u00ad" and keeps_hyphen(raw.text, match.start(), match.end()):
            out.put("-", *here)
    elif kind == "ligature":
        out.put(_LIGATURES[match[0]], *here)
    elif kind == "entity":
        _entity(match[0], out, here)
    elif kind == "latex":
        shown = _LATEX[match[0]]
        out.blank(*here) if shown == " " else out.put(shown, *here)
    elif kind in _LIFTED:
        group = _LIFTED[kind]
        _raised(match[group], out, raw.at(match.start(group)))
    elif kind in _SHOWN:
        # The inside of emphasis holds no emphasis: this goes no deeper than there are kinds of markup.
        _copy(raw, *match.span(_SHOWN[kind]), out, special)
    elif kind == "tag" and match[0].lower().startswith("<br"):
        out.blank(*here)


def _entity(text: str, out: _Out, here: tuple[int, int]) -> None:
    shown = unescape(text)
    if shown == text:
        out.copy(text, *here)
    elif shown.isspace():
        out.blank(*here)
    else:
        out.put("".join(_LIGATURES.get(c, c) for c in shown if c.isprintable() and c != "\u00ad"), *here)


def _raised(text: str, out: _Out, here: tuple[int, int]) -> None:
    """An exponent or the end of an ordinal stays in the text; any other raised mark is remembered beside it."""
    before = "".join(out.parts[-4:])[-4:]
    mark = text.strip()
    here = here[0], here[1] + len(text) - len(text.lstrip())
    if mark in ("st", "nd", "rd", "th") and before[-1:].isdigit():
        out.copy(mark, *here)
    elif mark.isdigit() and mark.isascii() and len(mark) < 3 and _EXPONENT.search(before) and before.endswith("10"):
        out.put(f"^{mark}", *here)
    elif before[-1:].isalpha() and (_NEGATIVE.match(mark) or (mark in ("2", "3") and _EXPONENT.search(before))):
        out.copy(mark.translate(_SUPERSCRIPTS), *here)
    elif _NEGATIVE.match(mark) and before.endswith("10"):
        out.put(f"^{mark}", *here)
    elif mark:
        out.markers.append(Marker(out.length, mark))


def _finished(out: _Out, path: str) -> Passage:
    """The passage, without blanks at its ends."""
    text = "".join(out.parts)
    lead = len(text) - len(text.lstrip())
    text = text.strip()
    anchors = [Anchor(max(0, a.offset - lead), a.line, a.column + max(0, lead - a.offset)) for a in out.anchors]
    # Several anchors may fall on offset 0 when the lead is cut: the last of them is right.
    first = max((i for i, a in enumerate(anchors) if a.offset == 0), default=0)
    kept = tuple(a for a in anchors[first:] if a.offset <= len(text)) or (Anchor(0, 1, 1),)
    markers = tuple(Marker(min(max(0, m.offset - lead), len(text)), m.text) for m in out.markers)
    return Passage(text, kept, markers, path)


def glued(first: Passage, then: Passage) -> Passage:
    """Two halves of one paragraph, put together; a word divided between them is made whole."""
    divided = re.search(r"[^\W\d_]-$", first.text) and not keeps_hyphen(
        first.text + then.text, len(first.text) - 1, len(first.text)
    )
    head = first.text[:-1] if divided else first.text + " " * (not first.text.endswith("-"))
    anchors = [a for a in first.anchors if a.offset < len(head)]
    path = then.path if then.path != first.path else ""
    moved = [Anchor(a.offset + len(head), a.line, a.column, a.path or path) for a in then.anchors]
    marks = [*first.markers, *(Marker(m.offset + len(head), m.text) for m in then.markers)]
    return Passage(head + then.text, (*anchors, *moved), tuple(marks), first.path)
