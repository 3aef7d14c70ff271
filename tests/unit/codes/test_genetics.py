"""The genetic code against its compact public form."""

from itertools import product

from resorb.codes import genes, genetic_code

# NCBI table 1: amino acids of the codons in the order of the bases TCAG.
STANDARD = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"


def test_the_code_is_the_standard_one() -> None:
    code = genetic_code()
    codons = ["".join(bases) for bases in product("TCAG", repeat=3)]
    assert "".join(code.letters[code.by_codon[codon]] for codon in codons) == STANDARD
    assert len(code.by_codon) == 64


def test_a_change_of_one_base_reaches_or_does_not() -> None:
    # c.211A>G, p.Ser71Gly: 211 is the first base of codon 71, and AGT or AGC becomes GGT or GGC
    assert ("A", "G", 1) in genetic_code().reachable("Ser", "Gly")
    assert genetic_code().reachable("Trp", "Phe") == frozenset()


def test_genes_of_the_field() -> None:
    assert genes()["GALNT3"].conditions == ("HFTC", "HHS")
    assert genes()["FGF23"].omim == "605380"
