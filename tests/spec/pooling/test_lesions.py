"""Lesions within patients, in a pooled answer and in a study: naive and clustered, or refused."""

import pytest
from scipy.stats import beta

from resorb.analysis.pooling.base import pool_base
from resorb.analysis.pooling.lesions import LesionRate
from resorb.analysis.responses import CLUSTERED, estimate_told_responses
from resorb.report.pool.sentences import summary
from resorb.response.derive import derive_responses
from resorb.sources.study_file import read_study
from resorb.tables.study import Study, merged
from tests.spec.pool_report.made import results, study_file


def told(name: str, *patients: dict[str, str], group: int | None = None) -> str:
    """A study of patients told one by one: each a map from site to what became of the lesion there."""
    lines = [
        f"study: {name}", "design: case series", "report: selected case", "read: full text", "year: 2020",
        "criteria: mayo-chart", "where: Results", "products: {p: {drug: sodium thiosulfate, route: topical}}",
    ]  # fmt: skip
    if group is not None:
        lines += ["groups:", f"  all: {{label: all, n: {group}, arm: thiosulfate, courses: {{g1: {{product: p}}}},"]
        lines += ["    conditions: [{is: calcinosis cutis, role: target}],"]
        lines += [f"    endpoints: [{{is: lesion response, n: 2, of: {group}, judged by: chart}}]}}"]
    lines.append("patients:")
    for number, lesions in enumerate(patients, start=1):
        sites = ", ".join(lesions)
        lines += [
            f"  P{number}:", "    conditions: [{is: calcinosis cutis, role: target}]",
            "    lesions: {" + ", ".join(f"{site}: {{site: {site}}}" for site in lesions) + "}",
            f"    courses: {{c1: {{product: p, lesions: [{sites}], span: 3 months}}}}", "    assessments:",
        ]  # fmt: skip
        for site, finding in lesions.items():
            if finding:
                lines.append(f"      - {{lesion: {site}, at: 3 months, by: clinical examination, finding: {finding}}}")
    return "\n".join(lines) + "\n"


GONE, SAME, UNSEEN = "resolved", "unchanged", ""
ONE = told("one-2020", {"hand": GONE, "elbow": GONE, "knee": GONE}, {"hand": SAME, "knee": SAME})
OTHER = told("other-2020", {"hip": GONE})


def read(*texts: str) -> Study:
    return merged([read_study(text.encode(), f"{text.split()[1]}.yaml") for text in texts])


def rates(*texts: str) -> dict[str, LesionRate]:
    return dict(pool_base(read(*texts)).lesions)


def test_an_answer_tells_its_lesions_within_their_patients() -> None:
    """3 of 3, 0 of 2 and 1 of 1 lesions: 4 of 6, design effect 13/4 (tests/spec/analysis/test_clusters.py)."""
    found = rates(ONE, OTHER)["lesion-response.topical.calcinosis-cutis"]
    assert [(p.study, p.patient, p.events, p.lesions) for p in found.patients] == [
        ("one-2020", "P1", 3, 3), ("one-2020", "P2", 0, 2), ("other-2020", "P1", 1, 1),
    ]  # fmt: skip
    assert (found.criteria, found.events, found.lesions, found.silent) == ("mayo-chart", 4, 6, ())
    assert found.naive is not None
    assert found.clustered is not None
    assert found.naive.low == pytest.approx(beta.ppf(0.025, 4, 3))
    assert found.clustered.low == pytest.approx(beta.ppf(0.025, 16 / 13, 8 / 13 + 1))


def test_a_lesion_treated_and_never_seen_did_not_respond_and_one_not_treated_is_none_of_them() -> None:
    unseen = told("unseen-2020", {"hand": GONE, "elbow": UNSEEN}, {"knee": GONE})
    grown = unseen.replace("lesions: {knee: {site: knee}}", "lesions: {knee: {site: knee}, back: {site: back}}")
    grown += "      - {lesion: back, at: 3 months, by: clinical examination, finding: new lesions}\n"
    for text in (unseen, grown):
        found = rates(text)["lesion-response.topical.calcinosis-cutis"]
        assert [(p.patient, p.events, p.lesions) for p in found.patients] == [("P1", 1, 2), ("P2", 1, 1)]


def test_nothing_is_said_where_each_patient_has_one_lesion() -> None:
    assert rates(OTHER, told("third-2020", {"hip": SAME})) == {}


def test_a_choice_of_patients_out_of_a_count_is_not_taken_for_all_of_them() -> None:
    """Two of thirty are told lesion by lesion: which of the other lesions are whose, nobody knows."""
    chosen = told("chosen-2020", {"hand": GONE, "elbow": GONE}, {"knee": SAME, "hip": SAME}, group=30)
    assert rates(chosen) == {}
    found = rates(chosen, ONE)["lesion-response.topical.calcinosis-cutis"]
    assert ({p.study for p in found.patients}, found.silent) == ({"one-2020"}, ("chosen-2020",))


def test_printed_lesions_without_patients_are_refused() -> None:
    printed = study_file("printed-2020", 9, 12).replace("of: 12,", "of: 12, unit: lesions,")
    found = results(printed)["answers"][0]["lesions"]
    assert (found["clustered"], found["as if independent"], found["not told"]) == (None, None, ["printed-2020"])
    said = " ".join(summary(results(printed))["paragraphs"][0]["sentences"])
    assert "lesions are counted, but not said to be whose; the interval takes them as independent" in said


def test_lesions_of_one_patient_get_no_interval() -> None:
    alone = told("alone-2020", {"hand": GONE, "elbow": GONE, "knee": SAME})
    found = rates(alone)["lesion-response.topical.calcinosis-cutis"]
    assert found.clustered is None
    assert found.refused == "lesions of one patient: they say nothing of others"
    (clustered,) = [e for e in estimated(alone) if e.group["criteria"] == "mayo-chart"]
    assert (clustered.n, clustered.N, clustered.value, clustered.low) == (2, 3, None, None)
    assert clustered.note == "no interval: lesions of one patient: they say nothing of others"


def estimated(text: str):  # type: ignore[no-untyped-def]
    study = read(text)
    return [e for e in estimate_told_responses(study, derive_responses(study)) if e.measure == CLUSTERED]


def test_a_study_has_its_lesions_within_patients_beside_the_naive_rate() -> None:
    """3 of 3 and 0 of 2: rate 3/5, residuals 6/5 and -6/5; variance 2 / 25 * 72/25 = 144/625, against 6/125."""
    (found,) = [e for e in estimated(ONE) if e.group["criteria"] == "mayo-chart"]
    assert (found.n, found.N, found.group["patients"]) == (3, 5, "2")
    effect = (144 / 625) / (6 / 125)
    assert found.group["design effect"] == f"{effect:.2f}" == "4.80"
    assert found.low == pytest.approx(beta.ppf(0.025, 3 / effect, 2 / effect + 1))
    assert found.high == pytest.approx(beta.ppf(0.975, 3 / effect + 1, 2 / effect))
    assert estimated(OTHER) == []
