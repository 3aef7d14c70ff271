"""Columns that part the patients, rows of a flow, titles above tables."""

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict


def said(text: str) -> list[tuple[str, str, str | None]]:
    marks = scan_document(read_plain(text, "table.md")).marks
    return [
        (m.finding.check, m.finding.verdict.value, m.finding.computed)
        for m in marks
        if m.finding.verdict in (Verdict.FAILS, Verdict.ASSUMES)
    ]


HEAD = "Feature (n = 20)\tYes\tNo\tNot known\n"


def test_columns_that_exclude_each_other_hold_everybody_in_every_row() -> None:
    # 9 + 10 + 1 = 20, 6 + 14 + 0 = 20, 12 + 12 + 2 = 26
    wrong = HEAD + "Fever\t9\t10\t1\nCough\t6\t14\t0\nItch\t12\t12\t2\n"
    assert said(wrong) == [("table-columns", "fails", "20")]
    assert said(HEAD + "Fever\t9\t10\t1\nCough\t6\t14\t0\nItch\t12\t6\t2\n") == []


def test_a_flow_closes() -> None:
    # 40 − 7 − 5 = 28
    assert said("Screened\t40\nNot eligible\t7\nDeclined\t5\nRandomised\t31\n") == [("table-flow", "fails", "28")]
    assert said("Screened\t40\nNot eligible\t7\nDeclined\t5\nRandomised\t28\n") == []


def test_indented_reasons_belong_to_the_row_above() -> None:
    assert said("Screened\t40\nExcluded\t12\n  no biopsy\t9\n  declined\t3\nRandomised\t28\n") == []


def test_a_title_on_the_line_above_is_the_caption() -> None:
    # 9 of 30 is 30 %
    table = "Baseline, N = 30\nSmoker, n (%)\t9 (40.0)\nDiabetes\t12 (40.0)\nWarfarin\t15 (50.0)\nAsthma\t3 (10.0)\n"
    assert ("table-percent", "fails") in [one[:2] for one in said(table)]


def test_a_strength_in_a_head_is_no_percentage() -> None:
    # 7 + 5 + 4 = 16, not 18; the other columns add up
    table = "Centre\t25% gel\tVehicle\tTotal\nA\t7\t8\t15\nB\t5\t5\t10\nC\t4\t5\t9\nTotal\t18\t18\t34\n"
    assert [one[0] for one in said(table)] == ["table-sum"]


def test_none_of_none_has_no_percentage() -> None:
    table = "Table 1. Harms\n\tDrug\nNausea\t0/0 (0%)\nPain\t3/12 (25%)\n"
    assert [one for one in said(table) if one[0] == "table-percent"] == []
