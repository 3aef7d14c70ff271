"""Exposures and responses of a study, derived once per month convention however many claims ask for them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from weakref import ref

from resorb.exposure.derive import derive_exposures
from resorb.exposure.exposures import Exposure
from resorb.response.derive import derive_responses
from resorb.response.responses import Response
from resorb.tables.study import Study
from resorb.values.spans import MonthConvention


class Derived:
    """What follows from one study; computed when first asked for."""

    def __init__(self, study: Study) -> None:
        self._study = ref(study)

    @cached_property
    def exposures(self) -> Mapping[MonthConvention, Mapping[tuple[str, str], Exposure]]:
        """By month convention, then by study and course."""
        study = self._study()
        return {
            month: {(e.study, e.course): e for e in derive_exposures(study, month)} if study else {}
            for month in MonthConvention
        }

    @cached_property
    def responses(self) -> Mapping[tuple[str, str], tuple[Response, ...]]:
        """By study and subject, one response per criteria."""
        study, found = self._study(), dict[tuple[str, str], list[Response]]()
        for response in derive_responses(study) if study else ():
            found.setdefault((response.study, response.subject), []).append(response)
        return {subject: tuple(all_of_it) for subject, all_of_it in found.items()}


_latest: list[tuple[ref[Study], Derived]] = []


def derived_from(study: Study) -> Derived:
    """What follows from this very study; the last few studies asked about are remembered while they live."""
    _latest[:] = [(held, known) for held, known in _latest if held() is not None]
    for held, known in _latest:
        if held() is study:
            return known
    fresh = Derived(study)
    _latest.append((ref(study), fresh))
    del _latest[:-4]
    return fresh
