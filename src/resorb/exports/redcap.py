"""A REDCap project of ours, and a study as records to import into it."""

from __future__ import annotations

from resorb.exports.material import Carried, Material
from resorb.sources.redcap.write import redcap_files


def redcap_project(material: Material) -> Carried:
    """Data dictionary, forms that repeat, and records; every table of a study has its form, so nothing is lost."""
    return Carried(redcap_files(material.study))
