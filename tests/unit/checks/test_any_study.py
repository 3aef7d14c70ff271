"""Whatever a valid study holds, every claim is answered and nothing breaks (a broken check warns: an error here)."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resorb.checks.registry import JUDGES, load
from resorb.checks.run import check_study
from resorb.tables.schema import TABLES, Claim
from resorb.tables.study import Study
from resorb.values.findings import Verdict
from tests.strategies import studies

load()
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
PRINTED = (
    "3",
    "2/3",
    "68 %",
    "12.5 g",
    "370 mg/day",
    "5 months",
    "yes",
    "high",
    "Table 1",
    "p.Ser71Gly",
    "1-9",
    "PR",
    "",
)
ARGUMENTS = ((), ("patients",), ("age",), ("c.211A>G",), ("5 months", "stop of c1"), ("n",), ("1 x 2",), ("amount",))


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(studies())
def test_a_study_is_checked_whole_and_the_same_way_twice(study: Study) -> None:
    found = check_study(study)
    assert found == check_study(study)
    assert len([f for f in found if f.about.table == "claims"]) >= len(study.rows(Claim))
    for finding in found:
        assert finding.message
        if finding.verdict is Verdict.ASSUMES:
            assert finding.assumption


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(studies(), st.data())
def test_every_judge_answers_about_any_rows(study: Study, data: st.DataObject) -> None:
    ids = [row.id for table in TABLES for row in study.tables.get(table.name, ())]
    owner = study.ids[0]
    for kind in JUDGES:
        claim = Claim(
            study=owner,
            id="claims.x",
            claim=kind,
            of=tuple(data.draw(st.lists(st.sampled_from(ids), max_size=3))),
            within=data.draw(st.sampled_from([None, *ids])),
            having=data.draw(
                st.sampled_from([None, "sex = female", "conditions.condition = dermatomyositis", "x", "n = 3"])
            ),
            arguments=data.draw(st.sampled_from(ARGUMENTS)),
            printed=data.draw(st.sampled_from(PRINTED)),
        )
        said = JUDGES[kind].run(study, claim)
        assert said.message
        assert (said.verdict is Verdict.ASSUMES) <= bool(said.assumption)
