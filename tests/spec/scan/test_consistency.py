"""One quantity, printed in several parts of a paper: small papers of our own in, findings out."""

from __future__ import annotations

import pytest

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Finding, Verdict


def found(text: str, check: str) -> list[Finding]:
    """What is reported under one check."""
    marks = scan_document(read_plain(text, "paper.txt")).marks
    reported = (Verdict.FAILS, Verdict.ASSUMES)
    return [m.finding for m in marks if m.finding.check == check and m.finding.verdict in reported]


def paper(abstract: str, results: str, rest: str = "") -> str:
    return f"Abstract\n{abstract}\n\nResults\n{results}\n\n{rest}"


@pytest.mark.parametrize(
    ("abstract", "results", "printed"),
    [
        ("Rash occurred in 4 of 33 patients.", "Rash was seen in 5 of 33 patients and needed no treatment.", "5 of 33"),
        ("Eleven of 25 ulcers healed (44%).", "Of 25 ulcers, 12 (48%) healed and 14 did not.", "12"),
        ("Women made up 81% (25 of 31).", "The patients were mostly women (26, 84%).", "26"),
    ],
)  # fmt: skip
def test_counts(abstract: str, results: str, printed: str) -> None:
    (one,) = found(paper(abstract, results), "same-count")
    assert (one.verdict, one.printed) == (Verdict.ASSUMES, printed)


def test_these_five_where_there_are_four() -> None:
    text = paper(
        "We report four sisters with the disease.", "All were well.", "Conclusion\nIn these five sisters it was mild."
    )
    (one,) = found(text, "same-count")
    assert (one.printed, one.computed) == ("five sisters", "four sisters")


@pytest.mark.parametrize(
    "text",
    [
        paper("We treated 28 patients.", "Thirty patients were treated; two were lost and left out."),
        paper("Rash occurred in 4 patients.", "Among responders, rash was seen in 3 patients."),
        paper("Nausea was noted in 9 patients.", "In an earlier series nausea was noted in 12 patients [4]."),
        paper("At week 12, 9 of 22 ulcers had healed.", "At week 24, 14 of 22 ulcers had healed."),
        paper("By leg, 15 of 25 healed.", "By patient, 12 of 19 healed."),
        paper("Two patients died on treatment.", "Three deaths occurred, one of them after its end."),
    ],
    ids=["lost", "subgroup", "other paper", "times", "units", "narrower"],
)
def test_counts_of_other_groups(text: str) -> None:
    assert found(text, "same-count") == []


@pytest.mark.parametrize(
    ("abstract", "results", "printed"),
    [
        ("Median treatment was 7 months.", "Treatment lasted a median of 9 months. 7 is usual.", "9 months"),
        ("One-year survival was 58.5%.", "One-year survival was 55.8%, and 58.5% by imputation.", "55.8%"),
        ("Mean volume fell from 18.4 to 9.3 mL.", "It was 18.4 mL (SD 4) at baseline and 9.8 mL at month 6.", "9.8"),
        ("Patients were randomised 1:1.", "Randomisation was at a ratio of 2:1.", "2:1"),
        (
            "The primary outcome was a fall of at least 30%.",
            "The primary endpoint was defined as a fall of at least 50% in area.",
            "at least 50%",
        ),
    ],
)  # fmt: skip
def test_figures(abstract: str, results: str, printed: str) -> None:
    assert printed in [one.printed for one in found(paper(abstract, results), "same-figure")]


@pytest.mark.parametrize(
    "text",
    [
        paper("Median age was 54 years.", "Median age was 60 years in renal and 45 years in other patients."),
        paper("Median follow-up was 9 months.", "Median follow-up was 9.4 months."),
        paper("Response was 68%.", "Response was 60% in pooled series of other authors."),
        paper("Median treatment was 5 months.", "Treatment lasted a median of 8 months in non-responders."),
    ],
    ids=["subgroups", "rounding", "others", "non-responders"],
)
def test_figures_that_may_differ(text: str) -> None:
    assert found(text, "same-figure") == []


def test_the_age_of_the_one_patient() -> None:
    text = "Case report\nA 47-year-old woman had nodules.\n\nDiscussion\nOur 74-year-old patient did well."
    (one,) = found(text, "same-person")
    assert (one.printed, one.computed) == ("74-year-old patient", "47-year-old woman")


def test_a_newborn_has_an_age_too() -> None:
    text = "Summary\nA 0-year-old girl with plaques was treated.\n\nCase\nThis 40-year-old girl had been fed by tube."
    (one,) = found(text, "same-person")
    assert one.computed == "0-year-old girl"


