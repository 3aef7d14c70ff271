"""A draft holds what was read and where, nothing else, and a person finishes it by filling what it names as needed."""

import re
from pathlib import Path

import pytest

from resorb.scan.draft import NEEDED, as_draft
from resorb.sources.documents.open import read_document
from resorb.sources.documents.plain import read_plain
from resorb.sources.study_file import read_study
from resorb.tables.schema import Attrition, Condition, Course, Group, Lab, Patient, Product, StudyInfo
from resorb.tables.study import Study
from resorb.values.findings import BadInput
from resorb.workflow.check import check
from tests.fuzz.documents import documents

PAPER = """\
# Thiosulfate for calcified skin: two cases and a clinic

doi:10.1234/abcd.5678

J Example Dermatol 2021;12:34-40

## Case reports

Patient 1: A 54-year-old woman with dermatomyositis had calcinosis cutis of the elbow. She had no diabetes. Serum
calcium was 2.31 mmol/L (2.10-2.55). She was given intravenous sodium thiosulfate, 12.5 g three times weekly, infused
over 30 minutes. Treatment was continued for 6 months.

Patient 2: A 12-year-old boy with tumoral calcinosis carried the variant c.484C>T of GALNT3. He applied 25% sodium
thiosulfate ointment twice daily.

## The clinic

Of 87 charts we excluded 50 and 9, leaving 28. Of the 28 patients, 19 (68%) were women.

## Discussion

Jones et al gave sodium thiosulfate 25 g twice weekly to a 70-year-old man with calciphylaxis.
"""


def said(value: object) -> str | None:
    """A value as printed; None when there is none."""
    return getattr(value, "printed", None) or getattr(value, "text", None)


ANSWERS = {
    "study": "draft-2026",
    "label": "what they are",
    "route": "topical",
    "is": "tumoral calcinosis",
    "reason": "some reason",
}


def draft(text: str) -> str:
    return as_draft([read_plain(text, "paper.md")])


def finished(text: str) -> str:
    """A draft as the person leaves it who fills every line that says it is needed, and nothing else."""
    lines = []
    for line in text.splitlines():
        needed = re.fullmatch(rf"(?P<indent> *(?:- )?)# (?P<key>[\w ]+):\s+# {NEEDED}(?P<what>.*)", line)
        if needed:
            answer = ANSWERS.get(needed["key"], needed["what"].split(",")[0])
            lines.append(f"{needed['indent']}{needed['key']}: {answer}")
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def study() -> Study:
    return read_study(finished(draft(PAPER)), "paper.yaml")


def test_the_paper_itself(study: Study) -> None:
    (info,) = study.rows(StudyInfo)
    assert (info.title, info.doi, info.year) == (
        "Thiosulfate for calcified skin: two cases and a clinic", "10.1234/abcd.5678", 2021,
    )  # fmt: skip


def test_patients_with_what_they_had(study: Study) -> None:
    people = {p.id: (p.sex, said(p.age)) for p in study.rows(Patient)}
    assert people == {"P1": ("female", "54 years"), "P2": ("male", "12 years")}
    had = {(c.patient, c.condition) for c in study.rows(Condition) if not c.variants}
    assert had == {("P1", "dermatomyositis"), ("P1", "calcinosis cutis"), ("P2", "tumoral calcinosis")}
    (lab,) = study.rows(Lab)
    assert (lab.patient, lab.analyte, said(lab.value), said(lab.range)) == (
        "P1", "calcium", "2.31 mmol/L", "2.10-2.55 mmol/L",
    )  # fmt: skip


def test_what_was_given(study: Study) -> None:
    products = {p.id: (p.route, said(p.strength)) for p in study.rows(Product)}
    assert products == {"intravenous": ("intravenous", None), "topical-25": ("topical", "25 %")}
    first, second = study.rows(Course)
    assert (first.id, first.product, said(first.amount), said(first.schedule)) == (
        "P1.c1", "intravenous", "12.5 g", "three times weekly",
    )  # fmt: skip
    assert (said(first.infused_over), said(first.span)) == ("30 minutes", "6 months")
    assert (second.id, second.product, said(second.schedule)) == ("P2.c1", "topical-25", "twice daily")


def test_who_was_counted(study: Study) -> None:
    clinic, women = study.rows(Group)
    assert (clinic.label, clinic.n) == ("28 patients", 28)
    assert (women.of, women.n, said(women.percent)) == (clinic.id, 19, "68")
    assert [(s.out, s.left) for s in study.rows(Attrition)] == [(None, 87), (50, None), (9, None), (None, 28)]


def test_a_variant_waits_for_its_diagnosis() -> None:
    text = draft(PAPER)
    assert re.search(r"- where: line 13\n +# is: +# needed: the diagnosis.*\n +gene: GALNT3 ", text)
    assert "c.484C>T" in text


def test_every_value_has_its_place_and_no_sentence() -> None:
    source = PAPER.splitlines()
    for line in draft(PAPER).splitlines():
        value = re.fullmatch(r"\s*(?:- )?(?:[\w ]+: )?(?P<value>.+?)\s+# line (?P<line>\d+), column (?P<column>\d+)(?:: (?P<said>.+))?", line)  # fmt: skip  # noqa: E501
        if value is None:
            assert re.fullmatch(
                r"#.*|\s*| +(?:- )?where: line \d+|\s*(?:- )?[\w -]+:|\s+# [\w ]+:\s+# needed: .+", line
            ), line
            continue
        said = value["said"] or value["value"].strip('"')
        here = " ".join([source[int(value["line"]) - 1][int(value["column"]) - 1 :], source[int(value["line"])]])
        assert here.startswith(said.rstrip("…")), line
        assert len(said) <= 60


