"""Pool the evidence: the bundled base, a user's studies, or both."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resorb.values.findings import BadInput, Fault, Place, Refused

if TYPE_CHECKING:
    from resorb.report.pool.material import PoolMaterial


def pool(
    names: Iterable[str],
    *,
    with_evidence: bool = False,
    where: Iterable[str] = (),
    by: Iterable[str] = (),
    moderators: Iterable[str] = (),
    say: Callable[[str], None] = lambda _: None,
) -> PoolMaterial:
    """Pooled answers with all they rest on.

    Args:
        names: studies by path or bundled id; without any, the bundled base is pooled.
        with_evidence: whether the named studies are set beside the base.
        where: selections such as ``route=topical`` or ``disease=calciphylaxis|tumoral calcinosis``.
        by: further properties to split by.
        moderators: what to regress the rates on, one by one; report type and year when none is named.
        say: called with a line before each stage.

    Raises:
        BadInput: with every fault of the inputs, of the selection, or because nothing is left to pool.
    """
    from resorb.analysis.pooling.base import place, pool_base, slips_of
    from resorb.analysis.pooling.regression import USUAL
    from resorb.checks.run import check_study
    from resorb.report.pool.material import PoolMaterial
    from resorb.sources.bundled import read_base
    from resorb.tables.study import merged
    from resorb.workflow.studies import open_studies

    say("reading the studies")
    asked = list(names)
    own = open_studies(asked) if asked else None
    base = read_base() if own is None or with_evidence else None
    study = merged([s for s in (own, base) if s is not None])
    wanted_texts, splits = tuple(where), tuple(name.strip().replace(" ", "_") for name in by)
    wanted = _selection(wanted_texts)
    regressed = tuple(" ".join(name.replace("-", " ").replace("_", " ").split()) for name in moderators)
    say("pooling")
    try:
        pooled = pool_base(study, wanted, splits, regressed or USUAL)
    except Refused as refused:
        raise BadInput([Fault(Place("selection"), "evidence", refused.rule, refused.remedy)]) from None
    placed = place(own, base) if own is not None and base is not None else ()
    say("checking the studies pooled")
    findings = check_study(study.only(*{series.study for a in pooled.answers for series in a.series}))
    mine = check_study(own) if own is not None else ()
    asked_for = (*wanted_texts, *(f"by {name}" for name in splits), *(f"moderator {name}" for name in regressed))
    return PoolMaterial(
        study, pooled, placed, own.ids if own is not None else (), asked_for, mine, splits,
        slips_of(study, pooled, findings, wanted, splits),
    )  # fmt: skip


def write_pool(material: PoolMaterial, folder: Path, say: Callable[[str], None] = lambda _: None) -> list[Path]:
    """Write the pooled report into a folder.

    Raises:
        OSError: when the folder cannot be written to; what stood there stays as it was.
    """
    from resorb.report.pool.write import write_pool_report

    return write_pool_report(material, folder, say)


def summary_of(folder: Path) -> dict[str, Any]:
    """The summary of a pooled report in sentences, made from the ``results.json`` that stands in the folder.

    Raises:
        OSError: when there is none.
    """
    from resorb.report.pool.sentences import summary

    return summary(json.loads((folder / "results.json").read_text(encoding="utf-8")))


def _selection(where: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """``name=value`` or ``name=value|value`` as a map; the remedy names what is wrong."""
    found: dict[str, tuple[str, ...]] = {}
    faults = []
    for text in where:
        name, equals, values = text.partition("=")
        wanted = tuple(v.strip() for v in values.split("|") if v.strip())
        if not equals or not wanted:
            faults.append(Fault(Place("--where"), text[:60], "is no selection", "write name=value, e.g. route=topical"))
        found[name.strip().replace(" ", "_")] = wanted
    if faults:
        raise BadInput(faults)
    return found
