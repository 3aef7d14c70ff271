"""The comparator: the same criteria, nobody who ever had the drug, classed by the study's criteria."""

from pathlib import Path

import pytest

from resorb.records.protocol_file import read_protocol
from resorb.tables.folder import read_folder
from resorb.tables.schema import Group, OutcomeCount, Patient
from resorb.values.findings import BadInput
from resorb.workflow.cohort import cohort
from tests.omop import PROTOCOL, treated

MORE = """
criteria: mayo-chart
exclusions:
  - {code: no-actd, reason: no underlying ACTD, rule: no underlying condition}
  - {code: iv, reason: given by vein, rule: given by, routes: [intravenous]}
  - {code: lost, reason: no follow-up, rule: no follow-up}
comparator: {label: no thiosulfate}
"""


def test_who_never_had_the_drug_is_counted_by_class(tmp_path: Path) -> None:
    clinic = treated(1)
    for person, said in ((2, "gone"), (3, "unchanged"), (4, "larger"), (5, "smaller")):
        clinic.person(person).code(person, "2014-02-01").code(person, "2010-01-01", "M34.9")
        clinic.note(person, "2014-06-01", f"The calcinosis of the hand is {said}.")
    clinic.supply(5, "2010-01-01")  # had the drug once, long before the period
    clinic.person(6).code(6, "2014-02-01").note(6, "2014-06-01", "The calcinosis of the hand is smaller.")  # no ACTD
    clinic.person(7).code(7, "2014-02-01").code(7, "2010-01-01", "M34.9")  # no follow-up
    (tmp_path / "p.yaml").write_text(PROTOCOL + MORE, encoding="utf-8")
    cohort(str(tmp_path / "p.yaml"), clinic.write(tmp_path / "omop"), tmp_path / "study")
    study = read_folder(tmp_path / "study")
    assert [p.id for p in study.rows(Patient)] == ["P1"]
    assert [(g.label, g.arm, g.n) for g in study.rows(Group)] == [("no thiosulfate", "standard care", 3)]
    # "larger" is no response by these criteria, as "unchanged" is
    assert {(c.response_class, c.n) for c in study.rows(OutcomeCount)} == {("CR", 1), ("NR", 2)}


def test_it_needs_something_to_be_without() -> None:
    with pytest.raises(BadInput) as raised:
        read_protocol("protocol: p\ntarget: {concepts: 1}\ncomparator: {label: x}\n", "p.yaml")
    assert [(f.field, f.rule) for f in raised.value.faults] == [("comparator", "needs a target and a drug")]
