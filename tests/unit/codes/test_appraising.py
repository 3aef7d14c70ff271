"""Tools of appraisal: every question numbered as in its source, and every answer of the base answers one of them."""

import pytest

from resorb.codes import appraisals, load_knowledge
from resorb.sources.bundled import read_base
from resorb.tables.choices import TOOLS
from resorb.tables.schema import Appraisal
from resorb.values.findings import BadInput


@pytest.mark.parametrize(("tool", "number"), [("murad 2018", 8), ("jbi case reports", 8), ("jbi case series", 10)])
def test_a_tool_asks_as_many_questions_as_its_source(tool: str, number: int) -> None:
    assert [q.number for q in appraisals()[tool].questions] == [str(n) for n in range(1, number + 1)]
    assert all(len(q.asks) < 70 for q in appraisals()[tool].questions), "short words of our own"


def test_the_tools_of_study_files_are_the_tools_known() -> None:
    assert set(appraisals()) == set(TOOLS)


def test_every_answer_of_the_base_answers_a_question() -> None:
    rows = read_base().rows(Appraisal)
    assert len(rows) > 600
    assert [(r.study, r.item) for r in rows if appraisals()[r.tool].question(r.item) is None] == []


def test_the_domains_of_murad_are_those_of_the_paper() -> None:
    domains = [q.domain for q in appraisals()["murad 2018"].questions]
    assert domains == ["selection", *["ascertainment"] * 2, *["causality"] * 4, "reporting"]


@pytest.mark.parametrize("numbers", ["{1: a, 3: b}", "{0: a, 1: b}", "{x: a}"])
def test_questions_are_numbered_from_one_without_a_gap(tmp_path, numbers: str) -> None:  # type: ignore[no-untyped-def]
    text = f"appraisals:\n  own:\n    label: own\n    questions: {{all: {numbers}}}\n    source: house\n"
    (tmp_path / "appraisals.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match="number"):
        _ = load_knowledge(tmp_path).appraisals
