"""Whatever a valid study holds, every check of this room answers, under its own name and about a row that exists."""

from hypothesis import HealthCheck, given, settings

from resorb.checks.registry import CHECKS, load
from resorb.tables.study import Study
from resorb.values.findings import Verdict
from tests.strategies import studies

load()
OURS = [c for c in CHECKS.values() if c.run.__module__.startswith("resorb.checks.plausibility.")]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(studies())
def test_every_check_answers_for_any_valid_study(study: Study) -> None:
    for check in OURS:
        for finding in check.run(study):
            assert finding.check == check.name
            assert study.find(finding.about.study, finding.about.row) is not None
            if finding.verdict is Verdict.ASSUMES:
                assert finding.assumption
