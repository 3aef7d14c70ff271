"""Sums about a run of the pump: rate, volume and time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.lazy import lazy
from resorb.scan.rules.doses.zone import Sum, Zone, as_rate, made

_I = re.IGNORECASE
_OTHER_FLOW = lazy(
    r"\b(?:blood|dialysate|dialysis fluid|Q[bd]|flows?|ultrafilt\w*|UF|eGFR|GFR|clearance|urine|output|diuresis"
    r"|drain\w*"
    r"|replacement|CVVH\w*|effluent|flush|heparin|potassium|oxygen|maintenance|insulin)\b[^.;]{0,45}$",
    _I,
)
_CHANGED = lazy(
    r"\b(?:start\w*|initial\w*|first|begin\w*|increas\w*|rais\w*|reduc\w*|slow\w*"
    r"|max\w*|not exceed|exceed\w*|up to|at most"
    r"|more than|less than|at least|limit\w*|titrat\w*|halv\w*|doubl\w*|from|between|below|above|under|remain\w*|rest"
    r"|if|cut|tolerat\w*|step\w*)\b",
    _I,
)
"""Words of a rate that is not kept from first to last."""


_NEXT_RATE = lazy(r"\bmL\s?/\s?(?:h|min)\w*\b[^;]*\b(?:then|next|later|afterwards|thereafter)\b", _I)


def says_change(text: str) -> bool:
    """Whether a rate is not kept, or only bounded."""
    return _CHANGED.search(text) is not None


def is_steady(text: str, start: int, end: int) -> bool:
    """Whether a rate is that of the whole infusion: not of blood or dialysate, no first rate, no limit."""
    clause = re.split(r";|\.\s", text[:start])[-1]
    if _NEXT_RATE.search(clause):
        return False
    behind = re.split(r"[;.)]|, ", text[end : end + 40])[0]
    before = text[max(0, start - 70) : start]
    return not (_OTHER_FLOW.search(before) or says_change(clause) or says_change(behind))


def minutes(zone: Zone) -> Iterator[Sum]:
    """Volume through rate."""
    # A flow in brackets behind the time is worked out from it.
    flows = [f for f in zone.of("flow", most=1) if f.end <= zone.target.start or "bracket" not in f.cues]
    if set(zone.target.cues) & {"last", "equal", "total"}:
        for volume in zone.of("volume", most=1):
            for flow in flows:
                yield made(volume.value / flow.value, f"{volume.value} mL / {as_rate(flow)}", volume, flow)
