"""Text of attachments: inline as base64, or in a file of the same folder; plain text and HTML. Nothing is fetched."""

from __future__ import annotations

import base64
import binascii
import html
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from resorb.records.fhir.elements import words
from resorb.records.fhir.resource import Part, Resource

LARGEST = 16 << 20
"""Bytes of one attachment."""
_PLAIN = ("text/plain", "text/markdown")
_MARKUP = ("text/html", "application/xhtml+xml", "text/xml", "application/xml")
_CHARSET = re.compile(r"charset\s*=\s*\"?([A-Za-z0-9_.:-]{1,30})", re.IGNORECASE)
_CHARSETS = re.compile(
    r"utf-?8|utf-?16(?:-?[lb]e)?|(?:us-)?ascii|iso-?8859-\d{1,2}|latin-?1|(?:windows-|cp)125\d", re.IGNORECASE
)
_BLOCK = words("""
    p div br li ul ol tr table h1 h2 h3 h4 h5 h6 section article title header footer dl dt dd pre hr blockquote
    paragraph caption item list
""")
_HIDDEN = ("script", "style", "head")
_TAG = re.compile(r"/?([A-Za-z][A-Za-z0-9]*)")
_BINARY = re.compile(r"(?:https?://\S{1,400}/)?Binary/([^/?#\s]{1,200})")


@dataclass(frozen=True, slots=True)
class Read:
    """Text, or the Binary that holds it."""

    text: str | None = None
    binary: str | None = None


def read_attachments(resource: Resource, attachments: list[Part], folder: Path, of: str) -> Read:
    """The text of a document from its attachments: the same in several forms, of which the plainest is taken."""
    ranked = sorted(attachments, key=lambda a: _rank(a.get("contentType")))
    for attachment in ranked:
        read = _read(resource, attachment, folder, of)
        if read is not None:
            return read
    return Read()


def _rank(content_type: object) -> int:
    kind = _kind(content_type)
    return 0 if kind in _PLAIN else 1 if kind in _MARKUP else 2


def _kind(content_type: object) -> str:
    return content_type.partition(";")[0].strip().lower() if isinstance(content_type, str) else ""


def _read(resource: Resource, attachment: Part, folder: Path, of: str) -> Read | None:
    kind = _kind(attachment.get("contentType"))
    if kind and kind not in _PLAIN and kind not in _MARKUP:
        resource.remark(f"{of}.contentType", "is neither plain text nor HTML; not read", "export the text")
        return None
    encoded = attachment.get("data")
    if isinstance(encoded, str) and encoded:
        text = decoded_text(resource, encoded, attachment.get("contentType"), f"{of}.data")
        return None if text is None else Read(text)
    url = attachment.get("url")
    if not isinstance(url, str) or not url:
        return None
    if (binary := _BINARY.fullmatch(url)) is not None:
        return Read(binary=f"Binary/{binary[1]}")
    if url.startswith("urn:uuid:") and len(url) < 100:
        return Read(binary=url)
    return _from_file(resource, url, attachment.get("contentType"), folder, of)


def decoded_text(resource: Resource, encoded: str, content_type: object, of: str) -> str | None:
    """Text from base64; None, and told, where there is none in it."""
    try:
        data = base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError):
        resource.remark(of, "is no base64; not read", "see that the export is whole")
        return None
    return text_of(resource, data, content_type, of)


def text_of(resource: Resource, data: bytes, content_type: object, of: str) -> str | None:
    """Text from bytes of a type: markup loses its tags."""
    if len(data) > LARGEST:
        resource.remark(of, f"is larger than {LARGEST >> 20} MB; not read", "split it")
        return None
    charset = _CHARSET.search(content_type) if isinstance(content_type, str) else None
    if charset is not None and _CHARSETS.fullmatch(charset[1]) is None:
        resource.remark(of, "is in a charset that is not known; not read", "write it as UTF-8")
        return None
    try:
        text = data.decode(charset[1] if charset else "utf-8")
    except (LookupError, UnicodeError):
        resource.remark(of, "is not in the charset it names; what is none is replaced", "write it as UTF-8")
        text = data.decode("utf-8", errors="replace")
    text = text.replace("\x00", "").removeprefix("\ufeff")
    return (without_tags(text) if _kind(content_type) in _MARKUP else text) or None


def _from_file(resource: Resource, url: str, content_type: object, folder: Path, of: str) -> Read | None:
    """A file of the folder; addresses that lead elsewhere are not followed."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", url):
        resource.remark(f"{of}.url", "leads out of the folder; not followed", "put the file beside the export")
        return None
    try:
        root, file = folder.resolve(), (folder / unquote(url)).resolve()
        if not file.is_relative_to(root):
            resource.remark(f"{of}.url", "leads out of the folder; not followed", "put the file beside the export")
            return None
        if not file.is_file():
            resource.remark(f"{of}.url", "names a file that is not there", "put the file beside the export")
            return None
        with file.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except (OSError, ValueError):
        resource.remark(f"{of}.url", "names a file that cannot be read", "see that it can be read")
        return None
    text = text_of(resource, data, content_type, f"{of}.url")
    return None if text is None else Read(text)


def without_tags(markup: str) -> str:
    """The text of HTML or XHTML: blocks end lines, scripts, styles and comments go. One pass, whatever it is given."""
    found: list[str] = []
    at, end = 0, len(markup)
    while at < end:
        begin = markup.find("<", at)
        if begin < 0:
            found.append(markup[at:])
            break
        found.append(markup[at:begin])
        if markup.startswith("<!--", begin):
            close = markup.find("-->", begin + 4)
            at = end if close < 0 else close + 3
            continue
        name = _TAG.match(markup, begin + 1)
        close = markup.find(">", begin + 1) if name or markup.startswith(("<!", "<?"), begin) else -1
        if close < 0:
            found.append("<")
            at = begin + 1
            if name is None:
                continue
            found.append(markup[at:])
            break
        at = close + 1
        word = name[1].lower() if name else ""
        if word in _BLOCK:
            found.append("\n")
        elif word in ("td", "th"):
            found.append(" ")
        if word in _HIDDEN and markup[begin + 1] != "/" and markup[close - 1] != "/":
            stop = re.compile(rf"</{word}\s*>", re.IGNORECASE).search(markup, at)
            at = end if stop is None else stop.end()
    text = html.unescape("".join(found)).replace("\xa0", " ")
    lines = (" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
