"""Responses agree with the plain oracle on generated patients: some lesions, some courses, looks on whole weeks."""

from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from resorb.response.derive import Response, derive_responses
from resorb.tables.study import Study
from tests.oracle import response_oracle as oracle
from tests.spec.response.made import responses, study_of
from tests.strategies import studies, to_yaml

FINDINGS = (None, "resolved", "decreased", "unchanged", "increased", "recurred", "not reported", "present", "healed")
SIZES = (0, 10, 20, Fraction("27.9"), 28, 39, 40, 48, 90)


@st.composite
def patients(draw: st.DrawFn) -> dict[str, Any]:
    """Courses as (gap before, weeks, lesions or none named), lesions with an optional size, looks in file order."""
    lesions = {name: draw(st.sampled_from((None, 40))) for name in draw(st.sampled_from(("a", "ab")))}
    courses, week = [], 0
    for number in range(draw(st.integers(1, 3))):
        week += draw(st.integers(0, 12)) if number else 0
        weeks = draw(st.integers(1, 30))
        courses.append({"start": week, "weeks": weeks, "lesions": draw(st.sets(st.sampled_from(sorted(lesions))))})
        week += weeks
    looks: list[dict[str, Any]] = [
        {
            "lesion": draw(st.sampled_from([*lesions, *lesions, None])),
            "week": draw(st.integers(-4, week + 10)),
            "by": draw(st.sampled_from((None, "radiograph", "CT", "clinical examination"))),
            "measure": draw(st.sampled_from((None, "lesion size"))),
            "finding": draw(st.sampled_from(FINDINGS)),
            "value": draw(st.sampled_from((None, *SIZES))),
        }
        for _ in range(draw(st.integers(0, 7)))
    ]
    for look in looks:
        if look["measure"] is None:
            look["value"] = None
    return {"lesions": lesions, "courses": courses, "looks": looks}


def written(made: dict[str, Any]) -> str:
    """The patient as rows of a study file."""
    courses: dict[str, Any] = {}
    for number, course in enumerate(made["courses"], start=1):
        row: dict[str, Any] = {"product": "ointment", "span": f"{course['weeks']} weeks"}
        if number > 1:
            before = made["courses"][number - 2]
            gap = course["start"] - before["start"] - before["weeks"]
            row["start"] = f"{gap} weeks after stop of c{number - 1}"
        if course["lesions"]:
            row["lesions"] = sorted(course["lesions"])
        courses[f"c{number}"] = row
    looks = []
    for look in made["looks"]:
        at = f"week {look['week']}" if look["week"] >= 0 else f"{-look['week']} weeks before first dose"
        row = {"at": at} | {k: look[k] for k in ("lesion", "by", "measure", "finding") if look[k] is not None}
        if look["value"] is not None:
            row["value"] = f"{float(look['value']):g} mm"
        looks.append(row)
    lesions = {n: {"site": n} | ({"size": f"{s} mm"} if s else {}) for n, s in made["lesions"].items()}
    return to_yaml({"lesions": lesions, "courses": courses, "assessments": looks})


def expected(made: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """What the oracle says of every subject."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for rule in oracle.YES:
        lesions = []
        for name, size in made["lesions"].items():
            mine = [c["start"] for c in made["courses"] if not c["lesions"] or name in c["lesions"]]
            looks = [look for look in made["looks"] if look["lesion"] == name]
            told = oracle.subject(rule, looks, mine, None if size is None else Fraction(size)) if mine else None
            if told:
                lesions.append(told)
                found[f"P1.{name}", rule] = told
        whole = [look for look in made["looks"] if look["lesion"] is None]
        stated = oracle.subject(rule, whole, [c["start"] for c in made["courses"]])
        patient = oracle.patient(rule, lesions, stated)
        if patient:
            found["P1", rule] = patient
    return found


def as_plain(response: Response) -> dict[str, Any]:
    """A response in the oracle's words."""
    change = response.change_percent
    return {
        "classes": [str(j.response) for j in response.classes],
        "best": str(response.best),
        "last": str(response.last),
        "recurred": response.recurred,
        "after": None if response.after_retreatment is None else str(response.after_retreatment),
        "time": (response.time_to_response.low, response.time_to_response.high),
        "change": change.low if change.is_point else None,
    }


@settings(max_examples=300)
@given(patients())
def test_responses_agree_with_the_oracle(made: dict[str, Any]) -> None:
    derived = {key: r for key, r in responses(study_of(written(made))).items() if key[1] in oracle.YES}
    wanted = expected(made)
    assert derived.keys() == wanted.keys()
    for key, told in wanted.items():
        plain = as_plain(derived[key])
        assert {k: plain[k] for k in told if k in plain} == {k: v for k, v in told.items() if k in plain}, key


@settings(max_examples=40)
@given(studies())
def test_any_study_has_well_formed_responses(study: Study) -> None:
    found = derive_responses(study)
    assert len({(r.study, r.level, r.subject, r.criteria) for r in found}) == len(found)
    for response in found:
        assert response.classes
        assert response.trace
        assert all(study.origin(fact) for fact in response.trace)
        low, high = response.time_to_response.low, response.time_to_response.high
        assert low is None or low >= 0
        assert low is None or high is None or low <= high
        assert str(response.best) in response.why or response.level == "patient"
        assert response.after_retreatment is None or response.recurred
