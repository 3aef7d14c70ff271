"""Parts of a whole in any of the forms that trial reports give them: a sentence in, what is said out."""

import pytest

from tests.spec.scan.saying import reported


@pytest.mark.parametrize(
    ("text", "verdict", "arithmetic"),
    [
        # Men and women in brackets behind a number without a noun; another number of the sentence is not their whole.
        ("Of these 470 (298 women and 207 men) were based on two samples.", "fails", "298 + 207 = 505, not 470"),
        ("The remaining 64 (22 men, 38 women) were seen again.", "fails", "22 + 38 = 60, not 64"),
        ("Of 118 patients approached, 96 (61 women, 51 men) took part.", "fails", "61 + 51 = 112, not 96"),
        # Arms, in several orders.
        ("Scans were available in 813 patients: 410 with thiosulfate and 412 with placebo.", "fails",
         "410 + 412 = 822, not 813"),
        ("Scans were available in 813 patients (410 thiosulfate, 412 placebo).", "fails", "410 + 412 = 822, not 813"),
        ("A total of 96 adults were treated: 50 received colchicine and 49 saline.", "fails", "50 + 49 = 99, not 96"),
        ("Of 90 patients, 45 had thiosulfate and 44 placebo.", "assumes", "45 + 44 = 89, not 90"),
        ("Films were read in 813 patients (98%), 410 patients treated with thiosulfate and 412 control patients.",
         "assumes", "410 + 412 = 822, not 813"),
        ("Follow-up was complete in 150 patients, 78 in the thiosulfate group and 74 in the placebo group.", "assumes",
         "78 + 74 = 152, not 150"),
        (("We compared thiosulfate with placebo in 96 patients. Each patient was randomized to either the thiosulfate "
         "(46 patients) or placebo group (45 patients)."), "assumes", "46 + 45 = 91, not 96"),
        # A sentence between that counts nobody; grades named once.
        (("The study population consisted of 124 patients. Median age was 55. The stage distribution was 17 pts stage "
         "I, 32 pts stage II, 70 pts stage III, and 4 pts stage IV."), "assumes", "17 + 32 + 70 + 4 = 123, not 124"),
        (("The study population consisted of 124 patients. Histologic grade was grade 1 in 20 cases, 2 in 46 cases and "
         "3 in 57 cases."), "assumes", "20 + 46 + 57 = 123, not 124"),
        ("The study included 62 patients. Stages I, II and III were found in 12, 30 and 22 of them.", "assumes",
         "12 + 30 + 22 = 64, not 62"),
        # The count right before the colon or bracket is the whole, not the group it is a part of.
        ("Of the 310 patients, 155 (50.0%) were positive: 44 mild, 66 moderate and 51 severe.", "fails",
         "44 + 66 + 51 = 161, not 155"),
        ("Of the 310 patients 155 were positive (44 mild, 66 moderate, 51 severe).", "fails",
         "44 + 66 + 51 = 161, not 155"),
        # The group a sentence speaks of is none of its parts.
        ("Of the 300 patients, 31 patients in the first arm and 40 patients in the second had pain, 74 in all.",
         "fails", "31 + 40 = 71, not 74"),
    ],
)  # fmt: skip
def test_slips(text: str, verdict: str, arithmetic: str) -> None:
    (mark,) = reported(text)
    finding = mark.finding
    assert (finding.check, finding.verdict.value, finding.arithmetic) == ("parts-sum", verdict, arithmetic)


@pytest.mark.parametrize(
    "text",
    [
        "Of these 470 (278 women and 192 men) were based on two samples.",
        "The mean score was 45 (12 women and 20 men answered).",
        "In week 12 (14 women, 11 men) the ulcers were measured.",
        "At 12 (61 women, 35 men) and 24 weeks (60 women, 34 men) pain was scored.",
        "Of the 30 men and 40 women, 12 (5 women and 7 men) withdrew.",
        "Two hundred patients were seen in 2003 (120 women and 80 men).",
        "Of 48 patients, 20 had ulcers on two sites: 8 mild, 6 moderate and 6 severe.",
        "Scans were available in 813 patients: 405 with thiosulfate and 408 with placebo.",
        "Of 90 patients, 40 with thiosulfate and 44 with placebo improved.",
        "Of 90 patients, 40 improved with thiosulfate and 44 with placebo.",
        "Pain was seen in 36 of the 90 patients: 14 with thiosulfate and 22 with placebo.",
        "In this cross-over trial 40 patients were treated: 39 with thiosulfate and 38 with placebo.",
        "Of the 60 patients, 25 were given thiosulfate and 20 placebo; 15 had no treatment.",
        "Of the 60 patients, 20 received thiosulfate, 20 colchicine and 20 placebo.",
        "In 90 patients 45 ulcers with thiosulfate and 47 with placebo were seen.",
        (
            "Only 15 patients vomited. Seven of them were given thiosulfate, 5 were given "
            "colchicine and 3 received saline."
        ),
        "412 patients were randomized (165 for placebo, 163 for thiosulfate, and 84 for colchicine).",
        "We screened 140 patients. Of these, 96 were randomized to thiosulfate (n = 46) or placebo (n = 50).",
        (
            "The study population consisted of 124 patients. Forty had calcinosis. The stage "
            "distribution was 7 pts stage "
            "I, 12 pts stage II, 17 pts stage III, and 4 pts stage IV."
        ),
        "The study included 60 patients. Nausea was grade 1 in 30 cases, 2 in 16 cases and 3 in 7 cases.",
        "The thiosulfate group had 30 patients and the saline group 31. Ulcers were grade 1 in 10, 2 in 12 and 3 in 8.",
        # Brackets, each with a list or a total of its own; each counted among those before.
        (
            "640 patients were screened, 412 patients were randomized (N = 165 for placebo, "
            "N = 163 for thiosulfate, and "
            "N = 84 for naproxen), and 309 completed 12 weeks of treatment (N = 112 for "
            "placebo, N = 131 for thiosulfate, "
            "and N = 66 for naproxen)."
        ),
        (
            "Three endpoints were specified as primary: hard deposit count (total 28 "
            "joints), and open ulcer count (total "
            "26 joints)."
        ),
        (
            "We treated 200 patients with thiosulfate (40 patients per clinic reflecting 4 "
            "women and 4 men from each of "
            "the five disease stages)."
        ),
        # A list of equals; those who are the share told before.
        "Lesions by site: hand 41, elbow 27, knee 12, other 9.",
        "Lesions by site: hand 41, elbow 27, knee 12, other 9; subtotal 89.",
        (
            "Thirty patients had thiosulfate and 20 placebo (50 in all). Only 44% had pain "
            "and of these 22 patients, 73% "
            "(16) had it twice."
        ),
    ],
)
def test_what_may_be(text: str) -> None:
    assert reported(text) == []
