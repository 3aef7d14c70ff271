"""What a search of notes finds, and that an index of their words changes nothing but the time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resorb.records.search import Hit, find, read_query
from resorb.records.source import open_source
from resorb.records.store import append_store, build_store
from resorb.records.word_index import build_index, index_of, notes_that_may_hold
from resorb.values.findings import BadInput
from tests.omop import Clinic


def clinic(*texts: str) -> Clinic:
    """Persons 1, 2, … with one note each."""
    made = Clinic()
    for number, text in enumerate(texts, start=1):
        made.person(number).note(number, "2014-05-01", text)
    return made


def hits(folder: Path, query: str, *texts: str) -> list[Hit]:
    with open_source(clinic(*texts).write(folder)) as source:
        return list(find(source, read_query(query)))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("calcinosis", [1, 2]),
        ("CALCINOSIS", [1, 2]),
        ("calcin*", [1, 2, 3]),
        ("calcinosis elbow", [1]),  # a note must hold both, in any sentence
        ('"sodium thiosulfate"', [1]),
        ('"thiosulfate sodium"', []),
        ("sodium-thiosulfate", [1]),  # what is no letter or digit parts words
        ('"sodium thio*"', [1]),
        ("thio", []),
        ("2.5", [3]),
        ("%", None),
        ("Übelkeit", [3]),
    ],
)
def test_words_phrases_and_beginnings_are_found(tmp_path: Path, query: str, found: list[int] | None) -> None:
    texts = (
        "Calcinosis at the left elbow. Sodium thiosulfate 25 % begun.",
        "No calcinosis today.",
        "Calcinoses of both hands, 2.5 cm. ÜBELKEIT.",
    )
    if found is None:
        with pytest.raises(BadInput, match="holds no word"):
            read_query(query)
    else:
        assert [h.note for h in hits(tmp_path, query, *texts)] == found


def test_a_hit_has_its_sentence_its_characters_and_what_is_asserted(tmp_path: Path) -> None:
    text = "She is well. Her mother had calcinosis. Calcinosis of the thumb is smaller."
    first, second = hits(tmp_path, "calcinosis", text)
    assert (first.start, first.stop, first.text) == (13, 39, "Her mother had calcinosis.")
    assert [first.text[a:b] for a, b in first.marks] == ["calcinosis"]
    assert (first.said, first.why) == ("family", "family: mother")
    assert (second.said, second.why) == ("present", "")


def test_a_heading_is_told_with_what_stands_under_it(tmp_path: Path) -> None:
    (hit,) = hits(tmp_path, "calcinosis", "Family history:\nCalcinosis.\n")
    assert (hit.said, hit.why) == ("family", "family: under the heading Family history")


WORDS = ("calcinosis", "Calcinosis", "no", "sodium", "thiosulfate", "STS", "25", "é", "ß", "_", ".", "\n", "K", "İ")
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), min_size=1, max_size=6)
QUERIES = st.sampled_from(["calcinosis", "calc*", '"sodium thiosulfate"', "no calcinosis", "é", "ß", "k", "2*", "İ"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, QUERIES)
def test_with_an_index_without_one_and_by_hand_the_same_notes_are_found(
    tmp_path: Path, texts: list[str], query: str
) -> None:
    """By hand: the lower-case words of each note joined by one blank, and each term sought between blanks."""
    store = tmp_path / "clinic.duckdb"
    build_store(clinic(*texts).write(tmp_path / "omop"), store)
    terms = read_query(query)
    with open_source(store) as source:
        plain = list(find(source, terms))
        build_index(source, store, lambda _: None)
        among = notes_that_may_hold(source, store, terms)
        assert isinstance(among, list)
        assert list(find(source, terms, among)) == plain
    sought = [" " + " ".join(t.words) + ("" if t.begins else " ") for t in terms]
    words = [[w.lower() for w in re.split(r"\W|_", text) if w] for text in texts]
    joined = [f" {' '.join(listed)} " for listed in words]
    assert sorted({h.note for h in plain}) == [
        n for n, text in enumerate(joined, start=1) if all(s in text for s in sought)
    ]


def test_an_index_of_other_notes_is_not_asked(tmp_path: Path) -> None:
    store = tmp_path / "clinic.duckdb"
    build_store(clinic("Calcinosis.").write(tmp_path / "omop"), store)
    terms = read_query("calcinosis")
    with open_source(store) as source:
        assert "there is no word index" in notes_that_may_hold(source, store, terms)
        assert build_index(source, store, lambda _: None) == 1
        assert notes_that_may_hold(source, store, terms) == [1]
    append_store(clinic("Calcinosis.", "Calcinosis.").write(tmp_path / "more"), store)
    with open_source(store) as source:
        assert "of other notes than the store" in notes_that_may_hold(source, store, terms)
        build_index(source, store, lambda _: None)
        assert notes_that_may_hold(source, store, terms) == [1, 2]
        index_of(store).write_bytes(b"no index")
        assert "cannot be read" in notes_that_may_hold(source, store, terms)


def test_a_store_that_is_built_anew_loses_the_index_of_the_old_one(tmp_path: Path) -> None:
    """The ids may be the same and the texts others, which an index cannot tell."""
    store = tmp_path / "clinic.duckdb"
    build_store(clinic("Calcinosis.").write(tmp_path / "omop"), store)
    with open_source(store) as source:
        build_index(source, store, lambda _: None)
    build_store(clinic("Nothing.").write(tmp_path / "omop"), store)
    assert not index_of(store).exists()


def test_notes_with_one_id_are_both_found(tmp_path: Path) -> None:
    twice = clinic("Nothing.").note(1, "2014-06-01", "Calcinosis.")
    twice.rows["note"][1]["note_id"] = twice.rows["note"][0]["note_id"]
    store = tmp_path / "clinic.duckdb"
    build_store(twice.write(tmp_path / "omop"), store)
    terms = read_query("calcinosis")
    with open_source(store) as source:
        build_index(source, store, lambda _: None)
        among = notes_that_may_hold(source, store, terms)
        assert isinstance(among, list)
        assert [h.text for h in find(source, terms, among)] == ["Calcinosis."]
