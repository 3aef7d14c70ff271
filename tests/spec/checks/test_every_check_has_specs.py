"""Every kind of claim has a judge, and every judge is shown holding and failing here; every check has a spec."""

from pathlib import Path

import pytest

from resorb.checks.registry import CHECKS, JUDGES, load
from resorb.codes import claim_kinds
from tests.spec.checks.studies import findings_of, judged
from tests.spec.checks.test_counts import FLOW, GROUPS, PARTS, TABLE, THREE
from tests.spec.checks.test_doses import DRIP, salve
from tests.spec.checks.test_labs_genes_and_text import GENE, LABS, TEXT
from tests.spec.checks.test_means_and_deviations import AGES
from tests.spec.checks.test_outcomes import LESIONS, SCORES
from tests.spec.checks.test_times import COURSES, SEEN

load()
SPECS = Path(__file__).parents[1]
INFUSION = DRIP % ("25 g", "12 weeks")
SALVE = salve("10 % w/w", "1500 g", "100 days")

# kind: facts, the rest of a claim, what is printed when it holds, what is printed when it fails
WRITTEN = {
    "count": (THREE, "with: [patients]", "3", "4"),
    "percent": (PARTS % 7, "of: part, in: all", "25 %", "24 %"),
    "sum": (GROUPS, "of: [white, black]", "25", "26"),
    "difference": (GROUPS, "of: [all, white]", "4", "5"),
    "mean": (AGES, "of: [P1, P2], with: [age]", "11", "12"),
    "median": (AGES, "of: [P1, P2, P3], with: [age]", "12", "10"),
    "sd": (AGES, "of: [P1, P2], with: [age]", "1.4", "2.0"),  # the root of 2
    "range": (AGES, "of: [P1, P2], with: [age]", "10-12", "10-42"),
    "weighted mean": (AGES, 'with: ["1 x 10", "3 x 2"]', "4", "6"),
    "dose per administration": (INFUSION, "of: P1.c1", "25 g", "25 mg"),
    "daily dose": (SALVE, "of: P1.c1", "1500 mg/day", "1400 mg/day"),
    "weekly dose": (INFUSION, "of: P1.c1", "75 g/week", "75 mg/week"),
    "total dose": (INFUSION, "of: P1.c1", "900 g", "800 g"),
    "drug mass": (SALVE, "of: P1.c1", "150 g", "15 g"),
    "administrations": (INFUSION, "of: P1.c1", "36", "35"),
    "concentration": (INFUSION, "of: vial", "12.5 g/50 mL", "12.5 mg/50 mL"),
    "infusion rate": (INFUSION, "of: P1.c1", "25 g/h", "25 mg/h"),
    "span": (COURSES, "of: P1.c1", "13 months", "15 months"),
    "at least": (COURSES, "of: [P1.c1, P2.c1]", "4 months", "5 months"),
    "at most": (COURSES, "of: [P1.c1, P2.c1]", "14 months", "13 months"),
    "response": (LESIONS, "of: P1.knee, under: direction", "complete", "partial"),
    "responders": (LESIONS, "of: [P1.knee, P2.hip], under: direction", "1/2", "2/2"),
    "recurrence": (LESIONS, "of: P1.knee, under: direction", "yes", "no"),
    "time to response": (SEEN, "of: P1.knee, under: direction", "5 months", "7 months"),
    "change": (SCORES, "of: [P1.assessments.1, P1.assessments.2]", "-35 %", "-30 %"),
    "deaths": (LESIONS, "of: [P1, P2]", "1/2", "0/2"),
    "adverse events": (LESIONS, "of: [P1, P2]", "1/2", "2/2"),
    "codon": (GENE, "of: P1.conditions.1, with: [c.211A>G]", "p.Ser71Gly", "p.Ser70Gly"),
    "genomic order": (GENE, "of: P1.conditions.1, with: [c.803, g.8761, c.1626, g.16075]", "yes", "no"),
    "age": (COURSES, "of: P1", "12 years", "14 years"),
    "calcium phosphate product": (LABS, "of: [P1.labs.1, P1.labs.2]", "not high", "high"),
    "lab level": (LABS, "of: P1.labs.3", "low", "high"),
    "same number": (TEXT, "of: all, with: [n]", "28", "27"),
    "reference": (TEXT, "of: P1.c1", "Table 1", "Table 2"),
}
# kind: facts in which the reader finds a claim of this kind that holds, and one that fails
IMPLIED = {
    "margin": (TABLE % (2, 7, 19, 5), TABLE % (3, 7, 19, 5)),
    "partition": (TABLE % (2, 7, 19, 5), TABLE % (2, 6, 19, 5)),
    "group size": (TABLE % (2, 7, 19, 5), TABLE % (2, 7, 20, 5)),
    "attrition": (FLOW % 28, FLOW % 29),
}


def test_the_judges_are_the_kinds_of_claim_and_each_is_shown() -> None:
    assert set(JUDGES) == set(claim_kinds()) == set(WRITTEN) | set(IMPLIED)


@pytest.mark.parametrize("kind", WRITTEN)
def test_a_written_claim_holds_or_fails(kind: str) -> None:
    body, rest, true, false = WRITTEN[kind]
    for printed, verdict in ((true, "holds"), (false, "fails")):
        finding = judged(body, f'claim: {kind}, {rest}, printed: "{printed}"')
        assert finding.verdict == verdict
        # What was judged opens to facts, says what follows from them, and stands in the file.
        assert finding.message
        assert finding.arithmetic
        assert finding.trace
        assert finding.place is not None


@pytest.mark.parametrize("kind", IMPLIED)
def test_an_implied_claim_holds_or_fails(kind: str) -> None:
    name = "-".join(kind.split())
    sound, unsound = ({f.verdict for f in findings_of(body, name)} for body in IMPLIED[kind])
    assert "holds" in sound
    assert "fails" in unsound


@pytest.mark.parametrize("name", [*CHECKS, *JUDGES])
def test_each_says_what_must_hold_and_where_its_method_comes_from(name: str) -> None:
    one = CHECKS.get(name) or JUDGES[name]
    assert one.doc.endswith(".")
    assert len(one.doc.split()) >= 4
    assert one.source
    assert (one.run.__doc__ or "").strip()


@pytest.mark.parametrize("name", CHECKS)
def test_each_check_of_facts_has_a_spec(name: str) -> None:
    specs = [p.read_text(encoding="utf-8") for p in sorted(SPECS.glob("checks*/test_*.py"))]
    assert any(f'"{name}"' in text for text in specs)
