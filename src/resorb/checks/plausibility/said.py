"""What the checks of this room share: a finding about a cell of a row, and the proposals on file for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from resorb.codes.entries import Source
from resorb.tables.columns import Row
from resorb.tables.schema import Proposal
from resorb.tables.study import Study, ref_of
from resorb.values.findings import Finding, Verdict


def said(check: str, verdict: Verdict, row: Row, column: str, message: str, **more: Any) -> Finding:
    """A finding of ``check`` about one cell (or, with an empty ``column``, the whole row)."""
    return Finding(check=check, verdict=verdict, message=message, about=ref_of(row, column), **more)


def cited(sources: Iterable[Source]) -> str:
    """The sources of a bound, for the end of a message; empty when there are none."""
    cites = list(dict.fromkeys(s.cite for s in sources))
    shown = "; ".join(cites[:2]) + (f"; {len(cites) - 2} more" if len(cites) > 2 else "")
    return f" Source: {shown}." if cites else ""


def proposal_for(study: Study, row: Row, column: str) -> Proposal | None:
    """The other reading that the study file holds for a cell."""
    for proposal in study.of(Proposal, row.study, of=row.id):
        if proposal.column.replace(" ", "_") == column:
            return proposal
    return None


def both_readings(study: Study, row: Row, column: str) -> str:
    """A sentence that says so when another reading of the cell is on file."""
    proposal = proposal_for(study, row, column)
    if proposal is None:
        return ""
    return f" Another reading ({proposal.read}) is on file for this cell; analyses are run with both."
