"""CodeSystem: which code is narrower than which, as concepts and their ancestors."""

from __future__ import annotations

from resorb.records.fhir.codes import SYSTEMS, Code, with_point
from resorb.records.fhir.landing import Landing
from resorb.records.fhir.resource import Part, Resource

_DEEPEST = 50


def read_code_system(resource: Resource, landing: Landing) -> bool:
    """Concepts of a code system, and each with those below it."""
    system = resource.text(resource.data, "url")
    if system is None:
        resource.left_out("url", "is missing", "name the code system")
        return False
    vocabulary = SYSTEMS.get(system.rstrip("/"), system[:200])
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
