"""Shares in the forms that trial reports print: an outcome between part and whole, no sign, a base before the list."""

import pytest

from tests.spec.scan.saying import said_of

SURGERY = (
    "Of the 830 patients who were randomised, 420 received thiosulfate. The groups were alike. The mean time to "
    "the first dose was 130 min, and 75% of the patients were seen within 205 min. After imaging, 760 patients "
    "(90.5%) had an infusion, 33 patients (4%) had surgery and 37 patients (4.5%) were only observed."
)
CHECKS = ("percent", "percent-unsigned", "share-words")


@pytest.mark.parametrize(
    ("text", "verdict", "words"),
    [
        # 31/52 = 59.6 %: what became of them stands between part and whole, or between whole and share
        ("Healing: 31 healed of 52 ulcers; 40%.", "fails", "40%"),
        ("31 of 52 ulcers healed; 40%.", "fails", "40%"),
        ("31 healed of 52 ulcers (40%).", "fails", "40%"),
        ("Of note, 31 were closed out of 52 wounds (40%).", "fails", "40%"),
        ("Thirty-one responded of 52 treated patients (40%).", "fails", "40%"),
        ("At week 12, 31 completely healed of 52 ulcers: 51%.", "fails", "51%"),
        # 2/14 = 14.3 %, 3/14 = 21.4 %, 5/12 = 41.7 %: no sign of percent, but another one fits or a word says so
        ("Softening with thiosulfate was 14.3 (2/14) at day 0 and 28.6 (2/14) at day 28.", "fails", "28.6"),
        ("The percentage with softening was 14.3 (2/14), later 28.6 (3/14).", "fails", "28.6"),
        ("The proportion of ulcers healed was 33.3 (5/12) in the thiosulfate arm.", "assumes", "33.3"),
        # a named population with its size: 156/310 = 50.3 %, 24/60 = 40 %
        ("In the efficacy population (n = 310) 39.0% (n = 121) had pain, and there were 45.2% (n = 156) with ulcers.",
         "fails", "45.2%"),
        ("Among randomised patients (n = 310) 39.0% (n = 121) had pain and 45.2% (n = 156) ulcers.", "fails", "45.2%"),
        ("In the thiosulfate group (n = 60) healing was seen in 24 (45%).", "fails", "45%"),
        # 1/30 = 3.3 %; 26/30 = 86.67 %
        ("In the saline group (n = 30) 01 (n) 3.9% had an ulcer.", "fails", "3.9%"),
        ("Mild ulcer was seen in 26 (n) 86.6% of 30 patients.", "assumes", "86.6%"),
        # the percentage first, its count where it is taken up: 22/50 = 44 %
        ("Of the 50 patients treated, only 38% had pain, and of these 22 patients, 73% (16) had it twice.",
         "fails", "38%"),
        ("Of 50 patients, 38% had pain; of these 22 patients, 16 (73%) had it twice.", "fails", "38%"),
        # the second of two set against each other: 108/412 = 26.2 %, 1/46 = 2.17 %
        ("Release was found in 98 patients (24%) of 410 on thiosulfate versus 108 patients (25%) of 412 on saline.",
         "fails", "25%"),
        ("Two (5.0%) of 40 saline patients had nausea compared to 1 (2.1%) of 46 others.", "assumes", "2.1%"),
        # the counts of the list make its whole: 40 + 30 + 20 = 90, 40/90 = 44 %; 760 + 33 + 37 = 830, 760/830 = 91.6 %
        ("At week 12, 40 (41%) had healed, 30 (33%) improved and 20 (22%) were unchanged.", "assumes", "41%"),
        (SURGERY, "assumes", "90.5%"),
    ],
)  # fmt: skip
def test_slips(text: str, verdict: str, words: str) -> None:
    assert [one[1:] for one in said_of(text, CHECKS)] == [(verdict, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Healing: 31 healed of 52 ulcers; 60%.",
        "31 of 52 ulcers healed; 60%.",
        "31 healed of 52 ulcers (60%).",
        "Eight of ten nodules shrank; 50%.",
        "Ten patients had 24 lesions of 3 types (40%).",
        "12 of 40 patients improved; 40% had pain.",
        "31 of 52 ulcers healed by 80%; 40% more than before.",
        "31 of 52 ulcers were larger; 40% on average.",
        "Twelve had an area of 52 ulcers (40%).",
        "Softening was 14.3 (2/14) at day 0 and 28.6 (4/14) at day 28.",
        "Pressure was 14.3 (2/14) kPa.",
        "The mean score was 4.5 (3/10) and fell by 20%.",
        "Seen on 12.5 (14/5) and 13.5 (15/5).",
        "In the efficacy population (n = 310) 39.0% (n = 121) had pain, and there were 50.3% (n = 156) with ulcers.",
        "In the thiosulfate group (n = 60) and the placebo group (n = 50), 24 (40%) and 30 (60%) healed.",
        "In the thiosulfate group (n = 60) healing was seen in 24 (40%), in the placebo group (n = 50) in 30 (60%).",
        "In the efficacy population (n = 310) 121 of the 290 with a scan (41.7%) had pain.",
        "In the saline group (n = 30) 01 (n) 3.3% had an ulcer.",
        "Of the 50 patients who consented, only 44% had pain, and of these 22 patients, 73% (16) had it twice.",
        "Lesions fell by 38% in 50 patients, and of these 22 patients, 11 (50%) had pain.",
        "Release was found in 98 patients (24%) of 410 on thiosulfate versus 108 patients (26%) of 412 on saline.",
        "At week 12, 40 (44%) had healed, 30 (33%) had improved and 20 (22%) were unchanged.",
        "There were 40 (50%) smokers, 30 (37.5%) diabetics and 20 (25%) with pain.",
    ],
)
def test_nothing_to_say(text: str) -> None:
    assert said_of(text, CHECKS) == []
