"""Claims that a printed table makes by its shape: percentages beside counts, margins, partitions, attrition."""

from __future__ import annotations

from collections.abc import Iterator

from resorb.tables.schema import Attrition, Claim, EndpointCount, Group, OutcomeCount, Summary
from resorb.tables.study import Origin, Study, ref_of
from resorb.values.findings import FactRef

Implied = tuple[Claim, FactRef, Origin]


def implied_claims(study: Study) -> list[Implied]:
    """One claim for each printed number of group tables and attrition that follows from others; with its origin."""
    found: list[Implied] = []
    for claim, source in _all(study):
        origin = study.origin(source)
        if origin is not None:
            found.append((claim, ref_of(claim), origin))
    return found


def _all(study: Study) -> Iterator[tuple[Claim, FactRef]]:
    for group in study.rows(Group):
        yield from _percent(group)
        yield from _margin(study, group)
        yield from _partitions(study, group)
    for summary in study.rows(Summary):
        yield from _summary(summary)
    for cell in study.rows(EndpointCount):
        if cell.percent is not None:
            claim = Claim(
                study=cell.study, id=f"{cell.id}.percent", claim="percent", of=(cell.id,), within=cell.id,
                printed=f"{cell.percent.text} %",
            )  # fmt: skip
            yield claim, ref_of(cell, "percent")
    for step in study.rows(Attrition):
        if step.left is not None:
            claim = Claim(
                study=step.study, id=f"{step.id}.left", claim="attrition", of=(step.id,), printed=str(step.left)
            )
            yield claim, ref_of(step, "left")


def _summary(summary: Summary) -> Iterator[tuple[Claim, FactRef]]:
    """Each printed statistic is a claim: can a set of n values have it, beside the others?"""
    for kind in ("mean", "sd", "median"):
        number = getattr(summary, kind)
        if number is not None:
            claim = Claim(
                study=summary.study, id=f"{summary.id}.{kind}", claim=kind, of=(summary.id,), printed=number.text
            )
            yield claim, ref_of(summary, kind)
    if summary.low is not None and summary.high is not None:
        printed = f"{summary.low.text}-{summary.high.text}"
        claim = Claim(study=summary.study, id=f"{summary.id}.range", claim="range", of=(summary.id,), printed=printed)
        yield claim, ref_of(summary, "low")


def _percent(group: Group) -> Iterator[tuple[Claim, FactRef]]:
    whole = group.percent_of or group.of
    if group.percent is not None and whole:
        yield (
            Claim(
                study=group.study, id=f"{group.id}.percent", claim="percent", of=(group.id,), within=whole,
                printed=f"{group.percent.text} %",
            ),
            ref_of(group, "percent"),
        )  # fmt: skip


def _margin(study: Study, group: Group) -> Iterator[tuple[Claim, FactRef]]:
    cells = list(study.of(OutcomeCount, group.study, group=group.id))
    if cells and group.n is not None:
        cell_ids = tuple(c.id for c in cells)
        claim = Claim(
            study=group.study,
            id=f"{group.id}.margin",
            claim="margin",
            of=cell_ids,
            within=group.id,
            printed=str(group.n),
        )
        yield claim, ref_of(group, "n")
    if group.classes and group.n is not None and group.of:
        claim = Claim(
            study=group.study,
            id=f"{group.id}.size",
            claim="group size",
            of=(group.id,),
            within=group.of,
            printed=str(group.n),
        )
        yield claim, ref_of(group, "n")


def _partitions(study: Study, parent: Group) -> Iterator[tuple[Claim, FactRef]]:
    children: dict[str, list[Group]] = {}
    for child in study.of(Group, parent.study, of=parent.id):
        if child.by:
            children.setdefault(child.by, []).append(child)
    cells = list(study.of(OutcomeCount, parent.study, group=parent.id))
    for by, parts in children.items():
        ids = tuple(p.id for p in parts)
        slug = "-".join(by.split())
        if parent.n is not None and all(p.n is not None for p in parts):
            claim = Claim(
                study=parent.study, id=f"{parent.id}.by.{slug}", claim="partition", of=ids, within=parent.id,
                printed=str(parent.n),
            )  # fmt: skip
            yield claim, ref_of(parts[0])
        for cell in cells:
            if all(
                any(c.response_class == cell.response_class for c in study.of(OutcomeCount, p.study, group=p.id))
                for p in parts
            ):
                claim = Claim(
                    study=parent.study, id=f"{parent.id}.by.{slug}.{cell.response_class}", claim="partition", of=ids,
                    within=cell.id, arguments=(cell.response_class,), printed=str(cell.n),
                )  # fmt: skip
                yield claim, ref_of(parts[0])
