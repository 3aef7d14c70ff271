"""Lengths beside dates, what is taken up, ends that hold for all, years and ages: slips found, stories left alone."""

import pytest

from resorb.scan.registry import RULES, load
from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict

load()
TIME = {check for rule in RULES.values() if rule.kind == "time" for check in rule.checks}


def said(text: str) -> list[str | None]:
    found = [mark.finding for mark in scan_document(read_plain(text, "note.txt")).marks]
    return [f.printed for f in found if f.check in TIME and f.verdict in (Verdict.FAILS, Verdict.ASSUMES)]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Dialysis began in May 2019. In July 2019, after 15 months of dialysis, a plaque came.", "15 months"),
        ("The mass was removed in spring 2011 and grew again six years later, in spring 2014.", "six years"),
        ("The biopsy was on 3 June 2018. One dose, on 20 June 2018, came two weeks before the biopsy.", "two weeks"),
        ("Nobody was followed beyond month 9. One ulcer came back at month 14.", "month 14"),
        ("All fell within the 20 weeks of the trial: visits at weeks 0, 10 and 20, a film at week 25.", "week 25"),
        ("Length of stay was 12 days. Day 2: biopsy; day 21: dressing.", "day 21"),
        ("She died on 3 June 2015. She walked well in August of that year.", "August"),
        ("He was admitted on 5 March 2019 and went home on 2 April 2018.", "2 April 2018"),
        ("A man of 52 with psoriasis since the age of 20 and hence 23 years of disease was seen.", "23 years"),
        ("DOB 2/3/1970. Seen 4 May 2020. She is 41 years old.", "41 years old"),
    ],
)  # fmt: skip
def test_slips(text: str, printed: str) -> None:
    assert said(text) == [printed]


@pytest.mark.parametrize(
    "text",
    [
        "Dialysis began in May 2018. In July 2019, after 14 months of dialysis, a plaque came.",
        "She was diagnosed in May 2019. In July 2019, after 15 months of dialysis, a plaque came.",
        "He relapsed in March 2021. In May 2020, two months after the first course, he had been well.",
        "Five weeks of cream and ten weeks of gel followed. After these 15 weeks it was soft.",
        "Three cycles of 4 weeks were given. After these 12 weeks the films were read.",
        "Nobody was followed beyond month 9. In the extension one ulcer came back at month 14.",
        "All patients were followed for 6 months. At week 24 all were well.",
        "He was seen on 2 May 2021; a plaque had been seen on 9 May 2012.",
        "A man of 52 with psoriasis since the age of 20 and hence 32 years of disease was seen.",
        "DOB 2/3/1970. Seen 4 May 2020. She is 50 years old.",
    ],
)
def test_stories(text: str) -> None:
    assert said(text) == []
