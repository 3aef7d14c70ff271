"""A number resorb computed: value, interval, method, n, unknowns, and the facts it came from."""

from __future__ import annotations

from dataclasses import dataclass, field

from resorb.analysis.intervals import Method, proportion_interval
from resorb.values.findings import FactRef


@dataclass(frozen=True, slots=True)
class Estimate:
    """One estimate; the shape of ``results.json``.

    ``value`` is None when the facts cannot give it; ``note`` then says why. ``unknown`` counts members whose status
    is not known and how they were counted stands in ``group["unknowns"]``. ``low`` and ``high`` are a confidence
    interval when ``level`` is set, else the ends of what the printed ranges allow.
    """

    id: str
    study: str
    measure: str
    group: dict[str, str] = field(default_factory=dict)
    n: int | None = None
    N: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    unit: str = ""
    method: str = ""
    unknown: int = 0
    note: str = ""
    trace: tuple[FactRef, ...] = ()


def proportion(
    id_: str, study: str, measure: str, counts: tuple[int, int], trace: tuple[FactRef, ...], **more: str
) -> Estimate:
    """The proportion ``n`` of ``N`` with its Clopper-Pearson interval; refused (value None) when N is 0 or 1.

    ``more`` becomes the estimate's group, except ``note`` and ``unknown``.
    """
    n, total = counts
    note, unknown = more.pop("note", ""), int(more.pop("unknown", "0"))
    base = Estimate(
        id_, study, measure, dict(more), n, total, unit="proportion", unknown=unknown, note=note, trace=trace
    )
    if not 0 <= n <= total or total == 0:
        return _refused(base, f"{n} of {total} is not a proportion: no percentage is given")
    if total == 1:
        return _refused(base, "one patient or lesion: a percentage would say nothing")
    interval = proportion_interval(n, total)
    return Estimate(
        id_, study, measure, dict(more), n, total, n / total, interval.low, interval.high, interval.level,
        "proportion", Method.CLOPPER_PEARSON.value, unknown, note, trace,
    )  # fmt: skip


def bounded(
    id_: str, study: str, measure: str, counts: tuple[int, int, int], trace: tuple[FactRef, ...], **more: str
) -> list[Estimate]:
    """A proportion with unknowns, three ways: worst case (headline), best case, complete cases.

    ``counts`` is (with it, known without it, unknown). Horowitz and Manski (2000) JASA 95:77. Without unknowns the
    three agree and one estimate is returned.
    """
    yes, no, unknown = counts
    total = yes + no + unknown
    if not unknown:
        return [proportion(id_, study, measure, (yes, total), trace, **more, unknowns="none")]
    ways = {
        "worst case": (yes, total, "counted as without it"),
        "best case": (yes + unknown, total, "counted as having it"),
        "complete cases": (yes, yes + no, "left out"),
    }
    return [
        proportion(
            f"{id_}.{way.replace(' ', '-')}", study, measure, (n, of), trace, **more,
            unknowns=f"{way}: {unknown} {how}", unknown=str(unknown),
        )
        for way, (n, of, how) in ways.items()
    ]  # fmt: skip


def _refused(base: Estimate, why: str) -> Estimate:
    return Estimate(
        base.id, base.study, base.measure, base.group, base.n, base.N, unit=base.unit, unknown=base.unknown, note=why,
        trace=base.trace,
    )  # fmt: skip
