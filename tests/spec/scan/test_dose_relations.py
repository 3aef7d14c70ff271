"""Results about doses that no word announces as such, or whose factors stand in the sentence before."""

import pytest

from tests.spec.scan.test_dose_sums import marks, said


@pytest.mark.parametrize(
    ("text", "words", "arithmetic"),
    [
        ("Draw up 100 mL of STS and run it over 60 min at 150 mL/h.", "150 mL/h", "100 mL / 60 min = 100 mL/h"),
        ("The regimen of STS was 0.2 g/kg. For a man of 60 kg the pharmacy issued 15 g.", "15 g",
         "0.2 g/kg × 60 kg = 12 g"),
        ("Of STS she had 25 g/1.73 m2, and with 0.96 m2 11.6 g was therefore infused.", "11.6 g",
         "25 g/1.73 m2 × 0.96 m2 = 13.87 g"),
        ("STS, 100 g of salt between week 0 and day 120, thus 620 mg/day.", "620 mg",
         "100 g / 120 days = 833.3 mg/day"),
        ("For 25 g of STS take 50 mL of the vial solution (250 mg/mL).", "50 mL", "25 g / 250 mg/mL = 100 mL"),
        ("Weekly infusions of 25 g of STS ran for five weeks (62.5 g in five weeks).", "62.5 g",
         "25 g × 1 a week × 5 weeks = 125 g"),
        ("STS: 16 doses of 25 g, vial size 12.5 g, hence 28 vials.", "28 vials", "16 × 25 g / 12.5 g = 32 vials"),
        ("Cisplatin was followed by 20 g/m2; at 0.9 m2 the syringe held 24 g.", "24 g", "20 g/m2 × 0.9 m2 = 18 g"),
    ],
)  # fmt: skip
def test_results_that_do_not_follow(text: str, words: str, arithmetic: str) -> None:
    assert [(told[1], told[2]) for told in said(text)] == [(words, arithmetic)]


@pytest.mark.parametrize(
    "text",
    [
        "STS 1 mL/kg: a child of 18 kg had 18 mL, with 9 mL kept ready for a repeat.",  # the result is the first
        "STS is billed per 100 mg; 3 sessions a week for 4 weeks at 25 g = 3000 units.",  # not of one dose
        "STS in 250 mL ran over 60 min at 125 mL/h at first, because the rate was halved.",
        "With 60 g of a 25% ointment lasting 30 days they applied 500 mg of STS daily.",  # 60 g × 25 % / 30
        "STS 12.5 g in week 1 (3 doses), then 25 g thrice weekly for 5 weeks: 412.5 g in six weeks.",
    ],
)
def test_nothing_to_say(text: str) -> None:
    assert said(text) == []


def test_a_right_result_is_told_to_hold() -> None:
    assert [m.finding.verdict.value for m in marks("STS 100 mL ran over 30 min at 200 mL/h.")] == ["holds"]


@pytest.mark.parametrize(
    ("text", "words", "arithmetic"),
    [
        ("For STS her 25 g at 50 kg amounted to 0.20 g/kg.", "0.20 g/kg", "25 g / 50 kg = 0.5 g/kg"),
        ("Per kilogram, 12.5 g of STS meant 0.17 g/kg for Mrs L. (50 kg).", "0.17 g/kg", "12.5 g / 50 kg = 0.25 g/kg"),
        ("He stopped after 225 g of STS in all, i.e. 21 infusions of 12.5 g each.", "21 infusions",
         "225 g / 12.5 g = 18 infusions"),
        ("Her box held 186 g of STS gel. At two grams a day this will do for 62 days.", "62 days",
         "186 g / two grams a day = 93 days"),
        ("Stock of STS: 25 g dissolved in water and made up to 100 mL (10% w/v).", "10%",
         "25 g dissolved in water and made up to 100 mL = 25 %"),
        ("From the vial of STS of 125 mg/mL a dose of 4 g is contained in 16 mL.", "16 mL", "4 g / 125 mg/mL = 32 mL"),
        ("Last refill: 150 g ointment, 20%, hence 48 g STS.", "48 g", "150 g × 20 % = 30 g"),
    ],
)  # fmt: skip
def test_results_of_more_relations(text: str, words: str, arithmetic: str) -> None:
    assert [(told[1], told[2]) for told in said(text)] == [(words, arithmetic)]


@pytest.mark.parametrize(
    "text",
    [
        "STS: 50 mL plus 50 mL of saline in 30 minutes: set the pump to 200 mL/h.",  # both volumes run
        "Two vials of STS (100 mL, 25 g) added to 150 mL of glucose give 250 mL.",
        "One 60 g and one 100 g tube of 15% gel, in all 24 g of thiosulfate, do for 80 days at 2 g of gel a day.",
    ],
)
def test_what_is_put_together_is_added_up(text: str) -> None:
    assert said(text) == []
