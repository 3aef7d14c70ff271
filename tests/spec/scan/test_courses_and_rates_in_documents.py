"""Parts of a course and its total, running totals, rates, sodium, tablets and units as whole documents tell them."""

import pytest

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict

NOTES = """Sodium thiosulfate 25 g at the end of each session.

Dose 1 on Monday. Running total: 25 g.

Dose 2 on Wednesday. Running total: 50 g.

Dose 3 on Friday. Running total: {third} g.

Dose 4 on Monday. Running total: {fourth} g.
"""


def said(text: str) -> list[tuple[str, str]]:
    """The checks that report, each with the words underlined."""
    marks = scan_document(read_plain(text, "t.md")).marks
    return [
        (m.finding.check, m.passage.text[m.start : m.end])
        for m in marks
        if m.finding.verdict in (Verdict.FAILS, Verdict.ASSUMES)
    ]


@pytest.mark.parametrize(
    ("text", "check", "words"),
    [
        # 8 × 12.5 + 12 × 25 = 400
        ("She had 20 doses of thiosulfate: eight at 12.5 g and twelve at 25 g, in all 450 g.",
         "course-told-twice", "450 g"),
        # 10 × 12.5 + 26 × 25 = 775
        ("She had 10 doses of 12.5 g and then 26 of 25 g of thiosulfate, making 725 g altogether.",
         "course-told-twice", "725 g"),
        # 212 × 25 = 5300
        ("Group A received 212 infusions of 25 g (5,200 g) of thiosulfate.", "course-told-twice", "5,200 g"),
        # 12 × 12.5 + 24 × 25 = 750
        ("Thiosulfate: 12 × 12.5 g, then 24 × 25 g; total 700 g.", "course-told-twice", "700 g"),
        (NOTES.format(third=85, fourth=100), "course-told-twice", "85 g"),  # 50 + 25 = 75
        (NOTES.format(third=75, fourth=125), "course-told-twice", "125 g"),  # 75 + 25 = 100
        # 200 mL / 1 h
        ("Thiosulfate runs in the last 60 minutes of dialysis. The 200 mL is run at 100 mL/h.",
         "pump-rate", "100 mL/h"),
        # 200 mL / 2 h = 100
        ("If there is nausea, give the 200 mL of thiosulfate over two hours at 200 mL/h.", "pump-rate", "200 mL/h"),
        # 202 × 23 mg = 4.6 g
        ("Thiosulfate carries sodium: 25 g gives 202 mmol (46 g of sodium).", "sodium-in-a-dose", "46 g"),
        # 30 × 2 × 3 = 180
        ("Cinacalcet 30 mg, two tablets three times a day (90 mg daily).", "dose-times-a-day", "90 mg"),
        # 1.85 mg/dL = 0.46 mmol/L
        ("Adjusted calcium below 1.85 mg/dL (reference 2.20-2.60 mmol/L) excluded patients.",
         "lab-unit-told", "1.85 mg/dL"),
        # 15 % w/v = 150 mg/mL
        (("Thiosulfate.\n\n| Product | Strength | Content |\n|---|---|---|\n| Vial | 25% w/v | 250 mg/mL |\n"
         "| Syringe | 15% w/v | 15 mg/mL |"), "strength-said-twice", "15 mg/mL"),
        # 36 × 25 = 900
        ("She had thiosulfate 25 g after each dialysis.\n\nThere were 36 infusions, for a cumulative dose of 850 g.",
         "course-told-twice", "850 g"),
        # 5 October to 30 November: 56 days
        ("Clinic date: 5 October 2026\n\nWe shall see her again on 30 November 2026, in 6 weeks' time.",
         "due-date", "6 weeks"),
        ("Date: 5 October 2026\n\nPlease book the next visit in 4 weeks, on Monday 30 November 2026.",
         "due-date", "4 weeks"),
    ],
)  # fmt: skip
def test_what_does_not_follow(text: str, check: str, words: str) -> None:
    assert (check, words) in [(c, w.removeprefix("below ")) for c, w in said(text)]


@pytest.mark.parametrize(
    "text",
    [
        "She had 20 doses of thiosulfate: eight at 12.5 g and twelve at 25 g, in all 400 g.",
        "Ten infusions of 25 g (12.5 g if under 60 kg) of sodium thiosulfate were given.",
        "Thirty infusions of 25 g (250 mg/mL, 100 mL) of thiosulfate were given.",
        "Five patients had 36 infusions of 25 g of thiosulfate, a total of 4500 g.",
        "She was given two vials of 12.5 g (25 g) of sodium thiosulfate three times a week.",
        "Three injections of 250 mg (1 mL) in each of 4 lesions of thiosulfate, a total of 3 g.",
        "Another 29 infusions of thiosulfate 25 g (725 g) follow, making 36 infusions and 875 g altogether.",
        "Another 29 infusions of thiosulfate (725 g) follow, so that the full course is 36 infusions and 875 g.",
        "Weeks 1-2: 6 infusions of 12.5 g (75 g); weeks 3-8: 18 infusions of 25 g (450 g) of thiosulfate.",
        NOTES.format(third=75, fourth=100),
        "She had thiosulfate 25 g after dialysis.\n\nThere were 36 infusions, for a cumulative dose of 900 g.",
        "She had thiosulfate 25 g, halved in May.\n\nThere were 36 infusions, for a cumulative dose of 650 g.",
        "They had thiosulfate 25 g.\n\nBoth patients had 36 infusions, for a cumulative dose of 1800 g.",
        "Clinic date: 5 October 2026\n\nWe shall see her again on 16 November 2026, in 6 weeks' time.",
        "Clinic date: 5 October 2026\n\nWe shall see her again on 30 November 2026, in week 8.",
        (
            "Clinic date: 5 October 2026\n\nThe next cast is on 12 October 2026. We shall see her on 23 November 2026, "
            "in 6 weeks' time."
        ),
        (
            "Thiosulfate.\n\n| Product | Strength | Content |\n|---|---|---|\n| Vial | 25% w/v | 250 mg/mL |\n"
            "| Weak | 10% (w/v) | 100 mg/mL |\n| Paste | 25% w/w | 250 mg/g |"
        ),
        "Although 36 infusions of 25 g of thiosulfate were planned, 31 were given, so that the total dose was 775 g.",
        "She had thiosulfate 25 g.\n\nOf 36 infusions 34 were completed, for a cumulative dose of 850 g.",
        "Sodium thiosulfate is run over 60 minutes; half of the 200 mL bag is given at 100 mL/h.",
        "The sodium load is 202 mmol (25 g of sodium thiosulfate pentahydrate).",
        "Diet: no more than 100 mmol (2 g of sodium) a day beside the thiosulfate.",
        "Ibuprofen 400 mg (two tablets) three times a day (1.2 g daily).",
        "Paracetamol 1 g, two tablets four times a day (4 g daily).",
        "At 500 mg of thiosulfate a day he has used 42 g in all. The foam dressing now lasts 2 days.",
        "A 61-year-old man was seen. He takes warfarin (target INR 2.5-3.5, today 3.1).",
        "During these nine years practice changed: one dialysate came in 2017 and another in 2019.",
    ],
)
def test_what_follows_or_is_something_else(text: str) -> None:
    assert said(text) == []
