"""Which derived response a claim is about: of its row, under its criteria, the study's, or whichever there are."""

from __future__ import annotations

from resorb.checks.claims.derived import derived_from
from resorb.codes import criteria
from resorb.codes.rules import ResponseClass
from resorb.response.responses import Response
from resorb.tables.columns import Row
from resorb.tables.schema import Claim, StudyInfo
from resorb.tables.study import Study


def criteria_of(study: Study, claim: Claim) -> str | None:
    """The criteria a claim is judged under: its own, else the study's; None when neither names any."""
    info = study.row(StudyInfo, claim.study, claim.study)
    return claim.under or (info.criteria if info else None)


def responses_for(study: Study, claim: Claim, row: Row) -> tuple[Response, ...]:
    """Derived responses of one row, under the claim's criteria; without any named, all of them in their order."""
    found = derived_from(study).responses.get((row.study, row.id), ())
    wanted = criteria_of(study, claim)
    return found if wanted is None else tuple(r for r in found if r.criteria == wanted)


def class_named(printed: str, criteria_key: str | None) -> ResponseClass | None:
    """The class a printed word means: by name, else by the labels of the criteria, else by any label at all."""
    word = " ".join(printed.lower().split())
    for suffix in (" response", " remission"):
        word = word.removesuffix(suffix)
    if word in list(ResponseClass):
        return ResponseClass(word)
    known = criteria()
    if criteria_key is not None and criteria_key in known:
        return known[criteria_key].class_of_label(printed)
    meanings = {rule.class_of_label(printed) for rule in known.values()} - {None}
    return next(iter(meanings)) if len(meanings) == 1 else None
