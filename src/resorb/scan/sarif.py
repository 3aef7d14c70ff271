"""Findings as SARIF 2.1.0, for editors and continuous integration.

Source: Static Analysis Results Interchange Format (SARIF) Version 2.1.0, OASIS Standard, 27 March 2020. Columns count
characters from 1 and ends are exclusive, as resorb's own do.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from resorb import __version__
from resorb.scan.baseline import fingerprint
from resorb.scan.material import Mark
from resorb.scan.registry import RULES
from resorb.values.findings import Verdict

_LEVELS = {Verdict.FAILS: "error", Verdict.ASSUMES: "warning", Verdict.UNJUDGED: "none", Verdict.HOLDS: "none"}
"""Only what fails has a level (section 3.27.10)."""
_KINDS = {Verdict.FAILS: "fail", Verdict.ASSUMES: "fail", Verdict.UNJUDGED: "open", Verdict.HOLDS: "pass"}


def as_sarif(marks: Iterable[Mark]) -> dict[str, Any]:
    """One run with every rule, and the marks as its results."""
    rules = [
        {"id": check, "shortDescription": {"text": rule.doc}, "help": {"text": f"Method: {rule.source}."}}
        for rule in RULES.values()
        for check in rule.checks
    ]
    driver = {"name": "resorb", "version": __version__, "rules": rules}
    return {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [_result(mark) for mark in marks],
            }
        ],
    }


def _result(mark: Mark) -> dict[str, Any]:
    finding = mark.finding
    lines = [finding.message, *(f"{k}: {v}" for k, v in (
        ("Because", finding.arithmetic), ("Assuming", finding.assumption), ("Perhaps", finding.suggestion)) if v
    )]  # fmt: skip
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "kind": _KINDS[finding.verdict],
        "level": _LEVELS[finding.verdict],
        "message": {"text": "\n".join(lines)},
        "partialFingerprints": {"resorb/v1": fingerprint(mark)},
    }
    place = finding.place
    if place is not None:
        region = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
            "snippet": {"text": finding.printed or ""},
        }
        location: dict[str, Any] = {
            "physicalLocation": {"artifactLocation": {"uri": _uri(place.file)}, "region": region}
        }
        if place.path:
            location["logicalLocations"] = [{"fullyQualifiedName": place.path}]
        result["locations"] = [location]
    return result


def _uri(file: str) -> str:
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
