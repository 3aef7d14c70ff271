"""The summary in sentences: what each says of small made-up evidence, and that it follows from results.json alone."""

import re
from pathlib import Path
from typing import Any

import pytest

from resorb.report.pool.rates import exact_words, percent
from resorb.report.pool.sentences import Sentence, full, importance, paragraphs, summary
from resorb.report.words import NBSP
from tests.spec.pool_report.made import MIXED, results, study_file


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


def told(parsed: dict[str, Any], kind: str) -> str:
    """The sentence of one kind about the leading answer."""
    found = [s for s in paragraphs(parsed)[0].sentences if s.tells == kind]
    assert len(found) == 1
    return plain(found[0].text)


@pytest.fixture(scope="module")
def mixed() -> dict[str, Any]:
    return results(*MIXED)


def test_the_count_says_series_patients_and_unknowns(mixed: dict[str, Any]) -> None:
    # 7 + 3 + 1 + 1 + 0 of 10 + 8 + 1 + 1 + 1
    assert told(mixed, "count") == (
        "Lesion response: 12 of 21 patients in 5 studies, 2 of them with an unknown outcome and counted as not having "
        "it."
    )


def test_criteria_and_judges_are_counted_by_series(mixed: dict[str, Any]) -> None:
    assert told(mixed, "judges") == (
        "Classed as the source judged; judged by the chart (3 series), measurement (1); in 1 series the judge was not "
        "read."
    )


def test_the_rate_has_interval_prediction_exact_pool_and_spread(mixed: dict[str, Any]) -> None:
    answer = mixed["answers"][0]
    mean, new = answer["mean_rate"], answer["new_rate"]
    # Clopper-Pearson of 12 of 21: 34.0 to 78.2 %
    assert told(mixed, "rate") == (
        f"Pooled mean rate {100 * mean['median']:.0f} % (95 % interval {100 * mean['low']:.0f} to "
        f"{100 * mean['high']:.0f} %); 95 % prediction interval {100 * new['low']:.0f} to {100 * new['high']:.0f} %; "
        f"as one series 57 % (exact 95 % interval 34 to 78 %); spread between series {answer['tau']['median']:.1f} "
        "(logit scale)."
    )


def test_it_stands_with_and_without_reports_of_one_patient(mixed: dict[str, Any]) -> None:
    said = told(mixed, "single patients")
    assert said.startswith("Without the 3 reports of one patient (2 of 3): 10 of 18 patients in 2 series, ")
    assert re.search(r"\d+ % \(\d+ to \d+ %\)\.$", said)


def test_unknown_outcomes_are_taken_three_ways_each_with_its_interval(mixed: dict[str, Any]) -> None:
    # exact: 12/21 34.0 to 78.2, 12/19 38.4 to 83.7, 14/21 43.0 to 85.4
    assert told(mixed, "unknown outcomes") == (
        "Unknown outcomes taken as failures 12 of 21 (exact 34 to 78 %), left out 12 of 19 (exact 38 to 84 %), "
        "as successes 14 of 21 (exact 43 to 85 %)."
    )


def test_the_comparator_says_why_it_is_not_randomised(mixed: dict[str, Any]) -> None:
    # exact: 4/20 5.7 to 43.7
    said = told(mixed, "comparator")
    assert said.startswith(
        "Best comparator on file: natural course (untreated), 4 of 20 patients in 1 study, 20 % (exact 6 to 44 %);"
        " not randomised "
        "(other patients, other places, other years: nobody was drawn by lot"
    )
    about = next(s.about for s in paragraphs(mixed)[0].sentences if s.tells == "comparator")
    assert about == f"{mixed['answers'][0]['id']}/comparators/0"


def test_without_a_comparator_it_says_so() -> None:
    said = told(results(*MIXED[:2]), "comparator")
    assert said == "Comparator: none on file for lesion response in calcinosis cutis, so the rate stands alone."


def test_certainty_comes_with_its_reasons(mixed: dict[str, Any]) -> None:
    said = told(mixed, "certainty")
    assert said.startswith("Certainty is very low, for risk of bias (3 of 21 patients come from reports of selected")
    assert "imprecision (21 patients in 5 series" in said


def test_selection_is_told_for_a_good_endpoint_and_not_for_death() -> None:
    # the exact interval of 9 of 10 is 55.5 to 99.7 %; with one failure, 9 of 11, it is 48.2 to 97.7 %
    good = results(study_file("a-2020", 9, 10))
    assert told(good, "unpublished") == "1 unpublished failure would bring the exact interval down to one half."
    bad = results(study_file("a-2020", 9, 10, endpoint="death"))
    assert all(s.tells != "unpublished" for s in paragraphs(bad)[0].sentences)


