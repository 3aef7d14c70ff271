"""Time in running text: one sentence in, what cannot be true out; and the traps, on which nothing is said."""

import pytest

from resorb.scan.material import Mark
from resorb.scan.registry import RULES, load
from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict

load()
TIME = {check for rule in RULES.values() if rule.kind == "time" for check in rule.checks}
REPORTED = (Verdict.FAILS, Verdict.ASSUMES)


def said(text: str) -> list[Mark]:
    found = scan_document(read_plain(text, "note")).marks
    return [mark for mark in found if mark.finding.check in TIME and mark.finding.verdict in REPORTED]


SLIPS = [
    ("The biopsy was taken on 31 June 2014.", "date-exists", "31 June 2014", "June has 30 days"),
    ("Seen on 02/30/2015 for pain.", "date-exists", "02/30/2015", "February has 28 days"),
    ("Cases from May 2014 to May 2011 were read.", "period-in-order", "May 2014 to May 2011", None),
    ("She began the gel in June 2016 and stopped in April 2016.", "times-in-order", "April 2016", None),
    ("Cream was applied from 2 May 2015 to 2 July 2015 (5 months).", "period-length", "5 months", "2 months"),
    ("Over a 3-year period (2005–2015) all biopsies were kept.", "period-length", "3-year", "9 to 11 years"),
    ("The drip ran for 1 hour, from 9:00 to 12:30.", "clock-length", "1 hour, from 9:00 to 12:30", "210 minutes"),
    ("In May 2012, two years after the transplant of June 2011, plaques appeared.", "dates-apart", "two years", None),
    ("On 9 March 2019 (day 3 after the first dose of 1 March 2019) he felt well.", "day-count", "day 3", "8 days"),
    ("Assessed at month 6 (52 weeks).", "same-length", "52 weeks", "26.1 weeks"),
    ("Run-in of 2 weeks, then treatment for 8 weeks, in all 16 weeks.", "phases-add-up", "16 weeks", "10 weeks"),
    ("Born in 1970, he was seen in 2010 at the age of 30.", "age-birth-and-years", "30", "40"),
    ("He was 20 at diagnosis in 2000 and 25 when he died in 2012.", "ages-and-years", "25", "12 years"),
    (
        "Ulcers began at the age of 30; four years later, at 44 years of age, they closed.",
        "years-between-ages", "four years", "14",
    ),
    ("A 7-year-old boy with nodules since the age of 11 was seen.", "ages-of-a-life", "11", None),
    ("A 40-year-old woman with a 45-year history of lupus was seen.", "ages-of-a-life", "45-year", None),
    (
        "She died on 2 May 2010. On review in July 2010 the wound had healed.",
        "times-in-order", "July 2010", None,
    ),
    (
        "All patients were followed for 6 months. One nodule recurred at 14 months.",
        "beyond-the-bound", "14 months", None,
    ),
    (
        "All patients were followed for at least 6 months. Patient 2 was followed for 3 months.",
        "minimum-for-all", "3 months", None,
    ),
    ("She died on day 12. On day 30 her ulcers were smaller.", "beyond-the-bound", "day 30", None),
    ("He was 9 years old at onset and 6 years old at diagnosis.", "ages-of-a-life", "6 years old", None),
    ("On dialysis for 8 years (since 2012) when seen in 2014, she had ulcers.", "length-and-dates", "8 years", None),
    (
        "The delay from onset (May 2010) to diagnosis (May 2013) was 9 months.",
        "length-and-dates", "9 months", "35",
    ),
    ("A 34-year-old had had a graft in 1970 and was seen in 2014.", "ages-and-years", "1970", "1980"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "check", "printed", "shown"), SLIPS)
def test_a_slip_is_found_and_underlined(text: str, check: str, printed: str, shown: str | None) -> None:
    (mark,) = said(text)
    assert mark.finding.check == check
    assert mark.finding.printed == printed
    assert mark.finding.suggestion
    assert shown is None or shown in f"{mark.finding.computed} {mark.finding.arithmetic}"


@pytest.mark.parametrize(
    "text",
    [
        "Seen on 03/04/2015 and again on 04/03/2015.",
        "A typing error gave the date as 31 June 2014.",
        "Patients seen between 2012 and 2017 were treated for at least 6 months.",
        "All were treated for 12 months between 2010 and 2014.",
        "From January to March 2016 (3 months) she rested.",
        "The study ran from December to February 2016, that is three months.",
        "At 3 months pain was less; at 6 months it was gone.",
        "She received 12 infusions over 4 weeks, then 3 months of cream.",
        "Cream for 12 months and, overlapping, injections for 2 months; total 12 months.",
        "Born in 1952, she was seen in 2014 aged 61; her mother died at 40.",
        "A 54-year-old woman with a 10-year history of calcinosis was seen.",
        "He died on 2 May 2010. The autopsy of 4 May 2010 showed calcium.",
        "Follow-up was at least 6 months in all. One recurred at 31 months.",
        "All patients were followed for at least 6 months. Patient 3 was treated for 4 months.",
        "Only patients treated for at least 5 months were counted. Patient 4, treated for 2 months, was excluded.",
        "Review at 12 months (48 weeks) and at 3 months (90 days).",
        "The median follow-up was 8 months (range 2–40). The longest course of cream was 50 weeks.",
        "Weekly for 2 weeks, then 25 g thereafter; the total duration was 16 weeks.",
        "Group A was treated for 4 weeks and group B for 8 weeks; the total duration was 8 weeks.",
        "Three years after onset, in 2012, she came; onset had been in 2009.",
        "One patient died in June 2013. The remaining patients were seen in 2014.",
        "He was seen in May 2014, before the course begun in June 2013 had ended.",
        "A gap of 5 weeks interrupted the 24-week course, which ended 29 weeks after it began.",
        "She was treated with antibiotics for 2 weeks. After the 6-week course of STS she was well.",
        "All received STS for at least 12 weeks. Patient 4 was treated for 3 months.",
    ],
)
def test_nothing_is_said_on_what_may_be_true(text: str) -> None:
    assert said(text) == []


def test_rows_of_a_table_are_judged_by_their_own_dates() -> None:
    rows = (
        "| Case | Start | Stop | Months |\n|---|---|---|---|\n| 1 | 3/2015 | 9/2015 | 6 |\n| 2 | 1/2016 | "
        "4/2016 | 11 |\n"
    )
    (mark,) = said(rows)
    assert (mark.finding.printed, mark.finding.place and mark.finding.place.line) == ("11", 4)


def test_an_effect_after_at_least_five_months_does_not_hold_for_a_shorter_course() -> None:
    text = (
        "# Abstract\n\nA marked decrease of the deposits was seen after at least 5 months of treatment.\n\n# "
        "Results\n\n"
        "Patient 1 was treated for 9 months.\n\nPatient 2 was a man of 42. A 3-month course of STS was given. "
        "A clear reduction of the lesion was seen."
    )
    (mark,) = said(text)
    assert mark.finding.verdict is Verdict.ASSUMES
    assert mark.finding.printed == "at least 5 months"
    assert mark.finding.assumption == "the statement leaves out patient 2"
