"""What supplies amount to, by hand and against the oracle."""

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resorb.records.simulate.roles import INCLUDED
from resorb.records.simulate.supplies import Supply, exposure, topical
from tests.oracle import cohort_oracle

SHAPES = sorted({variant.split(": ")[1] for variant in INCLUDED.variants})


def supply(day: str, grams: int | None = 180, percent: int | None = 25, days: int | None = 60) -> Supply:
    return Supply(date.fromisoformat(day), grams, percent, days)


def test_grams_of_drug_over_days_from_the_first_supply_to_the_end_of_the_last() -> None:
    told = exposure([supply("2014-01-01"), supply("2014-03-12", grams=60, days=30)])
    # 2014-01-01 to 2014-04-11 is 100 days; (180 + 60) g × 25 % = 60 g of drug; 60 / 100 = 0.6 g/day.
    assert (told["grams_of_product"], told["drug_mg"], told["days"], told["g_per_day"]) == (240, 60_000, 100, 0.6)
    # The first supply ends on day 60, the second begins on day 70: 60 + 30 days have drug.
    assert told["days_covered"] == 90


def test_what_is_fetched_early_is_used_afterwards() -> None:
    told = exposure([supply("2014-01-01"), supply("2014-01-31"), supply("2014-05-31", days=30)])
    # Day 0 to 60, then 60 to 120 instead of 30 to 90; the third from day 150 to 180.
    assert (told["days"], told["days_covered"]) == (180, 150)


@pytest.mark.parametrize(("second", "courses"), [("2014-05-31", 1), ("2014-06-01", 2)])
def test_more_than_90_days_without_drug_begin_a_course(second: str, courses: int) -> None:
    # The first supply ends on 2014-03-02; 90 days later is 2014-05-31.
    assert len(exposure([supply("2014-01-01"), supply(second)])["courses"]) == courses


@pytest.mark.parametrize(
    ("last", "unknown"),
    [
        (supply("2014-03-02", grams=None), {"grams_of_product", "drug_mg", "g_per_day"}),
        (supply("2014-03-02", percent=None), {"drug_mg", "g_per_day"}),
        (supply("2014-03-02", days=None), {"days", "g_per_day", "days_covered"}),
    ],
)
def test_what_cannot_be_known_is_unknown_and_not_zero(last: Supply, unknown: set[str]) -> None:
    told = exposure([supply("2014-01-01"), last])
    assert {key for key, value in told.items() if value is None} == unknown


@given(shape=st.sampled_from(SHAPES), seed=st.integers(0, 2**32))
def test_every_shape_is_read_from_its_rows_as_it_was_meant(shape: str, seed: int) -> None:
    told, rows = topical(shape, np.random.default_rng(seed))
    distinct: list[dict[str, Any]] = []
    for row in rows:
        if row not in distinct:
            distinct.append(row)
    known, read = exposure(told), cohort_oracle.exposure(distinct)
    assert {key: read[key] for key in ("supplies", "drug_mg", "days", "g_per_day", "days_covered")} == {
        key: known[key] for key in ("supplies", "drug_mg", "days", "g_per_day", "days_covered")
    }
    assert read["courses"] == len(known["courses"])
    if known["g_per_day"] is not None:
        assert known["g_per_day"] == float(Fraction(known["drug_mg"], 1000 * known["days"]))
