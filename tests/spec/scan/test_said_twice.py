"""One thing said twice in a small paper of our own: two values are found, what may differ is left alone."""

import pytest

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain

CHECKS = ("said-twice", "same-attribute", "same-count")


def said(*parts: str) -> list[str]:
    headings = ("Abstract", "Results", "Discussion")
    text = "\n\n".join(f"{heading}\n{part}" for heading, part in zip(headings, parts, strict=False))
    marks = scan_document(read_plain(text, "paper.txt")).marks
    return [m.finding.printed or "" for m in marks if m.finding.check in CHECKS]


@pytest.mark.parametrize(
    ("parts", "odd"),
    [
        (("We treated 37 patients.", "From 2009 to 2015, 36 patients received it."), "36 patients"),
        (("We enrolled 54 adults.", "In all, 45 adults were enrolled.", "The 54 adults were old."), "45 adults"),
        (("Thiosulfate 25 g was infused after dialysis.", "She had thiosulfate 12.5 g after dialysis."), "12.5 g"),
        (("Itch eased in 14 of 19 patients.", "Itch eased in 12 of 19 patients at the end."), "12 of 19 patients"),
        (("Each lesion received 0.2 mL of thiosulfate.", "We injected 0.4 mL of thiosulfate per lesion."), "0.4 mL"),
        (("A man of 50 had a plaque.", "His wife was away.", "After it she could walk."), ""),
        (("A man of 50 had a plaque.", "It shrank.", "After it she could walk."), "she"),
        (("The mass of the left hip was firm.", "The left hip was treated.", "The right hip shrank."), "right hip"),
    ],
)  # fmt: skip
def test_two_values(parts: tuple[str, ...], odd: str) -> None:
    assert said(*parts) == ([odd] if odd else [])


@pytest.mark.parametrize(
    "parts",
    [
        ("The planned dose of thiosulfate was 25 g.", "Thiosulfate 12.5 g was given."),
        ("Itch eased in 14 of 19 patients.", "Among the 15 with eczema itch eased in 11."),
        ("We enrolled 54 adults.", "Nine were excluded; 45 adults were enrolled and treated."),
        ("Thiosulfate 12.5 g was given at first, then 25 g.", "She ended with thiosulfate 25 g."),
        ("By week 4, 9 of 22 ulcers had closed.", "By week 12, 19 of 22 ulcers had closed."),
        ("Masses of both hips were found.", "The left hip was operated on.", "The right hip was not."),
    ],
)
def test_what_may_differ(parts: tuple[str, ...]) -> None:
    assert said(*parts) == []


@pytest.mark.parametrize(
    ("parts", "odd"),
    [
        (("Itch eased in 9, slept better in 6 of 22.", "Itch eased in 7.", "Itch eased in 9."), "7"),
        (("The score fell from 7.4 to 2.6.", "The score was 2.6 at week 8.", "It fell to 6.2."), "6.2"),
        (("Pain fell to 2.6.", "Mean pain was 2.6.", "Pain of 6.2 is a good result."), "6.2"),
        (("The cream group (n = 31) was younger at entry.", "The younger cream group (n = 13) did well."), "n = 13"),
        (("In the cream group (n = 31) itch eased.", "In the gel group (n = 13) it did not."), ""),
        (("The right hand had four nodules, the left two.", "Both hands had six nodules."), ""),
        (("Costs were 11,300 euro for nurses.", "Nurses cost 11,312 euro."), ""),
    ],
)
def test_lists_groups_and_sums(parts: tuple[str, ...], odd: str) -> None:
    assert said(*parts) == ([odd] if odd else [])


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("Mrs Kern, 68 years, has a plaque.", "She is well.", "This 86-year-old patient goes home."), ["86"]),
        (("A man aged 52 was seen.", "His plaque grew.", "Now aged 54, he is well."), []),
        (("A man of 71 was compared with a control.", "The control was aged 17.", "Both did well."), []),
    ],
)
def test_the_age_of_the_one_patient(texts: tuple[str, ...], found: list[str]) -> None:
    text = "\n\n".join(texts)
    marks = scan_document(read_plain(text, "letter.txt")).marks
    assert [(m.finding.printed or "")[:2] for m in marks if m.finding.check == "same-person"] == found
