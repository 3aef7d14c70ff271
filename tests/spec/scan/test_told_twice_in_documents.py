"""The same figure told twice in ordinary documents: summary against body, text against table."""

from __future__ import annotations

import pytest

from resorb.scan.run import scan_document
from resorb.sources.documents.open import read_document
from resorb.values.findings import Verdict

_PAPER = """# Thiosulfate in our unit

## Abstract

{abstract}

## Methods

We read the charts of everybody treated.

## Results

{results}

## Discussion

A trial is needed.
"""


def found_in(text: str, *checks: str) -> list[str]:
    """What is marked by some checks, as printed."""
    marks = [mark for doc in read_document(text.encode(), "paper.md") for mark in scan_document(doc).marks]
    wrong = (Verdict.FAILS, Verdict.ASSUMES)
    return [m.finding.printed or "" for m in marks if m.finding.check in checks and m.finding.verdict in wrong]


_PORTIONS = [
    # 9 or 11 of the same 26
    ("Nausea was reported by 9 of 26 patients.", "Nausea was noted in 11 of the 26 patients (42.3%)."),
    ("In total, 14/33 lesions (42.4%) resolved.", "By week 24, 13 of the 33 lesions (39.4%) had resolved."),
    ("Mortality at one year was 45.5% (10/22).", "Nine of 22 patients (40.9%) died within 12 months."),
    ("Of 31 patients, 19 improved.", "Improvement was seen in 18 of 31 patients (58.1%)."),
    ("Skin ulceration occurred in 4 (12.5%) of 32 fingers.", "Ulceration followed injection in 5 of 32 fingers."),
    # two groups share one verb
    (
        "Death occurred in 14 of 31 treated patients and 9 of 15 others.",
        "Twelve of 31 treated patients (38.7%) and nine of 15 others (60.0%) died within 12 months.",
    ),
    # 16 is 53.3% of 30, the whole of the abstract; 26 weeks are six months
    (
        "At six months 18 of 30 (60.0%) were free of pain.",
        "Sixteen patients (53.3%) were free of pain at 26 weeks.",
    ),
    ("Amputation was needed in 3 of 28.", "Four of the 28 patients (14.3%) needed amputation."),
    (
        "Eight of 21 patients died.",
        "Table 1. Outcome (n = 21)\n\n| Outcome | n (%) |\n|---|---|\n| Died | 9 (42.9) |\n| Alive | 12 (57.1) |",
    ),
]
_OTHER_PORTIONS = [
    # another degree, time, cause, group
    ("Nausea was reported by 9 of 26 patients.", "Severe nausea was noted in 4 of the 26 patients (15.4%)."),
    ("At six months 18 of 30 had healed.", "At three months 11 of 30 had healed; at six months 18 of 30."),
    ("At one year 18 of 30 had healed.", "By week 12, 11 of 30 had healed, and 7 more did so later."),
    ("18 of 30 had healed.", "By week 12, 11 of 30 had healed. Another seven did so later."),
    ("Pain improved in 15 of 20.", "Pain was present at baseline in 18 of 20 patients (90%)."),
    ("Seven of 18 had a complete response.", "Partial response was seen in 6 of 18."),
    ("Improvement was seen in 16 of 22.", "Improvement was marked in 9 of 22 and slight in 7 of 22."),
    ("Infection occurred in 4 of 25.", "Infection before treatment had occurred in 6 of 25."),
    ("Ten of 24 lesions improved by consensus.", "Reader 1 saw improvement in 13 of 24 lesions, reader 2 in 11 of 24."),
    ("Of 94, 38 had thiosulfate and 22 colchicine.", "Side effects arose in 27 patients (29%), mostly on colchicine."),
]


@pytest.mark.parametrize(("abstract", "results"), _PORTIONS)
def test_so_many_of_a_whole_are_as_many_in_the_summary(abstract: str, results: str) -> None:
    assert found_in(_PAPER.format(abstract=abstract, results=results), "same-count")


@pytest.mark.parametrize(("abstract", "results"), _OTHER_PORTIONS)
def test_another_degree_time_or_group_is_another_portion(abstract: str, results: str) -> None:
    assert not found_in(_PAPER.format(abstract=abstract, results=results), "same-count")


