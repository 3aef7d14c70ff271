"""The grammar of ranges in data files."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resorb.codes.bands import Band, clash, gap, ordered, read_bands
from resorb.values.findings import Refused

NUMBERS = st.decimals(-1000, 1000, places=2).map(lambda d: Fraction(str(d)))


@st.composite
def bands(draw: st.DrawFn) -> Band:
    low, high = sorted(draw(st.tuples(NUMBERS, NUMBERS)))
    closed = low == high
    ends = [(low, high), (low, None), (None, high)]
    first, second = draw(st.sampled_from(ends))
    inside = st.just(True) if closed and first == second else st.booleans()
    return Band(first, second, True if first is None else draw(inside), True if second is None else draw(inside))


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("12.5 to 25 g", ["12.5", "20", "25"], ["12.4", "25.1"]),
        ("over 25 to 75 g", ["25.1", "75"], ["25", "75.1"]),
        ("over 25 to under 75 g", ["26"], ["25", "75"]),
        ("under 1 g", ["0", "-5"], ["1"]),
        ("at most -100 %", ["-100"], ["-99.9"]),
        ("at least 20 %", ["20"], ["19.9"]),
        ("0 point", ["0"], ["0.1", "-0.1"]),
    ],
)
def test_ends_are_kept_or_left_out(text: str, inside: list[str], outside: list[str]) -> None:
    (band,), _ = read_bands(text)
    assert all(band.holds(Fraction(v)) for v in inside)
    assert not any(band.holds(Fraction(v)) for v in outside)


def test_several_ranges_share_a_unit() -> None:
    found, unit = read_bands("under 1 grams; over 75 g")
    assert (len(found), unit) == (2, "g")


@pytest.mark.parametrize(
    "text",
    ["", "some", "5 to 1 g", "over 5 to 5 g", "1 to 2 g; 3 to 4 mg", "1,5 to 2 g", "nan", "1 to 2 cubits", "over"],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_bands(text)


@given(bands())
def test_a_band_reads_back_from_its_words(band: Band) -> None:
    (again,), _ = read_bands(str(band))
    assert again == band


@given(bands(), bands(), NUMBERS)
def test_bands_that_hold_the_same_number_meet(one: Band, other: Band, value: Fraction) -> None:
    assert one.meets(other) == other.meets(one)
    if one.holds(value) and other.holds(value):
        assert one.meets(other)


def test_overlap_and_holes_are_told() -> None:
    named = {
        name: read_bands(text)[0] for name, text in {"a": "under 1", "b": "1 to 5", "c": "5 to 9; over 10"}.items()
    }
    line = ordered(named)
    assert "overlap" in clash(line)
    assert "between" in gap(line)
    assert not clash(line[:2])
    assert not gap(line[:2])
    assert gap(ordered({"a": read_bands("under 1")[0], "b": read_bands("over 1")[0]}))
