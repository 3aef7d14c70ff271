"""Wordings on which whole papers made scan speak without need: all rules together say nothing on them."""

import pytest

from resorb.values.findings import Verdict
from tests.spec.scan.saying import reported


@pytest.mark.parametrize(
    "text",
    [
        # p is not always a probability
        "The distance was of order p = 2 in the default model.",
        "n <- 7 ; p <- 2",
        "With n = 100 and p = 3 the model converged.",
        # a percentage behind "all" that is not of all
        "Thirty deaths were reported across all trials (4.5%).",
        "Relapse was rare over all centres (3%).",
        # the strength of a solution is no share
        "Give 2 mL of a 1/6 (about 4%) molar solution into the site.",
        # a caption run into the paragraph
        "The scan was clear (Figure 1).\n\nLater (Figure 2). Figure 2 Film of the knee.\n\nFigure 1. Chest scan.",
        # a blood pressure is no part of a whole
        "She was afebrile (36.8), normotensive (124/62) patient with a fast pulse.",
        # limits of groups are no sizes of groups
        "The 540 patients were divided into two groups: low scores (<22) and high scores (>22).",
        "The 540 patients were divided into two groups: age < 65 and age >or= 65 at entry.",
        # an older issue of a document is dated before its next review
        "Valid from 1 June 2023; next review 31 May 2026. Replaces edition 2 of 9 May 2022.",
        # milliseconds, and a form of tablets that is released slowly
        "Mr K., aged 61, was well. The ECG showed a QTc of 431 ms. He took oxycodone MR 20 mg.",
        "Mrs L., aged 58, was well. She took morphine MR 10 mg twice daily.",
        # limits that a mean must keep to
        "Six are assayed. The mean must lie within 90% to 110% of the label, that is between 22.5% and 27.5% STS.",
        # the most that may be given is no part of the sum
        "Infants receive sodium thiosulfate 0.25 g/kg up to 12.5 g: one of 8 kg receives 2 g.",
        # body weight that was lost
        "She had lost 5 kg in 4 months (from 71.5 to 66.5 kg) before sodium thiosulfate was given twice weekly.",
        # a quoted slip
        'An earlier letter gave the dose of intravenous sodium thiosulfate as "25 mg"; please read 25 g.',
        # another drug's range of doses in so many patients
        "Other treatment: cinacalcet 30 to 90 mg daily in 29 patients (35%).",
        # amounts over a course
        "The 40 patients had a mean of 26.4 infusions of intravenous sodium thiosulfate and 612 g per patient.",
        "A patient who uses up 60 g in 28 days applies 2.1 g of ointment, or 536 mg of STS, per day.",
        # a year is no number of doses
        'In the draft of May 2022 the dose of thiosulfate read "25 mg over 60 minutes", as two saw; it is 25 g.',
        # journals of medicine are no medians
        "K. Neonatal Med 2014;21(4):270-274, 2014.",
        "Lee A, Roy B. Med J North Coast 2012;68:383-385, 2012.",
        # a child's weight, by itself
        "Source of intravenous thiosulfate, child: 250 mg/kg is 0.75 g at 3 kg; 0.1 g is 50 mg/kg at 2 kg",
        # how many of the patients had the drug
        "| group | treatment | patients |\n|---|---|---|\n| all | multimodal, thiosulfate in 65.2 % | 89 |",
        # studies of several operations
        "Studies by operation: 6 of joints, 12 of excision, 21 of digital nerves, more than 35 together.",
        # of parts one may be told again within another, and the last of a row are no rest
        "3 of the 14 deposits had gone at week 8 and 7 (50%) at month 6, when 7 were left.",
        "Two of the 34 had received only 2 injections, and 32 form the per-protocol set.",
        "Nausea followed 6 of the 16 doses and was treated before each of the last 9.",
        # the most that may be given is no part of any product
        "Children get 0.25 g/kg of thiosulfate up to 12.5 g: at 18 kg 4.5 g, which is 18 mL, in 90 mL (50 mg/mL).",
        # a number of doses and what they hold together
        "IV sodium thiosulfate 12.5 g since 4 September; to 17 September 10 doses, 125 g.",
        # at a lesion, though in a session
        "Sodium thiosulfate into lesions hurts. The most per session is 4 lesions, at most 4 x 125 mg = 500 mg of STS.",
        # a letter that is dated in its head
        "Date of letter: 12 April 2023.\n\nMrs Finch, born 3 May 1961 (aged 61), has had deposits since about 2015.",
        # one drug ends before another begins
        "Warfarin was stopped on 3 May 2021. Apixaban 2.5 mg twice daily was begun on 9 May 2021.",
    ],
)
def test_nothing_is_said(text: str) -> None:
    assert reported(text) == []


