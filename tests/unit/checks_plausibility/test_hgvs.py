"""The grammar of variants: pieces, positions, repairs; codon arithmetic against a brute-force translation."""

from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from resorb.checks.plausibility.hgvs import (
    DnaChange,
    Position,
    ProteinChange,
    codon_of,
    descriptions,
    parse,
    repaired,
)
from resorb.checks.plausibility.variants import judge_consequence
from resorb.codes import genetic_code
from resorb.values.findings import Refused, Verdict

CODE = genetic_code().by_codon
CODONS = ["".join(c) for c in product("ACGT", repeat=3)]


def dna(text: str) -> DnaChange:
    change = parse(text)
    assert isinstance(change, DnaChange)
    return change


def protein(text: str) -> ProteinChange:
    change = parse(text)
    assert isinstance(change, ProteinChange)
    return change


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("c.211A>G", ("c.211A>G",)),
        ("c.211A>G (p.Ser71Gly)", ("c.211A>G", "p.Ser71Gly")),
        ("c.211A>G, p.(Ser71Gly)", ("c.211A>G", "p.(Ser71Gly)")),
        ("IVS8+1G>A, c.1626+1G>A or g.16075G>A", ("IVS8+1G>A", "c.1626+1G>A", "g.16075G>A")),
        ("c.211A>G homozygous", ("c.211A>G",)),
        ("NM_004482.3:c.211A>G", ("c.211A>G",)),
        ("no mutation", ()),
    ],
)
def test_pieces_of_a_printed_text(text: str, pieces: tuple[str, ...]) -> None:
    assert descriptions(text) == pieces


def test_positions_keep_offset_and_region() -> None:
    assert dna("c.1626+1G>A").start == Position(1626, 1)
    assert dna("c.*12A>G").start == Position(12, 0, "*")
    assert dna("c.-20A>G").start == Position(20, 0, "-")
    assert dna("c.803_804insC").end == Position(804)
    assert not dna("c.-20A>G").is_coding
    assert not dna("c.1626+1G>A").is_coding


@pytest.mark.parametrize(
    ("text", "change"), [("c.803_804insC", 1), ("c.5_7del", -3), ("c.5_7dup", 3), ("c.5_7delinsAT", -1), ("c.5A>G", 0)]
)
def test_bases_gained(text: str, change: int) -> None:
    assert dna(text).length_change == change


@pytest.mark.parametrize(
    ("text", "kind"),
    [("p.Ser71Gly", "substitution"), ("p.S71G", "substitution"), ("p.Arg10*", "substitution"),
     ("p.Arg10=", "synonymous"), ("p.Thr272fs", "frameshift"),
     ("p.Thr272Argfs*3", "frameshift"), ("p.Lys2_Leu3del", "deletion")],
)  # fmt: skip
def test_kinds_of_protein_change(text: str, kind: str) -> None:
    assert protein(text).kind == kind


def test_one_letter_names_are_read_as_three() -> None:
    assert (protein("p.S71G").first, protein("p.S71G").alt) == ("Ser", "Gly")
    assert protein("p.R10X").alt == protein("p.R10*").alt == "Ter"


@pytest.mark.parametrize(
    "text", ["", "c.", "c.0A>G", "p.Ser0Gly", "c.5A>G>T", "c.5_6ins", "IVS8G>A", "c.5_6A>G", "x" * 99]
)
def test_what_the_grammar_refuses(text: str) -> None:
    with pytest.raises(Refused):
        parse(text)


@given(st.text(alphabet="cgp.IVS0123456789+-_*>ACGTdelinsdup\ufffd ()", max_size=30))
def test_any_text_is_read_or_refused_and_repairs_are_readable(text: str) -> None:
    for piece in (text, *descriptions(text)):
        try:
            parse(piece)
        except Refused:
            for reading in repaired(piece):
                assert parse(reading).printed == reading


@given(st.integers(1, 9999), st.sampled_from("ACGT"), st.sampled_from("ACGT"), st.sampled_from("\ufffd →?"))
def test_a_lost_arrow_is_always_restored(base: int, ref: str, alt: str, lost: str) -> None:
    assume(ref != alt)
    assert repaired(f"c.{base}{ref}{lost}{alt}") == (f"c.{base}{ref}>{alt}",)


@given(st.lists(st.sampled_from(CODONS), min_size=1, max_size=40), st.data())
def test_codon_arithmetic_agrees_with_translating_the_changed_sequence(codons: list[str], data: st.DataObject) -> None:
    sequence = "".join(codons)
    base = data.draw(st.integers(1, len(sequence)))
    ref = sequence[base - 1]
    alt = data.draw(st.sampled_from([b for b in "ACGT" if b != ref]))
    changed = sequence[: base - 1] + alt + sequence[base:]
    before, after = ([CODE[s[i : i + 3]] for i in range(0, len(s), 3)] for s in (sequence, changed))
    codon = codon_of(base)[0]
    # Only the codon named may differ, whatever the sequence.
    assert [i for i, (a, b) in enumerate(zip(before, after, strict=True), start=1) if a != b] in ([], [codon])
    first, last = before[codon - 1], after[codon - 1]
    text = f"p.{first}{codon}=" if first == last else f"p.{first}{codon}{last}"
    verdict, *_ = judge_consequence(dna(f"c.{base}{ref}>{alt}"), protein(text))
    assert verdict is Verdict.HOLDS


@given(st.integers(1, 3000), st.integers(1, 1000))
def test_another_codon_always_fails(base: int, codon: int) -> None:
    assume(codon_of(base)[0] != codon)
    verdict, _, _, remedy = judge_consequence(dna(f"c.{base}A>G"), protein(f"p.Ser{codon}Gly"))
    assert verdict is Verdict.FAILS
    assert remedy == f"codon {codon} is c.{3 * codon - 2} to c.{3 * codon}"


@given(st.integers(1, 500), st.integers(1, 12))
def test_the_frame_shifts_unless_whole_codons_are_inserted(base: int, size: int) -> None:
    change = dna(f"c.{base}_{base + 1}ins{'A' * size}")
    verdict, *_ = judge_consequence(change, protein(f"p.Ser{codon_of(base)[0] + 1}fs"))
    assert verdict is (Verdict.HOLDS if size % 3 else Verdict.FAILS)