def test_a_structured_abstract_sums_up_under_its_own_headings() -> None:
    abstract = "**Methods.** Chart review.\n\n**Results.** Nausea was reported by 9 of 26 patients."
    results = "Nausea was noted in 11 of the 26 patients (42.3%)."
    assert found_in(_PAPER.format(abstract=abstract, results=results), "same-count")


def test_a_column_of_reductions_follows_from_two_others() -> None:
    table = """| No. | Before (mm) | After (mm) | Reduction (%) |
|---|---|---|---|
| 1 | 20 | 15 | 25 |
| 2 | 40 | 10 | 75 |
| 3 | 32 | 27 | 61 |
| 4 | 16 | 8 | 50 |
"""  # 5/32 = 15.6 %, printed with its digits exchanged
    assert found_in(table, "table-formula") == ["61"]
    assert not found_in(table.replace("61", "16"), "table-formula")


_CHANGES = [
    # one end the same, the other not
    ("Mean pain fell from 7.1 to 3.2.", "Mean pain score was 7.1 before treatment and 2.3 at week 12."),
    ("The deposit shrank from 34 mm to 12 mm.", "The deposit measured 34 mm at baseline and 21 mm at 24 weeks."),
    ("Median CRP dropped from 94 to 11 mg/L.", "Median CRP dropped from 49 mg/L to 11 mg/L."),
    ("Pain eased from 8/10 to 2/10.", "Pain was 8/10 on admission and 3/10 after four weeks."),
    ("DLQI improved from 15 to 6.", "DLQI was 15 at baseline and had fallen to 9 by week 8."),
    ("The mean VAS fell from 62 to 31 mm.", "VAS: 62 mm → 13 mm."),
]
_OTHER_CHANGES = [
    ("Mean pain fell from 7.1 to 2.3.", "Mean pain was 7.1 at baseline, 4.0 at week 4 and 2.3 at week 12."),
    ("Pain fell from 8 to 2 by week 12.", "Pain fell from 8 to 5 by week 4."),
    (
        "Pain fell from 8 to 3.",
        "Pain fell from 8 to 5 in the first month. It was 3 at the last visit, and pain stayed low.",
    ),
    ("Pain fell from 9 to 4 with thiosulfate.", "In the control group pain fell from 9 to 7."),
    ("Phosphate fell from 2.4 to 1.9 mmol/L.", "Calcium fell from 2.4 to 2.2 mmol/L."),
    ("Pain fell from 9 to 2.", "Pain was scored from 0 to 10 at each visit."),
    ("Pain fell from 8 to 2.", "Case 2\n\nPain fell from 8 to 4."),
    (
        "CRP fell from 94 to 11 mg/L.",
        "CRP fell from 94 to 40 mg/L.\n\n| Week | CRP (mg/L) |\n|---|---|\n| 0 | 94 |\n| 4 | 40 |\n| 12 | 11 |",
    ),
]


@pytest.mark.parametrize(("abstract", "results"), _CHANGES)
def test_a_change_has_the_same_ends_in_the_summary(abstract: str, results: str) -> None:
    assert found_in(_PAPER.format(abstract=abstract, results=results), "same-figure")


@pytest.mark.parametrize(("abstract", "results"), _OTHER_CHANGES)
def test_a_change_of_something_else_is_another_change(abstract: str, results: str) -> None:
    assert not found_in(_PAPER.format(abstract=abstract, results=results), "same-figure")


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("The ulcer measured 5.0 x 3.0 cm (51 cm2).", "51 cm2"),  # 15 cm2
        ("A plaque of 8 × 6 cm (area 84 cm²) lay on the thigh.", "84 cm²"),  # 48 cm²
        ("On 3 May it was 6.0 × 4.0 cm (24 cm²).\n\nOn 7 June it measured 3.0 × 2.0 cm (9 cm²).", "9 cm²"),  # 6 cm²
        ("Week 0: 8 × 5 cm.\n\nWeek 4: 6 × 4 cm, 60% smaller than at the start.", "60"),  # 24 of 40 cm²: 40 %
        ("On 3 May it was 6.0 × 4.0 cm.\n\nOn 7 June it measured 3.0 × 2.0 cm, down 57% in area.", "57"),  # 75 %
    ],
)
def test_an_area_follows_from_two_diameters(text: str, odd: str) -> None:
    assert found_in(text, "area-and-size") == [odd]