@pytest.mark.parametrize("head", ["Observations", "n", "No. of patients", "Missing", "log10"])
def test_columns_that_count_results_are_no_results(head: str) -> None:
    table = f"| Analyte | {head} | Control |\n|---|---|---|\n| Phosphate (mmol/L) | 421 | 1.3 |\n"
    assert reported(table) == []
    assert [m.finding.printed for m in reported(table.replace(head, "Treated"))] == ["421"]


def test_amounts_of_a_period_are_no_dose() -> None:
    head = "| Period | Dose of sodium thiosulfate (IV) | Infusions | Amount in period | Cumulative amount |"
    row = "| Weeks 2-4 | 25 g | 9 | 225 g | 262.5 g |"
    caption = "STS is given intravenously.\n\nTable 1. Planned dose of STS per patient."
    assert (
        reported(f"{caption}\n\n{head}\n|---|---|---|---|---|\n| Week 1 | 12.5 g | 3 | 37.5 g | 37.5 g |\n{row}\n")
        == []
    )


@pytest.mark.parametrize(
    "text",
    [
        "Response 1/0 and 0 (83%).",  # found by fuzzing: a whole of nought
        "Case 1 had 25 g.\n\n| Case | 1 | ² |\n|---|---|---|\n| Age | 61 | 45 |\n| Dose | 25 g | 25 g |\n",
    ],
)
def test_odd_numbers_break_no_rule(text: str) -> None:
    reported(text)


def test_a_score_of_nought_is_no_ratio() -> None:
    rows = [
        "| 4 May | 12.5 | 12.5 | 0 |",
        "| 6 May | 25 | 37.5 | 0 |",
        "| 9 May | 25 | 62.5 | 0 |",
        "| 11 May | 25 | 87.5 | 0 |",
    ]
    assert reported("\n".join(["| Date | Given (g) | Running (g) | N/V |", "|---|---|---|---|", *rows])) == []


def test_the_last_digit_of_a_sum_of_rounded_numbers_is_open() -> None:
    rows = ["| May | 2.13 | 1.17 | 3.30 |", "| June | 2.41 | 1.12 | 3.53 |", "| July | 2.18 | 1.09 | 3.28 |"]
    assert reported("\n".join(["| Month | Left | Right | Both |", "|---|---|---|---|", *rows])) == []


def test_a_rate_of_all_is_no_sum() -> None:
    head = "| class | slips | found | recall | clean | alarms | precision |"
    rows = ["| dose | 12 | 9 | 0.750 | 20 | 1 | 0.900 |", "| time | 8 | 7 | 0.875 | 10 | 1 | 0.875 |"]
    rows += ["| table | 10 | 8 | 0.800 | 30 | 2 | 0.800 |", "| **all** | 30 | 24 | 0.800 | 60 | 4 | 0.857 |"]
    assert reported("\n".join([head, "|---|--:|--:|--:|--:|--:|--:|", *rows])) == []


def test_logarithms_of_results_are_no_results() -> None:
    assert reported("| Analyte | Control |\n|---|---|\n| Phosphate (log10(mmol/L)) | 0.1 |\n") == []


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # a year begun may be counted as a whole one; more than that may not
        ("All cases over a 12-year period (October 2000 to January 2012) were read.", Verdict.ASSUMES),
        ("All cases over a 14-year period (October 2000 to January 2012) were read.", Verdict.FAILS),
    ],
)
def test_years_begun(text: str, verdict: Verdict) -> None:
    assert [m.finding.verdict for m in reported(text)] == [verdict]


def test_a_whole_number_is_no_p_value_of_a_test() -> None:
    assert [m.finding.printed for m in reported("The groups did not differ significantly (p = 5).")] == ["p = 5"]


