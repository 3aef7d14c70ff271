"""Relations of doses as whole documents tell them: over sentences, lines of lists, tables, for any drug."""

import pytest

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict

CHECKS = {
    "written-product", "pump-rate", "vials-needed", "strength-said-twice", "drug-in-a-volume", "dose-times-a-day",
    "course-told-twice", "sodium-in-a-dose", "dose-in-proportion", "dose-arithmetic", "dose-unit-beside", "dose-unit",
}  # fmt: skip


def said(text: str) -> list[tuple[str, str]]:
    """The checks that report, each with the words underlined."""
    marks = scan_document(read_plain(text, "t.md")).marks
    return [
        (m.finding.check, m.passage.text[m.start : m.end])
        for m in marks
        if m.finding.check in CHECKS and m.finding.verdict in (Verdict.FAILS, Verdict.ASSUMES)
    ]


@pytest.mark.parametrize(
    ("text", "check", "words"),
    [
        # 7 × 12.5 = 87.5
        ("By Friday 7 × 12.5 g = 875 g had been given.", "written-product", "7 × 12.5 g = 875 g"),
        # 11 × 25 + 12.5 = 287.5
        ("Thiosulfate: 11 x 25 g plus 12.5 g = 297.5 g.", "written-product", "11 x 25 g plus 12.5 g = 297.5 g"),
        # 0.2 × 60 = 12
        ("The child got 0.2 g/kg × 60 kg = 1.2 g.", "written-product", "0.2 g/kg × 60 kg = 1.2 g"),
        ("Stock: 30 × 72 = 2060 vials.", "written-product", "30 × 72 = 2060 vials"),  # 2160
    ],
)
def test_products_written_out(text: str, check: str, words: str) -> None:
    assert (check, words) in said(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # 150 / 1 h
        ("The final volume is 150 mL. Run thiosulfate over 60 minutes, pump at 120 mL/h.", "120 mL/h"),
        # 300 / 1.5 h = 200
        (
            "Add to saline. Infuse the resulting 300 mL of thiosulfate over 90 minutes with a pump at 300 mL/h.",
            "300 mL/h",
        ),
        ("Total volume of thiosulfate 100 mL in the last hour of dialysis at 10 mL/h.", "10 mL/h"),
        ("- Volume of thiosulfate: 250 mL\n- Time: 60 minutes\n- Rate: 200 mL/h", "200 mL/h"),
        # 50 + 100 = 150
        ("Thiosulfate 50 mL is added to 100 mL of saline and the whole infused over 30 min at 250 mL/h.", "250 mL/h"),
    ],
)
def test_rates_of_pumps(text: str, words: str) -> None:
    assert [w for _, w in said(text)] == [words]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # 18 × 2 = 36
        ("STS comes in vials of 12.5 g. A course at 25 g is 6 weeks, 18 infusions, and needs 26 vials.", "26 vials"),
        ("STS vial = 12.5 g. Course of 25 g TIW x 4 wk = 12 doses = 42 vials.", "42 vials"),
        # 600 / 12.5 = 48
        (
            "Thiosulfate is stocked in vials of 12.5 g. Eight weeks at 25 g are 24 doses, 600 g. Order 84 vials.",
            "84 vials",
        ),
        ("Thiosulfate 25 g three times a week for 8 weeks takes 40 vials.", "40 vials"),
        ("Thiosulfate: for 30 infusions of two vials order 90 vials.", "90 vials"),
    ],
)
def test_vials_of_a_course(text: str, words: str) -> None:
    assert [w for _, w in said(text)] == [words]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Undiluted STS 150 mg/mL (1.5%) was injected.", "1.5%"),
        ("Thiosulfate 20% w/v (20 mg/mL) was drawn up.", "20 mg/mL"),
        ("STS was made up as a 20% w/w ointment (20 mg in each gram).", "20 mg in each gram"),  # 200
        ("For the 15% cream 1.5 g of thiosulfate is rubbed down and made up to 100 g.", "1.5 g"),  # 15
        (("# Thiosulfate\n\n## Ointment 20% w/w\n\nThiosulfate powder 100 g, paraffin base to 50 g. Rub 1 g of the salt"
         " and base to 50 g."), "1 g"),  # 20 % of 50 g is 10 g
    ],
)  # fmt: skip
def test_strengths_said_twice(text: str, words: str) -> None:
    assert words in [w for _, w in said(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("STS 250 mg/mL was injected.\n\nThe median volume was 0.4 mL (100 mg), the largest 0.8 mL (20 mg).", "20 mg"),
        (
            "STS 250 mg/mL was injected.\n\nEach site had 0.5 mL at weeks 0, 2 and 4, so that the total was 37.5 mg.",
            "37.5 mg",
        ),
        ("STS 150 mg/mL was injected.\n\nThe mean volume was 0.2 mL, so the mean dose was 30 g.", "30 g"),
        ("STS 250 mg/mL is stocked.\n\nDraw up 12.5 g (50 mL) or 25 g (10 mL).", "10 mL"),
    ],
)
def test_drug_in_a_volume(text: str, words: str) -> None:
    assert [w for _, w in said(text)] == [words]


