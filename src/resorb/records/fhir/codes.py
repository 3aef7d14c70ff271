"""Codes with their systems: vocabularies by the names OMOP gives them, and the two concepts that a record can hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from resorb.records.fhir.resource import Part, Resource
from resorb.records.local_ids import local_concept

_SID = "http://hl7.org/fhir/sid/"
_OID = "urn:oid:2.16.840.1.113883.6."
SYSTEMS = {
    "http://snomed.info/sct": "SNOMED",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "RxNorm",
    "http://loinc.org": "LOINC",
    "http://unitsofmeasure.org": "UCUM",
    "http://www.whocc.no/atc": "ATC",
    "http://www.ama-assn.org/go/cpt": "CPT4",
    "http://human-phenotype-ontology.org": "HPO",
    "http://www.orpha.net": "ORPHA",
    "http://fhir.de/CodeSystem/bfarm/icd-10-gm": "ICD10GM",
    "http://fhir.de/CodeSystem/dimdi/icd-10-gm": "ICD10GM",
    "http://www.cms.gov/Medicare/Coding/ICD10": "ICD10PCS",
    "http://terminology.hl7.org/CodeSystem/icd-o-3": "ICDO3",
    f"{_SID}icd-10-cm": "ICD10CM",
    f"{_SID}icd-10": "ICD10",
    f"{_SID}icd-9-cm": "ICD9CM",
    f"{_SID}ndc": "NDC",
    f"{_SID}cvx": "CVX",
    f"{_OID}96": "SNOMED",
    f"{_OID}88": "RxNorm",
    f"{_OID}1": "LOINC",
    f"{_OID}8": "UCUM",
    f"{_OID}90": "ICD10CM",
    f"{_OID}103": "ICD9CM",
    f"{_OID}3": "ICD10",
    f"{_OID}69": "NDC",
    f"{_OID}73": "ATC",
    "urn:resorb:simulated": "SIM",
}
"""Vocabularies by the addresses that FHIR gives them."""
STANDARD = {"condition": ("SNOMED", "SIM"), "drug": ("RxNorm", "SIM"), "measurement": ("LOINC",), "route": ("SNOMED",)}
"""Vocabularies whose concepts stand as a record's own, as in OMOP; any other stands as the source's."""
_DOTTED = ("ICD10CM", "ICD9CM", "ICD10GM", "ICD10")
LONGEST_CODE = 200
_SHOWN = re.compile(r"(?:https?://|urn:)[A-Za-z0-9.:/_-]{1,120}")


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a vocabulary (empty when it names none), as written and as its vocabulary writes it."""

    vocabulary: str
    code: str
    printed: str
    display: str | None

    @property
    def concept(self) -> int:
        """The concept that stands for it; 0 where it names no vocabulary."""
        return _concept(self.vocabulary, self.code) if self.vocabulary else 0


@dataclass(frozen=True, slots=True)
class Coded:
    """A CodeableConcept: its codes by rank, and its text."""

    own: Code | None
    source: Code | None
    others: tuple[Code, ...]
    text: str | None

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return self.own is None and self.source is None and self.text is None

    @property
    def label(self) -> str | None:
        """In words: its text, else the first display."""
        return self.text or next((c.display for c in (self.own, self.source, *self.others) if c and c.display), None)

    @property
    def printed(self) -> str | None:
        """The source's code as written, else the code, else the text."""
        code = self.source or self.own
        return code.printed if code else self.text


@lru_cache(65_536)
def _concept(vocabulary: str, code: str) -> int:
    return local_concept(vocabulary, code)


@lru_cache(65_536)
def with_point(vocabulary: str, code: str) -> str:
    """A code of the ICD as its concept has it: with its point, in capitals."""
    if vocabulary not in _DOTTED:
        return code
    plain = code.upper()
    place = 4 if vocabulary == "ICD9CM" and plain.startswith("E") else 3
    if "." in plain or len(plain) <= place or not re.fullmatch(r"[A-Z0-9]+", plain):
        return plain
    return f"{plain[:place]}.{plain[place:]}"


def read_codes(resource: Resource, concept: Part, domain: str, of: str) -> Coded:
    """A CodeableConcept, with its codes ranked for a domain of :data:`STANDARD`."""
    own: Code | None = None
    source: Code | None = None
    others: list[Code] = []
    for coding in resource.parts(concept, "coding", f"{of}."):
        code = read_code(resource, coding, of)
        if code is None:
            continue
        if own is None and code.vocabulary in STANDARD[domain]:
            own = code
        elif source is None:
            source = code
        else:
            others.append(code)
    return Coded(own, source, tuple(others), resource.text(concept, "text", f"{of}."))


def read_code(resource: Resource, coding: Part, of: str) -> Code | None:
    """One Coding; None when it holds no code."""
    printed, system = resource.text(coding, "code", f"{of}.coding."), resource.text(coding, "system", f"{of}.coding.")
    display = resource.text(coding, "display", f"{of}.coding.")
    if printed is None or len(printed) > LONGEST_CODE:
        return None
    if system is None:
        resource.remark(f"{of}.coding.system", "is missing: the code is taken as text", "name the code's system")
        return Code("", printed, printed, display)
    code = _known(system, printed, display)
    if system.rstrip("/") not in SYSTEMS:
        shown = f" {system}" if _SHOWN.fullmatch(system) else ""
        rule = f"is a code system without a name here:{shown} is its vocabulary"
        resource.remark(f"{of}.coding.system", rule, "name codes by this address in the protocol")
    if code.code != printed:
        rule = "is an ICD code without its point or in small letters; read as with it"
        resource.remark(f"{of}.coding.code", rule, "nothing: the code as written is kept")
    return code


@lru_cache(65_536)
def _known(system: str, printed: str, display: str | None) -> Code:
    vocabulary = SYSTEMS.get(system.rstrip("/"), system[:LONGEST_CODE])
    return Code(vocabulary, with_point(vocabulary, printed), printed, display)


def code_of(resource: Resource, parent: Part, key: str) -> str | None:
    """The code of a status that is a CodeableConcept of one coding, for example ``verificationStatus``."""
    concept = resource.part(parent, key)
    found = (c.get("code") for c in resource.parts(concept, "coding", f"{key}."))
    return next((c for c in found if isinstance(c, str)), None)
