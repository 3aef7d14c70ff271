"""What a sentence states: each number with its kind, the words about it and the scope."""

import pytest

from resorb.reading.papers.attributes import attributes
from resorb.reading.papers.statements import cell_statement, statements


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("We reviewed 32 charts of adults.", [("count", 32)]),
        ("STS 12.5 g was given three times weekly for 8 weeks.", [("mass", 12500), ("times a week", 3), ("time", 56)]),
        ("The 25% ointment was used by 14 of 20 women.", [("strength", 25), ("count", 14), ("count", 20)]),
        ("A woman of 49 was seen [12].", []),
        ("Pain fell in 61% at week 12.", [("%", 61)]),
    ],
)  # fmt: skip
def test_kinds_and_values(text: str, stated: list[tuple[str, int]]) -> None:
    assert [(s.kind, s.value) for s in statements(text)] == stated


def test_words_of_one_meaning_are_one() -> None:
    (one,) = statements("Closure was seen in 9 patients.")
    (other,) = statements("Nine patients healed.")
    assert one.near == other.near
    assert one.noun == other.noun == "patients"


def test_what_narrows_a_number() -> None:
    (one,) = statements("Among responders a median of 9 months was planned.")
    assert one.of("group", "stat", "plan") == {"responder", "median", "planned"}


def test_a_whole_is_no_statement_of_what_happened() -> None:
    of_all, healed = statements("Of the 20 patients, 13 healed.")
    assert (of_all.near, healed.whole) == (frozenset(), 20)


def test_a_cell_states_its_row() -> None:
    one, first, last = cell_statement("Duration of treatment, median, weeks", "17 (4-30)")
    assert (one.kind, one.value, one.of("stat")) == ("time", 119, {"median"})
    assert [(end.kind, end.value) for end in (first, last)] == [("first end", 4), ("last end", 30)]
    assert [s.kind for s in cell_statement("Albumin", "3.9")] == ["score"]


def test_sex_side_and_route() -> None:
    found = {(a.of, a.value) for a in attributes("Her left knee was given intralesional thiosulfate.")}
    assert found == {("sex", "female"), ("side of the knee", "left"), ("route", "intralesional")}


def test_ends_years_and_p_values() -> None:
    found = {(s.kind, s.number.text) for s in statements("Between 2009 and 2015 it fell from 62 to 38 (P = .02).")}
    assert found == {
        ("first year", "2009"),
        ("last year", "2015"),
        ("first end", "62"),
        ("last end", "38"),
        ("p", "0.02"),
    }
