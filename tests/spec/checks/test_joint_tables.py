"""Overlapping groups as one table: what conflicts, with which readings it would not, what a cell can be."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from resorb.checks.arithmetic.integer_tables import IntegerTable, PrintedSum, Span
from resorb.checks.joint import cell_spans
from resorb.checks.joint_blocks import blocks
from tests.spec.checks.studies import findings_of, study_of

# Three rows of a table in which rows may overlap, and a footnote that splits the improved.
OVERLAP = """
    groups:
      all: {label: All, n: 28, outcomes: {CR: 2, PR: 17, NR: %(nr)s, UR: 2}}
      drug: {label: Drug, of: all, has: [drug], n: 9, outcomes: {CR: 0, PR: 5, NR: 2, UR: 2}}
      dressing: {label: Dressing, of: all, has: [dressing], n: 8, outcomes: {CR: 0, PR: 6, NR: 2, UR: 0}}
      neither: {label: Neither, of: all, lacks: [drug, dressing], n: %(neither)s,
                outcomes: {CR: 2, PR: 9, NR: %(nr_neither)s, UR: 0}}
      improved: {label: Improved, of: all, classes: [CR, PR], n: 19}
      both: {label: Improved on both, of: improved, has: [drug, dressing], n: 3}
      dressing-only: {label: Improved on dressing only, of: improved, has: [dressing], lacks: [drug], n: %(wound)s}
      drug-only: {label: Improved on drug only, of: improved, has: [drug], lacks: [dressing], n: %(drug)s}
"""
SOUND = {"nr": 7, "neither": 14, "nr_neither": 3, "wound": 3, "drug": 2}


def test_a_sound_table_is_possible_and_bounds_what_nobody_printed() -> None:
    (finding,) = findings_of(OVERLAP % SOUND, "joint-table-can-exist")
    assert finding.verdict == "holds"
    # 7 without response: 3 on neither, so 4 on drug (2) or dressing (2): none on both
    assert "NR with drug: 2" in (finding.computed or "")
    assert "NR with drug, dressing" not in (finding.computed or "")


def test_a_column_too_small_for_its_patients_is_found_with_the_four_numbers_that_conflict() -> None:
    (finding,) = findings_of(OVERLAP % (SOUND | {"neither": 13, "nr_neither": 2}), "joint-table-can-exist")
    assert finding.verdict == "fails"
    assert finding.printed == "All, NR: 7; Drug, NR: 2; Dressing, NR: 2; Neither, NR: 2"
    assert "All, NR can be 4 to 6, not 7" in finding.message  # 2 + 2 + 2 at most
    assert "Neither, NR can be 3 to 5, not 2" in finding.message
    assert str(finding.trace[0]) == "tiny/outcome_counts/all.outcome_counts.3/n"


def test_two_exchanged_footnote_counts_are_found_and_the_exchange_is_named() -> None:
    found = findings_of(OVERLAP % (SOUND | {"wound": 2, "drug": 3}), "joint-table-can-exist")
    assert {f.verdict for f in found} == {"fails"}
    conflicts = [f.printed or "" for f in found]
    assert "Dressing, PR: 6; Improved on both: 3; Improved on dressing only: 2" in conflicts  # 3 + 2 = 5
    assert any("Drug, PR: 5" in c and "Improved on drug only: 3" in c for c in conflicts)  # 3 + 3 = 6
    exchange = "if Improved on dressing only: 2 and Improved on drug only: 3 were exchanged"
    assert all(exchange in (f.suggestion or "") for f in found)


def test_groups_that_do_not_overlap_have_no_joint_table() -> None:
    body = """
    groups:
      all: {label: All, n: 5, outcomes: {CR: 2, NR: 3}}
      men: {label: Men, of: all, by: sex, n: 2}
      women: {label: Women, of: all, by: sex, n: 3}
    """
    assert findings_of(body, "joint-table-can-exist") == []


PART = """
    groups:
      all: {label: All, n: 10, outcomes: {CR: 4, NR: 6}}
      part: {label: Part, of: all, n: %s, outcomes: {CR: %s, NR: 2}}
"""


def test_a_part_is_no_larger_than_its_whole_in_any_class() -> None:
    (fits,) = findings_of(PART % (5, 3), "part-fits-in-whole")
    assert (fits.verdict, fits.arithmetic) == ("holds", "n 5 of 10; CR 3 of 4; NR 2 of 6")
    (larger,) = findings_of(PART % (11, 3), "part-fits-in-whole")
    assert (larger.verdict, larger.message) == ("fails", "Part is part of All, but n 11 of 10.")
    (class_larger,) = findings_of(PART % (7, 5), "part-fits-in-whole")
    assert "CR 5 of 4" in class_larger.message


CELLS = tuple(product(("CR", "NR"), (True, False), (True, False)))


@st.composite
def true_tables(draw: st.DrawFn) -> dict[tuple[str, bool, bool], int]:
    return {cell: draw(st.integers(0, 9)) for cell in CELLS}


def _study_of_truth(truth: dict[tuple[str, bool, bool], int]) -> str:
    def counted(a: bool | None = None, b: bool | None = None) -> str:
        sums = [
            sum(n for (c, x, y), n in truth.items() if c == one and a in (None, x) and b in (None, y))
            for one in ("CR", "NR")
        ]
        return f"n: {sum(sums)}, outcomes: {{CR: {sums[0]}, NR: {sums[1]}}}"

    return f"""
    groups:
      all: {{label: All, {counted()}}}
      a: {{label: A, of: all, has: [a], {counted(a=True)}}}
      b: {{label: B, of: all, has: [b], {counted(b=True)}}}
      neither: {{label: Neither, of: all, lacks: [a, b], {counted(a=False, b=False)}}}
    """


@settings(max_examples=25, deadline=None)
@given(true_tables())
def test_what_was_counted_from_patients_is_always_possible_and_its_ranges_hold_the_truth(
    truth: dict[tuple[str, bool, bool], int],
) -> None:
    study = study_of(_study_of_truth(truth))
    (block,) = blocks(study)
    assert block.table.conflicts() == ()
    spans = cell_spans(block)
    for (one, a, b), n in truth.items():
        span = spans[one, frozenset(name for name, there in (("a", a), ("b", b)) if there)]
        assert span.low <= n <= (n if span.high is None else span.high)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sets(st.integers(0, 3), min_size=1), st.integers(0, 4)), min_size=2, max_size=6))
def test_a_conflict_is_impossible_and_possible_without_any_one_of_its_members(
    listed: list[tuple[set[int], int]],
) -> None:
    sums = [PrintedSum(str(i), frozenset(cells), value) for i, (cells, value) in enumerate(listed)]
    table = IntegerTable(range(4), sums)
    possible = any(
        all(sum(cells[i] for i in s.cells) == s.value for s in sums) for cells in product(range(5), repeat=4)
    )
    conflicts = table.conflicts()
    assert table.is_possible() == possible == (not conflicts)
    assert (table.least_change() == 0) == possible
    for conflict in conflicts:
        assert not table.is_possible(conflict)
        assert all(table.is_possible([s for s in conflict if s is not one]) for one in conflict)


def test_spans_by_hand() -> None:
    table = IntegerTable("abc", [PrintedSum("ab", frozenset("ab"), 5), PrintedSum("b", frozenset("b"), 2)])
    assert table.span("a") == Span(3, 3)
    assert table.span("c") == Span(0, None)
    assert str(table.span("c")) == "0 or more"
    assert table.span("a", [*table.sums, PrintedSum("a", frozenset("a"), 4)]) is None
