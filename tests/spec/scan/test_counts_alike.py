"""Counts printed in one form make the count that heads or ends them; what is left follows from the sentence before."""

import pytest

from tests.spec.scan.saying import said_of

CHECKS = ("counts-balance", "parts-sum", "count-over-whole", "more-than-treated")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Nine events were logged: dizziness (n = 4), flushing (n = 3), thirst (n = 2) and line leak (n = 1).", "Nine"),
        ("Sites were the calf (9), thigh (6), flank (4) and arm (2), making 22 plaques in 13 women.", "22"),
        ("The registry has 31 women, 17 in the early cohort and 15 in the late one. More will follow.", "15"),
        ("Vials came in deliveries of 41, 26, 33 and 12, altogether 122.", "122"),
        ("The mail brought 200 sheets. After removal of 26 duplicates we screened 184 of any kind.", "184"),
        (
            "Fifty-four were randomised, 29 to gel and 25 to vehicle. Three patients on gel withdrew, leaving 27.",
            "27",
        ),
        ("The control arm comprised 18 women, of whom 19 had a second film.", "19"),
        ("Notes: of the eleven lodgers on the gel, twelve have now moved.", "twelve"),
        ("The safety set held 44 women. After exclusion of those lost 46 women formed the main set.", "46"),
    ],
)
def test_misses_are_told(text: str, printed: str) -> None:
    assert any(printed in words for _, _, words in said_of(text, CHECKS))


@pytest.mark.parametrize(
    "text",
    [
        "Ten events were logged: dizziness (n = 4), flushing (n = 3), thirst (n = 2) and line leak (n = 1).",
        "Nine women had side effects: dizziness (n = 4), flushing (n = 3), thirst (n = 2) and line leak (n = 1).",
        "Nine women had 15 plaques: 8 on the calf, 5 on the flank and 2 elsewhere.",
        "Fifty were randomised, 26 to gel and 24 to vehicle. Three patients in the gel arm withdrew, leaving 23.",
        "The control arm comprised 18 women, of whom 17 had a second film.",
        "Search A gave 40 sheets, search B 55. After removal of 20 duplicates 75 sheets were read.",
        "Of the eleven lodgers, twelve plaques were seen on the first day.",
    ],
)
def test_neighbours_are_silent(text: str) -> None:
    assert not said_of(text, CHECKS)


def test_the_other_percentage_makes_a_hundred() -> None:
    wrong = "The rash paled in 64% of the visits and stayed in the other 46%."
    assert said_of(wrong, ("percents-complement",)) == [("percents-complement", "assumes", "46%")]
    for right in (
        "The rash paled in 64% of the visits and stayed in the other 36%.",
        "The rash paled in 64% of the visits and in 46% of the others.",
        "It paled in 64% and stayed in 20% of visits; the other 16% were not rated.",
    ):
        assert not said_of(right, ("percents-complement",))