@pytest.mark.parametrize(
    "text",
    [
        # the limits of groups of ages are no wholes and no parts
        "By age there were 44 from 40 to 69 (44%) and 16 of 70 or older (16%) among the 100 patients.",
        "We treated 100 patients. There were 5 of 17 and younger (5%) and 16 of 70 and above (16%).",
        "We treated 100 patients. There were 5 under 18 (5%), 79 between 18 and 69 (79%) and 16 over 69 (16%).",
        # a mean of things counted is not of the amounts given each time
        "It was given in 2 to 5 sessions with 0.2 to 0.8 mL per site; 20 patients had 61 sessions, a mean of 3.1.",
        # the percentage behind the persons is of all persons, not of what they had
        "The doctors told of 87 events in 52 patients (40% of 130).",
        "The doctors told of 21 episodes in 20 patients (40%); 30 others had none.",
        # the first of a list is not the whole of the others
        "We saw 87 events of nausea, 36 of acidosis, 25 of hypotension, 22 of pain and 17 others.",
        "Nausea was told of 96 times (47%), acidosis 38 (19%), rash 27 (13%), pain 24 (12%) and 18 were others (9%).",
    ],
)
def test_limits_lists_and_what_persons_had(text: str) -> None:
    assert reported(text) == []


_DIAGNOSES = """Table 1. Diagnoses, n (% of 140).

| Diagnosis | Patients |
|---|---|
| Gout | 80 (57%) |
| Tumoral calcinosis | 9 (6%) |
| Dermatomyositis | 51 (36%) |
"""


@pytest.mark.parametrize(
    "said",
    [
        "Of the 7 minors, 6 had dermatomyositis and 1 had tumoral calcinosis.",
        "Most were adults; of the seven children, one had tumoral calcinosis.",
        "There were 7 minors: 6 had dermatomyositis and 1 had tumoral calcinosis.",
        "Seven were minors (1 had tumoral calcinosis).",
    ],
)
def test_a_row_is_not_what_some_of_all_had(said: str) -> None:
    assert reported(f"{said}\n\n{_DIAGNOSES}") == []
    assert [m.finding.printed for m in reported(f"8 patients had tumoral calcinosis.\n\n{_DIAGNOSES}")][:1] == ["9"]


@pytest.mark.parametrize(
    "group", ["In the 90 patients with gout", "Of the 90 with gout", "Among 90 patients on dialysis"]
)
def test_deaths_of_some_are_not_those_of_all(group: str) -> None:
    text = f"# Summary\n\nIn the end 35 had died.\n\n# Results\n\n{group}, 46 responded and 34 had died.\n"
    assert reported(text) == []
    assert reported(text.replace(f"{group}, 46 responded and", "After a year")) != []


@pytest.mark.parametrize(
    "text",
    [
        "Another 6 children were not evaluable (51 + 43 + 6 = 100).",
        "The other 6 children were not evaluable (100 = 51 + 43 + 6).",
        "The third list had 12 names [30 + 40 + 12 = 82].",
    ],
)
def test_a_sum_in_brackets_is_read_whole(text: str) -> None:
    assert reported(text) == []
    assert [m.finding.printed for m in reported("A list (30 + 40 + 12 = 83) was kept.")] == ["30 + 40 + 12 = 83"]


@pytest.mark.parametrize(
    "text",
    [
        "Aortic calcium fell from 40 to 10 nmol/mg (75% lower), but bone strength fell by 12% too.",
        "Aortic calcium fell from 40 to 10 nmol/mg, and bone strength dropped by 12%.",
        "Aortic calcium fell from 40 to 10 nmol/mg, with a loss of 12% in weight.",
        "Weight fell by 4%, and calcium fell from 40 to 10 nmol/mg.",
    ],
)
def test_the_percentage_of_another_change(text: str) -> None:
    assert reported(text) == []
    assert [m.finding.printed for m in reported("Calcium fell from 40 to 10 nmol/mg (85% lower).")] == ["85% lower"]


@pytest.mark.parametrize(
    "text",
    [
        "Itch is scored from 0 to 10; a fall of 3 points matters to patients.",
        "The scale runs from 0 (none) to 10 (worst), and a change of 2 points counts.",
        "Activity was graded from 1 to 5 and a drop of 1 point was a response.",
        "Itch fell from 8 to 5; a fall of 2 points is worth having.",
    ],
)
def test_the_ends_of_a_scale_are_no_change(text: str) -> None:
    assert reported(text) == []
    assert [m.finding.computed for m in reported("Itch fell from 8 to 5, a fall of 2 points.")] == ["3"]


