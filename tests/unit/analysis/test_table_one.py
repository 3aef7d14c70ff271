"""Table 1 against plain Python on small frames: n, mean, SD, quartiles (type 7), levels, missing, groups."""

import statistics

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resorb.analysis.table_one import OVERALL, table_one

ages = st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), min_size=1, max_size=12)


def plain(values: list[float | None]) -> dict[str, float | int | None]:
    """The slow way, with the standard library."""
    known = sorted(v for v in values if v is not None)
    quartiles = (
        statistics.quantiles(known, n=4, method="inclusive") if len(known) > 1 else [known[0] if known else None] * 3
    )
    return {
        "n": len(known),
        "missing": len(values) - len(known),
        "mean": statistics.fmean(known) if known else None,
        "sd": statistics.stdev(known) if len(known) > 1 else None,
        "q1": quartiles[0],
        "median": statistics.median(known) if known else None,
        "q3": quartiles[2],
        "low": min(known, default=None),
        "high": max(known, default=None),
    }


@given(ages)
def test_numbers_agree_with_the_slow_way(values: list[float | None]) -> None:
    found = table_one(pl.DataFrame({"age": values}, schema={"age": pl.Float64})).row(0, named=True)
    for key, expected in plain(values).items():
        assert found[key] == (expected if expected is None else pytest.approx(expected, rel=1e-6, abs=1e-4)), key


def test_levels_are_counted_of_those_not_missing() -> None:
    frame = pl.DataFrame({"sex": ["female", "male", "female", None], "arm": ["a", "a", "b", "b"]})
    found = {
        (r["level"], r["group"]): (r["n"], r["percent"], r["missing"]) for r in table_one(frame, by="arm").to_dicts()
    }
    assert found == {
        ("female", OVERALL): (2, pytest.approx(100 * 2 / 3), 1),
        ("male", OVERALL): (1, pytest.approx(100 * 1 / 3), 1),
        ("female", "a"): (1, 50.0, 0),
        ("male", "a"): (1, 50.0, 0),
        ("female", "b"): (1, 100.0, 1),
    }


def test_nothing_known_gives_no_percentage() -> None:
    found = table_one(pl.DataFrame({"x": [None, None]}, schema={"x": pl.Float64})).row(0, named=True)
    assert (found["n"], found["missing"], found["mean"]) == (0, 2, None)
    assert table_one(pl.DataFrame({"x": [None]}, schema={"x": pl.String})).height == 0


def test_variables_stand_in_the_order_asked() -> None:
    frame = pl.DataFrame({"a": [1], "b": ["x"], "c": [2]})
    assert table_one(frame, ["c", "b", "a"]).get_column("variable").to_list() == ["c", "b", "a"]
