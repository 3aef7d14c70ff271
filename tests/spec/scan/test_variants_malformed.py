"""Names of variants that cannot be read, lie behind the end of their gene, or do not fit a word for their effect."""

import pytest

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict

SLIPS = {
    "He carried c.1313G>Q in GALNT3.": "variant-malformed",
    "Both were homozygous for c.577C<T in KL.": "variant-malformed",
    "Line 5: FGF23 c.160_161insertA, heterozygous.": "variant-malformed",
    "The legend lists FGF23 c.386CT in the first row.": "variant-malformed",
    "A known change, p.211A>G, came from the father.": "variant-malformed",
    "A known change, c.Arg162Gln, came from the father.": "variant-malformed",
    # +1, +2 and +3 are three places
    "Intron 9 had c.1626+1_1626+3dupAT on one allele.": "variant-malformed",
    "KL is 1012 amino acids long. The girl had p.Gly1200Asp.": "variant-in-gene",
    # (3193 - 1) // 3 + 1 = 1065
    "In FGF23, a gene with 251 codons, c.3193A>G was called.": "variant-in-gene",
    # 706 - 688 + 1 = 19 bases
    "A frame-preserving deletion, c.688_706del, was in the lower band.": "variant-words",
    "This brings a premature stop codon (p.Leu366Phe).": "variant-words",
    # (1231 - 1) // 3 + 1 = 411
    "The transcript with c.1231del, p.(Phe454fs), was reduced.": "variant-arithmetic",
}
CLEAN = (
    "He carried c.1313G>A in GALNT3.",
    "Intron 9 had c.1626+1_1626+2dupGT on one allele.",
    "KL is 1012 amino acids long. The girl had p.Gly900Asp.",
    "FGF23 has 251 codons, GALNT3 633; the boy had GALNT3 p.Arg438His.",
    "This brings a premature stop codon (p.Leu366*).",
    "The transcript with c.1231del, p.(Phe413fs), was reduced.",
)


def _found(text: str) -> set[str]:
    marks = scan_document(read_plain(text, "a text")).marks
    return {m.finding.check for m in marks if m.finding.verdict in (Verdict.FAILS, Verdict.ASSUMES)}


@pytest.mark.parametrize("text", SLIPS)
def test_a_name_that_cannot_be_is_told(text: str) -> None:
    assert _found(text) == {SLIPS[text]}


@pytest.mark.parametrize("text", CLEAN)
def test_a_name_that_can_be_is_left_alone(text: str) -> None:
    assert _found(text) == set()
