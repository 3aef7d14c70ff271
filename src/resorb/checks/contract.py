"""Findings as the contract of the command line has them. Keys may be added, never renamed or dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from resorb.values.findings import Finding, Verdict

_PLACE = ("file", "line", "column", "end_line", "end_column", "path")


def findings_as_json(findings: Iterable[Finding]) -> dict[str, Any]:
    """Findings and how many there are of each verdict."""
    listed = list(findings)
    counted = Counter(f.verdict for f in listed)
    return {
        "findings": [finding_as_json(f) for f in listed],
        "counts": {verdict.value: counted[verdict] for verdict in Verdict},
    }


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """One finding; lines and columns count from 1, ends are exclusive."""
    place = finding.place
    return {
        "check": finding.check,
        "verdict": finding.verdict.value,
        "where": None if place is None else {name: getattr(place, name) for name in _PLACE},
        "printed": finding.printed,
        "computed": finding.computed,
        "message": finding.message,
        "suggestion": finding.suggestion,
        "assumption": finding.assumption,
        "arithmetic": finding.arithmetic,
        "about": str(finding.about),
        "trace": [str(fact) for fact in finding.trace],
    }
