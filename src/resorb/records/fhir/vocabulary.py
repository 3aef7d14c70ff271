"""CodeSystem and ConceptMap: which code is narrower than which, as concepts and their ancestors."""

from __future__ import annotations

from resorb.records.fhir.codes import LONGEST_CODE, SYSTEMS, Code, with_point
from resorb.records.fhir.landing import Landing
from resorb.records.fhir.resource import Part, Resource

_DEEPEST = 50
_NARROWER = ("narrower", "specializes", "equivalent", "equal")
_WIDER = ("wider", "subsumes", "equivalent", "equal")
"""How the target of a mapping stands to its source."""


def read_code_system(resource: Resource, landing: Landing) -> bool:
    """Concepts of a code system, and each with those below it."""
    system = resource.text(resource.data, "url")
    if system is None:
        resource.left_out("url", "is missing", "name the code system")
        return False
    vocabulary = SYSTEMS.get(system.rstrip("/"), system[:LONGEST_CODE])
    pending: list[tuple[Part, tuple[int, ...]]] = [(c, ()) for c in resource.parts(resource.data, "concept")]
    while pending:
        concept, above = pending.pop()
        printed = resource.text(concept, "code", "concept.")
        if printed is None or len(above) > _DEEPEST:
            continue
        code = Code(vocabulary, with_point(vocabulary, printed), printed, resource.text(concept, "display", "concept."))
        number = landing.concept(code)
        for ancestor in (*above, number):
            landing.side("concept_ancestor", ancestor_concept_id=ancestor, descendant_concept_id=number)
        pending += [(c, (*above, number)) for c in resource.parts(concept, "concept", "concept.")]
    return True


def read_concept_map(resource: Resource, landing: Landing) -> bool:
    """Codes of one system that are narrower, wider or the same as those of another."""
    for group in resource.parts(resource.data, "group"):
        source = resource.text(group, "source", "group.")
        target = resource.text(group, "target", "group.")
        if source is None or target is None:
            resource.remark("group", "names no source or no target; not read", "name both code systems")
            continue
        for element in resource.parts(group, "element", "group."):
            mine = _code(resource, element, source)
            for other in resource.parts(element, "target", "group.element."):
                theirs = _code(resource, other, target)
                if mine is None or theirs is None:
                    continue
                said, pair = other.get("equivalence"), (landing.concept(mine), landing.concept(theirs))
                if said in _NARROWER:
                    landing.side("concept_ancestor", ancestor_concept_id=pair[0], descendant_concept_id=pair[1])
                if said in _WIDER:
                    landing.side("concept_ancestor", ancestor_concept_id=pair[1], descendant_concept_id=pair[0])
    return True


def _code(resource: Resource, part: Part, system: str) -> Code | None:
    printed = resource.text(part, "code", "group.element.")
    if printed is None:
        return None
    vocabulary = SYSTEMS.get(system.rstrip("/"), system[:LONGEST_CODE])
    return Code(vocabulary, with_point(vocabulary, printed), printed, resource.text(part, "display", "group.element."))
