"""Percentages whose counts are not printed: can any whole number of the group give them, and if not, of what else?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.arithmetic.rounding import counts_giving
from resorb.checks.plausibility.said import said
from resorb.checks.registry import check
from resorb.tables.columns import Row
from resorb.tables.schema import Claim, Group, Lesion, Patient
from resorb.tables.study import Study, ref_of
from resorb.values.findings import Finding, Verdict
from resorb.values.numbers import PrintedNumber, as_text, read_number

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|per cent)")
_SHARE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*%\s*[x×]")


@check(
    "percent-reachable",
    doc="A percentage printed without its count is that of some whole number of its group.",
    source="exact fractions under half-up, half-even and truncation",
)
def percent_reachable(study: Study) -> Iterator[Finding]:
    """Percentages of groups and claims whose count is unknown, against every count their whole allows."""
    for group in study.rows(Group):
        whole = study.row(Group, group.study, group.percent_of or group.of)
        if group.percent is not None and group.n is None and whole is not None:
            yield from _reachable(study, group, "percent", group.percent, whole)
    for claim in study.rows(Claim):
        yield from _claim(study, claim)


def _claim(study: Study, claim: Claim) -> Iterator[Finding]:
    """A written claim of a percentage in a group, of parts that have no count."""
    parts = [study.find(claim.study, name) for name in claim.of]
    whole = study.row(Group, claim.study, claim.within)
    implied = any(isinstance(p, Group) and claim.id == f"{p.id}.percent" for p in parts)
    if claim.claim == "percent" and whole is not None and not implied:
        number = _PERCENT.search(claim.printed)
        if number and parts and any(isinstance(p, Group) and p.n is None for p in parts):
            yield from _reachable(study, claim, "printed", read_number(number[1]), whole)
    if claim.claim == "weighted mean":
        groups = [p for p in (*parts, whole) if isinstance(p, Group)]
        for text in claim.arguments:
            share = _SHARE.match(text)
            if share and groups:
                yield from _reachable(study, claim, "arguments", read_number(share[1]), groups[-1])


def _reachable(study: Study, row: Row, column: str, percent: PrintedNumber, whole: Group) -> Iterator[Finding]:
    printed = f"{percent.text} %"
    if not whole.n:
        message = f"Whether {printed} of {whole.label!r} can be needs the number in it."
        yield said("percent-reachable", Verdict.UNJUDGED, row, column, message, printed=printed)
        return
    trace = (ref_of(whole, "n"),)
    counts = counts_giving(percent, whole.n)
    if counts:
        found = " or ".join(f"{k}/{whole.n}" for k in counts[:6])
        message = f"{printed} of {whole.n} is {found}."
        yield said("percent-reachable", Verdict.HOLDS, row, column, message, printed=printed, trace=trace)
        return
    exact = percent.value * whole.n / 100
    nearest = sorted({int(exact), min(int(exact) + 1, whole.n)})
    near = ", ".join(f"{k}/{whole.n} = {as_text(_percent(k, whole.n), 1)} %" for k in nearest)
    others = [
        f"{' or '.join(str(k) for k in fitting[:6])} of {n} ({why})"
        for n, why in _other_wholes(study, whole)
        if (fitting := counts_giving(percent, n))
    ]
    yield said(
        "percent-reachable", Verdict.FAILS, row, column,
        f"No count of {whole.n} is {printed}: {printed} of {whole.n} would be {as_text(exact)}.",
        printed=printed, computed=near, arithmetic=f"{percent.text} / 100 × {whole.n} = {as_text(exact)}; {near}",
        suggestion=f"it may be {'; or '.join(others)}" if others else "lesions or another group may be meant",
        trace=trace,
    )  # fmt: skip


def _percent(part: int, whole: int) -> Fraction:
    return Fraction(100 * part, whole)


def _other_wholes(study: Study, whole: Group) -> Iterator[tuple[int, str]]:
    """Numbers the percentage may be of instead: those who died counted or not, the wider group, lesions."""
    seen = {whole.n}
    died = list(study.of(Patient, whole.study, died="yes"))
    inside = [p for p in died if _is_in(study, whole, p.group)]
    parent = study.row(Group, whole.study, whole.of)
    lesions = whole.n_lesions
    if lesions is None:
        lesions = sum(1 for _ in study.of(Lesion, whole.study))
    n = whole.n or 0
    candidates = [
        (n + len(died) - len(inside), "with those counted who died"),
        (n - len(inside), "without those who died"),
        (parent.n if parent else None, f"all of {parent.label!r}" if parent else ""),
        (lesions, "lesions, not patients"),
    ]
    for number, why in candidates:
        if number and number not in seen:
            seen.add(number)
            yield number, why


def _is_in(study: Study, whole: Group, name: str | None) -> bool:
    """Whether the named group is the whole or a part of it."""
    seen: set[str] = set()
    while name is not None and name not in seen:
        if name == whole.id:
            return True
        seen.add(name)
        row = study.row(Group, whole.study, name)
        name = row.of if row else None
    return False
