"""What a sentence asserts of a hit: the classic failures, reaches, the labelled set, and any text at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resorb.reading.notes.assertion import CLASSES, Assertion, Sentence
from tests.corpus.score_assertions import judge

DRUG = "sodium thiosulfate"


def said(text: str, hit: str, *, is_effect: bool = False) -> Assertion:
    own = [(text.find(DRUG), text.find(DRUG) + len(DRUG))] if DRUG in text else []
    return Sentence(text, own).about(text.index(hit), text.index(hit) + len(hit), is_effect=is_effect)


@pytest.mark.parametrize(
    ("text", "hit", "kind", "why"),
    [
        ("Lesion resolved with topical sodium thiosulfate.", DRUG, "present", ""),
        ("Vascular calcinosis is not suspected.", "calcinosis", "negated", "negated: is not suspected"),
        ("No irritation with sodium thiosulfate.", DRUG, "present", ""),
        ("No irritation with sodium thiosulfate.", "irritation", "negated", "negated: No"),
        ("No change in calcinosis.", "calcinosis", "present", ""),
        ("Her mother reports that the calcinosis is smaller.", "calcinosis", "present", ""),
        ("No family history of calcinosis.", "calcinosis", "family", "family: No family history"),
        ("10-year history of calcinosis.", "calcinosis", "present", ""),
        ("Calcinosis cannot be excluded.", "Calcinosis", "hypothetical", "hypothetical: cannot be excluded"),
    ],
)
def test_classic_failures(text: str, hit: str, kind: str, why: str) -> None:
    assertion = said(text, hit)
    assert (assertion.kind, assertion.why, assertion.holds) == (kind, why, kind == "present")


def test_an_effect_is_that_of_the_drug_its_clause_names() -> None:
    text = "The calcinosis was unchanged by warfarin, but it became smaller on sodium thiosulfate."
    assert said(text, "unchanged", is_effect=True).why == "other drug: warfarin"
    assert said(text, "smaller", is_effect=True).kind == "present"
    # Of the thing itself, not of an effect, another drug says nothing.
    assert said(text, "calcinosis").kind == "present"


def test_every_cue_that_reaches_the_hit_is_told() -> None:
    assertion = said("Years ago her mother had no calcinosis.", "calcinosis")
    assert assertion.kind == "family"
    assert assertion.why == "family: mother; historical: Years ago; negated: no"
    # Cues know their place: the words at it are the words told.
    text = "Years ago her mother had no calcinosis."
    assert [text[c.start : c.stop] for c in assertion.cues] == [c.text for c in assertion.cues]


def test_a_cue_inside_the_hit_does_not_count() -> None:
    assert said("The ointment was not applied as prescribed.", "not applied as prescribed").kind == "present"


def test_labelled_sentences() -> None:
    judged = judge()
    wrong = [one for one in judged if one.said.kind != one.expect]
    assert len(judged) >= 500
    assert len(wrong) <= len(judged) * 0.02, [(w.text, w.hit, w.expect, w.said.kind) for w in wrong]


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 40))
def test_any_text_gets_one_class_and_cues_in_it(text: str, start: int, length: int) -> None:
    assertion = Sentence(text).about(start, start + length, is_effect=True)
    assert assertion.kind in CLASSES
    assert assertion == Sentence(text).about(start, start + length, is_effect=True)
    for cue in assertion.cues:
        assert text[cue.start : cue.stop] == cue.text
        assert cue.kind != "present"
