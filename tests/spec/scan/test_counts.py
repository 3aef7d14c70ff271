"""Counts against their wholes: a text in, what scan says of it out."""

import pytest

from resorb.scan.material import Mark
from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from tests.spec.scan.saying import said_of

CHECKS = (
    "count-over-whole", "parts-sum", "percents-sum", "counts-balance", "listed-persons", "product-of-each",
    "times-as-many", "two-parts", "more-than-treated",
)  # fmt: skip


def marks(text: str) -> list[Mark]:
    """Every mark these checks leave."""
    return [m for m in scan_document(read_plain(text, "t.txt")).marks if m.finding.check in CHECKS]


@pytest.mark.parametrize(
    ("text", "check", "verdict", "words"),
    [
        ("Ulcers closed in 15 of the 13 patients.", "count-over-whole", "fails", "15 of the 13"),
        ("Ulcers closed in 15 (of 13) patients.", "count-over-whole", "fails", "15 (of 13)"),
        ("The cohort of 13 patients, including 15 women, was old.", "count-over-whole", "fails", "15 women"),
        ("Thirteen patients were seen. Fifteen of them smoked.", "count-over-whole", "fails", "Fifteen"),
        ("The 13 patients (8 women and 6 men) were old.", "parts-sum", "fails", "13 patients (8 women and 6 men"),
        ("Of 13 patients, 8 were female and 6 were male.", "parts-sum", "fails",
         "13 patients, 8 were female and 6 were male"),
        ("Of the 13 patients, 3 had a complete, 6 a partial and 5 no response.", "parts-sum", "fails",
         "13 patients, 3 had a complete, 6 a partial and 5 no response"),
        ("Of the 13 patients, 3 had a complete, 6 a partial and 3 no response.", "parts-sum", "assumes",
         "13 patients, 3 had a complete, 6 a partial and 3 no response"),
        ("The 13 patients were randomised: 7 to gel and 5 to vehicle.", "parts-sum", "fails",
         "13 patients were randomised: 7 to gel and 5 to vehicle"),
        ("Nine women and three men, 13 patients in all, attended.", "parts-sum", "fails",
         "Nine women and three men, 13 patients in all"),
        ("Of 13 patients, 8 healed and 6 did not.", "parts-sum", "fails", "13 patients, 8 healed and 6"),
        ("Of the 13 patients, 8 were treated on skin, 3 by vein and 3 by mouth, one route each.", "parts-sum", "fails",
         "13 patients, 8 were treated on skin, 3 by vein and 3"),
        ("The 13 patients had one diagnosis each: 8 lupus, 6 sclerosis.", "parts-sum", "fails",
         "13 patients had one diagnosis each: 8 lupus, 6"),
        ("Fifty biopsies were read, 31 of which were positive and 22 were not.", "two-parts", "fails",
         "31 of which were positive and 22 were not"),
        ("We treated 13 patients. Fourteen improved.", "more-than-treated", "fails", "Fourteen improved"),
        ("Two biopsies were taken from each of nine lesions (19 biopsies).", "product-of-each", "fails", "19 biopsies"),
        ("Both knees of 14 men (26 knees) were scanned.", "product-of-each", "fails", "26 knees"),
        ("There were three times as many men (n = 14) as women (n = 9).", "times-as-many", "fails",
         "three times as many men (n = 14) as women (n = 9)"),
        ("We describe four patients. In both patients pain ceased.", "count-over-whole", "fails", "both patients"),
        ("By May 5 of 3 sites had closed.", "count-over-whole", "fails", "5 of 3"),
        ("In all 27 eyes of 13 patients pressure was normal.", "count-over-whole", "fails", "27 eyes"),
        ("Three sisters were treated. Both patients recovered.", "count-over-whole", "fails", "Both patients"),
        ("Of the 13 patients, 15 had ulcers.", "count-over-whole", "fails", "15"),
        ("By response, 40% were better, 45% unchanged and 25% worse.", "percents-sum", "fails",
         "40% were better, 45% unchanged and 25%"),
        ("Of 51 charts we excluded 4, 20, 3 and 1, leaving 22.", "counts-balance", "assumes", "22"),
        ("We screened 51 patients. Nine declined and 12 were ineligible. The remaining 20 were treated.",
         "counts-balance", "assumes", "20"),
        ("Of the 29 dosed patients 5 died, so 25 were analysed.", "counts-balance", "assumes", "25"),
        ("Eight of the 13 had gel, the remaining six vehicle.", "counts-balance", "fails", "six"),
        ("Two sisters, aged 6, 9 and 12 years, were seen.", "listed-persons", "fails", "6, 9 and 12"),
        ("We report three patients. The fourth patient died.", "listed-persons", "fails", "The fourth patient"),
    ],
)  # fmt: skip
def test_slips(text: str, check: str, verdict: str, words: str) -> None:
    assert (check, verdict, words) in said_of(text, CHECKS)


