"""MedicationRequest, -Dispense, -Administration and -Statement: rows of drug_exposure.

What was not given is counted and left out. A request that a dispense or an administration names is told by those and
left out when everything has been read, so that nothing counts twice.
"""

from __future__ import annotations

from dataclasses import dataclass

from resorb.records.fhir.codes import Coded
from resorb.records.fhir.dosage import Dosage, read_dosages
from resorb.records.fhir.elements import words
from resorb.records.fhir.landing import Landing
from resorb.records.fhir.medications import described, medication_of
from resorb.records.fhir.people import subject_of, whole_day
from resorb.records.fhir.quantities import days_of, number_of, unit_of
from resorb.records.fhir.references import Target, target_of
from resorb.records.fhir.resource import Part, Resource

_NOT_GIVEN = {
    "MedicationRequest": ("entered-in-error", "cancelled", "draft", "on-hold"),
    "MedicationDispense": ("entered-in-error", "cancelled", "declined", "preparation", "on-hold"),
    "MedicationAdministration": ("entered-in-error", "not-done", "on-hold"),
    "MedicationStatement": ("entered-in-error", "not-taken", "intended", "on-hold"),
}
_GIVEN = {
    "MedicationRequest": ("active", "completed", "stopped"),
    "MedicationDispense": ("completed", "in-progress", "stopped"),
    "MedicationAdministration": ("completed", "in-progress", "stopped"),
    "MedicationStatement": ("active", "completed", "stopped"),
}
_NO_ORDER = ("proposal", "plan", "option")
_COMMON = """
status subject medicationCodeableConcept medicationReference category reasonCode reasonReference statusReason
statusReasonCodeableConcept note performer location
"""
_READ = {
    "MedicationRequest": words(f"""{_COMMON} intent doNotPerform authoredOn dosageInstruction dispenseRequest basedOn
        requester recorder priority groupIdentifier courseOfTherapyType reportedBoolean reportedReference"""),
    "MedicationDispense": words(f"""{_COMMON} whenHandedOver whenPrepared quantity daysSupply dosageInstruction
        authorizingPrescription receiver destination type"""),
    "MedicationAdministration": words(f"{_COMMON} effectiveDateTime effectivePeriod dosage request"),
    "MedicationStatement": words(f"""{_COMMON} effectiveDateTime effectivePeriod dateAsserted dosage derivedFrom
        basedOn informationSource"""),
}
_DISPENSE_REQUEST = words("""
    quantity expectedSupplyDuration validityPeriod numberOfRepeatsAllowed performer dispenseInterval
""")


@dataclass(frozen=True, slots=True)
class _Given:
    """When and how much."""

    day: str | None
    until: str | None = None
    quantity: str | None = None
    unit: str | None = None
    days: str | None = None
    tells_of: str | None = None


def read_drug(resource: Resource, landing: Landing) -> bool:
    """One row of drug_exposure."""
    data, kind = resource.data, resource.kind
    status = resource.text(data, "status")
    if status in _NOT_GIVEN[kind]:
        resource.left_out("status", f"is {status}", "nothing")
        return False
    if status not in _GIVEN[kind]:
        resource.remark(
            "status", "is unknown, missing or none that FHIR has; taken", "leave it out yourself if not given"
        )
    if data.get("doNotPerform") is True:
        resource.left_out("doNotPerform", "is an order not to give it", "nothing")
        return False
    if data.get("intent") in _NO_ORDER:
        resource.left_out("intent", "is a proposal, plan or option, no order", "nothing")
        return False
    medication = medication_of(resource)
    if medication.text is None and medication.elsewhere is None:
        resource.left_out("medication[x]", "names no medication", "give a code, a text or a Medication")
        return False
    person = subject_of(resource)
    if person is None:
        return False
    dosages = "dosageInstruction" if kind in ("MedicationRequest", "MedicationDispense") else "dosage"
    told = [resource.part(data, dosages)] if kind == "MedicationAdministration" else resource.parts(data, dosages)
    dosage = read_dosages(resource, told, dosages)
    given = _READERS[kind](resource, dosage)
    if given.day is None:
        resource.left_out(_DAYS[kind], "no whole day is told", "write the day")
        return False
    route, route_text = _route(landing, dosage.route)
    landing.add(
        "drug_exposure", resource, person,
        drug_concept_id=landing.concept(medication.own),
        drug_exposure_start_date=given.day,
        drug_exposure_end_date=given.until or dosage.until,
        quantity=given.quantity,
        days_supply=given.days,
        route_concept_id=route,
        drug_source_concept_id=landing.concept(medication.source),
        drug_source_value=medication.text,
        route_source_value=route_text,
        dose_unit_source_value=given.unit,
        sig=dosage.sig,
        medication=_elsewhere(medication.elsewhere),
        tells_of=given.tells_of,
    )  # fmt: skip
    resource.tell_unread(data, _READ[kind])
    return True


