"""Changes, sums and shares that a text tells twice: they must be the same."""

import pytest

from tests.spec.scan.test_parts_in_a_row import told


@pytest.mark.parametrize(
    ("text", "check", "arithmetic"),
    [
        ("The length went from 40 mm to 24 mm, a 60% reduction.", "percent-change", "(40 − 24) / 40 = 40 %"),
        ("Walking rose from 80 to 120 m, a rise of 25%.", "percent-change", "(120 − 80) / 80 = 50 %"),
        ("The share of biopsies tripled from 12% (6/50) to 24% (13/54).", "percent-change", "24 / 12 = 2"),
        ("By tertile there were 6 + 14 + 9 = 31 of them.", "written-sum", "6 + 14 + 9 = 29"),
        ("Letters came from 36 families. Nine (28%) had new deposits, 20 (56%) had none, seven (19%) were not sure.",
         "percent", "9/36 = 25 % → 25 % (half-up)"),
        ("Twenty-three units replied. In half of them, seven to be exact, a biopsy was taken.", "share-words",
         "7/23 = 30.434… %"),
        ("Out of nine patients who were alive, 12.5% needed an operation.", "percent-reachable",
         "12.5 / 100 × 9 = 1.125; 1/9 = 11.1 %, 2/9 = 22.2 %"),
        ("The gap was known in 22 of 24 samples, chloride in 26 of 24.", "count-over-whole", "26 > 24"),
        ("All 47 are known: 19 are well, 15 have scars and 12 died.", "counts-balance", "19 + 15 + 12 = 46, not 47"),
    ],
)  # fmt: skip
def test_slips(text: str, check: str, arithmetic: str) -> None:
    assert told(text) == [(check, arithmetic)]


@pytest.mark.parametrize(
    "text",
    [
        "The length went from 40 mm to 24 mm, a 40% reduction.",
        "Scores fell from 6.9 to 3.2, a decrease of 54%.",  # 53.6
        "The share rose from 12% to 24%, a rise of 12%.",  # points
        "The length fell from 40 mm to 24 mm with the drug; a 10% reduction was seen without.",
        "Twelve had been missed: 36 − 12 = 24.",
        "Letters came from 36 families. Nine (25%) had deposits, 20 (56%) had none, seven (19%) were not sure.",
    ],
)
def test_nothing_to_say(text: str) -> None:
    assert told(text) == []
