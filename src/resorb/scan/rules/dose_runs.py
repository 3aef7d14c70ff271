"""Sums about a run of the pump: rate, volume and time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from resorb.reading.lazy import lazy
from resorb.scan.rules.dose_zone import Sum, Zone, as_rate, made


def flows(zone: Zone) -> Iterator[Sum]:
    """Volume through time, announced or told of one run."""
    if not set(zone.target.cues) & {"equal", "bracket"} and not _is_run(zone):
        return
    volumes = zone.of("volume", most=6)
    for one, other in combinations(volumes, 2):
        for minutes in zone.of("minutes"):
            # What is put together runs together; the words need not say so.
            how = f"({one.value} + {other.value}) mL / {minutes.value} min"
            yield made((one.value + other.value) / minutes.value, how, one, other, minutes, is_weak=True)
    for volume in volumes:
        for minutes in zone.of("minutes"):
            yield made(volume.value / minutes.value, f"{volume.value} mL / {minutes.value} min", volume, minutes)


def _is_run(zone: Zone) -> bool:
    """Whether one time and the rate are told of the same run: "run it over 60 min at 150 mL/h"."""
    minutes, begin = zone.of("minutes"), zone.target.start
    if len(minutes) != 1 or len(zone.of("flow")) or _CHANGES.search(zone.text):
        return False
    first = min(minutes[0].start, *(v.start for v in zone.of("volume", most=6)), begin)
    return re.search(r"\bat (?:about |a rate of )?$", zone.text[:begin]) is not None and not re.search(
        r"[.;]\s", zone.text[first:begin]
    )


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
