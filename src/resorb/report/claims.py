"""What holds and what does not: findings as a reader meets them, one fold-out each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from resorb.report.facts import Ledger, anchor_of
from resorb.tables.schema import Claim
from resorb.values.findings import FactRef, Finding, Verdict

if TYPE_CHECKING:
    from resorb.tables.study import Study

WORDS = {
    Verdict.FAILS: "fails",
    Verdict.ASSUMES: "holds only if",
    Verdict.UNJUDGED: "cannot be judged",
    Verdict.HOLDS: "holds",
}
SIGNS = {Verdict.FAILS: "✕", Verdict.ASSUMES: "≈", Verdict.UNJUDGED: "?", Verdict.HOLDS: "✓"}
ORDER = tuple(WORDS)


@dataclass(frozen=True, slots=True)
class Judged:
    """One finding on the page. ``data_facts`` names the anchors of every fact behind it."""

    anchor: str
    verdict: str
    sign: str
    words: str
    check: str
    about: Markup
    message: str
    details: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    finding: Finding

    @property
    def data_facts(self) -> str:
        """The anchors as one attribute."""
        return " ".join(anchor for anchor, _ in self.facts)


def judged(study: Study, findings: Iterable[Finding], ledger: Ledger) -> dict[str, list[Judged]]:
    """Findings by study: what fails first, then what needs an assumption, cannot be judged, holds."""
    found: dict[str, list[Judged]] = {study_id: [] for study_id in study.ids}
    used: dict[str, int] = {}
    for finding in findings:
        stem = anchor_of("finding", finding.about.study, finding.check, finding.about.row, finding.about.column)
        used[stem] = used.get(stem, 0) + 1
        anchor = f"{stem.rstrip('/')}/{used[stem]}"
        found.setdefault(finding.about.study, []).append(_judged(study, finding, anchor, ledger))
    for listed in found.values():
        listed.sort(key=lambda j: ORDER.index(j.finding.verdict))
    return {study_id: listed for study_id, listed in found.items() if listed}


def _judged(study: Study, finding: Finding, anchor: str, ledger: Ledger) -> Judged:
    refs = ledger.facts_of((finding.about, *_rows_of(study, finding), *finding.trace))
    facts = tuple((a, ledger.label(a)) for a in refs)
    ledger.name_entry(anchor, f"{finding.check}: {finding.about.row}")
    details = (
        ("Printed", finding.printed), ("Computed", finding.computed), ("Arithmetic", finding.arithmetic),
        ("Holds only if", finding.assumption), ("Suggestion", finding.suggestion),
    )  # fmt: skip
    return Judged(
        anchor, finding.verdict.value, SIGNS[finding.verdict], WORDS[finding.verdict], finding.check.replace("-", " "),
        ledger.name(finding.about.row), finding.message, tuple((k, v) for k, v in details if v), facts, finding,
    )  # fmt: skip


def _rows_of(study: Study, finding: Finding) -> list[FactRef]:
    """The rows a claim is about, so that its numbers open to them even where the judge could compute nothing."""
    claim = study.row(Claim, finding.about.study, finding.about.row) if finding.about.table == "claims" else None
    rows = [study.find(claim.study, row_id) for row_id in claim.of] if claim is not None else []
    return [FactRef(row.study, row.table, row.id) for row in rows if row is not None]
