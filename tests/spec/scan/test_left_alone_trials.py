"""Wordings of trial papers on which scan spoke without need: all rules together say nothing on them."""

import pytest

from tests.spec.scan.saying import reported


@pytest.mark.parametrize(
    "text",
    [
        # a grade is no part of a share
        ("Vomiting was seen in 41 patients; this was WHO grade 3 in 18 pts (29.5%) and grade 4 in 11 pts (18.0%)."),
        # so many of a place, not of all
        (
            "For ease of management we examined 180 children (36 children per clinic reflecting 6 girls and 6 "
            "boys from each of the three age groups)."
        ),
        # two lists, each in its own brackets
        (
            "Altogether 640 patients were randomized (N = 260 for vehicle, N = 250 for thiosulfate, and N = 130 "
            "for saline), and 487 completed 12 weeks of treatment (N = 172 for vehicle, N = 204 for thiosulfate, "
            "and N = 111 for saline)."
        ),
        # a third arm
        "In all, 412 patients were randomized (165 for placebo, 163 for thiosulfate, and 84 for colchicine).",
        # two totals
        (
            "Three endpoints were named: tender nodule count (total 58 sites), and swollen nodule count (total 56"
            " sites)."
        ),
        # the one left out is no whole
        (
            "The record of one patient was incomplete and the subject was excluded from the study. All 17 "
            "children in our study had calcinosis."
        ),
        # persons have two of some things
        "The study was done on forty one eyes of 30 children with band keratopathy.",
        # a share with its group behind it
        (
            "A total of 487 of the 640 patients (66.2% of the vehicle group, 81.6% of the thiosulfate group, and "
            "85.4% of the saline group) completed the study."
        ),
        # two groups set against each other
        (
            "The trial had 640 patients. Thiosulfate was tied to fewer ulcers (41 patients (13%) compared to 64 "
            "patients (20%), P = 0.02)."
        ),
        # those asked, and those who agreed
        (
            "In all, 150 patients were approached before 130 agreed to take part. The stage was II in 21.5% of "
            "the patients."
        ),
        # places are not what is counted
        "Clinics in only two areas of Norway were invited, and only 36% of them took part.",
        # an item and what remains of its form
        (
            "The form has 16 items in two scales. It is one of 36 forms. The first five items ask of pain, and "
            "the remaining 11 concern work."
        ),
        # a change of another drug is no strength
        (
            "Earlier workers gave 700 mg of citrate for 8 weeks without effect on deposits [8]. Others found that"
            " 600 mg citrate for 5 months reduced pain (9%) and swelling (15%) [25]."
        ),
        (
            "At 1 year the mean falls in the groups receiving thiosulfate at 15 mg and 5 mg were 31.1% ± 2.6 and "
            "17.5% ± 2.5."
        ),
        (
            "The challenge was repeated for each dose step of 5 mg until a 20% fall in FEV1 was reached or the "
            "cumulative dose of 525 mg had been given."
        ),
        # one span said twice is not divided by itself
        (
            "Bloods taken within 24 hours of referral were missing, as were those of patients who died within 24 "
            "hours. Therefore the relation between calcium and 30-day mortality cannot be told."
        ),
        # two drugs of one tablet
        (
            "The tablet was given twice daily for the following 3 days. Each tablet contained 25 mg of citrate "
            "and 140 mg of magnesium."
        ),
        # visits at intervals are no phases
        (
            "All patients were seen on the first day after surgery and then at regular intervals (i.e. 1 week, 3 "
            "weeks, 2 months and 4 months. At each visit ulcers were measured."
        ),
        # some of them are a part already
        (
            "Only 15 patients vomited. Seven of them were given thiosulfate, 5 were given colchicine and 3 "
            "received saline."
        ),
        # a p value is no count
        (
            "Six patients in the thiosulfate group had an inadequate response. However, six of eleven patients in"
            " the saline group died. No differences were observed between the patients who had stiff plaques (P ="
            " 1)."
        ),
        # two arms with one whole in front
        (
            "Of the 713 patients with a scan, 46 patients (13%) on thiosulfate compared to 69 patients (19%) on "
            "placebo had a new deposit."
        ),
        # so often between two times of the day
        "Pressure was taken every 30 minutes between 22:00 and 06:59 and every 20 minutes by day.",
    ],
)
def test_wordings_of_trials(text: str) -> None:
    assert reported(text) == []
