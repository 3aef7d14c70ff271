"""Tiny study files, and the one finding a claim in them gets."""

import textwrap

from resorb.checks.run import check_study
from resorb.sources.study_file import read_study
from resorb.tables.study import Study
from resorb.values.findings import Finding

HEAD = """\
study: tiny
design: case series
report: consecutive series
read: full text
"""


def study_of(body: str) -> Study:
    """A study whose file is the usual head and this body."""
    return read_study(HEAD + textwrap.dedent(body), "tiny.yaml")


def findings_of(body: str, name: str) -> list[Finding]:
    """Findings of one check or kind of claim, in order."""
    return [f for f in check_study(study_of(body)) if f.check == name]


def judged(body: str, claim: str, kind: str | None = None) -> Finding:
    """The finding of one written claim (in braces, without them) over the facts of ``body``."""
    text = textwrap.dedent(body).rstrip() + f"\nclaims:\n  - {{{claim}}}\n"
    name = kind or "-".join(claim.split("claim: ")[1].split(",", maxsplit=1)[0].split())
    found = [f for f in check_study(study_of(text)) if (f.about.row, f.check) == ("claims.1", name)]
    assert len(found) == 1
    return found[0]
