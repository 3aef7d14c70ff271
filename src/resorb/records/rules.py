"""The rules of exclusion: each is one step that notes who would leave by it, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb

from resorb.records.protocol import Exclusion, Protocol


def exclude(protocol: Protocol, connection: duckdb.DuckDBPyConnection, sql: Callable[[str], str]) -> None:
    """Note in ``leaves`` every person found to whom a rule applies, for every rule."""
    for step, exclusion in enumerate(protocol.exclusions, start=1):
        name = f"leave_{exclusion.rule.replace(' ', '_').replace('-', '_')}".replace(
            "no_underlying_condition", "no_underlying"
        )
        connection.execute(sql(name), {"step": step, **_given(protocol, exclusion)})


def _given(protocol: Protocol, exclusion: Exclusion) -> dict[str, Any]:
    key = exclusion.codes.key if exclusion.codes else None
    match exclusion.rule:
        case "given by":
            return {"routes": list(exclusion.routes)}
        case "no follow-up":
            follow = protocol.follow_up
            return {"first": follow.first, "last": follow.last, "outcome": follow.outcome}
        case "notes say":
            return {"code": exclusion.code}
        case "age":
            return {
                "years_from": exclusion.years_from or 0,
                "years_to": 10_000 if exclusion.years_to is None else exclusion.years_to,
            }
        case "sex":
            return {"sexes": list(exclusion.sexes)}
        case "supply before":
            return {"within": exclusion.within}
        case "not observed":
            return {"before": exclusion.days_before, "after": exclusion.days_after}
        case "condition" | "other drug":
            return {"key": key, "within": exclusion.within}
        case "fewer supplies":
            return {"than": exclusion.than}
        case _:
            return {}
