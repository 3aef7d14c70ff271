"""A Bundle that is a file of its own, entry by entry: one entry at a time is a Python object, and each has its line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from resorb.records.fhir.told import Told
from resorb.values.findings import Place

_BLANK = re.compile(r"[ \t\r\n]*")
_WHOLE = "see that the export is whole"


NO_RESOURCE = ("an entry without a resource is not read", "nothing, if it deletes or searches")


@dataclass(frozen=True, slots=True)
class Found:
    """A resource of a Bundle (or the one resource of a file), its line, its path and its ``fullUrl``."""

    data: Any
    line: int
    path: str = ""
    alias: str | None = None


class _Broken(Exception):  # noqa: N818 - it is told, not raised to anybody
    def __init__(self, at: int, rule: str) -> None:
        self.at, self.rule = at, rule


def _no_number(_: str) -> float:
    raise ValueError


def json_decoder() -> json.JSONDecoder:
    """A decoder that refuses NaN and Infinity, as JSON does."""
    return json.JSONDecoder(parse_constant=_no_number)


class _Text:
    """A JSON text with the place read so far."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.line, self._counted = text, 0, 1, 0
        self._decoder = json_decoder()

    def blank(self) -> None:
        found = _BLANK.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def takes(self, sign: str) -> bool:
        """Whether the next sign is this one; it is then passed."""
        self.blank()
        if self.text[self.at : self.at + 1] != sign:
            return False
        self.at += 1
        return True

    def must(self, sign: str) -> None:
        if not self.takes(sign):
            raise _Broken(self.at, f"is no JSON: {sign!r} is missing")

    def value(self) -> Any:
        self.blank()
        try:
            value, self.at = self._decoder.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            raise _Broken(error.pos, f"is no JSON: {error.msg}") from None
        except RecursionError:
            raise _Broken(self.at, "is nested too deep") from None
        except ValueError:
            raise _Broken(self.at, "holds a number that is none") from None
        return value

    def line_of(self, at: int) -> int:
        """The line of a place; places are asked for in their order."""
        self.line += self.text.count("\n", self._counted, at)
        self._counted = max(at, self._counted)
        return self.line


def resource_of(entry: Any) -> dict[str, Any] | None:
    """The resource of an entry; None where it has none, or deletes it."""
    if not isinstance(entry, dict):
        return None
    inner, request = entry.get("resource"), entry.get("request")
    if not isinstance(inner, dict) or (isinstance(request, dict) and request.get("method") == "DELETE"):
        return None
    return inner


def entries(text: str, file: str, told: Told) -> Iterator[Found]:
    """The resources of the Bundle that a text is, or the one resource it is."""
    read = _Text(text)
    try:
        yield from _entries(read, file, told)
        read.blank()
        if read.at < len(text):
            raise _Broken(read.at, "something stands behind its end")
    except _Broken as broken:
        told.broke(Place(file, read.line_of(broken.at)), "file", f"{broken.rule}; what follows is lost", _WHOLE)


def _entries(read: _Text, file: str, told: Told) -> Iterator[Found]:
    read.blank()
    if read.text[read.at : read.at + 1] != "{":
        yield Found(read.value(), 1)
        return
    begin = read.at
    if not _is_bundle(read):
        read.at = begin
        yield Found(read.value(), read.line_of(begin))
        return
    read.at = begin
    read.must("{")
    while not read.takes("}"):
        key = read.value()
        read.must(":")
        if key != "entry" or not read.takes("["):
            read.value()
        else:
            yield from _listed(read, file, told)
        if not read.takes(","):
            read.must("}")
            return


def _is_bundle(read: _Text) -> bool:
    """Whether the object says that it is a Bundle: by its keys before the entries, else by its first bytes."""
    head = read.text[read.at : read.at + 100_000]
    return re.search(r'"resourceType"\s*:\s*"Bundle"', head) is not None and '"entry"' in read.text


def _listed(read: _Text, file: str, told: Told) -> Iterator[Found]:
    number = 0
    while not read.takes("]"):
        read.blank()
        line = read.line_of(read.at)
        entry = read.value()
        path = f"entry[{number}]"
        number += 1
        inner = resource_of(entry)
        if inner is None:
            told.remark(Place(file, line, path=path), "Bundle.entry", *NO_RESOURCE)
        else:
            called = entry.get("fullUrl")
            yield Found(inner, line, path, called if isinstance(called, str) else None)
        if not read.takes(","):
            read.must("]")
            return
