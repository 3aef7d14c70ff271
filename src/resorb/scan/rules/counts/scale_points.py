"""The points of a scale, named one by one: a five-point scale has five, without a gap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from resorb.reading.counts.counted import value_of
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Stretch
from resorb.scan.registry import rule
from resorb.values.findings import Verdict

_I = re.IGNORECASE
_POINTS = lazy(
    r"\b(?P<n>[3-9]|1[01]|three|four|five|six|seven|eight|nine|ten|eleven)[\s-]points?\s+(?:[a-z-]+\s+){0,3}?scale\b"
    r"(?P<between>[^\d.;]{0,60})", _I,
)  # fmt: skip
_NAMED = lazy(
    r"(?<![\w.,–-])(?P<value>\d{1,2})\s*(?:[=:]|\s(?![\d%]))\s*(?P<label>[^\W\d][^,;:()=\d.%]{1,40}?)\s*(?P<next>[,;)]|\band\b|\.|$)",
    _I,
)
_UNIT = lazy(r"(?:points?|patients?|mm|cm|to|of|or|weeks?|days?|months?|items?|subjects?|on|at)\b", _I)


@rule(
    "scale-points",
    kind="count",
    doc="As many points of a scale are named as it has, one after the other.",
    source="whole numbers with their labels behind “N-point scale”",
)
def scale_points(text: Scanned) -> Iterator[Mark]:
    """Scales whose points are listed with a label each, at least three side by side."""
    for sentence in text.sentences:
        if "oint" not in sentence.text or sentence.is_long:
            continue
        for scale in _POINTS.finditer(sentence.text):
            said = sentence.text
            labels: list[re.Match[str]] = []
            for match in _NAMED.finditer(said, scale.end()):
                gap = said[labels[-1].end() : match.start()] if labels else said[scale.end() : match.start()]
                if _UNIT.match(match["label"]) or gap.strip(" ,;:(") not in ("", "and"):
                    break
                labels.append(match)
                if match["next"] in (")", ".", ""):
                    break
            values, points = [int(m["value"]) for m in labels], value_of(scale["n"])
            steps = [b - a for a, b in pairwise(values)]
            if points is None or len(values) < 3 or min(steps) < 1 or values[0] > 1 or sorted(steps)[-2:] == [2, 2]:
                continue
            span = values[-1] - values[0] + 1
            missing = sorted(set(range(values[0], values[-1] + 1)) - set(values))
            if (not missing and span == points) or len(missing) > 1 or abs(span - points) > 1:
                continue
            yield _mark(sentence.at(scale.start("n"), labels[-1].end("label")), values, points, missing)


def _mark(at: Stretch, values: list[int], points: int, missing: list[int]) -> Mark:
    certain = len(values) > points
    listed = ", ".join(map(str, values))
    if missing and not certain:
        message, assumption = f"{missing[0]} is left out: {listed}.", f"{missing[0]} has no name of its own"
    else:
        message, assumption = f"{len(values)} points are named, not {points}: {listed}.", "other points have no name"
    return at.mark(
        "scale-points", Verdict.FAILS if certain else Verdict.ASSUMES, message, computed=str(len(values)),
        arithmetic=f"{listed}: {len(values)} named, not {points}",
        suggestion=f"{len(values)}-point scale, or name the others", assumption=None if certain else assumption,
    )  # fmt: skip
