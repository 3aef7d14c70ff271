"""Who and what a reference means: ``Patient/123``, absolute addresses, ``urn:uuid:``, logical identifiers, ``#m1``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from resorb.records.fhir.resource import LONGEST_ID, Part, Resource
from resorb.records.local_ids import stable_number

_LITERAL = re.compile(
    r"(?:(?P<base>https?://\S{1,400})/)?(?P<kind>[A-Z][A-Za-z]{2,40})/(?P<id>[^/?#|\s]{1,200})(?:/_history/\S{1,64})?"
)
_BY_IDENTIFIER = re.compile(r"(?:https?://\S{1,400}/)?(?P<kind>[A-Z][A-Za-z]{2,40})\?identifier=(?P<token>\S{1,400})")
_WHOLE = re.compile(r"[1-9][0-9]{0,14}")


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference leads to: a type and id, or a name that has to be looked up among ``aliases``."""

    kind: str = ""
    id: str = ""
    alias: str = ""


def target_of(resource: Resource, reference: Part, kind: str) -> Target | None:
    """Where a Reference to a resource of this type leads; None when it leads nowhere that is known."""
    text = reference.get("reference")
    if isinstance(text, str) and text:
        if text.startswith("#"):
            return None
        if (found := _LITERAL.fullmatch(text)) is not None:
            if found["kind"] != kind:
                return None
            if found["base"]:
                resource.told.servers.add(found["base"])
            return Target(kind, found["id"])
        if (found := _BY_IDENTIFIER.fullmatch(text)) is not None and found["kind"] == kind:
            return Target(kind, alias=token_alias(kind, found["token"]))
        if len(text) <= LONGEST_ID * 4:
            return Target(kind, alias=text)
        return None
    identifier = reference.get("identifier")
    if isinstance(identifier, dict):
        token = identifier_token(identifier)
        return None if token is None else Target(kind, alias=token_alias(kind, token))
    return None


def identifier_token(identifier: Part) -> str | None:
    """``system|value`` of an Identifier."""
    system, value = identifier.get("system"), identifier.get("value")
    if not isinstance(value, str) or not value or len(value) > LONGEST_ID:
        return None
    return f"{system if isinstance(system, str) and len(system) <= LONGEST_ID else ''}|{value}"


def token_alias(kind: str, token: str) -> str:
    """The name under which a resource with this identifier is looked up."""
    return f"{kind}?{token}"


def person_number(key: str) -> int:
    """The person id of a patient: a whole number is its own, any other id has a number made from it.

    Numbers depend on the id alone, so that a patient keeps theirs in every export and a store can be added to.
    """
    return int(key) if _WHOLE.fullmatch(key) else stable_number("Patient", key)


def aliases_of(resource: Resource) -> list[str]:
    """The names, beside type and id, under which a resource may be referred to."""
    found = [resource.alias] if resource.alias and len(resource.alias) <= LONGEST_ID * 4 else []
    listed = resource.data.get("identifier")
    for identifier in listed if isinstance(listed, list) else []:
        token = identifier_token(identifier) if isinstance(identifier, dict) else None
        if token is not None:
            found.append(token_alias(resource.kind, token))
    return found
