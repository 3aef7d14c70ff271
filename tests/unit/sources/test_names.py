"""A row is addressed by its id alone, so no two rows of a study may share one, whatever their tables."""

import pytest

from resorb.sources.study_file import read_study
from resorb.values.findings import BadInput

STUDY = """\
study: s-1
design: case report
report: selected case
read: full text
products: {p: {drug: STS, route: topical}}
patients:
  P1:
    lesions: {a: {site: hand}}
    courses: {a: {product: p}}
groups:
  P1: {label: everyone}
"""


def test_a_name_used_in_two_tables_is_a_fault_at_the_second() -> None:
    with pytest.raises(BadInput) as caught:
        read_study(STUDY, "s.yaml")
    found = [(f.place.line, f.field, f.rule) for f in caught.value.faults]
    assert found == [
        (8, "patients.P1", "the name 'P1' is used twice (groups)"),
        (9, "patients.P1.courses.a", "the name 'P1.a' is used twice (lesions)"),
    ]
