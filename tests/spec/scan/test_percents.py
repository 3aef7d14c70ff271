"""Percentages and words for shares: a text in, what scan says of it out."""

import pytest

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain

CHECKS = ("percent", "share-words", "percent-reachable")


def said(text: str, *, all_verdicts: bool = False) -> list[tuple[str, str]]:
    """Verdict and underlined words of every finding of these checks that is reported."""
    marks = [m for m in scan_document(read_plain(text, "t.txt")).marks if m.finding.check in CHECKS]
    found = [(m.finding.verdict.value, m.passage.text[m.start : m.end]) for m in marks]
    return [f for f in found if all_verdicts or f[0] in ("fails", "assumes")]


@pytest.mark.parametrize(
    ("text", "verdict", "words"),
    [
        # the whole stands with the count
        ("Softening was felt in 14 of 21 knees (76%).", "fails", "76%"),
        ("Softening was felt in 76% (14/21) of the knees.", "fails", "76%"),
        ("Softening was felt in 14 knees (76%) out of 21.", "fails", "76%"),
        ("Responders (14/21; 76%) were younger.", "fails", "76%"),
        ("Fourteen of twenty-one (76 per cent) felt softer.", "fails", "76 per cent"),
        ("All but two of the 21 knees (95%) were scanned.", "fails", "95%"),
        ("Scars were left in 3 and 4 of 10 cases, and relapse in 2 of 5 and 3 of 4 (40% and 70%, respectively).",
         "fails", "70%"),
        # the sentence opened the group
        ("Of the 21 patients, 14 (67%) improved, 5 (28%) did not and 2 (10%) were lost.", "fails", "28%"),
        ("Stinging (N = 21): mild n = 6 (29%), severe n = 2 (15%).", "fails", "15%"),
        # a sentence before it did: another whole may be meant
        ("We included 21 patients. Fourteen (60%) had ulcers.", "assumes", "60%"),
        # rounding conventions
        ("Two of 3 (66%) relapsed.", "assumes", "66%"),
        ("Five of 8 (62%) relapsed.", "assumes", "62%"),
        # words
        ("Two-thirds of the knees (10 of 21) had softened.", "fails", "Two-thirds"),
        ("More than half (9/21) had softened.", "fails", "More than half"),
        ("One in four (12 of 21) had softened.", "fails", "One in four"),
        ("A quarter of the patients (40%) smoked.", "fails", "A quarter"),
        # a share no count gives
        ("In 30% of the six patients pain was gone.", "fails", "30%"),
        ("We treated 5 patients. Pain was gone in 50% of patients by week 4.", "fails", "50%"),
        ("In a study of 5 patients with morphea and 1 lupus patient, pain went in 50% of patients.", "assumes", "50%"),
        ("Obesity was present in 105% of the dialysis patients.", "fails", "105%"),
    ],
)  # fmt: skip
def test_slips(text: str, verdict: str, words: str) -> None:
    assert said(text) == [(verdict, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Softening was felt in 14 of 21 knees (67%).",
        "One of eight (13%) and three of eight (38%) stung.",
        "Of 40 patients 28 (70%) were women, and 7 of these (25%) had been pregnant.",
        "Of the 21 patients, 14 (67%) improved, including 2 (14%) with complete clearance.",
        "The score fell by 50% (from 8/10 to 4/10).",
        "Pain fell from 8/10 to 4/10 (20% of baseline).",
        "Eleven of 14 patients (25% ointment in all) finished.",
        "Healing was seen in 14 of 35 (40%; 95% CI 24% to 58%).",
        "Eight of ten nodules had shrunk (50%).",
        "Mortality lies between 45% and 80% in series of 5 to 60 patients.",
        "About 40% (13 of 32) and nearly half (15 of 32) agreed.",
        "We treated 5 patients. Size was reduced by 67% by week 4 and the ointment held 25% of the drug.",
        "Of the 21 patients, 14 had 30 lesions; 10 lesions (33%) cleared.",
        "Relapse was seen in 6 of 15 and 9 of 18 patients (40% and 50%).",
        "Data on smoking were missing in two of our 21 patients. Ten (53%) smoked.",
        "By week 12 (50%) most had stopped.",
    ],
)
def test_nothing_to_say(text: str) -> None:
    assert said(text) == []


def test_what_is_right_is_said_too() -> None:
    text = "Of the 21 patients, 14 (67%) improved and 7 (33%) did not."
    assert said(text, all_verdicts=True) == [("holds", "67%"), ("holds", "33%")]


def test_the_arithmetic_is_written_out() -> None:
    text = "Softening was felt in 14 of 21 knees (76%)."
    (mark,) = scan_document(read_plain(text, "t.txt")).marks
    assert mark.finding.arithmetic == "14/21 = 66.666… % → 67 % (half-up)"
    assert mark.finding.suggestion == "67 % for 14/21; or 76 % would be 16/21"


def test_no_count_gives_it() -> None:
    (mark,) = scan_document(read_plain("In 30% of the six patients pain was gone.", "t.txt")).marks
    assert mark.finding.arithmetic == "30 / 100 × 6 = 1.8; 1/6 = 16.7 %, 2/6 = 33.3 %"


def test_a_group_counted_in_several_words_is_the_whole() -> None:
    clean = "One hundred twenty-five patients were enrolled. Forty-five patients (36%) had a biopsy."
    wrong = "One hundred twenty-five patients were enrolled. Forty-five patients (46%) had a biopsy."
    assert not said(clean)
    assert said(wrong) == [("assumes", "46%")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # the whole stands with the share before, or is taken up by "of these"
        ("Thirty patients (60%) of the 50 had relapses and 12 (42%) had ulcers.", [("assumes", "42%")]),
        ("Thirty patients (60%) of the 50 had relapses and 12 (24%) had ulcers.", []),
        ("The film was abnormal in 107 legs; 39 of these (63.4%) were scanned.", [("assumes", "63.4%")]),
        ("The film was abnormal in 107 legs; 39 of these (36.4%) were scanned.", []),
        # others than those spoken of
        ("Ten of the 40 men (25%) and 12 (60%) women died.", []),
        ("Seven (10%) of the 70 patients died and 12 (24%) of the others relapsed.", []),
        # no group is so large
        ("Ulcers were seen; 68 (6239%) were male.", [("fails", "6239%")]),
    ],
)
def test_wholes_nearby(text: str, found: list[tuple[str, str]]) -> None:
    assert said(text) == found
