"""Series of counts, and when they are too few to pool."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from resorb.values.findings import FactRef, Refused


@dataclass(frozen=True, slots=True)
class Series:
    """``events`` of ``n`` in one study, arm or report. ``label`` is for a reader; ``trace`` the facts it comes from.

    ``covariates`` are named properties to split or regress by, for example ``route`` or ``report``; ``unknown`` is
    how many of ``n`` have an unknown response, counted in ``n`` and not in ``events``.
    """

    study: str
    events: int
    n: int
    label: str = ""
    unknown: int = 0
    covariates: dict[str, str] = field(default_factory=dict)
    values: dict[str, float] = field(default_factory=dict)
    trace: tuple[FactRef, ...] = ()

    @property
    def is_case_report(self) -> bool:
        """Whether it is a report of one patient: it says nothing about how series differ."""
        return self.n == 1


def usable(series: Iterable[Series]) -> tuple[Series, ...]:
    """The series, if each is a count of a whole.

    Raises:
        Refused: for a negative or fractional count, one above its whole, a whole of zero, more unknown responses than
            there is room for, or no series at all.
    """
    listed = tuple(series)
    if not listed:
        raise Refused("there is no series to pool", "loosen the selection, or add studies")
    for one in listed:
        if not (_is_count(one.events) and _is_count(one.n)) or not 0 <= one.events <= one.n or one.n == 0:
            raise Refused(
                f"{one.events} of {one.n} ({one.study}) is not a proportion", "check the counts of this study"
            )
        if not _is_count(one.unknown) or not 0 <= one.unknown <= one.n - one.events:
            raise Refused(
                f"{one.unknown} unknown beside {one.events} of {one.n} ({one.study}) are no counts of one whole",
                "check the counts of this study",
            )
    return listed


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def totals(series: Sequence[Series]) -> tuple[int, int]:
    """Events and wholes summed."""
    return sum(s.events for s in series), sum(s.n for s in series)


def is_all_or_none(series: Sequence[Series]) -> bool:
    """Whether every series is 0 of n or n of n: then no likelihood bounds how far the series differ."""
    return all(s.events in (0, s.n) for s in series)
