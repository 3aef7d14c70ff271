"""What a medication is: the text a product is read from, and the concepts of its codes."""

from __future__ import annotations

from dataclasses import dataclass

from resorb.records.fhir.codes import Code, read_codes
from resorb.records.fhir.quantities import ratio_words
from resorb.records.fhir.references import Target, target_of
from resorb.records.fhir.resource import Part, Resource

_MEDICATION = frozenset(("code", "ingredient", "amount", "form", "status"))


@dataclass(frozen=True, slots=True)
class Medication:
    """A medication as far as it is told where it stands; ``elsewhere`` is a Medication to look it up in."""

    text: str | None = None
    own: Code | None = None
    source: Code | None = None
    elsewhere: Target | None = None


def medication_of(resource: Resource) -> Medication:
    """The medication of a request, dispense, administration or statement."""
    data = resource.data
    if data.get("medicationCodeableConcept") is not None:
        concept = resource.part(data, "medicationCodeableConcept")
        return _from_concept(resource, concept, [], "medicationCodeableConcept")
    reference = resource.part(data, "medicationReference")
    text = reference.get("reference")
    if isinstance(text, str) and text.startswith("#"):
        held = next((c for c in resource.parts(data, "contained") if c.get("id") == text[1:]), None)
        if held is None:
            resource.remark("medicationReference", "refers to a contained Medication that is not there", "add it")
            return Medication()
        return described(resource, held, "contained.Medication")
    target = target_of(resource, reference, "Medication") if reference else None
    label = resource.text(reference, "display", "medicationReference.")
    return Medication(text=label, elsewhere=target)


def described(resource: Resource, medication: Part, of: str) -> Medication:
    """A Medication: its code, and its ingredients with their strengths where its text does not name them."""
    resource.tell_unread(medication, _MEDICATION, f"{of}." if of else "")
    at = f"{of}." if of else ""
    parts = []
    for one in resource.parts(medication, "ingredient", at):
        concept = resource.part(one, "itemCodeableConcept", f"{at}ingredient.")
        name = read_codes(resource, concept, "drug", f"{at}ingredient.itemCodeableConcept").label
        strength = ratio_words(resource, resource.part(one, "strength", f"{at}ingredient."), f"{at}ingredient.strength")
        if one.get("itemReference") is not None and name is None:
            resource.remark(f"{at}ingredient.itemReference", "is not followed", "name the ingredient in place")
        parts.append((name, strength))
    found = _from_concept(resource, resource.part(medication, "code", at), parts, f"{at}code")
    form = read_codes(resource, resource.part(medication, "form", at), "drug", f"{at}form").label
    amount = ratio_words(resource, resource.part(medication, "amount", at), f"{at}amount")
    text = found.text or ""
    for word in (form, None if amount is None else amount.partition("/")[0]):
        if word and word.lower() not in text.lower():
            text = f"{text}, {word}" if text else word
    return Medication(text or None, found.own, found.source)


def _from_concept(resource: Resource, concept: Part, parts: list[tuple[str | None, str | None]], of: str) -> Medication:
    coded = read_codes(resource, concept, "drug", of)
    text = coded.text or ""
    for code in (coded.own, coded.source, *coded.others):
        # A display is added where the text does not speak of the same thing: by its first word.
        words = (code.display or "").split() if code else []
        if words and words[0].lower() not in text.lower():
            text = f"{text}; {code.display}" if text and code else " ".join(words)
    for name, strength in parts:
        said = " ".join(p for p in (name, strength) if p)
        if said and not _says(text, name, strength):
            text = f"{text}; {said}" if text else said
    if coded.others:
        resource.remark(f"{of}.coding", "has more than two codes; those beyond stand in the text only", "nothing")
    if not text and (code := coded.source or coded.own) is not None:
        text = code.printed
    return Medication(text or None, coded.own, coded.source)


def _says(text: str, name: str | None, strength: str | None) -> bool:
    """Whether a text names an ingredient and its strength already."""
    plain = "".join(text.lower().split())
    return all(part is None or "".join(part.lower().split()) in plain for part in (name, strength))
