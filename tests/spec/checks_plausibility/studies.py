"""Tiny study files of our own, and what one check says of them."""

import textwrap

from resorb.checks.registry import CHECKS, load
from resorb.sources.study_file import read_study
from resorb.tables.study import Study
from resorb.values.findings import Finding, Verdict

HEAD = """\
study: tiny
design: case series
report: consecutive series
read: full text
where: Results
"""

HOLDS, ASSUMES, FAILS, UNJUDGED = Verdict.HOLDS, Verdict.ASSUMES, Verdict.FAILS, Verdict.UNJUDGED


def study_of(body: str) -> Study:
    """A study whose file is the usual head and this body."""
    return read_study(HEAD + textwrap.dedent(body), "tiny.yaml")


def said_of(body: str, check: str) -> list[Finding]:
    """What one check says of a study, in order."""
    load()
    return list(CHECKS[check].run(study_of(body)))


def only(body: str, check: str) -> Finding:
    """The one thing a check says of a study."""
    found = said_of(body, check)
    assert len(found) == 1, [f.message for f in found]
    assert found[0].check == check
    return found[0]


def verdicts(body: str, check: str) -> list[Verdict]:
    """Verdicts of one check, in order."""
    return [f.verdict for f in said_of(body, check)]
