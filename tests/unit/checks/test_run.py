"""One broken check hides no other, and is not silent; findings come in one order, each with its place."""

from collections.abc import Iterator

import pytest

from resorb.checks import registry
from resorb.checks.registry import Check, Judge, Judgement, check, judges
from resorb.checks.run import BrokenCheck, check_study, counts
from resorb.tables.schema import Claim, Patient, StudyInfo
from resorb.tables.study import Origin, Study, ref_of
from resorb.values.findings import Finding, Place, Verdict


@pytest.fixture(autouse=True)
def _own_registers(monkeypatch: pytest.MonkeyPatch) -> None:
    registry.load()
    checks: dict[str, Check] = {}
    judged: dict[str, Judge] = {}
    for module, names in ((registry, ("_CHECKS", "_JUDGES")), (_run(), ("CHECKS", "JUDGES"))):
        for name, register in zip(names, (checks, judged), strict=True):
            monkeypatch.setattr(module, name, register)


def _run() -> object:
    import resorb.checks.run

    return resorb.checks.run


def _study() -> Study:
    info = StudyInfo(study="s", id="s", design="case report", report="selected case", read="full text")
    people = tuple(Patient(study="s", id=name) for name in ("P1", "P2"))
    claim = Claim(study="s", id="claims.1", claim="count", printed="2")
    lines = {"P1": 9, "P2": 5, "claims.1": 7}
    origins = {ref_of(row): Origin(Place("s.yaml", lines[row.id])) for row in (*people, claim)}
    return Study({"studies": (info,), "patients": people, "claims": (claim,)}, origins)


def _patients(study: Study) -> Iterator[Finding]:
    for row in study.rows(Patient):
        yield Finding("patients-are-people", Verdict.HOLDS, row.id, ref_of(row))


def test_findings_stand_in_the_order_of_the_file_with_their_places() -> None:
    check("patients-are-people", doc="", source="")(_patients)
    judges("count", doc="", source="")(lambda _study, _claim: Judgement(Verdict.FAILS, "three"))
    found = check_study(_study())
    assert [(f.place.line, f.check, f.printed) for f in found if f.place] == [
        (5, "patients-are-people", None),
        (7, "count", "2"),
        (9, "patients-are-people", None),
    ]
    assert counts(found) == {"holds": 2, "assumes": 0, "fails": 1, "unjudged": 0}


def test_a_broken_check_is_said_and_the_others_still_run() -> None:
    def broken(_study: Study) -> Iterator[Finding]:
        raise ZeroDivisionError("seven")

    check("breaks", doc="", source="")(broken)
    check("patients-are-people", doc="", source="")(_patients)
    judges("count", doc="", source="")(lambda study, _claim: dict[str, Judgement]()[study.reading])
    with pytest.warns(BrokenCheck, match="seven|KeyError") as said:
        found = check_study(_study())
    assert len(said) == 2
    assert counts(found) == {"holds": 2, "assumes": 0, "fails": 0, "unjudged": 2}
    assert {f.check for f in found if "fault of resorb" in f.message} == {"breaks", "count"}


def test_a_name_is_registered_once() -> None:
    check("patients-are-people", doc="", source="")(_patients)
    with pytest.raises(ValueError, match="taken"):
        check("patients-are-people", doc="", source="")(_patients)
    with pytest.raises(ValueError, match="hyphens"):
        check("Patients are people", doc="", source="")(_patients)
    judges("count", doc="", source="")(lambda _study, _claim: Judgement(Verdict.HOLDS, ""))
    with pytest.raises(ValueError, match="judge already"):
        judges("count", doc="", source="")(lambda _study, _claim: Judgement(Verdict.HOLDS, ""))


def test_a_claim_without_a_judge_is_unjudged_not_dropped() -> None:
    (finding,) = check_study(_study())
    assert finding.verdict is Verdict.UNJUDGED
    assert "'count'" in finding.message
