"""Coefficients that have bounds, and centres beside or below their range: a text in, what is said out."""

import pytest

from resorb.scan.material import Mark
from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict


def said(text: str) -> list[Mark]:
    marks = scan_document(read_plain(text, "t.md")).marks
    return [m for m in marks if m.finding.verdict in (Verdict.FAILS, Verdict.ASSUMES)]


@pytest.mark.parametrize(
    ("text", "check", "printed", "arithmetic"),
    [
        ("Size and pain were correlated (r = 1.72, P = 0.002).", "coefficient-range", "r = 1.72", "1.72 > 1"),
        ("Agreement of the readers was good (kappa = 1.2).", "coefficient-range", "kappa = 1.2", "1.2 > 1"),
        ("Discrimination was fair (AUC 0.7 by ROC; AUC = 1.08 in children).", "coefficient-range", "AUC = 1.08",
         "1.08 > 1"),
        ("The dose to the other side was 11.1-46.6 Gy (mean 56.85 Gy).", "centre-and-ends",
         "11.1-46.6 Gy (mean 56.85", "56.85 > 46.6"),
        ("The children were 3 to 12 years (median 1.5 years).", "centre-and-ends",
         "3 to 12 years (median 1.5 years", "1.5 < 3"),
    ],
)  # fmt: skip
def test_slips(text: str, check: str, printed: str, arithmetic: str) -> None:
    (mark,) = [m for m in said(text) if m.finding.check == check]
    assert (mark.finding.printed, mark.finding.arithmetic) == (printed, arithmetic)


def test_rows_of_one_characteristic() -> None:
    table = (
        "| Age | Drug | Vehicle |\n|---|---|---|\n| Mean (SD) | 33.8 (6.6) | 65.4 (7.9) |\n"
        "| Median | 33.0 | 35.0 |\n| Min - Max | 21.0 - 50.0 | 21.0 - 62.0 |\n"
    )
    (mark,) = said(table)
    assert (mark.finding.printed, mark.finding.arithmetic) == ("65.4", "65.4 > 62.0")
    assert said(table.replace("65.4", "35.4")) == []


@pytest.mark.parametrize(
    "text",
    [
        "The radius was r = 1.72 mm in all.",
        "The AUC = 4.5 h·mg/L was measured by a curve that predicts exposure.",
        "Follow-up was 2-8 months (mean 140 days).",
        "From 1998-2004 (mean 12 a year) cases rose.",
        "The estimate was 4.2 (95% CI 1.1 to 3.9, mean 5.0).",
        "The regression gave r = 0.72 and a slope of R = 1.0.",
    ],
)
def test_what_may_be(text: str) -> None:
    assert [m for m in said(text) if m.finding.check in ("coefficient-range", "table-centre", "centre-and-ends")] == []
