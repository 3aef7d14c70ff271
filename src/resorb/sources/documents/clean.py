"""Text as it comes, made readable without losing where it stood.

One pass over the raw text finds everything that is not plain: line ends (with and without a hyphen), runs of blanks,
ligatures, soft hyphens, invisible marks, inline tags of Markdown and HTML, emphasis. What stands between is copied.
"""

from __future__ import annotations

import re
from html import unescape

from resorb.values.documents import Anchor, Marker, Passage

Fragment = tuple[str, int, int]
"""Raw text of one line with the line and column (from 1) where it begins."""

_LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
    "⩽": "≤", "⩾": "≥", "\u223c": "~", "μ": "µ", "\uff05": "%", "\ufe6a": "%", "\uff1d": "=", "\uff1c": "<",
    "\uff1e": ">", "\uff1a": ":",
}  # fmt: skip
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
_LATEX = {r"\leq": "≤", r"\geq": "≥", r"\le": "≤", r"\ge": "≥", r"\pm": "±", r"\times": "×", r"\mu": "µ", r"\%": "%"}
_SPECIAL = re.compile(
    rf"""
    (?P<broken>(?<=[^\W\d_])[-\u2010\u00ad]\n\s*(?=[a-zà-ÿ]))   # a word divided at the end of a line
    |(?P<joined>(?<=[-\u2010\u2011\u2013/])\n\s*(?=\w))         # a hyphen that belongs there: 25-\n30
    |(?P<invisible>[{_INVISIBLE}]+)
    |(?P<control>[\x00-\x08\x0e-\x1f\x7f-\x9f]+)
    |(?P<raised><sup>(?P<mark>[^<\n]{{0,40}})</sup>)
    |(?P<tag></?(?:sub|sup|b|i|em|strong|br|span|u)\b[^<>\n]{{0,80}}>)
    |(?P<emphasis>(?<![\w*])\*{{1,3}}(?=[^\s*])(?P<inner>[^*\n]{{1,200}}?)(?<=[^\s*])\*{{1,3}}(?![\w*]))
    |(?P<maths>\$\s?(?P<formula>[^$\n]{{1,80}}?)\s?\$)
    |(?P<latex>\\(?:leq?|geq?|pm|times|mu|%))
    |(?P<escape>\\(?=[*_#|\[\]]))
    |(?P<entity>&(?:\#\d{{1,6}}|\#x[0-9a-fA-F]{{1,6}}|[a-zA-Z]{{2,8}});)
    |(?P<ligature>[{"".join(_LIGATURES)}])
    |(?P<blank>[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]{{2,}}|[\n\r\t\v\f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000])
    """,
    re.VERBOSE,
)
_EXPONENT = re.compile(r"(?:\bm|\bcm|\bmm|\bdL|\bL|\d)$")
_RAISED = {"1": "¹", "2": "²", "3": "³"}
_PRIVATE = str.maketrans({"\u2011": "-", "\u2010": "-"})


class _Out:
    """The cleaned text as it grows, with its anchors and marks."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.anchors: list[Anchor] = []
        self.markers: list[Marker] = []

    def add(self, text: str, line: int, column: int) -> None:
        if text:
            self.anchors.append(Anchor(self.length, line, column))
            self.parts.append(text)
            self.length += len(text)

    @property
    def ends_blank(self) -> bool:
        return not self.parts or self.parts[-1].endswith(" ")


def clean(fragments: list[Fragment], path: str = "", *, markup: bool = True) -> Passage:
    """One passage from the lines of a block.

    Args:
        fragments: the lines, in order, each with where it begins.
        path: kept on the passage.
        markup: whether inline tags, emphasis and formulas are markup (Markdown) or just signs.
    """
    raw = "\n".join(text for text, _, _ in fragments)
    starts = []
    begin = 0
    for text, line, column in fragments:
        starts.append((begin, line, column))
        begin += len(text) + 1
    out = _Out()
    _copy(raw, 0, len(raw), starts, out, markup=markup)
    return _finished(out, path)


def _copy(raw: str, start: int, end: int, starts: list[tuple[int, int, int]], out: _Out, *, markup: bool) -> None:
    at = start
    cursor = _Cursor(starts)
    for match in _SPECIAL.finditer(raw, start, end):
        if match.start() < at:
            continue
        kind = match.lastgroup or ""
        if not markup and kind in ("raised", "tag", "emphasis", "maths", "latex", "escape", "entity"):
            continue
        out.add(raw[at : match.start()].translate(_PRIVATE), *cursor.at(at))
        _special(raw, match, kind, cursor, starts, out)
        at = match.end()
    out.add(raw[at:end].translate(_PRIVATE), *cursor.at(at))


def _special(
    raw: str, match: re.Match[str], kind: str, cursor: _Cursor, starts: list[tuple[int, int, int]], out: _Out
) -> None:
    here = cursor.at(match.start())
    if kind in ("blank", "control"):
        if not out.ends_blank:
            out.add(" ", *here)
    elif kind == "ligature":
        out.add(_LIGATURES[match[0]], *here)
    elif kind == "entity":
        text = unescape(match[0])
        out.add(" " if text.isspace() else text, *here)
    elif kind == "latex":
        out.add(_LATEX[match[0]], *here)
    elif kind == "raised":
        _raised(match["mark"], out, cursor.at(match.start("mark")))
    elif kind == "emphasis":
        _copy(raw, match.start("inner"), match.end("inner"), starts, out, markup=True)
    elif kind == "maths":
        _copy(raw, match.start("formula"), match.end("formula"), starts, out, markup=True)
    elif kind == "tag" and match[0].lower().startswith("<br") and not out.ends_blank:
        out.add(" ", *here)


def _raised(text: str, out: _Out, here: tuple[int, int]) -> None:
    """An exponent stays in the text; any other raised mark is remembered beside it."""
    before = "".join(out.parts[-1:])[-4:]
    if text.strip().lstrip("-−–").isdigit() and _EXPONENT.search(before):
        last_is_unit = not before[-1:].isdigit()
        if last_is_unit and text in _RAISED:
            out.add(_RAISED[text], *here)
            return
        if before.endswith("10"):
            out.add(f"^{text}", *here)
            return
    out.markers.append(Marker(out.length, text.strip()))


class _Cursor:
    """Lines and columns of growing offsets of the raw text."""

    def __init__(self, starts: list[tuple[int, int, int]]) -> None:
        self.starts = starts
        self.index = 0

    def at(self, offset: int) -> tuple[int, int]:
        while self.index and self.starts[self.index][0] > offset:
            self.index -= 1
        while self.index + 1 < len(self.starts) and self.starts[self.index + 1][0] <= offset:
            self.index += 1
        begin, line, column = self.starts[self.index] if self.starts else (0, 1, 1)
        return line, column + offset - begin


def _finished(out: _Out, path: str) -> Passage:
    text = "".join(out.parts)
    lead = len(text) - len(text.lstrip())
    text = text.strip()
    anchors = [Anchor(max(0, a.offset - lead), a.line, a.column + max(0, lead - a.offset)) for a in out.anchors]
    # Several anchors may fall on offset 0 when the lead is cut: the last of them is right.
    first = max((i for i, a in enumerate(anchors) if a.offset == 0), default=0)
    kept = tuple(a for a in anchors[first:] if a.offset <= len(text)) or (Anchor(0, 1, 1),)
    markers = tuple(Marker(min(max(0, m.offset - lead), len(text)), m.text) for m in out.markers)
    return Passage(text, kept, markers, path)
