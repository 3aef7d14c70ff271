"""Check studies: every claim recomputed, every fact held against the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from resorb.values.findings import BadInput, Finding
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
