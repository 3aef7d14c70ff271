"""Counting with unknowns: how many surely did, how many may have, against a printed n or n/N."""

from __future__ import annotations

from dataclasses import dataclass, field

from resorb.checks.claims.facts import unjudged
from resorb.checks.registry import Judgement
from resorb.tables.columns import Row
from resorb.values.findings import FactRef, Verdict


@dataclass(slots=True)
class Tally:
    """Those of whom something is true, is not true, or is not known; ``did`` names it in words."""

    did: str
    yes: int = 0
    no: int = 0
    unknown: int = 0
    who_unknown: list[str] = field(default_factory=list)
    trace: list[FactRef] = field(default_factory=list)

    def add(self, row: Row, answer: bool | None, trace: tuple[FactRef, ...] = (), n: int = 1) -> None:
        """Count a row ``n`` times."""
        self.trace.extend(trace)
        if answer is None:
            self.unknown += n
            self.who_unknown.append(row.id)
        elif answer:
            self.yes += n
        else:
            self.no += n

    @property
    def size(self) -> int:
        """How many were counted in all."""
        return self.yes + self.no + self.unknown


def tally_judged(tally: Tally, printed: int | None, whole: int | None) -> Judgement:
    """Holds when the count is sure and equal; assumes when unknown ones could make it so; fails when nothing can."""
    if printed is None:
        return unjudged("the printed text holds no whole number")
    if not tally.size:
        return unjudged("it needs patients, lesions or counts on file")
    trace = tuple(dict.fromkeys(tally.trace))
    room = f", of {tally.unknown} more it is not known" if tally.unknown else ""
    arithmetic = f"{tally.yes} of {tally.size} {tally.did}{room}"
    computed = (
        f"{tally.yes}/{tally.size}" if not tally.unknown else f"{tally.yes}-{tally.yes + tally.unknown}/{tally.size}"
    )
    if whole is not None and whole != tally.size:
        message = f"{printed}/{whole} printed, but {tally.size} are on file; {arithmetic}."
        return Judgement(Verdict.FAILS, message, computed, arithmetic, trace=trace)
    if not tally.yes <= printed <= tally.yes + tally.unknown:
        return Judgement(Verdict.FAILS, f"{printed} printed, but {arithmetic}.", computed, arithmetic, trace=trace)
    if not tally.unknown:
        return Judgement(Verdict.HOLDS, f"{arithmetic}, as printed.", computed, arithmetic, trace=trace)
    if tally.unknown == tally.size:
        return unjudged(f"it needs to be known of {', '.join(tally.who_unknown[:6])} whether they {tally.did}", trace)
    few = f"of the {tally.unknown} of whom it is not known ({', '.join(tally.who_unknown[:6])})"
    assumption = f"{printed - tally.yes or 'none'} {few} {tally.did}"
    return Judgement(
        Verdict.ASSUMES, f"{printed} printed; it holds if {assumption}.", computed, arithmetic, assumption, trace=trace
    )
