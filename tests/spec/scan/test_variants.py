"""Variants in text: names, codons, and words for their effect."""

import pytest

from resorb.reading.variants.names import variant_names
from resorb.scan.material import Mark, Scanned
from resorb.scan.rules.variants.changes import variants
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict


def found(text: str) -> list[Mark]:
    marks = variants(Scanned(read_plain(text, "note.txt")))
    return [m for m in marks if m.finding.verdict in (Verdict.FAILS, Verdict.ASSUMES)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("c.211A>G (p.Ser71Gly)", ["c.211A>G", "p.Ser71Gly"]),
        ("c.211A\ufffdG, p.(Ser71Gly)", ["c.211A>G", "p.Ser71Gly"]),
        ("c. 211 A > G; p.S71G", ["c.211A>G", "p.S71G"]),
        ("FGF23:c.A211G:p.SER71GLY", ["c.211A>G", "p.Ser71Gly"]),
        ("c.211A→G, Ser71Gly", ["c.211A>G", "p.Ser71Gly"]),
        ("IVS8+1G>A, c.1626+1G>A", ["IVS8+1G>A", "c.1626+1G>A"]),
        ("c.803-804insC or c.803–804insC", ["c.803_804insC", "c.803_804insC"]),
        ("c.[484C>T];[1720T>G], p.[(Arg162*)];[(Cys574Gly)]",
         ["c.484C>T", "c.1720T>G", "p.Arg162*", "p.Cys574Gly"]),
        ("c.485G>A, the substitution R162Q", ["c.485G>A", "p.R162Q"]),
        ("p.(Ala205Valfs*12), p.Q156X, p.Gln156Ter", ["p.Ala205Valfs*12", "p.Q156*", "p.Gln156Ter"]),
        ("in D10W with 5 mg, HbA1c 6.1, e.g. 20 G, Fig. 2c.", []),
    ],
)  # fmt: skip
def test_names_are_written_as_hgvs_writes_them(text: str, names: list[str]) -> None:
    assert [n.name for n in variant_names(text)] == names


@pytest.mark.parametrize(
    ("text", "check", "printed"),
    [
        ("She had c.211A>G (p.Ser72Gly).", "variant-arithmetic", "p.Ser72Gly"),  # (211 - 1) // 3 + 1 = 71
        ("FGF23 c.211A>C, leading to p.Ser71Gly.", "variant-arithmetic", "c.211A>C, leading to p.Ser71Gly"),
        ("A start loss, c.5T>C (p.Met1?).", "variant-arithmetic", "c.5T>C (p.Met1?)"),
        ("c.677del, p.(Ala205Valfs*12), was new.", "variant-arithmetic", "c.677del, p.(Ala205Valfs*12)"),
        ("c.677del, p.Ala226Val, was new.", "variant-arithmetic", "c.677del, p.Ala226Val"),
        ("It bore c.211A>A.", "variant-shape", "c.211A>A"),
        # of two coding names one lies in an intron: the protein name is the other's
        ("He had c.1626+1G>A and c.211A>G, p.Ser17Gly.", "variant-arithmetic", "p.Ser17Gly"),
        (
            "A duplication of two bases, c.211_212dup, without altering the reading frame.",
            "variant-words",
            "c.211_212dup, without altering the reading frame",
        ),
        ("FGF23: c.484C>T, p.Arg162*; type: missense.", "variant-words", "p.Arg162*; type: missense"),
        ("It bore c.803_806insC.", "variant-shape", "c.803_806insC"),
        ("It bore c.852_849del.", "variant-shape", "c.852_849del"),
        ("It bore c.211A>U.", "variant-shape", "c.211A>U"),
        ("It bore p.Sor71Gly.", "variant-shape", "p.Sor71Gly"),
        ("A frameshift, c.100_102del, was found.", "variant-words", "frameshift, c.100_102del"),
        ("The missense variant p.Arg162* was found.", "variant-words", "missense variant p.Arg162*"),
        ("A 4-bp deletion (c.746_750del) was found.", "variant-words", "4-bp deletion"),  # 750 - 746 + 1 = 5
        ("p.Ser71Gly exchanges serine by glutamine.", "variant-words", "serine by glutamine"),
        ("c.211A>G alters codon 70.", "variant-arithmetic", "codon 70"),
        ("A missense change, c.1626+1G>A.", "variant-words", "missense change, c.1626+1G>A"),
        ("The donor IVS8+1G>A, c.1626+5G>A.", "variant-arithmetic", "IVS8+1G>A, c.1626+5G>A"),
        # 1600 - 800 = 800 bases in the transcript cannot be 9000 - 8500 = 500 in the genome
        ("c.800A>G or g.8500A>G and c.1600C>T or g.9000C>T.", "variant-arithmetic", "g.9000C>T"),
    ],
)
def test_a_variant_that_cannot_be(text: str, check: str, printed: str) -> None:
    (mark,) = found(text)
    assert (mark.finding.check, mark.finding.printed) == (check, printed)


def test_the_codon_is_computed() -> None:
    (mark,) = found("She had c.211A>G (p.Ser72Gly).")
    assert mark.finding.arithmetic == "(211 - 1) // 3 + 1 = 71"
    assert mark.finding.suggestion == "codon 72 is c.214 to c.216"


def test_a_protein_without_its_prefix_may_be_counted_otherwise() -> None:
    (mark,) = found("c.211A>G changes the protein (Ser47Gly).")
    assert mark.finding.verdict is Verdict.ASSUMES


def test_a_row_of_a_table_is_one_variant() -> None:
    table = "| cDNA | Protein |\n|---|---|\n| c.211A>G | p.Ser71Gly |\n| c.484C>T | p.Arg126* |\n"
    assert [m.finding.printed for m in found(table)] == ["p.Arg126*"]


@pytest.mark.parametrize(
    "text",
    [
        "c.211A>G (p.Ser71Gly) and c.484C>T (p.Arg162*) were found.",
        "p.Arg162Gln and p.Arg162* (c.485G>A and c.484C>T, respectively) share a codon.",
        "The mother carried c.211A>G and the father p.Arg162*.",
        "A silent change, p.Ser71Ser, and c.1626+1G>A.",
        "c.803_804insC is a frameshift; c.100_102del is not a frameshift but an in-frame deletion.",
        "c.-12C>T, c.*38G>T, c.1075-2A>G, c.689-?_1074+?del and IVS7+5G>A.",
        "The misprint c.211A>A should read c.211A>G.",
        "c.1641G>T, p.(Leu547Phe), a missense change from leucine to phenylalanine.",
        "c.2T>C (p.Met1?) abolishes the start.",
        "A premature stop follows the frameshift c.842del, p.(Glu281Glyfs*14).",
    ],
)
def test_what_may_be_is_left_alone(text: str) -> None:
    assert found(text) == []
