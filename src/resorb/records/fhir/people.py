"""Patient, Encounter and Coverage: who they are, when they were seen, and for how long they were insured."""

from __future__ import annotations

from resorb.records.fhir.dates import Day, read_day
from resorb.records.fhir.elements import words
from resorb.records.fhir.landing import Landing
from resorb.records.fhir.references import Target, aliases_of, person_number, target_of
from resorb.records.fhir.resource import Part, Resource

_PATIENT = frozenset(("birthDate", "gender", "deceasedBoolean", "deceasedDateTime", "active"))
_NOT_ASKED = words("""
    name telecom address contact communication generalPractitioner managingOrganization maritalStatus
    multipleBirthBoolean multipleBirthInteger photo
""")
"""What names or places a person: never looked at."""
_ENCOUNTER = words("""
    status class period subject type serviceType participant location serviceProvider reasonCode reasonReference
    hospitalization priority length diagnosis
""")
_COVERAGE = words("""
    status beneficiary period payor type subscriber subscriberId class relationship
""")
_GENDERS = {"male": 8507, "female": 8532}
_CLASSES = {"AMB": 9202, "IMP": 9201, "ACUTE": 9201, "NONAC": 9201, "EMER": 9203, "VR": 5083, "HH": 581476}
_NOT_HELD = ("planned", "cancelled", "entered-in-error")


def day_of(resource: Resource, text: str | None, field: str) -> Day | None:
    """A day; what is no date is told."""
    if text is None:
        return None
    day = read_day(text)
    if day is None:
        resource.remark(field, "is no date; not taken", "write YYYY-MM-DD")
    return day


def whole_day(resource: Resource, part: Part, key: str, of: str = "") -> str | None:
    """A whole day; one told to the month or year only is told, and not made up."""
    day = day_of(resource, resource.text(part, key, of), f"{of}{key}")
    if day is not None and day.iso is None:
        resource.remark(f"{of}{key}", "names no day, only month or year; no day is made up", "write the day if known")
    return day.iso if day is not None else None


def subject_of(resource: Resource, key: str = "subject") -> Target | None:
    """The patient a resource is about; None, and told, where that cannot be known."""
    reference = resource.part(resource.data, key)
    target = target_of(resource, reference, "Patient") if reference else None
    if target is None:
        resource.left_out(key, "leads to no Patient", "refer to the Patient as Patient/id")
    return target


def read_patient(resource: Resource, landing: Landing) -> bool:
    """A row of person, one of death where its day is known, and the names a patient is referred to by."""
    data = resource.data
    if resource.id is None:
        if resource.alias is None:
            resource.left_out("id", "is missing", "give every Patient an id")
            return False
        resource.id = resource.alias
    key = resource.id
    me = Target("Patient", key)
    born = day_of(resource, resource.text(data, "birthDate"), "birthDate")
    gender = resource.text(data, "gender")
    if gender not in (None, "male", "female", "other", "unknown"):
        resource.remark("gender", "is none that FHIR has; not taken", "write male, female, other or unknown")
        gender = None
    landing.add(
        "person", resource, me,
        gender_concept_id=_GENDERS.get(gender or "", 0),
        gender_source_value=gender,
        year_of_birth=born.year if born else None,
        month_of_birth=born.month if born else None,
        day_of_birth=born.day if born else None,
        race_source_value=_race(resource),
    )  # fmt: skip
    landing.side("person_key", person_id=person_number(key), key=key)
    for alias in aliases_of(resource):
        landing.side("alias", alias=alias, kind="Patient", key=key)
    if (died := whole_day(resource, data, "deceasedDateTime")) is not None:
        landing.add("death", resource, me, death_date=died)
    elif data.get("deceasedBoolean") is True or data.get("deceasedDateTime"):
        resource.left_out("deceased", "died on a day that is not told", "write deceasedDateTime")
    resource.tell_unread(data, _PATIENT | _NOT_ASKED)
    return True


def _race(resource: Resource) -> str | None:
    """The race by the US core extension: its text."""
    for extension in resource.parts(resource.data, "extension"):
        if str(extension.get("url")).endswith("us-core-race"):
            told = {str(e.get("url")): e for e in resource.parts(extension, "extension", "extension.")}
            text = told.get("text", {}).get("valueString")
            return text if isinstance(text, str) and len(text) <= 100 else None
    return None


def read_encounter(resource: Resource, landing: Landing) -> bool:
    """A row of visit_occurrence."""
    data = resource.data
    if data.get("status") in _NOT_HELD:
        resource.left_out("status", "did not take place", "nothing")
        return False
    person = subject_of(resource)
    period = resource.part(data, "period")
    start = whole_day(resource, period, "start", "period.")
    if person is None or start is None:
        if person is not None:
            resource.left_out("period.start", "is missing or no whole day", "write the day")
        return False
    code = resource.part(data, "class").get("code")
    landing.add(
        "visit_occurrence", resource, person,
        visit_concept_id=_CLASSES.get(str(code), 0),
        visit_start_date=start,
        visit_end_date=whole_day(resource, period, "end", "period."),
    )  # fmt: skip
    resource.tell_unread(data, _ENCOUNTER)
    return True


def read_coverage(resource: Resource, landing: Landing) -> bool:
    """A row of observation_period: the time somebody was insured is the time of which records are to be expected."""
    data = resource.data
    if data.get("status") in ("cancelled", "draft", "entered-in-error"):
        resource.left_out("status", "says that it does not hold", "nothing")
        return False
    person = subject_of(resource, "beneficiary")
    period = resource.part(data, "period")
    start, end = (whole_day(resource, period, key, "period.") for key in ("start", "end"))
    if person is None or start is None or end is None:
        if person is not None:
            resource.left_out("period", "has no whole first and last day", "write both")
        return False
    landing.add(
        "observation_period", resource, person, observation_period_start_date=start, observation_period_end_date=end
    )
    resource.tell_unread(data, _COVERAGE)
    return True