def test_the_sex_of_the_one_patient() -> None:
    text = "Summary\nA woman with a hip mass was treated.\n\nCase\nHe had noticed a swelling at 14. It grew."
    (one,) = found(text, "same-attribute")
    assert one.printed == "He"


def test_a_row_for_a_patient_of_the_text() -> None:
    text = (
        "Case 1\nA 43-year-old woman used a cream.\nCase 2\nA 61-year-old man had injections.\n\n"
        "Table 1 Patients\nCase\tAge, sex\tDrug\n1\t43, F\tcream\n2\t61, F\tinjections"
    )
    (one,) = found(text, "same-person")
    assert one.printed == "61, F"


@pytest.mark.parametrize(
    "text",
    [
        "Case 1\nA 47-year-old woman slept.\n\nCase 2\nA 74-year-old man did not.\n\nComment\nThe 74-year-old stopped.",
        "Case\nA 47-year-old woman improved.\n\nComment\nAt follow-up our 49-year-old patient was well.",
        "Case\nA man had nodules; his mother was well. She had none.",
        "Case\nA 47-year-old woman improved.\n\nComment\nThe 60-year-old patient of Smith et al. did not.",
    ],
    ids=["two patients", "grown older", "mother", "another paper's"],
)
def test_other_persons_and_later_ages(text: str) -> None:
    assert found(text, "same-person") == []


def test_a_course_with_two_lengths() -> None:
    text = paper(
        "STS 12.5 g was given to one patient for 16 weeks.",
        "We gave 12.5 g of STS after dialysis for 26 weeks. The ulcers had closed at week 16.",
    )
    (one,) = found(text, "said-twice")
    assert (one.printed, one.computed) == ("26 weeks", "16 weeks")


def test_phases_are_no_contradiction() -> None:
    text = paper(
        "STS 12.5 g was given for four weeks, then 25 g for eight weeks.", "STS 25 g was given for 12 weeks in all."
    )
    assert found(text, "same-course") == []


TABLES = (
    "Results\n{text}\n\nTable 1 Pain by arm\nArm\tPain\nGel\t3\nPaste\t5\n\n"
    "Table 2 Ulcer area, change of dressing\nChange of foam dressing during treatment\t4\nUlcer area at the end\t7\n"
)


def test_a_table_that_is_not_there() -> None:
    (one,) = found(TABLES.format(text="Pain fell (Table 1). Ulcer area is shown in Table 3."), "reference")
    assert one.printed == "Table 3"
    assert one.suggestion is not None
    assert one.suggestion.startswith("Table 2")


def test_a_table_that_holds_something_else() -> None:
    text = "Most had a change of their foam dressing during ointment treatment (Table 1). Areas are in Table 2."
    (one,) = found(TABLES.format(text=text), "reference")
    assert (one.verdict, one.printed, one.computed) == (Verdict.ASSUMES, "Table 1", "Table 2")


@pytest.mark.parametrize(
    "text",
    [
        "Pain fell (Table 1). Doses are in Table S3 of the supplement.",
        "Pain fell (Tables 1 and 2). See also Table 4 of reference 11.",
        "Pain is in Table 1, and the ulcer area in Table 2.",
    ],
)
def test_references_that_are_right(text: str) -> None:
    assert found(TABLES.format(text=text), "reference") == []


def test_the_key_of_a_figure() -> None:
    text = (
        "Results\nThe gel group (white bars in Figure 1) did best.\n\n"
        "Figure 1. Healing: black bars, gel; white bars, vehicle."
    )
    (one,) = found(text, "figure-key")
    assert one.computed == "black"


def test_a_row_of_a_table_against_the_abstract() -> None:
    table = "Table 1\nFeature of the 30 patients\tn (%)\nWomen\t22 (73)\nMen\t8 (27)"
    (one,) = found(f"Abstract\nOf 30 patients, 21 were women.\n\n{table}", "same-count")
    assert {one.printed, one.computed} == {"21", "22"}


@pytest.mark.parametrize(
    ("percent", "verdict"),
    [("67", None), ("62", Verdict.ASSUMES), ("41", Verdict.FAILS)],
    ids=["same", "loose", "other"],
)
def test_two_thirds(percent: str, verdict: Verdict | None) -> None:
    text = paper("Two-thirds of the patients slept better at home.", f"By then 19 ({percent}%) slept better at home.")
    assert [one.verdict for one in found(text, "same-share")] == ([verdict] if verdict else [])
