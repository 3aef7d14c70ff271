"""Cases, groups, denials, shares and times in any order of words: a text in, what scan says of it out."""

import pytest

from tests.spec.scan.saying import said_of

CHECKS = (
    "case-in-table", "columns-exchanged", "group-size", "none-and-some", "share-and-count", "length-and-dates",
    "times-in-order", "below-the-least",
)  # fmt: skip
CASES = (
    "\n\nTable 1. Patients\nNo.\tDisease\tDose\tResponse\n"
    "1\tSSc\t10 g\tpartial\n2\tDM\t25 g\tcomplete\n3\tDM\t25 g\tnone"
)
VINTAGE = "\n\nTable 1. Groups\n\tSmokers\tOthers\nMedian vintage, y\t4\t9"
HALF = (
    "Results\nOxygen was added in {} of 40 courses.\n\nDiscussion\nOxygen was added in more than half of the courses."
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Results\nPatient 1 had a complete response." + CASES, ("case-in-table", "assumes", "complete")),
        ("Results\nPatient 2 was given 20 g." + CASES, ("case-in-table", "assumes", "20")),
        ("Results\nThe two responders (patients 1 and 2) had dermatomyositis." + CASES,
         ("case-in-table", "assumes", "dermatomyositis")),
        ("Results\nMedian vintage was 9 years in smokers and 4 years in others." + VINTAGE,
         ("columns-exchanged", "fails", "4")),
        ("Results\nForty were randomised, 20 to vehicle.\n\nFigure 1. Pain with vehicle (n = 22).",
         ("group-size", "assumes", "vehicle (n = 22)")),
        ("Summary\nThere was no necrosis.\n\nResults\nTwo skin necroses were seen.\n",
         ("none-and-some", "assumes", "no necrosis")),
        (HALF.format(12), ("share-and-count", "assumes", "more than half")),
        ("Between the graft (May 2012) and its loss (August 2018) 26 months elapsed.",
         ("length-and-dates", "assumes", "26 months")),
        ("STS was started on 21 August 2017; vomiting after the third infusion, on 7 August 2017, led to a lower dose.",
         ("times-in-order", "assumes", "7 August 2017")),
        ("All three used it for at least 6 months: A for 8 months, B for 4 months and C for 13 months.",
         ("below-the-least", "assumes", "4 months")),
    ],
)  # fmt: skip
def test_slips(text: str, found: tuple[str, str, str]) -> None:
    assert found in said_of(text, CHECKS)


@pytest.mark.parametrize(
    "text",
    [
        "Results\nPatient 1 had a partial response. Patient 2 had not." + CASES,
        "Results\nPatient 2 was first given 12.5 g." + CASES,
        "Results\nMedian vintage was 4 years in smokers and 9 years in others." + VINTAGE,
        "Results\nForty were randomised, 20 to vehicle.\n\nFigure 1. Pain with vehicle (n = 18).",
        "Summary\nThere was no necrosis during treatment.\n\nResults\nTwo necroses were seen before the first visit.",
        HALF.format(25),
        "Between the graft (May 2012) and its loss (August 2018) 75 months elapsed.",
        "She was seen 3 weeks after the fall of 20 February 2020; she had been well on 14 January 2020.",
        "All three used the cream for at least 6 months: A for 8 months, B for 7 months and C for 13 months.",
        "He came on every Monday, Wednesday and Friday; 36 infusions were given in twelve weeks.",
    ],
)
def test_clean(text: str) -> None:
    assert said_of(text, CHECKS) == []
