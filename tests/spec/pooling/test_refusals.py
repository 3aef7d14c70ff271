"""What is no count is refused by every way to pool, with the study and the counts named: never a number."""

from collections.abc import Callable
from typing import Any

import pytest

from resorb.analysis.pooling import bayes, beta_binomial, binomial_normal, inverse_variance, sensitivity
from resorb.analysis.pooling.series import Series
from resorb.values.findings import Refused

WAYS: dict[str, Callable[[list[Series]], object]] = {
    "exact fit": binomial_normal.fit,
    "profile": binomial_normal.profile,
    "test of spread": binomial_normal.spread_test,
    "posterior": bayes.posterior,
    "beta-binomial": beta_binomial.fit,
    "logits": inverse_variance.logits,
    "naive pool": sensitivity.naive,
    "selection": sensitivity.selection_curve,
    "unpublished failures": sensitivity.unpublished_failures,
    "bounds": sensitivity.unknown_bounds,
}
GOOD = [Series("a", 1, 2), Series("b", 2, 5), Series("c", 3, 4)]
BAD: dict[str, tuple[Any, Any]] = {
    "negative n": (0, -3),
    "negative events": (-1, 3),
    "more events than patients": (4, 3),
    "nobody": (0, 0),
    "not a number": (float("nan"), 3),
    "n not a number": (1, float("nan")),
    "a fraction": (1.5, 3),
    "a whole number as float": (1.0, 3),
    "infinite": (1, float("inf")),
    "a truth value": (True, 3),
    "nothing": (None, 3),
    "a word": ("1", "3"),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("bad", BAD)
def test_what_is_no_proportion_is_refused(bad: str, way: str) -> None:
    with pytest.raises(Refused, match=r"\(the bad one\) is not a proportion"):
        WAYS[way]([*GOOD, Series("the bad one", *BAD[bad])])


@pytest.mark.parametrize("way", WAYS)
def test_no_series_is_refused(way: str) -> None:
    with pytest.raises(Refused, match="no series to pool"):
        WAYS[way]([])


@pytest.mark.parametrize("way", WAYS)
def test_good_series_are_pooled(way: str) -> None:
    """So that the refusals above are of the bad series and of nothing else."""
    WAYS[way](GOOD)


@pytest.mark.parametrize("unknown", [-1, 3, 1.0, True])
def test_unknown_responses_must_fit_into_the_whole(unknown: Any) -> None:
    """2 of 4 responded, so no more than two of the four can be unknown."""
    with pytest.raises(Refused, match="the bad one"):
        sensitivity.unknown_bounds([*GOOD, Series("the bad one", 2, 4, unknown=unknown)])
