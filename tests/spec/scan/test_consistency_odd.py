"""A number said again: it should be the one that stands twice elsewhere."""

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain


def said(text: str) -> list[tuple[str, str | None]]:
    marks = scan_document(read_plain(text, "paper.md")).marks
    return [(m.finding.check, m.finding.printed) for m in marks if m.finding.check == "said-twice"]


BODY = (
    "Results\n\nThe ulcer of the heel closed after 14 weeks of thiosulfate.\n\n"
    "Discussion\n\nClosure of the heel ulcer took 14 weeks of thiosulfate.\n\n"
)


def test_a_legend_that_differs_by_a_digit_from_text_and_discussion() -> None:
    legend = "Figure 1. The ulcer of the heel, closed after 24 weeks of thiosulfate."
    assert said(BODY + legend) == [("said-twice", "24 weeks")]


def test_a_number_of_another_thing_is_left_alone() -> None:
    legend = "Figure 1. Blood pressure of the brother after 24 weeks on the ward."
    assert said(BODY + legend) == []


def test_the_one_course_of_a_report_lasts_as_long_in_its_legend() -> None:
    legend = "Figure 1. The ulcer of the heel before 9 weeks of thiosulfate."
    assert said(BODY + legend) == [("said-twice", "9 weeks")]


def test_a_table_of_all_patients_holds_all_patients() -> None:
    text = (
        "Summary\n\nOf 18 patients seen in the clinic, most improved.\n\nResults\n\nEighteen patients were found.\n\n"
        "Table 1. Patients (n = {n})\nFemale sex\t11\nDiabetes\t9"
    )
    assert said(text.format(n=16)) == [("said-twice", "n = 16")]
    assert said(text.format(n=18)) == []
