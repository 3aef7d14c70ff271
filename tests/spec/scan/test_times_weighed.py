"""Times told together, in any words: which reckoning is meant is weighed, and what comes out is left alone."""

import pytest

from tests.spec.scan.saying import said_of

WEIGHED = ("times-together", "times-in-order", "date-exists")


@pytest.mark.parametrize(
    ("text", "check", "underlined"),
    [
        ("He died on 4 May 2018. At review on 9 July 2018 the wound had closed.", "times-in-order", "9 July 2018"),
        ("STS was begun on 8 June 2017 and stopped on 3 May 2017.", "times-in-order", "3 May 2017"),
        # 3 May 2021 was a Monday.
        ("Next visit: Tuesday, 3 May 2021.", "date-exists", "Tuesday, 3 May 2021"),
    ],
)
def test_told_with_what_it_does_not_fit(text: str, check: str, underlined: str) -> None:
    assert any(c == check and words.startswith(underlined) for c, _, words in said_of(text, WEIGHED))


@pytest.mark.parametrize(
    "text",
    [
        "The gel was used from March to June 2019. After these three months it was stopped.",
        "Born in 1960, he was seen by us in 2015 at the age of 55.",
        "He died on 4 July 2018. At review on 9 May 2018 the wound had closed.",
        "STS was begun on 8 June 2017; warfarin had been stopped on 3 May 2017.",
        "Next visit: Monday, 3 May 2021.",
        "Treatment took 8 weeks and follow-up 4 weeks, 12 weeks in all.",
        "The drip ran from 14:20 to 15:20, that is for 60 minutes.",
    ],
)
def test_what_comes_out_is_left_alone(text: str) -> None:
    assert said_of(text, WEIGHED) == []