@pytest.mark.parametrize(
    "text",
    [
        "The ulcer measured 5.0 x 3.0 cm (15 cm2).",
        "The ulcer measured 5.0 x 3.0 cm (area 11.8 cm2 as an ellipse).",  # × π/4
        "A deposit of 12 × 8 × 5 mm (480 mm³).",
        "By planimetry the ulcer of 5.0 × 4.0 cm had an area of 13.1 cm².",
        "It was 6.0 × 4.0 cm at first (24 cm²).\n\nIt was 3.0 × 2.0 cm (6 cm²) in June, down 75%.",
        "Ulcer A 6 × 4 cm, ulcer B 3 × 3 cm.\n\nUlcer B is now 2 × 2 cm, a 56% reduction.",  # 4 of 9
        "It was 6 × 4 cm and pain 8/10.\n\nIt is 5 × 4 cm and pain down 50%.",
        "The deposit was 22 × 15 mm.\n\nIt is 11 × 8 mm, a 50% reduction in length.",
    ],
)
def test_another_area_or_another_percentage_is_left_alone(text: str) -> None:
    assert not found_in(text, "area-and-size")


def test_weights_before_and_after_dialysis_give_the_loss() -> None:
    assert found_in("Pre-dialysis weight 71.4 kg, post 69.2 kg, loss 3.2 kg.", "change-between")  # 2.2 kg
    assert not found_in("Pre-dialysis weight 71.4 kg, post 69.2 kg, loss 2.2 kg.", "change-between")


_SERIES = """# Six patients

## Results

{told}

| Patient | Sex | Age (y) | Infusions |
|---|---|---|---|
| 1 | F | 44 | 30 |
| 2 | F | 51 | 36 |
| 3 | M | 57 | 24 |
| 4 | F | 38 | 12 |
| 5 | M | 62 | 36 |
| 6 | F | 66 | 48 |
"""  # ages: mean 53.0, median 54, 38 to 66; infusions: mean 31.0, median 33, 12 to 48


@pytest.mark.parametrize(
    ("told", "odd"),
    [
        ("We treated six patients. Mean age was 53.0 years (range 38–69).", "38–69"),
        ("Six patients of a median age of 54 years (range 36 to 66) were treated.", "36 to 66"),
        ("Six patients were treated. The mean number of infusions was 33.0 (range 12–48).", "33.0"),
        ("We treated six patients. Mean age was 53.0 years (range 38–66).", ""),
        ("We treated six patients. Mean age at diagnosis was 41.2 years (range 30–59).", ""),
        ("We treated six patients. The mean age of the four women was 49.8 years (range 38–66).", ""),
        ("We treated six patients. Mean age was 53.0 years (SD 10.7).", ""),
        ("In an earlier series of six patients the mean age was 53.0 years (range 31–70).", ""),
    ],
)
def test_the_text_says_of_a_column_what_its_rows_give(told: str, odd: str) -> None:
    assert found_in(_SERIES.format(told=told), "column-told") == ([odd] if odd else [])


@pytest.mark.parametrize(
    ("abstract", "results", "odd"),
    [
        # 30 + 24 = 54, and the summary has 45
        ("We studied 45 patients.", "Fifty-four patients were included, 30 on gel and 24 on cream.", "45 patients"),
        ("We studied 54 patients.", "Fifty-four patients were included, 30 on gel and 24 on cream.", ""),
        ("We studied 50 patients.", "Fifty-four patients were included, of whom four were lost early.", ""),
        ("We studied 20 patients.", "Fifty-four patients were included, 30 on gel and 24 on cream.", ""),
        ("We studied 52 patients.", "We screened 54 patients. Of the 54 patients, 52 were treated.", ""),
    ],
)
def test_the_whole_group_has_one_size(abstract: str, results: str, odd: str) -> None:
    assert found_in(_PAPER.format(abstract=abstract, results=results), "same-count") == [odd] * bool(odd)
