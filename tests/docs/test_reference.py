"""Hand-written reference pages hold: every example on them is read, or refused, as they say."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from resorb.analysis.estimates import Estimate
from resorb.report.results import results_json
from resorb.sources.study_file import read_study
from resorb.tables.cells import read_cell
from resorb.tables.columns import Column, Kind
from resorb.values.findings import Refused
from resorb.workflow.report import gather
from resorb.workflow.scaffold import TEMPLATE
from tests.spec.pool_report.made import MIXED
from tests.spec.pool_report.made import results as pooled_results

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"


def examples() -> list[tuple[Kind, str, bool]]:
    """Form, example, and whether it is good, from the table of forms; terms need a vocabulary and have none."""
    text = (REFERENCE / "study-files.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\w ]+) \| (`[^|]+) \| ([^|]*) ?\|$", text, re.MULTILINE)
    return [
        (Kind(form), example, good)
        for form, accepted, refused in rows
        if form != "reference"  # needs other rows
        for cell, good in ((accepted, True), (refused, False))
        for example in re.findall(r"`([^`]+)`", cell)
    ]


@pytest.mark.parametrize(("kind", "example", "good"), examples())
def test_an_example_is_read_or_refused_as_the_page_says(kind: Kind, example: str, good: bool) -> None:
    column = Column("cell", "", kind, "cell")
    if good:
        assert read_cell(column, example) is not None
        return
    with pytest.raises(Refused) as refused:
        read_cell(column, example)
    assert refused.value.remedy


def test_every_form_has_examples() -> None:
    shown = {kind for kind, _, good in examples() if good}
    assert shown >= {Kind.COUNT, Kind.NUMBER, Kind.QUANTITY, Kind.STRENGTH, Kind.SPAN, Kind.WHEN, Kind.SCHEDULE}


def test_every_key_of_the_results_is_told() -> None:
    study = read_study(TEMPLATE.format(study="smith-2026"), "smith-2026.yaml")
    results = json.loads(results_json(gather(study)))
    text = (REFERENCE / "results.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", text, re.MULTILINE))
    assert list(rows) == list(results)
    for part in ("attrition", "estimates", "exposures", "responses"):
        keys = set(results[part][0]) if results[part] else set()
        assert keys - set(re.findall(r"`(\w+)`", rows[part])) == set(), part
    assert {f.name for f in fields(Estimate)} <= set(re.findall(r"`(\w+)`", rows["estimates"]))


def test_every_key_of_pooled_results_is_told() -> None:
    found = pooled_results(*MIXED)
    text = (REFERENCE / "pooled-results.md").read_text(encoding="utf-8")
    general, _, rest = text.partition("\n\nAn answer:")
    answer, _, regression = rest.partition("\n\nA regression:")
    for part, keys in ((general, found), (answer, found["answers"][0]), (regression, found["regressions"][0])):
        assert set(keys) - set(re.findall(r"`([^`]+)`", part)) == set()
