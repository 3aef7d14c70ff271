"""Records made up with a known truth: OMOP, FHIR or a clinic's lists, with a cohort planted in it.

:func:`simulate` writes it. ``roles`` says who is planted and why the others must be left out, ``members`` and
``decoys`` write their records, ``bulk`` everybody else's, ``write`` puts both together.
"""

from resorb.records.simulate.settings import Settings
from resorb.records.simulate.write import simulate

__all__ = ["Settings", "simulate"]
