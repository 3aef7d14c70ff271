"""Made-up studies to pool: a count of one endpoint each, as study files."""

import json
from typing import Any

from resorb.analysis.pooling.base import pool_base
from resorb.report.pool.material import PoolMaterial
from resorb.report.pool.results import pool_json
from resorb.sources.study_file import read_study
from resorb.tables.study import Study, merged


def study_file(
    name: str, events: int, n: int, *, unknown: int = 0, year: int = 2020, report: str = "selected case",
    judge: str = "chart", arm: str = "thiosulfate", role: str = "treatment", route: str = "topical",
    endpoint: str = "lesion response", more: str = "",
) -> str:  # fmt: skip
    """A study of one group with one endpoint, as text of a study file."""
    drug = arm == "thiosulfate"
    return "\n".join(
        [
            f"study: {name}", f"title: Made-up study {name}", "design: case series", f"report: {report}",
            f"role: {role}", "read: full text", f"year: {year}", "where: Results",
            *(["products:", f"  p: {{drug: sodium thiosulfate, route: {route}}}"] if drug else []),
            "groups:", "  all:", "    label: all", f"    arm: {arm}", f"    n: {n}",
            "    conditions: [{is: calcinosis cutis, role: target}]",
            *(["    courses: {c1: {product: p}}"] if drug else []),
            "    endpoints:",
            f"      - {{is: {endpoint}, n: {events}, of: {n}, unknown: {unknown}, judged by: {judge}}}", more,
        ]
    ).rstrip() + "\n"  # fmt: skip


def read(*texts: str) -> Study:
    """Study files as one study; each file bears its study's name."""
    return merged([read_study(text.encode(), f"{text.split()[1]}.yaml") for text in texts])


def material(*texts: str, by: tuple[str, ...] = ()) -> PoolMaterial:
    """The studies pooled."""
    study = read(*texts)
    return PoolMaterial(study, pool_base(study, by=by), (), (), (), (), by)


def results(*texts: str, by: tuple[str, ...] = ()) -> dict[str, Any]:
    """``results.json`` of the studies pooled, parsed."""
    parsed: dict[str, Any] = json.loads(pool_json(material(*texts, by=by)))
    return parsed


MIXED = (
    study_file("clinic-2016", 7, 10, year=2016, report="consecutive series", unknown=2),
    study_file("ward-2018", 3, 8, year=2018, report="consecutive series", judge="measurement"),
    study_file("case-2019", 1, 1, year=2019),
    study_file("case-2020", 1, 1, year=2020),
    study_file("case-2021", 0, 1, year=2021, judge="not read"),
    study_file("others-2017", 4, 20, year=2017, arm="untreated", role="comparator"),
)
"""Two series, three reports of one patient, one comparator: 12 of 21 treated, 4 of 20 untreated."""
