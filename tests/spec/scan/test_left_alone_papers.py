"""More wordings of trial papers on which scan spoke without need: all rules together say nothing on them."""

import pytest

from tests.spec.scan.saying import reported


@pytest.mark.parametrize(
    "text",
    [
        # one dose or the other, and neither reckoned from the weeks
        "Over 11 weeks of treatment, thiosulfate 150 mg or 300 mg daily was well borne.",
        "After 9 weeks diltiazem 120 mg or 240 mg daily was stopped.",
        # two amounts a day
        "Diltiazem at a dose above 120 mg/day (mean dose 190 mg/day) was linked with healing.",
        "Patients took diltiazem 120 mg/day or 240 mg/day for 9 weeks.",
        "Diltiazem 120 mg/day (low dose) or 240 mg/day (high dose) was given.",
        # the size of what is counted
        "There were 3.8 ± 1.6 deposits of 12–17 mm in each hand.",
        "No. of deposits 10–15 mm at month 6 * 4.1 ± 1.8",
        "No. of ossicles 10–15 mm at month 6 * 4.1 ± 1.8",
        "No. of patients aged 40–60 years: 12 ± 3.",
        # how long patients were recruited, and how long each stayed
        "We performed a 9-month trial. From March 2011 to January 2013, we recruited patients with calcinosis.",
        # years of papers
        (
            "Calcinosis is a common complication (Miller et al, 2001). Although calcinosis has become rarer over the "
            "past 40 years, the use of thiosulfate has increased (Clark et al, 1990)."
        ),
        # counts of several arms
        (
            "Four of 17 patients allocated to thiosulfate and three of 18 allocated to placebo guessed thiosulfate, "
            "six in the thiosulfate group and seven in the placebo group guessed placebo, and seven and eight, "
            "respectively, were not sure."
        ),
        (
            "Three of 18 allocated to placebo healed, six in the thiosulfate group and seven in the diltiazem group "
            "did not."
        ),
        # two grades
        "Pain after injection was grade 3–4 in five patients (12%).",
        # a percentage whose bracket has a median of its own
        (
            "Improvement was as follows: pain 55% (22 out of 40; for a median of five assessments, range: 1–8), "
            "swelling 70% (14 out of 20; for a median of three assessments, range: 1–6)."
        ),
        # those that the sum has more are told
        (
            "In all, 42 patients were assigned to thiosulfate and 38 to saline. In all, 78 patients received assigned "
            "treatment, whereas two patients died before its termination."
        ),
        (
            "A total of 45 patients were assigned to arm A and 35 to arm B. In all, 78 patients received assigned "
            "treatment, whereas two patients died before its termination."
        ),
        # two columns of a table run together in one line
        (
            "Table 1 Characteristics of the cohort No calcinosis  n  = 400 Calcinosis  n  = 150 Clinical features "
            "Raynaud phenomenon 40 (10%) 66 (44%) Digital ulcer  none 120 (80%)  one 24 (16%)  more 6 (4%)"
        ),
        # the number behind ± is no estimate
        (
            "Thiosulfate shortened the stay, corresponding to a gain of 1.2 ± 2.9 days (95% CI 0.75–1.65; P < 0.001) "
            "compared with the control group (1.5 ± 2.3 vs. 2.7 ± 2.1 days)."
        ),
        # a mean for each time
        "Hand function improved from 2 to 4 and 8 months (mean=70.2, 74.1, 83.5; s.d.=21.0, 20.4, 18.8).",
        # the p value of what is excepted
        (
            "There was a main effect of time on lesion size (P < 0.01), which would suggest that results showed highly "
            "significant improvement in terms of most parameters (except calcium; P = 0.214)."
        ),
        # of those eligible, of whom no number is told
        (
            "Of the 412 included patients, 31 were excluded due to another diagnosis. Of all eligible patients, 150 "
            "(72%) with juvenile calcinosis, 90 (61%) with scleroderma and 70 (45%) with dermatomyositis were included."
        ),
        (
            "The study included 318 patients. At least one flare was observed in 8.4% of patients (n = 13) assigned to "
            "the thiosulfate group vs. 12.3% of patients (n = 20) in the control group (P = 0.26)."
        ),
        # a course in time
        "Attendance progressively declined from week 1 to 7, ranging from 94% to 82%.",
        # patients are no part of the readings counted before
        (
            "Sensors were worn for 21.0 ± 8.1 days, with a total of 6250 readings. In the thiosulfate group, 9 "
            "patients (5.5%) sent none."
        ),
        # listed, not ranging
        "Her parents are well; two younger brothers, aged 9 and 6, are well.",
        # urine first, results behind
        "On a second-void urine, phosphate was 20.4 mmol/L and creatinine 8.2 mmol/L.",
        # the birth has a date of its own
        (
            "A girl born on 11 January 2009 was referred in March 2023, aged 14 years. A smaller lump had been removed "
            "elsewhere in 2020, when she was 11."
        ),
        # the death of one ends nothing for the others
        "Patient 3 died of infarction at 10 months, her wound nearly closed. The other six were alive at 12 months.",
        # minutes are of a session
        (
            "There was bruising after 11 of the 18 sessions (61%), and case 5 discharged chalky material for 9 days. "
            "Each session took 25 minutes."
        ),
        # a blank in a thousand
        "In 2015 the clinic had about 40 000 patients. It had 13 treatment places (total of 17 places) for calcinosis.",
        # each reference is another study
        "In one trial all were followed for 6 months [12]. Another saw recurrence at 9 months [13].",
        # those of whom something is said are no whole
        (
            "Six participants were of Nordic descent. There were no differences between groups. Fifty-five percent of "
            "participants were overweight."
        ),
        # three spans of time, not one measure in two groups
        (
            "The mean time from onset of calcinosis to death was 14.1 ± 2 days. In the surgical group the mean time "
            "from onset to surgery was 8.4 ± 3 days, and in those who died that between surgery and death 5.9 ± 3 days."
        ),
        # a long text that names no drug is not about ours
        "Two gas concentrations of 100% oxygen were used." + " The next vessel was filled and sealed." * 40,
        # of each arm, not of all
        (
            "A total of 80 patients with calcinosis were randomised to thiosulfate (arm A) or saline (arm B). Overall, "
            "16 patients (38%) in arm A and 27 patients (71%) in arm B had pain."
        ),
    ],
)
def test_no_rule_speaks(text: str) -> None:
    assert reported(text) == []


@pytest.mark.parametrize(
    ("text", "check"),
    [
        # 75 g a week are 10.7 g a day: another measure of the same
        ("He had thiosulfate 75 g a week, that is 17.0 g a day.", "dose-arithmetic"),
        # the mean is one of the ages, not of things of a size
        ("The 12 patients were 35.1 ± 8.0 years old (range 40–60 years).", "centre-in-range"),
        # the dates tell how long the patient was treated
        ("She had thiosulfate from March 2011 to January 2013; the 9-month treatment was borne well.", "period-length"),
    ],
)
def test_what_looks_like_it_is_still_told(text: str, check: str) -> None:
    assert check in {mark.finding.check for mark in reported(text)}
