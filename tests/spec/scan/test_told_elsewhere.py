"""What other numbers of a text explain is left alone, above all in whole documents, where a sum may stand far off."""

import pytest

from tests.spec.scan.saying import reported, said_of

WARD = " ".join(f"On day {n} she ate, slept and walked well." for n in range(2, 22))
"""Twenty sentences: a document, where few of the numbers that a result follows from stand beside it."""

REGISTRY = "| Year | Cases |\n|--|--|\n| 2022 | 98 |\n| 2023 | 112 |\n| Total | 210 |"
DEPOSITS = """| | Sclerosis | Other |
|--|--|--|
| Patients | 10 | 7 |
| Relief, n (%) | 6 (60) | 5 (71) |
| Deposits | 24 | 15 |
| Deposits gone, n (%) | 6 (25) | 3 (20) |"""


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
        # 28 of 36 is 77.8 %: a share of all is no sum of the shares.
        "| | n | Gone | Percentage |\n|-|-|-|-|\n| Arm | 19 | 15 | 79 |\n| Leg | 17 | 13 | 76 |\n| All | 36 | 28 | 78",
        "| Factor | Hazard ratio (95% CI) |\n|--|--|\n| Ulcer | 2.4 (1.17–4.92) |\n| Albumin, g/L | 0.38 (0.17–0.85) |",
        "| Test | Result |\n|--|--|\n| Calcium | 9.1 mg/dL |\n| Phosphate, urine | 42 mg/dL |",
        "All are seen for one year. Each visit may fall five days either side of its date. Week 12 is the last.",
        "Dialysis began on 17 May 2018, that is 6 years and 1 month by the time she came on 4 June 2024.",
        "The median wait for the first dose fell from 12 days in 2021 to 6 days in 2023.",
        "Of 83 records, 12 were doubles, 9 too old and 4 no case when two nephrologists read them; 58 remained.",
        # each with its own share of 51: they need not be all, and some had two
        "Events: pain in 38 of 51 (74.5%), bruises in 9 (17.6%), an ulcer in 2 (3.9%) and fever in 1 (2.0%).",
        "Causes of the deaths were sepsis in 17 of 31 (54.8%), a bleed in 4 (12.9%) and an unknown one in 2 (6.5%).",
        "Bloods 20/9 in other units: calcium 9.1 mg/dL.",
        # 6/24 = 25 %, 3/15 = 20 %: of the row of deposits, not of the patients
        DEPOSITS,
        "| | 2020 | 2021 | Both |\n|-|-|-|-|\n| New | 22 | 26 | 48 |\n| Cases per 1,000 years | 3.2 | 3.4 | 3.3 |",
        "Of 15 sessions to Saturday 18 May he came to 13.",
        "| Site | Visits | Dose |\n|-|-|-|\n| A | 4 | 500 mg |\n| B | 4 | 800 mg |\n| All | 4 | 1,300 mg |",
        "Grip was measured as the mean of three attempts (17, 18 and 19 kg).",
        "By 15 August 2023, six months after surgery, the size was 224 cm³, and by 13 February 2024 it was 45 cm³.",
        "In the morning urine, collected with the fasting blood, phosphate was 38 mg/dL and creatinine 82 mg/dL.",
        "There were four deaths in 48 patients (8.3%) and three in 47 (6.4%).",
        "The field notes had 19 errors in 1,200 fields (1.6%). Of 1,500 fields some were empty.",
        # 66/210 = 31.4 %: the size of the registry stands in a table
        f"Of 84 patients on warfarin 71 (84.5%) stopped. Debridement was done in 66 (31.4%).\n\n{REGISTRY}",
        "The injection was the only one kept in 28 hospitals (82.4%) and tablets in four (11.8%); two (5.9%) had both.",
        "With it the weekly area under the curve would have been about 6,990 mg·h/L after 25 g three times a week.",
        "Thiosulfate: 25 g three times weekly in 98 and another schedule, including intralesional use, in 18 patients.",
        "Clinic on 19 November 2024 (six weeks) and 14 January 2025 (14 weeks).",
        "Pain, scored from 0 to 10, was 8 before treatment, 5 after the third session and 2 at the end.",
        # 3/11 and 9/15 died: 0.45 (0.16 to 1.30)
        "Of 11 patients 8 and of 15 patients 6 lived (risk ratio for death 0.45, 95% CI 0.16 to 1.30).",
        "It was injected every two weeks from 6 November 2019 to 12 February 2020, eight sessions in total.",
        "Each session took 0.8 mL into the nodules, so the 69 sessions used 55.2 mL, or 13.8 g, of thiosulfate.",
        "Warfarin was stopped in 74 of the 79 patients who took one (93.7%).",
        "Calcium was 8.9 mg/dL (corrected for albumin 9.8 mg/dL; range 8.5–10.5).",
        "The mean fall was 5.4 mm (SD of the eleven differences 3.1; 95% CI 3.3 to 7.5).",
        "She had 60 infusions. The area fell to 1.5 cm²; both ulcers had closed four weeks later.",
        "One arm had 41 deposits, the other 38. If all 79 deposits had been injected, p would be wrong.",
        # 58/214 = 27.1 %
        "Forms were whole for 201 of the 214 (94%). Later 157 of 172 came (91%). Pain was missing in 58 of all (27%).",
        "| | Drug | Saline | Difference (95% CI) | p |\n|-|-|-|-|-|\n| Healed | 9/18 | 3/18 | 33 (3 to 57) | 0.075 |",
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


@pytest.mark.parametrize(("printed", "verdict"), [("1035", "fails"), ("1125.5", "assumes")])
def test_a_formula_that_measured_values_nearly_follow_is_an_assumption(printed: str, verdict: str) -> None:
    rows = ((25, 40, "1000"), (12, 30, "360"), (25, 45, printed), (10, 36, "360"), (20, 41, "820"))  # 25 × 45 = 1125
    text = "| Case | Dose, g | Infusions | Total, g |\n|-|-|-|-|\n"
    text += "".join(f"| {chr(65 + n)} | {a} | {b} | {c} |\n" for n, (a, b, c) in enumerate(rows))
    assert said_of(text, ["table-formula"]) == [("table-formula", verdict, printed)]


def test_a_length_in_a_long_text_is_held_against_dates_of_its_own_sentence() -> None:
    apart = "It was given from 3 March 2024. He stopped on 12 May 2024 after six weeks of it."
    found = said_of(apart, ["length-and-dates"])
    assert found
    assert said_of(f"{apart} {WARD}", ["length-and-dates"]) == []


def test_what_is_larger_than_a_number_of_another_sentence_is_larger_only_if_it_is_of_that() -> None:
    found = said_of(
        "A hospital with two dialysis units took part. All ten patients had thiosulfate.", ["count-over-whole"]
    )
    assert [verdict for _, verdict, _ in found] == ["assumes"]


@pytest.mark.parametrize("words", ["ten days before admission", "for ten days by the time he came"])
def test_a_length_up_to_an_event_without_a_date(words: str) -> None:
    text = f"Pain began on 12 October 2025 and a second ulcer was seen on 14 November 2025, {words}."
    assert said_of(f"{text} {WARD}", ["length-and-dates"]) == []


def test_what_a_bag_is_made_up_to_is_more_than_its_vials() -> None:
    text = "From Monday the dose goes up to 25 g, two vials of 50 mL in a total of 200 mL."
    assert said_of(f"{text} {WARD}", ["dose-arithmetic"]) == []
