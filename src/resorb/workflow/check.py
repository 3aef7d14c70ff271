"""Check studies: every claim recomputed, every fact held against the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from resorb.values.findings import BadInput, Fault, Finding
from resorb.workflow.studies import open_studies


def check(names: Iterable[str]) -> tuple[Finding, ...]:
    """All findings of the named studies.

    Raises:
        BadInput: with every fault of the inputs.
    """
    from resorb.checks.run import check_study

    return check_study(open_studies(names))


def faults_as_json(bad: BadInput) -> dict[str, Any]:
    """Faults of an input: file, line, column, field, rule and remedy of each."""
    return {"errors": [fault_as_json(f) for f in bad.faults]}


def fault_as_json(fault: Fault) -> dict[str, Any]:
    """One fault."""
    return {
        "file": fault.place.file,
        "line": fault.place.line,
        "column": fault.place.column,
        "field": fault.field,
        "rule": fault.rule,
        "remedy": fault.remedy,
    }
