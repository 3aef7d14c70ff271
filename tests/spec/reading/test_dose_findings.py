"""What the reader of a dose is told: slips of mg for g, values that are not seen, numbers that disagree."""

import pytest

from resorb.reading.doses.dose import read_dose


def findings(words: str, population: str | None = None) -> set[tuple[str, str, str | None]]:
    """Check, verdict and suggestion of everything that does not simply hold."""
    found = read_dose(words, population=population).findings
    return {(f.check, str(f.verdict), f.suggestion) for f in found if str(f.verdict) != "holds"}


MG_FOR_G = "mg printed where g is meant"


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("STS 12.5 mg IV 3 times weekly", f"12.5 g? ({MG_FOR_G})"),
        ("25 mg IV TIW", f"25 g? ({MG_FOR_G})"),
        ("0.1 ml of 12.5mg/50mL intralesionally", f"250 mg/mL? ({MG_FOR_G})"),
        ("25 mg after each dialysis three times weekly", f"25 g? ({MG_FOR_G})"),
    ],
)
def test_mg_printed_for_g_is_found_once_with_the_reading_meant(words: str, meant: str) -> None:
    assert findings(words) == {("dose-unit", "fails", meant)}


def test_without_a_route_25_mg_holds_only_for_an_injection_into_the_lesion() -> None:
    (slip,) = (f for f in read_dose("25mg 3 times per week").findings if f.check == "dose-unit")
    assert (str(slip.verdict), slip.printed) == ("assumes", "25mg")
    assert slip.assumption == "the route is intralesional"
    assert slip.suggestion is not None
    assert slip.suggestion.startswith("25 g if intravenous")


@pytest.mark.parametrize(
    "words",
    [
        "12.5 g IV three times weekly for 8 months",
        "25 g IV TIW over 60 min",
        "25 g after each dialysis three times weekly",
        "25% ointment twice daily",
        "150 mg/mL intralesional weekly",
        "25 g/1.73 m2 three times weekly",
        "1500 g of pomade (150 g of STS) over 13.4 months",
    ],
)
def test_usual_doses_raise_nothing(words: str) -> None:
    assert findings(words) == set()


def test_a_child_is_judged_as_a_child() -> None:
    assert ("dose-plausible", "assumes", None) in findings("3 g IV once")
    assert findings("3 g IV once", "child") == set()
    assert findings("child, 3 g IV once") == set()


@pytest.mark.parametrize(
    ("words", "arithmetic"),
    [
        ("STS 50% (12.5g in 50mls)", "The concentration as % w/v gives 25, printed is 50."),
        ("25 g IV TIW (50 g/week)", "Amount × frequency gives 75000, printed is 50000."),
        ("25 g IV x 12 doses, total 250 g", "Amount × administrations gives 300000, printed is 250000."),
        ("50 mL of 250 mg/mL IV, 25 g", "Volume × concentration gives 12500, printed is 25000."),
    ],
)
def test_numbers_that_say_the_same_thing_twice_must_agree(words: str, arithmetic: str) -> None:
    (found,) = (f for f in read_dose(words).findings if f.check == "dose-arithmetic")
    assert (str(found.verdict), found.message) == ("fails", arithmetic)


def test_how_often_dialysis_is_given_is_asked_for() -> None:
    messages = [
        f.message for f in read_dose("25 g IV after each hemodialysis").findings if str(f.verdict) == "unjudged"
    ]
    assert messages == ["How often is not said: needs the number of dialysis sessions per week."]


def test_a_comma_comes_with_a_hint() -> None:
    (found,) = (f for f in read_dose("2,5 g IV").findings if f.check == "dose-read")
    assert found.message == "Not read: a comma: write 2.5 for a decimal, 25 for thousands."
    assert (found.start, found.end, found.printed) == (0, 5, "2,5 g")


def test_findings_of_later_phases_point_into_the_whole_text() -> None:
    words = "12.5 g IV TIW for 2 weeks, then 25 mg TIW for 4 weeks"
    (found,) = (f for f in read_dose(words).findings if str(f.verdict) == "fails")
    assert words[found.start : found.end] == found.printed == "25 mg"
