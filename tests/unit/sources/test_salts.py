"""A product's salt is one of its drug's, whichever drug that is."""

import pytest

from resorb.sources.study_file import read_study
from resorb.tables.schema import Product
from resorb.values.findings import BadInput

HEAD = "study: s-1\ndesign: case report\nreport: selected case\nread: full text\n"


@pytest.mark.parametrize("salt", ["pentahydrate", "anhydrous", "not reported"])
def test_salts_of_the_drug_are_read(salt: str) -> None:
    study = read_study(f"{HEAD}products:\n  p: {{drug: STS, route: IV, salt: {salt}}}\n", "s.yaml")
    assert study.rows(Product)[0].salt == salt


def test_a_salt_the_drug_does_not_have_is_a_fault() -> None:
    with pytest.raises(BadInput) as caught:
        read_study(f"{HEAD}products:\n  p: {{drug: STS, route: IV, salt: heptahydrate}}\n", "s.yaml")
    (fault,) = caught.value.faults
    assert (fault.place.line, fault.field) == (6, "products.p.salt")
    assert "pentahydrate" in fault.remedy
