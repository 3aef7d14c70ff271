"""Floor 2: what the field knows, as data files with sources.

``lookup(vocabulary, text)`` turns any name of a thing into its key; ``conditions()``, ``drugs()`` and the other
accessors map keys to typed entries. Facts stand in ``data/*.yaml``, each file opening with the grammar of its
entries. ``load_knowledge(folder)`` adds a user's files, ``using`` puts them to work.
"""

from resorb.codes.api import (
    adverse_events,
    analytes,
    appraisals,
    claim_kinds,
    conditions,
    criteria,
    dose_windows,
    drugs,
    endpoints,
    findings,
    genes,
    genetic_code,
    given_doses,
    lookup,
    measures,
    methods,
    names,
    other_drugs,
    pooled_condition,
    products,
    routes,
    slips,
)
from resorb.codes.knowledge import Knowledge, knowledge, load_knowledge, using

__all__ = [
    "Knowledge",
    "adverse_events",
    "analytes",
    "appraisals",
    "claim_kinds",
    "conditions",
    "criteria",
    "dose_windows",
    "drugs",
    "endpoints",
    "findings",
    "genes",
    "genetic_code",
    "given_doses",
    "knowledge",
    "load_knowledge",
    "lookup",
    "measures",
    "methods",
    "names",
    "other_drugs",
    "pooled_condition",
    "products",
    "routes",
    "slips",
    "using",
]
