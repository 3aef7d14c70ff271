"""Estimates: unknowns bounded, refusals said, trace kept."""

import pytest

from resorb.analysis.estimates import bounded, proportion
from resorb.values.findings import FactRef

TRACE = (FactRef("s", "groups", "all", "n"),)


def test_unknown_responses_are_counted_three_ways() -> None:
    # 19 responded, 7 did not, 2 are unknown
    worst, best, complete = bounded("id", "s", "response", (19, 7, 2), TRACE, group="all")
    assert (worst.n, worst.N, worst.value) == (19, 28, pytest.approx(19 / 28))
    assert (best.n, best.N, best.value) == (21, 28, pytest.approx(21 / 28))
    assert (complete.n, complete.N, complete.value) == (19, 26, pytest.approx(19 / 26))
    assert {e.unknown for e in (worst, best, complete)} == {2}
    assert worst.group["unknowns"] == "worst case: 2 counted as without it"
    assert all(e.trace == TRACE for e in (worst, best, complete))


def test_without_unknowns_there_is_one_estimate() -> None:
    (only,) = bounded("id", "s", "response", (3, 1, 0), TRACE)
    assert (only.id, only.n, only.N, only.level, only.method) == ("id", 3, 4, 0.95, "Clopper-Pearson")


@pytest.mark.parametrize("counts", [(1, 0), (5, 4), (-1, 4)])
def test_what_is_no_proportion_gets_no_number(counts: tuple[int, int]) -> None:
    refused = proportion("id", "s", "response", counts, TRACE)
    assert (refused.value, refused.low, refused.high) == (None, None, None)
    assert "no percentage is given" in refused.note


def test_one_patient_is_a_count_and_no_percentage() -> None:
    one = proportion("id", "s", "response", (1, 1), TRACE)
    assert (one.n, one.N, one.value, one.low) == (1, 1, None, None)
    assert "would say nothing" in one.note
