"""Every character of a cleaned text comes from the place it names."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from resorb.sources.documents.html import read_html
from resorb.sources.documents.plain import read_plain
from resorb.sources.documents.streams import LINE_END
from resorb.values.documents import Document, Passage

PIECES = st.sampled_from(
    [
        *"abcDE12 .,;:%()-–/\n\n\n\t|*_$<>&[]^{}\\`#+~=\r\f", "\r\n", "\n\n", "ﬁ", "ﬃ", "\u00ad", "\u00a0", "\u2009",
        "\u200b", "\ufffd", "µ", "μ", "\uff10", "−", "<sup>", "</sup>", "<b>", "<br>", "&lt;", "&nbsp;", "&#181;",
        "\\leq ", "$n = 2$", "**bold**", "_n_", "| a | b |\n|---|--:|\n", "Table 1. Doses\n", "Results\n",
        "a\tb\n1\t2\n", "hyper-\nphosphatemia ", "follow-\nup ", "- item\n", "of\n\n",
        "Treatment was given to 12 of 28 patients (43%) for a long time in the ",
        "x    1   2\ny    3   4\nz    5   6\n", "\x00", "\x1b", "\u202e", "\U0001f600", "e\u0301", "[1](http://a.b)",
        "[^1]",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=60).map("".join)


def passages(document: Document) -> list[Passage]:
    """Every passage of a document, also those of tables."""
    found = [block.passage for block in document.blocks]
    for block in document.blocks:
        if block.table is not None:
            found += [cell for row in block.table.rows for cell in row]
            found += [*block.table.notes, *([block.table.caption] if block.table.caption else [])]
    return found


def fits(shown: str, source: str) -> bool:
    """Whether a character may stand for what begins at its place in the source."""
    if shown == " ":
        # blanks, line ends, and signs that are read as blanks
        return not source or not source[0].isprintable() or source[0].isspace() or source[0] in "&\\<"
    if source.startswith(shown):
        return True
    if source[:1] in "&\\" or (shown == "^" and source[:1] == "<"):
        return True
    alike = unicodedata.normalize("NFKC", source[:1])
    return shown in alike or (shown in "¹²³⁰⁴⁵⁶⁷⁸⁹⁻^" and source[:1].isascii()) or {shown, source[:1]} == {"µ", "μ"}


def wrong_places(document: Document, source: str) -> list[tuple[str, int, int, str]]:
    lines = LINE_END.split(source)
    wrong = []
    for passage in passages(document):
        for offset, shown in enumerate(passage.text):
            line, column = passage.line_and_column(offset)
            rest = lines[line - 1][column - 1 : column + 11]
            # The blank between two lines, or two halves of a paragraph, stands after what precedes it.
            next_line, next_column = passage.line_and_column(offset + 1)
            between = "\n" if next_line != line else lines[line - 1][column - 1 : next_column - 1]
            joint = shown == " " and any(sign in between for sign in "\n\f<")
            if not fits(shown, rest) and not joint:
                wrong.append((passage.text, offset, line, rest))
    return wrong


@given(TEXTS)
def test_plain_text_and_markdown(text: str) -> None:
    assert wrong_places(read_plain(text, "x.md"), text) == []


@given(TEXTS, st.integers(2, 9), st.integers(2, 9))
def test_a_part_of_a_long_text(text: str, line: int, column: int) -> None:
    document = read_plain(text, "x.txt", line, column)
    moved = "\n" * (line - 1) + " " * (column - 1) + text
    assert wrong_places(document, moved) == []


@given(TEXTS)
def test_no_sign_of_a_plain_paragraph_is_lost(text: str) -> None:
    words = "patient " + re.sub(r"[^a-z0-9 ]", "", text.lower())
    read = read_plain(words, "x.txt").blocks
    assert "".join(b.passage.text for b in read).split() == words.split()


TAGS = st.sampled_from(
    [
        "<p>", "</p>", "<table>", "</table>", "<tr>", "<td>", "<td colspan=2>", "<th rowspan='2'>", "</td>",
        "<caption>", "<h2>", "</h2>", "<li>", "<ul>", "<!-- no -->", "<sup>", "</sup>", '<div class="a > b">', "<br/>",
        "<script>x<y</script>", "&amp;", "&eacute;", "&bogus;", "<![CDATA[a<b]]>", "<label>", "</label>", "<pre>",
        "</pre>", "<x", "</", "<a href='",
    ]
)  # fmt: skip


@given(st.lists(st.one_of(PIECES, TAGS), max_size=60).map("".join))
def test_html(text: str) -> None:
    assert wrong_places(read_html(text.encode(), "x.html"), text) == []
