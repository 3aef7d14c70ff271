"""Results of the laboratory in any wording: words of level, directions, bounds, and values that follow from others."""

import pytest

from resorb.scan.material import Mark, Scanned
from resorb.scan.rules.labs import loose as labs_loose
from resorb.scan.rules.labs import products as labs_products
from resorb.scan.rules.labs import related as labs_related
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict

RULES = (
    labs_loose.level_said, labs_loose.direction, labs_loose.bound, labs_related.acid_base, labs_related.rate_unit,
    labs_related.calcium_corrected, labs_related.decimal, labs_related.range_turned, labs_products.products,
)  # fmt: skip


def said(text: str) -> list[Mark]:
    scanned = Scanned(read_plain(text, "note"))
    found = [mark for rule in RULES for mark in rule(scanned)]
    return [mark for mark in found if mark.finding.verdict in (Verdict.FAILS, Verdict.ASSUMES)]


@pytest.mark.parametrize(
    ("text", "check", "printed"),
    [
        ("Hypocalcaemia, with a calcium of 2.71 mmol/L (2.15-2.55), was treated.", "lab-level-said", "Hypocalcaemia"),
        ("Phosphate rose from 1.9 mmol/L to 1.2 mmol/L.", "lab-direction", "rose from 1.9 mmol/L to 1.2"),
        ("Sodium fell by 9 mmol/L, from 141 to 136 mmol/L.", "lab-direction", "9"),
        ("The product, 91 mg2/dL2, was below 70 mg2/dL2.", "lab-bound", "below 70 mg2/dL2"),
        ("Arterial gas: pH 73.1.", "acid-base", "73.1"),
        # 6.1 + log10(24 / (0.0307 × 40)) = 7.39
        ("Gas: pH 6.89, pCO2 40 mmHg, bicarbonate 24 mmol/L.", "acid-base", "6.89"),
        # 2.00 + 0.02 × (40 − 20) = 2.40
        (
            "Calcium corrected for an albumin of 20 g/L was 2.02 mmol/L (measured 2.00 mmol/L).",
            "calcium-corrected", "2.02 mmol/L",
        ),
        ("Her creatinine clearance stood at 33 mL/h.", "lab-rate-unit", "33 mL/h"),
        ("A potassium of 0.49 mmol/L against 5.1 before was seen.", "lab-decimal", "0.49 mmol/L"),
        ("Normal values: calcium 2.60-2.20 mmol/L.", "lab-range-turned", "2.60-2.20"),
        # 9 × 5 = 45
        ("The mean Ca x P was 61 mg2/dL2 with calcium 9.0 mg/dL and phosphate 5.0 mg/dL.",
         "calcium-phosphate-product", "61 mg2/dL2"),
        # 9 × 0.001 = 0.009, which is 0.0 as printed
        ("The mean Ca x P was 52 mg2/dL2 with calcium 9.0 mg/dL and phosphate 0.001 mg/dL.",
         "calcium-phosphate-product", "52 mg2/dL2"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(text: str, check: str, printed: str) -> None:
    """One finding, on the words that cannot stand beside the numbers."""
    found = [mark.finding for mark in said(text) if mark.finding.check == check]
    assert [finding.printed for finding in found] == [printed]


@pytest.mark.parametrize(
    "text",
    [
        "Hypercalcaemia was excluded (2.41 mmol/L; laboratory range 2.20-2.60).",
        "All was normal but for low levels of vitamin D with hyperparathyroidism (PTH 90 pg/ml [9-70]).",
        "A low calcium dialysate was used; calcium was 2.71 mmol/L (2.15-2.55).",
        "Phosphate fell from 1.9 mmol/L to 1.2 mmol/L and rose again to 1.6 mmol/L.",
        "Sodium fell by 5 mmol/L, from 141 to 136 mmol/L.",
        "The product, 61 mg2/dL2, was below 70 mg2/dL2.",
        "Gas: pH 7.39, pCO2 40 mmHg, bicarbonate 24 mmol/L.",
        "Calcium corrected for an albumin of 20 g/L was 2.40 mmol/L (measured 2.00 mmol/L).",
        "Her creatinine clearance stood at 33 mL/min.",
        "PTH was 49 pg/mL against 510 before.",
        "Calcium fell: 2.60 - 2.20 mmol/L in two days.",
        "The mean Ca x P was 46 mg2/dL2 with calcium 9.0 mg/dL and phosphate 5.0 mg/dL.",
    ],
)
def test_what_may_be_is_left_alone(text: str) -> None:
    """Other readings, denials, and numbers that fit."""
    assert [mark.finding.check for mark in said(text)] == []
