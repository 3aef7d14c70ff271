"""Run every check and every judge over a study, in one order, none hiding another."""

from __future__ import annotations

import traceback
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from resorb.checks.registry import CHECKS, JUDGES, Judge, Judgement, load
from resorb.tables.schema import Claim, Proposal
from resorb.tables.study import Study, as_proposed, ref_of
from resorb.values.findings import FactRef, Finding, Place, Verdict


class BrokenCheck(RuntimeWarning):
    """A check raised an error of its own: a fault of resorb, not of the study. Its text holds the traceback."""


def check_study(study: Study) -> tuple[Finding, ...]:
    """All findings of all checks and claims of a study, ordered by study, place and check.

    A check that breaks gives an unjudged finding that says so and a :class:`BrokenCheck` warning; the others run on.
    """
    load()
    found = [*_facts(study), *_claims(study)]
    order = {study_id: number for number, study_id in enumerate(study.ids)}
    placed = [_placed(study, finding) for finding in found]
    return tuple(sorted(placed, key=lambda f: _key(f, order)))


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """Findings by verdict; every verdict is named, also with zero."""
    seen = Counter(f.verdict for f in findings)
    return {verdict.value: seen[verdict] for verdict in Verdict}


def _facts(study: Study) -> Iterator[Finding]:
    for name in sorted(CHECKS):
        try:
            yield from tuple(CHECKS[name].run(study))
        except Exception as error:
            whole = FactRef(study.ids[0] if study.ids else "", "studies", study.ids[0] if study.ids else "")
            yield Finding(name, Verdict.UNJUDGED, _broken(name, error), whole)


def _claims(study: Study) -> Iterator[Finding]:
    proposed = as_proposed(study) if study.rows(Proposal) and study.reading == "as printed" else None
    for claim in study.rows(Claim):
        judge = JUDGES.get(claim.claim)
        name = judge.name if judge else "-".join(claim.claim.split())
        said = _judged(judge, study, claim)
        if said.verdict is Verdict.FAILS and proposed is not None:
            said = _as_proposed(said, judge, proposed, claim)
        yield Finding(
            check=name,
            verdict=said.verdict,
            message=said.message,
            about=ref_of(claim),
            printed=claim.printed,
            computed=said.computed,
            arithmetic=said.arithmetic,
            suggestion=said.suggestion,
            assumption=said.assumption,
            trace=said.trace,
        )


def _judged(judge: Judge | None, study: Study, claim: Claim) -> Judgement:
    if judge is None:
        return Judgement(Verdict.UNJUDGED, f"No judge is registered for claims of the kind {claim.claim!r}.")
    try:
        return judge.run(study, claim)
    except Exception as error:
        return Judgement(Verdict.UNJUDGED, _broken(judge.name, error))


def _as_proposed(said: Judgement, judge: Judge | None, proposed: Study, claim: Claim) -> Judgement:
    """What fails as printed may hold with the readings the curator proposes; the verdict stays that of the print."""
    meant = proposed.row(Claim, claim.study, claim.id)
    if meant is None:
        return said
    again = _judged(judge, proposed, meant)
    if again.verdict not in (Verdict.HOLDS, Verdict.ASSUMES):
        return said
    facts = {(fact.study, fact.row) for fact in (*said.trace, *again.trace)} | {(claim.study, claim.id)}
    read = [p for p in proposed.rows(Proposal) if (p.study, p.of) in facts]
    words = "; ".join(f"{p.printed} of {p.of} as {p.read}" for p in read) or "the proposed readings"
    return replace(said, suggestion=f"{again.verdict} when one reads {words}")


def _broken(name: str, error: Exception) -> str:
    text = "".join(traceback.format_exception(error))
    warnings.warn(f"the check {name} broke:\n{text}", BrokenCheck, stacklevel=2)
    return f"Not judged: this check broke ({type(error).__name__}). That is a fault of resorb, not of the study."


def _placed(study: Study, finding: Finding) -> Finding:
    origin = study.origin(finding.about) if finding.place is None else None
    return replace(finding, place=origin.place) if origin else finding


def _key(finding: Finding, order: dict[str, int]) -> tuple[int, Place, str, FactRef, str]:
    place = finding.place or Place("")
    return order.get(finding.about.study, len(order)), place, finding.check, finding.about, finding.message
