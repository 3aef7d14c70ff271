"""The files of a FHIR export, and one resource after another out of them, whatever the files are called."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from resorb.records.fhir.bundle import NO_RESOURCE, entries, json_decoder, resource_of
from resorb.records.fhir.elements import TYPES
from resorb.records.fhir.resource import Resource
from resorb.records.fhir.told import Told
from resorb.values.findings import Place

LONGEST_LINE = 64 << 20
"""Bytes of one line, and so of one resource."""
LARGEST_BUNDLE = 512 << 20
"""Bytes of a Bundle that is a file of its own, unpacked."""
DEEPEST_BUNDLE = 3
"""Bundles in Bundles: none is nested deeper."""
_PEEK = 1 << 16
_LINES = (".ndjson", ".jsonl")
_NOT_READ = (".xml", ".ttl", ".zip")
_DECODER = json_decoder()
_WHOLE = "see that the export is whole"


def holds_fhir(path: Path) -> bool:
    """Whether a file, or a folder with files in it, is a FHIR export: by names and, of ``.json``, first bytes."""
    if path.is_file():
        return _is_fhir(path)
    if not path.is_dir() or (path / "person.parquet").exists():
        return False
    return any(_is_fhir(file) for file in fhir_files(path))


def fhir_files(path: Path) -> list[Path]:
    """The files that may hold resources, in the order of their names; hidden ones are none of them."""
    if path.is_file():
        return [path]
    found = (p for p in path.rglob("*") if _ending(p) in (*_LINES, ".json"))
    return sorted(p for p in found if p.is_file() and not any(n.startswith(".") for n in p.relative_to(path).parts))


def resources(path: Path, told: Told) -> Iterator[Resource]:
    """Every resource, with its place; what cannot be read is told and passed over."""
    files = fhir_files(path)
    for number, file in enumerate(files, start=1):
        name = str(file.relative_to(path.parent))
        if path.is_dir() and _may_be_named_by_patient(file):
            told.shown[name] = str(Path(path.name) / f"file {number} of {len(files)}, by name{_ending(file)}")
        try:
            with _opened(file) as stream:
                if _ending(file) == ".json":
                    yield from _whole(stream, name, told)
                else:
                    yield from _lines(stream, name, told)
        except (gzip.BadGzipFile, EOFError, zlib.error):
            told.broke(Place(name), "file", "is no whole gzip file; what follows is lost", _WHOLE)
    if path.is_dir():
        for other in sorted(p for p in path.rglob("*") if p.suffix.lower() in _NOT_READ and p.is_file()):
            told.remark(Place(path.name), f"{other.suffix.lower()} file", "is not read", "export NDJSON or JSON")


def _may_be_named_by_patient(file: Path) -> bool:
    """Whether a file is no bulk export: those hold many patients and are named by type ("Patient.000.ndjson")."""
    return _ending(file) == ".json" and re.split(r"[^A-Za-z]", file.name)[0] not in TYPES


def _ending(path: Path) -> str:
    name = path.name.lower().removesuffix(".gz")
    return name[name.rfind(".") :] if "." in name else ""


def _opened(file: Path) -> Any:
    return gzip.open(file, "rb") if file.name.lower().endswith(".gz") else file.open("rb")


def _is_fhir(path: Path) -> bool:
    ending = _ending(path)
    if ending != ".json":
        return ending in _LINES
    try:
        with _opened(path) as stream:
            return b'"resourceType"' in stream.read(_PEEK)
    except (OSError, EOFError, zlib.error):
        return False


def _lines(stream: BinaryIO, file: str, told: Told) -> Iterator[Resource]:
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            told.broke(Place(file, number), "line", f"is longer than {LONGEST_LINE >> 20} MB", "split it")
            while line and not line.endswith(b"\n"):
                line = stream.readline(LONGEST_LINE)
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        data = parsed(line, Place(file, number), told)
        if data is not None:
            yield from unpacked(data, told, Place(file, number))


def _whole(stream: BinaryIO, file: str, told: Told) -> Iterator[Resource]:
    raw = stream.read(LARGEST_BUNDLE + 1)
    if len(raw) > LARGEST_BUNDLE:
        told.broke(Place(file), "file", f"is larger than {LARGEST_BUNDLE >> 20} MB", "export it as NDJSON")
        return
    try:
        text = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        told.broke(Place(file, line), "file", "is not UTF-8", "write it as UTF-8")
        return
    del raw
    halves = "\\ud" in text or "\\uD" in text
    for found in entries(text, file, told):
        place = Place(file, found.line, path=found.path)
        data = whole_signs(found.data, place, told) if halves else found.data
        alias = found.alias and found.alias.encode("utf-8", errors="replace").decode("utf-8")
        yield from unpacked(data, told, place, alias)


def unpacked(data: Any, told: Told, place: Place, alias: str | None = None) -> Iterator[Resource]:
    """The resource itself, or those of a Bundle that stands on one line."""
    kind = data.get("resourceType") if isinstance(data, dict) else None
    if not isinstance(kind, str):
        rule = "a line or entry that is no FHIR resource is not read"
        told.remark(place, "resourceType", rule, "nothing, if it is a log or a manifest")
        return
    if kind not in TYPES:
        told.remark(place, "resourceType", "a type that FHIR R4 does not have is not read", "export FHIR R4")
        return
    if kind != "Bundle" or place.path.count("entry[") >= DEEPEST_BUNDLE:
        yield Resource(kind, data, told, place, alias)
        return
    listed = data.get("entry")
    for number, entry in enumerate(listed if isinstance(listed, list) else ()):
        at = Place(place.file, place.line, path=f"{place.path}.entry[{number}]".lstrip("."))
        inner = resource_of(entry)
        if inner is None:
            told.remark(at, "Bundle.entry", *NO_RESOURCE)
            continue
        called = entry.get("fullUrl")
        yield from unpacked(inner, told, at, called if isinstance(called, str) else None)


def parsed(line: bytes, place: Place, told: Told) -> Any:
    """The JSON value of one line; None when it is none, which is told."""
    try:
        data = _DECODER.decode(line.decode("utf-8"))
    except UnicodeDecodeError:
        told.broke(place, "line", "is not UTF-8", "write it as UTF-8")
    except RecursionError:
        told.broke(place, "line", "is nested too deep", "flatten it")
    except json.JSONDecodeError as error:
        told.broke(Place(place.file, place.line, error.colno), "line", f"is no JSON: {error.msg}", _WHOLE)
    except ValueError:
        told.broke(place, "line", "holds a number that is none", _WHOLE)
    else:
        return whole_signs(data, place, told) if b"\\ud" in line.lower() else data
    return None


def whole_signs(data: Any, place: Place, told: Told) -> Any:
    """The same value without halves of signs (lone surrogates), which no text can hold; that is told."""
    text = json.dumps(data, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        told.remark(place, "line", "holds halves of signs; each is read as a question mark", "write whole UTF-16 pairs")
        return json.loads(text.encode("utf-8", errors="replace"))
    return data
