"""Doses of drugs beside the treatment: grams printed for milligrams, when the most that is given is on file."""

import pytest

from resorb.codes import given_doses
from tests.spec.scan.test_parts_in_a_row import told


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Prednisone 20 g daily was continued beside thiosulfate.", "20 g / 1000 = 20 mg"),
        ("Beside STS, cinacalcet was raised from 30 mg to 60 g a day.", "60 g / 1000 = 60 mg"),
        ("Sevelamer carbonate 1600 g was taken at meals, thiosulfate 25 g went on.", "1600 g / 1000 = 1600 mg"),
        ("Methotrexate 15 g once weekly had failed.", "15 g / 1000 = 15 mg"),
        ("After 20 g of prednisone daily she was given thiosulfate.", "20 g / 1000 = 20 mg"),
        ("Vitamin K 10 g daily replaced the warfarin.", "10 g / 1000 = 10 mg"),
        ("Calcium acetate 667 g was taken at each meal.", "667 g / 1000 = 667 mg"),
        ("He took alfacalcidol 0.5 mg and lanthanum 1 g.", "0.5 mg / 1000 = 0.5 mcg"),
        ("He took alfacalcidol 500 mg and lanthanum 1 g.", "500 mg / 1000000 = 0.5 mcg"),
        ("Mycophenolate mofetil 1 mg twice daily was added.", "1 mg × 1000 = 1 g"),
        ("Sevelamer 1.6 mg was taken with meals.", "1.6 mg × 1000 = 1.6 g"),
        ("IVIG 2 mg/kg was given each month.", "2 mg/kg × 1000 = 2 g/kg"),
        ("Infliximab 5 g/kg had been tried before thiosulfate.", "5 g/kg / 1000 = 5 mg/kg"),
    ],
)
def test_slips(text: str, mended: str) -> None:
    assert told(text) == [("dose-unit-beside", mended)]


@pytest.mark.parametrize(
    "text",
    [
        "Prednisone 20 mg daily was continued beside thiosulfate 25 g.",
        "Methotrexate 15 g was infused for a sarcoma.",  # high doses are given for cancer
        "Sevelamer 4.8 g daily and cinacalcet 30 mg were taken.",
        "A cumulative dose of prednisone of 20 g was reached.",
        "Warfarin was replaced by aspirin 500 mg.",
        "Mycophenolate 1 g twice daily, IVIG 2 g/kg, paracetamol 1 g and calcium acetate 2 g were given.",
        "Methylprednisolone 1 g was infused on three days, then prednisone 1 mg/kg.",
        "Vitamin K 100 mcg daily was taken, colchicine 500 mcg too.",
        "Diltiazem 2% cream 30 g and hydrocortisone cream were dispensed.",
        "Azathioprine 50 mg was stopped; thiosulfate 25 g was started.",
        "After prednisone, 25 g of thiosulfate were infused.",
        "Infliximab 1 mg was injected into the lesion.",
        "He had swallowed 30 g of gabapentin and colchicine.",
    ],
)
def test_nothing_to_say(text: str) -> None:
    assert told(text) == []


def test_every_highest_dose_has_a_source_and_is_a_mass() -> None:
    for one in given_doses().values():
        assert one.sources
        assert one.most_mg or one.most_mg_per_kg
        assert all(end is None or end > 0 for end in (one.least_mg, one.most_mg, one.least_mg_per_kg))


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("Diltiazem 180 g daily had been taken for a year before thiosulfate.", "dose-unit-beside"),
        ("Fill the insulin syringe with the 2500 mg/mL stock and inject 0.1 mL.", "dose-unit-beside"),
        ("3rd STS today: 12.5 mg over 30 min last half hr HD.", "dose-unit"),
        ("After thrice-weekly 25-mg infusions of sodium thiosulfate she slept.", "dose-unit"),
        ("Under each nodule we placed 0.1 L of thiosulfate with a 30-gauge needle.", "dose-unit"),
    ],
)
def test_other_places_of_the_drug_and_its_route(text: str, check: str) -> None:
    assert [name for name, _ in told(text)] == [check]


def test_a_sum_of_doses_is_no_dose() -> None:
    assert told("On daily dialysis thiosulfate was infused daily (12.5 g x 14 = 175 g).") == []
