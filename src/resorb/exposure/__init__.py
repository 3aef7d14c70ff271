"""Floor 4: how much drug a course amounts to, per administration, day, week and in total, and how much was taken.

``derive_exposures(study)`` gives one :class:`Exposure` per course; ``adherence_of`` reads a course's supplies.
"""

from resorb.exposure.adherence import Adherence, adherence_of, adherences
from resorb.exposure.derive import derive_exposure, derive_exposures
from resorb.exposure.exposures import Exposure
from resorb.exposure.salts import mg_as_mmol, mg_as_salt, mmol_as_mg

__all__ = [
    "Adherence",
    "Exposure",
    "adherence_of",
    "adherences",
    "derive_exposure",
    "derive_exposures",
    "mg_as_mmol",
    "mg_as_salt",
    "mmol_as_mg",
]
