"""Percentage points, shares of all, labelled counts of a batch, and sums and products told in new forms."""

from __future__ import annotations

import pytest

from tests.spec.scan.saying import reported, said_of


@pytest.mark.parametrize(
    ("text", "check", "printed"),
    [
        ("Survival was 62% with and 43% without it, an absolute difference of 29 percentage points.",
         "percentage-points", "29 percentage points"),  # 19
        ("The risk was lower by 12.8 percentage points, one death fewer for about every 13 patients treated.",
         "needed-in-words", "13"),  # 100/12.8 = 7.8
        ("Adherence was 86% in the first (31 of 36 sessions) and 94% in the second course (34 of 36), 95% overall.",
         "share-overall", "95"),  # 65/72 = 90.3
        ("Filled: 46 syringes. Rejected: 3 (two with a fibre). Held for retention: 2. Released: 44 syringes.",
         "labelled-balance", "Released: 44 syringes"),  # 41
        ("We found 412 records, removed 97 duplicates and screened 325.", "counts-balance", "325"),  # 315
        ("The 14 who did not complete left for adverse events (6), death (5) or withdrawal (4).", "counts-balance",
         "14 who did not complete left for adverse events (6), death (5) or withdrawal (4"),  # 15
        ("Of 122 patients asked 54 agreed and 78 declined.", "two-parts", "54 agreed and 78 declined"),  # 132
        ("We had 57 cases, each matched with 4 controls, i.e. 282 controls.", "product-of-each", "282 controls"),  # 228
        ("It has four centres with 14 participants per centre and thus has 64 participants.", "sites-and-size",
         "14 participants per centre"),  # 56
        ("Allowing for a loss of 20%, 28 participants per arm will be randomised, 74 in all.", "arms-and-total", "74"),
        ("Nurses gave 412 of the 430 planned doses (98.5%).", "percent", "98.5%"),  # 95.8
        ("Phosphate fell by 72%, from 1,240 to 471 units.", "percent-change", "fell by 72%"),  # 62
        ("Seven children had between 1 and 6 deposits each (mean 2.5).", "grim", "mean 2.5"),  # 17/7, 18/7
        ("The four patients had 23 lesions before it. The mean number of lesions before treatment was 5.4.",
         "mean-and-counts", "5.4"),  # 5.75
        ("Local irritation was seen in 3 of 12 others. Of the 18 children with it, 7 vomited (58.3%).", "percent",
         "58.3%"),  # 38.9; 7/12 is 58.3
    ],
)  # fmt: skip
def test_slips(text: str, check: str, printed: str) -> None:
    """What the numbers beside it make of each."""
    assert [(check, printed)] == [(c, words) for c, _, words in said_of(text, {check})]


@pytest.mark.parametrize(
    "text",
    [
        "Orders with a weight rose from 61% (44 of 72) to 93% (62 of 67), by 31 percentage points.",
        "The risk was lower by 12.8 percentage points, one death fewer for about every eight patients treated.",
        "With 40 in it the half-width of the 95% interval for a response of 50% is at most 16 percentage points.",
        "Adherence was 86% in the first (31 of 36 sessions) and 94% in the second course (34 of 36), 90% overall.",
        "Filled: 46 syringes. Rejected: 3. Held for retention: 2. Released: 41 syringes.",
        "With 24 per arm, allowing for a loss of 15%, 55 in all will be randomised.",
        "In the first 31 patients 8 fractures were found, in the following 30 patients 3; this is no proof.",
    ],
)
def test_left_alone(text: str) -> None:
    """Rounding on the way, and other relations, explain these."""
    assert reported(text) == []
