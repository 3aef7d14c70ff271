"""Tags and text of HTML and XML, each with its place. A broken document costs no more time than a whole one.

The parser of the standard library is not used: in Python 3.11 it takes time with the square of the length on broken
tags and comments. Here every sign is looked at once: what begins as a tag or comment is one up to its end, or up to
the end of the document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from resorb.sources.documents.clean import Fragment
from resorb.sources.documents.streams import LINE_END

_OPENING = re.compile(r"<(?:!--|!\[CDATA\[|[!?]|/?(?=[a-zA-Z]))")
_TAG = re.compile(r"(?P<name>[^\s/>]*+)(?P<attributes>(?:[^>=\"']++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?|[\"'])*+)(?:>|\Z)")
_ATTRIBUTE = re.compile(r"([a-zA-Z_:][\w:.-]*)\s*=\s*(?:\"([^\"]{0,200})\"|'([^']{0,200})'|([^\s\"'>]{1,200}))")
_TEXT = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});?|\r\n|\n|\r")
_RAW = ("script", "style", "textarea", "iframe", "xmp", "noembed", "noframes")
"""Elements whose inside holds no tags."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: its name in lower case without a namespace, whether it closes, what stands in it, and where it begins."""

    name: str
    closes: bool
    inside: str
    line: int
    column: int

    def attributes(self) -> dict[str, str]:
        """Its attributes by name."""
        return {m[1].lower(): unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(self.inside[:4000])}


Token = Tag | Fragment


class Markup:
    """A document in markup, as tags and text in turn."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in LINE_END.finditer(text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of a character."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def tokens(self) -> Iterator[Token]:
        """Tags and text; a text ends where its line does, and a line end is a text of its own."""
        at = 0
        end = len(self.text)
        while at < end:
            opening = _OPENING.search(self.text, at)
            if opening is None:
                break
            yield from self._text(at, opening.start())
            begin, mark = opening.end(), opening[0]
            if mark == "<!--":
                at = self._after("-->", begin)
            elif mark == "<![CDATA[":
                at = self._after("]]>", begin)
                yield from self._text(begin, at - 3 if at < end or self.text.endswith("]]>") else at, entities=False)
            elif mark in ("<!", "<?"):
                at = self._after(">", begin)
            else:
                match = _TAG.match(self.text, begin)
                at = match.end() if match else end
                if match is not None and match.end() > begin:
                    yield from self._tag(match, mark == "</", opening.start())
                    name = match["name"].lower()
                    if mark == "<" and name in _RAW and not match["attributes"].endswith("/"):
                        at = self._closing(name, at)
        yield from self._text(at, end)

    def _tag(self, match: re.Match[str], closes: bool, start: int) -> Iterator[Tag]:
        name = match["name"].lower().rpartition(":")[2]
        inside = match["attributes"]
        yield Tag(name, closes, inside, *self.place(start))
        if not closes and inside.endswith("/"):
            yield Tag(name, True, "", *self.place(start))

    def _after(self, sign: str, start: int) -> int:
        found = self.text.find(sign, start)
        return len(self.text) if found < 0 else found + len(sign)

    def _closing(self, name: str, start: int) -> int:
        found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self.text, start)
        return found.start() if found else len(self.text)

    def _text(self, start: int, end: int, *, entities: bool = True) -> Iterator[Fragment]:
        at = start
        for match in _TEXT.finditer(self.text, start, end):
            ends = match[0][0] in "\r\n"
            if not ends and not entities:
                continue
            if match.start() > at:
                yield self.text[at : match.start()], *self.place(at)
            shown = "\n" if ends else unescape(match[0])
            yield shown, *self.place(match.start())
            at = match.end()
        if end > at:
            yield self.text[at:end], *self.place(at)
