"""The corpus of wordings: 95 of 100 fully right, none silently wrong, the eight known pitfalls all right."""

import pytest

from resorb.reading.doses.dose import read_dose, read_route
from tests.corpus.score_doses import Judged, judge

# Doses on which published parsers of prescriptions fail, silently in three.
EIGHT = (
    "12.5 g IV three times weekly",
    "150 mg/ml intralesional weekly",
    "25% sodium thiosulfate ointment twice daily",
    "0.1 ml of 12.5mg/50mL intradermally twice, 3 weeks apart",
    "25mg 3 times per week",
    "12.5 g IV TIW",
    "12.5 g after each hemodialysis",
    "take two 50 mg tablets by mouth twice daily",
)


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    return judge()


def test_at_least_95_of_100_wordings_are_read_fully_right(judged: list[Judged]) -> None:
    wrong = {one.text: one.differs for one in judged if one.differs}
    assert len(judged) >= 400
    assert len(wrong) <= 0.05 * len(judged), wrong


def test_no_wording_is_read_wrong_without_a_word(judged: list[Judged]) -> None:
    assert [one.text for one in judged if one.is_silently_wrong] == []


def test_the_eight_pitfalls_are_in_the_corpus_and_read_right(judged: list[Judged]) -> None:
    differs = {one.text: one.differs for one in judged}
    assert {text: differs[text] for text in EIGHT} == dict.fromkeys(EIGHT, ())


def test_the_route_read_alone_is_the_route_of_the_whole_dose(judged: list[Judged]) -> None:
    routes = {one.text: (read_route(one.text), read_dose(one.text).route) for one in judged}
    assert {text: both for text, both in routes.items() if both[0] != both[1]} == {}
    assert len({both[0] for both in routes.values()}) > 3
