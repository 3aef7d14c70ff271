"""A new study file to fill in, and the JSON Schema by which an editor helps with it."""

from __future__ import annotations

from pathlib import Path

from resorb.values.findings import BadInput, Fault, Place

TEMPLATE = """\
# A study file: facts and figures with where they stand in the source, never its sentences.
# Every table is a map of named rows or a list; every row may say `where:` and `note:`. Delete what you do not need.
# Write numbers with the digits the source prints; write `not reported` where it is silent.
study: {study}
title: title as printed
design: case report        # case report, case series, cohort, registry, trial, review, commentary, survey
report: selected case      # selected case, consecutive series, cohort, trial, registry, review
role: treatment            # treatment, comparator, background
read: full text            # full text, abstract, second-hand, own records
compound: sodium thiosulfate

products:
  sts-25: {{drug: sodium thiosulfate, route: topical, strength: 25 % w/w, vehicle: zinc oxide ointment, where: Methods}}

patients:
  P1:
    sex: female
    age: 54 years
    age at: at presentation
    where: Case report
    conditions:
      - {{is: calcinosis cutis, role: target, basis: clinical}}
    lesions:
      elbow: {{site: elbow, side: right}}
    courses:
      c1: {{product: sts-25, lesions: [elbow], schedule: twice daily, span: 6 months, dispensed: 360 g}}
    assessments:
      - {{lesion: elbow, at: 6 months, by: clinical examination, finding: decreased}}
    adverse events:
      - {{event: any adverse event, n: 0}}

claims:                    # each printed number that follows from other facts of the same source
  - {{claim: daily dose, of: P1.c1, printed: 500 mg/day, where: Results}}
"""


def new_study(study_id: str, path: Path) -> Path:
    """Write a scaffold; an existing file is never overwritten.

    Raises:
        BadInput: when the file exists or the id cannot be a name.
    """
    from resorb.sources.study_file import read_study

    if path.exists():
        raise BadInput([Fault(Place(str(path)), "output", "the file exists", "give another name with -o")])
    text = TEMPLATE.format(study=study_id)
    read_study(text, str(path))
    path.write_text(text, encoding="utf-8")
    return path
