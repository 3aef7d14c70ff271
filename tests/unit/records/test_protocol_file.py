"""Protocol files: what they say is read as it is meant, and every fault comes at once with its place."""

from datetime import date
from pathlib import Path

import pytest

from resorb.records.protocol import RULES
from resorb.records.protocol_file import protocol_schema, read_protocol, read_protocol_file
from resorb.values.findings import BadInput
from resorb.workflow.cohort import protocols

GOOD = """\
protocol: small
period: {start: 2012-01-01, stop: 2017-06-27}
target: {is: CC, codes: {ICD10CM: [L94.2, L94*], ICD9CM: "709.3"}}
drug: {is: sodium thiosulfate, names: sodium thiosulfate}
routes: [IV]
gap: 12 weeks
exclusions:
  - {code: young, reason: younger than 18 years, rule: age, years from: 18}
"""


def faults(text: str) -> list[tuple[int, str, str]]:
    """Line, field and rule of each fault."""
    with pytest.raises(BadInput) as raised:
        read_protocol(text, "p.yaml")
    return [(f.place.line, f.field, f.rule) for f in raised.value.faults]


def test_a_protocol_is_read_as_meant() -> None:
    protocol = read_protocol(GOOD, "p.yaml")
    assert (protocol.key, protocol.start, protocol.stop) == ("small", date(2012, 1, 1), date(2017, 6, 27))
    assert protocol.target is not None
    assert protocol.target.term == "calcinosis cutis"
    assert protocol.target.codes == {"ICD10CM": ("L94.2", "L94*"), "ICD9CM": ("709.3",)}
    assert protocol.routes == ("intravenous",)
    assert protocol.gap == 84
    assert (protocol.exclusions[0].years_from, protocol.exclusions[0].kind) == (18, "not eligible")


@pytest.mark.parametrize(
    ("was", "bad", "line", "field", "rule"),
    [
        ("protocol: small\n", "", 1, "protocol", "is missing"),
        ("protocol: small", "protocol: a b", 1, "protocol", "cannot be a name"),
        ("gap: 12 weeks", "gaps: 12 weeks", 6, "gaps", "is not a known key here"),
        ("gap: 12 weeks", "gap: 3 months", 6, "gap", "'3 months' is not a number of whole days"),
        ("gap: 12 weeks", "gap: -3 days", 6, "gap", "'-3 days' is a negative span"),
        ("gap: 12 weeks", "gap:", 6, "gap", "is blank"),
        ("gap: 12 weeks", "gap: [1 day]", 6, "gap", "is a list where one value belongs"),
        ("2012-01-01", "2012-02-30", 2, "period.start", "'2012-02-30' is not a calendar day"),
        ("stop: 2017-06-27", "stop: 2011-06-27", 2, "period", "stops before it starts"),
        ("is: CC", "is: calcinosys", 3, "target.is", "'calcinosys'"),
        ("ICD9CM: \"709.3\"", "'ICD 10; DROP': x", 3, "target.codes.ICD 10; DROP", "is no vocabulary"),
        ("codes: {ICD10CM: [L94.2, L94*], ICD9CM: \"709.3\"}", "label: x", 3, "target", "holds nothing to look for"),
        ("names: sodium thiosulfate", "concepts: 1.5", 4, "drug.concepts", "'1.5' is not a whole number"),
        ("routes: [IV]", "routes: [through the ear]", 5, "routes", "'through the ear'"),
        ("rule: age", "rule: aged", 8, "exclusions.1.rule", "'aged' is not a choice here"),
        (", years from: 18", "", 8, "exclusions.1", "the rule 'age' needs years from"),
        ("years from: 18", "years from: 18, terms: [x]", 8, "exclusions.1.terms", "does not belong to the rule 'age'"),
        ("rule: age, years from: 18", "rule: no underlying condition", 8, "exclusions.1", "protocol's `underlying`"),
        ("rule: age, years from: 18", "rule: given by", 8, "exclusions.1", "the rule 'given by' needs routes"),
        ("exclusions:\n  - ", "exclusions:\n  ", 8, "exclusions", "is not a list"),
    ],
)  # fmt: skip
def test_each_fault_has_its_place(was: str, bad: str, line: int, field: str, rule: str) -> None:
    assert was in GOOD
    found = faults(GOOD.replace(was, bad, 1))
    assert any((at, of) == (line, field) and rule in why for at, of, why in found), found


def test_all_faults_come_at_once() -> None:
    text = (
        GOOD.replace("12 weeks", "soon")
        .replace("[IV]", "[x]")
        .replace("rule: age", "rule: x")
        .replace("is: CC", "is: x")
    )
    assert [line for line, _, _ in faults(text)] == [3, 5, 6, 8]


def test_a_protocol_asks_for_something() -> None:
    assert faults("protocol: empty\n") == [(1, "target", "neither a target nor a drug is asked for")]
    assert faults("- a\n")[0][2] == "is not a map of keys"


def test_a_code_stands_for_one_step() -> None:
    text = GOOD + "  - {code: young, reason: again, rule: no follow-up}\n"
    assert faults(text) == [(9, "exclusions.2.code", "'young' stands twice")]


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No such file"):
        read_protocol_file(tmp_path / "none.yaml")


@pytest.mark.parametrize("name", sorted(protocols()))
def test_bundled_protocols_are_whole_and_named_after_their_file(name: str) -> None:
    assert read_protocol_file(protocols()[name]).key == name


def test_the_schema_holds_every_key_and_rule() -> None:
    schema = protocol_schema()
    assert schema["required"] == ["protocol"]
    assert set(schema["properties"]["exclusions"]["items"]["properties"]["rule"]["enum"]) == set(RULES)
    assert schema["additionalProperties"] is False
