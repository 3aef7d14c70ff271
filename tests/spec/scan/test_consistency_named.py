"""Things named twice in a paper: a text in, what scan says of it out."""

import pytest

from tests.spec.scan.saying import said_of

CHECKS = ("listed-things", "same-units", "same-site", "reference")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Abstract\nWe searched two databases.\n\nMethods\nPubMed, Embase and Scopus were searched in May.",
         ("listed-things", "fails", "PubMed, Embase and Scopus")),
        ("Abstract\nThis was a study in six burn centres.\n\nMethods\nAdults came from five burn centres.",
         ("same-units", "assumes", "five burn centres")),
        ("Case\nA plaque lay over the patella of a woman.\n\nFigure 1. Plaque over the elbow before treatment.",
         ("same-site", "assumes", "elbow")),
        ("Results\nPain fell (Figure 1, Figure 2).\n\nFigure 1. Pain score.\n\nFigure 3. Volume of deposits.",
         ("reference", "assumes", "Figure 2")),
    ],
)  # fmt: skip
def test_slips(text: str, found: tuple[str, str, str]) -> None:
    assert found in said_of(text, CHECKS)


@pytest.mark.parametrize(
    "text",
    [
        "Synopsis\nPrimary endpoint: pain score.\n\nMethods\nThe primary endpoint was the pain score at month 6.",
        "Synopsis\nPrimary endpoint: pain score.\n\nResults\nThe primary endpoint was not met.",
        "Abstract\nWe searched three databases.\n\nMethods\nPubMed, Embase and Scopus were searched in May.",
        "Abstract\nThis was a study in six burn centres.\n\nMethods\nAdults came from five paediatric centres.",
        "Results\nOf 20 adults nine had hypertension.\n\nTable 1. Adults (n = 20)\nHypertension\t9\nGout\t3",
        "Case\nA plaque lay over the patella of a woman.\n\nFigure 1. Plaque over the patella before treatment.",
    ],
)
def test_clean(text: str) -> None:
    assert said_of(text, CHECKS) == []


def test_an_article_before_the_last_name_is_no_part_of_the_one_before_it() -> None:
    text = "Abstract\nFour databases were searched.\n\nMethods\n"
    text += "We searched PubMed, Embase, Scopus and the Cochrane Library."
    assert [found for found in said_of(text, CHECKS) if found[0] == "listed-things"] == []


def test_a_list_of_tables_says_nothing_of_any() -> None:
    """Of one table cited the words around it are asked; a sentence that cites forty is an index."""
    captions = "\n\n".join(f"Table {n}. Doses of thiosulfate in group {n}." for n in (1, 2))
    index = ", ".join(["pain scores (Table 1)"] * 40)
    assert [found for found in said_of(f"Results\n{index}.\n\n{captions}", CHECKS) if found[0] == "reference"] == []
