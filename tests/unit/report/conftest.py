"""A small study with everything a report shows, and one whose every text is hostile."""

import pytest

from resorb.report.material import Material
from resorb.sources.study_file import read_study
from resorb.tables.study import Study
from resorb.workflow.report import gather

SMALL = """\
study: small-2020
title: Three patients and a slip
design: case series
report: consecutive series
role: treatment
read: full text
compound: sodium thiosulfate
criteria: mayo chart
products:
  iv: {drug: sodium thiosulfate, route: intravenous, strength: 250 mg/mL, where: Methods}
groups:
  all: {label: all treated, n: 4, outcomes: {CR: 1, PR: 1, NR: 1, UR: 1}}
attrition:
  - {reason: found by the search, left: 9, unit: patients}
  - {reason: no follow-up, kind: not followed, out: 3, unit: patients}
  - {reason: refused, kind: other, out: 2, unit: patients}
patients:
  P1:
    sex: female
    age: 54 years
    age at: at presentation
    died: no
    conditions: [{is: calcinosis cutis, role: target}]
    lesions: {elbow: {site: elbow, side: right}}
    courses:
      c1: {product: iv, lesions: [elbow], amount: 25 mg, schedule: 3 times weekly, span: 20 weeks, where: Case}
    assessments:
      - {lesion: elbow, at: first dose, finding: present}
      - {lesion: elbow, at: 10-12 weeks, finding: resolved, where: Figure 2}
      - {lesion: elbow, at: after c1, finding: recurred}
    labs: [{analyte: calcium, value: 2.66 mmol/L, at: first dose}]
    adverse events: [{event: nausea, n: 1, at: week 3}]
claims:
  - {claim: total dose, of: P1.c1, printed: 1500 mg, where: Case}
  - {claim: weekly dose, of: P1.c1, printed: 80 mg, where: Case}
proposals:
  - {of: P1.c1, column: amount, printed: 25 mg, read: 25 g, because: the vial holds 12.5 g}
"""


@pytest.fixture(scope="session")
def study() -> Study:
    return read_study(SMALL, "small.yaml")


@pytest.fixture(scope="session")
def material(study: Study) -> Material:
    gathered: Material = gather(study)
    return gathered
