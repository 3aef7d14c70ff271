"""Documents to mutate, made in code in every format that scan reads, and the ways in which documents go wrong."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from html import escape
from random import Random

from tests.corpus.items import items
from tests.fuzz.mutations import JUNK, change_byte, change_number, delete_bytes, double_bytes, insert_junk
from tests.unit.sources.made_documents import archive, column, pdf

FORMATS = ("txt", "md", "html", "docx", "pdf", "bin")
_TAGS = (
    b"<table>", b"<tr>", b"<td>", b"<td rowspan=99 colspan=99>", b"</table>", b"<sup>", b"</sup>", b"<!--", b"-->",
    b"<p", b"<script>", b"&nbsp;", b"&#x110000;", b"&lt", b"<![CDATA[", b"<br/>", b"<h2>", b"<label>", b"'", b'"',
    b"<a href='",
)  # fmt: skip
_SIGNS = (
    "\u202e", "\u200f", "\u00ad", "\ufffd", "\ufeff", "\u2028", "\x00", "\x0c", "\x1b[2J", "−", "–", "½", "²", "ﬁ", "∞",
    "\u0661\u0662", "\uff11\uff12", "\ufdd0", "\ufdd1", "\U0001f600", "e\u0301", "\uf0b3", "1e999", "9" * 400, "0" * 50,
    "1/0", "0/0", "0 of 0 (0%)", "12,5 g", "5–3", "-", "-5 g", "99999999999999999999 patients", "31 April 2015",
    "c.0del", "p.Xaa0*", "mean 0 (SD 0)", "95% CI 5 to 1", "p = 0", "t(0) = 0", "NaN", "inf mg", "Table 0", "Table 99",
    "n = ", "%", "± ", "(",
)  # fmt: skip
_MANY = (
    "(", ")", "[", "<", "|", "*", "_", "$", "`", "#", "\t", "\n", " ", ".", ",", "-", "%", "1", "0", "a", "1 ", "1.",
    "1,", "a ", "of ", "5 of 6, ", "12 mg ", "12.5 g ", "1-", "1/", "n = 5, ", "5% ", "(5%) ", "and ", "\u0301", "ﬁ",
    "\u00ad", "µg/", "p < ", "2015-", "May ", "c.1A>G ", "p.", "95% CI ", "1 (", "mean ", "± ", "Table 1. ",
    "Table 1\n", "x\ty\n", "|1|2|\n", "patients ", "twelve ", "twice ", "every ", "for 5 days ", "g/", "a\n\n", "A. ",
    "\r", "\f", "<td>1", "<p>5 of 6 ",
)  # fmt: skip
"""What a hostile document repeats without end."""


@cache
def texts() -> tuple[str, ...]:
    """Sentences of our own, from the corpus that rules are developed on."""
    return tuple(item.text for item in items("development"))


def document(rng: Random) -> tuple[bytes, str]:
    """A document in some format, whole or broken, and the suffix of its name."""
    form = rng.choice(FORMATS)
    text = _text(rng)
    data = _MAKERS[form](text, rng)
    if rng.random() < 0.7:
        data = _mutated(data, form, rng)
    return data, form if rng.random() < 0.95 else rng.choice(FORMATS)


def _text(rng: Random) -> str:
    paragraphs = [rng.choice(texts()) for _ in range(rng.choice((1, 1, 2, 4, 8)))]
    text = rng.choice(("\n\n", "\n\n", "\n", " ", "\f")).join(paragraphs)
    for _ in range(rng.choice((0, 0, 1, 2, 8))):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(_SIGNS) + text[at + rng.choice((0, 0, 1, 9)) :]
    if rng.random() < 0.1:
        at = rng.randrange(len(text) + 1)
        sign = "".join(rng.choice(_MANY) for _ in range(rng.choice((1, 1, 2, 3))))
        text = text[:at] + sign * (rng.choice((50, 500, 4_000, 20_000)) // len(sign)) + text[at:]
    return text


def _mutated(data: bytes, form: str, rng: Random) -> bytes:
    edits: tuple[Callable[[bytes, Random], bytes], ...] = (
        delete_bytes, double_bytes, change_byte, insert_junk, change_number, change_number, _cut_short,
    )  # fmt: skip
    for _ in range(rng.choice((1, 1, 2, 5))):
        data = rng.choice((*edits, _insert_tag) if form == "html" else edits)(data, rng)
    return data


def _cut_short(data: bytes, rng: Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _insert_tag(data: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(_TAGS) * rng.choice((1, 1, 3, 500)) + data[at:]


def _as_text(text: str, rng: Random) -> bytes:
    return text.encode(rng.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le")), errors="replace")


def _as_html(text: str, rng: Random) -> bytes:
    rows = [line.split("\t") for line in text.splitlines() if "\t" in line]
    table = "".join(f"<tr>{''.join(f'<td>{escape(c)}' for c in row)}</tr>" for row in rows)
    body = "".join(f"<p>{escape(p)}</p>" for p in text.split("\n\n"))
    head = rng.choice(("", "<!DOCTYPE html><html>", "<?xml version='1.0'?><article>"))
    return f"{head}<h1>Results</h1>{body}<table><caption>Table 1. A</caption>{table}</table>".encode(errors="replace")


def _as_docx(text: str, rng: Random) -> bytes:
    parts = dict(_empty_docx())
    if rng.random() < 0.05:
        parts["word/document.xml"] = rng.choice(
            (b" " * (3 << 20), b"<!DOCTYPE a [<!ENTITY a 'b'>]><a>&a;</a>", b"<a>" * 5_000)
        )
        return archive(parts)
    shown = "".join(c if c.isprintable() or c in "\n\t" else " " for c in text)
    body = "".join(f"<w:p><w:r><w:t>{escape(p)}</w:t></w:r></w:p>" for p in shown.split("\n"))
    rows = "".join(
        "<w:tr>"
        + "".join(f"<w:tc><w:p><w:r><w:t>{escape(c)}</w:t></w:r></w:p></w:tc>" for c in line.split("\t"))
        + "</w:tr>"
        for line in shown.split("\n")
        if "\t" in line
    )
    body += f"<w:tbl>{rows}</w:tbl>" if rows else ""
    made = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + body.encode(errors="replace"))
    if rng.random() < 0.5:
        made = _mutated(made, "html", rng)
    parts["word/document.xml"] = made
    return archive(parts)


@cache
def _empty_docx() -> tuple[tuple[str, bytes], ...]:
    import docx

    kept = io.BytesIO()
    docx.Document().save(kept)
    with zipfile.ZipFile(kept) as packed:
        return tuple((name, packed.read(name)) for name in packed.namelist() if "thumbnail" not in name)


def _as_pdf(text: str, rng: Random) -> bytes:
    lines = [line[at : at + 60] for line in text.splitlines() for at in range(0, len(line) or 1, 60)][:400]
    pages = [column(lines[at : at + 50], left=rng.choice((72, 72, 320))) for at in range(0, len(lines), 50)] or [[]]
    made = pdf(*pages)
    if rng.random() < 0.05:
        # A page that inflates to a thousand times its size.
        stream = zlib.compress(b"BT /F1 9 Tf (a) Tj ET " * rng.choice((10, 20_000)))
        made = made.replace(b"stream\n", b"stream\n" + stream, 1)
    return made


def _as_rubbish(text: str, rng: Random) -> bytes:
    kind = rng.randrange(4)
    if kind == 0:
        return rng.randbytes(rng.choice((0, 1, 40, 4_000)))
    if kind == 1:
        return b"".join(rng.choice(JUNK) for _ in range(200)) + text.encode()
    if kind == 2:
        return rng.choice(
            (b"%PDF-1.7\n", b"PK\x03\x04", b"<html>", b"\xef\xbb\xbf", b"\xff\xfe", b"\x1f\x8b")
        ) + rng.randbytes(300)
    return "".join(
        chr(rng.choice((rng.randrange(0x20, 0x7F), rng.randrange(0x250, 0xD7FF)))) for _ in range(800)
    ).encode()


_MAKERS: dict[str, Callable[[str, Random], bytes]] = {
    "txt": _as_text,
    "md": _as_text,
    "html": _as_html,
    "docx": _as_docx,
    "pdf": _as_pdf,
    "bin": _as_rubbish,
}
