"""The forms a study can leave in, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from resorb.exports.adam import adam_like
from resorb.exports.fhir import bundles
from resorb.exports.material import Carried, Material
from resorb.exports.phenopackets import phenopackets
from resorb.exports.redcap import redcap_project

FORMS: Mapping[str, Callable[[Material], Carried]] = {
    "phenopackets": phenopackets,
    "fhir": bundles,
    "adam": adam_like,
    "redcap": redcap_project,
}
"""Each takes the study and what is derived of it and gives files by name. A new form is a function and a line here."""