@pytest.mark.parametrize(
    "text",
    [
        "Ulcers closed in 13 of the 15 patients.",
        "Fifteen nodules of the 13 patients were excised.",
        "The 13 patients had 15 women friends each on day 15 of 13.",
        "The 13 patients (8 women and 5 men) were old.",
        "Of 13 patients, 3 men and 2 women smoked.",
        "Two sisters were treated. Both patients recovered.",
        "Three sisters were treated, two of them with gel. Both patients recovered.",
        "Of 13 patients, 8 healed and 7 had pain.",
        "Two patients had 5 lesions, 12 lesions in all.",
        "He had 3 infusions in each of 4 weeks, 14 in all.",
        "There were 12 adults and 5 children; 9 in all had ulcers.",
        "Ulcers were present in 60% of women and 50% of men.",
        "Of the 13 patients, 8 had ulcers and 7 had pain; 2 had both.",
        "Thirteen patients had stinging, among them nausea in 5 and headache in 3.",
        "Mean age was 55 years in the 13 patients (women 53, men 60).",
        "Insurance was public in 48% and private in 31%.",
        "Pain was better in 33%, unchanged in 33% and worse in 33%.",
        "Of 51 charts we excluded 4, 20, 3 and 1, leaving 23.",
        "Of 51 patients 4 withdrew, 3 new ones joined, giving 50.",
        "Of 51 patients 4 died of sepsis. The safety analysis included all 51.",
        "Eight of the 13 had gel, the remaining five vehicle.",
        "Eight of the 13 had gel for 4 weeks; the other two authors disagreed.",
        "Two sisters, aged 6 and 9 years, were seen.",
        "We report four patients. The fourth patient died.",
    ],
)
def test_nothing_to_say(text: str) -> None:
    assert said_of(text, CHECKS) == []


def test_the_arithmetic_is_written_out() -> None:
    (mark,) = marks("Of 51 charts we excluded 4, 20, 3 and 1, leaving 22.")
    assert mark.finding.arithmetic == "51 − 4 − 20 − 3 − 1 = 23, not 22"
    assert mark.finding.suggestion == "23 left, or 1 more before"


def test_what_adds_up_is_said_too() -> None:
    (mark,) = marks("The 13 patients (8 women and 5 men) were old.")
    assert (mark.finding.verdict.value, mark.finding.arithmetic) == ("holds", "8 + 5 = 13")


@pytest.mark.parametrize(
    "text",
    [
        "Twelve patients had two lesions each and four had three, 36 lesions in all.",
        "Both feet of 7 patients (14 feet) were photographed.",
        "Thirty patients were treated, 12 of whom died and 15 survived; three were lost.",
        "Ten patients were treated. Twelve improved lesions were counted.",
        "Eight siblings were seen; both cases with ulcers died.",
    ],
)
def test_more_traps(text: str) -> None:
    assert said_of(text, CHECKS) == []


def test_reasons_of_a_loss_are_not_lost_again() -> None:
    """131 - 36 = 95; the 22, 11 and 3 are the 36 once more."""
    text = (
        "We assessed 131 people. Thirty-six were not randomised: 22 were ineligible, 11 declined and 3 could not come. "
    )
    assert marks(f"{text}Ninety-five were randomised.") == []
    (mark,) = marks(f"{text}Ninety-one were randomised.")
    assert mark.finding.arithmetic == "131 − 36 = 95, not 91"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Both of the three sisters had deposits.", "Both of the three"),
        ("Both of our 4 patients improved.", "Both of our 4"),
    ],
)
def test_both_are_two(text: str, words: str) -> None:
    assert ("count-over-whole", "fails", words) in said_of(text, CHECKS)


@pytest.mark.parametrize(
    "text",
    [
        "Both of the two sisters had deposits.",
        "Pain fell in both of the 12 women and the 14 men.",
        "Of 36 planned infusions, after 4 missed and 2 half-doses, 30 were whole.",
    ],
)
def test_both_groups_and_halves_are_left_alone(text: str) -> None:
    assert said_of(text, CHECKS) == []


def test_a_bound_is_no_part() -> None:
    text = "Of the 63 patients, 46 had pain scores and at least one measurement. The other 17 were left out."
    assert [m.finding.verdict.value for m in marks(text) if m.finding.check == "counts-balance"] != ["assumes"]
