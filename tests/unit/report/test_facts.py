"""The ledger: numbers become links, facts are collected, nothing is believed that is not on file."""

from hypothesis import given
from hypothesis import strategies as st

from resorb.report.facts import Ledger, anchor_of
from resorb.tables.study import Study
from resorb.values.findings import FactRef

AMOUNT = FactRef("small-2020", "courses", "P1.c1", "amount")


def test_every_word_with_a_digit_becomes_a_link_and_nothing_else_does(study: Study) -> None:
    said = Ledger(study).mark("about 12.5 g (P1), 1,500 mg", "x")
    assert said == (
        'about <a class="n" href="#x" data-facts="x">12.5</a> g (<a class="n" href="#x" data-facts="x">P1</a>), '
        '<a class="n" href="#x" data-facts="x">1,500</a> mg'
    )


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"])))
def test_marking_a_text_keeps_its_characters_and_escapes_them(text: str) -> None:
    marked = Ledger(Study({})).mark(text, "x")
    assert marked.replace('<a class="n" href="#x" data-facts="x">', "").replace("</a>", "") == anchor_free(text)


def anchor_free(text: str) -> str:
    from markupsafe import escape

    return str(escape(text))


@given(st.tuples(st.text(), st.text()), st.tuples(st.text(), st.text()))
def test_different_addresses_have_different_anchors(one: tuple[str, str], other: tuple[str, str]) -> None:
    if one != other and not any("/" in part for part in (*one, *other)):
        assert anchor_of(*one) != anchor_of(*other)


def test_a_fact_shows_its_value_as_printed_its_proposal_and_its_line(study: Study) -> None:
    ledger = Ledger(study)
    assert ledger.fact(AMOUNT) == "fact/small-2020/courses/P1.c1/amount"
    (fact,) = ledger.facts()
    assert (fact.value, fact.where) == ("25 mg", "Case")
    assert fact.proposed == "25 g (the vial holds 12.5 g)"
    assert fact.place is not None
    line = study.inputs[0].text.splitlines()[fact.place.line - 1]
    assert "amount: 25 mg" in line


def test_a_blank_cell_stands_for_its_row_and_a_missing_row_says_so(study: Study) -> None:
    ledger = Ledger(study)
    assert ledger.fact(FactRef("small-2020", "courses", "P1.c1", "note")) == "fact/small-2020/courses/P1.c1"
    ledger.fact(FactRef("small-2020", "courses", "P9.c9", "amount"))
    assert {f.value for f in ledger.facts() if f.ref.row == "P9.c9"} == {"not on file"}


def test_a_count_lists_what_was_counted(study: Study) -> None:
    ledger = Ledger(study)
    ledger.count("patients", [FactRef("small-2020", "patients", "P1"), FactRef("small-2020", "groups", "all")])
    (entry,) = ledger.entries()
    assert entry.sources == ("fact/small-2020/patients/P1", "fact/small-2020/groups/all")