@pytest.mark.parametrize(
    ("text", "check", "words"),
    [
        ("Sevelamer 800 mg with each of three meals (1.6 g daily).", "dose-times-a-day", "1.6 g"),  # 2.4
        ("Morphine 5 mg 4-hourly (20 mg/day) was cut.", "dose-times-a-day", "20 mg"),  # 30
        ("Sevelamer 2.4 g TDS (4.8 g/day) was taken.", "dose-arithmetic", "4.8 g"),  # 7.2
        (("Each had 25 g of STS. They had a median of 24 infusions (range 6 to 60); the median total dose was 600 g"
         " (range 150 to 1,050)."), "course-told-twice", "1,050"),  # 60 × 25 = 1500
        ("STS 25 g thrice weekly for six weeks (18 infusions).\n\nThe whole course is 24 infusions of 25 g.",
         "course-told-twice", "24"),
        ("STS 12.5 g as a test. STS 25 g from now.\n\n5th full dose. Running total incl. test dose = 150 g.",
         "course-told-twice", "150 g"),  # 137.5
        ("STS 12.5 g has a sodium load of 10.1 mmol.", "sodium-in-a-dose", "10.1 mmol"),  # 100.7
        ("STS 25 g each time. 9th infusion given; cumulative 250 g.", "course-told-twice", "250 g"),  # 225
        (("All had STS 25 g.\n\n| Feature | Value |\n|---|---|\n| Infusions, median (IQR) | 30 (12–48) |\n"
         "| Total dose of STS, g | 750 (300–1,020) |"), "course-told-twice", "1,020"),  # 48 × 25 = 1200
        ("STS holds 8.06 mmol per gram, so 12.5 g brings 1007 mmol of sodium.", "sodium-in-a-dose", "1007 mmol"),
        (("Nifedipine 30 mg daily was continued. Diltiazem was begun at 60 mg twice daily and by week six of treatment"
         " had reached 180 g daily."), "dose-unit-beside", "180 g"),
        ("STS.\n\n| Dose | Volume of injection |\n|---|---|\n| 5 g | 20 mL |\n| 10 g | 40 mL |\n| 20 g | 8 mL |",
         "dose-in-proportion", "8"),
    ],
)  # fmt: skip
def test_other_relations(text: str, check: str, words: str) -> None:
    assert (check, words) in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "So far 7 × 12.5 g = 87.5 g of thiosulfate; 0.26 g/kg × 48 kg = 12.5 g; 2 × 2 g = 4 g.",
        "The plaque was 6.0 × 4.0 cm = 24 cm2, and Ca × P 2.4 × 2.1 = 5.0.",
        "A difference of 46% - 41% = 5 points remained.",
        "Infuse 100 mL of thiosulfate over 60 min: start at 50 mL/h for 15 minutes, then 117 mL/h.",
        "Thiosulfate 100 mL ran over 60 minutes at a blood flow of 350 mL/min.",
        "The final volume is 200 mL. Infuse thiosulfate over 60 minutes at 200 mL/h, or over 90 minutes at 133 mL/h.",
        "STS vials of 12.5 g come six to a carton. Order the first 4 weeks of 36 infusions at 25 g (24 vials) only.",
        "STS 25 g three times weekly for 12 weeks needs 72 vials and five spare ones; 80 vials were received.",
        "STS 18.75 g for 12 doses takes 24 vials of 12.5 g, or 18 vials when shared.",
        "Two vials of STS are needed for each 25 g dose. Order 10 vials per week.",
        "Undiluted STS 250 mg/mL (25%) and lidocaine 1% (10 mg/mL) were used; serum levels fell to 25 mg/mL (12.5%).",
        "The 10% cream of thiosulfate: 20 g of salt, 12 g of water and 168 g of base per 200 g.",
        "For the 25% ointment 62.5 g of thiosulfate is made up to 250 g.",
        "STS 250 mg/mL.\n\nThe bag held 25 g (250 mL). Each site had 0.2 mL (50 mg), 1 mL in all (250 mg).",
        "STS 250 mg/mL was mixed with lidocaine 1:1.\n\nEach site had 0.4 mL of the mixture, so the dose was 50 mg.",
        "Lanthanum 500 mg with each of three meals (1.5 g daily); two 800 mg tablets three times a day (4.8 g/day).",
        "Prednisolone 20 mg daily (0.5 mg/kg/day), metformin 500 mg twice daily (maximum 2 g daily).",
        "Each had 25 g of STS. They had a median of 24 infusions (range 6 to 60), 600 g (range 150 to 1,500).",
        "STS 25 g thrice weekly for six weeks (18 infusions).\n\nThe whole course is 18 infusions of 25 g.",
        "STS 12.5 g as a test. STS 25 g from now.\n\n5th full dose. Running total incl. test dose = 137.5 g.",
        "STS 25 g each. By the 5th infusion pain had gone; the total dose was 900 g. The 6th dose was late.",
        "Amlodipine 10 mg daily (5 mg daily before) and metoprolol 50 mg twice daily (50 mg daily at first).",
        "STS 25 g three times weekly for 12 weeks.\n\nThe full course of 40 sessions of hyperbaric oxygen was given.",
        "STS 25 g has a sodium load of about 200 mmol, and 9 g of sodium chloride carries 154 mmol of sodium.",
        "Continue STS. Three doses of 25 g (3, 5 and 7 April). Cumulative 300 g, 15 doses.",
        "She used 2 g of thiosulfate cream twice a day, in 32 weeks 896 g. At 250 mg/g that is 224 g of the salt.",
        ("Sevelamer 1.6 g was taken (4.8 g daily). For 26 weeks she had STS 12.5 g twice weekly. All 52 infusions were"
        " given, a total of 650 g."),
        ("STS.\n\n| Dose | Volume of injection | Final volume |\n|---|---|---|\n| 5 g | 20 mL | 100 mL |\n"
        "| 10 g | 40 mL | 100 mL |\n| 20 g | 80 mL | 200 mL |"),
    ],
)  # fmt: skip
def test_what_agrees_or_is_something_else(text: str) -> None:
    assert said(text) == []
