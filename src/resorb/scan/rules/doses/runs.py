"""Sums about a run of the pump: rate, volume and time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.lazy import lazy
from resorb.scan.rules.doses.zone import Sum, Zone, as_rate, made

_CHANGES = lazy(
    r"\b(?:limit|reduc|slow|halv|maxim|start|initial|first|then|rais|increas|remain|rest|if)\w*", re.IGNORECASE
)


def minutes(zone: Zone) -> Iterator[Sum]:
    """Volume through rate."""
    # A flow in brackets behind the time is worked out from it.
    flows = [f for f in zone.of("flow", most=1) if f.end <= zone.target.start or "bracket" not in f.cues]
    if set(zone.target.cues) & {"last", "equal", "total"}:
        for volume in zone.of("volume", most=1):
            for flow in flows:
                yield made(volume.value / flow.value, f"{volume.value} mL / {as_rate(flow)}", volume, flow)
