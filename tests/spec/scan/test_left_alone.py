"""Wordings on which whole papers made scan speak without need: all rules together say nothing on them."""

import pytest

from resorb.scan.material import Mark
from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict


def reported(text: str) -> list[Mark]:
    marks = scan_document(read_plain(text, "t.md")).marks
    return [m for m in marks if m.finding.verdict in (Verdict.FAILS, Verdict.ASSUMES)]


@pytest.mark.parametrize(
    "text",
    [
        # p is not always a probability
        "The distance was of order p = 2 in the default model.",
        "n <- 7 ; p <- 2",
        "With n = 100 and p = 3 the model converged.",
        # a percentage behind "all" that is not of all
        "Thirty deaths were reported across all trials (4.5%).",
        "Relapse was rare over all centres (3%).",
        # the strength of a solution is no share
        "Give 2 mL of a 1/6 (about 4%) molar solution into the site.",
        # a caption run into the paragraph
        "The scan was clear (Figure 1).\n\nLater (Figure 2). Figure 2 Film of the knee.\n\nFigure 1. Chest scan.",
        # a blood pressure is no part of a whole
        "She was afebrile (36.8), normotensive (124/62) patient with a fast pulse.",
        # limits of groups are no sizes of groups
        "The 540 patients were divided into two groups: low scores (<22) and high scores (>22).",
        "The 540 patients were divided into two groups: age < 65 and age >or= 65 at entry.",
    ],
)
def test_nothing_is_said(text: str) -> None:
    assert reported(text) == []


@pytest.mark.parametrize("head", ["Observations", "n", "No. of patients", "Missing", "log10"])
def test_columns_that_count_results_are_no_results(head: str) -> None:
    table = f"| Analyte | {head} | Control |\n|---|---|---|\n| Phosphate (mmol/L) | 421 | 1.3 |\n"
    assert reported(table) == []
    assert [m.finding.printed for m in reported(table.replace(head, "Treated"))] == ["421"]


def test_logarithms_of_results_are_no_results() -> None:
    assert reported("| Analyte | Control |\n|---|---|\n| Phosphate (log10(mmol/L)) | 0.1 |\n") == []


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # a year begun may be counted as a whole one; more than that may not
        ("All cases over a 12-year period (October 2000 to January 2012) were read.", Verdict.ASSUMES),
        ("All cases over a 14-year period (October 2000 to January 2012) were read.", Verdict.FAILS),
    ],
)
def test_years_begun(text: str, verdict: Verdict) -> None:
    assert [m.finding.verdict for m in reported(text)] == [verdict]


def test_a_whole_number_is_no_p_value_of_a_test() -> None:
    assert [m.finding.printed for m in reported("The groups did not differ significantly (p = 5).")] == ["p = 5"]