def test_one_series_is_not_called_pooled() -> None:
    said = told(results(study_file("a-2020", 3, 35)), "rate")
    assert said.startswith("One series, so nothing is pooled: 9 % (exact 95 % interval 2 to 23 %); 95 % prediction")
    assert said.endswith("mostly from the prior.")


def test_all_of_a_series_is_a_word_and_an_interval_not_a_hundred_per_cent() -> None:
    # exact: 6/6 54.1 to 100
    said = told(results(study_file("a-2020", 6, 6)), "rate")
    assert said.startswith("One series, so nothing is pooled: all (exact 95 % interval 54 to 100 %);")


def test_only_reports_of_one_patient_cannot_tell_how_series_differ() -> None:
    four = results(*(study_file(f"case-{i}", 1, 1) for i in range(4)))
    assert told(four, "single patients") == ("All are reports of one patient, which say nothing of how series differ.")


def test_fewer_than_three_patients_are_a_count_without_a_percentage() -> None:
    two = results(study_file("a-2020", 1, 1), study_file("b-2020", 1, 1))
    paragraph = paragraphs(two)[0]
    assert paragraph.lead == ""
    assert [s.text for s in paragraph.sentences] == [
        "Lesion response: 2 of 2 patients in 2 studies; too few for a percentage."
    ]


def test_response_leads_and_harm_follows_though_more_patients_have_it() -> None:
    parsed = results(study_file("a-2020", 5, 9), study_file("b-2020", 2, 30, endpoint="death"))
    paragraph = paragraphs(parsed)[0]
    assert paragraph.lead.startswith("lesion-response")
    assert [s.text.partition(":")[0] for s in paragraph.more] == ["Death"]


def test_routes_stand_in_their_order_and_splits_are_named() -> None:
    parsed = results(
        study_file("a-2020", 5, 9, route="oral"), study_file("b-2020", 5, 9, route="intravenous"),
        study_file("c-2020", 5, 9), by=("report",),
    )  # fmt: skip
    assert [p.title for p in paragraphs(parsed)] == [
        "Topical use, calcinosis cutis, report: selected case",
        "Intravenous use, calcinosis cutis, report: selected case",
        "Oral use, calcinosis cutis, report: selected case",
    ]


def test_every_percentage_stands_with_its_interval(mixed: dict[str, Any]) -> None:
    """No rate without brackets after it: the only bare per cent are the level and the ends of an interval."""
    for paragraph in paragraphs(mixed):
        for sentence in (*paragraph.sentences, *paragraph.more):
            bare = re.sub(r"\d[\d.]* % \((exact )?(95 % interval )?[\d.]+ to [\d.]+ %\)", "", plain(sentence.text))
            bare = re.sub(r"95 % prediction interval [\d.]+ to [\d.]+ %", "", bare)
            bare = re.sub(r"\((exact )?(95 % interval )?[\d.]+ to [\d.]+ %\)", "", bare)
            assert "%" not in bare, sentence.text


def test_importance_puts_the_wide_response_before_the_strict_one() -> None:
    wide, strict = (
        {"n": 9, "response": r, "family": "lesion", "good": True, "strict": s, "endpoint": e}
        for r, s, e in ((True, False, "lesion response"), (False, True, "complete response"))
    )
    assert sorted([strict, wide], key=importance) == [wide, strict]


def test_sentences_need_nothing_but_the_parsed_json(mixed: dict[str, Any], tmp_path: Path) -> None:
    """Written to a file and read back, results.json gives the same sentences."""
    import json

    file = tmp_path / "results.json"
    file.write_text(json.dumps(mixed), encoding="utf-8")
    again = json.loads(file.read_text(encoding="utf-8"))
    assert summary(again) == summary(mixed)
    assert all(isinstance(s, Sentence) for s in full(again["answers"][0], again))


@pytest.mark.parametrize(
    ("rate", "words"),
    [(0.0, "0"), (0.001, "0.1"), (0.004, "0.4"), (0.006, "1"), (0.674, "67"), (0.994, "99"), (0.996, "99.6"),
     (0.99996, "99.996"), (0.9999999, "100"), (1.0, "100")],
)  # fmt: skip
def test_whole_per_cent_but_never_a_rounded_none_or_all(rate: float, words: str) -> None:
    assert percent(rate) == words


@pytest.mark.parametrize(
    ("events", "n", "words"), [(0, 4, "none (0 to 60 %)"), (4, 4, "all (40 to 100 %)"), (1, 4, "25 % (1 to 81 %)")]
)
def test_exact_words(events: int, n: int, words: str) -> None:
    from scipy.stats import binomtest

    ends = binomtest(events, n).proportion_ci(method="exact")
    assert plain(exact_words(events, n, ends.low, ends.high)) == words
