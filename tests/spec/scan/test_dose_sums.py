"""Sums about doses in running text: a text in, the result that does not follow out, with the arithmetic."""

import pytest

from resorb.scan.material import Mark
from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict

CHECKS = ("dose-arithmetic", "dose-table")


def marks(text: str) -> list[Mark]:
    """The findings of these checks."""
    return [m for m in scan_document(read_plain(text, "t.txt")).marks if m.finding.check in CHECKS]


def said(text: str) -> list[tuple[str, str, str]]:
    """Verdict, underlined words and arithmetic of every finding that is reported."""
    return [
        (m.finding.verdict.value, m.passage.text[m.start : m.end], m.finding.arithmetic or "")
        for m in marks(text)
        if m.finding.verdict in (Verdict.FAILS, Verdict.ASSUMES)
    ]


@pytest.mark.parametrize(
    ("text", "words", "arithmetic"),
    [
        # what a supply holds
        ("She used 300 g of a 20% thiosulfate cream (90 g of STS).", "90 g", "300 g × 20 % = 60 g"),
        ("With a strength of 20%, the 150 g jar holds 45 g of thiosulfate.", "45 g", "150 g × 20 % = 30 g"),
        # volume and concentration
        ("We injected 0.4 mL of STS 150 mg/mL, i.e. 75 mg.", "75 mg", "0.4 mL × 150 mg/mL = 60 mg"),
        ("STS 12.5 g corresponds to 25 mL of the 250 mg/mL solution.", "25 mL", "12.5 g / 250 mg/mL = 50 mL"),
        ("The vial of STS, 12.5 g in 50 mL, i.e. 125 mg/mL, is kept cool.", "125 mg/mL", "12.5 g in 50 mL = 250 mg/mL"),
        ("Eight nodules took STS, 0.1 mL each (0.9 mL in all).", "0.9 mL", "8 × 0.1 mL = 0.8 mL"),
        # body size
        ("STS 250 mg/kg was ordered, which at 14 kg comes to 4.9 g.", "4.9 g", "250 mg/kg × 14 kg = 3.5 g"),
        # per day, per week
        ("The 100 g of STS used over 200 days mean 750 mg per day.", "750 mg", "100 g / 200 days = 500 mg/day"),
        ("IV STS was 12.5 g three times a week (62.5 g per week).", "62.5 g", "12.5 g × 3 a week = 37.5 g/week"),
        ("STS cream, 4 g per day: a 120 g tube lasted 15 days.", "15 days", "120 g / 4 g a day = 30 days"),
        # in all
        ("STS 25 g twice weekly for 10 weeks came to a total of 750 g.", "750 g", "25 g × 2 a week × 10 weeks = 500 g"),
        ("Thirty infusions of 25 g STS add up to 2,250 g.", "2,250 g", "30 × 25 g = 750 g"),
        ("STS was given 10 g weekly for 2 weeks and 15 g twice weekly for 4 weeks, together 240 g.", "240 g",
         "10 g × 1 × 2 weeks + 15 g × 2 × 4 weeks = 140 g"),
        ("STS ran three times a week for 8 weeks, so that 48 infusions were given.", "48 infusions",
         "3 a week × 8 weeks = 24"),
        # rate and time
        ("For STS, 100 mL run over 30 min (166 mL/h).", "166 mL/h", "100 mL / 30 min = 200 mL/h"),
        # several things
        ("Thiosulfate 25 g, glycerine 10 g, lanolin 30 g and petrolatum 30 g to make 100 g.", "30 g to make 100 g",
         "25 + 10 + 30 + 30 = 95 g"),
        ("STS is billed per 100 mg, and 12.5 g as 250 units.", "250 units", "12500 mg / 100 mg = 125 units"),
    ],
)  # fmt: skip
def test_results_that_do_not_follow(text: str, words: str, arithmetic: str) -> None:
    found = said(text)
    assert [(v, w) for v, w, _ in found] == [("fails", words)]
    assert found[0][2] == arithmetic


@pytest.mark.parametrize(
    ("text", "words", "arithmetic"),
    [
        ("For a dose of 25 g STS 5 vials of 12.5 g are opened.", "5 vials", "25 g / 12.5 g = 2 vials"),
        ("Thiosulfate 10% (5 g in 20 mL) is sold there.", "10%", "5 g in 20 mL = 25 %"),
    ],
)
def test_results_that_no_word_ties_to_their_numbers(text: str, words: str, arithmetic: str) -> None:
    assert said(text) == [("assumes", words, arithmetic)]


def test_a_total_below_the_plan_holds_if_a_dose_was_left_out() -> None:
    (found,) = marks("STS 25 g three times a week for 10 weeks came to a total of 700 g.")
    assert (found.finding.verdict, found.finding.assumption) == (Verdict.ASSUMES, "a dose was left out")


def test_a_row_that_breaks_what_the_others_keep() -> None:
    rows = ["Volume (mL)\tConcentration (mg/mL)\tSTS (mg)", "0.2\t250\t50", "0.3\t250\t95", "0.4\t250\t100"]
    table = "Table 1. Injections\n" + "\n".join(rows) + "\n"
    assert said(table) == [("fails", "95", "0.3 mL × 250 mg/mL = 75 mg; 2 other rows follow")]


@pytest.mark.parametrize(
    "text",
    [
        # every length of a month, and rounding: 100 g / 4 months
        "Four months of treatment consumed 100 g of STS, on average 833 mg per day.",
        "Four months of treatment consumed 100 g of STS, on average 821 mg per day.",
        "Four months of treatment consumed 100 g of STS, on average 820 mg per day.",
        "Four months of treatment consumed 100 g of STS, on average about 800 mg per day.",
        # 150 mg/mL and 250 mg/mL give 15 and 25 mg
        "Of STS, 0.1 mL contains 15 mg (150 mg/mL) or 25 mg (250 mg/mL).",
        "Equal volumes of lidocaine and STS (250 mg/mL) were mixed; 0.4 mL thus held 50 mg of thiosulfate.",
        "STS 250 mg/kg would be 15 g at 60 kg; the cap is 12.5 g.",
        "Of 36 planned infusions of 25 g STS four were missed, so that the total was 800 g.",
        "STS 12.5 g every other day makes 43.75 g per week.",
        "STS 25 g (100 mL of 250 mg/mL) is made up to 900 mL and given at 15 mL/min.",
        "Ondansetron 4 mg (2 mL of 2 mg/mL) preceded STS 12.5 g (50 mL of 250 mg/mL).",
        "She received STS 12.5 g thrice weekly for 2 weeks; she then received 25 g.",
        "STS helped: pain fell by 50% (from 8 to 4), and 25 g was kept.",
        "A 150 g jar (25% STS) and a 60 g tube were used: 45 g of ointment was left.",
    ],
)
def test_silence(text: str) -> None:
    assert said(text) == []


def test_what_follows_is_shown_to_hold() -> None:
    (found,) = marks("She used 400 g of a 25% thiosulfate cream (100 g of STS).")
    assert (found.finding.verdict, found.finding.arithmetic) == (Verdict.HOLDS, "400 g × 25 % = 100 g")
