"""Laboratory words, variants, repeated numbers and references."""

import pytest

from tests.spec.checks.studies import judged

LABS = """
    patients:
      P1:
        age: 40 years
        age at: at first dose
        labs:
          - {analyte: calcium, value: 2.5 mmol/L}
          - {analyte: phosphate, value: 1.0 mmol/L}
          - {analyte: PTH, value: 9 pg/mL, range: 15-65 pg/mL}
          - {analyte: creatinine clearance, value: 50 mL/min}
          - {analyte: phosphate, level: not high}
          - {analyte: calcium, value: 3.0 mmol/L}
          - {analyte: phosphate, value: 2.5 mmol/L}
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        # 2.5 x 1.0 mmol2/L2 = 31.0 mg2/dL2
        ("claim: calcium phosphate product, of: [P1.labs.1, P1.labs.2], printed: 2.5", "holds"),
        ("claim: calcium phosphate product, of: [P1.labs.1, P1.labs.2], printed: 31", "holds"),
        ("claim: calcium phosphate product, of: [P1.labs.1, P1.labs.2], printed: 40", "fails"),
        ("claim: calcium phosphate product, of: [P1.labs.1, P1.labs.2], printed: not high", "holds"),
        ("claim: calcium phosphate product, of: [P1.labs.6, P1.labs.7], printed: not high", "fails"),
        ("claim: calcium phosphate product, of: [P1.labs.1, P1.labs.5], printed: not high", "unjudged"),
        ("claim: calcium phosphate product, printed: 70", "holds"),
        ("claim: calcium phosphate product, printed: 71", "fails"),
        ("claim: lab level, of: P1.labs.3, printed: low", "holds"),
        ("claim: lab level, of: P1.labs.3, printed: normal", "fails"),
        ("claim: lab level, of: P1.labs.3, printed: not high", "holds"),
        ("claim: lab level, of: P1.labs.1, printed: normal", "holds"),
        ("claim: lab level, of: P1.labs.1, printed: high", "assumes"),
        ("claim: lab level, of: P1.labs.4, printed: low", "unjudged"),
        ("claim: lab level, of: P1.labs.5, printed: not high", "holds"),
        ("claim: lab level, of: P1.labs.5, printed: high", "fails"),
        ("claim: lab level, of: P1.labs.5, printed: normal", "unjudged"),
    ],
)
def test_labs(claim: str, verdict: str) -> None:
    assert judged(LABS, claim).verdict == verdict


def test_the_product_is_written_out_in_both_units() -> None:
    finding = judged(LABS, "claim: calcium phosphate product, of: [P1.labs.1, P1.labs.2], printed: 2.5")
    assert finding.arithmetic == "2.5 x 1 = 2.5 mmol2/L2 = 31.030… mg2/dL2"


GENE = """
    patients:
      P1: {conditions: [{is: hyperphosphatemic familial tumoral calcinosis, variants: [c.211A>G]}]}
"""


@pytest.mark.parametrize(
    ("change", "protein", "verdict"),
    [
        ("c.211A>G", "p.Ser71Gly", "holds"),  # (211 - 1) // 3 + 1 = 71, first base: AGx becomes GGx
        ("c.211A>G", "p.S71G", "holds"),
        ("c.211A>G", "p.Ser70Gly", "fails"),
        ("c.212A>G", "p.Ser71Gly", "fails"),  # second base of the codon cannot
        ("c.211A>G", "p.Ser71Trp", "fails"),
        ("c.211del", "p.Ser71fs", "unjudged"),
        ("211A>G", "p.Ser71Gly", "unjudged"),
    ],
)
def test_codon(change: str, protein: str, verdict: str) -> None:
    claim = f'claim: codon, of: P1.conditions.1, with: ["{change}"], printed: {protein}'
    assert judged(GENE, claim, "codon").verdict == verdict


@pytest.mark.parametrize(
    ("places", "verdict"),
    [
        ("c.803_804, g.8761_8762, c.1626+1, g.16075", "holds"),  # 823 apart in the transcript, 7313 in the genome
        ("c.803, g.16075, c.1626, g.8761", "fails"),  # runs backwards
        ("c.803, g.8761, c.1626, g.8800", "fails"),  # nearer in the genome than in the transcript
        ("c.803, g.8761", "unjudged"),
        ("c.803, c.8761, c.1626, g.8800", "unjudged"),
    ],
)
def test_genomic_order(places: str, verdict: str) -> None:
    claim = f'claim: genomic order, of: P1.conditions.1, with: [{places}], printed: "yes"'
    assert judged(GENE, claim, "genomic-order").verdict == verdict


TEXT = """
    products: {x: {drug: sodium thiosulfate, route: intravenous, strength: 250 mg/mL}}
    groups:
      all: {label: All, n: 28, percent: 100, where: Table 2}
      some: {label: Some, of: all, percent: 68, where: "Table 2, footnote a"}
    patients:
      P1:
        where: Results
        courses: {c1: {product: x, amount: 12.5 g, schedule: 3 times weekly, span: 8 months, where: Table 1}}
        assessments:
          - {at: 7 months, by: radiograph, finding: decreased, figure: Figure 1I}
          - {at: 9 months, by: radiograph, finding: decreased, where: "Figure 2, legend"}
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("claim: same number, of: all, with: [n], printed: 28 patients", "holds"),
        ("claim: same number, of: all, with: [n], printed: 27", "fails"),
        ("claim: same number, of: some, with: [n], printed: 27", "unjudged"),
        ("claim: same number, of: some, with: [percent], printed: 68 %", "holds"),
        ("claim: same number, of: P1.c1, with: [amount], printed: 12500 mg", "holds"),
        ("claim: same number, of: P1.c1, with: [amount], printed: 12.5 mg", "fails"),
        ("claim: same number, of: P1.c1, with: [schedule], printed: three times weekly", "holds"),
        ("claim: same number, of: P1.c1, with: [schedule], printed: once daily", "fails"),
        ("claim: same number, of: P1.c1, with: [span], printed: about 8 months", "holds"),
        ("claim: same number, of: x, with: [strength], printed: 12.5 g/50 mL", "holds"),
        ("claim: same number, of: P1.c1, with: [colour], printed: 8", "unjudged"),
        ("claim: reference, of: P1.c1, printed: Table 1", "holds"),
        ("claim: reference, of: [P1.c1, all], printed: Table 1", "fails"),
        ("claim: reference, of: some, printed: Table 2", "holds"),
        ("claim: reference, of: P1.assessments.1, printed: Figure 1I", "holds"),
        ("claim: reference, of: P1.assessments.1, printed: Fig. 1", "holds"),
        ("claim: reference, of: P1.assessments.1, printed: Figure 1L", "fails"),
        ("claim: reference, of: P1.assessments.2, printed: Figure 2", "holds"),
        ("claim: reference, of: x, printed: Table 2", "unjudged"),
    ],
)
def test_text(claim: str, verdict: str) -> None:
    assert judged(TEXT, claim).verdict == verdict


def test_a_mass_off_by_a_thousand_is_named_so() -> None:
    finding = judged(TEXT, "claim: same number, of: P1.c1, with: [amount], printed: 12.5 mg")
    assert finding.suggestion == "they differ by a factor of 1000: mg for g, or g for mg?"
