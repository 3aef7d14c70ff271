"""The order of dated things, lengths that take up dates, ages over several sentences; and what is left alone."""

import pytest

from resorb.scan.material import Mark
from resorb.scan.registry import RULES, load
from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict

load()
TIME = {check for rule in RULES.values() if rule.kind == "time" for check in rule.checks}


def said(text: str) -> list[Mark]:
    found = scan_document(read_plain(text, "note")).marks
    reported = [mark for mark in found if mark.finding.verdict in (Verdict.FAILS, Verdict.ASSUMES)]
    return [mark for mark in reported if mark.finding.check in TIME]


@pytest.mark.parametrize(
    ("text", "check", "printed"),
    [
        ("Plaques were seen in 2014; ulcers then followed in 2012.", "told-in-order", "2012"),
        ("The first dose was given on 3 May 2019 and the third dose on 2 April 2019.", "numbered-in-order", "2 April"),
        ("At week 4 (9 May 2018) pain was less. At week 8 (3 March 2018) it had gone.", "numbered-in-order", "3 March"),
        (
            "The trial ran from March 2014 to June 2016. The first patient was enrolled in May 2013.",
            "entered-within-study", "May 2013",
        ),
        (
            "Warfarin was started in May 2017. Warfarin was stopped in March 2016 after a biopsy.",
            "times-in-order", "March 2016",
        ),
        ("A nodule appeared in 2012 and was excised in 2009.", "times-in-order", "2009"),
        (
            "She was admitted on 2 May 2018 and discharged on 12 May 2018 after a stay of 31 days.",
            "length-and-dates", "31 days",
        ),
        ("He had the first mass at the age of 12. Now 9 years old, he is well.", "ages-of-a-life", "9 years old"),
        (
            "Her disease duration was 20 years; she is a 50-year-old woman whose lupus began at the age of 44.",
            "years-between-ages", "20 years",
        ),
        (
            "Median follow-up was 9 months (range 2 to 15). One man relapsed at 30 months.",
            "beyond-the-bound", "30 months",
        ),
        ("She was born in 1990 and had a mass removed in 1986.", "age-birth-and-years", "1986"),
        ("He died at 4 months; at 9 months he had no pain.", "beyond-the-bound", "9 months"),
        ("Dialysis was begun in 2010. Six years later, in 2012, ulcers came.", "dates-apart", "Six years"),
        ("Visit\tDate\nWeek 0\t3 May 2018\nWeek 4\t1 June 2018\nWeek 8\t2 May 2018", "rows-in-order-of-time", "2 May"),
    ],
)  # fmt: skip
def test_what_cannot_be_true_is_said(text: str, check: str, printed: str) -> None:
    (mark,) = said(text)
    assert mark.finding.check == check
    assert printed in (mark.finding.printed or "")


@pytest.mark.parametrize(
    "text",
    [
        "Patient 1 healed in 2014; patient 2 then followed in 2012.",
        "Warfarin was stopped in March 2016 and started again in May 2017.",
        "STS was begun in May 2017. Previous ulcers had healed in 2014.",
        "He was seen in May 2019 and had been transplanted in 2012.",
        "The fifth dose was given on 3 May 2019; each dose had been planned in March 2019.",
        "The gel was used from May 2015 to July 2015. After another 9 months he was well.",
        "On day 5 he had pain; on day 12, one week later, it was gone.",
        "She was born in 1990; her mother had a mass removed in 1986.",
        "He was followed until May 2015. In June 2017 his death was reported.",
        "Twelve women were aged 24 to 56 years; the youngest man was 19 years old.",
        "The girl, 8 at the time, is now 15.",
        "Adults 18 years or older were eligible; controls were aged 15 to 80 years.",
        "Median follow-up was 9 months (range 2 to 15). One man relapsed 30 months after the diagnosis.",
        "Visit\tDate\nWeek 0\t3 May 2018\nWeek 4\t1 June 2018\nWeek 8\t2 July 2018",
    ],
)
def test_what_may_be_true_is_left_alone(text: str) -> None:
    assert said(text) == []
