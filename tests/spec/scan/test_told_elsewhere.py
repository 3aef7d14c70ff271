"""What other numbers of a text explain is left alone, above all in whole documents, where a sum may stand far off."""

import pytest

from tests.spec.scan.saying import reported, said_of

WARD = " ".join(f"On day {n} she ate, slept and walked well." for n in range(2, 22))
"""Twenty sentences: a document, where few of the numbers that a result follows from stand beside it."""


@pytest.mark.parametrize(
    "text",
    [
        # 8 + 5 + 4 = 17, who were not treated: the first of a list is no whole.
        "Seventeen were not treated. Reasons were an early date (eight patients), old age (five) and refusal (four).",
        # 36 − 3 = 33; two and one are told of the three.
        "It was ordered for 36 sessions. Three were missed, two for travel and one for a clot, so that 33 were given.",
        "The total used was 25,437.5 g, on average 821 g per treated patient.",
        "Corrected for albumin (0.8 mg/dL for each g/dL below 4.0), calcium was 10.5 mg/dL.",
        "For conversion, calcium 1 mg/dL = 0.2495 mmol/L.",
        "For her the urine had phosphate 38.0 and creatinine 96 mg/dL.",
        "| Test | Value | Range | Read |\n|--|--|--|--|\n| Phosphate | 3.6 mg/dL (1.16 mmol/L) | 2.5–4.5 | normal |",
        "# Notes\n\n16/7 Wound round: clean. 17/7 Wound round: clean, 10 mg used on 15/7.",
        "Ondansetron 4 mg IV first, the dose of thiosulfate stays 25 g.",
        "The score was lower with thiosulfate by 111 points (95% CI −165 to −58; p < 0.001).",
        "The 27 included were 18 reports of one patient each, 7 series (31 patients) and 2 cohorts (34 patients).",
        # 30 + 11 = 41, of whom nine are 22.0 %.
        "Thirty patients had 25 g and 11 had 12.5 g. Nine patients (22.0%) had at least one dose held.",
        "| | 3 May | 9 May | Range |\n|--|--|--|--|\n| Haemoglobin, mmol/L | 6.4 | 6.1 | 7.5–10.0 |",
        "Reconstitute the 5 g vial of hydroxocobalamin with 200 mL of sodium chloride 0.9% (25 mg/mL).",
        "Of five courses three were of 25 g. Two of these five patients stopped, one for vomiting, one for sepsis.",
        "On 13 March the left ulcer measured 6.0 × 4.0 cm and the right 3.0 × 2.0 cm. Both had a granulating base.",
        "Since 1 mmol/L of calcium is about 4.0 mg/dL, a product of 70 mg²/dL² is 5.6 mmol²/L².",
        # 4.0 × 2.5 cm is 10 cm², and 88.5 less 88.7 % is 10.
        "The area fell from 88.5 to 45.5 cm². By June the ulcer measured 4.0 × 2.5 cm, a reduction of 88.7%.",
        "It was stopped after the dose on 14 June. She was seen on 13 September, 27 weeks after the first dose.",
        "Baseline had been done on 5 January. She had amoxicillin for 5 days from 18 January.",
        "First STS 12.5 g in 100 mL NS over last 60 min HD. Vit K1 10 mg PO daily started as well.",
        "Spot urine: phosphate 18.5 mmol/L, creatinine 10.4 mmol/L; serum creatinine 72 µmol/L.",
        "Sodium thiosulfate is injected into lesions. It is taken undiluted from vials of 50 mL.",
        "Altogether 49 sessions were given, a median of 5 per patient (3 to 8).",
        # 62.48 + 35.1 + 0.251 + 152.2 = 250.031, to the tenth 250.0
        "| Part | Weighed |\n|--|--|\n| A | 62.48 |\n| B | 35.1 |\n| C | 0.251 |\n| D | 152.2 |\n| Total | 250.0 |",
        "Injections were repeated every four weeks until it had gone, or six injections had been given.",
        "| Test | A | B | Range |\n|--|--|--|--|\n| 1,25-(OH)₂ vitamin D, pmol/L | 188 | 171 | 60–180 |",
        "The ratio of maximal reabsorption to glomerular filtration rate was 9.3 mg/dL.",
        "Patient: 67-year-old woman, born 11/02/1957. Systemic sclerosis since 2011. Seen on 03/04/2025.",
        "A 16-year-old boy was referred because of a hip mass.\n\n# Family\n\nAn 11-year-old sister was well.",
        "She noticed mottled skin over the left thigh. A second plaque appeared on the right thigh. Both healed.",
        "Sodium thiosulfate was injected into the nodules. The total volume injected was 58.2 mL.",
    ],
)
def test_true_sentences_are_left_alone(text: str) -> None:
    assert reported(text) == []


def test_what_a_volume_is_a_part_of_is_not_in_it() -> None:
    text = "Thiosulfate is at 250 mg/mL. Thus 1 mL contains 250 mg, or one hundredth of a 25-g infusion."
    assert said_of(text, ["drug-in-a-volume"]) == []


def test_a_dose_for_a_vein_is_none_for_a_nodule() -> None:
    text = "Sodium thiosulfate was injected into the nodules.\n\nA dose of 25 g brings 201 mmol of sodium."
    assert said_of(text, ["dose-unit"]) == []


def test_a_value_some_words_off_may_be_of_something_else() -> None:
    near, off = "Potassium was 29 mmol/L.", "Potassium, with the bicarbonate gap counted in, had risen to 29 mmol/L."
    assert said_of(near, ["lab-plausible"]) == [("lab-plausible", "fails", "29 mmol/L")]
    assert said_of(off, ["lab-plausible"]) in ([], [("lab-plausible", "assumes", "29 mmol/L")])


def test_a_soft_finding_needs_all_the_numbers_it_could_follow_from() -> None:
    slip = "He had 25 g with each of three weekly dialyses for 26 weeks. His cumulative dose at the end was 975 g."
    found = ("dose-arithmetic", "assumes", "975 g")  # 25 g × 3 × 26 = 1950 g
    assert found in said_of(slip, ["dose-arithmetic"])
    assert found in said_of(f"{slip} {WARD}", ["dose-arithmetic"])
    told = f"{WARD} So 375 g were given here, and 600 g elsewhere. {slip}"  # 375 + 600 = 975
    assert found not in said_of(told, ["dose-arithmetic"])
