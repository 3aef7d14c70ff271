"""Totals of tables, percentages, and blocks that must hold everybody: a table of our own in, findings out."""

from __future__ import annotations

import pytest

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Finding, Verdict

REPORTED = (Verdict.FAILS, Verdict.ASSUMES)


def found(text: str, check: str) -> list[Finding]:
    """What is reported under one check."""
    marks = scan_document(read_plain(text, "paper.txt")).marks
    return [m.finding for m in marks if m.finding.check == check and m.finding.verdict in REPORTED]


def test_a_total_that_its_rows_do_not_make() -> None:
    table = "Nodules by site\tNodules\nElbow\t12\nShin\t30\nHeel\t7\nTotal\t59"
    (one,) = found(table, "table-sum")
    assert (one.verdict, one.printed, one.computed) == (Verdict.FAILS, "59", "49")
    assert one.arithmetic == "12 + 30 + 7 = 49, not 59"


def test_the_cell_is_marked_that_breaks_both_its_row_and_its_column() -> None:
    table = (
        "Course\tHome\tClinic\tTotal\n"
        "First\t8\t4\t12\n"
        "Second\t6\t9\t13\n"  # 6 + 9 = 15, and 8 + 6 + 5 = 19, but 4 + 9 + 3 = 16, not 14
        "Third\t5\t3\t8\n"
        "Total\t19\t14\t33"
    )
    (one,) = found(table, "table-sum")
    assert (one.printed, one.computed) == ("9", "7")


def test_columns_that_part_a_cohort_add_up_across() -> None:
    table = (
        "Feature\tAll (N = 41)\tGel (n = 20)\tPaste (n = 21)\n"
        "Itch\t13 (32%)\t7 (35%)\t6 (29%)\n"
        "Crusts\t15 (37%)\t8 (40%)\t9 (43%)\n"  # 8 + 9 = 17
        "Pain\t22 (54%)\t10 (50%)\t12 (57%)"
    )
    (one,) = found(table, "table-sum")
    assert (one.printed, one.computed) == ("15 (37%)", "17")


@pytest.mark.parametrize(
    "table",
    [
        "Reaction\tPatients\nBurning\t8\nItch\t5\nAny\t9",
        "Diagnosis\tn\nScleroderma\t9\n  Diffuse\t3\n  Limited\t6\nLupus\t4\nTotal\t13",
        "Study\tMean change\nFirst\t2.1\nSecond\t3.4\nTotal\t2.6",
        "Drug used before\tPatients (several could be named)\nDiltiazem\t9\nColchicine\t8\nTotal\t12",
        "Month\tNew\tStopped\tOn treatment\nMay\t6\t0\t6\nJune\t4\t1\t9\nJuly\t2\t3\t8",
    ],
    ids=["any", "nested", "means", "several answers", "running balance"],
)
def test_what_looks_like_a_sum_and_is_none(table: str) -> None:
    assert found(table, "table-sum") == []


def test_a_percentage_of_the_n_in_its_head() -> None:
    table = "Finding\tTreated (n = 32)\nHealed\t20 (63)\nSmaller\t8 (34)\nSame\t4 (13)"
    (one,) = found(table, "table-percent")
    assert (one.verdict, one.computed, one.arithmetic) == (Verdict.FAILS, "25 %", "8 / 32 = 25 %")
    assert one.suggestion == "25 %, or 11 of 32 for 34 %"


def test_a_percentage_that_was_cut_off_instead_of_rounded() -> None:
    caption = "Table 1. Baseline of 28 patients\n"
    table = "Item\tn (%)\nAsian\t1 (3.5)\nBlack\t9 (32)\nWhite\t18 (64)"
    (one,) = found(caption + table, "table-percent")
    assert (one.verdict, one.computed, one.assumption) == (Verdict.ASSUMES, "3.6 %", "it was rounded by cutting off")


