"""The vocabularies in use, by function: what most callers need. See :class:`resorb.codes.knowledge.Knowledge`."""

from __future__ import annotations

from collections.abc import Mapping

from resorb.codes.appraising import AppraisalTool
from resorb.codes.claims import ClaimKind
from resorb.codes.genetics import Gene, GeneticCode
from resorb.codes.knowledge import knowledge
from resorb.codes.labs import Analyte
from resorb.codes.preparations import Drug, GivenDose, OtherDrugs, Product
from resorb.codes.rules import Criteria
from resorb.codes.terms import AdverseEvent, Condition, Endpoint, FindingTerm, Measure, Method, Route
from resorb.codes.windows import DoseWindow, Slip


def lookup(vocabulary: str, text: str) -> str:
    """The canonical key of what ``text`` names in a vocabulary, for example ``lookup("routes", "IV")``.

    Raises:
        Refused: when nothing is called so; the remedy names the nearest.
    """
    return knowledge().lookup(vocabulary, text)


def names(vocabulary: str) -> tuple[str, ...]:
    """All keys of a vocabulary, in file order."""
    return tuple(knowledge().entries(vocabulary))


def conditions() -> Mapping[str, Condition]:
    """Diagnoses with their codes, by key."""
    return knowledge().conditions


def pooled_condition(key: str) -> str | None:
    """The condition by which evidence on ``key`` is grouped: itself or its nearest parent so marked, if any."""
    known = conditions()
    seen: set[str] = set()
    while key in known and key not in seen:
        if known[key].pooled:
            return key
        seen.add(key)
        key = known[key].parent
    return None


def endpoints() -> Mapping[str, Endpoint]:
    """What a printed count of an outcome counts, by key."""
    return knowledge().endpoints


def appraisals() -> Mapping[str, AppraisalTool]:
    """Tools that appraise case reports and series, with what their questions ask, by key."""
    return knowledge().appraisals


def drugs() -> Mapping[str, Drug]:
    """Drugs with their salts, by key."""
    return knowledge().drugs


def given_doses() -> Mapping[str, GivenDose]:
    """The most that is given of some drugs beside the treatment, by name."""
    return knowledge().given_doses


def other_drugs() -> Mapping[str, OtherDrugs]:
    """Classes of drugs that are only known by name, by key."""
    return knowledge().other_drugs


def routes() -> Mapping[str, Route]:
    """Ways of giving a drug, by key."""
    return knowledge().routes


def products() -> Mapping[str, Product]:
    """Known preparations, by key."""
    return knowledge().products


def dose_windows() -> Mapping[str, DoseWindow]:
    """Plausible doses, by key."""
    return knowledge().dose_windows


def slips() -> Mapping[str, Slip]:
    """Ways in which a printed dose goes wrong, the likeliest first, by key."""
    return knowledge().slips


def analytes() -> Mapping[str, Analyte]:
    """Laboratory quantities, by key."""
    return knowledge().analytes


def criteria() -> Mapping[str, Criteria]:
    """Published response criteria, by key."""
    return knowledge().criteria


def findings() -> Mapping[str, FindingTerm]:
    """What an assessment may find, by key."""
    return knowledge().findings


def methods() -> Mapping[str, Method]:
    """How an assessment was made, by key."""
    return knowledge().methods


def measures() -> Mapping[str, Measure]:
    """What an assessment measures, by key."""
    return knowledge().measures


def adverse_events() -> Mapping[str, AdverseEvent]:
    """Harms, by key."""
    return knowledge().adverse_events


def claim_kinds() -> Mapping[str, ClaimKind]:
    """Kinds of claim a study file may hold, by key."""
    return knowledge().claim_kinds


def genes() -> Mapping[str, Gene]:
    """Genes known in the field, by key."""
    return knowledge().genes


def genetic_code() -> GeneticCode:
    """The standard genetic code."""
    return knowledge().genetic_code
