"""Doses said to be doubled or halved, compounded strengths, and sums announced in other words."""

import pytest

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict

SLIPS = {
    "Thiosulfate was raised from 6.25 g to 12.5 g, a threefold increase.": "threefold",
    "The STS dose was halved from 25 g to 15 g.": "halved from 25 g to 15 g",
    "Sodium thiosulfate 20 g, cream base to 200 g. Final strength 20% w/w.": "20%",
    "The girl weighed 20 kg and received thiosulfate at 250 mg/kg, a dose of 7.5 g.": "7.5 g",
    "Thiosulfate 25 g in 200 mL runs at 100 mL/h, so the bag is empty in 60 min.": "60 min",
    "All six prescriptions were for 50 g of 25% ointment each, so 450 g of ointment was dispensed.": "450 g",
    "For a dose of 25 g of thiosulfate, three vials of 12.5 g/50 mL were opened.": "three vials",
    "One mL of lidocaine was added to 1 mL of sodium thiosulfate 200 mg/mL; the final concentration was 150 mg/mL.":
        "150 mg/mL",
    "He went through 400 g of 10% thiosulfate cream in 100 days and so used 800 mg of thiosulfate per day.": "800 mg",
    "She used 200 g of the 25% and 100 g of the 10% thiosulfate cream, 80 g of sodium thiosulfate altogether.": "80 g",
}  # fmt: skip
CLEAN = (
    "Thiosulfate was raised from 6.25 g to 12.5 g, a twofold increase.",
    "Thiosulfate was cut by 40%, from 25 to 15 g, and in two patients by half, to 12.5 g.",
    "Sodium thiosulfate 20 g, cream base to 200 g. Final strength 10% w/w.",
    "Over eight weeks, with a break of two weeks, she had thiosulfate 25 g three times a week: 18 infusions or 450 g.",
    "Thiosulfate 1250 g, base 3750 g, theoretical yield 5000 g (25%), actual yield 4900 g (98%).",
    "Thiosulfate 25 g thrice weekly was stopped after ten infusions (250 g).",
    "Two vials of thiosulfate 12.5 g/50 mL are added to 400 mL of saline; the resulting 500 mL hold 50 mg/mL.",
)


def _found(text: str) -> list[str]:
    marks = scan_document(read_plain(text, "a text")).marks
    return [str(m.finding.printed) for m in marks if m.finding.verdict in (Verdict.FAILS, Verdict.ASSUMES)]


@pytest.mark.parametrize("text", SLIPS)
def test_a_dose_that_does_not_follow_is_told(text: str) -> None:
    assert _found(text) == [SLIPS[text]]


@pytest.mark.parametrize("text", CLEAN)
def test_a_dose_that_follows_is_left_alone(text: str) -> None:
    assert not _found(text)


@pytest.mark.parametrize(("strength", "found"), [("50 mg/mL", ["50 mg/mL"]), ("125 mg/mL", [])])
def test_a_recipe_line_by_line(strength: str, found: list[str]) -> None:
    rows = "| Item | Amount |\n|---|---|\n| Thiosulfate | 25 g |\n| Final volume | 200 mL |\n| Concentration |"
    rows = f"{rows} {strength} |\n"
    assert _found(rows) == found