def test_nothing_of_other_papers() -> None:
    text = draft(PAPER)
    assert "25 g" not in text
    assert "70 years" not in text
    assert "diabetes" not in text, "denied"


def test_a_fact_of_nobody_is_a_comment_at_the_end() -> None:
    text = draft("Patients received intravenous sodium thiosulfate 25 g three times weekly.\n")
    live, left = text.split("# Read, but", 1)
    assert "25 g" not in live
    assert re.search(r"^#     amount: 25 g +# line 1, column 50$", left, re.MULTILINE)
    assert all(line.startswith("#") for line in left.splitlines()[1:])


def test_the_same_patient_of_abstract_and_text_is_one() -> None:
    once = "## Abstract\n\nWe report a 61-year-old man.\n\n## Case report\n\nA 61-year-old man came to us.\n"
    assert draft(once).count("age: 61 years") == 1
    assert "P2" not in draft(once)


def test_a_person_of_two_in_one_sentence_is_not_guessed() -> None:
    text = draft("We treated a 40-year-old woman and a 50-year-old man with intravenous sodium thiosulfate 25 g.\n")
    assert text.count("age: ") == 2
    assert "amount" not in text.split("# Read, but")[0]


SIBLINGS = """\
## Cases

Case 1

The index patient, a girl aged 9 years, received intravenous sodium thiosulfate 25 g after each dialysis.

Case 2

Her 14-year-old brother had masses. He received 10 g of sodium thiosulfate. His mother, a 40-year-old woman, was well.

## Discussion

We think of a 61-year-old man.
"""


def test_a_heading_says_whose_its_paragraphs_are() -> None:
    study = read_study(finished(draft(SIBLINGS)), "s.yaml")
    assert {p.id: (p.sex, said(p.age)) for p in study.rows(Patient)} == {
        "P1": ("female", "9 years"), "P2": ("male", None),
    }  # fmt: skip
    assert {c.id: (said(c.amount), said(c.schedule)) for c in study.rows(Course)} == {
        "P1.c1": ("25 g", "after each dialysis"), "P2.c1": ("10 g", None),
    }  # fmt: skip


def test_patients_of_a_table() -> None:
    text = draft("| Patient | Age | Sex |\n|---|---|---|\n| 1 | 44 | F |\n| 2 | 61 | M |\n")
    people = {p.id: (p.sex, said(p.age)) for p in read_study(finished(text), "t.yaml").rows(Patient)}
    assert people == {"P1": ("female", "44 years"), "P2": ("male", "61 years")}


def test_rows_of_a_table_of_counts_keep_their_heads() -> None:
    text = draft("| Site | n (%) |\n|---|---|\n| Hands | 11 (39) |\n| Trunk | 1 (4) |\n")
    groups = read_study(finished(text), "t.yaml").rows(Group)
    assert [(g.label, g.n, said(g.percent)) for g in groups] == [("Hands", 11, "39"), ("Trunk", 1, "4")]


def test_what_the_reader_would_not_take_stays_a_comment() -> None:
    text = draft("Patient 1: A 54-year-old woman had a serum calcium of 2,31 mmol/L.\n")
    assert re.search(r"# value: .*2,31 mmol/L.*line 1, column 55.*not taken: ", text)
    read_study(finished(text), "t.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No fact at all.\n",
        '# A title: with "quotes", # a hash and {braces} &amp; \u202eturned\u0000 around\n\nText.\n',
        "# A heading\u2028study: hostile-2026\n\nA 54-year-old woman: [x]\n",
        "A 54-year-old woman was given sodium thiosulfate 99999999999999999999 g weekly for 0 months.\n",
    ],
)
def test_odd_texts_make_files_that_can_be_finished(text: str) -> None:
    assert read_study(finished(draft(text)), "odd.yaml").ids == ("draft-2026",)


def test_broken_documents_make_drafts_that_can_be_finished() -> None:
    drafted = 0
    for number, data, suffix in documents(seed=77, first=0, n=60):
        try:
            read = list(read_document(data, f"broken{suffix}"))
        except BadInput:
            continue
        text = finished(as_draft(read))
        (product, *_) = re.findall(r"^products:\n  ([\w-]+):$", text, re.MULTILINE) or ["products: none"]
        text = text.replace("product: what was given: the name of one of the products", f"product: {product}")
        if product != "products: none" or "products: none" not in text:
            assert read_study(text, str(number)).ids == ("draft-2026",)
            drafted += 1
    assert drafted > 20


def test_a_finished_draft_is_checked_like_any_study_file(tmp_path: Path) -> None:
    path = tmp_path / "draft-2026.yaml"
    path.write_text(finished(draft(PAPER)), encoding="utf-8")
    found = {(f.check, f.verdict.value) for f in check([str(path)])}
    assert ("percent", "holds") in found
    assert not {check for check, verdict in found if verdict == "fails"}
