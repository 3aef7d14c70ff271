"""Terms of the knowledge files as others write them: CURIEs, code systems, UCUM units, calendar days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from resorb import __version__
from resorb.codes import adverse_events, analytes, conditions, drugs
from resorb.values.quantities import Quantity
from resorb.values.ranges import End
from resorb.values.times import When


@dataclass(frozen=True, slots=True)
class Namespace:
    """A vocabulary: CURIE prefix, what an IRI begins with, FHIR system (empty: none) and the version that was read."""

    prefix: str
    name: str
    iri: str
    system: str = ""
    version: str = "not stated"


OWN = Namespace("resorb", "terms of resorb's knowledge files", "urn:resorb:", version=__version__)
NAMESPACES: dict[str, Namespace] = {
    "mondo": Namespace("MONDO", "Mondo Disease Ontology", "http://purl.obolibrary.org/obo/MONDO_"),
    "hpo": Namespace("HP", "Human Phenotype Ontology", "http://purl.obolibrary.org/obo/HP_", version="2025-01-16"),
    "omim": Namespace("OMIM", "Online Mendelian Inheritance in Man", "https://omim.org/entry/"),
    "orpha": Namespace("ORPHA", "Orphanet", "http://www.orpha.net/ORDO/Orphanet_"),
    "icd10cm": Namespace(
        "ICD10CM", "ICD-10-CM", "http://purl.bioontology.org/ontology/ICD10CM/",
        "http://hl7.org/fhir/sid/icd-10-cm", "2026",
    ),
    "loinc": Namespace("LOINC", "LOINC", "https://loinc.org/", "http://loinc.org"),
    "unii": Namespace("UNII", "FDA Unique Ingredient Identifiers", "http://fdasis.nlm.nih.gov/", "http://fdasis.nlm.nih.gov"),
    "ucum": Namespace("UCUM", "Unified Code for Units of Measure", "http://unitsofmeasure.org/", "http://unitsofmeasure.org"),
    "resorb": OWN,
}  # fmt: skip
"""Vocabularies that codes of the knowledge files come from; the systems are FHIR R4's names for them."""
_BEST_FIRST = ("mondo", "omim", "orpha", "icd10cm", "hpo")
_UCUM = {
    "U": "[IU]", "day": "d", "week": "wk", "month": "mo", "year": "a", "degree": "deg", "C": "Cel", "mmHg": "mm[Hg]",
    "point": "{score}", "lesion": "{lesion}", "patient": "{patient}", "tube": "{tube}", "mEq": "meq",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """A coded term: its vocabulary (a key of ``NAMESPACES``), its code there, and its label."""

    vocabulary: str
    code: str
    label: str

    @property
    def curie(self) -> str:
        """``PREFIX:code``."""
        return f"{NAMESPACES[self.vocabulary].prefix}:{self.code}"


def own(kind: str, label: str) -> Term:
    """A term that no vocabulary we read has: under our own prefix, by its name."""
    name = "-".join("".join(c if c.isalnum() and c.isascii() else " " for c in label.lower()).split())
    return Term("resorb", f"{kind}-{name or 'unnamed'}", label)


def condition_term(key: str) -> Term:
    """A diagnosis by the first code that stands for it alone, disease ontologies first."""
    known = conditions().get(key)
    if known is None:
        return own("condition", key)
    exact = {c.system: c.code for c in known.codes if c.exact}
    system = next((s for s in _BEST_FIRST if s in exact), None)
    return own("condition", known.label) if system is None else Term(system, _bare(exact[system]), known.label)


def icd_term(key: str) -> Term | None:
    """A diagnosis by its ICD-10-CM code; None when none stands for it alone."""
    known = conditions().get(key)
    codes = [c.code for c in known.codes if c.exact and c.system == "icd10cm"] if known else []
    return Term("icd10cm", codes[0], known.label) if codes and known else None


def drug_term(key: str, salt: str | None = None) -> Term:
    """A drug by the UNII of its salt; our own name where the salt was not told or has none."""
    known = drugs().get(key)
    told = known.salt(salt) if known is not None and salt else None
    if told is not None and told.unii:
        return Term("unii", told.unii, told.label)
    return own("drug", key)


def event_term(key: str) -> Term:
    """A harm by its HPO code, else by its name."""
    known = adverse_events().get(key)
    return Term("hpo", _bare(known.hpo), known.label) if known is not None and known.hpo else own("event", key)


def analyte_term(key: str, unit: str) -> Term:
    """A laboratory quantity by the LOINC code that reports it in units of this kind; our own name when none does."""
    known = analytes().get(key)
    if known is None:
        return own("analyte", key)
    kind = "amount" if "mol" in unit else "charge" if "Eq" in unit else "activity" if unit.startswith("U") else "mass"
    code = next((c for c, of in known.loinc.items() if of == kind), None)
    return own("analyte", known.label) if code is None else Term("loinc", code, known.label)


def _bare(code: str) -> str:
    return code.rpartition(":")[2]


def ucum(unit: str) -> str:
    """A unit of ours as UCUM writes it; each part of ``a/b`` by itself, a number before its unit ("mg/50.mL")."""
    parts = []
    for part in unit.split("/"):
        number, _, name = part.strip().rpartition(" ")
        written = _UCUM.get(name, name)
        parts.append(f"{number}.{written}" if number else written)
    return "/".join(parts)


def decimal(value: Fraction) -> float | int:
    """A number for JSON: whole numbers stay whole."""
    return int(value) if value.denominator == 1 else round(float(value), 9)


def point(quantity: Quantity | None) -> Fraction | None:
    """The one value of a quantity; None when it is a range, a bound or absent."""
    return quantity.low if quantity is not None and quantity.is_point else None


def day_of(when: When | None) -> date | None:
    """The calendar day of a time; None when it is relative or wider than a day."""
    if when is None or when.anchor != "date" or when.low is None or when.low != when.high:
        return None
    return date.fromordinal(int(when.low))


def duration(years: Fraction) -> str:
    """An age as an ISO 8601 duration, in years and whole months."""
    months = int(years * 12)
    return f"P{months // 12}Y{months % 12}M" if months % 12 else f"P{months // 12}Y"


def ends(low: End, high: End) -> str:
    """Both ends of a range for a table: one number, ``low-high``, or empty where nothing is known."""
    shown = [None if end is None else f"{float(end):.10g}" for end in (low, high)]
    if shown[0] == shown[1]:
        return shown[0] or ""
    return f"{shown[0] or ''}-{shown[1] or ''}"
