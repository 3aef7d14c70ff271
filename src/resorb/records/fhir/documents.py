"""DocumentReference, DiagnosticReport, Composition and Binary: notes, as text of the day they are about."""

from __future__ import annotations

from pathlib import Path

from resorb.records.fhir.attachments import Read, decoded_text, read_attachments, without_tags
from resorb.records.fhir.codes import read_codes
from resorb.records.fhir.elements import words
from resorb.records.fhir.landing import Landing
from resorb.records.fhir.people import subject_of, whole_day
from resorb.records.fhir.resource import Part, Resource

_DOCUMENT = words("""
    status docStatus type category subject date author authenticator custodian description securityLabel content
    context masterIdentifier
""")
_REPORT = words("""
    status category code subject effectiveDateTime effectivePeriod issued performer resultsInterpreter result
    conclusion presentedForm basedOn specimen
""")
_COMPOSITION = words("""
    status type category subject date author title attester custodian section confidentiality event
""")
_DEEPEST_SECTION = 10


def read_document(resource: Resource, landing: Landing, folder: Path) -> bool:
    """A note from a DocumentReference: of the day the visit began, else of the day the reference was made."""
    data = resource.data
    if "entered-in-error" in (data.get("status"), data.get("docStatus")):
        resource.left_out("status", "is entered-in-error", "nothing")
        return False
    if data.get("status") == "superseded":
        resource.remark("status", "is superseded, by another version or by a later note; taken", "nothing")
    attachments = [resource.part(one, "attachment", "content.") for one in resource.parts(data, "content")]
    read = read_attachments(resource, attachments, folder, "content.attachment")
    period = resource.part(resource.part(data, "context"), "period", "context.")
    day = whole_day(resource, period, "start", "context.period.") or whole_day(resource, data, "date")
    resource.tell_unread(data, _DOCUMENT)
    return _note(resource, landing, read, day, "type", "content")


def read_report(resource: Resource, landing: Landing, folder: Path) -> bool:
    """A note from a DiagnosticReport: its text as presented, and its conclusion."""
    data = resource.data
    if data.get("status") in ("entered-in-error", "cancelled"):
        resource.left_out("status", "is entered-in-error or cancelled", "nothing")
        return False
    read = read_attachments(resource, resource.parts(data, "presentedForm"), folder, "presentedForm")
    conclusion = resource.text(data, "conclusion")
    if conclusion is not None and (read.text is None or conclusion not in read.text):
        read = Read(f"{read.text}\n{conclusion}" if read.text else conclusion, read.binary)
    resource.tell_unread(data, _REPORT)
    if read == Read() and data.get("result"):
        return True  # its results are Observations, which are read for themselves
    day = whole_day(resource, data, "effectiveDateTime") or whole_day(
        resource, resource.part(data, "effectivePeriod"), "start", "effectivePeriod."
    )
    if day is None and (day := whole_day(resource, data, "issued")) is not None:
        resource.remark("effective[x]", "has no whole day; dated by issued", "write effectiveDateTime")
    return _note(resource, landing, read, day, "code", "presentedForm")


def read_composition(resource: Resource, landing: Landing) -> bool:
    """A note from a Composition: its sections with their titles."""
    data = resource.data
    if data.get("status") == "entered-in-error":
        resource.left_out("status", "is entered-in-error", "nothing")
        return False
    text = "\n".join(_sections(resource, resource.parts(data, "section"), 0))
    resource.tell_unread(data, _COMPOSITION)
    return _note(resource, landing, Read(text or None), whole_day(resource, data, "date"), "type", "section")


def _sections(resource: Resource, sections: list[Part], depth: int) -> list[str]:
    found = []
    for section in sections:
        title = resource.text(section, "title", "section.")
        div = resource.part(section, "text", "section.").get("div")
        text = without_tags(div) if isinstance(div, str) else ""
        if title or text:
            found.append(f"{title}:\n{text}" if title else text)
        if depth < _DEEPEST_SECTION:
            found += _sections(resource, resource.parts(section, "section", "section."), depth + 1)
    return found


def _note(resource: Resource, landing: Landing, read: Read, day: str | None, title: str, field: str) -> bool:
    if read == Read():
        resource.left_out(field, "holds no text that is read", "export the text")
        return False
    person = subject_of(resource)
    if person is None:
        return False
    if day is None:
        resource.left_out("date", "no whole day is told", "write the day")
        return False
    named = read_codes(resource, resource.part(resource.data, title), "measurement", title).label
    landing.add("note", resource, person, note_date=day, note_title=named, note_text=read.text, held_in=read.binary)
    return True


def read_binary(resource: Resource, landing: Landing) -> bool:
    """A Binary with text that a note may lead to."""
    data = resource.data
    encoded, kind = data.get("data"), data.get("contentType")
    if not isinstance(encoded, str) or not str(kind).lower().startswith(
        ("text/", "application/xhtml", "application/xml")
    ):
        resource.left_out("contentType", "is neither plain text nor HTML", "export the text")
        return False
    text = decoded_text(resource, encoded, kind, "data")
    if text is None:
        return False
    for key in filter(None, (resource.id and f"Binary/{resource.id}", resource.alias)):
        landing.side("binary", key=key, text=text)
    return True
