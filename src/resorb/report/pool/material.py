"""What a pooled report is made of: everything computed beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resorb.analysis.pooling.base import Base, Placed
    from resorb.analysis.pooling.slips import Slips
    from resorb.tables.study import Study
    from resorb.values.findings import Finding


@dataclass(frozen=True)
class PoolMaterial:
    """One pooled report's worth of results.

    ``study`` holds every study pooled or set beside; ``base`` what they give together; ``placed`` a centre's own
    series beside the base, when ``own`` names its studies; ``selection`` what was asked for, as the user wrote it;
    ``by`` the properties that split the answers beyond route, disease and endpoint; ``slips`` what failing findings do
    to each answer, by its id; empty when nothing was checked.
    """

    study: Study
    base: Base
    placed: tuple[Placed, ...]
    own: tuple[str, ...]
    selection: tuple[str, ...]
    findings: tuple[Finding, ...]
    by: tuple[str, ...] = ()
    slips: Mapping[str, Slips] = field(default_factory=dict)