@pytest.mark.parametrize(
    "text",
    [
        "Injection of 150 mg/mL weekly for 4 weeks, or 250 mg/mL monthly, has been described in 9 reports.",
        "A 100 mg/mL solution daily for 6 weeks, or 250 mg/mL once a month, was used.",
    ],
)
def test_a_strength_is_not_given_so_often(text: str) -> None:
    assert reported(text) == []


def test_a_part_of_the_same_group() -> None:
    said = "Vomiting affected 2 of 9 patients (22%) at 12.5 g and {} of the same 9 (56%) at 25 g."
    assert reported(said.format(5)) == []
    assert [m.finding.printed for m in reported(said.format(4))] == ["56%"]


@pytest.mark.parametrize(
    "text",
    [
        "STS at 150 mg/kg weekly for 4 weeks, or 250 mg/kg monthly, has been described.",
        "STS at 150 mg/kg weekly for 4 weeks or at 200 mg/kg every 2 weeks was given.",
    ],
)
def test_another_way_of_giving_is_no_result(text: str) -> None:
    assert reported(text) == []


@pytest.mark.parametrize(
    "text",
    [
        # amounts of a whole course, of all patients, of a year
        "Intravenous sodium thiosulfate was planned for 10 weeks, 40 infusions and 500 g each if complete.",
        "Intravenous sodium thiosulfate was given thrice weekly for 10 weeks, thirty infusions or 375 g.",
        "Of intravenous STS, 210 infusions of 12.5 g and 400 of 25 g, 2,625 g + 10,000 g = 12,625 g.",
        "Intravenous STS was given as 25 g per infusion; the 480 infusions needed 12,000 g.",
        "The hospital used 23,075 g of intravenous STS in 2023.",
        "Intravenous STS: in 40 patients 14,500 g were given over 12 weeks.",
        "He received 12 weeks of intravenous sodium thiosulfate, 900 g each at 25 g per session.",
        # the number of an infusion, and a range of what is normal
        "Mean phosphate was 1.42 mmol/L (SD 0.3) before session 6 (range of our assay 8-15).",
        "Mean bicarbonate was 22.6 mmol/L (SD 1.9) before infusion 9 (range of the laboratory 21-29).",
        "Mean bicarbonate was 22.6 mmol/L (SD 1.9) at visit 4 (range for this age 21-29).",
        # numbers that name children and patients
        "Nausea occurred in 5 adults (patients 2, 4, 6, 9, 11) after 21 of 240 infusions, 12 of the 21 in patient 6.",
        "Fever occurred in 3 children (numbers 2, 4 and 5) on 11 of the 60 days, 6 of the 11 in child 4.",
        "Headache was noted in 2 women (cases 3 and 8) after 14 of 80 sessions, 10 of the 14 in case 8.",
    ],
)
def test_totals_references_and_names(text: str) -> None:
    assert reported(text) == []


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Intravenous sodium thiosulfate 25,000 g was given three times weekly after dialysis.", "25,000 g"),
        ("Intravenous sodium thiosulfate 450 g was given after each dialysis.", "450 g"),
        ("The mean pain was 7 (range 8-10).", "7 (range 8-10"),
    ],
)
def test_what_is_no_total_and_no_reference_is_still_told(text: str, printed: str) -> None:
    assert [m.finding.printed for m in reported(text)] == [printed]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("| Event | STS | Placebo |", "| Ionised calcium below 1.00 mmol/L | 5 | 3 |"),
        ("| Result | STS | Placebo |", "| Potassium above 6.0 mmol/L | 12 | 14 |"),
        ("| Adverse event | STS | Placebo |", "| Ionised calcium (mmol/L) | 5 | 3 |"),
        ("| Finding | Grade 1 | Grade 2 |", "| Ionised calcium (mmol/L) | 5 | 3 |"),
        ("| Finding | Patients (%) | Controls |", "| Ionised calcium (mmol/L) | 5 (12%) | 1.1 |"),
        ("| Finding | STS | Placebo |", "| Ionised calcium (mmol/L) | 5 (12%) | 3 (7%) |"),
    ],
)
def test_counts_of_results_in_tables_are_no_results(head: str, row: str) -> None:
    assert reported(f"{head}\n|---|---|---|\n{row}\n") == []
    plain = "| Finding | STS | Placebo |\n|---|---|---|\n| Ionised calcium (mmol/L) | 5 | 1.1 |\n"
    assert [m.finding.printed for m in reported(plain)] == ["5"]


