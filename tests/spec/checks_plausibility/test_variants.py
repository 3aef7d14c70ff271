"""Variants as printed: shape, lost signs, codon arithmetic, distances, zygosity, gene."""

import pytest

from tests.spec.checks_plausibility.studies import ASSUMES, FAILS, HOLDS, UNJUDGED, only, said_of, verdicts


def condition(facts: str, name: str = "HFTC") -> str:
    """A study of one patient with one genetic diagnosis."""
    return f"patients:\n  P1: {{conditions: [{{is: {name}, basis: genetic, {facts}}}]}}\n"


def variants(*texts: str, more: str = "") -> str:
    """A diagnosis with these variants as printed."""
    listed = ", ".join(f'"{t}"' for t in texts)
    return condition(f"variants: [{listed}]{more}")


@pytest.mark.parametrize("text", ["c.211A>G", "c.803_804insC", "c.1626+1G>A", "IVS8+1G>A", "g.16075G>A", "p.Ser71Gly"])
def test_names_of_the_grammar_hold(text: str) -> None:
    assert only(variants(text), "variant-shape").verdict is HOLDS


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("c.803_806insC", "not neighbours"),
        ("c.211A>A", "to itself"),
        ("p.Sex71Gly", "not an amino acid"),
        ("c.10_8del", "runs backwards"),
        ("c.10_12delAC", "names 2 bases for 3 places"),
        ("g.100+1G>A", "genomic"),
    ],
)
def test_names_that_contradict_themselves_fail(text: str, fault: str) -> None:
    finding = only(variants(text), "variant-shape")
    assert (finding.verdict, finding.printed) == (FAILS, text)
    assert fault in finding.message


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("c.211A\ufffdG", "c.211A>G"),
        ("c.211A G", "c.211A>G"),
        ("c.211AG", "c.211A>G"),
        ("IVS8\ufffd1G\ufffdA", "IVS8+1G>A or IVS8-1G>A"),
    ],
)
def test_lost_signs_are_recognised_with_every_reading(text: str, readings: str) -> None:
    finding = only(variants(text), "variant-shape")
    assert (finding.verdict, finding.suggestion) == (ASSUMES, readings)


def test_words_that_are_no_variant_are_left_alone() -> None:
    assert said_of(variants("none found in this gene"), "variant-shape") == []


def test_a_codon_and_its_base_change_hold() -> None:
    # (211 - 1) // 3 + 1 = 71; AGT (Ser) to GGT (Gly) at place 1
    finding = only(variants("c.211A>G or p.Ser71Gly"), "variant-arithmetic")
    assert (finding.verdict, finding.arithmetic) == (HOLDS, "(211 - 1) // 3 + 1 = 71")


def test_a_wrong_codon_fails_and_names_the_bases_of_the_printed_one() -> None:
    finding = only(variants("c.211A>G", "p.Ser72Gly"), "variant-arithmetic")
    assert (finding.verdict, finding.suggestion) == (FAILS, "codon 72 is c.214 to c.216")


def test_a_base_change_that_cannot_give_the_amino_acid_fails() -> None:
    finding = only(variants("c.211A>T", "p.Ser71Gly"), "variant-arithmetic")
    assert finding.verdict is FAILS
    assert finding.suggestion == "single-base changes that do: A>G at place 1"


@pytest.mark.parametrize(
    ("dna", "protein", "verdict"),
    [
        ("c.803_804insC", "p.Thr269fs", HOLDS),  # (803 - 1) // 3 + 1 = 268; 269 lies after it
        ("c.803_804insC", "p.Thr268Arg", FAILS),  # one base inserted shifts the frame
        ("c.803_804insCAT", "p.Thr268fs", FAILS),  # three bases do not
        ("c.803_804insC", "p.Thr200fs", FAILS),  # before the codon that is hit
        ("c.802_804del", "p.Thr268del", UNJUDGED),  # in frame: needs the sequence
    ],
)
def test_length_modulo_three_against_the_protein(dna: str, protein: str, verdict: str) -> None:
    assert only(variants(dna, protein), "variant-arithmetic").verdict == verdict


def test_a_sign_supplied_makes_the_arithmetic_an_assumption() -> None:
    finding = only(variants("c.211A\ufffdG", "p.Ser71Gly"), "variant-arithmetic")
    assert (finding.verdict, finding.assumption) == (ASSUMES, "that c.211A>G is meant, where a sign was lost in print")


def test_old_and_new_splice_names_agree_and_the_exon_end_stays_open() -> None:
    both = said_of(variants("IVS8+1G>A", "c.1626+1G>A"), "variant-arithmetic")
    assert [f.verdict for f in both] == [HOLDS, UNJUDGED]
    assert "table of exons" in both[1].message
    assert verdicts(variants("IVS8+1G>A", "c.1626+2G>A"), "variant-arithmetic") == [FAILS, UNJUDGED]


def test_distance_in_coding_bases_is_at_most_the_genomic_one() -> None:
    # 1626 - 803 = 823 ≤ 16075 - 8761 = 7314
    pair = ("c.803_804insC or g.8761_8762insC", "c.1626+1G>A or g.16075G>A")
    finding = next(f for f in said_of(variants(*pair), "variant-arithmetic") if f.verdict is not UNJUDGED)
    assert (finding.verdict, finding.arithmetic) == (HOLDS, "1626 - 803 = 823 ≤ 16075 - 8761 = 7314")
    near = (pair[0], "c.1626+1G>A or g.9000G>A")
    assert verdicts(variants(*near), "variant-arithmetic") == [UNJUDGED, FAILS]


@pytest.mark.parametrize(
    ("texts", "zygosity", "verdict"),
    [
        (("c.211A>G", "p.Ser71Gly"), "homozygous", HOLDS),
        (("c.211A>G", "c.310C>T"), "homozygous", FAILS),
        (("c.803_804insC", "g.8761_8762insC", "c.1626+1G>A", "g.16075G>A"), "compound heterozygous", HOLDS),
        (("c.211A>G",), "compound heterozygous", ASSUMES),
        (("c.1A>G", "c.2T>C", "c.3G>A"), "compound heterozygous", FAILS),
        (("two changes, not named",), "homozygous", UNJUDGED),
    ],
)
def test_zygosity_against_the_number_of_variants(texts: tuple[str, ...], zygosity: str, verdict: str) -> None:
    assert only(variants(*texts, more=f", zygosity: {zygosity}"), "variant-zygosity").verdict == verdict


def test_gene_against_what_it_is_known_to_cause() -> None:
    assert only(condition("gene: FGF23"), "variant-gene").verdict is HOLDS
    assert only(condition("gene: FGF23", name="calciphylaxis"), "variant-gene").verdict is ASSUMES
    assert said_of(condition("gene: FGF23").replace("genetic", "clinical"), "variant-gene") == []
