"""Counts of endpoints against their whole, and a strict endpoint against the wider one that holds it."""

import pytest

from resorb.checks.run import check_study
from resorb.sources.study_file import read_study

FILE = """\
study: made-2020
design: case series
report: consecutive series
read: full text
where: Results
groups:
  all:
    label: treated
    n: 12
    endpoints:
      - {{is: lesion response, n: {response}, of: {of}, unknown: {unknown}}}
      - {{is: complete response, n: {complete}, of: {of}}}
"""


@pytest.mark.parametrize(
    ("check", "response", "complete", "of", "unknown", "verdict"),
    [
        # 7 and 2 unknown are 9 of 12
        ("endpoint-within-whole", 7, 3, 12, 2, {"holds"}),
        # 11 and 2 unknown are 13, of 12
        ("endpoint-within-whole", 11, 3, 12, 2, {"fails", "holds"}),
        # 15 cannot be the whole of a group of 12
        ("endpoint-within-whole", 7, 3, 15, 0, {"fails"}),
        # 3 complete among 7 that responded; 8 complete among 7 cannot be
        ("strict-within-wider", 7, 3, 12, 0, {"holds"}),
        ("strict-within-wider", 7, 8, 12, 0, {"fails"}),
    ],
)
def test_counts_of_endpoints(
    check: str, response: int, complete: int, of: int, unknown: int, verdict: set[str]
) -> None:
    study = read_study(FILE.format(response=response, complete=complete, of=of, unknown=unknown), "made.yaml")
    assert {f.verdict.value for f in check_study(study) if f.check == check} == verdict
