"""Shapes of whole documents on which scan spoke without need: all rules together say nothing on them."""

import pytest

from tests.spec.scan.saying import reported


def test_the_first_row_of_a_list_in_columns() -> None:
    rows = "  Centre A (lead)  20\n  Centre B         18\n  Centre C         12\n  Total            50\n"
    rows = f"Targets by centre:\n{rows}"
    assert reported(rows) == []
    assert [m.finding.printed for m in reported(rows.replace("50", "52"))] == ["52"]


def test_a_column_that_follows_from_others_in_every_row() -> None:
    head = "| Dose, g | Injection, mL | Saline, mL | Final volume, mL |\n|---|---|---|---|\n"
    rows = "| 5 | 20 | 80 | 100 |\n| 12.5 | 50 | 50 | 100 |\n| 18.75 | 75 | 75 | 150 |\n| 25 | 100 | 100 | 200 |\n"
    assert reported(head + rows) == []


@pytest.mark.parametrize("other", ["Re: Tom B., age 9 years", "Another patient was seen the same day."])
def test_letters_about_two_patients(other: str) -> None:
    first = "# Letter 1\n\nRe: Mrs Ann T., born 22 July 1961\n\nShe has a deposit at the left elbow.\n"
    second = f"# Letter 2\n\n{other}\n\nThere is a deposit at the right elbow.\n"
    assert reported(first + second) == []


STOCK = (
    "| Week | Start | In | Used | Broken | End |\n|---|---|---|---|---|---|\n| 1 | 30 | 20 | 9 | 0 | 41 |\n"
    "| 2 | 41 | 40 | 15 | 0 | 66 |\n| 3 | 66 | 10 | 13 | {broken} | 62 |\n| 4 | 62 | 5 | 14 | 0 | 53 |\n"
)


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        # A letter is an analyte only alone in its cell, and in the company of others or of a unit.
        ("| Product | Strength |\n|---|---|\n| Product P | 250 mg/mL |\n", None),
        ("| | Strength |\n|---|---|\n| P | 250 mg/mL |\n", None),
        ("| | Day 1 |\n|---|---|\n| P (mg/dL) | 250 |\n", "250"),
        # Ionised calcium is named by an adjective before or behind.
        ("| Time | Ionised Ca (mmol/L; 1.15-1.32) |\n|---|---|\n| 08:30 | 0.98 |\n", None),
        # What has an age of its own, some time ago, is not as old today.
        ("A girl born on 4 May 2012 fell when she was 5 years old. On 2 June 2020 she was 8 years old.", None),
        (
            "Born in May 1957, he began dialysis in May 2014, aged 56; a plaque came in 2019, when he was 62.",
            None,
        ),
        # The end of one of several is no end for the others.
        ("Patient 3 died in week 7. Patient 5 died in week 20.", None),
        ("She died in week 7. The wound was seen in week 20.", "week 20"),
        ("Of 19, one died on day 12 and one was transplanted on day 16.", None),
        # Several sizes have one area; a bath's level is no patient's.
        ("The wounds measured 10 x 6, 5 x 4 and 3 x 2 cm, or 86 cm2 in all.", None),
        ("Bicarbonate 19 mmol/L (22-29), dialysate bicarbonate raised from 32 to 35 mmol/L.", None),
        # A column that is 0 elsewhere is what one row lacks.
        (STOCK.format(broken=1), None),
        (STOCK.format(broken=0), "13"),
    ],
)
def test_another_reading_of_the_same_numbers_holds(text: str, slip: str | None) -> None:
    assert {m.finding.printed for m in reported(text)} == ({slip} if slip else set())


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("Born on 3 May 1960; when she was 45 years old a stone was passed; on 7 June 2021, aged 61, she came.", None),
        ("Born 1948, dialysis 2012 (aged 64), graft lost in 2019, ulcers on 4 May 2021 (72).", None),
        ("The sister, born on 2 May 2014, was seen on 4 March 2019 at the age of 4 years and 10 months.", None),
        ("The sister, born on 2 May 2014, was seen on 4 March 2019 at the age of 5 years and 10 months.", "5 years"),
    ],
)
def test_an_age_is_that_of_its_own_date(text: str, slip: str | None) -> None:
    assert {m.finding.printed for m in reported(text)} == ({slip} if slip else set())
