"""Units of time in odd letters: what a pattern without case takes for an s or an i is read as one."""

import pytest

from resorb.reading.doses.quantities import quantities
from resorb.reading.times.lengths import lengths
from resorb.reading.times.time_units import plain_of, unit_of

S, I_DOTTED, I_DOTLESS, KELVIN = "\u017f", "\u0130", "\u0131", "\u212a"


@pytest.mark.parametrize(
    ("words", "kind", "value"),
    [
        ("30 s", "minutes", "1/2"),
        (f"30 {S}", "minutes", "1/2"),
        (f"5 m{I_DOTTED}n", "minutes", "5"),
        (f"5 m{I_DOTLESS}n", "minutes", "5"),
        (f"5 day{S}", "span", "5"),
        (f"2 week{S}", "span", "2"),
    ],
)
def test_times_in_odd_letters(words: str, kind: str, value: str) -> None:
    (found,) = quantities(f"over {words} or so")
    assert (found.kind, str(found.exact)) == (kind, value)


@pytest.mark.parametrize("words", [f"25 mg per {S}emaine", f"25 mg week{KELVIN}ly", f"25 mg/{S}", f"25 mg per {S}em"])
def test_no_rate_in_odd_letters_breaks_the_reader(words: str) -> None:
    assert next(q.kind for q in quantities(words)) in ("mass", "other")


def test_lengths_in_odd_letters() -> None:
    assert [str(one.span.high) for one in lengths(f"after 6 week{S} of it")] == ["6"]


def test_plain_letters() -> None:
    assert plain_of(f"WEE{KELVIN}{S}") == "weeks"
    assert unit_of(f"fortnight{S}") == (2, "week")
