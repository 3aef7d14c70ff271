"""A run as an RO-Crate 1.1: what went in, what was run, what came out, each file with its SHA-256.

Specification: w3id.org/ro/crate/1.1. Nothing is fetched; the crate is a description beside the files it names.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from resorb import __version__
from resorb.tables.study import Input

NAME = "ro-crate-metadata.json"
_TYPES = {
    ".html": "text/html", ".json": "application/json", ".csv": "text/csv", ".svg": "image/svg+xml",
    ".png": "image/png", ".parquet": "application/vnd.apache.parquet", ".yaml": "application/yaml",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
}  # fmt: skip


def crate(
    title: str, files: Mapping[str, bytes], inputs: Iterable[Input], command: str, made: date, licence: str = ""
) -> str:
    """The metadata file of a folder that holds ``files``.

    Args:
        title: what the crate is about.
        files: every file of the folder by its path below it.
        inputs: what the study was read from; they are named by their hash, not included.
        command: the command that was run, as the reader would type it.
        made: the day it was run.
        licence: under what the data may be used; "not stated" when empty.
    """
    parts = [_file(path, content) for path, content in sorted(files.items())]
    used = [
        {"@id": f"#sha256-{i.sha256}", "@type": "CreativeWork", "name": i.path, "identifier": f"sha256:{i.sha256}"}
        for i in inputs
    ]
    software = {
        "@id": "#resorb", "@type": "SoftwareApplication", "name": "resorb", "version": __version__,
        "softwareVersion": __version__,
    }  # fmt: skip
    action = {
        "@id": "#run", "@type": "CreateAction", "name": command, "instrument": _link(software),
        "object": [_link(u) for u in used], "result": [_link(p) for p in parts], "endTime": made.isoformat(),
    }  # fmt: skip
    root = {
        "@id": "./", "@type": "Dataset", "name": title, "datePublished": made.isoformat(),
        "description": f"Made by `{command}`. For study, not for prescribing.",
        "license": licence or "not stated", "hasPart": [_link(p) for p in parts], "mentions": [_link(action)],
    }  # fmt: skip
    descriptor = {
        "@id": NAME, "@type": "CreativeWork", "about": {"@id": "./"},
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
    }  # fmt: skip
    graph: list[dict[str, Any]] = [descriptor, root, action, software, *used, *parts]
    shown = {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph}
    return json.dumps(shown, indent=1, ensure_ascii=False)


def _file(path: str, content: bytes) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@id": path, "@type": "File", "name": path, "contentSize": str(len(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
    }  # fmt: skip
    ending = path[path.rfind(".") :].lower() if "." in path else ""
    return found | ({"encodingFormat": _TYPES[ending]} if ending in _TYPES else {})


def _link(entity: Mapping[str, Any]) -> dict[str, str]:
    return {"@id": entity["@id"]}
