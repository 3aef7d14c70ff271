"""What a data set is made from: size, seed and form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

PERSONS_PER_COHORT = 10_000
"""One cohort of 87 found persons is planted per so many persons, unless asked for otherwise; fewer still hold one."""
FEWEST_PERSONS = 500
"""So many persons can hold one cohort."""

PERIOD_START = date(2012, 1, 1)
PERIOD_STOP = date(2017, 6, 27)
ICD10_SINCE = date(2015, 10, 1)

_FULL = {
    "visit_occurrence": 20.0,
    "condition_occurrence": 40.0,
    "drug_exposure": 30.0,
    "measurement": 60.0,
    "note": 4.0,
}
_LEAN = {"visit_occurrence": 2.0, "condition_occurrence": 3.0, "drug_exposure": 2.0, "measurement": 3.0, "note": 0.5}


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a data set depends on: equal settings give equal bytes.

    Attributes:
        persons: persons in all, planted ones included.
        lean: few rows per person beside the planted ones, for tests.
        double_ids: every id is a floating-point number, as some exports have it.
        asked_cohorts: how many times the cohort is planted; None: by the number of persons.
    """

    persons: int
    seed: int = 0
    lean: bool = False
    double_ids: bool = False
    asked_cohorts: int | None = None

    @property
    def cohorts(self) -> int:
        """K: how many times the cohort is planted."""
        if self.asked_cohorts is not None:
            return self.asked_cohorts
        return max(1, self.persons // PERSONS_PER_COHORT)

    def rows_per_person(self, table: str) -> float:
        """Mean number of ordinary rows of one person."""
        return (_LEAN if self.lean else _FULL)[table]

    def random(self, *stream: int) -> np.random.Generator:
        """The generator of one stream; streams do not depend on each other."""
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence([self.seed, *stream])))
