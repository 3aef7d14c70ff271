"""Counts of endpoints: within their whole, and a strict endpoint within the wider one it is part of."""

from __future__ import annotations

from collections.abc import Iterator

from resorb.checks.claims.facts import whole_of
from resorb.checks.plausibility.said import said
from resorb.checks.registry import check
from resorb.codes import endpoints
from resorb.tables.schema import EndpointCount, Group
from resorb.tables.study import Study, ref_of
from resorb.values.findings import Finding, Verdict

COUNTING = "integer arithmetic"


@check(
    "endpoint-within-whole",
    doc="Those that reached an endpoint, with those unknown, are no more than they are counted among.",
    source=COUNTING,
)
def endpoint_within_whole(study: Study) -> Iterator[Finding]:
    """Each count of an endpoint against its whole, and its whole against the group."""
    for cell in study.rows(EndpointCount):
        whole, unknown = whole_of(study, cell), cell.unknown or 0
        group = study.row(Group, cell.study, cell.group)
        size = None if group is None or cell.unit == "lesions" else group.n
        if whole is None:
            message = f"{cell.n} reached {cell.endpoint}; whether that can be needs the number they are counted among."
            yield said("endpoint-within-whole", Verdict.UNJUDGED, cell, "n", message, printed=str(cell.n))
            continue
        also = f" and {unknown} unknown" if unknown else ""
        fits = cell.n + unknown <= whole and (size is None or whole <= size)
        message = f"{cell.n} of {whole} reached {cell.endpoint}{also}."
        if not fits:
            message = f"{cell.n} reached {cell.endpoint}{also}, of {whole} in a group of {size or 'unknown size'}."
        yield said(
            "endpoint-within-whole", Verdict.HOLDS if fits else Verdict.FAILS, cell, "n", message, printed=str(cell.n)
        )


@check(
    "strict-within-wider",
    doc="No more reach a strict endpoint (complete response) than the wider one that holds it (response).",
    source=COUNTING,
)
def strict_within_wider(study: Study) -> Iterator[Finding]:
    """Pairs of endpoints of one group, counted in one unit among the same whole and by the same judge."""
    known = endpoints()
    cells = study.rows(EndpointCount)
    for cell in cells:
        wider = known[cell.endpoint].wider
        for other in (c for c in cells if wider and c.endpoint == wider and _alike(study, c, cell)):
            fits = cell.n <= other.n
            message = f"{cell.n} reached {cell.endpoint}, {other.n} reached {wider}, which holds it."
            yield said(
                "strict-within-wider", Verdict.HOLDS if fits else Verdict.FAILS, cell, "n", message,
                printed=str(cell.n), trace=(ref_of(other, "n"),),
            )  # fmt: skip


def _alike(study: Study, one: EndpointCount, other: EndpointCount) -> bool:
    same = (one.study, one.group, one.unit, one.judged_by) == (other.study, other.group, other.unit, other.judged_by)
    at = (one.at.printed if one.at else None) == (other.at.printed if other.at else None)
    return same and at and whole_of(study, one) == whole_of(study, other)
