"""Results of the laboratory in text: units, values, words, ranges, products."""

import pytest

from resorb.scan.material import Mark, Scanned
from resorb.scan.rules.labs.gaps import anion_gaps
from resorb.scan.rules.labs.levels import labs
from resorb.scan.rules.labs.products import products
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict


def found(text: str) -> list[Mark]:
    scanned = Scanned(read_plain(text, "note.txt"))
    marks = [mark for rule in (labs, products, anion_gaps) for mark in rule(scanned)]
    return [m for m in marks if m.finding.verdict in (Verdict.FAILS, Verdict.ASSUMES)]


def one(text: str) -> tuple[str, str, str | None, str | None]:
    (mark,) = found(text)
    finding = mark.finding
    return finding.check, finding.printed or "", finding.arithmetic, finding.suggestion


@pytest.mark.parametrize(
    ("text", "check", "printed", "suggestion"),
    [
        ("Serum calcium was 9.6 mmol/L.", "lab-plausible", "9.6 mmol/L", "9.6 mg/dL or 9.6 mEq/L"),
        ("Phosphate rose from 1.4 to 14.2 mmol/L.", "lab-plausible", "14.2 mmol/L", "14.2 mg/dL"),
        ("Bloods: creatinine 7.9 µmol/L, albumin 31 g/L.", "lab-plausible", "7.9 µmol/L", "7.9 mg/dL"),
        ("Sodium (1.39 mmol/L) was unchanged.", "lab-plausible", "1.39 mmol/L", "check the number and its unit"),
        ("PTH 71 mmol/L.", "lab-plausible", "71 mmol/L", "71 pg/mL or 71 pmol/L"),
        ("ALP was 120 mg/dL in May.", "lab-unit", "120 mg/dL", "check the unit: U/L"),
        ("Creatinine clearance was 40ml/min/m2.", "lab-unit", "40ml/min/m2", "40 mL/min/1.73 m2"),
        ("PTH was elevated at 50 pg/mL (normal 15-65).", "lab-level", "elevated",
         "check the value, the range and the word"),
        ("Ferritin was low at 80 µg/L (reference 15–150 µg/L).", "lab-level", "low",
         "check the value, the range and the word"),
        ("Calcium 2.4 mmol/L [reference range 2.6-2.2].", "lab-range", "2.6-2.2", "2.2-2.6"),
        ("Calcium was 2.40 mmol/L (8.1 mg/dL).", "lab-conversion", "8.1 mg/dL", "9.6 mg/dL, or check 2.40 mmol/L"),
    ],
)  # fmt: skip
def test_a_result_that_cannot_be(text: str, check: str, printed: str, suggestion: str) -> None:
    said, words, _, remedy = one(text)
    assert (said, words, remedy) == (check, printed, suggestion)


def test_a_clearance_per_square_metre_is_read_literally() -> None:
    _, _, arithmetic, _ = one("Creatinine clearance was 40 mL/min/m2.")
    assert arithmetic == "40 mL/min/m2 × 1.73 = 69.2 mL/min/1.73 m2"


@pytest.mark.parametrize(
    ("text", "printed", "arithmetic"),
    [
        # 9.0 × 6.0 = 54
        ("Ca 9.0 mg/dL, P 6.0 mg/dL, Ca x P 45.", "45", "9.0 mg/dL × 6.0 mg/dL = 54.0 mg2/dL2"),
        # 2.5 × 2.0 = 5.0
        ("With calcium 2.5 mmol/L and phosphate 2.0 mmol/L the calcium-phosphate product was 4.1 mmol²/L².",
         "4.1 mmol²/L²", "2.5 mmol/L × 2.0 mmol/L = 5.00 mmol2/L2"),
        # 10 × 8 = 80, not below 70
        ("The product stayed under 70 mg2/dL2 with calcium 10.0 mg/dL and phosphorus 8.0 mg/dL.", "under 70 mg2/dL2",
         "10.0 mg/dL × 8.0 mg/dL = 80.0 mg2/dL2"),
    ],
)  # fmt: skip
def test_a_product_that_does_not_multiply(text: str, printed: str, arithmetic: str) -> None:
    check, words, shown, _ = one(text)
    assert (check, words, shown) == ("calcium-phosphate-product", printed, arithmetic)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Calcium and phosphate were 9.4 mmol/L and 1.1 mmol/L.", "9.4 mmol/L"),  # in order
        ("Calcium was 9.2 (0.6) mmol/L.", "9.2"),  # the unit behind the spread
        ("ALP (reference 40-130 U/L): 98 U/L (high).", "high"),
        ("Hypercalcaemia (total calcium 2.3 mmol/L, normal 2.2-2.6) was treated.", "Hypercalcaemia"),
        ("PTH (22 pg/mL, normal 15-65 pg/mL) was suppressed.", "suppressed"),
        ("Phosphate was 1.2 mmol/L, i.e. above the upper limit of normal (1.45 mmol/L).",
         "above the upper limit of normal"),
        ("Ionised calcium, measured in blood gas, was 4.8 mmol/L.", "4.8 mmol/L"),
    ],
)  # fmt: skip
def test_the_same_in_other_orders(text: str, printed: str) -> None:
    assert one(text)[1] == printed


