"""Sentences with means, medians, ranges and spreads in, findings out."""

from fractions import Fraction
from itertools import combinations_with_replacement

import pytest

from resorb.checks.arithmetic.spreads import least_variance, most_variance, root_text
from resorb.scan.material import Mark
from resorb.scan.registry import RULES
from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict
from resorb.values.ranges import Range

_REPORTED = (Verdict.FAILS, Verdict.ASSUMES)


def reported(text: str) -> list[Mark]:
    found = scan_document(read_plain(text, "note.txt")).marks
    checks = {check for rule in RULES.values() if rule.kind == "statistic" for check in rule.checks}
    return [m for m in found if m.finding.check in checks and m.finding.verdict in _REPORTED]


def test_variance_between_two_ends_against_every_set_of_values() -> None:
    for n in (2, 3, 4, 5):
        found: list[Fraction] = []
        for middle in combinations_with_replacement(range(7), n - 2):
            values = (0, *middle, 6)
            mean = Fraction(sum(values), n)
            variance = sum(((v - mean) ** 2 for v in values), Fraction(0)) / (n - 1)
            found.append(variance)
            assert variance <= most_variance(Fraction(0), Fraction(6), n, Range.point(mean))
        assert min(found) >= least_variance(Fraction(0), Fraction(6), n)
        assert max(found) <= most_variance(Fraction(0), Fraction(6), n)
    assert least_variance(Fraction(0), Fraction(6), 3) == 9  # 0, 3, 6: (9 + 0 + 9)/2
    assert root_text(Fraction(2), 3) == "1.414"


@pytest.mark.parametrize(
    ("text", "check", "printed"),
    [
        ("Mean age was 83 years (range 41 to 79).", "centre-in-range", "83 years (range 41 to 79"),
        ("Follow-up was short (median 14 months, range 2-11).", "centre-in-range", "14 months, range 2-11"),
        ("Pain fell to a median of 6 (IQR 1 to 4).", "centre-in-range", "6 (IQR 1 to 4"),
        ("They scored a mean of 11.3 on a scale from 0 to 10.", "centre-in-range", "11.3 on a scale from 0 to 10"),
        ("Relief took 6 weeks (median; IQR 2-19; range 3-15).", "centre-in-range", "2-19; range 3-15"),
        ("Ages ranged from 79 to 34 years.", "range-order", "79 to 34"),
        ("Duration was 5 months (median; IQR 7–4).", "range-order", "7–4"),
        ("Time to response: mean 9.1 months, median 2.5 months, range 0.5–11 months.", "mean-bounds", "9.1 months"),
        ("Ages were 54 ± 31.5 years (range, 38-71).", "sd-possible", "54 ± 31.5 years"),
        ("Age was 12 years on average (SD 0, range 4 to 17).", "sd-possible", "SD 0"),
        ("Ulcers fell from 5.2 ± 2.9 to 2.6 ± -2.4.", "sd-possible", "2.6 ± -2.4"),
        ("In the four patients the mean was 20.0 sessions (SD 1.2, range 8-32).", "sd-possible", "SD 1.2"),
        ("In 25 patients the score rose (SD 8, SE 5.6).", "se-and-sd", "SE 5.6"),
        ("Lesions were counted in all 12 patients (mean 3.47).", "grim", "mean 3.47"),
        ("The 11 patients had a median of 3.5 infusions.", "median-of-counts", "median of 3.5"),
        ("The median number of lesions was 3.3.", "median-of-counts", "median number of lesions was 3.3"),
        ("Three men, aged 58, 61 and 70 years (mean 62.5 years), took part.", "mean-of-listed", "62.5 years"),
    ],
)  # fmt: skip
def test_slips(text: str, check: str, printed: str) -> None:
    (found,) = reported(text)
    words = found.passage.text[found.start : found.end]
    assert (found.finding.check, found.finding.verdict) == (check, Verdict.FAILS)
    assert words in printed or printed in words


@pytest.mark.parametrize(
    "text",
    [
        "Hospital stay was skewed: mean 21 days, median 8 days, IQR 5-14, range 1-143.",
        "The number of lesions was 9.8 ± 16.2 (range 1-95) in 60 patients.",
        "Lesion area changed by a mean of -38% (range, -100 to 22%).",
        "Median age of the eight women, in completed years, was 48.5 (range, 29 to 71).",
        "Skin temperature averaged 33.47 °C in 12 patients.",
        "Median age was 57 years; disease duration ranged from 2 to 20 years.",
        "The mean dose fell from 25 to 12.5 g.",
        "Mean follow-up was 14 months (range, 2 weeks to 4 years).",
        "The mean number of infusions per week was 2.35 in the 12 patients.",
        "Nine parents rated satisfaction in half points. The mean was 6.28.",
        "Pain was rated at weeks 2, 4 and 8, with a mean of 6.1.",
        "The median number of vials was 13.5 among 32 inpatients.",
        "Calcium was 9.1 mg/dL (reference range 8.4 to 10.2).",
    ],
)
def test_clean(text: str) -> None:
    assert [m.finding for m in reported(text)] == []


def test_the_arithmetic_is_written_out() -> None:
    (grim,) = reported("Eight patients each counted their ulcers, and the mean number was 4.65.")
    assert grim.finding.arithmetic == "4.65 × 8 = 37.2; 37/8 = 4.625, 38/8 = 4.75"
    (bounds,) = reported("Response took a mean of 9 months (median 2.5, range 0.5-11).")
    assert bounds.finding.arithmetic == "(0.5 + 2.5)/2 = 1.50; (2.5 + 11)/2 = 6.75"
    (mean,) = reported("The three sisters had 2, 3 and 7 masses, an average of 3.")
    assert mean.finding.arithmetic == "(2 + 3 + 7)/3 = 4"


_TABLE = """Table 2. Laboratory values, median (quartiles)
Calcium, mg/dL\t9.1 (8.7-9.6)
Phosphate, mg/dL\t{phosphate}
Albumin, g/dL\t3.4 (3.0-3.8)
"""
_COLUMNS = """Table 1. At entry
| | Mean | SD | Minimum | Maximum |
|---|---|---|---|---|
| Weight (kg) | {mean} | {sd} | 44 | 109 |
| Lesions | 3.9 | 2.2 | 1 | 11 |
"""


def test_a_cell_that_its_caption_explains() -> None:
    (found,) = reported(_TABLE.format(phosphate="3.9 (4.2-6.0)"))
    assert (found.finding.check, found.passage.text[found.start : found.end]) == ("centre-in-range", "3.9 (4.2-6.0")
    (reversed_,) = reported(_TABLE.format(phosphate="4.9 (6.0-4.2)"))
    assert reversed_.finding.check == "range-order"
    assert reported(_TABLE.format(phosphate="4.9 (4.2-6.0)")) == []


def test_a_summary_over_several_columns() -> None:
    assert reported(_COLUMNS.format(mean="71.2", sd="14.8")) == []
    assert [m.finding.check for m in reported(_COLUMNS.format(mean="41.2", sd="14.8"))] == ["centre-in-range"]
    assert [m.finding.check for m in reported(_COLUMNS.format(mean="71.2", sd="94.8"))] == ["sd-possible"]


def test_counts_in_a_table_have_exact_ends() -> None:
    rows = "Table 1. Baseline (N = 27)\nAge, years\tmean 55 (range 23-80)\nLesions per patient\tmean {} (range 2-11)\n"
    assert [m.finding.check for m in reported(rows.format("1.9"))] == ["centre-in-range"]
    assert reported(rows.format("2.9")) == []