def test_a_percentage_of_the_count_in_another_column() -> None:
    table = "Route\tTreated\tHealed, n (%)\nVein\t16\t4 (25)\nSkin\t11\t5 (54)\nLesion\t9\t6 (67)"
    (one,) = found(table, "table-percent")
    assert (one.printed, one.computed) == ("5 (54)", "45 %")


@pytest.mark.parametrize(
    "table",
    [
        "Item (percentages are of those with data)\tn = 40\nSmoker\t12 (32)\nDiabetes\t20 (50)\nGout\t10 (25)",
        "Item\tGel (n = 20)\nAge, years\t51 (14)\nWomen\t15 (75)\nUlcer\t5 (25)\nTime to healing\t9 (4)",
        "Relapse\tn (%), N = 28\nYes\t3 (14)\nNo\t18 (86)\nNever healed\t7",
        "Drug\tN = 16\nAny blocker\t8 (50%)\n  of these diltiazem\t6 (75%)\nOther\t4 (25%)",
        "Test\tDone\nFirst\t9/27 (33%)\nSecond\t4/25 (16%)",
    ],
    ids=["missing data", "means", "of those in two rows", "of the row above", "own wholes"],
)
def test_percentages_of_something_else(table: str) -> None:
    assert found(table, "table-percent") == []


OVERLAPPING = (
    "Table 3. Concomitant care\n"
    "Care\tHealed\tNot healed\tAll\n"
    "Number of patients\t15\t9\t24\n"
    "Care beside the ointment\t\t\t\n"
    "Compression\t6\t{compression}\t{both}\n"
    "Antibiotics\t5\t3\t8\n"
    "None\t7\t3\t10\n"
)


def test_a_column_whose_rows_leave_a_patient_out() -> None:
    # Healed: 6 + 5 + 7 = 18 may hold 15, for two rows may hold the same patient. Not healed: 2 + 3 + 3 < 9.
    (one,) = found(OVERLAPPING.format(compression=2, both=8), "table-cover")
    assert (one.verdict, one.arithmetic) == (Verdict.ASSUMES, "2 + 3 + 3 = 8 < 9")
    assert one.assumption is not None
    assert "1 of the 9" in one.assumption


def test_rows_that_overlap_may_reach_more() -> None:
    assert found(OVERLAPPING.format(compression=4, both=10), "table-cover") == []


def test_yes_and_no_part_everybody() -> None:
    (one,) = found("Table 2. Baseline of 30 patients\nFistula\nYes\t11\nNo\t21", "table-cover")
    assert (one.verdict, one.arithmetic) == (Verdict.FAILS, "11 + 21 = 32 > 30")


@pytest.mark.parametrize(
    "table",
    [
        "Table 2. Baseline of 30 patients\nFistula\nYes\t11\nNo\t17\nUnknown\t2",
        "Table 2. Of 30 patients, two had missing data\nFistula\nYes\t11\nNo\t17",
        "Table 2. Care of 30 patients\nDiltiazem\t12\nAspirin\t14\nNone\t9",
        "Table 2. Care of 30 patients\nWomen\t21\nIf treated, drugs used\t\nDiltiazem\t12\nNone\t9",
    ],
    ids=["unknown", "missing", "overlapping", "subset"],
)
def test_blocks_that_need_not_close(table: str) -> None:
    assert found(table, "table-cover") == []


def test_a_list_in_a_line_is_a_table_too() -> None:
    (one,) = found("Table 4 Access. Kind of access: fistula 21, catheter 15, graft 3; total 49.", "list-sum")
    assert (one.printed, one.arithmetic) == ("49", "21 + 15 + 3 = 39")


def test_columns_that_multiply() -> None:
    table = "Patient\tSessions\tmL each\tTotal mL\n1\t6\t0.5\t3.0\n2\t4\t1.5\t6.0\n3\t5\t0.4\t2.4"
    (one,) = found(table, "table-formula")
    assert (one.printed, one.arithmetic) == ("2.4", "5 × 0.4 = 2")
