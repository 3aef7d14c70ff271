"""Check studies: every claim recomputed, every fact held against the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from resorb.values.findings import BadInput, Finding, Verdict
from resorb.workflow.studies import open_studies


def check(names: Iterable[str]) -> tuple[Finding, ...]:
    """All findings of the named studies.

    Raises:
        BadInput: with every fault of the inputs.
    """
    from resorb.checks.run import check_study

    return check_study(open_studies(names))


def findings_as_json(findings: Iterable[Finding]) -> dict[str, Any]:
    """Findings in the shape of the command line's contract."""
    listed = list(findings)
    counted = Counter(f.verdict.value for f in listed)
    return {
        "findings": [finding_as_json(f) for f in listed],
        "counts": {verdict.value: counted[verdict.value] for verdict in Verdict},
    }


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """One finding in the shape of the command line's contract."""
    place = finding.place
    where = None
    if place is not None:
        where = {
            "file": place.file,
            "line": place.line,
            "column": place.column,
            "end_line": place.end_line,
            "end_column": place.end_column,
            "path": place.path,
        }
    return {
        "check": finding.check,
        "verdict": finding.verdict.value,
        "where": where,
        "printed": finding.printed,
        "computed": finding.computed,
        "message": finding.message,
        "suggestion": finding.suggestion,
        "assumption": finding.assumption,
        "arithmetic": finding.arithmetic,
        "about": str(finding.about),
        "trace": [str(fact) for fact in finding.trace],
    }


def faults_as_json(bad: BadInput) -> dict[str, Any]:
    """Faults of an input: file, line, column, field, rule and remedy of each."""
    return {
        "errors": [
            {
                "file": f.place.file,
                "line": f.place.line,
                "column": f.place.column,
                "field": f.field,
                "rule": f.rule,
                "remedy": f.remedy,
            }
            for f in bad.faults
        ]
    }
