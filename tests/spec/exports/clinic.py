"""A centre's own records, small enough to read: twelve patients, eleven of them much alike."""

from __future__ import annotations

from resorb.sources.study_file import read_study
from resorb.tables.study import Study

HEAD = """\
study: own
title: Twelve patients of one clinic
design: cohort
report: consecutive series
role: treatment
read: own records
compound: sodium thiosulfate
criteria: mayo-chart
setting: Clinic of Dr Canary
period start: 2014-01-05
note: canary in a note
products:
  sts: {drug: sodium thiosulfate, salt: pentahydrate, route: topical, strength: 25 % w/w}
attrition:
  - {reason: found, kind: found, left: 40}
  - {reason: no follow-up, kind: not followed, out: 3, left: 37}
  - {reason: other route, kind: other treatment, out: 20, left: 17}
  - {reason: not as prescribed, kind: not as prescribed, out: 5, left: 12}
groups:
  all: {label: all, n: 12, outcomes: {CR: 2, PR: 6, NR: 4}}
patients:
"""
PATIENT = """\
  P{n}:
    sex: {sex}
    age: {age} years
    race: {race}
    note: canary of patient {n}
    conditions:
      - {{is: calcinosis cutis, role: target}}
      - {{is: {disease}, role: underlying, since: 2012-03-04}}
    lesions: {{elbow: {{site: left elbow, size: 12 mm}}}}
    courses:
      c1: {{product: sts, lesions: [elbow], start: 2015-03-{day:02}, stop: 2015-06-{day:02}, applied: 1 g,
        schedule: twice daily, stopped: completed,
        dispenses: [{{at: 2015-03-{day:02}, quantity: 180 g, days supply: 90}}]}}
    assessments: [{{lesion: elbow, at: 2015-06-20, by: chart, finding: decreased}}]
    labs: [{{analyte: calcium, value: 9.4 mg/dL, range: 8.5-10.5 mg/dL, at: 2015-03-{day:02}}}]
    adverse events: [{{event: skin irritation, grade: 1, at: 2015-04-01}}]
"""


def clinic(n: int = 12, read: str = "own records") -> Study:
    """``n`` patients: women of 40 to 49, the last one a man of 93 with a disease of his own."""
    text = HEAD.replace("own records", read)
    for number in range(1, n + 1):
        odd = number == n
        text += PATIENT.format(
            n=number, sex="male" if odd else "female", age=93 if odd else min(39 + number, 49),
            race="other" if odd else "white", disease="lupus erythematosus" if odd else "dermatomyositis", day=number,
        )  # fmt: skip
    return read_study(text, "clinic.yaml")
