"""Results told aside in brackets, products written out, clearances of no surface, brackets that run downwards."""

import pytest

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict

SLIPS = {
    "There was hypercalcaemia (2.31 mmol/L; local range 2.20–2.60 mmol/L).": "lab-aside",
    "Her bicarbonate was low after week three (27 mmol/L; normal 22-29).": "lab-level",
    "Mineral metabolism was normal (phosphate 3.1 mmol/L; reference 0.8-1.5) in the boy.": "lab-aside",
    # 10.1 x 6.3 = 63.63
    "Calcium-phosphorus product: 10.1 mg/dL x 6.3 mg/dL = 43 mg2/dL2.": "product-written",
    # 9.9 x 6.8 = 67.32
    "The calcium-phosphorus product stayed below 55, although 9.9 and 6.8 mg/dL had been filed.": "product-written",
    "The filtration rate was 104 mL/min/1.73 L.": "lab-form",
    "Corrected calcium was 2.31 mmol/L (2.6-2.2 mmol/L).": "value-and-bracket",
}
CLEAN = (
    "There was no hypercalcaemia (2.31 mmol/L; local range 2.20–2.60 mmol/L).",
    "Hypercalcaemia was excluded (2.41 mmol/L; laboratory range 2.20–2.60).",
    "Her bicarbonate was low after week three (19 mmol/L; normal 22-29).",
    "PTH was high and calcium normal (2.31 mmol/L; reference 2.20-2.60).",
    "Calcium-phosphorus product: 10.1 mg/dL x 6.3 mg/dL = 64 mg2/dL2.",
    "The calcium-phosphorus product should stay below 55; 9.9 and 6.8 mg/dL had been filed.",
    "The filtration rate was 104 mL/min/1.73 m2.",
)


def _found(text: str) -> set[str]:
    marks = scan_document(read_plain(text, "a text")).marks
    return {m.finding.check for m in marks if m.finding.verdict in (Verdict.FAILS, Verdict.ASSUMES)}


@pytest.mark.parametrize("text", SLIPS)
def test_a_result_that_cannot_be_is_told(text: str) -> None:
    assert SLIPS[text] in _found(text)


@pytest.mark.parametrize("text", CLEAN)
def test_a_result_that_can_be_is_left_alone(text: str) -> None:
    assert _found(text) == set()
