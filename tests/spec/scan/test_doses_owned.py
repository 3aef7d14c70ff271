"""Whose an amount is, by what route, of how many doses: where another reading of the numbers holds, scan is silent."""

import pytest

from tests.spec.scan.saying import reported

_IV_AND_LOCAL = (
    "Thirty patients had intravenous sodium thiosulfate 25 g with each dialysis.\n\n"
    "In two others sodium thiosulfate was injected into the plaques.\n\n"
)


@pytest.mark.parametrize(
    "text",
    [
        # a word that stands where a drug stands owns its dose and what is summed from it
        "One, in the arm with 25 g of intravenous STS, took fictimyx 500 mg four times daily for 10 days (20 g).",
        # the terms of thiosulfate are not lent to the total of another drug
        "So 1.5 g of STS in five sessions: A had three injections, B four. Lidocaine came to 290 mg over five visits.",
        # the document tells of two routes, and the words do not say by which this amount was given
        _IV_AND_LOCAL + "With 125 mg each, 100 injections of thiosulfate make 12.5 g: half of an infusion of 25 g.",
        _IV_AND_LOCAL + "Of three, one had intralesional thiosulfate, 250 mg per plaque, and one had 5 g daily.",
        "The gel held 0.1 mol/L sodium thiosulfate. Each injection holds 12.4 mg.\n\nThis is far below 25 g by vein.",
        # what a mL weighs
        "Density of the 25% solution of sodium thiosulfate, found here: 1.12 g/mL.",
        # weekdays told by their order
        "Sodium thiosulfate was injected into the plaques, 250 mg, every second Monday from June to August.",
        # allowed for losses
        "Sodium thiosulfate cream 25%: four tubes of 60 g = 240 g. With 3% excess: 247.2 g.",
        # per kg, whose unit stands before
        "Thiosulfate was dosed at 0.25 g/kg; 0.25 × 41 kg gives 10.25 g.",
        # so many of the planned
        "She received 21 of the 24 infusions of 25 g (525 g) of thiosulfate.",
        "Of 30 planned infusions of 25 g of thiosulfate she received 27, i.e. 675 g.",
        # who had the fewest infusions had half doses
        "STS was 25 g, in two women 12.5 g. The number of infusions was 24 (9–39), the total dose 600 g (112.5–975).",
        # the vials of one infusion, and those worked out on the spot
        "A vial holds 2.5 g. We gave thiosulfate 12.5 g (5 vials) in saline, three times weekly: 6 infusions, 75 g.",
        "There were 20 infusions of 25 g of STS. We opened 20 × 2 + 5 × 1 = 45 vials.",
        # regular doses and those as needed, days with other doses
        "Morphine 20 mg bd plus four doses of oral morphine 5 mg in the last 24 h, i.e. 60 mg/24 h.",
        "Thiosulfate 12.5 g on Tuesdays and Thursdays and 25 g on Saturdays, 50 g a week.",
        # two forms of one salt
        "1 g of the pentahydrate = 0.637 g anhydrous; 25 g pentahydrate correspond to 15.9 g of anhydrous salt.",
        # the day's dose in two parts, other doses by their place in the course, each dose of a day
        "Etidronate 15 mg/kg/day, at a weight of 3.2 kg: 24 mg at 06:00 and 24 mg at 18:00.",
        "STS on ten dialysis days; 12.5 g at the first, 25 g at each of the rest, total 237.5 g.",
        "STS 12.5 g for the first three sessions and 25 g for the next nine came to 262.5 g.",
        "Gabapentin 100 mg tds, 300 mg a day; cefalexin 500 mg four times daily for 7 days (14 g).",
        # so many were given of the dose told before; two sizes of doses, and the vials of both
        "Planned was STS 25 g thrice weekly for 12 weeks (900 g). Actual: 33 infusions, 825 g (92 %).",
        "Of the doses of STS 812 were of 25 g and 141 of 12.5 g, together 22.1 kg or 1,765 vials.",
        # a share of what is put on; as needed, and used; how often another drug is taken
        "Patients applied 2 g of the 25% cream with STS twice daily (1 g of drug a day).",
        "Oxycodone 5 mg q6h prn, used 9 in 3 d (15 mg/d).",
        "Sevelamer 800 mg 3 tabs TID; cinacalcet 60 mg; gabapentin 300 mg post HD (900 mg/wk); oxycodone 5 mg.",
        "STS was injected into nodules, 1 to 3 mL of 250 mg/mL (250 to 750 mg) every week for 12 weeks, at most 9 g.",
        # a salt is no laboratory value
        "| Item | Amount | Expiry |\n|---|---|---|\n| Sodium nitrite 3% (30 mg/mL) | 10 mL | 03/2025 |",
        # the total of a course that the words before it give
        "Minocycline 100 mg twice daily for 6 weeks, 8.4 g, had no effect.",
    ],
)
def test_nothing_is_said(text: str) -> None:
    assert [m.finding.message for m in reported(text)] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Morphine 20 mg bd plus four doses of oral morphine 5 mg in the last 24 h, i.e. 80 mg/24 h.", "80 mg"),
        ("Thiosulfate on Monday 25 g, Wednesday 25 g, Friday 12.5 g; 75 g weekly.", "75 g"),
        ("The dose of STS was 125 mg per session (0.5 mL), so that the full course of six amounted to 7.5 g.", "7.5 g"),
        ("Hydromorphone 1.3 mg as needed, five used, 8.5 mg in the day.", "8.5 mg"),
        ("For reference, 25 g of pentahydrate corresponds to 39.2 g of anhydrous salt.", "39.2 g"),
        (
            "Etidronate 15 mg/kg/day, at a weight of 3.2 kg: 48 mg at 06:00 and 48 mg at 18:00.",
            "48 mg at 06:00 and 48 mg at 18:00",
        ),
        ("STS on ten dialysis days; 12.5 g at the first, 25 g at each of the rest, total 250 g.", "250 g"),
        ("STS 12.5 g for the first three sessions and 25 g for the next nine came to 300 g.", "300 g"),
        ("STS 25 g in 100 mL was infused from March to April (24 infusions, 900 g).", "900 g"),
        ("STS given: 25 g x 12, 20 g x 6, 12.5 g x 6; total 525 g over 8 weeks.", "525 g"),
        ("STS 12.5 g IV 2x/wk at the centre (37.5 g/wk).", "37.5 g"),
        ("Vancomycin 25 mg/kg (2,500 mg for 70 kg) was given. STS was withheld on 4 June.", "2,500 mg"),
        ("Metamizole 1 g four times daily (3 g) was needed.", "3 g"),
        ("Gabapentin 100 mg tds, 400 mg a day.", "400 mg"),
        ("Cefalexin 500 mg four times daily for 7 days (16 g).", "16 g"),
        (
            "| part | amount |\n|---|---|\n| salt | 30 mg |\n| water | 24 g |\n| base | 66 g |\n| total | 120 g |",
            "30 mg",
        ),
        # a corrected QT interval or calcium speaks of no slip
        ("Ondansetron 4 g intravenously is given. The corrected QT interval must be under 480 ms.", "4 g"),
        ("Thiosulfate was dosed at 0.25 g/kg; 0.25 × 41 kg gives 12.5 g.", "0.25 × 41 kg gives 12.5 g"),
    ],
)
def test_sums_that_do_not_hold(text: str, words: str) -> None:
    assert words in [m.passage.text[m.start : m.end] for m in reported(text)]