def read_medication(resource: Resource, landing: Landing) -> bool:
    """A Medication that others refer to."""
    found = described(resource, resource.data, "")
    for key in filter(None, (resource.id and f"Medication/{resource.id}", resource.alias)):
        landing.side(
            "medication", key=key, text=found.text,
            drug_concept_id=landing.concept(found.own), drug_source_concept_id=landing.concept(found.source),
        )  # fmt: skip
    return True


def _elsewhere(target: Target | None) -> str | None:
    return None if target is None else target.alias or f"{target.kind}/{target.id}"


def _route(landing: Landing, route: Coded | None) -> tuple[int, str | None]:
    """Concept and text of a route; the text is what was written, else the display of its code."""
    if route is None:
        return 0, None
    code = route.own or route.source
    return landing.concept(code), route.text or (code.display or code.printed if code and not code.concept else None)


def _quantity(resource: Resource, part: Part, key: str, of: str = "") -> tuple[str | None, str | None]:
    quantity = resource.part(part, key, of)
    return number_of(resource, quantity, of + key), unit_of(resource, quantity, of + key)


def _request(resource: Resource, dosage: Dosage) -> _Given:
    dispense = resource.part(resource.data, "dispenseRequest")
    resource.tell_unread(dispense, _DISPENSE_REQUEST, "dispenseRequest.")
    quantity, unit = _quantity(resource, dispense, "quantity", "dispenseRequest.")
    at = "dispenseRequest.expectedSupplyDuration"
    days = days_of(resource, resource.part(dispense, "expectedSupplyDuration", "dispenseRequest."), at)
    day = whole_day(resource, resource.data, "authoredOn")
    return _Given(day, None, quantity, unit, days or dosage.days)


def _dispense(resource: Resource, dosage: Dosage) -> _Given:
    data = resource.data
    day = whole_day(resource, data, "whenHandedOver")
    if day is None and (day := whole_day(resource, data, "whenPrepared")) is not None:
        resource.remark("whenHandedOver", "is missing; dated by whenPrepared", "write whenHandedOver")
    quantity, unit = _quantity(resource, data, "quantity")
    days = days_of(resource, resource.part(data, "daysSupply"), "daysSupply")
    prescriptions = resource.parts(data, "authorizingPrescription")
    return _Given(day, None, quantity, unit, days or dosage.days, _request_of(resource, prescriptions))


def _administration(resource: Resource, _: Dosage) -> _Given:
    """What was given is used up on its day, or by the end of its period."""
    data = resource.data
    day, until = _effective(resource)
    quantity, unit = _quantity(resource, resource.part(data, "dosage"), "dose", "dosage.")
    request = [resource.part(data, "request")]
    return _Given(day, until, quantity, unit, None if until else "1", _request_of(resource, request))


def _statement(resource: Resource, dosage: Dosage) -> _Given:
    day, until = _effective(resource)
    if day is None and (day := whole_day(resource, resource.data, "dateAsserted")) is not None:
        resource.remark("effective[x]", "has no whole day; dated by dateAsserted", "write effectivePeriod")
    sources = [*resource.parts(resource.data, "derivedFrom"), *resource.parts(resource.data, "basedOn")]
    return _Given(day, until, None, None, dosage.days, _request_of(resource, sources))


def _effective(resource: Resource) -> tuple[str | None, str | None]:
    """First and last day; the last only where it lies behind the first."""
    data = resource.data
    if (day := whole_day(resource, data, "effectiveDateTime")) is not None:
        return day, None
    period = resource.part(data, "effectivePeriod")
    start, end = (whole_day(resource, period, key, "effectivePeriod.") for key in ("start", "end"))
    return start, end if start is not None and end is not None and end > start else None


def _request_of(resource: Resource, references: list[Part]) -> str | None:
    for reference in references:
        target = target_of(resource, reference, "MedicationRequest")
        if target is not None:
            return target.alias or f"MedicationRequest/{target.id}"
    return None


_READERS = {
    "MedicationRequest": _request,
    "MedicationDispense": _dispense,
    "MedicationAdministration": _administration,
    "MedicationStatement": _statement,
}
_DAYS = {
    "MedicationRequest": "authoredOn",
    "MedicationDispense": "whenHandedOver",
    "MedicationAdministration": "effective[x]",
    "MedicationStatement": "effective[x]",
}