@pytest.mark.parametrize(
    "text",
    [
        # persons are no part of their families or centres
        "We treated 88 patients of three dialysis units with sodium thiosulfate.",
        "Deposits were seen in 6 children of 4 unrelated families.",
        # those left out, and some of them, are no parts of the rest
        "Leaving out these 6, of whom 3 improved, 14 of 21 (67%) remain.",
        # phases that follow each other: none is the end for all
        "All 60 adults use it for 16 weeks, with 8 weeks of follow-up (24 weeks in all). Week 24 falls on 9 May 2024.",
        "Every patient is treated for 16 weeks and then followed for 8 weeks. The last photograph is taken at week 24.",
        # a daily amount under another name is nothing over the whole time
        "If all of it is used in 168 days, the daily amount is 2.14 g of ointment or 536 mg of STS.",
        "If a tube of 60 g is used in 28 days, that is 2.14 g of ointment a day, equal to 536 mg of STS.",
        "If 360 g of 25% ointment last 168 days, 2.14 g of ointment are used daily, corresponding to 536 mg of STS.",
        # hours and minutes are one length; breaks are not counted
        "The visit ran from 09:10 to 11:55 (2 hours and 45 minutes).",
        "The infusion ran from 09:10 to 10:25 (1 h 15).",
        "The meeting ran from 09:00 to 12:30 (3 h 10 min, less a break of 20 min).",
    ],
)
def test_other_lengths_names_and_wholes(text: str) -> None:
    assert reported(text) == []


def test_hours_with_minutes_are_read_whole() -> None:
    found = reported("The meeting ran from 09:10 to 11:55 (2 h 35 min).")
    assert [m.finding.printed for m in found] == ["09:10 to 11:55 (2 h 35 min"]


@pytest.mark.parametrize(
    "text",
    [
        # an amount is set beside another; it does not follow from it
        "A daily amount of 280 mg of thiosulfate is small beside the 12.5 or 25 g infused for calciphylaxis.",
        "A daily dose of 280 mg of thiosulfate is far less than the 25 g given intravenously.",
        # a moment is no length to divide by
        "Sevelamer 800 mg with each of three meals was raised to 1,600 mg after two weeks (4,800 mg/d).",
        # how many had which strength
        "Most (117 of 212, 55%) were 25% ointment. In total 25,220 g of ointment, with 5,224 g of STS, was dispensed.",
        # two arms of one size
        "In the trial eight of 14 patients responded to STS and five of 14 to saline.",
        "Seven of 12 improved with STS and three of 12 with placebo.",
        # measures that end at one
        "Two readers agreed well (intraclass correlation 0.94; 95% CI 0.80 to 0.98).",
        "The kappa was 0.91 (95% CI 0.70 to 0.97).",
        # room around a visit
        "Each visit has a window of 5 days either side, except week 36 (10 days either side).",
        "Every visit is allowed a margin of 3 days. The last photograph is taken at week 24.",
        # days of one month that bring their own length
        "He had cefepime March 4-8 (5 days), then cefazolin March 9-18 (10 days).",
        "He had cefepime 4-8 March (5 days), then cefazolin 9-18 March (10 days).",
        "Given in all: 1,204 infusions (median, 25 per person; IQR, 12-38).",
        "The second analysis took all 29 and gave no change (0%) to those without a scan.",
        (
            "Test\tMay\tJune\nCalcium, mg/dL\t9.6\t9.0\nAlbumin, g/dL\t2.9\t3.1\nCorrected calcium, mg/dL\t10.5\t9.7\n"
            "Phosphorus, mg/dL\t6.8\t5.9\nCa x P (total Ca), mg2/dL2\t65.3\t53.1"
        ),
    ],
)
def test_beside_between_and_around(text: str) -> None:
    assert reported(text) == []
