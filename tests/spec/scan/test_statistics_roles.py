"""Means, medians and ends told in any words and order, and values that cannot be what they are said to be."""

import pytest

from resorb.reading.statistics.value_roles import Role, roles
from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict

SLIPS = {
    "Ages: 34 to 71, the mean being 76.": "centre-and-ends",
    "Mean age was 61 years (n = 12) in men, 55 years (n = 18) in women, 69 years (n = 30) overall.": "mean-of-groups",
    "The youngest girl was 12 and the oldest 39 years of age; on average they were 42 years old.": "centre-and-ends",
    "In this group ages spanned 23 to 61 years with an average of 65.": "centre-and-ends",
    "Time to healing, weeks: 14 (median), 16-38 (range).": "centre-and-ends",
    "No patient was younger than 40 years; mean age 37.6 years.": "centre-and-ends",
    "Nobody needed more than 12 sessions, and the mean was 13.1.": "centre-and-ends",
    "The mean score came down to -2.3 on the 0 to 100 VAS.": "centre-and-ends",
    "Ages ran from 41 to 66 years (n = 14; mean 55.1, SD 31.4).": "centre-and-ends",
    "Delay was a median of 5.7 months (minimum 6, maximum 31).": "centre-in-range",
    "Calcium was 2.3 mmol/L [2.1-2.6] at entry and 2.4 mmol/L [2.9-2.1] later (median, range).": "value-and-bracket",
    "Delay to diagnosis averaged 9 years, the shortest being 6 months and the longest 7 years.": "centre-and-ends",
    "Mean time was 9 weeks in the 10 ulcers treated early and 15 weeks in the 20 seen late, or 17 weeks in the series "
    "as a whole.": "mean-of-groups",
    "Included children were 8 to 14 years old. The 22 had a mean age of 11.2 years (SD 6.5 years).": "centre-and-ends",
    "Pain fell from a mean of 7.2 to 3.35 in the eight adults, who gave whole numbers from 0 to 10.": "grim",
    "Quality items met (0 to 8, whole numbers) by the six trials: mean 5.42.": "grim",
    "The three sisters had undergone a mean of 2.5 operations each.": "grim",
    "Ulcers per patient (n = 7): median 2.5, range 1-6.": "median-of-counts",
    "Quartiles of age were 61, 55 and 72 years.": "range-order",
    "The SD of pain change was -1.4.": "sd-possible",
    "The first quartile was 14, the median 12 and the third quartile 20 months.": "centre-and-ends",
    "Scores lay between 26 and 38 at entry (mean 24.6) and between 9 and 30 at the end (mean 15.5).": "centre-and-ends",
    "On a 0-10 scale the 48 adults rated pain at 6.9 with an SD of 31.": "centre-and-ends",
    "Values are median (IQR). Age 47 (52-66).": "value-and-bracket",
    "Pain fell from 8 to 3, a 4-point drop.": "change-between",
    "Phosphate dropped from 7.2 to 5.1 mg/dL, a fall of 3.1 mg/dL.": "change-between",
    "Mean pain was 7.2 at baseline and 3.1 at week 12 (mean change -5.1).": "change-between",
    "Siblings per family (seven families): 1, 2, 2, 3, 3, 4, 4. The mean was thus 2.75.": "mean-of-listed",
    "Five raters used whole numbers from 0 to 10, and the mean of the five for image 12 was 6.7.": "grim",
    "The ten men had between one and nine deposits each, on average 3.44 deposits per man.": "grim",
    "All seven women had been pregnant, with an average of 2.2 children each.": "grim",
    "Six men were seen; ages, in whole years, averaged 54.4 and five of them were smokers.": "grim",
    "Nine adults used the scale (whole numbers only). Mean pain was 6.11 at entry and 3.46 at week 8.": "grim",
}
CLEAN = (
    "Mean age was 61 years (n = 12) in men, 55 years (n = 18) in women and 57 years (n = 30) overall.",
    "Ages: 34 to 71, the mean being 56.",
    "Bicarbonate had a mean of 21.3 mmol/L (95% CI 20.1 to 22.5) with the drug and 24.0 (22.9 to 25.1) without.",
    "Mean PTH was 412 pg/mL (SD 301; laboratory range 15-65 pg/mL).",
    "Ages ranged from 48 to 71 years in one group and from 9 to 21 in the other, with means of 60 and 14.",
    "In the four men the delay was 3, 5, 8 and 14 months (median 6.5).",
    "Pain changed by a mean of -2.7 points (range -6 to 1).",
    "The dose was reduced from 25 to 12.5 g and averaged 9 g in the last month.",
    "No patient was younger than 40 years; mean age 57.6 years.",
    "Lesions shrank by 12 to 30 mm; their mean size was 9 mm at the end.",
    "Vintage by quarter: 0.3–1.9, 2.0–3.8, 3.9–7.2 and 7.3–21 years; the median was 3.85 years.",
    "The wound had a median of 5 cm, with an IQR of 3 cm (4 to 7).",
    "Events fell from 20% to 12%, a relative reduction of 40%.",
    "Median PTH fell from 410 to 310 pg/mL, with a median change of 80 pg/mL.",
    "Mean bicarbonate went from 24.1 to 20.3 mmol/L (mean difference 3.8 mmol/L).",
    "At weeks 4, 8 and 12 the mean was 3.1.",
    "The mean age was 54 years; follow-up lasted 3 to 24 months.",
)


def _found(text: str) -> set[str]:
    marks = scan_document(read_plain(text, "a text")).marks
    return {m.finding.check for m in marks if m.finding.verdict in (Verdict.FAILS, Verdict.ASSUMES)}


@pytest.mark.parametrize("text", SLIPS)
def test_what_cannot_be_is_told(text: str) -> None:
    assert _found(text) == {SLIPS[text]}


@pytest.mark.parametrize("text", CLEAN)
def test_what_can_be_is_left_alone(text: str) -> None:
    assert _found(text) == set()


def test_roles_are_read_from_the_nearest_word() -> None:
    found = [(t.role, t.low.text) for t in roles("Ages spanned 23 to 61 years, the shortest delay was 4 days.")]
    assert found == [(Role.ENDS, "23"), (Role.LEAST, "4")]
    (mean,) = roles("It lasted 12 weeks on average.")
    assert (mean.role, mean.low.text, mean.unit) == (Role.MEAN, "12", "weeks")
    assert mean.things == {"duration"}


def test_group_sizes_visits_and_intervals_have_no_role() -> None:
    assert list(roles("At week 12 the 95% CI was 3 to 9 (n = 14).")) == []
