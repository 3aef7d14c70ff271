"""Responders among the lesions treated: what counts, and what is unknown."""

from resorb.analysis.responses import estimate_told_responses
from resorb.response.derive import derive_responses
from resorb.sources.study_file import read_study

STUDY = """\
study: told-2026
design: case report
report: selected case
read: full text
products: {p: {drug: sodium thiosulfate, route: topical, strength: 25 %}}
patients:
  P1:
    lesions: {hand: {site: hand}, elbow: {site: elbow}, knee: {site: knee}, trunk: {site: trunk}}
    courses: {c1: {product: p, lesions: [hand, elbow, knee], span: 3 months}}
    assessments:
      - {lesion: hand, at: 3 months, by: clinical examination, finding: resolved}
      - {lesion: elbow, at: 3 months, by: clinical examination, finding: unchanged}
      - {lesion: trunk, at: 3 months, by: clinical examination, finding: new lesions}
"""


def test_lesions_the_course_was_not_for_do_not_count_and_unassessed_ones_are_unknown() -> None:
    study = read_study(STUDY, "told.yaml")
    found = {
        e.id.removeprefix("told-2026.response."): (e.n, e.N, e.unknown)
        for e in estimate_told_responses(study, derive_responses(study))
    }
    # hand responded, elbow did not, knee was treated and never seen; trunk was not treated
    assert found["mayo-chart.lesion.worst-case"] == (1, 3, 1)
    assert found["mayo-chart.lesion.best-case"] == (1 + 1, 3, 1)
    assert found["mayo-chart.lesion.complete-cases"] == (1, 3 - 1, 1)
