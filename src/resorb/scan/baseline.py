"""Known findings: a file of fingerprints, so that only new findings are shown.

A fingerprint is made of the check, the verdict and the words around the stretch, not of its line: a document may grow
above a finding without making it new. It holds no text of the document.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from resorb.scan.material import Mark

VERSION = 1
_AROUND = 40


def fingerprint(mark: Mark) -> str:
    """The same for the same finding on the same words, wherever they stand in the file."""
    text = mark.passage.text
    words = " ".join(text[max(0, mark.start - _AROUND) : mark.end + _AROUND].split())
    said = "\x1f".join((mark.finding.check, mark.finding.verdict.value, text[mark.start : mark.end], words))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def as_baseline(marks: Iterable[Mark]) -> str:
    """The text of a baseline file for these marks."""
    known = sorted({fingerprint(mark) for mark in marks})
    return json.dumps({"resorb baseline": VERSION, "known": known}, indent=1) + "\n"


def read_baseline(text: str) -> frozenset[str]:
    """The fingerprints in a baseline file.

    Raises:
        ValueError: when the text is no baseline file.
    """
    held: Any = json.loads(text)
    known = held.get("known") if isinstance(held, dict) and held.get("resorb baseline") == VERSION else None
    if not isinstance(known, list) or not all(isinstance(one, str) for one in known):
        raise ValueError("it is not a baseline of this version")
    return frozenset(known)
