"""Times in any wording: the kinds of what is told give the relation, and one number breaks it."""

import pytest

from resorb.scan.material import Mark, Scanned
from resorb.scan.rules.times import bounds as times_bounds
from resorb.scan.rules.times import joint as times_joint
from resorb.scan.rules.times import least as times_least
from resorb.scan.rules.times import lifetime as times_lifetime
from resorb.scan.rules.times import ordered as times_ordered
from resorb.scan.rules.times import periods as times_periods
from resorb.sources.documents.plain import read_plain

RULES = (
    times_bounds.part_of_a_span,
    times_joint.length_and_dates, times_lifetime.years_between_ages, times_lifetime.age_birth_and_years,
    times_lifetime.ages_of_a_life, times_ordered.times_in_order,
    times_bounds.beyond_the_bound, times_least.below_the_least,
    times_bounds.last_of_the_visits,
    times_joint.numbered_days_and_dates, times_periods.clock_length, times_lifetime.ages_and_years,
)  # fmt: skip


def said(text: str) -> list[Mark]:
    scanned = Scanned(read_plain(text, "note"))
    return [mark for rule in RULES for mark in rule(scanned)]


SLIPS = [
    # May to August is 2 to 4 months.
    ("She used the gel from May 2018 to August 2018, nine months of treatment.", "length-and-dates", "nine months"),
    # 2012 to 2016 is 3 to 5 years.
    (
        "On dialysis since 2012, he had been dialysed for nine years when ulcers came in 2016.",
        "length-and-dates", "nine years",
    ),
    ("He was transplanted in May 2015. In July 2015, after 14 months, ulcers came.", "length-and-dates", "14 mon"),
    # 61 − 50 = 11
    ("A 61-year-old man with a five-year history of gout, begun at the age of 50.", "years-between-ages", "five-y"),
    ("Born in 1948, she was 52 when lesions appeared in 2011.", "age-birth-and-years", "52"),
    ("Arthritis was diagnosed at 31 years of age; she was first treated at 24 years of age.", "ages-of-a-life", "24"),
    ("Received 4 May 2020; accepted 2 March 2020.", "times-in-order", "2 March 2020"),
    ("He was admitted on 9 June 2019, and sent home on 3 May 2019.", "times-in-order", "3 May 2019"),
    ("She died on 3 May 2015. At the visit of 9 June 2015 the ulcers were smaller.", "times-in-order", "9 June 2015"),
    ("Both patients were followed for eight months. One mass regrew at 13 months.", "beyond-the-bound", "13 months"),
    ("Follow-up ranged from 3 to 20 months; one ulcer reopened after 31 months.", "beyond-the-bound", "31 months"),
    ("In this 16-week trial a stroke occurred in week 21.", "beyond-the-bound", "week 21"),
    ("All had at least 6 months of therapy (case 1: 9 months; case 2: 5 months).", "below-the-least", "5 months"),
    ("Visits: weeks 0, 4 and 10. At the last of these visits, in week 14, he.", "last-of-the-visits", "week 14"),
    ("Week 0 was 3 May 2018 and week 8, when films were taken, 19 May 2018.", "numbered-days-and-dates", "19 May"),
    ("The drip was started at 9:10, completed at 10:10 (25 minutes).", "clock-length", "9:10"),
    ("MRI of 3 May 2018. Comparison: MRI of 2 June 2019.", "times-in-order", "2 June 2019"),
    ("The first 9 weeks of the 6-week trial served for titration.", "part-of-a-span", "9 weeks"),
    ("Dialysis began in 2012. When seen in 2015 he had been dialysed for 8 years.", "length-and-dates", "8 years"),
    ("From week 4 to week 10, a span of 12 weeks, it was doubled.", "numbered-days-and-dates", "12 weeks"),
    ("Born in 2008, he had lumps at 3 years, in 2011, and at 7 years, in 2019.", "age-birth-and-years", "7 years"),
    # 3 weeks + 2 months are 11 or 12 weeks.
]  # fmt: skip


@pytest.mark.parametrize(("text", "check", "printed"), SLIPS)
def test_a_number_that_breaks_the_relation_is_named(text: str, check: str, printed: str) -> None:
    """One finding of the check, on the words that cannot stand beside the others."""
    found = [mark.finding for mark in said(text) if mark.finding.check == check]
    assert len(found) == 1
    assert (found[0].printed or "").startswith(printed)
    assert found[0].arithmetic


@pytest.mark.parametrize(
    "text",
    [
        "Methotrexate was stopped in May 2016 and thiosulfate started in June 2016.",
        "He started dialysis in 2012 after 22 years of diabetes and was seen in 2016.",
        "Visits were at weeks 0, 4 and 10. At the last of these visits, in week 10, he was well.",
        "All were seen at week 12 and 29 of 33 at week 52.",
        "She used the gel from May 2018 to August 2018, three months of treatment.",
        "In 2014 he took warfarin, and in 2018 he was given the gel for 9 months.",
        "Three courses of 4, 6 and 3 weeks were given between 2011 and 2014.",
        "He was seen in May 2015 and July 2019 and took one tablet every two weeks.",
        "A 61-year-old man with gout since 50 had had calcinosis for three years.",
        "He was 44 at diagnosis, 51 at the first deposit and is 58 now, 14 years into the disease.",
        "Born in 1948, she was 62 when lesions appeared in 2011.",
        "Lesions closed in June 2013, but new ones appeared in March 2014.",
        "The gel was started in May 2019; a previous course was stopped in June 2018.",
        "He died in May 2015; the report was published in June 2016 and the autopsy seen in July 2015.",
        "Median follow-up was 9 months (range 1-31); one relapse came at 28 months.",
        "All were followed for six months; in the extension a mass regrew at 13 months.",
        "All had at least 6 months of therapy; case 2 was excluded after 5 months.",
        "Three weeks of daily doses, a break of two weeks, then two weeks more: five weeks in all.",
    ],
)
def test_other_readings_are_left_alone(text: str) -> None:
    """What may be of another thing, or fits any two of the numbers, is passed over."""
    assert [mark.finding.check for mark in said(text)] == []
