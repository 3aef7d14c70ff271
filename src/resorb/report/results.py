"""``results.json``: the contract that users' scripts read. Keys may be added, never renamed or dropped."""

from __future__ import annotations

import json
from dataclasses import fields
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import resorb
from resorb.checks.contract import findings_as_json
from resorb.report.beside import beside_json
from resorb.report.words import printed_text
from resorb.tables.schema import Attrition
from resorb.tables.study import ref_of
from resorb.values.ranges import Range

if TYPE_CHECKING:
    from resorb.analysis.estimates import Estimate
    from resorb.exposure.exposures import Exposure
    from resorb.report.material import Material
    from resorb.response.derive import Response
    from resorb.tables.study import Study


def results_json(material: Material) -> str:
    """All results as JSON text, in one order, numbers to ten significant digits."""
    data = {
        "resorb": resorb.__version__,
        "inputs": [{"path": i.path, "sha256": i.sha256} for i in material.printed.inputs],
        "attrition": _attrition(material.printed),
        "estimates": [_estimate(e) for e in material.estimates],
        **findings_as_json(material.findings),
        "exposures": [_exposure(e) for e in (*material.exposures_printed, *material.exposures_proposed)],
        "responses": [_response(r) for r in material.responses],
        "beside": beside_json(material),
    }
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _attrition(study: Study) -> list[dict[str, Any]]:
    return [
        {
            "study": step.study, "id": step.id, "reason": step.reason, "out": step.out, "left": step.left,
            "unit": step.unit, "trace": [str(ref_of(step))],
        }
        for step in study.rows(Attrition)
    ]  # fmt: skip


def _estimate(estimate: Estimate) -> dict[str, Any]:
    return {f.name: _plain(getattr(estimate, f.name)) for f in fields(estimate)}


def _exposure(exposure: Exposure) -> dict[str, Any]:
    skipped = ("alternatives",)
    return {f.name: _plain(getattr(exposure, f.name)) for f in fields(exposure) if f.name not in skipped}


def _response(response: Response) -> dict[str, Any]:
    data = {f.name: _plain(getattr(response, f.name)) for f in fields(response) if f.name != "classes"}
    return data | {"classes": [[_plain(day), str(was), str(fact)] for day, was, fact in response.classes]}


def _plain(value: object) -> Any:
    """A value as JSON: ranges as low and high, fractions as numbers, facts as their addresses."""
    match value:
        case Range():
            return {"low": _plain(value.low), "high": _plain(value.high)}
        case Fraction() | float():
            short = float(f"{float(value):.10g}")
            return int(short) if short.is_integer() and isinstance(value, Fraction) else short
        case None | bool() | int():
            return value
        case str():
            return str(value)
        case dict():
            return {str(k): _plain(v) for k, v in sorted(value.items())}
        case tuple() | list():
            return [_plain(v) for v in value]
        case _:
            return printed_text(value)
