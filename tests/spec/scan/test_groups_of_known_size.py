"""Counts of groups whose sizes are told elsewhere: in another sentence, in the head of a table, or by nothing."""

from __future__ import annotations

import pytest

from tests.spec.scan.saying import reported, said_of

_ARMS = "Twenty-four participants were allotted to each arm. "
_METHODS = "Proportions were compared by Fisher's exact test. A Cox model was used.\n\n"
_ARM = "patients in the gel group and"
_ASKED = f"Asked then, 12 of 16 {_ARM} 9 of 15 in the saline group (60%) guessed what they had."
_HEAD = "| Feature | STS (n = 24) | Saline (n = 24) | p (Fisher) |\n|---|---|---|---|\n"


@pytest.mark.parametrize(
    ("text", "check", "printed"),
    [
        # Fisher 0.0077, 0.031, 0.032
        (_ARMS + "Seen in 15 given thiosulfate and 5 given saline (Fisher's p = 0.07).", "groups-and-p", "p = 0.07"),
        ("Gone in 16 of 24 (67%) and in 11 of 31 (35%) of those with none; the difference is sure (p = 0.003, Fisher).",
         "groups-and-p", "p = 0.003"),
        ("In the intralesional group 9 of 16 responded, with saline 3 of 17 (Fisher's exact test, p = 0.32).",
         "groups-and-p", "p = 0.32"),
        (_METHODS + "Seen in 29 of 45 treated (64.4%) and 9 of 24 untreated patients (37.5%), p = 0.43.",
         "groups-and-p", "p = 0.43"),
        (_HEAD + "| Responders, n (%) | 14 (58) | 6 (25) | 0.004 |", "groups-and-p-in-table", "0.004"),
        # 2.31 × 24 = 55.44; 21 + 4 = 25
        (_HEAD + "| Lesions injected per participant, mean | 2.31 | 2.42 | 0.7 |", "grim-in-table", "2.31"),
        (_HEAD + "| Women / men, n | 21 / 4 | 22 / 2 | 0.7 |", "pair-in-table", "21 / 4"),
        ("| Cohort | STS, n/N (%) |\n|---|---|\n| A | 21/48 (43.8) |\n| B | 39/61 (53.9) |", "table-percent", "53.9"),
    ],
)  # fmt: skip
def test_told(text: str, check: str, printed: str) -> None:
    """The size is found, and what it makes of the count is said."""
    assert [(check, printed)] == [(c, words) for c, _, words in said_of(text, {check})]


@pytest.mark.parametrize(
    "text",
    [
        _ARMS + "Response was met by 14 given thiosulfate and 6 given saline (Fisher's exact p = 0.039).",
        _HEAD + "| Women / men, n | 21 / 3 | 22 / 2 | 0.7 |\n| Lesions per participant, mean | 2.33 | 2.42 | 0.7 |\n"
        "| Responders, n (%) | 14 (58) | 6 (25) | 0.039 |\n| Area, mm, mean | 2.31 | 2.42 | 0.7 |",
        # 26/81 and 24/47; 81 + 47 = 128
        "Fifty of the 128 patients died (39.1%), 26 with thiosulfate (32.1%) and 24 without (51.1%).",
        # 34 + 15 + 6 = 55; 79 + 15 + 2 = 96; 12 + 24 = 36
        "In ABCC6 55 of 58 alleles are known, three having only one: c.3421C>T in 15, c.1552C>T in 6, others 34.",
        "A biopsy was made in 96 patients. It was right in 79 of these, not conclusive in 15 and was lost in 2.",
        "We planned 36 sessions. Twelve are used, including the one without a dose; 24 remain.",
        "Another 24 remain.\n\nStay there until three consecutive sessions. If all 24 were to be given, this is much.",
        f"In short, a smaller lesion was seen in 11 of 16 {_ARM} 5 of 15 in the saline group.\n\n{_ASKED}",
    ],
)
def test_left_alone(text: str) -> None:
    """Some reading of the same numbers holds, or they are of something else."""
    assert reported(text) == []
