"""A FHIR Dosage becomes words that the shared dose reader reads: structure in, words and numbers out."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from resorb.reading.doses.dose import read_dose
from resorb.records.fhir.dosage import Dosage, read_dosages
from resorb.records.fhir.resource import Resource
from resorb.records.fhir.told import Told
from resorb.values.findings import Place

G = {"unit": "g", "system": "http://unitsofmeasure.org", "code": "g"}


def dosage(*given: dict[str, Any]) -> Dosage:
    """These dosages as one."""
    resource = Resource("MedicationRequest", {}, Told(), Place("a.ndjson"))
    return read_dosages(resource, list(given), "dosageInstruction")


def dose(value: float) -> dict[str, Any]:
    """A dose of so many grams."""
    return {"doseAndRate": [{"doseQuantity": {"value": value} | G}]}


def every(**repeat: Any) -> dict[str, Any]:
    """A timing."""
    return {"timing": {"repeat": repeat}}


@pytest.mark.parametrize(
    ("given", "words", "mg_per_week"),
    [
        # 12.5 g x 3 = 37.5 g a week
        (
            dose(12.5) | every(frequency=3, period=1, periodUnit="wk") | {"route": {"text": "intravenous"}},
            "12.5 g intravenous 3 times per week", 37_500,
        ),
        # every other day is 3.5 times a week: 5 g x 3.5 = 17.5 g
        (dose(5) | every(frequency=1, period=2, periodUnit="d"), "5 g every 2 days", 17_500),
        # on three days of the week: 5 g x 3 = 15 g
        (dose(5) | every(dayOfWeek=["mon", "wed", "fri"]), "5 g on Monday, Wednesday and Friday", 15_000),
        # morning and bedtime are two a day: 5 g x 14 = 70 g
        (dose(5) | every(when=["MORN", "HS"]), "5 g 2 times per day", 70_000),
        # twice daily by code: 5 g x 14 = 70 g
        (dose(5) | {"timing": {"code": {"coding": [{"code": "BID"}]}}}, "5 g BID", 70_000),
        # as written, where it tells numbers itself
        (dose(99) | {"text": "12.5 g three times a week"}, "12.5 g three times a week", 37_500),
        # a text without number or rhythm is completed by the structure
        (
            dose(12.5) | every(frequency=3, period=1, periodUnit="wk") | {"text": "After dialysis."},
            "After dialysis: 12.5 g 3 times per week", 37_500,
        ),
    ],
)  # fmt: skip
def test_dose_and_rhythm(given: dict[str, Any], words: str, mg_per_week: int) -> None:
    said = dosage(given).sig
    assert said == words
    read = read_dose(said)
    assert read.mg_per_week.low == read.mg_per_week.high == Fraction(mg_per_week)


def test_a_length_is_told_in_words_and_days() -> None:
    length = {"value": 8, "unit": "wk", "system": "http://unitsofmeasure.org", "code": "wk"}
    found = dosage(dose(12.5) | every(frequency=3, period=1, periodUnit="wk", boundsDuration=length))
    assert found.sig == "12.5 g 3 times per week for 8 weeks"
    assert found.days == "56"
    read = read_dose(found.sig)
    assert read.mg_total.low == 300_000  # 12.5 g x 3 x 8


def test_a_period_gives_the_last_day() -> None:
    found = dosage(every(boundsPeriod={"start": "2014-03-01", "end": "2014-03-31"}))
    assert (found.until, found.sig) == ("2014-03-31", "for 30 days")


def test_infusion_range_limit_and_need() -> None:
    span = {"low": {"value": 1} | G, "high": {"value": 2} | G}
    given = {"doseAndRate": [{"doseRange": span}], "asNeededBoolean": True,
             "maxDosePerPeriod": {"numerator": {"value": 6} | G, "denominator": {"value": 1, "code": "d"}}}  # fmt: skip
    timing = every(frequency=1, period=4, periodMax=6, periodUnit="h", duration=60, durationUnit="min")
    assert dosage(given | timing).sig == "1-2 g every 4-6 hours over 60 minutes as needed, at most 6 g per day"


def test_several_dosages_follow_each_other() -> None:
    first, second = ({"text": t} for t in ("5 g daily for 7 days", "10 g daily"))
    assert dosage(first, second).sig == "5 g daily for 7 days; then 10 g daily"


def test_a_dose_without_a_unit_is_not_put_into_words() -> None:
    told = Told()
    resource = Resource("MedicationRequest", {}, told, Place("a.ndjson", 7))
    given = {"doseAndRate": [{"doseQuantity": {"value": 1}}]} | every(frequency=1, period=1, periodUnit="d")
    assert read_dosages(resource, [given], "dosageInstruction").sig == "1 time per day"
    (fault,) = told.faults()
    assert (fault.place.line, fault.field) == (7, "MedicationRequest.dosageInstruction.doseAndRate.doseQuantity")
