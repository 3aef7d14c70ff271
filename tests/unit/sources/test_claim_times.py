"""A claim may name a time by a course of the patient it is about, as that patient's own rows may."""

from __future__ import annotations

import pytest

from resorb.sources.study_file import read_study
from resorb.tables.schema import Claim
from resorb.values.findings import BadInput

_STUDY = """
study: on-off-on
design: case report
report: selected case
read: full text
products: {iv: {drug: sodium thiosulfate, route: intravenous}}
patients:
  P1:
    lesions: {neck: {site: neck}}
    courses: {c1: {product: iv}, c2: {product: iv, start: after c1}}
claims:
  - {claim: response, of: %s, at: during %s, printed: partial}
"""


@pytest.mark.parametrize("subject", ["P1", "P1.neck", "P1.c1"])
def test_the_course_may_be_named_as_the_patient_names_it(subject: str) -> None:
    (claim,) = read_study(_STUDY % (subject, "c2"), "on-off-on.yaml").rows(Claim)
    assert claim.at is not None
    assert claim.at.anchor == "during c2"


def test_a_course_that_the_patient_has_not_is_a_fault() -> None:
    with pytest.raises(BadInput) as refused:
        read_study(_STUDY % ("P1", "c3"), "on-off-on.yaml")
    (fault,) = refused.value.faults
    assert fault.field == "claims.1.at"
    assert "'c3' names no course here" in fault.rule
