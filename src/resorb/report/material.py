"""What a report is made of: everything computed beforehand, nothing read or derived here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resorb.analysis.estimates import Estimate
    from resorb.analysis.pooling.beside import Beside
    from resorb.analysis.tables import ReportTable
    from resorb.exposure.exposures import Exposure
    from resorb.response.derive import Response
    from resorb.tables.study import Study
    from resorb.values.findings import Finding


@dataclass(frozen=True)
class Material:
    """One report's worth of results.

    ``printed`` and ``proposed`` are the same studies under the two readings; ``exposures_printed`` and
    ``exposures_proposed`` their doses. Responses, findings, estimates and tables are those of the printed reading
    unless they say otherwise. ``beside`` are the comparators of each question they answer, ``on_file`` the studies of
    the base that the best of those come from.
    """

    printed: Study
    proposed: Study
    exposures_printed: tuple[Exposure, ...] = ()
    exposures_proposed: tuple[Exposure, ...] = ()
    responses: tuple[Response, ...] = ()
    findings: tuple[Finding, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    tables: tuple[ReportTable, ...] = ()
    beside: tuple[Beside, ...] = ()
    on_file: Study | None = None