@pytest.mark.parametrize(
    ("value", "verdict"),
    [("7.0 mmol/L", Verdict.ASSUMES), ("7.6 mmol/L", Verdict.FAILS)],  # 5 × 1.5 = 7.5
)
def test_a_value_a_little_beyond_the_bounds_may_be_true(value: str, verdict: Verdict) -> None:
    (mark,) = found(f"Calcium was {value}.")
    assert mark.finding.verdict is verdict


def test_an_anion_gap_is_a_difference() -> None:
    said = one("With sodium 141, chloride 104 and bicarbonate 17 mmol/L the anion gap was 32 mmol/L.")
    assert said == ("anion-gap", "32 mmol/L", "141 - 104 - 17 = 20", "20 mmol/L")


def test_a_table_lends_its_units_and_ranges() -> None:
    table = (
        "| Test | Unit | Result | Reference range |\n|---|---|---|---|\n"
        "| Calcium | mg/dL | 9.3 | 8.5-10.2 |\n| Phosphate | mmol/L | 9.1 | 0.8-1.5 |\n| PTH | pg/mL | 44 H | 15-65 |\n"
    )
    assert [(m.finding.check, m.finding.printed) for m in found(table)] == [
        ("lab-plausible", "9.1"),
        ("lab-level", "H"),
    ]


@pytest.mark.parametrize("head", ["Urine", "Dialysate", "Change from baseline"])
def test_tables_of_something_else_are_left_alone(head: str) -> None:
    assert found(f"| {head} | Day 1 |\n|---|---|\n| Phosphate (mmol/L) | 21 |\n") == []
    assert found(f"| Test | Day 1 |\n|---|---|\n| {head} | |\n| Phosphate (mmol/L) | 21 |\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "Calcium was 2.35 mmol/L (9.4 mg/dL) and phosphate 1.10 mmol/L (0.80–1.45).",
        "PTH was elevated at 78 pg/mL (15-65) and fell to 60 pg/mL.",
        "Urinary calcium was 6.2 mmol/24 h and dialysate calcium 1.25 mmol/L.",
        "Calcium carbonate 1250 mg three times daily, sodium bicarbonate 50 mmol and albumin 20 g were given.",
        "The median PTH was elevated at 120 pg/mL (40-160).",
        "PTH of 60 pg/mL was inappropriately high for that calcium (normal 15-65).",
        "eGFR 45 mL/min and creatinine clearance 50 mL/min/1.73 m².",
        "A product above the threshold of 70 mg2/dL2 is a risk; hers was 45 mg2/dL2 (Ca 9.0 mg/dL, P 5.0 mg/dL).",
        "Calcium was printed as 9.4 mmol/L; mg/dL was meant.",
        "P = 0.03 for the change in Ca; K 4.1 mmol/L.",
        "1,25-dihydroxyvitamin D was 40 pg/mL (normal 20-60).",
        "Phosphate was normal for his age at 6.1 mg/dL.",
        "Calcium rose by 0.3 mmol/L; the change in phosphate was 0.1 mmol/L; a calcium 1 mg/dL higher is harmful.",
        "Without hyperphosphataemia (1.2 mmol/L, normal 0.8-1.5) and with no elevated PTH (40 pg/mL, normal 15-65).",
        "Surgery reduced PTH from 900 pg/mL to 30 pg/mL.",
        "In a buffer with calcium 20 mmol/L crystals grew.",
        "Calcium, phosphate and PTH were 2.3 mmol/L, 1.1 mmol/L and 4.0 pmol/L.",
    ],
)
def test_what_may_be_is_left_alone(text: str) -> None:
    assert found(text) == []
