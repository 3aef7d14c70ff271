"""Counts that make one sum, in any wording: told where no division of them comes out and one looks like a slip."""

import pytest

from tests.spec.scan.test_parts_in_a_row import told


@pytest.mark.parametrize(
    ("text", "arithmetic"),
    [
        ("Sixty cards were sent. Nine came back unopened, 12 were blank; 41 were left.", "60 − 9 − 12 = 39, not 41"),
        ("We read 97 files. Of these, 40 were too short and 11 unreadable; the remaining 48 were kept.",
         "97 − 40 − 11 = 46, not 48"),
        ("There were 12 deaths in a cohort of 43, leaving 13 survivors.", "43 − 12 = 31, not 13"),
        ("Knees were spared in 6, stiff in 9 and fixed in 8; these 24 patients were filmed.", "6 + 9 + 8 = 23, not 24"),
        ("Of the 58 reports, 33 were judged serious and 27 non-serious.", "33 + 27 = 60, not 58"),
        ("Assessed for entry (n = 80); excluded (n = 31: no consent 20, unwilling 11); randomised (n = 50).",
         "80 − 31 = 49, not 50"),
        ("The group held 9 boys and 6 girls; the hip was affected in 4 and the knee in the other 10 of the 15.",
         "15 − 4 = 11, not 10"),
    ],
)  # fmt: skip
def test_slips(text: str, arithmetic: str) -> None:
    assert told(text) == [("counts-balance", arithmetic)]


@pytest.mark.parametrize(
    "text",
    [
        "Sixty cards were sent. Nine came back unopened, 12 were blank; 39 were left.",
        "Of 50 patients, 31 had lupus and 24 myositis; five had both.",
        "Eleven patients had 20 ulcers: 12 on the left leg and 8 on the right.",
        "Forty were seen, 22 were treated, 11 to each arm; two and three left, so that 17 finished.",
        "Of 30 who began, 6 stopped and 2 came in later, leaving 26.",
        "Nausea (n = 3), cost (n = 1) and death (n = 1) were the reasons of four patients.",
        "Sixty took part; four in STS and three in placebo stopped early, so 53 completed.",
    ],
)
def test_nothing_to_say(text: str) -> None:
    assert told(text) == []


def test_percentages_that_leave_nothing_out() -> None:
    text = "Each patient fell into exactly one class: pain at rest in {}%, on touch in 35% and none in 40%."
    assert told(text.format(25)) == []
    assert told(text.format(35)) == [("percents-in-a-row", "35 + 35 + 40 = 110")]


def test_a_share_of_the_one_number_beside_it() -> None:
    """4/29 = 13.8 %; a 24 is a digit off."""
    text = "Charts checked: 29; the drug was right in 25 (86%) and wrong in 4 ({}%)."
    assert told(text.format(14)) == []
    assert [name for name, _ in told(text.format(24))] == ["percent"]
