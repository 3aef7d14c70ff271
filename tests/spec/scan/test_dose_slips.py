"""Doses in running text: a sentence in, what scan says of its doses out, with what was meant."""

import pytest

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict

CHECKS = ("dose-unit", "dose-plausible")


def said(text: str) -> list[tuple[str, str, str]]:
    """Verdict, underlined words and suggestion of every dose finding that is reported."""
    marks = [m for m in scan_document(read_plain(text, "t.txt")).marks if m.finding.check in CHECKS]
    return [
        (m.finding.verdict.value, m.passage.text[m.start : m.end], m.finding.suggestion or "")
        for m in marks
        if m.finding.verdict in (Verdict.FAILS, Verdict.ASSUMES)
    ]


@pytest.mark.parametrize(
    ("text", "words", "meant"),
    [
        # mg for g: 12.5 mg x 1000 = 12.5 g
        ("Thiosulfate 12.5 mg was infused after each dialysis.", "12.5 mg", "12.5 g"),
        ("We gave 25mg of intravenous STS thrice weekly.", "25mg", "25 g"),
        ("STS was raised from 12.5 to 25 mg per session of haemodialysis.", "12.5 to 25 mg", "12.5 to 25 g"),
        ("Intravenous sodium thiosulphate was begun. The dose was 25 milligrams.", "25 milligrams", "25 grams"),
        ("Sodium thiosulfate (NaTS) helped. NaTS 25 mg IV was given tiw.", "25 mg", "25 g"),
        ("Prednisone 10 mg was stopped and IV thiosulfate, 25 mg per session, begun.", "25 mg", "25 g"),
        ("Intravenous STS 50 mg followed each dialysis.", "50 mg", "50 g"),
        ("They had 25 milligrams of thiosulfate through the dialysis line.", "25 milligrams", "25 grams"),
        ("The farmer had 12.5 g twice, then 25 mg per dialysis session.", "25 mg", "25 g"),
        ("IV STS 25 mcg was given with every dialysis.", "25 mcg", "25 g"),
        ("Peritoneal route: 25 mg of thiosulfate was instilled intraperitoneally.", "25 mg", "25 g"),
        ("STS 12.5 mg/m2 was infused.", "12.5 mg/m2", "12.5 g/m2"),
        ("STS 0.25 mg/kg was given intravenously to the girl.", "0.25 mg/kg", "0.25 g/kg (250 mg/kg)"),
        # g for mg: 250 g/mL / 1000 = 250 mg/mL
        ("Lesions were injected with STS 150 g/mL.", "150 g/mL", "150 mg/mL"),
        ("IV STS 12,500 g was ordered after dialysis.", "12,500 g", "12,500 mg (12.5 g)"),
        # in a solution: 12.5 mg / 50 mL = 0.25 mg/mL
        ("The vial of thiosulfate holds 12.5 mg/50 mL.", "12.5 mg/50 mL", "12.5 g/50 mL (250 mg/mL)"),
        ("Thiosulfate (12.5 g in 50 L) was injected.", "12.5 g in 50 L", "12.5 g in 50 mL (250 mg/mL)"),
        # ointment: 120 mg = 0.12 g of product
        ("Each month 120 mg of topical STS ointment was dispensed.", "120 mg", "120 g"),
        ("Into each nodule we injected 0.2 L of STS.", "0.2 L", "0.2 mL"),
    ],
)
def test_slips_of_the_unit(text: str, words: str, meant: str) -> None:
    assert said(text) == [("fails", words, meant)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A 150% thiosulfate cream was rubbed in.", "150%"),
        ("IV STS 25 g was repeated every 20 minutes.", "every 20 minutes"),
        ("She applied 25% STS ointment 25 times a day.", "25 times a day"),
        ("IV thiosulfate 25 g was pushed over 20 seconds.", "20 seconds"),
        ("IV thiosulfate 25 g was given over 40 hours.", "40 hours"),
        ("IV thiosulfate 25 g in 100 mL was run in over 40 seconds.", "40 seconds"),
    ],
)
def test_what_cannot_be(text: str, words: str) -> None:
    assert [(v, w) for v, w, _ in said(text)] == [("fails", words)]


@pytest.mark.parametrize(
    ("text", "words", "meant"),
    [
        ("A 0.1% thiosulfate cream was rubbed in.", "0.1%", "10 %"),
        ("The solution (12.5 mg/50 mL) was injected twice.", "12.5 mg/50 mL", "12.5 g/50 mL (250 mg/mL)"),
        ("STS was given by vein in a dose of 0.125 g per session.", "0.125 g", "12.5 g"),
        ("Intralesional STS at 2.5 mg/mL was used.", "2.5 mg/mL", "250 mg/mL"),
    ],
)
def test_what_holds_only_if(text: str, words: str, meant: str) -> None:
    found = said(text)
    assert [(w, s) for _, w, s in found] == [(words, meant)]


def test_a_row_of_a_table_is_read_with_its_drug() -> None:
    table = "Table 1. Doses\nDrug\tRoute\tDose\nSodium thiosulfate\tIV\t25 mg\nCinacalcet\toral\t30 mg\n"
    assert said(table) == [("fails", "25 mg", "25 g")]


def test_the_arithmetic_is_shown() -> None:
    (mark,) = scan_document(read_plain("IV thiosulfate 12.5 mg was given after dialysis.", "t.txt")).marks
    assert mark.finding.arithmetic == "12.5 mg × 1000 = 12.5 g; usual is 12.5 to 25 g"


@pytest.mark.parametrize(
    "text",
    [
        # doses of other drugs
        "Methotrexate 12.5 mg weekly was kept while intravenous thiosulfate, 25 g thrice weekly, was given.",
        "IV STS 25 g and rituximab 375 mg/m2 were combined; prednisone went from 20 mg to 5 mg.",
        "Beside IV STS 25 g she took dantrolene 25 mg and fostamatinib 100 mg.",
        "IV STS 25 g was preceded by 4 mg of ondansetron, then by 10 mg of an antiemetic.",
        "STS (IV) was started; the CRP of 35 mg/L fell, and calcium was 9.4 mg/dL.",
        # right as it stands
        "IV STS 12,500 mg and, from week 3, 25 000 mg were given per session.",
        "Topical STS amounted to 370 mg of drug per day.",
        "Intralesional STS, 25 mg in 0.1 mL, was given after intravenous STS had failed.",
        "Thiosulfate 20 g/m2 was infused after cisplatin 80 mg/m2.",
        "In rats 40 mg of thiosulfate was injected intraperitoneally.",
        "The serum peak of STS was 0.4 mg/mL after 25 g IV.",
        "Ointment with 50% thiosulfate was used by one woman.",
        "After STS 25 g IV, 68% responded; wounds were dressed four times a day.",
        "IV STS was given at 12.5 g, and blood pressure was checked every 15 minutes.",
        # a slip that is spoken of
        "The paper prints 25 mg of intravenous thiosulfate, an evident misprint for 25 g.",
        "IV thiosulfate: give 25 g, not 25 mg.",
        # no thiosulfate at all
        "The sit-to-stand test (STS) was done with IV access; 25 mg of morphine was given.",
        "Fentanyl 25 mcg was given after each dialysis.",
    ],
)
def test_silence(text: str) -> None:
    assert said(text) == []
