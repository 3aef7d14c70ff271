"""truth.json: what a right answer is, person by person and step by step."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from resorb.records.simulate.planting import Planting
from resorb.records.simulate.roles import ATTRITION
from resorb.records.simulate.settings import PERIOD_START, PERIOD_STOP, Settings

FORMAT = "resorb simulated truth 1"


def truth(settings: Settings, planting: Planting) -> dict[str, Any]:
    """Everything known of the data set; keys are added in later versions, never renamed."""
    found = [t for t in planting.truth if t["step"] != "not found"]
    included = [t for t in found if t["step"] == "included"]
    return {
        "format": FORMAT,
        "persons": settings.persons,
        "seed": settings.seed,
        "lean": settings.lean,
        "double_ids": settings.double_ids,
        "cohorts": settings.cohorts,
        "period": {"start": PERIOD_START.isoformat(), "stop": PERIOD_STOP.isoformat()},
        "attrition": _attrition(found),
        "responses": dict(sorted(Counter(t["response"] for t in included).items())),
        "included": included,
        "excluded": [t for t in found if t["step"] != "included"],
        "decoys": [t for t in planting.truth if t["step"] == "not found"],
    }


def _attrition(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The steps with who leaves at each and how many are left."""
    left = len(found)
    steps: list[dict[str, Any]] = []
    for name, reason in ATTRITION:
        out = [t["person_id"] for t in found if t["step"] == name]
        left -= len(out)
        steps.append({"step": name, "reason": reason, "out": len(out), "left": left, "person_ids": out})
    return steps


def as_text(data: dict[str, Any]) -> str:
    """JSON with one line per person, so that it can be searched by line."""
    lists = ("attrition", "included", "excluded", "decoys")
    parts = [f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in data.items() if k not in lists]
    for name in lists:
        rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in data[name])
        parts.append(f'"{name}": [\n{rows}\n]')
    return "{" + ",\n".join(parts) + "}\n"
