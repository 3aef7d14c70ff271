"""Results in wordings no rule knows: the units must work out, and one way to reckon must give what is printed."""

import pytest

from resorb.reading.doses.factors import factors
from resorb.reading.doses.terms import terms
from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict


def said(text: str) -> list[tuple[str, str]]:
    """Underlined words and computed value of every finding about doses."""
    return [
        (m.passage.text[m.start : m.end], m.finding.computed or "")
        for m in scan_document(read_plain(text, "t.txt")).marks
        if m.finding.check == "dose-arithmetic" and m.finding.verdict in (Verdict.FAILS, Verdict.ASSUMES)
    ]


@pytest.mark.parametrize(
    ("text", "words", "computed"),
    [
        # 4 bags a week x 5 weeks x 12.5 g, told by the number of bags
        ("Bags of thiosulfate 12.5 g, 4 bags a week, 5 weeks: 20 bags, total thiosulfate 350 g.", "350 g", "250 g"),
        # 300 mL at 150 mL/h
        ("STS 25 g, bag 300 mL, pump 150 mL/h: the bag is empty after 4 h.", "4 h", "2 h"),
        # a rate per hour from a volume per day and a strength
        ("Diltiazem 2 mg/mL ran at 120 mL/day, so 30 mg/h, beside thiosulfate.", "30 mg/h", "10 mg/h"),
        # the five-week course in one bracket behind its sum
        ("He had accumulated 95 mg of methotrexate (15 mg every week for 5 weeks) before.", "95 mg", "75 mg"),
    ],
)
def test_no_product_gives_the_result(text: str, words: str, computed: str) -> None:
    assert said(text) == [(words, computed)]


@pytest.mark.parametrize(
    "text",
    [
        # two phases, 2 x 3 x 12.5 + 4 x 3 x 25
        "STS ran 2 weeks at 12.5 g and 4 weeks at 25 g, three times weekly, 375 g altogether.",
        "The first 6 infusions of STS were of 12.5 g and the following 18 of 25 g, so that 525 g had been given.",
        # persons are no factor of what one of them got
        "Twelve patients had 25 g of STS per dose, therefore nausea, and five had 12.5 g.",
        # half went elsewhere
        "Of each tube of 60 g of the 20% STS cream half went to waste, so that 6 g of thiosulfate reached the skin.",
        # a mean is no product of means
        "On average 40 infusions of 20 g were given, and the mean total of thiosulfate was 846 g.",
        # a diluent's percentage
        "STS 25 g was put into 250 mL of dextrose 5%, in all 350 mL.",
    ],
)
def test_silent_where_another_reckoning_is_meant(text: str) -> None:
    assert said(text) == []


def test_a_percentage_is_a_share_or_a_strength() -> None:
    text = "0.2 mL of a 25% solution of STS"
    found = [(f.kind, f.dims, f.value.low) for f in factors(text, terms(text)) if f.kind in ("percent", "strength")]
    assert [(kind, dims[:2], float(value or 0)) for kind, dims, value in found] == [
        ("percent", (0, 0), 0.25),
        ("strength", (1, -1), 250.0),
    ]
